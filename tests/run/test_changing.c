/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties, groups and circles that change: the same world for any number of threads and shards, stored and
 * implicit; the recording tells all of it; and one friendship more is felt by few, and by none who never hear
 * of it. */
#include "trial.h"
#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>

/* A village in which much changes. */
static trial busy(const char *form)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.duration=12h");
    trial_set(&t, "time.tick=30s");
    trial_set(&t, "models.befriending.active=yes");
    trial_set(&t, "models.befriending.ask_share=-2");
    trial_set(&t, "models.befriending.ask_transfer=2");
    trial_set(&t, "models.befriending.reach_dormant=0.5");
    trial_set(&t, "models.befriending.group_per_day=2");
    trial_set(&t, "models.befriending.end_per_day=0.5");
    trial_set(&t, "models.transfers.strangers=0.5");
    trial_set(&t, "circles.users_a_circle=50");
    trial_set(&t, "models.circling.active=yes");
    trial_set(&t, "models.circling.per_day=2");
    trial_set(&t, "models.circling.found=-3");
    trial_set(&t, form);
    return t;
}

static const char *const tables[] = {
    "/events/ties/tick",        "/events/ties/user",         "/events/ties/other",
    "/events/ties/cause",       "/events/ties/kind",         "/events/memberships/tick",
    "/events/memberships/user", "/events/memberships/group", "/events/memberships/kind",
    "/events/packets/audience", "/events/claims/claimer",    "/events/moves/other",
    "/users/end/balance",       "/series/ties_made",         "/series/groups_joined",
    "/digest/digest",           "/series/circles_joined",    "/series/ties_ended",
    "/end/circles/indptr",      "/end/circles/indices"};

static void same_tables(const char *one, const char *other)
{
    gx_reader *a = open_recording(one), *b = open_recording(other);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        size_t m, n;
        uint64_t *x = words_of(a, tables[i], &m), *y = words_of(b, tables[i], &n);
        ck_assert_msg(m == n && memcmp(x, y, n * sizeof *x) == 0, "%s differs", tables[i]);
        gx_free(x);
        gx_free(y);
    }
    gx_reader_close(a);
    gx_reader_close(b);
}

static int64_t sum_of(const gx_reader *reader, const char *path)
{
    size_t count;
    int64_t *column = column_of(reader, path, &count), sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += column[i];
    gx_free(column);
    return sum;
}

static void enough_happens(const char *path)
{
    gx_reader *reader = open_recording(path);
    ck_assert_int_gt(sum_of(reader, "/series/ties_made"), 30);
    ck_assert_int_gt(sum_of(reader, "/series/ties_woken"), 3);
    ck_assert_int_gt(sum_of(reader, "/series/groups_made"), 50);
    ck_assert_int_gt(sum_of(reader, "/series/groups_joined"), 150);
    ck_assert_int_gt(sum_of(reader, "/series/groups_left"), 10);
    ck_assert_int_gt(sum_of(reader, "/series/ties_ended"), 10);
    ck_assert_int_gt(sum_of(reader, "/series/circles_made"), 5);
    ck_assert_int_gt(sum_of(reader, "/series/circles_joined"), 30);
    ck_assert_int_gt(sum_of(reader, "/series/circles_left"), 30);
    gx_reader_close(reader);
}

static void any_threads_and_shards(const char *form, size_t teams)
{
    static const char *const shards[] = {"shards=1", "shards=16", "shards=64"};
    static const uint32_t threads[] = {1, 2, 3, 7};
    uint64_t digest = 0, state = 0;
    for (size_t s = 0; s < 3; s++)
        for (size_t k = 0; k < teams; k++) {
            trial t = busy(form);
            trial_set(&t, shards[s]);
            t.options.threads = threads[k];
            t.options.force = true;
            t.options.output = scratch(k == 0 ? shards[s] : "other.h5");
            trial_good(&t);
            digest = digest ? digest : t.result.digest;
            state = state ? state : t.result.state_digest;
            ck_assert_uint_eq(t.result.digest, digest);
            ck_assert_uint_eq(t.result.state_digest, state);
            if (k > 0)
                ck_assert(same_bytes(scratch(shards[s]), scratch("other.h5")));
            else
                same_tables(scratch(shards[0]), scratch(shards[s]));
        }
    enough_happens(scratch(shards[0]));
    scratch_clear();
}

