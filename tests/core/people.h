/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of red packets between people share. */
#ifndef TESTS_CORE_PEOPLE_H
#define TESTS_CORE_PEOPLE_H

#include "helper.h"

enum { NOON = 1000, DAY = 24 * 3600, PLACE = 7, STRANGER = 5 /* a user of another book */ };

/* A book with the theme, in which each user owns `amount` fen, and the odd ones have a card. */
static inline gx_book *make_social_book(uint32_t window, gx_fen amount)
{
    gx_book *book = make_book_with(GX_THEME_SOCIAL_PACKETS, window);
    for (uint32_t i = 0; i < USERS; i++)
        ck_assert_int_eq(gx_open(book, FIRST_USER + i, amount).code, GX_DONE);
    for (uint32_t i = 1; i < USERS; i += 2)
        ck_assert_int_eq(gx_wallet_bind_card(book, FIRST_USER + i, 0).code, GX_DONE);
    return book;
}

static inline gx_pass pass_at(uint32_t user, uint16_t place)
{
    return (gx_pass){.user = user, .place = place};
}

/* Rows of an operation that is refused: set up, try, compare. */
#define EXPECT_REFUSED_UNCHANGED(book, call, code, have, need)                                               \
    do {                                                                                                     \
        snapshot before_ = take_snapshot(book);                                                              \
        expect_refused(call, code, have, need);                                                              \
        expect_unchanged(book, &before_);                                                                    \
    } while (0)

#endif
