/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbours in order.
 *
 * A bijection cannot know who is young: traits are keyed draws, and to sort the nation by them would be to
 * store it. But two things help. Who is a child and who is grown up follows from the place in the household,
 * which is arithmetic (homes.c); that alone is a third of what ages differ by. And a cell of eight children,
 * or of eight grown-ups, who follow each other can be sorted whenever it is asked for, and (cell, rank) is
 * again a bijection.
 *
 * Of each eight, the first is in band 0, the next in band 1 …, and each band is shuffled alone:
 *
 *     users     a7 a1 a4 a2 a6 a3 a8 a5 | b2 b1 …      (a1 the first of cell a)
 *     order     a1 b1 c1 … | a2 b2 c2 … | … a8 b8 c8   bands, each as long as the window has cells
 *
 * Children are sorted by age. Of eight grown-ups the younger four stand before the older, the younger by
 * rising and the older by falling schooling, so that neighbours in the order are alike; and at the end,
 * which does not work (recipe.c), are the old who left school early. Ages are not computed for that: the
 * members of a household go together by their quantiles (people/lives.c), so the first member's word sorts
 * them; and of schooling the word that decides it, whatever the stage of life. So a cell costs sixteen
 * draws, which are made for many cells at once (gx/base/draws.h), and sixteen cells are sorted side by side:
 * a network of comparisons asks no branch.
 *
 * Only a share of the users is sorted by a trait, and that share is the homophily, as in the stored form
 * (pools.c); the others stand at random. But a band is wider than a year of age, so the shares are raised
 * until the sorting over all ties is that of the stored form: `sharpen`.
 */
#include "cells.h"
#include "../people/tables.h"
#include "lanes.h"

#include <gx/base/draws.h>
#include <string.h>

enum { HALF = GX_CELL / 2, NUMBER_MASK = GX_CELL - 1, LANES = GX_CELLS_MOST };

/* ---- Reading ---- */

/* First words of the draws of a purpose, turned into columns. */
static void draw_columns(uint32_t column[GX_CELL][LANES], gx_key key, uint32_t purpose, const uint32_t *who,
                         uint32_t count)
{
    for (uint32_t begin = 0; begin < count; begin += GX_DRAWS_MOST) {
        uint32_t part = count - begin < GX_DRAWS_MOST ? count - begin : GX_DRAWS_MOST;
        gx_draws draws;
        gx_draws_of(&draws, key, purpose, who + begin, 0, 0, part);
        for (uint32_t at = 0; at < part; at++)
            column[at % GX_CELL][(begin + at) / GX_CELL] = draws.word[0][at];
    }
}

void gx_cells_read(gx_cells *out, const gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter,
                   uint32_t first, uint32_t count)
{
    const gx_key key = implicit->people->tables->key;
    uint32_t user[GX_CELL * LANES], head[GX_CELL * LANES];
    memset(out, 0, sizeof *out);
    gx_band_users(user, head, implicit, quarter, unit, first, count);
    out->cells = (count + GX_CELL - 1) / GX_CELL;
    for (uint32_t cell = 0; cell < out->cells; cell++)
        out->count[cell] = count - cell * GX_CELL < GX_CELL ? count - cell * GX_CELL : GX_CELL;
    for (uint32_t at = 0; at < count; at++)
        out->user[at % GX_CELL][at / GX_CELL] = user[at];
    draw_columns(out->age, key, GX_DRAW_PERSON, head, count);
    if (unit == GX_UNIT_GROWN)
        draw_columns(out->schooling, key, GX_DRAW_LIFE, user, count);
}

/* ---- Sorting ---- */

/* Who is sorted: word <= limit, unless nobody is. */
typedef struct share {
    uint32_t limit, any;
} share;

static share share_of(gx_chance chance)
{
    return (share){(uint32_t)(chance.threshold - (chance.threshold > 0)), chance.threshold > 0};
}

typedef struct question {
    share by_age, by_schooling;
    uint32_t key[2];
    bool halves;
} question;

/* A hash of 32 bits: the finaliser of MurmurHash3 (Appleby). */
static inline uint32_t scramble(uint32_t x)
{
    x = (x ^ x >> 16) * UINT32_C(0x85ebca6b);
    x = (x ^ x >> 13) * UINT32_C(0xc2b2ae35);
    return x ^ x >> 16;
}

