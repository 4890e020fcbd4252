/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tie of two, and whether it is strong enough.
 *
 * A tie is the sum of what all foci make of two that they share: their household, the blocks of slots in
 * which both sit, the lots of weak ties that match them. They share few, so the work is to say no early, and
 * what costs most comes last:
 *
 *     who may meet     who lives too far apart, or stands too far apart in the order of a trait, cannot sit
 * in one block (windows.h); nor can those whose lots have none in common the own seat     found once for all
 * who are asked about the other's      whether its window, or band, touches that block, and only then its
 * place, which takes a shuffle (gx_seat_shared) the pair         a hash (pairs.h)
 *
 * Who only wants to know whether a tie is strong enough is told sooner. A focus makes ties of its kind, whose
 * strengths have a bound: most who meet in a community of forty cannot be as near as brothers. So what they
 * may share is listed first, with the greatest strength that each can add, which takes no shuffle; while the
 * listed is asked, strongest kinds first, the tie is enough as soon as the sum reaches what is needed, and
 * never will be as soon as the sum and all that is left do not. Most questions end before a place is found.
 *
 * A platform keeps or drops a tie by all of its layers: there nothing is enough before everything is known.
 */
#include "implicit.h"
#include "lots.h"
#include "pairs.h"
#include "windows.h"

#include <string.h>

/* ---- Who asks ---- */

/* What was found on the way: most questions are on the same few seats. */
typedef enum knowledge { UNASKED, ABSENT, SEATED } knowledge;
typedef struct asker {
    gx_who who;
    gx_span home;
    uint8_t sex;                 /* NO_SEX until asked for */
    uint8_t fixed[GX_SLOTS_MAX]; /* slots that are none of lots and can be the own, those of clans last */
    uint32_t sorted, all;        /* how many of them are in the order of a trait, and how many in all */
    uint8_t known[GX_SLOTS_MAX]; /* knowledge, by slot */
    gx_seat seat[GX_SLOTS_MAX];  /* of those SEATED */
    /* room for what is listed with one of the others */
    uint8_t slot[GX_SLOTS_MAX];  /* that they may share */
    uint32_t most[GX_SLOTS_MAX]; /* strength that each adds */
    gx_lot lot[GX_LOTS_MAX];     /* of weak ties */
} asker;

enum { NO_SEX = UINT8_MAX, TOGETHER = 16 /* are looked up before the first is asked for */ };

static const gx_seat *own_seat(asker *own, const gx_implicit *implicit, const gx_slot *slot)
{
    size_t at = (size_t)(slot - implicit->slot);
    if (own->known[at] == UNASKED)
        own->known[at] = gx_slot_find(&own->seat[at], implicit, slot, &own->who) ? SEATED : ABSENT;
    return own->known[at] == SEATED ? &own->seat[at] : NULL;
}

/* Who is in one clan takes a shuffle to know, so clans come last; whose household is no unit of a thinned
 * slot is soon told. */
static void list_own(asker *own, const gx_implicit *implicit)
{
    gx_unit band = own->who.child ? GX_UNIT_CHILD : GX_UNIT_GROWN;
    own->all = 0;
    for (uint32_t at = 0; at < implicit->fixed; at++)
        if (implicit->slot[implicit->fixed_slot[at]].unit == band)
            own->fixed[own->all++] = implicit->fixed_slot[at];
    own->sorted = own->all;
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        if (slot->unit == GX_UNIT_HOUSEHOLD && (slot->thin == 0 || own_seat(own, implicit, slot) != NULL))
            own->fixed[own->all++] = implicit->fixed_slot[at];
    }
}

static void begin(asker *own, const gx_implicit *implicit, uint32_t user)
{
    gx_who_is(&own->who, implicit, user);
    own->home = gx_who_home(implicit, &own->who);
    own->sex = NO_SEX;
    memset(own->known, UNASKED, implicit->slots);
    list_own(own, implicit);
}

static uint8_t own_sex(asker *own, const gx_implicit *implicit)
{
    if (own->sex == NO_SEX)
        own->sex = gx_sex_of(implicit->people, own->who.user);
    return own->sex;
}

static inline const gx_rule_row *row_of(const gx_implicit *implicit, const gx_seat *seat)
{
    return seat->slot->unit == GX_UNIT_HOUSEHOLD ? gx_kin_row(implicit)
                                                 : gx_pair_row(implicit, seat->slot, seat->block);
}

/* The greatest strength of a tie of a slot: of the own block, once it is known, else of the smallest, whose
 * ties are strongest. */
