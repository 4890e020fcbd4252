/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R2, the guess chain: turns, what is told, bounds, the last guess, and the money. */
#include "people.h"

enum { A = STRANGER, B = FIRST_USER + 1, C = FIRST_USER + 2, D = 9 };

static const gx_guess_order usual = {.first = A, .low = 100, .high = 200, .amount = 150, .occasion = 4};

static gx_packet_ref start_chain(gx_book *book, uint32_t serial, gx_guess_order order, uint32_t about)
{
    gx_packet_ref packet;
    gx_answer answer =
        gx_guess_send(book, key_of(FIRST_USER, serial), &order, draw_of(1, about), NOON, &packet, NULL);
    ck_assert_msg(answer.code == GX_DONE, "%s", gx_answer_name(answer.code));
    return packet;
}

static void expect_told(gx_book *book, gx_packet_ref packet, uint32_t guesser, gx_fen guess,
                        gx_guess_told expected)
{
    gx_guess_told told;
    expect_done(gx_guess(book, packet, guesser, guess, NOON, &told),
                expected.told == GX_GUESS_HIT ? guess : 0);
    ck_assert_uint_eq(told.told, expected.told);
    ck_assert(told.closed == expected.closed);
    ck_assert_int_eq(told.low, expected.low);
    ck_assert_int_eq(told.high, expected.high);
    expect_balanced(book);
}

START_TEST(r2_friends_guess_one_after_another_until_one_hits)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = start_chain(book, 1, usual, 1);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 850);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 150);
    expect_told(book, packet, A, 120, (gx_guess_told){GX_GUESS_HIGHER, false, 121, 200});
    expect_done(gx_guess_pass(book, packet, A, B, NOON), 0);
    expect_told(book, packet, B, 180, (gx_guess_told){GX_GUESS_LOWER, false, 121, 179});
    expect_done(gx_guess_pass(book, packet, B, C, NOON), 0);
    expect_done(gx_guess_pass(book, packet, C, A, NOON), 0); /* without a guess, and to one who had it */
    gx_guess_view view;
    ck_assert(gx_guess_look(book, packet, &view));
    ck_assert(view.turn == A && !view.guessed && view.low == 121 && view.high == 179 &&
              view.guesses_left == 18);
    expect_told(book, packet, A, 150, (gx_guess_told){GX_GUESS_HIT, true, 150, 150});
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 150);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    gx_guess_told told;
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, 150, NOON, &told), GX_REFUSED_EMPTY, 0, 1);
    ck_assert(!gx_guess_look(book, packet, &view));
    gx_book_free(book);
}
END_TEST

START_TEST(r2_one_guess_a_turn_and_only_in_the_turn)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = start_chain(book, 1, usual, 1);
    gx_guess_told told;
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, B, 150, NOON, &told), GX_REFUSED_TURN, B, A);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess_pass(book, packet, B, C, NOON), GX_REFUSED_TURN, B, A);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess_pass(book, packet, A, A, NOON), GX_REFUSED_NOT_ADDRESSED, A, 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess_pass(book, packet, A, FIRST_USER, NOON), GX_REFUSED_NOT_ADDRESSED,
                             FIRST_USER, 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, 99, NOON, &told), GX_REFUSED_AMOUNT, 99, 100);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, INT64_MIN, NOON, &told), GX_REFUSED_AMOUNT,
                             INT64_MIN, 100);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, INT64_MAX, NOON, &told), GX_REFUSED_AMOUNT,
                             INT64_MAX, 200);
    expect_told(book, packet, A, 149, (gx_guess_told){GX_GUESS_HIGHER, false, 150, 200});
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, 150, NOON, &told), GX_REFUSED_TWICE, 1, 0);
    expect_done(gx_guess_pass(book, packet, A, D, NOON), 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, D, 149, NOON, &told), GX_REFUSED_AMOUNT, 149, 150);
    expect_told(book, packet, D, 151, (gx_guess_told){GX_GUESS_LOWER, false, 150, 150});
    gx_book_free(book);
}
END_TEST

