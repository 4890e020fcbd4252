/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R13: who has won hands tickets on; a friend gets the same; each once; and what is given out stays within
 * the pool. */
#include "campaign_helper.h"

static gx_campaign fission(gx_book *book, gx_campaign_order order, gx_fission_terms terms)
{
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    expect_done(gx_fission_set_terms(book, campaign, &terms, 0), 0);
    return campaign;
}

static gx_answer redeem(gx_book *book, gx_campaign campaign, uint32_t sharer, uint32_t friend, uint32_t now,
                        gx_fission_gift *gift)
{
    return gx_fission_redeem(book, campaign, sharer, pass_of(friend), now, gift);
}

START_TEST(R13_who_won_ten_yuan_gives_friends_ten_yuan)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign =
        fission(book, plain_order(100000, WEEK), (gx_fission_terms){.tickets = 2, .life = HOUR});
    expect_done(gx_fission_win(book, campaign, pass_of(1), 1000, true, 0), 1000);
    ck_assert_uint_eq(gx_fission_tickets(book, campaign, 1), 2);
    gx_fission_gift gift;
    expect_done(redeem(book, campaign, 1, 2, 10, &gift), 1000);
    ck_assert(gift.tickets_left == 1 && gift.sharer_amount == 0 && gift.tickets == 0);
    snapshot before = take_snapshot(book);
    expect_refused(redeem(book, campaign, 1, 2, 11, &gift), GX_REFUSED_TWICE, 1, 0); /* a friend once */
    expect_refused(redeem(book, campaign, 1, 1, 11, &gift), GX_REFUSED_NOT_ADDRESSED, 1, 1);
    expect_refused(redeem(book, campaign, 2, 3, 11, &gift), GX_REFUSED_EMPTY, 0, 1); /* friends have none */
    expect_refused(redeem(book, campaign, 9, 3, 11, &gift), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_fission_win(book, campaign, pass_of(2), 1, true, 11), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_fission_win(book, campaign, pass_of(4), 0, true, 11), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_fission_win(book, campaign, pass_of(4), INT64_MAX, false, 11), GX_REFUSED_AMOUNT,
                   INT64_MAX, GX_CAMPAIGN_BUDGET_MAX);
    expect_refused(gx_fission_win(book, campaign, pass_of(4), 98001, true, 11), GX_REFUSED_FUNDS, 98000,
                   98001);
    expect_unchanged(book, &before);
    expect_done(redeem(book, campaign, 1, 3, 12, &gift), 1000);
    ck_assert_uint_eq(gift.tickets_left, 0);
    expect_refused(redeem(book, campaign, 1, 4, 13, &gift), GX_REFUSED_EMPTY, 0, 1);
    expect_pool(book, campaign, 3000, 97000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R13_a_win_elsewhere_brings_tickets_only)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign =
        fission(book, plain_order(100000, WEEK),
                (gx_fission_terms){.tickets = 9, .friend_amount = 300, .sharer_amount = 50, .life = HOUR});
    expect_done(gx_fission_win(book, campaign, pass_of(1), 77777777, false, 0), 0);
    expect_pool(book, campaign, 0, 100000);
    gx_fission_gift gift;
    expect_done(redeem(book, campaign, 1, 2, 0, &gift), 300);
    ck_assert_int_eq(gift.sharer_amount, 50);
    ck_assert_int_eq(gx_campaign_user_fen(book, campaign, 1), 50);
    ck_assert_int_eq(gx_campaign_user_fen(book, campaign, 2), 300);
    expect_pool(book, campaign, 350, 99650);
    gx_book_free(book);
}
END_TEST

