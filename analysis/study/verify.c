/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verification: the recording's own effective scenario is run again; the people and their ties are compared
 * before the first tick (a graph's file may have changed in a way that no tick shows), and the chained digest
 * after every tick.
 *
 * The digest of a tick is chained to all before it, so the first tick that differs is the first that went
 * another way. A recording has a row only where the digest changed: between two rows it must stay what it
 * was. */
#include <gx/study/verify.h>

#include <gx/base/memory.h>
#include <gx/record/reader.h>
#include <gx/run/run.h>
#include <stdlib.h>
#include <string.h>

typedef struct gx_comparison {
    const gx_verify_options *options;
    gx_verify_result *result;
    uint32_t *ticks;   /* of the rows, ascending */
    uint64_t *digests; /* beside them */
    size_t rows, row;  /* next row to meet */
    uint64_t current;  /* the recorded digest by now; 0 before the first row, as the recorder begins */
    int64_t last_tick; /* compared up to here */
    int64_t seed, replicate;
    gx_run_people people; /* recorded */
    char *scenario;
    bool ended; /* last_tick was passed */
} gx_comparison;

/* ---- What was recorded ----------------------------------------------------------------------- */

static gx_status check_rows(gx_comparison *c, const gx_reader *reader, size_t digests, gx_error *error)
{
    const char *path = gx_reader_path(reader);
    if (c->rows != digests && gx_reader_complete(reader))
        return gx_fail(error, GX_ERR_FORMAT, "'%s': /digest: %zu ticks, but %zu digests", path, c->rows,
                       digests);
    c->rows = digests < c->rows ? digests : c->rows;
    for (size_t i = 1; i < c->rows; i++)
        if (c->ticks[i] <= c->ticks[i - 1])
            return gx_fail(error, GX_ERR_FORMAT, "'%s': /digest/tick does not ascend at row %zu", path, i);
    return GX_OK;
}

static gx_status load_digests(gx_comparison *c, const gx_reader *reader, gx_error *error)
{
    void *ticks = NULL, *digests = NULL;
    size_t digest_rows = 0;
    gx_status status = gx_reader_column(reader, "/digest/tick", GX_U32, &ticks, &c->rows, error);
    c->ticks = ticks;
    if (status == GX_OK)
        status = gx_reader_column(reader, "/digest/digest", GX_U64, &digests, &digest_rows, error);
    c->digests = digests;
    return status == GX_OK ? check_rows(c, reader, digest_rows, error) : status;
}

static gx_status load_digest_text(uint64_t *out, const gx_reader *reader, const char *name, gx_error *error)
{
    char *text = NULL, *end = NULL;
    gx_status status = gx_reader_text_attribute(reader, "/", name, &text, error);
    if (status != GX_OK)
        return status;
    *out = strtoull(text, &end, 16);
    if (strlen(text) != 16 || *end != '\0')
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s is not a digest of 16 hexadecimal digits",
                         gx_reader_path(reader), name);
    gx_free(text);
    return status;
}

static gx_status load_people(gx_comparison *c, const gx_reader *reader, gx_error *error)
{
    int64_t users = 0;
    gx_status status = gx_reader_int_attribute(reader, "/", "users", &users, error);
    if (status == GX_OK && (users < 0 || users > UINT32_MAX))
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': users is out of range", gx_reader_path(reader));
    c->people.users = (uint32_t)users;
    if (status == GX_OK)
        status = load_digest_text(&c->people.population_digest, reader, "population_digest", error);
    if (status == GX_OK)
        status = load_digest_text(&c->people.network_digest, reader, "network_digest", error);
    return status;
}

