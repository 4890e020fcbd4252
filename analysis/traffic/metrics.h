/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of this room, once: the table below is printed by `guanxi describe metrics` and names the
 * results. */
#ifndef GX_TRAFFIC_METRICS_H
#define GX_TRAFFIC_METRICS_H

#include <gx/stats/results.h>

/* X(id, name, shape, unit, label, Chinese label, definition, source) */
#define GX_TRAFFIC_COUNTS(X)                                                                                 \
    X(PACKETS_SENT, "packets_sent", FIGURE, "packets", "packets sent", "发出红包",                           \
      "red packets funded and opened", "")                                                                   \
    X(PACKETS_PERSONAL, "packets_personal", FIGURE, "packets", "personal packets", "个人红包",               \
      "of these, to one person", "")                                                                         \
    X(PACKETS_EQUAL, "packets_equal", FIGURE, "packets", "equal packets", "普通群红包",                      \
      "of these, to a group in equal shares", "")                                                            \
    X(PACKETS_LUCKY, "packets_lucky", FIGURE, "packets", "lucky packets", "拼手气红包",                      \
      "of these, to a group in random shares", "")                                                           \
    X(PACKETS_REPLY, "packets_reply", FIGURE, "packets", "packets in reply", "回礼红包",                     \
      "of these, sent because of a packet received (gift contagion)", "")                                    \
    X(SENT_FEN, "sent", FIGURE, "fen", "money sent", "发出金额", "money put into packets", "")               \
    X(SHARES_RECEIVED, "shares_received", FIGURE, "shares", "packets received", "收到红包",                  \
      "shares taken by claimers", "")                                                                        \
    X(RECEIVED_FEN, "received", FIGURE, "fen", "money received", "收到金额", "money taken from packets", "") \
    X(LOOKS, "looks", FIGURE, "looks", "looks", "查看次数",                                                  \
      "times that somebody saw an open packet's notice", "")                                                 \
    X(CLAIMS_TRIED, "claims_tried", FIGURE, "claims", "claims tried", "抢红包次数",                          \
      "claims that reached a packet", "")                                                                    \
    X(PACKETS_EMPTIED, "packets_emptied", FIGURE, "packets", "packets emptied", "抢完的红包",                \
      "packets whose last share was taken", "")                                                              \
    X(PACKETS_EXPIRED, "packets_expired", FIGURE, "packets", "packets expired", "过期红包",                  \
      "packets that expired with shares left", "")                                                           \
    X(REFUNDED_FEN, "refunded", FIGURE, "fen", "money refunded", "退回金额",                                 \
      "money that went back to senders at expiry", "")                                                       \
    X(REFUSALS, "refusals", FIGURE, "operations", "refusals", "被拒操作",                                    \
      "operations that the core refused, repeated and late claims included", "")                             \
    X(CARDS_BOUND, "cards_bound", FIGURE, "cards", "cards bound", "绑卡数",                                  \
      "bank cards bound during the run", "")                                                                 \
    X(TOP_UPS, "top_ups", FIGURE, "operations", "top-ups", "充值次数", "top-ups from cards", "")             \
    X(TOP_UP_FEN, "top_up", FIGURE, "fen", "money topped up", "充值金额", "money that came from cards", "")  \
    X(WITHDRAWALS, "withdrawals", FIGURE, "operations", "withdrawals", "提现次数", "withdrawals to cards",   \
      "")                                                                                                    \
    X(WITHDRAWN_FEN, "withdrawn", FIGURE, "fen", "money withdrawn", "提现金额", "money that went to cards",  \
      "")                                                                                                    \
    X(TRANSFERS, "transfers", FIGURE, "transfers", "transfers", "转账次数",                                  \
      "transfers from person to person", "")                                                                 \
    X(TRANSFERRED_FEN, "transferred", FIGURE, "fen", "money transferred", "转账金额",                        \
      "money of these transfers", "")

