/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who owns an entity. */
#include "shard.h"

#include <check.h>

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

/* The second range may hold fewer entities than there are shards: each still has one owner, in order. */
START_TEST(few_entities_for_many_shards)
{
    for (uint32_t entities = 0; entities < 300; entities++) {
        for (uint32_t shards = 1; shards <= GX_SHARDS_MAX; shards += 15) {
            gx_partition partition = gx_partition_make(entities, shards);
            uint32_t faults = gx_partition_first(&partition, shards) != entities;
            for (uint32_t entity = 0; entity < entities; entity++) {
                uint32_t shard = gx_partition_of(&partition, entity);
                faults += shard >= shards || gx_partition_first(&partition, shard) > entity ||
                          gx_partition_first(&partition, shard + 1) <= entity;
            }
            ck_assert_uint_eq(faults, 0);
        }
    }
}
END_TEST

START_TEST(a_shard_numbers_its_own)
{
    gx_reach reach = {100, 10, 5000, 3};
    for (uint32_t i = 0; i < 10; i++) {
        ck_assert_uint_eq(gx_reach_local(&reach, 100 + i), i);
    }
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(gx_reach_local(&reach, 5000 + i), 10 + i);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/partition");
    TCase *tests = tcase_create("partition");
    tcase_add_test(tests, ranges_are_contiguous_and_nearly_equal);
    tcase_add_test(tests, few_entities_for_many_shards);
    tcase_add_test(tests, a_shard_numbers_its_own);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
