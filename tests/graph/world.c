/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <gx/base/sort.h>
#include <stdlib.h>
#include <string.h>

static void read_reals(gx_reals *reals, const char *text)
{
    for (char *end; *text != '\0'; text = end) {
        text += strspn(text, "[], ");
        double value = strtod(text, &end);
        if (end == text)
            return;
        reals->at[reals->count++] = value;
    }
}

void read_defaults(void *config, const gx_table *table)
{
    memset(config, 0, table->size);
    for (size_t at = 0; at < table->field_count; at++) {
        const gx_field *field = &table->fields[at];
        void *member = (char *)config + field->offset;
        switch (field->type) {
        case GX_TYPE_INTEGER:
            *(int64_t *)member = strtoll(field->fallback, NULL, 10);
            break;
        case GX_TYPE_REAL:
            *(double *)member = strtod(field->fallback, NULL);
            break;
        case GX_TYPE_MONEY:
            if (strstr(field->fallback, " yuan") == NULL)
                ck_abort_msg("%s is not in yuan", field->name);
            *(int64_t *)member = 100 * strtoll(field->fallback, NULL, 10);
            break;
        case GX_TYPE_BOOL:
            *(bool *)member = strcmp(field->fallback, "true") == 0;
            break;
        case GX_TYPE_REALS:
            read_reals(member, field->fallback);
            break;
        case GX_TYPE_CHOICE:
            while (strcmp(field->choices[*(int32_t *)member], field->fallback) != 0)
                ++*(int32_t *)member;
            break;
        case GX_TYPE_TEXT:
            strncat((char *)member, field->fallback, field->capacity - 1);
            break;
        case GX_TYPE_DURATION: {
            char *unit;
            int64_t value = strtoll(field->fallback, &unit, 10);
            *(int64_t *)member = value * (strcmp(unit, "s") == 0    ? 1000
                                          : strcmp(unit, "h") == 0  ? 3600000
                                          : strcmp(unit, "d") == 0  ? 86400000
                                          : strcmp(unit, "ms") == 0 ? 1
                                                                    : 60000);
            break;
        }
        default:
            ck_abort_msg("%s has a type that no test knows", field->name);
        }
    }
}

world plan(int64_t users, int64_t cities)
{
    world made = {.population = NULL, .network = NULL};
    read_defaults(&made.people, &gx_population_table);
    read_defaults(&made.ties, &gx_network_table);
    made.people.users = users;
    made.people.cities = cities;
    return made;
}

void build(world *made, uint64_t seed, uint32_t threads)
{
    gx_error error = {0};
    gx_key key = gx_key_make(seed, 0);
    gx_status status = gx_population_create(&made->population, &made->people, key, threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    status = gx_network_create(&made->network, made->population, &made->ties, key, threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

void raze(world *made)
{
    gx_network_free(made->network);
    gx_population_free(made->population);
    made->network = NULL;
    made->population = NULL;
}

gx_rows rows_of(uint32_t nodes, const uint32_t (*edges)[2], uint32_t count)
{
    gx_rows rows = {.rows = nodes,
                    .offset = calloc((size_t)nodes + 1, sizeof(uint64_t)),
                    .column = calloc(2 * (size_t)count + 1, sizeof(uint32_t)),
                    .strength = NULL};
    uint64_t *pair = calloc(4 * (size_t)count + 1, sizeof *pair);
    for (uint32_t at = 0; at < count; at++) {
        pair[2 * at] = (uint64_t)edges[at][0] << 32 | edges[at][1];
        pair[2 * at + 1] = (uint64_t)edges[at][1] << 32 | edges[at][0];
    }
    gx_sort_u64(pair, pair + 2 * (size_t)count, 2 * (size_t)count);
    for (uint32_t at = 0; at < 2 * count; at++) {
        rows.offset[(pair[at] >> 32) + 1]++;
        rows.column[at] = (uint32_t)pair[at];
    }
    for (uint32_t node = 0; node < nodes; node++)
        rows.offset[node + 1] += rows.offset[node];
    free(pair);
    return rows;
}

void free_rows(gx_rows *rows)
{
    free(rows->offset);
    free(rows->column);
    *rows = (gx_rows){0};
}

void assert_near(double seen, double expected, double deviation)
{
    double gap = seen > expected ? seen - expected : expected - seen;
    ck_assert_msg(gap <= 4.5 * deviation, "%g seen, %g expected: %.2f standard deviations", seen, expected,
                  gap / deviation);
}

int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* a fork after a parallel region hangs with libgomp */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
