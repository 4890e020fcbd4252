/* SPDX-License-Identifier: GPL-3.0-or-later */
/* M4: who recommended gets a part of what an order released. */
#include "trade.h"

enum { THEMES = GX_THEME_ORDERS | GX_THEME_COUPONS, RICH = 10000000, FRIEND = 5 };

static gx_pass scored(uint32_t user, uint16_t score)
{
    return (gx_pass){.user = user, .score = score};
}

static gx_order order_of(gx_book *book, gx_fen price, uint32_t now)
{
    gx_order order;
    expect_done(gx_order_place(book, fresh(BUYER), SHOP, price, false, now, &order), price);
    return order;
}

static gx_release release_of(gx_book *book, gx_order order, gx_fen amount, uint32_t now)
{
    gx_release release;
    expect_done(gx_order_ship(book, order, now), amount);
    expect_done(gx_order_release(book, order, true, now, &release), amount);
    return release;
}

START_TEST(m4_the_merchant_nets_price_minus_commission)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_pass friend = scored(FRIEND, 600);
    for (int kind = GX_REFERRAL_OPEN; kind <= GX_REFERRAL_AFFILIATE; kind++)
        for (gx_fen price = 1; price < 2000; price += 37) {
            gx_fen commission = price * (kind == GX_REFERRAL_OPEN ? 30000 : 50000) / 1000000;
            gx_order order = order_of(book, price, 0);
            gx_fen clearing = gx_book_house(book, GX_HOUSE_CLEARING);
            expect_done(gx_referral_attach(book, order, &friend, (gx_referral_kind)kind, 0), commission);
            gx_release release = release_of(book, order, price, 0);
            ck_assert_int_eq(release.commission, commission);
            ck_assert_int_eq(release.net, price - commission);
            ck_assert_uint_eq(release.recommender, FRIEND);
            ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), clearing + price);
        }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(m4_the_commission_is_capped_and_keeps_its_rate)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_referral_rules rules = gx_referral_rules_default();
    gx_pass friend = scored(FRIEND, 950);
    gx_order order = order_of(book, 3333334, 0);
    expect_done(gx_referral_attach(book, order, &friend, GX_REFERRAL_OPEN, 0),
                100000); /* 3 % would be a fen more */
    rules.open_ppm = 1000000;
    rules.cap = 5;
    expect_done(gx_referral_set_rules(book, &rules, 0), 0);
    ck_assert_int_eq(release_of(book, order, 3333334, 0).commission, 100000);
    for (gx_fen price = 3; price < 7;
         price++) { /* up to the cap all of it: nothing is left for the merchant */
        order = order_of(book, price, 0);
        gx_fen commission = price < 5 ? price : 5;
        expect_done(gx_referral_attach(book, order, &friend, GX_REFERRAL_OPEN, 0), commission);
        gx_release release = release_of(book, order, price, 0);
        ck_assert_int_eq(release.commission, commission);
        ck_assert_int_eq(release.net, price - commission);
    }
    snapshot before = take_snapshot(book);
    rules.open_ppm = 1000001;
    refused(book, &before, gx_referral_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1000001, 1000000);
    rules.open_ppm = 0;
    rules.affiliate_ppm = UINT32_MAX;
    refused(book, &before, gx_referral_set_rules(book, &rules, 0), GX_REFUSED_RULE, UINT32_MAX, 1000000);
    rules.affiliate_ppm = 0;
    rules.cap = -1;
    refused(book, &before, gx_referral_set_rules(book, &rules, 0), GX_REFUSED_RULE, -1, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(m4_a_refund_takes_its_part_of_the_commission)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_pass friend = scored(FRIEND, 600);
    gx_order order = order_of(book, 10000, 0);
    expect_done(gx_referral_attach(book, order, &friend, GX_REFERRAL_AFFILIATE, 0), 500);
    expect_done(gx_order_refund(book, order, GX_REFUND_AGREED, 4001, 0), 4001);
    gx_order_view view;
    ck_assert(gx_order_look(book, order, &view));
    ck_assert_int_eq(view.commission, 299); /* 5 % of 59.99 */
    ck_assert_int_eq(release_of(book, order, 5999, 0).commission, 299);
    order = order_of(book, 10000, 0); /* whole: none is paid */
    expect_done(gx_referral_attach(book, order, &friend, GX_REFERRAL_AFFILIATE, 0), 500);
    expect_done(gx_order_refund(book, order, GX_REFUND_CALLED_OFF, 0, 0), 10000);
    gx_order_counts counts = gx_order_count(book);
    ck_assert_int_eq(counts.commissions, 299);
    ck_assert_uint_eq(counts.referred, 1);
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH - 5999);
    gx_book_free(book);
}
END_TEST

