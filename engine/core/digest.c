/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the users of a book have and are, as one number: a sum over users of a hash of (user, balance, card).
 * A sum does not care for order or for how users are cut into books. Escrow and clearing stay out: where
 * money is on its way through depends on the cut. */
#include "book_internal.h"

uint64_t gx_book_digest(const gx_book *book)
{
    uint64_t digest = 0;
    for (uint32_t i = 0; i < book->users; i++) {
        uint64_t name = gx_mix64((uint64_t)book->flags[i] << 32 | (book->first_user + i));
        digest += gx_mix_pair((uint64_t)book->balance[i], name);
    }
    return digest;
}
