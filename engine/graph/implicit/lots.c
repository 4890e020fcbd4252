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
#include "lots.h"
#include "../people/tables.h"
#include "implicit.h"
#include "lanes.h"

#include <gx/base/draws.h>
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <string.h>

/* Weights are at most WEIGHT_MAX, so that those of eight times GX_LOTS_MAX lots are numbers of 32 bits. */
enum { POWER_ONE = 256, WEIGHT_MAX = 1 << 17, WORD_SHIFT = 25, TAIL_SHIFT = 21 };
enum { PART_BITS = 14, EVEN = (1 << PART_BITS) / 16 };
static const uint32_t tail_first = 0xf0000000;

/* ---- Weights ---- */

/* A word of activity as one of 256 codes: 128 of the whole range, and as many of its last sixteenth, where
 * few make much of the difference. The activity in the middle of a code stands for it. Codes can be kept, a
 * byte a user (gx_implicit_keep); else they are drawn when asked for. */
static inline uint8_t code_of(uint32_t word)
{
    return (uint8_t)(word >= tail_first ? GX_ACTIVITY_CODES / 2 + ((word - tail_first) >> TAIL_SHIFT)
                                        : word >> WORD_SHIFT);
}

static uint32_t middle_of(uint32_t code)
{
    uint32_t tail = code - GX_ACTIVITY_CODES / 2;
    return code >= GX_ACTIVITY_CODES / 2 ? tail_first + (tail << TAIL_SHIFT) + (1u << (TAIL_SHIFT - 1))
                                         : (code << WORD_SHIFT) + (1u << (WORD_SHIFT - 1));
}

void gx_lots_weigh(gx_lot_table *table, const gx_population *people, double power)
{
    for (uint32_t code = 0; code < GX_ACTIVITY_CODES; code++) {
        double activity = (double)gx_quantile(&people->tables->activity, middle_of(code)) / 256;
        double weight = 1 + POWER_ONE * gx_pow(activity, power);
        table->power[code] = weight < WEIGHT_MAX ? (uint32_t)weight : WEIGHT_MAX;
    }
}

GX_IN_LANES static void draw_codes(uint8_t code[GX_CELL], gx_key key, uint32_t first)
{
    for (uint32_t at = 0; at < GX_CELL; at++)
        code[at] = code_of(gx_draw_at(key, GX_DRAW_ACTIVITY, first + at, 0, 0).word[0]);
}

static inline void read_codes(uint8_t code[GX_CELL], const gx_implicit *implicit, uint32_t first)
{
    if (implicit->activity != NULL)
        memcpy(code, &implicit->activity[first], GX_CELL);
    else
        draw_codes(code, implicit->people->tables->key, first);
}

/* As many as a call of gx_draws_of takes. */
static void keep_codes(uint8_t *code, gx_key key, uint32_t first, uint32_t count)
{
    uint32_t user[GX_DRAWS_MOST];
    gx_draws draws;
    for (uint32_t at = 0; at < GX_DRAWS_MOST; at++)
        user[at] = first + at;
    gx_draws_of(&draws, key, GX_DRAW_ACTIVITY, user, 0, 0, count);
    for (uint32_t at = 0; at < count; at++)
        code[at] = code_of(draws.word[0][at]);
}

gx_status gx_lots_keep(gx_implicit *implicit, uint32_t threads, gx_error *error)
{
    size_t codes = ((size_t)implicit->users + 2 * GX_CELL - 1) / GX_CELL * GX_CELL; /* read by eights */
    int64_t parts = ((int64_t)codes + GX_DRAWS_MOST - 1) / GX_DRAWS_MOST;
    implicit->activity = gx_alloc_columns(codes, 1);
    if (implicit->activity == NULL)
        return gx_fail_memory(error, "the activity of neighbours");
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t part = 0; part < parts; part++) {
        size_t first = (size_t)part * GX_DRAWS_MOST, rest = codes - first;
        keep_codes(&implicit->activity[first], implicit->people->tables->key, (uint32_t)first,
                   rest < GX_DRAWS_MOST ? (uint32_t)rest : GX_DRAWS_MOST);
    }
    return GX_OK;
}

/* ---- The order ---- */

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
void gx_lots_arrange(gx_lot_table *table)
{
    if (table->count == 0)
        return;
    uint32_t step = table->count * 618 / 1000 + 1;
    while (common_divisor(step, table->count) != 1)
        step++;
    for (uint32_t lot = 0; lot < table->count; lot++) {
        uint32_t turn = (uint32_t)((uint64_t)lot * step % table->count);
        table->turn[lot] = (uint16_t)turn;
        table->at[turn] = table->what[lot];
    }
}

/* ---- Dealing ---- */

/* How a cell deals: where the first lot falls, below the sum of the weights, and where the order is entered.
 */
typedef struct dealing {
    uint32_t sum, offset, turn;
} dealing;

/* Weak ties are uneven beyond activity: in the stored form half of them are made by others. So their weight
 * is taken times a hash, squared. */
