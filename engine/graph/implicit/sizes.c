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
    uint32_t steps = sizes->period / GX_SIZES_GUIDE + 1;
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
        for (uint32_t at = 0; at < GX_SIZES; at++)
            sizes->start[at + 1] = sizes->start[at] + quantile(table, law, gx_shuffled(order, at));
        sizes->period = sizes->start[GX_SIZES];
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

/* Where block `number` of a run begins, were the run endless. */
static uint64_t begin(const gx_run *run, uint32_t number)
{
    uint64_t turn = (uint64_t)run->phase + number;
    const gx_sizes *sizes = run->sizes;
    return turn / GX_SIZES * sizes->period + sizes->start[turn % GX_SIZES] - sizes->start[run->phase];
}

static uint32_t number_at(const gx_run *run, uint32_t place)
{
    const gx_sizes *sizes = run->sizes;
    uint32_t whole = place + sizes->start[run->phase]; /* places are below 2^31 */
    uint32_t period = whole / sizes->period, at = whole % sizes->period;
    uint32_t block = sizes->guide[at / GX_SIZES_GUIDE];
    while (sizes->start[block + 1] <= at)
        block++;
    return period * GX_SIZES + block - run->phase;
}

gx_run gx_run_of(const gx_sizes *sizes, uint32_t places, uint32_t phase)
{
    gx_run run = {.sizes = sizes, .places = places, .phase = phase % GX_SIZES, .blocks = 0};
    if (places < 2)
        return run;
    uint32_t last = number_at(&run, places - 1);
    uint32_t rest = places - (uint32_t)begin(&run, last);
    run.blocks = last + (rest >= sizes->least || last == 0);
    return run;
}

gx_block gx_run_block(const gx_run *run, uint32_t number)
{
    bool last = number + 1 == run->blocks;
    return (gx_block){.number = number,
                      .first = (uint32_t)begin(run, number),
                      .end = last ? run->places : (uint32_t)begin(run, number + 1)};
}

gx_block gx_run_at(const gx_run *run, uint32_t place)
{
    uint32_t number = number_at(run, place);
    return gx_run_block(run, number < run->blocks ? number : run->blocks - 1);
}
