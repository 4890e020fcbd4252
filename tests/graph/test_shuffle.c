/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyed bijection and the pattern of sizes that the implicit network stands on: exact, and random to the
 * eye of statistics. */
#include "implicit/shuffle.h"
#include "implicit/sizes.h"
#include "world.h"

#include <gx/base/exact.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_bijection(uint64_t key, uint32_t count)
{
    gx_shuffle by = gx_shuffle_of(key, count);
    uint8_t *seen = calloc(count, 1);
    uint32_t wrong = 0; /* asserting each would be slow */
    for (uint32_t x = 0; x < count; x++) {
        uint32_t y = gx_shuffled(by, x);
        bool fine = y < count && !seen[y] && gx_unshuffled(by, y) == x;
        wrong += !fine;
        if (y < count)
            seen[y] = 1;
    }
    free(seen);
    ck_assert_msg(wrong == 0, "%u of %u numbers go astray", wrong, count);
}

START_TEST(every_count_has_a_bijection)
{
    for (uint32_t count = 1; count <= 700; count++)
        check_bijection(gx_mix64(count), count);
    static const uint32_t more[] = {1023, 1024, 1025, 4095, 4097, 5000, 65535, 65536, 65537, 100003};
    for (size_t at = 0; at < sizeof more / sizeof *more; at++)
        for (uint64_t key = 0; key < 2; key++)
            check_bijection(gx_mix64(key + at), more[at]);
}
END_TEST

START_TEST(large_counts_come_back)
{
    static const uint32_t counts[] = {420000000, 1000000007, UINT32_C(1) << 31};
    for (size_t at = 0; at < sizeof counts / sizeof *counts; at++) {
        gx_shuffle by = gx_shuffle_of(gx_mix64(at), counts[at]);
        uint32_t wrong = 0;
        for (uint32_t turn = 0; turn < 20000; turn++) {
            uint32_t x = gx_below32((uint32_t)gx_mix64(turn), counts[at]), y = gx_shuffled(by, x);
            wrong += y >= counts[at] || gx_unshuffled(by, y) != x;
        }
        ck_assert_uint_eq(wrong, 0);
    }
}
END_TEST

/* chi-square against equal cells, as a normal deviate by Wilson & Hilferty. */
static void assert_equal_cells(const uint64_t *cell, uint32_t cells)
{
    double sum = 0, chi = 0;
    for (uint32_t at = 0; at < cells; at++)
        sum += (double)cell[at];
    for (uint32_t at = 0; at < cells; at++) {
        double gap = (double)cell[at] - sum / cells;
        chi += gap * gap / (sum / cells);
    }
    double df = cells - 1, v = 2 / (9 * df);
    assert_near(cbrt(chi / df), 1 - v, sqrt(v));
}

START_TEST(fixed_points_are_as_in_a_random_permutation)
{
    enum { KEYS = 4000, COUNT = 500 };
    double sum = 0, squares = 0, apart = 0;
    for (uint64_t key = 0; key < KEYS; key++) {
        gx_shuffle by = gx_shuffle_of(gx_mix64(key), COUNT);
        uint32_t fixed = 0;
        for (uint32_t x = 0; x < COUNT; x++)
            fixed += gx_shuffled(by, x) == x;
        sum += fixed;
        squares += (double)fixed * fixed;
        apart += fixed == 0;
    }
    assert_near(sum, KEYS, sqrt(KEYS));
    assert_near(squares, 2.0 * KEYS, sqrt(11.0 * KEYS)); /* E X^2 = 2, E X^4 = 15 of Poisson(1) */
    assert_near(apart / KEYS, gx_exp(-1), sqrt(0.3679 * 0.6321 / KEYS));
}
END_TEST

