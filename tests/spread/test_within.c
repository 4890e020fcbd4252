/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one-pass estimator against the textbook's two passes, and the outbox against a walk over all packets.
 */
#include "outbox.h"
#include "within.h"

#include <check.h>
#include <gx/base/draw.h>
#include <math.h>
#include <stdlib.h>

enum { CLUSTERS = 200, ROWS = 7 };

static double number(uint32_t stream, uint32_t index)
{
    return gx_draw_at(gx_key_make(3, 0), 0xf220, stream, index, 0).word[0] / 4294967296.0;
}

typedef struct data {
    double x[CLUSTERS][ROWS], y[GX_OUTCOMES][CLUSTERS][ROWS];
} data;

static void make(data *d)
{
    for (uint32_t c = 0; c < CLUSTERS; c++)
        for (uint32_t i = 0; i < ROWS; i++) {
            double x = d->x[c][i] = 2 * number(0, c * ROWS + i) + 3 * number(1, c);
            d->y[0][c][i] = 0.5 * x + 4 * number(1, c) + number(2, c * ROWS + i);
            d->y[1][c][i] = number(3, c * ROWS + i) < 0.2 * x;
            d->y[2][c][i] = 3 * x;
            d->y[3][c][i] = number(4, c * ROWS + i);
        }
}

/* Slope and clustered error from residuals. */
static void textbook(const data *d, size_t k, double *slope, double *se)
{
    double xx = 0, xy = 0, squares = 0;
    double mx[CLUSTERS] = {0}, my[CLUSTERS] = {0};
    for (size_t c = 0; c < CLUSTERS; c++)
        for (size_t i = 0; i < ROWS; i++) {
            mx[c] += d->x[c][i] / ROWS;
            my[c] += d->y[k][c][i] / ROWS;
        }
    for (size_t c = 0; c < CLUSTERS; c++)
        for (size_t i = 0; i < ROWS; i++) {
            xx += (d->x[c][i] - mx[c]) * (d->x[c][i] - mx[c]);
            xy += (d->x[c][i] - mx[c]) * (d->y[k][c][i] - my[c]);
        }
    *slope = xy / xx;
    for (size_t c = 0; c < CLUSTERS; c++) {
        double score = 0;
        for (size_t i = 0; i < ROWS; i++) {
            double residual = d->y[k][c][i] - my[c] - *slope * (d->x[c][i] - mx[c]);
            score += (d->x[c][i] - mx[c]) * residual;
        }
        squares += score * score;
    }
    *se = sqrt(squares * CLUSTERS / (CLUSTERS - 1)) / xx;
}

START_TEST(one_pass_equals_two)
{
    static data d;
    gx_within all = {0};
    make(&d);
    for (size_t c = 0; c < CLUSTERS; c++) {
        const double *const y[GX_OUTCOMES] = {d.y[0][c], d.y[1][c], d.y[2][c], d.y[3][c]};
        gx_within_add(&all, d.x[c], y, ROWS);
    }
    ck_assert_uint_eq(all.clusters, CLUSTERS);
    for (size_t k = 0; k < GX_OUTCOMES; k++) {
        double slope, se, found_se;
        textbook(&d, k, &slope, &se);
        gx_interval found = gx_within_slope(&all, k, &found_se);
        ck_assert_double_eq_tol(found.value, slope, 1e-12);
        ck_assert_double_eq_tol(found_se, se, 1e-7);
        ck_assert_double_eq_tol(found.high - found.value, 1.959963984540054 * found_se, 1e-12);
    }
    /* An exact relation has an exact ratio: 0.5 times the slope of 3x over itself. */
    gx_interval ratio = gx_within_ratio(&all, 2, 2, 0.5);
    ck_assert_double_eq_tol(ratio.value, 0.5, 1e-12);
    ck_assert_double_eq_tol(ratio.high, 0.5, 1e-6);
}
END_TEST

START_TEST(what_does_not_vary_tells_nothing)
{
    gx_within all = {0};
    const double x[] = {1, 1, 1}, varied[] = {1, 2, 4}, y[] = {1, 5, 2};
    const double *const outcomes[GX_OUTCOMES] = {y, y, y, y};
    gx_within_add(&all, x, outcomes, 3);
    gx_within_add(&all, varied, outcomes, 1);
    ck_assert_uint_eq(all.clusters, 0);
    gx_within_add(&all, varied, outcomes, 3);
    ck_assert(isnan(gx_within_slope(&all, 0, NULL).value));
    ck_assert(isnan(gx_within_ratio(&all, 0, 1, 1).value));
}
END_TEST

START_TEST(windows_equal_a_walk)
{
    enum { PACKETS = 3000, USERS = 12, PLACES = 5, TICKS = 400 };
    gx_packets p = {.rows = PACKETS};
    static uint32_t tick[PACKETS], sender[PACKETS], audience[PACKETS];
    static uint8_t kind[PACKETS];
    static int64_t amount[PACKETS];
    gx_outbox box;
    gx_error error;
    p.tick = tick;
    p.sender = sender;
    p.audience = audience;
    p.kind = kind;
    p.amount = amount;
    for (uint32_t i = 0; i < PACKETS; i++) {
        tick[i] = (uint32_t)(TICKS * number(10, i));
        sender[i] = (uint32_t)(USERS * number(11, i));
        audience[i] = (uint32_t)(PLACES * number(12, i));
        kind[i] = (uint8_t)(3 * number(13, i));
        amount[i] = (int64_t)(1000 * number(14, i));
    }
    ck_assert_int_eq(gx_outbox_create(&box, &p, USERS, &error), GX_OK);
    for (uint32_t trial = 0; trial < 3000; trial++) {
        uint32_t who = (uint32_t)(USERS * number(15, trial)), where = (uint32_t)(PLACES * number(16, trial));
        int64_t first = (int64_t)(TICKS * number(17, trial)) - 20,
                last = first + (int64_t)(TICKS * number(18, trial));
        int64_t fen, expected = 0;
        size_t count = 0;
        for (size_t i = 0; i < PACKETS; i++)
            if (kind[i] != GX_WORD_PERSONAL && sender[i] == who && audience[i] == where && tick[i] >= first &&
                tick[i] <= last) {
                count++;
                expected += amount[i];
            }
        ck_assert_uint_eq(gx_outbox_window(&box, who, where, first, last, &fen), count);
        ck_assert_int_eq(fen, expected);
    }
    gx_outbox_free(&box);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spread/within");
    TCase *tests = tcase_create("within");
    tcase_add_test(tests, one_pass_equals_two);
    tcase_add_test(tests, what_does_not_vary_tells_nothing);
    tcase_add_test(tests, windows_equal_a_walk);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
