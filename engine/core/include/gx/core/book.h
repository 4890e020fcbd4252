/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book of accounts: double entry, integer fen.
 *
 * One book holds the accounts of a contiguous range of users, and a few accounts of the house. Every movement
 * debits one account and credits another of the same book, so the balances of a book always add up to zero:
 * what users hold, what is held in escrow and what is on its way to another book (clearing) is exactly what
 * came in by the card gateway and at the opening. Money for a user of another book goes to CLEARING here and
 * comes from CLEARING there; the sum of all clearing accounts is the money in flight.
 *
 * A book is used by one thread at a time. It has no clock, no threads, no files and no randomness: time and
 * draws are arguments. A refused call changes nothing. After creation, calls allocate only when holds,
 * packets or remembered keys outgrow what was reserved, and a failure of that is an answer
 * (GX_REFUSED_MEMORY).
 */
#ifndef GX_CORE_BOOK_H
#define GX_CORE_BOOK_H

#include <gx/base/status.h>
#include <gx/core/money.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct gx_book gx_book;

/* The house's accounts in each book. */
typedef enum gx_house_account {
    GX_HOUSE_OPENING,      /* where opening balances come from (negative: the house owes its users) */
    GX_HOUSE_CARD_GATEWAY, /* the banks: top-ups come from here, withdrawals go there */
    GX_HOUSE_ESCROW,       /* what is held: open packets */
    GX_HOUSE_CLEARING,     /* on its way to and from other books */
    GX_HOUSE_COUNT
} gx_house_account;

/* The host's directory of chat groups: the core asks it whether a user belongs to one. */
typedef struct gx_membership {
    bool (*is_member)(const void *directory, uint32_t group, uint32_t user);
    const void *directory;
} gx_membership;

typedef struct gx_book_config {
    uint32_t first_user; /* users of the book are first_user … first_user + users - 1 */
    uint32_t users;
    uint32_t
        key_window; /* how many of the last serials of each account are remembered; 0: keys are not checked */
    gx_membership membership;
} gx_book_config;

/* An operation's name: the account that asks for it, and that account's own serial, counted up by the asker.
 * The same key with the same content gets the same answer again and moves nothing; with other content
 * GX_REFUSED_KEY_CONTENT; a key that was refused stays refused. Only the last `key_window` serials up to the
 * highest seen are remembered; what lies before is GX_REFUSED_KEY_OLD. An answer GX_REFUSED_MEMORY is not
 * remembered: the asker may try again with the key. */
typedef struct gx_op_key {
    uint32_t account; /* a user */
    uint32_t serial;
} gx_op_key;

gx_status gx_book_create(gx_book **out, const gx_book_config *config, gx_error *error);
void gx_book_free(gx_book *book);

/* What the book uses of memory, in bytes. */
size_t gx_book_bytes(const gx_book *book);

bool gx_book_has(const gx_book *book, uint32_t user);
gx_fen gx_book_balance(const gx_book *book, uint32_t user);          /* free to use; 0 for a stranger */
gx_fen gx_book_house(const gx_book *book, gx_house_account account); /* signed */

/* ---- The wallet (W2, W3). All amounts are at least 1 fen. O(1)
 * ------------------------------------------------- */

/* At set-up only, before the first operation of the run: what a user owns when the run begins (0 is allowed).
 */
gx_answer gx_wallet_open(gx_book *book, uint32_t user, gx_fen amount);

/* Bind a bank card; binding again is done and changes nothing. */
gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user);
bool gx_wallet_has_card(const gx_book *book, uint32_t user);

/* From the user's bank into the balance, and back; both need a bound card. */
gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount);
gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount);

/* Within one book, to somebody else: oneself is GX_REFUSED_ACCOUNT. */
gx_answer gx_transfer(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount);

/* Across books: first out of the payer's book into clearing, then, where the message arrives, from clearing
 * to the payee. `gx_transfer_in` is keyed by the payee: (payee, serial of its own counter for incoming money)
 * would need a counter that the payer cannot know, so exactly-once delivery of the message is the host's duty
 * and no key is taken. */
gx_answer gx_transfer_out(gx_book *book, gx_op_key key, gx_fen amount);
gx_answer gx_transfer_in(gx_book *book, uint32_t to, gx_fen amount);

/* ---- Holds
 * ------------------------------------------------------------------------------------------------------ */

/* A hold's handle in its book: where it lies, and which life of that place. Not a name: draws and orders
 * never see it. No handle has life 0. A handle of a hold that is over is GX_REFUSED_RESOLVED, one that was
 * never given out GX_REFUSED_NO_SUCH. */
typedef struct gx_hold {
    uint32_t slot;
    uint32_t life;
} gx_hold;

/* Move `amount` from the user's balance into escrow until `expires` (the host's ticks). */
gx_answer gx_hold_place(gx_book *book, gx_op_key key, gx_fen amount, uint32_t expires, gx_hold *out);

/* Pay out a part (or all) of what is still held, to clearing. The hold is resolved when nothing is left.
 * Refused with GX_REFUSED_EXPIRED from the tick `expires` on. */
gx_answer gx_hold_post(gx_book *book, gx_hold hold, gx_fen amount, uint32_t now);

/* Give back what is still held to its owner: at any time, or only from the tick `expires` on. */
gx_answer gx_hold_void(gx_book *book, gx_hold hold);
gx_answer gx_hold_expire(gx_book *book, gx_hold hold, uint32_t now);

gx_fen gx_hold_remaining(const gx_book *book, gx_hold hold); /* 0 when resolved or unknown */

/* ---- Audit
 * ------------------------------------------------------------------------------------------------------ */

/* What an audit saw. `balanced` is the verdict; the rest are the figures for the message. */
typedef struct gx_audit {
    bool balanced;
    gx_fen users;          /* sum of user balances: kept along (quick), or added up anew (full) */
    gx_fen users_expected; /* what the running control total says */
    gx_fen escrow;         /* the escrow account */
    gx_fen held;           /* sum of open holds, as above */
    gx_fen total;          /* sum of all accounts; must be 0 */
} gx_audit;

/* From the running control totals only. O(1). */
gx_audit gx_book_audit_quick(const gx_book *book);

/* Adds up every balance and every open hold anew and compares with the control totals; also that no user is
 * below 0. O(users + holds). */
gx_audit gx_book_audit_full(const gx_book *book);

/* A digest of what the users of this book have and are (balance, card), independent of their order and of how
 * users are cut into books: the sum of both halves' digests is the digest of the whole. O(users). */
uint64_t gx_book_digest(const gx_book *book);

/* Counts of operations done since the book was made, by kind; sums over books are independent of the cut. */
typedef struct gx_book_counts {
    uint64_t top_ups, withdrawals, transfers, holds, posts, refunds, cards;
    gx_fen topped_up, withdrawn, transferred, held, posted, refunded;
} gx_book_counts;
gx_book_counts gx_book_count(const gx_book *book);

#endif
