/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of a network against a naive model: a matrix of ties and two of memberships, to which the rules of
 * change.h are applied as they are written. Hundreds of thousands of random notes, on bases with and without
 * layers, with no groups, with nobody tied; then what must not matter (lists, order), what must not be
 * (leaks, half a merge, allocations in a steady state), and the single rules by hand. */
#include "naive.h"

#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

enum { CAUSES = 5 };

static const gx_key key = {{17, 4}};

/* ---- Random notes ---- */

enum { NOTES_MOST = 400 };

/* About a group or a circle. */
static void note_about_a_set(gx_change *n, uint32_t round, uint32_t i, uint32_t first_kind, uint32_t sets,
                             bool create)
{
    n->kind = (uint8_t)first_kind;
    if (create) {
        n->serial = dice(18, round, i, 0, 3) ? round * NOTES_MOST + i / 2 : n->serial;
        return;
    }
    n->kind = (uint8_t)(first_kind + 1 + (dice(21, round, i, 0, 10) < 4));
    n->about = dice(22, round, i, 0, sets < 20 ? sets : dice(23, round, i, 0, 2) ? sets : 20);
}

/* Notes of a tick: often about the same few, so that they contradict each other. */
static size_t random_notes(gx_change *out, uint32_t round, const gx_network *network, uint32_t created_in_100)
{
    size_t count = dice(10, round, 0, 0, 4) ? dice(11, round, 0, 0, 120) : dice(11, round, 0, 0, NOTES_MOST);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t few = dice(12, round, 0, 0, 2) ? USERS : 8;
        gx_change n = {.who = dice(13, round, i, 0, few),
                       .serial = dice(14, round, i, 0, 50),
                       .cause = (uint8_t)dice(15, round, i, 0, CAUSES),
                       .strength = (uint8_t)dice(16, round, i, 0, 255)};
        uint32_t what = dice(17, round, i, 0, 100);
        bool circle = network->circles > 0 && dice(24, round, i, 0, 3) == 0;
        if (what < created_in_100 || what >= 50) {
            note_about_a_set(&n, round, i, circle ? GX_CHANGE_CIRCLE : GX_CHANGE_GROUP,
                             circle ? network->circles : network->groups, what < created_in_100);
        } else {
            n.kind = (uint8_t)(GX_CHANGE_TIE + dice(19, round, i, 0, 3));
            n.about = (n.who + 1 + dice(20, round, i, 0, few - 1)) % few;
            n.strength = (uint8_t)(n.strength + (n.kind == GX_CHANGE_TIE));
        }
        out[i] = n;
    }
    return count;
}

/* Put the notes into lists in an order of their own. */
static void note_all(gx_changes *changes, uint32_t lists, const gx_change *notes, size_t count,
                     uint32_t shuffle)
{
    bool fine = true;
    for (size_t i = 0; i < count; i++) {
        size_t at = shuffle ? (i * 7919 + shuffle) % count : i; /* a prime above every count */
        uint32_t list = dice(30, (uint32_t)at, shuffle, 0, lists);
        fine = fine && gx_changes_note(changes, list, &notes[at]) == GX_OK;
    }
    ck_assert(fine);
}

static void merge(scene *s)
{
    gx_error error = {0};
    if (gx_changes_merge(s->changes, s->network, &error) != GX_OK)
        ck_abort_msg("%s", error.message);
}

START_TEST(random_changes_are_those_of_the_naive_model)
{
    static gx_change notes[NOTES_MOST];
    for (base_kind kind = BASE_WHOLE; kind < BASES; kind++) {
        scene s;
        open_scene(&s, kind, 5);
        check_all(s.network, s.model);
        size_t total = 0, done_total = 0;
        for (uint32_t round = 0; round < 1100; round++) {
            uint32_t r = round + 10000 * kind;
            size_t count = random_notes(notes, r, s.network, round < 300 ? 2 : 0), done;
            note_all(s.changes, 5, notes, count, r);
            naive_merge(s.model, notes, count);
            merge(&s);
            gx_changes_done(s.changes, &done);
            total += count;
            done_total += done;
            if (round < 40 || round % 50 == 49)
                check_all(s.network, s.model);
        }
        check_names(s.network, s.model);
        ck_assert_uint_gt(total, 90000);
        ck_assert_uint_gt(done_total, 20000);
        ck_assert_uint_gt(s.model->groups.count, 300);
        ck_assert(s.model->circles.base == 0 || s.model->circles.count > 100);
        close_scene(&s);
    }
}
END_TEST

