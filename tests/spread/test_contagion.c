/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The natural experiment, on recordings whose truth is planted: in groups of different wealth, each packet is
 * split at random, and a claimer sends back with a probability that rises with the share. */
#include "stats/synth.h"

#include <check.h>
#include <gx/spread/spread.h>
#include <math.h>
#include <stdlib.h>

enum { GROUPS = 800, MEMBERS = 6, PACKETS = 9600, SHARES = 5, DAY = 86400, GAP = 2 * DAY };

typedef struct plan {
    double effect; /* yuan sent for one more yuan received */
    double base;   /* probability of sending without an effect */
    double wealth; /* sigma of the groups' wealth */
    uint32_t stream;
} plan;

typedef struct tables {
    gx_packets packets;
    gx_claims claims;
} tables;

static size_t add_packet(gx_packets *p, uint32_t tick, uint32_t sender, uint32_t group, int64_t amount)
{
    size_t at = p->rows++;
    p->tick[at] = tick;
    p->sender[at] = sender;
    p->occasion[at] = (uint32_t)at;
    p->kind[at] = GX_WORD_LUCKY;
    p->audience[at] = group;
    p->shares[at] = SHARES;
    p->amount[at] = amount;
    p->answers_sender[at] = GX_NOBODY;
    return at;
}

/* One packet and its claims: member 0 of the group sends, the others claim. Shares by cutting a line, so that
 * every position is alike. A reply of the packet's own amount is sent with probability base + effect * share
 * / mean share: the slope of its mean, in units of the mean share, is effect when a reply weighs one mean
 * share. */
static void play(tables *t, const plan *how, uint32_t number)
{
    uint32_t group = number % GROUPS, first = group * MEMBERS, tick = 1000 + number / GROUPS * GAP;
    int64_t mean = (int64_t)(1000 * exp(how->wealth * normal_at(how->stream, group)));
    double weight[SHARES], sum = 0;
    for (uint32_t i = 0; i < SHARES; i++)
        sum += weight[i] = -log(uniform_at(how->stream + 1, number * SHARES + i));
    size_t packet = add_packet(&t->packets, tick, first, group, mean * SHARES);
    for (uint32_t i = 0; i < SHARES; i++) {
        size_t at = t->claims.rows++;
        double share = weight[i] / sum * SHARES;
        t->claims.tick[at] = tick + 10 + i;
        t->claims.claimer[at] = first + 1 + i;
        t->claims.sender[at] = first;
        t->claims.occasion[at] = (uint32_t)packet;
        t->claims.kind[at] = GX_WORD_LUCKY;
        t->claims.position[at] = (uint16_t)i;
        t->claims.amount[at] = (int64_t)(share * (double)mean + 0.5);
        t->claims.response[at] = 10 + i;
        if (uniform_at(how->stream + 2, number * SHARES + i) < how->base + how->effect * share) {
            size_t reply = add_packet(&t->packets, tick + 600 + i, first + 1 + i, group, mean);
            t->packets.cause[reply] = GX_WORD_REPLY;
            t->packets.answers_sender[reply] = first;
            t->packets.answers_occasion[reply] = (uint32_t)packet;
        }
        /* Some send anyway, before and long after. */
        if (uniform_at(how->stream + 3, number * SHARES + i) < 0.1)
            add_packet(&t->packets, tick - 500 + i, first + 1 + i, group, mean);
        if (uniform_at(how->stream + 4, number * SHARES + i) < 0.1)
            add_packet(&t->packets, tick + DAY + 3600, first + 1 + i, group, mean);
    }
}

static gx_results *analyze(const plan *how, const char *name, double event_share)
{
    tables t;
    synth s;
    gx_error error;
    gx_results *results;
    synth_make(&t.packets, GX_TABLE_PACKETS, (size_t)PACKETS * (1 + 3 * SHARES));
    synth_make(&t.claims, GX_TABLE_CLAIMS, (size_t)PACKETS * SHARES);
    t.packets.rows = t.claims.rows = 0;
    for (uint32_t i = 0; i < PACKETS; i++)
        play(&t, how, i);
    synth_root root = {GROUPS * MEMBERS, 1000, 0, PACKETS / GROUPS * GAP, event_share};
    synth_begin(&s, name, &root);
    synth_put(&s, GX_TABLE_PACKETS, &t.packets);
    synth_put(&s, GX_TABLE_CLAIMS, &t.claims);
    gx_table_unload(&t.packets, GX_TABLE_PACKETS);
    gx_table_unload(&t.claims, GX_TABLE_CLAIMS);
    gx_reader *reader = synth_end(&s);
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    ck_assert_msg(gx_spread_analyze(results, reader, &error) == GX_OK, "%s", error.message);
    synth_remove(&s, reader);
    return results;
}

