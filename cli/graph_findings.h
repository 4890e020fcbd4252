/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `graph info` found: figures by subject (active, friends, household, groups, trade …), and the few
 * things that are not figures. */
#ifndef GX_CLI_GRAPH_FINDINGS_H
#define GX_CLI_GRAPH_FINDINGS_H

#include <gx/base/text.h>
#include <gx/graph/measures.h>

/* X(name, heading): the sections of the printed table, in its order. */
#define GX_FINDING_SECTION_TABLE(X)                                                                          \
    X(size, "size")                                                                                          \
    X(degree, "degree")                                                                                      \
    X(clustering, "clustering")                                                                              \
    X(mixing, "mixing")                                                                                      \
    X(components, "components")                                                                              \
    X(distances, "distances")                                                                                \
    X(communities, "communities")                                                                            \
    X(strength, "strength")                                                                                  \
    X(layers, "layers")                                                                                      \
    X(groups, "groups")                                                                                      \
    X(beside, "other layers")
typedef enum gx_finding_section {
#define X(name, heading) GX_FINDING_##name,
    GX_FINDING_SECTION_TABLE(X)
#undef X
        GX_FINDING_SECTIONS
} gx_finding_section;
extern const char *const gx_finding_headings[GX_FINDING_SECTIONS];

typedef struct gx_finding {
    gx_finding_section section;
    char subject[32], key[64]; /* "active", "degree_mean": together the name that targets know */
    const char *label, *unit;  /* borrowed, static */
    double value;              /* NaN: not defined, or not asked for */
    bool whole;
} gx_finding;

enum { GX_PROFILES_MAX = 2 };

typedef struct gx_findings {
    gx_finding *at;
    size_t count, capacity;
    bool failed; /* for want of memory */
    /* Degrees and clustering by degree, of up to two graphs. */
    struct gx_profile {
        char subject[32];
        uint32_t bins;
        gx_degree_bin bin[GX_DEGREE_BINS];
    } profile[GX_PROFILES_MAX];
    size_t profiles;
    gx_tie_overlap overlap;
    bool has_overlap;
    gx_layers_measures layers;
    bool has_layers;
} gx_findings;

/* Add one figure; figures of a section stay together in the order of adding. */
void gx_findings_add(gx_findings *all, gx_finding_section section, const char *subject, const char *key,
                     const char *label, const char *unit, double value);
void gx_findings_add_whole(gx_findings *all, gx_finding_section section, const char *subject, const char *key,
                           const char *label, const char *unit, uint64_t value);
/* By subject and key joined with a dot ("active.degree_mean"); NULL when there is none. */
const gx_finding *gx_findings_find(const gx_findings *all, const char *name);
void gx_findings_free(gx_findings *all);

#endif