/* ---- What must not matter ---- */

START_TEST(neither_lists_nor_order_matter)
{
    static gx_change notes[NOTES_MOST];
    static const uint32_t lists[] = {1, 4, 16, 16};
    scene s[4];
    for (size_t k = 0; k < 4; k++)
        open_scene(&s[k], BASE_WHOLE, lists[k]);
    for (uint32_t round = 0; round < 400; round++) {
        size_t count = random_notes(notes, 50000 + round, s[0].network, 2), first_done;
        for (size_t k = 0; k < 4; k++) {
            note_all(s[k].changes, lists[k], notes, count, (uint32_t)k * 31);
            merge(&s[k]);
        }
        const gx_change *first = gx_changes_done(s[0].changes, &first_done);
        for (size_t k = 1; k < 4; k++) {
            size_t done;
            const gx_change *other = gx_changes_done(s[k].changes, &done);
            ck_assert_uint_eq(done, first_done);
            ck_assert(done == 0 || memcmp(first, other, done * sizeof *first) == 0);
            ck_assert_uint_eq(gx_changes_digest(s[k].network), gx_changes_digest(s[0].network));
        }
    }
    ck_assert_uint_ne(gx_changes_digest(s[0].network), 0);
    for (size_t k = 0; k < 4; k++)
        close_scene(&s[k]);
}
END_TEST

static void note(scene *s, gx_change_kind kind, uint32_t who, uint32_t about, uint8_t strength)
{
    gx_change change = {.who = who, .about = about, .kind = (uint8_t)kind, .strength = strength};
    if (gx_changes_note(s->changes, 0, &change) != GX_OK)
        ck_abort_msg("a note was refused");
}

static void create(scene *s, uint32_t who, uint32_t serial)
{
    gx_change change = {.who = who, .serial = serial, .kind = GX_CHANGE_GROUP};
    if (gx_changes_note(s->changes, 0, &change) != GX_OK)
        ck_abort_msg("a note was refused");
}

START_TEST(equal_states_have_equal_digests)
{
    scene s;
    open_scene(&s, BASE_WHOLE, 1);
    merge(&s);
    ck_assert_ptr_null(s.network->changes); /* nothing was noted */
    note(&s, GX_CHANGE_WAKE, 0, 1, 0);
    note(&s, GX_CHANGE_LEAVE, 0, s.model->groups.member[0][0] ? 1 : 0, 0);
    uint32_t stranger = 1;
    while (s.model->strength[0][stranger])
        stranger++;
    gx_rows before = s.network->friends;
    note(&s, GX_CHANGE_TIE, 0, stranger, 7);
    merge(&s);
    uint64_t with = gx_changes_digest(s.network);
    ck_assert_uint_ne(with, 0);
    note(&s, GX_CHANGE_END, stranger, 0, 0);
    merge(&s);
    ck_assert_uint_eq(gx_changes_digest(s.network) == 0,
                      gx_tie_of(s.network, 0, 1).layers == s.model->layers[0][1]);
    note(&s, GX_CHANGE_TIE, stranger, 0, 7); /* from the other side */
    merge(&s);
    ck_assert_uint_eq(gx_changes_digest(s.network), with);
    note(&s, GX_CHANGE_END, stranger, 0, 0);
    merge(&s);
    note(&s, GX_CHANGE_TIE, stranger, 0, 8);
    merge(&s);
    ck_assert_uint_ne(gx_changes_digest(s.network), with);
    ck_assert_mem_eq(&before, &s.network->friends, sizeof before); /* the base stays what it was */
    close_scene(&s);
}
END_TEST

/* ---- What must not be ---- */

