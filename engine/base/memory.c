/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only doors to the heap.
 *
 * Every request takes a number from one atomic counter. A test that injects a failure sets the number from
 * which on all requests fail, so one comparison serves counting and injection, and threads need no lock.
 */
#define _DEFAULT_SOURCE /* madvise */
#include <gx/base/memory.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { LINE_BYTES = 64 };
static const size_t huge_page_bytes = (size_t)2 << 20;
static const size_t huge_from_bytes = (size_t)2 << 20;
static const size_t shared_from_bytes = (size_t)16 << 10;
static const size_t heap_step_bytes = (size_t)32 << 20;

static atomic_uint_fast64_t requests;
static atomic_uint_fast64_t first_failure = UINT64_MAX;

/* Count one request of count * size bytes; false when it must fail. */
static bool admit(size_t count, size_t size, size_t *bytes)
{
    uint64_t number = atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed);
    if (number >= atomic_load_explicit(&first_failure, memory_order_relaxed))
        return false;
    return !__builtin_mul_overflow(count, size, bytes) && *bytes <= PTRDIFF_MAX - huge_page_bytes;
}

void *gx_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (!admit(count, size, &bytes))
        return NULL;
    return calloc(bytes ? bytes : 1, 1);
}

/* A world of 256 shards has hundreds of columns below the size of a huge page, side by side in the heap, and
 * jumps from one to the next all the time: on pages of 4 KiB that costs more than what is done there. So the
 * heap grows by steps that hold several huge pages, keeps what is smaller than one, and is asked to lie on
 * huge pages from the first column on. */
static void make_heap_wide(void)
{
#ifdef __GLIBC__
    static atomic_bool done;
    if (!atomic_exchange_explicit(&done, true, memory_order_relaxed)) {
        (void)mallopt(M_MMAP_THRESHOLD, (int)huge_from_bytes);
        (void)mallopt(M_TOP_PAD, (int)heap_step_bytes);
    }
#endif
}

/* From the page on which the block begins to where the heap will have grown by its next step: once a byte of
 * it was touched, it is too late for a huge page. What is not mapped is left alone. (The linter is told to
 * let an address be made of a number: a page begins before the block, in nobody's object.) */
static void share_huge_pages(const void *block)
{
    uintptr_t first = (uintptr_t)block / huge_page_bytes * huge_page_bytes;
    (void)madvise((void *)first, heap_step_bytes, MADV_HUGEPAGE); // NOLINT(performance-no-int-to-ptr)
}

void *gx_alloc_columns(size_t count, size_t size)
{
    size_t bytes;
    if (!admit(count, size, &bytes))
        return NULL;
    bool huge = bytes >= huge_from_bytes;
    make_heap_wide();
    size_t alignment = huge ? huge_page_bytes : LINE_BYTES;
    size_t rounded = bytes ? (bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES : LINE_BYTES;
    void *block = NULL;
    if (posix_memalign(&block, alignment, rounded) != 0)
        return NULL;
    /* Advice only: without huge pages the program is slower, never wrong. */
    if (huge)
        (void)madvise(block, rounded / huge_page_bytes * huge_page_bytes, MADV_HUGEPAGE);
    else if (bytes >= shared_from_bytes)
        share_huge_pages(block);
    return memset(block, 0, rounded);
}

void *gx_resize(void *block, size_t old_count, size_t count, size_t size)
{
    size_t bytes;
    if (!admit(count, size, &bytes))
        return NULL;
    char *resized = realloc(block, bytes ? bytes : 1);
    if (!resized)
        return NULL;
    if (count > old_count)
        memset(resized + old_count * size, 0, (count - old_count) * size);
    return resized;
}

void gx_free(void *block)
{
    free(block);
}

char *gx_copy_text(const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *copy = gx_alloc(bytes, 1);
    if (copy)
        memcpy(copy, text, bytes);
    return copy;
}

void gx_memory_fail_after(long after)
{
    uint64_t now = atomic_load(&requests);
    atomic_store(&first_failure, after < 0 ? UINT64_MAX : now + (uint64_t)after);
}

uint64_t gx_memory_allocations(void)
{
    return atomic_load(&requests);
}
