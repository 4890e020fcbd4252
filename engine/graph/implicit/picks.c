/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draw from friends that nobody lists, by rejection.
 *
 * Whom a user could be tied to stands in a few blocks: the household, the clan, the circle, the class, the
 * groups. Each block has so many candidates, and no tie of its kind is stronger than its `most`; so the
 * candidates times that are laid side by side, and a keyed point falls on one candidate, at a level below
 * its block's `most`:
 *
 *     home            clan                         class, 45 places
 *     |255|255|255|   |most 166| |166| … |         |255| |255| … |255|      a point: candidate 7, level 93
 *
 * If the two are tied, and stronger than the level, it is this friend; else the next point is drawn. So
 * every friend comes with a chance in proportion to the strength, and only one is looked up: whether two
 * places are tied, and how strongly, is a hash of them (pairs.h), so a point that fails costs some seventy
 * instructions. One in nine succeeds.
 *
 * A width may be a bound: where the household, the lot or the place turns out not to be there, the point has
 * failed, and nothing else changes. That is worth it where the bound is known for nothing and the truth is
 * dear and seldom asked for: members of a clan's household, and lots of weak ties, which are dealt only when
 * a point falls on them. It is not for blocks: most users' fall far short of the largest, so that more points
 * would fail than places are saved; all of a user's blocks are found first.
 *
 * When POINTS have failed, as for who has hardly a friend, the friends are listed after all, and raced for
 * (ties/picking.c), which costs as much as some thousand points: that is the same distribution again, so that
 * stopping biases nothing.
 *
 * It differs from a draw by the rows in two small ways. Strengths of a friend from several blocks add up
 * here without the limit of 255; and what an old class adds to an active tie does not count.
 */
#include "implicit.h"
#include "lots.h"
#include "pairs.h"

enum { POINTS = 512, SOURCES_MAX = 2 + GX_SLOTS_MAX, LISTED_FROM = 4 };

typedef enum source_kind { FROM_PLACES, FROM_CLAN, FROM_HOME, FROM_WEAK } source_kind;

/* A block of candidates. */
typedef struct source {
    uint64_t end; /* of its stretch */
    source_kind kind;
    uint32_t candidates, most;
    uint32_t own, first; /* places, numbered as in the words of pairs: the user's, and of the first other */
    uint64_t key, below; /* of those words, and which of them may tie */
    const gx_rule_row *row;
    gx_seat seat;
} source;

typedef struct field {
    const gx_implicit *implicit;
    gx_who who;
    gx_span home;
    uint64_t end; /* of all stretches */
    uint32_t sources;
    source source[SOURCES_MAX];
} field;

static void add_source(field *to, source_kind kind, uint32_t candidates, uint32_t most)
{
    source *out = &to->source[to->sources];
    to->end += (uint64_t)candidates * most;
    out->kind = kind;
    out->candidates = candidates;
    out->most = most;
    out->end = to->end;
    to->sources += candidates > 0;
}

/* The user's block of a slot, if it has one. */
static void add_seat(field *to, const gx_slot *slot)
{
    source *out = &to->source[to->sources];
    gx_seat *seat = &out->seat;
    if (!gx_slot_find(seat, to->implicit, slot, &to->who))
        return;
    uint32_t base = seat->realm->place_base, others = seat->block.end - seat->block.first - 1;
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        out->row = gx_kin_row(to->implicit);
        add_source(to, FROM_CLAN, others * GX_HOUSEHOLD_MAX, out->row->most);
        return;
    }
    out->row = gx_pair_row(to->implicit, slot, seat->block);
    out->own = base + seat->place;
    out->first = base + seat->block.first;
    out->key = slot->pair_key;
    out->below = gx_pair_below(out->row);
    add_source(to, FROM_PLACES, others, out->row->most);
}

static void add_fixed(field *to)
{
    const gx_implicit *implicit = to->implicit;
    gx_unit not_mine = to->who.child ? GX_UNIT_GROWN : GX_UNIT_CHILD;
    for (uint32_t at = implicit->fixed; at-- > 0;) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        if (slot->unit != not_mine)
            add_seat(to, slot);
    }
}

