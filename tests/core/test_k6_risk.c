/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K6: velocity, amounts, the block list, signs of farmed accounts, and what stopping costs and saves. */
#include "helper.h"

#include <gx/base/memory.h>

enum { ANN = FIRST_USER, BO = FIRST_USER + 1, DAY = 86400 };

/* Ann and Bo have ¥10,000 and a card. */
static gx_book *make_watched_book(void)
{
    gx_book *book = make_book_with(GX_THEME_RISK, WINDOW);
    expect_done(gx_open(book, ANN, 1000000), 1000000);
    expect_done(gx_open(book, BO, 1000000), 1000000);
    gx_wallet_bind_card(book, ANN, 0);
    gx_wallet_bind_card(book, BO, 0);
    return book;
}

static void set_rules(gx_book *book, const gx_risk_rules *rules)
{
    expect_done(gx_risk_set_rules(book, rules, 0), 0);
}

static gx_answer pay(gx_book *book, uint32_t serial, gx_fen amount, uint32_t now)
{
    return gx_transfer(book, key_of(ANN, serial), BO, amount, now);
}

START_TEST(k6_velocity_is_a_leaky_bucket)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    rules.burst = 3;
    rules.refill_ticks = 100;
    set_rules(book, &rules);
    for (uint32_t i = 0; i < 3; i++)
        expect_done(pay(book, i, 1, 1000), 1);
    snapshot before = take_snapshot(book);
    expect_refused(pay(book, 3, 1, 1000), GX_REFUSED_RISK, 1000, 1100);
    expect_refused(pay(book, 4, 1, 1099), GX_REFUSED_RISK, 1099, 1100);
    expect_unchanged(book, &before);
    expect_done(gx_transfer(book, key_of(BO, 0), ANN, 1, 1000), 1); /* each has his own */
    expect_done(pay(book, 5, 1, 1100), 1);
    expect_refused(pay(book, 6, 1, 1150), GX_REFUSED_RISK, 1150, 1200);
    for (uint32_t i = 7; i < 10; i++)
        expect_done(pay(book, i, 1, 5000), 1); /* empty again: three at once */
    expect_refused(pay(book, 10, 1, 5000), GX_REFUSED_RISK, 5000, 5100);
    gx_book_free(book);
}
END_TEST

/* Whoever tries all the time gets at most burst + floor(w / refill) through in any w + 1 ticks, and that
 * many. */
