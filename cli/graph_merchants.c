/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of merchants as columns of a file. */
#include "graph_files.h"

static bool get_kind(const void *context, uint32_t merchant, double *number, const char **text)
{
    const gx_merchants *all = context;
    (void)number;
    if (text)
        *text = gx_merchant_kind_words[all->kind[merchant]];
    return true;
}

static bool get_size(const void *context, uint32_t merchant, double *number, const char **text)
{
    (void)text;
    *number = ((const gx_merchants *)context)->size[merchant];
    return true;
}

static bool get_online(const void *context, uint32_t merchant, double *number, const char **text)
{
    (void)text;
    *number = merchant >= ((const gx_merchants *)context)->online_first;
    return true;
}

static bool get_place(const void *context, uint32_t merchant, double *number, const char **text)
{
    (void)text;
    *number = ((const gx_merchants *)context)->place[merchant];
    return true;
}

/* The last district that begins at or before `key`: of those that are empty it is the one with somebody. */
static uint32_t district_of(const uint32_t *first, uint32_t districts, uint32_t key)
{
    uint32_t low = 0, high = districts;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (first[middle] <= key)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where it stands; online, where its seat is. */
static bool get_district(const void *context, uint32_t merchant, double *number, const char **text)
{
    const gx_merchants *all = context;
    (void)text;
    *number = district_of(all->district_user, all->districts, all->place[merchant]);
    return true;
}

void gx_merchant_columns(gx_export_column columns[GX_MERCHANT_COLUMNS], const gx_merchants *merchants)
{
    columns[0] = (gx_export_column){"kind", false, get_kind, merchants};
    columns[1] = (gx_export_column){"size", true, get_size, merchants};
    columns[2] = (gx_export_column){"online", true, get_online, merchants};
    columns[3] = (gx_export_column){"place", true, get_place, merchants};
    columns[4] = (gx_export_column){"district", true, get_district, merchants};
}
