/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identity from inside: what other themes may ask of it. */
#ifndef GX_CORE_WALLET_IDENTITY_H
#define GX_CORE_WALLET_IDENTITY_H

#include "ledger/book_internal.h"

#include <gx/core/identity.h>

/* Whether a user pays without a password. */
enum { GX_FREE_NEVER_CHOSE, GX_FREE_ON, GX_FREE_OFF };

/* What every payment touches: 32 bytes, so never two cache lines. `day` and `year` are those of the last
 * payment that was counted here; sums of another day or year count for nothing. */
typedef struct gx_identity_paying {
    gx_fen ever, in_year;
    uint32_t on_day; /* without a password; at most free_day_max */
    uint32_t day;    /* its low 32 bits: no book lives for 2^32 days */
    int32_t year;
    uint8_t tier;
    uint8_t free; /* GX_FREE_… */
    uint16_t place;
} gx_identity_paying;
_Static_assert(sizeof(gx_identity_paying) == 32, "two of them in a cache line");

/* The rest of what is known. */
typedef struct gx_identity_known {
    uint32_t badges;
    uint8_t sex, age, occupation;
} gx_identity_known;

struct gx_identity {
    gx_identity_rules rules;
    gx_identity_paying *paying; /* users */
    gx_identity_known *known;   /* users */
};

/* A user's tier (a party below book->users). A book without the theme knows no names: GX_TIER_MAX, so that
 * what asks for a name passes there. */
static inline uint8_t gx_identity_tier_of(const gx_book *book, gx_party user)
{
    return book->identity == NULL ? GX_TIER_MAX : book->identity->paying[user].tier;
}

#endif
