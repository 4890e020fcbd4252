/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attention: who sees the notice of a packet, when, and whether they open it.
 *
 * Fan-out without flooding. The packet's shard draws, keyed by (member, packet), who will look at all and
 * when, against each member's fixed chance to look.
 *
 * Without sessions nothing that a member does in the run bears on the choice to open: so the packet's shard
 * makes that too, at once, and who opens is a CLAIM that waits there for its time, one message instead of two
 * between shards (telling.c). With sessions only those who will look get a message, a LOOK in the tick in
 * which they do; what has changed by then (habit, novelty, whether the app is open) is decided by the
 * member's own shard (attention.c).
 */
#ifndef GX_MODELS_ATTENTION_H
#define GX_MODELS_ATTENTION_H

#include "act.h"

/* Draw for each of those who may see a packet just sent whether and when they look at it, and send the
 * notices, or the claims. O(members of the group), some 20 ns each where nothing of a member is stored. */
void gx_attention_tell(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                       gx_packet_ref ref);

#endif
