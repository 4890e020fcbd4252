/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only doors to the heap. All of them give zeroed memory or NULL, check count * size for overflow, and
 * can be told to fail (tests inject a failure at every allocation). */
#ifndef GX_BASE_MEMORY_H
#define GX_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* `count` zeroed elements of `size` bytes; NULL when memory is exhausted. A count of 0 gives a pointer that
 * can be freed. Release with gx_free. */
void *gx_alloc(size_t count, size_t size);

/* The same, aligned to 64 bytes; from 2 MiB on aligned to 2 MiB and advised to use huge pages. Release with
 * gx_free. */
void *gx_alloc_columns(size_t count, size_t size);

/* Resize a block of gx_alloc (not of gx_alloc_columns) from `old_count` to `count` elements; new elements are
 * zero. On failure NULL is returned and the old block stays valid. */
void *gx_resize(void *block, size_t old_count, size_t count, size_t size);

void gx_free(void *block);

/* A copy of a string; NULL when memory is exhausted. */
char *gx_copy_text(const char *text);

/* Test hook: the allocation number `after` (0 = the next) and all later ones fail; a negative number ends it.
 */
void gx_memory_fail_after(long after);

/* How many allocations were asked for since the program began (a test counts that a steady state makes none).
 */
uint64_t gx_memory_allocations(void);

#endif
