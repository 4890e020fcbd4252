/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi describe: the documentation that the tables hold. */
#include "analysis.h"
#include "exits.h"
#include "listing.h"
#include "talk.h"
#include <gx/graph/family.h>
#include <gx/record/schema.h>
#include <gx/run/run.h>
#include <gx/scenario/scenario.h>
#include <string.h>

enum { JSON_SCHEMA = 4, TEMPLATE = 5 };
static const char *const describe_formats[] = {"table", "json", "csv", "md", "json-schema", "template", NULL};
static const char *const topics[] = {"metrics", "errors", "recording", NULL};

typedef struct gx_describe_words {
    int32_t format;
} gx_describe_words;

static const gx_option options[] = {
    {"format", 0, GX_OPTION_CHOICE, "FORMAT",
     "how it is written; keys of a scenario as table, md, json-schema or template (a scenario to start "
     "from), all else as "
     "table, json, csv or md",
     "table", offsetof(gx_describe_words, format), 0, 0, describe_formats, "GUANXI_FORMAT"},
};

static int finish(const gx_call *call, gx_listing *listing, int32_t format)
{
    gx_text out = {0};
    gx_listing_print(listing, (gx_format)format, &out);
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_listing_free(listing);
    return code;
}

static int describe_metrics(const gx_call *call, int32_t format)
{
    static const gx_listing_column columns[] = {{"metric", false}, {"shape", false},    {"unit", false},
                                                {"label", false},  {"label_zh", false}, {"definition", false},
                                                {"source", false}};
    static const gx_listing_column short_columns[] = {
        {"metric", false}, {"shape", false}, {"unit", false}, {"definition", false}};
    static const char *const shapes[] = {"figure", "curve", "table"};
    bool brief = format == GX_FORMAT_TABLE;
    gx_listing listing = {brief ? short_columns : columns, brief ? 4 : 7, {0}, 0};
    for (size_t i = 0; i < gx_metric_count(); i++) {
        const gx_metric *metric = gx_metric_at(i);
        gx_listing_cell(&listing, "%s", metric->name);
        gx_listing_cell(&listing, "%s", shapes[metric->shape]);
        gx_listing_cell(&listing, "%s", metric->unit);
        if (!brief) {
            gx_listing_cell(&listing, "%s", metric->label);
            gx_listing_cell(&listing, "%s", metric->label_zh);
        }
        gx_listing_cell(&listing, "%s%s%s%s", metric->help, brief && *metric->source ? " [" : "",
                        brief ? metric->source : "", brief && *metric->source ? "]" : "");
        if (!brief)
            gx_listing_cell(&listing, "%s", metric->source);
    }
    return finish(call, &listing, format);
}

static int describe_errors(const gx_call *call, int32_t format)
{
    static const gx_listing_column columns[] = {{"name", false}, {"exit", true}, {"meaning", false}};
    gx_listing listing = {columns, 3, {0}, 0};
    for (unsigned i = 0; i < GX_STATUS_COUNT; i++) {
        gx_listing_cell(&listing, "%s", gx_status_name((gx_status)i));
        gx_listing_cell(&listing, "%d", gx_exit_of((gx_status)i));
        gx_listing_cell(&listing, "%s", gx_status_text((gx_status)i));
    }
#define X(name, code, text)                                                                                  \
    gx_listing_cell(&listing, "%s", "exit code");                                                            \
    gx_listing_cell(&listing, "%d", code);                                                                   \
    gx_listing_cell(&listing, "%s", text);
    GX_EXIT_TABLE(X)
#undef X
    return finish(call, &listing, format);
}

static int describe_recording(const gx_call *call, int32_t format)
{
    static const gx_listing_column columns[] = {
        {"dataset", false}, {"type", false}, {"unit", false}, {"meaning", false}};
    static const char *const types[] = {"u8", "u16", "u32", "u64", "i32", "i64", "f64"};
    gx_listing listing = {columns, 4, {0}, 0};
    for (unsigned t = 0; t < GX_RECORDING_TABLE_COUNT; t++) {
        const gx_table_schema *schema = gx_schema((gx_recording_table)t);
        for (size_t c = 0; c < schema->column_count; c++) {
            const gx_column *column = &schema->columns[c];
            gx_listing_cell(&listing, "%s/%s", schema->path, column->name);
            gx_listing_cell(&listing, "%s", types[column->type]);
            gx_listing_cell(&listing, "%s", column->unit);
            gx_text words = {0};
            for (size_t w = 0; column->words && column->words[w]; w++)
                gx_text_append(&words, "%s%zu %s", w ? ", " : " [", w, column->words[w]);
            gx_listing_cell(&listing, "%s%s%s", column->description, gx_text_get(&words),
                            words.length ? "]" : "");
            gx_text_free(&words);
        }
        if (t == GX_TABLE_USERS) {
            gx_listing_cell(&listing, "%s", GX_USER_NAMES);
            gx_listing_cell(&listing, "%s", "u64, text");
            gx_listing_cell(&listing, "%s", "");
            gx_listing_cell(&listing, "%s", GX_USER_NAMES_HELP);
        }
    }
    return finish(call, &listing, format);
}

static int describe_keys(const gx_call *call, const char *key, int32_t format)
{
    gx_describe_format chosen = format == GX_FORMAT_MD  ? GX_DESCRIBE_MARKDOWN
                                : format == JSON_SCHEMA ? GX_DESCRIBE_JSON_SCHEMA
                                : format == TEMPLATE    ? GX_DESCRIBE_TEMPLATE
                                                        : GX_DESCRIBE_TABLE;
    size_t count;
    const gx_table *const *tables = gx_run_tables(&count);
    static const gx_table *const families[] = {&gx_family_table}; /* of `graph gen`; no scenario sets it */
    if (key && strncmp(key, "family", 6) == 0 && (!key[6] || key[6] == '.')) {
        tables = families;
        count = 1;
    }
    gx_text out = {0};
    gx_error error;
    gx_status status = gx_describe(tables, count, key, chosen, &out, &error);
    int code = GX_EXIT_DONE;
    if (status == GX_OK) {
        code = gx_answer_text(call, &out);
    } else {
        const char *topic = status == GX_ERR_NOT_FOUND ? gx_nearest_name(key, topics, 3) : NULL;
        if (topic)
            gx_fail(&error, status, "nothing is called '%s'; did you mean '%s'?", key, topic);
        code = gx_give_up(call, &error);
    }
    gx_text_free(&out);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    int32_t format = ((const gx_describe_words *)given)->format;
    const char *key = call->operands.count ? call->operands.at[0] : NULL;
    for (size_t i = 0; key && topics[i]; i++) {
        if (strcmp(key, topics[i]) != 0)
            continue;
        if (format > GX_FORMAT_MD)
            return gx_misused(call, "%s are not written as %s: table, json, csv, md", key,
                              describe_formats[format]);
        return i == 0   ? describe_metrics(call, format)
               : i == 1 ? describe_errors(call, format)
                        : describe_recording(call, format);
    }
    return describe_keys(call, key, format);
}

const gx_verb gx_verb_describe = {
    "describe",
    "[KEY]",
    GX_OPERAND_WORD,
    0,
    1,
    "explain scenario keys, parameters, metrics, errors, recordings",
    "KEY is a section or key of a scenario (time, models.reciprocity, population.users), or one of\n"
    "metrics, errors, recording. Without KEY all keys of a scenario are described.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_describe_words),
    act,
    topics};
