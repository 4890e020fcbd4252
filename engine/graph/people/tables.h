/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_TABLES_H
#define GX_GRAPH_TABLES_H

#include "accounts.h"
#include "households.h"
#include "lives.h"
#include "money.h"
#include "places.h"

/* What turns draws into people; made once, read by every thread. Some 400 KiB and 64 bytes a city. */
struct gx_people_tables {
    gx_key key;
    gx_statistics statistics;
    gx_places places;
    gx_households households;
    gx_lives lives;
    gx_money money;
    gx_accounts accounts;
    gx_quantiles activity;
    gx_quantiles norm;
};

/* The four attributes that can be stored, computed. */
typedef struct gx_stored_attributes {
    uint32_t wealth;
    uint16_t activity;
    uint8_t sex, age_band;
} gx_stored_attributes;

gx_stored_attributes gx_stored_attributes_of(const gx_population *people, uint32_t user);

#endif
