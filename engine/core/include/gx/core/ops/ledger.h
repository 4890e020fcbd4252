/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of the ledger: opening, transfers, holds, account flags. Numbers 0x01 … 0x1f. */
#ifndef GX_CORE_OPS_LEDGER_H
#define GX_CORE_OPS_LEDGER_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_LEDGER(X)                                                                                     \
    X(0x01, OPEN, open, LEDGER, 0, "", "what a party owns when the run begins")                              \
    X(0x02, TRANSFER, transfer, LEDGER, 1, "W3", "to another party of the book")                             \
    X(0x03, TRANSFER_OUT, transfer_out, LEDGER, 1, "W3", "to clearing, for another book")                    \
    X(0x04, TRANSFER_IN, transfer_in, LEDGER, 0, "W3", "from clearing to a party")                           \
    X(0x05, HOLD_PLACE, hold_place, LEDGER, 1, "", "from the balance into escrow")                           \
    X(0x06, HOLD_POST, hold_post, LEDGER, 0, "", "a part of a hold, or all of it, to clearing")              \
    X(0x07, HOLD_VOID, hold_void, LEDGER, 0, "", "the rest of a hold back to its owner")                     \
    X(0x08, HOLD_EXPIRE, hold_expire, LEDGER, 0, "", "the same, from its expiry on")                         \
    X(0x09, FLAGS_SET, flags_set, LEDGER, 0, "K6", "what an account may not do, and its cap")

/* clang-format off */
#define GX_ARGS_open(F) F(u32, party) F(fen, amount)
#define GX_ARGS_transfer(F) F(u32, to) F(fen, amount) F(u8, balancing)
#define GX_ARGS_transfer_out(F) F(u32, to) F(fen, amount) F(u8, balancing) F(u8, purpose)
#define GX_ARGS_transfer_in(F) F(u32, to) F(fen, amount) F(u8, returned)
#define GX_ARGS_hold_place(F) F(fen, amount) F(u32, expires)
#define GX_ARGS_hold_post(F) F(ref, hold) F(fen, amount)
#define GX_ARGS_hold_void(F) F(ref, hold)
#define GX_ARGS_hold_expire(F) F(ref, hold)
#define GX_ARGS_flags_set(F) F(u32, party) F(u8, flags) F(fen, cap)
/* clang-format on */

#endif
