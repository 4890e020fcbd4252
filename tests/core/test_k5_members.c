/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K5: points to the fen, tiers by what is paid and done in a period, the period's end. */
#include "helper.h"

enum { ANN = FIRST_USER, BO = FIRST_USER + 1, DAY = 86400 };

/* 2016-04-01 is 54 days after 2016-02-07. */
enum { SECOND_QUARTER = 54 * DAY };

/* Transfers count, a point a yuan; Ann has ¥1,000,000. */
static gx_book *make_members(uint16_t points_per_yuan)
{
    gx_book *book = make_book_with(GX_THEME_MEMBERS, WINDOW);
    gx_member_rules rules = gx_member_rules_default();
    rules.purposes = GX_PURPOSE_BIT(GX_FOR_TRANSFER);
    rules.points_per_yuan = points_per_yuan;
    expect_done(gx_open(book, ANN, 100000000), 100000000);
    expect_done(gx_member_set_rules(book, &rules, 0), 0);
    return book;
}

static gx_member_view view_of(const gx_book *book, uint32_t user)
{
    gx_member_view view;
    ck_assert(gx_member_look(book, user, &view));
    return view;
}

static void pay(gx_book *book, uint32_t serial, gx_fen amount, uint32_t now)
{
    expect_done(gx_transfer(book, key_of(ANN, serial), BO, amount, now), amount);
}

START_TEST(k5_no_fraction_of_a_point_is_lost)
{
    gx_book *book = make_members(3);
    gx_fen paid = 0;
    for (uint32_t i = 0; i < 3000; i++) {
        gx_fen amount = 1 + gx_below32(draw_of(i, 5).word[0], 150);
        pay(book, i, amount, i);
        paid += amount;
        gx_member_view view = view_of(book, ANN);
        ck_assert_int_eq(view.paid, paid);
        ck_assert_int_eq(view.points, paid * 3 / 100);
        ck_assert_uint_eq(view.growth, (uint64_t)(paid * 3 / 100));
    }
    ck_assert_int_eq(view_of(book, BO).points, 0); /* who is paid gets none */
    gx_book_free(book);
}
END_TEST

START_TEST(k5_only_the_purposes_of_the_rule_count)
{
    gx_book *book = make_members(1);
    gx_hold hold;
    gx_wallet_bind_card(book, ANN, 0);
    expect_done(gx_wallet_withdraw(book, key_of(ANN, 1), 5000, 0), 5000);
    expect_done(gx_hold_place(book, key_of(ANN, 2), 5000, 9, 0, &hold), 5000);
    ck_assert_int_eq(view_of(book, ANN).points, 0);
    expect_done(gx_transfer_out(book, key_of(ANN, 3), ELSEWHERE, 5000, 0), 5000);
    ck_assert_int_eq(view_of(book, ANN).points, 50);
    gx_member_view view;
    ck_assert(!gx_member_look(book, FIRST_MERCHANT, &view)); /* merchants are no members */
    ck_assert_int_eq(view.points, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(k5_tiers_by_growth_and_diamond_by_both)
{
    gx_book *book = make_members(1);
    pay(book, 1, 199999, 0);
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_COMMON);
    pay(book, 2, 1, 0);
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_GOLD);
    expect_done(gx_member_activity(book, ANN, 499, 0), 499);
    pay(book, 3, 350100, 0);
    ck_assert_uint_eq(view_of(book, ANN).growth, 6000);
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_PLATINUM);
    pay(book, 4, 10000000, 0); /* growth enough, but one act too few */
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_PLATINUM);
    expect_done(gx_member_activity(book, ANN, 1, 0), 1);
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_DIAMOND);
    expect_done(gx_member_activity(book, BO, 3000, 0), 3000); /* acts alone make no diamond */
    ck_assert_int_eq(gx_member_tier_of(book, BO), GX_TIER_GOLD);
    expect_refused(gx_member_activity(book, BO, 1, 0), GX_REFUSED_LIMIT, 0, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(k5_a_period_ends_when_it_is_closed)
{
    gx_book *book = make_members(1);
    uint32_t diamonds;
    pay(book, 1, 1800000, 0);
    expect_done(gx_member_activity(book, ANN, 500, 0), 500);
    snapshot before = take_snapshot(book);
    expect_refused(gx_member_close(book, 1, SECOND_QUARTER - 1, NULL), GX_REFUSED_NOT_DUE, 2016 * 4,
                   2016 * 4 + 1);
    expect_unchanged(book, &before);
    expect_done(gx_member_close(book, 1, SECOND_QUARTER, &diamonds), 0);
    ck_assert_uint_eq(diamonds, 1);
    gx_member_view view = view_of(book, ANN);
    ck_assert_int_eq(view.tier, GX_TIER_DIAMOND);
    ck_assert_int_eq(view.kept, GX_TIER_DIAMOND);
    ck_assert_int_eq(view.points, 18500);
    ck_assert_uint_eq(view.growth, 0);
    ck_assert_int_eq(view.paid, 0);
    ck_assert_uint_eq(view.activity, 0);
    expect_refused(gx_member_close(book, 1, SECOND_QUARTER, NULL), GX_REFUSED_NOT_DUE, 2016 * 4 + 1,
                   2016 * 4 + 2);
    pay(book, 2, 600000, SECOND_QUARTER); /* less than last time: the kept tier stands … */
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_DIAMOND);
    expect_done(gx_member_close(book, 0, SECOND_QUARTER + 91 * DAY, &diamonds), 0);
    ck_assert_uint_eq(diamonds, 0);
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_PLATINUM); /* … for one period */
    ck_assert_int_eq(view_of(book, ANN).points, 0);
    expect_done(gx_member_close(book, 0, SECOND_QUARTER + 300 * DAY, NULL), 0); /* in 2017 */
    ck_assert_int_eq(gx_member_tier_of(book, ANN), GX_TIER_COMMON);
    gx_book_free(book);
}
END_TEST

