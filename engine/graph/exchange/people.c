/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of a file as those of people: the columns that are called as members of gx_person are, which are
 * also what is written of people. Where users live is arithmetic on their number, so a file cannot tell it.
 *
 * What a file leaves open is drawn as for anybody, given what it says: see people/person.c. */
#include "people/given.h"
#include "people/statistics.h"

#include <gx/graph/exchange.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { AGE_MAX = 120, ONE = 256, TELL_MAX = 5, FEN = 100, NO_APP = 255 };
static const double money_max = 1e9; /* fen: 10 M yuan */

/* What is known; age behind age_band, for it says more. */
#define KNOWN(X)                                                                                             \
    X(sex, "female or male")                                                                                 \
    X(age_band, "0-17, 18-24, 25-34, 35-49 or 50+")                                                          \
    X(age, "years, 0 to 120")                                                                                \
    X(schooling, "primary, junior, senior or college")                                                       \
    X(occupation, "student, white_collar, blue_collar, service, self_employed, farmer or home")              \
    X(income, "yuan a month, 0 to 10,000,000")                                                               \
    X(wealth, "yuan, 0 to 10,000,000")                                                                       \
    X(activity, "0 to 255 times the mean")                                                                   \
    X(smartphone, "0 or 1")                                                                                  \
    X(app_version, "0, the newest, to 3; 255: no smartphone")                                                \
    X(accounts, "a sum of 1 alipay, 2 wechat, 4 qq, 8 microblog, 16 messenger")                              \
    X(real_name, "0 or 1")                                                                                   \
    X(norm, "0 to 255 times the mean")

enum {
#define X(name, expected) AT_##name,
    KNOWN(X)
#undef X
        KNOWN_COUNT
};
static const char *const known[] = {
#define X(name, expected) #name,
    KNOWN(X)
#undef X
        NULL};
static const char *const places[] = {
    "city", "hometown", "household", "household_size", "member", "province", "tier", "x", "y", NULL};

/* One value: a number, or a text. */
typedef struct value {
    double number;
    const char *text; /* NULL: the number */
} value;

/* Takes a value for a user; false: it cannot be. */
typedef bool (*taker)(gx_population *population, uint32_t user, value given);

static int32_t word_at(const char *const *words, const char *text)
{
    for (int32_t at = 0; text != NULL && words[at] != NULL; at++)
        if (strcmp(words[at], text) == 0)
            return at;
    return -1;
}

/* ---- Takers ---- */

static bool take_word(uint8_t *to, const char *const *words, value given)
{
    int32_t word = word_at(words, given.text);
    if (word >= 0)
        *to = (uint8_t)word;
    return word >= 0;
}

static bool take_whole(uint8_t *to, double most, value given)
{
    bool fine = given.text == NULL && given.number >= 0 && given.number <= most &&
                given.number == floor(given.number);
    if (fine)
        *to = (uint8_t)given.number;
    return fine;
}

static bool take_yuan(uint32_t *to, value given)
{
    double fen = given.number * FEN;
    bool fine = given.text == NULL && fen >= 0 && fen <= money_max;
    if (fine)
        *to = (uint32_t)(fen + 0.5);
    return fine;
}

/* Times the mean, which is 256. */
static bool take_relative(uint16_t *to, value given)
{
    double relative = given.number * ONE + 0.5;
    bool fine = given.text == NULL && given.number >= 0 && relative < UINT16_MAX + 1.0;
    if (fine)
        *to = (uint16_t)(relative < 1 ? 1 : relative);
    return fine;
}

static bool take_sex(gx_population *population, uint32_t user, value given)
{
    return take_word(&population->sex[user], gx_sex_words, given);
}

/* Years that were given before and are not of the band are forgotten. */
static bool take_age_band(gx_population *population, uint32_t user, value given)
{
    bool fine = take_word(&population->age_band[user], gx_age_band_words, given);
    uint8_t age = gx_given_age(population, user, GX_DRAWN);
    if (fine && age != GX_DRAWN && gx_band_of(age) != population->age_band[user])
        population->given->age[user] = GX_DRAWN;
    return fine;
}

