/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The book from inside: for the files of this folder, and for tests that must reach behind the interface (to
 * corrupt a fen and see the audit find it). */
#ifndef GX_CORE_BOOK_INTERNAL_H
#define GX_CORE_BOOK_INTERNAL_H

#include "keys.h"
#include "roster.h"
#include "slab.h"

#include <gx/core/packet.h>

/* Accounts are numbered 0 … users - 1 for the users, then the house's: one column holds every balance. */
typedef size_t gx_account;

/* No book holds more than this, and no house account owes more: then no sum of a book can overflow, whatever
 * a host asks for. 11.5 quadrillion yuan. */
#define GX_BOOK_LIMIT ((gx_fen)1 << 60)

enum { GX_FLAG_CARD = 1 };

/* Money of a user's that lies in escrow. A hold has one, and so has a packet. */
typedef struct gx_held {
    gx_fen remaining; /* above 0 while its owner's record lives */
    uint32_t owner;   /* account */
    uint32_t expires;
} gx_held;

typedef struct gx_hold_record {
    gx_slab_head head;
    gx_held held;
} gx_hold_record;

typedef struct gx_packet_record {
    gx_slab_head head;
    gx_held held;
    gx_fen amount;
    gx_fen luckiest_share;
    gx_fen share_min; /* the rule under which it was sent */
    uint32_t audience;
    uint32_t occasion;
    uint32_t sent;
    uint32_t shares;
    uint32_t taken;
    uint32_t luckiest;
    uint32_t claimed; /* block of the roster, with the names of all claimers so far */
    gx_packet_kind kind;
} gx_packet_record;

struct gx_book {
    uint32_t first_user;
    uint32_t users;
    gx_membership membership;
    gx_packet_rules rules;

    gx_fen *balance; /* users + GX_HOUSE_COUNT */
    uint8_t *flags;  /* users */

    /* Control totals, kept along by other code than what they are compared with. */
    gx_fen users_total; /* by gx_post */
    gx_fen held_total;  /* by the holds */

    gx_slab holds;
    gx_slab packets;
    gx_roster roster;
    gx_keys keys;
    gx_book_counts counts;
};

static inline gx_account gx_house(const gx_book *book, gx_house_account account)
{
    return (gx_account)book->users + account;
}

static inline gx_account gx_account_of(const gx_book *book, uint32_t user)
{
    return user - book->first_user;
}

static inline gx_answer gx_done(gx_fen amount)
{
    return (gx_answer){.code = GX_DONE, .amount = amount};
}

static inline gx_answer gx_refuse(gx_answer_code code, int64_t have, int64_t need)
{
    return (gx_answer){.code = code, .have = have, .need = need};
}

/* THE movement of money: every balance changes here and nowhere else. The caller has checked the rules; a
 * user's account that would fall below 0 is a defect. */
void gx_post(gx_book *book, gx_account debit, gx_account credit, gx_fen amount);

/* Is `amount` a sum that a user's account can be asked to give: at least 1 fen, and covered. */
gx_answer gx_check_payer(const gx_book *book, gx_account payer, gx_fen amount);

/* Is `amount` a sum that may come in from this account of the house, within GX_BOOK_LIMIT. */
gx_answer gx_check_inflow(const gx_book *book, gx_house_account source, gx_fen amount);

/* Totals of turnover: they wrap instead of overflowing, so they still add up over books. */
void gx_count(uint64_t *number, gx_fen *sum, gx_fen amount);

/* Kinds of keyed operations, as they enter the hash of a key's content. */
typedef enum gx_op {
    GX_OP_TOP_UP = 1,
    GX_OP_WITHDRAW,
    GX_OP_TRANSFER,
    GX_OP_TRANSFER_OUT,
    GX_OP_HOLD,
    GX_OP_PACKET
} gx_op;

uint64_t gx_content(gx_op op, uint32_t about, gx_fen amount);

/* The door of every keyed operation. True: it is new; do it and call gx_close. False: *known is the answer.
 */
bool gx_admit(gx_book *book, gx_op_key key, uint64_t content, gx_ticket *ticket, gx_outcome *known);

/* Remembers a plain answer and returns it. */
gx_answer gx_close(gx_ticket ticket, gx_answer answer);

/* ---- What is held: the three ways in and out of escrow
 * ------------------------------------------------------- */

/* From the owner's account, which covers the amount, into escrow. */
void gx_held_open(gx_book *book, gx_held *held, gx_account owner, gx_fen amount, uint32_t expires);

/* A part, or all of it, to clearing. With the last fen the record that has it is over; its keeper frees it.
 */
void gx_held_pay(gx_book *book, gx_held *held, gx_fen amount);

/* The rest back to the owner; the record is over. Returns the rest. */
gx_fen gx_held_refund(gx_book *book, gx_held *held);

static inline gx_hold_record *gx_hold_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->holds, place);
}

#endif
