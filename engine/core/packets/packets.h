/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The packets of a book, from inside: the one life cycle, for the rules of all kinds.
 *
 * A nation's evening has a hundred million packets open at once, so what lies in memory is packed, and the
 * rules work with a packet that is spread out (gx_packet, by gx_packet_read).
 *
 *     record, 32 bytes     life, owner, audience, occasion, sent, amount, block,
 *                          kind (4 bits) terms (4) shares (12) taken (12)
 *     terms, a few a book  share_min, life: the rule under which it was sent
 *     block, of the roster what remains (26 bits) and the largest share (26) and whose (12), then the names
 * of those who claimed; a packet with one share has none: it is whole until it is gone wide, seldom all
 * figures in full, for what does not fit into these bits
 *
 * Wide are packets of ¥671,088.64 and more, or of more than 4,095 shares; those that keep something of their
 * own (a code, a chain of guesses); those sent under a sixteenth rule while fifteen others have open packets.
 */
#ifndef GX_CORE_PACKETS_H
#define GX_CORE_PACKETS_H

#include "ledger/held.h"
#include "ledger/slab.h"
#include "ledger/theme.h"

#include <gx/core/packet.h>

/* What a rule gave a packet when it was sent. */
typedef struct gx_packet_terms {
    uint32_t share_min, life;
    uint64_t open; /* so many packets have it */
} gx_packet_terms;

enum { GX_TERMS = 15 };

typedef struct gx_packets {
    gx_slab slab;
    gx_packet_rules rules;
    gx_packet_terms terms[GX_TERMS];
    gx_slab wide;
} gx_packets;

typedef struct gx_packet_record {
    gx_slab_head head; /* while it lives, the 30 lowest bits of `next` are the owner */
    uint32_t audience, occasion, sent;
    uint32_t amount; /* of a wide one: the place of its gx_packet_wide */
    uint32_t block;  /* GX_ROSTER_NONE: of a packet with one share */
    uint32_t form;   /* from the highest bit: taken, shares (0 of a wide one), terms, kind */
} gx_packet_record;
_Static_assert(sizeof(gx_packet_record) == 32, "two in a cache line, none across two");

typedef struct gx_packet_wide {
    gx_slab_head head;
    gx_fen amount, remaining, luckiest_share;
    uint32_t luckiest, shares, taken, share_min, expires;
    uint32_t side; /* what the kind keeps of its own (social.h); GX_NO_SIDE: nothing */
} gx_packet_wide;

/* A packet, spread out. */
typedef struct gx_packet {
    gx_held held;
    gx_fen amount, luckiest_share;
    uint32_t luckiest, luckiest_at; /* who has the largest share, and at which place of the names */
    uint32_t audience, occasion, sent, shares, taken, share_min, side;
    uint32_t place;
    uint32_t *names;      /* of those who claimed so far; NULL: there is no room for any */
    gx_packet_wide *wide; /* NULL: it is not */
    uint8_t kind;
} gx_packet;

#define GX_SHARES_LIMIT 100000u /* whatever the product's rules say */
#define GX_NO_SIDE      UINT32_MAX

void gx_packets_init(gx_packets *packets);
void gx_packets_free(gx_packets *packets);
size_t gx_packets_bytes(const gx_packets *packets);
void gx_packets_archive(gx_archive *archive, gx_packets *packets);

/* Adds what the open packets have; false when one of them cannot be right. */
bool gx_packets_audit(const gx_book *book, gx_fen *held);
void gx_packets_digest(const gx_book *book, gx_digest *digest);

/* ---- Packing (packed.h, packed.c). gx_packet_read(book, place, &packet) spreads out a packet that lives;
 * what it points at is valid until the next packet is sent. */

/* Room for a new packet that is to live for `life` ticks, before anything moves; false when memory is
 * exhausted.
 */
bool gx_packet_reserve(gx_book *book, const gx_packet_order *order, uint32_t life);

/* Puts a new packet down, after gx_packet_reserve, under the rules of now. Returns its handle. */
gx_ref gx_packet_put(gx_book *book, const gx_packet_order *order, gx_party owner, uint32_t now,
                     uint32_t life);

/* Puts down another audience; of a side, of a packet that is wide. */
void gx_packet_set_audience(gx_book *book, uint32_t place, uint32_t audience);
void gx_packet_set_side(gx_book *book, uint32_t place, uint32_t side);

/* Its place, its block and the rest are free. */
void gx_packet_drop(gx_book *book, const gx_packet *packet);

static inline gx_packet_record *gx_packet_at(const gx_packets *packets, uint32_t place)
{
    return gx_slab_at(&packets->slab, place);
}

/* Does a place have a packet that lives? */
static inline bool gx_packet_lives(const gx_packets *packets, uint32_t place)
{
    return gx_slab_lives(&gx_packet_at(packets, place)->head);
}

/* ---- Sending: check, fund, open. What a kind refuses on its own account, it asks before or between. */

/* Is the sender a user; are kind, shares and amount within the rules. `op` is the operation that sends: only
 * kinds that it sends are. */
gx_answer gx_packet_check_order(const gx_book *book, unsigned op, const gx_packet_order *order,
                                uint32_t sender);

/* Can the sender pay, from the balance and, for what is missing, from the card; is there memory for the
 * packet, which is to live for `life` ticks. On GX_DONE answer.amount is the card's part. Reserves; moves
 * nothing. */
gx_answer gx_packet_check_funding(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                                  uint32_t life);

/* After both: moves the money and opens the packet; cannot fail. */
gx_ref gx_packet_open(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                      uint32_t life, gx_fen from_card);

/* ---- Claiming */

/* Does the handle name an open packet of a kind that `op` claims, before its expiry. On GX_DONE *out is the
 * packet. */
gx_answer gx_packet_check_open(const gx_book *book, gx_ref ref, unsigned op, uint32_t now, gx_packet *out);

/* Has this user a share of it. */
gx_answer gx_packet_check_first(const gx_packet *packet, uint32_t claimer);

/* The next share to this user, who may have it: moves the money, closes the packet with the last one. */
gx_answer gx_packet_give(gx_book *book, gx_packet *packet, uint32_t claimer, gx_draw draw, gx_result *out);

/* What is left back to the sender; the packet is gone. Returns what it was. */
gx_fen gx_packet_refund(gx_book *book, gx_packet *packet);

/* ---- For the typed calls: does an operation that sends; the figures of a share in a result. */
gx_answer gx_packet_sent(gx_book *book, const gx_op *op, gx_packet_ref *out, gx_fen *topped_up);
static inline gx_packet_share gx_packet_share_of(const gx_result *result, gx_fen amount)
{
    return (gx_packet_share){.amount = amount,
                             .position = result->number,
                             .closed = result->closed,
                             .luckiest = result->who,
                             .luckiest_share = result->third};
}

#endif
