/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W2 and W3: cards, top-up, withdrawal, transfers, and money on its way between two books. */
#include "helper.h"

START_TEST(W2_top_up_and_withdrawal_need_a_card)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t user = FIRST_USER;
    ck_assert(!gx_wallet_has_card(book, user));
    snapshot before = take_snapshot(book);
    expect_refused(gx_wallet_top_up(book, key_of(user, 1), 10, 0), GX_REFUSED_NO_CARD, 0, 1);
    expect_refused(gx_wallet_withdraw(book, key_of(user, 2), 10, 0), GX_REFUSED_NO_CARD, 0, 1);
    expect_unchanged(book, &before);
    expect_done(gx_wallet_bind_card(book, user, 0), 0);
    ck_assert(gx_wallet_has_card(book, user));
    expect_done(gx_wallet_top_up(book, key_of(user, 3), 10, 0), 10);
    expect_done(gx_wallet_withdraw(book, key_of(user, 4), 1010, 0), 1010);
    expect_refused(gx_wallet_withdraw(book, key_of(user, 5), 1, 0), GX_REFUSED_FUNDS, 0, 1);
    expect_refused(gx_wallet_withdraw(book, key_of(user, 6), 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_wallet_top_up(book, key_of(user, 7), -3, 0), GX_REFUSED_AMOUNT, -3, 1);
    ck_assert_int_eq(gx_book_balance(book, user), 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CARD_GATEWAY), 1000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_a_card_binds_once)
{
    gx_book *book = make_book(WINDOW);
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    ck_assert_uint_eq(gx_book_count(book).cards, 1);
    expect_refused(gx_wallet_bind_card(book, FIRST_USER + USERS, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_USER + USERS);
    ck_assert(!gx_wallet_has_card(book, FIRST_USER + USERS));
    gx_book_free(book);
}
END_TEST

START_TEST(W3_transfers_move_what_they_say)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 1000, 0), 1000);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 0);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 1), 2000);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 1, 0), GX_REFUSED_FUNDS, 0, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_money_in_flight_is_the_sum_of_clearing)
{
    gx_book_config config = {.first_user = 0, .users = 2};
    gx_book *here;
    gx_book *there;
    ck_assert_int_eq(gx_book_create(&here, &config, NULL), GX_OK);
    config.first_user = 2;
    ck_assert_int_eq(gx_book_create(&there, &config, NULL), GX_OK);
    expect_done(gx_open(here, 1, 700), 700);
    expect_done(gx_transfer_out(here, key_of(1, 0), ELSEWHERE, 250, 0), 250);
    ck_assert_int_eq(gx_book_house(here, GX_HOUSE_CLEARING) + gx_book_house(there, GX_HOUSE_CLEARING), 250);
    expect_balanced(here);
    expect_done(gx_transfer_in(there, 3, 250, 0), 250);
    ck_assert_int_eq(gx_book_house(here, GX_HOUSE_CLEARING) + gx_book_house(there, GX_HOUSE_CLEARING), 0);
    ck_assert_int_eq(gx_book_balance(there, 3), 250);
    expect_balanced(there);
    gx_book_free(here);
    gx_book_free(there);
}
END_TEST

START_TEST(opening_balances_come_from_the_opening_account)
{
    gx_book *book = make_book(WINDOW);
    expect_done(gx_open(book, FIRST_USER, 0), 0);
    expect_done(gx_open(book, FIRST_USER, 123), 123);
    expect_refused(gx_open(book, FIRST_USER, -1), GX_REFUSED_AMOUNT, -1, 1);
    expect_refused(gx_open(book, 0, 5), GX_REFUSED_ACCOUNT, 0, 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_OPENING), -123);
    gx_book_free(book);
}
END_TEST

START_TEST(counts_say_what_was_done_and_nothing_else)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t user = FIRST_USER + 1;
    expect_done(gx_wallet_top_up(book, key_of(user, 1), 5, 0), 5);
    expect_done(gx_wallet_top_up(book, key_of(user, 1), 5, 0), 5); /* the same one */
    expect_done(gx_wallet_top_up(book, key_of(user, 2), 6, 0), 6);
    expect_done(gx_wallet_withdraw(book, key_of(user, 3), 7, 0), 7);
    expect_done(gx_transfer(book, key_of(user, 4), FIRST_USER, 8, 0), 8);
    expect_done(gx_transfer_out(book, key_of(user, 5), ELSEWHERE, 9, 0), 9);
    expect_done(gx_transfer_in(book, user, 9, 0), 9); /* counted where it set out */
    expect_refused(gx_transfer_out(book, key_of(user, 6), ELSEWHERE, 5000, 0), GX_REFUSED_FUNDS, 987 + 9,
                   5000);
    gx_book_counts counts = gx_book_count(book);
    ck_assert_uint_eq(counts.top_ups, 2);
    ck_assert_int_eq(counts.topped_up, 11);
    ck_assert_uint_eq(counts.withdrawals, 1);
    ck_assert_int_eq(counts.withdrawn, 7);
    ck_assert_uint_eq(counts.transfers, 2);
    ck_assert_int_eq(counts.transferred, 17);
    ck_assert_uint_eq(counts.cards, USERS / 2);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/wallet");
    TCase *tests = tcase_create("wallet");
    tcase_add_test(tests, W2_top_up_and_withdrawal_need_a_card);
    tcase_add_test(tests, W2_a_card_binds_once);
    tcase_add_test(tests, W3_transfers_move_what_they_say);
    tcase_add_test(tests, W3_money_in_flight_is_the_sum_of_clearing);
    tcase_add_test(tests, opening_balances_come_from_the_opening_account);
    tcase_add_test(tests, counts_say_what_was_done_and_nothing_else);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
