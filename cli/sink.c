/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sink.h"

#include "input.h"
#include <errno.h>
#include <string.h>

gx_status gx_sink_open(gx_sink *sink, const char *path, bool force, gx_error *error)
{
    *sink = (gx_sink){.file = stdout, .path = path};
    if (!path)
        return GX_OK;
    gx_status status = gx_output_check(path, force, error);
    if (status != GX_OK)
        return status;
    gx_text_append(&sink->partial, "%s.partial", path);
    if (sink->partial.failed)
        return gx_fail_memory(error, path);
    sink->file = fopen(sink->partial.data, "wb");
    if (!sink->file)
        status = gx_fail(error, GX_ERR_IO, "cannot create '%s': %s", sink->partial.data, strerror(errno));
    if (status != GX_OK)
        gx_text_free(&sink->partial);
    return status;
}

gx_status gx_sink_close(gx_sink *sink, gx_status status, gx_error *error)
{
    const char *name = sink->path ? sink->path : "the result";
    errno = 0;
    bool fine = fflush(sink->file) == 0 && !ferror(sink->file);
    if (!fine && status == GX_OK)
        status = gx_fail(error, GX_ERR_IO, "cannot write %s: %s", name, strerror(errno));
    if (!sink->path)
        return status;
    if (fclose(sink->file) != 0 && status == GX_OK)
        status = gx_fail(error, GX_ERR_IO, "cannot write %s: %s", name, strerror(errno));
    if (status == GX_OK && rename(sink->partial.data, sink->path) != 0)
        status = gx_fail(error, GX_ERR_IO, "cannot write %s: %s", name, strerror(errno));
    if (status != GX_OK)
        remove(sink->partial.data);
    gx_text_free(&sink->partial);
    return status;
}