START_TEST(images_of_neighbours_are_apart_at_random)
{
    enum { COUNT = 5000, CELLS = 50, KEYS = 200 };
    uint64_t cell[2][CELLS] = {{0}};
    for (uint64_t key = 0; key < KEYS; key++) {
        gx_shuffle by = gx_shuffle_of(gx_mix64(key + 77), COUNT);
        for (uint32_t x = 0; x + 64 < COUNT; x += 3) {
            uint32_t first = gx_shuffled(by, x), next = gx_shuffled(by, x + 1), far = gx_shuffled(by, x + 64);
            cell[0][((next + COUNT - first) % COUNT - 1) * CELLS / COUNT]++;
            cell[1][((far + COUNT - first) % COUNT - 1) * CELLS / COUNT]++;
        }
    }
    assert_equal_cells(cell[0], CELLS);
    assert_equal_cells(cell[1], CELLS);
}
END_TEST

START_TEST(images_and_pairs_are_alike_for_small_counts)
{
    for (uint32_t count = 3; count <= 24; count += count < 8 ? 1 : 5) {
        uint64_t image[24] = {0}, pair[24 * 23] = {0};
        for (uint64_t key = 0; key < 40000; key++) {
            gx_shuffle by = gx_shuffle_of(gx_mix64(key * 31 + count), count);
            uint32_t a = gx_shuffled(by, 0), b = gx_shuffled(by, count / 2);
            image[a]++;
            pair[a * (count - 1) + b - (b > a)]++;
        }
        assert_equal_cells(image, count);
        assert_equal_cells(pair, count * (count - 1));
    }
}
END_TEST

/* Many numbers at once are the same bits as one by one, in place and beside. */
START_TEST(lanes_agree_with_one_by_one)
{
    static const uint32_t counts[] = {1, 2, 3, 50, 64, 100, 470, 625, 4097, 50000000, UINT32_C(1) << 31};
    for (size_t of = 0; of < sizeof counts / sizeof *counts; of++)
        for (uint32_t many = 0; many <= 50; many++) {
            gx_shuffle by = gx_shuffle_of(gx_mix64(many * 77 + of), counts[of]);
            uint32_t x[50] = {0}, there[50] = {0}, back[50], wrong = 0;
            for (uint32_t at = 0; at < many; at++)
                x[at] = gx_below32((uint32_t)gx_mix64(at + many), counts[of]);
            for (uint32_t at = 0; at < many; at++)
                there[at] = gx_shuffled(by, x[at]);
            memcpy(back, x, sizeof x);
            gx_unshuffled_many(back, by, back, many);
            for (uint32_t at = 0; at < many; at++)
                wrong += back[at] != gx_unshuffled(by, x[at]);
            gx_unshuffled_many(there, by, there, many);
            wrong += memcmp(there, x, many * sizeof *x) != 0;
            ck_assert_uint_eq(wrong, 0);
        }
}
END_TEST

/* Of 64 numbers in a row, as many go to (or come from) an eighth of all as without an order: the mean and
 * the variance of the hypergeometric distribution. And three in a row do not keep their distances. */
static void check_rows(uint32_t count, uint32_t keys)
{
    enum { ROW = 64, CELLS = 50 };
    uint64_t second[CELLS] = {0};
    double sum[2] = {0}, squares[2] = {0}, part = count / 8, share = part / count;
    for (uint32_t key = 0; key < keys; key++) {
        gx_shuffle by = gx_shuffle_of(gx_mix64(key * UINT64_C(31) + count), count);
        uint32_t row[ROW], image[ROW], first = gx_below32((uint32_t)gx_mix64(key), count - ROW);
        for (uint32_t at = 0; at < ROW; at++)
            row[at] = first + at;
        for (uint32_t way = 0; way < 2; way++) {
            uint32_t hits = 0;
            gx_unshuffled_many(image, by, row, ROW);
            for (uint32_t at = 0; at < ROW && way == 0; at++)
                image[at] = gx_shuffled(by, row[at]);
            for (uint32_t at = 0; at < ROW; at++)
                hits += image[at] < count / 8;
            for (uint32_t at = 0; at + 2 < ROW; at += 3) {
                uint64_t bent =
                    ((uint64_t)image[at] + image[at + 2] + UINT64_C(2) * (count - image[at + 1])) % count;
                second[bent * CELLS / count]++;
            }
            sum[way] += hits;
            squares[way] += (hits - ROW * share) * (hits - ROW * share);
        }
    }
    double variance = ROW * share * (1 - share) * (count - ROW) / (count - 1);
    for (uint32_t way = 0; way < 2; way++) {
        assert_near(sum[way] / keys, ROW * share, sqrt(variance / keys));
        assert_near(squares[way] / keys, variance, variance * sqrt(2.1 / keys));
    }
    assert_equal_cells(second, CELLS);
}