/* What a coin leaves to chance: it has decided by its upper bits, so the lower ones come first. */
static inline uint32_t noise_of(uint32_t coin)
{
    return coin << 16 | coin >> 16;
}

static inline uint32_t sorted_or_not(uint32_t word, uint32_t coin, share sorted)
{
    return (coin <= sorted.limit) & sorted.any ? word : noise_of(coin);
}

/* Numbers in the low bits part equals; who is not there comes last. */
static inline uint32_t numbered(uint32_t value, uint32_t member, uint32_t count)
{
    return ((member < count ? value >> 1 : UINT32_MAX) & ~(uint32_t)NUMBER_MASK) | member;
}

static inline void part(uint32_t a[LANES], uint32_t b[LANES])
{
    for (uint32_t lane = 0; lane < LANES; lane++) {
        uint32_t low = a[lane] < b[lane] ? a[lane] : b[lane], high = a[lane] < b[lane] ? b[lane] : a[lane];
        a[lane] = low;
        b[lane] = high;
    }
}

/* Batcher's odd-even merge sort of eight rows: 19 comparisons ("Sorting networks and their applications",
 * AFIPS 1968). */
static inline void sort_rows(uint32_t row[GX_CELL][LANES])
{
    static const uint8_t pair[][2] = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6},
                                      {5, 7}, {1, 2}, {5, 6}, {0, 4}, {1, 5}, {2, 6}, {3, 7},
                                      {2, 4}, {3, 5}, {1, 2}, {3, 4}, {5, 6}};
#pragma GCC unroll 19
    for (uint32_t at = 0; at < sizeof pair / sizeof *pair; at++)
        part(row[pair[at][0]], row[pair[at][1]]);
}

GX_IN_LANES static void sort_cells(uint32_t order[LANES], const question *of, const gx_cells *cells)
{
    uint32_t coin[GX_CELL][LANES], word[GX_CELL][LANES], row[GX_CELL][LANES];
    for (uint32_t member = 0; member < GX_CELL; member++)
        for (uint32_t lane = 0; lane < LANES; lane++) {
            coin[member][lane] = scramble(cells->user[member][lane] ^ of->key[0]);
            word[member][lane] =
                numbered(sorted_or_not(cells->age[member][lane], coin[member][lane], of->by_age), member,
                         cells->count[lane]);
            row[member][lane] = word[member][lane];
        }
    sort_rows(row);
    if (of->halves) {
        uint32_t middle[LANES];
        memcpy(middle, row[HALF], sizeof middle);
        for (uint32_t member = 0; member < GX_CELL; member++)
            for (uint32_t lane = 0; lane < LANES; lane++) {
                uint32_t other = scramble(coin[member][lane] ^ of->key[1]);
                uint32_t value = sorted_or_not(cells->schooling[member][lane], other, of->by_schooling);
                uint32_t older = word[member][lane] >= middle[lane];
                value = (value ^ (0 - older)) >> 1 | older << 31;
                row[member][lane] = numbered(value, member, cells->count[lane]);
            }
        sort_rows(row);
    }
    for (uint32_t lane = 0; lane < LANES; lane++)
        order[lane] = 0;
    for (uint32_t rank = 0; rank < GX_CELL; rank++)
        for (uint32_t lane = 0; lane < LANES; lane++)
            order[lane] |= (row[rank][lane] & NUMBER_MASK) << (rank * GX_MEMBER_BITS);
}

void gx_cells_sort(uint32_t order[GX_CELLS_MOST], const gx_implicit *implicit, gx_unit unit,
                   gx_sorting sorting, const gx_cells *cells)
{
    bool child = unit == GX_UNIT_CHILD;
    uint64_t key = implicit->sort_key[sorting];
    question of = {.by_age = share_of(child && sorting == GX_SORT_DAY ? gx_chance_of(1) : implicit->by_age),
                   .by_schooling = share_of(implicit->by_schooling),
                   .key = {(uint32_t)key, (uint32_t)(key >> 32)},
                   .halves = !child};
    sort_cells(order, &of, cells);
}
