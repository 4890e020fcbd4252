/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K4: the credit line: draw, statements, late fees to the millionth of a fen, write-off, recovery. */
#include "helper.h"

#include <gx/base/memory.h>

enum { DAY = 86400, ANN = FIRST_USER, BO = FIRST_USER + 1 };

/* The day of tick 0: 16838 = 561 x 30 + 8. So the first statement is on day 16860, and due on 16870: 32 days
 * on. */
enum { DAY_0 = 16838, DUE_DAY = 16870, DUE = 32 };

/* Ann and Bo have ¥1,000 and a score of 650: a line of ¥3,000. */
static gx_book *make_credit_book(uint32_t themes)
{
    gx_book *book = make_book_with(GX_THEME_CREDIT | themes, 64);
    gx_features features = {500000, 500000, 500000, 500000, 500000};
    for (uint32_t user = ANN; user <= BO; user++) {
        expect_done(gx_open(book, user, 100000), 100000);
    }
    for (uint32_t user = ANN; user <= BO; user++)
        expect_done(gx_score_update(book, user, &features, 0, NULL), 0);
    return book;
}

static gx_credit_rules rules_with(uint32_t interest, uint32_t late)
{
    gx_credit_rules rules = gx_credit_rules_default();
    rules.interest_ppm = interest;
    rules.late_ppm = late;
    return rules;
}

static void draw_done(gx_book *book, uint32_t serial, gx_fen amount, uint32_t now, gx_ref *debt)
{
    expect_done(gx_credit_draw(book, key_of(ANN, serial), amount, GX_CREDIT_TO_BALANCE, now, debt), amount);
}

