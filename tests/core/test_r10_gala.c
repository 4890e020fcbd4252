/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R10: rounds at known times, each with its pool and stock; what a round leaves; wins a user; arrival
 * decides. */
#include "campaign_helper.h"

static gx_campaign gala_campaign(gx_book *book, gx_fen budget, uint32_t wins, uint8_t carry)
{
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(budget, WEEK));
    expect_done(gx_gala_set_terms(book, campaign, wins, carry, 26000000000, 0), 0);
    return campaign;
}

static gx_gala_round round_at(uint32_t from, gx_fen money, uint32_t stock, uint8_t split)
{
    return (gx_gala_round){
        .from = from, .until = from + 60, .money = money, .stock = stock, .win_ppm = GX_PPM, .split = split};
}

static gx_answer grab(gx_book *book, gx_campaign campaign, uint32_t user, uint32_t now, gx_gala_share *share)
{
    return gx_gala_grab(book, campaign, pass_of(user), draw_of(user, now), now, share);
}

START_TEST(R10_a_round_pays_its_whole_pool_to_the_first)
{
    for (uint8_t split = GX_GALA_EQUAL; split <= GX_GALA_LUCKY; split++) {
        gx_book *book = make_campaign_book(100000);
        gx_campaign campaign = gala_campaign(book, 10000, 1, GX_GALA_BACK);
        gx_gala_round round = round_at(100, 1003, 10, split);
        expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
        gx_gala_share share;
        expect_refused(grab(book, campaign, 1, 99, &share), GX_REFUSED_SCHEDULE, 99, 100);
        gx_fen sum = 0;
        for (uint32_t user = 0; user < 10; user++) {
            ck_assert_int_eq(grab(book, campaign, user, 100 + user, &share).code, GX_DONE);
            ck_assert(share.round == 1 && share.wins == 1 && share.last == (user == 9));
            if (split == GX_GALA_EQUAL)
                ck_assert_int_eq(share.amount, user < 3 ? 101 : 100);
            ck_assert_int_ge(share.amount, 1);
            sum += share.amount;
            ck_assert_int_eq(share.left, 1003 - sum);
        }
        ck_assert_int_eq(sum, 1003);
        expect_refused(grab(book, campaign, 10, 110, &share), GX_REFUSED_EMPTY, 0, 1);
        expect_refused(grab(book, campaign, 9, 110, &share), GX_REFUSED_LIMIT, 1, 1);
        expect_refused(grab(book, campaign, 10, 160, &share), GX_REFUSED_SCHEDULE, 160, 0);
        expect_pool(book, campaign, 1003, 8997);
        ck_assert_int_eq(gx_gala_cost(book, campaign), 26000000000); /* ¥260 m, recorded and never paid */
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 1003);
        expect_balanced(book);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(R10_what_a_round_leaves_goes_on_to_the_next)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign campaign = gala_campaign(book, 5000, 0, GX_GALA_ON);
    for (uint32_t i = 0; i < 3; i++) {
        gx_gala_round round = round_at(100 + 100 * i, 1000, 4, GX_GALA_EQUAL);
        expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    }
    gx_gala_share share;
    expect_done(grab(book, campaign, 1, 100, &share), 250);
    /* The second round has 1000 + 750, by nobody's doing. */
    expect_refused(gx_gala_return(book, campaign, 170), GX_REFUSED_NOT_DUE, 170, 260);
    expect_done(grab(book, campaign, 1, 200, &share), 438);
    expect_done(grab(book, campaign, 1, 201, &share), 438);
    expect_done(grab(book, campaign, 1, 202, &share), 437);
    expect_done(grab(book, campaign, 1, 203, &share), 437);
    ck_assert(share.last && share.left == 0 && share.wins == 0);
    expect_done(grab(book, campaign, 1, 300, &share), 250);
    expect_refused(gx_gala_return(book, campaign, 359), GX_REFUSED_NOT_DUE, 359, 360);
    expect_done(gx_gala_return(book, campaign, 360), 750);
    expect_refused(gx_gala_return(book, campaign, 361), GX_REFUSED_NOT_DUE, 361, 0);
    ck_assert_int_eq(gx_book_balance(book, POOL), 95750);
    expect_pool(book, campaign, 2250, 2000);
    gx_campaign_end end;
    expect_done(gx_campaign_close(book, campaign, WEEK, &end), 2000);
    ck_assert(end.granted == 2250 && end.returned == 750);
    ck_assert_int_eq(gx_book_balance(book, POOL), 97750);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R10_what_a_round_leaves_goes_back)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign campaign = gala_campaign(book, 2000, 2, GX_GALA_BACK);
    gx_gala_round round = round_at(100, 1000, 4, GX_GALA_EQUAL);
    expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    round.from = 160;
    round.until = 220;
    expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    gx_gala_share share;
    expect_done(grab(book, campaign, 1, 100, &share), 250);
    expect_done(grab(book, campaign, 1, 101, &share), 250);
    expect_refused(grab(book, campaign, 1, 102, &share), GX_REFUSED_LIMIT, 2, 2);
    expect_refused(gx_gala_return(book, campaign, 159), GX_REFUSED_NOT_DUE, 159, 160);
    expect_done(gx_gala_return(book, campaign, 160), 500);
    expect_done(grab(book, campaign, 1, 160, &share), 250); /* its own money only; and wins anew */
    ck_assert(share.round == 2 && share.wins == 1 && share.left == 750);
    expect_pool(book, campaign, 750, 750);
    gx_gala_view view;
    ck_assert(gx_gala_look(book, campaign, 1, &view) && view.round.money == 500 && view.paid == 500);
    ck_assert(gx_gala_look(book, campaign, 2, &view) && view.stock_left == 3 && view.grabs == 1);
    ck_assert(!gx_gala_look(book, campaign, 0, &view) && !gx_gala_look(book, campaign, 3, &view));
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R10_rounds_are_announced_in_order_and_covered)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign campaign = gala_campaign(book, 2000, 0, GX_GALA_BACK);
    gx_gala_round good = round_at(100, 1500, 4, GX_GALA_EQUAL);
    expect_done(gx_gala_add_round(book, campaign, &good, 0), 0);
    static const struct {
        gx_gala_round round;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {{200, 200, 10, 1, GX_PPM, 0}, GX_REFUSED_RULE, 200, 201},
        {{159, 200, 10, 1, GX_PPM, 0}, GX_REFUSED_RULE, 159, 160},
        {{160, 200, 10, 0, GX_PPM, 0}, GX_REFUSED_RULE, 0, 1},
        {{160, 200, 10, 1, 0, 0}, GX_REFUSED_RULE, 0, 1},
        {{160, 200, 10, 1, GX_PPM + 1, 0}, GX_REFUSED_RULE, GX_PPM + 1, GX_PPM},
        {{160, 200, 10, 1, GX_PPM, 2}, GX_REFUSED_RULE, 2, 1},
        {{160, 200, 10, 11, GX_PPM, 0}, GX_REFUSED_AMOUNT, 10, 11},
        {{160, 200, INT64_MIN, 1, GX_PPM, 0}, GX_REFUSED_AMOUNT, INT64_MIN, 1},
        {{160, 200, 501, 1, GX_PPM, 0}, GX_REFUSED_FUNDS, 500, 501},
        {{160, 200, INT64_MAX, 1, GX_PPM, 0}, GX_REFUSED_FUNDS, 500, INT64_MAX},
    };
    snapshot before = take_snapshot(book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(gx_gala_add_round(book, campaign, &rows[i].round, 0), rows[i].code, rows[i].have,
                       rows[i].need);
    expect_unchanged(book, &before);
    for (uint32_t i = 0; i < 15; i++) {
        gx_gala_round round = round_at(200 + 100 * i, 30, 1, GX_GALA_LUCKY);
        expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    }
    expect_refused(gx_gala_add_round(book, campaign, &good, 0), GX_REFUSED_LIMIT, 16, 16);
    gx_campaign other = open_campaign(book, BRAND, 1, plain_order(100, WEEK));
    expect_refused(gx_gala_set_terms(book, other, 0, 2, 0, 0), GX_REFUSED_RULE, 2, 1);
    expect_refused(gx_gala_set_terms(book, other, 0, 0, -1, 0), GX_REFUSED_RULE, -1, 0);
    expect_refused(gx_gala_add_round(book, other, &good, 0), GX_REFUSED_STATE, GX_CAMPAIGN_PLAIN,
                   GX_CAMPAIGN_GALA);
    gx_book_free(book);
}
END_TEST

