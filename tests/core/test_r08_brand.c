/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R8: enterprise and star packets: what comes with one, and the product's limits on brands. */
#include "campaign_helper.h"

enum { NOON = 12 * HOUR };

static const gx_brand_terms fixed = {.share_low = 500, .share_high = 500};

/* A campaign of the brand's packets, opened with the brand's key `serial`. */
static gx_campaign brand_campaign(gx_book *book, uint32_t serial, gx_brand_terms terms)
{
    gx_campaign campaign = open_campaign(book, BRAND, serial, plain_order(1000000, WEEK));
    expect_done(gx_brand_set_terms(book, campaign, &terms, 0), 0);
    return campaign;
}

static gx_answer packet(gx_book *book, uint32_t serial, gx_campaign campaign, uint32_t user, uint32_t now)
{
    gx_brand_gift gift;
    return gx_brand_packet(book, key_of(BRAND, serial), campaign, pass_of(user), draw_of(user, serial), now,
                           &gift);
}

START_TEST(R8_a_packet_is_paid_seen_followed_and_may_bring_a_coupon)
{
    gx_book *book = make_campaign_book(10000000);
    gx_brand_terms terms = {
        .share_low = 100, .share_high = 300, .coupon = {3, 9}, .coupon_ppm = GX_PPM, .follow = true};
    gx_campaign campaign = brand_campaign(book, 1, terms);
    gx_brand_gift gift;
    gx_op_key key = key_of(BRAND, 2);
    gx_answer answer = gx_brand_packet(book, key, campaign, pass_of(7), draw_of(7, 0), NOON, &gift);
    ck_assert_int_eq(answer.code, GX_DONE);
    ck_assert(gift.amount >= 100 && gift.amount <= 300 && gift.amount == answer.amount);
    ck_assert(gift.coupon.slot == 3 && gift.coupon.life == 9 && gift.new_follow);
    ck_assert(gx_brand_is_followed(book, BRAND, 7));
    ck_assert_uint_eq(gx_brand_followers(book, BRAND), 1);
    ck_assert_uint_eq(gx_brand_exposures(book, BRAND), 1);
    expect_pool(book, campaign, gift.amount, 1000000 - gift.amount);
    /* An unknown answer: the same order again, and it is paid once. */
    gx_brand_gift again;
    gx_answer repeated = gx_brand_packet(book, key, campaign, pass_of(7), draw_of(7, 0), NOON + 5, &again);
    expect_done(repeated, gift.amount);
    ck_assert(again.coupon.life == 9 && again.new_follow);
    expect_pool(book, campaign, gift.amount, 1000000 - gift.amount);
    /* Who follows does not follow anew. */
    key.serial = 3;
    ck_assert_int_eq(gx_brand_packet(book, key, campaign, pass_of(7), draw_of(7, 1), NOON + 60, &gift).code,
                     GX_DONE);
    ck_assert(!gift.new_follow);
    ck_assert_uint_eq(gx_brand_followers(book, BRAND), 1);
    expect_done(gx_brand_shown(book, campaign, 1000, NOON + 60), 0);
    ck_assert_uint_eq(gx_brand_exposures(book, BRAND), 1002);
    expect_refused(gx_brand_shown(book, campaign, 0, NOON + 60), GX_REFUSED_AMOUNT, 0, 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_one_a_minute_and_ten_a_day_a_user)
{
    gx_book *book = make_campaign_book(10000000);
    gx_campaign first = brand_campaign(book, 1, fixed);
    gx_campaign second = brand_campaign(book, 2, fixed); /* the limits are the brand's, not the campaign's */
    uint32_t serial = 3;
    for (uint32_t day = 0; day < 3; day++) {
        uint32_t noon = day * DAY + NOON;
        for (uint32_t i = 0; i < 10; i++) {
            expect_done(packet(book, serial++, i % 2 == 0 ? first : second, 7, noon + 60 * i + 59 * (i % 2)),
                        500);
            expect_refused(packet(book, serial++, first, 7, noon + 60 * i + 59), GX_REFUSED_LIMIT, 1, 1);
            expect_done(packet(book, serial++, second, 1000 * day + 8 + i, noon + 60 * i + 59), 500);
        }
        expect_refused(packet(book, serial++, first, 7, noon + 601), GX_REFUSED_LIMIT, 10, 10);
        expect_refused(packet(book, serial++, second, 7, noon + HOUR), GX_REFUSED_LIMIT, 10, 10);
    }
    ck_assert_int_eq(gx_campaign_user_fen(book, first, 7) + gx_campaign_user_fen(book, second, 7),
                     3 * 10 * 500);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_none_from_0_to_8_h)
{
    gx_book *book = make_campaign_book(10000000);
    gx_campaign campaign = brand_campaign(book, 1, fixed);
    expect_refused(packet(book, 2, campaign, 7, 0), GX_REFUSED_SCHEDULE, 0, 480);
    expect_refused(packet(book, 3, campaign, 7, 8 * HOUR - 1), GX_REFUSED_SCHEDULE, 479, 480);
    expect_done(packet(book, 4, campaign, 7, 8 * HOUR), 500);
    expect_done(packet(book, 5, campaign, 7, DAY - 1), 500);
    expect_refused(packet(book, 6, campaign, 8, DAY), GX_REFUSED_SCHEDULE, 0, 480);
    gx_brand_rules rules = gx_brand_rules_default();
    rules.night_from = 23 * 60;
    rules.night_until = 60;
    expect_done(gx_brand_set_rules(book, &rules, DAY), 0);
    expect_refused(packet(book, 7, campaign, 8, DAY), GX_REFUSED_SCHEDULE, 0, 60);
    expect_done(packet(book, 8, campaign, 8, DAY + HOUR), 500);
    expect_refused(packet(book, 9, campaign, 8, DAY + 23 * HOUR), GX_REFUSED_SCHEDULE, 1380, 60);
    rules.night_until = rules.night_from;
    expect_done(gx_brand_set_rules(book, &rules, DAY + 23 * HOUR), 0);
    expect_done(packet(book, 10, campaign, 8, DAY + 23 * HOUR), 500);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_eighteen_hundred_a_minute_a_brand)
{
    gx_book *book = make_campaign_book(10000000);
    gx_campaign campaign = brand_campaign(book, 1, fixed);
    uint32_t serial = 2;
    for (uint32_t i = 0; i < 1800; i++)
        expect_done(packet(book, serial++, campaign, i, NOON + i / 100), 500);
    expect_refused(packet(book, serial++, campaign, 5000, NOON + 59), GX_REFUSED_LIMIT, 1800, 1800);
    expect_done(packet(book, serial++, campaign, 5000, NOON + 60), 500);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_shares_are_between_1_and_200_yuan)
{
    gx_book *book = make_campaign_book(10000000);
    gx_brand_terms terms = {.share_low = 99, .share_high = 20000};
    gx_campaign low = brand_campaign(book, 1, terms);
    terms.share_low = 100;
    terms.share_high = 20001;
    gx_campaign high = brand_campaign(book, 2, terms);
    terms.share_high = 20000;
    gx_campaign right = brand_campaign(book, 3, terms);
    expect_refused(packet(book, 4, low, 7, NOON), GX_REFUSED_AMOUNT, 99, 100);
    expect_refused(packet(book, 5, high, 7, NOON), GX_REFUSED_AMOUNT, 20001, 20000);
    gx_fen least = INT64_MAX;
    gx_fen most = 0;
    gx_fen sum = 0;
    for (uint32_t i = 0; i < 90; i++) {
        gx_answer answer = packet(book, 6 + i, right, i, NOON);
        ck_assert_int_eq(answer.code, GX_DONE);
        least = answer.amount < least ? answer.amount : least;
        most = answer.amount > most ? answer.amount : most;
        sum += answer.amount;
    }
    ck_assert(least >= 100 && most <= 20000 && most > 15000 && least < 5000);
    double mean = (double)sum / 90; /* of a uniform: 10,050 with s.d. 5,745 */
    ck_assert(mean > 10050 - 4.5 * 5745 / 9.48 && mean < 10050 + 4.5 * 5745 / 9.48);
    expect_pool(book, right, sum, 1000000 - sum);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_coupons_come_by_their_chance)
{
    gx_book *book = make_campaign_book(10000000);
    gx_brand_terms terms = {.share_low = 1, .share_high = 1, .coupon = {1, 1}, .coupon_ppm = 270000};
    gx_campaign campaign = brand_campaign(book, 1, terms);
    gx_brand_rules rules = gx_brand_rules_default();
    rules.share_min = 1;
    rules.brand_minute = UINT32_MAX;
    expect_done(gx_brand_set_rules(book, &rules, 0), 0);
    uint64_t coupons = 0;
    for (uint32_t i = 0; i < 20000; i++) {
        gx_brand_gift gift;
        expect_done(
            gx_brand_packet(book, key_of(BRAND, 2 + i), campaign, pass_of(i), draw_of(i, 5), NOON, &gift), 1);
        coupons += gift.coupon.life != 0;
    }
    expect_binomial(coupons, 20000, 270000);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_users_follow_and_leave)
{
    gx_book *book = make_campaign_book(1000);
    expect_done(gx_brand_follow(book, BRAND, 7, true, 0), 0);
    expect_done(gx_brand_follow(book, BRAND, 8, true, 0), 0);
    expect_done(gx_brand_follow(book, POOL, 7, true, 0), 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_brand_follow(book, BRAND, 7, true, 0), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_brand_follow(book, BRAND, 9, false, 0), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_brand_follow(book, FIRST_USER, 9, true, 0), GX_REFUSED_ACCOUNT, 0, FIRST_USER);
    expect_refused(gx_brand_follow(book, 5, 9, true, 0), GX_REFUSED_ACCOUNT, 0, 5);
    expect_unchanged(book, &before);
    expect_done(gx_brand_follow(book, BRAND, 7, false, 0), 0);
    ck_assert(!gx_brand_is_followed(book, BRAND, 7) && gx_brand_is_followed(book, BRAND, 8));
    ck_assert(gx_brand_is_followed(book, POOL, 7));
    ck_assert_uint_eq(gx_brand_followers(book, BRAND), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_rules_and_terms_out_of_range_change_nothing)
{
    gx_book *book = make_campaign_book(10000000);
    static const struct {
        gx_brand_rules rules;
        int64_t have, need;
    } rows[] = {
        {{0, 20000, 1, 10, 0, 480, 1800}, 0, 1},
        {{100, 99, 1, 10, 0, 480, 1800}, 99, 100},
        {{100, INT64_MAX, 1, 10, 0, 480, 1800}, INT64_MAX, GX_CAMPAIGN_BUDGET_MAX},
        {{100, 200, 0, 10, 0, 480, 1800}, 0, 1},
        {{100, 200, 1, 0, 0, 480, 1800}, 0, 1},
        {{100, 200, 1, 10, 1440, 480, 1800}, 1440, 1439},
        {{100, 200, 1, 10, 0, 1441, 1800}, 1441, 1440},
        {{100, 200, 1, 10, 0, 480, 0}, 0, 1},
    };
    gx_campaign campaign = open_campaign(book, BRAND, 1, plain_order(100, WEEK));
    snapshot before = take_snapshot(book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(gx_brand_set_rules(book, &rows[i].rules, 0), GX_REFUSED_RULE, rows[i].have,
                       rows[i].need);
    gx_brand_terms terms = {.share_low = 0, .share_high = 5};
    expect_refused(gx_brand_set_terms(book, campaign, &terms, 0), GX_REFUSED_RULE, 0, 1);
    terms.share_low = 6;
    expect_refused(gx_brand_set_terms(book, campaign, &terms, 0), GX_REFUSED_RULE, 5, 6);
    terms.share_high = INT64_MAX;
    expect_refused(gx_brand_set_terms(book, campaign, &terms, 0), GX_REFUSED_RULE, INT64_MAX,
                   GX_CAMPAIGN_BUDGET_MAX);
    terms = fixed;
    terms.coupon_ppm = GX_PPM + 1;
    expect_refused(gx_brand_set_terms(book, campaign, &terms, 0), GX_REFUSED_RULE, GX_PPM + 1, GX_PPM);
    expect_refused(packet(book, 2, campaign, 7, NOON), GX_REFUSED_STATE, GX_CAMPAIGN_PLAIN,
                   GX_CAMPAIGN_BRAND);
    expect_unchanged(book, &before);
    expect_done(gx_brand_set_terms(book, campaign, &fixed, 0), 0);
    expect_refused(gx_brand_set_terms(book, campaign, &fixed, 0), GX_REFUSED_STATE, GX_CAMPAIGN_BRAND,
                   GX_CAMPAIGN_PLAIN);
    expect_refused(gx_campaign_grant(book, key_of(BRAND, 3), campaign, pass_of(7), 1, 0), GX_REFUSED_STATE,
                   GX_CAMPAIGN_BRAND, GX_CAMPAIGN_PLAIN);
    expect_refused(packet(book, 4, campaign, 7, NOON), GX_REFUSED_FUNDS, 100, 500);
    /* What has granted stays what it is. */
    gx_campaign plain = open_campaign(book, BRAND, 5, plain_order(100, WEEK));
    expect_done(gx_campaign_grant(book, key_of(BRAND, 6), plain, pass_of(7), 1, 0), 1);
    expect_refused(gx_brand_set_terms(book, plain, &fixed, 0), GX_REFUSED_STATE, 0, GX_CAMPAIGN_BRAND);
    gx_book_free(book);
}
END_TEST

START_TEST(R8_memory_can_fail_anywhere_and_a_steady_state_needs_none)
{
    long failures = 0;
    gx_book *book = make_campaign_book(10000000);
    gx_campaign campaign = open_campaign(book, BRAND, 1, plain_order(1000000, WEEK));
    gx_op terms = {
        .kind = GX_OP_BRAND_TERMS,
        .args.brand_terms = {.campaign = campaign, .share_low = 100, .share_high = 100, .follow = 1}};
    expect_done(do_choked(book, &terms, NULL, &failures), 0);
    for (uint32_t i = 0; i < 300; i++) {
        gx_op op = {.kind = GX_OP_BRAND_PACKET,
                    .now = NOON,
                    .key = key_of(BRAND, 2 + i),
                    .args.brand_packet = {campaign, pass_of(i), draw_of(i, i)}};
        expect_done(do_choked(book, &op, NULL, &failures), 100);
    }
    ck_assert_int_ge(failures, 15); /* terms, and three lists that grew several times */
    uint64_t before = gx_memory_allocations();
    for (uint32_t i = 0; i < 300; i++)
        expect_done(packet(book, 500 + i, campaign, i, NOON + 60), 100);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r08_brand");
    TCase *tests = tcase_create("R8");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R8_a_packet_is_paid_seen_followed_and_may_bring_a_coupon);
    tcase_add_test(tests, R8_one_a_minute_and_ten_a_day_a_user);
    tcase_add_test(tests, R8_none_from_0_to_8_h);
    tcase_add_test(tests, R8_eighteen_hundred_a_minute_a_brand);
    tcase_add_test(tests, R8_shares_are_between_1_and_200_yuan);
    tcase_add_test(tests, R8_coupons_come_by_their_chance);
    tcase_add_test(tests, R8_users_follow_and_leave);
    tcase_add_test(tests, R8_rules_and_terms_out_of_range_change_nothing);
    tcase_add_test(tests, R8_memory_can_fail_anywhere_and_a_steady_state_needs_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
