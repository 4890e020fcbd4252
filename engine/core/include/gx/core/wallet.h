/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wallet: cards, top-up, withdrawal (W2). O(1). */
#ifndef GX_CORE_WALLET_H
#define GX_CORE_WALLET_H

#include <gx/core/book.h>

/* Bind a bank card; binding again is done and changes nothing. */
gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user, uint32_t now);
bool gx_wallet_has_card(const gx_book *book, uint32_t user);

/* From the user's bank into the balance, and back; both need a bound card. */
gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);
gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

#endif
