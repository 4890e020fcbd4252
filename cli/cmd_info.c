/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi info: versions of the program, or what a recording is. */
#include "exits.h"
#include "input.h"
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

static int finish(const gx_call *call, gx_listing *listing, int32_t format)
{
    gx_text out = {0};
    gx_listing_print(listing, (gx_format)format, &out);
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_listing_free(listing);
    return code;
}

static void row(gx_listing *listing, const char *name, const char *value)
{
    gx_listing_cell(listing, "%s", name);
    gx_listing_cell(listing, "%s", value);
}

/* The members of a JSON object, in its order. */
static void list_json(gx_listing *listing, json_t *object, const char *prefix)
{
    const char *key;
    json_t *value;
    json_object_foreach (object, key, value) {
        if (json_is_object(value)) {
            list_json(listing, value, key);
            continue;
        }
        gx_text number = {0};
        char buffer[32];
        if (json_is_integer(value))
            gx_text_append(&number, "%lld", (long long)json_integer_value(value));
        else if (json_is_real(value))
            gx_text_append(&number, "%s", gx_format_real(buffer, json_real_value(value)));
        else if (json_is_boolean(value))
            gx_text_append(&number, "%s", json_is_true(value) ? "yes" : "no");
        gx_listing_cell(listing, "%s%s%s", prefix, *prefix ? "." : "", key);
        gx_listing_cell(listing, "%s", json_is_string(value) ? json_string_value(value) : gx_text_get(&number));
        gx_text_free(&number);
    }
}

static int versions(const gx_call *call, int32_t format)
{
    gx_text text = {0};
    gx_listing listing = {columns, 2, {0}, 0};
    gx_run_versions(&text);
    json_t *object = json_loads(gx_text_get(&text), 0, NULL);
    list_json(&listing, object, "");
    json_decref(object);
    gx_text_free(&text);
    return finish(call, &listing, format);
}

/* ---- A recording ------------------------------------------------------------------------------------------------------ */

static void list_attributes(gx_listing *listing, const gx_reader *reader)
{
    static const char *const texts[] = {"name", "title", "status", "record"};
    static const char *const wholes[] = {"format_version", "seed", "replicate", "tick_ms", "ticks", "last_tick",
                                         "users", "groups", "cities"};
    static const char *const digests[] = {"digest", "state_digest", "sampler_digest", "population_digest", "network_digest"};
    char *text, buffer[32];
    int64_t whole;
    double real;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (gx_reader_text_attribute(reader, "/", texts[i], &text, NULL) == GX_OK) {
            row(listing, texts[i], text);
            gx_free(text);
        }
    if (gx_reader_text(reader, "/scenario/variant", &text, NULL) == GX_OK) {
        row(listing, "variant", text);
        gx_free(text);
    }
    if (gx_reader_int_attribute(reader, "/", "start", &whole, NULL) == GX_OK)
        row(listing, "start", gx_format_civil(buffer, whole));
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++)
        if (gx_reader_int_attribute(reader, "/", wholes[i], &whole, NULL) == GX_OK) {
            gx_listing_cell(listing, "%s", wholes[i]);
            gx_listing_cell(listing, "%lld", (long long)whole);
        }
    if (gx_reader_real_attribute(reader, "/", "event_share", &real, NULL) == GX_OK)
        row(listing, "event_share", gx_format_real(buffer, real));
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++)
        if (gx_reader_text_attribute(reader, "/", digests[i], &text, NULL) == GX_OK) {
            row(listing, digests[i], text);
            gx_free(text);
        }
}

static void list_sizes(gx_listing *listing, const gx_reader *reader)
{
    struct stat file;
    for (unsigned t = 0; t < GX_RECORDING_TABLE_COUNT; t++) {
        const gx_table_schema *schema = gx_schema((gx_recording_table)t);
        char path[128];
        snprintf(path, sizeof path, "%s/%s", schema->path, schema->columns[0].name);
        if (!gx_reader_has(reader, path))
            continue;
        gx_listing_cell(listing, "rows of %s", schema->path);
        gx_listing_cell(listing, "%zu", gx_reader_length(reader, path));
    }
    if (gx_reader_has(reader, "/layers/friends/indices")) {
        gx_listing_cell(listing, "%s", "ties of /layers/friends");
        gx_listing_cell(listing, "%zu", gx_reader_length(reader, "/layers/friends/indices") / 2);
    }
    if (stat(gx_reader_path(reader), &file) == 0) {
        gx_listing_cell(listing, "%s", "bytes");
        gx_listing_cell(listing, "%lld", (long long)file.st_size);
    }
}

/* When, where and by which build: from the file beside the recording, where there is one. */
static void list_provenance(gx_listing *listing, const char *recording)
{
    enum { BYTES_MAX = 1 << 16 };
    gx_text path = {0};
    char *text;
    size_t length;
    gx_text_append(&path, "%s.provenance.json", recording);
    if (!path.failed && gx_read_file(&text, &length, path.data, BYTES_MAX, NULL) == GX_OK) {
        json_t *object = json_loadb(text, length, 0, NULL);
        list_json(listing, object, "");
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
    gx_listing listing = {columns, 2, {0}, 0};
    list_attributes(&listing, reader);
    list_sizes(&listing, reader);
    list_provenance(&listing, call->operands.at[0]);
    gx_reader_close(reader);
    return finish(call, &listing, format);
}

const gx_verb gx_verb_info = {"info", "[RUN]", GX_OPERAND_RECORDING, 0, 1,
                              "print versions, or what a recording is and holds", NULL, options,
                              sizeof options / sizeof options[0], sizeof(gx_info_words), act, NULL};
