/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a user is, and what he may pay (W1, W7): tiers of identity with limits, attributes that circles and
 * gates ask for, payment without a password. Theme IDENTITY. All O(1).
 *
 * What it says of payments. Each time a USER pays from his balance, whichever operation asks, these are asked
 * in this order, after the ledger's own questions (amount, frozen, funds); merchants and pools are never
 * asked:
 *
 *   1. Real name. Not of a withdrawal to the own card nor of a purchase of the fund (which has its own rule).
 *      Under GX_REAL_NAME_TO_PAY a user of tier 0 is GX_REFUSED_IDENTITY (have 0, need 1); so he is under
 *      GX_REAL_NAME_BUT_PACKETS, unless he sends a red packet.
 *   2. The tier's limit, when `limits` is on; same exceptions. Tiers 0 and 1: everything he ever paid from
 * his balance and this payment are at most `lifetime_max`. Tier 2 (3): what he paid in this calendar year and
 *      this payment are at most `year_max` (`year_max_full`). Else GX_REFUSED_LIMIT (have: what he may still
 * pay, at least 0; need: the payment).
 *   3. Confirmation, for payments that were asked for without one (`unconfirmed` of tips, payments at the
 * till …); no exceptions. If password-free payment is off for this user nothing passes; if it is on, the
 * payment is at most `free_payment_max`, and together with the unconfirmed payments of this calendar day at
 * most `free_day_max`. Else GX_REFUSED_CONFIRM (have: the most that would have passed, at least 0; need: the
 *      payment); the host asks the user, and hands the payment in again, confirmed.
 *
 * What is counted: the part of a payment that comes from the balance (a packet's part from the card is none;
 * a real name is asked for all the same), when it leaves the balance: a hold counts when it is placed. It
 * counts whether limits are on or not, from the book's first day. Withdrawals and fund purchases are not
 * counted. Money that comes back (a refund, a packet expired) gives nothing of the limit back. An unconfirmed
 * payment counts for its day also when it is one that 2. does not count. Sums stop at INT64_MAX. Days and
 * years are the calendar's of the book. */
#ifndef GX_CORE_IDENTITY_H
#define GX_CORE_IDENTITY_H

#include <gx/core/book.h>

enum { GX_TIER_MAX = 3 }; /* 0: not verified */

/* Who needs a real name to pay. */
typedef enum gx_real_name {
    GX_REAL_NAME_OFF,         /* nobody */
    GX_REAL_NAME_TO_PAY,      /* everybody, for everything */
    GX_REAL_NAME_BUT_PACKETS, /* … but what was received may be sent on in packets by anyone (W2) */
    GX_REAL_NAME_COUNT
} gx_real_name;

typedef struct gx_identity_rules {
    gx_real_name real_name;  /* GX_REAL_NAME_TO_PAY */
    bool limits;             /* off; from 2016-07 on */
    gx_fen lifetime_max;     /* ¥1,000: tier 1, ever */
    gx_fen year_max;         /* ¥100,000: tier 2, a calendar year */
    gx_fen year_max_full;    /* ¥200,000: tier 3, a calendar year */
    gx_fen free_payment_max; /* ¥200: one payment without a password */
    gx_fen free_day_max;     /* ¥1,000: all of a calendar day together */
    bool free_unless_chosen; /* on: what holds for a user who never chose */
} gx_identity_rules;

gx_identity_rules gx_identity_rules_default(void); /* what a new book has */

/* IDENTITY_RULES. From now on; what was counted stays. GX_REFUSED_RULE, in this order: real_name is none of
 * them (have it, need GX_REAL_NAME_COUNT - 1); limits, then free_unless_chosen is neither 0 nor 1 (have it,
 * need 1); a figure, in the order of the struct, is below 0 (have it, need 0); free_payment_max, then
 * free_day_max is above UINT32_MAX (have it, need UINT32_MAX; asked after all of them were found to be at
 * least 0). Done: amount 0. */
gx_answer gx_identity_set_rules(gx_book *book, const gx_identity_rules *rules, uint32_t now);
gx_identity_rules gx_identity_rules_now(const gx_book *book); /* without the theme: all zero */

/* IDENTITY_TIER. The host has verified a user (or taken it back). Refused: not a user of the book
 * (GX_REFUSED_ACCOUNT, 0, user), a tier above GX_TIER_MAX (GX_REFUSED_RULE, tier, GX_TIER_MAX). Done: amount
 * 0. */
gx_answer gx_identity_set_tier(gx_book *book, uint32_t user, uint8_t tier, uint32_t now);
uint8_t gx_identity_tier(const gx_book *book, uint32_t user); /* 0 for strangers, and without the theme */

/* ATTRIBUTES_SET. What is known of pass->user: badges, place, sex, age, occupation; the pass's tier and score
 * are not read. Replaces what was known. Refused: not a user of the book (GX_REFUSED_ACCOUNT, 0, user). Done:
 * amount 0. */
gx_answer gx_identity_set_attributes(gx_book *book, const gx_pass *pass, uint32_t now);

/* What the book says of a user, to be carried with what he asks for in another book: his attributes and tier
 * (0 without the theme), and his credit score (0 without the theme CREDIT, or when he has none). For
 * strangers all but the number is 0. */
gx_pass gx_wallet_pass(const gx_book *book, uint32_t user);

/* FREE_SWITCH. A user (key.account) turns password-free payment on (args.on: any but 0) or off. Refused: not
 * a user (GX_REFUSED_ACCOUNT, 0, account). Done: amount 0. */
gx_answer gx_identity_switch_free(gx_book *book, gx_op_key key, bool on, uint32_t now);
bool gx_identity_pays_free(const gx_book *book, uint32_t user); /* false without the theme */

/* What was counted of a user until now, as 2. and 3. above have it. False for a stranger and without the
 * theme. */
typedef struct gx_identity_paid {
    gx_fen ever, year; /* the year of `now` */
    gx_fen free_day;   /* without a password, on the day of `now` */
} gx_identity_paid;
bool gx_identity_look(const gx_book *book, uint32_t user, uint32_t now, gx_identity_paid *out);

#endif
