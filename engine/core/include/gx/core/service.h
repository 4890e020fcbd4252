/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local services (S9): somebody nearby needs something done, or offers to do it. Theme SERVICES.
 *
 *     NEED   open ──accept──► matched ──report──► reported ──► paid, to clearing
 *              │ cancelled,        │ cancelled,         │ confirmed, or review_ticks over
 *              │ life over         │ work_ticks over    │
 *              ▼                   ▼                    ▼ cancelled by the provider
 *              refunded            refunded             refunded       (matched and confirmed: paid as well)
 *
 *     OFFER  open ──accept, cancelled, life over──► gone
 *
 * A need lives in the book of who needs it, with its price held there from the start; the provider may be of
 * any book. An offer lives in its provider's book and holds no money: who takes it posts, in his own book, a
 * need with the offer's place and price addressed to the provider; then his book's message accepts the
 * offer; and the answer accepts that need in the provider's name (or cancels it when the offer was gone).
 *
 * When the book has the theme IDENTITY, both sides need the tier of the rules. Who accepts must be at the
 * place. Conventions of refusals: as order.h. All calls are O(1). */
#ifndef GX_CORE_SERVICE_H
#define GX_CORE_SERVICE_H

#include <gx/core/book.h>

typedef enum gx_service_kind { GX_SERVICE_NEED, GX_SERVICE_OFFER } gx_service_kind;
typedef enum gx_service_state { GX_SERVICE_OPEN, GX_SERVICE_MATCHED, GX_SERVICE_REPORTED } gx_service_state;

#define GX_SERVICE_ANYBODY UINT32_MAX /* an addressee: everybody at the place */

/* Ticks are the host's; a time that would lie beyond the last tick (2^32 - 1) lies there. */
typedef struct gx_service_rules {
    uint8_t tier_min;      /* 1: a real name */
    gx_fen price_max;      /* ¥5,000 */
    uint32_t life_max;     /* 7 days: how long something may be open */
    uint32_t work_ticks;   /* 2 days: how long after the match the provider has to report */
    uint32_t review_ticks; /* 3 days: how long after his report the money goes to him unasked */
} gx_service_rules;

gx_service_rules gx_service_rules_default(void); /* for ticks of one second */

/* From now on; what is posted keeps its deadlines.
 *
 * Refused: GX_REFUSED_RULE (price_max, 1) below 1, (price_max, 2^60) above that; GX_REFUSED_RULE (0, 1) for
 * life_max 0. */
gx_answer gx_service_set_rules(gx_book *book, const gx_service_rules *rules, uint32_t now);

typedef struct gx_service_order {
    gx_service_kind kind;
    uint16_t place; /* the host's; as in gx_pass */
    gx_fen price;
    uint32_t life;      /* ticks that it stays open: 1 … life_max */
    uint32_t addressee; /* who alone may accept, or GX_SERVICE_ANYBODY */
    bool unconfirmed;   /* a need's payment without a confirmation step (W7) */
} gx_service_order;

typedef gx_ref gx_service;

/* A user (key.account) posts. A need's price goes from his balance into escrow, for GX_FOR_SERVICE.
 *
 * Refused: GX_REFUSED_ACCOUNT (0, key.account) when he is not a user; GX_REFUSED_RULE (kind, 1) for another
 * kind; GX_REFUSED_IDENTITY (his tier, tier_min) below that, when the book has IDENTITY; GX_REFUSED_AMOUNT
 * (price, 1) below 1, (price, price_max) above that; GX_REFUSED_RULE (0, 1) for life 0, (life, life_max)
 * above that; GX_REFUSED_NOT_ADDRESSED (key.account, addressee) when that is himself; a need: as every
 * payment; MEMORY.
 *
 * Done: answer.amount is what is held (0 of an offer), result.made (*out) the posting, open before the tick
 * now + life. */
gx_answer gx_service_post(gx_book *book, gx_op_key key, const gx_service_order *order, uint32_t now,
                          gx_service *out);

