/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of coupons share. */
#ifndef TESTS_CORE_COUPONS_H
#define TESTS_CORE_COUPONS_H

#include "trade.h"

enum { THEMES = GX_THEME_ORDERS | GX_THEME_COUPONS, RICH = 10000000, FAN = 5, FROM = 100, UNTIL = 1000 };

/* 10 coupons of 300 fen off 1000 or more, for anybody. */
static inline gx_coupon_order plain(void)
{
    return (gx_coupon_order){.kind = GX_COUPON_FACE,
                             .count = 10,
                             .face = 300,
                             .floor = 1000,
                             .from = FROM,
                             .until = UNTIL,
                             .partner = 4711,
                             .per_user = 1,
                             .passes_max = 2,
                             .bought_max = UINT32_MAX};
}

static inline gx_coupon_batch issue(gx_book *book, const gx_coupon_order *order, uint32_t now)
{
    gx_coupon_batch batch;
    expect_done(gx_coupon_issue(book, fresh(SHOP), order, now, &batch), order->face * order->count);
    return batch;
}

static inline gx_coupon grant(gx_book *book, gx_coupon_batch batch, uint32_t user, uint32_t now)
{
    gx_coupon coupon;
    gx_pass pass = {.user = user};
    expect_done(gx_coupon_grant(book, batch, &pass, now, &coupon), 0);
    return coupon;
}

#endif
