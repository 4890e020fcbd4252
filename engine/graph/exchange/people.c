/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of a file as those of people. */
#include <gx/graph/exchange.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { AGE_MAX = 120, ACTIVITY_ONE = 256, TELL_MAX = 5, FEN = 100 };
static const double wealth_max = 1e9; /* fen: 10 M yuan */

/* What is known, in the order of gx_takers. */
#define KNOWN(X) X(sex) X(age) X(age_band) X(wealth) X(activity)

static const char *const known[] = {
#define X(name) #name,
    KNOWN(X)
#undef X
        NULL};

/* Takes one value (a number, or a text) for a user; false: it cannot be. */
typedef bool (*taker)(gx_population *population, uint32_t user, double number, const char *text);

static int32_t word_at(const char *const *words, const char *text)
{
    for (int32_t at = 0; words[at] != NULL; at++)
        if (strcmp(words[at], text) == 0)
            return at;
    return -1;
}

static bool take_sex(gx_population *population, uint32_t user, double number, const char *text)
{
    (void)number;
    int32_t word = text != NULL ? word_at(gx_sex_words, text) : -1;
    if (word >= 0)
        population->sex[user] = (uint8_t)word;
    return word >= 0;
}

/* Bands begin at 0, 18, 25, 35, 50. */
static bool take_age(gx_population *population, uint32_t user, double number, const char *text)
{
    static const uint8_t first[GX_AGE_BANDS] = {0, 18, 25, 35, 50};
    if (text != NULL || !(number >= 0 && number <= AGE_MAX))
        return false;
    uint8_t band = GX_AGE_BANDS - 1;
    while (number < first[band])
        band--;
    population->age_band[user] = band;
    return true;
}

static bool take_age_band(gx_population *population, uint32_t user, double number, const char *text)
{
    (void)number;
    int32_t word = text != NULL ? word_at(gx_age_band_words, text) : -1;
    if (word >= 0)
        population->age_band[user] = (uint8_t)word;
    return word >= 0;
}

static bool take_wealth(gx_population *population, uint32_t user, double number, const char *text)
{
    double fen = number * FEN;
    if (text != NULL || !(fen >= 0 && fen <= wealth_max))
        return false;
    population->wealth[user] = (uint32_t)(fen + 0.5);
    return true;
}

static bool take_activity(gx_population *population, uint32_t user, double number, const char *text)
{
    double relative = number * ACTIVITY_ONE + 0.5;
    if (text != NULL || !(number >= 0 && relative < UINT16_MAX + 1.0))
        return false;
    population->activity[user] = (uint16_t)(relative < 1 ? 1 : relative);
    return true;
}

static const struct {
    taker take;
    const char *expected;
} takers[] = {
    {take_sex, "female or male"},
    {take_age, "years, 0 to 120"},
    {take_age_band, "0-17, 18-24, 25-34, 35-49 or 50+"},
    {take_wealth, "yuan, 0 to 10,000,000"},
    {take_activity, "0 to 255 times the mean"},
};

typedef struct complaint {
    uint64_t count;
    gx_text text; /* of the first ones */
} complaint;

static void complain(complaint *all, const gx_imported *imported, uint32_t node,
                     const gx_attribute *attribute, const char *expected)
{
    char name[24], number[32];
    if (all->count++ >= TELL_MAX)
        return;
    gx_text_append(&all->text, "%s node '%.60s': %s '%.40s' (expected %s)", all->count > 1 ? ";" : "",
                   gx_node_name(name, &imported->names, imported->texts, node), attribute->name,
                   attribute->numeric ? gx_format_real(number, attribute->number[node])
                                      : attribute->texts + attribute->text[node],
                   expected);
}

static void take_column(gx_population *population, const gx_imported *imported, const gx_attribute *attribute,
                        int32_t which, complaint *all)
{
    for (uint32_t node = 0; node < population->users; node++) {
        bool given =
            attribute->numeric ? !isnan(attribute->number[node]) : attribute->text[node] != UINT32_MAX;
        if (given &&
            !takers[which].take(population, node, attribute->numeric ? attribute->number[node] : 0,
                                attribute->numeric ? NULL : attribute->texts + attribute->text[node]))
            complain(all, imported, node, attribute, takers[which].expected);
    }
}

static void note_unknown(gx_text *notes, const char *name)
{
    const char *near = gx_nearest_name(name, known, sizeof known / sizeof known[0] - 1);
    gx_text_append(notes, "attribute '%s' of nodes means nothing to a population", name);
    if (near != NULL)
        gx_text_append(notes, "; did you mean '%s'?", near);
    gx_text_append(notes, "\n");
}

gx_status gx_population_take(gx_population *population, const gx_imported *imported,
                             gx_population_taken *taken, gx_text *notes, gx_error *error)
{
    complaint all = {0};
    char count[32];
    bool was[sizeof known / sizeof known[0]] = {false};
    *taken = (gx_population_taken){false};
    if (population->sex == NULL || population->age_band == NULL || population->wealth == NULL ||
        population->activity == NULL || population->users != imported->names.count)
        return gx_fail(
            error, GX_ERR_ARGUMENT,
            "attributes of a file go into a stored population of as many users (%u, the file has %u)",
            population->users, imported->names.count);
    for (uint32_t at = 0; at < imported->attributes; at++) {
        const gx_attribute *attribute = &imported->attribute[at];
        int32_t which = word_at(known, attribute->name);
        if (which < 0) {
            note_unknown(notes, attribute->name);
            continue;
        }
        take_column(population, imported, attribute, which, &all);
        was[which] = true;
    }
    *taken = (gx_population_taken){was[0], was[1] || was[2], was[3], was[4]};
    gx_status status = GX_OK;
    if (all.count > 0)
        status = gx_fail(error, GX_ERR_INPUT, "%s attribute%s of nodes cannot be:%s%s",
                         gx_format_count(count, (int64_t)all.count), all.count > 1 ? "s" : "",
                         gx_text_get(&all.text), all.count > TELL_MAX ? "; …" : "");
    gx_text_free(&all.text);
    return status;
}