/* What pooling reads in theory: x = s M and y = M or 0, with shares s of variance (n - 1) / (n + 1) around 1
 * (cuts of a line), and v = E M^2 / (E M)^2 of lognormal wealth M. */
static double pooled(const plan *how)
{
    double v = exp(how->wealth * how->wealth), ss = 1 + (SHARES - 1.0) / (SHARES + 1.0);
    return (v * (how->base + how->effect * ss) - (how->base + how->effect)) / (v * ss - 1);
}

/* Within 4.5 standard errors, as the interval itself says. */
static void near(const gx_results *results, const char *name, double truth)
{
    const gx_figure *figure = gx_results_find_figure(results, name);
    ck_assert_ptr_nonnull(figure);
    double se = (figure->high - figure->low) / (2 * 1.959964);
    ck_assert_msg(se > 0 && se < 0.03, "%s: standard error %g", name, se);
    ck_assert_msg(fabs(figure->value - truth) < 4.5 * se, "%s: %g +- %g, not %g", name, figure->value, se,
                  truth);
}

START_TEST(a_planted_effect_is_found)
{
    plan how = {.effect = 0.18, .base = 0.25, .wealth = 0.8, .stream = 100};
    gx_results *results = analyze(&how, "contagion", 1);
    near(results, "spread.contagion.slope", 0.18);
    near(results, "spread.contagion.slope_attributed", 0.18);
    near(results, "spread.contagion.placebo", 0);
    near(results, "spread.contagion.slope_weighted", how.effect);
    near(results, "spread.contagion.placebo_weighted", 0);
    /* All of it runs through more recipients sending: every reply is one mean share. */
    const gx_figure *extensive = gx_results_find_figure(results, "spread.contagion.extensive_share");
    ck_assert_double_gt(extensive->low, 0.5);
    ck_assert_double_eq(figure_of(results, "spread.contagion.packets"), PACKETS);
    /* Rich groups: the naive slope reads half as much again, as theory says. */
    ck_assert_double_eq_tol(figure_of(results, "spread.contagion.slope_naive"), pooled(&how), 0.025);
    ck_assert_double_gt(pooled(&how), 0.27);
    ck_assert_double_gt(figure_of(results, "spread.contagion.luckiest_ratio_attributed"), 1.2);
    /* Mean reply a claim: (0.25 + 0.18) of a mean share. */
    ck_assert_double_eq_tol(figure_of(results, "spread.contagion.paid_forward"), 0.43, 0.02);
    gx_results_free(results);
}
END_TEST

START_TEST(no_effect_reads_as_none)
{
    plan how = {.effect = 0, .base = 0.23, .wealth = 0.8, .stream = 200};
    gx_results *results = analyze(&how, "no-contagion", 1);
    near(results, "spread.contagion.slope", 0);
    near(results, "spread.contagion.slope_attributed", 0);
    near(results, "spread.contagion.placebo", 0);
    near(results, "spread.contagion.slope_weighted", how.effect);
    near(results, "spread.contagion.placebo_weighted", 0);
    ck_assert_double_eq_tol(figure_of(results, "spread.contagion.slope_naive"), pooled(&how), 0.025);
    ck_assert_double_gt(pooled(&how), 0.09);
    const gx_figure *ratio = gx_results_find_figure(results, "spread.contagion.luckiest_ratio_attributed");
    ck_assert(ratio->low < 1.02 && ratio->high > 0.98);
    gx_results_free(results);
}
END_TEST

START_TEST(groups_alike_leave_no_naive_bias)
{
    plan how = {.effect = 0, .base = 0.23, .wealth = 0, .stream = 300};
    gx_results *results = analyze(&how, "alike", 1);
    ck_assert_double_eq_tol(figure_of(results, "spread.contagion.slope_naive"), 0, 0.02);
    gx_results_free(results);
}
END_TEST

START_TEST(a_sample_of_events_has_no_contagion)
{
    plan how = {.effect = 0.18, .base = 0.05, .wealth = 0.8, .stream = 100};
    gx_results *results = analyze(&how, "sampled", 0.5);
    ck_assert_ptr_null(gx_results_find_figure(results, "spread.contagion.slope"));
    gx_results_free(results);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spread/contagion");
    TCase *tests = tcase_create("contagion");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_planted_effect_is_found);
    tcase_add_test(tests, no_effect_reads_as_none);
    tcase_add_test(tests, groups_alike_leave_no_naive_bias);
    tcase_add_test(tests, a_sample_of_events_has_no_contagion);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
