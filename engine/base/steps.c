/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cumulative tables: the inverse of a step function by binary search.
 *
 * Step i owns the words start[i] … start[i + 1] - 1, of 2^64 in all. Steps that own none have the start of
 * their follower, and the search takes the last step that starts at or before the word; those at the end,
 * whose start would be 2^64, are left out of the search.
 */
#include "weights.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>

struct gx_steps {
    uint32_t count; /* steps that are searched */
    uint64_t start[];
};

gx_status gx_steps_create(gx_steps **out, const double *weights, uint32_t count, gx_error *error)
{
    const double total = 18446744073709551616.0;
    *out = NULL;
    double sum;
    gx_status status = gx_weights_sum(&sum, weights, count, error);
    if (status != GX_OK)
        return status;
    gx_steps *table = gx_alloc(1, sizeof(*table) + count * sizeof(table->start[0]));
    if (!table)
        return gx_fail_memory(error, "a table of steps");
    double cumulated = 0;
    for (uint32_t i = 0; i < count; ++i) {
        double start = cumulated / sum * total;
        if (start >= total)
            break;
        table->start[i] = (uint64_t)start; /* cppcheck-suppress floatConversionOverflow ; start < total */
        table->count = i + 1;
        cumulated += weights[i];
    }
    *out = table;
    return GX_OK;
}

void gx_steps_free(gx_steps *table)
{
    gx_free(table);
}

uint32_t gx_steps_draw(const gx_steps *table, uint64_t word)
{
    uint32_t index = 0;
    uint32_t length = table->count;
    while (length > 1) {
        uint32_t half = length / 2;
        index += table->start[index + half] <= word ? half : 0;
        length -= half;
    }
    return index;
}

uint32_t gx_steps_draw_within(const gx_steps *table, uint64_t word, uint32_t *within)
{
    __extension__ typedef unsigned __int128 wide;
    uint32_t index = gx_steps_draw(table, word);
    uint64_t start = table->start[index];
    wide end = index + 1 < table->count ? table->start[index + 1] : (wide)1 << 64;
    *within = (uint32_t)(((wide)(word - start) << 32) / (end - start));
    return index;
}
