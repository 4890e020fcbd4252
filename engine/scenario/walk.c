/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree against the tables: each mapping stands at a dotted path; each of its keys is a field of the
 * section at this path, or leads to the sections below, or is unknown. Errors come out in the order of the
 * file. */
#include "reader.h"

#include <string.h>

enum { KNOWN_NAMES_MAX = 64, KNOWN_NAMES_SHOWN = 12 };

/* The names a mapping takes: at most KNOWN_NAMES_MAX fields and subsections, each once. */
typedef struct names {
    const char *at[KNOWN_NAMES_MAX];
    size_t count;
    char pool[KNOWN_NAMES_MAX][GX_PATH_MAX];
} names;

static void add_name(names *all, const char *name, size_t length)
{
    if (all->count == KNOWN_NAMES_MAX || length >= GX_PATH_MAX)
        return;
    memcpy(all->pool[all->count], name, length);
    all->pool[all->count][length] = '\0';
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->at[i], all->pool[all->count]) == 0)
            return;
    }
    all->at[all->count] = all->pool[all->count];
    all->count++;
}

static void collect_names(const gx_scenario *s, const char *path, size_t section, names *all)
{
    all->count = 0;
    if (section != GX_NO_INDEX) {
        for (size_t f = 0; f < s->tables[section]->field_count; f++)
            add_name(all, s->tables[section]->fields[f].name, strlen(s->tables[section]->fields[f].name));
    }
    for (size_t t = 0; t < s->section_count; t++) {
        const char *rest = gx_path_below(s->tables[t]->path, path);
        if (rest)
            add_name(all, rest, strcspn(rest, "."));
    }
    if (!*path)
        add_name(all, GX_VARIANTS_KEY, strlen(GX_VARIANTS_KEY));
}

/* "did you mean 'lucky'? (packets per hour, 0 … 1000)" */
static void suggest_near(const gx_scenario *s, size_t section, const char *nearest, gx_text *hint)
{
    gx_text_append(hint, "did you mean '%s'?", nearest);
    size_t field = section == GX_NO_INDEX ? GX_NO_INDEX : gx_field_find(s->tables[section], nearest);
    if (field == GX_NO_INDEX)
        return;
    gx_text_append(hint, " (");
    gx_field_expects(&s->tables[section]->fields[field], hint);
    gx_text_append(hint, ")");
}

static void suggest(const gx_scenario *s, const char *path, size_t section, const char *key, gx_text *hint)
{
    names all;
    collect_names(s, path, section, &all);
    const char *nearest = strlen(key) <= GX_PATH_MAX ? gx_nearest_name(key, all.at, all.count) : NULL;
    if (nearest) {
        suggest_near(s, section, nearest, hint);
        return;
    }
    if (strcmp(key, "<<") == 0) {
        gx_text_append(hint, "merge keys are not read; write the keys out");
        return;
    }
    if (strchr(key, '.') && gx_path_find(s->tables, s->section_count, key).kind != GX_PATH_UNKNOWN) {
        gx_text_append(hint, "in the file write it nested; dotted paths are for variants and --set");
        return;
    }
    for (size_t t = 0; t < s->section_count; t++) {
        if (gx_field_find(s->tables[t], key) != GX_NO_INDEX) {
            gx_text_append(hint, "it belongs %s%s%s",
                           *s->tables[t]->path ? "under '" : "to the root of the file", s->tables[t]->path,
                           *s->tables[t]->path ? "'" : "");
            return;
        }
    }
    gx_text_append(hint, "known here:");
    for (size_t i = 0; i < all.count && i < KNOWN_NAMES_SHOWN; i++)
        gx_text_append(hint, "%s %s", i > 0 ? "," : "", all.at[i]);
    if (all.count > KNOWN_NAMES_SHOWN)
        gx_text_append(hint, ", …");
}

static void refuse_unknown(gx_reader *r, const char *path, size_t section, uint32_t value)
{
    const gx_tree *tree = &r->scenario->tree;
    uint32_t key = tree->nodes[value].key;
    gx_text hint = {0};
    char shown[168];
    if (r->diagnostics->count < 100) /* later ones are only counted */
        suggest(r->scenario, path, section, gx_node_text(tree, key), &hint);
    gx_shown(shown, gx_node_text(tree, key));
    if (*path)
        gx_diagnose_node(r, tree, key, &hint, "unknown key '%s' in '%s'", shown, path);
    else
        gx_diagnose_node(r, tree, key, &hint, "unknown key '%s'", shown);
    gx_check_faults(r, tree, value);
}

static void walk_mapping(gx_reader *r, const char *path, uint32_t mapping);

static gx_origin file_origin(const gx_tree *tree, uint32_t node)
{
    return (gx_origin){GX_FROM_FILE, tree->nodes[node].line, tree->nodes[node].column};
}

static void walk_fields(gx_reader *r, size_t section, uint64_t item, uint32_t mapping)
{
    const gx_tree *tree = &r->scenario->tree;
    const gx_table *table = r->scenario->tables[section];
    for (uint32_t v = tree->nodes[mapping].first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        uint32_t key = tree->nodes[v].key;
        if (!gx_check_key(r, tree, v))
            continue;
        size_t field = gx_field_find(table, gx_node_text(tree, key));
        if (field == GX_NO_INDEX)
            refuse_unknown(r, table->path, section, v);
        else
            gx_take_field(r, section, item, field, tree, v, file_origin(tree, key), true);
    }
}

