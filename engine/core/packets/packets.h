/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The packets of a book, from inside. */
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

typedef struct gx_packet_record {
    gx_slab_head head;
    gx_held held;
    gx_fen amount;
    gx_fen luckiest_share;
    gx_fen share_min; /* the rule under which it was sent */
    uint32_t audience;
    uint32_t occasion;
    uint32_t sent;
    uint32_t shares;
    uint32_t taken;
    uint32_t luckiest;
    uint32_t claimed; /* block of the roster, with the names of all claimers so far */
    gx_packet_kind kind;
} gx_packet_record;

#define GX_SHARES_LIMIT 100000u /* whatever the product's rules say */

void gx_packets_init(gx_packets *packets);
void gx_packets_free(gx_packets *packets);

/* Adds what the open packets have; false when one of them cannot be right. */
bool gx_packets_audit(const gx_book *book, gx_fen *held);
void gx_packets_digest(const gx_book *book, gx_digest *digest);

#endif
