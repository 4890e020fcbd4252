/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <check.h>
#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MINUTES = 1440, USERS = 400 };

#define OK(call) ck_assert_msg((call) == GX_OK, "%s", error.message)

/* ---- the recording
 * ----------------------------------------------------------------------------------------------- */

/* Packets of a minute: quiet at noon, busy towards midnight, most of all at 00:06. */
static int64_t packets_at(int minute)
{
    double evening = exp(-pow((minute - 500) / 160.0, 2)), peak = exp(-abs(minute - 726) / 14.0);
    return (int64_t)(40 + 260 * evening + 900 * peak + (minute * 7919) % 23);
}

static void series(gx_writer *writer, const int64_t *values, const char *name)
{
    gx_error error = {0};
    const gx_column column = {name, GX_I64, "fen", "made up", NULL};
    OK(gx_writer_array(writer, "/series", &column, values, MINUTES, 1, &error));
}

static void money(gx_writer *writer, const sample *what)
{
    gx_error error = {0};
    int64_t sent[MINUTES], received[MINUTES], refunded[MINUTES], none[MINUTES] = {0}, open = 0, taken = 0;
    for (int k = 0; k < MINUTES; k++) {
        sent[k] = packets_at(k) * 613;
        received[k] = packets_at(k) * 600;
        refunded[k] = k > 1000 ? 11 : 0;
        taken += received[k];
        open += sent[k] - received[k] - refunded[k];
    }
    series(writer, sent, "sent_fen");
    series(writer, received, "received_fen");
    series(writer, refunded, "refunded_fen");
    series(writer, none, "top_up_fen");
    series(writer, none, "withdrawn_fen");
    series(writer, none, "transferred_fen");
    if (!what->wallets)
        return;
    int64_t wealth[USERS], balance[USERS], arrived[USERS] = {taken - what->moving_fen};
    for (int k = 0; k < USERS; k++)
        wealth[k] = balance[k] = 10000000 + 17 * k;
    balance[3] -= open + what->moving_fen + what->lost_fen;
    const gx_column start = {"wealth", GX_I64, "fen", "", NULL}, end = {"balance", GX_I64, "fen", "", NULL},
                    got = {"received_fen", GX_I64, "fen", "", NULL};
    OK(gx_writer_array(writer, "/users", &start, wealth, USERS, 1, &error));
    OK(gx_writer_array(writer, "/users/end", &end, balance, USERS, 1, &error));
    OK(gx_writer_array(writer, "/users/end", &got, arrived, USERS, 1, &error));
}

static void texts(gx_writer *writer, const sample *what)
{
    gx_error error = {0};
    const char *const pairs[][2] = {{"name", "village"},
                                    {"library_version", "0.1.0"},
                                    {"record", "events"},
                                    {"status", what->interrupted ? "interrupted" : "complete"},
                                    {"digest", "00112233445566778899aabbccddeeff"},
                                    {"state_digest", "0123456789abcdef"},
                                    {"population_digest", "1123456789abcdef"},
                                    {"network_digest", "2123456789abcdef"},
                                    {"sampler_digest", "3123456789abcdef"}};
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++)
        OK(gx_writer_text_attribute(writer, "/", pairs[k][0], pairs[k][1], &error));
    if (what->title)
        OK(gx_writer_text_attribute(writer, "/", "title", what->title, &error));
    OK(gx_writer_text(writer, "/scenario/text", what->scenario, &error));
    OK(gx_writer_text(writer, "/scenario/effective", what->scenario, &error));
    OK(gx_writer_text(writer, "/scenario/variant", what->variant ? what->variant : "", &error));
}

static void numbers(gx_writer *writer)
{
    gx_error error = {0};
    const gx_civil noon = {2016, 2, 7, 12, 0, 0};
    const struct {
        const char *name;
        int64_t value;
    } all[] = {{"seed", 42},     {"replicate", 0},     {"tick_ms", 1000}, {"start", gx_seconds_of(&noon)},
               {"ticks", 86400}, {"last_tick", 43200}, {"users", USERS},  {"groups", 61}};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
        OK(gx_writer_int_attribute(writer, "/", all[k].name, all[k].value, &error));
    OK(gx_writer_real_attribute(writer, "/", "event_share", 1.0, &error));
}

