/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gift contagion in the model is what it is in the field, measured by the published design: Yuan, Liu, Tan,
 * Che-Castaldo, Pentland & Kleinberg, "Gift contagion in online groups", Management Science 70(7), 2024.
 *
 *   T1  one yuan more received raises what is sent back to the group within 24 hours by 0.18 yuan in all
 *   T2  a naive regression is biased: wealth that a group has in common passes for an effect
 *   T3  without contagion and norm nothing is found, and before the receipt nothing ever
 *   T4  the effect runs through more recipients sending, not through larger packets
 *   T5  the luckiest sends next more often than others; that norm is a part of T1
 */
#include "run/trial.h"
#include <gx/spread/spread.h>
#include <math.h>
#include <string.h>

typedef struct measured {
    gx_figure slope, attributed, placebo, naive, extensive, luckiest, luckiest_attributed;
    int64_t packets;
} measured;

enum { ALL, NONE, NO_CONTAGION, NO_NORM, UNEQUAL, UNEQUAL_NONE, WORLDS };
static measured world[WORLDS];

static gx_figure figure_of(const gx_results *results, const char *name)
{
    char full[100];
    snprintf(full, sizeof full, "spread.contagion.%s", name);
    const gx_figure *figure = gx_results_find_figure(results, full);
    return figure ? *figure : (gx_figure){.value = NAN, .low = NAN, .high = NAN};
}

/* Standard error, from the interval of 95 %. */
static double error_of(const gx_figure *figure)
{
    return (figure->high - figure->low) / (2 * 1.959964);
}

static void say(const char *name, const measured *m)
{
    printf("%-13s %6lld packets: slope %.4f +- %.4f, attributed %.4f +- %.4f, placebo %.4f +- %.4f, naive "
           "%.4f, extensive "
           "%.3f, luckiest x %.3f (attributed x %.3f)\n",
           name, (long long)m->packets, m->slope.value, error_of(&m->slope), m->attributed.value,
           error_of(&m->attributed), m->placebo.value, error_of(&m->placebo), m->naive.value,
           m->extensive.value, m->luckiest.value, m->luckiest_attributed.value);
    fflush(stdout);
}

static measured measure(const char *variant, const char *set)
{
    trial t = trial_of(trial_file("tests/validation/contagion.yaml"));
    t.options.variant = variant;
    t.options.output = scratch("contagion.h5");
    t.options.force = true;
    if (set)
        trial_set(&t, set);
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("contagion.h5"));
    gx_results *results = NULL;
    gx_error error = {GX_OK, ""};
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    ck_assert_msg(gx_spread_analyze(results, reader, &error) == GX_OK, "%s", error.message);
    measured m = {.slope = figure_of(results, "slope"),
                  .attributed = figure_of(results, "slope_attributed"),
                  .placebo = figure_of(results, "placebo"),
                  .naive = figure_of(results, "slope_naive"),
                  .extensive = figure_of(results, "extensive_share"),
                  .luckiest = figure_of(results, "luckiest_ratio"),
                  .luckiest_attributed = figure_of(results, "luckiest_ratio_attributed"),
                  .packets = figure_of(results, "packets").integer};
    gx_results_free(results);
    gx_reader_close(reader);
    return m;
}

static void run_worlds(void)
{
    static const struct {
        const char *name, *variant, *set;
    } how[WORLDS] = {[ALL] = {"all", NULL, NULL},
                     [NONE] = {"none", "none", NULL},
                     [NO_CONTAGION] = {"no contagion", "no-contagion", NULL},
                     [NO_NORM] = {"no norm", "no-norm", NULL},
                     [UNEQUAL] = {"unequal", "unequal", NULL},
                     [UNEQUAL_NONE] = {"unequal, none", "unequal", "models.reciprocity.active=no"}};
    for (size_t i = 0; i < WORLDS; i++) {
        world[i] = measure(how[i].variant, how[i].set);
        say(how[i].name, &world[i]);
        ck_assert_int_ge(world[i].packets, 20000); /* the size of the experiment */
    }
}

#define near(value, wanted, tolerance)                                                                       \
    ck_assert_msg(fabs((value) - (wanted)) <= (tolerance), "%s is %.4f, not %.4f +- %.4f", #value, value,    \
                  (double)(wanted), tolerance)

START_TEST(t1_one_yuan_more_sends_18_fen_more)
{
    near(world[ALL].slope.value, 0.18, 0.03);
    ck_assert_double_lt(error_of(&world[ALL].slope), 0.0125); /* or that would mean little */
    /* What the design infers is what the simulation knows to have been answers. */
    near(world[ALL].attributed.value, world[ALL].slope.value, 3 * error_of(&world[ALL].slope));
}
END_TEST

START_TEST(t2_the_naive_regression_is_biased_upward_and_the_design_is_not)
{
    const measured *effect = &world[UNEQUAL], *none = &world[UNEQUAL_NONE];
    near(effect->slope.value, 0.18, 0.03);
    near(none->slope.value, 0, 3 * error_of(&none->slope));
    ck_assert_double_gt(effect->naive.value, effect->slope.value + 0.1);
    ck_assert_double_gt(none->naive.value, 0.15);
    ck_assert_double_lt(none->naive.value, 0.30);
    ck_assert_double_lt(fabs(world[NONE].naive.value),
                        0.03); /* where groups are equally rich there is no bias */
}
END_TEST

START_TEST(t3_without_a_cause_no_effect)
{
    near(world[NONE].slope.value, 0, 3 * error_of(&world[NONE].slope));
    ck_assert_double_eq(world[NONE].attributed.value, 0);
    near(world[NONE].luckiest.value, 1, 3 * error_of(&world[NONE].luckiest));
    for (size_t i = 0; i < WORLDS; i++) {
        near(world[i].placebo.value, 0, 3 * error_of(&world[i].placebo));
        ck_assert_double_lt(error_of(&world[i].placebo), 0.02);
    }
}
END_TEST

START_TEST(t4_more_people_send)
{
    ck_assert_double_gt(world[ALL].extensive.low, 0.5);
    ck_assert_double_gt(world[UNEQUAL].extensive.low, 0.5);
}
END_TEST

START_TEST(t5_the_luckiest_sends_next)
{
    ck_assert_double_gt(world[ALL].luckiest.low, 1.2);
    ck_assert_double_lt(world[ALL].luckiest.high, 2.2);
    ck_assert_double_gt(world[ALL].luckiest.low,
                        world[NO_NORM].luckiest.high); /* beyond what contagion alone does */
    /* The norm's part of the effect; and the norm without contagion, in the worlds of the paper 0.03 to 0.11.
     */
    double part = world[ALL].attributed.value - world[NO_NORM].attributed.value;
    ck_assert_double_gt(part, 0.03);
    ck_assert_double_lt(part, 0.11);
    const gx_figure *alone = &world[NO_CONTAGION].slope;
    ck_assert_double_gt(alone->value, -3 * error_of(alone));
    ck_assert_double_lt(alone->value, 0.11);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("contagion");
    tcase_add_unchecked_fixture(tests, run_worlds, NULL);
    tcase_add_test(tests, t1_one_yuan_more_sends_18_fen_more);
    tcase_add_test(tests, t2_the_naive_regression_is_biased_upward_and_the_design_is_not);
    tcase_add_test(tests, t3_without_a_cause_no_effect);
    tcase_add_test(tests, t4_more_people_send);
    tcase_add_test(tests, t5_the_luckiest_sends_next);
    return trial_main("validation: contagion", tests);
}
