/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of schema.h as data. */
#include <gx/record/schema.h>

#include <gx/base/table.h>
#include <string.h>

/* What the values of a column mean. WORDS_TABLE_column names the words of that column, and of no other. */
static const char *const packet_kinds[] = {"personal", "equal", "lucky", NULL};
static const char *const packet_causes[] = {"daily", "reply", "norm", "scheduled", NULL};
static const char *const move_kinds[] = {"top-up", "withdrawal", "transfer", NULL};
static const char *const tie_causes[] = {"share", "packet", "transfer", "circle", "choice", NULL};
static const char *const tie_kinds[] = {"made", "woken", "ended", NULL};
static const char *const membership_kinds[] = {"created",       "joined",      "left", "circle-created",
                                               "circle-joined", "circle-left", NULL};
static const char *const sexes[] = {"female", "male", NULL};
static const char *const schoolings[] = {"primary", "junior", "senior", "college", NULL};
static const char *const occupations[] = {"student",       "white_collar", "blue_collar", "service",
                                          "self_employed", "farmer",       "home",        NULL};
static const char *const merchant_kinds[] = {"grocery",   "food",    "clothing", "electronics", "health",
                                             "transport", "leisure", "other",    NULL};
static const char *const age_bands[] = {"0-17", "18-24", "25-34", "35-49", "50+", NULL};

#define WORDS_PACKETS_kind     THESE(packet_kinds)
#define WORDS_PACKETS_cause    THESE(packet_causes)
#define WORDS_CLAIMS_kind      THESE(packet_kinds)
#define WORDS_MOVES_kind       THESE(move_kinds)
#define WORDS_TIES_cause       THESE(tie_causes)
#define WORDS_TIES_kind        THESE(tie_kinds)
#define WORDS_MEMBERSHIPS_kind THESE(membership_kinds)
#define WORDS_MERCHANTS_kind   THESE(merchant_kinds)
#define WORDS_USERS_sex        THESE(sexes)
#define WORDS_USERS_age_band   THESE(age_bands)
#define WORDS_USERS_schooling  THESE(schoolings)
#define WORDS_USERS_occupation THESE(occupations)

/* WORDS(x) is y where x is defined as THESE(y), and NULL where x is not defined: the second of the arguments.
 */
#define THESE(words)            0, words
#define SECOND(one, other, ...) other
#define PICK(...)               SECOND(__VA_ARGS__, 0)
#define WORDS(macro)            PICK(macro, NULL, 0)

#define COLUMN(table, name, type, unit, help) {#name, type, unit, help, WORDS(WORDS_##table##_##name)},

#define X(name, type, unit, help) COLUMN(SERIES, name, type, unit, help)
static const gx_column SERIES_columns[] = {GX_SERIES_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(PACKETS, name, type, unit, help)
static const gx_column PACKETS_columns[] = {GX_PACKETS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(CLAIMS, name, type, unit, help)
static const gx_column CLAIMS_columns[] = {GX_CLAIMS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(ENDINGS, name, type, unit, help)
static const gx_column ENDINGS_columns[] = {GX_ENDINGS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(MOVES, name, type, unit, help)
static const gx_column MOVES_columns[] = {GX_MOVES_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(TIES, name, type, unit, help)
static const gx_column TIES_columns[] = {GX_TIES_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(MEMBERSHIPS, name, type, unit, help)
static const gx_column MEMBERSHIPS_columns[] = {GX_MEMBERSHIPS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(USERS, name, type, unit, help)
static const gx_column USERS_columns[] = {GX_USERS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(USERS_END, name, type, unit, help)
static const gx_column USERS_END_columns[] = {GX_USERS_END_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(CITIES, name, type, unit, help)
static const gx_column CITIES_columns[] = {GX_CITIES_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(TRUTH, name, type, unit, help)
static const gx_column TRUTH_columns[] = {GX_TRUTH_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(BINDINGS, name, type, unit, help)
static const gx_column BINDINGS_columns[] = {GX_BINDINGS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(DIGEST, name, type, unit, help)
static const gx_column DIGEST_columns[] = {GX_DIGEST_TABLE(X)};
#undef X

#define X(name, type, unit, help) COLUMN(PAYMENTS, name, type, unit, help)
static const gx_column PAYMENTS_columns[] = {GX_PAYMENTS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(MERCHANTS, name, type, unit, help)
static const gx_column MERCHANTS_columns[] = {GX_MERCHANTS_TABLE(X)};
#undef X
#define X(name, type, unit, help) COLUMN(MERCHANTS_END, name, type, unit, help)
static const gx_column MERCHANTS_END_columns[] = {GX_MERCHANTS_END_TABLE(X)};
#undef X

const gx_table_schema *gx_schema(gx_recording_table table)
{
    static const gx_table_schema schemas[GX_RECORDING_TABLE_COUNT] = {
#define X(id, path, columns) [GX_TABLE_##id] = {path, id##_columns, GX_COUNT_OF(id##_columns)},
        GX_RECORDING_TABLES(X)
#undef X
    };
    GX_ASSERT((unsigned)table < GX_RECORDING_TABLE_COUNT);
    return &schemas[table];
}

bool gx_column_of_users(const char *name)
{
    static const char *const names[] = {"sender", "claimer",  "user",           "parent",
                                        "other",  "luckiest", "answers_sender", "household"};
    for (size_t i = 0; i < GX_COUNT_OF(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
