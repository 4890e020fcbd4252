/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that a run owns, from settings to a world ready to go. */
#ifndef GX_RUN_BUILD_H
#define GX_RUN_BUILD_H

#include "people.h"

typedef struct gx_built {
    gx_world world;
    gx_people people;
} gx_built;

/* People, ties, books, kernel, models. In every case release with gx_built_release. */
gx_status gx_build(gx_built *out, gx_settings *settings, uint32_t replicate, uint32_t threads,
                   gx_diagnostics *diagnostics, gx_error *error);
void gx_built_release(gx_built *built);

#endif
