/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends that nobody keeps: every slot is asked for the user's block, and the others of the block for a
 * tie.
 *
 * A pair is asked by its places, not by its users: the draw needs no inverse, so that only those who are
 * tied (and may be of the wrong sex) are looked up. It names the slot, and the places of all its realms have
 * numbers of their own; so either end asks the same. Members of a clan are users of a few households and
 * asked as such.
 */
#include "cells.h"
#include "implicit.h"
#include "pairs.h"

#include <gx/base/sort.h>

/* Before repeats are joined. */
enum { FOUND_MAX = 2 * GX_FRIENDS_MAX };

typedef struct found {
    gx_candidate tie[FOUND_MAX];
    uint32_t count;
    uint8_t sex; /* of who asks */
} found;

static void keep(found *out, gx_candidate tie)
{
    if (out->count < FOUND_MAX)
        out->tie[out->count++] = tie;
}

static void ask_block(found *out, const gx_implicit *implicit, const gx_seat *seat, uint32_t user)
{
    enum { BATCH = 64 };
    const gx_slot *slot = seat->slot;
    gx_draw draw[BATCH];
    uint32_t tied[BATCH];
    const gx_rule_row row = gx_pair_row(implicit, slot, seat->block);
    const uint32_t limit = row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1];
    for (uint32_t begin = seat->block.first; begin < seat->block.end; begin += BATCH) {
        uint32_t count = seat->block.end - begin < BATCH ? seat->block.end - begin : BATCH, ties = 0;
        for (uint32_t at = 0; at < count; at++) {
            draw[at] = gx_pair_draw(implicit, slot, seat->realm, seat->place, begin + at);
            tied[ties] = at;
            ties += (draw[at].word[0] >> 1 < limit) & (begin + at != seat->place);
        }
        for (uint32_t at = 0; at < ties; at++) {
            uint32_t other = gx_slot_at(implicit, slot, seat->realm, begin + tied[at]);
            gx_candidate tie = gx_pair_judge(implicit, slot, &row, draw[tied[at]], user, out->sex, other);
            if (tie != 0)
                keep(out, tie);
        }
    }
}

static void ask_home(found *out, const gx_implicit *implicit, gx_focus focus, gx_span home, uint32_t user)
{
    for (uint32_t other = home.first; other < home.end; other++) {
        gx_candidate tie = other == user ? 0 : gx_kin_ask(implicit, focus, user, other);
        if (tie != 0)
            keep(out, tie);
    }
}

static void ask_clan(found *out, const gx_implicit *implicit, const gx_seat *seat, uint32_t user)
{
    const gx_slot *slot = seat->slot;
    for (uint32_t place = seat->block.first; place < seat->block.end; place++) {
        if (place == seat->place)
            continue;
        uint32_t household = gx_slot_at(implicit, slot, seat->realm, place);
        ask_home(out, implicit, gx_clan_focus(slot), gx_household_span(implicit, household), user);
    }
}

/* On the configuration's platform: both have the account, and the pair keeps its ties there. */
static bool on_platform(const gx_implicit *implicit, uint32_t user, gx_candidate tie)
{
    const gx_rule *rule = implicit->rule;
    if (rule->platform == 0)
        return true;
    uint32_t other = gx_candidate_other(tie), account = 1u << (rule->platform - 1);
    return gx_rule_keeps(rule, other < user ? other : user, other < user ? user : other,
                         gx_candidate_layers(tie)) &&
           (gx_person_of(implicit->people, other).accounts & account) != 0;
}

static bool has_account(const gx_implicit *implicit, uint32_t user)
{
    int32_t platform = implicit->rule->platform;
    return platform == 0 || (gx_person_of(implicit->people, user).accounts >> (platform - 1) & 1) != 0;
}

/* Repeats joined, those who are not on the platform left out, into the caller's room. */
static gx_friends settle(found *all, const gx_implicit *implicit, uint32_t user, gx_friend_room *room)
{
    gx_candidate scratch[FOUND_MAX];
    gx_friends friends = {.user = room->user, .strength = room->strength, .layers = room->layers};
    gx_sort_u64(all->tie, scratch, all->count);
    for (uint32_t at = 0; at < all->count && friends.count < GX_FRIENDS_MAX;) {
        gx_candidate tie = all->tie[at++];
        while (at < all->count && gx_candidate_other(all->tie[at]) == gx_candidate_other(tie))
            tie = gx_candidate_join(tie, all->tie[at++]);
        room->user[friends.count] = gx_candidate_other(tie);
        room->strength[friends.count] = gx_candidate_strength(tie);
        room->layers[friends.count] = gx_candidate_layers(tie);
        friends.count += on_platform(implicit, user, tie);
    }
    return friends;
}