static inline uint32_t uneven(uint32_t weight, uint64_t hash, uint32_t member)
{
    uint32_t part = (uint32_t)(hash >> (16 * (member % 4))) & ((1u << PART_BITS) - 1);
    return 1 + (weight * ((part * part >> PART_BITS) + EVEN) >> PART_BITS);
}

static inline uint64_t hash_of(const gx_lot_table *table, uint32_t cell)
{
    return gx_mix64(table->key ^ cell);
}

/* The weights before each of a cell's eight, by activity alone. Who is not there comes behind all others. */
static inline void weigh(uint32_t before[GX_CELL + 1], const gx_lot_table *table, const uint8_t code[GX_CELL])
{
    before[0] = 0;
    for (uint32_t at = 0; at < GX_CELL; at++)
        before[at + 1] = before[at] + table->power[code[at]];
}

static inline void weigh_unevenly(uint32_t before[GX_CELL + 1], const gx_lot_table *table, uint64_t hash,
                                  const uint8_t code[GX_CELL])
{
    uint64_t parts[2] = {gx_mix64(hash), gx_mix64(hash + 1)};
    before[0] = 0;
    for (uint32_t at = 0; at < GX_CELL; at++)
        before[at + 1] = before[at] + uneven(table->power[code[at]], parts[at / 4], at);
}

static inline dealing deal(const gx_lot_table *table, uint64_t hash, uint32_t sum)
{
    return (dealing){sum, gx_below32((uint32_t)(hash >> 32), sum), gx_below32((uint32_t)hash, table->count)};
}

/* The first user of a cell of a city, and how many it has. */
static inline uint32_t cell_first(const gx_implicit *implicit, uint32_t city, uint32_t cell, uint32_t *count)
{
    const uint32_t *city_first = implicit->people->city_first;
    uint32_t first = city_first[city] + (cell - implicit->cell_first[city]) * GX_CELL;
    uint32_t left = city_first[city + 1] - first;
    *count = left < GX_CELL ? left : GX_CELL;
    return first;
}

/* The cell of eight that a user is one of. */
static void find_neighbours(gx_who *who, const gx_implicit *implicit)
{
    uint32_t from_city = who->user - implicit->people->city_first[who->city];
    who->cell = implicit->cell_first[who->city] + from_city / GX_CELL;
    who->neighbours.first = cell_first(implicit, who->city, who->cell, &who->neighbours.count);
    read_codes(who->neighbours.code, implicit, who->neighbours.first);
    weigh(who->neighbours.before, &implicit->lots[GX_LOTS_COMMUNITY], who->neighbours.code);
}

gx_lot_run gx_lots_deal(const gx_implicit *implicit, gx_lots trait, gx_who *who)
{
    const gx_lot_table *table = &implicit->lots[trait];
    who->dealt[trait] = true;
    who->lots[trait] = (gx_lot_run){0, 0};
    if (who->neighbours.count == 0)
        find_neighbours(who, implicit);
    if (table->count == 0)
        return who->lots[trait];
    uint64_t hash = hash_of(table, who->cell);
    const gx_neighbours *eight = &who->neighbours;
    uint32_t own[GX_CELL + 1], at = who->user - eight->first;
    if (table->uneven)
        weigh_unevenly(own, table, hash, eight->code);
    const uint32_t *before = table->uneven ? own : eight->before;
    dealing dealt = deal(table, hash, before[eight->count]);
    uint32_t begin = (before[at] * table->count + dealt.offset) / dealt.sum;
    uint32_t end = (before[at + 1] * table->count + dealt.offset) / dealt.sum;
    uint32_t turn = begin + dealt.turn;
    turn -= turn >= table->count ? table->count : 0;
    return who->lots[trait] = (gx_lot_run){(uint16_t)turn, (uint16_t)(end - begin)};
}

/* The member of a cell whose stretch of lots one falls into. */
static uint32_t member_with(const gx_lot_table *table, uint32_t cell, const uint8_t code[GX_CELL],
                            uint32_t count, uint32_t turn)
{
    uint64_t hash = hash_of(table, cell);
    uint32_t before[GX_CELL + 1];
    if (table->uneven)
        weigh_unevenly(before, table, hash, code);
    else
        weigh(before, table, code);
    dealing dealt = deal(table, hash, before[count]);
    uint32_t lot = turn >= dealt.turn ? turn - dealt.turn : turn + table->count - dealt.turn;
    uint32_t reach = (lot + 1) * dealt.sum - dealt.offset, member = 0;
    for (uint32_t at = 1; at < GX_CELL; at++)
        member += before[at] * table->count < reach;
    return member < count ? member : count - 1;
}

/* ---- Many cells ---- */

enum { LANES = 16, FEW = 3 /* fewer go one by one */ };

/* Cells that are asked side by side: how many members each has, what is before each of them, and of all; and
 * which lot is looked for. */
typedef struct cells {
    uint32_t count[LANES];
    uint32_t before[GX_CELL + 1][LANES], sum[LANES];
    uint32_t hash[2][LANES];
    uint32_t turn[LANES];
} cells;

