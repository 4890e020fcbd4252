/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of circles (S5–S7, S12). Numbers 0xa0 … 0xbf. */
#ifndef GX_CORE_OPS_CIRCLES_H
#define GX_CORE_OPS_CIRCLES_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CIRCLES(X)                                                                                    \
    X(0xa0, CIRCLE_RULES, circle_rules, CIRCLES, 0, "S6 S7", "who may operate, what moderation costs")       \
    X(0xa1, CIRCLE_OPEN, circle_open, CIRCLES, 1, "S5 S6", "a circle with open gates")                       \
    X(0xa2, CIRCLE_GATE, circle_gate, CIRCLES, 0, "S5", "the gate before a right")                           \
    X(0xa3, CIRCLE_REAL_NAME, circle_real_name, CIRCLES, 0, "S12", "the least tier of identity")             \
    X(0xa4, CIRCLE_JOIN, circle_join, CIRCLES, 0, "S5", "become a member")                                   \
    X(0xa5, CIRCLE_LEAVE, circle_leave, CIRCLES, 0, "S5", "be one no more")                                  \
    X(0xa6, CIRCLE_STANDING, circle_standing, CIRCLES, 0, "S5", "a member's standing")                       \
    X(0xa7, CIRCLE_POST, circle_post, CIRCLES, 0, "S1 S5 S6", "a post to a circle")                          \
    X(0xa8, CIRCLE_MUTE, circle_mute, CIRCLES, 0, "S7", "no word until a time")                              \
    X(0xa9, CIRCLE_BAN, circle_ban, CIRCLES, 0, "S7", "no right any more")                                   \
    X(0xaa, CIRCLE_LIFT, circle_lift, CIRCLES, 0, "S7", "mute and ban taken back")                           \
    X(0xab, CIRCLE_SHUT, circle_shut, CIRCLES, 0, "S7", "shut at a given time")                              \
    X(0xac, CIRCLE_REOPEN, circle_reopen, CIRCLES, 0, "S7", "open again at a given time")                    \
    X(0xad, CIRCLE_CLOSE, circle_close, CIRCLES, 0, "S6", "the end of an empty circle")

/* clang-format off */
#define GX_ARGS_circle_rules(F) F(fen, act_cost) F(u8, operators)
#define GX_ARGS_circle_open(F) F(u8, mode) F(u8, real_name) F(u32, topic)
#define GX_ARGS_circle_gate(F)                                                                               \
    F(ref, circle) F(u32, actor) F(u8, right) F(u8, alternative) F(u64, occupations) F(u32, badges_all)      \
    F(u32, badges_any) F(u16, score_min) F(u16, standing_min) F(u8, tier_min) F(u8, sexes) F(u8, age_min)    \
    F(u8, age_max)
#define GX_ARGS_circle_real_name(F) F(ref, circle) F(u32, actor) F(u8, tier)
#define GX_ARGS_circle_join(F) F(ref, circle) F(pass, pass)
#define GX_ARGS_circle_leave(F) F(ref, circle) F(u32, user)
#define GX_ARGS_circle_standing(F) F(ref, circle) F(u32, actor) F(u32, user) F(u16, standing)
#define GX_ARGS_circle_post(F)                                                                               \
    F(ref, circle) F(pass, pass) F(u32, addressees) F(u32, expires) F(u32, occasion) F(u32, shop)            \
    F(u8, shop_platform)
#define GX_ARGS_circle_mute(F) F(ref, circle) F(u32, actor) F(u32, user) F(u32, until)
#define GX_ARGS_circle_ban(F) F(ref, circle) F(u32, actor) F(u32, user)
#define GX_ARGS_circle_lift(F) F(ref, circle) F(u32, actor) F(u32, user)
#define GX_ARGS_circle_shut(F) F(ref, circle) F(u32, actor) F(u32, from) F(u32, until)
#define GX_ARGS_circle_reopen(F) F(ref, circle) F(u32, actor) F(u32, at)
#define GX_ARGS_circle_close(F) F(ref, circle) F(u32, actor)
/* clang-format on */

#endif
