/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "makers.h"

#include <gx/base/memory.h>

enum { SMALL_NODES = 2048 };

const char *const gx_family_words[GX_FAMILIES + 1] = {
#define X(name, help) #name,
    GX_FAMILY_TABLE(X)
#undef X
        NULL};

static gx_family_maker *const makers[GX_FAMILIES] = {
#define X(name, help) gx_make_##name,
    GX_FAMILY_TABLE(X)
#undef X
};

gx_status gx_family_fits(double ties, gx_error *error)
{
    if (ties <= GX_FAMILY_TIES_MAX)
        return GX_OK;
    return gx_fail(
        error, GX_ERR_LIMIT,
        "family: some %.3g ties are more than the %.0f that memory is made for; ask for fewer nodes "
        "or a lower degree",
        ties, GX_FAMILY_TIES_MAX);
}

/* Every field within its range in the table. */
static gx_status check_ranges(const gx_family_config *config, gx_error *error)
{
    for (size_t at = 0; at < gx_family_table.field_count; at++) {
        const gx_field *field = &gx_family_table.fields[at];
        const void *member = (const char *)config + field->offset;
        double value =
            field->type == GX_TYPE_INTEGER ? (double)*(const int64_t *)member : *(const double *)member;
        if (!(value >= field->min && value <= field->max)) /* not NaN either */
            return gx_fail(error, GX_ERR_ARGUMENT, "family.%s is %g, but must be %g to %g", field->name,
                           value, field->min, field->max);
    }
    return GX_OK;
}

gx_status gx_family_make(gx_rows *out, gx_family family, const gx_family_config *config, gx_key key,
                         uint32_t threads, gx_error *error)
{
    *out = (gx_rows){0};
    if ((unsigned)family >= GX_FAMILIES)
        return gx_fail(error, GX_ERR_ARGUMENT, "there is no graph family of number %d", (int)family);
    gx_status status = check_ranges(config, error);
    if (status != GX_OK)
        return status;
    /* Waking threads for a small graph costs more than they save. */
    bool small = config->nodes < SMALL_NODES;
    gx_maker maker = {config, key, (uint32_t)config->nodes, threads > 0 && !small ? threads : 1};
    status = makers[family](out, &maker, error);
    if (status != GX_OK)
        gx_rows_free(out);
    return status;
}

static gx_status drawn_degrees(double *degree, const gx_maker *maker, gx_error *error)
{
    uint32_t *drawn = gx_alloc_columns(maker->nodes, sizeof *drawn);
    if (drawn == NULL)
        return gx_fail_memory(error, "the degrees");
    gx_status status = gx_configuration_degrees(drawn, maker, error);
    for (uint32_t node = 0; status == GX_OK && node < maker->nodes; node++)
        degree[node] = drawn[node];
    gx_free(drawn);
    return status;
}

gx_status gx_family_degrees(double *degree, gx_family family, const gx_family_config *config, gx_key key,
                            gx_error *error)
{
    gx_status status = check_ranges(config, error);
    if (status != GX_OK)
        return status;
    gx_maker maker = {config, key, (uint32_t)config->nodes, 1};
    if (family == GX_FAMILY_configuration)
        return drawn_degrees(degree, &maker, error);
    if (family == GX_FAMILY_chung_lu)
        return gx_chung_lu_weights(degree, &maker, error);
    return gx_fail(error, GX_ERR_ARGUMENT,
                   "only the families configuration and chung_lu are made for given degrees");
}
