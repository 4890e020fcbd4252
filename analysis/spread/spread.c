/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/spread/spread.h>

const gx_metric gx_spread_table[SPREAD_COUNT] = {
#define X(id, name, shape, unit, label, zh, help, source)                                                    \
    {"spread." name, GX_SHAPE_##shape, unit, help, zh, label, source},
    GX_SPREAD_METRICS(X)
#undef X
};

const gx_metric *gx_spread_metrics(size_t *count)
{
    *count = SPREAD_COUNT;
    return gx_spread_table;
}

gx_status gx_spread_analyze(gx_results *results, const gx_reader *reader, gx_error *error)
{
    static void (*const parts[])(gx_spread_work *) = {gx_spread_adoption, gx_spread_cascade,
                                                      gx_spread_contagion};
    gx_spread_work work = {.sheet = {results, gx_spread_table, error, GX_OK}, .reader = reader};
    work.sheet.status = gx_facts_read(&work.facts, reader, error);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && work.sheet.status == GX_OK; i++)
        parts[i](&work);
    return work.sheet.status;
}

void *gx_spread_room(gx_spread_work *work, size_t count, size_t size, const char *what)
{
    void *block = gx_alloc(count, size);
    if (!block && work->sheet.status == GX_OK)
        work->sheet.status = gx_fail_memory(work->sheet.error, what);
    return block;
}
