/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timing wheel alone: every message comes out in its tick and in no other, across all levels. */
#include "wheel.h"

#include <check.h>
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <stdlib.h>

static gx_wheel *wheel;
static gx_pool pool;

static void setup(void)
{
    wheel = gx_alloc_columns(1, sizeof(*wheel));
    ck_assert_ptr_nonnull(wheel);
    gx_wheel_init(wheel);
    pool = (gx_pool){0};
}

static void teardown(void)
{
    gx_pool_free(&pool);
    gx_free(wheel);
}

static void file(uint32_t due, uint32_t serial)
{
    gx_message message = {.due_kind = gx_due_kind(due, 3), .serial = serial};
    if (!gx_wheel_file(wheel, &pool, &message, 1)) {
        ck_abort_msg("no memory for a message");
    }
}

/* Take the next tick; all in it must be due then. Returns how many; UINT32_MAX in *tick when nothing waits.
 */
static size_t take(uint32_t *tick, uint64_t *serials)
{
    size_t at_most = 0;
    *tick = UINT32_MAX;
    if (!gx_wheel_next(wheel, tick, &at_most)) {
        return 0;
    }
    ck_assert(gx_wheel_advance(wheel, &pool, *tick));
    gx_chunks due = gx_wheel_take(wheel);
    size_t count = gx_chunks_count(&due);
    ck_assert_uint_le(count, at_most);
    uint32_t used = due.used;
    uint32_t strangers = 0;
    for (const gx_chunk *chunk = due.newest; chunk != NULL; chunk = chunk->next, used = GX_CHUNK_MESSAGES) {
        for (uint32_t i = 0; i < used; i++) {
            strangers += gx_due_tick(&chunk->at[i]) != *tick;
            *serials += gx_mix64(chunk->at[i].serial);
        }
    }
    ck_assert_uint_eq(strangers, 0);
    gx_pool_give_all(&pool, &due);
    return count;
}

START_TEST(boundaries_of_the_levels)
{
    static const uint32_t dues[] = {1,      2,      254,    255,      256,      257,      511,
                                    512,    65534,  65535,  65536,    65537,    65791,    65792,
                                    131071, 131072, 131073, 16711679, 16711680, 16777214, GX_TICK_MAX};
    size_t count = sizeof(dues) / sizeof(dues[0]);
    for (size_t i = count; i-- > 0;) {
        file(dues[i], (uint32_t)i);
    }
    ck_assert_uint_eq(gx_wheel_waiting(wheel), count);
    for (size_t i = 0; i < count; i++) {
        uint32_t tick;
        uint64_t serials = 0;
        ck_assert_uint_eq(take(&tick, &serials), 1);
        ck_assert_uint_eq(tick, dues[i]);
        ck_assert_uint_eq(serials, gx_mix64(i));
    }
    uint32_t tick;
    size_t at_most;
    ck_assert(!gx_wheel_next(wheel, &tick, &at_most));
    ck_assert_uint_eq(gx_wheel_waiting(wheel), 0);
}
END_TEST

START_TEST(each_level_files_where_the_picture_says)
{
    file(255, 0);
    file(256, 1);
    file(65535, 2);
    file(65536, 3);
    ck_assert_uint_eq(gx_chunks_count(&wheel->slot[0][255].list), 1);
    ck_assert_uint_eq(gx_chunks_count(&wheel->slot[1][1].list), 1);
    ck_assert_uint_eq(gx_chunks_count(&wheel->slot[1][255].list), 1);
    ck_assert_uint_eq(gx_chunks_count(&wheel->slot[2][1].list), 1);
}
END_TEST

START_TEST(a_cascade_comes_before_direct_filing)
{
    uint32_t tick;
    uint64_t serials = 0;
    file(300, 1); /* level 1 from tick 0 */
    file(290, 2);
    ck_assert_uint_eq(take(&tick, &serials), 1);
    ck_assert_uint_eq(tick, 290);
    ck_assert_uint_eq(gx_chunks_count(&wheel->slot[0][300 & 255].list), 1);
    file(300, 3); /* the same slot, directly */
    serials = 0;
    ck_assert_uint_eq(take(&tick, &serials), 2);
    ck_assert_uint_eq(tick, 300);
    ck_assert_uint_eq(serials, gx_mix64(1) + gx_mix64(3));
}
END_TEST

START_TEST(a_wheel_that_slept_still_files_right)
{
    /* Nothing of this shard's was due for 70,000 ticks; the others are at tick 70,000 now. */
    uint32_t tick;
    uint64_t serials = 0;
    file(70010, 1);
    file(140000, 2);
    file(70001, 3);
    for (uint32_t i = 0; i < 3; i++) {
        static const uint32_t expected[] = {70001, 70010, 140000};
        ck_assert_uint_eq(take(&tick, &serials), 1);
        ck_assert_uint_eq(tick, expected[i]);
    }
}
END_TEST

START_TEST(the_far_future_stays)
{
    uint32_t tick;
    uint64_t serials = 0;
    file(GX_TICK_MAX, 1);
    file(5, 2);
    ck_assert_uint_eq(take(&tick, &serials), 1);
    ck_assert_uint_eq(tick, 5);
    size_t at_most;
    ck_assert(gx_wheel_next(wheel, &tick, &at_most));
    ck_assert_uint_eq(tick, GX_TICK_MAX);
    ck_assert_uint_eq(gx_wheel_waiting(wheel), 1);
}
END_TEST

