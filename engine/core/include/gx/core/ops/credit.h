/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of credit, members and risk control (K1, K3–K6). Numbers 0xd0 … 0xef. */
#ifndef GX_CORE_OPS_CREDIT_H
#define GX_CORE_OPS_CREDIT_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CREDIT(X)                                                                                     \
    X(0xd0, SCORE_RULES, score_rules, CREDIT, 0, "K1", "weights and period of the score from now on")        \
    X(0xd1, SCORE_UPDATE, score_update, CREDIT, 0, "K1", "a user's score anew, from features")               \
    X(0xd2, GATE_SET, gate_set, CREDIT, 0, "K3", "the least score that a right asks for")                    \
    X(0xd3, CREDIT_RULES, credit_rules, CREDIT, 0, "K4", "limits, days and rates of the line from now on")   \
    X(0xd4, CREDIT_LIMIT, credit_limit, CREDIT, 0, "K4", "a limit of the user's own")                        \
    X(0xd5, CREDIT_DRAW, credit_draw, CREDIT, 1, "K4", "borrow, into the balance or as a payment")           \
    X(0xd6, CREDIT_REPAY, credit_repay, CREDIT, 1, "K4", "pay back, the oldest debt first")                  \
    X(0xd7, CREDIT_ACCRUE, credit_accrue, CREDIT, 0, "K4", "charge interest and late fees up to today")      \
    X(0xd8, CREDIT_WRITE_OFF, credit_write_off, CREDIT, 0, "K4", "a debt becomes a loss")                    \
    X(0xd9, CREDIT_RECOVER, credit_recover, CREDIT, 1, "K4", "pay what was written off")                     \
    X(0xe0, MEMBER_RULES, member_rules, MEMBERS, 0, "K5", "points and tiers from now on")                    \
    X(0xe1, MEMBER_ACTIVITY, member_activity, MEMBERS, 0, "K5", "points for what a user did")                \
    X(0xe2, MEMBER_SPEND, member_spend, MEMBERS, 1, "K5", "spend points")                                    \
    X(0xe3, MEMBER_CLOSE, member_close, MEMBERS, 0, "K5", "end the period: tiers are kept, sums begin anew") \
    X(0xe8, RISK_RULES, risk_rules, RISK, 0, "K6", "what is watched and stopped from now on")                \
    X(0xe9, RISK_SIGNALS, risk_signals, RISK, 0, "K6", "what the host knows of a user")                      \
    X(0xea, RISK_BLOCK, risk_block, RISK, 0, "K6", "on the block list, or off it")                           \
    X(0xeb, RISK_GRANT, risk_grant, RISK, 0, "K6", "may a campaign give to this user; remembered")           \
    X(0xec, RISK_STOPPED, risk_stopped, RISK, 0, "K6", "count what a rule stopped")

/* clang-format off */
#define GX_ARGS_score_rules(F)                                                                               \
    F(u8, identity) F(u8, ability) F(u8, history) F(u8, network) F(u8, behaviour) F(u16, period_days)
#define GX_ARGS_score_update(F)                                                                              \
    F(u32, user) F(u32, identity) F(u32, ability) F(u32, history) F(u32, network) F(u32, behaviour)
#define GX_ARGS_gate_set(F) F(u8, right) F(u16, minimum)
#define GX_ARGS_credit_rules(F)                                                                              \
    F(u32, limit_0) F(u32, limit_1) F(u32, limit_2) F(u32, limit_3) F(u32, limit_4) F(u16, cycle_days)       \
    F(u16, grace_days) F(u16, write_off_days) F(u32, interest_ppm) F(u32, late_ppm)
#define GX_ARGS_credit_limit(F) F(u32, user) F(u8, own) F(u32, limit)
#define GX_ARGS_credit_draw(F) F(fen, amount) F(u8, way)
#define GX_ARGS_credit_repay(F) F(fen, amount)
#define GX_ARGS_credit_accrue(F) F(u32, user)
#define GX_ARGS_credit_write_off(F) F(ref, debt)
#define GX_ARGS_credit_recover(F) F(fen, amount)
#define GX_ARGS_member_rules(F)                                                                              \
    F(u32, purposes) F(u16, points_per_yuan) F(u8, period) F(u32, gold) F(u32, platinum) F(u32, diamond)     \
    F(u32, diamond_activity) F(u32, activity_max)
#define GX_ARGS_member_activity(F) F(u32, user) F(u32, points)
#define GX_ARGS_member_spend(F) F(u32, points)
#define GX_ARGS_member_close(F) F(u8, keep_points)
#define GX_ARGS_risk_rules(F)                                                                                \
    F(u32, purposes) F(fen, amount_max) F(fen, day_max) F(u16, burst) F(u32, refill_ticks)                   \
    F(u8, devices_min) F(u32, card_ticks) F(u32, grant_min) F(u16, weight_devices) F(u16, weight_card)       \
    F(u16, weight_drain) F(u16, grant_threshold) F(u16, withdraw_threshold)
#define GX_ARGS_risk_signals(F) F(u32, user) F(u8, devices) F(u8, card_known) F(u32, card_bound)
#define GX_ARGS_risk_block(F) F(u32, user) F(u8, blocked)
#define GX_ARGS_risk_grant(F) F(u32, user) F(fen, amount)
#define GX_ARGS_risk_stopped(F) F(u8, rule) F(u8, farmed) F(fen, amount)
/* clang-format on */

#endif
