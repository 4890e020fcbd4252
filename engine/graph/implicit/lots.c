/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lots: who of eight neighbours takes which of their places.
 *
 * A cell of eight has as many lots of a trait as the mean needs: 8 * mean, over all slots. They are dealt in
 * one go, in proportion to activity^power, like seats to parties: the users' weights lie side by side, and
 * every total / lots of the way is a lot. Where the first falls is a keyed draw, so each user's number has
 * the right mean, and is that mean rounded up or down. Which slots they are of follows from an order that
 * mixes the slots, entered anywhere (`turn`):
 *
 *     weights   |--- u0 ---|- u1 -|--------- u2 ---------|u3|-- u4 --| … u7 --|
 *     lots          0    1    2      3    4    5    6         7    8   … in the order of the table
 *
 * So a user's lots are a run: finding them is one cell of draws, whatever the number of slots, and a slot
 * that the user is not in costs nothing. No two lots of a user are of one slot, unless the slot has several
 * a cell (weak ties, which do not mind).
 */
#include "../people/tables.h"
#include "cells.h"

#include <gx/base/exact.h>
#include <gx/base/sample.h>

enum { POWER_ONE = 256, EVEN = 65536 / 16, WORD_SHIFT = 22, TAIL_SHIFT = 18 };
static const uint32_t tail_first = 0xf0000000;

/* Words of activity in 2,048 pieces: 1,024 of the whole range, and as many of its last sixteenth, where few
 * make much of the difference. Which piece a word is in takes no memory; the activity in the middle of a
 * piece stands for it. */
static inline uint32_t piece_of(uint32_t word)
{
    return word >= tail_first ? GX_POWER_PIECES / 2 + ((word - tail_first) >> TAIL_SHIFT)
                              : word >> WORD_SHIFT;
}

static uint32_t middle_of(uint32_t piece)
{
    uint32_t tail = piece - GX_POWER_PIECES / 2;
    return piece >= GX_POWER_PIECES / 2 ? tail_first + (tail << TAIL_SHIFT) + (1u << (TAIL_SHIFT - 1))
                                        : (piece << WORD_SHIFT) + (1u << (WORD_SHIFT - 1));
}

