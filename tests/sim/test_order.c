/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of delivery against qsort by the full key, over loads from one message to many, with every kind
 * of clash. */
#include "order.h"

#include <check.h>
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 1000 };

typedef struct load_shape {
    size_t messages;
    uint32_t entities, kinds;
    uint32_t subticks, ties, sources, serials, words; /* how many different values */
} load_shape;

static int compare(const void *left, const void *right)
{
    const gx_message *a = left;
    const gx_message *b = right;
    uint64_t keys[2][4] = {
        {(uint64_t)gx_message_kind(a) << 32 | a->target, (uint64_t)a->subtick << 32 | a->tie,
         (uint64_t)a->source << 32 | a->serial, gx_words(a)},
        {(uint64_t)gx_message_kind(b) << 32 | b->target, (uint64_t)b->subtick << 32 | b->tie,
         (uint64_t)b->source << 32 | b->serial, gx_words(b)}};
    for (size_t i = 0; i < 4; i++) {
        if (keys[0][i] != keys[1][i]) {
            return keys[0][i] < keys[1][i] ? -1 : 1;
        }
    }
    return 0;
}

static gx_message *make_messages(const load_shape *shape, uint32_t seed)
{
    gx_message *all = gx_alloc(shape->messages, sizeof(*all));
    ck_assert_ptr_nonnull(all);
    for (uint32_t i = 0; i < shape->messages; i++) {
        gx_draw a = gx_draw_at(gx_key_make(seed, 0), 0xf001, i, 0, 0);
        gx_draw b = gx_draw_at(gx_key_make(seed, 0), 0xf001, i, 1, 0);
        all[i] = (gx_message){.target = FIRST + gx_below32(a.word[0], shape->entities),
                              .due_kind = gx_due_kind(77, 63 - gx_below32(a.word[1], shape->kinds)),
                              .subtick = gx_below32(a.word[2], shape->subticks),
                              .tie = gx_below32(a.word[3], shape->ties),
                              .source = gx_below32(b.word[0], shape->sources),
                              .serial = gx_below32(b.word[1], shape->serials)};
        gx_set_words(&all[i], (uint64_t)gx_below32(b.word[2], shape->words) << 31);
    }
    return all;
}

static gx_chunks make_chunks(gx_pool *pool, const gx_message *all, size_t count, bool backwards)
{
    gx_chunks chunks = GX_CHUNKS_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!gx_chunks_append(&chunks, pool, &all[backwards ? count - 1 - i : i])) {
            ck_abort_msg("no memory for a message");
        }
    }
    return chunks;
}

/* Spans must partition the result, kinds ascending, each of one kind. */
static void check_spans(const gx_order *order, size_t count)
{
    size_t at = 0;
    size_t strangers = 0;
    for (size_t i = 0; i < order->span_count; i++) {
        const gx_span *span = &order->span[i];
        ck_assert_uint_eq(span->first, at);
        ck_assert_uint_gt(span->count, 0);
        ck_assert(i == 0 || span->kind > span[-1].kind);
        for (size_t j = 0; j < span->count; j++) {
            strangers += gx_message_kind(&order->message[at + j]) != span->kind;
        }
        at += span->count;
    }
    ck_assert_uint_eq(at, count);
    ck_assert_uint_eq(strangers, 0);
}

static void check_shape(gx_order *order, const load_shape *shape, uint32_t seed)
{
    gx_message *all = make_messages(shape, seed);
    for (int backwards = 0; backwards < 2; backwards++) {
        gx_pool pool = {0};
        gx_chunks chunks = make_chunks(&pool, all, shape->messages, backwards);
        ck_assert_int_eq(gx_order_make(order, &chunks, &(gx_reach){FIRST, shape->entities, UINT32_MAX, 0}),
                         GX_OK);
        if (backwards == 0) {
            qsort(all, shape->messages, sizeof(*all), compare);
        }
        check_spans(order, shape->messages);
        ck_assert(memcmp(all, order->message, shape->messages * sizeof(*all)) == 0);
        gx_pool_free(&pool);
    }
    gx_free(all);
}

