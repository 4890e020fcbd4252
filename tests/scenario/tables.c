/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tables.h"

#include <string.h>

static const char *const kinds[] = {"equal", "lucky", NULL};

static const gx_field root_fields[] = {
    {.name = "version",
     .type = GX_TYPE_INTEGER,
     .unit = "",
     .min = 1,
     .max = 1,
     .offset = offsetof(test_root, version),
     .help = "version of the format",
     .source = ""},
    {.name = "name",
     .type = GX_TYPE_TEXT,
     .unit = "",
     .fallback = "unnamed",
     .min = 1,
     .max = 20,
     .offset = offsetof(test_root, name),
     .capacity = 32,
     .help = "what it is called",
     .source = ""},
};

static const gx_field population_fields[] = {
    {.name = "users",
     .type = GX_TYPE_INTEGER,
     .unit = "users",
     .fallback = "1k",
     .min = 100,
     .max = 10000000,
     .offset = offsetof(test_population, users),
     .help = "how many people",
     .source = ""},
    {.name = "male_share",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "0.5",
     .min = 0,
     .max = 1,
     .offset = offsetof(test_population, male_share),
     .help = "share of men | of all",
     .source = "census",
     .role = GX_ROLE_INPUT},
    {.name = "age_shares",
     .type = GX_TYPE_REALS,
     .unit = "",
     .fallback = "[0.25, 0.75]",
     .min = 0,
     .max = 1,
     .offset = offsetof(test_population, age_shares),
     .help = "of the age bands",
     .source = "census",
     .role = GX_ROLE_INPUT},
    {.name = "wealth",
     .type = GX_TYPE_MONEY,
     .unit = "yuan",
     .fallback = "500 yuan",
     .min = 0,
     .max = 100000000,
     .offset = offsetof(test_population, wealth),
     .help = "what a user \"owns\"",
     .source = "guess",
     .role = GX_ROLE_ASSUMPTION},
};

static const gx_field reciprocity_fields[] = {
    {.name = "active",
     .type = GX_TYPE_BOOL,
     .unit = "",
     .fallback = "yes",
     .offset = offsetof(test_reciprocity, active),
     .help = "answer packets at all",
     .source = ""},
    {.name = "lucky",
     .type = GX_TYPE_REAL,
     .unit = "packets per hour",
     .fallback = "1.5",
     .min = 0,
     .max = 1000,
     .offset = offsetof(test_reciprocity, lucky),
     .help = "how often the luckiest answers",
     .source = "Yuan 2018",
     .role = GX_ROLE_FIT},
    {.name = "delay",
     .type = GX_TYPE_DURATION,
     .unit = "",
     .fallback = "24h",
     .min = 1000,
     .max = 604800000,
     .offset = offsetof(test_reciprocity, delay),
     .help = "how long until then",
     .source = ""},
    {.name = "kind",
     .type = GX_TYPE_CHOICE,
     .unit = "",
     .fallback = "lucky",
     .choices = kinds,
     .offset = offsetof(test_reciprocity, kind),
     .help = "which packets",
     .source = ""},
    {.name = "start",
     .type = GX_TYPE_TIME,
     .unit = "",
     .fallback = "2016-02-07T12:00",
     .min = 946684800,
     .max = 4102444800,
     .offset = offsetof(test_reciprocity, start),
     .help = "when it begins",
     .source = ""},
};

static const gx_field agent_fields[] = {
    {.name = "name",
     .type = GX_TYPE_TEXT,
     .unit = "",
     .offset = offsetof(test_agent, name),
     .capacity = 16,
     .help = "who it is",
     .source = ""},
    {.name = "share",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "0.5",
     .min = 0,
     .max = 1,
     .offset = offsetof(test_agent, share),
     .help = "of all",
     .source = ""},
};

static const gx_field binding_fields[] = {
    {.name = "rate",
     .type = GX_TYPE_REAL,
     .unit = "1/day",
     .fallback = "0.1",
     .offset = offsetof(test_binding, rate),
     .help = "a rate without bounds",
     .source = ""},
    {.name = "free",
     .type = GX_TYPE_INTEGER,
     .unit = "",
     .fallback = "0",
     .offset = offsetof(test_binding, free),
     .help = "a whole number without bounds",
     .source = ""},
    {.name = "gift",
     .type = GX_TYPE_MONEY,
     .unit = "",
     .fallback = "0",
     .offset = offsetof(test_binding, gift),
     .help = "money without bounds",
     .source = ""},
    {.name = "wait",
     .type = GX_TYPE_DURATION,
     .unit = "",
     .fallback = "0s",
     .offset = offsetof(test_binding, wait),
     .help = "a duration without bounds",
     .source = ""},
};

static const gx_table root_table = {
    "", "The scenario", root_fields, GX_COUNT_OF(root_fields), sizeof(test_root), 0};
static const gx_table population_table = {"population",
                                          "Who the people are",
                                          population_fields,
                                          GX_COUNT_OF(population_fields),
                                          sizeof(test_population),
                                          0};
static const gx_table reciprocity_table = {"models.reciprocity",     "How gifts answer gifts",
                                           reciprocity_fields,       GX_COUNT_OF(reciprocity_fields),
                                           sizeof(test_reciprocity), 0};
static const gx_table agents_table = {
    "agents", "Special people", agent_fields, GX_COUNT_OF(agent_fields), sizeof(test_agent), TEST_AGENTS_MAX};
static const gx_table binding_table = {
    "models.binding", "Cards", binding_fields, GX_COUNT_OF(binding_fields), sizeof(test_binding), 0};

/* Two sections under `models` with another between them, as a host may order them. */
const gx_table *const test_tables[TEST_SECTIONS] = {&root_table, &population_table, &reciprocity_table,
                                                    &agents_table, &binding_table};

void test_sections(test_config *config, gx_section sections[TEST_SECTIONS])
{
    sections[0] = (gx_section){&root_table, &config->root, NULL};
    sections[1] = (gx_section){&population_table, &config->population, NULL};
    sections[2] = (gx_section){&reciprocity_table, &config->reciprocity, NULL};
    sections[3] = (gx_section){&agents_table, config->agents, &config->agent_count};
    sections[4] = (gx_section){&binding_table, &config->binding, NULL};
}

gx_status test_read(const char *text, const char *variant, const char *const *sets, test_config *config,
                    gx_scenario **scenario, gx_diagnostics *diagnostics)
{
    gx_section sections[TEST_SECTIONS];
    gx_override overrides[8];
    size_t count = 0;
    memset(config, 0, sizeof *config);
    test_sections(config, sections);
    for (; sets && sets[count]; count++)
        overrides[count].assignment = sets[count];
    return gx_scenario_read(scenario, "t.yaml", text, strlen(text), variant, overrides, count, sections,
                            TEST_SECTIONS, diagnostics);
}