static inline uint32_t most_of(const asker *own, const gx_implicit *implicit, const gx_slot *slot)
{
    size_t at = (size_t)(slot - implicit->slot);
    if (own->known[at] == SEATED)
        return row_of(implicit, &own->seat[at])->most;
    gx_focus smallest = {.kind = slot->kind, .size = 2};
    return own->known[at] == ABSENT ? 0 : gx_rule_row_of(implicit->rule, smallest)->most;
}

/* ---- A question ---- */

enum { WHOLE = 0 /* nothing is enough: how strong it is is asked */ };

typedef struct question {
    const gx_implicit *implicit;
    asker *own;
    gx_who *other;
    uint32_t need;    /* of strength, or WHOLE */
    gx_candidate tie; /* by what has been asked; 0: none */
    uint32_t left;    /* that what has not been asked adds at the most */
    uint32_t maybe;   /* slots listed that they may share */
} question;

/* Whether nothing that is left can change the answer. */
static inline bool is_settled(const question *of)
{
    uint32_t strength = gx_candidate_strength(of->tie);
    if (of->need == WHOLE)
        return false;
    return strength + of->left < of->need || (strength >= of->need && of->implicit->rule->platform == 0);
}

static inline void add(question *of, gx_candidate made)
{
    if (made != 0)
        of->tie = of->tie == 0 ? made : gx_candidate_join(of->tie, made);
}

/* ---- What they may share ---- */

static inline void list(question *of, const gx_slot *slot)
{
    uint32_t most = most_of(of->own, of->implicit, slot);
    of->own->slot[of->maybe] = (uint8_t)(slot - of->implicit->slot);
    of->own->most[of->maybe] = most;
    of->left += most;
    of->maybe += most > 0;
}

/* A child and a grown-up share none that is in the order of a trait. */
static void list_fixed(question *of)
{
    const gx_implicit *implicit = of->implicit;
    const asker *own = of->own;
    for (uint32_t at = own->who.child == of->other->child ? 0 : own->sorted; at < own->all; at++) {
        const gx_slot *slot = &implicit->slot[own->fixed[at]];
        if (gx_slot_may_share(implicit, slot, &of->own->who, of->other))
            list(of, slot);
    }
}

/* Only slots of which both have drawn the lot. */
static void list_lots(question *of, gx_lots trait)
{
    const gx_implicit *implicit = of->implicit;
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run mine = gx_lots_of(implicit, trait, &of->own->who),
               theirs = gx_lots_of(implicit, trait, of->other);
    if (!gx_lots_meet(table, mine, theirs))
        return;
    for (uint32_t at = 0; at < mine.count; at++) {
        uint32_t turn = gx_lot_turn(table, mine, at);
        const gx_slot *slot = &implicit->slot[table->at[turn].slot];
        if (gx_lots_have(table, theirs, turn) && gx_slot_may_share(implicit, slot, &of->own->who, of->other))
            list(of, slot);
    }
}

/* ---- What they share ---- */

/* What a seat and another place of its block make of two users; 0: no tie. */
static gx_candidate ask_seats(const question *of, const gx_seat *mine, uint32_t theirs)
{
    const gx_implicit *implicit = of->implicit;
    const gx_slot *slot = mine->slot;
    uint32_t user = of->own->who.user, other = of->other->user;
    if (mine->place == theirs)
        return 0;
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        uint32_t member = other - gx_who_home(implicit, of->other).first;
        uint64_t word = gx_kin_word(mine, user - of->own->home.first, theirs, member);
        return gx_kin_judge(implicit, gx_kin_row(implicit), word, other);
    }
    const gx_rule_row *row = gx_pair_row(implicit, slot, mine->block);
    uint64_t word = gx_pair_word(mine, theirs);
    if (!gx_pair_may_tie(row, word))
        return 0;
    return gx_pair_judge(implicit, slot, row, word, own_sex(of->own, implicit), other);
}

/* The own seat may tell that the block makes weaker ties than the smallest does. */
static void ask_slot(question *of, uint32_t at)
{
    const gx_slot *slot = &of->implicit->slot[of->own->slot[at]];
    const gx_seat *mine = own_seat(of->own, of->implicit, slot);
    of->left -= of->own->most[at];
    if (mine == NULL)
        return;
    uint32_t theirs, most = row_of(of->implicit, mine)->most, rest = of->left;
    of->left += most;
    if (is_settled(of))
        return;
    of->left = rest;
    if (gx_seat_shared(&theirs, of->implicit, mine, of->other))
        add(of, ask_seats(of, mine, theirs));
}

