/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a recording as CSV. */
#ifndef GX_CLI_EXPORT_H
#define GX_CLI_EXPORT_H

#include <gx/record/reader.h>
#include <stdio.h>

/* What can be exported, NULL-terminated. */
extern const char *const gx_export_names[];

/* Write what gx_export_names[what] names. `numbers`: users as they are numbered inside, although a file gave
 * them names. GX_ERR_NOT_FOUND when the recording does not hold it. Failures of `file` are left to who closes
 * it. */
gx_status gx_export_csv(FILE *file, const gx_reader *reader, size_t what, bool numbers, gx_error *error);

#endif
