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
 * every friend comes with a chance in proportion to the strength, and only one is looked up. Of a point in a
 * class one in eight succeeds. When 64 have failed, as for who has hardly a friend, the friends are listed
 * after all, and raced for (ties/picking.c): that is the same distribution again, so that stopping biases
 * nothing.
 *
 * It differs from a draw by the rows in two small ways. Strengths of a friend from several blocks add up
 * here without the limit of 255; and what an old class adds to an active tie does not count.
 */
#include "../ties/base.h"
#include "implicit.h"
#include "lots.h"
#include "pairs.h"

enum { POINTS = 64, ROUND = 8, SOURCES_MAX = 2 + GX_SLOTS_MAX, LISTED_FROM = 4 };

/* A block of candidates. */
typedef struct source {
    const gx_seat *seat; /* NULL: the household; &weak_ties: those */
    uint32_t candidates, most;
    uint64_t end; /* of its stretch */
} source;

static const gx_seat weak_ties;

typedef struct field {
    const gx_implicit *implicit;
    gx_who who;
    gx_span home;
    uint32_t sources;
    gx_seat seat[GX_SLOTS_MAX];
    source source[SOURCES_MAX];
} field;

static uint32_t most_of(const gx_rule *rule, uint32_t base)
{
    return gx_rule_strength(rule, base, UINT32_MAX);
}

static void add_source(field *to, const gx_seat *seat, uint32_t candidates, uint32_t most)
{
    if (candidates == 0)
        return;
    uint64_t before = to->sources == 0 ? 0 : to->source[to->sources - 1].end;
    to->source[to->sources++] = (source){seat, candidates, most, before + (uint64_t)candidates * most};
}

static void add_seats(field *to, uint32_t sorts)
{
    const gx_implicit *implicit = to->implicit;
    uint32_t seats = gx_seats_of(to->seat, implicit, sorts, &to->who);
    for (uint32_t at = 0; at < seats; at++) {
        const gx_seat *seat = &to->seat[at];
        bool clan = seat->slot->unit == GX_UNIT_HOUSEHOLD;
        uint32_t others = seat->block.end - seat->block.first - 1;
        uint32_t base = clan ? gx_rule_row_of(implicit->rule, gx_clan_focus(seat->slot))->base
                             : gx_pair_row(implicit, seat->slot, seat->block).base;
        add_source(to, seat, clan ? others * GX_HOUSEHOLD_MAX : others, most_of(implicit->rule, base));
    }
}

static void survey(field *to, const gx_implicit *implicit, uint32_t user, bool dormant)
{
    to->implicit = implicit;
    to->who = gx_who_is(implicit, user);
    to->sources = 0;
    if (dormant) {
        add_seats(to, GX_SEATS_PAST);
        return;
    }
    to->home = gx_who_home(implicit, &to->who);
    add_source(to, NULL, to->home.end - to->home.first - 1,
               most_of(implicit->rule, gx_rule_row_of(implicit->rule, gx_home_focus())->base));
    add_seats(to, GX_SEATS_CHAT | GX_SEATS_CLOSE);
    add_source(to, &weak_ties, gx_lots_of(implicit, GX_LOTS_WEAK, &to->who).count,
               most_of(implicit->rule, GX_RULE_WEAK_BASE));
}

/* Candidate `at` of a run that one's own number is left out of. */
static uint32_t other_than(uint32_t own, uint32_t first, uint32_t at)
{
    return first + at + (first + at >= own);
}

/* Some points, and the pairs' draws of those that are places: they are made side by side, as they say no to
 * most. */
typedef struct points {
    const source *in[ROUND];
    uint32_t at[ROUND], level[ROUND], place[ROUND];
    gx_draws draws;
} points;

static bool is_place(const source *in)
{
    return in->seat != NULL && in->seat != &weak_ties && in->seat->slot->unit != GX_UNIT_HOUSEHOLD;
}

static void draw_points(points *out, const field *of, uint64_t word, uint32_t first)
{
    gx_draw_names names;
    for (uint32_t i = 0; i < ROUND; i++) {
        uint64_t where = gx_below64(gx_mix64(word + first + i), of->source[of->sources - 1].end), before = 0;
        const source *in = of->source;
        for (; in->end <= where; in++)
            before = in->end;
        uint32_t from = (uint32_t)(where - before);
        out->in[i] = in;
        out->at[i] = from / in->most;
        out->level[i] = from % in->most;
        names.who[i] = names.about[i] = names.occasion[i] = 0;
        if (!is_place(in))
            continue;
        out->place[i] = other_than(in->seat->place, in->seat->block.first, out->at[i]);
        gx_pair_name(&names, i, in->seat, out->place[i]);
    }
    gx_draws_at(&out->draws, of->implicit->rule->key, GX_DRAW_IMPLICIT_PAIR, &names, ROUND);
}

