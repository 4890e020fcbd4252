/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of campaigns share: a rich pool, a rich brand, passes, and a campaign without limits. */
#ifndef TESTS_CORE_CAMPAIGN_HELPER_H
#define TESTS_CORE_CAMPAIGN_HELPER_H

#include "helper.h"

#include <gx/base/memory.h>

enum { POOL = FIRST_POOL, BRAND = FIRST_MERCHANT, HOUR = 3600, DAY = 24 * HOUR, WEEK = 7 * DAY };

/* A book with campaigns in which the pool and the brand own `amount` each. */
static inline gx_book *make_campaign_book(gx_fen amount)
{
    gx_book *book = make_book_with(GX_THEME_CAMPAIGNS, WINDOW);
    expect_done(gx_open(book, POOL, amount), amount);
    expect_done(gx_open(book, BRAND, amount), amount);
    return book;
}

static inline gx_pass pass_of(uint32_t user)
{
    return (gx_pass){.user = user, .tier = 1};
}

static inline gx_campaign_order plain_order(gx_fen budget, uint32_t end)
{
    return (gx_campaign_order){.budget = budget, .end = end};
}

static inline gx_campaign open_campaign(gx_book *book, uint32_t owner, uint32_t serial,
                                        gx_campaign_order order)
{
    gx_campaign campaign;
    expect_done(gx_campaign_open(book, key_of(owner, serial), &order, 0, &campaign), order.budget);
    return campaign;
}

/* budget = granted + returned + remaining; and remaining, granted, as told. */
static inline void expect_pool(const gx_book *book, gx_campaign campaign, gx_fen granted, gx_fen remaining)
{
    gx_campaign_view view;
    ck_assert(gx_campaign_look(book, campaign, &view));
    ck_assert_int_eq(view.granted, granted);
    ck_assert_int_eq(view.remaining, remaining);
    ck_assert_int_eq(view.budget, view.granted + view.returned + view.remaining);
}

/* Does `op` without memory, then with one allocation more each time, until it comes to something else; a
 * failure changes nothing. The books of before are copies of one history: `op` must not have been done. */
static inline gx_answer do_choked(gx_book *book, const gx_op *op, gx_result *result, long *failures)
{
    for (long after = 0;; after++) {
        snapshot before = take_snapshot(book);
        gx_memory_fail_after(after);
        gx_answer answer = gx_book_do(book, op, result);
        gx_memory_fail_after(-1);
        if (answer.code != GX_REFUSED_MEMORY)
            return answer;
        expect_unchanged(book, &before);
        ++*failures;
    }
}

/* |seen - expected| within 4.5 standard deviations of a binomial. */
static inline void expect_binomial(uint64_t seen, uint64_t trials, uint32_t ppm)
{
    double p = ppm / 1e6;
    double mean = (double)trials * p;
    double off = (double)seen - mean;
    ck_assert_msg(off * off <= 4.5 * 4.5 * mean * (1 - p) + 1e-9, "%llu of %llu at %u ppm",
                  (unsigned long long)seen, (unsigned long long)trials, ppm);
}

#endif
