/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was noted to what is to change: notes of one class (ties, groups created, members of groups,
 * circles created, members of circles) from all lists are sorted by what they say, and each run of notes
 * about one thing becomes at most one change that really changes something. The rules are those of change.h;
 * no row is written here. */
#include "../purposes.h"
#include "inside.h"

#include <gx/base/sort.h>

/* What a note is about, as the major key: lesser and greater user; maker and serial; set and user. */
static uint64_t subject_of(const gx_change *change)
{
    uint32_t who = change->who, about = change->about;
    if (gx_change_is_tie(change))
        return who < about ? (uint64_t)who << 32 | about : (uint64_t)about << 32 | who;
    if (gx_change_act_of(change) == GX_ACT_CREATE)
        return (uint64_t)who << 32 | change->serial;
    return (uint64_t)about << 32 | who;
}

/* ---- Collect ---- */

static void sort_by(gx_changes *changes, size_t n, uint64_t (*key)(const gx_change *))
{
    uint64_t **column = changes->sort;
    for (size_t i = 0; i < n; i++)
        column[GX_SORT_KEY][i] = key(&changes->noted[column[GX_SORT_PLACE][i]]);
    gx_sort_pairs_u64(column[GX_SORT_KEY], column[GX_SORT_PLACE], column[GX_SORT_SCRATCH],
                      column[GX_SORT_SCRATCH_2], n);
}

static uint64_t details_of(const gx_change *change)
{
    return (uint64_t)change->serial << 16 | (uint64_t)change->cause << 8 | change->strength;
}

static uint64_t noter_of(const gx_change *change)
{
    return (uint64_t)change->kind << 32 | change->who;
}

/* The notes of a class, in the order of all they say; returns how many. */
static size_t collect(gx_changes *changes, gx_change_class class)
{
    size_t n = 0;
    for (uint32_t l = 0; l < changes->config.lists; l++) {
        const gx_change_list *list = &changes->list[l];
        for (size_t i = 0; i < list->count; i++)
            if (gx_change_class_of(&list->rows[i]) == class)
                changes->noted[n++] = list->rows[i];
    }
    for (size_t i = 0; i < n; i++)
        changes->sort[GX_SORT_PLACE][i] = i;
    sort_by(changes, n, details_of);
    sort_by(changes, n, noter_of);
    sort_by(changes, n, subject_of);
    return n;
}

static const gx_change *note_at(const gx_changes *changes, size_t place)
{
    return &changes->noted[changes->sort[GX_SORT_PLACE][place]];
}

/* Behind the notes that are about the same as the one at `place`. */
static size_t end_of_run(const gx_changes *changes, size_t place, size_t n)
{
    uint64_t subject = subject_of(note_at(changes, place));
    while (place < n && subject_of(note_at(changes, place)) == subject)
        place++;
    return place;
}

static void add_done(gx_changes *changes, const gx_change *change)
{
    changes->done[changes->done_count++] = *change;
}

/* ---- Settle ---- */

/* Whether either's row holds the other. An implicit row that has no room for all of its friends loses some
 * (implicit/README.md), and then a tie is in one row only: such a tie stays what it is. */
static bool in_both_rows(const gx_network *network, uint32_t user, uint32_t other)
{
    gx_friend_room room;
    for (int turn = 0; turn < 2 && network->implicit != NULL; turn++) {
        gx_friends friends = gx_friends_of(network, user, &room);
        uint32_t at = gx_lower_bound(friends.user, friends.count, other), swap = user;
        if (at == friends.count || friends.user[at] != other)
            return false;
        user = other;
        other = swap;
    }
    return true;
}

/* Notes about one pair: by kind made, woken, ended; so the first says who stands for what is done. */
static void settle_pair(gx_changes *changes, const gx_network *network, size_t first, size_t end)
{
    gx_change change = *note_at(changes, first);
    const gx_change *last = note_at(changes, end - 1);
    gx_tie tie = gx_tie_of(network, change.who, change.about);
    if (last->kind == GX_CHANGE_END) {
        while (note_at(changes, first)->kind != GX_CHANGE_END)
            first++;
        if (tie.strength > 0 && in_both_rows(network, change.who, change.about))
            add_done(changes, note_at(changes, first));
        return;
    }
    for (size_t i = first; i < end; i++)
        if (note_at(changes, i)->strength > change.strength)
            change.strength = note_at(changes, i)->strength;
    if (tie.strength == 0 && change.kind == GX_CHANGE_TIE) {
        add_done(changes, &change);
    } else if ((tie.layers & GX_LAYER_DORMANT) != 0 && in_both_rows(network, change.who, change.about)) {
        change.kind = GX_CHANGE_WAKE;
        change.strength = change.strength > tie.strength ? change.strength : tie.strength;
        add_done(changes, &change);
    }
}

