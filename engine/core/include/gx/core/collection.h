/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collection (R11): cards by set rarities, passed on between friends; who has handed in one of each by the
 * deadline shares the pool equally. Cards are numbered from 1. Checks in capitals are those of campaign.h. */
#ifndef GX_CORE_COLLECTION_H
#define GX_CORE_COLLECTION_H

#include <gx/core/campaign.h>

enum { GX_COLLECTION_CARDS = 8, GX_COLLECTION_HAND = 255 /* of one card, in one hand */ };

/* Makes a campaign a collection. `ppm` (op.list) are the rarities of its cards, 1 to 8 of them; what they
 * leave of GX_PPM is no card. `draws`: how many cards a user may draw at all; 0: no limit. `first_more` (0 or
 * 1): what cannot be shared equally stays in the pool (0), or goes fen by fen to those who completed first
 * (1). Claims are paid by the rules of the campaign: leave out caps and stocks that would get in their way.
 * HANDLE, FRESH(COLLECTION), GX_REFUSED_LIST (count, 8): count < 1 or > 8; GX_REFUSED_RULE (figure, bound),
 * in this order: a ppm < 1 (0, 1), the ppm's sum > GX_PPM (sum, GX_PPM), deadline <= start (deadline, start +
 * 1), deadline >= end (deadline, end - 1), first_more > 1 (…, 1). */
gx_answer gx_collection_set_terms(gx_book *book, gx_campaign campaign, uint32_t deadline, uint32_t draws,
                                  uint8_t first_more, const uint32_t *ppm, uint32_t count, uint32_t now);

/* In this header BEFORE stands for: GX_REFUSED_EXPIRED (now, deadline) from the tick `deadline` on. */

/* The user of the pass draws: n = gx_below64(gx_draw_high(draw), GX_PPM); the first card whose ppm, added to
 * those of the cards before, is above n; none: no card. result.number is the card, or 0; result.third how
 * many of it he then has. HANDLE, KIND(COLLECTION), RUNNING, BEFORE, GATE, GX_REFUSED_LIMIT (his draws so
 * far, draws), GX_REFUSED_CAP (255, 255): he has 255 of that card. A draw without a card counts as one.
 * O(cards). */
gx_answer gx_card_draw(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       uint32_t *card);

/* `from` gives one of his cards to `to`. HANDLE, KIND(COLLECTION), RUNNING, BEFORE, GX_REFUSED_NO_SUCH (card,
 * cards): no such card; GX_REFUSED_NOT_ADDRESSED (from, to): to himself; GX_REFUSED_INCOMPLETE (0, 1): he has
 * none; GX_REFUSED_CAP (255, 255): the other has 255. */
gx_answer gx_card_give(gx_book *book, gx_campaign campaign, uint32_t from, uint32_t to, uint32_t card,
                       uint32_t now);

/* `one` gives one_card and gets other_card from `other`; that both agree is the host's to know. HANDLE,
 * KIND(COLLECTION), RUNNING, BEFORE, GX_REFUSED_NO_SUCH (one_card, cards), (other_card, cards);
 * GX_REFUSED_NOT_ADDRESSED (one, other): the same; GX_REFUSED_RULE (one_card, other_card): the same card;
 * GX_REFUSED_INCOMPLETE (0, 1): one has no one_card; (0, 2): other has no other_card; GX_REFUSED_CAP (255,
 * 255): one has 255 of other_card, or other of one_card. */
gx_answer gx_card_swap(gx_book *book, gx_campaign campaign, uint32_t one, uint32_t other, uint32_t one_card,
                       uint32_t other_card, uint32_t now);

/* The user of the pass hands in one of each card and is a completer; result.number is his rank, from 1.
 * HANDLE, KIND(COLLECTION), RUNNING, BEFORE, GATE, GX_REFUSED_TWICE (1, 0): he is one; GX_REFUSED_INCOMPLETE
 * (different cards he has, cards). */
gx_answer gx_card_complete(gx_book *book, gx_campaign campaign, gx_pass pass, uint32_t now, uint32_t *rank);

/* A completer's share, once. With the first claim the pool is fixed: all that remains then, and c completers.
 * A share is pool / c; with first_more, ranks 1 … pool % c get one fen more. result.number is the rank,
 * result.closed says that every completer has claimed now. HANDLE, KIND(COLLECTION), RUNNING,
 * GX_REFUSED_NOT_DUE (now, deadline): now < deadline; GATE, GX_REFUSED_RIGHT (user, 0): no completer;
 * GX_REFUSED_TWICE (1, 0); GX_REFUSED_EMPTY (pool, c): the share is 0; PAY(share). */
gx_answer gx_collection_claim(gx_book *book, gx_campaign campaign, gx_pass pass, uint32_t now,
                              uint32_t *rank);

/* How many of a card a user has; 0 for what is not there. */
uint32_t gx_card_count(const gx_book *book, gx_campaign campaign, uint32_t user, uint32_t card);
uint32_t gx_collection_completers(const gx_book *book, gx_campaign campaign);

#endif
