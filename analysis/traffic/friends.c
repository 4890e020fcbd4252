/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The friend graph: degrees from the users' own column, which every recording has; structure from the layer,
 * where it was recorded. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/graph/measures.h>
#include <inttypes.h>
#include <math.h>

/* Sizes of the recorded chat groups, ascending; NULL when there are none. */
static double *group_sizes(gx_traffic_work *work, size_t *count)
{
    uint64_t *offset = NULL;
    double *sorted = NULL;
    size_t entries = 0;
    *count = 0;
    if (!gx_reader_has(work->reader, "/groups/indptr") || work->sheet.status != GX_OK)
        return NULL;
    work->sheet.status = gx_reader_column(work->reader, "/groups/indptr", GX_U64, (void **)&offset, &entries,
                                          work->sheet.error);
    if (work->sheet.status == GX_OK && entries > 1) {
        uint32_t *sizes = gx_traffic_room(work, entries - 1, sizeof *sizes, "sizes of groups");
        for (size_t i = 0; sizes && i + 1 < entries; i++) {
            if (offset[i + 1] < offset[i] || offset[i + 1] - offset[i] > UINT32_MAX) {
                work->sheet.status = gx_fail(work->sheet.error, GX_ERR_FORMAT,
                                             "%s: /groups/indptr is not ascending at row %zu",
                                             gx_reader_path(work->reader), i + 1);
                break;
            }
            sizes[i] = (uint32_t)(offset[i + 1] - offset[i]);
        }
        if (work->sheet.status == GX_OK)
            work->sheet.status = gx_sorted_u32(&sorted, sizes, entries - 1, work->sheet.error);
        *count = sorted ? entries - 1 : 0;
        gx_free(sizes);
    }
    gx_free(offset);
    return sorted;
}

static void degree_figures(gx_traffic_work *work, const gx_users *users, const double *sorted)
{
    uint64_t n200 = 0, n500 = 0;
    double sum = 0, square = 0;
    for (size_t i = 0; i < users->rows; i++) {
        double k = users->friends[i];
        n200 += users->friends[i] >= 200;
        n500 += users->friends[i] >= 500;
        sum += k;
        square += k * k;
    }
    gx_summary all = gx_summarize_sorted(sorted, users->rows);
    gx_put_real(&work->sheet, TRAFFIC_F_DEGREE_MEAN, all.mean);
    gx_put_real(&work->sheet, TRAFFIC_F_DEGREE_SD, all.sd);
    gx_put_real(&work->sheet, TRAFFIC_F_DEGREE_RATIO, sum > 0 ? square / sum : NAN);
    gx_put_interval(&work->sheet, TRAFFIC_F_SHARE_200, gx_wilson(n200, users->rows, 0.95));
    gx_put_interval(&work->sheet, TRAFFIC_F_SHARE_500, gx_wilson(n500, users->rows, 0.95));
    gx_put_ccdf(&work->sheet, TRAFFIC_F_CCDF, "friends", "users", sorted, users->rows);
}

