/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends that nobody keeps: every slot is asked for the user's block, and the others of the block for a tie.
 *
 * A pair is asked by its places, not by its users: the draw needs no inverse, so that only those who are tied
 * (and may be of the wrong sex) are looked up. It names the slot, and the places of all its realms have
 * numbers of their own; so either end asks the same. Members of a clan are users of a few households and
 * asked as such.
 */
#include "implicit.h"
#include "slots.h"

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

static inline gx_draw draw_pair(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                                uint32_t a, uint32_t b)
{
    uint32_t low = realm->place_base + (a < b ? a : b), high = realm->place_base + (a < b ? b : a);
    uint32_t purpose = slot->weak ? GX_DRAW_IMPLICIT_WEAK : GX_DRAW_FOCUS_TIE + (uint32_t)slot->kind;
    return gx_draw_at(implicit->rule->key, purpose, low, high, slot->name);
}

static gx_rule_row row_of(const gx_implicit *implicit, const gx_slot *slot, gx_block block)
{
    gx_focus focus = {.kind = slot->kind, .size = block.end - block.first, .name = slot->name};
    gx_rule_row row = *gx_rule_row_of(implicit->rule, focus);
    if (slot->weak)
        row.limit[0] = row.limit[1] = slot->weak_limit;
    return row;
}

/* A draw that may be a tie, once the other is known: 0 when it is none. */
static gx_candidate judge(const gx_implicit *implicit, const gx_slot *slot, const gx_rule_row *row,
                          gx_draw draw, uint32_t user, uint8_t sex, uint32_t other)
{
    uint32_t word = draw.word[0] >> 1;
    if (row->limit[0] != row->limit[1]) {
        bool differs = sex != gx_sex_of(implicit->people, other);
        if (word >= row->limit[differs])
            return 0;
    }
    if (slot->weak)
        return gx_rule_weak(implicit->rule, user, other);
    return gx_candidate_of(other, gx_focus_layer(slot->kind),
                           gx_rule_strength(implicit->rule, row->base, draw.word[1]));
}

static void ask_block(found *out, const gx_implicit *implicit, const gx_slot *slot, const gx_seat *seat,
                      uint32_t user)
{
    enum { BATCH = 64 };
    gx_draw draw[BATCH];
    uint32_t tied[BATCH];
    const gx_rule_row row = row_of(implicit, slot, seat->block);
    const uint32_t limit = row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1];
    for (uint32_t begin = seat->block.first; begin < seat->block.end; begin += BATCH) {
        uint32_t count = seat->block.end - begin < BATCH ? seat->block.end - begin : BATCH, ties = 0;
        for (uint32_t at = 0; at < count; at++) {
            draw[at] = draw_pair(implicit, slot, seat->realm, seat->place, begin + at);
            tied[ties] = at;
            ties += (draw[at].word[0] >> 1 < limit) & (begin + at != seat->place);
        }
        for (uint32_t at = 0; at < ties; at++) {
            uint32_t other = gx_slot_at(implicit, slot, seat->realm, begin + tied[at]);
            gx_candidate tie = judge(implicit, slot, &row, draw[tied[at]], user, out->sex, other);
            if (tie != 0)
                keep(out, tie);
        }
    }
}

/* One pair of a family; the name of a focus is 0, as a pair shares one household and one clan a slot. */
static gx_candidate ask_kin(const gx_implicit *implicit, gx_focus focus, uint32_t user, uint32_t other)
{
    uint32_t low = other < user ? other : user, high = other < user ? user : other;
    uint32_t strength = gx_rule_ask_pair(implicit->rule, focus, low, high, true);
    return strength == 0 ? 0 : gx_candidate_of(other, gx_focus_layer(focus.kind), strength);
}

static void ask_home(found *out, const gx_implicit *implicit, gx_focus focus, gx_span home, uint32_t user)
{
    for (uint32_t other = home.first; other < home.end; other++) {
        gx_candidate tie = other == user ? 0 : ask_kin(implicit, focus, user, other);
        if (tie != 0)
            keep(out, tie);
    }
}

static gx_focus clan_focus(const gx_slot *slot)
{
    return (gx_focus){.kind = GX_FOCUS_KIN, .size = GX_RULE_SIZES, .name = slot->name};
}

static void ask_clan(found *out, const gx_implicit *implicit, const gx_slot *slot, const gx_seat *seat,
                     uint32_t user)
{
    for (uint32_t place = seat->block.first; place < seat->block.end; place++) {
        if (place == seat->place)
            continue;
        uint32_t household = gx_slot_at(implicit, slot, seat->realm, place);
        ask_home(out, implicit, clan_focus(slot), gx_household_span(implicit, household), user);
    }
}

static gx_focus home_focus(void)
{
    return (gx_focus){.kind = GX_FOCUS_HOUSEHOLD, .size = 2};
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
        ask_home(&all, implicit, home_focus(), gx_household_of(implicit->people, user), user);
        for (uint32_t at = 0; at < implicit->slots; at++) {
            const gx_slot *slot = &implicit->slot[at];
            gx_seat seat;
            if (!gx_slot_find(&seat, implicit, slot, &who))
                continue;
            if (slot->unit == GX_UNIT_HOUSEHOLD)
                ask_clan(&all, implicit, slot, &seat, user);
            else
                ask_block(&all, implicit, slot, &seat, user);
        }
    }
    return settle(&all, implicit, user, room);
}

/* What a slot makes of two users; 0: no tie. */
static gx_candidate ask_slot(const gx_implicit *implicit, const gx_slot *slot, gx_who *own, gx_who *other)
{
    gx_seat mine, theirs;
    if (!gx_slot_find(&mine, implicit, slot, own) || !gx_slot_find(&theirs, implicit, slot, other) ||
        mine.realm != theirs.realm || mine.block.number != theirs.block.number)
        return 0;
    if (slot->unit == GX_UNIT_HOUSEHOLD)
        return mine.place == theirs.place ? 0 : ask_kin(implicit, clan_focus(slot), own->user, other->user);
    const gx_rule_row row = row_of(implicit, slot, mine.block);
    gx_draw draw = draw_pair(implicit, slot, mine.realm, mine.place, theirs.place);
    if (draw.word[0] >> 1 >= (row.limit[0] > row.limit[1] ? row.limit[0] : row.limit[1]))
        return 0;
    return judge(implicit, slot, &row, draw, own->user, gx_sex_of(implicit->people, own->user), other->user);
}

gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    if (other >= implicit->users || user == other || !has_account(implicit, user))
        return (gx_tie){0};
    gx_who own = gx_who_is(implicit, user), theirs = gx_who_is(implicit, other);
    gx_span home = gx_household_of(implicit->people, user);
    gx_candidate tie = 0;
    if (other >= home.first && other < home.end)
        tie = ask_kin(implicit, home_focus(), user, other);
    for (uint32_t at = 0; at < implicit->slots; at++) {
        gx_candidate made = ask_slot(implicit, &implicit->slot[at], &own, &theirs);
        tie = tie == 0 || made == 0 ? tie | made : gx_candidate_join(tie, made);
    }
    if (tie == 0 || !on_platform(implicit, user, tie))
        return (gx_tie){0};
    return (gx_tie){.strength = gx_candidate_strength(tie), .layers = gx_candidate_layers(tie)};
}
