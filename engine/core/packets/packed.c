/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How packets lie in memory (packets.h): packed and spread out again. Nothing here decides anything; what a
 * packet is does not depend on how it lies. */
#include "packets/packed.h"

static uint32_t words_of(uint32_t shares)
{
    return shares > 1 ? GX_PACKED_HEADER + shares - 1 : 0;
}

/* ---- Terms */

/* The terms that a packet can have, by its rule; GX_PACKED_WIDE when all are in use by others. */
static unsigned find_terms(const gx_packets *packets, uint32_t share_min, uint32_t life)
{
    unsigned found = GX_PACKED_WIDE;
    for (unsigned i = 0; i < GX_TERMS; i++) {
        const gx_packet_terms *terms = &packets->terms[i];
        if (terms->open > 0 && terms->share_min == share_min && terms->life == life)
            return i;
        if (terms->open == 0 && found == GX_PACKED_WIDE)
            found = i;
    }
    return found;
}

/* The kinds that keep something of their own beside the packet. */
static const bool keeps_more[] = {
#define X(NAME, word, who, split, carrier, theme, help)                                                      \
    [GX_PACKET_##NAME] = GX_WHO_##who == GX_WHO_BEARER || GX_WHO_##who == GX_WHO_TURN,
    GX_PACKET_KIND_TABLE(X)
#undef X
};

/* The terms of a packet that is about to be put down. */
static unsigned terms_for(const gx_packets *packets, const gx_packet_order *order, uint32_t life)
{
    uint64_t most = order->shares == 1 ? UINT32_MAX : GX_PACKED_FEN_MAX;
    if (keeps_more[order->kind] || (uint64_t)order->amount > most || order->shares > GX_PACKED_COUNT_MAX)
        return GX_PACKED_WIDE;
    return find_terms(packets, (uint32_t)packets->rules.share_min, life);
}

/* ---- Writing */

bool gx_packet_reserve(gx_book *book, const gx_packet_order *order, uint32_t life)
{
    gx_packets *packets = &book->packets;
    return gx_slab_reserve(&packets->slab) && gx_roster_reserve(&book->roster, words_of(order->shares)) &&
           (terms_for(packets, order, life) != GX_PACKED_WIDE || gx_slab_reserve(&packets->wide));
}

static uint32_t put_wide(gx_packets *packets, const gx_packet_order *order, uint32_t expires)
{
    uint32_t place = gx_slab_take(&packets->wide);
    gx_packet_wide *wide = gx_slab_at(&packets->wide, place);
    *wide = (gx_packet_wide){.head = wide->head,
                             .amount = order->amount,
                             .remaining = order->amount,
                             .shares = order->shares,
                             .share_min = (uint32_t)packets->rules.share_min,
                             .expires = expires,
                             .side = GX_NO_SIDE};
    return place;
}

static void put_narrow(gx_book *book, gx_packet_record *record, const gx_packet_order *order, unsigned terms,
                       uint32_t life)
{
    gx_packet_terms *rule = &book->packets.terms[terms];
    rule->share_min = (uint32_t)book->packets.rules.share_min;
    rule->life = life;
    rule->open++;
    record->amount = (uint32_t)order->amount;
    record->form = gx_form_make((uint8_t)order->kind, terms, order->shares, 0);
    if (record->block != GX_ROSTER_NONE)
        gx_block_set_header(gx_roster_at(&book->roster, record->block), (uint64_t)order->amount, 0, 0);
}

gx_ref gx_packet_put(gx_book *book, const gx_packet_order *order, gx_party owner, uint32_t now, uint32_t life)
{
    gx_packets *packets = &book->packets;
    unsigned terms = terms_for(packets, order, life);
    uint32_t place = gx_slab_take(&packets->slab);
    gx_packet_record *record = gx_packet_at(packets, place);
    record->head.next = GX_SLAB_IN_USE_BIT | owner;
    record->audience = order->audience;
    record->occasion = order->occasion;
    record->sent = now;
    record->block = gx_roster_take(&book->roster, words_of(order->shares));
    if (terms == GX_PACKED_WIDE) {
        record->amount = put_wide(packets, order, gx_later(now, life));
        record->form = gx_form_make((uint8_t)order->kind, GX_PACKED_WIDE, 0, 0);
    } else {
        put_narrow(book, record, order, terms, life);
    }
    return (gx_ref){place, record->head.life};
}

void gx_packet_set_audience(gx_book *book, uint32_t place, uint32_t audience)
{
    gx_packet_at(&book->packets, place)->audience = audience;
}

void gx_packet_set_side(gx_book *book, uint32_t place, uint32_t side)
{
    const gx_packet_record *record = gx_packet_at(&book->packets, place);
    gx_packet_wide *wide = gx_slab_at(&book->packets.wide, record->amount);
    GX_ASSERT(gx_form_terms(record->form) == GX_PACKED_WIDE);
    wide->side = side;
}

void gx_packet_drop(gx_book *book, const gx_packet *packet)
{
    gx_packets *packets = &book->packets;
    const gx_packet_record *record = gx_packet_at(packets, packet->place);
    gx_roster_give(&book->roster, record->block, words_of(packet->shares));
    if (packet->wide != NULL)
        gx_slab_give(&packets->wide, record->amount);
    else
        packets->terms[gx_form_terms(record->form)].open--;
    gx_slab_give(&packets->slab, packet->place);
}

/* ---- The store as a whole */

void gx_packets_init(gx_packets *packets)
{
    *packets = (gx_packets){.rules = gx_packet_rules_default()};
    gx_slab_init(&packets->slab, sizeof(gx_packet_record));
    gx_slab_init(&packets->wide, sizeof(gx_packet_wide));
}

void gx_packets_free(gx_packets *packets)
{
    gx_slab_free(&packets->slab);
    gx_slab_free(&packets->wide);
}

size_t gx_packets_bytes(const gx_packets *packets)
{
    return gx_slab_bytes(&packets->slab) + gx_slab_bytes(&packets->wide);
}

void gx_packets_archive(gx_archive *archive, gx_packets *packets)
{
    gx_archive_mark(archive, "packets");
    GX_ARCHIVE(archive, packets->rules);
    GX_ARCHIVE(archive, packets->terms);
    gx_slab_archive(archive, &packets->slab);
    gx_slab_archive(archive, &packets->wide);
}

void gx_packet_fetch(const gx_book *book, gx_ref ref)
{
    if (ref.slot < book->packets.slab.used)
        gx_fetch(gx_packet_at(&book->packets, ref.slot));
}

void gx_packet_fetch_more(const gx_book *book, gx_ref ref)
{
    if (ref.slot >= book->packets.slab.used)
        return;
    uint32_t block = gx_packet_at(&book->packets, ref.slot)->block;
    if (block < book->roster.used)
        gx_fetch(gx_roster_at(&book->roster, block));
}

/* Compares what lies in the record before it spreads anything out: most packets are not due. */
void gx_packets_due(const gx_book *book, uint32_t from, uint32_t before, gx_packet_due *each, void *host)
{
    const gx_packets *packets = &book->packets;
    for (uint32_t i = 0; i < packets->slab.used; i++) {
        const gx_packet_record *record = gx_packet_at(packets, i);
        if (!gx_slab_lives(&record->head))
            continue;
        unsigned terms = gx_form_terms(record->form);
        const gx_packet_wide *wide =
            terms == GX_PACKED_WIDE ? gx_slab_at(&packets->wide, record->amount) : NULL;
        uint32_t expires = wide != NULL ? wide->expires : gx_later(record->sent, packets->terms[terms].life);
        if (expires >= from && expires < before)
            each(host, (gx_packet_ref){i, record->head.life},
                 gx_name_of(book, record->head.next & GX_SLAB_KEEPER_BITS), expires);
    }
}
