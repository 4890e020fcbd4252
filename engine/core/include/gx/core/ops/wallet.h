/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of the wallet (W1–W8). Numbers 0x20 … 0x3f. */
#ifndef GX_CORE_OPS_WALLET_H
#define GX_CORE_OPS_WALLET_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_WALLET(X)                                                                                     \
    X(0x20, BIND_CARD, bind_card, LEDGER, 0, "W2", "a bank card")                                            \
    X(0x21, TOP_UP, top_up, LEDGER, 1, "W2", "from the card into the balance")                               \
    X(0x22, WITHDRAW, withdraw, LEDGER, 1, "W2", "from the balance to the card")

#define GX_ARGS_bind_card(F) F(u32, user)
#define GX_ARGS_top_up(F)    F(fen, amount)
#define GX_ARGS_withdraw(F)  F(fen, amount)

#endif
