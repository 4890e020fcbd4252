/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/base/table.h>
#include <gx/traffic/traffic.h>

const gx_metric gx_traffic_table[TRAFFIC_COUNT] = {
#define X(id, name, shape, unit, label, zh, help, source)                                                    \
    {"traffic." name, GX_SHAPE_##shape, unit, help, zh, label, source},
    GX_TRAFFIC_METRICS(X)
#undef X
};

const gx_metric *gx_traffic_metrics(size_t *count)
{
    *count = TRAFFIC_COUNT;
    return gx_traffic_table;
}

gx_status gx_traffic_analyze(gx_results *results, const gx_reader *reader, gx_error *error)
{
    static void (*const parts[])(gx_traffic_work *) = {
        gx_traffic_series,  gx_traffic_users,   gx_traffic_packets, gx_traffic_claims,
        gx_traffic_endings, gx_traffic_friends, gx_traffic_payments};
    gx_traffic_work work = {.sheet = {results, gx_traffic_table, error, GX_OK}, .reader = reader};
    work.sheet.status = gx_facts_read(&work.facts, reader, error);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && work.sheet.status == GX_OK; i++)
        parts[i](&work);
    return work.sheet.status;
}

int64_t gx_traffic_sum(gx_traffic_work *work, const int64_t *values, size_t count, const char *path)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count && work->sheet.status == GX_OK; i++)
        if (values[i] < 0 || __builtin_add_overflow(sum, values[i], &sum))
            work->sheet.status = gx_fail(work->sheet.error, GX_ERR_FORMAT,
                                         "%s: %s holds a negative or an absurdly large number in row %zu",
                                         gx_reader_path(work->reader), path, i);
    return sum;
}

void *gx_traffic_room(gx_traffic_work *work, size_t count, size_t size, const char *what)
{
    void *block = gx_alloc(count, size);
    if (!block && work->sheet.status == GX_OK)
        work->sheet.status = gx_fail_memory(work->sheet.error, what);
    return block;
}

void gx_traffic_ranks(gx_traffic_work *work, gx_traffic_id id, const gx_top_ranks *top)
{
    static const char *const names[] = {"user", "PageRank"};
    static const char *const names_zh[] = {"用户", "PageRank"};
    double cells[2 * GX_COUNT_OF(top->node)];
    const char *labels[GX_COUNT_OF(top->node)];
    char numbers[GX_COUNT_OF(top->node)][24];
    gx_names users = {0};
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_names_read(&users, work->reader, work->facts.users, work->sheet.error);
    bool named = users.of.count > 0;
    for (uint32_t i = 0; i < top->count; i++) {
        if (named)
            labels[i] = gx_node_name(numbers[i], &users.of, users.texts, top->node[i]);
        cells[2 * i] = top->node[i];
        cells[2 * i + 1] = top->rank[i];
    }
    gx_put_grid(&work->sheet, id, names, names_zh, 2, cells, named ? labels : NULL, top->count);
    gx_names_free(&users);
}
