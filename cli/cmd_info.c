/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi info: versions of the program, or what a recording is. */
#include "exits.h"
#include "input.h"
#include "json.h"
#include "listing.h"
#include "talk.h"
#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <gx/record/schema.h>
#include <gx/run/run.h>
#include <jansson.h>
#include <sys/stat.h>

typedef struct gx_info_words {
    int32_t format;
} gx_info_words;

static const gx_option options[] = {GX_FORMAT_OPTION(gx_info_words)};
static const gx_listing_column columns[] = {{"what", false}, {"value", false}};

/* What is known, in two shapes: rows to read, and a JSON object whose numbers are numbers. */
typedef struct gx_facts_list {
    gx_listing listing;
    gx_text json;
} gx_facts_list;

static gx_facts_list facts_start(void)
{
    gx_facts_list facts = {{columns, 2, {0}, 0}, {0}};
    return facts;
}

static void name_fact(gx_facts_list *facts, const char *prefix, const char *name)
{
    gx_text full = {0};
    gx_text_append(&full, "%s%s%s", prefix, *prefix ? "." : "", name);
    gx_listing_cell(&facts->listing, "%s", gx_text_get(&full));
    gx_text_append(&facts->json, facts->json.length ? ",\n " : "{");
    gx_json_text(&facts->json, gx_text_get(&full));
    gx_text_append(&facts->json, ": ");
    facts->json.failed = facts->json.failed || full.failed;
    gx_text_free(&full);
}

static void text_fact(gx_facts_list *facts, const char *prefix, const char *name, const char *text)
{
    name_fact(facts, prefix, name);
    gx_listing_cell(&facts->listing, "%s", text);
    gx_json_text(&facts->json, text);
}

static void whole_fact(gx_facts_list *facts, const char *prefix, const char *name, int64_t value)
{
    name_fact(facts, prefix, name);
    gx_listing_cell(&facts->listing, "%lld", (long long)value);
    gx_text_append(&facts->json, "%lld", (long long)value);
}

static void real_fact(gx_facts_list *facts, const char *prefix, const char *name, double value)
{
    name_fact(facts, prefix, name);
    gx_listing_real(&facts->listing, value);
    gx_json_real(&facts->json, value);
}

static int finish(const gx_call *call, gx_facts_list *facts, int32_t format)
{
    gx_text out = {0};
    if (format == GX_FORMAT_JSON)
        gx_text_append(&out, "%s}\n", facts->json.length ? gx_text_get(&facts->json) : "{");
    else
        gx_listing_print(&facts->listing, (gx_format)format, &out);
    out.failed = out.failed || facts->json.failed;
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_text_free(&facts->json);
    gx_listing_free(&facts->listing);
    return code;
}

/* The members of a JSON object, in its order; those of an object inside it behind its name. */
static void list_json(gx_facts_list *facts, const char *prefix, json_t *object)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        if (json_is_object(value))
            list_json(facts, key, value);
        else if (json_is_integer(value))
            whole_fact(facts, prefix, key, json_integer_value(value));
        else if (json_is_real(value))
            real_fact(facts, prefix, key, json_real_value(value));
        else if (json_is_boolean(value))
            text_fact(facts, prefix, key, json_is_true(value) ? "yes" : "no");
        else if (json_is_string(value))
            text_fact(facts, prefix, key, json_string_value(value));
    }
}

static int versions(const gx_call *call, int32_t format)
{
    gx_text text = {0};
    gx_facts_list facts = facts_start();
    gx_run_versions(&text);
    json_t *object = json_loads(gx_text_get(&text), 0, NULL);
    list_json(&facts, "", object);
    json_decref(object);
    gx_text_free(&text);
    return finish(call, &facts, format);
}

/* ---- A recording ----------------------------------------------------------------------------- */

static void list_attributes(gx_facts_list *facts, const gx_reader *reader)
{
    static const char *const texts[] = {
        "name",          "title",        "status",         "record",
        "digest",        "state_digest", "sampler_digest", "population_digest",
        "network_digest"};
    static const char *const wholes[] = {"format_version", "seed",  "replicate", "tick_ms", "ticks",
                                         "last_tick",      "users", "groups",    "cities"};
    char *text, buffer[32];
    int64_t whole;
    double real;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (gx_reader_text_attribute(reader, "/", texts[i], &text, NULL) == GX_OK) {
            text_fact(facts, "", texts[i], text);
            gx_free(text);
        }
    if (gx_reader_text(reader, "/scenario/variant", &text, NULL) == GX_OK) {
        text_fact(facts, "", "variant", text);
        gx_free(text);
    }
    if (gx_reader_int_attribute(reader, "/", "start", &whole, NULL) == GX_OK)
        text_fact(facts, "", "start", gx_format_civil(buffer, whole));
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
        if (gx_reader_int_attribute(reader, "/", wholes[i], &whole, NULL) == GX_OK)
            whole_fact(facts, "", wholes[i], whole);
    if (gx_reader_real_attribute(reader, "/", "event_share", &real, NULL) == GX_OK)
        real_fact(facts, "", "event_share", real);
}

static void list_sizes(gx_facts_list *facts, const gx_reader *reader)
{
    struct stat file;
    for (unsigned t = 0; t < GX_RECORDING_TABLE_COUNT; t++) {
        const gx_table_schema *schema = gx_schema((gx_recording_table)t);
        char path[128];
        snprintf(path, sizeof path, "%s/%s", schema->path, schema->columns[0].name);
        if (gx_reader_has(reader, path))
            whole_fact(facts, "rows", schema->path, (int64_t)gx_reader_length(reader, path));
    }
    if (gx_reader_has(reader, "/layers/friends/indices"))
        whole_fact(facts, "ties", "/layers/friends",
                   (int64_t)(gx_reader_length(reader, "/layers/friends/indices") / 2));
    if (stat(gx_reader_path(reader), &file) == 0)
        whole_fact(facts, "", "bytes", file.st_size);
}

/* When, where and by which build: from the file beside the recording, where there is one. */
static void list_provenance(gx_facts_list *facts, const char *recording)
{
    enum { BYTES_MAX = 1 << 16 };
    gx_text path = {0};
    char *text;
    size_t length;
    gx_text_append(&path, "%s.provenance.json", recording);
    if (!path.failed && gx_read_file(&text, &length, path.data, BYTES_MAX, NULL) == GX_OK) {
        json_t *object = json_loadb(text, length, 0, NULL);
        list_json(facts, "provenance", object);
        json_decref(object);
        gx_free(text);
    }
    gx_text_free(&path);
}

static int act(const gx_call *call, const void *given)
{
    int32_t format = ((const gx_info_words *)given)->format;
    if (call->operands.count == 0)
        return versions(call, format);
    gx_reader *reader;
    gx_error error;
    if (gx_recording_open(&reader, call, call->operands.at[0], &error) != GX_OK)
        return gx_give_up(call, &error);
    gx_facts_list facts = facts_start();
    list_attributes(&facts, reader);
    list_sizes(&facts, reader);
    list_provenance(&facts, call->operands.at[0]);
    gx_reader_close(reader);
    return finish(call, &facts, format);
}

const gx_verb gx_verb_info = {"info",
                              "[RUN]",
                              GX_OPERAND_RECORDING,
                              0,
                              1,
                              "print versions, or what a recording is and holds",
                              NULL,
                              options,
                              sizeof options / sizeof options[0],
                              sizeof(gx_info_words),
                              act,
                              NULL};
