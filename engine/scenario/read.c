/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reading from end to end: bytes, tree, defaults, walk, variant, --set, what is missing. */
#include "reader.h"

#include <gx/base/memory.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void *gx_item_of(const gx_filled *filled, uint64_t item)
{
    return (char *)filled->section.target + item * filled->section.table->size;
}

gx_origin *gx_origin_of(const gx_filled *filled, uint64_t item, size_t field)
{
    return &filled->origins[item * (filled->section.table->field_count + 1) + field];
}

void gx_diagnose_node(gx_reader *r, const gx_tree *tree, uint32_t node, gx_text *hint, const char *format,
                      ...)
{
    char message[500];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const gx_node *at = &tree->nodes[node];
    const char *words = hint && hint->length > 0 ? gx_text_get(hint) : NULL;
    gx_diagnose(r->diagnostics, at->line, at->column, at->width, words, "%s", message);
    if (hint) {
        r->memory_failed = r->memory_failed || hint->failed;
        gx_text_free(hint);
    }
}

/* Faults of one node; the texts are what YAML calls them. */
bool gx_check_fault(gx_reader *r, const gx_tree *tree, uint32_t node)
{
    uint32_t faults = tree->nodes[node].faults;
    if (faults & GX_FAULT_ALIAS)
        gx_diagnose_node(r, tree, node, NULL, "an alias (*) is not allowed: write the value out");
    if (faults & GX_FAULT_ANCHOR)
        gx_diagnose_node(r, tree, node, NULL, "an anchor (&) is not allowed");
    if (faults & GX_FAULT_TAG)
        gx_diagnose_node(r, tree, node, NULL, "a tag (!) is not allowed: the key says the type");
    return faults == 0;
}

/* Depth is bounded by GX_YAML_LEVELS_MAX. */
bool gx_check_faults(gx_reader *r, const gx_tree *tree, uint32_t node)
{
    bool good = gx_check_fault(r, tree, node);
    for (uint32_t v = tree->nodes[node].first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        if (tree->nodes[v].key != GX_NO_NODE)
            gx_check_key(r, tree, v);
        good = gx_check_faults(r, tree, v) && good;
    }
    return good;
}

bool gx_check_key(gx_reader *r, const gx_tree *tree, uint32_t value)
{
    uint32_t key = tree->nodes[value].key;
    uint32_t twin = tree->nodes[key].twin;
    gx_check_fault(r, tree, key);
    if (twin == GX_NO_NODE)
        return true;
    char shown[168];
    gx_text hint = {0};
    gx_text_append(&hint, "first given in line %u", (unsigned)tree->nodes[twin].line);
    gx_diagnose_node(r, tree, key, &hint, "duplicate key '%s'", gx_shown(shown, gx_node_text(tree, key)));
    return false;
}

/* An empty complaint means that memory is exhausted. */
static void complain(gx_reader *r, const gx_tree *tree, gx_complaint *complaint)
{
    if (complaint->what.length == 0 || complaint->what.failed)
        r->memory_failed = true;
    else
        gx_diagnose_node(r, tree, complaint->node, &complaint->hint, "%s", gx_text_get(&complaint->what));
    gx_complaint_free(complaint);
}

void gx_take_field(gx_reader *r, size_t section, uint64_t item, size_t field, const gx_tree *tree,
                   uint32_t node, gx_origin origin, bool apply)
{
    gx_filled *filled = &r->scenario->filled[section];
    if (apply)
        *gx_origin_of(filled, item, field) = origin;
    if (!gx_check_faults(r, tree, node) || tree->nodes[node].unfinished)
        return;
    gx_complaint complaint = {.node = node};
    if (!gx_field_parse(&filled->section.table->fields[field], tree, node,
                        apply ? gx_item_of(filled, item) : NULL, &complaint))
        complain(r, tree, &complaint);
}

bool gx_fill_defaults(gx_reader *r, size_t section, uint64_t item)
{
    const gx_filled *filled = &r->scenario->filled[section];
    const gx_table *table = filled->section.table;
    for (size_t f = 0; f < table->field_count; f++)
        gx_origin_of(filled, item, f)->from = table->fields[f].fallback ? GX_FROM_DEFAULT : GX_FROM_NOWHERE;
    gx_complaint complaint = {0};
    bool good = gx_table_defaults(table, gx_item_of(filled, item), &complaint);
    if (!good && complaint.what.length == 0)
        r->memory_failed = true;
    else if (!good)
        gx_diagnose(r->diagnostics, 0, 0, 0, NULL, "the table '%s' of this program is wrong: %s", table->path,
                    gx_text_get(&complaint.what));
    gx_complaint_free(&complaint);
    return good;
}

void gx_check_required(gx_reader *r)
{
    for (size_t s = 0; s < r->scenario->section_count; s++) {
        const gx_filled *filled = &r->scenario->filled[s];
        const gx_table *table = filled->section.table;
        for (uint64_t item = 0; item < filled->items; item++) {
            const gx_origin *place = gx_origin_of(filled, item, table->field_count);
            for (size_t f = 0; f < table->field_count; f++) {
                if (gx_origin_of(filled, item, f)->from != GX_FROM_NOWHERE)
                    continue;
                gx_text path = {0}, hint = {0};
                gx_path_print(table, table->fields[f].name, item, &path);
                gx_text_append(&hint, "accepts ");
                gx_field_expects(&table->fields[f], &hint);
                gx_diagnose(r->diagnostics, place->line, place->column, 1, gx_text_get(&hint),
                            "missing key '%s': it has no default", gx_text_get(&path));
                r->memory_failed = r->memory_failed || path.failed || hint.failed;
                gx_text_free(&path);
                gx_text_free(&hint);
            }
        }
    }
}

