/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of this room, once. */
#ifndef GX_SPREAD_METRICS_H
#define GX_SPREAD_METRICS_H

#include <gx/stats/results.h>

/* X(id, name, shape, unit, label, Chinese label, definition, source) */
#define GX_SPREAD_CASCADE(X)                                                                                 \
    X(BOUND, "bindings", FIGURE, "cards", "cards bound", "绑卡数",                                           \
      "bank cards bound in the run: the adoptions", "")                                                      \
    X(FINAL, "final_size", FIGURE, "", "adopters", "最终采用率",                                             \
      "cards bound / users without a card at the start", "Wilson's interval")                                \
    X(REACH, "reach", FIGURE, "", "reach", "触达率", "share of users who received at least one share",       \
      "Wilson's interval")                                                                                   \
    X(CARD_START, "card_share_start", FIGURE, "", "users with a card before", "期初绑卡率",                  \
      "share of users with a bound card before the run", "Wilson's interval")                                \
    X(CARD_END, "card_share_end", FIGURE, "", "users with a card after", "期末绑卡率",                       \
      "share of users with a bound card after the run", "Wilson's interval")                                 \
    X(SPONTANEOUS, "bindings_alone", FIGURE, "cards", "bound without a packet", "自发绑卡",                  \
      "bindings that no packet triggered", "")                                                               \
    X(SEEDED, "bindings_seeded", FIGURE, "cards", "bound by an old user's packet", "老用户带来",             \
      "bindings triggered by a packet of somebody who did not bind in the run (or only later)", "")          \
    X(PASSED, "bindings_passed_on", FIGURE, "cards", "bound by a new user's packet", "新用户带来",           \
      "bindings triggered by a packet of somebody who had bound earlier in the run", "")                     \
    X(CASES, "cases", CURVE, "cards", "cards bound a minute", "每分钟绑卡", "bindings in each minute", "")   \
    X(CUMULATIVE, "cases_cumulative", CURVE, "cards", "cards bound so far", "累计绑卡",                      \
      "bindings up to the end of each minute", "")                                                           \
    X(R, "reproduction", FIGURE, "", "reproduction number", "再生数R",                                       \
      "mean number of bindings triggered by one who bound in the run; too low by those still to come when "  \
      "the run ends",                                                                                        \
      "case reproduction number: Wallinga & Teunis 2004")                                                    \
    X(R_EARLY, "reproduction_followed", FIGURE, "", "reproduction number, followed", "再生数R（充分观察）",  \
      "the same over those who bound so early that 95 % of the observed generation intervals fit before "    \
      "the end",                                                                                             \
      "")                                                                                                    \
    X(R_COHORT, "reproduction_by_hour", TABLE, "", "reproduction number by hour", "分时再生数",              \
      "mean number of bindings triggered by those who bound in each hour, with 95 % interval; late hours "   \
      "are cut off by the end",                                                                              \
      "case (cohort) reproduction number")                                                                   \
    X(OFFSPRING_VARIANCE, "offspring_dispersion", FIGURE, "", "dispersion k of offspring", "后代离散度k",    \
      "mean^2 / (variance - mean) of the number of bindings triggered; small: few trigger most",             \
      "Lloyd-Smith et al. 2005")                                                                             \
    X(INTERVAL, "generation_interval", TABLE, "s", "generation intervals", "代际间隔",                       \
      "time from the trigger's own binding to the binding it triggered; from receiving the share to "        \
      "binding",                                                                                             \
      "")                                                                                                    \
    X(GENERATIONS, "generations", TABLE, "", "generations", "各代规模",                                      \
      "bindings by generation (0: not triggered by one who bound in the run), and the next generation / "    \
      "this one",                                                                                            \
      "")                                                                                                    \
    X(GROWTH, "growth_rate", FIGURE, "1/h", "growth rate", "增长率",                                         \
      "rate of exponential growth of bindings a minute while they rise from 5 % to 40 % of their peak",      \
      "weighted log-linear fit")                                                                             \
    X(DOUBLING, "doubling_time", FIGURE, "min", "doubling time", "倍增时间", "ln 2 / growth rate", "")       \
    X(PEAK_TIME, "peak_time", FIGURE, "min", "time of the peak of bindings", "绑卡峰值时刻",                 \
      "from the start to the largest seven-minute mean", "")                                                 \
    X(PEAK_WIDTH, "peak_width", FIGURE, "min", "width of the peak", "峰宽",                                  \
      "time around the peak during which the seven-minute mean exceeds half of it", "")

