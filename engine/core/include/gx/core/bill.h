/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money between one and many: payroll (W3) and the bill that friends share (W4, AA). Theme BILLS. Both go by
 * messages and clearing always, also when all live in one book.
 *
 * Lists of names and amounts go as words: (name, amount) pairs, an amount in fen below 2^32. */
#ifndef GX_CORE_BILL_H
#define GX_CORE_BILL_H

#include <gx/core/book.h>

#define GX_BILL_MAX ((gx_fen)1 << 60) /* no bill is larger; no book holds more */

/* ---- Payroll: all or nothing, across books
 *
 *     employer's book                          a payee's book
 *     OPEN (all held), ADD … until n named
 *                  ── "will you take it?" ──►  PROMISE: account, flags, cap
 *     VOTE yes     ◄── promised ─────────────
 *     VOTE no      ◄── refused ──────────────     (ends it: all back to the employer)
 *     the last yes: all to clearing
 *                  ── wage, or "off" ───────►  SETTLE paid, or not
 *
 * A wage that was promised arrives, whatever happened to the account since; so either everybody is paid or
 * nobody. What is not decided by `expires` expires. Nobody can call a payroll off but a payee's no; a host
 * that wants to votes no for one of them. */
typedef gx_ref gx_payroll;
typedef gx_ref gx_promise;
enum { GX_PAYROLL_MAX = 1000000 }; /* payees */

/* PAYROLL_OPEN. The employer (key.account, a user or merchant) has `amount` held for `payees` people. op.list
 * names the first of them, or all: `listed` words, a pair for each. Refused, in this order: the employer is a
 * pool (GX_REFUSED_ACCOUNT, 0, account); payees below 1, or above GX_PAYROLL_MAX (GX_REFUSED_SHARES: payees,
 * 1 or GX_PAYROLL_MAX); expires is not after now (GX_REFUSED_EXPIRED, now, expires); the list (see below);
 *   what may be said against a payment of `amount` by the employer (GX_REFUSED_AMOUNT, _FROZEN, _FUNDS,
 * themes); GX_REFUSED_MEMORY. The list is refused, in this order: an odd number of words, or none
 * (GX_REFUSED_LIST, listed, 2); more pairs than payees not named yet (GX_REFUSED_LIST, pairs, payees not
 * named yet); then pair by pair: the employer himself (GX_REFUSED_ACCOUNT, 0, name), amount 0
 * (GX_REFUSED_AMOUNT, 0, 1), named before, in this list or an earlier one (GX_REFUSED_TWICE, 1, 0); with S
 * the sum of all amounts named until now, these included, and M the payees that are still not named: S + M
 *   above `amount`, or M = 0 and S not `amount` (GX_REFUSED_AMOUNT, S + M, amount).
 * Done: answer.amount is held, result.made the payroll. O(listed^2). */
gx_answer gx_payroll_open(gx_book *book, gx_op_key key, gx_fen amount, uint32_t payees, uint32_t expires,
                          const uint32_t *list, uint16_t listed, uint32_t now, gx_payroll *out);

/* PAYROLL_ADD. More names. Refused, in this order: it is over (GX_REFUSED_RESOLVED), never was
 * (GX_REFUSED_NO_SUCH), its time is over (GX_REFUSED_EXPIRED, now, expires), all are named (GX_REFUSED_STATE,
 * payees, payees), the list as above, GX_REFUSED_MEMORY. Done: amount 0, result.number payees named until
 * now. O(listed^2). */
gx_answer gx_payroll_add(gx_book *book, gx_payroll payroll, const uint32_t *list, uint16_t listed,
                         uint32_t now);

/* PAYROLL_PROMISE. In the payee's book: could this party take `amount` just now? Then it promises to.
 * Refused, in this order: not a party of the book (GX_REFUSED_ACCOUNT, 0, payee); amount below 1, or more
 * than may come from clearing (GX_REFUSED_AMOUNT); frozen for what comes in, or its cap (GX_REFUSED_FROZEN;
 * GX_REFUSED_CAP, room, amount); GX_REFUSED_MEMORY. Done: answer.amount is the amount, result.made the
 * promise. Nothing moves, and no room under the cap is set aside. O(1). */
