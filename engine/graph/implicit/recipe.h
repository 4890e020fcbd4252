/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slots a configuration asks for: see recipe.c. */
#ifndef GX_GRAPH_RECIPE_H
#define GX_GRAPH_RECIPE_H

#include "slots.h"

/* What the recipe has to know of the people; by asking some thousands of them.
 */
typedef struct gx_people_shares {
    double at_school, at_work, away; /* shares of users; away: not from where they live */
    double household;                /* mean size */
    double children;                 /* share of users who are the children of their households */
} gx_people_shares;

gx_people_shares gx_people_ask(const gx_population *people, gx_key key);

/* A slot as it is asked for. */
typedef struct gx_slot_plan {
    gx_unit unit;
    gx_reach reach;
    gx_focus_kind kind;
    uint8_t trait, thin;
    double before, share;
    gx_size_law law;
    bool chat;
    gx_group_kind group_kind;
    uint32_t number; /* among those of one kind and reach */
} gx_slot_plan;

/* At most GX_SLOTS_MAX plans, those with chat groups first; returns how many, or GX_SLOTS_MAX + 1 when there
 * were more. */
uint32_t gx_recipe(gx_slot_plan plan[GX_SLOTS_MAX], const gx_network_config *config, gx_people_shares shares);

/* Weak ties of one reach: lots that a cell draws, and the share of them that make a tie. */
typedef struct gx_weak_plan {
    gx_reach reach;
    uint32_t each;
    double share;
} gx_weak_plan;

/* How many reaches have any. */
uint32_t gx_recipe_weak(gx_weak_plan plan[GX_WEAK_REACHES], const gx_network_config *config);

#endif
