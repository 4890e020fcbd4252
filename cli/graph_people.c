/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of people as columns of a file. One person is computed once for all its columns. */
#include "graph_files.h"

#include <stddef.h>

/* X(name, numeric, expression of the number or text); p is the person. */
#define PEOPLE_TABLE(X)                                                                                      \
    X(city, true, p->city)                                                                                   \
    X(hometown, true, p->hometown)                                                                           \
    X(province, true, p->province)                                                                           \
    X(tier, true, p->tier)                                                                                   \
    X(household, true, p->household)                                                                         \
    X(household_size, true, p->household_size)                                                               \
    X(member, true, p->member)                                                                               \
    X(sex, false, gx_sex_words[p->sex])                                                                      \
    X(age, true, p->age)                                                                                     \
    X(age_band, false, gx_age_band_words[p->age_band])                                                       \
    X(schooling, false, gx_schooling_words[p->schooling])                                                    \
    X(occupation, false, gx_occupation_words[p->occupation])                                                 \
    X(income, true, p->income / 100.0)                                                                       \
    X(wealth, true, p->wealth / 100.0)                                                                       \
    X(activity, true, p->activity / 256.0)                                                                   \
    X(smartphone, true, p->smartphone)                                                                       \
    X(app_version, true, p->app_version)                                                                     \
    X(accounts, true, p->accounts)                                                                           \
    X(real_name, true, p->real_name)                                                                         \
    X(norm, true, p->norm / 256.0)

enum {
#define X(name, numeric, expression) FIELD_##name,
    PEOPLE_TABLE(X)
#undef X
        FIELDS
};
_Static_assert((int)FIELDS <= (int)GX_PEOPLE_COLUMNS_MAX, "room for all columns");

static double number_of(const gx_person *p, unsigned field)
{
    switch (field) {
#define NUMBER_true(name, expression)                                                                        \
    case FIELD_##name:                                                                                       \
        return (double)(expression);
#define NUMBER_false(name, expression)
#define X(name, numeric, expression) NUMBER_##numeric(name, expression)
        PEOPLE_TABLE(X)
#undef X
    default:
        return 0;
    }
}

static const char *text_of(const gx_person *p, unsigned field)
{
    switch (field) {
#define TEXT_false(name, expression)                                                                         \
    case FIELD_##name:                                                                                       \
        return expression;
#define TEXT_true(name, expression)
#define X(name, numeric, expression) TEXT_##numeric(name, expression)
        PEOPLE_TABLE(X)
#undef X
    default:
        return "";
    }
}

static bool get(const void *context, uint32_t node, double *number, const char **text)
{
    const struct gx_people_getter *getter = context;
    gx_people_room *room = getter->room;
    if (!room->filled || room->user != node) {
        room->person = gx_person_of(room->population, node);
        room->user = node;
        room->filled = true;
    }
    if (number)
        *number = number_of(&room->person, getter->field);
    if (text)
        *text = text_of(&room->person, getter->field);
    return true;
}

uint32_t gx_people_columns(gx_export_column *columns, gx_people_room *room, const gx_population *population)
{
    static const struct {
        const char *name;
        bool numeric;
    } fields[] = {
#define X(name, numeric, expression) {#name, numeric},
        PEOPLE_TABLE(X)
#undef X
    };
    *room = (gx_people_room){.population = population};
    for (unsigned field = 0; field < FIELDS; field++) {
        room->getter[field].room = room;
        room->getter[field].field = field;
        columns[field] =
            (gx_export_column){fields[field].name, fields[field].numeric, get, &room->getter[field]};
    }
    return FIELDS;
}
