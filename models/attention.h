/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attention: who sees the notice of a packet, when, and whether they open it.
 *
 * Fan-out without flooding. The packet's shard draws, keyed by (member, packet), who will look at all and when, against
 * each member's fixed chance to look; only those get a message, in the tick in which they look. What changes in the run
 * (habit, novelty, whether the app is open) is decided by the member's own shard then.
 */
#ifndef GX_MODELS_ATTENTION_H
#define GX_MODELS_ATTENTION_H

#include "act.h"

/* Draw whether and when `member` looks at a packet just sent, and send the notice if so. */
void gx_attention_notify(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                         gx_packet_ref ref, uint32_t member);

#endif