START_TEST(r2_the_last_guess_that_misses_sends_the_money_back)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_guess_order order = usual;
    order.guesses = 2;
    gx_packet_ref packet = start_chain(book, 1, order, 1);
    expect_told(book, packet, A, 100, (gx_guess_told){GX_GUESS_HIGHER, false, 101, 200});
    expect_done(gx_guess_pass(book, packet, A, B, NOON), 0);
    expect_told(book, packet, B, 151, (gx_guess_told){GX_GUESS_LOWER, true, 150, 150});
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 1000);
    ck_assert_uint_eq(gx_packets_open(book), 0);
    ck_assert_uint_eq(gx_book_count(book).refunds, 1);
    expect_refused(gx_packet_expire(book, packet, NOON + DAY), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(r2_nothing_after_expiry_and_no_refund_before)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = start_chain(book, 1, usual, 1);
    gx_guess_told told;
    expect_refused(gx_packet_expire(book, packet, NOON + DAY - 1), GX_REFUSED_NOT_DUE, NOON + DAY - 1,
                   NOON + DAY);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, packet, A, 150, NOON + DAY, &told), GX_REFUSED_EXPIRED,
                             NOON + DAY, NOON + DAY);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess_pass(book, packet, A, B, NOON + DAY), GX_REFUSED_EXPIRED,
                             NOON + DAY, NOON + DAY);
    expect_done(gx_packet_expire(book, packet, NOON + DAY), 150);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 1000);
    gx_book_free(book);
}
END_TEST

START_TEST(r2_other_claims_do_not_reach_it_and_it_no_others)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = start_chain(book, 1, usual, 1);
    gx_packet_share share;
    EXPECT_REFUSED_UNCHANGED(book, gx_packet_claim(book, packet, A, draw_of(1, 1), NOON, &share),
                             GX_REFUSED_INCOMPLETE, GX_OP_PACKET_CLAIM, GX_OP_GUESS);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 3, .amount = 30};
    gx_packet_ref lucky;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 2), &order, NOON, &lucky, NULL), 30);
    gx_guess_told told;
    EXPECT_REFUSED_UNCHANGED(book, gx_guess(book, lucky, A, 10, NOON, &told), GX_REFUSED_INCOMPLETE,
                             GX_OP_GUESS, GX_OP_PACKET_CLAIM);
    EXPECT_REFUSED_UNCHANGED(book, gx_guess_pass(book, lucky, A, B, NOON), GX_REFUSED_INCOMPLETE,
                             GX_OP_GUESS_PASS, GX_OP_PACKET_CLAIM);
    order.kind = GX_PACKET_GUESS;
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 3), &order, NOON, &lucky, NULL),
                   GX_REFUSED_NO_SUCH, GX_PACKET_GUESS, GX_PACKET_KIND_COUNT);
    expect_refused(gx_guess(book, (gx_packet_ref){99, 1}, A, 10, NOON, &told), GX_REFUSED_NO_SUCH, 0, 0);
    gx_guess_view view;
    ck_assert(!gx_guess_look(book, lucky, &view));
    gx_book_free(book);
}
END_TEST

