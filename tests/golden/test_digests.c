/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes of a small fixed scenario, pinned: the same numbers with every compiler, optimisation,
 * sanitizer, processor.
 *
 * tests/golden/tiny.yaml names every parameter, so a new default moves nothing here; a change of what the
 * program does with them does. Then look at the difference, and if it is meant, pin anew and say so in the
 * change log:
 *
 *     golden-test_digests --write        writes tests/golden/digests.txt
 */
#include "run/trial.h"
#include <gx/base/memory.h>
#include <inttypes.h>
#include <string.h>

/* Each world: what is set in tiny.yaml. Names do not change. */
static const struct {
    const char *name, *set[3];
} worlds[] = {
    {"tiny", {NULL}},
    {"no-sessions", {"models.sessions.active=no", NULL}},
    {"one-shard", {"shards=1", NULL}}, /* the same two numbers as tiny */
    {"coarse", {"time.tick=7s", "graph.cities_apart=yes", NULL}},
    {"crowd", {"population.users=3000", "time.duration=2h", NULL}},
};
enum { WORLDS = sizeof worlds / sizeof worlds[0] };

static void run_world(size_t i, uint32_t threads, gx_run_result *result)
{
    trial t = trial_of(trial_file("tests/golden/tiny.yaml"));
    for (size_t k = 0; worlds[i].set[k]; k++)
        trial_set(&t, worlds[i].set[k]);
    t.options.threads = threads;
    trial_good(&t);
    ck_assert_int_gt(t.result.packets, 100);
    ck_assert_int_gt(t.result.cards_bound, 5);
    ck_assert_int_gt(t.result.transfers, 5);
    *result = t.result;
}

static void line_of(size_t i, uint32_t threads, char *line, size_t room)
{
    gx_run_result result;
    run_world(i, threads, &result);
    snprintf(line, room, "%s %016" PRIx64 " %016" PRIx64 "\n", worlds[i].name, result.digest,
             result.state_digest);
}

START_TEST(digests_are_as_pinned)
{
    const char *pinned = trial_file("tests/golden/digests.txt");
    for (size_t i = 0; i < WORLDS; i++)
        for (uint32_t threads = 1; threads <= 2; threads++) {
            char line[200], wanted[210];
            line_of(i, threads, line, sizeof line);
            snprintf(wanted, sizeof wanted, "\n%s", line);
            ck_assert_msg(strstr(pinned, wanted), "not in digests.txt: %s", line);
        }
}
END_TEST

/* What tiny.yaml leaves to a default would move with it. */
START_TEST(the_scenario_names_every_parameter)
{
    trial t = trial_of(trial_file("tests/golden/tiny.yaml"));
    gx_diagnostics diagnostics;
    gx_text effective = {0};
    ck_assert_int_eq(gx_run_check(&t.options, true, &effective, &diagnostics, &t.error), GX_OK);
    const char *text = gx_text_get(&effective), *by_default = strstr(text, "# default");
    if (by_default) {
        const char *start = by_default;
        while (start > text && start[-1] != '\n')
            start--;
        ck_abort_msg("left to a default: %.80s", start);
    }
    ck_assert_ptr_nonnull(strstr(text, "trial.yaml:")); /* or the words have changed */
    gx_text_free(&effective);
    gx_diagnostics_free(&diagnostics);
}
END_TEST

START_TEST(pins_are_written)
{
    FILE *file = fopen(GX_SOURCE_DIR "/tests/golden/digests.txt", "w");
    ck_assert_ptr_nonnull(file);
    fputs("# name, digest of all operations, digest of the final state; see test_digests.c\n", file);
    for (size_t i = 0; i < WORLDS; i++) {
        char line[200];
        line_of(i, 1, line, sizeof line);
        fputs(line, file);
    }
    ck_assert_int_eq(fclose(file), 0);
}
END_TEST

int main(int argc, char **argv)
{
    TCase *tests = tcase_create("digests");
    if (argc == 2 && strcmp(argv[1], "--write") == 0)
        tcase_add_test(tests, pins_are_written);
    tcase_add_test(tests, digests_are_as_pinned);
    tcase_add_test(tests, the_scenario_names_every_parameter);
    return trial_main("golden: digests", tests);
}
