/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_INTERESTS_H
#define GX_GRAPH_INTERESTS_H

#include <gx/graph/layer.h>

/* The defaults of section `circles`, for who has no scenario at hand; a test holds both together. */
extern const gx_interests_config gx_interests_usual;

#endif
