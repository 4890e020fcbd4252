/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed draws: the published known answers, and the small samplers on one word. */
#include "bench.h"
#include <gx/base/sort.h>

static void assert_words(gx_draw draw, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    ck_assert_uint_eq(draw.word[0], a);
    ck_assert_uint_eq(draw.word[1], b);
    ck_assert_uint_eq(draw.word[2], c);
    ck_assert_uint_eq(draw.word[3], d);
}

/* The three vectors of Random123's kat_vectors for philox4x32 with 10 rounds. The third has different words
 * everywhere, so it also fixes which argument goes where: occasion, about, who, purpose are words 0 to 3 of
 * the counter. */
START_TEST(philox_gives_the_known_answers)
{
    gx_key zero = {{0, 0}}, ones = {{UINT32_MAX, UINT32_MAX}}, pi = {{0xa4093822, 0x299f31d0}};
    assert_words(gx_draw_at(zero, 0, 0, 0, 0), 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assert_words(gx_draw_at(ones, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX), 0x408f276d, 0x41c83b0e,
                 0xa20bc7c6, 0x6d5451fd);
    assert_words(gx_draw_at(pi, 0x03707344, 0x13198a2e, 0x85a308d3, 0x243f6a88), 0xd16cfe09, 0x94fdcceb,
                 0x5001e420, 0x24126ea1);
}
END_TEST

START_TEST(halves_of_a_draw_are_high_word_first)
{
    gx_draw draw = gx_draw_at((gx_key){{0, 0}}, 0, 0, 0, 0);
    ck_assert_uint_eq(gx_draw_high(draw), UINT64_C(0x6627e8d5e169c58d));
    ck_assert_uint_eq(gx_draw_low(draw), UINT64_C(0xbc57ac4c9b00dbd8));
}
END_TEST

/* The first two outputs of splitmix64 from the state 0, as its author publishes them. */
START_TEST(mixing_is_splitmix64)
{
    ck_assert_uint_eq(gx_mix64(0), UINT64_C(0xe220a8397b1dcdaf));
    ck_assert_uint_eq(gx_mix64(UINT64_C(0x9e3779b97f4a7c15)), UINT64_C(0x6e789e6aa1b965f4));
    ck_assert_uint_ne(gx_mix_pair(1, 2), gx_mix_pair(2, 1));
}
END_TEST

START_TEST(keys_of_seeds_and_replicates_differ)
{
    enum { SEEDS = 150, REPLICATES = 150 };
    uint64_t *keys = calloc(SEEDS * REPLICATES, 8), *scratch = calloc(SEEDS * REPLICATES, 8);
    for (uint32_t seed = 0; seed < SEEDS; ++seed)
        for (uint32_t replicate = 0; replicate < REPLICATES; ++replicate) {
            gx_key key = gx_key_make(seed, replicate);
            keys[seed * REPLICATES + replicate] = (uint64_t)key.word[0] << 32 | key.word[1];
        }
    gx_sort_u64(keys, scratch, SEEDS * REPLICATES);
    ck_assert_uint_eq(gx_unique_u64(keys, SEEDS * REPLICATES), SEEDS * REPLICATES);
    free(keys);
    free(scratch);
    gx_key key = gx_key_make(1, 0);
    uint64_t mixed = gx_mix64(1 ^ gx_mix64(0));
    ck_assert_uint_eq(key.word[0], mixed >> 32);
    ck_assert_uint_eq(key.word[1], (uint32_t)mixed);
}
END_TEST

/* Neighbouring counters and neighbouring keys: half of the 128 bits differ, whichever word was touched. */
START_TEST(one_bit_of_what_is_decided_changes_half_of_the_draw)
{
    enum { DRAWS = 20000 };
    for (int touched = 0; touched < 5; ++touched) {
        double flipped = 0;
        for (uint32_t i = 0; i < DRAWS; ++i) {
            gx_draw a = gx_draw_at(gx_key_make(7, 0), 0xf001, i, 5, 9);
            gx_draw b =
                gx_draw_at(gx_key_make(7, touched == 4), touched == 3 ? 0xf000 : 0xf001,
                           touched == 2 ? i ^ 1u << 20 : i, touched == 1 ? 4 : 5, touched == 0 ? 8 : 9);
            for (int w = 0; w < 4; ++w)
                flipped += __builtin_popcount(a.word[w] ^ b.word[w]);
        }
        ck_assert_sigma(flipped / (128.0 * DRAWS), 0.5, 0.5 / sqrt(128.0 * DRAWS));
    }
}
END_TEST

START_TEST(below_stays_below_and_is_uniform)
{
    ck_assert_uint_eq(gx_below32(UINT32_MAX, 10), 9);
    ck_assert_uint_eq(gx_below32(0, 10), 0);
    ck_assert_uint_eq(gx_below32(UINT32_MAX, UINT32_MAX), UINT32_MAX - 1);
    ck_assert_uint_eq(gx_below64(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1);
    ck_assert_uint_eq(gx_below64(UINT64_C(1) << 63, 10), 5);
    enum { DRAWS = 200000, FACES = 7 };
    uint64_t counts[2][FACES] = {{0}};
    double probabilities[FACES];
    for (int i = 0; i < FACES; ++i)
        probabilities[i] = 1.0 / FACES;
    for (uint32_t i = 0; i < DRAWS; ++i) {
        gx_draw draw = bench_draw(1, i);
        ++counts[0][gx_below32(draw.word[0], FACES)];
        ++counts[1][gx_below64(gx_draw_low(draw), FACES)];
    }
    for (int i = 0; i < 2; ++i)
        ck_assert_double_lt(fabs(bench_chi_square(counts[i], probabilities, FACES, DRAWS)), 4.5);
}
END_TEST

START_TEST(chances_reach_from_never_to_always)
{
    ck_assert(!gx_happens(gx_chance_of(0), 0));
    ck_assert(!gx_happens(gx_chance_of(-1), 0));
    ck_assert(gx_happens(gx_chance_of(1), UINT32_MAX));
    ck_assert(gx_happens(gx_chance_of(2), UINT32_MAX));
    ck_assert(gx_happens(gx_chance_of(0.5), 0x7fffffff));
    ck_assert(!gx_happens(gx_chance_of(0.5), 0x80000000));
    enum { DRAWS = 200000 };
    uint32_t happened = 0;
    for (uint32_t i = 0; i < DRAWS; ++i)
        happened += gx_happens(gx_chance_of(0.03), bench_draw(2, i).word[3]);
    ck_assert_sigma(happened, 0.03 * DRAWS, sqrt(0.03 * 0.97 * DRAWS));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        philox_gives_the_known_answers,
        halves_of_a_draw_are_high_word_first,
        mixing_is_splitmix64,
        keys_of_seeds_and_replicates_differ,
        one_bit_of_what_is_decided_changes_half_of_the_draw,
        below_stays_below_and_is_uniform,
        chances_reach_from_never_to_always,
    };
    return BENCH_RUN("base/draw", tests);
}
