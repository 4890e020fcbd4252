/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All errors of an input in one pass, each with its place and the way out. */
#ifndef GX_BASE_DIAGNOSTICS_H
#define GX_BASE_DIAGNOSTICS_H

#include <gx/base/status.h>
#include <gx/base/text.h>

/* Collects messages about one source text. Start with gx_diagnostics_init; release with gx_diagnostics_free.
 */
typedef struct gx_diagnostics {
    const char *file;   /* the name to show; borrowed */
    const char *source; /* the text, to quote lines from; borrowed, may be NULL */
    size_t count;       /* errors so far */
    gx_text report;     /* the errors, formatted */
} gx_diagnostics;

void gx_diagnostics_init(gx_diagnostics *all, const char *file, const char *source);
void gx_diagnostics_free(gx_diagnostics *all);

/* Add one error at line:column (from 1; 0 when there is no place), `width` columns wide, with an optional
 * hint:
 *
 *     scenarios/eve.yaml:12:5: error: unknown key 'lambdaa' in 'sender'
 *        12 |     lambdaa: 2.5
 *           |     ^~~~~~~ did you mean 'lambda'? (packets per hour, 0 … 1000)
 *
 * Past 100 errors only the count goes on. */
void gx_diagnose(gx_diagnostics *all, size_t line, size_t column, size_t width, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