static void ask_listed(question *of, uint32_t from)
{
    for (uint32_t at = from; at < of->maybe && !is_settled(of); at++)
        ask_slot(of, at);
}

static inline uint32_t most_of_weak(const question *of)
{
    return gx_rule_strength(of->implicit->rule, GX_RULE_WEAK_BASE, UINT32_MAX);
}

static void ask_weak(question *of)
{
    uint32_t most = most_of_weak(of);
    uint32_t count = gx_weak_shared(of->own->lot, of->implicit, &of->own->who, of->other);
    of->left = count * most;
    for (uint32_t at = 0; at < count && !is_settled(of); at++) {
        of->left -= most;
        if (gx_weak_tied(of->implicit, of->own->lot[at], &of->own->who, of->other))
            add(of, gx_rule_weak(of->implicit->rule, of->own->who.user, of->other->user));
    }
}

static void ask_home(question *of)
{
    uint32_t user = of->own->who.user, other = of->other->user;
    if (other >= of->own->home.first && other < of->own->home.end)
        add(of, gx_home_ask(of->implicit, user, other));
}

/* Old classes and weak ties make little, and few share any: the other's lots of them are dealt only where as
 * many as there are own ones could tip the balance. */
static void ask_all(question *of)
{
    const gx_implicit *implicit = of->implicit;
    const gx_focus old = {.kind = GX_FOCUS_PAST, .size = 2};
    uint32_t most_of_past = gx_rule_row_of(implicit->rule, old)->most;
    uint32_t past = gx_lots_of(implicit, GX_LOTS_PAST, &of->own->who).count * most_of_past;
    uint32_t weak = gx_lots_of(implicit, GX_LOTS_WEAK, &of->own->who).count * most_of_weak(of);
    of->left = past + weak;
    ask_home(of);
    list_fixed(of);
    list_lots(of, GX_LOTS_COMMUNITY);
    ask_listed(of, 0);
    if (!is_settled(of)) {
        uint32_t asked = of->maybe;
        of->left = weak;
        list_lots(of, GX_LOTS_PAST);
        ask_listed(of, asked);
    }
    if (!is_settled(of))
        ask_weak(of);
}

/* The tie of one who has an account with another one, as far as it is needed; 0: none. */
static gx_candidate ask(const gx_implicit *implicit, asker *own, gx_who *other, uint32_t need)
{
    question of = {.implicit = implicit, .own = own, .other = other, .need = need};
    ask_all(&of);
    return of.tie != 0 && gx_pair_on_platform(implicit, own->who.user, of.tie) ? of.tie : 0;
}

static bool is_another(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    return other < implicit->users && other != user;
}

gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    if (!is_another(implicit, user, other) || !gx_has_account(implicit, user))
        return (gx_tie){0};
    asker own;
    begin(&own, implicit, user);
    gx_who theirs;
    gx_who_is(&theirs, implicit, other);
    gx_candidate tie = ask(implicit, &own, &theirs, WHOLE);
    if (tie == 0)
        return (gx_tie){0};
    return (gx_tie){.strength = gx_candidate_strength(tie), .layers = gx_candidate_layers(tie)};
}

/* Some are found before the first is asked for, so that what is kept of them is on its way. */
static void ask_some(bool *reached, const gx_implicit *implicit, asker *own, const uint32_t *other,
                     const uint8_t *need, uint32_t count)
{
    gx_who who[TOGETHER];
    for (uint32_t at = 0; at < count; at++)
        if (is_another(implicit, own->who.user, other[at]))
            gx_who_is(&who[at], implicit, other[at]);
    for (uint32_t at = 0; at < count; at++)
        if (need[at] > 0 && is_another(implicit, own->who.user, other[at]))
            reached[at] = gx_candidate_strength(ask(implicit, own, &who[at], need[at])) >= need[at];
        else
            reached[at] = need[at] == 0;
}

void gx_implicit_ties_reach(const gx_implicit *implicit, uint32_t user, const uint32_t *other,
                            const uint8_t *need, uint32_t count, bool *reached)
{
    bool alone = !gx_has_account(implicit, user);
    for (uint32_t at = 0; at < count && alone; at++)
        reached[at] = need[at] == 0;
    if (count == 0 || alone)
        return;
    asker own;
    begin(&own, implicit, user);
    for (uint32_t at = 0; at < count; at += TOGETHER)
        ask_some(reached + at, implicit, &own, other + at, need + at,
                 count - at < TOGETHER ? count - at : TOGETHER);
}