START_TEST(stored_ties_change_alike_for_any_threads_and_shards)
{
    any_threads_and_shards("graph.form=stored", 4);
}
END_TEST

START_TEST(implicit_ties_change_alike_for_any_threads_and_shards)
{
    any_threads_and_shards("graph.form=implicit", 3);
}
END_TEST

/* ---- The series are the sums of the events ---- */

/* As the recording writes them. */
enum { TIE_MADE, TIE_WOKEN, TIE_ENDED, BY_CIRCLE = 3, BY_CHOICE = 4, LAYER_MADE = 1 << 6 };
enum { MEMBER_LEFT = 2, GROUP_KINDS = 3 };

static int64_t *column(const gx_reader *reader, const char *table, const char *name, size_t *count)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", table, name);
    return column_of(reader, path, count);
}

static void count_kinds(const gx_reader *reader, const char *table, const char *const *series, size_t kinds)
{
    size_t rows;
    int64_t *kind = column(reader, table, "kind", &rows), count[6] = {0};
    for (size_t i = 0; i < rows; i++) {
        ck_assert_int_lt(kind[i], (int64_t)kinds);
        count[kind[i]]++;
    }
    for (size_t k = 0; k < kinds; k++)
        ck_assert_int_eq(sum_of(reader, series[k]), count[k]);
    gx_free(kind);
}

START_TEST(what_changed_is_told)
{
    static const char *const ties[] = {"/series/ties_made", "/series/ties_woken", "/series/ties_ended"};
    static const char *const memberships[] = {"/series/groups_made",    "/series/groups_joined",
                                              "/series/groups_left",    "/series/circles_made",
                                              "/series/circles_joined", "/series/circles_left"};
    trial t = busy("graph.form=stored");
    t.options.output = scratch("told.h5");
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("told.h5"));
    count_kinds(reader, "/events/ties", ties, 3);
    count_kinds(reader, "/events/memberships", memberships, 6);
    size_t rows, by_circle = 0;
    int64_t *cause = column(reader, "/events/ties", "cause", &rows);
    int64_t *kind = column(reader, "/events/ties", "kind", NULL);
    for (size_t i = 0; i < rows; i++) {
        by_circle += cause[i] == BY_CIRCLE && kind[i] == TIE_MADE;
        ck_assert((cause[i] == BY_CHOICE) == (kind[i] == TIE_ENDED));
    }
    ck_assert_uint_gt(by_circle, 10);
    gx_free(cause);
    gx_free(kind);
    gx_reader_close(reader);
    scratch_clear();
}
END_TEST

/* ---- What the run left is what it began with and what was told, of friends, groups and circles ---- */

typedef struct pairs {
    uint64_t *at; /* row << 32 | column */
    size_t count, room;
} pairs;

static int ascending(const void *one, const void *other)
{
    uint64_t x = *(const uint64_t *)one, y = *(const uint64_t *)other;
    return (x > y) - (x < y);
}

static uint64_t *column_as_words(const gx_reader *reader, const char *place, const char *name, size_t *count)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", place, name);
    return words_of(reader, path, count);
}

static pairs pairs_of(const gx_reader *reader, const char *place, size_t more)
{
    pairs all = {0};
    size_t offsets, entries;
    uint64_t *first = column_as_words(reader, place, "indptr", &offsets);
    uint64_t *entry = column_as_words(reader, place, "indices", &entries);
    ck_assert_uint_eq(first[offsets - 1], entries);
    all.room = entries + more;
    all.at = gx_alloc(all.room + 1, sizeof *all.at);
    ck_assert_ptr_nonnull(all.at);
    for (uint64_t row = 0; row + 1 < offsets; row++)
        for (uint64_t i = first[row]; i < first[row + 1]; i++)
            all.at[all.count++] = row << 32 | entry[i];
    gx_free(first);
    gx_free(entry);
    return all;
}

