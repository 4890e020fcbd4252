/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S2: a tip is a random amount below one yuan, without a confirmation, from the tipper's book to the
 * author's. */
#include "social.h"

#include <math.h>

enum { AUTHOR = FIRST_USER, TIPPER = FIRST_USER + 1 };

START_TEST(S2_a_tip_goes_by_clearing_and_is_counted)
{
    gx_book *book = make_social_book();
    gx_post_ref post = send_post(book, AUTHOR, 1, post_to(GX_AUDIENCE_FRIENDS, 2));
    gx_pass pass = pass_of(TIPPER);
    gx_fen total = 0;
    for (uint32_t i = 0; i < 10; i++) {
        gx_answer paid = gx_tip_pay(book, key_of(TIPPER, i + 1), AUTHOR, draw_of(TIPPER, i), true, NOW);
        gx_fen taken;
        ck_assert_int_eq(paid.code, GX_DONE);
        ck_assert(paid.amount >= 1 && paid.amount <= 99);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), paid.amount);
        expect_done(gx_tip_take(book, post, &pass, paid.amount, NOW, &taken), paid.amount);
        ck_assert_int_eq(taken, paid.amount);
        total += paid.amount;
        ck_assert_int_eq(gx_book_balance(book, AUTHOR), 1000 + total);
        ck_assert_int_eq(gx_book_balance(book, TIPPER), 1000 - total);
    }
    gx_post_view view;
    ck_assert(gx_post_look(book, post, &view));
    ck_assert_uint_eq(view.tips, 10);
    ck_assert_int_eq(view.tipped, total);
    gx_content_counts counts = gx_content_count(book);
    ck_assert_int_eq(counts.paid, total);
    ck_assert_int_eq(counts.taken, total);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S2_refused_tips_move_nothing)
{
    gx_book *book = make_social_book();
    gx_post_ref post = send_post(book, AUTHOR, 1, post_to(GX_AUDIENCE_PUBLIC, 0));
    gx_pass self = pass_of(AUTHOR);
    gx_pass pass = pass_of(TIPPER);
    gx_draw draw = draw_of(1, 1);
    snapshot before = take_snapshot(book);
    expect_refused(gx_tip_pay(book, key_of(AUTHOR, 2), AUTHOR, draw, true, NOW), GX_REFUSED_ACCOUNT, 0,
                   AUTHOR);
    expect_refused(gx_tip_pay(book, key_of(FIRST_POOL, 2), AUTHOR, draw, true, NOW), GX_REFUSED_ACCOUNT, 0,
                   FIRST_POOL);
    expect_refused(gx_tip_take(book, post, &self, 5, NOW, NULL), GX_REFUSED_ACCOUNT, 0, AUTHOR);
    expect_refused(gx_tip_take(book, post, &pass, 0, NOW, NULL), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_tip_take(book, post, &pass, INT64_MIN, NOW, NULL), GX_REFUSED_AMOUNT, INT64_MIN, 1);
    expect_refused(gx_tip_take(book, post, &pass, 100, NOW, NULL), GX_REFUSED_AMOUNT, 100, 99);
    expect_refused(gx_tip_take(book, post, &pass, INT64_MAX, NOW, NULL), GX_REFUSED_AMOUNT, INT64_MAX, 99);
    expect_unchanged(book, &before);
    expect_done(gx_transfer_out(book, key_of(TIPPER, 5), ELSEWHERE, 1000, NOW), 1000);
    gx_fen wanted = 1 + (gx_fen)gx_below64(gx_draw_high(draw), 99);
    expect_refused(gx_tip_pay(book, key_of(TIPPER, 6), AUTHOR, draw, true, NOW), GX_REFUSED_FUNDS, 0, wanted);
    expect_done(gx_account_flags(book, AUTHOR, GX_ACCOUNT_NO_CREDIT, 0, NOW), 0);
    expect_refused(gx_tip_take(book, post, &pass, 5, NOW, NULL), GX_REFUSED_FROZEN, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S2_in_a_circle_the_money_goes_on_to_the_authors_book)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, FIRST_MERCHANT, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, STRANGER); /* of another book */
    gx_pass pass = pass_of(TIPPER);
    gx_answer paid = gx_tip_pay(book, key_of(TIPPER, 1), STRANGER, draw_of(1, 1), true, NOW);
    ck_assert_int_eq(paid.code, GX_DONE);
    gx_op op = {.kind = GX_OP_TIP_TAKE, .now = NOW, .args.tip_take = {post, pass, paid.amount}};
    gx_result result;
    expect_done(gx_book_do(book, &op, &result), paid.amount);
    ck_assert_int_eq(result.second, 0);
    ck_assert_uint_eq(result.who, STRANGER);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), paid.amount); /* still on its way */
    gx_gate gate = gx_gate_open();
    gate.score_min = 601;
    expect_done(gx_circle_set_gate(book, circle, FIRST_MERCHANT, GX_RIGHT_TIP, 0, &gate, NOW), 0);
    expect_refused(gx_book_do(book, &op, &result), GX_REFUSED_GATE, GX_MISS_SCORE, GX_RIGHT_TIP);
    expect_refused(gx_post_may(book, post, &pass, GX_RIGHT_TIP, NOW), GX_REFUSED_GATE, GX_MISS_SCORE,
                   GX_RIGHT_TIP);
    expect_done(gx_transfer_return(book, TIPPER, paid.amount, NOW), paid.amount);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S2_every_amount_below_a_yuan_is_as_likely)
{
    enum { DRAWS = 99000 };
    gx_book *book = make_book_with(GX_THEME_CONTENT, 0);
    expect_done(gx_open(book, TIPPER, DRAWS * (gx_fen)99), DRAWS * (gx_fen)99);
    double seen[100] = {0};
    for (uint32_t i = 0; i < DRAWS; i++) {
        gx_answer paid = gx_tip_pay(book, key_of(TIPPER, i), AUTHOR, draw_of(TIPPER, i), true, NOW);
        ck_assert_int_eq(paid.code, GX_DONE);
        ck_assert(paid.amount >= 1 && paid.amount <= 99);
        seen[paid.amount]++;
    }
    double chi = 0;
    for (int amount = 1; amount <= 99; amount++)
        chi += (seen[amount] - 1000) * (seen[amount] - 1000) / 1000;
    /* 98 degrees of freedom: mean 98, s.d. 14 */
    ck_assert_msg(fabs(chi - 98) < 4.5 * 14, "chi square %f", chi);
    gx_book_free(book);
}
END_TEST

