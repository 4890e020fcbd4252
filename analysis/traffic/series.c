/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals and curves by minute. The series is never sampled, so these hold for every recording. */
#include "work.h"

#include <gx/base/memory.h>
#include <math.h>

/* Every counter of the series that is a figure of its own: X(metric, column). */
#define TOTALS(X)                                                                                            \
    X(PACKETS_SENT, packets_sent)                                                                            \
    X(PACKETS_PERSONAL, packets_personal)                                                                    \
    X(PACKETS_EQUAL, packets_equal)                                                                          \
    X(PACKETS_LUCKY, packets_lucky)                                                                          \
    X(PACKETS_REPLY, packets_reply)                                                                          \
    X(SENT_FEN, sent_fen)                                                                                    \
    X(SHARES_RECEIVED, shares_received)                                                                      \
    X(RECEIVED_FEN, received_fen)                                                                            \
    X(LOOKS, looks)                                                                                          \
    X(CLAIMS_TRIED, claims_tried)                                                                            \
    X(PACKETS_EMPTIED, packets_emptied)                                                                      \
    X(PACKETS_EXPIRED, packets_expired)                                                                      \
    X(REFUNDED_FEN, refunded_fen)                                                                            \
    X(REFUSALS, refusals)                                                                                    \
    X(CARDS_BOUND, cards_bound)                                                                              \
    X(TOP_UPS, top_ups)                                                                                      \
    X(TOP_UP_FEN, top_up_fen)                                                                                \
    X(WITHDRAWALS, withdrawals)                                                                              \
    X(WITHDRAWN_FEN, withdrawn_fen)                                                                          \
    X(TRANSFERS, transfers)                                                                                  \
    X(TRANSFERRED_FEN, transferred_fen)

static void totals(gx_traffic_work *work, const gx_series *series)
{
#define X(id, column)                                                                                        \
    int64_t column = gx_traffic_sum(work, series->column, series->rows, "/series/" #column);                 \
    gx_put_integer(&work->sheet, TRAFFIC_##id, column);
    TOTALS(X)
#undef X
    if (work->sheet.status != GX_OK)
        return;
    int64_t both;
    if (__builtin_add_overflow(packets_sent, shares_received, &both))
        both = INT64_MAX;
    gx_put_integer(&work->sheet, TRAFFIC_BOTH, both);
    gx_put_integer(&work->sheet, TRAFFIC_OPEN_FEN, sent_fen - received_fen - refunded_fen);
    gx_put_real(&work->sheet, TRAFFIC_OPENS,
                packets_sent > 0 ? (double)shares_received / (double)packets_sent : NAN);
}

static void curve(gx_traffic_work *work, gx_traffic_id id, const int64_t *values, size_t count, double scale,
                  const double *x, double *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = (double)values[i] * scale;
    gx_put_curve(&work->sheet, id, "minute", "min", x, y, count);
}

/* Minutes from the nearest midnight to a moment of civil time: 00:06 is 6, 23:58 is -2. */
static double clock_of(int64_t seconds)
{
    int64_t of_day = ((seconds % 86400) + 86400) % 86400;
    return (double)(of_day >= 43200 ? of_day - 86400 : of_day) / 60;
}

static void peak(gx_traffic_work *work, const gx_series *series, double *y)
{
    size_t at = 0;
    double sum = 0;
    int64_t *both = gx_traffic_room(work, series->rows, sizeof *both, "sums by minute");
    double *sorted = NULL;
    if (!both)
        return;
    for (size_t i = 0; i < series->rows; i++) {
        both[i] = series->packets_sent[i] + series->shares_received[i];
        y[i] = (double)both[i];
        sum += y[i];
        at = y[i] > y[at] ? i : at;
    }
    double mean = sum / (double)series->rows, period = (double)work->facts.period_ms / 1000;
    if (sum > 0) {
        work->sheet.status = gx_sorted_i64(&sorted, both, series->rows, work->sheet.error);
        gx_put_real(&work->sheet, TRAFFIC_PEAK_FACTOR, y[at] / mean);
        if (work->sheet.status == GX_OK)
            gx_put_real(&work->sheet, TRAFFIC_PEAK_P99,
                        gx_quantile_sorted(sorted, series->rows, 0.99) / mean);
        gx_put_real(&work->sheet, TRAFFIC_PEAK_RATE, y[at] / period);
        int64_t offset = (int64_t)((double)at * period);
        gx_put_real(&work->sheet, TRAFFIC_PEAK_CLOCK, clock_of(work->facts.start % 86400 + offset));
    }
    gx_free(sorted);
    gx_free(both);
}

void gx_traffic_series(gx_traffic_work *work)
{
    gx_series series;
    bool present = false;
    gx_put_integer(&work->sheet, TRAFFIC_USERS, work->facts.users);
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_table_load(&series, GX_TABLE_SERIES, NULL, work->reader, &work->facts,
                                           &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    double *x = gx_traffic_room(work, series.rows, sizeof *x, "a curve by minute");
    double *y = gx_traffic_room(work, series.rows, sizeof *y, "a curve by minute");
    totals(work, &series);
    if (work->sheet.status == GX_OK && series.rows > 0) {
        for (size_t i = 0; i < series.rows; i++)
            x[i] = (double)i * (double)work->facts.period_ms / 60000;
        curve(work, TRAFFIC_MINUTE_SENT, series.packets_sent, series.rows, 1, x, y);
        curve(work, TRAFFIC_MINUTE_RECEIVED, series.shares_received, series.rows, 1, x, y);
        curve(work, TRAFFIC_MINUTE_MONEY, series.sent_fen, series.rows, 0.01, x, y);
        curve(work, TRAFFIC_MINUTE_ACTIVE, series.active_users, series.rows, 1, x, y);
        curve(work, TRAFFIC_MINUTE_BOUND, series.cards_bound, series.rows, 1, x, y);
        peak(work, &series, y);
    }
    gx_free(x);
    gx_free(y);
    gx_table_unload(&series, GX_TABLE_SERIES);
}
