/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns (R12): a budget that pays users by rules, never a fen over.
 *
 * A campaign is money of a merchant or of a pool that lies in escrow, with a schedule, a stock per hour, a
 * cap per user, a gate and a stop rule. It is opened by its owner, pays until its end or until it is stopped,
 * and gives back what is left when it is closed. Always: budget = granted + returned + remaining.
 *
 * A new campaign is GX_CAMPAIGN_PLAIN: its owner grants amounts. One of the headers brand.h (R8), shake.h
 * (R9), gala.h (R10), collection.h (R11), fission.h (R13) can make it another kind, before its first grant;
 * from then on it pays by that kind's rule. Whatever the kind, the money goes the same way, by the rules of
 * this header, into clearing, for the host to carry to the user's book (gx_transfer_in). If that book
 * refuses it (the account is frozen or full), the payment stays made: the host puts it into the user's own
 * balance there all the same, or brings it back to the owner's in his book, both with gx_transfer_return.
 *
 * A campaign lives in one book; its users are of any book, so what they ask comes by message, and
 * exactly-once delivery of messages is the host's duty (as with gx_transfer_in), except where a rule says
 * that something happens once. What the owner orders has a key: after an unknown answer he asks again with
 * the same key.
 *
 * Checks have names here, and every operation says which it makes, in order; (x, y) are have and need:
 *
 *   HANDLE     GX_REFUSED_NO_SUCH (0, 0): never given out;
 *              GX_REFUSED_RESOLVED (0, 0): closed.
 *   KIND(k)    GX_REFUSED_STATE (the campaign's kind, k): it is of another kind.
 *   OWNER      GX_REFUSED_RIGHT (key.account, the owner): the key is not the owner's.
 *   RUNNING    GX_REFUSED_SHUT (remaining, stop_below): stopped by hand, or remaining < stop_below (but for a
 *              collection, which holds what it promised);
 *              GX_REFUSED_SCHEDULE (now, start): now < start;
 *              GX_REFUSED_EXPIRED (now, end): now >= end;
 *              GX_REFUSED_SCHEDULE (minute of the day, on_from): out of its hours of the day.
 *   GATE       GX_REFUSED_IDENTITY (pass.tier, tier): pass.tier < tier;
 *              GX_REFUSED_GATE (pass.badges & badges, badges): a badge is missing.
 *   PAY(a)     GX_REFUSED_AMOUNT (a, 1): a < 1;
 *              GX_REFUSED_FUNDS (remaining, a): a > remaining;
 *              GX_REFUSED_STOCK (payments of this hour so far, hour_count): none is left;
 *              GX_REFUSED_STOCK (hour_fen - paid this hour, a): a is more than that;
 *              GX_REFUSED_LIMIT (the user's payments so far, user_count): none is left;
 *              GX_REFUSED_LIMIT (user_fen - what the user got so far, a): a is more than that.
 *              A limit of 0 is none; but a user gets at most GX_CAMPAIGN_USER_PAYMENTS: a user_count of 0,
 *              or above that, stands for that (in need, too).
 *   FRESH(k)   GX_REFUSED_STATE (the campaign's kind, GX_CAMPAIGN_PLAIN): it has a kind already;
 *              GX_REFUSED_STATE (0, k): it has granted something already.
 *
 * After all else GX_REFUSED_MEMORY (0, 0). Refused operations change nothing.
 *
 * Hours and days are those of the book's calendar: hour = floor(second / 3600), minute of the day =
 * floor((second mod 86400) / 60), where second is that of the tick (book.h). An hour's stock does not add to
 * the next's.
 *
 * In gx_book_counts opening counts as a hold, each payment as a post, and the rest that goes back to the
 * owner when it is closed (above 0) as a refund; what else goes back (to the opening account;
 * gx_gala_return) is a post. More money of the owner counts as nothing.
 */
#ifndef GX_CORE_CAMPAIGN_H
#define GX_CORE_CAMPAIGN_H

#include <gx/core/book.h>

#define GX_CAMPAIGN_BUDGET_MAX    (((gx_fen)1 << 40) - 1) /* all money ever put in: 11 billion yuan */
#define GX_CAMPAIGN_USER_PAYMENTS ((1u << 24) - 1)
#define GX_PPM                    1000000u /* odds are parts per million */

/* X(name, word) */
#define GX_CAMPAIGN_KIND_TABLE(X)                                                                            \
    X(GX_CAMPAIGN_PLAIN, "plain")                                                                            \
    X(GX_CAMPAIGN_BRAND, "brand")                                                                            \
    X(GX_CAMPAIGN_SHAKE, "shake")                                                                            \
    X(GX_CAMPAIGN_GALA, "gala")                                                                              \
    X(GX_CAMPAIGN_COLLECTION, "collection")                                                                  \
    X(GX_CAMPAIGN_FISSION, "fission")

typedef enum gx_campaign_kind {
#define X(name, word) name,
    GX_CAMPAIGN_KIND_TABLE(X)
#undef X
        GX_CAMPAIGN_KIND_COUNT
} gx_campaign_kind;

const char *gx_campaign_kind_word(gx_campaign_kind kind);

/* Where the rest goes: to the owner's balance, or back to the house's opening account (a pool whose budget
 * came by gx_open). */
enum { GX_REST_TO_OWNER, GX_REST_TO_OPENING };

typedef struct gx_campaign_order {
    gx_fen budget;
    uint32_t start, end;        /* ticks: it pays from start up to, not at, end */
    uint16_t on_from, on_until; /* minutes of the day, from on_from up to on_until; on_until below on_from:
                                   over midnight; equal: all day */
    uint32_t hour_count;        /* payments an hour; 0: no limit, and so for the next four */
    gx_fen hour_fen;
    uint32_t user_count; /* payments a user, over the campaign's life */
    gx_fen user_fen;
    gx_fen stop_below; /* it is shut while less than this remains */
    uint32_t badges;   /* all of these, and at least this tier, take part */
    uint8_t tier;
    uint8_t rest; /* GX_REST_… */
} gx_campaign_order;

typedef gx_ref gx_campaign;

/* Open: `budget` goes from the balance of the owner (key.account: a merchant or a pool) into escrow. Refused,
 * in this order: GX_REFUSED_RIGHT (key.account, 0): a user's key; GX_REFUSED_AMOUNT (budget, 1): budget < 1;
 * GX_REFUSED_AMOUNT (budget, GX_CAMPAIGN_BUDGET_MAX): above it; GX_REFUSED_RULE (figure, bound): end <= start
 * (end, start + 1), on_from > 1439 (…, 1439), on_until > 1440 (…, 1440), hour_fen, user_fen, stop_below < 0
 * (…, 0), rest > 1 (…, 1); then what a payment from the owner's balance is refused for (frozen, funds,
 * themes). answer.amount is the budget. O(1). */
gx_answer gx_campaign_open(gx_book *book, gx_op_key key, const gx_campaign_order *order, uint32_t now,
                           gx_campaign *out);

/* More money from the owner's balance. HANDLE, OWNER, GX_REFUSED_SHUT (0, 0): stopped by hand;
 * GX_REFUSED_EXPIRED (now, end): now >= end; GX_REFUSED_AMOUNT (amount, 1): amount < 1; GX_REFUSED_AMOUNT
 * (amount, GX_CAMPAIGN_BUDGET_MAX - budget so far): above it; what a payment is refused for. O(1). */
gx_answer gx_campaign_fund(gx_book *book, gx_op_key key, gx_campaign campaign, gx_fen amount, uint32_t now);

/* Pay `amount` to the user of the pass. HANDLE, KIND(PLAIN), OWNER, RUNNING, GATE, PAY(amount). On GX_DONE
 * answer.amount is the amount, now in clearing, and result.second what remains. O(1). */
gx_answer gx_campaign_grant(gx_book *book, gx_op_key key, gx_campaign campaign, gx_pass pass, gx_fen amount,
                            uint32_t now);

/* By hand, for good: nothing is paid any more, and it can be closed before its end. HANDLE; GX_REFUSED_SHUT
 * (0, 0): stopped by hand already. */
gx_answer gx_campaign_stop(gx_book *book, gx_campaign campaign, uint32_t now);

/* What a campaign came to. */
typedef struct gx_campaign_end {
    gx_fen rest;     /* given back now (answer.amount) */
    gx_fen returned; /* given back before (gala.h; result.second) */
    gx_fen granted;  /* paid to users (result.third) */
} gx_campaign_end;

/* The rest goes back (GX_REST_…), the handle is gone, and with it everything that the campaign remembered of
 * its users. HANDLE; GX_REFUSED_NOT_DUE (now, end): now < end, and not stopped by hand. A rest of 0 is done,
 * too. O(users it remembers). */
gx_answer gx_campaign_close(gx_book *book, gx_campaign campaign, uint32_t now, gx_campaign_end *out);

/* A look at a live campaign; false when it is gone or never was. budget = granted + returned + remaining. */
typedef struct gx_campaign_view {
    gx_campaign_kind kind;
    uint32_t owner;
    bool stopped; /* by hand */
    gx_fen budget, granted, returned, remaining;
    uint64_t payments;
} gx_campaign_view;
bool gx_campaign_look(const gx_book *book, gx_campaign campaign, gx_campaign_view *out);

/* What a user got from a live campaign so far: fen, and in how many payments. */
gx_fen gx_campaign_user_fen(const gx_book *book, gx_campaign campaign, uint32_t user);
uint32_t gx_campaign_user_payments(const gx_book *book, gx_campaign campaign, uint32_t user);

/* How many live. */
uint32_t gx_campaigns_live(const gx_book *book);

#endif
