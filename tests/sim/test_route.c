/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who owns an entity, and who sent to whom. */
#include "shard.h"

#include <check.h>
#include <gx/base/memory.h>

/* Assertions of Check are slow: faults are counted. */
static uint32_t partition_faults(uint32_t entities, uint32_t shards)
{
    gx_partition partition = gx_partition_make(entities, shards);
    uint32_t smallest = UINT32_MAX;
    uint32_t largest = 0;
    uint32_t faults = gx_partition_first(&partition, 0) != 0;
    faults += gx_partition_first(&partition, shards) != entities;
    for (uint32_t shard = 0; shard < shards; shard++) {
        uint32_t first = gx_partition_first(&partition, shard);
        uint32_t next = gx_partition_first(&partition, shard + 1);
        faults += first >= next;
        smallest = next - first < smallest ? next - first : smallest;
        largest = next - first > largest ? next - first : largest;
        faults += gx_partition_of(&partition, first) != shard;
        faults += gx_partition_of(&partition, first + (next - first) / 2) != shard;
        faults += gx_partition_of(&partition, next - 1) != shard;
    }
    return faults + (largest - smallest > 1);
}

START_TEST(ranges_are_contiguous_and_nearly_equal)
{
    static const uint32_t sizes[] = {256,        257,        1000,       4095,      4096,
                                     65537,      1000003,    420000000,  1u << 30,  2147483647,
                                     2147483648, 4294967040, 4294967294, UINT32_MAX};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (uint32_t shards = 1; shards <= GX_SHARDS_MAX; shards++) {
            ck_assert_uint_eq(partition_faults(sizes[i], shards), 0);
        }
    }
    for (uint32_t entities = 1; entities <= 40; entities++) {
        for (uint32_t shards = 1; shards <= entities; shards++) {
            ck_assert_uint_eq(partition_faults(entities, shards), 0);
        }
    }
}
END_TEST

static uint32_t route_faults(const gx_routes *routes, const gx_routes *before, uint32_t shards)
{
    uint32_t faults = 0;
    for (uint32_t source = 0; source < shards; source++) {
        for (uint32_t to = 0; to < shards; to++) {
            uint64_t arrived = routes->from[to][source / 64] >> (source % 64) & 1;
            faults += arrived != (before->to[source][to / 64] >> (to % 64) & 1);
        }
        for (uint32_t word = 0; word < GX_SHARD_WORDS; word++) {
            faults += routes->to[source][word] != 0;
        }
    }
    return faults;
}

START_TEST(routes_are_transposed)
{
    static const uint32_t sizes[] = {1, 2, 63, 64, 65, 128, 200, 256};
    gx_routes *routes = gx_alloc_columns(1, sizeof(*routes));
    gx_routes *before = gx_alloc_columns(1, sizeof(*before));
    ck_assert_ptr_nonnull(routes);
    ck_assert_ptr_nonnull(before);
    for (uint32_t round = 0; round < 24; round++) {
        uint32_t shards = sizes[round % 8];
        for (uint32_t source = 0; source < shards; source++) {
            for (uint32_t to = 0; to < shards; to++) {
                gx_draw draw = gx_draw_at(gx_key_make(3, 0), 0xf001, source, to, round);
                if (draw.word[0] >> (28 + round / 8) == 0) {
                    routes->to[source][to / 64] |= UINT64_C(1) << (to % 64);
                }
            }
        }
        *before = *routes;
        gx_routes_turn(routes, shards);
        ck_assert_uint_eq(route_faults(routes, before, shards), 0);
    }
    gx_free(routes);
    gx_free(before);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/route");
    TCase *tests = tcase_create("route");
    tcase_add_test(tests, ranges_are_contiguous_and_nearly_equal);
    tcase_add_test(tests, routes_are_transposed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