static void add_lots(field *to, gx_lots trait)
{
    const gx_implicit *implicit = to->implicit;
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run run = gx_lots_of(implicit, trait, &to->who);
    for (uint32_t at = 0; at < run.count; at++)
        add_seat(to, &implicit->slot[table->at[gx_lot_turn(table, run, at)].slot]);
}

/* All blocks of the user, those that are hit often before the home and the lots. */
static void survey(field *to, const gx_implicit *implicit, uint32_t user, bool dormant)
{
    to->implicit = implicit;
    to->who = gx_who_is(implicit, user);
    to->home = gx_who_home(implicit, &to->who);
    to->end = to->sources = 0;
    if (dormant) {
        add_lots(to, GX_LOTS_PAST);
        return;
    }
    add_fixed(to);
    add_lots(to, GX_LOTS_COMMUNITY);
    add_source(to, FROM_HOME, to->home.end - to->home.first - 1,
               gx_rule_row_of(implicit->rule, gx_home_focus())->most);
    add_source(to, FROM_WEAK, implicit->lots[GX_LOTS_WEAK].count,
               gx_rule_strength(implicit->rule, GX_RULE_WEAK_BASE, UINT32_MAX));
}

/* Candidate `at` of a run that one's own number is left out of. */
static uint32_t other_than(uint32_t own, uint32_t first, uint32_t at)
{
    return first + at + (first + at >= own);
}

static const gx_pick nobody = {GX_NO_FRIEND, 0};

/* Whether the word of two places ties them: else the sexes forbid it. */
static bool may_meet(const field *of, const gx_rule_row *row, uint64_t word, uint32_t other)
{
    uint32_t chance = gx_pair_chance(word);
    if (chance < row->limit[0] && chance < row->limit[1])
        return true;
    const gx_population *people = of->implicit->people;
    return chance < row->limit[gx_sex_of(people, of->who.user) != gx_sex_of(people, other)];
}

/* The tries: the friend if candidate `at` is one, and stronger than `level`; else nobody. */

static gx_pick try_place(const field *of, const source *in, uint32_t at, uint32_t level)
{
    uint32_t place = other_than(in->own, in->first, at);
    uint64_t word = gx_mix64(in->key ^ gx_pair_of(in->own, place));
    if (word >= in->below)
        return nobody;
    uint32_t strength = gx_pair_strength(of->implicit, in->row, word);
    if (strength <= level)
        return nobody;
    const gx_realm *realm = in->seat.realm;
    uint32_t other = gx_slot_unit(of->implicit, in->seat.slot, realm, place - realm->place_base);
    return may_meet(of, in->row, word, other) ? (gx_pick){other, (uint8_t)strength} : nobody;
}

static gx_pick try_clan(const field *of, const source *in, uint32_t at, uint32_t level)
{
    const gx_seat *seat = &in->seat;
    uint32_t place = other_than(seat->place, seat->block.first, at / GX_HOUSEHOLD_MAX);
    uint32_t member = at % GX_HOUSEHOLD_MAX;
    uint64_t word = gx_kin_word(seat, of->who.user - of->home.first, place, member);
    uint32_t strength = gx_pair_strength(of->implicit, in->row, word);
    if (!gx_pair_may_tie(in->row, word) || strength <= level)
        return nobody;
    gx_span home =
        gx_household_span(of->implicit, gx_slot_unit(of->implicit, seat->slot, seat->realm, place));
    return member < home.end - home.first ? (gx_pick){home.first + member, (uint8_t)strength} : nobody;
}

static gx_pick stronger_than(gx_candidate tie, uint32_t level)
{
    uint8_t strength = gx_candidate_strength(tie);
    return strength > level ? (gx_pick){gx_candidate_other(tie), strength} : nobody;
}

