/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <string.h>

/* clang-format off */
static const gx_tile_plan tiles[] = {
    {"traffic.packets_sent", {"Red packets that somebody paid for.", "有人出钱发出的红包。"}},
    {"traffic.shares_received", {"Shares taken. One packet to a group is received by several.",
                                 "被领走的份数；一个群红包可由多人领取。"}},
    {"traffic.sent", {"All the money put into packets.", "放入红包的全部金额。"}},
    {"traffic.participants", {"People who sent or received at least one packet.", "至少发出或收到一个红包的人。"}},
    {"traffic.participation", {"Participants among all users.", "参与者占全部用户的比例。"}},
    {"traffic.sent_received_per_participant", {"Packets sent and received, a head of those who took part.",
                                               "参与者平均每人收发的红包数。"}},
    {"traffic.peak_factor", {"The busiest minute over the mean minute: what the servers must be built for.",
                             "最忙一分钟与平均一分钟之比：系统须按此容量建设。"}},
    {"traffic.claim_rate", {"Of the shares of packets that ended, those that somebody took. Packets still open "
                            "do not count.",
                            "已结束的红包中被领走的份额比例；尚未结束的不计。"}},
    {"traffic.cards_bound", {"Bank cards bound during the run.", "运行期间新绑定的银行卡。"}},
    {"spread.reproduction", {"Further cards that each newly bound card led to, on average.",
                             "每张新绑的卡平均又带来几张。"}},
    {"spread.contagion.slope_weighted", {"Yuan sent back to the group for one more yuan received from it.",
                                "从群里每多收到一元，随后多发回群里几元。"}},
    {"traffic.refunded", {"Nobody took it in time, so it went back to its sender.", "无人及时领取，退回发送者。"}},
};

static const gx_chart_plan charts[] = {
    {GX_TOPIC_TIME, GX_DRAW_STACK, {"Packets sent and received", "每分钟收发红包"},
     {"How many packets are sent and received in each minute. The upper edge is both together.",
      "每分钟发出与收到的红包数，上沿为二者之和。"},
     {"traffic.minute.packets_sent", "traffic.minute.shares_received"},
     "eve2016.peak_factor", "eve2016.peak_clock"},
    {GX_TOPIC_TIME, GX_DRAW_AREA, {"Money sent", "每分钟发出金额"},
     {"The money put into packets in each minute.", "每分钟放入红包的金额。"},
     {"traffic.minute.sent"}, NULL, NULL},
    {GX_TOPIC_TIME, GX_DRAW_AREA, {"Active users", "每分钟活跃用户"},
     {"People who sent, claimed, transferred or bound a card in each minute.", "每分钟内发红包、领红包、转账或绑卡的人数。"},
     {"traffic.minute.active_users"}, NULL, NULL},
    {GX_TOPIC_TIME, GX_DRAW_BARS, {NULL, NULL},
     {"People who sent or received a packet on each day.", "每天发出或收到红包的人数。"},
     {"traffic.daily.active_users"}, NULL, NULL},

    {GX_TOPIC_PACKETS, GX_DRAW_HISTOGRAM, {"How long a packet waits", "红包等待多久"},
     {"From sending to each claim. Most of the race is over within moments; the tail is people who look "
      "late.",
      "从发出到每次领取的时间。抢红包瞬间见分晓，长尾是很晚才看到的人。"},
     {"traffic.response_histogram"}, NULL, NULL},
    {GX_TOPIC_PACKETS, GX_DRAW_BARS, {"Claims per packet", "每个红包被领的份数"},
     {"How many shares of a packet were taken when it ended.", "红包结束时被领走的份数。"},
     {"traffic.claims_per_packet"}, NULL, NULL},
    {GX_TOPIC_PACKETS, GX_DRAW_HISTOGRAM, {"Amounts put into packets", "红包金额"},
     {"Lucky numbers show as spikes.", "吉利数字表现为尖峰。"},
     {"traffic.amount_histogram"}, NULL, NULL},
    {GX_TOPIC_PACKETS, GX_DRAW_HISTOGRAM, {"Amounts taken from packets", "领到的金额"},
     {"What one claim brings.", "每次领取所得。"},
     {"traffic.share_histogram"}, NULL, NULL},
    {GX_TOPIC_PACKETS, GX_DRAW_LINE, {"Who holds the money", "钱在谁手中"},
     {"The share of all money that the poorest share of people holds (Lorenz). The further below the "
      "diagonal, the less equal.",
      "最不富裕的一部分人所持资金的比例（洛伦兹曲线）。越低于对角线越不均等。"},
     {"traffic.wallet_lorenz_start", "traffic.wallet_lorenz_end"}, NULL, NULL},

    {GX_TOPIC_BINDING, GX_DRAW_AREA, {"Cards bound", "每分钟绑卡"},
     {"Bank cards bound in each minute.", "每分钟绑定的银行卡数。"},
     {"spread.cases", "traffic.minute.cards_bound"}, NULL, NULL},
    {GX_TOPIC_BINDING, GX_DRAW_LINE, {"Cards bound so far", "累计绑卡"},
     {"All bindings up to the end of each minute.", "截至每分钟末的全部绑卡数。"},
     {"spread.cases_cumulative"}, NULL, NULL},
    {GX_TOPIC_BINDING, GX_DRAW_LOG, {"How large cascades grow", "级联能长多大"},
     {"The share of cascades with at least so many bindings. Most end at once; a straight line would be "
      "a power law.",
      "绑卡数不少于横轴值的级联所占比例。多数级联立即结束；若为直线则是幂律。"},
     {"spread.cascade.ccdf"}, NULL, NULL},

    {GX_TOPIC_NETWORK, GX_DRAW_LOG, {"Friends: the tail", "好友数的尾部"},
     {"The share of people with at least so many friends.", "好友数不少于横轴值的人所占比例。"},
     {"traffic.friends.ccdf"}, NULL, NULL},
};

