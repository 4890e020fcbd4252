/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Picking a member of an interest circle: each alike, and one member more moves few choices; and changes that
 * are put down in an archive and taken up by a fresh object go on as if nothing had been. */
#include "layers.h"
#include "naive.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const gx_key key = {{17, 4}};

/* ---- One member, each alike ---- */

enum { PURPOSE = 0xf410, PICKS_A_MEMBER = 400 };

/* Interest circles of 20,000 users, and a network of nobody's ties. */
typedef struct hall {
    layers made;
    gx_network *network;
    gx_changes *changes;
} hall;

static void open_hall(hall *h)
{
    h->made = plan_layers(20000, 3);
    h->made.circles.users_a_circle = 200;
    settle_layers(&h->made, 5);
    join_circles(&h->made, 5, 1);
    h->network = h->made.w.network = gx_alloc(1, sizeof *h->network);
    ck_assert_ptr_nonnull(h->network);
    h->network->users = 20000;
    gx_network_set_circles(h->network, &h->made.interests);
    gx_changes_config config = {.lists = 1, .group_max = 500, .key = key};
    ck_assert_int_eq(gx_changes_create(&h->changes, h->network, &config, NULL), GX_OK);
}

static void close_hall(hall *h)
{
    h->network->changes = NULL;
    gx_changes_free(h->changes);
    raze_layers(&h->made);
}

static uint32_t pick(const hall *h, uint32_t circle, uint32_t k)
{
    return gx_circle_pick(h->network, circle, key, PURPOSE, 7, k);
}

static void note_circle(hall *h, gx_change_kind kind, uint32_t who, uint32_t circle)
{
    gx_change change = {.who = who, .about = circle, .kind = (uint8_t)kind};
    ck_assert_int_eq(gx_changes_note(h->changes, 0, &change), GX_OK);
}

/* Pearson's sum against its normal approximation. */
static void everybody_alike(const hall *h, uint32_t circle)
{
    uint32_t size = gx_circle_size(h->network, circle), trials = size * PICKS_A_MEMBER, strangers = 0;
    uint32_t *count = gx_alloc(20000, sizeof *count);
    for (uint32_t k = 0; k < trials; k++) {
        uint32_t who = pick(h, circle, k);
        if (who == GX_NO_MEMBER)
            strangers++;
        else
            count[who]++;
    }
    double sum = 0, seen = 0;
    for (uint32_t i = 0; i < size; i++) {
        double more = (double)count[gx_circle_member(h->network, circle, i)] - PICKS_A_MEMBER;
        sum += more * more / PICKS_A_MEMBER;
        seen += more + PICKS_A_MEMBER;
    }
    ck_assert_uint_eq(strangers, 0);
    ck_assert_double_eq(seen, trials);
    ck_assert_double_le(fabs(sum - (size - 1.0)), 4.5 * sqrt(2.0 * (size - 1)));
    gx_free(count);
}

/* The circle nearest to a size. */
static uint32_t circle_of_about(const hall *h, uint32_t size)
{
    uint32_t best = 0;
    for (uint32_t c = 0; c < h->network->circles; c++) {
        int64_t off = (int64_t)gx_circle_size(h->network, c) - size;
        int64_t best_off = (int64_t)gx_circle_size(h->network, best) - size;
        best = llabs(off) < llabs(best_off) ? c : best;
    }
    return best;
}

START_TEST(each_member_is_picked_alike)
{
    hall h = {0};
    open_hall(&h);
    uint32_t circle = circle_of_about(&h, 700);
    ck_assert_uint_gt(gx_circle_size(h.network, circle), 300);
    everybody_alike(&h, circle);
    /* A small one, made in the run: one, two, then twenty members. */
    gx_change found = {.who = 5, .serial = 1, .kind = GX_CHANGE_CIRCLE};
    ck_assert_int_eq(gx_changes_note(h.changes, 0, &found), GX_OK);
    ck_assert_int_eq(gx_changes_merge(h.changes, h.network, NULL), GX_OK);
    uint32_t small = gx_circle_created(h.network, 5, 1);
    ck_assert_uint_eq(pick(&h, small, 0), 5);
    for (uint32_t size = 2; size <= 38; size += 36) {
        for (uint32_t u = 0; u < size - 1; u++)
            note_circle(&h, GX_CHANGE_CIRCLE_JOIN, 100 + u * 400, small);
        ck_assert_int_eq(gx_changes_merge(h.changes, h.network, NULL), GX_OK);
        ck_assert_uint_eq(gx_circle_size(h.network, small), size);
        everybody_alike(&h, small);
    }
    while (gx_circle_size(h.network, small) > 0) {
        note_circle(&h, GX_CHANGE_CIRCLE_LEAVE, gx_circle_member(h.network, small, 0), small);
        ck_assert_int_eq(gx_changes_merge(h.changes, h.network, NULL), GX_OK);
    }
    ck_assert_uint_eq(pick(&h, small, 0), GX_NO_MEMBER);
    close_hall(&h);
}
END_TEST

