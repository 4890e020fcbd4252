/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attention.c and telling.c share. */
#ifndef GX_MODELS_ATTENTION_STATE_H
#define GX_MODELS_ATTENTION_STATE_H

#include "attention.h"
#include "decide.h"
#include "sessions.h"

/* The size of a chat group at which `look` is meant; larger groups have a factor each, up to this many
 * members. */
enum { GX_LOOK_USUAL_SIZE = 28, GX_LOOK_GROUP_SIZES = 1024, GX_LOOK_CHANCE_BITS = 12 };

typedef struct gx_attention_state {
    gx_quantiles delay, reaction; /* milliseconds */
    uint16_t look_personal;
    bool sessions;
    gx_fixed open, personal, curiosity;
    gx_fixed stranger[2], closest[2]; /* utility of opening without sessions; [1]: a packet for one alone */
    uint32_t steps;
    uint16_t chance[1 << GX_LOOK_CHANCE_BITS]; /* to look, 65535 = 1, by a user's draw */
    uint32_t by_size[GX_LOOK_GROUP_SIZES];     /* factor on it in a group of this size, 65536 = 1 */
} gx_attention_state;

/* What a LOOK carries in `tie`: the attempt, whether the packet is for this one alone, and with sessions the
 * tick of sending, else the member's ticket (gx_witness). */
enum { GX_LOOK_ATTEMPT_MOST = 0x7f, GX_LOOK_FOR_ONE = 0x80, GX_LOOK_REST_SHIFT = 8 };

#endif
