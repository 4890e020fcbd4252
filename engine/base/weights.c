/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks common to the tables that are built from weights. */
#include "weights.h"
#include <float.h>

gx_status gx_weights_sum(double *sum, const double *weights, uint32_t count, gx_error *error)
{
    *sum = 0;
    if (count == 0)
        return gx_fail(error, GX_ERR_ARGUMENT, "a distribution needs at least one weight");
    for (uint32_t i = 0; i < count; ++i) {
        if (!(weights[i] >= 0 && weights[i] <= DBL_MAX))
            return gx_fail(error, GX_ERR_ARGUMENT, "weight %u is %g, but must be finite and not negative", i,
                           weights[i]);
        *sum += weights[i];
    }
    if (!(*sum > 0 && *sum <= DBL_MAX))
        return gx_fail(error, GX_ERR_ARGUMENT, "the sum of the weights is %g, but must be finite and above 0",
                       *sum);
    return GX_OK;
}
