/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting of integers, stable and deterministic, without a comparison callback. */
#ifndef GX_BASE_SORT_H
#define GX_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Ascending, least-significant-digit radix sort with 8-bit digits; digits that all values share are skipped,
 * and short arrays (below 64) are sorted by insertion. `scratch` has room for `count` values. O(count). */
void gx_sort_u64(uint64_t *values, uint64_t *scratch, size_t count);
void gx_sort_u32(uint32_t *values, uint32_t *scratch, size_t count);

/* Ascending by key, payloads carried along, stable. */
void gx_sort_pairs_u64(uint64_t *keys, uint64_t *payloads, uint64_t *key_scratch, uint64_t *payload_scratch,
                       size_t count);

/* Remove repeated neighbours of a sorted array; returns the new count. O(count). */
size_t gx_unique_u32(uint32_t *values, size_t count);
size_t gx_unique_u64(uint64_t *values, size_t count);

#endif
