/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what ties may be sorted: the population's traits, columns of a recording, or attributes of a file. */
#include "graph_origin.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const traits[] = {"sex", "age_band", "schooling", "city"};
enum { TRAITS = sizeof traits / sizeof traits[0], NUMBER_KINDS_MAX = 20, RECORDED_KINDS_MAX = 1 << 20 };

size_t gx_origin_trait_count(const gx_origin *source)
{
    return source->kind == GX_ORIGIN_FILE ? source->imported.attributes : (size_t)TRAITS;
}

const char *gx_origin_trait_name(const gx_origin *source, size_t index)
{
    return source->kind == GX_ORIGIN_FILE ? source->imported.attribute[index].name : traits[index];
}

static void count_kinds(uint32_t *kinds, const uint32_t *kind, uint32_t nodes)
{
    *kinds = 0;
    for (uint32_t node = 0; node < nodes; node++)
        *kinds = kind[node] >= *kinds ? kind[node] + 1 : *kinds;
}

static void of_people(uint32_t *kind, const gx_population *people, size_t index)
{
    for (uint32_t user = 0; user < people->users; user++)
        kind[user] = index == 0   ? gx_sex_of(people, user)
                     : index == 1 ? gx_age_band_of(people, user)
                     : index == 2 ? gx_person_of(people, user).schooling
                                  : gx_city_of(people, user);
}

static gx_status of_recording(uint32_t **kind, const gx_origin *source, const char *name, gx_error *error)
{
    char path[128];
    size_t count = 0;
    void *data = NULL;
    snprintf(path, sizeof path, "/users/%s", name);
    if (!gx_reader_has(source->reader, path))
        return GX_OK;
    gx_status status = gx_reader_column(source->reader, path, GX_U32, &data, &count, error);
    *kind = data;
    if (status == GX_OK && count != source->nodes)
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s has %zu rows, but %u were expected", source->path,
                         path, count, source->nodes);
    for (size_t user = 0; status == GX_OK && user < count; user++)
        if ((*kind)[user] >= RECORDED_KINDS_MAX)
            status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s: %u is out of range", source->path, path,
                             (*kind)[user]);
    return status;
}

/* ---- Attributes of a file: equal texts are one kind, and so are all nodes without ---- */

static uint64_t hash_text(const char *text)
{
    uint64_t hash = 0;
    for (; *text; text++)
        hash = gx_mix64(hash ^ (unsigned char)*text);
    return hash;
}

/* `slots` (a power of two, more than twice the nodes) hold 1 + the first node of a text. */
static void number_texts(uint32_t *kind, uint32_t *kinds, uint32_t *slots, size_t mask, const char *texts,
                         const uint32_t *text, uint32_t nodes)
{
    uint32_t absent = UINT32_MAX;
    *kinds = 0;
    for (uint32_t node = 0; node < nodes; node++) {
        if (text[node] == UINT32_MAX) {
            if (absent == UINT32_MAX)
                absent = (*kinds)++;
            kind[node] = absent;
            continue;
        }
        const char *own = texts + text[node];
        size_t slot = (size_t)hash_text(own) & mask;
        while (slots[slot] && strcmp(texts + text[slots[slot] - 1], own) != 0)
            slot = (slot + 1) & mask;
        if (!slots[slot]) {
            slots[slot] = node + 1;
            kind[node] = (*kinds)++;
        } else {
            kind[node] = kind[slots[slot] - 1];
        }
    }
}

static gx_status of_texts(uint32_t *kind, uint32_t *kinds, const gx_imported *file,
                          const gx_attribute *attribute, gx_error *error)
{
    size_t size = 16;
    while (size < 2 * (size_t)file->ties.rows)
        size *= 2;
    uint32_t *slots = gx_alloc_columns(size, sizeof *slots);
    if (!slots)
        return gx_fail_memory(error, "an attribute");
    number_texts(kind, kinds, slots, size - 1, attribute->texts, attribute->text, file->ties.rows);
    gx_free(slots);
    return GX_OK;
}

/* Few whole numbers are names of kinds; many, like ages and numbers of households, are measurements, and no
 * trait. */
static bool of_numbers(uint32_t *kind, uint32_t *kinds, const double *number, uint32_t nodes)
{
    double known[NUMBER_KINDS_MAX];
    *kinds = 0;
    for (uint32_t node = 0; node < nodes; node++) {
        uint32_t at = 0;
        if (!isfinite(number[node]) || number[node] != floor(number[node]))
            return false;
        while (at < *kinds && known[at] != number[node])
            at++;
        if (at == *kinds) {
            if (at == NUMBER_KINDS_MAX)
                return false;
            known[(*kinds)++] = number[node];
        }
        kind[node] = at;
    }
    return true;
}

gx_status gx_origin_trait(uint32_t **kind, uint32_t *kinds, const gx_origin *source, size_t index,
                          gx_error *error)
{
    gx_status status = GX_OK;
    bool known = true;
    *kind = NULL;
    *kinds = 0;
    if (source->kind == GX_ORIGIN_RECORDING) {
        status = of_recording(kind, source, traits[index], error);
        known = *kind != NULL;
    } else {
        *kind = gx_alloc_columns(source->nodes, sizeof **kind);
        if (!*kind)
            return gx_fail_memory(error, "a trait");
        if (source->kind == GX_ORIGIN_SCENARIO) {
            of_people(*kind, source->world->population, index);
        } else {
            const gx_attribute *attribute = &source->imported.attribute[index];
            if (attribute->numeric)
                known = of_numbers(*kind, kinds, attribute->number, source->nodes);
            else
                status = of_texts(*kind, kinds, &source->imported, attribute, error);
        }
    }
    if (status == GX_OK && known && *kinds == 0)
        count_kinds(kinds, *kind, source->nodes);
    if (status != GX_OK || !known) {
        gx_free(*kind);
        *kind = NULL;
        *kinds = 0;
    }
    return status;
}
