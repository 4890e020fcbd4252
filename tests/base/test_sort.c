/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Radix sorts against qsort, on random values and on those that a radix sort may stumble over. */
#include "bench.h"
#include <gx/base/sort.h>
#include <string.h>

enum { LONGEST = 20000 };

static const size_t lengths[] = {0, 1, 2, 3, 63, 64, 65, 255, 256, 257, 1000, LONGEST};
enum { LENGTHS = sizeof(lengths) / sizeof(lengths[0]) };

typedef struct pair {
    uint64_t key, payload;
} pair;

static uint64_t values[LONGEST + 1], scratch[LONGEST], payloads[LONGEST + 1], payload_scratch[LONGEST];
static uint32_t values32[LONGEST + 1], scratch32[LONGEST];
static pair expected[LONGEST];

static int compare(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->payload < y->payload ? -1 : x->payload > y->payload;
}

/* Value number i of an array of this kind. */
enum { KINDS = 11 };
static uint64_t value_of(int kind, uint32_t i, size_t length)
{
    uint64_t random = gx_draw_high(bench_draw((uint32_t)kind, i));
    switch (kind) {
    case 0:
        return random;
    case 1:
        return random % 10;
    case 2:
        return 7;
    case 3:
        return i;
    case 4:
        return length - i;
    case 5:
        return random << 56;
    case 6:
        return random & UINT64_C(0x00ff0000ff0000ff);
    case 7:
        return i % 2 ? UINT64_MAX : 0;
    case 8:
        return i == length / 2 ? 0 : UINT64_MAX;
    case 9:
        return random & 0xffff;
    default:
        return UINT64_C(1) << (random % 64);
    }
}

static void prepare(int kind, size_t length)
{
    for (uint32_t i = 0; i < length; ++i) {
        values[i] = value_of(kind, i, length);
        values32[i] = (uint32_t)(values[i] ^ values[i] >> 32);
        payloads[i] = i;
    }
    values[length] = payloads[length] = UINT64_C(0x5a5a);
    values32[length] = 0x5a5a;
}

START_TEST(values_of_64_bits_are_sorted)
{
    for (int kind = 0; kind < KINDS; ++kind)
        for (int l = 0; l < LENGTHS; ++l) {
            size_t length = lengths[l];
            prepare(kind, length);
            for (size_t i = 0; i < length; ++i)
                expected[i] = (pair){values[i], 0};
            qsort(expected, length, sizeof(pair), compare);
            gx_sort_u64(values, scratch, length);
            for (size_t i = 0; i < length; ++i)
                bench_expect(values[i] == expected[i].key, "kind %d, length %zu", kind, length);
            ck_assert_uint_eq(values[length], 0x5a5a);
        }
}
END_TEST

START_TEST(values_of_32_bits_are_sorted)
{
    for (int kind = 0; kind < KINDS; ++kind)
        for (int l = 0; l < LENGTHS; ++l) {
            size_t length = lengths[l];
            prepare(kind, length);
            for (size_t i = 0; i < length; ++i)
                expected[i] = (pair){values32[i], 0};
            qsort(expected, length, sizeof(pair), compare);
            gx_sort_u32(values32, scratch32, length);
            for (size_t i = 0; i < length; ++i)
                bench_expect(values32[i] == expected[i].key, "kind %d, length %zu", kind, length);
            ck_assert_uint_eq(values32[length], 0x5a5a);
        }
}
END_TEST

/* The payload is the old place, so equal keys in ascending payload are exactly a stable sort. */
START_TEST(pairs_are_sorted_and_equals_keep_their_order)
{
    for (int kind = 0; kind < KINDS; ++kind)
        for (int l = 0; l < LENGTHS; ++l) {
            size_t length = lengths[l];
            prepare(kind, length);
            for (size_t i = 0; i < length; ++i)
                expected[i] = (pair){values[i], i};
            qsort(expected, length, sizeof(pair), compare);
            gx_sort_pairs_u64(values, payloads, scratch, payload_scratch, length);
            for (size_t i = 0; i < length; ++i)
                bench_expect(values[i] == expected[i].key && payloads[i] == expected[i].payload,
                             "kind %d, length %zu", kind, length);
            ck_assert_uint_eq(values[length], 0x5a5a);
            ck_assert_uint_eq(payloads[length], 0x5a5a);
        }
}
END_TEST

START_TEST(repeated_neighbours_are_removed)
{
    uint32_t few[] = {1, 1, 2, 3, 3, 3, 9};
    ck_assert_uint_eq(gx_unique_u32(few, 7), 4);
    ck_assert_int_eq(memcmp(few, (uint32_t[]){1, 2, 3, 9}, sizeof(uint32_t[4])), 0);
    uint64_t same[] = {0, 0, 0, 0};
    ck_assert_uint_eq(gx_unique_u64(same, 4), 1);
    ck_assert_uint_eq(same[0], 0);
    uint64_t different[] = {1, 2, UINT64_MAX};
    ck_assert_uint_eq(gx_unique_u64(different, 3), 3);
    ck_assert_uint_eq(different[2], UINT64_MAX);
    ck_assert_uint_eq(gx_unique_u32(few, 0), 0);
    ck_assert_uint_eq(gx_unique_u64(same, 0), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        values_of_64_bits_are_sorted,
        values_of_32_bits_are_sorted,
        pairs_are_sorted_and_equals_keep_their_order,
        repeated_neighbours_are_removed,
    };
    return BENCH_RUN("base/sort", tests);
}
