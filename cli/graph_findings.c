/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph_findings.h"

#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>

const char *const gx_finding_headings[GX_FINDING_SECTIONS] = {
#define X(name, heading) heading,
    GX_FINDING_SECTION_TABLE(X)
#undef X
};

static void add(gx_findings *all, const gx_finding *finding)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? 2 * all->capacity : 128;
        gx_finding *grown = all->at ? gx_resize(all->at, all->capacity, capacity, sizeof *grown)
                                    : gx_alloc(capacity, sizeof *grown);
        if (!grown) {
            all->failed = true;
            return;
        }
        all->at = grown;
        all->capacity = capacity;
    }
    all->at[all->count++] = *finding;
}

static gx_finding make(gx_finding_section section, const char *subject, const char *key, const char *label,
                       const char *unit, double value)
{
    gx_finding made = {.section = section, .label = label, .unit = unit, .value = value};
    snprintf(made.subject, sizeof made.subject, "%s", subject);
    snprintf(made.key, sizeof made.key, "%s", key);
    return made;
}

void gx_findings_add(gx_findings *all, gx_finding_section section, const char *subject, const char *key,
                     const char *label, const char *unit, double value)
{
    gx_finding made = make(section, subject, key, label, unit, value);
    add(all, &made);
}

void gx_findings_add_whole(gx_findings *all, gx_finding_section section, const char *subject, const char *key,
                           const char *label, const char *unit, uint64_t value)
{
    gx_finding made = make(section, subject, key, label, unit, (double)value);
    made.whole = true;
    add(all, &made);
}

const gx_finding *gx_findings_find(const gx_findings *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        size_t length = strlen(all->at[i].subject);
        if (strncmp(all->at[i].subject, name, length) == 0 && name[length] == '.' &&
            strcmp(all->at[i].key, name + length + 1) == 0)
            return &all->at[i];
    }
    return NULL;
}

void gx_findings_free(gx_findings *all)
{
    gx_free(all->at);
    *all = (gx_findings){0};
}
