/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: opening balances, transfers, holds, account flags. All amounts are at least 1 fen. O(1). */
#ifndef GX_CORE_LEDGER_H
#define GX_CORE_LEDGER_H

#include <gx/core/book.h>

/* At set-up only, before the first other operation (GX_REFUSED_SETUP): what a party owns when the run begins (0
 * is allowed). */
gx_answer gx_open(gx_book *book, uint32_t party, gx_fen amount);

/* Within one book, to somebody else: oneself is GX_REFUSED_ACCOUNT. */
gx_answer gx_transfer(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount, uint32_t now);

/* Across books: first out of the payer's book into clearing, then, where the message arrives, from clearing to
 * the payee. `gx_transfer_in` takes no key: the payee's serial is not known to the payer, so exactly-once
 * delivery of the message is the host's duty. */
gx_answer gx_transfer_out(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);
gx_answer gx_transfer_in(gx_book *book, uint32_t to, gx_fen amount, uint32_t now);

/* The same for money that the payee could not take (its account is frozen or full) and that comes back to its
 * payer: the payer's flags do not stand in its way. */
gx_answer gx_transfer_return(gx_book *book, uint32_t to, gx_fen amount, uint32_t now);

/* The operations TRANSFER and TRANSFER_OUT can be balancing (args.balancing = 1): they move as much of `amount`
 * as the payer has and may give, and the payee may take; answer.amount says how much; nothing at all is refused
 * by the rule that stood in the way. */

/* ---- Account flags: what an account may not do */
enum {
    GX_ACCOUNT_NO_DEBIT = 1,  /* nothing leaves it (GX_REFUSED_FROZEN) */
    GX_ACCOUNT_NO_CREDIT = 2, /* nothing comes in, but what was held of its own comes back */
    GX_ACCOUNT_CAPPED = 4     /* nothing comes in that would bring it above its cap (GX_REFUSED_CAP) */
};

/* Replaces the flags of an account; `cap` counts with GX_ACCOUNT_CAPPED, and may lie below the balance. */
gx_answer gx_account_flags(gx_book *book, uint32_t party, uint8_t flags, gx_fen cap, uint32_t now);

/* ---- Holds: two-phase money. A handle of a hold that is over is GX_REFUSED_RESOLVED, one that was never given
 * out GX_REFUSED_NO_SUCH. Across books a linked payment is: hold in each payer's book, confirm, then post all,
 * or void all. */
typedef gx_ref gx_hold;

/* Move `amount` from the party's balance into escrow until `expires` (the host's ticks). */
gx_answer gx_hold_place(gx_book *book, gx_op_key key, gx_fen amount, uint32_t expires, uint32_t now, gx_hold *out);

/* Pay out a part (or all) of what is still held, to clearing. The hold is resolved when nothing is left.
 * Refused with GX_REFUSED_EXPIRED from the tick `expires` on. */
gx_answer gx_hold_post(gx_book *book, gx_hold hold, gx_fen amount, uint32_t now);

/* Give back what is still held to its owner: at any time, or only from the tick `expires` on. */
gx_answer gx_hold_void(gx_book *book, gx_hold hold, uint32_t now);
gx_answer gx_hold_expire(gx_book *book, gx_hold hold, uint32_t now);

gx_fen gx_hold_remaining(const gx_book *book, gx_hold hold); /* 0 when resolved or unknown */

#endif
