/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K1: the score's arithmetic, its bands, its period. K3: gates by a minimum score. */
#include "helper.h"

enum { DAY = 86400 };

/* All five alike. */
static gx_features flat(uint32_t feature)
{
    gx_features features = {feature, feature, feature, feature, feature};
    return features;
}

START_TEST(k1_ends_of_the_scale)
{
    gx_score_weights weights = gx_score_weights_default();
    gx_features none = flat(0), all = flat(GX_FEATURE_MAX), beyond = flat(UINT32_MAX), half = flat(500000);
    ck_assert_uint_eq(gx_score_of(&none, &weights), 350);
    ck_assert_uint_eq(gx_score_of(&all, &weights), 950);
    ck_assert_uint_eq(gx_score_of(&beyond, &weights), 950);
    ck_assert_uint_eq(gx_score_of(&half, &weights), 650);
    weights.history++;
    ck_assert_uint_eq(gx_score_of(&all, &weights), 0); /* weights of 101 */
}
END_TEST

START_TEST(k1_each_dimension_is_worth_its_weight)
{
    gx_score_weights weights = gx_score_weights_default();
    const gx_features alone[] = {{.identity = 1000000},
                                 {.ability = 1000000},
                                 {.history = 1000000},
                                 {.network = 1000000},
                                 {.behaviour = 1000000}};
    const uint16_t worth[] = {90, 120, 210, 30, 150}; /* 15, 20, 35, 5, 25 hundredths of 600 */
    for (unsigned i = 0; i < 5; i++)
        ck_assert_uint_eq(gx_score_of(&alone[i], &weights), 350 + worth[i]);
    weights = (gx_score_weights){.identity = 15, .ability = 25, .history = 35, .network = 5, .behaviour = 20};
    ck_assert_uint_eq(gx_score_of(&alone[1], &weights), 500); /* the other source */
    ck_assert_uint_eq(gx_score_of(&alone[4], &weights), 470);
}
END_TEST

/* 600 x S / 10^8 passes k + 1/2 at S = (k + 1/2) x 10^8 / 600: the last feature below and the first above. */
START_TEST(k1_rounds_to_the_nearest_halves_up)
{
    gx_score_weights one = {.history = 100};
    for (uint32_t k = 0; k < 600; k++) {
        /* the feature f at which 600 x f x 100 >= (k + 1/2) x 10^8 first holds */
        uint32_t first = (uint32_t)(((uint64_t)k * 2 + 1) * 100000000 / (2 * 60000));
        while ((uint64_t)first * 120000 < ((uint64_t)k * 2 + 1) * 100000000)
            first++;
        gx_features below = {.history = first - 1}, at = {.history = first};
        ck_assert_uint_eq(gx_score_of(&below, &one), 350 + k);
        ck_assert_uint_eq(gx_score_of(&at, &one), 350 + k + 1);
    }
    gx_features exact = {.history = 2500}; /* 600 x 250,000 / 10^8 = 1.5: up */
    ck_assert_uint_eq(gx_score_of(&exact, &one), 352);
}
END_TEST

START_TEST(k1_never_falls_when_a_feature_grows)
{
    gx_score_weights weights = gx_score_weights_default();
    gx_draw draw = {{0}};
    for (uint32_t i = 0; i < 20000; i++) {
        draw = draw_of(i, 1);
        gx_features low = {gx_below32(draw.word[0], 1000001), gx_below32(draw.word[1], 1000001),
                           gx_below32(draw.word[2], 1000001), gx_below32(draw.word[3], 1000001), i * 50};
        gx_features high = low;
        uint32_t *one = i % 2 == 0 ? &high.ability : &high.network;
        *one = *one / 2 + 500000;
        uint16_t score = gx_score_of(&low, &weights);
        ck_assert_uint_ge(score, 350);
        ck_assert_uint_le(score, 950);
        ck_assert_uint_ge(gx_score_of(&high, &weights), score);
    }
}
END_TEST

START_TEST(k1_bands_by_their_lower_edges)
{
    static const struct {
        uint16_t score;
        unsigned band;
    } edges[] = {{0, 5},   {349, 5}, {350, 0}, {549, 0}, {550, 1}, {599, 1},  {600, 2},
                 {649, 2}, {650, 3}, {699, 3}, {700, 4}, {950, 4}, {65535, 4}};
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        ck_assert_uint_eq(gx_score_band(edges[i].score), edges[i].band);
}
END_TEST

/* Days of the calendar lie in periods floor(day / 30); 2016-02-07 is day 16838 = 561 x 30 + 8. */
START_TEST(k1_is_made_once_in_a_period)
{
    gx_book *book = make_book_with(GX_THEME_CREDIT, WINDOW);
    gx_features features = flat(500000), better = flat(600000);
    uint16_t score = 1;
    ck_assert_uint_eq(gx_score(book, FIRST_USER), 0);
    expect_done(gx_score_update(book, FIRST_USER, &features, 0, &score), 0);
    ck_assert_uint_eq(score, 650);
    ck_assert_uint_eq(gx_score(book, FIRST_USER), 650);
    snapshot before = take_snapshot(book);
    expect_refused(gx_score_update(book, FIRST_USER, &better, 22 * DAY - 1, NULL), GX_REFUSED_NOT_DUE, 16859,
                   16860);
    expect_unchanged(book, &before);
    expect_done(gx_score_update(book, FIRST_USER, &better, 22 * DAY, &score), 0);
    ck_assert_uint_eq(score, 710);
    expect_refused(gx_score_update(book, FIRST_USER, &features, 52 * DAY - 1, NULL), GX_REFUSED_NOT_DUE,
                   16889, 16890);
    gx_score_weights weights = gx_score_weights_default();
    expect_done(gx_score_set_rules(book, &weights, 0, 52 * DAY - 1), 0); /* at any time */
    expect_done(gx_score_update(book, FIRST_USER, &features, 52 * DAY - 1, &score), 0);
    ck_assert_uint_eq(gx_score(book, FIRST_USER), 650);
    gx_book_free(book);
}
END_TEST

