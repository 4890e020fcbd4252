/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doors to the heap: zeroed, aligned, counted, and failing when told. */
#include "bench.h"
#include <gx/base/memory.h>
#include <string.h>

static bool all_zero(const unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count; ++i)
        if (bytes[i] != 0)
            return false;
    return true;
}

START_TEST(memory_is_zeroed_even_when_reused)
{
    for (int round = 0; round < 100; ++round) {
        unsigned char *block = gx_alloc(100, 10);
        ck_assert_ptr_nonnull(block);
        ck_assert(all_zero(block, 1000));
        memset(block, 0xa5, 1000);
        gx_free(block);
    }
    for (size_t bytes = 1000; bytes <= 9000000; bytes *= 3)
        for (int round = 0; round < 2; ++round) {
            unsigned char *block = gx_alloc_columns(bytes, 1);
            ck_assert_ptr_nonnull(block);
            ck_assert(all_zero(block, bytes));
            memset(block, 0xa5, bytes);
            gx_free(block);
        }
}
END_TEST

START_TEST(columns_are_aligned)
{
    for (size_t bytes = 0; bytes < 300; ++bytes) {
        void *block = gx_alloc_columns(bytes, 1);
        ck_assert_uint_eq((uintptr_t)block % 64, 0);
        ck_assert_ptr_nonnull(block);
        gx_free(block);
    }
    void *large = gx_alloc_columns(4, 1 << 20);
    ck_assert_uint_eq((uintptr_t)large % (2 << 20), 0);
    gx_free(large);
}
END_TEST

START_TEST(a_product_that_overflows_is_refused)
{
    ck_assert_ptr_null(gx_alloc(SIZE_MAX / 2, 3));
    ck_assert_ptr_null(gx_alloc(SIZE_MAX, 1));
    ck_assert_ptr_null(gx_alloc_columns(SIZE_MAX / 8 + 1, 8));
    ck_assert_ptr_null(gx_alloc_columns(SIZE_MAX, 1));
    char *block = gx_alloc(10, 1);
    ck_assert_ptr_null(gx_resize(block, 10, SIZE_MAX / 2, 3));
    gx_free(block);
}
END_TEST

START_TEST(nothing_can_be_allocated_and_freed)
{
    void *none = gx_alloc(0, 8);
    ck_assert_ptr_nonnull(none);
    gx_free(none);
    gx_free(NULL);
    none = gx_resize(NULL, 0, 0, 8);
    ck_assert_ptr_nonnull(none);
    gx_free(none);
}
END_TEST

START_TEST(resizing_keeps_the_old_and_zeroes_the_new)
{
    uint32_t *values = gx_resize(NULL, 0, 3, sizeof(*values));
    for (uint32_t i = 0; i < 3; ++i)
        values[i] = i + 1;
    for (size_t count = 3; count < 5000; count *= 2) {
        values = gx_resize(values, count, count * 2, sizeof(*values));
        ck_assert_ptr_nonnull(values);
        ck_assert_uint_eq(values[0], 1);
        ck_assert_uint_eq(values[2], 3);
        ck_assert(all_zero((unsigned char *)(values + 3), (count * 2 - 3) * sizeof(*values)));
    }
    values = gx_resize(values, 6000, 2, sizeof(*values));
    ck_assert_uint_eq(values[1], 2);
    gx_free(values);
}
END_TEST

START_TEST(allocations_fail_from_the_given_one_on)
{
    char *kept = gx_copy_text("kept");
    gx_memory_fail_after(2);
    void *first = gx_alloc(1, 1), *second = gx_alloc_columns(1, 1);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(second);
    ck_assert_ptr_null(gx_alloc(1, 1));
    ck_assert_ptr_null(gx_alloc_columns(1, 1));
    ck_assert_ptr_null(gx_resize(kept, 5, 10, 1));
    ck_assert_ptr_null(gx_copy_text("x"));
    ck_assert_str_eq(kept, "kept");
    gx_memory_fail_after(0);
    ck_assert_ptr_null(gx_alloc(1, 1));
    gx_memory_fail_after(-1);
    void *third = gx_alloc(1, 1);
    ck_assert_ptr_nonnull(third);
    gx_free(first);
    gx_free(second);
    gx_free(third);
    gx_free(kept);
}
END_TEST

START_TEST(every_request_is_counted)
{
    uint64_t before = gx_memory_allocations();
    void *a = gx_alloc(1, 1);
    void *b = gx_alloc_columns(1, 1);
    a = gx_resize(a, 1, 2, 1);
    char *c = gx_copy_text("c");
    gx_free(a);
    gx_free(b);
    gx_free(c);
    ck_assert_uint_eq(gx_memory_allocations() - before, 4);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        memory_is_zeroed_even_when_reused,
        columns_are_aligned,
        a_product_that_overflows_is_refused,
        nothing_can_be_allocated_and_freed,
        resizing_keeps_the_old_and_zeroes_the_new,
        allocations_fail_from_the_given_one_on,
        every_request_is_counted,
    };
    return BENCH_RUN("base/memory", tests);
}