static gx_status load(gx_comparison *c, const gx_reader *reader, gx_error *error)
{
    gx_status status = gx_reader_text(reader, "/scenario/effective", &c->scenario, error);
    if (status == GX_OK)
        status = gx_reader_int_attribute(reader, "/", "seed", &c->seed, error);
    if (status == GX_OK)
        status = gx_reader_int_attribute(reader, "/", "replicate", &c->replicate, error);
    if (status == GX_OK)
        status = gx_reader_int_attribute(reader, "/", "last_tick", &c->last_tick, error);
    if (status == GX_OK && (c->seed < 0 || c->replicate < 0 || c->replicate > UINT32_MAX ||
                            c->last_tick < 0 || c->last_tick > UINT32_MAX))
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': seed, replicate or last_tick is out of range",
                         gx_reader_path(reader));
    if (status == GX_OK)
        status = load_digests(c, reader, error);
    if (status == GX_OK)
        status = load_people(c, reader, error);
    /* A run that was killed has flushed rows up to some tick; what was recorded behind it is not known. */
    if (status == GX_OK && c->rows && c->ticks[c->rows - 1] > c->last_tick)
        c->last_tick = c->ticks[c->rows - 1];
    return status;
}

/* ---- What is found --------------------------------------------------------------------------- */

static gx_status diverged(const gx_comparison *c, uint32_t tick, uint64_t recorded, uint64_t found)
{
    c->result->part = GX_VERIFY_TICK;
    c->result->first_divergent_tick = tick;
    c->result->recorded = recorded;
    c->result->found = found;
    return GX_ERR_DIVERGED;
}

/* Called for ticks in which something happens; quiet ones are left out by the kernel, and their digest is the
 * last. */
static gx_status compare(uint32_t tick, uint64_t digest, void *context)
{
    gx_comparison *c = context;
    uint32_t due = c->row < c->rows ? c->ticks[c->row] : UINT32_MAX;
    if (c->row < c->rows && due < tick)
        return diverged(c, due, c->digests[c->row], c->current);
    if (tick > c->last_tick) {
        c->ended = true;
        return GX_ERR_INTERRUPTED;
    }
    if (c->row < c->rows && due == tick)
        c->current = c->digests[c->row++];
    if (digest != c->current)
        return diverged(c, tick, c->current, digest);
    c->result->ticks_compared++;
    c->result->recorded = c->result->found = digest;
    return GX_OK;
}

static bool stop(void *context)
{
    const gx_comparison *c = context;
    return c->ended || (c->options->stop && c->options->stop(c->options->context));
}

static void progress(uint32_t tick, uint32_t ticks, uint64_t operations, void *context)
{
    const gx_comparison *c = context;
    uint32_t last = (uint32_t)c->last_tick;
    if (c->options->progress)
        c->options->progress(tick, last < ticks ? last : ticks, operations, c->options->context);
}

/* The words are the run's, which knows whether there is a file. */
static gx_status people_differ(gx_verify_result *result, const gx_run_people *recorded,
                               const gx_run_people *found, const char *path, gx_error *error)
{
    gx_error why = *error;
    bool users = recorded->users != found->users || recorded->population_digest != found->population_digest;
    result->part = users ? GX_VERIFY_PEOPLE : GX_VERIFY_TIES;
    result->recorded = users ? recorded->population_digest : recorded->network_digest;
    result->found = users ? found->population_digest : found->network_digest;
    return gx_fail(error, GX_ERR_DIVERGED, "'%.300s' was not reproduced: %.600s", path, why.message);
}

/* A recording that is not run to its end, or whose scenario this program no longer reads, is no divergence.
 */