gx_friends gx_implicit_friends_of(const gx_implicit *implicit, uint32_t user, gx_friend_room *room)
{
    found all;
    all.count = 0;
    all.sex = gx_sex_of(implicit->people, user);
    if (has_account(implicit, user)) {
        gx_who who = gx_who_is(implicit, user);
        ask_home(&all, implicit, gx_home_focus(), gx_who_home(implicit, &who), user);
        gx_seat seat[GX_SEATS_MAX];
        uint32_t seats = gx_seats_of(seat, implicit, GX_SEATS_ALL, &who);
        for (uint32_t at = 0; at < seats; at++)
            if (seat[at].slot->unit == GX_UNIT_HOUSEHOLD)
                ask_clan(&all, implicit, &seat[at], user);
            else
                ask_block(&all, implicit, &seat[at], user);
    }
    return settle(&all, implicit, user, room);
}

/* What a seat and another place of its block make of two users; 0: no tie. */
static gx_candidate ask_seats(const gx_implicit *implicit, const gx_seat *mine, uint32_t theirs,
                              uint32_t user, uint32_t other)
{
    const gx_slot *slot = mine->slot;
    if (mine->place == theirs)
        return 0;
    if (slot->unit == GX_UNIT_HOUSEHOLD)
        return gx_kin_ask(implicit, gx_clan_focus(slot), user, other);
    const gx_rule_row row = gx_pair_row(implicit, slot, mine->block);
    gx_draw draw = gx_pair_draw(implicit, slot, mine->realm, mine->place, theirs);
    if (draw.word[0] >> 1 >= (row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1]))
        return 0;
    return gx_pair_judge(implicit, slot, &row, draw, user, gx_sex_of(implicit->people, user), other);
}

static gx_candidate join(gx_candidate tie, gx_candidate made)
{
    return tie == 0 || made == 0 ? tie | made : gx_candidate_join(tie, made);
}

static gx_candidate ask_fixed(gx_candidate tie, const gx_implicit *implicit, gx_who *own, gx_who *other)
{
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        gx_seat mine;
        uint32_t theirs;
        if (gx_slot_may_share(implicit, slot, own, other) && gx_slot_find(&mine, implicit, slot, 0, own) &&
            gx_seat_shared(&theirs, implicit, &mine, 0, other))
            tie = join(tie, ask_seats(implicit, &mine, theirs, own->user, other->user));
    }
    return tie;
}

/* Two lots of one slot can be of one block; of weak ties a user has several in a slot. */
static gx_candidate ask_lots(gx_candidate tie, const gx_implicit *implicit, gx_lots trait, gx_who *own,
                             gx_who *other)
{
    gx_lot mine[GX_LOTS_MAX], theirs[GX_LOTS_MAX];
    uint32_t count = gx_lots_list(mine, implicit, trait, own);
    uint32_t others = count == 0 ? 0 : gx_lots_list(theirs, implicit, trait, other);
    for (uint32_t at = 0; at < count; at++) {
        const gx_slot *slot = &implicit->slot[mine[at].slot];
        gx_seat seat;
        uint32_t with;
        bool sought = false, in_reach = gx_slot_may_share(implicit, slot, own, other);
        for (uint32_t to = 0; to < others && in_reach; to++) {
            if (theirs[to].slot != mine[at].slot)
                continue;
            in_reach = sought || gx_slot_find(&seat, implicit, slot, mine[at].number, own);
            sought = true;
            if (in_reach && gx_seat_shared(&with, implicit, &seat, theirs[to].number, other))
                tie = join(tie, ask_seats(implicit, &seat, with, own->user, other->user));
        }
    }
    return tie;
}

gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    if (other >= implicit->users || user == other || !has_account(implicit, user))
        return (gx_tie){0};
    gx_who own = gx_who_is(implicit, user), theirs = gx_who_is(implicit, other);
    gx_span home = gx_who_home(implicit, &own);
    gx_candidate tie = 0;
    if (other >= home.first && other < home.end)
        tie = gx_kin_ask(implicit, gx_home_focus(), user, other);
    tie = ask_fixed(tie, implicit, &own, &theirs);
    for (gx_lots trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        tie = ask_lots(tie, implicit, trait, &own, &theirs);
    if (tie == 0 || !on_platform(implicit, user, tie))
        return (gx_tie){0};
    return (gx_tie){.strength = gx_candidate_strength(tie), .layers = gx_candidate_layers(tie)};
}