START_TEST(R13_a_sharer_who_cannot_be_paid_does_not_stand_in_the_friends_way)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign_order order = plain_order(740, WEEK);
    order.user_fen = 200;
    gx_campaign campaign =
        fission(book, order,
                (gx_fission_terms){.tickets = 9, .friend_amount = 100, .sharer_amount = 80, .life = HOUR});
    expect_done(gx_fission_win(book, campaign, pass_of(1), 100, true, 0), 100);
    gx_fission_gift gift;
    static const gx_fen rewards[] = {80, 0, 0}; /* 180 of his 200, then his cap */
    for (uint32_t i = 0; i < 3; i++) {
        expect_done(redeem(book, campaign, 1, 2 + i, 0, &gift), 100);
        ck_assert_int_eq(gift.sharer_amount, rewards[i]);
    }
    expect_done(gx_fission_win(book, campaign, pass_of(50), 1, false, 0), 0);
    expect_done(redeem(book, campaign, 50, 51, 0, &gift), 100);
    ck_assert_int_eq(gift.sharer_amount, 80);
    expect_pool(book, campaign, 660, 80);
    expect_refused(redeem(book, campaign, 50, 52, 0, &gift), GX_REFUSED_FUNDS, 80, 100);
    gx_book_free(book);
}
END_TEST

START_TEST(R13_tickets_expire)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = fission(book, plain_order(100000, WEEK),
                                   (gx_fission_terms){.tickets = 5, .generations = 255, .life = 100});
    gx_fission_gift gift;
    expect_done(gx_fission_win(book, campaign, pass_of(1), 10, true, 50), 10);
    expect_done(redeem(book, campaign, 1, 2, 149, &gift), 10);
    expect_refused(redeem(book, campaign, 1, 3, 150, &gift), GX_REFUSED_EXPIRED, 150, 150);
    expect_done(redeem(book, campaign, 2, 3, 248, &gift), 10); /* the friend's run from his own day */
    expect_refused(redeem(book, campaign, 2, 4, 249, &gift), GX_REFUSED_EXPIRED, 249, 249);
    gx_book_free(book);
}
END_TEST