static gx_pick try_home(const field *of, uint32_t at, uint32_t level)
{
    uint32_t other = other_than(of->who.user, of->home.first, at);
    return stronger_than(gx_home_ask(of->implicit, of->who.user, other), level);
}

/* The other end of one of the user's lots of weak ties. */
static gx_pick try_weak(field *of, uint32_t at, uint32_t level)
{
    const gx_implicit *implicit = of->implicit;
    if (at >= gx_lots_of(implicit, GX_LOTS_WEAK, &of->who).count)
        return nobody;
    uint32_t other = gx_weak_friend(implicit, &of->who, at);
    return other == GX_NO_FRIEND ? nobody
                                 : stronger_than(gx_rule_weak(implicit->rule, of->who.user, other), level);
}

/* A point by the pick's word and its turn: the step of wyrand (Wang Yi 2019), of which a multiplication by
 * the width of the field is taken. The upper half of that says which block the point falls on; what is left,
 * which of its candidates; and what is left of that, at which level. */
static inline gx_pick try_point(field *of, uint64_t word, uint32_t turn)
{
    __extension__ typedef unsigned __int128 wide;
    uint64_t seed = word + (turn + 1) * UINT64_C(0xa0761d6478bd642f);
    wide mixed = (wide)seed * (seed ^ UINT64_C(0xe7037ed1a0b428db));
    wide point = (wide)((uint64_t)mixed ^ (uint64_t)(mixed >> 64)) * of->end;
    const source *in = of->source;
    while (in->end <= (uint64_t)(point >> 64))
        in++;
    uint64_t left = ((uint64_t)point >> 32) * in->candidates;
    uint32_t at = (uint32_t)(left >> 32), level = gx_below32((uint32_t)left, in->most);
    if (in->kind == FROM_PLACES)
        return try_place(of, in, at, level);
    if (in->kind == FROM_CLAN)
        return try_clan(of, in, at, level);
    return in->kind == FROM_HOME ? try_home(of, at, level) : try_weak(of, at, level);
}

static gx_pick list_and_race(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
{
    gx_friend_room room;
    gx_friends friends = gx_implicit_friends_of(implicit, user, &room);
    return gx_race(&friends, word, dormant);
}

/* Whether a friend drawn from the blocks is one of the sort asked for, and on the platform. */
static bool is_wanted(const gx_implicit *implicit, uint32_t user, uint32_t other, bool dormant)
{
    if (!dormant && implicit->rule->platform == 0)
        return true;
    uint8_t layers = gx_implicit_tie_of(implicit, user, other).layers;
    return layers != 0 && ((layers & GX_LAYER_DORMANT) != 0) == dormant;
}

gx_pick gx_implicit_pick_tie(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
{
    field of;
    survey(&of, implicit, user, dormant);
    if (of.end == 0)
        return nobody;
    for (uint32_t turn = 0; turn < POINTS; turn++) {
        gx_pick pick = try_point(&of, word, turn);
        if (pick.user != GX_NO_FRIEND && is_wanted(implicit, user, pick.user, dormant))
            return pick;
    }
    return list_and_race(implicit, user, word, dormant);
}

bool gx_implicit_has_friends(const gx_implicit *implicit, uint32_t user, uint32_t at_least)
{
    if (implicit->rule->platform == 0 && at_least <= LISTED_FROM) {
        gx_who who = gx_who_is(implicit, user);
        gx_span home = gx_who_home(implicit, &who);
        if (home.end - home.first > at_least) /* who live together are tied */
            return true;
        if (at_least <= 1)
            return at_least == 0 || gx_implicit_pick_tie(implicit, user, 0, false).user != GX_NO_FRIEND;
    }
    gx_friend_room room;
    gx_friends friends = gx_implicit_friends_of(implicit, user, &room);
    uint32_t active = 0;
    for (uint32_t at = 0; at < friends.count && active < at_least; at++)
        active += (friends.layers[at] & GX_LAYER_DORMANT) == 0;
    return active >= at_least;
}
