/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares taken: how much, how fast, by whom from whom, and how many people a day take part. */
#include "work.h"

#include <gx/base/memory.h>
#include <math.h>

static void responses(gx_traffic_work *work, const gx_claims *claims)
{
    static const char *const labels[] = {"all", "personal", "equal", "lucky"};
    gx_summary rows[1 + GX_WORD_KINDS];
    double seconds = (double)work->facts.tick_ms / 1000;
    uint32_t *some = gx_traffic_room(work, claims->rows, sizeof *some, "response times");
    for (int kind = -1; some && kind < GX_WORD_KINDS && work->sheet.status == GX_OK; kind++) {
        double *sorted = NULL;
        size_t count = 0;
        for (size_t i = 0; i < claims->rows; i++)
            if (kind < 0 || claims->kind[i] == kind)
                some[count++] = claims->response[i];
        work->sheet.status = gx_sorted_u32(&sorted, some, count, work->sheet.error);
        for (size_t i = 0; sorted && i < count; i++)
            sorted[i] *= seconds;
        rows[kind + 1] = gx_summarize_sorted(sorted, sorted ? count : 0);
        if (sorted && kind < 0) {
            gx_put_log_histogram(&work->sheet, TRAFFIC_RESPONSE_CURVE, "seconds", "s", sorted, count, 10);
            gx_traffic_lognormal(work, sorted, count, TRAFFIC_RESPONSE_MEDIAN, TRAFFIC_RESPONSE_SIGMA);
        }
        gx_free(sorted);
    }
    if (some && work->sheet.status == GX_OK)
        gx_put_summaries(&work->sheet, TRAFFIC_RESPONSES, rows, labels, 1 + GX_WORD_KINDS);
    gx_free(some);
}

static void by_sex(gx_traffic_work *work, const gx_claims *claims)
{
    static const char *const names[] = {"from", "to women", "to men"};
    static const char *const names_zh[] = {"发送者", "给女性", "给男性"};
    static const char *const labels[] = {"women", "men"};
    gx_users users;
    bool present;
    work->sheet.status =
        gx_table_load(&users, GX_TABLE_USERS, "sex", work->reader, &work->facts, &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    double n[2][2] = {{0}}, all = 0;
    for (size_t i = 0; i < claims->rows; i++) {
        if (claims->sender[i] == GX_NOBODY || claims->claimer[i] == GX_NOBODY)
            continue;
        n[users.sex[claims->sender[i]] == 1][users.sex[claims->claimer[i]] == 1]++;
        all++;
    }
    if (all > 0) {
        double cells[] = {NAN, n[0][0] / all, n[0][1] / all, NAN, n[1][0] / all, n[1][1] / all};
        gx_put_grid(&work->sheet, TRAFFIC_SEX_MATRIX, names, names_zh, 3, cells, labels, 2);
        /* No interval: claims of one packet are not independent. */
        if (n[0][1] > 0 && n[1][0] > 0)
            gx_put_real(&work->sheet, TRAFFIC_SAME_SEX_ODDS, n[1][1] * n[0][0] / (n[1][0] * n[0][1]));
    }
    gx_table_unload(&users, GX_TABLE_USERS);
}

/* Days as bits of a mask a user; a run longer than 64 days shows its first 64. */
static void mark_days(const gx_traffic_work *work, uint64_t *days, const uint32_t *ticks,
                      const uint32_t *users, size_t rows, uint32_t *last)
{
    uint64_t offset = (uint64_t)(((work->facts.start % 86400) + 86400) % 86400) * 1000;
    for (size_t i = 0; i < rows; i++) {
        uint64_t day = (offset + (uint64_t)ticks[i] * (uint64_t)work->facts.tick_ms) / 86400000;
        if (day > 63 || users[i] == GX_NOBODY)
            continue;
        days[users[i]] |= UINT64_C(1) << day;
        *last = day > *last ? (uint32_t)day : *last;
    }
}

static void daily(gx_traffic_work *work, const gx_claims *claims)
{
    gx_packets packets;
    bool present;
    if (!work->facts.all_events || work->sheet.status != GX_OK)
        return;
    work->sheet.status = gx_table_load(&packets, GX_TABLE_PACKETS, "tick sender", work->reader, &work->facts,
                                       &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    uint64_t *days = gx_traffic_room(work, (size_t)work->facts.users, sizeof *days, "days of activity");
    uint32_t last = 0;
    if (days) {
        double x[64], y[64] = {0};
        mark_days(work, days, packets.tick, packets.sender, packets.rows, &last);
        mark_days(work, days, claims->tick, claims->claimer, claims->rows, &last);
        for (int64_t user = 0; user < work->facts.users; user++)
            for (uint32_t day = 0; day <= last; day++)
                y[day] += (double)(days[user] >> day & 1);
        for (uint32_t day = 0; day <= last; day++)
            x[day] = day;
        if (packets.rows + claims->rows > 0)
            gx_put_curve(&work->sheet, TRAFFIC_DAILY, "day", "d", x, y, last + 1);
    }
    gx_free(days);
    gx_table_unload(&packets, GX_TABLE_PACKETS);
}

void gx_traffic_claims(gx_traffic_work *work)
{
    static const gx_traffic_amount_ids ids = {TRAFFIC_SHARES, TRAFFIC_SHARE_CURVE, TRAFFIC_SHARE_MEDIAN,
                                              TRAFFIC_SHARE_SIGMA, false};
    gx_claims claims;
    bool present;
    work->sheet.status = gx_table_load(&claims, GX_TABLE_CLAIMS, "tick claimer sender kind amount response",
                                       work->reader, &work->facts, &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    gx_traffic_sum(work, claims.amount, claims.rows, "/events/claims/amount");
    if (work->sheet.status == GX_OK)
        gx_traffic_amounts(work, claims.kind, claims.amount, claims.rows, &ids);
    if (work->sheet.status == GX_OK)
        responses(work, &claims);
    if (work->sheet.status == GX_OK)
        by_sex(work, &claims);
    daily(work, &claims);
    gx_table_unload(&claims, GX_TABLE_CLAIMS);
}
