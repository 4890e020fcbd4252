/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The packets of a book, from inside: the one life cycle, for the rules of all kinds. */
#ifndef GX_CORE_PACKETS_H
#define GX_CORE_PACKETS_H

#include "ledger/held.h"
#include "ledger/slab.h"
#include "ledger/theme.h"

#include <gx/core/packet.h>

typedef struct gx_packets {
    gx_packet_rules rules;
    gx_slab slab;
} gx_packets;

/* 80 bytes; a book has as many as are open at once. What a claim reads comes first. */
typedef struct gx_packet_record {
    gx_slab_head head;
    gx_held held;
    gx_fen luckiest_share;
    uint32_t luckiest;
    uint32_t audience;
    uint32_t shares;
    uint32_t taken;
    uint32_t claimed;   /* block of the roster, with the names of all claimers so far */
    uint32_t share_min; /* the rule under which it was sent */
    uint32_t side;      /* what the kind keeps of its own (social.h); GX_NO_SIDE: nothing */
    uint8_t kind;
    gx_fen amount;
    uint32_t occasion;
    uint32_t sent;
} gx_packet_record;
_Static_assert(sizeof(gx_packet_record) == 80, "a packet is 80 bytes");

#define GX_SHARES_LIMIT 100000u /* whatever the product's rules say */
#define GX_NO_SIDE      UINT32_MAX

void gx_packets_init(gx_packets *packets);
void gx_packets_free(gx_packets *packets);

/* Adds what the open packets have; false when one of them cannot be right. */
bool gx_packets_audit(const gx_book *book, gx_fen *held);
void gx_packets_digest(const gx_book *book, gx_digest *digest);

static inline gx_packet_record *gx_packet_at(const gx_packets *packets, uint32_t place)
{
    return gx_slab_at(&packets->slab, place);
}

/* ---- Sending: check, fund, open. What a kind refuses on its own account, it asks before or between. */

/* Is the sender a user; are kind, shares and amount within the rules. `op` is the operation that sends: only
 * kinds that it sends are. */
gx_answer gx_packet_check_order(const gx_book *book, unsigned op, const gx_packet_order *order,
                                uint32_t sender);

/* Can the sender pay, from the balance and, for what is missing, from the card; is there memory for the
 * packet. On GX_DONE answer.amount is the card's part. Reserves; moves nothing. */
gx_answer gx_packet_check_funding(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now);

/* After both: moves the money and opens the packet, for `life` ticks; cannot fail. */
gx_ref gx_packet_open(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                      uint32_t life, gx_fen from_card);

/* ---- Claiming */

/* Does the handle name an open packet of a kind that `op` claims, before its expiry. */
gx_answer gx_packet_check_open(const gx_book *book, gx_ref packet, unsigned op, uint32_t now);

/* Has this user a share of it. */
gx_answer gx_packet_check_first(const gx_book *book, const gx_packet_record *packet, uint32_t claimer);

/* The next share to this user, who may have it: moves the money, closes the packet with the last one. */
gx_answer gx_packet_give(gx_book *book, gx_ref packet, uint32_t claimer, gx_draw draw, gx_result *out);

/* What is left back to the sender; the packet is gone. Returns what it was. */
gx_fen gx_packet_refund(gx_book *book, uint32_t place);

/* ---- For the typed calls: does an operation that sends; the figures of a share in a result. */
gx_answer gx_packet_sent(gx_book *book, const gx_op *op, gx_packet_ref *out, gx_fen *topped_up);
gx_packet_share gx_packet_share_of(const gx_result *result);

#endif
