/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends that nobody keeps: every slot is asked for the user's block, and the others of the block for a
 * tie.
 *
 * A pair is asked by its places, not by its users: the draw needs no inverse, so that only those who are
 * tied (and may be of the wrong sex) are looked up. It names the slot, and the places of all its realms have
 * numbers of their own; so either end asks the same. Members of a clan are users of a few households and
 * asked as such.
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

static void keep(found *out, gx_candidate tie)
{
    if (out->count < FOUND_MAX)
        out->tie[out->count++] = tie;
}

/* Places that may be tied, by what the rule drew of the pair: they are looked up together. */
typedef struct maybe {
    uint32_t place[GX_UNITS_CHUNK];
    gx_draw draw[GX_UNITS_CHUNK];
    uint32_t count;
} maybe;

static void judge(found *out, const gx_implicit *implicit, const gx_seat *seat, const gx_rule_row *row,
                  const maybe *of)
{
    uint32_t other[GX_UNITS_CHUNK];
    gx_slot_units(other, implicit, seat->slot, seat->realm, of->place, of->count);
    for (uint32_t at = 0; at < of->count; at++) {
        gx_candidate tie = gx_pair_judge(implicit, seat->slot, row, of->draw[at], out->sex, other[at]);
        if (tie != 0)
            keep(out, tie);
    }
}

static void ask_block(found *out, const gx_implicit *implicit, const gx_seat *seat)
{
    const gx_rule_row row = gx_pair_row(implicit, seat->slot, seat->block);
    const uint32_t limit = row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1];
    gx_draw_names names;
    gx_draws draws;
    for (uint32_t first = seat->block.first; first < seat->block.end; first += GX_UNITS_CHUNK) {
        uint32_t rest = seat->block.end - first, count = rest < GX_UNITS_CHUNK ? rest : GX_UNITS_CHUNK;
        for (uint32_t at = 0; at < count; at++)
            gx_pair_name(&names, at, seat, first + at);
        gx_draws_at(&draws, implicit->rule->key, GX_DRAW_IMPLICIT_PAIR, &names, count);
        maybe tied = {.count = 0};
        for (uint32_t at = 0; at < count; at++) {
            tied.place[tied.count] = first + at;
            tied.draw[tied.count] = gx_pair_drawn(&draws, at);
            tied.count += (draws.word[0][at] >> 1 < limit) & (first + at != seat->place);
        }
        judge(out, implicit, seat, &row, &tied);
    }
}

static void ask_weak(found *out, const gx_implicit *implicit, gx_who *who)
{
    uint32_t other[GX_LOTS_MAX];
    uint32_t count = gx_weak_friends(other, implicit, who);
    for (uint32_t at = 0; at < count; at++)
        keep(out, gx_rule_weak(implicit->rule, who->user, other[at]));
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
    uint32_t place[GX_CLAN_MAX], unit[GX_CLAN_MAX], count = 0;
    for (uint32_t at = seat->block.first; at < seat->block.end; at++)
        if (at != seat->place)
            place[count++] = at;
    gx_slot_units(unit, implicit, slot, seat->realm, place, count);
    for (uint32_t at = 0; at < count; at++)
        ask_home(out, implicit, gx_clan_focus(slot), gx_household_span(implicit, unit[at]), user);
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
        gx_seat seat[GX_SLOTS_MAX];
        uint32_t seats = gx_seats_of(seat, implicit, GX_SEATS_ALL, &who);
        for (uint32_t at = 0; at < seats; at++)
            if (seat[at].slot->unit == GX_UNIT_HOUSEHOLD)
                ask_clan(&all, implicit, &seat[at], user);
            else
                ask_block(&all, implicit, &seat[at]);
        ask_weak(&all, implicit, &who);
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
    gx_draw draw = gx_pair_draw(implicit, mine, theirs);
    if (draw.word[0] >> 1 >= (row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1]))
        return 0;
    return gx_pair_judge(implicit, slot, &row, draw, gx_sex_of(implicit->people, user), other);
}

static gx_candidate join(gx_candidate tie, gx_candidate made)
{
    return tie == 0 || made == 0 ? tie | made : gx_candidate_join(tie, made);
}

static gx_candidate ask_slot(gx_candidate tie, const gx_implicit *implicit, const gx_slot *slot, gx_who *own,
                             gx_who *other)
{
    gx_seat mine;
    uint32_t theirs;
    bool shared = gx_slot_may_share(implicit, slot, own, other) && gx_slot_find(&mine, implicit, slot, own) &&
                  gx_seat_shared(&theirs, implicit, &mine, other);
    return shared ? join(tie, ask_seats(implicit, &mine, theirs, own->user, other->user)) : tie;
}

/* Only slots of which both have drawn the lot. */
static gx_candidate ask_lots(gx_candidate tie, const gx_implicit *implicit, gx_lots trait, gx_who *own,
                             gx_who *other)
{
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run mine = gx_lots_of(implicit, trait, own), theirs = gx_lots_of(implicit, trait, other);
    for (uint32_t at = 0; at < mine.count; at++) {
        uint32_t turn = gx_lot_turn(table, mine, at);
        if (gx_lots_have(table, theirs, turn))
            tie = ask_slot(tie, implicit, &implicit->slot[table->at[turn].slot], own, other);
    }
    return tie;
}

static gx_candidate ask_all(gx_candidate tie, const gx_implicit *implicit, gx_who *own, gx_who *other)
{
    for (uint32_t at = 0; at < implicit->fixed; at++)
        tie = ask_slot(tie, implicit, &implicit->slot[implicit->fixed_slot[at]], own, other);
    tie = ask_lots(tie, implicit, GX_LOTS_COMMUNITY, own, other);
    tie = ask_lots(tie, implicit, GX_LOTS_PAST, own, other);
    for (uint32_t weak = gx_weak_shared(implicit, own, other); weak > 0; weak--)
        tie = join(tie, gx_rule_weak(implicit->rule, own->user, other->user));
    return tie;
}

/* The tie of one who has an account with another; 0: none. */
static gx_candidate ask_user(const gx_implicit *implicit, gx_who *own, uint32_t other)
{
    if (other >= implicit->users || own->user == other)
        return 0;
    gx_who theirs = gx_who_is(implicit, other);
    gx_span home = gx_who_home(implicit, own);
    gx_candidate tie = 0;
    if (other >= home.first && other < home.end)
        tie = gx_kin_ask(implicit, gx_home_focus(), own->user, other);
    tie = ask_all(tie, implicit, own, &theirs);
    return tie != 0 && on_platform(implicit, own->user, tie) ? tie : 0;
}

gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    if (!has_account(implicit, user))
        return (gx_tie){0};
    gx_who own = gx_who_is(implicit, user);
    gx_candidate tie = ask_user(implicit, &own, other);
    if (tie == 0)
        return (gx_tie){0};
    return (gx_tie){.strength = gx_candidate_strength(tie), .layers = gx_candidate_layers(tie)};
}

void gx_implicit_tie_strengths(const gx_implicit *implicit, uint32_t user, const uint32_t *other,
                               uint32_t count, uint8_t *strength)
{
    bool there = has_account(implicit, user);
    gx_who own = gx_who_is(implicit, user);
    for (uint32_t at = 0; at < count; at++)
        strength[at] = there ? gx_candidate_strength(ask_user(implicit, &own, other[at])) : 0;
}
