/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W6 and W8: the fund on the balance, exact to the fen over years, and what idle money earns. */
#include "helper.h"

#include <gx/base/memory.h>

#define YUAN 100
#define DAY  86400u

__extension__ typedef unsigned __int128 wide;

/* Everybody has a name, a card and ¥1,000,000 but user 0 (no name) and user 1 (no card). */
static gx_book *make_fund_book(void)
{
    gx_book *book = make_book_with(GX_THEME_IDENTITY | GX_THEME_FUND, 0);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 1000000 * YUAN), 1000000 * YUAN);
    for (uint32_t i = 0; i < USERS; i++) {
        if (i != 0)
            expect_done(gx_identity_set_tier(book, FIRST_USER + i, 1, 0), 0);
        if (i != 1)
            expect_done(gx_wallet_bind_card(book, FIRST_USER + i, 0), 0);
    }
    return book;
}

static gx_answer buy(gx_book *book, uint32_t user, gx_fen amount)
{
    return gx_fund_buy(book, key_of(FIRST_USER + user, 0), amount, 0);
}

static gx_answer redeem(gx_book *book, uint32_t user, gx_fen amount)
{
    return gx_fund_redeem(book, key_of(FIRST_USER + user, 0), amount, 0);
}

START_TEST(W6_only_a_name_and_a_card_together_open_the_fund)
{
    gx_book *book = make_fund_book();
    snapshot before = take_snapshot(book);
    expect_refused(buy(book, 0, 1), GX_REFUSED_IDENTITY, 0, 1);
    expect_refused(buy(book, 1, 1), GX_REFUSED_NO_CARD, 0, 1);
    expect_refused(gx_fund_buy(book, key_of(FIRST_MERCHANT, 0), 1, 0), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_refused(gx_fund_redeem(book, key_of(FIRST_POOL, 0), 1, 0), GX_REFUSED_ACCOUNT, 0, FIRST_POOL);
    expect_refused(buy(book, 2, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(buy(book, 2, 1000001 * YUAN), GX_REFUSED_FUNDS, 1000000 * YUAN, 1000001 * YUAN);
    expect_unchanged(book, &before);
    expect_done(buy(book, 2, 300), 300);
    ck_assert_int_eq(gx_fund_balance(book, FIRST_USER + 2), 300);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 2), 1000000 * YUAN - 300);
    expect_refused(redeem(book, 2, 301), GX_REFUSED_FUNDS, 300, 301);
    expect_refused(redeem(book, 2, -1), GX_REFUSED_AMOUNT, -1, 1);
    expect_done(gx_wallet_unbind_card(book, FIRST_USER + 2, 0), 0);
    expect_done(redeem(book, 2, 300), 300); /* the way out is always open */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W6_no_card_is_passed)
{
    gx_book *book = make_fund_book();
    gx_fen gateway = gx_book_house(book, GX_HOUSE_CARD_GATEWAY);
    expect_done(buy(book, 2, 12345), 12345);
    expect_done(redeem(book, 2, 12344), 12344);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CARD_GATEWAY), gateway);
    ck_assert_int_eq(gx_fund_balance(book, FIRST_USER + 2), 1);
    expect_done(gx_account_flags(book, FIRST_USER + 2, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
    expect_refused(redeem(book, 2, 1), GX_REFUSED_FROZEN, 0, 0);
    gx_book_free(book);
}
END_TEST

/* Ten years of a user's days, with purchases, redemptions and changing rates: after each day, all that was
 * ever paid is the whole part of the exact sum, for interest, channel fee and float each. */
START_TEST(W6_interest_is_exact_to_the_fen_over_years)
{
    static const uint32_t rates[] = {109589, 164384, 65753, 1, 999999937};
    gx_book *book = make_fund_book();
    uint32_t user = FIRST_USER + 2;
    wide interest = 0;
    wide channel = 0;
    wide floated = 0;
    gx_fen paid[3] = {0};
    expect_done(buy(book, 2, 5000 * YUAN + 37), 5000 * YUAN + 37);
    for (uint32_t day = 0; day < 3653; day++) {
        uint32_t now = day * DAY + day % 97;
        /* The last rate doubles the fund in a day: twice only, or it would grow beyond all books. */
        uint32_t which = day == 1500 || day == 2500 ? 4 : day / 61 % 4;
        gx_fund_rules rules = {rates[which], 2500 + which, 3500 - which};
        expect_done(gx_fund_set_rules(book, &rules, now), 0);
        gx_fen lies = gx_fund_balance(book, user);
        interest += (wide)lies * rules.interest_ppb;
        channel += (wide)lies * rules.channel_ppm;
        floated += (wide)gx_book_balance(book, user) * rules.float_ppm;
        gx_op op = {.kind = GX_OP_FUND_DAY, .now = now, .args.fund_day = {user}};
        gx_result result;
        ck_assert_int_eq(gx_book_do(book, &op, &result).code, GX_DONE);
        paid[0] += result.answer.amount;
        paid[1] += result.second;
        paid[2] += result.third;
        ck_assert_int_eq(gx_fund_balance(book, user), lies + result.answer.amount);
        ck_assert_int_eq(paid[0], (gx_fen)(interest / 1000000000));
        ck_assert_int_eq(paid[1], (gx_fen)(channel / 365000000));
        ck_assert_int_eq(paid[2], (gx_fen)(floated / 365000000));
        expect_refused(gx_fund_day(book, user, now + 1), GX_REFUSED_TWICE, 1, 0);
        if (day % 30 == 29)
            ck_assert_int_eq(gx_fund_buy(book, key_of(user, 0), 100 + day, now + 1).code, GX_DONE);
        if (day % 45 == 44)
            ck_assert_int_eq(gx_fund_redeem(book, key_of(user, 0), 3 * day, now + 1).code, GX_DONE);
    }
    ck_assert_int_gt(paid[0], 5000 * YUAN);
    ck_assert_int_eq(-gx_book_house(book, GX_HOUSE_YIELD), paid[0] + paid[1] + paid[2]);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), paid[1] + paid[2]);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W6_a_day_counts_once_whenever_it_comes)
{
    gx_book *book = make_fund_book();
    gx_fund_rules rules = {.interest_ppb = 1000000}; /* 0.1 % a day */
    expect_done(gx_fund_set_rules(book, &rules, 0), 0);
    expect_done(buy(book, 2, 100000), 100000);
    expect_done(gx_fund_day(book, FIRST_USER + 2, 0), 100);
    snapshot before = take_snapshot(book);
    expect_refused(gx_fund_day(book, FIRST_USER + 2, DAY - 1), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_fund_day(book, FIRST_MERCHANT, DAY - 1), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_unchanged(book, &before);
    expect_done(gx_fund_day(book, FIRST_USER + 2, DAY), 100);     /* 100.1, and 0.1 is carried */
    expect_done(gx_fund_day(book, FIRST_USER + 2, 9 * DAY), 100); /* days left out bring nothing: + 100.2 */
    expect_done(gx_fund_day(book, FIRST_USER + 3, 9 * DAY), 0);   /* nothing in the fund */
    expect_refused(gx_fund_day(book, FIRST_USER + 3, 9 * DAY), GX_REFUSED_TWICE, 1, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(W6_small_sums_wait_for_their_fen)
{
    gx_book *book = make_fund_book();
    gx_fund_rules rules = {.interest_ppb = 100000}; /* 0.01 % a day: 1 fen on ¥1 takes 100 days */
    expect_done(gx_fund_set_rules(book, &rules, 0), 0);
    expect_done(buy(book, 2, 100), 100);
    for (uint32_t day = 0; day < 99; day++)
        expect_done(gx_fund_day(book, FIRST_USER + 2, day * DAY), 0);
    expect_done(gx_fund_day(book, FIRST_USER + 2, 99 * DAY), 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W6_rates_and_yields_have_bounds)
{
    gx_book *book = make_book_with(GX_THEME_FUND, 0);
    expect_done(gx_open(book, FIRST_USER, INT64_C(1) << 59), INT64_C(1) << 59);
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0); /* without IDENTITY nobody asks for a name */
    expect_done(buy(book, 0, INT64_C(1) << 59), INT64_C(1) << 59);
    gx_fund_rules rules = {.interest_ppb = 1000000001};
    expect_refused(gx_fund_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1000000001, 1000000000);
    rules = (gx_fund_rules){.channel_ppm = 1000001};
    expect_refused(gx_fund_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1000001, 1000000);
    rules = (gx_fund_rules){.float_ppm = 1000001};
    expect_refused(gx_fund_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1000001, 1000000);
    rules = (gx_fund_rules){1000000000, 1000000, 0};
    expect_done(gx_fund_set_rules(book, &rules, 0), 0);
    snapshot before = take_snapshot(book);
    gx_fen half = INT64_C(1) << 59;
    expect_refused(gx_fund_day(book, FIRST_USER, 0), GX_REFUSED_AMOUNT, half + half / 365, half);
    expect_unchanged(book, &before);
    rules.channel_ppm = 0;
    expect_done(gx_fund_set_rules(book, &rules, 0), 0);
    expect_done(gx_fund_day(book, FIRST_USER, 0), half);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W8_idle_money_is_seen_and_earns)
{
    gx_book *book = make_fund_book();
    expect_done(buy(book, 2, 400000 * YUAN), 400000 * YUAN);
    expect_done(gx_transfer_in(book, FIRST_MERCHANT, 777, 0), 777); /* not idle money of users */
    gx_idle idle = gx_wallet_idle(book);
    ck_assert_int_eq(idle.balances, (8 * 1000000 - 400000) * YUAN);
    ck_assert_int_eq(idle.funds, 400000 * YUAN);
    ck_assert_int_eq(idle.interest + idle.channel + idle.floated, 0);
    gx_fen interest = 0;
    for (uint32_t day = 0; day < 365; day++)
        for (uint32_t i = 0; i < USERS; i++)
            interest += gx_fund_day(book, FIRST_USER + i, day * DAY).amount;
    idle = gx_wallet_idle(book);
    ck_assert_int_eq(idle.interest, interest);
    ck_assert_int_eq(idle.funds, 400000 * YUAN + interest);
    /* 0.35 % of what lay still for a year, to the fen: ¥3,500 each, and ¥2,100 of the one who bought. */
    ck_assert_int_eq(idle.floated, (7 * 3500 + 2100) * YUAN);
    ck_assert_int_gt(idle.channel, 1000 * YUAN); /* 0.25 % of ¥400,000 and its interest */
    ck_assert_int_lt(idle.channel, 1021 * YUAN);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), idle.channel + idle.floated);
    expect_balanced(book);
    gx_book_free(book);
    book = make_book(0);
    ck_assert_int_eq(gx_wallet_idle(book).balances, 0);
    ck_assert_int_eq(gx_fund_balance(book, FIRST_USER), 0);
    gx_book_free(book);
}
END_TEST

/* The same users in one book, and cut into two: every figure is the same in sum, to the fen. */
START_TEST(W8_income_does_not_depend_on_the_cut)
{
    gx_book *books[3];
    for (int b = 0; b < 3; b++) {
        gx_book_config config = {.first_user = b == 2 ? 5 : 0,
                                 .users = b == 0   ? 8
                                          : b == 1 ? 5
                                                   : 3,
                                 .themes = GX_THEME_FUND,
                                 .calendar = {.start = TEST_START}};
        ck_assert_int_eq(gx_book_create(&books[b], &config, NULL), GX_OK);
        for (uint32_t i = config.first_user; i < config.first_user + config.users; i++)
            expect_done(gx_open(books[b], i, 12345 + 6789 * i), 12345 + 6789 * i);
        for (uint32_t i = config.first_user; i < config.first_user + config.users; i++) {
            expect_done(gx_wallet_bind_card(books[b], i, 0), 0);
            expect_done(gx_fund_buy(books[b], key_of(i, 0), 777 * (i + 1), 0), 777 * (i + 1));
        }
        for (uint32_t day = 0; day < 700; day++)
            for (uint32_t i = config.first_user; i < config.first_user + config.users; i++)
                ck_assert_int_eq(gx_fund_day(books[b], i, day * DAY).code, GX_DONE);
    }
    gx_idle whole = gx_wallet_idle(books[0]);
    gx_idle left = gx_wallet_idle(books[1]);
    gx_idle right = gx_wallet_idle(books[2]);
    ck_assert_int_eq(whole.interest, left.interest + right.interest);
    ck_assert_int_eq(whole.channel, left.channel + right.channel);
    ck_assert_int_eq(whole.floated, left.floated + right.floated);
    ck_assert_int_gt(whole.floated, 0);
    ck_assert_uint_eq(gx_book_digest(books[0]), gx_book_digest(books[1]) + gx_book_digest(books[2]));
    for (int b = 0; b < 3; b++)
        gx_book_free(books[b]);
}
END_TEST

START_TEST(W6_days_allocate_nothing)
{
    gx_book *book = make_fund_book();
    expect_done(buy(book, 2, 5000), 5000);
    uint64_t before = gx_memory_allocations();
    for (uint32_t day = 0; day < 100; day++)
        for (uint32_t i = 0; i < USERS; i++)
            ck_assert_int_eq(gx_fund_day(book, FIRST_USER + i, day * DAY).code, GX_DONE);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w6_fund");
    TCase *tests = tcase_create("fund");
    tcase_add_test(tests, W6_only_a_name_and_a_card_together_open_the_fund);
    tcase_add_test(tests, W6_no_card_is_passed);
    tcase_add_test(tests, W6_interest_is_exact_to_the_fen_over_years);
    tcase_add_test(tests, W6_a_day_counts_once_whenever_it_comes);
    tcase_add_test(tests, W6_small_sums_wait_for_their_fen);
    tcase_add_test(tests, W6_rates_and_yields_have_bounds);
    tcase_add_test(tests, W6_days_allocate_nothing);
    tcase_add_test(tests, W8_idle_money_is_seen_and_earns);
    tcase_add_test(tests, W8_income_does_not_depend_on_the_cut);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