static void degrees(gx_traffic_work *work)
{
    static const char *const labels[] = {"friends a user", "groups a user", "members a group"};
    gx_users users;
    bool present;
    work->sheet.status = gx_table_load(&users, GX_TABLE_USERS, "friends groups", work->reader, &work->facts,
                                       &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    double *friends = NULL, *groups = NULL;
    size_t group_count;
    double *sizes = group_sizes(work, &group_count);
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_sorted_u32(&friends, users.friends, users.rows, work->sheet.error);
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_sorted_u32(&groups, users.groups, users.rows, work->sheet.error);
    if (work->sheet.status == GX_OK) {
        gx_summary rows[] = {gx_summarize_sorted(friends, users.rows),
                             gx_summarize_sorted(groups, users.rows),
                             gx_summarize_sorted(sizes, group_count)};
        degree_figures(work, &users, friends);
        gx_put_summaries(&work->sheet, TRAFFIC_F_DEGREES, rows, labels, 3);
    }
    gx_free(friends);
    gx_free(groups);
    gx_free(sizes);
    gx_table_unload(&users, GX_TABLE_USERS);
}

static gx_status damaged(const gx_traffic_work *work, const char *what)
{
    return gx_fail(work->sheet.error, GX_ERR_FORMAT, "%s: /layers/friends is damaged: %s",
                   gx_reader_path(work->reader), what);
}

/* Rows as they should be: offsets ascending to the end, neighbours ascending, inside the population, no
 * loops. */
static gx_status check_rows(const gx_traffic_work *work, const gx_rows *rows, size_t offsets, size_t ties)
{
    if (offsets != (size_t)rows->rows + 1 || rows->offset[0] != 0 || rows->offset[rows->rows] != ties)
        return damaged(work, "indptr does not span indices");
    for (uint32_t row = 0; row < rows->rows; row++) {
        uint64_t first = rows->offset[row], end = rows->offset[row + 1];
        if (end < first || end > ties)
            return damaged(work, "indptr is not ascending");
        for (uint64_t at = first; at < end; at++)
            if (rows->column[at] >= rows->rows || rows->column[at] == row ||
                (at > first && rows->column[at] <= rows->column[at - 1]))
                return damaged(work, "a row of indices is not ascending, or names itself or nobody");
    }
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            if (!gx_row_has(rows, rows->column[at], row, NULL))
                return damaged(work, "a tie is known to one side only");
    return GX_OK;
}

/* Strengths, where they were recorded: 1 … 255 beside the ties. */
static gx_status load_strengths(gx_traffic_work *work, gx_rows *rows, size_t ties)
{
    static const char path[] = "/layers/friends/data";
    size_t count = 0;
    void *strength = NULL;
    if (!gx_reader_has(work->reader, path))
        return GX_OK;
    gx_status status = gx_reader_column(work->reader, path, GX_U8, &strength, &count, work->sheet.error);
    rows->strength = strength;
    if (status == GX_OK && count != ties)
        return damaged(work, "data does not fit indices");
    for (size_t at = 0; status == GX_OK && at < ties; at++)
        if (rows->strength[at] == 0)
            return damaged(work, "a tie has no strength");
    return status;
}

static gx_status load_rows(gx_traffic_work *work, gx_rows *rows)
{
    size_t offsets = 0, ties = 0;
    void *offset = NULL, *column = NULL;
    rows->rows = (uint32_t)work->facts.users;
    gx_status status = gx_reader_column(work->reader, "/layers/friends/indptr", GX_U64, &offset, &offsets,
                                        work->sheet.error);
    rows->offset = offset;
    if (status == GX_OK)
        status = gx_reader_column(work->reader, "/layers/friends/indices", GX_U32, &column, &ties,
                                  work->sheet.error);
    rows->column = column;
    if (status == GX_OK)
        status = check_rows(work, rows, offsets, ties);
    return status == GX_OK ? load_strengths(work, rows, ties) : status;
}

/* Large graphs: what costs no more than a walk over the ties. */
static void large(gx_traffic_work *work, const gx_rows *rows)
{
    uint64_t ties = rows->offset[rows->rows], components, giant;
    uint32_t *from = gx_traffic_room(work, ties, sizeof *from, "ties");
    if (!from)
        return;
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            from[at] = row;
    gx_traffic_components(work, rows->rows, from, rows->column, ties, &components, &giant);
    gx_free(from);
    gx_put_integer(&work->sheet, TRAFFIC_F_COMPONENTS, (int64_t)components);
    gx_put_real(&work->sheet, TRAFFIC_F_GIANT, (double)giant / (double)rows->rows);
}

static void structure(gx_traffic_work *work, const gx_rows *rows)
{
    uint64_t edges = rows->offset[rows->rows] / 2;
    gx_sheet *sheet = &work->sheet;
    gx_put_integer(sheet, TRAFFIC_F_EDGES, (int64_t)edges);
    if (edges > GX_TRAFFIC_TIES_MAX) {
        large(work, rows);
        return;
    }
    gx_graph_measures found;
    gx_measure_options options = {.distance_sources = edges > 500000 ? 32 : 200,
                                  .communities = true,
                                  .communities_max_edges = GX_TRAFFIC_TIES_MAX,
                                  .seed = 1};
    sheet->status = gx_graph_measure(&found, rows, &options, sheet->error);
    if (sheet->status != GX_OK)
        return;
    gx_put_integer(sheet, TRAFFIC_F_COMPONENTS, (int64_t)found.components);
    gx_put_real(sheet, TRAFFIC_F_GIANT, (double)found.giant / (double)found.nodes);
    gx_put_real(sheet, TRAFFIC_F_CLUSTERING, found.clustering_average);
    gx_put_real(sheet, TRAFFIC_F_TRANSITIVITY, found.clustering_global);
    gx_put_real(sheet, TRAFFIC_F_ASSORTATIVITY, found.assortativity);
    gx_put_real(sheet, TRAFFIC_F_DISTANCE, found.distance_mean);
    gx_put_real(sheet, TRAFFIC_F_DISTANCE_THEORY, found.distance_theory);
    if (found.communities > 0) {
        gx_put_integer(sheet, TRAFFIC_F_COMMUNITIES, (int64_t)found.communities);
        gx_put_real(sheet, TRAFFIC_F_MODULARITY, found.modularity);
    }
    if (edges == 0)
        return;
    gx_top_ranks top;
    sheet->status = gx_pagerank_top(&top, rows, sheet->error);
    if (sheet->status == GX_OK)
        gx_traffic_ranks(work, TRAFFIC_F_PAGERANK, &top);
}

void gx_traffic_friends(gx_traffic_work *work)
{
    gx_rows rows = {0};
    degrees(work);
    if (work->sheet.status != GX_OK || work->facts.users == 0 ||
        !gx_reader_has(work->reader, "/layers/friends/indptr") ||
        !gx_reader_has(work->reader, "/layers/friends/indices"))
        return;
    work->sheet.status = load_rows(work, &rows);
    if (work->sheet.status == GX_OK)
        structure(work, &rows);
    gx_free(rows.offset);
    gx_free(rows.column);
    gx_free(rows.strength);
}
