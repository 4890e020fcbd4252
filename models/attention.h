/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attention: who sees the notice of a packet, when, and whether they open it.
 *
 * Fan-out without flooding. The packet's shard draws, keyed by (member, packet), who will look at all and
 * when, against each member's fixed chance to look; only those get a message, in the tick in which they look.
 * What changes in the run (habit, novelty, whether the app is open) is decided by the member's own shard
 * then.
 */
#ifndef GX_MODELS_ATTENTION_H
#define GX_MODELS_ATTENTION_H

#include "act.h"

/* How much less a member of a group of this size looks than one of a usual group: 65536 = not less. */
uint32_t gx_attention_factor(const gx_world *world, uint32_t group_size);

/* Draw whether and when `member` looks at a packet just sent, and send the notice if so. `factor` is the
 * group's; a personal packet has none. */
void gx_attention_notify(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                         gx_packet_ref ref, uint32_t factor, uint32_t member);

#endif