START_TEST(k6_velocity_keeps_its_promise_in_every_window)
{
    enum { TICKS = 3000, BURST = 4, REFILL = 17 };
    static uint32_t passed[TICKS + 1]; /* up to each tick */
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    rules.burst = BURST;
    rules.refill_ticks = REFILL;
    set_rules(book, &rules);
    for (uint32_t t = 0; t < TICKS; t++) {
        passed[t + 1] = passed[t];
        bool idle = draw_of(t / 200, 6).word[0] % 3 == 0;
        for (uint32_t k = 0; !idle && k < 1 + draw_of(t, 7).word[0] % 3; k++)
            passed[t + 1] += pay(book, t * 4 + k, 1, t).code == GX_DONE;
    }
    bool reached = false, passing = false;
    for (uint32_t w = 0; w < 400; w++)
        for (uint32_t t = 0; t + w < TICKS; t++) {
            uint32_t number = passed[t + w + 1] - passed[t];
            passing |= number > BURST + w / REFILL;
            reached |= w >= 50 && number == BURST + w / REFILL;
        }
    ck_assert(!passing);
    ck_assert(reached);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_amounts_of_one_payment_and_of_a_day)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    gx_risk_view view;
    expect_done(pay(book, 1, 700, 0), 700); /* counted before there is a limit */
    rules.amount_max = 5000;
    rules.day_max = 8000;
    set_rules(book, &rules);
    expect_refused(pay(book, 2, 5001, 0), GX_REFUSED_RISK, 5000, 5001);
    expect_done(pay(book, 3, 5000, 0), 5000);
    expect_refused(pay(book, 4, 2301, DAY - 1), GX_REFUSED_RISK, 2300, 2301);
    expect_done(pay(book, 5, 2300, DAY - 1), 2300);
    ck_assert(gx_risk_look(book, ANN, DAY - 1, &view));
    ck_assert_int_eq(view.paid_today, 8000);
    expect_refused(pay(book, 6, 1, DAY - 1), GX_REFUSED_RISK, 0, 1);
    expect_done(pay(book, 7, 5000, DAY), 5000); /* midnight */
    gx_risk_look(book, ANN, DAY, &view);
    ck_assert_int_eq(view.paid_today, 5000);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_only_watched_purposes_are_stopped_or_counted)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    gx_risk_view view;
    rules.purposes = GX_PURPOSE_BIT(GX_FOR_TRANSFER);
    rules.amount_max = 100;
    set_rules(book, &rules);
    expect_done(gx_wallet_withdraw(book, key_of(ANN, 1), 5000, 0), 5000);
    expect_refused(pay(book, 2, 101, 0), GX_REFUSED_RISK, 100, 101);
    expect_done(pay(book, 3, 100, 0), 100);
    gx_risk_look(book, ANN, 0, &view);
    ck_assert_int_eq(view.paid_today, 100);
    ck_assert(view.cashed_out);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_the_block_list_stops_everything_that_is_watched)
{
    gx_book *book = make_watched_book();
    gx_answer why;
    gx_hold hold;
    expect_done(gx_risk_block(book, ANN, 1, 0), 0);
    snapshot before = take_snapshot(book);
    expect_refused(pay(book, 1, 1, 0), GX_REFUSED_RISK, 1, 0);
    expect_refused(gx_hold_place(book, key_of(ANN, 2), 1, 9, 0, &hold), GX_REFUSED_RISK, 1, 0);
    expect_refused(gx_wallet_withdraw(book, key_of(ANN, 3), 1, 0), GX_REFUSED_RISK, 1, 0);
    expect_refused(gx_risk_grant(book, ANN, 1, 0), GX_REFUSED_RISK, 1, 0);
    expect_unchanged(book, &before);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_TIP, 1, 0, &why), GX_RISK_BLOCKED);
    expect_refused(why, GX_REFUSED_RISK, 1, 0);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_REPAYMENT, 1, 0, NULL), GX_RISK_NONE);
    expect_done(gx_transfer(book, key_of(BO, 1), ANN, 5, 0), 5); /* he can still be paid */
    expect_done(gx_risk_block(book, ANN, 0, 0), 0);
    expect_done(pay(book, 4, 1, 0), 1);
    gx_book_free(book);
}
END_TEST

