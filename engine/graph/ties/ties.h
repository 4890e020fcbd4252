/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_TIES_H
#define GX_GRAPH_TIES_H

#include "row.h"

/* Friends of all users, with strengths and layers. See ties.c. */
gx_status gx_ties_make(gx_rows *friends, const gx_tie_sources *from, uint32_t threads, gx_error *error);

#endif