START_TEST(m4_who_may_recommend)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_order order = order_of(book, 10000, 0);
    gx_pass self = scored(BUYER, 900), shop = scored(SHOP, 900), low = scored(FRIEND, 599),
            good = scored(FRIEND, 600);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_referral_attach(book, no_such, &good, GX_REFERRAL_OPEN, 0), GX_REFUSED_NO_SUCH,
            0, 0);
    refused(book, &before, gx_referral_attach(book, order, &good, (gx_referral_kind)2, 0), GX_REFUSED_RULE, 2,
            1);
    refused(book, &before, gx_referral_attach(book, order, &self, GX_REFERRAL_OPEN, 0),
            GX_REFUSED_NOT_ADDRESSED, BUYER, BUYER);
    refused(book, &before, gx_referral_attach(book, order, &shop, GX_REFERRAL_AFFILIATE, 0),
            GX_REFUSED_NOT_ADDRESSED, SHOP, SHOP);
    refused(book, &before, gx_referral_attach(book, order, &low, GX_REFERRAL_OPEN, 0), GX_REFUSED_SCORE, 599,
            600);
    expect_done(gx_referral_attach(book, order, &low, GX_REFERRAL_AFFILIATE, 0), 500); /* without credit */
    before = take_snapshot(book);
    refused(book, &before, gx_referral_attach(book, order, &good, GX_REFERRAL_OPEN, 0), GX_REFUSED_TWICE, 1,
            0);
    order = order_of(book, 10000, 0);
    expect_done(gx_order_ship(book, order, 0), 10000);
    before = take_snapshot(book);
    refused(book, &before, gx_referral_attach(book, order, &good, GX_REFERRAL_OPEN, 0), GX_REFUSED_STATE,
            GX_ORDER_SHIPPED, GX_ORDER_PLACED);
    gx_book_free(book);
    book = make_market(GX_THEME_COUPONS, RICH);
    expect_refused(gx_referral_attach(book, order, &good, GX_REFERRAL_OPEN, 0), GX_REFUSED_THEME, 0,
                   GX_THEME_ORDERS);
    gx_book_free(book);
}
END_TEST

START_TEST(m4_the_largest_order_does_not_overflow)
{
    gx_book *book = make_book_with(THEMES, WINDOW);
    gx_fen all = INT64_C(1) << 60;
    gx_referral_rules rules = {.open_ppm = 999999, .affiliate_ppm = 333333, .cap = INT64_MAX, .score_min = 0};
    gx_pass friend = scored(FRIEND, 0);
    expect_done(gx_open(book, BUYER, all), all);
    expect_done(gx_referral_set_rules(book, &rules, 0), 0);
    gx_order order = order_of(book, all, 0);
    __extension__ typedef __int128 wide;
    gx_fen commission = (gx_fen)((wide)all * 999999 / 1000000);
    expect_done(gx_referral_attach(book, order, &friend, GX_REFERRAL_OPEN, 0), commission);
    gx_release release = release_of(book, order, all, 0);
    ck_assert_int_eq(release.commission, commission);
    ck_assert_int_eq(release.net, all - commission);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/m4");
    TCase *tests = tcase_create("m4");
    tcase_add_test(tests, m4_the_merchant_nets_price_minus_commission);
    tcase_add_test(tests, m4_the_commission_is_capped_and_keeps_its_rate);
    tcase_add_test(tests, m4_a_refund_takes_its_part_of_the_commission);
    tcase_add_test(tests, m4_who_may_recommend);
    tcase_add_test(tests, m4_the_largest_order_does_not_overflow);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