#define GX_SPREAD_TREES(X)                                                                                   \
    X(CASCADES, "cascade.count", FIGURE, "", "cascades", "级联数",                                           \
      "trees of bindings: one for each binding of generation 0", "")                                         \
    X(ALONE, "cascade.singletons", FIGURE, "", "cascades of one", "单节点级联占比",                          \
      "share of cascades that are their root alone", "Wilson's interval")                                    \
    X(SIZE_MEAN, "cascade.size_mean", FIGURE, "cards", "mean cascade", "平均级联规模",                       \
      "mean size of a cascade", "")                                                                          \
    X(SIZE_MAX, "cascade.size_max", FIGURE, "cards", "largest cascade", "最大级联规模",                      \
      "size of the largest cascade", "")                                                                     \
    X(SIZE_CCDF, "cascade.ccdf", CURVE, "", "cascade sizes", "级联规模尾分布",                               \
      "share of cascades of at least so many bindings", "")                                                  \
    X(SIZE_EXPONENT, "cascade.exponent", FIGURE, "", "tail exponent of sizes", "级联规模幂指数",             \
      "power law fitted to the tail of cascade sizes", "Clauset, Shalizi & Newman 2009")                     \
    X(DEPTH_MEAN, "cascade.depth_mean", FIGURE, "", "mean depth", "平均深度",                                \
      "mean depth of cascades of two and more (root: 0)", "")                                                \
    X(DEPTH_MAX, "cascade.depth_max", FIGURE, "", "greatest depth", "最大深度",                              \
      "depth of the deepest cascade", "")                                                                    \
    X(VIRALITY, "cascade.virality", FIGURE, "", "structural virality", "结构病毒性",                         \
      "mean distance of two members, mean over cascades of two and more",                                    \
      "Goel et al. 2016; Wiener index by subtree sizes")                                                     \
    X(BROADCAST, "cascade.broadcast", FIGURE, "", "broadcast share", "广播占比",                             \
      "largest number of bindings triggered by one member / (size - 1), mean over cascades of two and more", \
      "")                                                                                                    \
    X(SHAPES, "cascade.shapes", TABLE, "", "cascades by size", "按规模的级联形状",                           \
      "number, depth, structural virality and broadcast share of cascades by size", "Goel et al. 2016")

#define GX_SPREAD_CONTAGION(X)                                                                               \
    X(SLOPE, "contagion.slope", FIGURE, "yuan/yuan", "gift contagion", "红包传染系数",                       \
      "amount sent to the same group in the 24 h after a claim on the share received, both / the packet's "  \
      "mean share, within lucky packets (fixed effects), error clustered by packet; needs all events",       \
      "Yuan et al., arXiv 1906.09698")                                                                       \
    X(SLOPE_WEIGHTED, "contagion.slope_weighted", FIGURE, "yuan/yuan", "gift contagion, weighted",           \
      "红包传染系数（加权）",                                                                                \
      "the same regression with packets weighted by m^2 / (m^2 + c^2), m their mean share, c the mean "      \
      "amount of a packet to a group: whatever else is sent is noise, large beside a small share",           \
      "weighted least squares")                                                                              \
    X(SLOPE_ATTRIBUTED, "contagion.slope_attributed", FIGURE, "yuan/yuan", "gift contagion, attributed",     \
      "红包传染系数（归因）",                                                                                \
      "the same regression of the amount sent to the group in answer to this very packet (known only in a "  \
      "simulation)",                                                                                         \
      "")                                                                                                    \
    X(SLOPE_NAIVE, "contagion.slope_naive", FIGURE, "yuan/yuan", "naive slope", "朴素回归系数",              \
      "pooled regression in yuan without fixed effects: biased by whatever rich groups have in common", "")  \
    X(PLACEBO, "contagion.placebo", FIGURE, "yuan/yuan", "placebo", "安慰剂检验",                            \
      "the first regression of the amount sent to the group in the 24 h before the claim: 0 when the "       \
      "design is sound",                                                                                     \
      "")                                                                                                    \
    X(PLACEBO_WEIGHTED, "contagion.placebo_weighted", FIGURE, "yuan/yuan", "placebo, weighted",              \
      "安慰剂检验（加权）", "the placebo with the weights of the weighted slope", "weighted least squares")  \
    X(EXTENSIVE, "contagion.extensive_share", FIGURE, "", "extensive margin", "扩展边际占比",                \
      "part of the slope that comes from more recipients sending: slope of sending at all x mean amount of " \
      "those who send / slope, weighted as the weighted slope",                                              \
      "Yuan et al., arXiv 1906.09698")                                                                       \
    X(LUCKIEST, "contagion.luckiest_ratio", FIGURE, "", "luckiest sends next", "手气最佳回发倍数",           \
      "share of luckiest draws who send to the group within 24 h / the same share of the other recipients, " \
      "in emptied lucky packets",                                                                            \
      "Katz's interval")                                                                                     \
    X(LUCKIEST_ATTRIBUTED, "contagion.luckiest_ratio_attributed", FIGURE, "", "luckiest answers",            \
      "手气最佳回礼倍数", "the same, counting only packets sent in answer to this one", "Katz's interval")   \
    X(FORWARD, "contagion.paid_forward", FIGURE, "", "paid forward", "转发比例",                             \
      "money sent to the same group in answer to lucky packets / money received from lucky packets", "")     \
    X(FORWARD_24H, "contagion.paid_forward_24h", FIGURE, "", "sent after receiving", "收到后发出比例",       \
      "money sent to the group in the 24 h after each claim, caused or not, / money received; a claim "      \
      "after a claim counts it again",                                                                       \
      "")                                                                                                    \
    X(SENDING, "contagion.sending_share", FIGURE, "", "recipients who send", "收到后发送率",                 \
      "share of claims of lucky packets after which the claimer sends to the group within 24 h", "")         \
    X(PACKETS, "contagion.packets", FIGURE, "packets", "packets in the experiment", "实验红包数",            \
      "lucky packets with two and more recorded claims", "")                                                 \
    X(FOLLOWED, "contagion.followed", FIGURE, "h", "follow-up", "观察时长",                                  \
      "mean time between a claim and the end of the run, at most 24 h: a shorter one hides late answers",    \
      "")

#define GX_SPREAD_METRICS(X) GX_SPREAD_CASCADE(X) GX_SPREAD_TREES(X) GX_SPREAD_CONTAGION(X)

typedef enum gx_spread_id {
#define X(id, name, shape, unit, label, zh, help, source) SPREAD_##id,
    GX_SPREAD_METRICS(X)
#undef X
        SPREAD_COUNT
} gx_spread_id;

extern const gx_metric gx_spread_table[SPREAD_COUNT];

#endif
