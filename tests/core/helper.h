/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the core's suites share: a small book, keys, draws, and checks of answers with their figures. */
#ifndef TESTS_CORE_HELPER_H
#define TESTS_CORE_HELPER_H

#include <check.h>
#include <gx/base/draw.h>
#include <gx/core/core.h>
#include <stdlib.h>

enum {
    FIRST_USER = 100,
    USERS = 8,
    FIRST_MERCHANT = 1000,
    MERCHANTS = 4,
    FIRST_POOL = 2000,
    POOLS = 4,
    WINDOW = 4,
    ELSEWHERE = 77, /* a user of another book */
    TEST_PURPOSE = 0xf200
};

/* Where the calendar of a themed book begins: the midnight before 2016-02-07, the Eve of the year of the
 * monkey. */
#define TEST_START INT64_C(1454803200)

/* Everybody is a member of every even group; nobody of an odd one. */
static inline bool even_groups(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    (void)user;
    return group % 2 == 0;
}

static inline gx_book *make_book(uint32_t window)
{
    gx_book_config config = {
        .first_user = FIRST_USER, .users = USERS, .key_window = window, .membership = {even_groups, NULL}};
    gx_book *book;
    gx_error error;
    ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_OK);
    return book;
}

/* A book with themes (bits of gx_theme_bit), merchants and pools; its tick is a second. */
static inline gx_book *make_book_with(uint32_t themes, uint32_t window)
{
    gx_book_config config = {.first_user = FIRST_USER,
                             .users = USERS,
                             .key_window = window,
                             .themes = themes,
                             .merchants = {FIRST_MERCHANT, MERCHANTS},
                             .pools = {FIRST_POOL, POOLS},
                             .calendar = {.start = TEST_START, .tick_ms = 1000},
                             .membership = {even_groups, NULL}};
    gx_book *book;
    gx_error error;
    ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_OK);
    return book;
}

/* A book in which each user owns `amount` fen, and the odd ones have a card. */
static inline gx_book *make_rich_book(uint32_t window, gx_fen amount)
{
    gx_book *book = make_book(window);
    for (uint32_t i = 0; i < USERS; i++)
        ck_assert_int_eq(gx_open(book, FIRST_USER + i, amount).code, GX_DONE);
    for (uint32_t i = 1; i < USERS; i += 2)
        ck_assert_int_eq(gx_wallet_bind_card(book, FIRST_USER + i, 0).code, GX_DONE);
    return book;
}

static inline gx_op_key key_of(uint32_t account, uint32_t serial)
{
    gx_op_key key = {account, serial};
    return key;
}

static inline gx_draw draw_of(uint32_t who, uint32_t about)
{
    return gx_draw_at(gx_key_make(20160207, 0), TEST_PURPOSE, who, about, 0);
}

static inline void expect_done(gx_answer answer, gx_fen amount)
{
    ck_assert_msg(answer.code == GX_DONE, "expected done, got %s", gx_answer_name(answer.code));
    ck_assert_int_eq(answer.amount, amount);
    ck_assert_int_eq(answer.have, 0);
    ck_assert_int_eq(answer.need, 0);
}

static inline void expect_refused(gx_answer answer, gx_answer_code code, int64_t have, int64_t need)
{
    ck_assert_msg(answer.code == code, "expected %s, got %s", gx_answer_name(code),
                  gx_answer_name(answer.code));
    ck_assert_int_eq(answer.have, have);
    ck_assert_int_eq(answer.need, need);
    ck_assert_int_eq(answer.amount, 0);
}

static inline void expect_balanced(const gx_book *book)
{
    gx_audit quick = gx_book_audit_quick(book);
    gx_audit full = gx_book_audit_full(book);
    ck_assert(quick.balanced);
    ck_assert(full.balanced);
    ck_assert_int_eq(full.total, 0);
    ck_assert_int_eq(full.users, quick.users);
    ck_assert_int_eq(full.held, quick.held);
}

/* Everything that money could change in, to show that a refusal changed nothing. */
typedef struct snapshot {
    uint64_t digest;
    uint64_t state; /* the whole of it, but for what keys remember */
    gx_fen house[GX_HOUSE_COUNT];
    gx_fen held;
    uint64_t open;
    gx_book_counts counts;
} snapshot;

static inline snapshot take_snapshot(const gx_book *book)
{
    snapshot now = {.digest = gx_book_digest(book),
                    .state = gx_book_keyless_digest(book),
                    .held = gx_book_audit_full(book).held,
                    .open = gx_packets_open(book),
                    .counts = gx_book_count(book)};
    for (int i = 0; i < GX_HOUSE_COUNT; i++)
        now.house[i] = gx_book_house(book, (gx_house_account)i);
    return now;
}

static inline void expect_unchanged(const gx_book *book, const snapshot *before)
{
    snapshot now = take_snapshot(book);
    ck_assert_uint_eq(now.digest, before->digest);
    ck_assert_uint_eq(now.state, before->state);
    ck_assert_int_eq(now.held, before->held);
    ck_assert_uint_eq(now.open, before->open);
    for (int i = 0; i < GX_HOUSE_COUNT; i++)
        ck_assert_int_eq(now.house[i], before->house[i]);
    ck_assert_mem_eq(&now.counts, &before->counts, sizeof now.counts);
    expect_balanced(book);
}

static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
