/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends that nobody keeps: every slot is asked for the user's block, and the others of the block for a
 * tie.
 *
 * A pair is asked by its places, not by its users: the word needs no inverse, so that only those who are
 * tied (and may be of the wrong sex) are looked up. It names the slot, and the places of all its realms have
 * numbers of their own; so either end asks the same. Members of a clan are asked by the places of their
 * households and their numbers in them.
 *
 * The tie of two is that of all slots in which they sit in one block, which are few: so the work is to say no
 * early, and what costs most comes last. Who lives too far apart, or stands too far apart in the order of a
 * trait, cannot meet in a slot (windows.h), nor can those whose lots have none in common. Then the place of
 * the one who asks is found, once for all who are asked about; then whether the other's window, or band,
 * touches that block; and only then the other's place, which takes a shuffle (gx_seat_shared).
 */
#include "implicit.h"
#include "lots.h"
#include "pairs.h"
#include "windows.h"

#include <gx/base/sort.h>
#include <string.h>

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

/* ---- The tie of two ---- */

/* Who asks for ties with others, and what was found on the way: most questions are on the same few seats. */
typedef enum knowledge { UNASKED, ABSENT, SEATED } knowledge;
typedef struct asker {
    gx_who who;
    gx_span home;
    uint8_t sex;                 /* NO_SEX until asked for */
    uint8_t known[GX_SLOTS_MAX]; /* knowledge, by slot */
    gx_seat seat[GX_SLOTS_MAX];  /* of those SEATED */
} asker;

enum { NO_SEX = UINT8_MAX, TOGETHER = 16 /* are looked up before the first is asked for */ };

static void begin(asker *own, const gx_implicit *implicit, uint32_t user)
{
    own->who = gx_who_is(implicit, user);
    own->home = gx_who_home(implicit, &own->who);
    own->sex = NO_SEX;
    memset(own->known, UNASKED, implicit->slots);
}

static const gx_seat *own_seat(asker *own, const gx_implicit *implicit, const gx_slot *slot)
{
    size_t at = (size_t)(slot - implicit->slot);
    if (own->known[at] == UNASKED)
        own->known[at] = gx_slot_find(&own->seat[at], implicit, slot, &own->who) ? SEATED : ABSENT;
    return own->known[at] == SEATED ? &own->seat[at] : NULL;
}

static uint8_t own_sex(asker *own, const gx_implicit *implicit)
{
    if (own->sex == NO_SEX)
        own->sex = gx_sex_of(implicit->people, own->who.user);
    return own->sex;
}

/* What a seat and another place of its block make of two users; 0: no tie. */
static gx_candidate ask_seats(const gx_implicit *implicit, asker *own, const gx_seat *mine, uint32_t theirs,
                              const gx_who *other)
{
    const gx_slot *slot = mine->slot;
    if (mine->place == theirs)
        return 0;
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        uint32_t member = other->user - gx_who_home(implicit, other).first;
        uint64_t word = gx_kin_word(mine, own->who.user - own->home.first, theirs, member);
        return gx_kin_judge(implicit, gx_kin_row(implicit), word, other->user);
    }
    const gx_rule_row *row = gx_pair_row(implicit, slot, mine->block);
    uint64_t word = gx_pair_word(mine, theirs);
    if (!gx_pair_may_tie(row, word))
        return 0;
    return gx_pair_judge(implicit, slot, row, word, own_sex(own, implicit), other->user);
}

static gx_candidate join(gx_candidate tie, gx_candidate made)
{
    return tie == 0 || made == 0 ? tie | made : gx_candidate_join(tie, made);
}

/* Of a slot that two may share. */
static gx_candidate ask_slot(gx_candidate tie, const gx_implicit *implicit, const gx_slot *slot, asker *own,
                             gx_who *other)
{
    const gx_seat *mine = own_seat(own, implicit, slot);
    uint32_t theirs;
    bool shared = mine != NULL && gx_seat_shared(&theirs, implicit, mine, other);
    return shared ? join(tie, ask_seats(implicit, own, mine, theirs, other)) : tie;
}

