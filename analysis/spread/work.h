/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this room hand each other. */
#ifndef GX_SPREAD_WORK_H
#define GX_SPREAD_WORK_H

#include "forest.h"
#include "metrics.h"

#include <gx/stats/sheet.h>
#include <gx/stats/tables.h>

typedef struct gx_spread_work {
    gx_sheet sheet;
    const gx_reader *reader;
    gx_facts facts;
} gx_spread_work;

/* The bindings in order of time, each user's first, as nodes of a forest. */
typedef struct gx_cases {
    size_t count;
    uint32_t *tick, *user, *parent_user, *exposed;
    uint32_t *parent; /* node, or GX_ROOT */
} gx_cases;

/* Each writes its part; failures stay in work->sheet.status. */
void gx_spread_adoption(gx_spread_work *work);
void gx_spread_cascade(gx_spread_work *work); /* loads the cases, calls the next three */
void gx_spread_time(gx_spread_work *work, const gx_cases *cases);
void gx_spread_reproduction(gx_spread_work *work, const gx_cases *cases, const gx_forest *forest);
void gx_spread_trees(gx_spread_work *work, const gx_forest *forest);
void gx_spread_contagion(gx_spread_work *work);

void *gx_spread_room(gx_spread_work *work, size_t count, size_t size, const char *what);

#endif
