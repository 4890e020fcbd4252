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

/* A block of candidates: `each` members of every place but one's own. Of weak ties, only how many. */
typedef struct source {
    source_kind kind;
    uint32_t candidates, most, base; /* strengths: the greatest, and before the noise */
    uint32_t own, first; /* places, numbered as in the words of pairs: the user's, and of the first other */
    uint32_t each, own_member;
    uint64_t each_inverse; /* 2^32 / each, rounded up */
    uint64_t key, below;   /* of those words, and which of them may tie */
    const gx_rule_row *row;
    gx_seat seat; /* of places and clans */
} source;

typedef struct field {
    const gx_implicit *implicit;
    gx_who who;
    gx_span home;
    uint32_t sources;
    int32_t end[SOURCES_MAX]; /* of their stretches; below 2^31, as a block has some 2,000 places at most */
    source source[SOURCES_MAX];
} field;

static void add_source(field *to, uint32_t candidates, uint32_t most)
{
    uint32_t at = to->sources;
    to->end[at] = (at > 0 ? to->end[at - 1] : 0) + (int32_t)(candidates * most);
    to->source[at].candidates = candidates;
    to->source[at].most = most;
    to->sources += candidates > 0;
}

/* A block whose ties are words of pairs; `others` places but one's own. */
static void add_pairs(field *to, source_kind kind, const gx_rule_row *row, uint64_t key, uint32_t own,
                      uint32_t first, uint32_t others)
{
    source *out = &to->source[to->sources];
    bool clan = kind == FROM_CLAN;
    out->kind = kind;
    out->each = clan ? GX_HOUSEHOLD_MAX : 1;
    out->each_inverse = (clan ? (UINT64_C(1) << 32) / GX_HOUSEHOLD_MAX : UINT64_C(1) << 32) + 1;
    out->own_member = clan ? to->who.user - to->home.first : 0;
    out->row = row;
    out->base = row->base;
    out->own = own;
    out->first = first;
    out->key = key;
    out->below = gx_pair_below(row);
    add_source(to, others * out->each, row->most);
}

static void add_seat(field *to, const gx_seat *seat)
{
    const gx_slot *slot = seat->slot;
    bool clan = slot->unit == GX_UNIT_HOUSEHOLD;
    uint32_t base = seat->realm->place_base, size = seat->block.end - seat->block.first;
    gx_focus focus = {.kind = slot->kind, .size = clan ? GX_RULE_SIZES : size};
    to->source[to->sources].seat = *seat;
    add_pairs(to, clan ? FROM_CLAN : FROM_PLACES, gx_rule_row_of(to->implicit->rule, focus), slot->pair_key,
              base + seat->place, base + seat->block.first, size - 1);
}

/* No word ties them: they are asked one by one. */
static void add_weak(field *to)
{
    source *out = &to->source[to->sources];
    *out = (source){.kind = FROM_WEAK};
    add_source(to, to->implicit->lots[GX_LOTS_WEAK].count,
               gx_rule_strength(to->implicit->rule, GX_RULE_WEAK_BASE, UINT32_MAX));
}

/* All blocks of the user. */
static void survey(field *to, const gx_implicit *implicit, uint32_t user, bool dormant)
{
    uint8_t slot[GX_SLOTS_MAX];
    gx_seat seat[GX_SLOTS_MAX];
    to->implicit = implicit;
    gx_who_is(&to->who, implicit, user);
    to->home = gx_who_home(implicit, &to->who);
    to->sources = 0;
    uint32_t count = dormant ? 0 : gx_slots_fixed(slot, implicit, GX_SEATS_CHAT | GX_SEATS_CLOSE, &to->who);
    count += gx_slots_drawn(slot + count, implicit, dormant ? GX_LOTS_PAST : GX_LOTS_COMMUNITY, &to->who);
    count = gx_slots_find(seat, implicit, slot, count, &to->who);
    for (uint32_t at = 0; at < count; at++)
        gx_seat_sit(&seat[at]);
    for (uint32_t at = 0; at < count; at++)
        add_seat(to, &seat[at]);
    if (!dormant) {
        add_pairs(to, FROM_HOME, gx_home_row(implicit), implicit->home_key, user, to->home.first,
                  to->home.end - to->home.first - 1);
        add_weak(to);
    }
}