START_TEST(equal_to_qsort)
{
    static const uint32_t many = UINT32_MAX;
    static const load_shape shapes[] = {
        /* messages, entities, kinds; subticks, ties, sources, serials, words */
        {1, 1, 1, 1, 1, 1, 1, 1},
        {2, 1, 1, many, many, many, many, many},
        {31, 4096, 3, many, many, many, many, many},
        {40, 4096, 64, many, many, many, many, many},
        {41, 4096, 64, many, many, many, many, many},
        {4, 4096, 2, many, many, many, many, many},
        {5, 4096, 2, many, many, many, many, many},
        {5, 1 << 27, 64, many, many, many, many, many}, /* keys of more than 32 bits */
        {40, 1 << 27, 64, many, many, many, many, many},
        {62, 2, 2, 2, 2, 2, 2, 2},
        {63, 4096, 1, many, many, many, many, many},
        {1000, 4096, 5, many, many, many, many, many},
        {4096, 4096, 1, many, many, many, many, many},
        {50000, 4096, 12, many, many, many, many, many},
        {5000, 1, 1, many, many, many, many, many},     /* one contested entity */
        {5000, 2, 2, 1, 1, many, many, many},           /* neither subtick nor tie is set */
        {5000, 2, 1, 1, 1, 1, 1, many},                 /* only the words differ */
        {5000, 3, 2, 3, 3, 3, 3, 3},                    /* nearly everything is equal, many identical */
        {300, 1u << 31, 64, 2, many, many, many, many}, /* one shard of half of all ids */
        {20000, 1000003, 7, 1, 2, many, many, many},
        {20000, 70000, 1, 1, many, many, many, many},
    };
    gx_order order = {0};
    for (uint32_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        check_shape(&order, &shapes[i], i);
    }
    gx_order_free(&order);
}
END_TEST

/* Every count around the switches between insertion and radix, with a reused working memory. */
START_TEST(equal_to_qsort_for_every_small_count)
{
    gx_order order = {0};
    for (uint32_t count = 1; count < 140; count++) {
        load_shape one = {count, 1 + count % 50, 1 + count % 4, 2, 3, 4, 5, 2};
        check_shape(&order, &one, 100 + count);
        one.entities = 1;
        check_shape(&order, &one, 300 + count);
    }
    gx_order_free(&order);
}
END_TEST

START_TEST(nothing_due_gives_no_span)
{
    gx_order order = {0};
    gx_chunks none = GX_CHUNKS_NONE;
    ck_assert_int_eq(gx_order_make(&order, &none, &(gx_reach){0, 10, 10, 0}), GX_OK);
    ck_assert_uint_eq(order.span_count, 0);
    gx_order_free(&order);
}
END_TEST

/* The working memory is found missing at each of its allocations, and the next call recovers. */
START_TEST(memory_failures)
{
    load_shape one = {2000, 2, 1, 1, 1, 100, 100, 100};
    gx_message *all = make_messages(&one, 5);
    gx_pool pool = {0};
    gx_chunks chunks = make_chunks(&pool, all, one.messages, false);
    int failures = 0;
    for (long after = 0; after < 10; after++) {
        gx_order order = {0};
        gx_memory_fail_after(after);
        gx_status status = gx_order_make(&order, &chunks, &(gx_reach){FIRST, one.entities, UINT32_MAX, 0});
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        failures += status == GX_ERR_MEMORY;
        ck_assert_int_eq(gx_order_make(&order, &chunks, &(gx_reach){FIRST, one.entities, UINT32_MAX, 0}),
                         GX_OK);
        check_spans(&order, one.messages);
        gx_order_free(&order);
    }
    ck_assert_int_eq(failures, 6);
    gx_pool_free(&pool);
    gx_free(all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/order");
    TCase *tests = tcase_create("order");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, equal_to_qsort);
    tcase_add_test(tests, equal_to_qsort_for_every_small_count);
    tcase_add_test(tests, nothing_due_gives_no_span);
    tcase_add_test(tests, memory_failures);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
