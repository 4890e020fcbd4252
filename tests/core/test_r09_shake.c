/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R9: shake nearby and with the show: odds exact, stock kept, and nothing when it is gone. */
#include "campaign_helper.h"

enum { PLACE = 77, EVE = 22 * HOUR + 34 * 60 };

static gx_campaign shake_campaign(gx_book *book, gx_fen budget, uint16_t place, uint32_t tries,
                                  const gx_window *windows, uint32_t count)
{
    gx_campaign campaign = open_campaign(book, BRAND, 1, plain_order(budget, WEEK));
    expect_done(gx_shake_set_terms(book, campaign, place, tries, windows, count, 0), 0);
    return campaign;
}

static void add_prize(gx_book *book, gx_campaign campaign, gx_shake_prize prize)
{
    expect_done(gx_shake_add_prize(book, campaign, &prize, 0), 0);
}

START_TEST(R9_odds_are_what_was_published)
{
    enum { SHAKES = 200000 };
    static const uint32_t ppm[] = {1000, 250000, 7, 49000, 300000};
    gx_book *book = make_campaign_book(GX_CAMPAIGN_BUDGET_MAX);
    gx_campaign campaign = shake_campaign(book, 1000000000, 0, 0, NULL, 0);
    for (uint32_t i = 0; i < 5; i++)
        add_prize(book, campaign,
                  (gx_shake_prize){.ppm = ppm[i],
                                   .stock = UINT32_MAX,
                                   .low = i == 4 ? 0 : 10 * i + 1,
                                   .high = i == 4 ? 0 : 10 * i + 9,
                                   .coupon = {7, i == 4}});
    uint64_t seen[6] = {0};
    gx_fen money = 0;
    for (uint32_t i = 0; i < SHAKES; i++) {
        gx_shake_gift gift;
        gx_answer answer = gx_shake_try(book, campaign, pass_of(i % 500), draw_of(i % 500, i), 0, &gift);
        expect_done(answer, gift.amount);
        ck_assert_uint_eq(gift.prize, gift.drawn); /* stock and budget last */
        seen[gift.prize]++;
        money += gift.amount;
        if (gift.prize >= 1 && gift.prize <= 4) {
            gx_fen low = 10 * (gift.prize - 1) + 1;
            ck_assert(gift.amount >= low && gift.amount <= low + 8);
        } else {
            ck_assert_int_eq(gift.amount, 0);
        }
        ck_assert(gift.coupon.life == (gift.prize == 5));
    }
    for (uint32_t i = 0; i < 5; i++)
        expect_binomial(seen[i + 1], SHAKES, ppm[i]);
    expect_binomial(seen[0], SHAKES, 399993);
    expect_pool(book, campaign, money, 1000000000 - money);
    ck_assert_uint_eq(gx_shake_tries(book, campaign), SHAKES);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_the_threshold_is_exact)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = shake_campaign(book, 1000000, 0, 0, NULL, 0);
    add_prize(book, campaign, (gx_shake_prize){.ppm = 1, .stock = 9, .low = 5, .high = 5});
    add_prize(book, campaign, (gx_shake_prize){.ppm = 999999, .stock = 9, .low = 6, .high = 6});
    /* n = floor(high * 1000000 / 2^64): the last high word with n = 0, and the first with n = 1. */
    uint64_t edge = UINT64_MAX / 1000000;
    gx_shake_gift gift;
    for (uint32_t i = 0; i < 3; i++) {
        uint64_t high = edge + i;
        gx_draw draw = {{(uint32_t)(high >> 32), (uint32_t)high, 0, 0}};
        expect_done(gx_shake_try(book, campaign, pass_of(1), draw, 0, &gift), i == 0 ? 5 : 6);
    }
    gx_draw least = {{0, 0, 0, 0}};
    gx_draw most = {{UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}};
    expect_done(gx_shake_try(book, campaign, pass_of(1), least, 0, &gift), 5);
    expect_done(gx_shake_try(book, campaign, pass_of(1), most, 0, &gift), 6);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_a_prize_that_is_gone_falls_to_nothing)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = shake_campaign(book, 1000, 0, 0, NULL, 0);
    add_prize(book, campaign, (gx_shake_prize){.ppm = 500000, .stock = 3, .low = 100, .high = 100});
    add_prize(book, campaign, (gx_shake_prize){.ppm = 500000, .stock = 4, .coupon = {2, 2}});
    uint32_t got[3] = {0};
    for (uint32_t i = 0; i < 200; i++) {
        gx_shake_gift gift;
        ck_assert_int_eq(gx_shake_try(book, campaign, pass_of(i), draw_of(i, 9), 0, &gift).code, GX_DONE);
        ck_assert(gift.drawn == 1 || gift.drawn == 2);
        ck_assert(gift.prize == 0 || gift.prize == gift.drawn);
        got[gift.prize]++;
        ck_assert(gift.last_of_it == (gift.prize != 0 && got[gift.prize] == (gift.prize == 1 ? 3 : 4)));
        if (gift.prize == 0)
            ck_assert(gift.amount == 0 && gift.coupon.life == 0);
    }
    ck_assert(got[1] == 3 && got[2] == 4);
    expect_pool(book, campaign, 300, 700);
    gx_shake_prize prize;
    ck_assert(gx_shake_look(book, campaign, 1, &prize) && prize.stock == 0);
    ck_assert(!gx_shake_look(book, campaign, 0, &prize) && !gx_shake_look(book, campaign, 3, &prize));
    gx_book_free(book);
}
END_TEST