/* Candidate `at` of a run that one's own number is left out of. */
static inline uint32_t other_than(uint32_t own, uint32_t first, uint32_t at)
{
    return first + at + (first + at >= own);
}

/* ---- Points ---- */

/* A point: a candidate of a source, and a level. But for weak ties: who of which place, and the word of the
 * tie. */
typedef struct
try {
    const source *in;
    uint32_t at, level;
    uint32_t place, member;
    uint64_t word;
}
try;

/* The source that a point falls on: how many end before it. */
static inline uint32_t source_at(const field *of, int32_t point)
{
    uint32_t number = 0;
    for (uint32_t at = 0; at + 1 < of->sources; at++)
        number += of->end[at] <= point;
    return number;
}

/* A point by the pick's word and its turn: the step of wyrand (Wang Yi 2019), of which a multiplication by
 * the width of the field is taken. The upper half of that says which block the point falls on; what is left,
 * which of its candidates; and what is left of that, at which level.
 *
 * Returns whether it may be a friend: all of it without a branch, as none could be guessed. */
static inline bool may_be(try *out, const field *of, uint64_t word, uint32_t turn)
{
    __extension__ typedef unsigned __int128 wide;
    uint64_t seed = word + (turn + 1) * UINT64_C(0xa0761d6478bd642f);
    wide mixed = (wide)seed * (seed ^ UINT64_C(0xe7037ed1a0b428db));
    wide point = (wide)((uint64_t)mixed ^ (uint64_t)(mixed >> 64)) * (uint32_t)of->end[of->sources - 1];
    const source *in = &of->source[source_at(of, (int32_t)(point >> 64))];
    uint64_t left = ((uint64_t)point >> 32) * in->candidates;
    out->in = in;
    out->at = (uint32_t)(left >> 32);
    out->level = gx_below32((uint32_t)left, in->most);
    uint32_t place = (uint32_t)(out->at * in->each_inverse >> 32);
    out->member = out->at - place * in->each;
    out->place = other_than(in->own, in->first, place);
    out->word = gx_member_word(in->key, in->own, in->own_member, out->place, out->member);
    uint32_t strength = gx_rule_strength(of->implicit->rule, in->base, (uint32_t)out->word);
    return (in->kind == FROM_WEAK) | ((out->word < in->below) & (strength > out->level));
}

/* Whether the word of two places ties them: else the sexes forbid it. */
static bool may_meet(const field *of, const gx_rule_row *row, uint64_t word, uint32_t other)
{
    uint32_t chance = gx_pair_chance(word);
    if (chance < row->limit[0] && chance < row->limit[1])
        return true;
    const gx_population *people = of->implicit->people;
    return chance < row->limit[gx_sex_of(people, of->who.user) != gx_sex_of(people, other)];
}

/* Whom a point means: asked for, unless it can be told by now that it is nobody (false). */
static bool ask_point(gx_asked *out, field *of, const try *point)
{
    const gx_implicit *implicit = of->implicit;
    const gx_seat *seat = &point->in->seat;
    switch (point->in->kind) {
    case FROM_HOME: /* whose places are users */
        out->user[0] = point->place;
        return true;
    case FROM_WEAK:
        return point->at < gx_lots_of(implicit, GX_LOTS_WEAK, &of->who).count &&
               gx_weak_ask(out, implicit, &of->who, point->at);
    default:
        gx_slot_ask_one(out, implicit, seat->slot, seat->realm, point->place - seat->realm->place_base);
        return true;
    }
}

