/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attention.c, telling.c and looks.c share. */
#ifndef GX_MODELS_ATTENTION_STATE_H
#define GX_MODELS_ATTENTION_STATE_H

#include "attention.h"
#include "decide.h"
#include "sessions.h"
#include <gx/base/samples.h>

/* The size of a chat group at which `look` is meant; larger groups have a factor each, up to this many
 * members. */
enum { GX_LOOK_USUAL_SIZE = 28, GX_LOOK_GROUP_SIZES = 1024, GX_LOOK_CHANCE_BITS = 12 };

typedef struct gx_attention_state {
    gx_quantiles delay, reaction; /* milliseconds */
    uint16_t look_personal;
    bool sessions;
    gx_fixed open, personal, curiosity;
    gx_fixed opening[2][256]; /* utility without sessions, by strength; [1]: of a packet for one alone */
    gx_divider per_tick;      /* divisor 0: delays can be too long for it */
    uint64_t per_period;      /* 2^64 / clock.period_ms, rounded up; 0: none */
    uint32_t steps;
    uint16_t chance[1 << GX_LOOK_CHANCE_BITS]; /* to look, 65535 = 1, by a user's draw */
    uint32_t by_size[GX_LOOK_GROUP_SIZES];     /* factor on it in a group of this size, 65536 = 1 */
} gx_attention_state;

/* What a LOOK carries in `tie`: the attempt, whether the packet is for this one alone, the tick of sending.
 */
enum { GX_LOOK_ATTEMPT_MOST = 0x7f, GX_LOOK_FOR_ONE = 0x80, GX_LOOK_REST_SHIFT = 8 };

/* The utility of opening by strength of tie; where there are no sessions, all else is the same for everybody.
 */
gx_fixed gx_opening_utility(const gx_world *world, uint32_t user, uint32_t tick, bool for_one, gx_fixed tie);

/* A strength of the network as a motive: 0 … 1. */
static inline gx_fixed gx_tie_motive(uint8_t strength)
{
    return strength * (GX_FIXED_ONE / 255);
}

#endif
