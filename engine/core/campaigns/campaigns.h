/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns from inside: the record of a campaign, the terms of each kind, and the checks and the one way of
 * paying that all kinds share. */
#ifndef GX_CORE_CAMPAIGNS_H
#define GX_CORE_CAMPAIGNS_H

#include "ledger/book_internal.h"

#include <gx/core/brand.h>
#include <gx/core/collection.h>
#include <gx/core/fission.h>
#include <gx/core/gala.h>
#include <gx/core/shake.h>

/* What a campaign knows of a user are three words at most, each in a relation of its own, so that a campaign
 * costs nothing for users whom it never met:
 *
 *     got   payments (24 bits) | fen (40 bits)                                     every kind
 *     one   the kind's: shakes in a window, wins in a round, the hand of cards, what a winner shares on
 *     two   the kind's: draws and rank of a collector, expiry of tickets
 */
typedef struct gx_campaign_record {
    gx_slab_head head;
    gx_held held;            /* expires: the campaign's end */
    gx_campaign_order order; /* budget: all that was ever put in */
    gx_fen granted, returned;
    gx_fen hour_fen; /* paid in the hour of hour_tick */
    uint64_t payments;
    uint32_t hour_tick, hour_count;
    uint32_t terms;         /* the place of the kind's terms */
    uint32_t got, one, two; /* heads of lists */
    uint8_t kind;
    bool stopped;
} gx_campaign_record;

typedef struct gx_brand_record {
    gx_slab_head head;
    gx_brand_terms terms;
} gx_brand_record;

typedef struct gx_shake_record {
    gx_slab_head head;
    gx_window windows[GX_SHAKE_WINDOWS];
    gx_shake_prize prizes[GX_SHAKE_PRIZES]; /* stock: what is left */
    uint64_t shakes;
    uint32_t window_count, prize_count;
    uint32_t tries;
    uint16_t place;
} gx_shake_record;

typedef struct gx_gala_record {
    gx_slab_head head;
    gx_gala_view rounds[GX_GALA_ROUNDS];
    gx_fen cost;
    uint32_t round_count;
    uint32_t wins;
    uint8_t carry;
} gx_gala_record;

typedef struct gx_collection_record {
    gx_slab_head head;
    gx_fen pool; /* fixed by the first claim */
    uint32_t deadline, draws;
    uint32_t completers, claims;
    uint32_t ppm[GX_COLLECTION_CARDS];
    uint8_t cards;
    bool first_more;
} gx_collection_record;

typedef struct gx_fission_record {
    gx_slab_head head;
    gx_fission_terms terms;
} gx_fission_record;

/* What is kept of a brand, beside its campaigns. */
typedef struct gx_brand_state {
    uint64_t exposures;
    uint32_t tick, minute_count; /* packets in the minute of `tick` */
    uint32_t followers;
    uint32_t follows, packets; /* heads of lists */
} gx_brand_state;

struct gx_campaigns {
    gx_slab slab;
    gx_slab terms[GX_CAMPAIGN_KIND_COUNT];
    gx_relation got, one, two;
    gx_relation follows; /* (brand, user) */
    gx_relation packets; /* (brand, user): tick (32 bits) | packets in its minute (16) | in its day (16) */
    gx_brand_rules rules;
    gx_brand_state *brands; /* merchants, then pools */
    uint32_t brand_count;
};

/* ---- What a user got, in a word */

enum { GX_GOT_FEN_BITS = 40 }; /* GX_CAMPAIGN_BUDGET_MAX fills them */

static inline uint32_t gx_got_payments(uint64_t got)
{
    return (uint32_t)(got >> GX_GOT_FEN_BITS);
}

static inline gx_fen gx_got_fen(uint64_t got)
{
    return (gx_fen)(got & (uint64_t)GX_CAMPAIGN_BUDGET_MAX);
}

/* ---- Clock */

/* Which minute, hour … of the calendar it is: floor(second / unit). */
static inline int64_t gx_clock_of(const gx_book *book, uint32_t now, int64_t unit)
{
    int64_t second = gx_second_of(book, now);
    return second / unit - (second % unit < 0);
}

static inline uint32_t gx_minute_of_day(const gx_book *book, uint32_t now)
{
    return (uint32_t)(gx_clock_of(book, now, 60) - gx_day_of(book, now) * 1440);
}

/* Does the minute lie between the two, over midnight when `until` is below `from`? Never, when they are
 * equal. */
bool gx_minute_between(uint32_t minute, uint32_t from, uint32_t until);

/* ---- Checks, as campaign.h names them */

/* HANDLE; and HANDLE, KIND(kind); and these and RUNNING. On GX_DONE *out is the record. */
gx_answer gx_campaign_handle(const gx_book *book, gx_campaign campaign, gx_campaign_record **out);
gx_answer gx_campaign_of_kind(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind,
                              gx_campaign_record **out);
gx_answer gx_campaign_on(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind, uint32_t now,
                         gx_campaign_record **out);

gx_answer gx_campaign_running(const gx_book *book, const gx_campaign_record *record, uint32_t now);
gx_answer gx_campaign_owned(const gx_book *book, const gx_campaign_record *record, gx_op_key key);
gx_answer gx_campaign_gate(const gx_campaign_record *record, const gx_pass *pass);

/* HANDLE, FRESH(kind). */
gx_answer gx_campaign_fresh(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind,
                            gx_campaign_record **out);

/* PAY(amount). */
gx_answer gx_campaign_may_pay(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                              gx_fen amount, uint32_t now);

/* The same of a gift that may have no money in it (amount 0): it counts as a payment of 0. */
gx_answer gx_campaign_may_give(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                               gx_fen amount, uint32_t now);

/* ---- Changes */

/* The place of a record. */
static inline uint32_t gx_campaign_place(const gx_book *book, const gx_campaign_record *record)
{
    return gx_chunks_number(&book->campaigns->slab.records, record);
}

/* The terms of a record that has a kind. */
static inline void *gx_campaign_terms(const gx_book *book, const gx_campaign_record *record)
{
    return gx_slab_at(&book->campaigns->terms[record->kind], record->terms);
}

/* Gives the campaign its kind, after gx_slab_reserve of the kind's slab; returns the terms' record, whose
 * head is to be kept. */
void *gx_campaign_become(gx_book *book, gx_campaign_record *record, gx_campaign_kind kind);

/* Words of users: 0 when there is none. Room is made sure of before anything moves. */
uint64_t gx_campaign_word(const gx_book *book, const gx_campaign_record *record, const gx_relation *relation,
                          uint32_t user);
bool gx_campaign_room(const gx_book *book, const gx_campaign_record *record, gx_relation *relation,
                      uint32_t user);
void gx_campaign_note(const gx_book *book, const gx_campaign_record *record, gx_relation *relation,
                      uint32_t *head, uint32_t user, uint64_t word);

/* THE way in which money leaves a campaign for a user: into clearing. After gx_campaign_may_pay, and with
 * room in `got`. An amount of 0 (after gx_campaign_may_give) is counted, and moves nothing. */
void gx_campaign_pay(gx_book *book, gx_campaign_record *record, uint32_t user, gx_fen amount, uint32_t now);

/* At least 1 fen of what is left, or all of it, to where the rest goes. */
void gx_campaign_give_back(gx_book *book, gx_campaign_record *record, gx_fen amount);

#endif