/* Another user says yes.
 *
 * Refused: the handle; GX_REFUSED_STATE (state, OPEN) when it is not open; GX_REFUSED_EXPIRED (now,
 * deadline) from its deadline on; GX_REFUSED_NOT_ADDRESSED (by.user, poster) to the poster, (by.user,
 * addressee) to others than the addressee; GX_REFUSED_IDENTITY (by.tier, tier_min) below that, when the book
 * has IDENTITY; GX_REFUSED_PLACE (by.place, place) when he is elsewhere, or his place is not known (0).
 *
 * Done: answer.amount is the price, result.who the poster. A need is matched, with a new deadline now +
 * work_ticks; an offer is over (result.closed). */
gx_answer gx_service_accept(gx_book *book, gx_service post, const gx_pass *by, uint32_t now);

/* The provider says that it is done.
 *
 * Refused: the handle; GX_REFUSED_STATE (state, MATCHED) when it is not matched; GX_REFUSED_RIGHT (by,
 * provider) to others; GX_REFUSED_EXPIRED (now, deadline) from the deadline on.
 *
 * Done: answer.amount is the price, result.who who needed it; the new deadline is now + review_ticks. */
gx_answer gx_service_report(gx_book *book, gx_service post, uint32_t by, uint32_t now);

/* Who needed it says that it is done (`confirmed`: any value but 0), or has said nothing in time: the price
 * goes to clearing for the provider.
 *
 * Refused: the handle; GX_REFUSED_STATE (OPEN, MATCHED) when nobody accepted it; without `confirmed`
 * GX_REFUSED_STATE (MATCHED, REPORTED) when it is not reported, GX_REFUSED_NOT_DUE (now, deadline) before
 * the deadline.
 *
 * Done: answer.amount is the price, result.who the provider; it is over (result.closed). */
gx_answer gx_service_finish(gx_book *book, gx_service post, bool confirmed, uint32_t now);

/* Called off: the price, if any is held, goes back to who needed it. Before a report by the poster, or the
 * provider when there is one; after it by the provider only.
 *
 * Refused: the handle; GX_REFUSED_RIGHT (by, poster) to others while it is open or matched, (by, provider)
 * when it is reported.
 *
 * Done: answer.amount is what went back (0 of an offer); it is over (result.closed). */
gx_answer gx_service_cancel(gx_book *book, gx_service post, uint32_t by, uint32_t now);

/* From its deadline on, open or matched: the same for lack of time.
 *
 * Refused: the handle; GX_REFUSED_STATE (REPORTED, MATCHED) when it is reported (then gx_service_finish is
 * due); GX_REFUSED_NOT_DUE (now, deadline). */
gx_answer gx_service_expire(gx_book *book, gx_service post, uint32_t now);

/* Stars for a provider of this book; exactly-once delivery of the message is the host's duty.
 *
 * Refused: GX_REFUSED_ACCOUNT (0, provider) when he is not a user; GX_REFUSED_RULE (stars, 5) for 0 and
 * above 5.
 *
 * Done: result.number is how often he was rated now (it stays at 2^32 - 1, and then his stars do too). */
gx_answer gx_service_rate(gx_book *book, uint32_t provider, uint8_t stars, uint32_t now);

/* ---- Looking */

typedef struct gx_service_view {
    gx_service_kind kind;
    gx_service_state state;
    uint32_t poster, addressee;
    uint32_t provider; /* of a need, when it is matched or reported; else 0 */
    uint16_t place;
    gx_fen price;
    uint32_t deadline;
} gx_service_view;

bool gx_service_look(const gx_book *book, gx_service post, gx_service_view *out);

/* Ratings of a user, and the sum of their stars. */
typedef struct gx_service_rating {
    uint32_t ratings;
    uint64_t stars;
} gx_service_rating;
gx_service_rating gx_service_rating_of(const gx_book *book, uint32_t user);

#endif