START_TEST(k4_a_draw_is_owed_and_lies_in_the_balance_or_in_clearing)
{
    gx_book *book = make_credit_book(0);
    gx_ref debt, again;
    gx_debt_view view;
    draw_done(book, 1, 20000, 0, &debt);
    ck_assert_int_eq(gx_book_balance(book, ANN), 120000);
    expect_done(gx_credit_draw(book, key_of(ANN, 2), 5000, GX_CREDIT_TO_CLEARING, DAY, &again), 5000);
    ck_assert_mem_eq(&again, &debt, sizeof debt); /* one due day: one debt */
    ck_assert_int_eq(gx_book_balance(book, ANN), 120000);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 5000);
    ck_assert_int_eq(gx_credit_owed(book, ANN, DAY), 25000);
    ck_assert(gx_credit_debt_look(book, debt, DAY, &view));
    ck_assert_uint_eq(view.user, ANN);
    ck_assert_int_eq(view.principal, 25000);
    ck_assert_int_eq(view.due, DUE_DAY);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_the_limit_is_never_exceeded)
{
    static const uint32_t features[] = {0, 333333, 416667, 500000, 583333}; /* 350, 550, 600, 650, 700 */
    static const gx_fen limits[] = {0, 50000, 100000, 300000, 1000000};
    gx_book *book = make_book_with(GX_THEME_CREDIT, 0);
    gx_gate_set(book, GX_SCORED_RIGHT_CREDIT_PAY, 0, 0);
    ck_assert_int_eq(gx_credit_limit(book, ANN), 0); /* no score */
    expect_refused(gx_credit_draw(book, key_of(ANN, 0), 1, GX_CREDIT_TO_BALANCE, 0, NULL), GX_REFUSED_CREDIT,
                   0, 1);
    for (uint32_t i = 0; i < 5; i++) {
        gx_features f = {features[i], features[i], features[i], features[i], features[i]};
        expect_done(gx_score_update(book, FIRST_USER + i, &f, 0, NULL), 0);
    }
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t user = FIRST_USER + i;
        ck_assert_int_eq(gx_credit_limit(book, user), limits[i]);
        gx_fen left = limits[i];
        for (uint32_t n = 0; n < 200; n++) {
            gx_fen amount = 1 + gx_below32(draw_of(i, n).word[0], 30000);
            gx_answer answer = gx_credit_draw(book, key_of(user, n), amount, GX_CREDIT_TO_BALANCE, 0, NULL);
            if (amount > left)
                expect_refused(answer, GX_REFUSED_CREDIT, left, amount);
            else
                left -= answer.amount;
            ck_assert_int_eq(gx_credit_owed(book, user, 0), limits[i] - left);
        }
        if (left > 0)
            expect_done(gx_credit_draw(book, key_of(user, 0), left, GX_CREDIT_TO_BALANCE, 0, NULL), left);
        expect_refused(gx_credit_draw(book, key_of(user, 0), 1, GX_CREDIT_TO_BALANCE, 0, NULL),
                       GX_REFUSED_CREDIT, 0, 1);
    }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_a_limit_of_ones_own)
{
    gx_book *book = make_credit_book(0);
    expect_done(gx_credit_set_limit(book, ANN, 1, 700, 0), 0);
    ck_assert_int_eq(gx_credit_limit(book, ANN), 700);
    expect_refused(gx_credit_draw(book, key_of(ANN, 1), 701, GX_CREDIT_TO_BALANCE, 0, NULL),
                   GX_REFUSED_CREDIT, 700, 701);
    draw_done(book, 2, 600, 0, NULL);
    expect_done(gx_credit_set_limit(book, ANN, 1, 0, 0), 0); /* less than is owed: that stays */
    expect_refused(gx_credit_draw(book, key_of(ANN, 3), 1, GX_CREDIT_TO_BALANCE, 0, NULL), GX_REFUSED_CREDIT,
                   0, 1);
    ck_assert_int_eq(gx_credit_owed(book, ANN, 0), 600);
    expect_done(gx_credit_set_limit(book, ANN, 0, UINT32_MAX, 0), 0);
    ck_assert_int_eq(gx_credit_limit(book, ANN), 300000);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_due_days_by_statement)
{
    static const struct {
        uint16_t cycle, grace;
        uint32_t day;
        int64_t due;
    } cases[] = {{30, 10, 0, DAY_0 + 32}, {30, 10, 21, DAY_0 + 32}, {30, 10, 22, DAY_0 + 62},
                 {0, 10, 3, DAY_0 + 13},  {0, 0, 3, DAY_0 + 3},     {1, 0, 3, DAY_0 + 4},
                 {366, 366, 0, 48 * 366}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gx_book *book = make_credit_book(0);
        gx_credit_rules rules = gx_credit_rules_default();
        gx_ref debt;
        gx_debt_view view;
        rules.cycle_days = cases[i].cycle;
        rules.grace_days = cases[i].grace;
        gx_credit_set_rules(book, &rules, 0);
        draw_done(book, 1, 100, cases[i].day * DAY, &debt);
        ck_assert(gx_credit_debt_look(book, debt, cases[i].day * DAY, &view));
        ck_assert_int_eq(view.due, cases[i].due);
        gx_book_free(book);
    }
}
END_TEST

/* ¥123.45 at 500 millionths a day late: after n late days floor(12345 x 500 x n / 10^6), however often it was
 * charged between. One book is charged every day, one at the end, one at random. */
START_TEST(k4_late_fees_are_exact_however_often_they_are_charged)
{
    enum { DAYS = 400 };
    gx_book *daily = make_credit_book(0), *once = make_credit_book(0), *now_and_then = make_credit_book(0);
    gx_ref debt;
    draw_done(daily, 1, 12345, 0, &debt);
    draw_done(once, 1, 12345, 0, &debt);
    draw_done(now_and_then, 1, 12345, 0, &debt);
    for (uint32_t day = 0; day <= DAYS; day++) {
        int64_t late = day > DUE ? day - DUE : 0;
        gx_fen owed = 12345 + late * 12345 * 500 / 1000000;
        gx_credit_accrue(daily, ANN, day * DAY + day);
        if (draw_of(day, 2).word[0] % 7 == 0)
            gx_credit_accrue(now_and_then, ANN, day * DAY + day);
        ck_assert_int_eq(gx_credit_owed(daily, ANN, day * DAY + day), owed);
        ck_assert_int_eq(gx_credit_owed(once, ANN, day * DAY + day), owed);
        ck_assert_int_eq(gx_credit_owed(now_and_then, ANN, day * DAY + day), owed);
        ck_assert_int_eq(gx_book_house(daily, GX_HOUSE_FEES), owed - 12345);
        ck_assert_int_eq(gx_credit_days_overdue(daily, ANN, day * DAY + day), late);
    }
    uint32_t last = DAYS * DAY + DAYS;
    expect_done(gx_credit_accrue(once, ANN, last), INT64_C(368) * 12345 * 500 / 1000000);
    gx_credit_accrue(now_and_then, ANN, last);
    ck_assert_uint_eq(gx_book_digest(once), gx_book_digest(daily));
    ck_assert_uint_eq(gx_book_digest(now_and_then), gx_book_digest(daily));
    expect_balanced(daily);
    gx_book_free(daily);
    gx_book_free(once);
    gx_book_free(now_and_then);
}
END_TEST

