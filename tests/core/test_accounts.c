/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K6: what an account may not do, and its cap; transfers that move what they can; opening before the run
 * only. */
#include "helper.h"

#include <gx/base/memory.h>

static gx_answer balancing(gx_book *book, uint32_t serial, uint32_t from, uint32_t to, gx_fen amount)
{
    gx_op op = {.kind = GX_OP_TRANSFER,
                .key = key_of(FIRST_USER + from, serial),
                .args.transfer = {FIRST_USER + to, amount, 1}};
    return gx_book_do(book, &op, NULL);
}

START_TEST(opening_is_for_before_the_run)
{
    gx_book *book = make_book(WINDOW);
    expect_done(gx_open(book, FIRST_USER, 5), 5);
    expect_done(gx_open(book, FIRST_USER, 5), 5);
    expect_refused(gx_open(book, FIRST_USER, -1), GX_REFUSED_AMOUNT, -1, 1);
    expect_refused(gx_open(book, FIRST_USER + USERS, 1), GX_REFUSED_ACCOUNT, 0, FIRST_USER + USERS);
    /* What was refused did not begin the run; what was done did. */
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 11, 0), GX_REFUSED_FUNDS, 10, 11);
    expect_done(gx_open(book, FIRST_USER, 5), 5);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 11, 9), 11);
    snapshot before = take_snapshot(book);
    expect_refused(gx_open(book, FIRST_USER, 5), GX_REFUSED_SETUP, 0, 0);
    expect_refused(gx_open(book, FIRST_USER, 0), GX_REFUSED_SETUP, 0, 0);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(merchants_and_pools_have_accounts_too)
{
    gx_book *book = make_book_with(0, WINDOW);
    expect_done(gx_open(book, FIRST_POOL + 3, 1000), 1000);
    expect_done(gx_transfer(book, key_of(FIRST_POOL + 3, 1), FIRST_MERCHANT, 600, 0), 600);
    expect_done(gx_transfer(book, key_of(FIRST_MERCHANT, 1), FIRST_USER + 7, 100, 0), 100);
    ck_assert_int_eq(gx_book_balance(book, FIRST_POOL + 3), 400);
    ck_assert_int_eq(gx_book_balance(book, FIRST_MERCHANT), 500);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 7), 100);
    expect_refused(gx_transfer(book, key_of(FIRST_POOL + POOLS, 1), FIRST_USER, 1, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_POOL + POOLS);
    expect_refused(gx_wallet_bind_card(book, FIRST_MERCHANT, 0), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(time_does_not_go_back)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 1, 50), 1);
    snapshot before = take_snapshot(book);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 1, 49), GX_REFUSED_CLOCK, 49, 50);
    expect_refused(gx_transfer_in(book, FIRST_USER, 1, 0), GX_REFUSED_CLOCK, 0, 50);
    expect_unchanged(book, &before);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 1, 50), 1); /* was not remembered */
    /* Only what was done moves the clock. */
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 3), FIRST_USER + 1, 0, 90), GX_REFUSED_AMOUNT, 0, 1);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 4), FIRST_USER + 1, 1, 60), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(what_no_door_lets_in)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    snapshot before = take_snapshot(book);
    gx_op op = {.kind = 0xff};
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_OPERATION, 0xff, 0);
    op.kind = GX_OP_NONE;
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_OPERATION, 0, 0);
    op = (gx_op){.kind = GX_OP_TRANSFER, .listed = GX_LIST_MAX + 1};
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_LIST, GX_LIST_MAX + 1, GX_LIST_MAX);
    expect_unchanged(book, &before);
    ck_assert_str_eq(gx_op_name(GX_OP_TRANSFER), "transfer");
    ck_assert_ptr_null(gx_op_name(GX_OP_NONE));
    ck_assert_ptr_null(gx_op_name((gx_op_kind)9999));
    ck_assert(gx_op_is_keyed(GX_OP_TRANSFER) && !gx_op_is_keyed(GX_OP_TRANSFER_IN));
    gx_book_free(book);
}
END_TEST

