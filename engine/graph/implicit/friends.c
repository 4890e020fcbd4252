/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends that nobody keeps: every slot is asked for the user's block, and the others of the block for a
 * tie.
 *
 * A pair is asked by its places, not by its users: the word needs no inverse, so that only those who are
 * tied (and may be of the wrong sex) are looked up. It names the slot, and the places of all its realms have
 * numbers of their own; so either end asks the same. Members of a clan are asked by the places of their
 * households and their numbers in them.
 * The tie of two: bonds.c.
 */
#include "implicit.h"
#include "lots.h"
#include "pairs.h"

#include <gx/base/sort.h>

/* Before repeats are joined. */
enum { FOUND_MAX = 2 * GX_FRIENDS_MAX };

typedef struct found {
    gx_candidate tie[FOUND_MAX];
    uint32_t count;
    uint8_t sex; /* of who asks */
} found;

/* 0 is no tie. */
static void keep(found *out, gx_candidate tie)
{
    if (tie != 0 && out->count < FOUND_MAX)
        out->tie[out->count++] = tie;
}

/* Places that may be tied, by the words of the pairs: they are looked up together. */
typedef struct maybe {
    uint32_t place[GX_UNITS_CHUNK];
    uint64_t word[GX_UNITS_CHUNK];
    uint32_t count;
} maybe;

static void judge(found *out, const gx_implicit *implicit, const gx_seat *seat, const gx_rule_row *row,
                  const maybe *of)
{
    uint32_t other[GX_UNITS_CHUNK];
    gx_slot_units(other, implicit, seat->slot, seat->realm, of->place, of->count);
    for (uint32_t at = 0; at < of->count; at++)
        keep(out, gx_pair_judge(implicit, seat->slot, row, of->word[at], out->sex, other[at]));
}

static void ask_block(found *out, const gx_implicit *implicit, const gx_seat *seat)
{
    const gx_rule_row *row = gx_pair_row(implicit, seat->slot, seat->block);
    for (uint32_t first = seat->block.first; first < seat->block.end; first += GX_UNITS_CHUNK) {
        uint32_t rest = seat->block.end - first, count = rest < GX_UNITS_CHUNK ? rest : GX_UNITS_CHUNK;
        maybe tied = {.count = 0};
        for (uint32_t place = first; place < first + count; place++) {
            uint64_t word = gx_pair_word(seat, place);
            tied.place[tied.count] = place;
            tied.word[tied.count] = word;
            tied.count += gx_pair_may_tie(row, word) & (place != seat->place);
        }
        judge(out, implicit, seat, row, &tied);
    }
}

static void ask_weak(found *out, const gx_implicit *implicit, gx_who *who)
{
    uint32_t other[GX_LOTS_MAX];
    uint32_t count = gx_weak_friends(other, implicit, who);
    for (uint32_t at = 0; at < count; at++)
        keep(out, gx_rule_weak(implicit->rule, who->user, other[at]));
}

static void ask_home(found *out, const gx_implicit *implicit, gx_span home, uint32_t user)
{
    for (uint32_t other = home.first; other < home.end; other++)
        if (other != user)
            keep(out, gx_home_ask(implicit, user, other));
}

static void ask_clan(found *out, const gx_implicit *implicit, const gx_seat *seat, uint32_t member)
{
    const gx_rule_row *row = gx_kin_row(implicit);
    uint32_t place[GX_CLAN_MAX], unit[GX_CLAN_MAX], count = 0;
    for (uint32_t at = seat->block.first; at < seat->block.end; at++)
        if (at != seat->place)
            place[count++] = at;
    gx_slot_units(unit, implicit, seat->slot, seat->realm, place, count);
    for (uint32_t at = 0; at < count; at++) {
        gx_span home = gx_household_span(implicit, unit[at]);
        for (uint32_t other = home.first; other < home.end; other++) {
            uint64_t word = gx_kin_word(seat, member, place[at], other - home.first);
            keep(out, gx_kin_judge(implicit, row, word, other));
        }
    }
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
        friends.count += gx_pair_on_platform(implicit, user, tie);
    }
    return friends;
}

gx_friends gx_implicit_friends_of(const gx_implicit *implicit, uint32_t user, gx_friend_room *room)
{
    found all;
    all.count = 0;
    all.sex = gx_sex_of(implicit->people, user);
    if (gx_has_account(implicit, user)) {
        gx_who who;
        gx_who_is(&who, implicit, user);
        gx_span home = gx_who_home(implicit, &who);
        ask_home(&all, implicit, home, user);
        gx_seat seat[GX_SLOTS_MAX];
        uint32_t seats = gx_seats_of(seat, implicit, GX_SEATS_ALL, &who);
        for (uint32_t at = 0; at < seats; at++)
            if (seat[at].slot->unit == GX_UNIT_HOUSEHOLD)
                ask_clan(&all, implicit, &seat[at], user - home.first);
            else
                ask_block(&all, implicit, &seat[at]);
        ask_weak(&all, implicit, &who);
    }
    return settle(&all, implicit, user, room);
}