#define GX_TRAFFIC_RATES(X)                                                                                  \
    X(BOTH, "packets_and_shares", FIGURE, "packets", "packets sent and received", "收发红包总数",            \
      "packets sent + shares received: what the products publish as 'sent and received'", "")                \
    X(OPEN_FEN, "left_open", FIGURE, "fen", "money still in packets", "未领金额",                            \
      "money sent - received - refunded when the run ended", "")                                             \
    X(OPENS, "opens_per_packet", FIGURE, "shares", "shares received a packet", "每个红包被领份数",           \
      "shares received / packets sent", "")                                                                  \
    X(PEAK_FACTOR, "peak_factor", FIGURE, "", "peak factor", "峰均比",                                       \
      "packets sent and received in the largest minute / mean of all minutes", "")                           \
    X(PEAK_P99, "peak_factor_p99", FIGURE, "", "99 % minute", "99%分钟峰均比",                               \
      "99 % quantile of packets sent and received a minute / mean of all minutes", "quantile of type 7")     \
    X(PEAK_RATE, "peak_rate", FIGURE, "packets/s", "peak rate", "峰值速率",                                  \
      "packets sent and received a second, over the largest minute", "")                                     \
    X(PEAK_CLOCK, "peak_clock", FIGURE, "min", "time of the peak", "峰值时刻",                               \
      "start of the largest minute, counted from the nearest midnight", "")                                  \
    X(MINUTE_SENT, "minute.packets_sent", CURVE, "packets", "packets sent a minute", "每分钟发出红包",       \
      "packets sent in each minute", "")                                                                     \
    X(MINUTE_RECEIVED, "minute.shares_received", CURVE, "shares", "packets received a minute",               \
      "每分钟收到红包", "shares received in each minute", "")                                                \
    X(MINUTE_MONEY, "minute.sent", CURVE, "yuan", "money sent a minute", "每分钟发出金额",                   \
      "money put into packets in each minute", "")                                                           \
    X(MINUTE_ACTIVE, "minute.active_users", CURVE, "users", "active users a minute", "每分钟活跃用户",       \
      "users who sent, claimed, transferred or bound a card in each minute", "")                             \
    X(MINUTE_BOUND, "minute.cards_bound", CURVE, "cards", "cards bound a minute", "每分钟绑卡数",            \
      "cards bound in each minute", "")

#define GX_TRAFFIC_USERS(X)                                                                                  \
    X(USERS, "users", FIGURE, "users", "users", "用户数", "users of the population", "")                     \
    X(PARTICIPANTS, "participants", FIGURE, "users", "participants", "参与人数",                             \
      "users who sent or received at least one packet", "")                                                  \
    X(PARTICIPATION, "participation", FIGURE, "", "share who took part", "参与率", "participants / users",   \
      "Wilson's interval")                                                                                   \
    X(SENDERS, "senders", FIGURE, "users", "senders", "发红包人数", "users who sent at least one packet",    \
      "")                                                                                                    \
    X(RECEIVERS, "receivers", FIGURE, "users", "receivers", "收红包人数",                                    \
      "users whose wallet at least one share reached", "")                                                   \
    X(PER_USER, "sent_received_per_user", FIGURE, "packets", "sent and received a user", "人均收发红包",     \
      "(packets sent + shares that reached a wallet) / users", "")                                           \
    X(PER_PARTICIPANT, "sent_received_per_participant", FIGURE, "packets",                                   \
      "sent and received a participant", "参与者人均收发",                                                   \
      "(packets sent + shares that reached a wallet) / participants", "")                                    \
    X(SENT_EACH, "sent_per_participant", FIGURE, "packets", "sent a participant", "参与者人均发出",          \
      "packets sent / participants", "")                                                                     \
    X(RECEIVED_EACH, "received_per_participant", FIGURE, "shares", "received a participant",                 \
      "参与者人均收到",                                                                                      \
      "shares that reached a wallet / participants; a share taken in the last tick is on its way", "")       \
    X(MONEY_EACH, "sent_yuan_per_participant", FIGURE, "yuan", "money sent a participant",                   \
      "参与者人均发出金额", "money sent / participants", "")                                                 \
    X(LARGEST_SENDER, "largest_sender", FIGURE, "packets", "largest sender", "发出最多",                     \
      "most packets sent by one user", "")                                                                   \
    X(LARGEST_RECEIVER, "largest_receiver", FIGURE, "shares", "largest receiver", "收到最多",                \
      "most shares that reached one user's wallet", "")                                                      \
    X(SENDERS_MALE, "senders_male", FIGURE, "", "men among senders", "发送者男性占比",                       \
      "share of men among users who sent", "Wilson's interval")                                              \
    X(RECEIVERS_FEMALE, "receivers_female", FIGURE, "", "women among receivers", "接收者女性占比",           \
      "share of women among users who received", "Wilson's interval")                                        \
    X(FREQUENCY, "frequency", TABLE, "packets", "packets a user", "人均次数分布",                            \
      "distribution over users: packets sent a sender, shares received a receiver, both a participant", "")  \
    X(FREQUENCY_GINI, "frequency_gini", FIGURE, "", "concentration of use", "使用集中度",                    \
      "Gini coefficient of packets sent + received over all users", "")                                      \
    X(FREQUENCY_R, "frequency_r", FIGURE, "", "negative binomial r", "负二项参数r",                          \
      "heterogeneity of packets sent + received over users: mean^2 / (variance - mean)",                     \
      "negative binomial by moments")                                                                        \
    X(FREQUENCY_ZERO, "frequency_zero", FIGURE, "", "inactive, predicted", "预测未参与率",                   \
      "share of users with none under that negative binomial; beside 1 - participation",                     \
      "negative binomial by moments")                                                                        \
    X(DAILY, "daily.active_users", CURVE, "users", "active users a day", "日活跃用户",                       \
      "users who sent or received a packet on each civil day; needs all events", "")                         \
    X(GINI_START, "wallet_gini_start", FIGURE, "", "wallet Gini at start", "期初余额基尼系数",               \
      "Gini coefficient of balances before the run", "")                                                     \
    X(GINI_END, "wallet_gini_end", FIGURE, "", "wallet Gini at end", "期末余额基尼系数",                     \
      "Gini coefficient of free balances after the run", "")                                                 \
    X(LORENZ_START, "wallet_lorenz_start", CURVE, "", "wallets at start (Lorenz)", "期初余额洛伦兹曲线",     \
      "share of all money held by the poorest share of users, before the run", "")                           \
    X(LORENZ_END, "wallet_lorenz_end", CURVE, "", "wallets at end (Lorenz)", "期末余额洛伦兹曲线",           \
      "the same after the run", "")                                                                          \
    X(IDLE, "idle_balance", FIGURE, "fen", "idle money", "闲置余额",                                         \
      "balances at the end of users who neither sent nor received", "")                                      \
    X(IDLE_SHARE, "idle_share", FIGURE, "", "idle share of money", "闲置余额占比",                           \
      "idle money / all balances at the end", "")                                                            \
    X(VELOCITY, "velocity", FIGURE, "", "wallet velocity", "资金周转",                                       \
      "(money sent + transferred) / mean of all balances at start and end", "")

