/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph_targets.h"

#include <math.h>
#include <string.h>

/* The table as it was when the program was built (made by room.cmake). */
extern const unsigned char gx_graph_targets_csv[];
extern const size_t gx_graph_targets_csv_length;

const char *const gx_verdict_words[] = {"met", "missed", "not comparable", NULL};

gx_status gx_targets_create(gx_references **out, gx_error *error)
{
    return gx_references_parse(out, (const char *)gx_graph_targets_csv, gx_graph_targets_csv_length, error);
}

static const char *behind(const char *id, const char *word)
{
    size_t length = strlen(word);
    return strncmp(id, word, length) == 0 ? id + length : NULL;
}

/* "preset-venmo.distance" is for the scenario or variant "venmo". */
static bool is_preset(const char *rest, const char *name)
{
    size_t length = strcspn(rest, ".");
    return strlen(name) == length && strncmp(rest, name, length) == 0;
}

bool gx_targets_have_preset(const gx_references *targets, const char *name)
{
    for (size_t i = 0; i < gx_references_count(targets); i++) {
        const char *rest = behind(gx_references_at(targets, i)->id, "preset-");
        if (rest && is_preset(rest, name))
            return true;
    }
    return false;
}

static bool comparable(const gx_reference *target, const gx_target_setting *setting)
{
    const char *rest = behind(target->id, "preset-");
    if (!setting->generated)
        return false;
    if (rest)
        return is_preset(rest, setting->name) || is_preset(rest, setting->variant);
    if (setting->preset)
        return false;
    if (behind(target->id, "at_1m."))
        return setting->users >= 500000 && setting->users <= 2000000;
    return behind(target->id, "default.") != NULL;
}

gx_verdict gx_target_judge(const gx_reference *target, const gx_target_setting *setting, double value)
{
    if (isnan(value) || !comparable(target, setting))
        return GX_NOT_COMPARABLE;
    bool fine =
        (isnan(target->low) || value >= target->low) && (isnan(target->high) || value <= target->high);
    return fine ? GX_MET : GX_MISSED;
}

const gx_reference *gx_target_for(const gx_references *targets, const gx_target_setting *setting,
                                  const char *figure)
{
    const gx_reference *best = NULL;
    bool judged = false, preset = false;
    for (size_t i = 0; i < gx_references_count(targets); i++) {
        const gx_reference *target = gx_references_at(targets, i);
        if (strcmp(target->metric, figure) != 0)
            continue;
        bool fits = comparable(target, setting), named = behind(target->id, "preset-") != NULL;
        if (!best || (fits && !judged) || (fits && named && !preset)) {
            best = target;
            judged = fits;
            preset = fits && named;
        }
    }
    return best;
}
