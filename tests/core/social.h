/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of content and circles share: passes, books, and what happens when memory runs out. */
#ifndef TESTS_CORE_SOCIAL_H
#define TESTS_CORE_SOCIAL_H

#include "helper.h"

#include <gx/base/memory.h>

enum { WOMAN = 1, MAN = 2, STUDENT = 3, CLERK = 4, NOW = 1000, STRANGER = 7777, SHOP = 9000 };

/* Somebody with a name in the second tier, 30 years old, with a score of 600. */
static inline gx_pass pass_of(uint32_t user)
{
    gx_pass pass = {.user = user, .score = 600, .tier = 2, .sex = WOMAN, .age = 30, .occupation = CLERK};
    return pass;
}

static inline gx_book *make_social_book(void)
{
    gx_book *book = make_book_with(GX_THEME_CONTENT | GX_THEME_CIRCLES, WINDOW);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 1000), 1000);
    for (uint32_t i = 0; i < MERCHANTS; i++)
        expect_done(gx_open(book, FIRST_MERCHANT + i, 1000), 1000);
    return book;
}

static inline gx_post_order post_to(gx_audience kind, uint32_t audience)
{
    gx_post_order order = {.kind = kind, .audience = audience, .expires = GX_NO_EXPIRY, .shop = GX_NO_SHOP};
    return order;
}

static inline gx_post_ref send_post(gx_book *book, uint32_t author, uint32_t serial, gx_post_order order)
{
    gx_post_ref post;
    expect_done(gx_post_send(book, key_of(author, serial), &order, NOW, &post), 0);
    return post;
}

static inline gx_circle_ref open_circle(gx_book *book, uint32_t keeper, gx_circle_mode mode,
                                        uint8_t real_name)
{
    gx_circle_order order = {.mode = mode, .real_name = real_name, .topic = 5};
    gx_circle_ref circle;
    static uint32_t serial = 1000000;
    expect_done(gx_circle_open(book, key_of(keeper, serial++), &order, NOW, &circle), 0);
    return circle;
}

static inline gx_post_ref post_in(gx_book *book, gx_circle_ref circle, uint32_t user)
{
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    gx_pass pass = pass_of(user);
    gx_post_ref post;
    expect_done(gx_circle_post(book, circle, &pass, &order, NOW, &post), 0);
    return post;
}

/* Does the operation with its first allocation failing, then its second, … until it is done; each failure is
 * an answer and changes nothing. Returns how many there were. */
static inline long fail_until_done(gx_book *book, const gx_op *op)
{
    for (long failures = 0;; failures++) {
        uint64_t before = gx_book_keyless_digest(book);
        gx_memory_fail_after(failures);
        gx_answer answer = gx_book_do(book, op, NULL);
        gx_memory_fail_after(-1);
        if (answer.code == GX_DONE) {
            expect_balanced(book);
            return failures;
        }
        expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
        ck_assert_uint_eq(gx_book_keyless_digest(book), before);
        ck_assert_int_lt(failures, 100);
    }
}

#endif
