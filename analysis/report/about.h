/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recording says of itself in the attributes of its root. */
#ifndef GX_REPORT_ABOUT_H
#define GX_REPORT_ABOUT_H

#include <gx/record/reader.h>

/* A recording of an unfinished run, or an old one, may lack any of them: then a text is NULL, a number
 * absent. */
#define GX_ABOUT_TEXTS(X)                                                                                    \
    X(title)                                                                                                 \
    X(name)                                                                                                  \
    X(library_version)                                                                                       \
    X(record)                                                                                                \
    X(digest)                                                                                                \
    X(state_digest)                                                                                          \
    X(population_digest)                                                                                     \
    X(network_digest)                                                                                        \
    X(sampler_digest)
#define GX_ABOUT_INTEGERS(X)                                                                                 \
    X(seed)                                                                                                  \
    X(replicate)                                                                                             \
    X(tick_ms)                                                                                               \
    X(start)                                                                                                 \
    X(ticks)                                                                                                 \
    X(last_tick)                                                                                             \
    X(users)                                                                                                 \
    X(groups)

typedef struct gx_attribute {
    bool present;
    int64_t value;
} gx_attribute;

typedef struct gx_about {
#define X(name) char *name;
    GX_ABOUT_TEXTS(X)
#undef X
#define X(name) gx_attribute name;
    GX_ABOUT_INTEGERS(X)
#undef X
    bool has_event_share;
    double event_share;
    bool complete;
    char *variant, *effective, *text; /* of /scenario; NULL when missing */
} gx_about;

/* GX_ERR_MEMORY, GX_ERR_FORMAT for a number beyond what it may be (gx/stats/tables.h), or what the reader
 * says of a damaged file. Release with gx_about_free, also after a failure. */
gx_status gx_about_read(gx_about *about, const gx_reader *reader, gx_error *error);
void gx_about_free(gx_about *about);

#endif
