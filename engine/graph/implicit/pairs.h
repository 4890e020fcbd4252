/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two places of a block are tied: what friends.c asks of all places, and picks.c of one. */
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

/* The same of two members of a clan, by the places of their households and their numbers in them: so nobody
 * is looked up who is no friend. */
static inline uint64_t gx_kin_word(const gx_seat *seat, uint32_t own_member, uint32_t place, uint32_t member)
{
    bool first = seat->place < place;
    uint32_t base = seat->realm->place_base, low = first ? own_member : member;
    uint64_t members = low * GX_HOUSEHOLD_MAX + (first ? member : own_member);
    return gx_mix64((seat->slot->pair_key ^ gx_pair_of(base + seat->place, base + place)) +
                    members * UINT64_C(0xd1342543de82ef95));
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

static inline gx_focus gx_home_focus(void)
{
    return (gx_focus){.kind = GX_FOCUS_HOUSEHOLD, .size = 2};
}

/* One pair of a household; the name of the focus is 0, as a pair shares one household. */
static inline gx_candidate gx_home_ask(const gx_implicit *implicit, uint32_t user, uint32_t other)
{
    uint32_t low = other < user ? other : user, high = other < user ? user : other;
    uint32_t strength = gx_rule_ask_pair(implicit->rule, gx_home_focus(), low, high, true);
    return strength == 0 ? 0 : gx_candidate_of(other, GX_LAYER_HOUSEHOLD, strength);
}

#endif
