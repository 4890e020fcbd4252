/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alias tables: a draw from any discrete distribution by one column and one coin.
 *
 * Vose's method ("A linear algorithm for generating random numbers with a given distribution", 1991) on
 * integers. Each of n columns holds 2^32 shares; outcome i owns, of the n 2^32 shares in all, the part that
 * its weight has of the sum, rounded on the cumulated weights, so that the shares add up to n 2^32 exactly
 * and a weight of 0 owns none. Outcomes with less than a column are topped up by one outcome with more. Since
 * the sums are integers nothing is left over at the end, where the method in floating point has to guess.
 */
#include "weights.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>

typedef struct column {
    uint32_t threshold; /* coins below it mean the column's own outcome */
    uint32_t alias;     /* the others; the outcome itself when it fills its column */
} column;

struct gx_alias {
    uint32_t count;
    column columns[];
};

static const uint64_t full = UINT64_C(1) << 32;

static void divide_shares(uint64_t *shares, const double *weights, uint32_t count, double sum)
{
    const double total = (double)count * (double)full;
    double cumulated = 0;
    uint64_t before = 0;
    for (uint32_t i = 0; i < count; ++i) {
        cumulated += weights[i];
        uint64_t now = (uint64_t)(cumulated / sum * total + 0.5);
        shares[i] = now - before;
        before = now;
    }
}

/* `order` is scratch: outcomes with less than a column grow from its front, those with more from its back. */
static void fill_columns(gx_alias *table, uint64_t *shares, uint32_t *order)
{
    uint32_t small = 0, large = table->count;
    for (uint32_t i = 0; i < table->count; ++i) {
        table->columns[i] = (column){UINT32_MAX, i};
        if (shares[i] < full)
            order[small++] = i;
        else if (shares[i] > full)
            order[--large] = i;
    }
    while (small > 0) {
        uint32_t poor = order[--small];
        uint32_t rich = order[large];
        table->columns[poor] = (column){(uint32_t)shares[poor], rich};
        shares[rich] -= full - shares[poor];
        if (shares[rich] <= full)
            ++large;
        if (shares[rich] < full)
            order[small++] = rich;
    }
}

gx_status gx_alias_create(gx_alias **out, const double *weights, uint32_t count, gx_error *error)
{
    *out = NULL;
    double sum;
    gx_status status = gx_weights_sum(&sum, weights, count, error);
    if (status != GX_OK)
        return status;
    gx_alias *table = gx_alloc(1, sizeof(*table) + count * sizeof(column));
    uint64_t *shares = gx_alloc(count, sizeof(*shares));
    uint32_t *order = gx_alloc(count, sizeof(*order));
    if (table && shares && order) {
        table->count = count;
        divide_shares(shares, weights, count, sum);
        fill_columns(table, shares, order);
        *out = table;
    } else {
        gx_free(table);
        status = gx_fail_memory(error, "an alias table");
    }
    gx_free(shares);
    gx_free(order);
    return status;
}

void gx_alias_free(gx_alias *table)
{
    gx_free(table);
}

uint32_t gx_alias_draw(const gx_alias *table, uint64_t word)
{
    uint32_t index = gx_below32((uint32_t)(word >> 32), table->count);
    column chosen = table->columns[index];
    return (uint32_t)word < chosen.threshold ? index : chosen.alias;
}