START_TEST(k1_refusals_in_their_order)
{
    gx_book *book = make_book_with(GX_THEME_CREDIT, WINDOW);
    gx_book *without = make_book_with(0, WINDOW);
    gx_features wrong = {.ability = 1000001, .network = 1000002};
    gx_score_weights weights = gx_score_weights_default();
    snapshot before = take_snapshot(book);
    expect_refused(gx_score_update(book, 7, &wrong, 0, NULL), GX_REFUSED_ACCOUNT, 0, 7);
    expect_refused(gx_score_update(book, FIRST_MERCHANT, &wrong, 0, NULL), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    expect_refused(gx_score_update(book, FIRST_USER, &wrong, 0, NULL), GX_REFUSED_RULE, 1000001, 1000000);
    weights.network = 6;
    expect_refused(gx_score_set_rules(book, &weights, 30, 0), GX_REFUSED_RULE, 101, 100);
    expect_refused(gx_score_set_rules(without, &weights, 30, 0), GX_REFUSED_THEME, 0, GX_THEME_CREDIT);
    expect_unchanged(book, &before);
    gx_book_free(book);
    gx_book_free(without);
}
END_TEST

START_TEST(k3_a_right_asks_for_its_score)
{
    gx_book *book = make_book_with(GX_THEME_CREDIT, WINDOW);
    gx_features features = flat(500000);
    expect_refused(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_VISA), GX_REFUSED_SCORE, 0, 700);
    expect_done(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_HOST_0), 0); /* asks for nothing */
    gx_score_update(book, FIRST_USER, &features, 0, NULL);
    expect_refused(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_VISA), GX_REFUSED_SCORE, 650, 700);
    expect_done(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_NO_DEPOSIT), 0);
    expect_done(gx_gate_set(book, GX_SCORED_RIGHT_NO_DEPOSIT, 651, 0), 0);
    expect_refused(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_NO_DEPOSIT), GX_REFUSED_SCORE, 650, 651);
    expect_done(gx_gate_score(book, 651, GX_SCORED_RIGHT_NO_DEPOSIT), 0);
    expect_done(gx_gate_set(book, GX_SCORED_RIGHT_VISA, 0, 0), 0);
    expect_done(gx_credit_gate(book, FIRST_USER + 1, GX_SCORED_RIGHT_VISA), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(k3_refusals_in_their_order)
{
    gx_book *book = make_book_with(GX_THEME_CREDIT, WINDOW);
    gx_book *without = make_book_with(0, WINDOW);
    snapshot before = take_snapshot(book);
    expect_refused(gx_credit_gate(without, 7, GX_SCORED_RIGHT_COUNT), GX_REFUSED_THEME, 0, GX_THEME_CREDIT);
    expect_refused(gx_credit_gate(book, 7, GX_SCORED_RIGHT_COUNT), GX_REFUSED_ACCOUNT, 0, 7);
    expect_refused(gx_credit_gate(book, FIRST_USER, GX_SCORED_RIGHT_COUNT), GX_REFUSED_RIGHT,
                   GX_SCORED_RIGHT_COUNT, GX_SCORED_RIGHT_COUNT - 1);
    gx_op op = {.kind = GX_OP_GATE_SET, .args.gate_set = {GX_SCORED_RIGHT_COUNT, 100}};
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_RIGHT, GX_SCORED_RIGHT_COUNT,
                   GX_SCORED_RIGHT_COUNT - 1);
    expect_refused(gx_gate_set(book, GX_SCORED_RIGHT_VISA, 349, 0), GX_REFUSED_RULE, 349, 350);
    expect_refused(gx_gate_set(book, GX_SCORED_RIGHT_VISA, 951, 0), GX_REFUSED_RULE, 951, 950);
    expect_unchanged(book, &before);
    gx_book_free(book);
    gx_book_free(without);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/k1_score");
    TCase *tests = tcase_create("score");
    tcase_add_test(tests, k1_ends_of_the_scale);
    tcase_add_test(tests, k1_each_dimension_is_worth_its_weight);
    tcase_add_test(tests, k1_rounds_to_the_nearest_halves_up);
    tcase_add_test(tests, k1_never_falls_when_a_feature_grows);
    tcase_add_test(tests, k1_bands_by_their_lower_edges);
    tcase_add_test(tests, k1_is_made_once_in_a_period);
    tcase_add_test(tests, k1_refusals_in_their_order);
    tcase_add_test(tests, k3_a_right_asks_for_its_score);
    tcase_add_test(tests, k3_refusals_in_their_order);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
