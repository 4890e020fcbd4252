/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the rows of /truth/bindings to a forest. A binding has a parent in the forest when the sender of the
 * packet that triggered it bound a card in this run, in an earlier tick: one who had a card before, or bound
 * later, passed nothing on that began in this run. Order of rows inside a tick never matters, as a parent is
 * strictly earlier. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

static void free_cases(gx_cases *cases)
{
    gx_free(cases->tick);
    gx_free(cases->user);
    gx_free(cases->parent_user);
    gx_free(cases->exposed);
    gx_free(cases->parent);
}

static bool make_room(gx_spread_work *work, gx_cases *cases, size_t rows)
{
    cases->tick = gx_spread_room(work, rows, sizeof(uint32_t), "bindings");
    cases->user = gx_spread_room(work, rows, sizeof(uint32_t), "bindings");
    cases->parent_user = gx_spread_room(work, rows, sizeof(uint32_t), "bindings");
    cases->exposed = gx_spread_room(work, rows, sizeof(uint32_t), "bindings");
    cases->parent = gx_spread_room(work, rows, sizeof(uint32_t), "bindings");
    return work->sheet.status == GX_OK;
}

/* `order`: rows by (tick, user); `node`: of each user + 1, 0 for none. */
static void arrange(gx_cases *cases, const gx_bindings *rows, const uint64_t *order, uint32_t *node)
{
    for (size_t i = 0; i < rows->rows; i++) {
        size_t row = order[i];
        uint32_t user = rows->user[row];
        if (user == GX_NOBODY || node[user] != 0)
            continue;
        size_t at = cases->count++;
        node[user] = (uint32_t)at + 1;
        cases->tick[at] = rows->tick[row];
        cases->user[at] = user;
        cases->parent_user[at] = rows->parent[row];
        cases->exposed[at] = rows->exposed[row];
    }
    for (size_t at = 0; at < cases->count; at++) {
        uint32_t parent = cases->parent_user[at] == GX_NOBODY ? 0 : node[cases->parent_user[at]];
        bool earlier = parent != 0 && cases->tick[parent - 1] < cases->tick[at];
        cases->parent[at] = earlier ? parent - 1 : GX_ROOT;
    }
}

static void load(gx_spread_work *work, gx_cases *cases, const gx_bindings *rows)
{
    uint64_t *key = gx_spread_room(work, rows->rows, sizeof *key, "bindings");
    uint64_t *order = gx_spread_room(work, rows->rows, sizeof *order, "bindings");
    uint64_t *spare = gx_spread_room(work, rows->rows, sizeof *spare, "bindings");
    uint64_t *spare2 = gx_spread_room(work, rows->rows, sizeof *spare2, "bindings");
    uint32_t *node = gx_spread_room(work, (size_t)work->facts.users, sizeof *node, "bindings");
    if (work->sheet.status == GX_OK && make_room(work, cases, rows->rows)) {
        for (size_t i = 0; i < rows->rows; i++) {
            key[i] = (uint64_t)rows->tick[i] << 32 | rows->user[i];
            order[i] = i;
        }
        gx_sort_pairs_u64(key, order, spare, spare2, rows->rows);
        arrange(cases, rows, order, node);
    }
    gx_free(key);
    gx_free(order);
    gx_free(spare);
    gx_free(spare2);
    gx_free(node);
}

static void origins(gx_spread_work *work, const gx_cases *cases)
{
    int64_t alone = 0, seeded = 0, passed = 0;
    for (size_t i = 0; i < cases->count; i++) {
        alone += cases->parent_user[i] == GX_NOBODY;
        passed += cases->parent[i] != GX_ROOT;
        seeded += cases->parent_user[i] != GX_NOBODY && cases->parent[i] == GX_ROOT;
    }
    gx_put_integer(&work->sheet, SPREAD_BOUND, (int64_t)cases->count);
    gx_put_integer(&work->sheet, SPREAD_SPONTANEOUS, alone);
    gx_put_integer(&work->sheet, SPREAD_SEEDED, seeded);
    gx_put_integer(&work->sheet, SPREAD_PASSED, passed);
}

void gx_spread_cascade(gx_spread_work *work)
{
    gx_bindings rows;
    bool present;
    gx_cases cases = {0};
    gx_forest forest = {0};
    work->sheet.status = gx_table_load(&rows, GX_TABLE_BINDINGS, "tick user parent exposed", work->reader,
                                       &work->facts, &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    load(work, &cases, &rows);
    gx_table_unload(&rows, GX_TABLE_BINDINGS);
    if (work->sheet.status == GX_OK)
        work->sheet.status =
            gx_forest_create(&forest, cases.parent, (uint32_t)cases.count, work->sheet.error);
    if (work->sheet.status == GX_OK) {
        origins(work, &cases);
        if (cases.count > 0) {
            gx_spread_time(work, &cases);
            gx_spread_reproduction(work, &cases, &forest);
            gx_spread_trees(work, &forest);
        }
    }
    gx_forest_free(&forest);
    free_cases(&cases);
}
