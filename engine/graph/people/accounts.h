/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phones, versions of the app, accounts, real names. */
#ifndef GX_GRAPH_ACCOUNTS_H
#define GX_GRAPH_ACCOUNTS_H

#include "ladder.h"
#include "statistics.h"

#include <gx/base/draw.h>

enum { GX_REAL_NAME_AGE = 16, GX_NO_APP = 255 };

typedef struct gx_accounts {
    gx_chance phone[GX_AGE_BANDS][GX_TIERS];
    int32_t version_until[GX_AGE_BANDS][GX_TIERS][GX_APP_VERSIONS - 1];
    gx_chance account[GX_PLATFORM_COUNT][GX_AGE_BANDS][2]; /* without and with a smartphone */
    gx_chance real_name[GX_PLATFORM_COUNT];
    double phone_share[GX_AGE_BANDS][GX_TIERS]; /* the same as shares, for tests */
    double account_share[GX_PLATFORM_COUNT][GX_AGE_BANDS][2];
} gx_accounts;

/* `tier_share`: of users, of sum 1. */
void gx_accounts_make(gx_accounts *accounts, const gx_statistics *statistics, const double *tier_share);

/* Fill smartphone, app_version, accounts and real_name of a person whose age, band and tier are known. What
 * was given of `user` wins, and the rest follows from it. */
void gx_read_accounts(gx_person *person, const gx_accounts *accounts, const gx_population *people,
                      uint32_t user, gx_draw draw);

#endif
