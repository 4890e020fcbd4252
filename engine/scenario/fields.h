/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field: from a node to the member of a struct, and back to text. */
#ifndef GX_SCENARIO_FIELDS_H
#define GX_SCENARIO_FIELDS_H

#include "yaml_tree.h"

#include <gx/base/table.h>

/* Why a value was refused; freed by gx_complaint_free. */
typedef struct gx_complaint {
    uint32_t node; /* where: the value, or the element of a list */
    gx_text what;
    gx_text hint;
} gx_complaint;

void gx_complaint_free(gx_complaint *complaint);

/* Read a node by the field's type and range into the struct at `target` (NULL: check only). On false
 * `complaint` (zeroed before) says why, and the struct is as it was. */
bool gx_field_parse(const gx_field *field, const gx_tree *tree, uint32_t node, void *target,
                    gx_complaint *complaint);

/* Fill in the field's default; a field without one becomes zero. False when the table is wrong or memory is
 * exhausted (then the complaint is empty). */
bool gx_field_default(const gx_field *field, void *target, gx_complaint *complaint);

/* The same for all fields of a table. */
bool gx_table_defaults(const gx_table *table, void *target, gx_complaint *complaint);

/* Has the field a lower or an upper bound? min == max == 0 means none; so does a bound that no value can
 * reach. */
bool gx_field_has_min(const gx_field *field);
bool gx_field_has_max(const gx_field *field);

/* Text as YAML: plain where that is safe everywhere, else in double quotes with escapes. */
void gx_print_yaml_text(const char *text, gx_text *out);

/* Another's text within a message: at most 40 characters, control characters as '?'. Returned: `buffer`. */
const char *gx_shown(char buffer[168], const char *text);

#endif