START_TEST(R10_grabs_win_by_their_chance)
{
    enum { GRABS = 50000 };
    gx_book *book = make_campaign_book(10000000);
    gx_campaign campaign = gala_campaign(book, 10000000, 0, GX_GALA_BACK);
    gx_gala_round round = round_at(100, 1000000, 1000000, GX_GALA_LUCKY);
    round.win_ppm = 30000;
    expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    uint64_t wins = 0;
    gx_gala_share share;
    for (uint32_t i = 0; i < GRABS; i++) {
        gx_answer answer = gx_gala_grab(book, campaign, pass_of(i), draw_of(i, 77), 100, &share);
        ck_assert_int_eq(answer.code, GX_DONE);
        wins += answer.amount > 0;
    }
    expect_binomial(wins, GRABS, 30000);
    gx_gala_view view;
    ck_assert(gx_gala_look(book, campaign, 1, &view) && view.grabs == GRABS);
    ck_assert_uint_eq(view.stock_left, 1000000 - wins);
    gx_book_free(book);
}
END_TEST

START_TEST(R10_lucky_shares_have_the_same_mean_at_every_position)
{
    enum { TRIALS = 3000, STOCK = 10 };
    double sum[STOCK] = {0};
    double squares[STOCK] = {0};
    gx_book *book = make_campaign_book(1000000);
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        gx_campaign campaign;
        gx_campaign_order order = plain_order(1000, trial + 2);
        expect_done(gx_campaign_open(book, key_of(POOL, trial), &order, trial, &campaign), 1000);
        expect_done(gx_gala_set_terms(book, campaign, 1, GX_GALA_ON, 0, trial), 0);
        gx_gala_round round = round_at(trial, 1000, STOCK, GX_GALA_LUCKY);
        expect_done(gx_gala_add_round(book, campaign, &round, trial), 0);
        for (uint32_t i = 0; i < STOCK; i++) {
            gx_gala_share share;
            ck_assert_int_eq(gx_gala_grab(book, campaign, pass_of(i), draw_of(i, trial), trial, &share).code,
                             GX_DONE);
            sum[i] += (double)share.amount;
            squares[i] += (double)share.amount * (double)share.amount;
        }
        expect_done(gx_campaign_stop(book, campaign, trial), 0);
        expect_done(gx_campaign_close(book, campaign, trial, NULL), 0);
        expect_done(gx_transfer_in(book, POOL, 1000, trial), 1000);
    }
    for (uint32_t i = 0; i < STOCK; i++) {
        double mean = sum[i] / TRIALS;
        double variance = squares[i] / TRIALS - mean * mean;
        ck_assert_msg((mean - 100) * (mean - 100) <= 4.5 * 4.5 * variance / TRIALS, "position %u: %f", i,
                      mean);
    }
    gx_book_free(book);
}
END_TEST