START_TEST(memory_may_end_anywhere)
{
    static gx_change notes[NOTES_MOST];
    scene whole;
    open_scene(&whole, BASE_WHOLE, 3);
    size_t count = random_notes(notes, 77000, whole.network, 20);
    for (uint32_t r = 77001; count < 200; r++)
        count = random_notes(notes, r, whole.network, 20);
    note_all(whole.changes, 3, notes, count, 1);
    merge(&whole);
    naive_merge(whole.model, notes, count);
    long after = 0;
    for (; after < 500; after++) {
        scene s;
        open_scene(&s, BASE_WHOLE, 3);
        gx_error error = {0};
        note_all(s.changes, 3, notes, count, 1);
        gx_memory_fail_after(after);
        gx_status status = gx_changes_merge(s.changes, s.network, &error);
        gx_memory_fail_after(-1);
        if (status != GX_OK) {
            ck_assert_int_eq(status, GX_ERR_MEMORY);
            ck_assert_uint_gt(strlen(error.message), 0);
            check_all(s.network, s.model);
            ck_assert_uint_eq(gx_changes_digest(s.network), 0);
            merge(&s); /* the notes are still there */
        }
        check_all(s.network, whole.model);
        ck_assert_uint_eq(gx_changes_digest(s.network), gx_changes_digest(whole.network));
        close_scene(&s);
        if (status == GX_OK)
            break;
    }
    ck_assert_int_gt(after, 20);
    ck_assert_int_lt(after, 500);
    gx_changes *none = NULL;
    gx_changes_config config = {.lists = 3, .group_max = 5, .key = key};
    for (after = 0; after < 2; after++) {
        gx_memory_fail_after(after);
        ck_assert_int_eq(gx_changes_create(&none, whole.network, &config, NULL), GX_ERR_MEMORY);
        gx_memory_fail_after(-1);
        ck_assert_ptr_null(none);
    }
    close_scene(&whole);
}
END_TEST

START_TEST(later_merges_without_memory_change_nothing)
{
    static gx_change notes[NOTES_MOST];
    scene s;
    open_scene(&s, BASE_WHOLE, 2);
    uint32_t failures = 0;
    for (uint32_t round = 0; round < 150; round++) {
        size_t count = random_notes(notes, 90000 + round, s.network, 10);
        note_all(s.changes, 2, notes, count, round);
        uint64_t before = gx_changes_digest(s.network);
        gx_memory_fail_after(dice(40, round, 0, 0, 6));
        gx_status status = gx_changes_merge(s.changes, s.network, NULL);
        gx_memory_fail_after(-1);
        if (status != GX_OK) {
            failures++;
            ck_assert_uint_eq(gx_changes_digest(s.network), before);
            check_all(s.network, s.model);
            merge(&s);
        }
        naive_merge(s.model, notes, count);
        if (round % 10 == 0)
            check_all(s.network, s.model);
    }
    check_all(s.network, s.model);
    ck_assert_uint_gt(failures, 5);
    close_scene(&s);
}
END_TEST