/* As member_with. */
GX_IN_LANES static void members_with(uint32_t *out, const cells *of, uint32_t lots)
{
    uint32_t reach[LANES], member[LANES] = {0};
    for (uint32_t lane = 0; lane < LANES; lane++) {
        uint32_t turn = gx_below32(of->hash[0][lane], lots),
                 offset = gx_below32(of->hash[1][lane], of->sum[lane]);
        uint32_t lot = of->turn[lane] - turn + (of->turn[lane] < turn ? lots : 0);
        reach[lane] = (lot + 1) * of->sum[lane] - offset;
    }
    for (uint32_t at = 1; at < GX_CELL; at++)
        for (uint32_t lane = 0; lane < LANES; lane++)
            member[lane] += of->before[at][lane] * lots < reach[lane] ? 1 : 0;
    for (uint32_t lane = 0; lane < LANES; lane++) {
        uint32_t last = of->count[lane] - 1;
        member[lane] = member[lane] < last ? member[lane] : last;
    }
    memcpy(out, member, sizeof member);
}

/* Most are of the city of the one before. */
void gx_lots_ask(uint32_t *first, uint8_t *members, const gx_implicit *implicit, const uint32_t *cell,
                 uint32_t count)
{
    uint32_t low = 0, cells_there = 0;
    gx_span users = {0, 0};
    for (uint32_t at = 0; at < count; at++) {
        if (cell[at] - low >= cells_there) {
            uint32_t city = gx_city_of_cell(implicit, cell[at]);
            low = implicit->cell_first[city];
            cells_there = implicit->cell_first[city + 1] - low;
            users = gx_city_span(implicit->people, city);
        }
        first[at] = users.first + (cell[at] - low) * GX_CELL;
        uint32_t left = users.end - first[at];
        members[at] = (uint8_t)(left < GX_CELL ? left : GX_CELL);
        gx_lots_fetch(implicit, first[at]);
        gx_lots_fetch(implicit, first[at] + GX_CELL - 1); /* one in nine lies on two lines */
    }
}

static inline void weigh_cell(cells *out, uint32_t at, const gx_implicit *implicit, uint32_t first,
                              const uint32_t *power)
{
    uint8_t code[GX_CELL];
    uint32_t before = 0;
    read_codes(code, implicit, first);
    for (uint32_t member = 0; member < GX_CELL; member++) {
        out->before[member][at] = before;
        before += power[code[member]];
    }
    out->before[GX_CELL][at] = before;
    out->sum[at] = out->before[out->count[at]][at];
}

/* Up to LANES, none of them uneven. */
static void users_of_lots(uint32_t *user, const gx_implicit *implicit, const gx_lot_table *table,
                          const uint32_t *first, const uint8_t *members, const uint32_t *cell,
                          const uint16_t *turn, uint32_t count)
{
    cells of;
    uint32_t member[LANES];
    for (uint32_t at = 0; at < count; at++) {
        uint64_t hash = hash_of(table, cell[at]);
        of.hash[0][at] = (uint32_t)hash;
        of.hash[1][at] = (uint32_t)(hash >> 32);
        of.turn[at] = turn[at];
        of.count[at] = members[at];
        weigh_cell(&of, at, implicit, first[at], table->power);
    }
    members_with(member, &of, table->count);
    for (uint32_t at = 0; at < count; at++)
        user[at] = first[at] + member[at];
}

static uint32_t user_of_lot(const gx_implicit *implicit, const gx_lot_table *table, uint32_t first,
                            uint32_t members, uint32_t cell, uint32_t turn)
{
    uint8_t code[GX_CELL];
    read_codes(code, implicit, first);
    return first + member_with(table, cell, code, members, turn);
}

void gx_lots_read(uint32_t *user, const gx_implicit *implicit, gx_lots trait, const uint32_t *first,
                  const uint8_t *members, const uint32_t *cell, const uint16_t *turn, uint32_t count)
{
    const gx_lot_table *table = &implicit->lots[trait];
    bool alone = table->uneven || count < FEW;
    for (uint32_t at = 0; at < count && alone; at++)
        user[at] = user_of_lot(implicit, table, first[at], members[at], cell[at], turn[at]);
    for (uint32_t at = 0; at < count && !alone; at += LANES)
        users_of_lots(user + at, implicit, table, first + at, members + at, cell + at, turn + at,
                      count - at < LANES ? count - at : LANES);
}

void gx_lot_users(uint32_t *user, const gx_implicit *implicit, gx_lots trait, const uint32_t *cell,
                  const uint16_t *turn, uint32_t count)
{
    uint32_t first[GX_UNITS_CHUNK];
    uint8_t members[GX_UNITS_CHUNK];
    for (uint32_t at = 0; at < count; at += GX_UNITS_CHUNK) {
        uint32_t some = count - at < GX_UNITS_CHUNK ? count - at : GX_UNITS_CHUNK;
        gx_lots_ask(first, members, implicit, cell + at, some);
        gx_lots_read(user + at, implicit, trait, first, members, cell + at, turn + at, some);
    }
}
