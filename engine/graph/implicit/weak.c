/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak ties: lots of eight neighbours matched in pairs, a configuration model.
 *
 * A cell of eight draws `each` lots of a reach (district, city, province, nation), dealt by activity
 * (lots.c), and every lot is one end of one tie. Whole cells are matched: lot k of a cell meets lot k of one
 * other cell of the window, and that other cell is a reflection. With x the cell's shuffled number among the
 * n of its window, and s(k) a hash,
 *
 *     x' = s(k) - x  (mod n)
 *
 * which is its own inverse, whatever s is: no list, no search. Shuffled, as else neighbours would be matched
 * with neighbours. And whether two users are tied is asked without looking anybody up: of the lots that both
 * have drawn (two runs on a circle, mostly apart), is there one whose s(k) is the sum of their numbers? Two
 * ends of a lot k are two users, one of each cell; a cell that would meet itself has no partner there.
 *
 * Three steps of reflections k, l, m lead to the same cell as m, l, k. That matters little: the next lot must
 * be one of the same user's, who has drawn one lot in eight.
 */
#include "../ties/base.h"
#include "lots.h"
#include "shuffle.h"

static const uint32_t unknown = UINT32_MAX;

/* Cells first … first + count - 1 of the nation, of which a pair is matched. */
typedef struct span_of_cells {
    uint32_t first, count;
} span_of_cells;

static span_of_cells cells_between(const gx_implicit *implicit, uint32_t city, uint32_t end)
{
    uint32_t first = implicit->cell_first[city];
    return (span_of_cells){first, implicit->cell_first[end] - first};
}

static span_of_cells window_of(const gx_implicit *implicit, gx_reach reach, const gx_who *who)
{
    uint32_t province = implicit->city_province[who->city];
    if (reach == GX_REACH_NATION)
        return cells_between(implicit, 0, implicit->cities);
    if (reach == GX_REACH_PROVINCE)
        return cells_between(implicit, implicit->province_city[province],
                             implicit->province_city[province + 1]);
    span_of_cells city = cells_between(implicit, who->city, who->city + 1);
    uint32_t windows = (city.count + GX_WINDOW_CELLS / 2) / GX_WINDOW_CELLS;
    if (reach == GX_REACH_CITY || windows < 2)
        return city;
    uint32_t number = (who->cell - city.first) / GX_WINDOW_CELLS, last = windows - 1;
    uint32_t before = (number < last ? number : last) * GX_WINDOW_CELLS;
    return (span_of_cells){city.first + before, number < last ? GX_WINDOW_CELLS : city.count - before};
}

static gx_shuffle shuffle_in(const gx_weak *weak, span_of_cells window)
{
    return gx_shuffle_of(gx_mix64(weak->key ^ window.first), window.count);
}

/* The shuffled number of a user's cell in its window of a reach. */
static inline uint32_t number_of(const gx_implicit *implicit, uint32_t at, span_of_cells window, gx_who *who)
{
    if (who->weak[at] == unknown)
        who->weak[at] = gx_shuffled(shuffle_in(&implicit->weak[at], window), who->cell - window.first);
    return who->weak[at];
}

/* The number that a lot matches with `x`, or unknown where it makes no tie. */
static uint32_t partner_of(const gx_weak *weak, span_of_cells window, uint32_t number, uint32_t x)
{
    uint64_t word = gx_mix64(weak->key ^ gx_mix64((uint64_t)window.first << 32 | number));
    uint32_t sum = gx_below32((uint32_t)(word >> 32), window.count);
    uint32_t other = sum >= x ? sum - x : sum + window.count - x, low = other < x ? other : x;
    bool tied = other != x && (uint32_t)gx_mix64(word ^ low) < weak->share;
    return tied ? other : unknown;
}

/* The cell at the other end of a lot. */
static bool find_partner(uint32_t *cell, const gx_implicit *implicit, gx_lot lot, gx_who *who)
{
    const gx_weak *weak = &implicit->weak[lot.slot];
    span_of_cells window = window_of(implicit, weak->reach, who);
    uint32_t other = partner_of(weak, window, lot.number, number_of(implicit, lot.slot, window, who));
    if (other != unknown)
        *cell = window.first + gx_unshuffled(shuffle_in(weak, window), other);
    return other != unknown;
}

uint32_t gx_weak_friends(uint32_t out[GX_LOTS_MAX], const gx_implicit *implicit, gx_who *who)
{
    const gx_lot_table *table = &implicit->lots[GX_LOTS_WEAK];
    gx_lot_run run = gx_lots_of(implicit, GX_LOTS_WEAK, who);
    uint32_t cell[GX_LOTS_MAX], count = 0;
    uint16_t turn[GX_LOTS_MAX];
    for (uint32_t at = 0; at < run.count; at++) {
        turn[count] = (uint16_t)gx_lot_turn(table, run, at);
        count += find_partner(&cell[count], implicit, table->at[turn[count]], who);
    }
    gx_lot_users(out, implicit, GX_LOTS_WEAK, cell, turn, count);
    return count;
}

bool gx_weak_ask(gx_asked *out, const gx_implicit *implicit, gx_who *who, uint32_t at)
{
    const gx_lot_table *table = &implicit->lots[GX_LOTS_WEAK];
    uint32_t turn = gx_lot_turn(table, gx_lots_of(implicit, GX_LOTS_WEAK, who), at);
    if (!find_partner(out->cell, implicit, table->at[turn], who))
        return false;
    out->window.number = turn;
    gx_lots_ask(out->user, out->with, implicit, out->cell, 1);
    return true;
}

uint32_t gx_weak_read(const gx_implicit *implicit, const gx_asked *of)
{
    uint16_t turn = (uint16_t)of->window.number;
    uint32_t user;
    gx_lots_read(&user, implicit, GX_LOTS_WEAK, of->user, of->with, of->cell, &turn, 1);
    return user;
}

bool gx_weak_tied(const gx_implicit *implicit, gx_lot lot, gx_who *a, gx_who *b)
{
    const gx_weak *weak = &implicit->weak[lot.slot];
    span_of_cells window = window_of(implicit, weak->reach, a);
    uint32_t other = partner_of(weak, window, lot.number, number_of(implicit, lot.slot, window, a));
    return other != unknown && other == number_of(implicit, lot.slot, window, b);
}

uint32_t gx_weak_shared(gx_lot out[GX_LOTS_MAX], const gx_implicit *implicit, gx_who *a, gx_who *b)
{
    const gx_lot_table *table = &implicit->lots[GX_LOTS_WEAK];
    gx_lot_run mine = gx_lots_of(implicit, GX_LOTS_WEAK, a), theirs = gx_lots_of(implicit, GX_LOTS_WEAK, b);
    uint32_t shared = 0;
    if (!gx_lots_meet(table, mine, theirs))
        return 0;
    for (uint32_t at = 0; at < mine.count; at++) {
        uint32_t turn = gx_lot_turn(table, mine, at);
        gx_lot lot = table->at[turn];
        if (!gx_lots_have(table, theirs, turn))
            continue;
        gx_reach reach = implicit->weak[lot.slot].reach;
        out[shared] = lot;
        shared += window_of(implicit, reach, a).first == window_of(implicit, reach, b).first;
    }
    return shared;
}
