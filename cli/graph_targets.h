/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a graph should look like: data/graph_targets.csv, embedded when the program was built. */
#ifndef GX_CLI_GRAPH_TARGETS_H
#define GX_CLI_GRAPH_TARGETS_H

#include <gx/stats/references.h>
#include <stdbool.h>
#include <stdint.h>

/* What is measured: targets are for populations of scenarios, some for a size or a named preset. */
typedef struct gx_target_setting {
    bool generated; /* from a scenario */
    uint64_t users;
    const char *name, *variant; /* of the scenario; "" for none */
    bool preset;                /* one of these names a preset: its own targets count, the default's do not */
} gx_target_setting;

typedef enum gx_verdict { GX_MET, GX_MISSED, GX_NOT_COMPARABLE } gx_verdict;
extern const char *const gx_verdict_words[];

/* The embedded table. Owned by the caller: gx_references_free. */
gx_status gx_targets_create(gx_references **out, gx_error *error);

/* Whether some target is for the preset `name`. */
bool gx_targets_have_preset(const gx_references *targets, const char *name);

/* By the first word of the target's id: `default`: every scenario's population but presets; `at_1m`: the same
 * at 500,000 to 2 million users; `preset-NAME`: the scenario or variant NAME only; `elsewhere`: another
 * network's figure, for orientation. A value that is not defined (NaN) is not comparable. */
gx_verdict gx_target_judge(const gx_reference *target, const gx_target_setting *setting, double value);

/* The target for a figure ("active.degree_mean") that fits the setting best: one that can be judged before
 * one that cannot. NULL when there is none. */
const gx_reference *gx_target_for(const gx_references *targets, const gx_target_setting *setting,
                                  const char *figure);

#endif
