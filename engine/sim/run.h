/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order within one kind and target: subtick, tie, source, serial, words. */
#ifndef GX_SIM_RUN_H
#define GX_SIM_RUN_H

#include "order.h"

/* Sort a run of messages of one kind and target in place. False when memory for a long run is exhausted.
 * O(count) for long runs, insertion for short ones. */
bool gx_run_sort(gx_order *order, gx_message *run, size_t count);

#endif
