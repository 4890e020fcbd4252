/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is there and who is tied to whom: generated, or read from the files that the scenario names. */
#ifndef GX_RUN_PEOPLE_H
#define GX_RUN_PEOPLE_H

#include "settings.h"

typedef struct gx_people {
    gx_population *population;
    gx_network *network;
    gx_interests interests;  /* the network's circles, when a model uses them; else empty */
    gx_merchants *merchants; /* and who buys where, when a model uses them; else NULL and empty */
    gx_rows trade;
    bool imported;  /* the users are the nodes of a file that could be read */
    uint32_t nodes; /* of that file */
    gx_text notes;  /* what was read otherwise than the files say it, a line each */
} gx_people;

/* GX_ERR_INPUT with the lines of a graph's file in `diagnostics` (of that file), GX_ERR_MEMORY, GX_ERR_IO. In
 * every case release with gx_people_release. Sets population.users to the nodes of the file when there is
 * one. */
gx_status gx_people_make(gx_people *out, gx_settings *settings, gx_key key, uint32_t threads,
                         gx_diagnostics *diagnostics, gx_error *error);

/* Then interest circles (section `circles`), where a model of the run uses them: the same that `guanxi graph`
 * makes. `people` must not move afterwards. GX_ERR_MEMORY. */
gx_status gx_people_join_circles(gx_people *people, const gx_settings *settings, gx_key key, uint32_t threads,
                                 gx_error *error);

/* And merchants with their trade (sections `merchants` and `trade`), likewise. GX_ERR_INPUT, GX_ERR_MEMORY.
 */
gx_status gx_people_open_shops(gx_people *people, const gx_settings *settings, gx_key key, uint32_t threads,
                               gx_error *error);

/* Whether a file that the scenario at path `scenario` names can be opened: in `folder`, or when that is NULL
 * where the scenario lies. */
bool gx_people_has_file(const char *folder, const char *scenario, const char *name);
void gx_people_release(gx_people *people);

#endif