START_TEST(rows_scatter_in_windows_of_all_sizes)
{
    check_rows(700, 6000);
    check_rows(5000, 10000);
    check_rows(65537, 10000);
    check_rows(50000000, 10000);
    check_rows(2000000000, 10000);
}
END_TEST

/* Images of two numbers that share a half, or differ by a bit, in windows large and small: their distance is
 * anything. */
START_TEST(pairs_are_apart_at_random)
{
    enum { CELLS = 50, KEYS = 40000 };
    static const uint32_t counts[] = {5000, 50000000}, apart[] = {1, 2, 16, 64, 128, 4096, 8192};
    for (uint32_t of = 0; of < 2; of++)
        for (uint32_t by_far = 0; by_far < sizeof apart / sizeof *apart && apart[by_far] < counts[of];
             by_far++) {
            uint64_t cell[2][CELLS] = {{0}};
            for (uint32_t key = 0; key < KEYS; key++) {
                gx_shuffle by = gx_shuffle_of(gx_mix64(key + of * KEYS), counts[of]);
                uint32_t x = gx_below32((uint32_t)gx_mix64(key + 5), counts[of] - apart[by_far]);
                uint32_t there = gx_shuffled(by, x + apart[by_far]) + counts[of] - gx_shuffled(by, x);
                uint32_t back = gx_unshuffled(by, x + apart[by_far]) + counts[of] - gx_unshuffled(by, x);
                cell[0][(uint64_t)(there % counts[of] - 1) * CELLS / (counts[of] - 1)]++;
                cell[1][(uint64_t)(back % counts[of] - 1) * CELLS / (counts[of] - 1)]++;
            }
            assert_equal_cells(cell[0], CELLS);
            assert_equal_cells(cell[1], CELLS);
        }
}
END_TEST

/* A bit of the key or of the number changed: the image is like another draw. */
START_TEST(one_bit_changes_everything)
{
    enum { COUNT = 65536, TURNS = 3000 };
    for (uint32_t bit = 0; bit < 64; bit++) {
        double same = 0, flipped[16] = {0};
        for (uint32_t turn = 0; turn < TURNS; turn++) {
            uint64_t key = gx_mix64(turn);
            uint32_t x = (uint32_t)gx_mix64(turn + 9999) % COUNT;
            uint32_t first = gx_shuffled(gx_shuffle_of(key, COUNT), x);
            uint32_t other = gx_shuffled(gx_shuffle_of(key ^ UINT64_C(1) << bit, COUNT), x);
            uint32_t number = gx_shuffled(gx_shuffle_of(key, COUNT), x ^ 1u << bit % 16);
            same += first == other;
            same += first == number; /* never */
            for (uint32_t at = 0; at < 16; at++)
                flipped[at] += (first ^ (bit % 2 ? other : number)) >> at & 1;
        }
        ck_assert(same < 8); /* TURNS / COUNT = .05 expected */
        for (uint32_t at = 0; at < 16; at++)
            assert_near(flipped[at], TURNS / 2.0, sqrt(TURNS / 4.0));
    }
}
END_TEST

/* ---- Sizes ---- */

static gx_sizes *sizes_of(double median, double sigma, uint32_t low, uint32_t high)
{
    gx_sizes *sizes;
    gx_error error = {0};
    gx_size_law law = {.median = median, .sigma = sigma, .low = low, .high = high};
    ck_assert(gx_sizes_create(&sizes, law, 5, &error) == GX_OK);
    return sizes;
}

static int by_size(const void *a, const void *b)
{
    return (int)*(const uint32_t *)a - (int)*(const uint32_t *)b;
}