/* A packet that the card pays for is a payment like any other. */
START_TEST(k6_a_card_is_no_way_around_the_rules)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 2, .amount = 20000};
    gx_packet_ref packet;
    expect_done(gx_transfer_out(book, key_of(ANN, 1), ELSEWHERE, 1000000, 0), 1000000);
    rules.amount_max = 100;
    rules.burst = 1;
    rules.refill_ticks = 100;
    set_rules(book, &rules);
    snapshot before = take_snapshot(book);
    uint32_t later = 1000;
    expect_refused(gx_packet_send(book, key_of(ANN, 10), &order, later, &packet, NULL), GX_REFUSED_RISK, 100,
                   20000);
    expect_unchanged(book, &before);
    order.amount = 100;
    expect_done(gx_packet_send(book, key_of(ANN, 11), &order, later, &packet, NULL), 100);
    expect_refused(gx_packet_send(book, key_of(ANN, 12), &order, later, &packet, NULL), GX_REFUSED_RISK,
                   later, later + 100);
    expect_done(gx_risk_block(book, ANN, 1, later), 0);
    expect_refused(gx_packet_send(book, key_of(ANN, 13), &order, later, &packet, NULL), GX_REFUSED_RISK, 1,
                   0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_the_order_of_the_rules)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    rules.amount_max = 50;
    rules.day_max = 60;
    rules.burst = 1;
    rules.refill_ticks = 1000;
    rules.withdraw_threshold = 40;
    set_rules(book, &rules);
    gx_risk_set_signals(book, ANN, 3, 0, 0, 0);
    expect_done(pay(book, 1, 50, 0), 50);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_WITHDRAWAL, 51, 0, NULL), GX_RISK_AMOUNT);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_WITHDRAWAL, 11, 0, NULL), GX_RISK_DAY);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_WITHDRAWAL, 10, 0, NULL), GX_RISK_VELOCITY);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_WITHDRAWAL, 10, 1000, NULL), GX_RISK_WITHDRAWAL);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_TRANSFER, 10, 1000, NULL), GX_RISK_NONE);
    gx_risk_block(book, ANN, 1, 0);
    ck_assert_int_eq(gx_risk_check(book, ANN, GX_FOR_WITHDRAWAL, 51, 0, NULL), GX_RISK_BLOCKED);
    ck_assert_str_eq(gx_risk_rule_word(GX_RISK_VELOCITY), "velocity");
    ck_assert_ptr_null(gx_risk_rule_word(GX_RISK_RULE_COUNT));
    gx_book_free(book);
}
END_TEST

