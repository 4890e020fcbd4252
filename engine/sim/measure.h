/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a thread measures of its own work, for gx_sim_profile_get. Nobody else writes it, and no result is
 * made of it. */
#ifndef GX_SIM_MEASURE_H
#define GX_SIM_MEASURE_H

#include <gx/sim/profile.h>

/* The busiest entities, from every 64th message, in so many counters however many entities there are: a
 * stranger takes the place of the least and inherits its count as its possible error (Metwally, Agrawal, El
 * Abbadi, "Efficient computation of frequent and top-k elements in data streams", ICDT 2005). */
enum { GX_HEAT_PLACES = 64, GX_HEAT_STRIDE = 64 };

typedef struct gx_heat {
    uint64_t sampled;
    uint32_t used;
    size_t skip; /* messages until the next sample */
    uint32_t entity[GX_HEAT_PLACES];
    uint64_t count[GX_HEAT_PLACES], error[GX_HEAT_PLACES];
} gx_heat;

void gx_heat_note(gx_heat *heat, const gx_message *span, size_t count);

/* At least so many samples were of this entity. */
uint64_t gx_heat_of(const gx_heat *heat, uint32_t entity);

/* The longest run of messages of one kind to one entity in one tick. */
typedef struct gx_longest {
    uint64_t messages;
    uint32_t entity, tick, kind;
} gx_longest;

/* Keep the longer of two; among equals the earlier tick, then the lower kind and entity. */
void gx_longest_keep(gx_longest *kept, const gx_longest *other);

typedef struct gx_measure {
    uint64_t exchange_ns, order_ns, act_ns, plan_ns, host_ns, work_ns;
    uint64_t kind_ns[GX_KINDS_MAX];
    gx_longest longest;
    gx_heat heat;
} gx_measure;

#endif
