/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libyaml's events -> a tree of nodes.
 *
 * Events and not libyaml's own documents, because only the events show anchors, aliases and tags as they were
 * written, and because the bounds can be kept while reading: an alias is never expanded, so a tree is never
 * larger than its text. Duplicate keys, which libyaml lets pass, are marked here by a sort of each mapping's
 * keys. */
#include "yaml_tree.h"

#include <gx/base/memory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct builder {
    gx_tree *tree;
    uint32_t stack[GX_YAML_LEVELS_MAX]; /* open lists and mappings */
    uint32_t depth;
    uint32_t key; /* read, and waiting for its value */
    uint32_t documents;
} builder;

static bool stop(gx_tree *tree, const yaml_mark_t *at, const char *hint, const char *message)
{
    tree->stopped = true;
    tree->stop_line = (uint32_t)at->line + 1;
    tree->stop_column = (uint32_t)at->column + 1 + tree->column_offset;
    tree->stop_hint = hint;
    snprintf(tree->stop_message, sizeof tree->stop_message, "%s", message);
    return false;
}

static bool stop_at_syntax(gx_tree *tree, const yaml_parser_t *parser)
{
    if (parser->error == YAML_MEMORY_ERROR) {
        tree->memory_failed = true;
        return false;
    }
    char message[sizeof tree->stop_message];
    const char *problem = parser->problem ? parser->problem : "cannot be read";
    if (parser->context && parser->context_mark.line != parser->problem_mark.line)
        snprintf(message, sizeof message, "not valid YAML: %s (%s from line %zu)", problem, parser->context,
                 parser->context_mark.line + 1);
    else if (parser->context)
        snprintf(message, sizeof message, "not valid YAML: %s (%s)", problem, parser->context);
    else
        snprintf(message, sizeof message, "not valid YAML: %s", problem);
    return stop(tree, &parser->problem_mark, "behind this place nothing was checked", message);
}

static bool keep_text(gx_tree *tree, gx_node *node, const char *text, size_t length)
{
    size_t needed = tree->pool_length + length + 1;
    if (needed > tree->pool_capacity) {
        size_t capacity = needed * 2 + 256;
        char *pool = gx_resize(tree->pool, tree->pool_capacity, capacity, 1);
        if (!pool) {
            tree->memory_failed = true;
            return false;
        }
        tree->pool = pool;
        tree->pool_capacity = capacity;
    }
    if (length > 0)
        memcpy(tree->pool + tree->pool_length, text, length);
    tree->pool[tree->pool_length + length] = '\0';
    node->text = tree->pool_length;
    node->length = length;
    tree->pool_length = needed;
    return true;
}

/* A new node, not yet linked; GX_NO_NODE when memory is exhausted. */
static uint32_t new_node(gx_tree *tree, gx_node_kind kind, const yaml_mark_t *from, const yaml_mark_t *to)
{
    if (tree->count == tree->capacity) {
        uint32_t capacity = tree->capacity * 2 + 64;
        gx_node *nodes = gx_resize(tree->nodes, tree->capacity, capacity, sizeof *nodes);
        if (!nodes) {
            tree->memory_failed = true;
            return GX_NO_NODE;
        }
        tree->nodes = nodes;
        tree->capacity = capacity;
    }
    bool one_line = kind == GX_NODE_SCALAR && from->line == to->line && to->column > from->column;
    tree->nodes[tree->count] = (gx_node){
        .kind = kind,
        .line = (uint32_t)from->line + 1,
        .column = (uint32_t)from->column + 1 + tree->column_offset,
        .width = one_line ? (uint32_t)(to->column - from->column) : 1,
        .key = GX_NO_NODE,
        .twin = GX_NO_NODE,
        .first = GX_NO_NODE,
        .last = GX_NO_NODE,
        .next = GX_NO_NODE,
    };
    return tree->count++;
}

/* Hang a node into the open list or mapping, or keep it as the key of the value that follows. */
static bool link_node(builder *b, uint32_t node, const yaml_mark_t *at)
{
    gx_tree *tree = b->tree;
    if (b->depth == 0) {
        tree->root = node;
        return true;
    }
    gx_node *parent = &tree->nodes[b->stack[b->depth - 1]];
    if (parent->kind == GX_NODE_MAPPING && b->key == GX_NO_NODE) {
        if (tree->nodes[node].kind != GX_NODE_SCALAR || (tree->nodes[node].faults & GX_FAULT_ALIAS))
            return stop(tree, at, "write it as a plain word", "a key must be one word");
        b->key = node;
        return true;
    }
    tree->nodes[node].key = b->key;
    b->key = GX_NO_NODE;
    if (parent->first == GX_NO_NODE)
        parent->first = node;
    else
        tree->nodes[parent->last].next = node;
    parent->last = node;
    parent->children++;
    return true;
}

static bool add(builder *b, const yaml_event_t *event, gx_node_kind kind, uint32_t faults)
{
    gx_tree *tree = b->tree;
    if (tree->count == GX_YAML_NODES_MAX)
        return stop(tree, &event->start_mark, "at most 100,000 are read", "too many values");
    if (kind != GX_NODE_SCALAR && b->depth == GX_YAML_LEVELS_MAX)
        return stop(tree, &event->start_mark, "at most 16 levels are read", "nested too deeply");
    uint32_t node = new_node(tree, kind, &event->start_mark, &event->end_mark);
    if (node == GX_NO_NODE)
        return false;
    tree->nodes[node].faults = faults;
    const char *text = "";
    size_t length = 0;
    if (event->type == YAML_SCALAR_EVENT) {
        text = (const char *)event->data.scalar.value;
        length = event->data.scalar.length;
        tree->nodes[node].plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    }
    if (!keep_text(tree, &tree->nodes[node], text, length) || !link_node(b, node, &event->start_mark))
        return false;
    if (kind != GX_NODE_SCALAR)
        b->stack[b->depth++] = node;
    return true;
}

