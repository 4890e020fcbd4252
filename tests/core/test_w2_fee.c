/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W2: the free quota of withdrawals and the fee beyond it; unbinding. */
#include "helper.h"

#include <gx/base/memory.h>

#define YUAN 100

/* Everybody has a card and ¥1,000,000. */
static gx_book *make_carded_book(void)
{
    gx_book *book = make_book_with(0, 0);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 1000000 * YUAN), 1000000 * YUAN);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_wallet_bind_card(book, FIRST_USER + i, 0), 0);
    return book;
}

static void set_rules(gx_book *book, gx_fen quota, uint32_t ppm, gx_fen least)
{
    gx_wallet_rules rules = {.free_quota = quota, .fee_ppm = ppm, .fee_min = least};
    expect_done(gx_wallet_set_rules(book, &rules, 0), 0);
}

/* Withdraws, and expects this fee, foretold and taken. */
static void withdraw(gx_book *book, uint32_t user, gx_fen amount, gx_fen fee)
{
    gx_fen balance = gx_book_balance(book, FIRST_USER + user);
    gx_fen earned = gx_book_house(book, GX_HOUSE_FEES);
    ck_assert_int_eq(gx_wallet_withdrawal_fee(book, FIRST_USER + user, amount), fee);
    gx_op op = {.kind = GX_OP_WITHDRAW, .key = {FIRST_USER + user, 0}, .args.withdraw = {amount}};
    gx_result result;
    expect_done(gx_book_do(book, &op, &result), amount);
    ck_assert_int_eq(result.second, fee);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + user), balance - amount - fee);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), earned + fee);
}

