/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/base/memory.h>
#include <gx/stats/tables.h>

#include <inttypes.h>

gx_status gx_names_read(gx_names *out, const gx_reader *reader, int64_t users, gx_error *error)
{
    *out = (gx_names){0};
    if (!gx_reader_has(reader, GX_USER_NAMES))
        return GX_OK;
    void *number = NULL;
    size_t count = 0;
    gx_status status = gx_reader_is_texts(reader, GX_USER_NAMES)
                           ? gx_reader_texts(reader, GX_USER_NAMES, &out->texts, &out->text_bytes,
                                             &out->of.text, &count, error)
                           : gx_reader_column(reader, GX_USER_NAMES, GX_U64, &number, &count, error);
    out->of.number = number;
    if (status == GX_OK && (int64_t)count != users)
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s has %zu rows, but there are %" PRId64 " users",
                         gx_reader_path(reader), GX_USER_NAMES, count, users);
    if (status == GX_OK)
        out->of.count = (uint32_t)count;
    else
        gx_names_free(out);
    return status;
}
