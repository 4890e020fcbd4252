/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/network.h>

#define X(name, word, help) #word,
const char *const gx_layer_words[GX_LAYERS + 1] = {GX_LAYER_TABLE(X) NULL};
#undef X
#define X(name, word) #word,
const char *const gx_group_kind_words[GX_GROUP_KINDS + 1] = {GX_GROUP_KIND_TABLE(X) NULL};
#undef X
