/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open packets, for the audit and the digest of state. */
#include "ledger/book_internal.h"
#include "packets/packed.h"

static bool is_sound(const gx_book *book, const gx_packet *packet)
{
    gx_fen due = (gx_fen)packet->share_min * (packet->shares - packet->taken);
    return packet->kind < GX_PACKET_KIND_COUNT && packet->taken < packet->shares &&
           packet->held.owner < book->users && packet->held.remaining >= due &&
           packet->held.remaining <= packet->amount;
}

bool gx_packets_audit(const gx_book *book, gx_fen *held)
{
    const gx_packets *packets = &book->packets;
    uint64_t count = 0;
    bool sound = true;
    for (uint32_t i = 0; i < packets->slab.used; i++) {
        if (!gx_packet_lives(packets, i))
            continue;
        gx_packet packet;
        gx_packet_read(book, i, &packet);
        *held = (gx_fen)((uint64_t)*held + (uint64_t)packet.held.remaining);
        sound &= is_sound(book, &packet);
        count++;
    }
    uint64_t with_terms = packets->wide.live;
    for (unsigned i = 0; i < GX_TERMS; i++)
        with_terms += packets->terms[i].open;
    return sound && count == packets->slab.live && count == with_terms;
}

static void digest_packet(const gx_packet *packet, gx_digest *digest)
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
        gx_digest_bytes(digest, packet->names, packet->taken * sizeof(uint32_t));
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
        if (!gx_packet_lives(&book->packets, i))
            continue;
        gx_packet packet;
        gx_packet_read(book, i, &packet);
        digest_packet(&packet, digest);
    }
}
