/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GraphML (Brandes, Eiglsperger, Herman, Himsolt & Marshall 2002) as a stream of XML events.
 *
 * Read: one graph; nodes, edges, and their data by <key>. Refused, with the line: hyperedges, ports, graphs
 * in graphs, entities declared in the file (nothing of a graph needs them, and they can be bombs), elements
 * nested deeper than 64, tags longer than a line may be. Elements of others inside <data> (layouts, colours)
 * are passed over. Nothing outside the file is ever opened.
 */
#include "exchange/keys.h"

#include <expat.h>
#include <gx/base/memory.h>

enum { DEPTH_MAX = 64, BITE = 1 << 16 };

typedef enum owner { OWNER_NONE, OWNER_KEY, OWNER_NODE, OWNER_EDGE } owner;

typedef struct document {
    gx_reading *reading;
    gx_error *error;
    gx_status status;
    XML_Parser parser;
    gx_keys keys;
    unsigned depth;
    bool root, graph, in_graph, directed; /* seen; the graph's edgedefault */
    owner owner;                          /* whose <data> or <default> comes */
    unsigned owner_depth, text_depth;     /* of its element; of the one whose text is kept, 0: none */
    gx_key_element *key;                  /* of that text */
    gx_place place;                       /* of the owner */
    uint64_t node, end[2];                /* ids */
    bool known, both;                     /* the ids are; the edge is undirected */
    double weight;
    bool weighed;
    size_t length;
    char text[GX_IMPORT_NAME_MAX + 1]; /* one more tells that it is too long */
} document;

/* ---- Memory for expat, whose realloc does not tell the old size ---- */

typedef union block {
    size_t size;
    max_align_t align;
} block;

static void *take(size_t size)
{
    block *made = size < PTRDIFF_MAX ? gx_alloc(1, size + sizeof(block)) : NULL;
    if (made == NULL)
        return NULL;
    made->size = size;
    return made + 1;
}

static void *change(void *old, size_t size)
{
    block *before = old != NULL ? (block *)old - 1 : NULL;
    if (before == NULL)
        return take(size);
    if (size >= PTRDIFF_MAX)
        return NULL;
    block *after = gx_resize(before, before->size + sizeof(block), size + sizeof(block), 1);
    if (after == NULL)
        return NULL;
    after->size = size;
    return after + 1;
}

static void give(void *old)
{
    if (old != NULL)
        gx_free((block *)old - 1);
}

/* ---- Places and failures ---- */

static gx_place here(const document *d)
{
    return (gx_place){(uint64_t)XML_GetCurrentLineNumber(d->parser),
                      (size_t)XML_GetCurrentColumnNumber(d->parser) + 1, 1};
}

static void stop(document *d, gx_status status)
{
    if (d->status == GX_OK)
        d->status = status;
    XML_StopParser(d->parser, XML_FALSE);
}

static void fault(document *d, const char *hint, const char *text)
{
    gx_fault_add(&d->reading->part.faults, here(d), hint, "%s", text);
}

/* A name's id; false when there is none, for whatever reason. */
static bool ask(document *d, const char *name, uint64_t *id)
{
    gx_part *part = &d->reading->part;
    if (gx_reading_id(d->reading, part, 0, name, strlen(name), here(d), id))
        return true;
    if (part->status != GX_OK && d->error != NULL)
        *d->error = part->error;
    if (part->status != GX_OK || part->again)
        stop(d, part->status);
    return false;
}

/* ---- Elements ---- */

static void begin_graph(document *d, const char **attributes)
{
    const char *directed = gx_xml_attribute(attributes, "edgedefault");
    if (d->in_graph)
        fault(d, "give the nodes inside to the graph around them", "a graph inside a graph cannot be read");
    else if (d->graph)
        fault(d, "one graph a file", "a second graph");
    d->graph = d->in_graph = true;
    d->directed = directed != NULL && strcmp(directed, "directed") == 0;
}

