/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S4: live scenes: made by organisers only, videos by who is there, watched and commented by everybody. */
#include "social.h"

enum { ORGANISER = FIRST_MERCHANT, HERE = 7, ANOTHER_PLACE = 8, FROM = NOW + 10, TO = NOW + 100 };

static gx_scene_ref open_scene(gx_book *book, uint32_t serial)
{
    gx_scene_ref scene;
    expect_done(gx_scene_set_organiser(book, ORGANISER, 1, NOW), 0);
    expect_done(gx_scene_open(book, key_of(ORGANISER, serial), HERE, FROM, TO, NOW, &scene), 0);
    return scene;
}

static gx_pass guest_of(uint32_t user, uint16_t place)
{
    gx_pass pass = pass_of(user);
    pass.place = place;
    return pass;
}

START_TEST(S4_only_an_organiser_opens_a_scene)
{
    gx_book *book = make_social_book();
    gx_scene_ref scene;
    snapshot before = take_snapshot(book);
    expect_refused(gx_scene_open(book, key_of(ORGANISER, 1), HERE, FROM, TO, NOW, &scene), GX_REFUSED_RIGHT,
                   0, 1);
    expect_refused(gx_scene_set_organiser(book, STRANGER, 1, NOW), GX_REFUSED_ACCOUNT, 0, STRANGER);
    expect_refused(gx_scene_set_organiser(book, ORGANISER, 2, NOW), GX_REFUSED_RULE, 2, 1);
    expect_unchanged(book, &before);
    ck_assert(!gx_scene_is_organiser(book, ORGANISER));
    expect_done(gx_scene_set_organiser(book, ORGANISER, 1, NOW), 0);
    ck_assert(gx_scene_is_organiser(book, ORGANISER));
    expect_refused(gx_scene_open(book, key_of(ORGANISER, 2), HERE, FROM, FROM, NOW, &scene),
                   GX_REFUSED_SCHEDULE, FROM, FROM + 1);
    expect_refused(gx_scene_open(book, key_of(ORGANISER, 3), HERE, 1, NOW, NOW, &scene), GX_REFUSED_SCHEDULE,
                   NOW, NOW + 1);
    expect_done(gx_scene_open(book, key_of(ORGANISER, 4), HERE, 1, TO, NOW, &scene), 0);
    expect_done(gx_scene_set_organiser(book, ORGANISER, 0, NOW), 0);
    expect_refused(gx_scene_open(book, key_of(ORGANISER, 5), HERE, 1, TO, NOW, &scene), GX_REFUSED_RIGHT, 0,
                   1);
    ck_assert_uint_eq(gx_scenes_open(book), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(S4_videos_are_for_those_who_are_there_and_entered)
{
    gx_book *book = make_social_book();
    gx_scene_ref scene = open_scene(book, 1);
    gx_pass here = guest_of(STRANGER, HERE);
    gx_pass away = guest_of(STRANGER, ANOTHER_PLACE);
    expect_refused(gx_scene_enter(book, scene, &away, FROM), GX_REFUSED_PLACE, ANOTHER_PLACE, HERE);
    expect_refused(gx_scene_video(book, scene, &here, 5, FROM), GX_REFUSED_INCOMPLETE, 0, 1);
    expect_done(gx_scene_enter(book, scene, &here, FROM), 0);
    expect_refused(gx_scene_enter(book, scene, &here, FROM), GX_REFUSED_TWICE, 1, 0);
    expect_done(gx_scene_video(book, scene, &here, 10, FROM), 0);
    expect_refused(gx_scene_video(book, scene, &here, 11, FROM), GX_REFUSED_RULE, 11, 10);
    expect_refused(gx_scene_video(book, scene, &here, 0, FROM), GX_REFUSED_RULE, 0, 1);
    expect_refused(gx_scene_video(book, scene, &away, 5, FROM), GX_REFUSED_PLACE, ANOTHER_PLACE, HERE);
    ck_assert(gx_scene_has(book, scene, STRANGER));
    expect_done(gx_scene_leave(book, scene, STRANGER, FROM), 0);
    expect_refused(gx_scene_leave(book, scene, STRANGER, FROM), GX_REFUSED_STATE, 0, 1);
    expect_refused(gx_scene_video(book, scene, &here, 5, FROM), GX_REFUSED_INCOMPLETE, 0, 1);
    gx_scene_rules rules = gx_scene_rules_default();
    rules.videos_max = 2;
    expect_done(gx_scene_set_rules(book, &rules, FROM), 0);
    expect_done(gx_scene_enter(book, scene, &here, FROM), 0);
    expect_done(gx_scene_video(book, scene, &here, 5, FROM), 0);
    expect_refused(gx_scene_video(book, scene, &here, 5, FROM), GX_REFUSED_LIMIT, 2,
                   2); /* in and out is one guest */
    gx_scene_view view;
    ck_assert(gx_scene_look(book, scene, &view));
    ck_assert_uint_eq(view.videos, 2);
    ck_assert_uint_eq(view.guests, 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S4_everybody_watches_and_comments_at_a_limited_rate)
{
    gx_book *book = make_social_book();
    gx_scene_ref scene = open_scene(book, 1);
    gx_scene_rules rules = gx_scene_rules_default();
    rules.barrage_max = 3;
    rules.barrage_ticks = 10;
    expect_done(gx_scene_set_rules(book, &rules, NOW), 0);
    for (uint32_t i = 0; i < 3; i++)
        expect_done(gx_scene_barrage(book, scene, STRANGER, FROM + 2 * i), 0);
    expect_refused(gx_scene_barrage(book, scene, STRANGER, FROM + 5), GX_REFUSED_LIMIT, 3, 3);
    expect_done(gx_scene_barrage(book, scene, STRANGER + 1, FROM + 5), 0); /* his own window */
    expect_refused(gx_scene_barrage(book, scene, STRANGER, FROM + 9), GX_REFUSED_LIMIT, 3, 3);
    expect_done(gx_scene_barrage(book, scene, STRANGER, FROM + 10), 0); /* the next window */
    expect_done(gx_scene_barrage(book, scene, STRANGER, FROM + 19), 0);
    expect_done(gx_scene_barrage(book, scene, STRANGER, FROM + 20), 0); /* and the next begins here */
    for (int i = 0; i < 3; i++)
        expect_done(gx_scene_watch(book, scene, STRANGER + 2, FROM + 20), 0);
    expect_done(gx_scene_watch(book, scene, STRANGER, FROM + 20), 0);
    gx_scene_view view;
    ck_assert(gx_scene_look(book, scene, &view));
    ck_assert_uint_eq(view.viewers, 2);
    ck_assert_uint_eq(view.watches, 4);
    ck_assert_uint_eq(view.barrages, 7);
    rules.barrage_max = 0;
    expect_done(gx_scene_set_rules(book, &rules, FROM + 50), 0);
    expect_refused(gx_scene_barrage(book, scene, STRANGER, FROM + 50), GX_REFUSED_LIMIT, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S4_a_scene_runs_from_its_beginning_to_before_its_end)
{
    gx_book *book = make_social_book();
    gx_scene_ref scene = open_scene(book, 1);
    gx_pass here = guest_of(STRANGER, HERE);
    expect_refused(gx_scene_enter(book, scene, &here, FROM - 1), GX_REFUSED_SCHEDULE, FROM - 1, FROM);
    expect_refused(gx_scene_watch(book, scene, STRANGER, FROM - 1), GX_REFUSED_SCHEDULE, FROM - 1, FROM);
    expect_done(gx_scene_enter(book, scene, &here, FROM), 0);
    expect_done(gx_scene_video(book, scene, &here, 5, TO - 1), 0);
    expect_refused(gx_scene_end(book, scene, STRANGER, TO - 1), GX_REFUSED_NOT_DUE, TO - 1, TO);
    expect_refused(gx_scene_video(book, scene, &here, 5, TO), GX_REFUSED_EXPIRED, TO, TO);
    expect_refused(gx_scene_barrage(book, scene, STRANGER, TO), GX_REFUSED_EXPIRED, TO, TO);
    expect_refused(gx_scene_watch(book, scene, STRANGER, TO), GX_REFUSED_EXPIRED, TO, TO);
    gx_op op = {.kind = GX_OP_SCENE_END, .now = TO, .args.scene_end = {scene, STRANGER}};
    gx_result result;
    expect_done(gx_book_do(book, &op, &result), 0);
    ck_assert_uint_eq(result.who, ORGANISER);
    ck_assert_uint_eq(result.number, 1);
    expect_refused(gx_scene_end(book, scene, STRANGER, TO), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_scene_leave(book, scene, STRANGER, TO), GX_REFUSED_RESOLVED, 0, 0);
    gx_ref never = {0, 77};
    expect_refused(gx_scene_watch(book, never, STRANGER, TO), GX_REFUSED_NO_SUCH, 0, 0);
    expect_done(gx_scene_open(book, key_of(ORGANISER, 2), HERE, TO, TO + 10, TO, &scene), 0);
    expect_done(gx_scene_end(book, scene, ORGANISER, TO), 0); /* when he likes */
    expect_done(gx_scene_open(book, key_of(ORGANISER, 3), HERE, TO, TO + 10, TO, &scene), 0);
    expect_done(gx_scene_end(book, scene, GX_PLATFORM, TO), 0);
    ck_assert_uint_eq(gx_scenes_open(book), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S4_rules_out_of_range_are_refused)
{
    gx_book *book = make_social_book();
    gx_scene_rules rules = {0, 0, 0, 1};
    snapshot before = take_snapshot(book);
    expect_refused(gx_scene_set_rules(book, &rules, NOW), GX_REFUSED_RULE, 0, 1);
    rules.video_seconds_max = 65536;
    expect_refused(gx_scene_set_rules(book, &rules, NOW), GX_REFUSED_RULE, 65536, 65535);
    rules = (gx_scene_rules){1, GX_VIDEOS_LIMIT + 1, 0, 1};
    expect_refused(gx_scene_set_rules(book, &rules, NOW), GX_REFUSED_RULE, GX_VIDEOS_LIMIT + 1,
                   GX_VIDEOS_LIMIT);
    rules = (gx_scene_rules){1, 0, GX_BARRAGE_LIMIT + 1, 1};
    expect_refused(gx_scene_set_rules(book, &rules, NOW), GX_REFUSED_RULE, GX_BARRAGE_LIMIT + 1,
                   GX_BARRAGE_LIMIT);
    rules = (gx_scene_rules){1, 0, 0, 0};
    expect_refused(gx_scene_set_rules(book, &rules, NOW), GX_REFUSED_RULE, 0, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(S4_memory_that_runs_out_changes_nothing)
{
    gx_book *book = make_social_book();
    expect_done(gx_scene_set_organiser(book, ORGANISER, 1, NOW), 0);
    gx_op open = {
        .kind = GX_OP_SCENE_OPEN, .now = NOW, .key = {ORGANISER, 1}, .args.scene_open = {HERE, 0, TO}};
    ck_assert_int_ge(fail_until_done(book, &open), 1);
    gx_ref scene = {0, 1};
    for (uint32_t i = 0; i < 500; i++) {
        gx_op enter = {
            .kind = GX_OP_SCENE_ENTER, .now = NOW, .args.scene_enter = {scene, guest_of(STRANGER + i, HERE)}};
        gx_op watch = {.kind = GX_OP_SCENE_WATCH, .now = NOW, .args.scene_watch = {scene, 3 * STRANGER + i}};
        gx_op barrage = {
            .kind = GX_OP_SCENE_BARRAGE, .now = NOW, .args.scene_barrage = {scene, 5 * STRANGER + i}};
        fail_until_done(book, &enter);
        fail_until_done(book, &watch);
        fail_until_done(book, &barrage);
    }
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/s4_scenes");
    TCase *tests = tcase_create("scenes");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, S4_only_an_organiser_opens_a_scene);
    tcase_add_test(tests, S4_videos_are_for_those_who_are_there_and_entered);
    tcase_add_test(tests, S4_everybody_watches_and_comments_at_a_limited_rate);
    tcase_add_test(tests, S4_a_scene_runs_from_its_beginning_to_before_its_end);
    tcase_add_test(tests, S4_rules_out_of_range_are_refused);
    tcase_add_test(tests, S4_memory_that_runs_out_changes_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
