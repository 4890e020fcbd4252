/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_CREDIT_H
#define GX_CREDIT_H

#include <gx/stats/results.h>

/* Every metric of this room, in the order in which they are computed. Borrowed, static. */
const gx_metric *gx_credit_metrics(size_t *count);

/* Compute all of them from a recording and add them to `results`. A metric whose tables the recording does
 * not hold (no events were recorded, say) is left out; gx_results then simply has no entry for it. */
gx_status gx_credit_analyze(gx_results *results, const gx_reader *reader, gx_error *error);

#endif
