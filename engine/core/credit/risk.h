/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risk control from inside. */
#ifndef GX_CORE_CREDIT_RISK_H
#define GX_CORE_CREDIT_RISK_H

#include "ledger/book_internal.h"

#include <gx/core/risk.h>

/* Bits of a user's flags. */
enum { GX_USER_BLOCKED = 1, GX_USER_CARD_KNOWN = 2, GX_USER_CASHED_OUT = 4, GX_USER_LIVED = 8 };

/* What is remembered of a user: 32 bytes, half a cache line, since a payment asks for most of it. */
typedef struct gx_risk_user {
    uint64_t empty;      /* tick at which the bucket has run empty */
    gx_fen paid;         /* on the day of `paid_at` */
    uint32_t paid_at;    /* tick of the last watched payment */
    uint32_t granted;    /* fen */
    uint32_t card_bound; /* tick; counts with GX_USER_CARD_KNOWN */
    uint8_t devices;
    uint8_t flags;
    uint16_t nothing; /* 0: no gap, so that it can be digested as bytes */
} gx_risk_user;
_Static_assert(sizeof(gx_risk_user) == 32, "no gaps");

struct gx_risk {
    gx_risk_rules rules;
    gx_risk_sum stopped[GX_RISK_RULE_COUNT][2]; /* honest, farmed */
    gx_risk_sum grants;
    gx_risk_user *user;
};

/* The sum of the weights of what speaks against a user. */
uint32_t gx_risk_signal(const struct gx_risk *risk, gx_party user, uint32_t now);

/* What the user has paid on the day of `now`, of what is watched. */
gx_fen gx_risk_paid_today(const gx_book *book, gx_party user, uint32_t now);

/* May this payment be made; *rule is the one that stops it, or GX_RISK_NONE. */
gx_answer gx_risk_ask(const gx_book *book, const gx_spend *spend, gx_risk_rule *rule);

/* May a campaign give to this user. */
gx_answer gx_risk_ask_grant(const gx_book *book, uint32_t name, gx_fen amount, uint32_t now);

#endif