static void begin_node(document *d, const char **attributes)
{
    const char *name = gx_xml_attribute(attributes, "id");
    bool before = false;
    d->owner = OWNER_NODE;
    d->known = name != NULL && ask(d, name, &d->node);
    if (name == NULL)
        fault(d, "", "a node has no id");
    if (!d->known || d->reading->gather.placing)
        return;
    gx_side_see(&d->reading->gather.side[0], d->node);
    gx_status status = gx_columns_describe(d->reading, d->node, GX_DESCRIBED_IN_GRAPH, &before, d->error);
    if (status != GX_OK)
        stop(d, status);
    else if (before)
        fault(d, "", "two nodes have the same id");
    for (uint32_t at = 0; at < d->keys.count && status == GX_OK; at++) {
        const gx_key_element *key = &d->keys.key[at];
        if (!key->of_nodes || !key->has_default)
            continue;
        status = key->numeric ? gx_columns_number(d->reading, key->column, d->node, key->number, d->error)
                              : gx_columns_text(d->reading, key->column, d->node, key->text,
                                                strlen(key->text), d->error);
        if (status != GX_OK)
            stop(d, status);
    }
}

static void begin_edge(document *d, const char **attributes)
{
    static const char *const names[2] = {"source", "target"};
    const char *directed = gx_xml_attribute(attributes, "directed");
    d->owner = OWNER_EDGE;
    d->place = here(d);
    d->known = true;
    d->both = directed != NULL ? strcmp(directed, "false") == 0 : !d->directed;
    if (!d->both && !d->reading->gather.directed)
        gx_reading_note(d->reading, "directions of edges were not kept");
    d->weighed = d->keys.weight != UINT32_MAX && d->keys.key[d->keys.weight].has_default;
    d->weight = d->weighed ? d->keys.key[d->keys.weight].number : 1;
    for (unsigned end = 0; end < 2; end++) {
        const char *name = gx_xml_attribute(attributes, names[end]);
        if (name == NULL)
            fault(d, "", end == 0 ? "an edge has no source" : "an edge has no target");
        d->known = name != NULL && ask(d, name, &d->end[end]) && d->known;
        if (d->known && d->reading->gather.placing &&
            !gx_columns_described(&d->reading->columns, d->end[end], GX_DESCRIBED_IN_GRAPH)) {
            char shown[GX_SHOW_BYTES];
            gx_fault_add(&d->reading->part.faults, here(d), "",
                         "there is no node '%s', which this edge names", gx_show(shown, name, strlen(name)));
        }
    }
}

static void end_edge(document *d)
{
    if (d->reading->has_weights && !d->weighed)
        gx_reading_note(d->reading, "edges without a weight got the weight 1");
    if (d->known)
        gx_gather_tie(&d->reading->gather, &d->reading->part.tally, d->end[0], d->end[1], d->weight, d->both);
}

static void begin_data(document *d, const char **attributes)
{
    const char *id = gx_xml_attribute(attributes, "key");
    d->key = id != NULL ? gx_keys_find(&d->keys, id) : NULL;
    if (d->key == NULL) {
        char shown[GX_SHOW_BYTES];
        id = id != NULL ? id : "";
        gx_fault_add(&d->reading->part.faults, here(d), "keys stand above the graph",
                     "there is no key '%s' for this data", gx_show(shown, id, strlen(id)));
    }
    d->text_depth = d->key != NULL ? d->depth : 0;
    d->length = 0;
}