static size_t place_in(const pairs *all, int64_t row, int64_t entry)
{
    uint64_t pair = (uint64_t)row << 32 | (uint64_t)entry;
    size_t i = 0;
    while (i < all->count && all->at[i] != pair)
        i++;
    return i;
}

/* What is made is made once, and what is ended was there. */
static void put_in(pairs *all, int64_t row, int64_t entry)
{
    ck_assert_uint_lt(all->count, all->room);
    ck_assert_uint_eq(place_in(all, row, entry), all->count);
    all->at[all->count++] = (uint64_t)row << 32 | (uint64_t)entry;
}

static void take_out(pairs *all, int64_t row, int64_t entry)
{
    size_t i = place_in(all, row, entry);
    ck_assert_uint_lt(i, all->count);
    all->at[i] = all->at[--all->count];
}

static void same_pairs(pairs *one, const gx_reader *reader, const char *place)
{
    pairs end = pairs_of(reader, place, 0);
    qsort(one->at, one->count, sizeof *one->at, ascending);
    ck_assert_uint_eq(one->count, end.count);
    ck_assert_int_eq(memcmp(one->at, end.at, end.count * sizeof *end.at), 0);
    gx_free(one->at);
    gx_free(end.at);
}

/* Of a pair a later end takes all marks away. */
static bool ends_later(const int64_t *user, const int64_t *other, const int64_t *kind, size_t at, size_t rows)
{
    for (size_t k = at + 1; k < rows; k++)
        if (kind[k] == TIE_ENDED && ((user[k] == user[at] && other[k] == other[at]) ||
                                     (user[k] == other[at] && other[k] == user[at])))
            return true;
    return false;
}

static void replay_ties(const gx_reader *reader)
{
    size_t rows, entries, marked = 0, marks = 0;
    int64_t *user = column(reader, "/events/ties", "user", &rows);
    int64_t *other = column(reader, "/events/ties", "other", NULL);
    int64_t *kind = column(reader, "/events/ties", "kind", NULL);
    pairs ties = pairs_of(reader, "/layers/friends", 2 * rows);
    for (size_t i = 0; i < rows; i++) {
        if (kind[i] == TIE_MADE) {
            put_in(&ties, user[i], other[i]);
            put_in(&ties, other[i], user[i]);
        } else if (kind[i] == TIE_ENDED) {
            take_out(&ties, user[i], other[i]);
            take_out(&ties, other[i], user[i]);
        } else {
            ck_assert_uint_lt(place_in(&ties, user[i], other[i]), ties.count);
        }
        marks += kind[i] != TIE_ENDED && !ends_later(user, other, kind, i, rows);
    }
    same_pairs(&ties, reader, "/end/layers/friends");
    /* Made and woken ties say so, and nobody else's. */
    int64_t *layers = column(reader, "/end/layers/friends", "layers", &entries);
    for (size_t i = 0; i < entries; i++)
        marked += (layers[i] & LAYER_MADE) != 0;
    ck_assert_uint_eq(marked, 2 * marks);
    void *all[] = {user, other, kind, layers};
    for (size_t i = 0; i < 4; i++)
        gx_free(all[i]);
}

/* Groups, or circles. */
static void replay_memberships(const gx_reader *reader, const char *start, const char *end, int64_t first)
{
    size_t rows;
    int64_t *user = column(reader, "/events/memberships", "user", &rows);
    int64_t *group = column(reader, "/events/memberships", "group", NULL);
    int64_t *kind = column(reader, "/events/memberships", "kind", NULL);
    pairs members = pairs_of(reader, start, rows);
    for (size_t i = 0; i < rows; i++) {
        if (kind[i] < first || kind[i] >= first + GROUP_KINDS)
            continue;
        if (kind[i] == first + MEMBER_LEFT)
            take_out(&members, group[i], user[i]);
        else
            put_in(&members, group[i], user[i]);
    }
    same_pairs(&members, reader, end);
    void *all[] = {user, group, kind};
    for (size_t i = 0; i < 3; i++)
        gx_free(all[i]);
}