/* A million ticks of random traffic over all distances, against a plain count of what each tick owes. */
START_TEST(random_traffic_against_a_plain_array)
{
    enum { TICKS = 1 << 20, FILED = 60000 };
    uint32_t *owed = gx_alloc(TICKS, sizeof(uint32_t));
    uint64_t *sums = gx_alloc(TICKS, sizeof(uint64_t));
    ck_assert_ptr_nonnull(owed);
    ck_assert_ptr_nonnull(sums);
    uint32_t now = 0;
    uint32_t filed = 0;
    uint64_t delivered = 0;
    uint64_t missed = 0;
    while (delivered < FILED) {
        gx_draw draw = gx_draw_at(gx_key_make(7, 0), 0xf001, now, filed, 0);
        for (uint32_t i = 0; i < 1 + draw.word[0] % 90 && filed < FILED; i++, filed++) {
            gx_draw one = gx_draw_at(gx_key_make(7, 0), 0xf002, filed, 0, 0);
            uint32_t due = now + 1 + (one.word[0] >> (12 + one.word[1] % 20));
            if (due < TICKS) {
                file(due, filed);
                owed[due]++;
                sums[due] += gx_mix64(filed);
            } else {
                delivered++;
            }
        }
        uint64_t serials = 0;
        uint32_t tick;
        size_t count = take(&tick, &serials);
        if (count == 0) {
            continue;
        }
        for (now++; now < tick; now++) {
            missed += owed[now];
        }
        ck_assert_uint_eq(count, owed[tick]);
        ck_assert_uint_eq(serials, sums[tick]);
        delivered += count;
    }
    ck_assert_uint_eq(missed, 0);
    ck_assert_uint_eq(gx_wheel_waiting(wheel), 0);
    gx_free(owed);
    gx_free(sums);
}
END_TEST

/* A shard to which something was sent, but nothing is due, moves its wheel all the same. */
START_TEST(an_early_move_loses_nothing)
{
    static const uint32_t dues[] = {300, 70000, 70300, 200000};
    uint32_t tick = 0;
    uint64_t serials = 0;
    for (uint32_t i = 0; i < 4; i++) {
        file(dues[i], i);
    }
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert(gx_wheel_advance(wheel, &pool, dues[i] - 37));
        ck_assert_ptr_null(gx_wheel_take(wheel).newest);
        ck_assert(gx_wheel_advance(wheel, &pool, dues[i] - 1));
        file(dues[i], 9); /* as late as can be */
        ck_assert_uint_eq(take(&tick, &serials), 2);
        ck_assert_uint_eq(tick, dues[i]);
    }
}
END_TEST

START_TEST(chunks_are_recycled)
{
    for (uint32_t round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < 1000; i++) {
            file(round * 7 + 7, i);
        }
        uint32_t tick;
        uint64_t serials = 0;
        ck_assert_uint_eq(take(&tick, &serials), 1000);
    }
    ck_assert_uint_le(pool.made * GX_CHUNK_MESSAGES, 3000);
}
END_TEST

/* Blocks, ends of blocks and slots that are met twice in one. */
START_TEST(many_at_a_stroke_are_filed_like_one_by_one)
{
    enum { MOST = 100 };
    gx_message all[MOST];
    uint64_t expected = 0, found = 0;
    size_t filed = 0, taken = 0;
    for (size_t count = 0; count <= MOST; count++) {
        for (uint32_t i = 0; i < count; i++) {
            gx_draw draw = gx_draw_at(gx_key_make(3, 0), 0xf001, i, (uint32_t)count, 0);
            all[i] = (gx_message){.due_kind = gx_due_kind(1 + gx_below32(draw.word[0], 600), 3),
                                  .serial = draw.word[1]};
            expected += gx_mix64(draw.word[1]);
        }
        ck_assert(gx_wheel_file(wheel, &pool, all, count));
        filed += count;
    }
    ck_assert_uint_eq(gx_wheel_waiting(wheel), filed);
    for (uint32_t tick = 0, last = 0; taken < filed; last = tick) {
        taken += take(&tick, &found);
        ck_assert_uint_gt(tick, last);
    }
    ck_assert_uint_eq(found, expected);
}
END_TEST

START_TEST(memory_that_runs_out_is_reported)
{
    gx_message message = {.due_kind = gx_due_kind(9, 0)};
    gx_memory_fail_after(0);
    ck_assert(!gx_wheel_file(wheel, &pool, &message, 1));
    gx_memory_fail_after(-1);
    ck_assert(gx_wheel_file(wheel, &pool, &message, 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/wheel");
    TCase *tests = tcase_create("wheel");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, boundaries_of_the_levels);
    tcase_add_test(tests, each_level_files_where_the_picture_says);
    tcase_add_test(tests, a_cascade_comes_before_direct_filing);
    tcase_add_test(tests, a_wheel_that_slept_still_files_right);
    tcase_add_test(tests, the_far_future_stays);
    tcase_add_test(tests, random_traffic_against_a_plain_array);
    tcase_add_test(tests, an_early_move_loses_nothing);
    tcase_add_test(tests, chunks_are_recycled);
    tcase_add_test(tests, many_at_a_stroke_are_filed_like_one_by_one);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