/* Takes ¥1 from a campaign, and cashes it out: with a shared device that is two signs of three. */
START_TEST(k6_a_farmed_account_shows)
{
    gx_book *book = make_watched_book();
    gx_risk_view view;
    expect_done(gx_risk_grant(book, ANN, 100, 0), 100);
    expect_done(gx_risk_set_signals(book, ANN, 3, 0, 0, 0), 0);
    gx_risk_look(book, ANN, 0, &view);
    ck_assert_uint_eq(view.signal, 40);
    expect_done(gx_risk_check_grant(book, ANN, 100, 0), 100);
    expect_done(gx_wallet_withdraw(book, key_of(ANN, 1), 100, 0), 100);
    gx_risk_look(book, ANN, 0, &view);
    ck_assert_uint_eq(view.signal, 90);
    ck_assert(view.cashed_out && !view.lived);
    snapshot before = take_snapshot(book);
    expect_refused(gx_risk_grant(book, ANN, 100, 0), GX_REFUSED_RISK, 90, 70);
    expect_unchanged(book, &before);
    gx_hold hold;
    expect_done(gx_hold_place(book, key_of(ANN, 2), 1, 9, 0, &hold), 1); /* he lives */
    gx_risk_look(book, ANN, 0, &view);
    ck_assert_uint_eq(view.signal, 40);
    expect_done(gx_risk_grant(book, ANN, 100, 0), 100);
    ck_assert_uint_eq(gx_risk_granted(book).number, 2);
    ck_assert_int_eq(gx_risk_granted(book).fen, 200);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_a_card_is_young_for_a_week)
{
    gx_book *book = make_watched_book();
    const uint32_t bound = 1000, week = 7 * DAY;
    expect_done(gx_risk_set_signals(book, ANN, 2, 1, bound, 0), 0);
    gx_risk_view view;
    gx_risk_look(book, ANN, bound + week - 1, &view);
    ck_assert_uint_eq(view.signal, 30);
    gx_risk_look(book, ANN, bound + week, &view);
    ck_assert_uint_eq(view.signal, 0);
    gx_risk_look(book, ANN, 0, &view); /* bound later than now */
    ck_assert_uint_eq(view.signal, 30);
    expect_done(gx_risk_set_signals(book, ANN, 3, 0, bound, 0), 0); /* not known any more */
    gx_risk_look(book, ANN, bound, &view);
    ck_assert_uint_eq(view.signal, 40);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_withdrawals_of_the_suspect_are_stopped)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    rules.withdraw_threshold = 70;
    set_rules(book, &rules);
    gx_risk_set_signals(book, ANN, 9, 1, 0, 0);
    expect_refused(gx_wallet_withdraw(book, key_of(ANN, 1), 10, 5), GX_REFUSED_RISK, 70, 70);
    expect_done(pay(book, 2, 10, 5), 10);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_what_stopping_costs_and_saves)
{
    gx_book *book = make_watched_book();
    expect_done(gx_risk_note_stop(book, GX_RISK_GRANT, 1, 888, 0), 888);
    expect_done(gx_risk_note_stop(book, GX_RISK_GRANT, 1, 112, 0), 112);
    expect_done(gx_risk_note_stop(book, GX_RISK_GRANT, 0, 50, 0), 50);
    gx_risk_sum saved = gx_risk_stopped(book, GX_RISK_GRANT, true);
    gx_risk_sum cost = gx_risk_stopped(book, GX_RISK_GRANT, false);
    ck_assert_uint_eq(saved.number, 2);
    ck_assert_int_eq(saved.fen, 1000);
    ck_assert_uint_eq(cost.number, 1);
    ck_assert_int_eq(cost.fen, 50);
    ck_assert_uint_eq(gx_risk_stopped(book, GX_RISK_DAY, true).number, 0);
    ck_assert_uint_eq(gx_risk_stopped(book, GX_RISK_RULE_COUNT, true).number, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(k6_refusals_in_their_order)
{
    gx_book *book = make_watched_book();
    gx_book *without = make_book_with(0, WINDOW);
    gx_risk_rules rules = gx_risk_rules_default();
    snapshot before = take_snapshot(book);
    rules.purposes = UINT32_MAX;
    rules.amount_max = -1;
    expect_refused(gx_risk_set_rules(book, &rules, 0), GX_REFUSED_RULE, UINT32_MAX, GX_PURPOSES_ALL);
    rules.purposes = 0;
    rules.day_max = INT64_MIN;
    expect_refused(gx_risk_set_rules(book, &rules, 0), GX_REFUSED_RULE, -1, 0);
    rules.amount_max = INT64_MAX;
    rules.burst = 1;
    expect_refused(gx_risk_set_rules(book, &rules, 0), GX_REFUSED_RULE, INT64_MIN, 0);
    rules.day_max = 0;
    expect_refused(gx_risk_set_rules(book, &rules, 0), GX_REFUSED_RULE, 0, 1);
    expect_refused(gx_risk_set_signals(book, FIRST_MERCHANT, 0, 2, 0, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    expect_refused(gx_risk_set_signals(book, ANN, 0, 2, 0, 0), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_risk_block(book, 3, 2, 0), GX_REFUSED_ACCOUNT, 0, 3);
    expect_refused(gx_risk_block(book, ANN, 2, 0), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_risk_grant(book, 3, 0, 0), GX_REFUSED_ACCOUNT, 0, 3);
    expect_refused(gx_risk_grant(book, ANN, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_risk_check_grant(without, ANN, 0, 0), GX_REFUSED_THEME, 0, GX_THEME_RISK);
    expect_refused(gx_risk_note_stop(book, GX_RISK_RULE_COUNT, 2, 0, 0), GX_REFUSED_RULE, GX_RISK_RULE_COUNT,
                   GX_RISK_RULE_COUNT - 1);
    expect_refused(gx_risk_note_stop(book, GX_RISK_DAY, 2, 0, 0), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_risk_note_stop(book, GX_RISK_DAY, 1, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
    gx_book_free(without);
}
END_TEST

/* Everything that a payment leaves behind is taken back with its linked group. */
START_TEST(k6_a_group_that_fails_leaves_no_trace)
{
    gx_book *book = make_watched_book();
    gx_risk_rules rules = gx_risk_rules_default();
    rules.burst = 2;
    rules.refill_ticks = 10;
    rules.day_max = 1000;
    set_rules(book, &rules);
    snapshot before = take_snapshot(book);
    gx_op ops[3] = {{.kind = GX_OP_TRANSFER, .linked = true, .key = key_of(ANN, 1), .now = 7},
                    {.kind = GX_OP_TRANSFER, .linked = true, .key = key_of(ANN, 2), .now = 7},
                    {.kind = GX_OP_TRANSFER, .key = key_of(ANN, 3), .now = 7}};
    for (int i = 0; i < 3; i++)
        ops[i].args.transfer = (gx_args_transfer){.to = BO, .amount = 10};
    gx_result results[3];
    gx_book_batch(book, ops, 3, results);
    expect_refused(results[2].answer, GX_REFUSED_RISK, 7, 17); /* it sees what the two before it did */
    expect_refused(results[0].answer, GX_REFUSED_LINKED, 0, 2);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

/* A book with the three themes, made with a failure at every allocation. */
START_TEST(k6_creation_fails_cleanly_at_every_allocation)
{
    gx_book_config config = {.first_user = FIRST_USER,
                             .users = USERS,
                             .themes = GX_THEME_CREDIT | GX_THEME_MEMBERS | GX_THEME_RISK};
    long failures = 0;
    for (;; failures++) {
        gx_book *book;
        gx_error error = {0};
        gx_memory_fail_after(failures);
        gx_status status = gx_book_create(&book, &config, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            gx_book_free(book);
            break;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
    }
    ck_assert_int_ge(failures, 2 + 6 + 2 + 2);
}
END_TEST

/* What the themes take a user: 26, 24 and 32 bytes. */
START_TEST(k6_columns_are_as_small_as_they_say)
{
    static const uint32_t themes[] = {GX_THEME_CREDIT, GX_THEME_MEMBERS, GX_THEME_RISK};
    static const size_t bytes[] = {26, 24, 32};
    for (int t = 0; t < 3; t++) {
        size_t size[2];
        for (uint32_t i = 0; i < 2; i++) {
            gx_book_config config = {.users = 1000 * (i + 1), .themes = themes[t]};
            gx_book *book;
            gx_error error;
            ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_OK);
            size[i] = gx_book_bytes(book);
            gx_book_free(book);
            config.themes = 0;
            ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_OK);
            size[i] -= gx_book_bytes(book);
            gx_book_free(book);
        }
        ck_assert_uint_eq(size[1] - size[0], 1000 * bytes[t]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/k6_risk");
    TCase *tests = tcase_create("risk");
    tcase_set_timeout(tests, 30);
    tcase_add_test(tests, k6_velocity_is_a_leaky_bucket);
    tcase_add_test(tests, k6_velocity_keeps_its_promise_in_every_window);
    tcase_add_test(tests, k6_amounts_of_one_payment_and_of_a_day);
    tcase_add_test(tests, k6_only_watched_purposes_are_stopped_or_counted);
    tcase_add_test(tests, k6_the_block_list_stops_everything_that_is_watched);
    tcase_add_test(tests, k6_a_card_is_no_way_around_the_rules);
    tcase_add_test(tests, k6_the_order_of_the_rules);
    tcase_add_test(tests, k6_a_farmed_account_shows);
    tcase_add_test(tests, k6_a_card_is_young_for_a_week);
    tcase_add_test(tests, k6_withdrawals_of_the_suspect_are_stopped);
    tcase_add_test(tests, k6_what_stopping_costs_and_saves);
    tcase_add_test(tests, k6_refusals_in_their_order);
    tcase_add_test(tests, k6_a_group_that_fails_leaves_no_trace);
    tcase_add_test(tests, k6_creation_fails_cleanly_at_every_allocation);
    tcase_add_test(tests, k6_columns_are_as_small_as_they_say);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
