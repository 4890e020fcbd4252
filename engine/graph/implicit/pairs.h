/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two places of a block are tied: what friends.c asks of all places, and picks.c of one. */
#ifndef GX_GRAPH_PAIRS_H
#define GX_GRAPH_PAIRS_H

#include "slots.h"

#include <gx/base/draws.h>

/* The draw of two places of a realm is that of (GX_DRAW_IMPLICIT_PAIR, lower, higher, occasion), with numbers
 * that no other realm of the slot has. */
static inline uint32_t gx_pair_occasion(const gx_slot *slot)
{
    return slot->name | (uint32_t)slot->kind << 24; /* class and work have one name */
}

static inline void gx_pair_name(gx_draw_names *names, uint32_t at, const gx_seat *seat, uint32_t place)
{
    uint32_t base = seat->realm->place_base;
    names->who[at] = base + (seat->place < place ? seat->place : place);
    names->about[at] = base + (seat->place < place ? place : seat->place);
    names->occasion[at] = gx_pair_occasion(seat->slot);
}

static inline gx_draw gx_pair_draw(const gx_implicit *implicit, const gx_seat *seat, uint32_t place)
{
    uint32_t base = seat->realm->place_base;
    return gx_draw_at(implicit->rule->key, GX_DRAW_IMPLICIT_PAIR,
                      base + (seat->place < place ? seat->place : place),
                      base + (seat->place < place ? place : seat->place), gx_pair_occasion(seat->slot));
}

/* Words 0 and 1 of a draw, made side by side with others. */
static inline gx_draw gx_pair_drawn(const gx_draws *draws, uint32_t at)
{
    return (gx_draw){{draws->word[0][at], draws->word[1][at], 0, 0}};
}

static inline gx_rule_row gx_pair_row(const gx_implicit *implicit, const gx_slot *slot, gx_block block)
{
    gx_focus focus = {.kind = slot->kind, .size = block.end - block.first, .name = slot->name};
    return *gx_rule_row_of(implicit->rule, focus);
}

/* A draw that may be a tie, once the other is known: 0 when it is none. */
static inline gx_candidate gx_pair_judge(const gx_implicit *implicit, const gx_slot *slot,
                                         const gx_rule_row *row, gx_draw draw, uint8_t sex, uint32_t other)
{
    uint32_t word = draw.word[0] >> 1;
    if (word >= row->limit[0] || word >= row->limit[1]) { /* the sexes decide */
        bool differs = sex != gx_sex_of(implicit->people, other);
        if (word >= row->limit[differs])
            return 0;
    }
    return gx_candidate_of(other, gx_focus_layer(slot->kind),
                           gx_rule_strength(implicit->rule, row->base, draw.word[1]));
}

/* One pair of a family; the name of a focus is 0, as a pair shares one household and one clan a slot. */
static inline gx_candidate gx_kin_ask(const gx_implicit *implicit, gx_focus focus, uint32_t user,
                                      uint32_t other)
{
    uint32_t low = other < user ? other : user, high = other < user ? user : other;
    uint32_t strength = gx_rule_ask_pair(implicit->rule, focus, low, high, true);
    return strength == 0 ? 0 : gx_candidate_of(other, gx_focus_layer(focus.kind), strength);
}

static inline gx_focus gx_clan_focus(const gx_slot *slot)
{
    return (gx_focus){.kind = GX_FOCUS_KIN, .size = GX_RULE_SIZES, .name = slot->name};
}

static inline gx_focus gx_home_focus(void)
{
    return (gx_focus){.kind = GX_FOCUS_HOUSEHOLD, .size = 2};
}

#endif