START_TEST(R9_money_that_may_not_be_paid_falls_to_nothing)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign_order order = plain_order(1000, WEEK);
    order.user_count = 2;
    order.hour_fen = 500;
    gx_campaign campaign = open_campaign(book, BRAND, 1, order);
    expect_done(gx_shake_set_terms(book, campaign, 0, 0, NULL, 0, 0), 0);
    add_prize(book, campaign,
              (gx_shake_prize){.ppm = GX_PPM, .stock = 100, .low = 100, .high = 100, .coupon = {2, 2}});
    for (uint32_t i = 0; i < 40; i++) {
        gx_shake_gift gift;
        ck_assert_int_eq(
            gx_shake_try(book, campaign, pass_of(i / 5), draw_of(i, 9), (i / 20) * HOUR, &gift).code,
            GX_DONE);
        ck_assert_uint_eq(gift.drawn, 1);
        ck_assert((gift.prize == 1) == (gift.amount == 100) && (gift.prize == 1) == (gift.coupon.life == 2));
    }
    /* Users 0 … 3 in the first hour: 2 + 2 + 1 by the hour's stock of 500; the same in the second. */
    for (uint32_t user = 0; user < 8; user++)
        ck_assert_int_eq(gx_campaign_user_fen(book, campaign, user), user % 4 < 2    ? 200
                                                                     : user % 4 == 2 ? 100
                                                                                     : 0);
    expect_pool(book, campaign, 1000, 0);
    gx_shake_gift gift;
    expect_done(gx_shake_try(book, campaign, pass_of(30), draw_of(1, 1), 3 * HOUR, &gift), 0);
    ck_assert(gift.drawn == 1 && gift.prize == 0);
    gx_shake_prize prize;
    ck_assert(gx_shake_look(book, campaign, 1, &prize) && prize.stock == 90);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_coupons_count_to_the_hour_and_to_the_user)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign_order order = plain_order(1000, WEEK);
    order.user_count = 2;
    order.hour_count = 5;
    order.user_fen = order.hour_fen = 1; /* no matter: there is no money in a coupon */
    gx_campaign campaign = open_campaign(book, BRAND, 1, order);
    expect_done(gx_shake_set_terms(book, campaign, 0, 0, NULL, 0, 0), 0);
    add_prize(book, campaign, (gx_shake_prize){.ppm = GX_PPM, .stock = 100, .coupon = {2, 2}});
    uint64_t posts = gx_book_count(book).posts;
    uint32_t given = 0;
    for (uint32_t i = 0; i < 40; i++) {
        gx_shake_gift gift;
        expect_done(gx_shake_try(book, campaign, pass_of(i / 5), draw_of(i, 9), (i / 20) * HOUR, &gift), 0);
        ck_assert_uint_eq(gift.drawn, 1);
        ck_assert((gift.prize == 1) == (gift.coupon.life == 2));
        given += gift.prize;
    }
    ck_assert_uint_eq(given, 10); /* each hour 2 + 2 + 1 by its stock of 5 */
    for (uint32_t user = 0; user < 8; user++)
        ck_assert_uint_eq(gx_campaign_user_payments(book, campaign, user), user % 4 < 2    ? 2
                                                                           : user % 4 == 2 ? 1
                                                                                           : 0);
    gx_campaign_view view;
    gx_shake_prize prize;
    ck_assert(gx_campaign_look(book, campaign, &view) && view.payments == 10 && view.granted == 0);
    ck_assert(gx_shake_look(book, campaign, 1, &prize) && prize.stock == 90);
    ck_assert_uint_eq(gx_book_count(book).posts, posts);
    expect_pool(book, campaign, 0, 1000);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_with_the_show_only_in_announced_windows)
{
    static const gx_window windows[] = {{EVE, EVE + 60}, {EVE + 60, EVE + 120}, {EVE + 600, EVE + 660}};
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = shake_campaign(book, 1000, 0, 2, windows, 3);
    add_prize(book, campaign, (gx_shake_prize){.ppm = GX_PPM, .stock = 100, .low = 1, .high = 1});
    gx_shake_gift gift;
    static const struct {
        uint32_t now;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {0, GX_REFUSED_SCHEDULE, 0, EVE},
        {EVE - 1, GX_REFUSED_SCHEDULE, EVE - 1, EVE},
        {EVE, GX_DONE, 0, 0},
        {EVE + 59, GX_DONE, 0, 0},
        {EVE + 59, GX_REFUSED_LIMIT, 2, 2}, /* two tries in each window */
        {EVE + 60, GX_DONE, 0, 0},
        {EVE + 61, GX_DONE, 0, 0},
        {EVE + 62, GX_REFUSED_LIMIT, 2, 2},
        {EVE + 120, GX_REFUSED_SCHEDULE, EVE + 120, EVE + 600},
        {EVE + 600, GX_DONE, 0, 0},
        {EVE + 660, GX_REFUSED_SCHEDULE, EVE + 660, 0},
    };
    for (uint32_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snapshot before = take_snapshot(book);
        gx_answer answer = gx_shake_try(book, campaign, pass_of(7), draw_of(7, i), rows[i].now, &gift);
        if (rows[i].code == GX_DONE) {
            expect_done(answer, 1);
        } else {
            expect_refused(answer, rows[i].code, rows[i].have, rows[i].need);
            expect_unchanged(book, &before);
        }
    }
    expect_pool(book, campaign, 5, 995);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_nearby_asks_for_the_place_and_counts_by_day)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = shake_campaign(book, 1000, PLACE, 1, NULL, 0);
    add_prize(book, campaign, (gx_shake_prize){.ppm = GX_PPM, .stock = 100, .coupon = {4, 4}});
    gx_pass pass = pass_of(7);
    gx_shake_gift gift;
    pass.place = PLACE + 1;
    expect_refused(gx_shake_try(book, campaign, pass, draw_of(7, 0), 5, &gift), GX_REFUSED_PLACE, PLACE + 1,
                   PLACE);
    pass.place = PLACE;
    expect_done(gx_shake_try(book, campaign, pass, draw_of(7, 0), 5, &gift), 0);
    ck_assert_uint_eq(gift.coupon.life, 4);
    expect_refused(gx_shake_try(book, campaign, pass, draw_of(7, 0), DAY - 1, &gift), GX_REFUSED_LIMIT, 1, 1);
    expect_done(gx_shake_try(book, campaign, pass, draw_of(7, 0), DAY, &gift), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_what_is_announced_is_checked_and_stays)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = open_campaign(book, BRAND, 1, plain_order(1000, WEEK));
    gx_window windows[18] = {{5, 10}, {9, 12}};
    snapshot before = take_snapshot(book);
    expect_refused(gx_shake_set_terms(book, campaign, 0, 0, windows, 2, 0), GX_REFUSED_LIST, 1, 0);
    windows[0].until = 5;
    expect_refused(gx_shake_set_terms(book, campaign, 0, 0, windows, 2, 0), GX_REFUSED_LIST, 0, 0);
    expect_refused(gx_shake_set_terms(book, campaign, 0, 0, windows, 17, 0), GX_REFUSED_LIST, 34, 32);
    expect_unchanged(book, &before);
    expect_done(gx_shake_set_terms(book, campaign, 0, 0, NULL, 0, 0), 0);
    static const struct {
        gx_shake_prize prize;
        int64_t have, need;
    } rows[] = {
        {{.ppm = 0, .stock = 1, .low = 1, .high = 1}, 0, 1},
        {{.ppm = GX_PPM + 1, .stock = 1, .low = 1, .high = 1}, GX_PPM + 1, GX_PPM},
        {{.ppm = 1, .stock = 0, .low = 1, .high = 1}, 0, 1},
        {{.ppm = 1, .stock = 1, .low = -1, .high = 1}, -1, 0},
        {{.ppm = 1, .stock = 1, .low = 5, .high = 4}, 4, 5},
        {{.ppm = 1, .stock = 1, .low = 5, .high = INT64_MAX}, INT64_MAX, GX_CAMPAIGN_BUDGET_MAX},
        {{.ppm = 1, .stock = 1, .low = 0, .high = 4, .coupon = {1, 1}}, 0, 1},
        {{.ppm = 1, .stock = 1}, 0, 1},
    };
    before = take_snapshot(book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(gx_shake_add_prize(book, campaign, &rows[i].prize, 0), GX_REFUSED_RULE, rows[i].have,
                       rows[i].need);
    expect_unchanged(book, &before);
    gx_shake_prize prize = {.ppm = 100000, .stock = 1, .low = 1, .high = 1};
    for (int i = 0; i < 8; i++)
        add_prize(book, campaign, prize);
    expect_refused(gx_shake_add_prize(book, campaign, &prize, 0), GX_REFUSED_LIMIT, 8, 8);
    gx_shake_gift gift;
    ck_assert_int_eq(gx_shake_try(book, campaign, pass_of(1), draw_of(1, 1), 0, &gift).code, GX_DONE);
    expect_refused(gx_shake_add_prize(book, campaign, &prize, 0), GX_REFUSED_STATE, 1, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(R9_memory_can_fail_anywhere_and_a_steady_state_needs_none)
{
    long failures = 0;
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = open_campaign(book, BRAND, 1, plain_order(100000, WEEK));
    gx_op terms = {.kind = GX_OP_SHAKE_TERMS, .args.shake_terms = {campaign, 0, 5}};
    expect_done(do_choked(book, &terms, NULL, &failures), 0);
    add_prize(book, campaign, (gx_shake_prize){.ppm = GX_PPM, .stock = 100000, .low = 1, .high = 1});
    for (uint32_t i = 0; i < 300; i++) {
        gx_op op = {.kind = GX_OP_SHAKE_TRY, .args.shake_try = {campaign, pass_of(i), draw_of(i, i)}};
        expect_done(do_choked(book, &op, NULL, &failures), 1);
    }
    ck_assert_int_ge(failures, 10);
    uint64_t before = gx_memory_allocations();
    for (uint32_t i = 0; i < 900; i++) {
        gx_shake_gift gift;
        expect_done(gx_shake_try(book, campaign, pass_of(i % 300), draw_of(i, i), 1, &gift), 1);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r09_shake");
    TCase *tests = tcase_create("R9");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R9_odds_are_what_was_published);
    tcase_add_test(tests, R9_the_threshold_is_exact);
    tcase_add_test(tests, R9_a_prize_that_is_gone_falls_to_nothing);
    tcase_add_test(tests, R9_money_that_may_not_be_paid_falls_to_nothing);
    tcase_add_test(tests, R9_coupons_count_to_the_hour_and_to_the_user);
    tcase_add_test(tests, R9_with_the_show_only_in_announced_windows);
    tcase_add_test(tests, R9_nearby_asks_for_the_place_and_counts_by_day);
    tcase_add_test(tests, R9_what_is_announced_is_checked_and_stays);
    tcase_add_test(tests, R9_memory_can_fail_anywhere_and_a_steady_state_needs_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
