/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "provenance.h"
#include <gx/base/memory.h>
#include <gx/graph/measures.h>
#include <gx/record/writer.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

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

gx_status gx_provenance_write(const char *recording, const gx_run_result *result, time_t started,
                              gx_error *error)
{
    char begun[32], ended[32];
    stamp(begun, started);
    stamp(ended, time(NULL));
    struct utsname host;
    if (uname(&host) != 0)
        memset(&host, 0, sizeof host);
    char *name = printable(recording);
    json_t *json = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:f, s:f, s:f, s:I, s:I, s:o}", "recording", name ? name : "",
        "started", begun, "ended", ended, "host", host.nodename, "machine", host.machine, "threads",
        (int)result->threads, "shards", (int)result->shards, "seconds_setup", result->seconds_setup,
        "seconds_run", result->seconds_run, "seconds_record", result->seconds_record, "peak_memory_bytes",
        (json_int_t)result->peak_bytes, "messages", (json_int_t)result->messages, "versions", versions());
    gx_free(name);
    gx_text text = {0}, path = {0};
    append_json(&text, json, JSON_INDENT(2));
    gx_text_append(&text, "\n");
    gx_text_append(&path, "%s.provenance.json", recording);
    gx_status status = text.failed || path.failed
                           ? gx_fail_memory(error, "the provenance")
                           : gx_write_file(gx_text_get(&path), text.data, text.length, true, error);
    gx_text_free(&text);
    gx_text_free(&path);
    return status;
}
