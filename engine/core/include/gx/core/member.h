/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members' points and tiers (K5). Theme MEMBERS.
 *
 * In each period (a calendar quarter, or year) the book adds up for each user
 *     paid       fen paid (a part from the card included) for the purposes that count, at most 2^50
 *     activity   points that the host gave for what the user did
 *     growth     floor(paid × points_per_yuan / 100) + activity, by the rules that hold when it is asked
 * and beside it
 *     points     to be spent: they grow with each payment by what floor(paid × points_per_yuan / 100)
 *                grew (so no fraction of a point is lost within a period), and with activity; at most
 *                10^15, the rest is lost
 *
 * The tier by growth: GX_TIER_DIAMOND when growth >= diamond and activity >= diamond_activity (the top by
 * amount paid and by activity); else platinum when growth >= platinum; else gold when growth >= gold; else
 * common. A user's tier is the better of the one kept from the last period that was closed and the one by
 * growth.
 *
 * Points do not go back when a payment comes back (a refund, a packet's rest). Merchants and pools are no
 * members. 24 bytes a user. Every look at a book without the theme, or at who is not its user, gives 0.
 * O(1) but for the closing of a period. */
#ifndef GX_CORE_MEMBER_H
#define GX_CORE_MEMBER_H

#include <gx/core/book.h>
#include <gx/core/purpose.h>

typedef enum gx_member_tier {
    GX_TIER_COMMON,
    GX_TIER_GOLD,
    GX_TIER_PLATINUM,
    GX_TIER_DIAMOND
} gx_member_tier;

typedef enum gx_member_period { GX_MEMBER_QUARTER, GX_MEMBER_YEAR } gx_member_period;

#define GX_MEMBER_PAID_MAX   ((gx_fen)1 << 50)
#define GX_MEMBER_POINTS_MAX INT64_C(1000000000000000)

typedef struct gx_member_rules {
    uint32_t purposes;         /* what counts: merchants, orders, tips, photos, services, repayments
                                * (what is paid on credit counts when it is repaid) */
    uint16_t points_per_yuan;  /* 1; at most 1000 */
    uint8_t period;            /* gx_member_period: GX_MEMBER_QUARTER */
    uint32_t gold;             /* 2,000 */
    uint32_t platinum;         /* 6,000; at least gold */
    uint32_t diamond;          /* 18,000; at least platinum */
    uint32_t diamond_activity; /* 500 */
    uint32_t activity_max;     /* 3,000: activity points a user can get in a period */
} gx_member_rules;

gx_member_rules gx_member_rules_default(void);

/* MEMBER_RULES: from now on. GX_REFUSED_RULE (have the figure, need the bound) for the first of these that is
 * wrong: purposes with a bit outside GX_PURPOSES_ALL; points_per_yuan above 1000; period above 1; platinum
 * below gold (have platinum, need gold); diamond below platinum (have diamond, need platinum). */
gx_answer gx_member_set_rules(gx_book *book, const gx_member_rules *rules, uint32_t now);

/* MEMBER_ACTIVITY: the host gives a user points for what he did.
 * Refused, in this order: GX_REFUSED_ACCOUNT (need: the user); GX_REFUSED_AMOUNT (have points, need 1);
 * GX_REFUSED_LIMIT (have max(0, activity_max - activity), need points) when there is no room for all of them.
 * Done: answer.amount = points. */
gx_answer gx_member_activity(gx_book *book, uint32_t user, uint32_t points, uint32_t now);

/* MEMBER_SPEND: key.account spends points; for what is the host's to say. Growth and tier stay.
 * Refused, in this order: GX_REFUSED_ACCOUNT (need key.account) for a party that is not a user;
 * GX_REFUSED_AMOUNT (have points, need 1); GX_REFUSED_FUNDS (have the user's points, need points).
 * Done: answer.amount = points. */
gx_answer gx_member_spend(gx_book *book, gx_op_key key, uint32_t points, uint32_t now);

/* MEMBER_CLOSE: ends the period for all users: each keeps the tier by growth, the one that was kept before is
 * forgotten; paid and activity begin at 0; points stay (keep_points = 1) or are lost (0). Payments count for
 * the running period until it is closed. Periods are numbered: quarters year × 4 + (month - 1) / 3, years by
 * themselves; month and year of `now` in the book's calendar. If nobody closes, nothing ends. O(users).
 * Refused, in this order: GX_REFUSED_RULE (have keep_points, need 1) when it is above 1; GX_REFUSED_NOT_DUE
 * (have the number of now's period, need that of the last closing's tick (tick 0 before the first one) + 1)
 * when now's is less, both by the kind of period that holds now. Done: answer.amount 0; result.number =
 * *diamonds (may be NULL) = how many users have the diamond tier now. */
gx_answer gx_member_close(gx_book *book, uint8_t keep_points, uint32_t now, uint32_t *diamonds);

/* ---- Looks */

gx_member_tier gx_member_tier_of(const gx_book *book, uint32_t user);

typedef struct gx_member_view {
    gx_member_tier tier;
    gx_member_tier kept; /* from the last period that was closed */
    int64_t points;
    uint64_t growth;
    gx_fen paid;
    uint32_t activity;
} gx_member_view;

bool gx_member_look(const gx_book *book, uint32_t user, gx_member_view *out); /* false: not a member */

#endif
