/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi doctor: is this machine, and this build on it, fit to run? */
#include "exits.h"
#include "listing.h"
#include "talk.h"
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/record/reader.h>
#include <gx/run/run.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

typedef enum gx_verdict { GX_VERDICT_OK, GX_VERDICT_WARN, GX_VERDICT_FAIL } gx_verdict;

/* The tables that decide, as every machine must build them (gx_sampler_digest). */
#define SAMPLER_DIGEST UINT64_C(0xf2555ec11c63b878)

typedef struct gx_doctor_words {
    int32_t format;
} gx_doctor_words;

static const gx_option options[] = {GX_FORMAT_OPTION(gx_doctor_words)};

/* ---- The machine ----------------------------------------------------------------------------- */

static gx_verdict see_threads(gx_text *say)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    gx_text_append(say, "%ld processor%s", count, count == 1 ? "" : "s");
    return count >= 1 ? GX_VERDICT_OK : GX_VERDICT_WARN;
}

static gx_verdict see_memory(gx_text *say)
{
    char line[128], size[32];
    unsigned long long kilobytes = 0;
    FILE *file = fopen("/proc/meminfo", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "MemAvailable:", 13) == 0)
            kilobytes = strtoull(line + 13, NULL, 10);
    if (file)
        fclose(file);
    gx_text_append(say, "%s available; a run of 420,000 users wants about 1 GB",
                   gx_format_bytes(size, kilobytes * 1024));
    return kilobytes >= 1000000 ? GX_VERDICT_OK : GX_VERDICT_WARN;
}

static gx_verdict see_pages(gx_text *say)
{
    char line[128] = "";
    FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
    bool known = file && fgets(line, sizeof line, file);
    if (file)
        fclose(file);
    bool good = strstr(line, "[always]") || strstr(line, "[madvise]");
    line[strcspn(line, "\n")] = '\0';
    gx_text_append(say, "%s%s", known ? line : "not known",
                   good ? "" : "; large runs are slower without them");
    return good ? GX_VERDICT_OK : GX_VERDICT_WARN;
}

static gx_verdict see_locale(gx_text *say)
{
    bool utf8 = gx_speaks_utf8();
    gx_text_append(say, "%s",
                   utf8 ? "UTF-8" : "not UTF-8: bars and sparklines are drawn in ASCII; set LANG=C.UTF-8");
    return utf8 ? GX_VERDICT_OK : GX_VERDICT_WARN;
}

static gx_verdict see_disk(gx_text *say)
{
    struct statvfs disk;
    char size[32];
    if (statvfs(".", &disk) != 0) {
        gx_text_append(say, "this folder's disk cannot be asked");
        return GX_VERDICT_WARN;
    }
    uint64_t bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    bool writable = access(".", W_OK | X_OK) == 0;
    gx_text_append(say, "%s free in this folder%s", gx_format_bytes(size, bytes),
                   writable ? "" : ", which cannot be written");
    return bytes >= 1000000000 && writable ? GX_VERDICT_OK : GX_VERDICT_WARN;
}

/* ---- The build ------------------------------------------------------------------------------- */

static gx_verdict see_versions(gx_text *say)
{
    gx_text json = {0};
    gx_run_versions(&json);
    for (const char *c = gx_text_get(&json); *c; c++)
        if (!strchr("{}\"\n", *c) && !(*c == ' ' && (c[1] == ' ' || !say->length)))
            gx_text_append_bytes(say, c, 1);
    gx_verdict verdict = json.length ? GX_VERDICT_OK : GX_VERDICT_FAIL;
    gx_text_free(&json);
    return verdict;
}

/* Random123's known answer for counter 0 and key 0. */
static gx_verdict see_philox(gx_text *say)
{
    static const uint32_t known[] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    gx_draw draw = gx_draw_at((gx_key){{0, 0}}, 0, 0, 0, 0);
    bool same = memcmp(draw.word, known, sizeof known) == 0;
    gx_text_append(say, "%08x %08x %08x %08x%s", draw.word[0], draw.word[1], draw.word[2], draw.word[3],
                   same ? "" : ": not the known answer");
    return same ? GX_VERDICT_OK : GX_VERDICT_FAIL;
}

