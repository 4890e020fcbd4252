/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metrics of this room, once. */
#ifndef GX_CREDIT_METRICS_H
#define GX_CREDIT_METRICS_H

#include <gx/stats/results.h>

/* X(id, name, shape, unit, label, Chinese label, definition, source). The outcome in all of them: a user
 * without a card at the start binds one in the run. */
#define GX_CREDIT_METRICS(X)                                                                                 \
    X(AT_RISK, "at_risk", FIGURE, "users", "users without a card", "期初未绑卡用户",                         \
      "users who had no bound card before the run", "")                                                      \
    X(RATE, "binding_rate", FIGURE, "", "share who bind", "绑卡率", "share of them who have one at the end", \
      "Wilson's interval")                                                                                   \
    X(SEPARATION, "separation", TABLE, "", "what tells binders apart", "区分能力",                           \
      "for each attribute known before the outcome: AUC with 95 % interval, Gini, KS and information "       \
      "value, binders against the others; shares received and friends' shares are taken at the landmark, "   \
      "among those not bound by then",                                                                       \
      "Mann-Whitney with ties; DeLong, DeLong & Clarke-Pearson 1988; exact from histograms")                 \
    X(AUC_FRIENDS, "auc_friends", FIGURE, "", "AUC of friends", "好友数AUC",                                 \
      "probability that a binder has more friends than another user, ties half",                             \
      "DeLong, DeLong & Clarke-Pearson 1988")                                                                \
    X(AUC_GROUPS, "auc_groups", FIGURE, "", "AUC of groups", "群数AUC",                                      \
      "the same of the number of chat groups", "DeLong, DeLong & Clarke-Pearson 1988")                       \
    X(AUC_WEALTH, "auc_wealth", FIGURE, "", "AUC of wealth", "财富AUC",                                      \
      "the same of the balance before the run (in steps of 1/16 of its octave)",                             \
      "DeLong, DeLong & Clarke-Pearson 1988")                                                                \
    X(AUC_CARDED, "auc_friends_with_card", FIGURE, "", "AUC of friends with a card", "已绑卡好友AUC",        \
      "the same of the number of friends with a card before the run; needs the friend layer",                \
      "DeLong, DeLong & Clarke-Pearson 1988")                                                                \
    X(AUC_RECEIVED, "auc_received", FIGURE, "", "AUC of shares received", "已收红包AUC",                     \
      "shares received up to the landmark, against binding after it, among those not bound by then; needs "  \
      "all events",                                                                                          \
      "landmark analysis: Anderson, Cain & Gelber 1983")                                                     \
    X(LANDMARK, "landmark", FIGURE, "min", "landmark", "观察点",                                             \
      "the median time of bindings: what is received before it may predict, what is bound after it is "      \
      "predicted",                                                                                           \
      "")                                                                                                    \
    X(AUC_HIDDEN, "auc_hidden", FIGURE, "", "AUC of the hidden inclination", "隐藏倾向AUC",                  \
      "the same of the hidden inclination to bind, in steps of 1/256 of its utility: what a score would "    \
      "reach that knew the inclination itself, though not the exposure",                                     \
      "DeLong, DeLong & Clarke-Pearson 1988")                                                                \
    X(AUC_ACTIVITY, "auc_activity", FIGURE, "", "AUC of hidden activity", "隐藏活跃度AUC",                   \
      "the same of the hidden activity, in steps of 1/256", "DeLong, DeLong & Clarke-Pearson 1988")          \
    X(BY_HIDDEN, "rate_by_hidden", TABLE, "", "share who bind by inclination", "按隐藏倾向的绑卡率",         \
      "tenths of users by hidden inclination: mean inclination, users, share who bind with 95 % interval",   \
      "Wilson's interval")                                                                                   \
    X(BY_FRIENDS, "rate_by_friends", TABLE, "", "share who bind by friends", "按好友数的绑卡率",             \
      "users by number of friends: users, share who bind with 95 % interval", "Wilson's interval")           \
    X(BY_GROUPS, "rate_by_groups", TABLE, "", "share who bind by groups", "按群数的绑卡率",                  \
      "users by number of chat groups: users, share who bind with 95 % interval", "Wilson's interval")

typedef enum gx_credit_id {
#define X(id, name, shape, unit, label, zh, help, source) CREDIT_##id,
    GX_CREDIT_METRICS(X)
#undef X
        CREDIT_COUNT
} gx_credit_id;

extern const gx_metric gx_credit_table[CREDIT_COUNT];

#endif