START_TEST(a_steady_state_allocates_nothing)
{
    static gx_change notes[NOTES_MOST];
    scene s;
    open_scene(&s, BASE_WHOLE, 4);
    uint64_t before = 0;
    size_t bytes = 0;
    for (uint32_t round = 0; round < 3000; round++) {
        if (round == 1500) {
            before = gx_memory_allocations();
            bytes = gx_changes_bytes(s.changes);
        }
        /* The same 300 ticks again and again. */
        size_t count = random_notes(notes, 60000 + round % 300, s.network, 0);
        note_all(s.changes, 4, notes, count, round % 300);
        merge(&s);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(gx_changes_bytes(s.changes), bytes);
    close_scene(&s);
}
END_TEST

/* ---- Written out ---- */

START_TEST(the_network_as_it_is_is_written_out)
{
    static gx_change notes[NOTES_MOST];
    scene s;
    open_scene(&s, BASE_WHOLE, 1);
    uint64_t digest[2];
    for (uint32_t round = 0; round < 60; round++) {
        size_t count = random_notes(notes, 70000 + round, s.network, 3);
        note_all(s.changes, 1, notes, count, 0);
        naive_merge(s.model, notes, count);
        merge(&s);
    }
    for (uint32_t threads = 1; threads <= 2; threads++) {
        gx_network *now = NULL;
        gx_error error = {0};
        ck_assert_int_eq(gx_network_now(&now, s.network, threads, &error), GX_OK);
        ck_assert_ptr_null(now->changes);
        ck_assert_uint_eq(now->group_members.rows, s.model->groups.count);
        gx_interests circles;
        ck_assert_int_eq(gx_circles_now(&circles, s.network, &error), GX_OK);
        gx_network_set_circles(now, &circles);
        check_all(now, s.model);
        gx_interests_free(&circles);
        digest[threads - 1] = gx_network_digest(now);
        gx_network_free(now);
    }
    ck_assert_uint_eq(digest[0], digest[1]);
    ck_assert_uint_ne(digest[0], gx_network_digest(s.network));
    long after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_network *now = NULL;
        gx_memory_fail_after(after);
        status = gx_network_now(&now, s.network, 1, NULL);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || (status == GX_ERR_MEMORY && now == NULL));
        gx_network_free(now);
    }
    ck_assert_int_gt(after, 8);
    after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_interests circles;
        gx_memory_fail_after(after);
        status = gx_circles_now(&circles, s.network, NULL);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || (status == GX_ERR_MEMORY && circles.members.offset == NULL));
        gx_interests_free(&circles);
    }
    ck_assert_int_gt(after, 4);
    close_scene(&s);
}
END_TEST

/* ---- Single rules ---- */

START_TEST(rules_by_hand)
{
    scene s;
    open_scene(&s, BASE_EMPTY, 1);
    gx_network *n = s.network;
    note(&s, GX_CHANGE_TIE, 3, 9, 10);
    note(&s, GX_CHANGE_TIE, 9, 3, 40);
    note(&s, GX_CHANGE_TIE, 4, 5, 10);
    note(&s, GX_CHANGE_END, 5, 4, 0);
    note(&s, GX_CHANGE_WAKE, 6, 7, 10);
    note(&s, GX_CHANGE_JOIN, 1, 2, 0);
    note(&s, GX_CHANGE_JOIN, 1, 2, 0);
    note(&s, GX_CHANGE_LEAVE, 2, 2, 0);
    note(&s, GX_CHANGE_JOIN, 2, 2, 0);
    create(&s, 8, 77);
    create(&s, 8, 77);
    create(&s, 8, 5);
    create(&s, 2, 900);
    merge(&s);
    ck_assert_ptr_eq(n->changes, s.changes);
    ck_assert_uint_eq(gx_tie_strength(n, 9, 3), 40);
    ck_assert_uint_eq(gx_tie_of(n, 3, 9).layers, GX_LAYER_MADE);
    ck_assert_uint_eq(gx_tie_strength(n, 4, 5), 0);
    ck_assert_uint_eq(gx_tie_strength(n, 6, 7), 0);
    ck_assert(gx_group_has(n, 2, 1) && !gx_group_has(n, 2, 2));
    ck_assert_uint_eq(n->groups, GROUPS + 3);
    ck_assert_uint_eq(gx_group_created(n, 2, 900), GROUPS);
    ck_assert_uint_eq(gx_group_created(n, 8, 5), GROUPS + 1);
    ck_assert_uint_eq(gx_group_created(n, 8, 77), GROUPS + 2);
    ck_assert(gx_group_has(n, GROUPS + 2, 8) && gx_group_size(n, GROUPS + 2) == 1);
    size_t count;
    const gx_change *done = gx_changes_done(s.changes, &count);
    ck_assert_uint_eq(count, 5);
    ck_assert(done[0].kind == GX_CHANGE_TIE && done[0].who == 3 && done[0].strength == 40);
    ck_assert(done[1].kind == GX_CHANGE_GROUP && done[1].about == GROUPS && done[4].kind == GX_CHANGE_JOIN);
    create(&s, 8, 77); /* there is one of that name */
    note(&s, GX_CHANGE_TIE, 3, 9, 200);
    merge(&s);
    gx_changes_done(s.changes, &count);
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(n->groups, GROUPS + 3);
    ck_assert_uint_eq(gx_tie_strength(n, 3, 9), 40);
    close_scene(&s);
}
END_TEST