START_TEST(a_pattern_has_the_sizes_of_its_law)
{
    gx_sizes *sizes = sizes_of(27, 0.8, 3, 500);
    uint32_t size[GX_SIZES];
    for (uint32_t at = 0; at < GX_SIZES; at++)
        size[at] = sizes->start[at + 1] - sizes->start[at];
    uint32_t first = size[0], second = size[1];
    qsort(size, GX_SIZES, sizeof *size, by_size);
    ck_assert(first != size[0] || second != size[1]); /* shuffled */
    for (uint32_t at = 0; at < GX_SIZES; at++) {
        double quantile = 27 * gx_exp(0.8 * gx_normal_quantile((at + 0.5) / GX_SIZES));
        double size_then = quantile < 3 ? 3 : quantile > 500 ? 500 : quantile;
        ck_assert(fabs(size[at] - size_then) <= 1);
    }
    gx_sizes_free(sizes);
}
END_TEST

START_TEST(clans_follow_poisson)
{
    gx_sizes *sizes = sizes_of(1.2, GX_LAW_CLANS, 2, 24);
    uint32_t count[25] = {0};
    for (uint32_t at = 0; at < GX_SIZES; at++)
        count[sizes->start[at + 1] - sizes->start[at]]++;
    double chance = gx_exp(-1.2), rest = 1 - chance;
    for (uint32_t size = 2; size <= 6; size++) {
        chance *= 1.2 / (size - 1);
        ck_assert(fabs(count[size] - GX_SIZES * chance / rest) <= 2);
    }
    ck_assert_uint_eq(count[0] + count[1], 0);
    gx_sizes_free(sizes);
}
END_TEST

START_TEST(blocks_cover_a_run)
{
    gx_sizes *laws[] = {sizes_of(27, 0.8, 3, 500), sizes_of(0, GX_LAW_ALIKE, 8, 20),
                        sizes_of(40, 0.3, 3, 64)};
    for (uint32_t turn = 0; turn < 300; turn++) {
        const gx_sizes *sizes = laws[turn % 3];
        uint32_t places = turn < 40 ? turn : (uint32_t)(gx_mix64(turn) % 130000), at = 0, wrong = 0;
        gx_run run = gx_run_of(sizes, places, (uint32_t)gx_mix64(turn + 5) % GX_SIZES);
        ck_assert(places >= 2 || run.blocks == 0);
        for (uint32_t number = 0; number < run.blocks; number++) {
            gx_block block = gx_run_block(&run, number);
            wrong += block.first != at || block.end <= at;
            wrong += run.blocks > 1 && block.end - at < sizes->law.low;
            wrong += block.end - at >= sizes->law.high + sizes->law.low;
            uint32_t inside[] = {block.first, block.end - 1, block.first + (block.end - block.first) / 2};
            for (uint32_t i = 0; i < 3; i++)
                wrong += gx_run_at(&run, inside[i]).number != number;
            wrong += gx_run_at(&run, at).first != at || gx_run_at(&run, at).end != block.end;
            at = block.end;
        }
        ck_assert(wrong == 0 && (run.blocks == 0 || at == places));
    }
    for (uint32_t at = 0; at < 3; at++)
        gx_sizes_free(laws[at]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("shuffle");
    TCase *exact = tcase_create("exact");
    tcase_add_test(exact, every_count_has_a_bijection);
    tcase_add_test(exact, large_counts_come_back);
    tcase_add_test(exact, lanes_agree_with_one_by_one);
    suite_add_tcase(suite, exact);
    TCase *random = tcase_create("random");
    tcase_add_test(random, fixed_points_are_as_in_a_random_permutation);
    tcase_add_test(random, images_of_neighbours_are_apart_at_random);
    tcase_add_test(random, images_and_pairs_are_alike_for_small_counts);
    tcase_add_test(random, rows_scatter_in_windows_of_all_sizes);
    tcase_add_test(random, pairs_are_apart_at_random);
    tcase_add_test(random, one_bit_changes_everything);
    suite_add_tcase(suite, random);
    TCase *sizes = tcase_create("sizes");
    tcase_add_test(sizes, a_pattern_has_the_sizes_of_its_law);
    tcase_add_test(sizes, clans_follow_poisson);
    tcase_add_test(sizes, blocks_cover_a_run);
    suite_add_tcase(suite, sizes);
    return run_suite(suite);
}
