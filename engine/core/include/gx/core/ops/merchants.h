/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of referral and coupons (M4–M6). Numbers 0xc0 … 0xcf. */
#ifndef GX_CORE_OPS_MERCHANTS_H
#define GX_CORE_OPS_MERCHANTS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_MERCHANTS(X)                                                                                  \
    X(0xc0, REFERRAL_RULES, referral_rules, COUPONS, 0, "M4", "what recommenders get from now on")           \
    X(0xc1, REFERRAL_ATTACH, referral_attach, COUPONS, 0, "M4", "an order has a recommender")                \
    X(0xc2, COUPON_ISSUE, coupon_issue, COUPONS, 1, "M5", "a batch, its budget held")                        \
    X(0xc3, COUPON_GRANT, coupon_grant, COUPONS, 0, "M5 M8", "one to a user whom the target rule lets")      \
    X(0xc4, COUPON_REDEEM, coupon_redeem, COUPONS, 0, "M5", "the discount out of the budget")                \
    X(0xc5, COUPON_RESTORE, coupon_restore, COUPONS, 0, "M5",                                                \
      "the payment failed: discount and coupon back")                                                        \
    X(0xc6, COUPON_PASS, coupon_pass, COUPONS, 0, "M6", "on to a friend")                                    \
    X(0xc7, COUPON_CLOSE, coupon_close, COUPONS, 0, "M5", "expired: the rest of the budget back")

/* clang-format off */
#define GX_ARGS_referral_rules(F) F(u32, open_ppm) F(u32, affiliate_ppm) F(fen, cap) F(u16, score_min)
#define GX_ARGS_referral_attach(F) F(ref, order) F(pass, by) F(u8, kind)
#define GX_ARGS_coupon_issue(F)                                                                              \
    F(u32, count) F(u32, off_ppm) F(fen, face) F(fen, floor) F(u32, from) F(u32, until) F(u32, partner)      \
    F(u16, per_user) F(u16, passes_max) F(u32, bought_min) F(u32, bought_max) F(u32, badges)                 \
    F(u16, score_min) F(u16, place) F(u8, kind) F(u8, tier_min) F(u8, sex) F(u8, age_min) F(u8, age_max)     \
    F(u8, occupation)
#define GX_ARGS_coupon_grant(F) F(ref, batch) F(pass, to)
#define GX_ARGS_coupon_redeem(F) F(ref, coupon) F(u32, user) F(fen, price)
#define GX_ARGS_coupon_restore(F) F(ref, coupon)
#define GX_ARGS_coupon_pass(F) F(ref, coupon) F(u32, from) F(u32, to) F(u16, nth)
#define GX_ARGS_coupon_close(F) F(ref, batch)
/* clang-format on */

#endif