static gx_candidate ask_fixed(gx_candidate tie, const gx_implicit *implicit, asker *own, gx_who *other)
{
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        if (gx_slot_may_share(implicit, slot, &own->who, other))
            tie = ask_slot(tie, implicit, slot, own, other);
    }
    return tie;
}

/* Only slots of which both have drawn the lot. */
static gx_candidate ask_lots(gx_candidate tie, const gx_implicit *implicit, gx_lots trait, asker *own,
                             gx_who *other)
{
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run mine = gx_lots_of(implicit, trait, &own->who), theirs = gx_lots_of(implicit, trait, other);
    if (!gx_lots_meet(table, mine, theirs))
        return tie;
    for (uint32_t at = 0; at < mine.count; at++) {
        uint32_t turn = gx_lot_turn(table, mine, at);
        const gx_slot *slot = &implicit->slot[table->at[turn].slot];
        if (gx_lots_have(table, theirs, turn) && gx_slot_may_share(implicit, slot, &own->who, other))
            tie = ask_slot(tie, implicit, slot, own, other);
    }
    return tie;
}

static gx_candidate ask_all(gx_candidate tie, const gx_implicit *implicit, asker *own, gx_who *other)
{
    tie = ask_fixed(tie, implicit, own, other);
    tie = ask_lots(tie, implicit, GX_LOTS_COMMUNITY, own, other);
    tie = ask_lots(tie, implicit, GX_LOTS_PAST, own, other);
    for (uint32_t weak = gx_weak_shared(implicit, &own->who, other); weak > 0; weak--)
        tie = join(tie, gx_rule_weak(implicit->rule, own->who.user, other->user));
    return tie;
}

/* The tie of one who has an account with another one; 0: none. */
static gx_candidate ask_user(const gx_implicit *implicit, asker *own, gx_who *other)
{
    uint32_t user = own->who.user;
    gx_candidate tie = 0;
    if (other->user >= own->home.first && other->user < own->home.end)
        tie = gx_home_ask(implicit, user, other->user);
    tie = ask_all(tie, implicit, own, other);
    return tie != 0 && on_platform(implicit, user, tie) ? tie : 0;
}

static bool is_another(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    return other < implicit->users && other != user;
}

gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    if (!is_another(implicit, user, other) || !has_account(implicit, user))
        return (gx_tie){0};
    asker own;
    begin(&own, implicit, user);
    gx_who theirs = gx_who_is(implicit, other);
    gx_candidate tie = ask_user(implicit, &own, &theirs);
    if (tie == 0)
        return (gx_tie){0};
    return (gx_tie){.strength = gx_candidate_strength(tie), .layers = gx_candidate_layers(tie)};
}

/* Some are found before the first is asked for, so that what is kept of them is on its way. */
static void ask_some(uint8_t *strength, const gx_implicit *implicit, asker *own, const uint32_t *other,
                     uint32_t count)
{
    gx_who who[TOGETHER];
    for (uint32_t at = 0; at < count; at++)
        if (is_another(implicit, own->who.user, other[at]))
            who[at] = gx_who_is(implicit, other[at]);
    for (uint32_t at = 0; at < count; at++)
        strength[at] = is_another(implicit, own->who.user, other[at])
                           ? gx_candidate_strength(ask_user(implicit, own, &who[at]))
                           : 0;
}

void gx_implicit_tie_strengths(const gx_implicit *implicit, uint32_t user, const uint32_t *other,
                               uint32_t count, uint8_t *strength)
{
    memset(strength, 0, count);
    if (count == 0 || !has_account(implicit, user))
        return;
    asker own;
    begin(&own, implicit, user);
    for (uint32_t at = 0; at < count; at += TOGETHER)
        ask_some(strength + at, implicit, &own, other + at, count - at < TOGETHER ? count - at : TOGETHER);
}