static const gx_grid_plan grids[] = {
    {"spread.reproduction_by_hour", GX_GRID_INTERVALS, "R", false, true, 1,
     {"Reproduction number by hour", "分时再生数"},
     {"Further bindings that those who bound in each hour led to, with 95 % interval. Above 1 it grows "
      "by itself; the last hours are cut off by the end.",
      "每小时绑卡者平均又带来的绑卡数及 95% 区间。大于 1 则自行增长；最后几小时受结束时刻截断。"}},
    {"spread.generations", GX_GRID_BARS, "cards bound", false, false, 0,
     {"Generation by generation", "逐代规模"},
     {"Generation 0 was not led to it by anybody who bound in the run.", "第 0 代不是由运行中绑卡的人带来的。"}},
    {"credit.separation", GX_GRID_ACROSS, "AUC", false, true, 0.5,
     {"What tells binders apart", "哪些特征能区分绑卡者"},
     {"The probability that a binder has more of it than somebody who did not bind (AUC), with 95 % "
      "interval. At 0.5 it tells nothing.",
      "绑卡者该特征高于未绑卡者的概率（AUC）及 95% 区间。0.5 表示毫无区分力。"}},
    {"credit.rate_by_hidden", GX_GRID_INTERVALS, "share who bind", true, false, 0,
     {"Binding by hidden inclination", "按隐藏倾向的绑卡率"},
     {"Tenths of people by an inclination that only the simulation knows.", "按只有仿真知道的倾向分为十等份。"}},
    {"credit.rate_by_friends", GX_GRID_INTERVALS, "share who bind", true, false, 0,
     {"Binding by number of friends", "按好友数的绑卡率"},
     {"More friends, more packets, more occasions to bind.", "好友越多，红包越多，绑卡的机会越多。"}},
    {"credit.rate_by_groups", GX_GRID_INTERVALS, "share who bind", true, false, 0,
     {"Binding by number of groups", "按群数的绑卡率"},
     {"The same by the number of chat groups.", "同上，按所在群的数量。"}},
};

/* Shares among metrics without a unit, which the analysis gives as a number between 0 and 1. */
static const char *const percents[] = {
    "traffic.participation",     "traffic.senders_male",      "traffic.receivers_female",
    "traffic.frequency_zero",    "traffic.idle_share",        "traffic.amount_histogram",
    "traffic.share_histogram",   "traffic.response_histogram", "traffic.claims_per_packet",
    "traffic.claim_rate",        "traffic.emptied_share",     "traffic.luckiest_share",
    "traffic.friends.share_200", "traffic.friends.share_500", "traffic.friends.giant_share",
    "traffic.payments.giant_share", "traffic.friends.ccdf",   "spread.cascade.ccdf",
    "traffic.wallet_lorenz_start", "traffic.wallet_lorenz_end", "spread.final_size",
    "spread.reach",              "spread.card_share_start",   "spread.card_share_end",
    "spread.cascade.singletons", "spread.cascade.broadcast",  "spread.contagion.paid_forward",
    "spread.contagion.sending_share", "credit.binding_rate",
};

/* The first that a name begins with decides. */
static const struct {
    const char *prefix;
    gx_topic topic;
} homes[] = {
    {"traffic.friends.", GX_TOPIC_NETWORK},    {"traffic.payments.", GX_TOPIC_NETWORK},
    {"traffic.minute.", GX_TOPIC_TIME},        {"traffic.daily.", GX_TOPIC_TIME},
    {"traffic.", GX_TOPIC_PACKETS},            {"spread.contagion.", GX_TOPIC_CONTAGION},
    {"spread.", GX_TOPIC_BINDING},             {"credit.", GX_TOPIC_CREDIT},
};
/* clang-format on */

const gx_chart_plan *gx_chart_plans(size_t *count)
{
    *count = sizeof charts / sizeof charts[0];
    return charts;
}

const gx_tile_plan *gx_tile_plans(size_t *count)
{
    *count = sizeof tiles / sizeof tiles[0];
    return tiles;
}

const gx_grid_plan *gx_grid_plan_of(const gx_metric *metric)
{
    for (size_t k = 0; k < sizeof grids / sizeof grids[0]; k++)
        if (strcmp(grids[k].metric, metric->name) == 0)
            return &grids[k];
    return NULL;
}

bool gx_is_percent(const gx_metric *metric)
{
    for (size_t k = 0; k < sizeof percents / sizeof percents[0]; k++)
        if (strcmp(percents[k], metric->name) == 0)
            return true;
    return false;
}

gx_topic gx_topic_of(const gx_metric *metric)
{
    for (size_t k = 0; k < sizeof homes / sizeof homes[0]; k++)
        if (strncmp(homes[k].prefix, metric->name, strlen(homes[k].prefix)) == 0)
            return homes[k].topic;
    return GX_TOPIC_PACKETS;
}

gx_drawing gx_drawing_of(const gx_curve *curve)
{
    const char *name = curve->metric->name;
    if (strstr(name, "ccdf") || strstr(name, "tail"))
        return GX_DRAW_LOG;
    if (strstr(name, "histogram"))
        return GX_DRAW_HISTOGRAM;
    return curve->count <= 12 ? GX_DRAW_BARS : GX_DRAW_LINE;
}
