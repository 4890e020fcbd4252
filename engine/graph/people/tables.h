/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_TABLES_H
#define GX_GRAPH_TABLES_H

#include "accounts.h"
#include "households.h"
#include "lives.h"
#include "money.h"
#include "places.h"

/* What turns draws into people; made once, read by every thread. Some 400 KiB, 96 bytes a city, 2 a district.
 */
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

#endif
