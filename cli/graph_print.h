/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings as table, JSON, CSV or Markdown, each beside its target. */
#ifndef GX_CLI_GRAPH_PRINT_H
#define GX_CLI_GRAPH_PRINT_H

#include "graph_findings.h"
#include "graph_origin.h"
#include "graph_targets.h"

/* Appends to `out`; a want of memory makes it failed. */
void gx_findings_print(gx_text *out, const gx_findings *findings, const gx_origin *source,
                       const gx_references *targets, gx_format format);

/* How many targets were judged, and met. */
typedef struct gx_tally {
    unsigned met, missed;
} gx_tally;
gx_tally gx_findings_tally(const gx_findings *findings, const gx_origin *source,
                           const gx_references *targets);

/* As JSON; graph_json.c. */
void gx_findings_json(gx_text *out, const gx_findings *findings, const gx_origin *source,
                      const gx_references *targets);

gx_target_setting gx_setting_of(const gx_origin *source, const gx_references *targets);

/* "40 to 70", "below 0", "0.45 (0.4 to 0.5)". Appends. */
void gx_target_range(gx_text *out, const gx_reference *target);

#endif
