/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending a red packet, and what then happens to it between shards. */
#ifndef GX_MODELS_PACKETS_H
#define GX_MODELS_PACKETS_H

#include "attention.h"

typedef struct gx_packet_plan {
    gx_packet_order order;
    gx_cause cause;
    uint32_t answers_sender, answers_occasion; /* GX_NO_USER, 0 when it answers nothing */
    uint32_t group_size;                       /* of the audience, where who plans it knows; else 0 */
} gx_packet_plan;

/* Send a packet from the lane's tick: fund it by the core, count, record, tell those who may see it, and set
 * its expiry. Without a card the amount is taken down to what the balance holds. False when the core refused
 * (counted). */
bool gx_send_packet(gx_lane *lane, gx_world *world, uint32_t sender, const gx_packet_plan *plan);

/* The same where many packets are sent in one tick: those who look, and the group told last, wait in a list
 * of the caller's, who ends it (gx_looks_end) behind the last packet. */
bool gx_send_packet_among(gx_lane *lane, gx_world *world, uint32_t sender, const gx_packet_plan *plan,
                          gx_looks *looks);

/* Record that a packet is gone: how many shares were taken, what went back, who drew most. */
void gx_record_ending(gx_lane *lane, gx_world *world, const gx_packet_view *view, uint32_t taken,
                      gx_fen refunded, uint32_t luckiest, gx_fen luckiest_share);

/* Count a refusal by the core. */
void gx_note_refusal(gx_lane *lane, gx_world *world, uint32_t user, gx_answer answer);

/* Whether friend `at` is one that the user is in touch with. */
static inline bool gx_tie_is_active(const gx_friends *friends, uint32_t at)
{
    return friends->layers == NULL || (friends->layers[at] & GX_LAYER_DORMANT) == 0;
}

/* Rules in force; static after the start. */
const gx_packet_rules *gx_packet_rules_of(const gx_world *world);

/* The rules as the parameters of `models.packets` say; without the packets' life. */
gx_packet_rules gx_packet_rules_in(const void *params);

/* What travels in `tie` with a share: kind, number of shares and mean share. */
static inline uint32_t gx_terms_pack(gx_packet_kind kind, uint32_t shares, gx_fen mean)
{
    return (uint32_t)kind | shares << 2 | (uint32_t)mean << 9;
}
enum { GX_TERMS_SHARES_MAX = 127, GX_TERMS_MEAN_MAX = (1 << 23) - 1 };

#endif
