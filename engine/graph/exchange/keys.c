/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/keys.h"

#include "exchange/digits.h"

const char *gx_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

gx_key_element *gx_keys_find(gx_keys *keys, const char *id)
{
    for (uint32_t at = 0; at < keys->count; at++)
        if (strcmp(keys->key[at].id, id) == 0)
            return &keys->key[at];
    return NULL;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

/* The weight is the key of edges that is called so; a strength will do. */
static void choose_weight(gx_keys *keys, gx_reading *reading, uint32_t at)
{
    const gx_key_element *key = &keys->key[at];
    bool weight = strcmp(key->name, "weight") == 0, strength = strcmp(key->name, "strength") == 0;
    bool better = key->numeric && (weight || (strength && keys->weight == UINT32_MAX));
    if (better) {
        if (keys->weight != UINT32_MAX)
            gx_reading_note(reading, "attribute '%s' of edges was left out", keys->key[keys->weight].name);
        keys->weight = at;
        reading->has_weights = true;
    } else {
        gx_reading_note(reading, "attribute '%s' of edges was left out", key->name);
    }
}

static bool read_type(gx_key_element *key, const char *type, gx_reading *reading, gx_place place)
{
    static const char *const numbers[] = {"int", "long", "float", "double", "integer", NULL};
    char shown[GX_SHOW_BYTES];
    key->truth = type != NULL && strcmp(type, "boolean") == 0;
    key->numeric = type != NULL && (key->truth || is_one_of(type, numbers));
    if (type == NULL || key->numeric || strcmp(type, "string") == 0)
        return true;
    gx_fault_add(&reading->part.faults, place, "boolean, int, long, float, double, string",
                 "attr.type '%s' of a key is not known", gx_show(shown, type, strlen(type)));
    return false;
}

gx_key_element *gx_keys_add(gx_keys *keys, gx_reading *reading, const char **attributes, gx_place place,
                            gx_status *status, gx_error *error)
{
    const char *id = gx_xml_attribute(attributes, "id"), *of = gx_xml_attribute(attributes, "for");
    const char *name = gx_xml_attribute(attributes, "attr.name");
    gx_faults *faults = &reading->part.faults;
    if (id == NULL || strlen(id) >= GX_KEY_BYTES || strlen(name != NULL ? name : id) >= GX_NAME_BYTES ||
        keys->count == GX_KEYS_MAX || gx_keys_find(keys, id) != NULL) {
        gx_fault_add(faults, place, "",
                     id == NULL                   ? "a key has no id"
                     : keys->count == GX_KEYS_MAX ? "more than 256 keys"
                     : gx_keys_find(keys, id)     ? "two keys have the same id"
                                              : "an id of a key is longer than 127 bytes, or a name than 63");
        return NULL;
    }
    gx_key_element *key = &keys->key[keys->count];
    *key = (gx_key_element){.of_nodes = of == NULL || strcmp(of, "node") == 0 || strcmp(of, "all") == 0,
                            .of_edges = of == NULL || strcmp(of, "edge") == 0 || strcmp(of, "all") == 0};
    snprintf(key->id, sizeof key->id, "%s", id);
    snprintf(key->name, sizeof key->name, "%s", name != NULL ? name : id);
    if (!read_type(key, gx_xml_attribute(attributes, "attr.type"), reading, place))
        return NULL;
    keys->count++;
    if (key->of_edges && (of == NULL || strcmp(of, "all") != 0 || key->numeric))
        choose_weight(keys, reading, keys->count - 1);
    if (key->of_nodes && !reading->gather.placing)
        *status = gx_columns_add(&reading->columns, key->name, strlen(key->name), key->numeric, &key->column,
                                 error);
    return *status == GX_OK ? key : NULL;
}

bool gx_key_value(const gx_key_element *key, const char *text, size_t length, double *number, bool *given,
                  gx_faults *faults, gx_place place)
{
    char shown[GX_SHOW_BYTES];
    if (key->numeric) {
        while (length > 0 && (unsigned char)text[0] <= ' ') {
            text++;
            length--;
        }
        while (length > 0 && (unsigned char)text[length - 1] <= ' ')
            length--;
    }
    *given = length > 0 && !(key->numeric && length == 3 && memcmp(text, "NaN", 3) == 0);
    if (!*given || !key->numeric)
        return true;
    bool yes = key->truth && length == 4 && memcmp(text, "true", 4) == 0;
    bool no = key->truth && length == 5 && memcmp(text, "false", 5) == 0;
    *number = yes ? 1 : 0;
    if (yes || no || gx_real_of(number, text, length))
        return true;
    gx_fault_add(faults, place, "", "expected %s for '%.40s', found '%s'",
                 key->truth ? "true or false" : "a number", key->name, gx_show(shown, text, length));
    return false;
}
