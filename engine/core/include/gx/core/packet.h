/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red packets: one life cycle (funded and open, then claimed out or expired and refunded), kinds as data.
 *
 * A packet is a hold of its sender. It is funded at once, from the balance, else with a top-up of the missing
 * part from the bound card. Shares are given in the order of claims, one a person; each share leaves escrow
 * for clearing. What is left when the packet expires goes back to the sender. Shares and refund add up to the
 * packet's amount, always.
 */
#ifndef GX_CORE_PACKET_H
#define GX_CORE_PACKET_H

#include <gx/core/book.h>

/* X(name, word, help) */
#define GX_PACKET_KIND_TABLE(X)                                                                              \
    X(GX_PACKET_PERSONAL, "personal", "R1: one receiver, fixed amount")                                      \
    X(GX_PACKET_EQUAL, "equal", "R3: equal shares to a chat group")                                          \
    X(GX_PACKET_LUCKY, "lucky", "R3: random shares to a chat group")

typedef enum gx_packet_kind {
#define X(name, word, help) name,
    GX_PACKET_KIND_TABLE(X)
#undef X
        GX_PACKET_KIND_COUNT
} gx_packet_kind;

const char *gx_packet_kind_word(gx_packet_kind kind);

/* The rules of a product, the scenario's to set (SYSTEM defaults in gx_packet_rules_default). */
typedef struct gx_packet_rules {
    gx_fen share_min;      /* 1 fen: the least share */
    gx_fen mean_share_max; /* ¥200: the largest mean share at funding */
    uint32_t shares_max;   /* 100 */
    gx_fen amount_max;     /* ¥20,000 */
    uint32_t life_ticks;   /* 24 h in the host's ticks */
} gx_packet_rules;

gx_packet_rules gx_packet_rules_default(void); /* life_ticks for ticks of one second */

/* From now on; open packets keep the rules that they were sent under. GX_REFUSED_RULE when a figure is out of
 * its range (share_min at least 1, shares_max at least 1). */
gx_answer gx_packet_set_rules(gx_book *book, const gx_packet_rules *rules, uint32_t now);

/* What a sender asks for. */
typedef struct gx_packet_order {
    gx_packet_kind kind;
    uint32_t audience; /* a user (personal) or a group (equal, lucky) */
    uint32_t shares;   /* 1 for personal */
    gx_fen amount;     /* of all shares */
    uint32_t occasion; /* the host's name for why it was sent; kept for the host, unseen by the rules */
} gx_packet_order;

/* A packet's handle in its book. */
typedef gx_ref gx_packet_ref;

/* A look at an open packet. */
typedef struct gx_packet_view {
    gx_packet_kind kind;
    uint32_t sender;
    uint32_t audience;
    uint32_t occasion;
    uint32_t shares, shares_left;
    gx_fen amount, remaining;
    uint32_t sent, expires; /* ticks */
    uint32_t luckiest; /* who drew the largest share so far (the earlier one at a tie); only if shares_left <
                          shares */
    gx_fen luckiest_share;
} gx_packet_view;

/* Send: fund and open. key.account is the sender. Without a card the balance must cover it
 * (GX_REFUSED_FUNDS). On GX_DONE *out is the packet and *topped_up (may be NULL) what the card gave. A
 * repeated key gives the same packet and figures, also when the packet is gone by now. Nobody can send a
 * personal packet to himself (GX_REFUSED_NOT_ADDRESSED). O(1). */
gx_answer gx_packet_send(gx_book *book, gx_op_key key, const gx_packet_order *order, uint32_t now,
                         gx_packet_ref *out, gx_fen *topped_up);

/* What a claim gave, and what it did to the packet. */
typedef struct gx_packet_share {
    gx_fen amount;
    uint32_t position; /* from 0, in the order of claims */
    bool closed;       /* it was the last share: the packet is gone, `luckiest` says who drew most */
    uint32_t luckiest;
    gx_fen luckiest_share;
} gx_packet_share;

/* A user claims a share. `draw` is keyed by the host on (packet, claimer). On GX_DONE the amount is in
 * clearing, for the host to carry to the claimer's book. Refused, in this order: GX_REFUSED_NO_SUCH (never
 * sent), GX_REFUSED_EMPTY (gone: claimed out, or refunded before; the book forgets which),
 * GX_REFUSED_EXPIRED, GX_REFUSED_TWICE (the idempotency of claims), GX_REFUSED_NOT_ADDRESSED. O(shares). */
gx_answer gx_packet_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw, uint32_t now,
                          gx_packet_share *out);

/* From its expiry tick on: give what is left back to the sender; answer.amount is the refund. Before that
 * GX_REFUSED_NOT_DUE; GX_REFUSED_RESOLVED when the packet is gone already, GX_REFUSED_NO_SUCH when it never
 * was. */
gx_answer gx_packet_expire(gx_book *book, gx_packet_ref packet, uint32_t now);

/* False when the packet is gone (claimed out, expired or unknown). */
bool gx_packet_look(const gx_book *book, gx_packet_ref packet, gx_packet_view *out);

/* How many packets are open, and what lies in them. */
uint64_t gx_packets_open(const gx_book *book);

#endif
