/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attention: who sees the notice of a packet, when, and whether they open it.
 *
 * Fan-out without flooding. The packet's shard draws, keyed by (member, packet), who will look at all and
 * when, against each member's fixed chance to look.
 *
 * Without sessions nothing that a member does in the run bears on the choice to open: so the packet's shard
 * makes that too, at once, and who opens is a CLAIM that waits there for its time, one message instead of two
 * between shards (telling.c, looks.c). With sessions only those who will look get a message, a LOOK in the
 * tick in which they do; what has changed by then (habit, novelty, whether the app is open) is decided by the
 * member's own shard (attention.c).
 */
#ifndef GX_MODELS_ATTENTION_H
#define GX_MODELS_ATTENTION_H

#include "act.h"
#include <gx/graph/network.h>

/* A packet as those who look at it know it. */
typedef struct gx_told {
    uint32_t sender, occasion, audience;
    gx_packet_ref ref;
    bool for_one; /* for the audience alone */
} gx_told;

/* A group that is being told of a packet, in passes over its places. Of the pass that is under way: who may
 * be attentive enough (asked for), how attentive one has to be (a word), when (a word). */
typedef struct gx_telling {
    gx_told packet;
    uint32_t size, next; /* members; the first place of the next pass */
    uint32_t factor;     /* on chances, by the group's size; 65536 = 1 */
    uint64_t bound;      /* of all chances, with the factor: words of a level that are below it */
    uint32_t count;
    uint32_t level[GX_DRAWS_MOST], word[GX_DRAWS_MOST];
    gx_asked member;
} gx_telling;

/* Those who will look at packets that a lane has just sent and have not been served yet: who, when (a word),
 * and at which; and the group that was told last, whose members are on their way from memory. Start with
 * gx_looks_begin, end with gx_looks_end. */
typedef struct gx_looks {
    uint32_t count, packets;
    bool waiting; /* group[turn] is not told to its end */
    uint8_t turn;
    gx_telling group[2];
    uint32_t member[GX_DRAWS_MOST], word[GX_DRAWS_MOST];
    uint8_t of[GX_DRAWS_MOST];
    gx_told packet[GX_DRAWS_MOST];
} gx_looks;

static inline void gx_looks_begin(gx_looks *looks)
{
    looks->count = looks->packets = looks->turn = 0;
    looks->waiting = false;
}

/* Draw for each of those who may see a packet just sent whether and when they look at it, and send the
 * notices, or put them among `looks`. The first pass of a group waits for the next call, or for gx_looks_end,
 * with sessions as well. `group_size`: of the audience, or 0: not known. O(members of the
 * group), some 20 ns each where nothing of a member is stored. */
void gx_attention_tell(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                       gx_packet_ref ref, uint32_t group_size, gx_looks *looks);

/* Put those who look at a packet into the list, those numbered by `which`; it is served when it is full. */
void gx_looks_add(gx_lane *lane, const gx_world *world, gx_looks *looks, const gx_told *packet,
                  const uint32_t *member, const uint32_t *word, const uint32_t *which, uint32_t count);

/* Decide who of the list opens, send their claims, and empty it. */
void gx_looks_serve(gx_lane *lane, const gx_world *world, gx_looks *looks);

/* Tell the last group to its end, and serve all who look: before the lane's tick ends. */
void gx_looks_end(gx_lane *lane, const gx_world *world, gx_looks *looks);

#endif