START_TEST(S2_the_rule_says_how_much_at_most)
{
    gx_book *book = make_social_book();
    gx_content_rules rules = gx_content_rules_default();
    rules.tip_max = 1;
    expect_done(gx_content_set_rules(book, &rules, NOW), 0);
    for (uint32_t i = 0; i < 20; i++)
        expect_done(gx_tip_pay(book, key_of(TIPPER, i + 1), AUTHOR, draw_of(TIPPER, i), true, NOW), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(S2_a_tip_needs_no_confirmation_within_the_limit)
{
    gx_book *book = make_book_with(GX_THEME_CONTENT | GX_THEME_IDENTITY, WINDOW);
    gx_identity_rules rules = gx_identity_rules_default();
    gx_draw draw = draw_of(1, 1);
    expect_done(gx_open(book, TIPPER, 1000), 1000);
    expect_refused(gx_tip_pay(book, key_of(TIPPER, 1), AUTHOR, draw, true, NOW), GX_REFUSED_IDENTITY, 0,
                   1); /* W1: the unverified can look, not pay */
    expect_done(gx_identity_set_tier(book, TIPPER, 1, NOW), 0);
    gx_answer answer = gx_tip_pay(book, key_of(TIPPER, 2), AUTHOR, draw, true, NOW);
    ck_assert_int_eq(answer.code, GX_DONE);
    rules.free_payment_max = answer.amount - 1;
    expect_done(gx_identity_set_rules(book, &rules, NOW), 0);
    expect_refused(gx_tip_pay(book, key_of(TIPPER, 3), AUTHOR, draw, true, NOW), GX_REFUSED_CONFIRM,
                   answer.amount - 1, answer.amount); /* W7 */
    gx_book_free(book);
}
END_TEST

START_TEST(S2_who_switched_free_payment_off_tips_with_a_confirmation)
{
    gx_book *book = make_book_with(GX_THEME_CONTENT | GX_THEME_IDENTITY, WINDOW);
    gx_draw draw = draw_of(1, 1);
    gx_fen tip = 1 + (gx_fen)gx_below64(gx_draw_high(draw), 99);
    expect_done(gx_open(book, TIPPER, 1000), 1000);
    expect_done(gx_identity_set_tier(book, TIPPER, 1, NOW), 0);
    expect_done(gx_identity_switch_free(book, key_of(TIPPER, 1), false, NOW), 0);
    expect_refused(gx_tip_pay(book, key_of(TIPPER, 2), AUTHOR, draw, true, NOW), GX_REFUSED_CONFIRM, 0, tip);
    ck_assert_int_eq(gx_book_balance(book, TIPPER), 1000);
    expect_done(gx_tip_pay(book, key_of(TIPPER, 3), AUTHOR, draw, false, NOW), tip); /* a new order */
    ck_assert_int_eq(gx_book_balance(book, TIPPER), 1000 - tip);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/s2_tips");
    TCase *tests = tcase_create("tips");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, S2_a_tip_goes_by_clearing_and_is_counted);
    tcase_add_test(tests, S2_refused_tips_move_nothing);
    tcase_add_test(tests, S2_in_a_circle_the_money_goes_on_to_the_authors_book);
    tcase_add_test(tests, S2_every_amount_below_a_yuan_is_as_likely);
    tcase_add_test(tests, S2_the_rule_says_how_much_at_most);
    tcase_add_test(tests, S2_a_tip_needs_no_confirmation_within_the_limit);
    tcase_add_test(tests, S2_who_switched_free_payment_off_tips_with_a_confirmation);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