START_TEST(W2_a_shop_takes_a_card_also_by_transfer)
{
    gx_book *book = make_book_with(GX_THEME_IDENTITY, 0);
    expect_done(gx_open(book, FIRST_USER, 1000), 1000);
    expect_done(gx_identity_set_tier(book, FIRST_USER, 2, 0), 0);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 0), FIRST_MERCHANT, 10, 0), GX_REFUSED_NO_CARD, 0, 1);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 0), FIRST_USER + 1, 10, 0), 10);
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 0), FIRST_MERCHANT, 10, 0), 10);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_withdrawing_is_free_until_a_rule_says_otherwise)
{
    gx_book *book = make_carded_book();
    withdraw(book, 0, 50000 * YUAN, 0);
    gx_wallet_rules rules = gx_wallet_rules_now(book);
    ck_assert_int_eq(rules.fee_ppm, 0);
    set_rules(book, 1000 * YUAN, 1000, 0);
    withdraw(book, 0, 1000 * YUAN, 0); /* what was before does not count */
    withdraw(book, 0, 1000 * YUAN, 1 * YUAN);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_the_fee_is_a_thousandth_of_what_goes_beyond_the_quota)
{
    gx_book *book = make_carded_book();
    set_rules(book, 1000 * YUAN, 1000, 0);
    withdraw(book, 0, 999 * YUAN, 0);
    withdraw(book, 0, 11 * YUAN, 1); /* 1000 fen beyond */
    withdraw(book, 0, 1, 1);         /* rounded up */
    withdraw(book, 0, 1001, 2);
    withdraw(book, 0, 100000 * YUAN, 100 * YUAN);
    withdraw(book, 1, 1000 * YUAN, 0); /* each user has a quota */
    withdraw(book, 1, 1, 1);
    set_rules(book, 20000 * YUAN, 1000, 10); /* the sum stays, the rule is new */
    withdraw(book, 1, 19000 * YUAN - 1, 0);
    withdraw(book, 1, 100, 10); /* the least fee */
    withdraw(book, 1, 11 * 1000, 11);
    set_rules(book, 20000 * YUAN, 0, 10);
    withdraw(book, 1, 100 * YUAN, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_cutting_a_withdrawal_into_pieces_saves_nothing)
{
    gx_book *book = make_carded_book();
    set_rules(book, 0, 1000, 0);
    gx_fen fees = 0;
    for (gx_fen i = 1; i <= 1500; i += 7) {
        fees += gx_wallet_withdrawal_fee(book, FIRST_USER, i);
        ck_assert_int_ge(gx_wallet_withdrawal_fee(book, FIRST_USER, i) * 1000, i);
        ck_assert_int_lt((gx_wallet_withdrawal_fee(book, FIRST_USER, i) - 1) * 1000, i);
    }
    ck_assert_int_gt(fees, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_the_balance_must_cover_the_fee_too)
{
    gx_book *book = make_carded_book();
    set_rules(book, 0, 1000, 0);
    gx_fen all = 1000000 * YUAN;
    snapshot before = take_snapshot(book);
    expect_refused(gx_wallet_withdraw(book, key_of(FIRST_USER, 0), all, 0), GX_REFUSED_FUNDS, all,
                   all + all / 1000);
    expect_refused(gx_wallet_withdraw(book, key_of(FIRST_USER, 0), INT64_MAX, 0), GX_REFUSED_FUNDS, all,
                   INT64_MAX);
    expect_refused(gx_wallet_withdraw(book, key_of(FIRST_USER, 0), 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_wallet_withdraw(book, key_of(FIRST_USER, 0), INT64_MIN, 0), GX_REFUSED_AMOUNT,
                   INT64_MIN, 1);
    expect_unchanged(book, &before);
    ck_assert_int_eq(gx_wallet_withdrawal_fee(book, 3, 100), 0); /* a stranger */
    gx_book_free(book);
}
END_TEST

START_TEST(W2_a_repeated_withdrawal_tells_its_fee_again)
{
    gx_book *book = make_book_with(0, 4);
    expect_done(gx_open(book, FIRST_USER, 10000), 10000);
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    set_rules(book, 0, 1000, 5);
    gx_op op = {.kind = GX_OP_WITHDRAW, .key = {FIRST_USER, 7}, .args.withdraw = {100}};
    for (int i = 0; i < 2; i++) {
        gx_result result;
        expect_done(gx_book_do(book, &op, &result), 100);
        ck_assert_int_eq(result.second, 5);
        ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 10000 - 105);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(W2_an_unbound_card_neither_gives_nor_takes)
{
    gx_book *book = make_carded_book();
    uint32_t user = FIRST_USER;
    expect_done(gx_wallet_unbind_card(book, user, 0), 0);
    expect_done(gx_wallet_unbind_card(book, user, 0), 0);
    ck_assert(!gx_wallet_has_card(book, user));
    expect_refused(gx_wallet_top_up(book, key_of(user, 0), 1, 0), GX_REFUSED_NO_CARD, 0, 1);
    expect_refused(gx_wallet_withdraw(book, key_of(user, 0), 1, 0), GX_REFUSED_NO_CARD, 0, 1);
    expect_done(gx_transfer(book, key_of(user, 0), user + 1, 1, 0), 1); /* sending on needs none */
    expect_refused(gx_wallet_unbind_card(book, FIRST_MERCHANT, 0), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_done(gx_wallet_bind_card(book, user, 0), 0);
    ck_assert_uint_eq(gx_book_count(book).cards, USERS + 1);
    expect_done(gx_wallet_withdraw(book, key_of(user, 0), 1, 0), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_rules_out_of_range_or_memory_change_nothing)
{
    gx_book *book = make_carded_book();
    snapshot before = take_snapshot(book);
    static const gx_wallet_rules wrong[] = {{-1, 0, 0}, {0, 1000001, 0}, {0, 0, -1}, {0, 0, 1000001}};
    static const int64_t need[] = {0, 1000000, 1000000, 1000000};
    static const int64_t have[] = {-1, 1000001, -1, 1000001};
    for (int i = 0; i < 4; i++)
        expect_refused(gx_wallet_set_rules(book, &wrong[i], 0), GX_REFUSED_RULE, have[i], need[i]);
    gx_wallet_rules rules = {.fee_ppm = 1};
    gx_memory_fail_after(0);
    expect_refused(gx_wallet_set_rules(book, &rules, 0), GX_REFUSED_MEMORY, 0, 0);
    gx_memory_fail_after(-1);
    expect_unchanged(book, &before);
    expect_done(gx_wallet_set_rules(book, &rules, 0), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(W2_a_failed_group_gives_the_quota_back)
{
    gx_book *book = make_carded_book();
    set_rules(book, 1000 * YUAN, 1000, 0);
    snapshot before = take_snapshot(book);
    gx_op ops[2] = {{.kind = GX_OP_WITHDRAW, .linked = true, .key = {FIRST_USER, 1}},
                    {.kind = GX_OP_WITHDRAW, .key = {FIRST_USER, 2}}};
    ops[0].args.withdraw.amount = 600 * YUAN;
    gx_result results[2];
    gx_book_batch(book, ops, 2, results);
    ck_assert_int_eq(results[0].answer.code, GX_REFUSED_LINKED);
    ck_assert_int_eq(results[1].answer.code, GX_REFUSED_AMOUNT);
    expect_unchanged(book, &before);
    withdraw(book, 0, 1000 * YUAN, 0);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w2_fee");
    TCase *tests = tcase_create("fee");
    tcase_add_test(tests, W2_a_shop_takes_a_card_also_by_transfer);
    tcase_add_test(tests, W2_withdrawing_is_free_until_a_rule_says_otherwise);
    tcase_add_test(tests, W2_the_fee_is_a_thousandth_of_what_goes_beyond_the_quota);
    tcase_add_test(tests, W2_cutting_a_withdrawal_into_pieces_saves_nothing);
    tcase_add_test(tests, W2_the_balance_must_cover_the_fee_too);
    tcase_add_test(tests, W2_a_repeated_withdrawal_tells_its_fee_again);
    tcase_add_test(tests, W2_an_unbound_card_neither_gives_nor_takes);
    tcase_add_test(tests, W2_rules_out_of_range_or_memory_change_nothing);
    tcase_add_test(tests, W2_a_failed_group_gives_the_quota_back);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
