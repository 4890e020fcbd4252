/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a recording, whose numbers are not trusted. */
#include "graph_origin.h"

#include <gx/base/memory.h>
#include <stdio.h>

static gx_status check(const gx_rows *rows, size_t offsets, size_t entries, uint64_t columns,
                       const gx_reader *reader, const char *path, gx_error *error)
{
    bool fine = offsets > 0 && offsets <= (size_t)UINT32_MAX && rows->offset[0] == 0 &&
                rows->offset[offsets - 1] == entries;
    for (size_t row = 1; fine && row < offsets; row++) {
        fine = rows->offset[row - 1] <= rows->offset[row] && rows->offset[row] <= entries;
        for (uint64_t at = rows->offset[row - 1]; fine && at < rows->offset[row]; at++)
            fine = rows->column[at] < columns &&
                   (at == rows->offset[row - 1] || rows->column[at - 1] < rows->column[at]);
    }
    return fine ? GX_OK
                : gx_fail(error, GX_ERR_FORMAT, "'%s': %s: the rows do not fit the entries",
                          gx_reader_path(reader), path);
}

/* A column of bytes beside the entries, when it was recorded. */
static gx_status read_beside(uint8_t **out, const gx_reader *reader, const char *path, const char *name,
                             size_t entries, gx_error *error)
{
    char full[128];
    void *data = NULL;
    size_t count = 0;
    snprintf(full, sizeof full, "%s/%s", path, name);
    if (!gx_reader_has(reader, full))
        return GX_OK;
    gx_status status = gx_reader_column(reader, full, GX_U8, &data, &count, error);
    *out = data;
    if (status == GX_OK && count != entries)
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s has %zu rows, but %zu were expected",
                         gx_reader_path(reader), full, count, entries);
    return status;
}

gx_status gx_rows_recorded(gx_rows *out, const gx_reader *reader, const char *path, uint64_t columns,
                           gx_error *error)
{
    char full[128];
    void *offsets = NULL, *entries = NULL;
    size_t offset_count = 0, entry_count = 0;
    *out = (gx_rows){0};
    snprintf(full, sizeof full, "%s/indptr", path);
    gx_status status = gx_reader_column(reader, full, GX_U64, &offsets, &offset_count, error);
    snprintf(full, sizeof full, "%s/indices", path);
    if (status == GX_OK)
        status = gx_reader_column(reader, full, GX_U32, &entries, &entry_count, error);
    out->offset = offsets;
    out->column = entries;
    if (status == GX_OK)
        status = check(out, offset_count, entry_count, columns, reader, path, error);
    if (status == GX_OK)
        out->rows = (uint32_t)(offset_count - 1);
    if (status == GX_OK)
        status = read_beside(&out->strength, reader, path, "data", entry_count, error);
    if (status == GX_OK)
        status = read_beside(&out->layers, reader, path, "layers", entry_count, error);
    if (status != GX_OK)
        gx_rows_free(out);
    return status;
}