/* As many as like; and a base that has none gets those that are created. */
START_TEST(circles_by_hand)
{
    scene s;
    open_scene(&s, BASE_EMPTY, 1);
    gx_network *n = s.network;
    ck_assert_uint_eq(n->circles, 0);
    ck_assert_uint_eq(gx_circles_of(n, 3).count, 0);
    gx_change found = {.who = 9, .serial = 4, .kind = GX_CHANGE_CIRCLE};
    ck_assert_int_eq(gx_changes_note(s.changes, 0, &found), GX_OK);
    create(&s, 9, 4); /* a group of the same name is another thing */
    merge(&s);
    ck_assert_uint_eq(n->circles, 1);
    ck_assert_uint_eq(n->groups, GROUPS + 1);
    ck_assert_uint_eq(gx_circle_created(n, 9, 4), 0);
    for (uint32_t u = 0; u < USERS; u++)
        note(&s, GX_CHANGE_CIRCLE_JOIN, u, 0, 0);
    note(&s, GX_CHANGE_CIRCLE_LEAVE, 9, 0, 0);
    note(&s, GX_CHANGE_CIRCLE_LEAVE, 8, 0, 0); /* and does not join */
    merge(&s);
    ck_assert_uint_eq(gx_circle_size(n, 0), USERS - 2);
    ck_assert(!gx_circle_has(n, 0, 8) && !gx_circle_has(n, 0, 9) && gx_circle_has(n, 0, 7));
    ck_assert_uint_eq(gx_circle_member(n, 0, 8), 10);
    size_t count;
    gx_changes_done(s.changes, &count);
    ck_assert_uint_eq(count, USERS - 1); /* 58 joined, the founder left */
    ck_assert_uint_eq(gx_group_size(n, GROUPS), 1);
    close_scene(&s);
}
END_TEST

/* Twice as many want in as there are places: everybody's chance is one half, whatever the number. */
START_TEST(a_full_group_favours_nobody)
{
    enum { TRIALS = 2000, WANT = 2 * (GROUP_MAX - 1) };
    uint32_t in[USERS] = {0};
    scene s;
    open_scene(&s, BASE_EMPTY, 1);
    for (uint32_t t = 0; t < TRIALS; t++)
        create(&s, USERS - 1, t);
    merge(&s);
    for (uint32_t t = 0; t < TRIALS; t++)
        for (uint32_t u = 0; u < WANT; u++)
            note(&s, GX_CHANGE_JOIN, u, gx_group_created(s.network, USERS - 1, t), 0);
    merge(&s);
    for (uint32_t t = 0; t < TRIALS; t++) {
        ck_assert_uint_eq(gx_group_size(s.network, GROUPS + t), GROUP_MAX);
        for (uint32_t u = 0; u < WANT; u++)
            in[u] += gx_group_has(s.network, GROUPS + t, u);
    }
    for (uint32_t u = 0; u < WANT; u++)
        ck_assert_double_le(fabs(in[u] - TRIALS / 2.0), 4.5 * sqrt(TRIALS / 4.0));
    close_scene(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("changes");
    TCase *tests = tcase_create("changes");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, random_changes_are_those_of_the_naive_model);
    tcase_add_test(tests, neither_lists_nor_order_matter);
    tcase_add_test(tests, equal_states_have_equal_digests);
    tcase_add_test(tests, memory_may_end_anywhere);
    tcase_add_test(tests, later_merges_without_memory_change_nothing);
    tcase_add_test(tests, a_steady_state_allocates_nothing);
    tcase_add_test(tests, the_network_as_it_is_is_written_out);
    tcase_add_test(tests, rules_by_hand);
    tcase_add_test(tests, circles_by_hand);
    tcase_add_test(tests, a_full_group_favours_nobody);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
