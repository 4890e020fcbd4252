/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: opening balances, transfers, holds, account flags. All amounts are at least 1 fen. O(1).
 *
 * Before any rule the door asks (op.h): GX_REFUSED_OPERATION (have = the kind), GX_REFUSED_THEME (need = the
 * theme's bit), GX_REFUSED_CLOCK (have = now, need = the latest tick at which something was done),
 * GX_REFUSED_LIST (have = words, need = GX_LIST_MAX), GX_REFUSED_JOURNAL; of keyed operations
 * GX_REFUSED_ACCOUNT (need = key.account) when it is no party of the book, GX_REFUSED_MEMORY, and what the
 * key says (_KEY_OLD: have = the serial, need = the oldest that is remembered; _KEY_CONTENT; the answer of
 * last time).
 *
 * Who pays from a balance is asked, in this order: GX_REFUSED_AMOUNT (below 1: have = amount, need = 1),
 * GX_REFUSED_FROZEN (0, 0) when GX_ACCOUNT_NO_DEBIT is set, GX_REFUSED_FUNDS (have = balance, need = amount),
 * then the themes of the book that have a say in payments. "The payer's rules" below.
 *
 * Who receives: GX_REFUSED_FROZEN (0, 0) when GX_ACCOUNT_NO_CREDIT is set; GX_REFUSED_CAP (have = what he may
 * still take, at least 0; need = amount) when that would bring a capped account above its cap. "The payee's
 * rules".
 *
 * What comes from an account of the house into the book is GX_REFUSED_AMOUNT when below 1 (have = amount,
 * need = 1) and when above what may still come (have = amount, need = that): the lesser of 2^60 minus what
 * all parties have and what is in escrow, and of 2^60 plus the balance of that account of the house. "The
 * house's rule". */
#ifndef GX_CORE_LEDGER_H
#define GX_CORE_LEDGER_H

#include <gx/core/book.h>

/* At set-up only, before the first other operation was done: what a party owns when the run begins; more than
 * once adds up. GX_REFUSED_ACCOUNT (need = party), GX_REFUSED_SETUP (0, 0); 0 is done and moves nothing; else
 * the house's rule for GX_HOUSE_OPENING. */
gx_answer gx_open(gx_book *book, uint32_t party, gx_fen amount);

/* Within one book, to somebody else. GX_REFUSED_ACCOUNT (need = to) for a stranger and for oneself;
 * GX_REFUSED_NO_CARD (0, 1) when the book has IDENTITY and a user without a card pays a merchant; the payee's
 * rules, if the amount is at least 1; the payer's rules, for GX_FOR_TRANSFER. */
gx_answer gx_transfer(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount, uint32_t now);

/* Across books: first out of the payer's book into clearing (the payer's rules, for GX_FOR_TRANSFER; the
 * operation can also say args.purpose = GX_FOR_BILL, for a share of a bill; another is GX_REFUSED_RULE: have
 * = purpose, need = GX_FOR_BILL). `to` is the receiver, and part of what the key stands for. When
 * result.repeated is set, the order was done before and its message sent: the host sends no second one. Then,
 * where the message arrives, from clearing to the payee (GX_REFUSED_ACCOUNT, need = to; the house's rule for
 * GX_HOUSE_CLEARING; the payee's rules). `gx_transfer_in` takes no key: the payee's serial is not known to
 * the payer, so exactly-once delivery of the message is the host's duty. */
gx_answer gx_transfer_out(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount, uint32_t now);
gx_answer gx_transfer_in(gx_book *book, uint32_t to, gx_fen amount, uint32_t now);

/* As gx_transfer_in, for money that the payee could not take (its account is frozen or full) and that comes
 * back to its payer: the payee's rules are not asked, so his flags do not stand in its way. */
gx_answer gx_transfer_return(gx_book *book, uint32_t to, gx_fen amount, uint32_t now);

/* The operations TRANSFER and TRANSFER_OUT can be balancing (args.balancing not 0): `amount` is the most that
 * is moved, answer.amount what was. It is cut to the payer's balance, if he has anything; then, within a
 * book, to what a capped payee may still take, if that is anything. Then the rules above are asked about what
 * is left of it. */

/* ---- Account flags: what an account may not do */
enum {
    GX_ACCOUNT_NO_DEBIT = 1,  /* nothing leaves it (GX_REFUSED_FROZEN) */
    GX_ACCOUNT_NO_CREDIT = 2, /* nothing comes in, but what was held of its own comes back */
    GX_ACCOUNT_CAPPED = 4     /* nothing comes in that would bring it above its cap (GX_REFUSED_CAP) */
};

/* Replaces the flags of an account; `cap` counts with GX_ACCOUNT_CAPPED only, and may lie below the balance.
 * GX_REFUSED_ACCOUNT (need = party); GX_REFUSED_RULE (have = flags, need = all that there are) when there is
 * no such flag; GX_REFUSED_RULE (have = cap, need = 2^60) when a cap that counts is below 0 or above 2^60;
 * GX_REFUSED_MEMORY for the first cap of a book. */
gx_answer gx_account_flags(gx_book *book, uint32_t party, uint8_t flags, gx_fen cap, uint32_t now);

/* ---- Holds: two-phase money. A handle of a hold that is over is GX_REFUSED_RESOLVED, one that was never
 * given out GX_REFUSED_NO_SUCH. Across books a linked payment is: hold in each payer's book, confirm, then
 * post all, or void all. */
typedef gx_ref gx_hold;

/* Move `amount` from the party's balance into escrow until `expires` (the host's ticks; may be past already).
 * The payer's rules, for GX_FOR_HOLD; GX_REFUSED_MEMORY. result.made is the hold; *out has life 0 when
 * refused. */
gx_answer gx_hold_place(gx_book *book, gx_op_key key, gx_fen amount, uint32_t expires, uint32_t now,
                        gx_hold *out);

/* Pay out a part (or all) of what is still held, to clearing. The hold is resolved when nothing is left.
 * GX_REFUSED_NO_SUCH or _RESOLVED (0, 0); from the tick `expires` on GX_REFUSED_EXPIRED (have = now, need =
 * expires); GX_REFUSED_AMOUNT below 1 (have = amount, need = 1); GX_REFUSED_FUNDS (have = what is left, need
 * = amount). */
gx_answer gx_hold_post(gx_book *book, gx_hold hold, gx_fen amount, uint32_t now);

/* Give back what is still held to its owner (whatever his flags; answer.amount says how much): at any time,
 * or only from the tick `expires` on, else GX_REFUSED_NOT_DUE (have = now, need = expires). First
 * GX_REFUSED_NO_SUCH or _RESOLVED (0, 0). */
gx_answer gx_hold_void(gx_book *book, gx_hold hold, uint32_t now);
gx_answer gx_hold_expire(gx_book *book, gx_hold hold, uint32_t now);

gx_fen gx_hold_remaining(const gx_book *book, gx_hold hold); /* 0 when resolved or unknown */

#endif
