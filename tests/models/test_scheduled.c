/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ordered packets: each has a name of its own, and a run in which packets beget packets without end gives up.
 */
#include "fixture.h"
#include <check.h>
#include <stdlib.h>
#include <string.h>

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

START_TEST(packets_alike_have_names_of_their_own)
{
    fixture f;
    fixture_make(&f,
                 "time: {duration: 1h}\n"
                 "population: {users: 100}\n"
                 "models: {sending: {per_day: 0}, transfers: {per_day: 0}, binding: {cards_at_start: 1}}\n"
                 "scheduled:\n"
                 "  - {at: 5min, sender: 7, amount: 9}\n"
                 "  - {at: 5min, sender: 7, amount: 9}\n"
                 "  - {at: 5min, sender: 7, amount: 9, kind: equal}\n"
                 "  - {at: 5min, sender: 7, kind: personal, audience: 0, amount: 9}\n"
                 "  - {at: 6min, sender: 7, amount: 9}\n");
    gx_world *world = &f.built.world;
    gx_sim_hooks none = {0};
    gx_error error;
    ck_assert_int_eq(gx_sim_run(world->sim, world->clock.ticks, &none, &error), GX_OK);
    uint32_t names[16], count = 0;
    for (uint32_t s = 0; s < world->shards; s++)
        for (size_t i = 0; i < world->shard[s].events[GX_EVENT_PACKET].count; i++)
            if (world->shard[s].events[GX_EVENT_PACKET].rows[i].cause == GX_CAUSE_SCHEDULED)
                names[count++] = world->shard[s].events[GX_EVENT_PACKET].rows[i].occasion;
    ck_assert_uint_eq(count, 5);
    qsort(names, count, sizeof names[0], by_value);
    for (uint32_t i = 1; i < count; i++)
        ck_assert_uint_ne(names[i], names[i - 1]);
    fixture_free(&f);
}
END_TEST

START_TEST(a_run_without_end_gives_up)
{
    const char *text = "version: 1\n"
                       "time: {duration: 24h}\n"
                       "population: {users: 200}\n"
                       "models: {reciprocity: {contagion: 10, norm: 5}, sending: {per_day: 5}}\n"
                       "limits: {packets_per_user_day: 20}\n";
    gx_run_options options = {
        .file = "wild", .text = text, .length = strlen(text), .record = -1, .threads = 1};
    gx_run_result result;
    gx_diagnostics diagnostics;
    gx_error error;
    ck_assert_int_eq(gx_run(&options, &result, &diagnostics, &error), GX_ERR_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.message, "limits.packets_per_user_day"));
    gx_diagnostics_free(&diagnostics);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scheduled");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, packets_alike_have_names_of_their_own);
    tcase_add_test(tests, a_run_without_end_gives_up);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* the fixture opens parallel regions */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