START_TEST(K6_what_is_frozen_for_debit_gives_nothing)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t user = FIRST_USER + 1;
    gx_hold hold;
    expect_done(gx_hold_place(book, key_of(user, 1), 300, 99, 0, &hold), 300);
    expect_done(gx_account_flags(book, user, GX_ACCOUNT_NO_DEBIT, 0, 0), 0);
    snapshot before = take_snapshot(book);
    gx_packet_order order = {.kind = GX_PACKET_PERSONAL, .audience = 5, .shares = 1, .amount = 10};
    gx_hold none;
    expect_refused(gx_transfer(book, key_of(user, 2), FIRST_USER, 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_transfer_out(book, key_of(user, 3), ELSEWHERE, 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_wallet_withdraw(book, key_of(user, 4), 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_hold_place(book, key_of(user, 5), 10, 99, 0, &none), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_packet_send(book, key_of(user, 6), &order, 0, &none, NULL), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_transfer(book, key_of(user, 7), FIRST_USER, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_unchanged(book, &before);
    /* It may still take, and what was held goes its way. */
    expect_done(gx_transfer(book, key_of(FIRST_USER, 1), user, 10, 0), 10);
    expect_done(gx_hold_post(book, hold, 100, 0), 100);
    expect_done(gx_hold_void(book, hold, 0), 200);
    expect_done(gx_account_flags(book, user, 0, 0, 0), 0);
    expect_done(gx_transfer(book, key_of(user, 8), FIRST_USER, 910, 0), 910);
    gx_book_free(book);
}
END_TEST

START_TEST(K6_what_is_frozen_for_credit_takes_nothing_but_its_own)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t user = FIRST_USER + 1;
    gx_hold hold;
    expect_done(gx_hold_place(book, key_of(user, 1), 300, 99, 0, &hold), 300);
    expect_done(gx_transfer_out(book, key_of(user, 2), ELSEWHERE, 50, 0), 50);
    expect_done(gx_account_flags(book, user, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), user, 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_transfer_in(book, user, 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_wallet_top_up(book, key_of(user, 3), 10, 0), GX_REFUSED_FROZEN, 0, 0);
    expect_unchanged(book, &before);
    expect_done(gx_transfer_return(book, user, 50, 0), 50);
    expect_done(gx_hold_void(book, hold, 0), 300);
    expect_done(gx_transfer(book, key_of(user, 4), FIRST_USER, 1000, 0), 1000);
    gx_book_free(book);
}
END_TEST

START_TEST(K6_a_capped_account_takes_up_to_its_cap)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t user = FIRST_USER + 1;
    expect_done(gx_account_flags(book, user, GX_ACCOUNT_CAPPED, 1100, 0), 0);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), user, 101, 0), GX_REFUSED_CAP, 100, 101);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 2), user, 100, 0), 100);
    expect_refused(gx_transfer_in(book, user, 1, 0), GX_REFUSED_CAP, 0, 1);
    expect_refused(gx_wallet_top_up(book, key_of(user, 1), 1, 0), GX_REFUSED_CAP, 0, 1);
    expect_done(gx_transfer_return(book, user, 5, 0), 5); /* its own comes back above the cap */
    expect_done(gx_account_flags(book, user, GX_ACCOUNT_CAPPED, 0, 0), 0); /* below what it has */
    expect_refused(gx_transfer_in(book, user, 1, 0), GX_REFUSED_CAP, 0, 1);
    expect_done(gx_transfer(book, key_of(user, 2), FIRST_USER, 1105, 0), 1105);
    expect_done(gx_account_flags(book, user, 0, 7, 0), 0); /* the cap does not count */
    expect_done(gx_transfer_in(book, user, 9, 0), 9);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(K6_flags_are_within_their_range)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    const gx_fen most = (gx_fen)1 << 60;
    snapshot before = take_snapshot(book);
    expect_refused(gx_account_flags(book, 1, 0, 0, 0), GX_REFUSED_ACCOUNT, 0, 1);
    expect_refused(gx_account_flags(book, FIRST_USER, 8, 0, 0), GX_REFUSED_RULE, 8, 7);
    expect_refused(gx_account_flags(book, FIRST_USER, 4, -1, 0), GX_REFUSED_RULE, -1, most);
    expect_refused(gx_account_flags(book, FIRST_USER, 4, most + 1, 0), GX_REFUSED_RULE, most + 1, most);
    gx_memory_fail_after(0);
    expect_refused(gx_account_flags(book, FIRST_USER, 4, 5, 0), GX_REFUSED_MEMORY, 0, 0);
    gx_memory_fail_after(-1);
    expect_unchanged(book, &before);
    /* A card is no flag of the account's, and stays. */
    expect_done(gx_account_flags(book, FIRST_USER + 1, 7, most, 0), 0);
    expect_done(gx_account_flags(book, FIRST_USER + 1, 0, 0, 0), 0);
    ck_assert(gx_wallet_has_card(book, FIRST_USER + 1) && !gx_wallet_has_card(book, FIRST_USER));
    gx_book_free(book);
}
END_TEST

