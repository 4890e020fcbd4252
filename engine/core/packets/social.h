/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of theme SOCIAL_PACKETS, from inside: what the kinds of R2 and R6 keep beside their packets, the
 * open requests (R5), the photos in the feed (R7). */
#ifndef GX_CORE_SOCIAL_H
#define GX_CORE_SOCIAL_H

#include "ledger/relation.h"
#include "packets/packets.h"

#include <gx/core/photo.h>

/* No photo's price is above this, whatever the rules say: ¥10 million. */
#define GX_PHOTO_PRICE_LIMIT ((gx_fen)1 << 30)

/* Beside a guess packet. */
typedef struct gx_guess_record {
    gx_slab_head head;
    gx_fen low, high; /* what all know */
    uint32_t left;    /* guesses */
    bool guessed;     /* in this turn */
} gx_guess_record;

/* Beside a password packet. */
typedef struct gx_code_record {
    gx_slab_head head;
    uint64_t code;
    uint32_t tries; /* the rule under which it was sent */
    uint32_t wrong; /* list of who typed a wrong one: pairs (this place, user), how often */
} gx_code_record;

typedef struct gx_request_record {
    gx_slab_head head;
    gx_fen amount;
    uint32_t asker, asked;
    uint32_t occasion;
    uint32_t expires;
} gx_request_record;

typedef struct gx_photo_record {
    gx_slab_head head;
    gx_fen min, max; /* the rule under which it was posted */
    gx_fen earned;   /* at most GX_PHOTO_PRICE_LIMIT for each of 2^32 viewers: fits */
    gx_draw draw;
    gx_party poster;
    uint32_t occasion;
    uint32_t posted, expires;
    uint32_t viewers;
    uint32_t paid; /* list of who paid: pairs (this place, viewer) */
} gx_photo_record;

struct gx_social_packets {
    gx_social_rules rules;
    gx_slab guesses, codes, requests, photos;
    gx_relation wrong;    /* (place of a code, user) */
    gx_relation asking;   /* (asked, asker): the place of the open request */
    uint32_t asking_list; /* all of them */
    gx_relation paid;     /* (place of a photo, viewer) */
};

/* What the packet's kind keeps of its own goes with the packet. */
void gx_social_forget(gx_book *book, const gx_packet *packet);

#endif
