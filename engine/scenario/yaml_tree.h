/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The YAML text as a tree of nodes with their places: bounded, and knowing nothing of tables. */
#ifndef GX_SCENARIO_YAML_TREE_H
#define GX_SCENARIO_YAML_TREE_H

#include <gx/base/diagnostics.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GX_YAML_BYTES_MAX = 1 << 20, GX_YAML_LEVELS_MAX = 16, GX_YAML_NODES_MAX = 100000 };

#define GX_NO_NODE UINT32_MAX

typedef enum gx_node_kind { GX_NODE_SCALAR, GX_NODE_LIST, GX_NODE_MAPPING } gx_node_kind;

/* What YAML allows at a node and a scenario does not; bits. */
enum { GX_FAULT_ANCHOR = 1, GX_FAULT_ALIAS = 2, GX_FAULT_TAG = 4 };

typedef struct gx_node {
    gx_node_kind kind;
    uint32_t faults;
    bool unfinished;       /* a stop cut it short: its value means nothing */
    bool plain;            /* a scalar without quotes */
    uint32_t line, column; /* from 1; columns are characters */
    uint32_t width;        /* in columns, at least 1 */
    uint32_t key;          /* of a mapping's entry: the node of its key */
    uint32_t twin;         /* of a key: the earlier key of the same name in its mapping */
    uint32_t first, last;  /* children, values only: a key hangs on its value */
    uint32_t next;
    uint32_t children;
    size_t text, length; /* of a scalar: where its text starts in the pool */
} gx_node;

/* A stop is an error behind which the text has no meaning; the nodes before it are good. */
typedef struct gx_tree {
    gx_node *nodes;
    uint32_t count, capacity;
    char *pool;
    size_t pool_length, pool_capacity;
    uint32_t root; /* GX_NO_NODE: nothing but comments */
    bool memory_failed;
    bool stopped;
    uint32_t stop_line, stop_column;
    char stop_message[400];
    const char *stop_hint;  /* static; may be NULL */
    uint32_t column_offset; /* added to columns: where the text stands in what is quoted */
} gx_tree;

/* Diagnose every byte that a scenario may not hold: NUL, tab, control characters, bad UTF-8; too long, empty.
 * True when there is none. O(length). */
bool gx_check_bytes(gx_diagnostics *diagnostics, const char *text, size_t length);

/* Read checked bytes. The tree is to be freed in any case. False when memory is exhausted. O(n log n). */
bool gx_tree_read(gx_tree *out, const char *text, size_t length, uint32_t column_offset);
/* A tree of one plain scalar, its text taken as it stands. */
bool gx_tree_scalar(gx_tree *out, const char *text, size_t length, uint32_t column_offset);
void gx_tree_free(gx_tree *tree);

/* The text of a scalar, NUL-terminated; borrowed. */
const char *gx_node_text(const gx_tree *tree, uint32_t node);
bool gx_node_is(const gx_tree *tree, uint32_t node, const char *text);
/* Nothing written: an empty plain scalar, ~ or null. */
bool gx_node_is_null(const gx_tree *tree, uint32_t node);
/* "a list", "a mapping", "one value". */
const char *gx_node_kind_text(const gx_tree *tree, uint32_t node);

#endif
