/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sizes.h"
#include "shuffle.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>

/* The middle of part `at` of 1024 equal parts of a distribution. */
static uint32_t quantile(const gx_quantiles *table, gx_size_law law, uint32_t at)
{
    uint32_t word = at << 22 | UINT32_C(1) << 21;
    if (law.sigma == GX_LAW_ALIKE)
        return law.low + gx_below32(word, law.high - law.low + 1);
    int64_t size = gx_quantile(table, word);
    if (law.sigma == GX_LAW_CLANS) {
        double alone = gx_exp(-law.median), u = ((double)word + 0.5) / 4294967296.0;
        size = 1 + (int64_t)gx_poisson(law.median, (uint32_t)((alone + (1 - alone) * u) * 4294967295.0));
    }
    return size < law.low ? law.low : size > law.high ? law.high : (uint32_t)size;
}

static gx_status fill_guide(gx_sizes *sizes, gx_error *error)
{
    uint32_t steps = sizes->pattern.by / GX_SIZES_GUIDE + 1;
    sizes->guide = gx_alloc(steps, sizeof *sizes->guide);
    if (sizes->guide == NULL)
        return gx_fail_memory(error, "the sizes of groups");
    for (uint32_t step = 0, block = 0; step < steps; step++) {
        while (block + 1 < GX_SIZES && sizes->start[block + 1] <= step * GX_SIZES_GUIDE)
            block++;
        sizes->guide[step] = (uint16_t)block;
    }
    return GX_OK;
}

gx_status gx_sizes_create(gx_sizes **out, gx_size_law law, uint64_t key, gx_error *error)
{
    *out = NULL;
    gx_sizes *sizes = gx_alloc(1, sizeof *sizes);
    gx_quantiles *table = gx_alloc(1, sizeof *table);
    gx_status status = GX_OK;
    if (sizes == NULL || table == NULL) {
        status = gx_fail_memory(error, "the sizes of groups");
    } else {
        sizes->law = law;
        sizes->least = law.low;
        if (law.sigma >= 0)
            gx_quantiles_lognormal(table, law.median, law.sigma, law.low, law.high);
        gx_shuffle order = gx_shuffle_of(key, GX_SIZES);
        for (uint32_t at = 0; at < GX_SIZES; at++) {
            uint32_t size = quantile(table, law, gx_shuffled(order, at));
            sizes->start[at + 1] = sizes->start[at] + size;
            sizes->longest = size + sizes->least > sizes->longest ? size + sizes->least : sizes->longest;
        }
        sizes->pattern = gx_divisor_of(sizes->start[GX_SIZES]);
        status = fill_guide(sizes, error);
    }
    gx_free(table);
    if (status == GX_OK)
        *out = sizes;
    else
        gx_sizes_free(sizes);
    return status;
}

void gx_sizes_free(gx_sizes *sizes)
{
    if (sizes == NULL)
        return;
    gx_free(sizes->guide);
    gx_free(sizes);
}

gx_run gx_run_of(const gx_sizes *sizes, uint32_t places, uint32_t phase)
{
    phase %= GX_SIZES;
    gx_run run = {.sizes = sizes, .places = places, .phase = phase, .skipped = sizes->start[phase]};
    if (places < 2)
        return run;
    gx_block last = gx_block_at(&run, places - 1);
    run.blocks = last.number + (places - last.first >= sizes->least || last.number == 0);
    return run;
}