void gx_lots_weigh(gx_lot_table *table, const gx_population *people, double power)
{
    for (uint32_t piece = 0; piece < GX_POWER_PIECES; piece++) {
        double activity = (double)gx_quantile(&people->tables->activity, middle_of(piece)) / 256;
        table->power[piece] = 1 + (uint32_t)(POWER_ONE * gx_pow(activity, power));
    }
}

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
    while (b != 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Steps of about .618 of the whole, coprime to it: neighbours in the order are of slots far apart. */
void gx_lots_arrange(gx_lot_table *table, const gx_slot *slot, uint32_t first, uint32_t end)
{
    if (table->count == 0)
        return;
    uint32_t step = table->count * 618 / 1000 + 1, lot = 0;
    while (common_divisor(step, table->count) != 1)
        step++;
    for (uint32_t at = first; at < end; at++)
        for (uint32_t number = 0; number < slot[at].each; number++, lot++) {
            uint32_t turn = (uint32_t)((uint64_t)lot * step % table->count);
            table->turn[lot] = (uint16_t)turn;
            table->at[turn] = (gx_lot){(uint16_t)at, (uint16_t)number};
        }
}

/* ---- Dealing ---- */

/* Weights before each of a cell, and how it is dealt. */
typedef struct dealing {
    uint64_t before[GX_CELL + 1];
    uint64_t offset; /* below the sum */
    uint32_t turn, count;
} dealing;

static void read_pieces(uint16_t piece[GX_CELL], const gx_implicit *implicit, uint32_t first)
{
    uint32_t user[GX_CELL], word[GX_CELL];
    for (uint32_t at = 0; at < GX_CELL; at++)
        user[at] = first + at;
    gx_eight_words(word, implicit->people->tables->key, GX_DRAW_ACTIVITY, user);
    for (uint32_t at = 0; at < GX_CELL; at++)
        piece[at] = (uint16_t)piece_of(word[at]);
}

/* Weak ties are uneven beyond activity: in the stored form half of them are made by others. */
static uint64_t weight_of(const gx_lot_table *table, uint32_t place, uint32_t piece)
{
    if (!table->uneven)
        return table->power[piece];
    uint32_t word = (uint32_t)(gx_mix64(table->key ^ ((uint64_t)place << 32)) >> 32) >> 16;
    return 1 + ((uint64_t)table->power[piece] * ((word * word >> 16) + EVEN) >> 16);
}

static dealing deal(const gx_lot_table *table, uint32_t cell, const uint16_t piece[GX_CELL], uint32_t count)
{
    dealing out = {.count = table->count};
    for (uint32_t at = 0; at < GX_CELL; at++)
        out.before[at + 1] =
            out.before[at] + (at < count ? weight_of(table, cell * GX_CELL + at, piece[at]) : 0);
    uint64_t hash = gx_mix64(table->key ^ cell);
    out.offset = gx_below64(hash, out.before[GX_CELL]);
    out.turn = gx_below32((uint32_t)hash, table->count);
    return out;
}

static uint32_t lots_before(const dealing *of, uint32_t user)
{
    return (uint32_t)((of->before[user] * of->count + of->offset) / of->before[GX_CELL]);
}

static uint32_t turned(const gx_lot_table *table, uint32_t lot)
{
    return lot >= table->count ? lot - table->count : lot;
}

gx_lot_run gx_lots_of(const gx_implicit *implicit, gx_lots trait, gx_who *who)
{
    const gx_lot_table *table = &implicit->lots[trait];
    if (who->dealt[trait])
        return who->lots[trait];
    who->dealt[trait] = true;
    who->lots[trait] = (gx_lot_run){0, 0};
    if (table->count == 0)
        return who->lots[trait];
    gx_span city = gx_city_span(implicit->people, who->city);
    uint32_t cell = (who->user - city.first) / GX_CELL, first = city.first + cell * GX_CELL;
    uint32_t count = city.end - first < GX_CELL ? city.end - first : GX_CELL, at = who->user - first;
    if (!who->pieces)
        read_pieces(who->piece, implicit, first);
    who->pieces = true;
    who->cell = implicit->cell_first[who->city] + cell;
    dealing dealt = deal(table, who->cell, who->piece, count);
    uint32_t begin = lots_before(&dealt, at), end = lots_before(&dealt, at + 1);
    return who->lots[trait] =
               (gx_lot_run){(uint16_t)turned(table, begin + dealt.turn), (uint16_t)(end - begin)};
}

uint32_t gx_lots_list(gx_lot out[GX_LOTS_MAX], const gx_implicit *implicit, gx_lots trait, gx_who *who)
{
    gx_lot_run run = gx_lots_of(implicit, trait, who);
    for (uint32_t at = 0; at < run.count; at++)
        out[at] = implicit->lots[trait].at[turned(&implicit->lots[trait], (uint32_t)run.first + at)];
    return run.count;
}

bool gx_lots_have(const gx_implicit *implicit, gx_lots trait, gx_lot_run run, uint32_t turn)
{
    uint32_t from = turn >= run.first ? turn - run.first : turn + implicit->lots[trait].count - run.first;
    return from < run.count;
}

uint32_t gx_lot_user(const gx_implicit *implicit, gx_lots trait, uint32_t cell, uint32_t first,
                     uint32_t count, uint32_t turn)
{
    const gx_lot_table *table = &implicit->lots[trait];
    uint16_t piece[GX_CELL];
    read_pieces(piece, implicit, first);
    dealing dealt = deal(table, cell, piece, count);
    uint32_t lot = turn >= dealt.turn ? turn - dealt.turn : turn + table->count - dealt.turn;
    uint64_t reach = (uint64_t)(lot + 1) * dealt.before[GX_CELL];
    uint32_t user = first;
    for (uint32_t at = 1; at < count; at++)
        user += dealt.before[at] * dealt.count + dealt.offset < reach;
    return user;
}