/* The friend if the candidate is one, and stronger than `level`; else GX_NO_FRIEND. */
static uint32_t try_place(const field *of, const points *to, uint32_t i)
{
    const gx_implicit *implicit = of->implicit;
    const gx_seat *seat = to->in[i]->seat;
    uint32_t word = to->draws.word[0][i] >> 1, other;
    gx_rule_row row = gx_pair_row(implicit, seat->slot, seat->block);
    if ((word >= row.limit[0] && word >= row.limit[1]) ||
        gx_rule_strength(implicit->rule, row.base, to->draws.word[1][i]) <= to->level[i])
        return GX_NO_FRIEND;
    gx_slot_units(&other, implicit, seat->slot, seat->realm, &to->place[i], 1);
    if (word >= row.limit[0] || word >= row.limit[1]) { /* the sexes decide */
        bool differs = gx_sex_of(implicit->people, of->who.user) != gx_sex_of(implicit->people, other);
        return word < row.limit[differs] ? other : GX_NO_FRIEND;
    }
    return other;
}

static uint32_t try_kin(const field *of, gx_focus focus, uint32_t other, uint32_t level)
{
    gx_candidate tie = gx_kin_ask(of->implicit, focus, of->who.user, other);
    return gx_candidate_strength(tie) > level ? other : GX_NO_FRIEND;
}

static uint32_t try_clan(const field *of, const gx_seat *seat, uint32_t at, uint32_t level)
{
    uint32_t place = other_than(seat->place, seat->block.first, at / GX_HOUSEHOLD_MAX), household;
    gx_slot_units(&household, of->implicit, seat->slot, seat->realm, &place, 1);
    gx_span home = gx_household_span(of->implicit, household);
    uint32_t other = home.first + at % GX_HOUSEHOLD_MAX;
    return other < home.end ? try_kin(of, gx_clan_focus(seat->slot), other, level) : GX_NO_FRIEND;
}

/* The other end of one of the user's lots of weak ties. */
static uint32_t try_weak(field *of, uint32_t at, uint32_t level)
{
    const gx_implicit *implicit = of->implicit;
    uint32_t other = gx_weak_friend(implicit, &of->who, at);
    bool strong = other != GX_NO_FRIEND &&
                  gx_candidate_strength(gx_rule_weak(implicit->rule, of->who.user, other)) > level;
    return strong ? other : GX_NO_FRIEND;
}

static uint32_t try_point(field *of, const points *to, uint32_t i)
{
    const source *in = to->in[i];
    if (is_place(in))
        return try_place(of, to, i);
    if (in->seat == NULL)
        return try_kin(of, gx_home_focus(), other_than(of->who.user, of->home.first, to->at[i]),
                       to->level[i]);
    return in->seat == &weak_ties ? try_weak(of, to->at[i], to->level[i])
                                  : try_clan(of, in->seat, to->at[i], to->level[i]);
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

uint32_t gx_implicit_pick_tie(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant)
{
    field of;
    points to;
    survey(&of, implicit, user, dormant);
    for (uint32_t turn = 0; turn < POINTS && of.sources > 0; turn++) {
        if (turn % ROUND == 0)
            draw_points(&to, &of, word, turn);
        uint32_t other = try_point(&of, &to, turn % ROUND);
        if (other != GX_NO_FRIEND && is_wanted(implicit, user, other, dormant))
            return other;
    }
    return dormant && of.sources == 0 ? GX_NO_FRIEND : list_and_race(implicit, user, word, dormant);
}

bool gx_implicit_has_friends(const gx_implicit *implicit, uint32_t user, uint32_t at_least)
{
    if (implicit->rule->platform == 0 && at_least <= LISTED_FROM) {
        gx_who who = gx_who_is(implicit, user);
        gx_span home = gx_who_home(implicit, &who);
        if (home.end - home.first > at_least) /* who live together are tied */
            return true;
        uint32_t other = at_least == 1 ? gx_implicit_pick_tie(implicit, user, 0, false) : GX_NO_FRIEND;
        if (at_least <= 1)
            return at_least == 0 || other != GX_NO_FRIEND;
    }
    gx_friend_room room;
    gx_friends friends = gx_implicit_friends_of(implicit, user, &room);
    uint32_t active = 0;
    for (uint32_t at = 0; at < friends.count && active < at_least; at++)
        active += (friends.layers[at] & GX_LAYER_DORMANT) == 0;
    return active >= at_least;
}
