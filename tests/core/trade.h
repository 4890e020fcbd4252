/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of trade (orders, services, coupons, referral) share: serials, chance, memory that runs
 * out. */
#ifndef TESTS_CORE_TRADE_H
#define TESTS_CORE_TRADE_H

#include "helper.h"

#include <gx/base/memory.h>

enum { SHOP = FIRST_MERCHANT, BUYER = FIRST_USER, SELLER = FIRST_USER + 7, HOUR = 3600, DAY = 24 * HOUR };

/* A key that was never used before in this process. */
static inline gx_op_key fresh(uint32_t account)
{
    static uint32_t serial;
    return key_of(account, ++serial);
}

/* Reproducible chance: the nth number of a test, in 0 … below - 1. */
static inline uint32_t chance(uint32_t nth, uint32_t about, uint32_t below)
{
    return gx_below32(draw_of(nth, about).word[0], below);
}

/* A themed book in which each user and each merchant owns `amount` fen. */
static inline gx_book *make_market(uint32_t themes, gx_fen amount)
{
    gx_book *book = make_book_with(themes, WINDOW);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, amount), amount);
    for (uint32_t i = 0; i < MERCHANTS; i++)
        expect_done(gx_open(book, FIRST_MERCHANT + i, amount), amount);
    return book;
}

/* Refused as said, and nothing changed. */
static inline void refused(gx_book *book, const snapshot *before, gx_answer answer, gx_answer_code code,
                           int64_t have, int64_t need)
{
    expect_refused(answer, code, have, need);
    expect_unchanged(book, before);
}

/* The operation with a failure at its first allocation, then at the next one, until it is done; each failure
 * is an answer and changes nothing. How many there were. */
static inline long fail_until_done(gx_book *book, const gx_op *op, gx_result *result)
{
    for (long failures = 0;; failures++) {
        snapshot before = take_snapshot(book);
        gx_memory_fail_after(failures);
        gx_answer answer = gx_book_do(book, op, result);
        gx_memory_fail_after(-1);
        if (answer.code == GX_DONE)
            return failures;
        refused(book, &before, answer, GX_REFUSED_MEMORY, 0, 0);
    }
}

/* A book with these themes is made, or not, whichever of its allocations fails; how many can. */
static inline long fail_creation(uint32_t themes)
{
    gx_book_config config = {.first_user = FIRST_USER,
                             .users = USERS,
                             .key_window = WINDOW,
                             .themes = themes,
                             .merchants = {FIRST_MERCHANT, MERCHANTS}};
    for (long failures = 0;; failures++) {
        gx_book *book;
        gx_error error;
        gx_memory_fail_after(failures);
        gx_status status = gx_book_create(&book, &config, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            gx_book_free(book);
            return failures;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_ptr_null(book);
    }
}

/* The first thing of its kind that a book makes. */
static const gx_ref first_made = {0, 1};

/* The digest of a fresh book's state after these operations, all of which are done. */
static inline uint64_t digest_after(uint32_t themes, const gx_op *ops, size_t count)
{
    gx_book *book = make_market(themes, 1000000);
    for (size_t i = 0; i < count; i++)
        ck_assert_int_eq(gx_book_do(book, &ops[i], NULL).code, GX_DONE);
    uint64_t digest = gx_book_keyless_digest(book);
    gx_book_free(book);
    return digest;
}

static const gx_ref no_such = {77, 1};

#endif
