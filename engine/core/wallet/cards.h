/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every book keeps of cards, beside the flag GX_FLAG_CARD. */
#ifndef GX_CORE_WALLET_CARDS_H
#define GX_CORE_WALLET_CARDS_H

#include <gx/core/wallet.h>

typedef struct gx_cards {
    gx_wallet_rules rules;
    gx_fen *withdrawn; /* users; NULL until a rule first asks for a fee */
} gx_cards;

struct gx_digest;

void gx_cards_free(gx_cards *cards);
size_t gx_cards_bytes(const gx_book *book);
void gx_cards_archive(gx_archive *archive, gx_book *book);
void gx_cards_digest(const gx_book *book, struct gx_digest *digest);

#endif