START_TEST(one_member_more_moves_few_picks)
{
    enum { TRIALS = 20000 };
    hall h = {0};
    open_hall(&h);
    uint32_t circle = circle_of_about(&h, 700), size = gx_circle_size(h.network, circle), newcomer = 9000;
    while (gx_circle_has(h.network, circle, newcomer))
        newcomer++;
    uint32_t *before = gx_alloc(TRIALS, sizeof *before), moved = 0, taken = 0;
    for (uint32_t k = 0; k < TRIALS; k++)
        before[k] = pick(&h, circle, k);
    note_circle(&h, GX_CHANGE_CIRCLE_JOIN, newcomer, circle);
    ck_assert_int_eq(gx_changes_merge(h.changes, h.network, NULL), GX_OK);
    for (uint32_t k = 0; k < TRIALS; k++) {
        uint32_t now = pick(&h, circle, k);
        moved += now != before[k];
        taken += now == newcomer;
    }
    double p = 1.0 / (size + 1);
    ck_assert_double_le(fabs(taken - TRIALS * p), 4.5 * sqrt(TRIALS * p));
    ck_assert_uint_le(moved, 4 * taken); /* and those that were thinned out before */
    gx_free(before);
    close_hall(&h);
}
END_TEST

/* ---- Put down and taken up ---- */

enum { NOTES = 150 };

/* Random notes of a tick, of every kind. */
static void note_some(scene *s, uint32_t lists, uint32_t round)
{
    uint32_t count = dice(10, round, 0, 0, NOTES);
    for (uint32_t i = 0; i < count; i++) {
        gx_change n = {.who = dice(13, round, i, 0, USERS),
                       .serial = dice(14, round, i, 0, 3) ? round * NOTES + i : 7,
                       .kind = (uint8_t)dice(17, round, i, 0, GX_CHANGE_KINDS),
                       .strength = (uint8_t)(1 + dice(16, round, i, 0, 255))};
        bool tie = n.kind <= GX_CHANGE_END;
        uint32_t sets = n.kind < GX_CHANGE_CIRCLE ? s->network->groups : s->network->circles;
        n.about = tie ? (n.who + 1 + dice(20, round, i, 0, USERS - 1)) % USERS : dice(22, round, i, 0, sets);
        bool created = n.kind == GX_CHANGE_GROUP || n.kind == GX_CHANGE_CIRCLE;
        if (created ? dice(23, round, i, 0, 4) > 0 : !tie && sets == 0)
            continue;
        ck_assert_int_eq(gx_changes_note(s->changes, dice(30, round, i, 0, lists), &n), GX_OK);
    }
}

static void merge_one(scene *s)
{
    ck_assert_int_eq(gx_changes_merge(s->changes, s->network, NULL), GX_OK);
}

static char path[64];

static gx_status put_down(scene *s)
{
    gx_archive *archive;
    ck_assert_int_eq(gx_archive_save(&archive, path, NULL), GX_OK);
    gx_changes_archive(archive, s->changes, s->network);
    return gx_archive_end(archive, NULL);
}

static gx_status take_up(scene *s, gx_error *error)
{
    gx_archive *archive;
    gx_status status = gx_archive_load(&archive, path, error);
    if (status != GX_OK)
        return status;
    gx_changes_archive(archive, s->changes, s->network);
    return gx_archive_end(archive, error);
}