static void left_by(const char *form)
{
    trial t = busy(form);
    trial_set(&t, "record.event_share=0.01"); /* no part of what changed is left out */
    t.options.output = scratch("left.h5");
    t.options.force = true;
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("left.h5"));
    ck_assert_int_gt(t.result.ties_made, 30);
    replay_ties(reader);
    replay_memberships(reader, "/groups", "/end/groups", 0);
    replay_memberships(reader, "/circles", "/end/circles", GROUP_KINDS);
    size_t entries;
    gx_free(column(reader, "/end/layers/friends", "indices", &entries));
    ck_assert(t.result.implicit || t.result.friends == entries / 2);
    gx_reader_close(reader);
}

START_TEST(the_end_is_the_start_and_what_changed)
{
    left_by("graph.form=stored");
    left_by("graph.form=implicit");
    trial t = busy("models.befriending.active=no");
    trial_set(&t, "models.circling.active=no");
    t.options.output = scratch("left.h5");
    t.options.force = true;
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("left.h5"));
    ck_assert(gx_reader_has(reader, "/layers/friends") && !gx_reader_has(reader, "/end"));
    ck_assert(!gx_reader_has(reader, "/circles"));
    gx_reader_close(reader);
    scratch_clear();
}
END_TEST

/* ---- A paired question: what if one friendship more were made? ---- */

/* Four cities, each a world of its own; groups come and go in all of them. */
static const char apart[] =
    "version: 1\n"
    "shards: 8\n"
    "time: {start: 2016-02-07T12:00, duration: 24h, tick: 5s}\n"
    "population: {users: 8k, cities: 4}\n"
    "graph: {cities_apart: yes}\n"
    "models:\n"
    "  sending: {per_day: 4}\n"
    "  attention: {look_personal: 1, open: 20}\n"
    "  befriending: {active: yes, ask_share: -20, ask_transfer: -20, ask_packet: 20,\n"
    "                delay_median: 1s, reach_dormant: 0, group_per_day: 1, strength_packet: 255}\n";

enum { PEOPLE = 8000, COLUMNS = 7 };

/* One of these and a stranger of the same city: the ends of the tie. */
static void find_strangers(uint32_t *one, uint32_t *other)
{
    trial t = trial_of(apart);
    trial_set(&t, "time.duration=1min");
    t.options.output = scratch("look.h5");
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("look.h5"));
    uint64_t *city = words_of(reader, "/users/city", NULL);
    uint64_t *first = words_of(reader, "/layers/friends/indptr", NULL);
    uint64_t *friend = words_of(reader, "/layers/friends/indices", NULL);
    *one = PEOPLE / 3;
    for (*other = *one + 40;; ++*other) {
        ck_assert_uint_lt(*other, PEOPLE);
        bool tied = false;
        for (uint64_t f = first[*one]; f < first[*one + 1]; f++)
            tied |= friend[f] == *other;
        if (!tied && city[*other] == city[*one])
            break;
    }
    void *all[] = {city, first, friend};
    for (size_t i = 0; i < 3; i++)
        gx_free(all[i]);
    gx_reader_close(reader);
}

static void run_paired(const char *text, const char *accept, const char *path, int64_t *made, int64_t *groups)
{
    trial t = trial_of(text);
    trial_set(&t, accept);
    t.options.output = path;
    trial_good(&t);
    gx_reader *reader = open_recording(path);
    *made = sum_of(reader, "/series/ties_made");
    *groups = sum_of(reader, "/series/groups_made");
    gx_reader_close(reader);
}