static void XMLCALL begin(void *context, const char *name, const char **attributes)
{
    document *d = context;
    const char *colon = strrchr(name, ':');
    char shown[GX_SHOW_BYTES];
    name = colon != NULL ? colon + 1 : name;
    if (++d->depth > DEPTH_MAX) {
        fault(d, "", "elements are nested deeper than 64");
        stop(d, GX_OK);
    } else if (!d->root) {
        d->root = strcmp(name, "graphml") == 0;
        if (!d->root) {
            gx_fault_add(&d->reading->part.faults, here(d), "", "expected the element graphml, found '%s'",
                         gx_show(shown, name, strlen(name)));
            stop(d, GX_OK);
        }
    } else if (d->text_depth > 0) {
        return; /* inside data: somebody else's */
    } else if (strcmp(name, "key") == 0 && !d->graph) {
        d->key = gx_keys_add(&d->keys, d->reading, attributes, here(d), &d->status, d->error);
        d->owner = d->key != NULL ? OWNER_KEY : OWNER_NONE;
        d->owner_depth = d->depth;
        if (d->status != GX_OK)
            stop(d, d->status);
    } else if (strcmp(name, "default") == 0 && d->owner == OWNER_KEY) {
        d->text_depth = d->depth;
        d->length = 0;
    } else if (strcmp(name, "graph") == 0) {
        begin_graph(d, attributes);
    } else if (strcmp(name, "hyperedge") == 0 || strcmp(name, "port") == 0) {
        fault(d, "",
              name[0] == 'h' ? "a hyperedge cannot be read: a tie has two ends"
                             : "a port cannot be read: ties end at nodes");
    } else if (d->in_graph && strcmp(name, "node") == 0) {
        d->owner_depth = d->depth;
        begin_node(d, attributes);
    } else if (d->in_graph && strcmp(name, "edge") == 0) {
        d->owner_depth = d->depth;
        begin_edge(d, attributes);
    } else if (strcmp(name, "data") == 0 && (d->owner == OWNER_NODE || d->owner == OWNER_EDGE)) {
        begin_data(d, attributes);
    }
}

static void XMLCALL characters(void *context, const char *bytes, int count)
{
    document *d = context;
    size_t room = sizeof d->text - d->length, length = (size_t)count;
    if (d->text_depth == 0 || d->depth != d->text_depth)
        return;
    length = length < room ? length : room;
    memcpy(d->text + d->length, bytes, length);
    d->length += length;
}

/* The text of a <data> or <default> is whole. */
static void end_text(document *d)
{
    double number = 0;
    bool given;
    gx_reading *reading = d->reading;
    gx_key_element *key = d->key;
    if (d->length > GX_IMPORT_NAME_MAX || (d->owner == OWNER_KEY && d->length >= sizeof key->text)) {
        fault(d, "",
              d->owner == OWNER_KEY ? "a default is longer than 127 bytes"
                                    : "a text is longer than 1000 bytes");
        return;
    }
    if (!gx_key_value(key, d->text, d->length, &number, &given, &reading->part.faults, here(d)) || !given)
        return;
    gx_status status = GX_OK;
    if (d->owner == OWNER_KEY) {
        key->has_default = true;
        key->number = number;
        memcpy(key->text, d->text, d->length);
        key->text[d->length] = '\0';
    } else if (d->owner == OWNER_EDGE && key - d->keys.key == (ptrdiff_t)d->keys.weight) {
        d->weight = number;
        d->weighed = true;
    } else if (d->owner == OWNER_NODE && key->of_nodes && d->known && !reading->gather.placing) {
        status = key->numeric ? gx_columns_number(reading, key->column, d->node, number, d->error)
                              : gx_columns_text(reading, key->column, d->node, d->text, d->length, d->error);
    }
    if (status != GX_OK)
        stop(d, status);
}

static void XMLCALL end(void *context, const char *name)
{
    document *d = context;
    const char *colon = strrchr(name, ':');
    name = colon != NULL ? colon + 1 : name;
    if (d->text_depth == d->depth) {
        end_text(d);
        d->text_depth = 0;
    } else if (d->owner != OWNER_NONE && d->owner_depth == d->depth) {
        if (d->owner == OWNER_EDGE)
            end_edge(d);
        d->owner = OWNER_NONE;
    } else if (strcmp(name, "graph") == 0) {
        d->in_graph = false;
    }
    d->depth--;
}

