/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <key> elements of a GraphML file: which <data> is what. */
#ifndef GX_GRAPH_EXCHANGE_KEYS_H
#define GX_GRAPH_EXCHANGE_KEYS_H

#include "exchange/readers.h"

enum { GX_KEYS_MAX = 256, GX_KEY_BYTES = 128, GX_NAME_BYTES = 64 };

typedef struct gx_key_element {
    char id[GX_KEY_BYTES], name[GX_KEY_BYTES];
    bool of_nodes, of_edges, numeric, truth; /* truth: boolean, kept as 0 and 1 */
    bool has_default;
    uint32_t column; /* of_nodes: number of the attribute */
    double number;   /* the default; a text lies in the texts */
    char text[GX_KEY_BYTES];
} gx_key_element;

typedef struct gx_keys {
    uint32_t count, weight; /* which is the weight of edges; UINT32_MAX: none */
    gx_key_element key[GX_KEYS_MAX];
} gx_keys;

/* Add the key that these XML attributes (name, value, …, NULL) tell. NULL: a fault, or *status. */
gx_key_element *gx_keys_add(gx_keys *keys, gx_reading *reading, const char **attributes, gx_place place,
                            gx_status *status, gx_error *error);
gx_key_element *gx_keys_find(gx_keys *keys, const char *id);

/* A value of the key's type out of the text of a <data>; *given is false when it is empty or NaN. False: a
 * fault. */
bool gx_key_value(const gx_key_element *key, const char *text, size_t length, double *number, bool *given,
                  gx_faults *faults, gx_place place);

/* The value of an XML attribute, or NULL. */
const char *gx_xml_attribute(const char **attributes, const char *name);

#endif
