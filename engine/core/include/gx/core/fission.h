/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fission (R13): who has won hands tickets on to friends; a friend who takes one gets money from the
 * campaign, too, and perhaps tickets of his own. Each user takes part in a campaign once, as a winner or as a
 * friend. Checks in capitals are those of campaign.h. */
#ifndef GX_CORE_FISSION_H
#define GX_CORE_FISSION_H

#include <gx/core/campaign.h>

typedef struct gx_fission_terms {
    uint16_t tickets;     /* that a winner has for friends */
    uint8_t generations;  /* friends of so many generations have tickets of their own; 0: winners only */
    gx_fen friend_amount; /* what a friend gets; 0: the same as the sharer's */
    gx_fen sharer_amount; /* what the sharer gets for each friend; 0: nothing */
    uint32_t life;        /* ticks, from the win on */
} gx_fission_terms;

/* Makes a campaign one that is shared on. HANDLE, FRESH(FISSION), GX_REFUSED_RULE (figure, bound), in this
 * order: tickets < 1 (0, 1), friend_amount < 0 (…, 0), friend_amount > GX_CAMPAIGN_BUDGET_MAX (…, that),
 * sharer_amount < 0 (…, 0), sharer_amount > GX_CAMPAIGN_BUDGET_MAX (…, that), life < 1 (0, 1). */
gx_answer gx_fission_set_terms(gx_book *book, gx_campaign campaign, const gx_fission_terms *terms,
                               uint32_t now);

/* The user of the pass has won `amount`, of generation 0, and has `tickets` tickets until now + life (at most
 * UINT32_MAX). With `paid` the campaign pays it (answer.amount = amount); without, he won it elsewhere
 * (answer.amount = 0). result.number is the tickets. HANDLE, KIND(FISSION), RUNNING, GATE, GX_REFUSED_RULE
 * (args.paid, 1): args.paid > 1; GX_REFUSED_TWICE (1, 0): he takes part already; GX_REFUSED_AMOUNT (amount,
 * 1): < 1; GX_REFUSED_AMOUNT (amount, GX_CAMPAIGN_BUDGET_MAX): above it; with `paid` PAY(amount). */
gx_answer gx_fission_win(gx_book *book, gx_campaign campaign, gx_pass pass, gx_fen amount, bool paid,
                         uint32_t now);

/* What a ticket gave. */
typedef struct gx_fission_gift {
    gx_fen amount;         /* the friend's */
    gx_fen sharer_amount;  /* the sharer's (result.second) */
    uint32_t tickets_left; /* the sharer's (result.number) */
    uint32_t tickets;      /* the friend's own (result.who) */
} gx_fission_gift;

/* The user of the pass takes a ticket of `sharer`. The friend's amount is the terms' friend_amount, or what
 * the sharer has won or got as a friend when that is 0. Then, when sharer_amount is not 0, the sharer is paid
 * that, if PAY(sharer_amount) lets the campaign pay it to him after the friend's; otherwise he gets nothing,
 * and the ticket is done all the same. The friend is of the generation after the sharer's (at most 255); if
 * that is not above `generations`, he has `tickets` tickets, else 0, until now + life. HANDLE, KIND(FISSION),
 * RUNNING, GATE, GX_REFUSED_NO_SUCH (0, 0): the sharer does not take part; GX_REFUSED_NOT_ADDRESSED (user,
 * sharer): his own; GX_REFUSED_TWICE (1, 0): the friend takes part already; GX_REFUSED_EMPTY (0, 1): no
 * ticket is left; GX_REFUSED_EXPIRED (now, expiry): from the expiry of the sharer's tickets on; PAY(the
 * friend's amount). result.closed: it was the sharer's last ticket. */
gx_answer gx_fission_redeem(gx_book *book, gx_campaign campaign, uint32_t sharer, gx_pass pass, uint32_t now,
                            gx_fission_gift *out);

/* The tickets that a user has left; 0 for who does not take part. Expired ones count. */
uint32_t gx_fission_tickets(const gx_book *book, gx_campaign campaign, uint32_t user);

#endif
