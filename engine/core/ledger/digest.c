/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two digests.
 *
 * What the users of a book have and are: a sum over users of a hash of (user, balance, card, what the themes
 * say). A sum does not care for order or for how users are cut into books. Escrow and clearing stay out:
 * where money is on its way through depends on the cut.
 *
 * The whole state of a book: everything by which two books could ever answer differently, in a fixed order.
 * Two books with equal digests did the same operations. */
#include "ledger/book_internal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

void gx_digest_bytes(gx_digest *digest, const void *bytes, size_t count)
{
    digest->value = XXH3_64bits_withSeed(bytes, count, digest->value);
}

void gx_digest_number(gx_digest *digest, uint64_t number)
{
    digest->value = gx_mix_pair(number, digest->value);
}

uint64_t gx_book_digest(const gx_book *book)
{
    uint64_t digest = 0;
    for (uint32_t i = 0; i < book->users; i++) {
        uint64_t flags = gx_flags_beside(book, i) | (gx_has_card(book, i) ? GX_FLAG_CARD : 0);
        uint64_t name = gx_mix64(flags << 32 | (book->first_user + i));
        digest += gx_mix_pair((uint64_t)gx_balance(book, i), name);
    }
    for (unsigned t = 0; t < GX_THEMES; t++) {
        if ((book->themes >> t & 1) == 0 || gx_themes[t]->user_digest == NULL)
            continue;
        for (uint32_t i = 0; i < book->users; i++) {
            uint64_t has = gx_themes[t]->user_digest(book, i);
            if (has != 0)
                digest += gx_mix_pair(has, gx_mix64((uint64_t)(t + 1) << 48 | (book->first_user + i)));
        }
    }
    return digest;
}

void gx_slab_digest(const gx_slab *slab, gx_digest *digest)
{
    gx_digest_number(digest, slab->used);
    gx_digest_number(digest, slab->free_head);
    for (uint32_t i = 0; i < slab->used; i++) {
        gx_slab_head head = *(const gx_slab_head *)gx_slab_at(slab, i);
        if (gx_slab_lives(&head))
            head.next = GX_SLAB_IN_USE; /* without its keeper's bits, which his own digest has */
        gx_digest_bytes(digest, &head, sizeof head);
    }
}

void gx_held_digest(const gx_held *held, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)held->remaining);
    gx_digest_number(digest, (uint64_t)held->owner << 32 | held->expires);
}

static void digest_holds(const gx_book *book, gx_digest *digest)
{
    gx_slab_digest(&book->holds, digest);
    for (uint32_t i = 0; i < book->holds.used; i++)
        if (gx_hold_at(book, i)->head.next == GX_SLAB_IN_USE)
            gx_held_digest(&gx_hold_at(book, i)->held, digest);
}

void gx_relation_digest(const gx_relation *relation, uint32_t head, gx_digest *digest)
{
    for (const gx_pair *pair = gx_relation_at(relation, head); pair != NULL;
         pair = gx_relation_at(relation, pair->next_of_thing)) {
        gx_digest_number(digest, (uint64_t)pair->thing << 32 | pair->user);
        gx_digest_number(digest, pair->value);
    }
    gx_digest_number(digest, UINT64_MAX);
}

uint64_t gx_book_keyless_digest(const gx_book *book)
{
    gx_digest digest = {0};
    gx_digest_number(&digest, (uint64_t)book->now << 1 | book->began);
    gx_digest_bytes(&digest, book->balance, book->accounts * sizeof *book->balance);
    for (gx_party i = 0; book->flags != NULL && i < book->parties; i++)
        if (gx_flags_beside(book, i) != 0)
            gx_digest_number(&digest, (uint64_t)i << 32 | gx_flags_beside(book, i));
    if (book->cap != NULL)
        gx_digest_bytes(&digest, book->cap, book->parties * sizeof *book->cap);
    gx_digest_bytes(&digest, &book->counts, sizeof book->counts);
    digest_holds(book, &digest);
    gx_packets_digest(book, &digest);
    gx_cards_digest(book, &digest);
    for (unsigned t = 0; t < GX_THEMES; t++)
        if ((book->themes >> t & 1) != 0 && gx_themes[t]->state_digest != NULL)
            gx_themes[t]->state_digest(book, &digest);
    return digest.value;
}

uint64_t gx_book_state_digest(const gx_book *book)
{
    gx_digest digest = {gx_book_keyless_digest(book)};
    gx_keys_digest(&book->keys, &digest);
    return digest.value;
}