#define GX_TRAFFIC_PACKETS(X)                                                                                \
    X(AMOUNTS, "amounts", TABLE, "yuan", "amounts of packets", "红包金额分布",                               \
      "amount of a packet, by kind, over recorded packets", "")                                              \
    X(AMOUNT_CURVE, "amount_histogram", CURVE, "", "amounts of packets", "红包金额直方图",                   \
      "share of recorded packets by amount, ten bins a decade", "")                                          \
    X(AMOUNT_MEDIAN, "amount_lognormal_median", FIGURE, "yuan", "packet amount, fitted median",              \
      "红包金额拟合中位数", "exp(mu) of a lognormal fit to packet amounts", "maximum likelihood")            \
    X(AMOUNT_SIGMA, "amount_lognormal_sigma", FIGURE, "", "packet amount, fitted sigma",                     \
      "红包金额拟合离散度", "sigma of a lognormal fit to packet amounts", "maximum likelihood")              \
    X(PERSONAL_MEAN, "personal_mean", FIGURE, "yuan", "mean personal packet", "个人红包均额",                \
      "mean amount of a packet to one person", "Student's t")                                                \
    X(FAVOURITES, "favourite_amounts", TABLE, "", "favourite amounts", "最常见金额",                         \
      "the ten most frequent amounts of recorded packets", "")                                               \
    X(SHARES, "share_amounts", TABLE, "yuan", "amounts of shares", "领取金额分布",                           \
      "amount of a share taken, by kind of packet, over recorded claims", "")                                \
    X(SHARE_CURVE, "share_histogram", CURVE, "", "amounts of shares", "领取金额直方图",                      \
      "share of recorded claims by amount, ten bins a decade", "")                                           \
    X(SHARE_MEDIAN, "share_lognormal_median", FIGURE, "yuan", "share, fitted median", "领取金额拟合中位数",  \
      "exp(mu) of a lognormal fit to shares", "maximum likelihood")                                          \
    X(SHARE_SIGMA, "share_lognormal_sigma", FIGURE, "", "share, fitted sigma", "领取金额拟合离散度",         \
      "sigma of a lognormal fit to shares", "maximum likelihood")                                            \
    X(RESPONSES, "responses", TABLE, "s", "response times", "响应时间分布",                                  \
      "from sending to claiming, by kind of packet, over recorded claims", "")                               \
    X(RESPONSE_CURVE, "response_histogram", CURVE, "", "response times", "响应时间直方图",                   \
      "share of recorded claims by response time, ten bins a decade", "")                                    \
    X(RESPONSE_MEDIAN, "response_lognormal_median", FIGURE, "s", "response time, fitted median",             \
      "响应时间拟合中位数", "exp(mu) of a lognormal fit to response times", "maximum likelihood")            \
    X(RESPONSE_SIGMA, "response_lognormal_sigma", FIGURE, "", "response time, fitted sigma",                 \
      "响应时间拟合离散度", "sigma of a lognormal fit to response times", "maximum likelihood")              \
    X(CLAIMS_PER_PACKET, "claims_per_packet", CURVE, "", "claims a packet", "每包领取份数",                  \
      "share of ended packets by number of shares taken", "")                                                \
    X(CLAIM_RATE, "claim_rate", FIGURE, "", "claim rate", "领取率",                                          \
      "shares taken / shares offered, of ended packets", "")                                                 \
    X(EMPTIED_SHARE, "emptied_share", FIGURE, "", "emptied packets", "抢完比例",                             \
      "share of ended packets whose every share was taken", "Wilson's interval")                             \
    X(TIME_TO_EMPTY, "time_to_empty", TABLE, "s", "time to empty", "抢完用时",                               \
      "from sending to the last share, of emptied group packets, by number of shares", "")                   \
    X(LUCKIEST, "luckiest_share", FIGURE, "", "luckiest draw", "手气最佳占比",                               \
      "largest share / amount, mean over emptied lucky packets of two and more shares", "Student's t")       \
    X(LUCKIEST_BY_SIZE, "luckiest_by_shares", TABLE, "", "luckiest draw by shares", "手气最佳倍数",          \
      "largest share / mean share of emptied lucky packets, by number of shares", "")                        \
    X(SEX_MATRIX, "sex_matrix", TABLE, "", "who sends to whom", "男女互发",                                  \
      "share of recorded claims by sex of sender and of claimer", "")                                        \
    X(SAME_SEX_ODDS, "same_sex_odds", FIGURE, "", "odds of the same sex", "同性几率比",                      \
      "odds ratio of sender's and claimer's sex: (MM x FF) / (MF x FM)", "")

