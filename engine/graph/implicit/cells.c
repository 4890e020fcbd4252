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
 * draws, which compilers make in lanes.
 *
 * Only a share of the users is sorted by a trait, and that share is the homophily, as in the stored form
 * (pools.c); the others stand at random. But a band is wider than a year of age, so the shares are raised
 * until the sorting over all ties is that of the stored form: `sharpen`.
 */
#include "cells.h"
#include "../people/tables.h"

enum { HALF = GX_CELL / 2, NUMBER_MASK = GX_CELL - 1 };

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define IN_LANES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define IN_LANES
#endif

static inline void eight_words(uint32_t word[GX_CELL], gx_key key, uint32_t purpose,
                               const uint32_t who[GX_CELL])
{
    for (uint32_t at = 0; at < GX_CELL; at++)
        word[at] = gx_draw_at(key, purpose, who[at], 0, 0).word[0];
}

IN_LANES void gx_eight_words(uint32_t word[GX_CELL], gx_key key, uint32_t purpose,
                             const uint32_t who[GX_CELL])
{
    eight_words(word, key, purpose, who);
}

/* Places among eight words, no two alike. */
static inline void rank_words(uint32_t rank[GX_CELL], const uint32_t word[GX_CELL])
{
    for (uint32_t at = 0; at < GX_CELL; at++) {
        uint32_t before = 0;
        for (uint32_t other = 0; other < GX_CELL; other++)
            before += word[other] < word[at];
        rank[at] = before;
    }
}

/* Numbers in the low bits part equals; who is not there comes last. */
static inline uint32_t word_of(uint32_t value, uint32_t at, uint32_t count)
{
    return at < count ? ((value >> 1) & ~(uint32_t)NUMBER_MASK) | at : UINT32_MAX - GX_CELL + at;
}

IN_LANES void gx_cell_draw(gx_cell_words *cell, const gx_implicit *implicit, gx_unit unit,
                           const uint32_t user[GX_CELL], const uint32_t head[GX_CELL], uint32_t count)
{
    const gx_key key = implicit->people->tables->key;
    cell->count = count;
    for (uint32_t at = 0; at < GX_CELL; at++)
        cell->user[at] = user[at];
    eight_words(cell->age, key, GX_DRAW_PERSON, head);
    if (unit == GX_UNIT_GROWN)
        eight_words(cell->schooling, key, GX_DRAW_LIFE, user);
}

typedef struct question {
    gx_chance by_age, by_schooling;
    uint64_t noise;
    bool halves;
} question;

IN_LANES static void rank_cell(uint8_t out[GX_CELL], const question *of, const gx_cell_words *cell)
{
    uint32_t age[GX_CELL], rank[GX_CELL];
    uint64_t coin[GX_CELL], noise[GX_CELL];
    for (uint32_t at = 0; at < GX_CELL; at++) {
        coin[at] = gx_mix64(of->noise ^ cell->user[at]);
        noise[at] = gx_mix64(coin[at]);
        age[at] = gx_happens(of->by_age, (uint32_t)coin[at]) ? cell->age[at] : (uint32_t)noise[at];
        age[at] = word_of(age[at], at, cell->count);
    }
    rank_words(rank, age);
    if (of->halves) {
        uint32_t schooling[GX_CELL];
        for (uint32_t at = 0; at < GX_CELL; at++) {
            bool sorted = gx_happens(of->by_schooling, (uint32_t)(coin[at] >> 32));
            uint32_t value = sorted ? cell->schooling[at] : (uint32_t)(noise[at] >> 32);
            bool older = rank[at] >= HALF;
            value = ((older ? ~value : value) >> 1) | (uint32_t)older << 31;
            schooling[at] = word_of(value, at, cell->count);
        }
        rank_words(rank, schooling);
    }
    for (uint32_t at = 0; at < GX_CELL; at++)
        out[at] = (uint8_t)rank[at];
}

void gx_cell_ranks(uint8_t rank[GX_CELL], const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                   const gx_cell_words *cell)
{
    bool child = unit == GX_UNIT_CHILD;
    question of = {.by_age = child && sorting == GX_SORT_DAY ? gx_chance_of(1) : implicit->by_age,
                   .by_schooling = implicit->by_schooling,
                   .noise = implicit->sort_key[sorting],
                   .halves = !child};
    rank_cell(rank, &of, cell);
}