static bool prepare(gx_reader *r, const char *file, const char *variant, const gx_section *sections,
                    size_t count)
{
    gx_scenario *s = r->scenario;
    s->file = gx_copy_text(file);
    s->filled = gx_alloc(count, sizeof *s->filled);
    s->tables = gx_alloc(count, sizeof *s->tables);
    s->variant = variant ? gx_copy_text(variant) : NULL;
    if (!s->file || !s->filled || !s->tables || (variant && !s->variant))
        return false;
    for (char *c = s->file; *c; c++) /* it will stand in comments */
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c;
    s->section_count = count;
    for (size_t i = 0; i < count; i++) {
        const gx_table *table = sections[i].table;
        uint32_t items = table->repeat_max > 0 ? table->repeat_max : 1;
        s->filled[i] = (gx_filled){.section = sections[i]};
        s->tables[i] = table;
        s->filled[i].origins = gx_alloc(items * (table->field_count + 1), sizeof(gx_origin));
        if (!s->filled[i].origins)
            return false;
        GX_ASSERT((table->repeat_max > 0) == (sections[i].count != NULL));
    }
    return true;
}

static bool fill_all_defaults(gx_reader *r)
{
    bool good = true;
    for (size_t i = 0; i < r->scenario->section_count; i++) {
        if (r->scenario->tables[i]->repeat_max > 0)
            continue;
        r->scenario->filled[i].items = 1;
        good = gx_fill_defaults(r, i, 0) && good;
    }
    return good;
}

static void read_all(gx_reader *r, const char *text, size_t length, const char *variant,
                     const gx_override *overrides, size_t override_count)
{
    gx_tree *tree = &r->scenario->tree;
    if (gx_check_bytes(r->diagnostics, text, length)) {
        if (!gx_tree_read(tree, text, length, 0)) {
            r->memory_failed = true;
            return;
        }
        gx_walk(r);
        gx_read_variants(r);
        if (!tree->stopped)
            gx_apply_variant(r, variant);
        else
            gx_diagnose(r->diagnostics, tree->stop_line, tree->stop_column, 1, tree->stop_hint, "%s",
                        tree->stop_message);
    }
    for (size_t i = 0; i < override_count; i++)
        gx_apply_override(r, overrides[i].assignment);
    /* What is missing shows only when all there is could be read. */
    if (tree->root != GX_NO_NODE && !tree->stopped)
        gx_check_required(r);
    for (size_t i = 0; i < r->scenario->section_count; i++) {
        if (r->scenario->filled[i].section.count)
            *r->scenario->filled[i].section.count = r->scenario->filled[i].items;
    }
}

/* NULL when there is no such field. */
static gx_origin *origin_by_name(const gx_scenario *scenario, const gx_table *table, uint64_t item,
                                 const char *field)
{
    for (size_t s = 0; s < scenario->section_count; s++) {
        const gx_filled *filled = &scenario->filled[s];
        for (size_t f = 0; scenario->tables[s] == table && item < filled->items && f < table->field_count;
             f++) {
            if (strcmp(table->fields[f].name, field) == 0)
                return gx_origin_of(filled, item, f);
        }
    }
    return NULL;
}

void gx_scenario_place(const gx_scenario *scenario, const gx_table *table, uint64_t item, const char *field,
                       size_t *line, size_t *column)
{
    const gx_origin *origin = origin_by_name(scenario, table, item, field);
    *line = origin != NULL ? origin->line : 0;
    *column = origin != NULL ? origin->column : 0;
}

bool gx_scenario_given(const gx_scenario *scenario, const gx_table *table, uint64_t item, const char *field)
{
    const gx_origin *origin = origin_by_name(scenario, table, item, field);
    return origin != NULL && origin->from != GX_FROM_NOWHERE && origin->from != GX_FROM_DEFAULT;
}

void gx_scenario_leave_out(gx_scenario *scenario, const gx_table *table, const char *field)
{
    gx_origin *origin = origin_by_name(scenario, table, 0, field);
    if (origin != NULL && origin->from == GX_FROM_DEFAULT)
        origin->from = GX_FROM_NOWHERE;
}

gx_status gx_scenario_read(gx_scenario **out, const char *file, const char *text, size_t length,
                           const char *variant, const gx_override *overrides, size_t override_count,
                           const gx_section *sections, size_t section_count, gx_diagnostics *diagnostics)
{
    *out = NULL;
    gx_diagnostics_init(diagnostics, file, text);
    gx_reader reader = {.diagnostics = diagnostics, .variants_node = GX_NO_NODE};
    gx_status status = GX_ERR_MEMORY;
    reader.scenario = gx_alloc(1, sizeof *reader.scenario);
    if (!reader.scenario)
        return status;
    reader.scenario->tree.root = GX_NO_NODE;
    if (prepare(&reader, file, variant, sections, section_count)) {
        bool tables_good = fill_all_defaults(&reader);
        if (tables_good)
            read_all(&reader, text, length, variant, overrides, override_count);
        if (!reader.memory_failed && !diagnostics->report.failed)
            status = !tables_good ? GX_ERR_INTERNAL : diagnostics->count > 0 ? GX_ERR_INPUT : GX_OK;
    }
    if (status == GX_OK)
        *out = reader.scenario;
    else
        gx_scenario_free(reader.scenario);
    return status;
}

void gx_scenario_free(gx_scenario *scenario)
{
    if (!scenario)
        return;
    for (size_t i = 0; i < scenario->section_count; i++)
        gx_free(scenario->filled[i].origins);
    gx_tree_free(&scenario->tree);
    gx_free(scenario->file);
    gx_free(scenario->filled);
    gx_free(scenario->tables);
    gx_free(scenario->variants);
    gx_free(scenario->variant);
    gx_free(scenario);
}