static gx_status judge(const gx_comparison *c, gx_status status, const gx_diagnostics *diagnostics,
                       const char *path, gx_error *error)
{
    gx_verify_result *result = c->result;
    if (status == GX_ERR_DIVERGED)
        return gx_fail(error, status,
                       "'%s' was not reproduced: tick %u gives digest %016llx, recorded is %016llx", path,
                       result->first_divergent_tick, (unsigned long long)result->found,
                       (unsigned long long)result->recorded);
    if (status == GX_ERR_INPUT && diagnostics->count) {
        const char *report = gx_text_get(&diagnostics->report);
        int length = (int)(diagnostics->report.length < 800 ? diagnostics->report.length : 800);
        while (length > 0 && report[length - 1] == '\n')
            length--;
        return gx_fail(error, GX_ERR_FORMAT, "the scenario inside '%s' is not valid here:\n%.*s", path,
                       length, report);
    }
    if (status != GX_OK && !(status == GX_ERR_INTERRUPTED && c->ended))
        return status;
    if (status == GX_OK && c->row < c->rows)
        return judge(c, diverged(c, c->ticks[c->row], c->digests[c->row], c->current), diagnostics, path,
                     error);
    result->same = true;
    return GX_OK;
}

/* The folder of a file's path, appended. */
static void folder_of(gx_text *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash != NULL)
        gx_text_append_bytes(out, path, slash == path ? 1 : (size_t)(slash - path));
    else
        gx_text_append(out, ".");
}

/* Where the scenario's files are, appended: the place it was run from, unless they are beside the recording
 * only. */
static void find_files(gx_text *out, const gx_run_options *run, const char *recording)
{
    gx_text origin = {0}, asked = {0};
    gx_error error;
    gx_diagnostics diagnostics;
    bool fine = false;
    if (gx_run_origin(&origin, recording)) {
        folder_of(&asked, gx_text_get(&origin));
        gx_run_options there = *run;
        there.folder = gx_text_get(&asked);
        fine = !asked.failed && gx_run_check(&there, false, NULL, &diagnostics, &error) == GX_OK;
        gx_diagnostics_free(&diagnostics);
    }
    if (!fine && asked.length) {
        gx_run_options here = *run;
        fine = gx_run_check(&here, false, NULL, &diagnostics, &error) != GX_OK; /* then the first is told */
        gx_diagnostics_free(&diagnostics);
    }
    if (fine)
        folder_of(out, gx_text_get(&origin));
    else
        folder_of(out, recording);
    gx_text_free(&origin);
    gx_text_free(&asked);
}

static gx_status run_again(gx_comparison *c, const char *path, gx_error *error)
{
    gx_diagnostics diagnostics;
    gx_run_result result;
    gx_text files = {0};
    gx_run_options run = {.file = path,
                          .text = c->scenario,
                          .length = strlen(c->scenario),
                          .has_seed = true,
                          .seed = (uint64_t)c->seed,
                          .replicate = (uint32_t)c->replicate,
                          .record = -1,
                          .threads = c->options->threads,
                          .context = c,
                          .stop = stop,
                          .progress = progress,
                          .tick = compare,
                          .people = &c->people};
    if (c->options->files)
        gx_text_append(&files, "%s", c->options->files);
    else
        find_files(&files, &run, path);
    run.folder = gx_text_get(&files);
    gx_status status = gx_run(&run, &result, &diagnostics, error);
    if (status == GX_ERR_DIVERGED && c->result->part == GX_VERIFY_NOWHERE)
        status = people_differ(c->result, &c->people, &result.people, path, error);
    else
        status = judge(c, status, &diagnostics, path, error);
    gx_diagnostics_free(&diagnostics);
    gx_text_free(&files);
    return status;
}

gx_status gx_verify(gx_verify_result *result, const char *path, const gx_verify_options *options,
                    gx_error *error)
{
    gx_error unseen = {GX_OK, ""};
    gx_error *say = error ? error : &unseen;
    gx_comparison c = {.options = options, .result = result};
    gx_reader *reader;
    memset(result, 0, sizeof *result);
    gx_status status = gx_reader_open(&reader, path, say);
    if (status != GX_OK)
        return status;
    status = load(&c, reader, say);
    gx_reader_close(reader);
    if (status == GX_OK)
        status = run_again(&c, path, say);
    gx_free(c.ticks);
    gx_free(c.digests);
    gx_free(c.scenario);
    return status;
}
