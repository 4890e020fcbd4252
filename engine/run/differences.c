/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two effective scenarios come from the same tables, so they have the same lines but for their values, unless
 * a list of sections is longer in one: then what is behind it is not compared any more. */
#include "checkpoint_head.h"

#include <string.h>

enum { DEPTH = 8, SHOWN = 8 };

typedef struct line {
    const char *text;
    size_t length, indent, key; /* `key`: bytes of "name:" behind the indent; 0: none */
} line;

static line line_at(const char *text)
{
    line l = {.text = text, .length = strcspn(text, "\n")};
    l.indent = strspn(text, " -");
    l.indent = l.indent < l.length ? l.indent : l.length;
    const char *colon = memchr(text + l.indent, ':', l.length - l.indent);
    l.key = colon ? (size_t)(colon - (text + l.indent)) : 0;
    return l;
}

static const char *behind(const line *l)
{
    return l->text + l->length + (l->text[l->length] == '\n');
}

static bool same_key(const line *a, const line *b)
{
    return a->indent == b->indent && a->key == b->key &&
           strncmp(a->text + a->indent, b->text + b->indent, a->key) == 0;
}

/* The sections above a line, outermost first. */
typedef struct lineage {
    line above[DEPTH];
    size_t depth;
} lineage;

static void enter(lineage *path, line l)
{
    while (path->depth && path->above[path->depth - 1].indent >= l.indent)
        path->depth--;
    if (path->depth < DEPTH)
        path->above[path->depth++] = l;
}

static void name(gx_text *out, const lineage *path)
{
    for (size_t i = 0; i < path->depth; i++)
        gx_text_append(out, "%s%.*s", i ? "." : "", (int)path->above[i].key,
                       path->above[i].text + path->above[i].indent);
}

static void value(gx_text *out, const line *l)
{
    size_t at = l->indent + l->key + (l->key ? 1 : 0);
    while (at < l->length && l->text[at] == ' ')
        at++;
    gx_text_append(out, "%.*s", (int)(l->length - at), l->text + at);
}

void gx_effective_differences(gx_text *out, const char *was, const char *is)
{
    lineage path = {.depth = 0};
    size_t shown = 0;
    while (*was && *is && shown < SHOWN) {
        line a = line_at(was), b = line_at(is);
        if (!same_key(&a, &b)) {
            gx_text_append(out, "%sother sections from '%.*s' on", shown ? "; " : "", (int)b.length, b.text);
            return;
        }
        enter(&path, b);
        if (a.length != b.length || strncmp(a.text, b.text, a.length) != 0) {
            gx_text_append(out, "%s", shown++ ? "; " : "");
            name(out, &path);
            gx_text_append(out, " is ");
            value(out, &b);
            gx_text_append(out, ", was ");
            value(out, &a);
        }
        was = behind(&a);
        is = behind(&b);
    }
    if (shown == SHOWN)
        gx_text_append(out, "; and perhaps more");
    else if (*was || *is)
        gx_text_append(out, "%s%s", shown ? "; " : "", *is ? "more sections" : "fewer sections");
}
