/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/allowance.h"

#include <gx/base/memory.h>
#include <gx/base/text.h>

enum { FIRST = 64 };

gx_status gx_allowance_take(gx_allowance *allowance, uint64_t count, size_t size, const char *what,
                            gx_error *error)
{
    char most[32];
    uint64_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > INT64_MAX ||
        __builtin_add_overflow(bytes, allowance->used, &bytes) ||
        (allowance->max > 0 && bytes > allowance->max))
        return gx_fail(error, GX_ERR_LIMIT,
                       "reading it takes more memory than the %s MiB allowed (for %s): allow more",
                       gx_format_count(most, (int64_t)(allowance->max >> 20)), what);
    allowance->used = bytes;
    return GX_OK;
}

void gx_allowance_give(gx_allowance *allowance, uint64_t count, size_t size)
{
    uint64_t bytes = count * size;
    allowance->used -= bytes < allowance->used ? bytes : allowance->used;
}

void *gx_allowance_alloc(gx_allowance *allowance, uint64_t count, size_t size, const char *what,
                         gx_status *status, gx_error *error)
{
    *status = gx_allowance_take(allowance, count, size, what, error);
    if (*status != GX_OK)
        return NULL;
    void *block = gx_alloc((size_t)count, size);
    if (block == NULL)
        *status = gx_fail_memory(error, what);
    return block;
}

gx_status gx_allowance_grow(gx_allowance *allowance, void **block, uint64_t *capacity, uint64_t needed,
                            size_t size, const char *what, gx_error *error)
{
    if (needed <= *capacity)
        return GX_OK;
    uint64_t larger = *capacity + *capacity / 2 + FIRST;
    larger = larger < needed ? needed : larger;
    gx_status status = gx_allowance_take(allowance, larger - *capacity, size, what, error);
    if (status != GX_OK)
        return status;
    void *resized = gx_resize(*block, (size_t)*capacity, (size_t)larger, size);
    if (resized == NULL)
        return gx_fail_memory(error, what);
    *block = resized;
    *capacity = larger;
    return GX_OK;
}
