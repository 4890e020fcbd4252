/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of foci that are filled place by place, as a table. */
#ifndef GX_GRAPH_KINDS_H
#define GX_GRAPH_KINDS_H

#include "ground.h"
#include "rule.h"

/* How places are put in order before a pool is cut into foci: like next to like. `age` and `schooling` are
 * the user's own, or those of somebody else when the place is not sorted by them. At most 12 bits. */
typedef uint32_t gx_order(gx_traits own, gx_traits age, gx_traits schooling);

typedef struct gx_kind {
    gx_focus_kind kind;
    gx_scope near, far;   /* the share of places that do not stay near goes as far as this */
    uint32_t occupations; /* who takes part: bits of gx_occupation */
    size_t places_mean;   /* the configuration's field: Poisson so many places; 0: exactly one */
    bool by_activity;     /* times the user's activity */
    bool homophily;       /* sorted by the shares of the configuration; else wholly */
    size_t size_median;   /* fields; 0: 8 to 20 members, alike */
    size_t size_sigma;
    gx_order *order;
} gx_kind;

/* Clans are no kind of this table: households fill them, not places. */
extern const gx_kind gx_kind_of_class, gx_kind_of_work, gx_kind_of_community, gx_kind_of_close,
    gx_kind_of_past;

/* A real field of the configuration. */
static inline double gx_kind_value(const gx_network_config *config, size_t offset)
{
    return *(const double *)(const void *)((const char *)config + offset);
}

#endif
