/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documentation of tables, one file a format. */
#ifndef GX_SCENARIO_DESCRIBE_H
#define GX_SCENARIO_DESCRIBE_H

#include "fields.h"
#include "paths.h"

#include <gx/scenario/scenario.h>

/* What to describe: all tables, or those and that of their fields which `key` names. */
typedef struct gx_selection {
    const gx_table *const *tables;
    size_t count;
    const char *key; /* NULL: all */
} gx_selection;

bool gx_selected(const gx_selection *selection, size_t table, size_t field);
bool gx_selected_variants(const gx_selection *selection);

/* "setting", "input", "fit", "assumption". */
const char *gx_role_text(gx_role role);

extern const char *const gx_variants_help;

/* Each appends to `out`; a wrong table or want of memory is GX_ERR_INTERNAL or GX_ERR_MEMORY. */
gx_status gx_describe_table(const gx_selection *selection, gx_text *out, gx_error *error);
gx_status gx_describe_markdown(const gx_selection *selection, gx_text *out, gx_error *error);
gx_status gx_describe_schema(const gx_selection *selection, gx_text *out, gx_error *error);
gx_status gx_describe_template(const gx_selection *selection, gx_text *out, gx_error *error);

/* A struct of the table, filled with its defaults; owned by the caller: gx_free. */
gx_status gx_default_struct(void **out, const gx_table *table, gx_error *error);

#endif