gx_answer gx_payroll_promise(gx_book *book, uint32_t payee, gx_fen amount, uint32_t now, gx_promise *out);

/* What a vote did. */
typedef struct gx_payroll_state {
    bool closed;     /* it is over: everybody is paid (refunded 0), or nobody (paid 0) */
    uint32_t yes;    /* until now */
    gx_fen paid;     /* to clearing: the whole amount */
    gx_fen refunded; /* to the employer: the whole amount */
} gx_payroll_state;

/* PAYROLL_VOTE. What a payee's book said (args.yes: any but 0). Refused, in this order: GX_REFUSED_RESOLVED,
 * GX_REFUSED_NO_SUCH; GX_REFUSED_EXPIRED (now, expires) from `expires` on; not all named yet
 * (GX_REFUSED_STATE, named, payees); not one of them (GX_REFUSED_NOT_ADDRESSED, payee, 0); voted before
 * (GX_REFUSED_TWICE, 1, 0). A no gives all back to the employer; the last yes pays all to clearing: both end
 * it. Done: answer.amount is what was paid, result.second what was given back (0 both while it goes on),
 * result.number the count of yes (this one included), result.closed. O(1), O(payees) where it ends. `out` may
 * be NULL. */
gx_answer gx_payroll_vote(gx_book *book, gx_payroll payroll, uint32_t payee, bool yes, uint32_t now,
                          gx_payroll_state *out);

/* PAYROLL_EXPIRE. From `expires` on, all back to the employer. Refused: GX_REFUSED_RESOLVED,
 * GX_REFUSED_NO_SUCH, before (GX_REFUSED_NOT_DUE, now, expires). Done: answer.amount is what was given back;
 * result.closed. O(payees). */
gx_answer gx_payroll_expire(gx_book *book, gx_payroll payroll, uint32_t now);

/* PAYROLL_SETTLE. In the payee's book: the wage arrives (args.paid: any but 0), from clearing to the payee,
 * against his flags and cap too; or it does not, and the promise is forgotten. Refused: GX_REFUSED_RESOLVED
 * (settled before), GX_REFUSED_NO_SUCH; paid, and more than may come from clearing (GX_REFUSED_AMOUNT). Done:
 * answer.amount is what the payee got. O(1). */
gx_answer gx_payroll_settle(gx_book *book, gx_promise promise, bool paid, uint32_t now);

typedef struct gx_payroll_view {
    uint32_t employer, payees, named, yes, expires;
    gx_fen amount;
} gx_payroll_view;
bool gx_payroll_look(const gx_book *book, gx_payroll payroll,
                     gx_payroll_view *out); /* false when it is over */

/* ---- Bills
 *
 *     open --share--> partly paid --last share--> closed
 *       \---------------\--CLOSE, EXPIRE--------> closed, expired
 *
 * One has paid and collects the others' shares. Nothing is held: a friend pays out of his own book, and his
 * money arrives here from clearing; what is refused here goes back to him (gx_transfer_return in his book).
 * What was paid before a bill ended stays paid. */
typedef gx_ref gx_bill;

typedef enum gx_bill_split {
    GX_BILL_EQUAL, /* the list is of names: the bill in equal parts */
    GX_BILL_GIVEN, /* the list is of (name, amount) pairs */
    GX_BILL_SPLIT_COUNT
} gx_bill_split;

/* BILL_OPEN. The collector (key.account, a user) asks the friends in the list for their shares of a bill of
 * `amount`. With `own` he bears a share himself.
 *
 *   EQUAL: amount in k equal parts, k = friends (+ 1 with own): part i is amount / k rounded down, the first
 *          amount % k parts one fen more. With own the collector bears part 0, and the friends the others in
 * the list's order; without, the first friend has part 0. GIVEN: the friends' shares are as given; with own
 * the collector bears the rest, at least 1 fen; without they add up to the amount.
 *
 * So all shares add up to the amount, always. Refused, in this order: not a user (GX_REFUSED_ACCOUNT, 0,
 * account); split or own is out of its range (GX_REFUSED_RULE: split, GX_BILL_SPLIT_COUNT - 1; own, 1);
 * amount below 1 or above GX_BILL_MAX (GX_REFUSED_AMOUNT: amount, 1 or GX_BILL_MAX); expires is not after now
 * (GX_REFUSED_EXPIRED, now, expires); no word in the list (GX_REFUSED_LIST, 0, 1), or an odd number of them
 * if GIVEN (GX_REFUSED_LIST, listed, 2); friend by friend: the collector himself (GX_REFUSED_ACCOUNT, 0,
 * name), amount 0 if GIVEN (GX_REFUSED_AMOUNT, 0, 1), named before (GX_REFUSED_TWICE, 1, 0); EQUAL and amount
 * below k (GX_REFUSED_MEAN_SHARE, 0, 1); GIVEN and, with S the sum of what is given, S (+ 1 with own) above
 * amount, or S below amount without own (GX_REFUSED_AMOUNT, S (+ 1 with own), amount); GX_REFUSED_MEMORY.
 * Done: answer.amount is the amount, result.made the bill, result.second the collector's own share (0 without
 * own). O(friends^2). `own_share` may be NULL. */