/* Interest from the day after the draw, the late fee on top; never more than the principal. */
START_TEST(k4_interest_does_not_pass_the_capital)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = rules_with(400, 600);
    gx_ref debt;
    gx_credit_set_rules(book, &rules, 0);
    draw_done(book, 1, 99999, 100, &debt);
    ck_assert_int_eq(gx_credit_owed(book, ANN, DAY - 1), 99999);         /* the same day */
    ck_assert_int_eq(gx_credit_owed(book, ANN, DAY), 99999 + 39);        /* 39.9996 */
    ck_assert_int_eq(gx_credit_owed(book, ANN, 32 * DAY), 99999 + 1279); /* 1279.9872 */
    ck_assert_int_eq(gx_credit_owed(book, ANN, 33 * DAY), 99999 + 1379); /* 1379.9862 */
    /* 32 x 400 + (d - 32) x 1000 reaches 10^6 at d = 1019.2 */
    ck_assert_int_eq(gx_credit_owed(book, ANN, 1019 * DAY), 99999 + 99979);
    ck_assert_int_eq(gx_credit_owed(book, ANN, 1020 * DAY), 2 * 99999);
    ck_assert_int_eq(gx_credit_owed(book, ANN, UINT32_MAX), 2 * 99999);
    expect_done(gx_credit_accrue(book, ANN, 33 * DAY), 1379); /* and 986,200 millionths … */
    expect_done(gx_credit_accrue(book, ANN, 1500 * DAY), 98620);
    expect_done(gx_credit_accrue(book, ANN, 1600 * DAY), 0);
    expect_done(gx_credit_repay(book, key_of(ANN, 2), 500, 1600 * DAY, NULL), 500);
    ck_assert_int_eq(gx_credit_owed(book, ANN, 1601 * DAY),
                     2 * 99999 - 500 + 99); /* … are forgotten: 99.999 */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_repayment_goes_to_the_oldest_charges_first)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = rules_with(1000, 0);
    gx_ref old, young;
    gx_debt_view view;
    gx_fen charges;
    gx_credit_set_rules(book, &rules, 0);
    draw_done(book, 1, 10000, 0, &old);
    draw_done(book, 2, 20000, 22 * DAY, &young); /* the old one has 220 of interest by now */
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), 220);
    expect_done(gx_credit_repay(book, key_of(ANN, 3), 5000, 27 * DAY, &charges), 5000);
    ck_assert_int_eq(charges, 270);
    ck_assert(gx_credit_debt_look(book, old, 27 * DAY, &view));
    ck_assert_int_eq(view.principal, 10000 - 4730);
    ck_assert_int_eq(view.charges, 0);
    ck_assert(gx_credit_debt_look(book, young, 27 * DAY, &view));
    ck_assert_int_eq(view.principal, 20000);
    ck_assert_int_eq(view.charges, 100);
    expect_done(gx_credit_repay(book, key_of(ANN, 4), INT64_MAX, 27 * DAY, &charges), 5270 + 20100);
    ck_assert_int_eq(charges, 100);
    ck_assert(!gx_credit_debt_look(book, old, 27 * DAY, &view));
    ck_assert_int_eq(gx_credit_owed(book, ANN, 27 * DAY), 0);
    ck_assert_int_eq(gx_book_balance(book, ANN), 100000 - 370);
    expect_refused(gx_credit_repay(book, key_of(ANN, 5), 1, 28 * DAY, NULL), GX_REFUSED_STATE, 0, 1);
    gx_result out;
    expect_refused(gx_credit_write_off(book, old, 300 * DAY, &out), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_no_draw_while_a_debt_is_overdue)
{
    gx_book *book = make_credit_book(0);
    draw_done(book, 1, 100, 0, NULL);
    draw_done(book, 2, 100, DUE * DAY, NULL); /* on the due day it is not overdue yet */
    expect_refused(gx_credit_draw(book, key_of(ANN, 3), 100, GX_CREDIT_TO_BALANCE, (DUE + 2) * DAY, NULL),
                   GX_REFUSED_OVERDUE, 2, 0);
    expect_done(gx_credit_repay(book, key_of(ANN, 4), 100, (DUE + 2) * DAY, NULL), 100);
    draw_done(book, 5, 100, (DUE + 2) * DAY, NULL); /* the younger debt stands in nobody's way */
    gx_book_free(book);
}
END_TEST

