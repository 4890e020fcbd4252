/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-phase money: post in parts, void, expire not before time; resolved once. */
#include "helper.h"

static gx_hold place(gx_book *book, uint32_t serial, gx_fen amount, uint32_t expires)
{
    gx_hold hold;
    expect_done(gx_hold_place(book, key_of(FIRST_USER, serial), amount, expires, 0, &hold), amount);
    ck_assert_int_eq(gx_hold_remaining(book, hold), amount);
    return hold;
}

START_TEST(a_hold_is_posted_in_parts)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold hold = place(book, 1, 600, 50);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 400);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 600);
    expect_done(gx_hold_post(book, hold, 200, 10), 200);
    ck_assert_int_eq(gx_hold_remaining(book, hold), 400);
    expect_refused(gx_hold_post(book, hold, 401, 10), GX_REFUSED_FUNDS, 400, 401);
    expect_refused(gx_hold_post(book, hold, 0, 10), GX_REFUSED_AMOUNT, 0, 1);
    expect_done(gx_hold_post(book, hold, 400, 49), 400);
    ck_assert_int_eq(gx_hold_remaining(book, hold), 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 600);
    expect_refused(gx_hold_post(book, hold, 1, 49), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_hold_void(book, hold, 49), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_hold_expire(book, hold, 99), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(void_gives_back_what_is_left)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold hold = place(book, 1, 600, 50);
    expect_done(gx_hold_post(book, hold, 1, 0), 1);
    expect_done(gx_hold_void(book, hold, 0), 599);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 999);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    expect_refused(gx_hold_void(book, hold, 0), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(nothing_expires_early_and_nothing_is_posted_late)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold hold = place(book, 1, 600, 50);
    snapshot before = take_snapshot(book);
    expect_refused(gx_hold_expire(book, hold, 49), GX_REFUSED_NOT_DUE, 49, 50);
    expect_refused(gx_hold_post(book, hold, 1, 50), GX_REFUSED_EXPIRED, 50, 50);
    expect_unchanged(book, &before);
    expect_done(gx_hold_expire(book, hold, 50), 600);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 1000);
    expect_refused(gx_hold_expire(book, hold, 50), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_counts counts = gx_book_count(book);
    ck_assert_uint_eq(counts.holds, 1);
    ck_assert_int_eq(counts.held, 600);
    ck_assert_uint_eq(counts.posts, 0);
    ck_assert_uint_eq(counts.refunds, 1);
    ck_assert_int_eq(counts.refunded, 600);
    gx_book_free(book);
}
END_TEST

START_TEST(a_handle_kept_too_long_does_not_reach_the_next_tenant)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold first = place(book, 1, 100, 50);
    expect_done(gx_hold_void(book, first, 0), 100);
    gx_hold second = place(book, 2, 200, 50);
    ck_assert_uint_eq(first.slot, second.slot); /* the place is used again */
    ck_assert_uint_ne(first.life, second.life);
    expect_refused(gx_hold_void(book, first, 0), GX_REFUSED_RESOLVED, 0, 0);
    ck_assert_int_eq(gx_hold_remaining(book, first), 0);
    ck_assert_int_eq(gx_hold_remaining(book, second), 200);
    gx_hold never[] = {
        {0, 0}, {second.slot, second.life + 1}, {second.slot + 1, 1}, {UINT32_MAX, UINT32_MAX}};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        expect_refused(gx_hold_void(book, never[i], 0), GX_REFUSED_NO_SUCH, 0, 0);
        ck_assert_int_eq(gx_hold_remaining(book, never[i]), 0);
    }
    /* The place is free at life 3, which nobody was given yet. */
    expect_done(gx_hold_void(book, second, 0), 200);
    expect_refused(gx_hold_void(book, (gx_hold){second.slot, second.life + 1}, 0), GX_REFUSED_NO_SUCH, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(a_repeated_key_names_the_same_hold)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold hold = place(book, 1, 600, 50);
    snapshot before = take_snapshot(book);
    gx_hold again;
    expect_done(gx_hold_place(book, key_of(FIRST_USER, 1), 600, 50, 0, &again), 600);
    ck_assert_mem_eq(&hold, &again, sizeof hold);
    expect_refused(gx_hold_place(book, key_of(FIRST_USER, 1), 600, 51, 0, &again), GX_REFUSED_KEY_CONTENT, 0,
                   0);
    ck_assert_uint_eq(again.life, 0);
    expect_refused(gx_hold_place(book, key_of(FIRST_USER, 2), 401, 50, 0, &again), GX_REFUSED_FUNDS, 400,
                   401);
    expect_refused(gx_hold_place(book, key_of(FIRST_USER, 3), 0, 50, 0, &again), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_hold_place(book, key_of(1, 3), 1, 50, 0, &again), GX_REFUSED_ACCOUNT, 0, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(the_hold_of_a_packet_is_out_of_reach)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 5, .amount = 500};
    gx_packet_ref packet;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 1), &order, 0, &packet, NULL), 500);
    snapshot before = take_snapshot(book);
    gx_hold guess = {0, 1};
    expect_refused(gx_hold_void(book, guess, 0), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_hold_post(book, guess, 1, 0), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_hold_expire(book, guess, UINT32_MAX), GX_REFUSED_NO_SUCH, 0, 0);
    ck_assert_int_eq(gx_hold_remaining(book, guess), 0);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/holds");
    TCase *tests = tcase_create("holds");
    tcase_add_test(tests, a_hold_is_posted_in_parts);
    tcase_add_test(tests, void_gives_back_what_is_left);
    tcase_add_test(tests, nothing_expires_early_and_nothing_is_posted_late);
    tcase_add_test(tests, a_handle_kept_too_long_does_not_reach_the_next_tenant);
    tcase_add_test(tests, a_repeated_key_names_the_same_hold);
    tcase_add_test(tests, the_hold_of_a_packet_is_out_of_reach);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
