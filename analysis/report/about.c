/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "about.h"

#include <gx/base/memory.h>
#include <gx/stats/tables.h>
#include <string.h>

/* A missing attribute is an absent fact; anything else stops the report. */
static gx_status absent_is_fine(gx_status status)
{
    return status == GX_ERR_NOT_FOUND ? GX_OK : status;
}

static gx_status read_text(char **out, const gx_reader *reader, const char *path, gx_error *error)
{
    return gx_reader_has(reader, path) ? gx_reader_text(reader, path, out, error) : GX_OK;
}

gx_status gx_about_read(gx_about *about, const gx_reader *reader, gx_error *error)
{
    *about = (gx_about){0};
    gx_status status = GX_OK;
#define X(name)                                                                                              \
    if (status == GX_OK)                                                                                     \
        status = absent_is_fine(gx_reader_text_attribute(reader, "/", #name, &about->name, error));
    GX_ABOUT_TEXTS(X)
#undef X
#define X(name)                                                                                              \
    if (status == GX_OK) {                                                                                   \
        status = gx_root_integer(&about->name.value, reader, #name, error);                                  \
        about->name.present = status == GX_OK;                                                               \
        status = absent_is_fine(status);                                                                     \
    }
    GX_ABOUT_INTEGERS(X)
#undef X
    if (status == GX_OK) {
        status = gx_root_event_share(&about->event_share, reader, error);
        about->has_event_share = status == GX_OK;
        status = absent_is_fine(status);
    }
    about->complete = gx_reader_complete(reader);
    if (status == GX_OK)
        status = read_text(&about->variant, reader, "/scenario/variant", error);
    if (status == GX_OK)
        status = read_text(&about->effective, reader, "/scenario/effective", error);
    if (status == GX_OK)
        status = read_text(&about->text, reader, "/scenario/text", error);
    return status;
}

void gx_about_free(gx_about *about)
{
#define X(name) gx_free(about->name);
    GX_ABOUT_TEXTS(X)
#undef X
    gx_free(about->variant);
    gx_free(about->effective);
    gx_free(about->text);
    *about = (gx_about){0};
}