START_TEST(r2_the_limits_of_an_order_bind_with_figures)
{
    gx_book *book = make_social_book(0, 100000);
    static const struct {
        uint32_t first;
        gx_fen low, high, amount;
        uint32_t guesses;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {FIRST_USER, 1, 2, 0, 0, GX_REFUSED_NOT_ADDRESSED, FIRST_USER, FIRST_USER},
        {A, 0, 2, 1, 0, GX_REFUSED_AMOUNT, 0, 1},
        {A, INT64_MIN, INT64_MAX, 0, 0, GX_REFUSED_AMOUNT, INT64_MIN, 1},
        {A, 5, 4, 0, 0, GX_REFUSED_AMOUNT, 4, 5},
        {A, 1, 20001, 0, 0, GX_REFUSED_AMOUNT, 20001, 20000},
        {A, 1, INT64_MAX, 0, 0, GX_REFUSED_AMOUNT, INT64_MAX, 20000},
        {A, 100, 200, 99, 0, GX_REFUSED_AMOUNT, 99, 100},
        {A, 100, 200, 201, 0, GX_REFUSED_AMOUNT, 201, 200},
        {A, 100, 200, -1, 0, GX_REFUSED_AMOUNT, -1, 100},
        {A, 100, 200, 150, 21, GX_REFUSED_LIMIT, 21, 20},
        {A, 1, 20000, 20000, 20, GX_DONE, 0, 0},
        {A, 7, 7, 0, 1, GX_DONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gx_guess_order order = {.first = rows[i].first,
                                .low = rows[i].low,
                                .high = rows[i].high,
                                .amount = rows[i].amount,
                                .guesses = rows[i].guesses};
        gx_packet_ref packet;
        gx_op_key key = key_of(FIRST_USER, (uint32_t)i);
        snapshot before = take_snapshot(book);
        gx_answer answer = gx_guess_send(book, key, &order, draw_of(1, 1), NOON, &packet, NULL);
        if (rows[i].code == GX_DONE) {
            expect_done(answer, rows[i].high);
        } else {
            expect_refused(answer, rows[i].code, rows[i].have, rows[i].need);
            expect_unchanged(book, &before);
        }
    }
    gx_packet_ref packet;
    expect_refused(gx_guess_send(book, key_of(FIRST_MERCHANT, 1), &usual, draw_of(1, 1), NOON, &packet, NULL),
                   GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    gx_book_free(book);
}
END_TEST

START_TEST(r2_a_drawn_amount_is_uniform_within_the_bounds)
{
    enum { LOW = 40, AMOUNTS = 10, TRIALS = 20000 };
    gx_book *book = make_social_book(0, 100000);
    uint32_t seen[AMOUNTS] = {0};
    for (uint32_t i = 0; i < TRIALS; i++) {
        gx_guess_order order = {.first = A, .low = LOW, .high = LOW + AMOUNTS - 1};
        gx_packet_ref packet = start_chain(book, i, order, i);
        gx_packet_view view;
        ck_assert(gx_packet_look(book, packet, &view));
        ck_assert_int_ge(view.amount, LOW);
        ck_assert_int_lt(view.amount, LOW + AMOUNTS);
        seen[view.amount - LOW]++;
        gx_guess_told told;
        expect_done(gx_guess(book, packet, A, view.amount, NOON, &told), view.amount);
        expect_done(gx_transfer_in(book, FIRST_USER, view.amount, NOON), view.amount);
    }
    double chi2 = 0;
    for (int i = 0; i < AMOUNTS; i++)
        chi2 +=
            (seen[i] - TRIALS / (double)AMOUNTS) * (seen[i] - TRIALS / (double)AMOUNTS) * AMOUNTS / TRIALS;
    ck_assert_double_lt(chi2, 39.3); /* 9 degrees of freedom, p = 1e-5 */
    gx_book_free(book);
}
END_TEST

START_TEST(r2_halving_finds_any_of_2_to_the_n_minus_1_amounts_in_n_guesses)
{
    gx_book *book = make_social_book(0, 1000000);
    for (gx_fen hidden = 1; hidden <= 127; hidden++) {
        gx_guess_order order = {.first = A, .low = 1, .high = 127, .amount = hidden, .guesses = 7};
        gx_packet_ref packet = start_chain(book, 1, order, 1);
        gx_guess_told told = {.told = GX_GUESS_HIGHER, .low = 1, .high = 127};
        uint32_t turn = A;
        while (!told.closed) {
            gx_fen middle = (told.low + told.high) / 2;
            ck_assert_int_eq(gx_guess(book, packet, turn, middle, NOON, &told).code, GX_DONE);
            if (!told.closed)
                expect_done(gx_guess_pass(book, packet, turn, turn == A ? D : A, NOON), 0);
            turn = turn == A ? D : A;
        }
        ck_assert_uint_eq(told.told, GX_GUESS_HIT);
        ck_assert_int_eq(told.low, hidden);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(r2_the_draw_belongs_to_the_order_and_a_repeated_key_to_one_packet)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_guess_order order = usual;
    order.amount = 0;
    order.first = D;
    gx_packet_ref first;
    gx_packet_ref again;
    gx_op_key key = key_of(B, 1);
    gx_answer answer = gx_guess_send(book, key, &order, draw_of(1, 1), NOON, &first, NULL);
    ck_assert_int_eq(answer.code, GX_DONE);
    snapshot before = take_snapshot(book);
    expect_done(gx_guess_send(book, key, &order, draw_of(1, 1), NOON, &again, NULL), answer.amount);
    ck_assert_mem_eq(&first, &again, sizeof first);
    expect_refused(gx_guess_send(book, key, &order, draw_of(1, 2), NOON, &again, NULL),
                   GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r2_guess");
    TCase *tests = tcase_create("R2");
    tcase_add_test(tests, r2_friends_guess_one_after_another_until_one_hits);
    tcase_add_test(tests, r2_one_guess_a_turn_and_only_in_the_turn);
    tcase_add_test(tests, r2_the_last_guess_that_misses_sends_the_money_back);
    tcase_add_test(tests, r2_nothing_after_expiry_and_no_refund_before);
    tcase_add_test(tests, r2_other_claims_do_not_reach_it_and_it_no_others);
    tcase_add_test(tests, r2_the_limits_of_an_order_bind_with_figures);
    tcase_add_test(tests, r2_a_drawn_amount_is_uniform_within_the_bounds);
    tcase_add_test(tests, r2_halving_finds_any_of_2_to_the_n_minus_1_amounts_in_n_guesses);
    tcase_add_test(tests, r2_the_draw_belongs_to_the_order_and_a_repeated_key_to_one_packet);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
