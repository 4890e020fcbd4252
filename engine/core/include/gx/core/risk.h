/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risk control (K6). Theme RISK: rules that stop payments by what the book has seen of a user, and signals of
 * farmed accounts.
 *
 * Every payment that a USER makes from his balance, or at a merchant's on credit (GX_FOR_CREDIT_PAY), is
 * asked about, if its purpose is among those that are watched. Merchants and pools are not asked about. A
 * payment is stopped (GX_REFUSED_RISK) by the first of these:
 *
 *     rule                figures of the answer             stops
 *     GX_RISK_BLOCKED     have 1, need 0                    every payment of a user on the block list
 *     GX_RISK_AMOUNT      have amount_max, need amount      amount > amount_max                (0: off)
 *     GX_RISK_DAY         have the room, need amount        amount > day_max - paid today      (0: off)
 *     GX_RISK_VELOCITY    have now, need the first tick     the bucket is full                 (burst 0: off)
 *                         at which a payment passes
 *     GX_RISK_WITHDRAWAL  have the signal, need threshold   a withdrawal, signal >= withdraw_threshold
 *                                                           (0: off)
 *
 * PAID TODAY is the sum of the user's watched payments of this day of the book's calendar (kept also while
 * day_max is 0; at most 2^60); the room is max(0, day_max - paid today).
 *
 * THE BUCKET lets `burst` payments pass at once, and one more for each `refill_ticks`; so at most burst +
 * floor(w / refill_ticks) in any w + 1 ticks in a row. Exactly: each user has a tick `empty`, 0 at first.
 *     stopped     when empty > now + (burst - 1) × refill_ticks; need = empty - (burst - 1) × refill_ticks
 *     a payment   empty = max(empty, now) + refill_ticks       (only while burst is above 0)
 *
 * THE SIGNAL of a user at `now` is the sum of
 *     weight_devices   devices >= devices_min (the host says how many accounts share the user's device)
 *     weight_card      the host said when his card was bound, and now - card_bound < card_ticks (a card bound
 *                      later than now counts as young)
 *     weight_drain     he only takes from campaigns: granted >= grant_min, he has cashed out, and has
 *                      never lived
 * He cashes out by a payment for GX_FOR_WITHDRAWAL or GX_FOR_TRANSFER, and lives by one for any other
 * purpose but GX_FOR_FUND; watched or not.
 *
 * A question changes nothing, nor does a payment that is stopped. Who wants to know what stopping costs
 * (honest payments lost) and saves (grants not farmed) tells the book of each stop with gx_risk_note_stop,
 * and reads the sums. All O(1); 32 bytes a user. Every look at a book without the theme gives 0. */
#ifndef GX_CORE_RISK_H
#define GX_CORE_RISK_H

#include <gx/core/book.h>
#include <gx/core/purpose.h>

/* X(name, word) */
#define GX_RISK_RULE_TABLE(X)                                                                                \
    X(GX_RISK_NONE, "none")                                                                                  \
    X(GX_RISK_BLOCKED, "blocked")                                                                            \
    X(GX_RISK_AMOUNT, "amount")                                                                              \
    X(GX_RISK_DAY, "day")                                                                                    \
    X(GX_RISK_VELOCITY, "velocity")                                                                          \
    X(GX_RISK_WITHDRAWAL, "withdrawal")                                                                      \
    X(GX_RISK_GRANT, "grant")

typedef enum gx_risk_rule {
#define X(name, word) name,
    GX_RISK_RULE_TABLE(X)
#undef X
        GX_RISK_RULE_COUNT
} gx_risk_rule;

const char *gx_risk_rule_word(gx_risk_rule rule); /* NULL when there is no such rule */

typedef struct gx_risk_rules {
    uint32_t purposes;     /* watched; all but GX_FOR_FUND and GX_FOR_REPAYMENT */
    gx_fen amount_max;     /* 0 */
    gx_fen day_max;        /* 0 */
    uint16_t burst;        /* 0 */
    uint32_t refill_ticks; /* 0; at least 1 when burst is above 0 */
    uint8_t devices_min;   /* 3 */
    uint32_t card_ticks;   /* 604,800: a week in ticks of one second */
    uint32_t grant_min;    /* fen; 1 */
    uint16_t weight_devices, weight_card, weight_drain; /* 40, 30, 50 */
    uint16_t grant_threshold;                           /* 70: two signs of the three; 0: off */
    uint16_t withdraw_threshold;                        /* 0 */
} gx_risk_rules;

gx_risk_rules gx_risk_rules_default(void);

/* RISK_RULES: from now on. GX_REFUSED_RULE (have the figure, need the bound) for the first of these that is
 * wrong: purposes with a bit outside GX_PURPOSES_ALL; amount_max below 0; day_max below 0; refill_ticks 0
 * while burst is above 0 (have 0, need 1). */
gx_answer gx_risk_set_rules(gx_book *book, const gx_risk_rules *rules, uint32_t now);

/* RISK_SIGNALS: what the host knows of a user: how many accounts share his device, and (card_known = 1) at
 * which tick his card was bound. Replaces what it said before. Refused, in this order: GX_REFUSED_ACCOUNT
 * (need: the user); GX_REFUSED_RULE (have card_known, need 1). */
gx_answer gx_risk_set_signals(gx_book *book, uint32_t user, uint8_t devices, uint8_t card_known,
                              uint32_t card_bound, uint32_t now);

/* RISK_BLOCK: puts a user on the block list (1), or takes him off (0).
 * Refused, in this order: GX_REFUSED_ACCOUNT (need: the user); GX_REFUSED_RULE (have blocked, need 1). */
gx_answer gx_risk_block(gx_book *book, uint32_t user, uint8_t blocked, uint32_t now);

/* RISK_GRANT: a campaign is about to give a user `amount`: asks, and remembers it if nothing is against it
 * (granted += amount, at most 2^32 - 1). No money moves.
 * Refused, in this order: GX_REFUSED_ACCOUNT (need: the user); GX_REFUSED_AMOUNT (have amount, need 1);
 * GX_REFUSED_RISK (have 1, need 0) for who is blocked; GX_REFUSED_RISK (have the signal, need
 * grant_threshold) when the signal is not below grant_threshold (0: off). Done: answer.amount = amount. */
gx_answer gx_risk_grant(gx_book *book, uint32_t user, gx_fen amount, uint32_t now);

/* RISK_STOPPED: the host notes that a rule stopped something, and what it knows: was the user farmed (1: what
 * was stopped is saved) or honest (0: it is what stopping costs). Refused, in this order: GX_REFUSED_RULE
 * (have rule, need GX_RISK_RULE_COUNT - 1) when it is above; GX_REFUSED_RULE (have farmed, need 1);
 * GX_REFUSED_AMOUNT (have amount, need 1). Done: answer.amount = amount. */
gx_answer gx_risk_note_stop(gx_book *book, gx_risk_rule rule, uint8_t farmed, gx_fen amount, uint32_t now);

/* ---- Looks */

/* Which rule would stop a payment, and with which figures (the answer, may be NULL); GX_RISK_NONE for none:
 * also for strangers, and for who is not a user. Funds and other themes are not asked. */
gx_risk_rule gx_risk_check(const gx_book *book, uint32_t user, gx_purpose purpose, gx_fen amount,
                           uint32_t now, gx_answer *answer);

/* What RISK_GRANT would say. GX_REFUSED_THEME (need GX_THEME_RISK) in a book without it. */
gx_answer gx_risk_check_grant(const gx_book *book, uint32_t user, gx_fen amount, uint32_t now);

typedef struct gx_risk_view {
    uint32_t signal;
    gx_fen granted;
    gx_fen paid_today;
    bool blocked, cashed_out, lived;
} gx_risk_view;

bool gx_risk_look(const gx_book *book, uint32_t user, uint32_t now,
                  gx_risk_view *out); /* false: not watched */

/* What was noted: stops by rule, of the farmed and of the honest; and all grants that passed. */
typedef struct gx_risk_sum {
    uint64_t number;
    gx_fen fen;
} gx_risk_sum;
gx_risk_sum gx_risk_stopped(const gx_book *book, gx_risk_rule rule, bool farmed);
gx_risk_sum gx_risk_granted(const gx_book *book);

#endif