static uint32_t faults_of(const yaml_char_t *anchor, const yaml_char_t *tag)
{
    return (anchor ? (uint32_t)GX_FAULT_ANCHOR : 0U) | (tag ? (uint32_t)GX_FAULT_TAG : 0U);
}

static bool start_document(builder *b, const yaml_event_t *event)
{
    if (b->documents++ > 0)
        return stop(b->tree, &event->start_mark, "one file is one scenario", "a second document starts here");
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
        return stop(b->tree, &event->start_mark, "leave it out", "a % directive is not allowed");
    return true;
}

/* True while there is more to read. */
static bool take(builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return start_document(b, event);
    case YAML_ALIAS_EVENT:
        return add(b, event, GX_NODE_SCALAR, GX_FAULT_ALIAS);
    case YAML_SCALAR_EVENT:
        return add(b, event, GX_NODE_SCALAR, faults_of(event->data.scalar.anchor, event->data.scalar.tag));
    case YAML_SEQUENCE_START_EVENT:
        return add(b, event, GX_NODE_LIST,
                   faults_of(event->data.sequence_start.anchor, event->data.sequence_start.tag));
    case YAML_MAPPING_START_EVENT:
        return add(b, event, GX_NODE_MAPPING,
                   faults_of(event->data.mapping_start.anchor, event->data.mapping_start.tag));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        b->depth--;
        return true;
    case YAML_STREAM_END_EVENT:
        return false;
    default:
        return true;
    }
}

typedef struct named_key {
    const char *text;
    uint32_t node;
} named_key;

static int by_text_then_place(const void *left, const void *right)
{
    const named_key *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->node > b->node) - (a->node < b->node);
}

static bool mark_twins(gx_tree *tree, const gx_node *mapping)
{
    named_key *keys = gx_alloc(mapping->children, sizeof *keys);
    if (!keys)
        return false;
    size_t count = 0;
    for (uint32_t v = mapping->first; v != GX_NO_NODE; v = tree->nodes[v].next) {
        uint32_t key = tree->nodes[v].key;
        keys[count++] = (named_key){gx_node_text(tree, key), key};
    }
    qsort(keys, count, sizeof *keys, by_text_then_place);
    for (size_t i = 1; i < count; i++) {
        uint32_t twin = tree->nodes[keys[i - 1].node].twin;
        if (strcmp(keys[i].text, keys[i - 1].text) == 0)
            tree->nodes[keys[i].node].twin = twin == GX_NO_NODE ? keys[i - 1].node : twin;
    }
    gx_free(keys);
    return true;
}

static bool mark_all_twins(gx_tree *tree)
{
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].kind == GX_NODE_MAPPING && tree->nodes[i].children > 1 &&
            !mark_twins(tree, &tree->nodes[i]))
            return false;
    }
    return true;
}

bool gx_tree_read(gx_tree *out, const char *text, size_t length, uint32_t column_offset)
{
    *out = (gx_tree){.root = GX_NO_NODE, .column_offset = column_offset};
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        out->memory_failed = true;
        return false;
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    builder b = {.tree = out, .key = GX_NO_NODE};
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            stop_at_syntax(out, &parser);
            break;
        }
        more = take(&b, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    /* What is still open at a stop, and the last word before it, which may have swallowed what follows. */
    for (uint32_t i = 0; out->stopped && i < b.depth; i++)
        out->nodes[b.stack[i]].unfinished = true;
    if (out->stopped && out->count > 0)
        out->nodes[out->count - 1].unfinished = true;
    if (!out->memory_failed && !mark_all_twins(out))
        out->memory_failed = true;
    return !out->memory_failed;
}

bool gx_tree_scalar(gx_tree *out, const char *text, size_t length, uint32_t column_offset)
{
    *out = (gx_tree){.root = GX_NO_NODE, .column_offset = column_offset};
    uint32_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    yaml_mark_t from = {0, 0, 0}, to = {0, 0, width};
    uint32_t node = new_node(out, GX_NODE_SCALAR, &from, &to);
    if (node == GX_NO_NODE || !keep_text(out, &out->nodes[node], text, length))
        return false;
    out->nodes[node].plain = true;
    out->root = node;
    return true;
}

void gx_tree_free(gx_tree *tree)
{
    gx_free(tree->nodes);
    gx_free(tree->pool);
    *tree = (gx_tree){.root = GX_NO_NODE};
}

const char *gx_node_text(const gx_tree *tree, uint32_t node)
{
    return tree->pool + tree->nodes[node].text;
}

bool gx_node_is(const gx_tree *tree, uint32_t node, const char *text)
{
    size_t length = strlen(text);
    return tree->nodes[node].kind == GX_NODE_SCALAR && tree->nodes[node].length == length &&
           memcmp(gx_node_text(tree, node), text, length) == 0;
}

bool gx_node_is_null(const gx_tree *tree, uint32_t node)
{
    return tree->nodes[node].plain &&
           (gx_node_is(tree, node, "") || gx_node_is(tree, node, "~") || gx_node_is(tree, node, "null"));
}

const char *gx_node_kind_text(const gx_tree *tree, uint32_t node)
{
    static const char *const texts[] = {
        [GX_NODE_SCALAR] = "one value", [GX_NODE_LIST] = "a list", [GX_NODE_MAPPING] = "a mapping"};
    return texts[tree->nodes[node].kind];
}
