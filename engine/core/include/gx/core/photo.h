/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photo packets (R7): a blurred photo in the feed; who pays a small random sum sees it, and the sum goes to
 * the poster. Theme SOCIAL_PACKETS, in both books; rules: gx_social_rules (photo_*).
 *
 *     viewer's book                               poster's book
 *     gx_photo_pay ── clearing ── the host ──►    gx_photo_see ──► the poster's balance
 *     gx_transfer_return ◄── clearing ── the host ──┘ refused: the money goes home
 *
 * The price is drawn for each viewer from the photo's draw and the viewer's number, so it is the same
 * whenever he asks and nothing is kept until he pays. */
#ifndef GX_CORE_PHOTO_H
#define GX_CORE_PHOTO_H

#include <gx/core/social_packet.h>

/* Post a photo. key.account is the poster; on GX_DONE nothing moves (answer.amount is 0) and *out is the
 * photo. It keeps the price range and life of the rules of now, and leaves the feed at now + photo_life (at
 * most tick 2^32 - 1). The draw is part of what the key stands for. Refused, in this order:
 *
 *     GX_REFUSED_ACCOUNT  the poster is no user: 0, the poster
 *     GX_REFUSED_RIGHT    the pass is somebody else's: pass.user, key.account
 *     GX_REFUSED_GATE     (the beta's invitation) a badge of photo_badges is missing: pass.badges,
 * photo_badges GX_REFUSED_MEMORY */
gx_answer gx_photo_post(gx_book *book, gx_op_key key, const gx_pass *pass, uint32_t occasion, gx_draw draw,
                        uint32_t now, gx_ref *out);

/* What a look costs this viewer: with d the photo's draw and e = gx_draw_at((gx_key){{d.word[0], d.word[1]}},
 * 0x2002, viewer, d.word[2], d.word[3]), photo_min + gx_below64(gx_draw_high(e), photo_max - photo_min + 1).
 * The same whether he paid or not; 0 for the poster, and when the photo is gone. O(1). */
gx_fen gx_photo_price(const gx_book *book, gx_ref photo, uint32_t viewer);

/* The viewer (key.account, a user) pays `amount` to clearing, for the host to carry to the poster's book.
 * `poster` and `occasion` name what he pays for, so that a repeated key is told from a misused one.
 * Unconfirmed: without a confirmation step (W7). Refused, in this order: GX_REFUSED_ACCOUNT (no user: 0,
 * key.account), GX_REFUSED_NOT_ADDRESSED (his own: key.account, poster), GX_REFUSED_AMOUNT (below 1: amount,
 * 1), GX_REFUSED_FROZEN (0, 0), GX_REFUSED_FUNDS (balance, amount), what the themes say of a payment (purpose
 * GX_FOR_PHOTO). O(1). */
gx_answer gx_photo_pay(gx_book *book, gx_op_key key, uint32_t poster, uint32_t occasion, gx_fen amount,
                       bool unconfirmed, uint32_t now);

/* A viewer's payment arrives, from clearing: the poster has it, and the viewer may look as often as he likes
 * while the photo is there. On GX_DONE answer.amount is the price; *position (may be NULL; the result's
 * number) counts who paid, from 0. On a refusal the money stays in clearing, for the host to return. Refused,
 * in this order:
 *
 *     GX_REFUSED_NO_SUCH        the handle was never given out: 0, 0
 *     GX_REFUSED_RESOLVED       it has left the feed: 0, 0
 *     GX_REFUSED_EXPIRED        from its last tick on: now, expiry
 *     GX_REFUSED_NOT_ADDRESSED  the poster sees it anyway: viewer, poster
 *     GX_REFUSED_TWICE          he has paid: 1, 0
 *     GX_REFUSED_AMOUNT         not the price: amount, price
 *     GX_REFUSED_FROZEN, _CAP   the poster cannot take it (gx_check_payee)
 *     GX_REFUSED_AMOUNT         it does not fit into the book (gx_check_inflow, from clearing)
 *     GX_REFUSED_MEMORY */
gx_answer gx_photo_see(gx_book *book, gx_ref photo, uint32_t viewer, gx_fen amount, uint32_t now,
                       uint32_t *position);

/* From its expiry tick on it leaves the feed, and who paid is forgotten. answer.amount is 0; the result's
 * number and second say how many paid, and what in all. Refused: GX_REFUSED_NO_SUCH, GX_REFUSED_RESOLVED (0,
 * 0), GX_REFUSED_NOT_DUE (now, expiry). O(who paid). */
gx_answer gx_photo_expire(gx_book *book, gx_ref photo, uint32_t now);

/* May he see it sharp: he posted it, or paid. False when it is gone. */
bool gx_photo_is_open_to(const gx_book *book, gx_ref photo, uint32_t viewer);

typedef struct gx_photo_view {
    uint32_t poster, occasion, posted, expires;
    uint32_t viewers; /* who paid */
    gx_fen earned;
} gx_photo_view;

bool gx_photo_look(const gx_book *book, gx_ref photo, gx_photo_view *out); /* false: gone */

#endif