static gx_verdict see_samplers(gx_text *say)
{
    uint64_t digest = gx_sampler_digest();
    gx_text_append(say, "%016llx%s", (unsigned long long)digest,
                   digest == SAMPLER_DIGEST ? "" : ": runs here differ from those of other machines");
    return digest == SAMPLER_DIGEST ? GX_VERDICT_OK : GX_VERDICT_FAIL;
}

/* A recording of one column, written and read back. */
static gx_status write_and_read(const char *path, gx_error *error)
{
    enum { ROWS = 100000 };
    static const gx_column column = {"value", GX_U32, "", "", NULL};
    gx_writer *writer;
    gx_reader *reader = NULL;
    uint32_t *values = gx_alloc(ROWS, sizeof *values);
    void *back = NULL;
    size_t count = 0;
    if (!values)
        return gx_fail_memory(error, "a test column");
    for (uint32_t i = 0; i < ROWS; i++)
        values[i] = i * 2654435761U;
    gx_status status = gx_writer_create(&writer, path, false, error);
    if (status == GX_OK) {
        status = gx_writer_text_attribute(writer, "/", "format", GX_RECORDING_FORMAT, error);
        if (status == GX_OK)
            status = gx_writer_int_attribute(writer, "/", "format_version", GX_RECORDING_VERSION, error);
        if (status == GX_OK)
            status = gx_writer_array(writer, "/test", &column, values, ROWS, 1, error);
        if (status == GX_OK)
            status = gx_writer_finish(writer, error);
        else
            gx_writer_discard(writer);
    }
    if (status == GX_OK)
        status = gx_reader_open(&reader, path, error);
    if (status == GX_OK)
        status = gx_reader_column(reader, "/test/value", GX_U32, &back, &count, error);
    if (status == GX_OK && (count != ROWS || memcmp(values, back, ROWS * sizeof *values) != 0))
        status = gx_fail(error, GX_ERR_FORMAT, "what was written is not what was read");
    gx_reader_close(reader);
    gx_free(back);
    gx_free(values);
    return status;
}

static gx_verdict see_recording(gx_text *say)
{
    char folder[] = "/tmp/guanxi-doctor-XXXXXX", path[64];
    gx_error error;
    if (!mkdtemp(folder)) {
        gx_text_append(say, "no folder can be made in /tmp");
        return GX_VERDICT_WARN;
    }
    snprintf(path, sizeof path, "%s/test.h5", folder);
    gx_status status = write_and_read(path, &error);
    gx_text_append(say, "%s", status == GX_OK ? "a recording was written and read back" : error.message);
    unlink(path);
    rmdir(folder);
    return status == GX_OK ? GX_VERDICT_OK : GX_VERDICT_FAIL;
}

/* ---- All ------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    gx_verdict (*see)(gx_text *say);
} checks[] = {{"processors", see_threads}, {"memory", see_memory},     {"huge pages", see_pages},
              {"locale", see_locale},      {"disk", see_disk},         {"versions", see_versions},
              {"draws", see_philox},       {"samplers", see_samplers}, {"recording", see_recording}};

static int act(const gx_call *call, const void *given)
{
    static const char *const words[] = {"ok", "warn", "fail"};
    static const gx_listing_column columns[] = {
        {"check", false}, {"result", false}, {"what was seen", false}};
    int32_t format = ((const gx_doctor_words *)given)->format;
    gx_listing listing = {columns, 3, {0}, 0};
    gx_text out = {0};
    bool failed = false;
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        gx_text say = {0};
        gx_verdict verdict = checks[i].see(&say);
        failed = failed || verdict == GX_VERDICT_FAIL;
        gx_listing_cell(&listing, "%s", checks[i].name);
        gx_listing_cell(&listing, "%s", words[verdict]);
        gx_listing_cell(&listing, "%s", gx_text_get(&say));
        gx_text_free(&say);
    }
    gx_listing_print(&listing, (gx_format)format, &out);
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_listing_free(&listing);
    return failed ? GX_EXIT_FAILED : code;
}

const gx_verb gx_verb_doctor = {"doctor",
                                "",
                                GX_OPERAND_NONE,
                                0,
                                0,
                                "check this machine and this build",
                                "Exit code 1 when a check fails; a warning is no failure.\n",
                                options,
                                sizeof options / sizeof options[0],
                                sizeof(gx_doctor_words),
                                act,
                                NULL};