START_TEST(k5_years)
{
    gx_book *book = make_members(1);
    gx_member_rules rules = gx_member_rules_default();
    rules.period = GX_MEMBER_YEAR;
    expect_done(gx_member_set_rules(book, &rules, 0), 0);
    expect_refused(gx_member_close(book, 1, 329 * DAY - 1, NULL), GX_REFUSED_NOT_DUE, 2016, 2017);
    expect_done(gx_member_close(book, 1, 329 * DAY, NULL), 0); /* 2017-01-01 */
    gx_book_free(book);
}
END_TEST

START_TEST(k5_points_are_spent_once)
{
    gx_book *book = make_members(1);
    pay(book, 1, 10050, 0);
    expect_done(gx_member_spend(book, key_of(ANN, 2), 60, 0), 60);
    expect_done(gx_member_spend(book, key_of(ANN, 2), 60, 0), 60); /* the same key */
    gx_member_view view = view_of(book, ANN);
    ck_assert_int_eq(view.points, 40);
    ck_assert_uint_eq(view.growth, 100);
    snapshot before = take_snapshot(book);
    expect_refused(gx_member_spend(book, key_of(ANN, 3), 41, 0), GX_REFUSED_FUNDS, 40, 41);
    expect_refused(gx_member_spend(book, key_of(ANN, 4), 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_member_spend(book, key_of(FIRST_MERCHANT, 1), 0, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    expect_unchanged(book, &before);
    pay(book, 5, 50, 0); /* the 50 fen from before make it whole */
    ck_assert_int_eq(view_of(book, ANN).points, 41);
    gx_book_free(book);
}
END_TEST

START_TEST(k5_refusals_in_their_order)
{
    gx_book *book = make_members(1);
    gx_member_rules rules = gx_member_rules_default();
    snapshot before = take_snapshot(book);
    rules.purposes = GX_PURPOSES_ALL + 1;
    rules.points_per_yuan = 1001;
    expect_refused(gx_member_set_rules(book, &rules, 0), GX_REFUSED_RULE, (int64_t)GX_PURPOSES_ALL + 1,
                   GX_PURPOSES_ALL);
    rules.purposes = GX_PURPOSES_ALL;
    rules.period = 2;
    expect_refused(gx_member_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1001, 1000);
    rules.points_per_yuan = 1000;
    rules.platinum = 1999;
    expect_refused(gx_member_set_rules(book, &rules, 0), GX_REFUSED_RULE, 2, 1);
    rules.period = GX_MEMBER_YEAR;
    rules.diamond = 100;
    expect_refused(gx_member_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1999, 2000);
    rules.platinum = 2000;
    expect_refused(gx_member_set_rules(book, &rules, 0), GX_REFUSED_RULE, 100, 2000);
    expect_refused(gx_member_activity(book, FIRST_MERCHANT, 0, 0), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_refused(gx_member_activity(book, ANN, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_member_activity(book, ANN, 3001, 0), GX_REFUSED_LIMIT, 3000, 3001);
    expect_refused(gx_member_close(book, 2, 0, NULL), GX_REFUSED_RULE, 2, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

/* A payment that is undone with its linked group gave no points. */
START_TEST(k5_a_group_that_fails_gives_no_points)
{
    gx_book *book = make_members(1);
    snapshot before = take_snapshot(book);
    gx_op ops[2] = {
        {.kind = GX_OP_TRANSFER,
         .linked = true,
         .key = key_of(ANN, 1),
         .args.transfer = {.to = BO, .amount = 70000}},
        {.kind = GX_OP_TRANSFER, .key = key_of(BO, 1), .args.transfer = {.to = ANN, .amount = 70001}}};
    gx_result results[2];
    gx_book_batch(book, ops, 2, results);
    expect_refused(results[0].answer, GX_REFUSED_LINKED, 0, 1);
    expect_refused(results[1].answer, GX_REFUSED_FUNDS, 70000, 70001);
    expect_unchanged(book, &before);
    ops[1].args.transfer.amount = 70000;
    ops[0].key.serial = ops[1].key.serial = 2;
    gx_book_batch(book, ops, 2, results);
    ck_assert_int_eq(view_of(book, ANN).points, 700);
    ck_assert_int_eq(view_of(book, BO).points, 700);
    gx_book_free(book);
}
END_TEST

/* Figures that no run reaches: they stop where the header says. */
START_TEST(k5_sums_stop_at_their_ends)
{
    gx_book *book = make_book_with(GX_THEME_MEMBERS, 0);
    gx_member_rules rules = gx_member_rules_default();
    rules.purposes = GX_PURPOSE_BIT(GX_FOR_TRANSFER);
    rules.points_per_yuan = 1000;
    const gx_fen half = GX_MEMBER_PAID_MAX / 2 + 1;
    expect_done(gx_open(book, ANN, 2 * half), 2 * half);
    expect_done(gx_member_set_rules(book, &rules, 0), 0);
    pay(book, 1, half, 0);
    ck_assert_int_eq(view_of(book, ANN).points, GX_MEMBER_POINTS_MAX);
    pay(book, 2, half, 0);
    ck_assert_int_eq(view_of(book, ANN).paid, GX_MEMBER_PAID_MAX);
    ck_assert_uint_eq(view_of(book, ANN).growth, (uint64_t)GX_MEMBER_PAID_MAX * 10);
    ck_assert_int_eq(view_of(book, ANN).points, GX_MEMBER_POINTS_MAX);
    expect_done(gx_member_activity(book, ANN, 1, 0), 1);
    ck_assert_int_eq(view_of(book, ANN).points, GX_MEMBER_POINTS_MAX);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/k5_members");
    TCase *tests = tcase_create("members");
    tcase_add_test(tests, k5_no_fraction_of_a_point_is_lost);
    tcase_add_test(tests, k5_only_the_purposes_of_the_rule_count);
    tcase_add_test(tests, k5_tiers_by_growth_and_diamond_by_both);
    tcase_add_test(tests, k5_a_period_ends_when_it_is_closed);
    tcase_add_test(tests, k5_years);
    tcase_add_test(tests, k5_points_are_spent_once);
    tcase_add_test(tests, k5_refusals_in_their_order);
    tcase_add_test(tests, k5_a_group_that_fails_gives_no_points);
    tcase_add_test(tests, k5_sums_stop_at_their_ends);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