START_TEST(R13_generations_are_counted)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = fission(book, plain_order(100000, WEEK),
                                   (gx_fission_terms){.tickets = 3, .generations = 4, .life = DAY});
    gx_fission_gift gift;
    expect_done(gx_fission_win(book, campaign, pass_of(0), 7, true, 0), 7);
    for (uint32_t i = 1; i <= 5; i++) {
        expect_done(redeem(book, campaign, i - 1, i, 0, &gift), 7); /* the same, all the way down */
        ck_assert_uint_eq(gift.tickets, i <= 4 ? 3 : 0);
    }
    expect_refused(redeem(book, campaign, 5, 6, 0, &gift), GX_REFUSED_EMPTY, 0, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(R13_terms_out_of_range_change_nothing)
{
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(1000, WEEK));
    static const struct {
        gx_fission_terms terms;
        int64_t have, need;
    } rows[] = {
        {{0, 0, 0, 0, 1}, 0, 1},
        {{1, 0, -1, 0, 1}, -1, 0},
        {{1, 0, INT64_MAX, 0, 1}, INT64_MAX, GX_CAMPAIGN_BUDGET_MAX},
        {{1, 0, 0, INT64_MIN, 1}, INT64_MIN, 0},
        {{1, 0, 0, GX_CAMPAIGN_BUDGET_MAX + 1, 1}, GX_CAMPAIGN_BUDGET_MAX + 1, GX_CAMPAIGN_BUDGET_MAX},
        {{1, 0, 0, 0, 0}, 0, 1},
    };
    snapshot before = take_snapshot(book);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_refused(gx_fission_set_terms(book, campaign, &rows[i].terms, 0), GX_REFUSED_RULE, rows[i].have,
                       rows[i].need);
    expect_refused(gx_fission_win(book, campaign, pass_of(1), 1, true, 0), GX_REFUSED_STATE,
                   GX_CAMPAIGN_PLAIN, GX_CAMPAIGN_FISSION);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

/* A tree that grows as it likes: everybody is paid once, every ticket is used once, and the pool is never
 * over. */
START_TEST(R13_never_a_fen_over_and_everybody_once)
{
    enum { PEOPLE = 400, STEPS = 20000 };
    for (uint32_t seed = 0; seed < 3; seed++) {
        gx_book *book = make_campaign_book(1000000);
        gx_campaign_order order = plain_order(20000, WEEK);
        order.hour_count = seed == 1 ? 9 : 0;
        gx_campaign campaign = fission(book, order,
                                       (gx_fission_terms){.tickets = 3,
                                                          .generations = 9,
                                                          .friend_amount = seed == 2 ? 61 : 0,
                                                          .sharer_amount = 11,
                                                          .life = DAY});
        gx_fen paid[PEOPLE] = {0};
        uint32_t takes[PEOPLE] = {0};
        uint32_t shared[PEOPLE] = {0};
        gx_fen sum = 0;
        for (uint32_t i = 0; i < STEPS; i++) {
            gx_draw draw = draw_of(i, seed);
            uint32_t one = draw.word[0] % PEOPLE;
            uint32_t other = draw.word[1] % PEOPLE;
            gx_fission_gift gift = {0};
            gx_answer answer = i % 50 == 0 ? gx_fission_win(book, campaign, pass_of(other), 1 + one % 90,
                                                            i % 100 == 0, 20 * i)
                                           : redeem(book, campaign, one, other, 20 * i, &gift);
            if (answer.code != GX_DONE)
                continue;
            ck_assert_uint_eq(++takes[other], 1);
            paid[other] += answer.amount;
            paid[one] += gift.sharer_amount;
            sum += answer.amount + gift.sharer_amount;
            if (i % 50 != 0)
                ck_assert_uint_le(++shared[one], 3);
        }
        for (uint32_t i = 0; i < PEOPLE; i++)
            ck_assert_int_eq(gx_campaign_user_fen(book, campaign, i), paid[i]);
        ck_assert_int_le(sum, 20000);
        expect_pool(book, campaign, sum, 20000 - sum);
        expect_balanced(book);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(R13_memory_can_fail_anywhere_and_a_steady_state_needs_none)
{
    long failures = 0;
    gx_book *book = make_campaign_book(1000000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(100000, WEEK));
    gx_op terms = {
        .kind = GX_OP_FISSION_TERMS,
        .args.fission_terms = {.campaign = campaign, .tickets = 3, .sharer_amount = 1, .life = DAY}};
    expect_done(do_choked(book, &terms, NULL, &failures), 0);
    for (uint32_t i = 0; i < 100; i++) {
        gx_op win = {.kind = GX_OP_FISSION_WIN,
                     .args.fission_win = {campaign, pass_of(i), 9, (uint8_t)(i % 2)}};
        expect_done(do_choked(book, &win, NULL, &failures), i % 2 == 1 ? 9 : 0);
        gx_op take = {.kind = GX_OP_FISSION_REDEEM, .args.fission_redeem = {campaign, i, pass_of(1000 + i)}};
        gx_result result;
        expect_done(do_choked(book, &take, &result, &failures), 9);
        ck_assert_int_eq(result.second, 1);
    }
    ck_assert_int_ge(failures, 10);
    expect_balanced(book);
    expect_done(gx_campaign_stop(book, campaign, 0), 0);
    ck_assert_int_eq(gx_campaign_close(book, campaign, 0, NULL).code, GX_DONE);
    /* The next campaign finds all the room that it needs. */
    campaign = open_campaign(book, POOL, 2, plain_order(10000, WEEK));
    uint64_t before = gx_memory_allocations();
    gx_fission_terms same = {.tickets = 3, .life = DAY};
    expect_done(gx_fission_set_terms(book, campaign, &same, 0), 0);
    gx_fission_gift gift;
    for (uint32_t i = 0; i < 100; i++) {
        expect_done(gx_fission_win(book, campaign, pass_of(i), 9, true, 0), 9);
        expect_done(redeem(book, campaign, i, 1000 + i, 0, &gift), 9);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r13_fission");
    TCase *tests = tcase_create("R13");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R13_who_won_ten_yuan_gives_friends_ten_yuan);
    tcase_add_test(tests, R13_a_win_elsewhere_brings_tickets_only);
    tcase_add_test(tests, R13_a_sharer_who_cannot_be_paid_does_not_stand_in_the_friends_way);
    tcase_add_test(tests, R13_tickets_expire);
    tcase_add_test(tests, R13_generations_are_counted);
    tcase_add_test(tests, R13_terms_out_of_range_change_nothing);
    tcase_add_test(tests, R13_never_a_fen_over_and_everybody_once);
    tcase_add_test(tests, R13_memory_can_fail_anywhere_and_a_steady_state_needs_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