/* Hostile grabs through all rounds: the sum of what is won and what is left is what was put in, round by
 * round. */
START_TEST(R10_no_round_is_ever_a_fen_over)
{
    for (uint8_t carry = GX_GALA_BACK; carry <= GX_GALA_ON; carry++) {
        gx_book *book = make_campaign_book(1000000);
        gx_campaign campaign = gala_campaign(book, 100000, 3, carry);
        gx_fen put = 0;
        for (uint32_t i = 0; i < 8; i++) {
            gx_gala_round round = round_at(100 + 60 * i, 3000 + i, 20 + 7 * i, i % 2);
            round.win_ppm = 400000 + 70000 * i;
            put += round.money;
            expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
        }
        gx_fen won = 0;
        gx_fen back = 0;
        uint32_t wins[8][50] = {{0}};
        for (uint32_t step = 0; step < 8000; step++) {
            uint32_t now = 90 + step / 15;
            gx_draw draw = draw_of(step, carry);
            uint32_t user = draw.word[3] % 50;
            gx_gala_share share;
            gx_answer answer = gx_gala_grab(book, campaign, pass_of(user), draw, now, &share);
            won += answer.amount;
            if (answer.amount > 0)
                ck_assert_uint_le(++wins[share.round - 1][user], 3);
            if (step % 97 == 0)
                back += gx_gala_return(book, campaign, now).amount;
            if (step % 500 == 0)
                expect_balanced(book);
        }
        back += gx_gala_return(book, campaign, 2000).amount;
        ck_assert_int_eq(won + back, put);
        expect_pool(book, campaign, won, 100000 - put);
        ck_assert_int_eq(gx_book_balance(book, POOL), 900000 + back);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(R10_memory_can_fail_anywhere_and_a_steady_state_needs_none)
{
    long failures = 0;
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(100000, WEEK));
    gx_op terms = {.kind = GX_OP_GALA_TERMS, .args.gala_terms = {campaign, 4, GX_GALA_ON, 0}};
    expect_done(do_choked(book, &terms, NULL, &failures), 0);
    gx_gala_round round = round_at(0, 10000, 2000, GX_GALA_EQUAL);
    expect_done(gx_gala_add_round(book, campaign, &round, 0), 0);
    for (uint32_t i = 0; i < 300; i++) {
        gx_op op = {.kind = GX_OP_GALA_GRAB, .args.gala_grab = {campaign, pass_of(i), draw_of(i, i)}};
        expect_done(do_choked(book, &op, NULL, &failures), 5);
    }
    ck_assert_int_ge(failures, 10);
    uint64_t before = gx_memory_allocations();
    gx_gala_share share;
    for (uint32_t i = 0; i < 900; i++)
        expect_done(gx_gala_grab(book, campaign, pass_of(i % 300), draw_of(i, i), 1, &share), 5);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r10_gala");
    TCase *tests = tcase_create("R10");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R10_a_round_pays_its_whole_pool_to_the_first);
    tcase_add_test(tests, R10_what_a_round_leaves_goes_on_to_the_next);
    tcase_add_test(tests, R10_what_a_round_leaves_goes_back);
    tcase_add_test(tests, R10_rounds_are_announced_in_order_and_covered);
    tcase_add_test(tests, R10_grabs_win_by_their_chance);
    tcase_add_test(tests, R10_lucky_shares_have_the_same_mean_at_every_position);
    tcase_add_test(tests, R10_no_round_is_ever_a_fen_over);
    tcase_add_test(tests, R10_memory_can_fail_anywhere_and_a_steady_state_needs_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
