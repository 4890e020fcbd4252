/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places that eight neighbours deal among themselves: see lots.c. */
#ifndef GX_GRAPH_IMPLICIT_LOTS_H
#define GX_GRAPH_IMPLICIT_LOTS_H

#include "slots.h"

/* Weights by activity, activity^power. */
void gx_lots_weigh(gx_lot_table *table, const gx_population *people, double power);

/* Keep the users' codes of activity, a byte each: half of gx_implicit_keep. GX_ERR_MEMORY. O(users). */
gx_status gx_lots_keep(gx_implicit *implicit, uint32_t threads, gx_error *error);

/* The order in which cells deal the table's lots, from what each is of. */
void gx_lots_arrange(gx_lot_table *table);

/* Ask for the memory that a user's lots will be dealt from. */
static inline void gx_lots_fetch(const gx_implicit *implicit, uint32_t user)
{
    if (implicit->activity != NULL)
        __builtin_prefetch(&implicit->activity[user]);
}

/* A user's lots of a trait, dealt when first asked for. */
gx_lot_run gx_lots_deal(const gx_implicit *implicit, gx_lots trait, gx_who *who);
static inline gx_lot_run gx_lots_of(const gx_implicit *implicit, gx_lots trait, gx_who *who)
{
    return who->dealt[trait] ? who->lots[trait] : gx_lots_deal(implicit, trait, who);
}

/* Lot `at` of a run, as its place in the order. */
static inline uint32_t gx_lot_turn(const gx_lot_table *table, gx_lot_run run, uint32_t at)
{
    uint32_t turn = run.first + at;
    return turn >= table->count ? turn - table->count : turn;
}

/* Whether a lot (by its place in the order) is in a run. */
static inline bool gx_lots_have(const gx_lot_table *table, gx_lot_run run, uint32_t turn)
{
    return (turn >= run.first ? turn - run.first : turn + table->count - run.first) < run.count;
}

/* Whether two runs have a lot in common: then one of them begins in the other. */
static inline bool gx_lots_meet(const gx_lot_table *table, gx_lot_run a, gx_lot_run b)
{
    return gx_lots_have(table, a, b.first) || gx_lots_have(table, b, a.first);
}

/* Who has drawn them: user[i] of cell[i] has the lot that is turn[i] in the order. O(count).
 * `user` and `cell` may be one array. */
void gx_lot_users(uint32_t *user, const gx_implicit *implicit, gx_lots trait, const uint32_t *cell,
                  const uint16_t *turn, uint32_t count);

/* The same in two steps, so that the memory can come meanwhile: the first user of every cell and how many are
 * there, and then who of them it is. O(count). */
void gx_lots_ask(uint32_t *first, uint8_t *members, const gx_implicit *implicit, const uint32_t *cell,
                 uint32_t count);
void gx_lots_read(uint32_t *user, const gx_implicit *implicit, gx_lots trait, const uint32_t *first,
                  const uint8_t *members, const uint32_t *cell, const uint16_t *turn, uint32_t count);

#endif
