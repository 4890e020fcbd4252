/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shake (R9): a draw by published odds and stock gives money, a coupon or nothing. Nearby: a shop's campaign
 * with a place and no windows, at any time. With the show: announced windows, anywhere. Checks in capitals
 * are those of campaign.h. */
#ifndef GX_CORE_SHAKE_H
#define GX_CORE_SHAKE_H

#include <gx/core/campaign.h>

enum { GX_SHAKE_WINDOWS = 16, GX_SHAKE_PRIZES = 8 };

/* From `from` up to, not at, `until`. */
typedef struct gx_window {
    uint32_t from, until;
} gx_window;

/* Makes a campaign one to shake for. `place` 0: anywhere. `tries`: shakes a user has in each window (without
 * windows: in each day of the calendar); 0: no limit. `windows` (op.list: from, until of each, one after
 * another): ascending, not overlapping; none: at any time. HANDLE, FRESH(SHAKE), GX_REFUSED_LIST (listed
 * words, 32): an odd number of words, or more than 32; GX_REFUSED_LIST (index, 0): of the first window that
 * ends at or before its beginning, or that begins before the end of the one before; index counts windows from
 * 0. O(windows). */
gx_answer gx_shake_set_terms(gx_book *book, gx_campaign campaign, uint16_t place, uint32_t tries,
                             const gx_window *windows, uint32_t count, uint32_t now);

/* A prize: money, uniform on low … high (both 0: no money), and a coupon (life 0: none). */
typedef struct gx_shake_prize {
    uint32_t ppm;   /* its odds */
    uint32_t stock; /* how many there are */
    gx_fen low, high;
    gx_ref coupon;
} gx_shake_prize;

/* Adds one, before the first shake; result.number is its number, from 1. HANDLE, KIND(SHAKE),
 * GX_REFUSED_STATE (shakes so far, at most INT64_MAX; 0): somebody shook already; GX_REFUSED_LIMIT (8, 8):
 * there are eight; GX_REFUSED_RULE (figure, bound): ppm < 1 (0, 1), ppm > what the other prizes leave of
 * GX_PPM (…, that), stock < 1 (0, 1), low < 0 (…, 0), high < low (…, low), high > GX_CAMPAIGN_BUDGET_MAX (…,
 * that), low 0 and high above 0 (0, 1), neither money nor coupon (0, 1). */
gx_answer gx_shake_add_prize(gx_book *book, gx_campaign campaign, const gx_shake_prize *prize, uint32_t now);

/* What a shake gave. */
typedef struct gx_shake_gift {
    gx_fen amount;
    uint32_t prize;  /* its number, from 1; 0: nothing (result.number) */
    uint32_t drawn;  /* what the odds said, before stock and budget (result.who) */
    gx_ref coupon;   /* the coupon campaign that owes the user a coupon; life 0: none (result.made) */
    bool last_of_it; /* the prize is out of stock now (result.closed) */
} gx_shake_gift;

/* The user of the pass shakes. HANDLE, KIND(SHAKE), RUNNING, GX_REFUSED_SCHEDULE (now, beginning of the next
 * window, or 0 when none follows): there are windows, and now is in none; GATE, GX_REFUSED_PLACE (pass.place,
 * place): place is not 0 and differs; GX_REFUSED_LIMIT (shakes so far in this window or day, tries).
 *
 * The draw: n = gx_below64(gx_draw_high(draw), GX_PPM); the first prize whose ppm, added to those of the
 * prizes before, is above n, is drawn; none: nothing. Its money is low + gx_below64(gx_draw_low(draw), high -
 * low + 1). When its stock is gone, or the campaign may not pay the user that money (PAY; a prize without
 * money is asked as a payment of 0, which is not too small), it falls to nothing: done, amount 0, prize 0.
 * A prize that is given is one payment, of the hour and of the user, and in what gx_campaign_look says; one
 * without money is a payment of 0 and no post. A shake counts as one, whatever it gave. O(prizes +
 * windows). */
gx_answer gx_shake_try(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       gx_shake_gift *out);

/* Prize `number` (from 1) with the stock that is left; false when there is none. */
bool gx_shake_look(const gx_book *book, gx_campaign campaign, uint32_t number, gx_shake_prize *out);
uint64_t gx_shake_tries(const gx_book *book, gx_campaign campaign); /* shakes so far */

#endif