START_TEST(k4_a_loss_is_the_houses_until_it_is_recovered)
{
    gx_book *book = make_credit_book(0);
    gx_ref debt;
    gx_result out;
    draw_done(book, 1, 100000, 0, &debt);
    snapshot before = take_snapshot(book);
    expect_refused(gx_credit_write_off(book, debt, (DUE + 90) * DAY - 1, &out), GX_REFUSED_NOT_DUE,
                   DUE_DAY + 89, DUE_DAY + 90);
    expect_unchanged(book, &before);
    expect_done(gx_credit_write_off(book, debt, (DUE + 90) * DAY, &out), 104500); /* 90 x 50 */
    ck_assert_int_eq(out.second, 4500);
    ck_assert_uint_eq(out.who, ANN);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_LOSSES), -104500);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), 4500);
    ck_assert_int_eq(gx_credit_owed(book, ANN, 200 * DAY), 0);
    ck_assert_int_eq(gx_credit_unrecovered(book, ANN), 104500);
    expect_refused(gx_credit_draw(book, key_of(ANN, 2), 1, GX_CREDIT_TO_BALANCE, 200 * DAY, NULL),
                   GX_REFUSED_STATE, 104500, 0);
    expect_done(gx_credit_recover(book, key_of(ANN, 3), 4500, 200 * DAY), 4500);
    expect_done(gx_credit_recover(book, key_of(ANN, 4), INT64_MAX, 200 * DAY), 100000);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_LOSSES), 0);
    expect_refused(gx_credit_recover(book, key_of(ANN, 5), 1, 200 * DAY), GX_REFUSED_STATE, 0, 1);
    draw_done(book, 6, 1, 200 * DAY, NULL);
    gx_credit_counts counts = gx_credit_count(book);
    ck_assert_uint_eq(counts.draws, 2);
    ck_assert_int_eq(counts.drawn, 100001);
    ck_assert_int_eq(counts.charged, 4500);
    ck_assert_int_eq(counts.written_off, 104500);
    ck_assert_uint_eq(counts.recoveries, 2);
    ck_assert_int_eq(counts.recovered, 104500);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_draws_are_refused_in_their_order)
{
    gx_book *book = make_credit_book(0);
    const uint32_t cai = FIRST_USER + 2; /* no score */
    snapshot before = take_snapshot(book);
    gx_op op = {.kind = GX_OP_CREDIT_DRAW, .key = key_of(FIRST_MERCHANT, 1), .args.credit_draw = {0, 2}};
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    op.key = key_of(cai, 1);
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_credit_draw(book, key_of(cai, 2), 0, GX_CREDIT_TO_CLEARING, 0, NULL), GX_REFUSED_AMOUNT,
                   0, 1);
    expect_refused(gx_credit_draw(book, key_of(cai, 3), INT64_MIN, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_AMOUNT, INT64_MIN, 1);
    expect_refused(gx_credit_draw(book, key_of(cai, 4), 1, GX_CREDIT_TO_CLEARING, 0, NULL), GX_REFUSED_SCORE,
                   0, 600);
    expect_refused(gx_credit_draw(book, key_of(ANN, 5), INT64_MAX, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_CREDIT, 300000, INT64_MAX);
    expect_unchanged(book, &before);
    gx_account_flags(book, ANN, GX_ACCOUNT_NO_DEBIT | GX_ACCOUNT_CAPPED, 100050, 0);
    before = take_snapshot(book);
    expect_refused(gx_credit_draw(book, key_of(ANN, 6), 1, GX_CREDIT_TO_CLEARING, 0, NULL), GX_REFUSED_FROZEN,
                   0, 0);
    expect_refused(gx_credit_draw(book, key_of(ANN, 7), 51, GX_CREDIT_TO_BALANCE, 0, NULL), GX_REFUSED_CAP,
                   50, 51);
    expect_unchanged(book, &before);
    draw_done(book, 8, 50, 0, NULL);
    expect_refused(gx_credit_repay(book, key_of(ANN, 9), 50, 0, NULL), GX_REFUSED_FROZEN, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_a_payment_on_credit_is_asked_about_like_any_other)
{
    gx_book *book = make_credit_book(GX_THEME_IDENTITY | GX_THEME_RISK | GX_THEME_MEMBERS);
    snapshot before = take_snapshot(book);
    expect_refused(gx_credit_draw(book, key_of(ANN, 1), 300001, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_CREDIT, 300000, 300001);
    expect_refused(gx_credit_draw(book, key_of(ANN, 2), 5000, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_NO_CARD, 0, 1);
    expect_unchanged(book, &before);
    expect_done(gx_wallet_bind_card(book, ANN, 0), 0);
    before = take_snapshot(book);
    expect_refused(gx_credit_draw(book, key_of(ANN, 3), 5000, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_IDENTITY, 0, 1);
    expect_unchanged(book, &before);
    expect_done(gx_identity_set_tier(book, ANN, 1, 0), 0);
    expect_done(gx_risk_block(book, ANN, 1, 0), 0);
    before = take_snapshot(book);
    expect_refused(gx_credit_draw(book, key_of(ANN, 4), 5000, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_RISK, 1, 0);
    expect_unchanged(book, &before);
    draw_done(book, 5, 100, 0, NULL); /* into the balance, from which he cannot pay it away */
    expect_done(gx_risk_block(book, ANN, 0, 0), 0);
    /* More than a first tier may ever pay from the balance: none of this comes from there. */
    gx_risk_rules rules = gx_risk_rules_default();
    rules.day_max = 250000;
    expect_done(gx_risk_set_rules(book, &rules, 0), 0);
    expect_done(gx_credit_draw(book, key_of(ANN, 6), 200000, GX_CREDIT_TO_CLEARING, 0, NULL), 200000);
    gx_identity_paid paid;
    ck_assert(gx_identity_look(book, ANN, 0, &paid));
    ck_assert_int_eq(paid.ever, 0);
    expect_refused(gx_credit_draw(book, key_of(ANN, 7), 50001, GX_CREDIT_TO_CLEARING, 0, NULL),
                   GX_REFUSED_RISK, 50000, 50001);
    gx_member_view member;
    ck_assert(gx_member_look(book, ANN, &member) && member.paid == 0); /* by default the repayment counts */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_other_refusals_in_their_order)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = gx_credit_rules_default();
    gx_ref never = {0, 1};
    gx_result out;
    snapshot before = take_snapshot(book);
    rules.limit[4] = GX_CREDIT_LIMIT_MAX + 1;
    rules.cycle_days = 367;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 1000000001, 1000000000);
    rules.limit[4] = GX_CREDIT_LIMIT_MAX;
    rules.grace_days = 400;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 367, 366);
    rules.cycle_days = 366;
    rules.write_off_days = 0;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 400, 366);
    rules.grace_days = 366;
    rules.interest_ppm = 100001;
    rules.late_ppm = 100002;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 0, 1);
    rules.write_off_days = 1;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 100001, 100000);
    rules.interest_ppm = 100000;
    expect_refused(gx_credit_set_rules(book, &rules, 0), GX_REFUSED_RULE, 100002, 100000);
    expect_refused(gx_credit_set_limit(book, FIRST_MERCHANT, 2, UINT32_MAX, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    expect_refused(gx_credit_set_limit(book, ANN, 2, UINT32_MAX, 0), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_credit_set_limit(book, ANN, 1, UINT32_MAX, 0), GX_REFUSED_RULE, UINT32_MAX, 1000000000);
    expect_refused(gx_credit_accrue(book, 9, 0), GX_REFUSED_ACCOUNT, 0, 9);
    expect_refused(gx_credit_write_off(book, never, 0, &out), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_credit_repay(book, key_of(FIRST_MERCHANT, 1), 0, 0, NULL), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    expect_refused(gx_credit_repay(book, key_of(ANN, 2), 0, 0, NULL), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_credit_recover(book, key_of(ANN, 3), -5, 0), GX_REFUSED_AMOUNT, -5, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

/* Debts of other rates and of earlier due days take their places in the list. */
START_TEST(k4_changed_rules_hold_for_new_debts_only)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = rules_with(0, 1000);
    gx_ref first, second, third;
    gx_debt_view view;
    draw_done(book, 1, 1000, 0, &first);
    gx_credit_set_rules(book, &rules, 0);
    draw_done(book, 2, 2000, 0, &second); /* the same due day, another rate: another debt, behind */
    rules.cycle_days = 0;
    rules.grace_days = 1;
    gx_credit_set_rules(book, &rules, 0);
    draw_done(book, 3, 3000, 0, &third); /* due tomorrow: the oldest */
    ck_assert_int_eq(gx_credit_days_overdue(book, ANN, 2 * DAY), 1);
    expect_done(gx_credit_repay(book, key_of(ANN, 4), 3003 + 500, 2 * DAY, NULL), 3503);
    ck_assert(!gx_credit_debt_look(book, third, 2 * DAY, &view));
    ck_assert(gx_credit_debt_look(book, first, 2 * DAY, &view));
    ck_assert_int_eq(view.principal, 500);
    ck_assert_uint_eq(view.late_ppm, 500);
    ck_assert(gx_credit_debt_look(book, second, 2 * DAY, &view));
    ck_assert_int_eq(view.principal, 2000);
    ck_assert_uint_eq(view.late_ppm, 1000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_a_key_is_answered_again)
{
    gx_book *book = make_credit_book(0);
    gx_op op = {.kind = GX_OP_CREDIT_DRAW, .key = key_of(ANN, 1), .args.credit_draw = {500, 0}};
    gx_result first, again;
    gx_book_do(book, &op, &first);
    gx_book_do(book, &op, &again);
    ck_assert_int_eq(again.answer.amount, 500);
    ck_assert_mem_eq(&again.made, &first.made, sizeof first.made);
    ck_assert_int_eq(gx_credit_owed(book, ANN, 0), 500);
    gx_book_free(book);
}
END_TEST

START_TEST(k4_memory_may_fail_at_every_allocation)
{
    long failures = 0;
    for (;; failures++) {
        gx_book *book = make_credit_book(0);
        expect_done(gx_transfer(book, key_of(ANN, 0), BO, 1, 0), 1); /* the keys have their memory */
        snapshot before = take_snapshot(book);
        gx_memory_fail_after(failures);
        gx_answer answer = gx_credit_draw(book, key_of(ANN, 1), 100, GX_CREDIT_TO_BALANCE, 0, NULL);
        gx_memory_fail_after(-1);
        if (answer.code == GX_DONE) {
            gx_book_free(book);
            break;
        }
        expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
        expect_unchanged(book, &before);
        draw_done(book, 1, 100, 0, NULL); /* the same key, later */
        gx_book_free(book);
    }
    ck_assert_int_eq(failures, 2); /* the first debts: a list of chunks, and one */
}
END_TEST

/* Borrow, pay back or lose it, year after year. */
START_TEST(k4_a_steady_state_allocates_nothing)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = rules_with(100, 500);
    gx_credit_set_rules(book, &rules, 0);
    uint64_t allocations = 0;
    for (uint32_t month = 0; month < 240; month++) {
        uint32_t now = month * 30 * DAY;
        gx_ref debt;
        for (uint32_t i = 0; i < 20; i++)
            draw_done(book, month * 32 + i, 100, now + i * DAY, &debt);
        if (month == 3)
            allocations = gx_memory_allocations();
        ck_assert_int_gt(
            gx_credit_repay(book, key_of(ANN, month * 32 + 20), 900, now + 29 * DAY, NULL).amount, 0);
        ck_assert_int_gt(
            gx_credit_repay(book, key_of(ANN, month * 32 + 21), INT64_MAX, now + 29 * DAY, NULL).amount, 0);
    }
    ck_assert_uint_eq(gx_memory_allocations(), allocations);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* Many users, random acts, hostile figures: the books balance, the house's gains and losses add up, and
 * nobody owes more than his limit in principal when he draws. */
START_TEST(k4_the_house_gains_what_it_charged_and_loses_what_it_wrote_off)
{
    gx_book *book = make_credit_book(0);
    gx_credit_rules rules = rules_with(300, 900);
    rules.cycle_days = 7;
    rules.write_off_days = 5;
    gx_credit_set_rules(book, &rules, 0);
    gx_ref debts[16] = {{0, 0}};
    uint32_t now = 0;
    for (uint32_t i = 0; i < 6000; i++) {
        gx_draw draw = draw_of(i, 4);
        uint32_t user = ANN + draw.word[0] % 2;
        gx_fen amount = 1 + gx_below32(draw.word[1], 120000);
        gx_result out;
        now += gx_below32(draw.word[2], i % 60 == 0 ? 60 * DAY : DAY);
        switch (draw.word[3] % 5) {
        case 0:
        case 1:
            if (gx_credit_draw(book, key_of(user, i), amount, GX_CREDIT_TO_BALANCE, now, &debts[i % 16])
                    .code == GX_DONE)
                ck_assert_int_le(gx_credit_owed(book, user, now), gx_credit_limit(book, user));
            break;
        case 2:
            gx_credit_repay(book, key_of(user, i), amount, now, NULL);
            break;
        case 3:
            gx_credit_write_off(book, debts[draw.word[1] % 16], now, &out);
            break;
        default:
            gx_credit_recover(book, key_of(user, i), amount, now);
        }
        gx_credit_counts counts = gx_credit_count(book);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), counts.charged);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_LOSSES), counts.recovered - counts.written_off);
        if (i % 50 == 0)
            expect_balanced(book);
    }
    gx_credit_counts counts = gx_credit_count(book);
    ck_assert_uint_gt(counts.draws, 50);
    ck_assert_uint_gt(counts.write_offs, 5);
    ck_assert_uint_gt(counts.recoveries, 20);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/k4_credit_line");
    TCase *tests = tcase_create("line");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, k4_a_draw_is_owed_and_lies_in_the_balance_or_in_clearing);
    tcase_add_test(tests, k4_the_limit_is_never_exceeded);
    tcase_add_test(tests, k4_a_limit_of_ones_own);
    tcase_add_test(tests, k4_due_days_by_statement);
    tcase_add_test(tests, k4_late_fees_are_exact_however_often_they_are_charged);
    tcase_add_test(tests, k4_interest_does_not_pass_the_capital);
    tcase_add_test(tests, k4_repayment_goes_to_the_oldest_charges_first);
    tcase_add_test(tests, k4_no_draw_while_a_debt_is_overdue);
    tcase_add_test(tests, k4_a_loss_is_the_houses_until_it_is_recovered);
    tcase_add_test(tests, k4_draws_are_refused_in_their_order);
    tcase_add_test(tests, k4_a_payment_on_credit_is_asked_about_like_any_other);
    tcase_add_test(tests, k4_other_refusals_in_their_order);
    tcase_add_test(tests, k4_changed_rules_hold_for_new_debts_only);
    tcase_add_test(tests, k4_a_key_is_answered_again);
    tcase_add_test(tests, k4_memory_may_fail_at_every_allocation);
    tcase_add_test(tests, k4_a_steady_state_allocates_nothing);
    tcase_add_test(tests, k4_the_house_gains_what_it_charged_and_loses_what_it_wrote_off);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
