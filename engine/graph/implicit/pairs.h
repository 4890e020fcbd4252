/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two places of a block are tied: what friends.c asks of all places, bonds.c and picks.c of one. */
#ifndef GX_GRAPH_PAIRS_H
#define GX_GRAPH_PAIRS_H

#include "slots.h"

/* Either way round. */
static inline uint64_t gx_pair_of(uint32_t a, uint32_t b)
{
    return (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a);
}

/* The word of two places of a realm is a hash of the pair, under a key of the slot and the kind of focus,
 * with numbers that no other realm of the slot has: 13 instructions, where a Philox takes a hundred and only
 * one place in five or ten is tied. Its upper 31 bits say whether, the lower 32 how strongly. */
static inline uint64_t gx_pair_word(const gx_seat *seat, uint32_t place)
{
    uint32_t base = seat->realm->place_base;
    return gx_mix64(seat->slot->pair_key ^ gx_pair_of(base + seat->place, base + place));
}

/* The same of two members of a clan, by the places of their households (numbered so that no other realm of
 * the slot has them) and their numbers in them: so nobody is looked up who is no friend. With members 0 it is
 * the word of two places. */
static inline uint64_t gx_member_word(uint64_t key, uint32_t own, uint32_t own_member, uint32_t place,
                                      uint32_t member)
{
    bool first = own < place;
    uint64_t members = (first ? own_member : member) * GX_HOUSEHOLD_MAX + (first ? member : own_member);
    return gx_mix64((key ^ gx_pair_of(own, place)) + members * UINT64_C(0xd1342543de82ef95));
}

static inline uint64_t gx_kin_word(const gx_seat *seat, uint32_t own_member, uint32_t place, uint32_t member)
{
    uint32_t base = seat->realm->place_base;
    return gx_member_word(seat->slot->pair_key, base + seat->place, own_member, base + place, member);
}

/* What is compared with the limits of a rule's row. */
static inline uint32_t gx_pair_chance(uint64_t word)
{
    return (uint32_t)(word >> 33);
}

/* Words below this may tie, whatever the sexes. */
static inline uint64_t gx_pair_below(const gx_rule_row *row)
{
    uint64_t most = row->limit[0] > row->limit[1] ? row->limit[0] : row->limit[1];
    return most >= UINT64_C(1) << 31 ? UINT64_MAX : most << 33;
}

static inline bool gx_pair_may_tie(const gx_rule_row *row, uint64_t word)
{
    return word < gx_pair_below(row);
}

static inline uint32_t gx_pair_strength(const gx_implicit *implicit, const gx_rule_row *row, uint64_t word)
{
    return gx_rule_strength(implicit->rule, row->base, (uint32_t)word);
}

static inline const gx_rule_row *gx_pair_row(const gx_implicit *implicit, const gx_slot *slot, gx_block block)
{
    return gx_rule_row_of(implicit->rule, (gx_focus){.kind = slot->kind, .size = block.end - block.first});
}

/* Of a clan, whatever its size. */
static inline const gx_rule_row *gx_kin_row(const gx_implicit *implicit)
{
    return gx_rule_row_of(implicit->rule, (gx_focus){.kind = GX_FOCUS_KIN, .size = GX_RULE_SIZES});
}

/* The tie of a word that may be one, once the other is known: 0 when it is none. */
static inline gx_candidate gx_pair_judge(const gx_implicit *implicit, const gx_slot *slot,
                                         const gx_rule_row *row, uint64_t word, uint8_t sex, uint32_t other)
{
    uint32_t chance = gx_pair_chance(word);
    if (chance >= row->limit[0] || chance >= row->limit[1]) { /* the sexes decide */
        bool differs = sex != gx_sex_of(implicit->people, other);
        if (chance >= row->limit[differs])
            return 0;
    }
    return gx_candidate_of(other, gx_focus_layer(slot->kind), gx_pair_strength(implicit, row, word));
}

/* The same of a clan, where the sexes do not count. */
static inline gx_candidate gx_kin_judge(const gx_implicit *implicit, const gx_rule_row *row, uint64_t word,
                                        uint32_t other)
{
    return gx_pair_may_tie(row, word)
               ? gx_candidate_of(other, GX_LAYER_KIN, gx_pair_strength(implicit, row, word))
               : 0;
}

static inline const gx_rule_row *gx_home_row(const gx_implicit *implicit)
{
    return gx_rule_row_of(implicit->rule, (gx_focus){.kind = GX_FOCUS_HOUSEHOLD, .size = 2});
}

/* One pair of a household: the word is that of the users. */
static inline gx_candidate gx_home_ask(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    const gx_rule_row *row = gx_home_row(implicit);
    uint64_t word = gx_mix64(implicit->home_key ^ gx_pair_of(user, other));
    return gx_pair_may_tie(row, word)
               ? gx_candidate_of(other, GX_LAYER_HOUSEHOLD, gx_pair_strength(implicit, row, word))
               : 0;
}

static inline bool gx_has_account(const gx_implicit *implicit, uint32_t user)
{
    int32_t platform = implicit->rule->platform;
    return platform == 0 || (gx_person_of(implicit->people, user).accounts >> (platform - 1) & 1) != 0;
}

/* Whether a finished tie is on the configuration's platform: both have the account, and the pair keeps its
 * ties there. */
static inline bool gx_pair_on_platform(const gx_implicit *implicit, uint32_t user, gx_candidate tie)
{
    if (implicit->rule->platform == 0)
        return true;
    uint32_t other = gx_candidate_other(tie), low = other < user ? other : user;
    return gx_rule_keeps(implicit->rule, low, low ^ other ^ user, gx_candidate_layers(tie)) &&
           gx_has_account(implicit, other);
}

#endif
