/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/names.h>

#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>

const char *gx_node_name(char buffer[24], const gx_node_names *names, const char *texts, uint32_t node)
{
    if (names != NULL && names->text != NULL)
        return texts + names->text[node];
    uint64_t number = names != NULL && names->number != NULL ? names->number[node] : node;
    snprintf(buffer, 24, "%llu", (unsigned long long)number);
    return buffer;
}

static gx_status copy_texts(gx_names *out, const gx_node_names *names, const char *texts, gx_error *error)
{
    uint64_t bytes = 0;
    for (uint32_t node = 0; node < names->count; node++)
        bytes += strlen(texts + names->text[node]) + 1;
    if (bytes >= UINT32_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "names of users take more than 4 GiB");
    out->of.text = gx_alloc(names->count, sizeof *out->of.text);
    out->texts = gx_alloc((size_t)bytes, 1);
    out->text_bytes = (size_t)bytes;
    if (out->of.text == NULL || out->texts == NULL)
        return gx_fail_memory(error, "names of users");
    uint32_t used = 0;
    for (uint32_t node = 0; node < names->count; node++) {
        const char *name = texts + names->text[node];
        size_t length = strlen(name) + 1;
        memcpy(out->texts + used, name, length);
        out->of.text[node] = used;
        used += (uint32_t)length;
    }
    return GX_OK;
}

gx_status gx_names_copy(gx_names *out, const gx_node_names *names, const char *texts, gx_error *error)
{
    *out = (gx_names){.of = {.count = names->count}};
    gx_status status = GX_OK;
    if (names->text != NULL) {
        status = copy_texts(out, names, texts, error);
    } else if (names->number != NULL) {
        out->of.number = gx_alloc(names->count, sizeof *out->of.number);
        if (out->of.number == NULL)
            status = gx_fail_memory(error, "names of users");
        else
            memcpy(out->of.number, names->number, names->count * sizeof *out->of.number);
    }
    if (status != GX_OK)
        gx_names_free(out);
    return status;
}

void gx_names_free(gx_names *names)
{
    gx_free(names->of.number);
    gx_free(names->of.text);
    gx_free(names->texts);
    *names = (gx_names){0};
}

size_t gx_names_bytes(const gx_names *names)
{
    size_t number = names->of.number != NULL ? sizeof *names->of.number : 0;
    size_t text = names->of.text != NULL ? sizeof *names->of.text : 0;
    return (number + text) * names->of.count + names->text_bytes;
}
