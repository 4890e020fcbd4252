/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gala (R10): a national show with rounds at announced times, each with its own pool and stock; who grabs
 * first in a round gets a share, until the stock is gone. Checks in capitals are those of campaign.h. */
#ifndef GX_CORE_GALA_H
#define GX_CORE_GALA_H

#include <gx/core/campaign.h>

enum { GX_GALA_ROUNDS = 16 };

/* What a round leaves: stays for the next, or goes back. */
enum { GX_GALA_BACK, GX_GALA_ON };

/* Makes a campaign a gala. `wins`: shares a user gets at most in one round; 0: no limit. `cost` (broadcast
 * rights …) is a figure for the accounts of the campaign, never money in it. HANDLE, FRESH(GALA),
 * GX_REFUSED_RULE: carry > 1 (…, 1), cost < 0 (…, 0). */
gx_answer gx_gala_set_terms(gx_book *book, gx_campaign campaign, uint32_t wins, uint8_t carry, gx_fen cost,
                            uint32_t now);

enum { GX_GALA_EQUAL, GX_GALA_LUCKY };

typedef struct gx_gala_round {
    uint32_t from, until; /* ticks: from `from` up to, not at, `until` */
    gx_fen money;         /* set aside for it, of what remains in the campaign */
    uint32_t stock;       /* shares */
    uint32_t win_ppm;     /* the chance that a grab gets a share; GX_PPM: each does */
    uint8_t split;        /* GX_GALA_… : shares as of an equal or a lucky packet (split.h) */
} gx_gala_round;

/* Adds a round after those that there are; result.number is its number, from 1. HANDLE, KIND(GALA),
 * GX_REFUSED_LIMIT (16, 16): there are sixteen; GX_REFUSED_RULE (figure, bound): until <= from (until, from +
 * 1), from < the until of the round before (from, that), stock < 1 (0, 1), win_ppm < 1 (0, 1), win_ppm >
 * GX_PPM (…, GX_PPM), split > 1 (…, 1); GX_REFUSED_AMOUNT (money, stock): money < stock; GX_REFUSED_FUNDS
 * (free, money): more than is free, where free = what remains in the campaign - the sum over all rounds of
 * (money - paid).
 *
 * A round's pool is its money; with GX_GALA_ON, and what all rounds before it have left: money + the sum over
 * those of (money - paid). What is left of it is the pool - what it paid. */
gx_answer gx_gala_add_round(gx_book *book, gx_campaign campaign, const gx_gala_round *round, uint32_t now);

/* What a grab gave. */
typedef struct gx_gala_share {
    gx_fen amount;  /* 0: not won */
    uint32_t round; /* its number, from 1 (result.number) */
    uint32_t wins;  /* the user's in this round, this one included; 0 when not won, or when wins are not
                       limited  (result.who) */
    gx_fen left;    /* of the round's pool (result.third); 0 when not won */
    bool last;      /* it was the last share of the stock (result.closed) */
} gx_gala_share;

/* The user of the pass grabs. HANDLE, KIND(GALA), RUNNING, GX_REFUSED_SCHEDULE (now, beginning of the next
 * round, or 0 when none follows): no round is on; GATE, GX_REFUSED_LIMIT (his wins in this round, wins);
 * GX_REFUSED_EMPTY (0, 1): the stock is gone. Then, when gx_below64(gx_mix_pair(gx_draw_high(draw),
 * gx_draw_low(draw)), GX_PPM) >= win_ppm, he has not won: done, amount 0. Else the share is
 * gx_split_lucky(left, stock left, draw) or gx_split_equal(pool, stock, shares given before in this round);
 * the last one takes what is left. PAY(share). O(rounds). */
gx_answer gx_gala_grab(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       gx_gala_share *out);

/* Gives back, where the campaign's rest goes, what ended rounds (until <= now) left: with GX_GALA_BACK of
 * each that has ended; with GX_GALA_ON of all, when the last has ended. From then on those rounds' money is
 * what they paid. answer.amount is what went back. HANDLE, KIND(GALA), GX_REFUSED_NOT_DUE (now, the least
 * until above now, or 0 when there is none): there is nothing to give back. Otherwise it comes back with
 * gx_campaign_close. */
gx_answer gx_gala_return(gx_book *book, gx_campaign campaign, uint32_t now);

typedef struct gx_gala_view {
    gx_gala_round round;
    uint32_t stock_left;
    gx_fen paid;
    uint64_t grabs; /* answered with done: won or not */
} gx_gala_view;
bool gx_gala_look(const gx_book *book, gx_campaign campaign, uint32_t number, gx_gala_view *out);
gx_fen gx_gala_cost(const gx_book *book, gx_campaign campaign);

#endif
