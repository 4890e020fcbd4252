/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's campaigns: what all kinds have in common, for the files of this part. */
#ifndef TESTS_CORE_AUDITOR_CAMPAIGNS_H
#define TESTS_CORE_AUDITOR_CAMPAIGNS_H

#include "core/auditor/auditor.h"

#include <gx/core/brand.h>
#include <gx/core/collection.h>
#include <gx/core/fission.h>
#include <gx/core/gala.h>
#include <gx/core/shake.h>

/* What a user is to a campaign. */
typedef struct aud_guest {
    uint32_t payments;
    gx_fen fen;
    uint32_t shakes; /* in the window or on the day that `shaken` names */
    int64_t shaken;
    uint32_t wins[GX_GALA_ROUNDS];
    uint32_t draws;
    uint8_t cards[GX_COLLECTION_CARDS];
    uint32_t rank; /* from 1; 0: no completer */
    bool claimed;
    bool shares; /* takes part in a fission */
    gx_fen won;
    uint32_t tickets, expiry, generation;
} aud_guest;

typedef struct aud_round {
    gx_gala_round is;
    uint32_t given;
    gx_fen paid;
    uint64_t grabs;
} aud_round;

typedef struct aud_campaign {
    gx_args_campaign_open order;
    unsigned kind;
    bool stopped;
    gx_fen budget, granted, returned;
    uint64_t payments;
    int64_t hour; /* of the last payment */
    uint32_t hour_count;
    gx_fen hour_fen;
    aud_guest guest[AUD_NAMES];

    gx_args_brand_terms brand;
    gx_args_shake_terms shake;
    uint32_t windows;
    gx_window window[GX_SHAKE_WINDOWS];
    uint32_t prizes;
    gx_shake_prize prize[GX_SHAKE_PRIZES]; /* with the stock that is left */
    uint64_t shakes;
    gx_args_gala_terms gala;
    uint32_t rounds;
    aud_round round[GX_GALA_ROUNDS];
    gx_args_collection_terms collection;
    uint32_t cards, ppm[GX_COLLECTION_CARDS];
    uint32_t completers, claims;
    gx_fen pool; /* fixed with the first claim */
    gx_args_fission_terms fission;
} aud_campaign;

/* What a brand is to the people, in one book; by account and seat. */
typedef struct aud_brands {
    gx_args_brand_rules rules;
    bool follows[AUD_PARTIES][AUD_NAMES];
    uint64_t exposures[AUD_PARTIES];
    struct {
        int64_t minute;
        uint32_t count;
    } brand_minute[AUD_PARTIES], user_minute[AUD_PARTIES][AUD_NAMES], user_day[AUD_PARTIES][AUD_NAMES];
} aud_brands;

extern const aud_part aud_campaigns;

static inline aud_campaign *aud_campaign_of(aud_thing *thing)
{
    return aud_more(thing);
}

static inline aud_guest *aud_guest_of(aud_campaign *campaign, uint32_t user)
{
    return &campaign->guest[aud_seat(user)];
}

/* The checks of campaign.h that bear these names. *thing is the campaign, when HANDLE passes. */
gx_answer aud_handle_kind(const aud_book *book, gx_ref ref, unsigned kind, aud_thing **thing);
gx_answer aud_handle_fresh(const aud_book *book, gx_ref ref, unsigned kind, aud_thing **thing);
gx_answer aud_owner(const aud_book *book, const aud_thing *thing, const gx_op *op);
gx_answer aud_running(const aud_book *book, aud_thing *thing, const gx_op *op);
gx_answer aud_gate(aud_thing *thing, gx_pass pass);
gx_answer aud_may_pay(const aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now);
/* The same, and 0 is not too little. */
gx_answer aud_may_give(const aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now);

/* After aud_may_pay. */
void aud_pay(aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now);

/* Where the campaign's rest goes: an account. */
uint32_t aud_rest_account(aud_thing *thing);

/* The minute of the day; and is it within from … until, over midnight when until is below from. */
int64_t aud_minute_of_day(const aud_book *book, uint32_t now);
bool aud_within(int64_t minute, int64_t from, int64_t until);

/* For generators: mentions a campaign of this kind (or of any) where there is one, and makes its owner ask if
 * `as_owner`. NULL when another handle, or none, was mentioned. */
aud_thing *aud_pick_campaign(aud_world *world, aud_step *step, gx_ref *ref, int kind, bool as_owner);
enum { AUD_ANY_KIND = -1 };
uint32_t aud_some_guest(aud_world *world);

/* When the step's operation would meet no campaign of this kind: makes the step one of those that lead to it
 * (opening, terms, a prize, a round), mostly, and says so. */
bool aud_begin_campaign(aud_world *world, aud_step *step, unsigned kind);

void aud_generate_campaign(aud_world *world, aud_step *step);
void aud_prepare_campaigns(aud_world *world, unsigned book);

/* The rules of the kinds. */
#define AUD_CAMPAIGN_RULES(X)                                                                                \
    X(brand_rules)                                                                                           \
    X(brand_terms)                                                                                           \
    X(brand_packet)                                                                                          \
    X(brand_shown)                                                                                           \
    X(brand_follow)                                                                                          \
    X(shake_terms)                                                                                           \
    X(shake_prize)                                                                                           \
    X(shake_try)                                                                                             \
    X(gala_terms)                                                                                            \
    X(gala_round)                                                                                            \
    X(gala_grab)                                                                                             \
    X(gala_return)                                                                                           \
    X(collection_terms)                                                                                      \
    X(card_draw)                                                                                             \
    X(card_give)                                                                                             \
    X(card_swap) X(card_complete) X(collection_claim) X(fission_terms) X(fission_win) X(fission_redeem)
#define X(name)                                                                                              \
    void aud_generate_##name(aud_world *world, aud_step *step);                                              \
    gx_answer aud_predict_##name(aud_book *book, const gx_op *op, aud_want *want);
AUD_CAMPAIGN_RULES(X)
#undef X

/* Looks of the kinds, at a campaign that lives, and at brands. */
void aud_look_shake(aud_world *world, const gx_book *core, aud_thing *thing);
void aud_look_gala(aud_world *world, const gx_book *core, aud_thing *thing);
void aud_look_collection(aud_world *world, const gx_book *core, aud_thing *thing);
void aud_look_fission(aud_world *world, const gx_book *core, aud_thing *thing);
void aud_look_brands(aud_world *world, unsigned book);

#endif
