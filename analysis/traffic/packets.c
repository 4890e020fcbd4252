/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts of packets, by kind. A sample of entities serves as well as all: these are distributions. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/stats/fit.h>
#include <math.h>
#include <string.h>

enum { FAVOURITES = 10 };

static const char *const kind_labels[] = {"all", "personal", "equal", "lucky"};

/* Fen to yuan, in place; the order stays. */
static void to_yuan(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] /= 100;
}

/* Ascending amounts in yuan of one kind, or of all (kind < 0). */
static double *amounts_of(gx_traffic_work *work, const uint8_t *kinds, const int64_t *amounts, size_t rows,
                          int kind, size_t *count)
{
    int64_t *some = gx_traffic_room(work, rows, sizeof *some, "amounts");
    double *sorted = NULL;
    *count = 0;
    for (size_t i = 0; some && i < rows; i++)
        if (kind < 0 || kinds[i] == kind)
            some[(*count)++] = amounts[i];
    if (some)
        work->sheet.status = gx_sorted_i64(&sorted, some, *count, work->sheet.error);
    gx_free(some);
    if (sorted)
        to_yuan(sorted, *count);
    else
        *count = 0;
    return sorted;
}

/* The most frequent values of an ascending sample; of equally frequent ones the smaller. */
static void favourites(gx_traffic_work *work, const double *sorted, size_t count)
{
    static const char *const names[] = {"yuan", "packets", "share"};
    static const char *const names_zh[] = {"元", "红包数", "占比"};
    double cells[FAVOURITES * 3];
    size_t rows = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && !(sorted[end] > sorted[i]))
            end++;
        double n = (double)(end - i);
        size_t at = rows;
        while (at > 0 && cells[(at - 1) * 3 + 1] < n)
            at--;
        if (at < FAVOURITES) {
            rows += rows < FAVOURITES;
            memmove(&cells[(at + 1) * 3], &cells[at * 3], (rows - 1 - at) * 3 * sizeof *cells);
            cells[at * 3] = sorted[i];
            cells[at * 3 + 1] = n;
            cells[at * 3 + 2] = n / (double)count;
        }
        i = end;
    }
    gx_put_grid(&work->sheet, TRAFFIC_FAVOURITES, names, names_zh, 3, cells, NULL, rows);
}

void gx_traffic_lognormal(gx_traffic_work *work, const double *sorted, size_t count, gx_traffic_id median,
                          gx_traffic_id sigma)
{
    gx_lognormal_fit fit = gx_fit_lognormal(sorted, count);
    if (!(fit.sigma > 0))
        return;
    gx_interval mu = gx_normal_interval(fit.mu, fit.mu_se, 0.95);
    gx_put_interval(&work->sheet, median, (gx_interval){exp(mu.value), exp(mu.low), exp(mu.high)});
    gx_put_interval(&work->sheet, sigma, gx_normal_interval(fit.sigma, fit.sigma_se, 0.95));
}

void gx_traffic_amounts(gx_traffic_work *work, const uint8_t *kinds, const int64_t *amounts, size_t rows,
                        const gx_traffic_amount_ids *ids)
{
    gx_summary summaries[1 + GX_WORD_KINDS];
    for (int kind = -1; kind < GX_WORD_KINDS && work->sheet.status == GX_OK; kind++) {
        size_t count;
        double *sorted = amounts_of(work, kinds, amounts, rows, kind, &count);
        gx_summary all = gx_summarize_sorted(sorted, count);
        summaries[kind + 1] = all;
        if (sorted && kind < 0) {
            gx_put_log_histogram(&work->sheet, ids->histogram, "yuan", "yuan", sorted, count, 10);
            gx_traffic_lognormal(work, sorted, count, ids->median, ids->sigma);
            if (ids->packets)
                favourites(work, sorted, count);
        }
        if (ids->packets && kind == GX_WORD_PERSONAL)
            gx_put_interval(&work->sheet, TRAFFIC_PERSONAL_MEAN,
                            gx_t_interval(all.mean, all.sd, all.count, 0.95));
        gx_free(sorted);
    }
    if (work->sheet.status == GX_OK)
        gx_put_summaries(&work->sheet, ids->table, summaries, kind_labels, 1 + GX_WORD_KINDS);
}

void gx_traffic_packets(gx_traffic_work *work)
{
    static const gx_traffic_amount_ids ids = {TRAFFIC_AMOUNTS, TRAFFIC_AMOUNT_CURVE, TRAFFIC_AMOUNT_MEDIAN,
                                              TRAFFIC_AMOUNT_SIGMA, true};
    gx_packets packets;
    bool present;
    work->sheet.status = gx_table_load(&packets, GX_TABLE_PACKETS, "kind amount", work->reader, &work->facts,
                                       &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    gx_traffic_sum(work, packets.amount, packets.rows, "/events/packets/amount");
    if (work->sheet.status == GX_OK)
        gx_traffic_amounts(work, packets.kind, packets.amount, packets.rows, &ids);
    gx_table_unload(&packets, GX_TABLE_PACKETS);
}
