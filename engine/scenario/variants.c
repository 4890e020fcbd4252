/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader's own key: named sets of overrides, all of them checked, one of them applied. */
#include "reader.h"

#include <gx/base/memory.h>
#include <string.h>

static const char *const variant_keys[] = {"name", "help", "set"};

static void refuse_key(gx_reader *r, uint32_t value)
{
    const gx_tree *tree = &r->scenario->tree;
    uint32_t key = tree->nodes[value].key;
    gx_text hint = {0};
    char shown[168];
    const char *text = gx_node_text(tree, key);
    const char *nearest =
        strlen(text) <= GX_PATH_MAX ? gx_nearest_name(text, variant_keys, GX_COUNT_OF(variant_keys)) : NULL;
    if (nearest)
        gx_text_append(&hint, "did you mean '%s'?", nearest);
    else
        gx_text_append(&hint, "known here: name, help, set");
    gx_diagnose_node(r, tree, key, &hint, "unknown key '%s' in a variant", gx_shown(shown, text));
    gx_check_faults(r, tree, value);
}

/* Names stand in comments, in file names and on command lines. */
static bool is_name(const char *text, size_t length)
{
    return length > 0 && length <= 64 && *text != '-' && *text != '.' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == length;
}

static const char *read_text(gx_reader *r, uint32_t value)
{
    const gx_tree *tree = &r->scenario->tree;
    if (!gx_check_faults(r, tree, value))
        return NULL;
    if (tree->nodes[value].kind == GX_NODE_SCALAR && !gx_node_is_null(tree, value))
        return gx_node_text(tree, value);
    gx_diagnose_node(r, tree, tree->nodes[value].key, NULL, "'%s' of a variant must be text",
                     gx_node_text(tree, tree->nodes[value].key));
    return NULL;
}

static void read_name(gx_reader *r, uint32_t value, gx_variant *variant)
{
    const gx_tree *tree = &r->scenario->tree;
    char shown[168];
    const char *name = read_text(r, value);
    gx_text hint = {0};
    if (!name)
        return;
    variant->name = name;
    if (!is_name(name, tree->nodes[value].length)) {
        gx_text_append(&hint, "letters, digits, '-', '_' and '.', at most 64");
        gx_diagnose_node(r, tree, value, &hint, "a variant's name must be one word");
    }
    for (size_t i = 0; i < r->scenario->variant_count; i++) {
        if (strcmp(r->scenario->variants[i].name, name) == 0)
            gx_diagnose_node(r, tree, value, NULL, "duplicate variant '%s'", gx_shown(shown, name));
    }
}

/* Check all that a variant sets; with `apply` do it. */
static void assign_all(gx_reader *r, uint32_t set, bool apply)
{
    const gx_tree *tree = &r->scenario->tree;
    for (uint32_t v = tree->nodes[set].first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        uint32_t key = tree->nodes[v].key;
        if (!apply && !gx_check_key(r, tree, v))
            continue;
        gx_assign(r, (gx_spot){tree, key}, (gx_spot){tree, v},
                  (gx_origin){GX_FROM_VARIANT, tree->nodes[key].line, tree->nodes[key].column}, apply);
    }
}

static void read_set(gx_reader *r, uint32_t value, gx_variant *variant)
{
    const gx_tree *tree = &r->scenario->tree;
    gx_text hint = {0};
    bool good = gx_check_fault(r, tree, value);
    if (tree->nodes[value].kind == GX_NODE_MAPPING) {
        variant->set = value;
        assign_all(r, value, false);
    } else if (good && !gx_node_is_null(tree, value)) {
        gx_text_append(&hint, "like {run.seed: 7}");
        gx_diagnose_node(r, tree, tree->nodes[value].key, &hint,
                         "'set' of a variant must be a mapping of dotted keys");
    }
}

