/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fund from inside. */
#ifndef GX_CORE_WALLET_FUND_H
#define GX_CORE_WALLET_FUND_H

#include "ledger/book_internal.h"

#include <gx/core/fund.h>

/* What is carried from day to day: the remainders of the three divisions, and the last day counted. */
typedef struct gx_fund_user {
    int64_t day; /* if counted */
    uint32_t interest_rest, channel_rest, float_rest;
    uint32_t counted; /* 1 from the first day on */
} gx_fund_user;

struct gx_fund {
    gx_fund_rules rules;
    gx_fund_user *users;
    gx_fen interest, channel, floated; /* since the book was made; they wrap instead of overflowing */
};

#endif
