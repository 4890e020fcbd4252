/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The credit line (K4). Theme CREDIT.
 *
 * Each user has a credit account beside the balance, at 0 or below: what it is below 0 the user owes.
 * The house lends: a draw debits the credit account, and credits the balance, or clearing as a payment
 * to a merchant.
 *
 *     none --draw--> open --the due day passes--> overdue --write-off--> written off --recover--> none
 *                     |                              |
 *                     +---------- repay all ---------+--> none
 *
 * A DEBT is what was drawn for one due day. It has
 *     principal   what was drawn and is not repaid yet, in fen; above 0 while the debt lives
 *     charges     interest and late fees charged and not repaid yet, 0 … principal
 *     remainder   millionths of a fen not charged yet, 0 … 999,999
 *     accrued     the day up to which it was charged
 *     due         the last day without a late fee; it is overdue when the day is later
 *     interest, late   millionths of the principal a day, as the rules were when it was made
 *
 * CHARGING a debt up to day t (at least `accrued`) is simple interest, never on charges:
 *     parts = (t - accrued) × interest + max(0, t - max(accrued, due)) × late
 *     total = principal × parts + remainder
 *     fee = total / 1,000,000;  remainder = total % 1,000,000
 *     room = principal - charges;  if fee >= room: fee = room, remainder = 0
 *     charges += fee; accrued = t; `fee` moves from the credit account to GX_HOUSE_FEES.
 * So charges never pass the principal, and what is owed on a day does not depend on how often a debt was
 * charged until then.
 *
 * Days are those of the book's calendar, counted from 1970-01-01; "today" is the day of `now`. Figures
 * "up to today" hold what charging up to today would add, posted or not. O(the user's open debts), which
 * are at most one for each due day and pair of rates.
 *
 * A draw to clearing is a payment at a merchant's (GX_FOR_CREDIT_PAY), none of which comes from the balance:
 * other themes see it like one that the card gives whole. IDENTITY asks for a bound card and the real name,
 * and counts nothing of it to the limits of payments from the balance; RISK watches it unless its rules say
 * otherwise; MEMBERS counts it only when its rules say so (by default they count the repayment, and nothing
 * twice). A draw to the balance pays nobody: themes see what is paid from there. The repayment is a payment
 * from the balance (GX_FOR_REPAYMENT). */
#ifndef GX_CORE_CREDIT_H
#define GX_CORE_CREDIT_H

#include <gx/core/score.h>

#define GX_CREDIT_LIMIT_MAX 1000000000u /* fen; no line is longer: ¥10 million */
enum { GX_CREDIT_DAYS_MAX = 366, GX_CREDIT_PPM_MAX = 100000 };

typedef struct gx_credit_rules {
    uint32_t limit[GX_SCORE_BANDS]; /* fen, by the band of the score: 0, 50000, 100000, 300000, 1000000 */
    uint16_t cycle_days; /* 30: statements are made on the days that this divides; 0: a statement every day */
    uint16_t grace_days; /* 10: from the statement to the due day */
    uint16_t
        write_off_days;    /* 90: how long a debt must be overdue before it can be written off; at least 1 */
    uint32_t interest_ppm; /* 0: a day, from the day after the draw */
    uint32_t late_ppm;     /* 500: a day, from the day after the due day, beside the interest */
} gx_credit_rules;

gx_credit_rules gx_credit_rules_default(void);

/* CREDIT_RULES: from now on; debts keep their due day and their rates, `limit` and `write_off_days` hold
 * for all. GX_REFUSED_RULE (have the figure, need the bound) for the first of these that is wrong: a
 * limit (by band) above GX_CREDIT_LIMIT_MAX; cycle_days, then grace_days above 366; write_off_days below
 * 1; interest_ppm, then late_ppm above 100,000. */
gx_answer gx_credit_set_rules(gx_book *book, const gx_credit_rules *rules, uint32_t now);

/* CREDIT_LIMIT: a limit of the user's own (own = 1; 0 fen: none is lent), or again that of the score (own =
 * 0, `limit` is ignored). What is owed already stays. Refused, in this order: GX_REFUSED_ACCOUNT (need: the
 * user); GX_REFUSED_RULE (have own, need 1) when own is above 1; GX_REFUSED_RULE (have the limit, need
 * GX_CREDIT_LIMIT_MAX) when own = 1 and the limit is above. */
gx_answer gx_credit_set_limit(gx_book *book, uint32_t user, uint8_t own, uint32_t limit, uint32_t now);

typedef enum gx_credit_way { GX_CREDIT_TO_BALANCE, GX_CREDIT_TO_CLEARING } gx_credit_way;

/* CREDIT_DRAW: key.account borrows `amount`, into the balance, or to clearing (a payment: the host
 * carries it to the merchant's book). Its due day:
 *
 *     cycle_days = 0: today + grace_days
 *     otherwise:      (floor(today / cycle_days) + 1) × cycle_days + grace_days
 *
 * Draws of one due day, interest and late rate are one debt; a debt that is there is charged up to today
 * before its principal grows. All debts of the user are charged up to today. Refused, in this order:
 *
 *     GX_REFUSED_ACCOUNT (need key.account)     a party that is not a user
 *     GX_REFUSED_RULE (have way, need 1)        no such way
 *     GX_REFUSED_AMOUNT (have amount, need 1)   below 1 fen
 *     GX_REFUSED_FROZEN                         to clearing, with GX_ACCOUNT_NO_DEBIT
 *     GX_REFUSED_STATE (have fen, need 0)       what was written off and is not recovered
 *     GX_REFUSED_OVERDUE (have days, need 0)    how long the oldest debt is overdue
 *     GX_REFUSED_SCORE (have, need scores)      the gate of GX_SCORED_RIGHT_CREDIT_PAY
 *     GX_REFUSED_CREDIT (have, need amount)     owed + amount > limit: have = max(0, limit - owed), owed
 *                                               up to today
 *     GX_REFUSED_NO_CARD (have 0, need 1)       to clearing: the book has IDENTITY, and no card is bound
 *     what other themes say                     to clearing: of a payment of `amount` for GX_FOR_CREDIT_PAY,
 *                                               all of it from the card, confirmed
 *     GX_REFUSED_AMOUNT (have amount, need)     to the balance: amount > need = what the book can still
 *                                               hold, 2^60 - all that its parties have, in balances,
 *                                               funds and escrow
 *     GX_REFUSED_FROZEN, GX_REFUSED_CAP         to the balance: as for any payee
 *     GX_REFUSED_MEMORY
 *
 * Done: answer.amount = amount; made = *debt (may be NULL), the debt it was added to; result.second = the
 * charges that were posted. */
gx_answer gx_credit_draw(gx_book *book, gx_op_key key, gx_fen amount, gx_credit_way way, uint32_t now,
                         gx_ref *debt);

/* CREDIT_REPAY: key.account pays back from the balance; not more than is owed up to today: paid =
 * min(amount, owed). All debts of the user are charged up to today; then the payment goes to the debt of
 * the earliest due day first (of equal days: the one made first), in each to the charges first, then to
 * the principal. A debt whose principal is 0 is over (its handle is GX_REFUSED_RESOLVED).
 *
 * Refused, in this order: GX_REFUSED_ACCOUNT (need key.account) for a party that is not a user;
 * GX_REFUSED_AMOUNT (have amount, need 1); GX_REFUSED_STATE (have 0, need 1) when nothing is owed; what
 * stands in the way of any payment from a balance, of `paid` (GX_REFUSED_FROZEN, GX_REFUSED_FUNDS, other
 * themes). Done: answer.amount = paid; result.second = *charges (may be NULL) = how much of it went to
 * charges. */
gx_answer gx_credit_repay(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now, gx_fen *charges);

/* CREDIT_ACCRUE: charges all debts of a user up to today; answer.amount is what was posted, 0 is fine.
 * Refused: GX_REFUSED_ACCOUNT (need: the user). */
gx_answer gx_credit_accrue(gx_book *book, uint32_t user, uint32_t now);

/* CREDIT_WRITE_OFF: charges this debt up to today, then moves all of it from the house's losses to the
 * credit account; the debt is over. What was written off is remembered; until it is recovered the user
 * draws nothing.
 *
 * Refused, in this order: GX_REFUSED_NO_SUCH, GX_REFUSED_RESOLVED (repaid, or written off before);
 * GX_REFUSED_NOT_DUE (have today, need due + write_off_days) when today is earlier; GX_REFUSED_AMOUNT
 * (have principal + charges up to today, need what GX_HOUSE_LOSSES can still bear: 2^60 + its balance)
 * when it is more. Done: answer.amount = what was written off; result.second = the charges that were
 * posted; result.who = the user. */
gx_answer gx_credit_write_off(gx_book *book, gx_ref debt, uint32_t now, gx_result *out);

/* CREDIT_RECOVER: key.account pays from the balance, to GX_HOUSE_LOSSES, what was written off: min(amount,
 * what is not recovered). Refused as CREDIT_REPAY is, GX_REFUSED_STATE (have 0, need 1) when nothing is to be
 * recovered. Done: answer.amount = paid. */
gx_answer gx_credit_recover(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

/* ---- Looks. All 0 (false) for strangers, and in a book without the theme. */

/* The user's own limit, else that of the score's band (0 without a score). */
gx_fen gx_credit_limit(const gx_book *book, uint32_t user);

gx_fen gx_credit_owed(const gx_book *book, uint32_t user, uint32_t now); /* up to today */
gx_fen gx_credit_unrecovered(const gx_book *book, uint32_t user);
int64_t gx_credit_days_overdue(const gx_book *book, uint32_t user, uint32_t now); /* of the oldest debt */

/* A look at a debt, up to today. */
typedef struct gx_debt_view {
    uint32_t user;
    gx_fen principal;
    gx_fen charges; /* up to today */
    int64_t due;    /* day */
    int64_t days_overdue;
    uint32_t interest_ppm, late_ppm;
} gx_debt_view;

bool gx_credit_debt_look(const gx_book *book, gx_ref debt, uint32_t now, gx_debt_view *out);

/* Totals since the book was made; they wrap instead of overflowing, so they add up over books. Charged: all
 * that went from credit accounts to fees; charges: operations by which something did. */
typedef struct gx_credit_counts {
    uint64_t draws, repayments, charges, write_offs, recoveries;
    gx_fen drawn, repaid, charged, written_off, recovered;
} gx_credit_counts;
gx_credit_counts gx_credit_count(const gx_book *book);

#endif
