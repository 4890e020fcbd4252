/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_HOUSEHOLDS_H
#define GX_GRAPH_HOUSEHOLDS_H

#include "statistics.h"

#include <gx/base/draw.h>

/* Households of a period of the pattern: see households.c. */
enum { GX_HOUSEHOLD_PATTERN = 1024 };

typedef struct gx_household_slot {
    uint8_t size, member, relation; /* gx_relation */
} gx_household_slot;

typedef struct gx_households {
    uint32_t period;  /* users of the whole pattern */
    uint64_t inverse; /* 2^64 / period, rounded up */
    uint32_t start[GX_HOUSEHOLD_PATTERN];
    gx_household_slot slot[GX_HOUSEHOLD_PATTERN * GX_HOUSEHOLD_MAX];
} gx_households;

/* `shares` of households by size 1 … GX_HOUSEHOLD_MAX, of sum 1. */
void gx_households_make(gx_households *households, const double *shares, gx_key key);

/* Shares of users by relation, of sum 1; cut households apart. */
void gx_households_relations(const gx_households *households, double share[GX_RELATIONS]);

#endif
