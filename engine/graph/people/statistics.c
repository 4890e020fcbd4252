/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statistics.h"

#include "sheet.h"

#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>

#define SHEETS(X)                                                                                            \
    X(provinces)                                                                                             \
    X(tiers) X(households) X(ages) X(relations) X(schooling) X(occupation) X(income) X(devices) X(accounts)
#define X(name)                                                                                              \
    extern const unsigned char gx_people_##name##_csv[]; /* made by room.cmake */                            \
    extern const size_t gx_people_##name##_csv_length;
SHEETS(X)
#undef X

static const char *const stage_words[GX_STAGES] = {
#define X(from, word) word,
    GX_STAGE_TABLE(X)
#undef X
};

#define X(name) #name,
static const char *const relation_words[GX_RELATIONS + 1] = {GX_RELATION_TABLE(X) NULL};
#undef X

/* A sheet being read; the first error stays. */
typedef struct reader {
    gx_sheet sheet;
    gx_status status;
    gx_error *error;
} reader;

static double get(reader *from, const char *row, const char *column, double low, double high)
{
    double value = 0;
    if (from->status == GX_OK)
        from->status = gx_sheet_get(&from->sheet, row, column, low, high, &value, from->error);
    return value;
}

/* Weights of one row, in the order of `words`. */
static void get_row(reader *from, const char *row, const char *const *words, double *out)
{
    for (uint32_t at = 0; words[at] != NULL; at++)
        out[at] = get(from, row, words[at], 0, 1e6);
}

static void read_provinces(reader *from, gx_statistics *out)
{
    out->provinces = from->sheet.rows;
    for (uint32_t p = 0; p < from->sheet.rows && p < GX_PROVINCES_MAX; p++) {
        const char *name = from->sheet.row[p];
        gx_province *of = &out->province[p];
        memcpy(of->name, name, sizeof of->name);
        of->population = get(from, name, "population", 1, 1e9);
        of->netizens = get(from, name, "netizens", 1, 1e6);
        of->area = get(from, name, "area", 0.01, 1e5);
        of->latitude = get(from, name, "latitude", 15, 55);
        of->longitude = get(from, name, "longitude", 70, 140);
        of->income = get(from, name, "income", 1, 1e6);
        of->migrants_in = get(from, name, "migrants_in", 0, 1000);
        of->migrants_out = get(from, name, "migrants_out", 0.01, 1000);
    }
}

static void read_tiers(reader *from, gx_statistics *out)
{
    static const char *const names[GX_TIERS] = {"1", "2", "3", "4", "5"};
    for (uint32_t t = 0; t < GX_TIERS; t++) {
        gx_tier *of = &out->tier[t];
        of->people = get(from, names[t], "people", 0.001, 1);
        get_row(from, names[t], gx_schooling_words, of->schooling);
        get_row(from, names[t], gx_occupation_words, of->occupation);
        of->income = get(from, names[t], "income", 0.1, 10);
        of->smartphone = get(from, names[t], "smartphone", 0.01, 100);
        of->recent = get(from, names[t], "recent", 0.01, 100);
        of->attraction = get(from, names[t], "attraction", 0, 100);
    }
}

static void read_households(reader *from, gx_statistics *out)
{
    static const char *const sizes[GX_HOUSEHOLD_MAX] = {"1", "2", "3", "4", "5", "6"};
    double sum = 0;
    for (uint32_t at = 0; at < GX_HOUSEHOLD_MAX; at++)
        sum += out->household_size[at] = get(from, sizes[at], "share", 0, 1);
    for (uint32_t at = 0; at < GX_HOUSEHOLD_MAX; at++)
        out->household_size[at] /= sum > 0 ? sum : 1;
}

/* Each row's share is spread evenly over its years. */
static void read_ages(reader *from, gx_statistics *out)
{
    for (uint32_t row = 0; row < from->sheet.rows; row++) {
        const char *name = from->sheet.row[row];
        uint32_t first = (uint32_t)get(from, name, "from", GX_AGE_FIRST, GX_AGE_LAST);
        uint32_t last = (uint32_t)get(from, name, "to", first, GX_AGE_LAST);
        double share = get(from, name, "share", 0, 1);
        for (uint32_t age = first; from->status == GX_OK && age <= last; age++)
            out->age[age - GX_AGE_FIRST] += share / (last - first + 1);
    }
}

static void read_relations(reader *from, gx_statistics *out)
{
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        get_row(from, stage_words[stage], relation_words, out->relation[stage]);
}

static void read_schooling(reader *from, gx_statistics *out)
{
    get_row(from, "all", gx_schooling_words, out->schooling_all);
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        get_row(from, stage_words[stage], gx_schooling_words, out->schooling[stage]);
}

static void read_occupation(reader *from, gx_statistics *out)
{
    get_row(from, "all", gx_occupation_words, out->occupation_all);
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        get_row(from, stage_words[stage], gx_occupation_words, out->occupation_stage[stage]);
    for (uint32_t schooling = 0; schooling < GX_SCHOOLINGS; schooling++)
        get_row(from, gx_schooling_words[schooling], gx_occupation_words,
                out->occupation_schooling[schooling]);
}

static void read_income(reader *from, gx_statistics *out)
{
    for (uint32_t at = 0; at < GX_OCCUPATIONS; at++) {
        get_row(from, gx_occupation_words[at], gx_schooling_words, out->income[at]);
        out->income_sigma[at] = get(from, gx_occupation_words[at], "sigma", 0, 2);
    }
    for (uint32_t sex = 0; sex < 2; sex++)
        out->income_sex[sex] = get(from, gx_sex_words[sex], "college", 0.1, 10);
}

static void read_devices(reader *from, gx_statistics *out)
{
    static const char *const versions[GX_APP_VERSIONS + 1] = {"newest", "newer", "older", "oldest", NULL};
    out->smartphone_all = get(from, "all", "smartphone", 0, 1);
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++) {
        out->smartphone[band] = get(from, gx_age_band_words[band], "smartphone", 0.001, 0.999);
        get_row(from, gx_age_band_words[band], versions, out->version[band]);
    }
}

static void read_accounts(reader *from, gx_statistics *out)
{
    for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++) {
        const char *name = gx_platform_words[at];
        gx_account_statistics *of = &out->account[at];
        of->all = get(from, name, "all", 0, 1);
        for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
            of->by_band[band] = get(from, name, gx_age_band_words[band], 0.001, 0.999);
        of->no_phone = get(from, name, "no_phone", 0.001, 1);
        of->real_name = get(from, name, "real_name", 0, 1);
    }
}

gx_status gx_statistics_read(gx_statistics *out, gx_error *error)
{
    memset(out, 0, sizeof *out);
    reader *from = gx_alloc(1, sizeof *from);
    if (from == NULL)
        return gx_fail_memory(error, "the statistics of the population");
    from->error = error;
#define X(name)                                                                                              \
    if (from->status == GX_OK)                                                                               \
        from->status =                                                                                       \
            gx_sheet_parse(&from->sheet, "data/population/" #name ".csv",                                    \
                           (const char *)gx_people_##name##_csv, gx_people_##name##_csv_length, error);      \
    if (from->status == GX_OK)                                                                               \
        read_##name(from, out);
    SHEETS(X)
#undef X
    gx_status status = from->status;
    gx_free(from);
    return status;
}
