/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cities.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sort.h>

/* Whole parts into size[], remainders (2^-32) with their city into order[], largest remainder first when
 * sorted. Returns what is still to be given out. */
static uint32_t give_whole_parts(uint32_t *size, uint64_t *order, const double *weight, uint32_t cities,
                                 uint32_t users)
{
    double total = 0;
    for (uint32_t city = 0; city < cities; city++)
        total += weight[city];
    uint32_t left = users - cities;
    uint32_t spare = left;
    for (uint32_t city = 0; city < cities; city++) {
        double quota = (double)left * (weight[city] / total);
        uint32_t whole = (uint32_t)quota;
        if (whole > spare) /* rounding of the quotas can never ask for more than there is */
            whole = spare;
        double remainder = quota - (double)whole;
        uint32_t fraction = remainder >= 1 ? UINT32_MAX : (uint32_t)(remainder * 4294967295.0);
        size[city] = 1 + whole;
        spare -= whole;
        order[city] = (uint64_t)(UINT32_MAX - fraction) << 32 | city;
    }
    return spare;
}

gx_status gx_cities_divide(uint32_t *first, uint32_t cities, uint32_t users, double exponent, gx_error *error)
{
    double *weight = gx_alloc(cities, sizeof *weight);
    uint32_t *size = gx_alloc(cities, sizeof *size);
    uint64_t *order = gx_alloc(cities, sizeof *order);
    uint64_t *scratch = gx_alloc(cities, sizeof *scratch);
    gx_status status = GX_OK;
    if (weight == NULL || size == NULL || order == NULL || scratch == NULL) {
        status = gx_fail_memory(error, "the cities");
    } else {
        for (uint32_t city = 0; city < cities; city++)
            weight[city] = gx_pow((double)(city + 1), -exponent);
        uint32_t spare = give_whole_parts(size, order, weight, cities, users);
        gx_sort_u64(order, scratch, cities);
        for (uint32_t at = 0; spare > 0; at = at + 1 < cities ? at + 1 : 0, spare--)
            size[(uint32_t)order[at]]++;
        first[0] = 0;
        for (uint32_t city = 0; city < cities; city++)
            first[city + 1] = first[city] + size[city];
    }
    gx_free(scratch);
    gx_free(order);
    gx_free(size);
    gx_free(weight);
    return status;
}
