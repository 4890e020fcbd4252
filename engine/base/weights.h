/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks common to the tables that are built from weights. */
#ifndef GX_BASE_WEIGHTS_H
#define GX_BASE_WEIGHTS_H

#include <gx/base/status.h>
#include <stdint.h>

/* The sum of the weights, in their order; GX_ERR_ARGUMENT unless there is one, all are finite and >= 0, and
 * the sum is finite and > 0. O(count). */
gx_status gx_weights_sum(double *sum, const double *weights, uint32_t count, gx_error *error);

#endif