gx_answer gx_bill_open(gx_book *book, gx_op_key key, gx_fen amount, gx_bill_split split, bool own,
                       uint32_t expires, const uint32_t *list, uint16_t listed, uint32_t now, gx_bill *out,
                       gx_fen *own_share);

/* In the friend's book: his share sets out, TRANSFER_OUT with the purpose GX_FOR_BILL. Refused as
 * gx_transfer_out. */
gx_answer gx_bill_send(gx_book *book, gx_op_key key, uint32_t collector, gx_fen share, uint32_t now);

/* BILL_PAY. A friend's share arrives, and goes from clearing to the collector. Refused, in this order:
 * GX_REFUSED_RESOLVED, GX_REFUSED_NO_SUCH; GX_REFUSED_EXPIRED (now, expires) from `expires` on; not asked
 * (GX_REFUSED_NOT_ADDRESSED, payer, 0); paid already (GX_REFUSED_TWICE, 1, 0); not the share to the fen
 * (GX_REFUSED_AMOUNT, amount, share); more than may come from clearing (GX_REFUSED_AMOUNT); the collector's
 * account may not take it (GX_REFUSED_FROZEN, GX_REFUSED_CAP). Done: answer.amount is the share,
 * result.number the friends who have paid, result.second what is still unpaid, result.closed: it was the
 * last, the bill is gone. O(1), O(friends) at the last. */
gx_answer gx_bill_pay(gx_book *book, gx_bill bill, uint32_t payer, gx_fen amount, uint32_t now, bool *closed);

/* BILL_CLOSE. The collector (key.account) asks no longer. Refused, in this order: GX_REFUSED_RESOLVED,
 * GX_REFUSED_NO_SUCH, not his (GX_REFUSED_RIGHT, 0, 0). Done: answer.amount is what stays unpaid. O(friends).
 */
gx_answer gx_bill_close(gx_book *book, gx_op_key key, gx_bill bill, uint32_t now);

/* BILL_EXPIRE. From `expires` on. Refused, in this order: GX_REFUSED_RESOLVED, GX_REFUSED_NO_SUCH, before
 * (GX_REFUSED_NOT_DUE, now, expires). Done: answer.amount is what stays unpaid; result.closed. O(friends). */
gx_answer gx_bill_expire(gx_book *book, gx_bill bill, uint32_t now);

typedef enum gx_bill_state {
    GX_BILL_UNKNOWN,
    GX_BILL_OPEN,
    GX_BILL_PARTLY_PAID,
    GX_BILL_OVERDUE,
    GX_BILL_GONE
} gx_bill_state;

typedef struct gx_bill_view {
    uint32_t collector, friends, paid, expires;
    gx_fen amount, unpaid; /* unpaid: by friends */
} gx_bill_view;

/* UNKNOWN: never opened; OPEN: nobody has paid; OVERDUE: its time is over, but nobody said so (BILL_EXPIRE);
 * GONE: all paid, closed or expired. *out is filled for the three that live; it may be NULL. */
gx_bill_state gx_bill_look(const gx_book *book, gx_bill bill, uint32_t now, gx_bill_view *out);

/* What a friend owes, or owed, to a bill that lives; 0 when he was not asked. */
gx_fen gx_bill_share(const gx_book *book, gx_bill bill, uint32_t payer);

#endif