static void same_state(scene *one, scene *other)
{
    size_t m, n;
    const gx_change *x = gx_changes_done(one->changes, &m), *y = gx_changes_done(other->changes, &n);
    ck_assert_uint_eq(m, n);
    ck_assert(n == 0 || memcmp(x, y, n * sizeof *x) == 0);
    ck_assert_uint_eq(gx_changes_digest(one->network), gx_changes_digest(other->network));
    ck_assert_uint_eq(one->network->groups, other->network->groups);
    ck_assert_uint_eq(one->network->circles, other->network->circles);
    for (uint32_t u = 0; u < USERS; u++) {
        gx_circles a = gx_circles_of(one->network, u), b = gx_circles_of(other->network, u);
        ck_assert_uint_eq(a.count, b.count);
        ck_assert(a.count == 0 || memcmp(a.circle, b.circle, a.count * sizeof *a.circle) == 0);
    }
}

/* Stopped after `stop` ticks with notes not yet merged, taken up by another object that had another past. */
static void stopped_and_resumed(base_kind kind, uint32_t stop)
{
    scene whole, later;
    open_scene(&whole, kind, 3);
    open_scene(&later, kind, 3);
    for (uint32_t round = 0; round < stop; round++) {
        note_some(&whole, 3, round);
        merge_one(&whole);
    }
    note_some(&whole, 3, stop);
    for (uint32_t round = 900; round < 905; round++) {
        note_some(&later, 3, round);
        merge_one(&later);
    }
    note_some(&later, 3, 906);
    ck_assert_int_eq(put_down(&whole), GX_OK);
    gx_error error = {0};
    ck_assert_msg(take_up(&later, &error) == GX_OK, "%s", error.message);
    ck_assert(stop > 0 || later.network->changes == NULL);
    for (uint32_t round = stop + 1; round < stop + 60; round++) {
        merge_one(&whole);
        merge_one(&later);
        same_state(&whole, &later);
        note_some(&whole, 3, round);
        note_some(&later, 3, round);
    }
    close_scene(&whole);
    close_scene(&later);
}

START_TEST(a_resumed_network_goes_on_as_the_whole_one)
{
    static const base_kind kinds[] = {BASE_WHOLE, BASE_PLAIN, BASE_IMPLICIT};
    for (size_t k = 0; k < 3; k++) {
        stopped_and_resumed(kinds[k], 0);
        stopped_and_resumed(kinds[k], 1);
        stopped_and_resumed(kinds[k], 40);
    }
}
END_TEST

START_TEST(an_archive_of_another_network_is_refused)
{
    scene s, other;
    gx_error error = {0};
    open_scene(&s, BASE_WHOLE, 3);
    note_some(&s, 3, 1);
    merge_one(&s);
    ck_assert_int_eq(put_down(&s), GX_OK);
    open_scene(&other, BASE_WHOLE, 4);
    ck_assert_int_eq(take_up(&other, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "lists of changes"));
    close_scene(&other);
    open_scene(&other, BASE_PLAIN, 3); /* has no circles */
    ck_assert_int_eq(take_up(&other, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "rows of the network"));
    close_scene(&other);
    close_scene(&s);
}
END_TEST

START_TEST(memory_may_end_while_it_is_taken_up)
{
    scene s;
    open_scene(&s, BASE_WHOLE, 2);
    for (uint32_t round = 0; round < 20; round++) {
        note_some(&s, 2, round);
        merge_one(&s);
    }
    note_some(&s, 2, 21);
    ck_assert_int_eq(put_down(&s), GX_OK);
    long after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        scene fresh;
        gx_error error = {0};
        open_scene(&fresh, BASE_WHOLE, 2);
        gx_memory_fail_after(after);
        status = take_up(&fresh, &error);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        if (status == GX_OK) {
            merge_one(&s);
            merge_one(&fresh);
            same_state(&s, &fresh);
        }
        close_scene(&fresh);
        ck_assert_int_lt(after, 100);
    }
    ck_assert_int_gt(after, 15);
    close_scene(&s);
}
END_TEST

int main(void)
{
    snprintf(path, sizeof path, "/tmp/gx-circles-%ld", (long)getpid());
    Suite *suite = suite_create("circles");
    TCase *tests = tcase_create("circles");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, each_member_is_picked_alike);
    tcase_add_test(tests, one_member_more_moves_few_picks);
    tcase_add_test(tests, a_resumed_network_goes_on_as_the_whole_one);
    tcase_add_test(tests, an_archive_of_another_network_is_refused);
    tcase_add_test(tests, memory_may_end_while_it_is_taken_up);
    suite_add_tcase(suite, tests);
    int failed = run_suite(suite);
    remove(path);
    return failed;
}