static bool take_age(gx_population *population, uint32_t user, value given)
{
    if (given.text != NULL || !(given.number >= 0 && given.number <= AGE_MAX))
        return false;
    population->given->age[user] = (uint8_t)given.number;
    population->age_band[user] = (uint8_t)gx_band_of((uint32_t)given.number);
    return true;
}

static bool take_schooling(gx_population *population, uint32_t user, value given)
{
    return take_word(&population->given->schooling[user], gx_schooling_words, given);
}

static bool take_occupation(gx_population *population, uint32_t user, value given)
{
    return take_word(&population->given->occupation[user], gx_occupation_words, given);
}

static bool take_income(gx_population *population, uint32_t user, value given)
{
    return take_yuan(&population->given->income[user], given);
}

static bool take_wealth(gx_population *population, uint32_t user, value given)
{
    return take_yuan(&population->wealth[user], given);
}

static bool take_activity(gx_population *population, uint32_t user, value given)
{
    return take_relative(&population->activity[user], given);
}

static bool take_smartphone(gx_population *population, uint32_t user, value given)
{
    return take_whole(&population->given->smartphone[user], 1, given);
}

static bool take_app_version(gx_population *population, uint32_t user, value given)
{
    uint8_t *version = &population->given->app_version[user];
    if (given.text == NULL && given.number == NO_APP) {
        *version = NO_APP;
        return true;
    }
    return take_whole(version, GX_APP_VERSIONS - 1, given);
}

static bool take_accounts(gx_population *population, uint32_t user, value given)
{
    return take_whole(&population->given->accounts[user], (1 << GX_PLATFORM_COUNT) - 1, given);
}

static bool take_real_name(gx_population *population, uint32_t user, value given)
{
    return take_whole(&population->given->real_name[user], 1, given);
}

static bool take_norm(gx_population *population, uint32_t user, value given)
{
    return take_relative(&population->given->norm[user], given);
}

static const struct {
    taker take;
    const char *expected;
} takers[] = {
#define X(name, expected) {take_##name, expected},
    KNOWN(X)
#undef X
};

/* ---- Mistakes ---- */

typedef struct complaints {
    const gx_imported *imported;
    uint64_t count;
    gx_text text; /* of the first ones */
} complaints;

static void complain(complaints *all, uint32_t node, const gx_attribute *attribute, const char *expected)
{
    const gx_imported *imported = all->imported;
    char name[24], number[32];
    if (all->count++ >= TELL_MAX)
        return;
    gx_text_append(&all->text, "%s ", all->count > 1 ? ";" : "");
    bool of_file = attribute < imported->attribute + imported->nodes_attributes;
    if (of_file && imported->nodes_line[node] > 0)
        gx_text_append(&all->text, "%.100s:%u: ", imported->nodes_file, imported->nodes_line[node]);
    gx_text_append(&all->text, "node '%.60s': %s '%.40s' (expected %s)",
                   gx_node_name(name, &imported->names, imported->texts, node), attribute->name,
                   attribute->numeric ? gx_format_real(number, attribute->number[node])
                                      : attribute->texts + attribute->text[node],
                   expected);
}

static bool is_given(const gx_attribute *attribute, uint32_t node)
{
    return attribute->numeric ? !isnan(attribute->number[node]) : attribute->text[node] != UINT32_MAX;
}

static void take_column(gx_population *population, const gx_attribute *attribute, int32_t which,
                        complaints *all)
{
    for (uint32_t node = 0; node < population->users; node++) {
        if (!is_given(attribute, node))
            continue;
        value given = {.number = 0};
        if (attribute->numeric)
            given.number = attribute->number[node];
        else
            given.text = attribute->texts + attribute->text[node];
        if (!takers[which].take(population, node, given))
            complain(all, node, attribute, takers[which].expected);
    }
}

/* What does not go together: years of another band; a version of the app without a smartphone, or none with
 * one. What was told before is looked at only beside what goes with it. */
