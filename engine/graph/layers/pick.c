/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pick.h"

#include <gx/base/memory.h>

gx_status gx_lots_allocate(gx_lots *lots, uint32_t count, const char *what, gx_error *error)
{
    lots->count = count;
    lots->before = gx_alloc_columns((size_t)count + 1, sizeof *lots->before);
    return lots->before != NULL ? GX_OK : gx_fail_memory(error, what);
}

gx_status gx_lots_guide(gx_lots *lots, const char *what, gx_error *error)
{
    uint64_t total = lots->before[lots->count];
    for (lots->shift = 0; total >> lots->shift > lots->count; lots->shift++)
        continue;
    uint64_t steps = (total >> lots->shift) + 1;
    lots->guide = gx_alloc_columns((size_t)steps + 1, sizeof *lots->guide);
    if (lots->guide == NULL)
        return gx_fail_memory(error, what);
    uint32_t entry = 0;
    for (uint64_t step = 0; step < steps; step++) {
        while (entry + 1 < lots->count && lots->before[entry + 1] <= step << lots->shift)
            entry++;
        lots->guide[step] = entry;
    }
    lots->guide[steps] = lots->count == 0 ? 0 : lots->count - 1;
    return GX_OK;
}

void gx_lots_free(gx_lots *lots)
{
    gx_free(lots->before);
    gx_free(lots->guide);
    *lots = (gx_lots){0};
}
