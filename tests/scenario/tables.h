/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small house of tables with every type in it, for all suites of this room. */
#ifndef GX_TESTS_SCENARIO_TABLES_H
#define GX_TESTS_SCENARIO_TABLES_H

#include <gx/scenario/scenario.h>

enum { TEST_AGENTS_MAX = 3, TEST_SECTIONS = 5 };

typedef struct test_root {
    int64_t version;
    char name[32];
} test_root;

typedef struct test_population {
    int64_t users;
    double male_share;
    gx_reals age_shares;
    int64_t wealth;
} test_population;

typedef struct test_reciprocity {
    bool active;
    double lucky;
    int64_t delay;
    int32_t kind;
    int64_t start;
} test_reciprocity;

typedef struct test_agent {
    char name[16];
    double share;
} test_agent;

typedef struct test_binding {
    double rate;
    int64_t free; /* an integer without bounds */
    int64_t gift; /* money without bounds */
    int64_t wait; /* a duration without bounds */
} test_binding;

typedef struct test_config {
    test_root root;
    test_population population;
    test_reciprocity reciprocity;
    test_agent agents[TEST_AGENTS_MAX];
    uint32_t agent_count;
    test_binding binding;
} test_config;

extern const gx_table *const test_tables[TEST_SECTIONS];

void test_sections(test_config *config, gx_section sections[TEST_SECTIONS]);

/* Read text[0 … strlen] as "t.yaml" with the tables above. `sets` is NULL-terminated, or NULL. Config is
 * cleared. */
gx_status test_read(const char *text, const char *variant, const char *const *sets, test_config *config,
                    gx_scenario **scenario, gx_diagnostics *diagnostics);

#endif