gx_reader *sample_recording(const char *path, const sample *what)
{
    gx_error error = {0};
    gx_writer *writer = NULL;
    gx_reader *reader = NULL;
    char partial[4096];
    (void)snprintf(partial, sizeof partial, "%s.partial", path);
    OK(gx_writer_create(&writer, path, true, &error));
    OK(gx_writer_text_attribute(writer, "/", "format", GX_RECORDING_FORMAT, &error));
    OK(gx_writer_int_attribute(writer, "/", "format_version", GX_RECORDING_VERSION, &error));
    if (!what->bare) {
        texts(writer, what);
        numbers(writer);
        money(writer, what);
        if (what->absurd)
            OK(gx_writer_int_attribute(writer, "/", what->absurd, what->absurd_value, &error));
    }
    if (what->interrupted)
        OK(gx_writer_leave(writer, &error));
    else
        OK(gx_writer_finish(writer, &error));
    OK(gx_reader_open(&reader, what->interrupted ? partial : path, &error));
    return reader;
}

/* ---- the results
 * ------------------------------------------------------------------------------------------------- */

#define METRIC(id, name, shape, unit, zh, label)                                                             \
    static const gx_metric id = {name,  GX_SHAPE_##shape, unit, "its exact definition", zh,                  \
                                 label, "plain counting"};

METRIC(packets_sent, "traffic.packets_sent", FIGURE, "packets", "发出红包", "packets sent")
METRIC(shares_received, "traffic.shares_received", FIGURE, "shares", "收到红包", "packets received")
METRIC(sent, "traffic.sent", FIGURE, "fen", "发出金额", "money sent")
METRIC(participants, "traffic.participants", FIGURE, "users", "参与人数", "participants")
METRIC(peak_factor, "traffic.peak_factor", FIGURE, "", "峰均比", "peak factor")
METRIC(participation, "traffic.participation", FIGURE, "", "参与率", "share who took part")
METRIC(volume, "traffic.packets_and_shares", FIGURE, "packets", "收发红包总数", "packets sent and received")
METRIC(giant, "traffic.friends.giant_share", FIGURE, "", "好友图最大分量占比", "giant component")
METRIC(clustering, "traffic.payments.clustering", FIGURE, "", "支付图聚类系数", "clustering")
METRIC(minute_sent, "traffic.minute.packets_sent", CURVE, "packets", "每分钟发出红包",
       "packets sent a minute")
METRIC(minute_received, "traffic.minute.shares_received", CURVE, "shares", "每分钟收到红包",
       "packets received a minute")
METRIC(minute_money, "traffic.minute.sent", CURVE, "yuan", "每分钟发出金额", "money sent a minute")
METRIC(response, "traffic.response_histogram", CURVE, "", "响应时间直方图", "response times")
METRIC(claims, "traffic.claims_per_packet", CURVE, "", "每包领取份数", "claims a packet")
METRIC(days, "traffic.daily.active_users", CURVE, "users", "日活跃用户", "active users a day")
METRIC(tail, "traffic.friends.ccdf", CURVE, "", "好友数尾分布", "friends, tail distribution")
METRIC(unheard, "credit.something_new", CURVE, "", "前所未见", "something new")
METRIC(responses, "traffic.responses", TABLE, "s", "响应时间分布", "response times")
METRIC(favourites, "traffic.favourite_amounts", TABLE, "", "最常见金额", "favourite amounts")
METRIC(separation, "credit.separation", TABLE, "", "区分能力", "what tells binders apart")
METRIC(by_hour, "spread.reproduction_by_hour", TABLE, "", "分时再生数", "reproduction number by hour")
METRIC(generations, "spread.generations", TABLE, "", "各代规模", "generations")
METRIC(hostile_figure, "traffic.velocity", FIGURE, "<b>&", "<svg onload=alert(3)>资金",
       "</script><b>wallet & 'velocity'")
METRIC(hostile_grid, "credit.bands", TABLE, "", "</table><script>alert(4)</script>",
       "</table><script>alert(4)</script>")

static void figures(gx_results *results)
{
    gx_error error = {0};
    OK(gx_results_integer(results, &packets_sent, 1234567, &error));
    OK(gx_results_integer(results, &shares_received, 3456789, &error));
    OK(gx_results_integer(results, &sent, 987654321, &error));
    OK(gx_results_integer(results, &participants, 387, &error));
    OK(gx_results_real(results, &peak_factor, 5.25, NAN, NAN, &error));
    OK(gx_results_real(results, &participation, 0.9675, 0.945, 0.981, &error));
    OK(gx_results_integer(results, &volume, 4691356, &error));
    OK(gx_results_real(results, &giant, 0.9975, NAN, NAN, &error));
    OK(gx_results_real(results, &clustering, 0.0832, 0.08, 0.09, &error));
}

