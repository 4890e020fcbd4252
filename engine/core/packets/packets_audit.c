/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open packets, for the audit and the digest of state. */
#include "ledger/book_internal.h"

bool gx_packets_audit(const gx_book *book, gx_fen *held)
{
    bool sound = true;
    for (uint32_t i = 0; i < book->packets.slab.used; i++) {
        const gx_packet_record *packet = gx_slab_at(&book->packets.slab, i);
        if (packet->head.next != GX_SLAB_IN_USE)
            continue;
        *held = (gx_fen)((uint64_t)*held + (uint64_t)packet->held.remaining);
        gx_fen due = (gx_fen)packet->share_min * (packet->shares - packet->taken);
        sound &= packet->kind < GX_PACKET_KIND_COUNT && packet->taken < packet->shares &&
                 packet->held.owner < book->users && packet->held.remaining >= due &&
                 packet->held.remaining <= packet->amount;
    }
    return sound;
}

static void digest_packet(const gx_book *book, const gx_packet_record *packet, gx_digest *digest)
{
    gx_held_digest(&packet->held, digest);
    gx_digest_number(digest, (uint64_t)packet->amount);
    gx_digest_number(digest, (uint64_t)packet->luckiest_share);
    gx_digest_number(digest, (uint64_t)packet->side << 32 | packet->share_min);
    gx_digest_number(digest, (uint64_t)packet->audience << 32 | packet->occasion);
    gx_digest_number(digest, (uint64_t)packet->sent << 32 | packet->shares);
    gx_digest_number(digest, (uint64_t)packet->taken << 32 | packet->luckiest);
    gx_digest_number(digest, packet->kind);
    if (packet->taken > 0)
        gx_digest_bytes(digest, book->roster.words + packet->claimed, packet->taken * sizeof(uint32_t));
}

void gx_packets_digest(const gx_book *book, gx_digest *digest)
{
    const gx_packet_rules *rules = &book->packets.rules;
    gx_digest_number(digest, (uint64_t)rules->share_min);
    gx_digest_number(digest, (uint64_t)rules->mean_share_max);
    gx_digest_number(digest, (uint64_t)rules->amount_max);
    gx_digest_number(digest, (uint64_t)rules->shares_max << 32 | rules->life_ticks);
    gx_slab_digest(&book->packets.slab, digest);
    for (uint32_t i = 0; i < book->packets.slab.used; i++) {
        const gx_packet_record *packet = gx_slab_at(&book->packets.slab, i);
        if (packet->head.next == GX_SLAB_IN_USE)
            digest_packet(book, packet, digest);
    }
}