static uint32_t count_differing(const char *one, const char *other, uint32_t member, uint32_t *elsewhere)
{
    static const char *const columns[COLUMNS] = {
        "/users/end/balance",  "/users/end/card",         "/users/end/sent",          "/users/end/received",
        "/users/end/sent_fen", "/users/end/received_fen", "/users/end/first_received"};
    static bool differs[PEOPLE];
    gx_reader *a = open_recording(one), *b = open_recording(other);
    uint64_t *city = words_of(a, "/users/city", NULL);
    memset(differs, 0, sizeof differs);
    for (size_t c = 0; c < COLUMNS; c++) {
        uint64_t *x = words_of(a, columns[c], NULL), *y = words_of(b, columns[c], NULL);
        for (uint32_t u = 0; u < PEOPLE; u++)
            differs[u] |= x[u] != y[u];
        gx_free(x);
        gx_free(y);
    }
    uint32_t count = 0;
    *elsewhere = 0;
    for (uint32_t u = 0; u < PEOPLE; u++) {
        count += differs[u];
        *elsewhere += differs[u] && city[u] != city[member];
    }
    gx_free(city);
    gx_reader_close(a);
    gx_reader_close(b);
    return count;
}

START_TEST(one_friendship_more_is_felt_by_few)
{
    char text[2000];
    uint32_t one, other, elsewhere;
    int64_t made[2], groups[2];
    find_strangers(&one, &other);
    snprintf(
        text, sizeof text,
        "%sscheduled: [{at: 30min, sender: %u, kind: personal, audience: %u, shares: 1, amount: 0.01}]\n",
        apart, one, other);
    run_paired(text, "models.befriending.accept=-20", scratch("none.h5"), &made[0], &groups[0]);
    run_paired(text, "models.befriending.accept=20", scratch("one.h5"), &made[1], &groups[1]);
    ck_assert_int_eq(made[0], 0);
    ck_assert_int_eq(made[1], 1);
    ck_assert_int_gt(groups[0], 1000); /* all the while groups are born, everywhere */
    uint32_t count = count_differing(scratch("none.h5"), scratch("one.h5"), one, &elsewhere);
    printf("one friendship more: %u of %d users differ, %u of them in other cities\n", count, PEOPLE,
           elsewhere);
    ck_assert_uint_ge(count, 1);
    ck_assert_uint_lt(count, PEOPLE / 20);
    ck_assert_uint_eq(elsewhere, 0);
    scratch_clear();
}
END_TEST

/* ---- Switched on without a chance that anything happens ---- */

static uint64_t digest_of(const char *active, const char *wake, int64_t *woken)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.duration=12h");
    trial_set(&t, "time.tick=30s");
    trial_set(&t, "models.befriending.ask_share=-20");
    trial_set(&t, "models.befriending.ask_packet=-20");
    trial_set(&t, "models.befriending.ask_transfer=-20");
    trial_set(&t, "models.befriending.make=-20");
    trial_set(&t, "models.befriending.invite=-20");
    trial_set(&t, "models.befriending.leave=-20");
    trial_set(&t, "models.befriending.reach_dormant=0");
    trial_set(&t, "models.befriending.end_per_day=0");
    trial_set(&t, "models.circling.active=no");
    trial_set(&t, active);
    trial_set(&t, wake);
    t.options.output = scratch("idle.h5");
    t.options.force = true;
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("idle.h5"));
    *woken = sum_of(reader, "/series/ties_woken");
    gx_reader_close(reader);
    return t.result.digest;
}

START_TEST(what_cannot_happen_changes_nothing)
{
    int64_t woken;
    uint64_t off = digest_of("models.befriending.active=no", "models.befriending.wake=1", &woken);
    ck_assert_int_eq(woken, 0);
    ck_assert_uint_eq(digest_of("models.befriending.active=yes", "models.befriending.wake=0", &woken), off);
    ck_assert_int_eq(woken, 0);
    ck_assert_uint_ne(digest_of("models.befriending.active=yes", "models.befriending.wake=1", &woken), off);
    ck_assert_int_gt(woken, 0);
    scratch_clear();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("changing");
    tcase_add_test(tests, stored_ties_change_alike_for_any_threads_and_shards);
    tcase_add_test(tests, implicit_ties_change_alike_for_any_threads_and_shards);
    tcase_add_test(tests, what_changed_is_told);
    tcase_add_test(tests, the_end_is_the_start_and_what_changed);
    tcase_add_test(tests, one_friendship_more_is_felt_by_few);
    tcase_add_test(tests, what_cannot_happen_changes_nothing);
    return trial_main("run: changing ties", tests);
}