static void settle_ties(gx_changes *changes, const gx_network *network)
{
    size_t n = collect(changes, GX_CLASS_TIES);
    for (size_t first = 0, end; first < n; first = end) {
        end = end_of_run(changes, first, n);
        settle_pair(changes, network, first, end);
    }
}

static void settle_created(gx_changes *changes, gx_club_kind kind)
{
    const gx_clubs *clubs = &changes->clubs[kind];
    size_t n = collect(changes, (gx_change_class)(GX_CLASS_SETS + 2 * kind));
    uint32_t number = gx_clubs_sets(clubs);
    for (size_t first = 0, end; first < n; first = end) {
        end = end_of_run(changes, first, n);
        gx_change change = *note_at(changes, first);
        if (gx_clubs_find(clubs, change.who, change.serial) != GX_NO_SET)
            continue;
        change.about = number++;
        add_done(changes, &change);
    }
}

/* Of those who want to join a set, done[first …], keep as many as it can hold: those with the least draws.
 * They stay in the order in which they were. */
static void keep_some(gx_changes *changes, gx_club_kind kind, size_t first, size_t keep)
{
    size_t n = changes->done_count - first;
    if (n <= keep)
        return;
    gx_change *wish = changes->done + first;
    uint64_t *key = changes->sort[GX_SORT_WISH], *wisher = changes->sort[GX_SORT_WISHER];
    uint64_t *scratch = changes->sort[GX_SORT_SCRATCH];
    uint32_t name = gx_clubs_name(&changes->clubs[kind], wish[0].about);
    for (size_t i = 0; i < n; i++) {
        key[i] = gx_draw_high(gx_draw_at(changes->config.key, GX_DRAW_JOIN, wish[i].who, name, kind));
        wisher[i] = i;
    }
    gx_sort_pairs_u64(key, wisher, scratch, changes->sort[GX_SORT_SCRATCH_2], n);
    gx_sort_u64(wisher, scratch, keep);
    for (size_t i = 0; i < keep; i++)
        wish[i] = wish[wisher[i]];
    changes->done_count = first + keep;
}

static bool has_member(const gx_network *network, gx_club_kind kind, uint32_t set, uint32_t user)
{
    return kind == GX_CLUBS_GROUPS ? gx_group_has(network, set, user) : gx_circle_has(network, set, user);
}

static uint32_t size_of(const gx_network *network, gx_club_kind kind, uint32_t set)
{
    return kind == GX_CLUBS_GROUPS ? gx_group_size(network, set) : gx_circle_size(network, set);
}

/* Notes about one set, by user; of one user's notes the last is to leave if any is. First who leaves, then
 * who joins. */
static void settle_set(gx_changes *changes, const gx_network *network, gx_club_kind kind, size_t first,
                       size_t end)
{
    uint32_t set = note_at(changes, first)->about;
    GX_ASSERT(set < gx_clubs_sets(&changes->clubs[kind]));
    size_t begun = changes->done_count;
    for (size_t i = first, after; i < end; i = after) {
        after = end_of_run(changes, i, end);
        const gx_change *last = note_at(changes, after - 1);
        if (gx_change_act_of(last) == GX_ACT_LEAVE && has_member(network, kind, set, last->who))
            add_done(changes, last);
    }
    size_t left = changes->done_count - begun, joined = changes->done_count;
    for (size_t i = first, after; i < end; i = after) {
        after = end_of_run(changes, i, end);
        const gx_change *note = note_at(changes, i);
        if (gx_change_act_of(note_at(changes, after - 1)) == GX_ACT_JOIN &&
            !has_member(network, kind, set, note->who))
            add_done(changes, note);
    }
    size_t size = size_of(network, kind, set) - left, most = changes->clubs[kind].most;
    if (changes->done_count > joined)
        keep_some(changes, kind, joined, size < most ? most - size : 0);
}

static void settle_members(gx_changes *changes, const gx_network *network, gx_club_kind kind)
{
    size_t n = collect(changes, (gx_change_class)(GX_CLASS_MEMBERS + 2 * kind));
    for (size_t first = 0, end; first < n; first = end) {
        uint32_t set = note_at(changes, first)->about;
        for (end = first; end < n && note_at(changes, end)->about == set;)
            end++;
        settle_set(changes, network, kind, first, end);
    }
}

void gx_changes_settle(gx_changes *changes, const gx_network *network)
{
    changes->done_count = 0;
    settle_ties(changes, network);
    for (gx_club_kind kind = GX_CLUBS_GROUPS; kind < GX_CLUB_KINDS; kind++) {
        settle_created(changes, kind);
        settle_members(changes, network, kind);
    }
}
