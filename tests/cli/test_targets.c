/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets of graphs: what may be judged, and by which target. */
#include "graph_findings.h"
#include "graph_targets.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static gx_references *targets;

static void load(void)
{
    gx_error error = {0};
    ck_assert_msg(gx_targets_create(&targets, &error) == GX_OK, "%s", error.message);
}

static void unload(void)
{
    gx_references_free(targets);
}

static gx_verdict judge(const char *id, gx_target_setting setting, double value)
{
    const gx_reference *target = gx_references_find(targets, id);
    ck_assert_msg(target != NULL, "there is no %s", id);
    return gx_target_judge(target, &setting, value);
}

START_TEST(a_target_is_met_or_missed)
{
    gx_target_setting village = {true, 10000, "village", "", false};
    ck_assert_int_eq(judge("default.active_degree_mean", village, 40), GX_MET);
    ck_assert_int_eq(judge("default.active_degree_mean", village, 70), GX_MET);
    ck_assert_int_eq(judge("default.active_degree_mean", village, 39.99), GX_MISSED);
    ck_assert_int_eq(judge("default.active_degree_mean", village, 70.01), GX_MISSED);
    ck_assert_int_eq(judge("default.active_assortativity", village, -0.01), GX_MISSED); /* one side only */
    ck_assert_int_eq(judge("default.active_assortativity", village, 0.9), GX_MET);
    ck_assert_int_eq(judge("default.trade_assortativity", village, 0.01), GX_MISSED);
    ck_assert_int_eq(judge("default.trade_assortativity", village, NAN), GX_NOT_COMPARABLE);
}
END_TEST

START_TEST(what_cannot_be_compared)
{
    gx_target_setting file = {false, 10000, "some.csv", "", false}, small = {true, 499999, "s", "", false};
    gx_target_setting million = {true, 1000000, "s", "", false}, large = {true, 2000001, "s", "", false};
    ck_assert_int_eq(judge("default.active_degree_mean", file, 50), GX_NOT_COMPARABLE);
    ck_assert_int_eq(judge("at_1m.active_distance", small, 4), GX_NOT_COMPARABLE);
    ck_assert_int_eq(judge("at_1m.active_distance", million, 4), GX_MET);
    ck_assert_int_eq(judge("at_1m.active_distance", million, 5), GX_MISSED);
    ck_assert_int_eq(judge("at_1m.active_distance", large, 4), GX_NOT_COMPARABLE);
    ck_assert_int_eq(judge("elsewhere.facebook_degree", million, 190), GX_NOT_COMPARABLE);
}
END_TEST

START_TEST(presets_by_scenario_and_variant)
{
    gx_target_setting named = {true, 100000, "venmo", "", true}, varied = {true, 100000, "x", "venmo", true};
    gx_target_setting near = {true, 100000, "venmo2", "ven", false};
    ck_assert_int_eq(judge("preset-venmo.clustering", named, 0.2), GX_MET);
    ck_assert_int_eq(judge("preset-venmo.clustering", varied, 0.3), GX_MISSED);
    ck_assert_int_eq(judge("preset-venmo.clustering", near, 0.2), GX_NOT_COMPARABLE);
    /* What a preset says goes before the default, and what can be judged before what cannot. */
    ck_assert_str_eq(gx_target_for(targets, &named, "active.clustering_average")->id,
                     "preset-venmo.clustering");
    ck_assert_str_eq(gx_target_for(targets, &near, "active.clustering_average")->id,
                     "default.active_clustering");
    ck_assert_str_eq(gx_target_for(targets, &named, "active.distance_mean")->id, "preset-venmo.distance");
    ck_assert_ptr_null(gx_target_for(targets, &named, "active.degree_sd"));
    ck_assert_int_eq(judge("default.active_degree_mean", named, 50), GX_NOT_COMPARABLE);
    ck_assert(gx_targets_have_preset(targets, "wechat-2016") && !gx_targets_have_preset(targets, "wechat") &&
              !gx_targets_have_preset(targets, ""));
}
END_TEST

START_TEST(figures_are_found_by_name)
{
    gx_findings all = {0};
    for (int at = 0; at < 300; at++)
        gx_findings_add_whole(&all, GX_FINDING_size, at % 2 ? "active" : "act", at ? "ties" : "ive.ties",
                              "ties", "", (uint64_t)at);
    ck_assert(!all.failed);
    ck_assert_double_eq(gx_findings_find(&all, "active.ties")->value, 1);
    ck_assert_double_eq(gx_findings_find(&all, "act.ties")->value, 2);
    ck_assert_ptr_null(gx_findings_find(&all, "active"));
    ck_assert_ptr_null(gx_findings_find(&all, "active.tie"));
    gx_findings_free(&all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("targets");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, load, unload);
    tcase_add_test(all, a_target_is_met_or_missed);
    tcase_add_test(all, what_cannot_be_compared);
    tcase_add_test(all, presets_by_scenario_and_variant);
    tcase_add_test(all, figures_are_found_by_name);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
