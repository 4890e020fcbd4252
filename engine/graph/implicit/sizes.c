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
        for (uint32_t at = 0; at < GX_SIZES; at++)
            sizes->start[at + 1] = sizes->start[at] + quantile(table, law, gx_shuffled(order, at));
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

/* Block `block` (below GX_SIZES) of the pattern when it comes for the time `turn`, were the run endless. */
static inline gx_block block_in(const gx_run *run, uint32_t turn, uint32_t block)
{
    const gx_sizes *sizes = run->sizes;
    uint32_t from = turn * sizes->pattern.by - run->skipped; /* places are below 2^31 */
    return (gx_block){.number = turn * GX_SIZES + block - run->phase,
                      .first = from + sizes->start[block],
                      .end = from + sizes->start[block + 1]};
}

/* Blocks are three places at the least and a step of the guide is eight, so there are few to pass over;
 * mostly one or none, which is no branch. */
static inline gx_block block_at(const gx_run *run, uint32_t place)
{
    const gx_sizes *sizes = run->sizes;
    uint32_t whole = place + run->skipped, turn = gx_divide(sizes->pattern, whole);
    uint32_t at = whole - turn * sizes->pattern.by, block = sizes->guide[at / GX_SIZES_GUIDE];
    block += sizes->start[block + 1] <= at;
    while (sizes->start[block + 1] <= at)
        block++;
    return block_in(run, turn, block);
}

gx_run gx_run_of(const gx_sizes *sizes, uint32_t places, uint32_t phase)
{
    phase %= GX_SIZES;
    gx_run run = {.sizes = sizes, .places = places, .phase = phase, .skipped = sizes->start[phase]};
    if (places < 2)
        return run;
    gx_block last = block_at(&run, places - 1);
    run.blocks = last.number + (places - last.first >= sizes->least || last.number == 0);
    return run;
}

gx_block gx_run_block(const gx_run *run, uint32_t number)
{
    uint32_t turn = run->phase + number;
    gx_block block = block_in(run, turn / GX_SIZES, turn % GX_SIZES);
    block.end = number + 1 == run->blocks ? run->places : block.end;
    return block;
}

gx_block gx_run_at(const gx_run *run, uint32_t place)
{
    gx_block block = block_at(run, place);
    return block.number + 1 < run->blocks ? block : gx_run_block(run, run->blocks - 1);
}