/* Who is at the place, if it is a friend. */
static uint32_t who_is_there(const field *of, const gx_asked *asked, const try *point)
{
    const gx_implicit *implicit = of->implicit;
    uint32_t other;
    gx_slot_read(&other, implicit, asked);
    if (point->in->kind == FROM_CLAN) {
        gx_span home = gx_household_span(implicit, other);
        bool there = point->member < home.end - home.first;
        return there ? home.first + point->member : GX_NO_FRIEND;
    }
    return may_meet(of, point->in->row, point->word, other) ? other : GX_NO_FRIEND;
}

/* The other end of one of the user's lots of weak ties. */
static uint32_t who_is_far(const field *of, const gx_asked *asked, const try *point)
{
    uint32_t other = gx_weak_read(of->implicit, asked);
    gx_candidate tie = gx_rule_weak(of->implicit->rule, of->who.user, other);
    return gx_candidate_strength(tie) > point->level ? other : GX_NO_FRIEND;
}

static uint32_t read_point(const field *of, const gx_asked *asked, const try *point)
{
    switch (point->in->kind) {
    case FROM_HOME:
        return asked->user[0];
    case FROM_WEAK:
        return who_is_far(of, asked, point);
    default:
        return who_is_there(of, asked, point);
    }
}

static uint32_t list_and_race(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
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

/* ---- Picks ---- */

/* A pick: the field, the next turn, and the point that may be a friend, which is being waited for. */
typedef struct pick {
    field in;
    uint64_t word;
    uint32_t turn;
    bool dormant;
    try point;
    gx_asked asked;
} pick;

/* The next point that may be a friend is asked for; false: POINTS have failed, or there is no block. */
static bool find_point(pick *of)
{
    while (of->in.sources > 0 && of->turn < POINTS)
        if (may_be(&of->point, &of->in, of->word, of->turn++) && ask_point(&of->asked, &of->in, &of->point))
            return true;
    return false;
}

static bool begin_pick(pick *out, const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
{
    survey(&out->in, implicit, user, dormant);
    out->word = word;
    out->turn = 0;
    out->dormant = dormant;
    return find_point(out);
}

/* `found`: as begin_pick said. */
static uint32_t end_pick(pick *of, bool found)
{
    const gx_implicit *implicit = of->in.implicit;
    uint32_t user = of->in.who.user;
    for (; found; found = find_point(of)) {
        uint32_t friend = read_point(&of->in, &of->asked, &of->point);
        if (friend != GX_NO_FRIEND && is_wanted(implicit, user, friend, of->dormant))
            return friend;
    }
    return of->in.sources > 0 ? list_and_race(implicit, user, of->word, of->dormant) : GX_NO_FRIEND;
}

uint32_t gx_implicit_pick_tie(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
{
    pick one;
    bool found = begin_pick(&one, implicit, user, word, dormant);
    return end_pick(&one, found);
}

/* While one waits for memory, the next begins. */
void gx_implicit_pick_ties(const gx_implicit *implicit, const uint32_t *user, const uint64_t *word,
                           uint32_t count, uint32_t *friend)
{
    pick room[2];
    bool found[2];
    for (uint32_t at = 0; at <= count; at++) {
        if (at < count)
            found[at % 2] = begin_pick(&room[at % 2], implicit, user[at], word[at], false);
        if (at > 0)
            friend[at - 1] = end_pick(&room[(at - 1) % 2], found[(at - 1) % 2]);
    }
}

bool gx_implicit_has_friends(const gx_implicit *implicit, uint32_t user, uint32_t at_least)
{
    if (implicit->rule->platform == 0 && at_least <= LISTED_FROM) {
        gx_who who;
        gx_who_is(&who, implicit, user);
        gx_span home = gx_who_home(implicit, &who);
        if (home.end - home.first > at_least) /* who live together are tied */
            return true;
        if (at_least <= 1)
            return at_least == 0 || gx_implicit_pick_tie(implicit, user, 0, false) != GX_NO_FRIEND;
    }
    gx_friend_room room;
    gx_friends friends = gx_implicit_friends_of(implicit, user, &room);
    uint32_t active = 0;
    for (uint32_t at = 0; at < friends.count && active < at_least; at++)
        active += (friends.layers[at] & GX_LAYER_DORMANT) == 0;
    return active >= at_least;
}