static void read_variant(gx_reader *r, uint32_t item)
{
    const gx_tree *tree = &r->scenario->tree;
    gx_variant variant = {.help = "", .set = GX_NO_NODE};
    bool good = gx_check_fault(r, tree, item);
    if (tree->nodes[item].kind != GX_NODE_MAPPING) {
        if (good)
            gx_diagnose_node(r, tree, item, NULL, "a variant is a mapping with name, help and set, not %s",
                             gx_node_kind_text(tree, item));
        return;
    }
    bool named = false;
    for (uint32_t v = tree->nodes[item].first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        uint32_t key = tree->nodes[v].key;
        if (!gx_check_key(r, tree, v))
            continue;
        named = named || gx_node_is(tree, key, "name");
        if (gx_node_is(tree, key, "name")) {
            read_name(r, v, &variant);
        } else if (gx_node_is(tree, key, "help")) {
            const char *help = read_text(r, v);
            variant.help = help ? help : "";
        } else if (gx_node_is(tree, key, "set")) {
            read_set(r, v, &variant);
        } else {
            refuse_key(r, v);
        }
    }
    if (!named)
        gx_diagnose_node(r, tree, item, NULL, "a variant needs a name");
    if (variant.name)
        r->scenario->variants[r->scenario->variant_count++] = variant;
}

void gx_read_variants(gx_reader *r)
{
    const gx_tree *tree = &r->scenario->tree;
    uint32_t list = r->variants_node;
    if (list == GX_NO_NODE || tree->stopped || !gx_check_fault(r, tree, list) || gx_node_is_null(tree, list))
        return;
    if (tree->nodes[list].kind != GX_NODE_LIST) {
        gx_text hint = {0};
        gx_text_append(&hint, "begin each with '- name: …'");
        gx_diagnose_node(r, tree, tree->nodes[list].key, &hint, "'variants' is a list, not %s",
                         gx_node_kind_text(tree, list));
        return;
    }
    r->scenario->variants = gx_alloc(tree->nodes[list].children, sizeof *r->scenario->variants);
    if (!r->scenario->variants) {
        r->memory_failed = true;
        return;
    }
    for (uint32_t i = tree->nodes[list].first; i != GX_NO_NODE; i = tree->nodes[i].next)
        read_variant(r, i);
}

static void refuse_variant(gx_reader *r, const char *name)
{
    const gx_scenario *s = r->scenario;
    gx_text hint = {0};
    char shown[168];
    const char **names = gx_alloc(s->variant_count, sizeof *names);
    if (!names) {
        r->memory_failed = true;
        return;
    }
    for (size_t i = 0; i < s->variant_count; i++)
        names[i] = s->variants[i].name;
    const char *nearest = strlen(name) <= GX_PATH_MAX ? gx_nearest_name(name, names, s->variant_count) : NULL;
    if (nearest)
        gx_text_append(&hint, "did you mean '%s'?", nearest);
    else if (s->variant_count == 0)
        gx_text_append(&hint, "the scenario has no variants");
    else
        gx_text_append(&hint, "the scenario has:");
    for (size_t i = 0; !nearest && i < s->variant_count && i < 12; i++)
        gx_text_append(&hint, "%s %s", i > 0 ? "," : "", gx_shown(shown, names[i]));
    gx_diagnose(r->diagnostics, 0, 0, 0, gx_text_get(&hint), "unknown variant '%s'", gx_shown(shown, name));
    r->memory_failed = r->memory_failed || hint.failed;
    gx_text_free(&hint);
    gx_free(names);
}

void gx_apply_variant(gx_reader *r, const char *name)
{
    const gx_scenario *s = r->scenario;
    if (!name || r->memory_failed)
        return;
    for (size_t i = 0; i < s->variant_count; i++) {
        if (strcmp(s->variants[i].name, name) != 0)
            continue;
        /* What is wrong in it was said when it was read. */
        if (s->variants[i].set != GX_NO_NODE && r->diagnostics->count == 0)
            assign_all(r, s->variants[i].set, true);
        return;
    }
    refuse_variant(r, name);
}

size_t gx_scenario_variant_count(const gx_scenario *scenario)
{
    return scenario->variant_count;
}

const char *gx_scenario_variant_name(const gx_scenario *scenario, size_t index)
{
    return index < scenario->variant_count ? scenario->variants[index].name : NULL;
}

const char *gx_scenario_variant_help(const gx_scenario *scenario, size_t index)
{
    return index < scenario->variant_count ? scenario->variants[index].help : NULL;
}