static void compare(const gx_population *population, const gx_attribute *const of[KNOWN_COUNT],
                    complaints *all)
{
    const gx_attribute *age = of[AT_age], *band = of[AT_age_band];
    const gx_attribute *phone = of[AT_smartphone], *version = of[AT_app_version];
    for (uint32_t node = 0; node < population->users && all->count == 0; node++) {
        if (age != NULL && band != NULL && !band->numeric && is_given(age, node) && is_given(band, node) &&
            strcmp(gx_age_band_words[population->age_band[node]], band->texts + band->text[node]) != 0)
            complain(all, node, age, "years of the age_band of the same line");
        if (phone != NULL && version != NULL && is_given(phone, node) && is_given(version, node) &&
            (population->given->smartphone[node] == 0) != (population->given->app_version[node] == NO_APP))
            complain(all, node, version, "255 without a smartphone, 0 to 3 with one");
    }
}

/* ---- All of it ---- */

static void note_others(gx_text *notes, const gx_imported *imported)
{
    bool some = false;
    for (uint32_t at = 0; at < imported->attributes; at++) {
        const char *name = imported->attribute[at].name;
        if (word_at(places, name) < 0)
            continue;
        gx_text_append(notes, some ? ", %s" : "where users live follows from their order; not taken: %s",
                       name);
        some = true;
    }
    gx_text_append(notes, some ? "\n" : "");
    for (uint32_t at = 0; at < imported->attributes; at++) {
        const char *name = imported->attribute[at].name;
        if (word_at(places, name) >= 0 || word_at(known, name) >= 0)
            continue;
        const char *near = gx_nearest_name(name, known, KNOWN_COUNT);
        gx_text_append(notes, "attribute '%s' of nodes means nothing to a population", name);
        if (near != NULL)
            gx_text_append(notes, "; did you mean '%s'?", near);
        gx_text_append(notes, "\n");
    }
}

/* Room for what goes into no stored column. */
static gx_status make_room(gx_population *population, int32_t which, gx_error *error)
{
    static const int32_t column[KNOWN_COUNT] = {
#define X(name, type, drawn) [AT_##name] = GX_GIVEN_##name + 1,
        GX_GIVEN_TABLE(X)
#undef X
    };
    return column[which] == 0 ? GX_OK
                              : gx_given_open(population, (gx_given_column)(column[which] - 1), error);
}

static gx_status take_all(gx_population *population, const gx_imported *imported, gx_population_taken *taken,
                          complaints *all, gx_error *error)
{
    const gx_attribute *of[KNOWN_COUNT] = {NULL}; /* of two with one name the last counts */
    for (uint32_t at = 0; at < imported->attributes; at++) {
        int32_t which = word_at(known, imported->attribute[at].name);
        if (which >= 0)
            of[which] = &imported->attribute[at];
    }
    gx_status status = GX_OK;
    for (int32_t which = 0; which < KNOWN_COUNT && status == GX_OK; which++) {
        if (of[which] == NULL)
            continue;
        status = make_room(population, which, error);
        if (status == GX_OK)
            take_column(population, of[which], which, all);
    }
    if (status == GX_OK && all->count == 0)
        compare(population, of, all);
    *taken = (gx_population_taken){
#define X(name, expected) .name = of[AT_##name] != NULL,
        KNOWN(X)
#undef X
    };
    return status;
}

gx_status gx_population_take(gx_population *population, const gx_imported *imported,
                             gx_population_taken *taken, gx_text *notes, gx_error *error)
{
    complaints all = {.imported = imported};
    char count[32];
    *taken = (gx_population_taken){false};
    if (population->sex == NULL || population->age_band == NULL || population->wealth == NULL ||
        population->activity == NULL || population->users != imported->names.count)
        return gx_fail(
            error, GX_ERR_ARGUMENT,
            "attributes of a file go into a stored population of as many users (%u, the file has %u)",
            population->users, imported->names.count);
    note_others(notes, imported);
    gx_status status = take_all(population, imported, taken, &all, error);
    if (status == GX_OK && all.count > 0)
        status = gx_fail(error, GX_ERR_INPUT, "%s attribute%s of nodes cannot be:%s%s",
                         gx_format_count(count, (int64_t)all.count), all.count > 1 ? "s" : "",
                         gx_text_get(&all.text), all.count > TELL_MAX ? "; …" : "");
    gx_text_free(&all.text);
    return status;
}
