/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a packet lies in memory (packets.h), and how it is spread out: inline, since every look and every claim
 * does it, and what the asker does not need is then never made. */
#ifndef GX_CORE_PACKED_H
#define GX_CORE_PACKED_H

#include "ledger/book_internal.h"

enum {
    GX_PACKED_KIND_BITS = 4,
    GX_PACKED_TERMS_BITS = 4,
    GX_PACKED_COUNT_BITS = 12,
    GX_PACKED_FEN_BITS = 26,
    GX_PACKED_HEADER = 2, /* words of a block before the names */
    GX_PACKED_WIDE = GX_TERMS
};
#define GX_PACKED_COUNT_MAX ((UINT32_C(1) << GX_PACKED_COUNT_BITS) - 1)
#define GX_PACKED_FEN_MAX   ((UINT64_C(1) << GX_PACKED_FEN_BITS) - 1)
_Static_assert(GX_PACKET_KIND_COUNT <= 1 << GX_PACKED_KIND_BITS, "a kind has 4 bits");
_Static_assert(2 * GX_PACKED_FEN_BITS + GX_PACKED_COUNT_BITS == 64,
               "remaining, largest share, whose: two words");
_Static_assert(GX_PACKED_WIDE < 1 << GX_PACKED_TERMS_BITS &&
                   GX_SHARES_LIMIT + GX_PACKED_HEADER <= GX_ROSTER_LONGEST,
               "all fits");

/* ---- The form */

static inline uint32_t gx_form_make(uint8_t kind, unsigned terms, uint32_t shares, uint32_t taken)
{
    return taken << (GX_PACKED_COUNT_BITS + 8) | shares << 8 | terms << GX_PACKED_KIND_BITS | kind;
}

static inline uint8_t gx_form_kind(uint32_t form)
{
    return form & ((1 << GX_PACKED_KIND_BITS) - 1);
}

static inline unsigned gx_form_terms(uint32_t form)
{
    return form >> GX_PACKED_KIND_BITS & ((1 << GX_PACKED_TERMS_BITS) - 1);
}

static inline uint32_t gx_form_shares(uint32_t form)
{
    return form >> 8 & GX_PACKED_COUNT_MAX;
}

static inline uint32_t gx_form_taken(uint32_t form)
{
    return form >> (GX_PACKED_COUNT_BITS + 8);
}

/* ---- The header of a block */

static inline uint64_t gx_block_header(const uint32_t *block)
{
    return (uint64_t)block[1] << 32 | block[0];
}

static inline void gx_block_set_header(uint32_t *block, uint64_t remaining, uint64_t luckiest_share,
                                       uint32_t whose)
{
    uint64_t header = remaining << (GX_PACKED_FEN_BITS + GX_PACKED_COUNT_BITS) |
                      luckiest_share << GX_PACKED_COUNT_BITS | whose;
    block[0] = (uint32_t)header;
    block[1] = (uint32_t)(header >> 32);
}

/* ---- Reading */

static inline void gx_packet_read_wide(const gx_packet_wide *wide, gx_packet *packet)
{
    packet->held.remaining = wide->remaining;
    packet->held.expires = wide->expires;
    packet->amount = wide->amount;
    packet->luckiest_share = wide->luckiest_share;
    packet->luckiest = wide->luckiest;
    packet->luckiest_at = 0;
    packet->shares = wide->shares;
    packet->taken = wide->taken;
    packet->share_min = wide->share_min;
    packet->side = wide->side;
}

static inline void gx_packet_read_narrow(const gx_packet_terms *terms, const gx_packet_record *record,
                                         gx_packet *packet)
{
    uint32_t form = record->form;
    uint64_t header = packet->names == NULL ? 0 : gx_block_header(packet->names - GX_PACKED_HEADER);
    packet->held.remaining = packet->names == NULL
                                 ? (gx_fen)record->amount
                                 : (gx_fen)(header >> (GX_PACKED_FEN_BITS + GX_PACKED_COUNT_BITS));
    packet->held.expires = gx_later(record->sent, terms->life);
    packet->amount = record->amount;
    packet->luckiest_share = (gx_fen)(header >> GX_PACKED_COUNT_BITS & GX_PACKED_FEN_MAX);
    packet->luckiest_at = header & GX_PACKED_COUNT_MAX;
    packet->shares = gx_form_shares(form);
    packet->taken = gx_form_taken(form);
    uint32_t luckiest = packet->names == NULL ? 0 : packet->names[packet->luckiest_at];
    packet->luckiest = packet->taken == 0 ? 0 : luckiest; /* read before it is known: no branch to guess */
    packet->share_min = terms->share_min;
    packet->side = GX_NO_SIDE;
}

static inline void gx_packet_read(const gx_book *book, uint32_t place, gx_packet *packet)
{
    const gx_packets *packets = &book->packets;
    const gx_packet_record *record = gx_packet_at(packets, place);
    unsigned terms = gx_form_terms(record->form);
    packet->held.owner = record->head.next & GX_SLAB_KEEPER_BITS;
    packet->audience = record->audience;
    packet->occasion = record->occasion;
    packet->sent = record->sent;
    packet->place = place;
    packet->kind = gx_form_kind(record->form);
    packet->names = record->block == GX_ROSTER_NONE
                        ? NULL
                        : gx_roster_at(&book->roster, record->block) + GX_PACKED_HEADER;
    packet->wide = terms == GX_PACKED_WIDE ? gx_slab_at(&packets->wide, record->amount) : NULL;
    if (packet->wide != NULL)
        gx_packet_read_wide(packet->wide, packet);
    else
        gx_packet_read_narrow(&packets->terms[terms], record, packet);
}

/* What a host sees of it. */
static inline void gx_packet_show(const gx_book *book, const gx_packet *packet, gx_packet_view *out)
{
    *out = (gx_packet_view){.kind = (gx_packet_kind)packet->kind,
                            .sender = gx_name_of(book, packet->held.owner),
                            .audience = packet->audience,
                            .occasion = packet->occasion,
                            .shares = packet->shares,
                            .shares_left = packet->shares - packet->taken,
                            .amount = packet->amount,
                            .remaining = packet->held.remaining,
                            .sent = packet->sent,
                            .expires = packet->held.expires,
                            .luckiest = packet->luckiest,
                            .luckiest_share = packet->luckiest_share};
}

/* ---- Writing */

/* Puts down what a claim changed, which was not the last: taken, remaining, the luckiest; and notes the name.
 */
static inline void gx_packet_note_claim(gx_book *book, const gx_packet *packet, uint32_t claimer)
{
    GX_ASSERT(packet->names != NULL); /* a claim that leaves something has its name in the roster */
    packet->names[packet->taken - 1] = claimer;
    if (packet->wide != NULL) {
        packet->wide->remaining = packet->held.remaining;
        packet->wide->luckiest_share = packet->luckiest_share;
        packet->wide->luckiest = packet->luckiest;
        packet->wide->taken = packet->taken;
        return;
    }
    gx_packet_record *record = gx_packet_at(&book->packets, packet->place);
    record->form += gx_form_make(0, 0, 0, 1);
    gx_block_set_header(packet->names - GX_PACKED_HEADER, (uint64_t)packet->held.remaining,
                        (uint64_t)packet->luckiest_share, packet->luckiest_at);
}

#endif