static void XMLCALL entity(void *context, const char *name, int parameter, const char *value, int length,
                           const char *base, const char *system, const char *public, const char *notation)
{
    (void)name, (void)parameter, (void)value, (void)length, (void)base, (void)system, (void)public,
        (void)notation;
    document *d = context;
    fault(d, "write the characters themselves", "entities declared in a file are not read");
    stop(d, GX_OK);
}

static void XMLCALL skipped(void *context, const char *name, int parameter)
{
    (void)name, (void)parameter;
    fault(context, "write the character itself", "an entity that is not known");
}

/* ---- The file ---- */

static gx_status bite(document *d, const char *bytes, size_t length, bool last)
{
    if (XML_Parse(d->parser, bytes, (int)length, last) == XML_STATUS_OK || d->status != GX_OK)
        return d->status;
    enum XML_Error code = XML_GetErrorCode(d->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return d->status = gx_fail_memory(d->error, "reading of XML");
    if (code != XML_ERROR_ABORTED)
        fault(d, d->root ? "" : "GraphML is XML and begins with '<'", XML_ErrorString(code));
    return GX_OK;
}

/* What expat keeps of an element that does not end. */
static bool is_too_long(const document *d, uint64_t fed)
{
    XML_Index at = XML_GetCurrentByteIndex(d->parser);
    return at >= 0 && fed > (uint64_t)at + GX_IMPORT_LINE_MAX + BITE;
}

static gx_status read_document(document *d)
{
    gx_inlet *source = &d->reading->source;
    uint64_t fed = 0;
    size_t used = 0;
    for (;;) {
        gx_status status = gx_inlet_slide(source, used, d->error);
        if (status == GX_OK)
            status = gx_reading_progress(d->reading, d->error);
        if (status != GX_OK)
            return status;
        for (used = 0; used < source->filled;) {
            size_t length = source->filled - used < BITE ? source->filled - used : BITE;
            XML_ParsingStatus state;
            status = bite(d, source->window + used, length, false);
            XML_GetParsingStatus(d->parser, &state);
            if (status != GX_OK || state.parsing == XML_FINISHED)
                return status;
            used += length;
            fed += length;
            if (is_too_long(d, fed)) {
                fault(d, "", "a tag or a comment is longer than 1048576 bytes");
                return GX_OK;
            }
        }
        if (source->last)
            return bite(d, "", 0, true);
    }
}

gx_status gx_read_graphml(gx_reading *reading, gx_error *error)
{
    static const XML_Memory_Handling_Suite memory = {take, change, give};
    if (reading->gather.apart)
        return gx_fail(error, GX_ERR_INPUT,
                       "'%s': GraphML does not hold users and groups apart: use edges, csv or mtx",
                       reading->source.path);
    document *d = gx_alloc(1, sizeof *d);
    if (d == NULL)
        return gx_fail_memory(error, "reading of XML");
    d->reading = reading;
    d->error = error;
    d->keys.weight = UINT32_MAX;
    d->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    gx_status status = d->parser != NULL ? GX_OK : gx_fail_memory(error, "reading of XML");
    if (status == GX_OK) {
        XML_SetUserData(d->parser, d);
        XML_SetElementHandler(d->parser, begin, end);
        XML_SetCharacterDataHandler(d->parser, characters);
        XML_SetEntityDeclHandler(d->parser, entity);
        XML_SetSkippedEntityHandler(d->parser, skipped);
        status = read_document(d);
        if (status == GX_OK && !reading->part.again && reading->part.faults.count == 0 && !d->graph)
            fault(d, "", "there is no graph in it");
        XML_ParserFree(d->parser);
    }
    gx_gather_flush(&reading->gather, &reading->part.tally);
    gx_gather_add(&reading->gather, &reading->part.tally);
    reading->part.tally = (gx_tally){0};
    gx_free(d);
    return status;
}
