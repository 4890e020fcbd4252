/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parties, and what they have in escrow. */
#ifndef GX_CORE_HELD_H
#define GX_CORE_HELD_H

#include <gx/core/money.h>

/* A party's number within the book: users, then merchants, then pools. */
typedef uint32_t gx_party;
#define GX_NO_PARTY UINT32_MAX

/* Money of a party's that lies in escrow. A hold has one, and so has a packet, an order, a budget. */
typedef struct gx_held {
    gx_fen remaining; /* above 0 while its owner's record lives */
    gx_party owner;
    uint32_t expires;
} gx_held;

#endif