static void time_curves(gx_results *results)
{
    gx_error error = {0};
    double x[MINUTES], y[MINUTES], z[MINUTES];
    for (int k = 0; k < MINUTES; k++) {
        x[k] = k;
        y[k] = (double)packets_at(k);
        z[k] = 2.6 * y[k];
    }
    OK(gx_results_curve(results, &minute_sent, "minute", "min", x, y, MINUTES, &error));
    OK(gx_results_curve(results, &minute_received, "minute", "min", x, z, MINUTES, &error));
    OK(gx_results_curve(results, &minute_money, "minute", "min", x, z, MINUTES, &error));
}

static void distributions(gx_results *results)
{
    gx_error error = {0};
    double x[300], y[300];
    for (int k = 0; k < 300; k++) {
        x[k] = pow(10, (k % 40 + 0.5) / 10);
        y[k] = exp(-pow((k - 12) / 7.0, 2)) / 12.4;
    }
    OK(gx_results_curve(results, &response, "seconds", "s", x, y, 40, &error));
    for (int k = 0; k < 300; k++) {
        x[k] = k + 1;
        y[k] = pow(k + 1, -1.3);
    }
    OK(gx_results_curve(results, &claims, "shares taken", "", x, y, 8, &error));
    OK(gx_results_curve(results, &tail, "friends", "users", x, y, 300, &error));
    OK(gx_results_curve(results, &days, "day", "d", x, y, 4, &error));
    OK(gx_results_curve(results, &unheard, "", "", x, y, 30, &error));
}

static void grids(gx_results *results)
{
    gx_error error = {0};
    static const char *const names[] = {"what", "count", "mean"}, *const names_zh[] = {"项目", "数量",
                                                                                       "均值"};
    static const double cells[] = {NAN, 800, 12.25, NAN, 434, NAN};
    static const char *const labels[] = {"personal", "lucky"};
    OK(gx_results_grid(results, &responses, names, names_zh, 3, cells, labels, 2, &error));
    OK(gx_results_grid(results, &favourites, names, names_zh, 3, cells, NULL, 2, &error));
}

static void drawn_grids(gx_results *results)
{
    gx_error error = {0};
    static const char *const score[] = {"attribute", "AUC", "low", "high"}, *const score_zh[] = {
                                                                                "属性", "AUC", "下限",
                                                                                "上限"};
    static const double aucs[] = {NAN, .61, .58, .64, NAN, .5, .47, .53, NAN, .82, .8, .84};
    static const char *const whose[] = {"friends", "wealth", "shares received by the landmark"};
    static const char *const hour[] = {"hour", "cards bound", "R", "low", "high"}, *const hour_zh[] = {
                                                                                       "小时", "绑卡数", "R",
                                                                                       "下限", "上限"};
    static const double hours[] = {8, 12, 1.4, .9, 2, 9, 40, 1.2, 1, 1.45, 12, 3, .2, NAN, NAN};
    static const char *const deep[] = {"generation", "cards bound", "next / this"}, *const deep_zh[] = {
                                                                                        "代", "绑卡数",
                                                                                        "下一代/本代"};
    static const double depths[] = {0, 30, .8, 1, 24, .5, 2, 12, NAN};
    OK(gx_results_grid(results, &separation, score, score_zh, 4, aucs, whose, 3, &error));
    OK(gx_results_grid(results, &by_hour, hour, hour_zh, 5, hours, NULL, 3, &error));
    OK(gx_results_grid(results, &generations, deep, deep_zh, 3, depths, NULL, 3, &error));
}

static void hostile_results(gx_results *results)
{
    gx_error error = {0};
    static const char *const names[] = {"<i>what", "\"><script>alert(5)</script>"};
    static const double cells[] = {NAN, 1};
    static const char *const labels[] = {"<script>alert(6)</script>"};
    OK(gx_results_real(results, &hostile_figure, 1.5, NAN, NAN, &error));
    OK(gx_results_grid(results, &hostile_grid, names, names, 2, cells, labels, 1, &error));
}

gx_results *sample_results(bool hostile)
{
    gx_error error = {0};
    gx_results *results = NULL;
    OK(gx_results_create(&results, &error));
    figures(results);
    time_curves(results);
    distributions(results);
    grids(results);
    drawn_grids(results);
    if (hostile)
        hostile_results(results);
    return results;
}
