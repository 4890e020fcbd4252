/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provenance.h"
#include <gx/base/memory.h>
#include <gx/graph/measures.h>
#include <gx/record/writer.h>
#include <gx/run/profile.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

uint64_t gx_peak_memory(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

static json_t *versions(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:b}", "guanxi", GX_VERSION, "compiler", __VERSION__, "hdf5",
                     gx_hdf5_version(), "igraph", gx_igraph_version(), "jansson", JANSSON_VERSION,
                     "optimised",
#ifdef __OPTIMIZE__
                     1
#else
                     0
#endif
    );
}

static void append_json(gx_text *out, json_t *json, size_t flags)
{
    char *text = json ? json_dumps(json, flags) : NULL;
    if (text)
        gx_text_append(out, "%s", text);
    else
        out->failed = true;
    free(text);
    json_decref(json);
}

void gx_run_versions(gx_text *out)
{
    append_json(out, versions(), JSON_INDENT(2));
}

static void stamp(char buffer[32], time_t when)
{
    struct tm parts;
    gmtime_r(&when, &parts);
    strftime(buffer, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* A file's name may be any bytes; JSON is UTF-8. Owned by the caller: gx_free. */
static char *printable(const char *name)
{
    char *copy = gx_copy_text(name);
    size_t bad;
    while (copy && !gx_utf8_valid(copy, strlen(copy), &bad))
        copy[bad] = '?';
    return copy;
}

/* From the root on. Owned by the caller: gx_free. */
static char *absolute(const char *file)
{
    char folder[4096];
    gx_text path = {0};
    if (file != NULL && file[0] != '/' && getcwd(folder, sizeof folder) != NULL)
        gx_text_append(&path, "%s/", folder);
    gx_text_append(&path, "%s", file != NULL ? file : "");
    char *name = printable(gx_text_get(&path));
    gx_text_free(&path);
    return name;
}

static void path_of(gx_text *out, const char *recording)
{
    static const char partial[] = ".partial";
    size_t length = strlen(recording), end = sizeof partial - 1;
    if (length > end && strcmp(recording + length - end, partial) == 0)
        length -= end;
    gx_text_append(out, "%.*s.provenance.json", (int)length, recording);
}

bool gx_run_origin(gx_text *out, const char *recording)
{
    gx_text path = {0};
    path_of(&path, recording);
    json_t *json = path.failed ? NULL : json_load_file(gx_text_get(&path), 0, NULL);
    const char *scenario = json_string_value(json_object_get(json, "scenario"));
    bool told = scenario != NULL && scenario[0] == '/';
    if (told)
        gx_text_append(out, "%s", scenario);
    json_decref(json);
    gx_text_free(&path);
    return told && !out->failed;
}

/* NULL: nothing was measured, or memory is exhausted. */
static json_t *profile_of(const gx_run_options *options)
{
    gx_text text = {0};
    if (!options->profile)
        return NULL;
    gx_run_profile_json(&text, options->profile);
    json_t *json = text.failed ? NULL : json_loads(gx_text_get(&text), 0, NULL);
    gx_text_free(&text);
    return json;
}

gx_status gx_provenance_write(const gx_run_options *options, const gx_run_result *result, time_t started,
                              gx_error *error)
{
    const char *recording = options->output;
    char begun[32], ended[32];
    stamp(begun, started);
    stamp(ended, time(NULL));
    struct utsname host;
    if (uname(&host) != 0)
        memset(&host, 0, sizeof host);
    char *name = printable(recording), *origin = absolute(options->file);
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:f, s:f, s:f, s:I, s:I, s:o}",
                             "recording", name ? name : "", "scenario", origin ? origin : "", "started",
                             begun, "ended", ended, "host", host.nodename, "machine", host.machine, "threads",
                             (int)result->threads, "shards", (int)result->shards, "seconds_setup",
                             result->seconds_setup, "seconds_run", result->seconds_run, "seconds_record",
                             result->seconds_record, "peak_memory_bytes", (json_int_t)result->peak_bytes,
                             "messages", (json_int_t)result->messages, "versions", versions());
    json_t *profile = profile_of(options);
    if (json && profile)
        json_object_set(json, "profile", profile);
    json_decref(profile);
    gx_free(name);
    gx_free(origin);
    gx_text text = {0}, path = {0};
    append_json(&text, json, JSON_INDENT(2));
    gx_text_append(&text, "\n");
    path_of(&path, recording);
    gx_status status = text.failed || path.failed
                           ? gx_fail_memory(error, "the provenance")
                           : gx_write_file(gx_text_get(&path), text.data, text.length, true, error);
    gx_text_free(&text);
    gx_text_free(&path);
    return status;
}