static void walk_list(gx_reader *r, size_t section, uint32_t list)
{
    const gx_tree *tree = &r->scenario->tree;
    gx_filled *filled = &r->scenario->filled[section];
    const gx_table *table = filled->section.table;
    if (!gx_check_fault(r, tree, list) || gx_node_is_null(tree, list))
        return;
    if (tree->nodes[list].kind != GX_NODE_LIST) {
        gx_text hint = {0};
        gx_text_append(&hint, "begin each item with '- '");
        gx_diagnose_node(r, tree, tree->nodes[list].key, &hint, "'%s' is a list of items, not %s",
                         table->path, gx_node_kind_text(tree, list));
        return;
    }
    for (uint32_t i = tree->nodes[list].first; i != GX_NO_NODE; i = tree->nodes[i].next) {
        if (filled->items == table->repeat_max) {
            gx_diagnose_node(r, tree, i, NULL, "'%s' has more than %u items", table->path,
                             (unsigned)table->repeat_max);
            return;
        }
        bool good = gx_check_fault(r, tree, i);
        if (tree->nodes[i].kind != GX_NODE_MAPPING) {
            if (!good)
                continue;
            gx_diagnose_node(r, tree, i, NULL, "an item of '%s' is a mapping of keys, not %s", table->path,
                             gx_node_kind_text(tree, i));
            continue;
        }
        uint32_t item = filled->items;
        if (!gx_fill_defaults(r, section, item))
            return;
        *gx_origin_of(filled, item, table->field_count) = file_origin(tree, i);
        filled->items++;
        walk_fields(r, section, item, i);
    }
}

static void walk_section(gx_reader *r, const char *path, size_t section, uint32_t value)
{
    const gx_tree *tree = &r->scenario->tree;
    uint32_t key = tree->nodes[value].key;
    if (section != GX_NO_INDEX) {
        gx_filled *filled = &r->scenario->filled[section];
        *gx_origin_of(filled, 0, filled->section.table->field_count) = file_origin(tree, key);
    }
    bool good = gx_check_fault(r, tree, value);
    if (tree->nodes[value].kind == GX_NODE_MAPPING) {
        walk_mapping(r, path, value);
    } else if (good && !gx_node_is_null(tree, value)) {
        gx_text hint = {0};
        gx_text_append(&hint, "write its keys on the lines below, indented");
        gx_diagnose_node(r, tree, key, &hint, "'%s' is a section, not %s", path,
                         gx_node_kind_text(tree, value));
    }
}

/* One key of the mapping at `path` that is no field: a section, what leads to one, or unknown. */
static void walk_below(gx_reader *r, const char *path, size_t section, uint32_t value)
{
    const gx_scenario *s = r->scenario;
    const char *key = gx_node_text(&s->tree, s->tree.nodes[value].key);
    gx_text text = {0};
    gx_text_append(&text, "%s%s%s", path, *path ? "." : "", key);
    r->memory_failed = r->memory_failed || text.failed;
    const char *child = gx_text_get(&text);
    bool word = *key && !strchr(key, '.');
    size_t found = word ? gx_table_find(s->tables, s->section_count, child) : GX_NO_INDEX;
    if (found != GX_NO_INDEX && s->tables[found]->repeat_max > 0)
        walk_list(r, found, value);
    else if (found != GX_NO_INDEX || (word && gx_path_is_parent(s->tables, s->section_count, child)))
        walk_section(r, child, found, value);
    else
        refuse_unknown(r, path, section, value);
    gx_text_free(&text);
}

static void walk_mapping(gx_reader *r, const char *path, uint32_t mapping)
{
    const gx_tree *tree = &r->scenario->tree;
    size_t section = gx_table_find(r->scenario->tables, r->scenario->section_count, path);
    for (uint32_t v = tree->nodes[mapping].first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        uint32_t key = tree->nodes[v].key;
        if (!gx_check_key(r, tree, v))
            continue;
        size_t field = GX_NO_INDEX;
        if (section != GX_NO_INDEX)
            field = gx_field_find(r->scenario->tables[section], gx_node_text(tree, key));
        if (!*path && gx_node_is(tree, key, GX_VARIANTS_KEY))
            r->variants_node = v;
        else if (field != GX_NO_INDEX)
            gx_take_field(r, section, 0, field, tree, v, file_origin(tree, key), true);
        else
            walk_below(r, path, section, v);
    }
}

void gx_walk(gx_reader *r)
{
    const gx_tree *tree = &r->scenario->tree;
    if (tree->root == GX_NO_NODE || gx_node_is_null(tree, tree->root)) {
        if (!tree->stopped)
            gx_diagnose(r->diagnostics, 0, 0, 0, NULL, "the scenario is empty");
    } else if (tree->nodes[tree->root].kind != GX_NODE_MAPPING) {
        gx_text hint = {0};
        gx_text_append(&hint, "begin with 'version: 1'");
        gx_diagnose_node(r, tree, tree->root, &hint, "a scenario is a mapping of keys, not %s",
                         gx_node_kind_text(tree, tree->root));
    } else {
        gx_check_fault(r, tree, tree->root);
        walk_mapping(r, "", tree->root);
    }
}
