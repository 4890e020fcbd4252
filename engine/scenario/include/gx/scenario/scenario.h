/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a scenario file to checked structs.
 *
 * The reader is handed the tables of whoever has parameters. It reads YAML strictly: only keys that a table
 * names, each once, of the right type and in range; no anchors, aliases, tags, tabs or several documents; at
 * most 1 MiB, 16 levels and 100,000 nodes; UTF-8. All errors are found in one pass (up to the first error of
 * syntax, behind which YAML has no meaning), each with file:line:column, what was expected and the nearest
 * valid name.
 *
 * A value comes from, in this order: its table's default, the scenario, the chosen variant, `--set`.
 */
#ifndef GX_SCENARIO_SCENARIO_H
#define GX_SCENARIO_SCENARIO_H

#include <gx/base/diagnostics.h>
#include <gx/base/table.h>

/* One section to fill: the table, and the struct (or array of table->repeat_max structs, with its count).
 * Fields with min == max == 0 have no range. Targets are the caller's, and must live as long as the scenario
 * that was read into them: gx_scenario_print shows what they hold when it is called. */
typedef struct gx_section {
    const gx_table *table;
    void *target;
    uint32_t *count; /* for a repeated section, else NULL */
} gx_section;

/* One override: "models.reciprocity.lucky=1.5". */
typedef struct gx_override {
    const char *assignment;
} gx_override;

typedef struct gx_scenario gx_scenario;

/* A variant of the scenario: its name, a line of help, and its overrides, as written under `variants:` of the
 * file:
 *
 *     variants:
 *       - name: no-reciprocity
 *         help: nobody answers a packet
 *         set: {models.reciprocity.active: no}
 */

/* Read `text` (of `length` bytes and a NUL behind them, named `file` in messages) and fill every section;
 * `variant` may be NULL. The root table (path "") holds version, name and so on; the key `variants` is the
 * reader's own. On any error GX_ERR_INPUT: `diagnostics` (initialised by this call on `file` and `text`,
 * released by the caller) holds them all, and the sections hold defaults or what was valid. GX_ERR_MEMORY;
 * GX_ERR_INTERNAL when a table's default breaks its own rules. On GX_OK *out is the scenario, owned by the
 * caller: gx_scenario_free. */
gx_status gx_scenario_read(gx_scenario **out, const char *file, const char *text, size_t length,
                           const char *variant, const gx_override *overrides, size_t override_count,
                           const gx_section *sections, size_t section_count, gx_diagnostics *diagnostics);
void gx_scenario_free(gx_scenario *scenario);

/* The effective scenario: every field of every section with its value, as YAML that reads back to the same
 * values. With `origins` each line ends in a comment that says where the value came from:
 * "# default", "# file.yaml:12", "# variant no-reciprocity" or "# --set".
 * Sections come in the order given (those that share a key drawn together), fields in table order; variants
 * are left out, because what the chosen one sets is in the values. Appends to `out`. */
void gx_scenario_print(const gx_scenario *scenario, bool origins, gx_text *out);

/* Leave a field of a section that is not repeated out of what gx_scenario_print prints, unless it was given:
 * its default would not hold. O(fields). */
void gx_scenario_leave_out(gx_scenario *scenario, const gx_table *table, const char *field);

/* Where in the file a field of a section's item (0 when it is not repeated) got its value: line and column,
 * or 0 and 0 when it came from elsewhere or there is no such field. For a host's own checks after a
 * successful reading. O(fields). */
void gx_scenario_place(const gx_scenario *scenario, const gx_table *table, uint64_t item, const char *field,
                       size_t *line, size_t *column);
/* Whether that field was given at all, by the file, the variant or an override: else it has its default.
 * O(fields). */
bool gx_scenario_given(const gx_scenario *scenario, const gx_table *table, uint64_t item, const char *field);

size_t gx_scenario_variant_count(const gx_scenario *scenario);
const char *gx_scenario_variant_name(const gx_scenario *scenario, size_t index);
const char *gx_scenario_variant_help(const gx_scenario *scenario, size_t index);

/* One field's value as a scenario would write it ("24h", "8.88 yuan", "[1, 2]"). Appends to `out`. */
void gx_field_print(const gx_field *field, const void *target, gx_text *out);

/* What a field accepts, in words: "packets per hour, 0 … 1000"; "one of: equal, lucky". Appends to `out`. */
void gx_field_expects(const gx_field *field, gx_text *out);

/* The documentation of tables: `key` NULL for all, else a section or a field path
 * ("models.reciprocity.lucky"). */
typedef enum gx_describe_format {
    GX_DESCRIBE_TABLE,
    GX_DESCRIBE_MARKDOWN,
    GX_DESCRIBE_JSON_SCHEMA,
    GX_DESCRIBE_TEMPLATE
} gx_describe_format;

/* GX_ERR_NOT_FOUND with the nearest name in `error` when `key` is unknown. Appends to `out`. */
gx_status gx_describe(const gx_table *const *tables, size_t count, const char *key, gx_describe_format format,
                      gx_text *out, gx_error *error);

#endif
