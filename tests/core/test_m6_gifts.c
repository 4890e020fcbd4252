/* SPDX-License-Identifier: GPL-3.0-or-later */
/* M6: coupons are passed on to friends. */
#include "coupons.h"

START_TEST(m6_a_coupon_is_passed_on_and_the_chain_counted)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_coupon coupon = grant(book, batch, 1, 0);
    gx_coupon_view view;
    gx_coupon_batch_view whole;
    gx_fen rest;
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_coupon_pass(book, coupon, 2, 3, 0, 1), GX_REFUSED_RIGHT, 2, 1);
    refused(book, &before, gx_coupon_pass(book, coupon, 1, 1, 0, 1), GX_REFUSED_NOT_ADDRESSED, 1, 1);
    refused(book, &before, gx_coupon_pass(book, coupon, 1, 2, 1, 1), GX_REFUSED_TURN, 0, 1);
    refused(book, &before, gx_coupon_pass(book, coupon, 1, 2, 0, UNTIL), GX_REFUSED_EXPIRED, UNTIL, UNTIL);
    expect_done(gx_coupon_pass(book, coupon, 1, 2, 0, 1), 0);
    before = take_snapshot(book);
    refused(book, &before, gx_coupon_pass(book, coupon, 1, 2, 0, 1), GX_REFUSED_TURN, 1,
            0); /* the message again */
    refused(book, &before, gx_coupon_redeem(book, coupon, 1, 1000, FROM, &rest), GX_REFUSED_RIGHT, 1, 2);
    gx_op back = {.kind = GX_OP_COUPON_PASS, .now = 1, .args.coupon_pass = {coupon, 2, 1, 1}};
    gx_result result; /* back to where it came from */
    expect_done(gx_book_do(book, &back, &result), 0);
    ck_assert_uint_eq(result.number, 2);
    before = take_snapshot(book);
    refused(book, &before, gx_coupon_pass(book, coupon, 1, 2, 2, 1), GX_REFUSED_LIMIT, 2, 2);
    ck_assert(gx_coupon_look(book, coupon, &view));
    ck_assert_uint_eq(view.holder, 1);
    ck_assert_uint_eq(view.first_holder, 1);
    ck_assert_uint_eq(view.passed, 2);
    ck_assert_mem_eq(&view.batch, &batch, sizeof batch);
    ck_assert(gx_coupon_batch_look(book, batch, &whole));
    ck_assert_uint_eq(whole.passes, 2);
    expect_done(gx_coupon_redeem(book, coupon, 1, 1000, FROM, &rest), 300);
    expect_refused(gx_coupon_pass(book, coupon, 1, 2, 2, FROM), GX_REFUSED_STATE, 1, 0);
    order.passes_max = 0;
    batch = issue(book, &order, FROM);
    coupon = grant(book, batch, 1, FROM);
    expect_refused(gx_coupon_pass(book, coupon, 1, 2, 0, FROM), GX_REFUSED_LIMIT, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(m6_a_gift_does_not_count_as_a_grant)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_coupon mine = grant(book, batch, 1, 0), gift = grant(book, batch, 2, 0);
    gx_fen rest;
    gx_pass giver = {.user = 2};
    expect_done(gx_coupon_pass(book, gift, 2, 1, 0, 0), 0);
    expect_refused(gx_coupon_grant(book, batch, &giver, 0, &gift), GX_REFUSED_LIMIT, 1, 1); /* he had his */
    expect_done(gx_coupon_redeem(book, mine, 1, 1000, FROM, &rest), 300);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/m6");
    TCase *tests = tcase_create("m6");
    tcase_add_test(tests, m6_a_coupon_is_passed_on_and_the_chain_counted);
    tcase_add_test(tests, m6_a_gift_does_not_count_as_a_grant);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