START_TEST(a_balancing_transfer_moves_what_it_can)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    expect_done(balancing(book, 1, 0, 1, 300), 300);
    expect_done(balancing(book, 2, 0, 1, INT64_MAX), 700);
    expect_refused(balancing(book, 3, 0, 1, 300), GX_REFUSED_FUNDS, 0, 300);
    expect_refused(balancing(book, 4, 2, 1, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(balancing(book, 5, 2, 1, INT64_MIN), GX_REFUSED_AMOUNT, INT64_MIN, 1);
    expect_done(gx_account_flags(book, FIRST_USER + 3, GX_ACCOUNT_CAPPED, 1250, 0), 0);
    expect_done(balancing(book, 6, 2, 3, 600), 250);
    expect_refused(balancing(book, 7, 2, 3, 600), GX_REFUSED_CAP, 0, 600);
    expect_done(gx_account_flags(book, FIRST_USER + 2, GX_ACCOUNT_NO_DEBIT, 0, 0), 0);
    expect_refused(balancing(book, 8, 2, 1, 5), GX_REFUSED_FROZEN, 0, 0);
    gx_op out = {.kind = GX_OP_TRANSFER_OUT,
                 .key = key_of(FIRST_USER + 1, 1),
                 .args.transfer_out = {.to = ELSEWHERE, .amount = 5000, .balancing = 1}};
    expect_done(gx_book_do(book, &out, NULL), 2000);
    expect_done(gx_book_do(book, &out, NULL), 2000); /* the key remembers what was moved */
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 2000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* A card and "there is more" stand above the balance in one word: neither may touch the other. */
START_TEST(K6_flags_and_the_largest_balance_lie_side_by_side)
{
    const gx_fen most = (gx_fen)1 << 60;
    gx_book *book = make_book(0);
    const uint32_t rich = FIRST_USER + 2, poor = FIRST_USER + 3;
    expect_done(gx_open(book, rich, most), most);
    for (int card = 0; card < 2; card++)
        for (uint8_t flags = 0; flags < 8; flags++) {
            expect_done(card ? gx_wallet_bind_card(book, rich, 1) : gx_wallet_unbind_card(book, rich, 1), 0);
            expect_done(gx_account_flags(book, rich, flags, most, 1), 0);
            ck_assert_int_eq(gx_book_balance(book, rich), most);
            ck_assert_int_eq(gx_wallet_has_card(book, rich), card);
            gx_answer out = gx_transfer(book, key_of(rich, 1), poor, most, 1);
            ck_assert_int_eq(out.code, flags & GX_ACCOUNT_NO_DEBIT ? GX_REFUSED_FROZEN : GX_DONE);
            if (out.code != GX_DONE)
                continue;
            ck_assert_int_eq(gx_book_balance(book, rich), 0);
            ck_assert_int_eq(gx_wallet_has_card(book, rich), card);
            gx_answer back = gx_transfer(book, key_of(poor, 1), rich, most, 1);
            ck_assert_int_eq(back.code, flags & GX_ACCOUNT_NO_CREDIT ? GX_REFUSED_FROZEN : GX_DONE);
            expect_done(gx_account_flags(book, rich, 0, 0, 1), 0);
            if (back.code != GX_DONE)
                expect_done(gx_transfer(book, key_of(poor, 1), rich, most, 1), most);
            expect_balanced(book);
        }
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/accounts");
    TCase *tests = tcase_create("accounts");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, opening_is_for_before_the_run);
    tcase_add_test(tests, merchants_and_pools_have_accounts_too);
    tcase_add_test(tests, time_does_not_go_back);
    tcase_add_test(tests, what_no_door_lets_in);
    tcase_add_test(tests, K6_what_is_frozen_for_debit_gives_nothing);
    tcase_add_test(tests, K6_what_is_frozen_for_credit_takes_nothing_but_its_own);
    tcase_add_test(tests, K6_a_capped_account_takes_up_to_its_cap);
    tcase_add_test(tests, K6_flags_are_within_their_range);
    tcase_add_test(tests, K6_flags_and_the_largest_balance_lie_side_by_side);
    tcase_add_test(tests, a_balancing_transfer_moves_what_it_can);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
