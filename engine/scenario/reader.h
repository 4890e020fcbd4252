/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the steps of a reading share. */
#ifndef GX_SCENARIO_READER_H
#define GX_SCENARIO_READER_H

#include "fields.h"
#include "paths.h"
#include "yaml_tree.h"

#include <gx/scenario/scenario.h>

typedef enum gx_from {
    GX_FROM_NOWHERE, /* must be given, and was not */
    GX_FROM_DEFAULT,
    GX_FROM_FILE,
    GX_FROM_VARIANT,
    GX_FROM_SET
} gx_from;

typedef struct gx_origin {
    gx_from from;
    uint32_t line, column; /* in the file; 0 elsewhere */
} gx_origin;

typedef struct gx_variant {
    const char *name; /* borrowed from the tree, as the others */
    const char *help;
    uint32_t set; /* a mapping's node, or GX_NO_NODE */
} gx_variant;

/* One section's bookkeeping: per item field_count origins and then one that says where the item itself
 * stands. */
typedef struct gx_filled {
    gx_section section;
    gx_origin *origins;
    uint32_t items; /* 1, or as many as the file lists */
} gx_filled;

struct gx_scenario {
    char *file;
    gx_tree tree;
    gx_filled *filled;
    const gx_table **tables; /* of the sections, in their order */
    size_t section_count;
    gx_variant *variants;
    size_t variant_count;
    char *variant; /* the chosen one's name, or NULL */
};

typedef struct gx_reader {
    gx_scenario *scenario;
    gx_diagnostics *diagnostics;
    uint32_t variants_node; /* the value of `variants`, or GX_NO_NODE */
    bool memory_failed;
} gx_reader;

/* The struct of an item, and the origin of its field (field_count: of the item itself). */
void *gx_item_of(const gx_filled *filled, uint64_t item);
gx_origin *gx_origin_of(const gx_filled *filled, uint64_t item, size_t field);

/* Fill item `item` with defaults. */
bool gx_fill_defaults(gx_reader *reader, size_t section, uint64_t item);

/* Diagnose at a node of `tree`; `hint` is freed here, and left out when it is empty. */
void gx_diagnose_node(gx_reader *reader, const gx_tree *tree, uint32_t node, gx_text *hint,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Diagnose an anchor, alias or tag at a node. False when there is one. */
bool gx_check_fault(gx_reader *reader, const gx_tree *tree, uint32_t node);
/* The same for a node and all below it, duplicate keys too: for what is not walked key by key. */
bool gx_check_faults(gx_reader *reader, const gx_tree *tree, uint32_t node);
/* Check the key of a mapping's value. False, and diagnosed, when the key was there before: then skip the
 * entry. */
bool gx_check_key(gx_reader *reader, const gx_tree *tree, uint32_t value);

/* Read a node into a field, or diagnose it. With `apply` false it is only checked. */
void gx_take_field(gx_reader *reader, size_t section, uint64_t item, size_t field, const gx_tree *tree,
                   uint32_t node, gx_origin origin, bool apply);

/* A node and its tree. */
typedef struct gx_spot {
    const gx_tree *tree;
    uint32_t node;
} gx_spot;

/* Assign a value to a dotted path. */
void gx_assign(gx_reader *reader, gx_spot path, gx_spot value, gx_origin origin, bool apply);

/* The steps, in their order. */
void gx_walk(gx_reader *reader);
void gx_read_variants(gx_reader *reader);
void gx_apply_variant(gx_reader *reader, const char *name);
void gx_apply_override(gx_reader *reader, const char *assignment);
void gx_check_required(gx_reader *reader);

#endif
