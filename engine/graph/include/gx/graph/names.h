/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file calls its users or nodes. Inside, a user is the number of a row; what leaves says the name. */
#ifndef GX_GRAPH_NAMES_H
#define GX_GRAPH_NAMES_H

#include <gx/base/status.h>
#include <stddef.h>
#include <stdint.h>

/* Whole numbers in plain decimal (no sign, no leading zero, below 2^64) are kept as numbers when all names
 * are such; else all names are texts, UTF-8. Texts lie elsewhere, each with its NUL. */
typedef struct gx_node_names {
    uint32_t count;
    uint64_t *number; /* by node, ascending; or NULL */
    uint32_t *text;   /* by node: offset into the texts; or NULL */
} gx_node_names;

/* The name of a node: written into `buffer` (24 bytes), or a borrowed text. Without names (NULL, or neither
 * member) its own number. */
const char *gx_node_name(char buffer[24], const gx_node_names *names, const char *texts, uint32_t node);

/* Names with their texts, owned. {0}: none. */
typedef struct gx_names {
    gx_node_names of;
    char *texts; /* NULL when they are numbers */
    size_t text_bytes;
} gx_names;

/* A copy of names alone, however much else lies in `texts`. GX_ERR_MEMORY; GX_ERR_LIMIT: above 4 GiB. Release
 * with gx_names_free; `out` is empty on failure. O(bytes). */
gx_status gx_names_copy(gx_names *out, const gx_node_names *names, const char *texts, gx_error *error);
void gx_names_free(gx_names *names);
size_t gx_names_bytes(const gx_names *names);

#endif