#define GX_TRAFFIC_NETWORK(X)                                                                                \
    X(F_DEGREE_MEAN, "friends.degree_mean", FIGURE, "users", "mean number of friends", "平均好友数",         \
      "mean number of friends", "")                                                                          \
    X(F_DEGREE_SD, "friends.degree_sd", FIGURE, "users", "sd of friends", "好友数标准差",                    \
      "standard deviation of the number of friends", "")                                                     \
    X(F_DEGREE_RATIO, "friends.second_ratio", FIGURE, "", "<k^2>/<k>", "二阶矩比",                           \
      "mean squared / mean number of friends", "")                                                           \
    X(F_SHARE_200, "friends.share_200", FIGURE, "", "200 friends or more", "好友200人以上",                  \
      "share of users with 200 friends or more", "Wilson's interval")                                        \
    X(F_SHARE_500, "friends.share_500", FIGURE, "", "500 friends or more", "好友500人以上",                  \
      "share of users with 500 friends or more", "Wilson's interval")                                        \
    X(F_DEGREES, "friends.degrees", TABLE, "", "friends and groups a user", "好友与群数分布",                \
      "distribution of the number of friends and of chat groups over users, and of members over groups", "") \
    X(F_CCDF, "friends.ccdf", CURVE, "", "friends, tail distribution", "好友数尾分布",                       \
      "share of users with at least so many friends", "")                                                    \
    X(F_EDGES, "friends.edges", FIGURE, "ties", "friendships", "好友关系数", "pairs of friends", "")         \
    X(F_COMPONENTS, "friends.components", FIGURE, "", "components", "好友图连通分量",                        \
      "connected components of the friend graph", "")                                                        \
    X(F_GIANT, "friends.giant_share", FIGURE, "", "giant component", "好友图最大分量占比",                   \
      "share of users in the largest component", "")                                                         \
    X(F_CLUSTERING, "friends.clustering", FIGURE, "", "average clustering", "平均聚类系数",                  \
      "mean local clustering, users with fewer than two friends count 0", "Watts & Strogatz 1998")           \
    X(F_TRANSITIVITY, "friends.transitivity", FIGURE, "", "global clustering", "全局聚类系数",               \
      "3 triangles / connected triples", "")                                                                 \
    X(F_ASSORTATIVITY, "friends.assortativity", FIGURE, "", "assortativity", "度同配性",                     \
      "correlation of degrees at the two ends of a tie", "Newman 2002")                                      \
    X(F_DISTANCE, "friends.distance_mean", FIGURE, "steps", "mean distance", "平均距离",                     \
      "mean distance between users of the giant component, from sampled sources", "")                        \
    X(F_DISTANCE_THEORY, "friends.distance_theory", FIGURE, "steps", "mean distance, random graph",          \
      "随机图平均距离", "ln N / ln(<k^2>/<k> - 1)", "Newman, Strogatz & Watts 2001")                         \
    X(F_COMMUNITIES, "friends.communities", FIGURE, "", "communities", "好友社区数",                         \
      "communities of the friend graph", "Leiden: Traag, Waltman & van Eck 2019")                            \
    X(F_MODULARITY, "friends.modularity", FIGURE, "", "modularity", "好友图模块度",                          \
      "modularity of these communities", "Newman & Girvan 2004")                                             \
    X(F_PAGERANK, "friends.pagerank", TABLE, "", "PageRank by tie strength", "按好友强度的PageRank",         \
      "the ten users of highest PageRank, ties weighted by strength both ways, damping 0.85",                \
      "Page & Brin 1998")                                                                                    \
    X(P_NODES, "payments.nodes", FIGURE, "users", "users in the payment graph", "支付图用户数",              \
      "users who paid or were paid by packet; needs all events", "")                                         \
    X(P_ARCS, "payments.arcs", FIGURE, "", "paying pairs", "支付关系数",                                     \
      "ordered pairs (sender, claimer) with at least one share", "")                                         \
    X(P_MULTIPLICITY, "payments.multiplicity", FIGURE, "payments", "payments a pair", "每对支付次数",        \
      "shares received / ordered pairs", "")                                                                 \
    X(P_RECIPROCITY, "payments.reciprocity", FIGURE, "", "reciprocity", "互惠度",                            \
      "sum of min(w_ij, w_ji) / sum of w_ij, by money", "Squartini et al. 2013")                             \
    X(P_COMPONENTS, "payments.components", FIGURE, "", "components", "支付图连通分量",                       \
      "weakly connected components of users with a payment", "")                                             \
    X(P_GIANT, "payments.giant_share", FIGURE, "", "giant component", "支付图最大分量占比",                  \
      "share of these users in the largest component", "")                                                   \
    X(P_CLUSTERING, "payments.clustering", FIGURE, "", "clustering", "支付图聚类系数",                       \
      "3 triangles / connected triples, directions dropped", "")                                             \
    X(P_ASSORTATIVITY, "payments.assortativity", FIGURE, "", "assortativity", "支付图度同配性",              \
      "correlation of degrees at the two ends of an arc, directions dropped", "Newman 2002")                 \
    X(P_IN_MEAN, "payments.in_degree_mean", FIGURE, "users", "payers a user", "人均付款人数",                \
      "mean number of different senders a user of the graph", "")                                            \
    X(P_IN_EXPONENT, "payments.in_exponent", FIGURE, "", "in-degree exponent", "入度幂指数",                 \
      "power law fitted to the tail of the in-degrees", "Clauset, Shalizi & Newman 2009")                    \
    X(P_OUT_EXPONENT, "payments.out_exponent", FIGURE, "", "out-degree exponent", "出度幂指数",              \
      "power law fitted to the tail of the out-degrees", "Clauset, Shalizi & Newman 2009")                   \
    X(P_COMMUNITIES, "payments.communities", FIGURE, "", "communities", "支付社区数",                        \
      "communities of the payment graph", "Leiden: Traag, Waltman & van Eck 2019")                           \
    X(P_MODULARITY, "payments.modularity", FIGURE, "", "modularity", "支付图模块度",                         \
      "modularity of these communities", "Newman & Girvan 2004")                                             \
    X(P_PAGERANK, "payments.pagerank", TABLE, "", "PageRank by money", "按金额的PageRank",                   \
      "the ten users of highest PageRank, arcs weighted by money, damping 0.85", "Page & Brin 1998")

#define GX_TRAFFIC_METRICS(X)                                                                                \
    GX_TRAFFIC_COUNTS(X) GX_TRAFFIC_RATES(X) GX_TRAFFIC_USERS(X) GX_TRAFFIC_PACKETS(X) GX_TRAFFIC_NETWORK(X)

typedef enum gx_traffic_id {
#define X(id, name, shape, unit, label, zh, help, source) TRAFFIC_##id,
    GX_TRAFFIC_METRICS(X)
#undef X
        TRAFFIC_COUNT
} gx_traffic_id;

extern const gx_metric gx_traffic_table[TRAFFIC_COUNT];

#endif
