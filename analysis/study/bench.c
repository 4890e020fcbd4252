/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the metrics of a recording are computed: a village is run and recorded in full, then every metric
 * of traffic, spread and credit is computed from its file. Only the latter is in the measured time. The work
 * is the rows of the event tables, each counted once, however many metrics read it. */
#include <gx/study/bench.h>

#include <gx/base/bits.h>
#include <gx/base/memory.h>
#include <gx/credit/credit.h>
#include <gx/record/reader.h>
#include <gx/run/run.h>
#include <gx/spread/spread.h>
#include <gx/traffic/traffic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 512 };
#define VILLAGE "village.yaml"

static bool stop(void *context)
{
    const gx_bench_play *play = context;
    return play->host->stop && play->host->stop(play->host->context);
}

static gx_status run_village(const char *path, gx_bench_play *play, const char *text, size_t length,
                             gx_error *error)
{
    char users[64];
    snprintf(users, sizeof users, "population.users=%llu", (unsigned long long)play->size.entities);
    const char *overrides[] = {users, "record.what=full", "audit.sweep=10min"};
    gx_run_options options = {.file = VILLAGE,
                              .text = text,
                              .length = length,
                              .overrides = overrides,
                              .override_count = sizeof overrides / sizeof overrides[0],
                              .record = -1,
                              .until_ms = (int64_t)play->size.amount * 3600000,
                              .threads = play->threads,
                              .output = path,
                              .force = true,
                              .context = play,
                              .stop = stop};
    gx_run_result result;
    gx_diagnostics diagnostics;
    gx_status status = gx_run(&options, &result, &diagnostics, error);
    if (status != GX_OK && diagnostics.count)
        gx_fail(error, status, "%s: %.800s", play->name, gx_text_get(&diagnostics.report));
    gx_diagnostics_free(&diagnostics);
    return status;
}

static gx_status record_village(const char *path, gx_bench_play *play, gx_error *error)
{
    char *text = NULL;
    size_t length = 0;
    if (!play->host->scenario)
        return gx_fail(error, GX_ERR_ARGUMENT, "%s needs a host that knows the scenarios", play->name);
    gx_status status = play->host->scenario(&text, &length, VILLAGE, play->host->context, error);
    if (status == GX_OK)
        status = run_village(path, play, text, length, error);
    gx_free(text);
    return status;
}

static uint64_t rows_of(const gx_reader *reader)
{
    static const char *const ticks[] = {"/events/packets/tick", "/events/claims/tick", "/events/endings/tick",
                                        "/events/moves/tick", "/events/bindings/tick"};
    uint64_t rows = 0;
    for (size_t t = 0; t < sizeof ticks / sizeof ticks[0]; t++)
        if (gx_reader_has(reader, ticks[t]))
            rows += gx_reader_length(reader, ticks[t]);
    return rows;
}

/* Of what is counted; what is fitted may differ in its last bits from machine to machine. */
static uint64_t digest_of(const gx_results *results)
{
    uint64_t digest = gx_mix_pair(gx_results_curves(results), gx_results_grids(results));
    for (size_t i = 0; i < gx_results_figures(results); i++) {
        const gx_figure *figure = gx_results_figure(results, i);
        digest = gx_mix_pair(digest, figure->exact ? (uint64_t)figure->integer : 0);
    }
    return digest;
}

static gx_status analyze(const char *path, gx_bench_play *play, gx_error *error)
{
    gx_reader *reader = NULL;
    gx_results *results = NULL;
    gx_bench_start(play);
    gx_status status = gx_reader_open(&reader, path, error);
    if (status == GX_OK)
        status = gx_results_create(&results, error);
    if (status == GX_OK)
        status = gx_traffic_analyze(results, reader, error);
    if (status == GX_OK)
        status = gx_spread_analyze(results, reader, error);
    if (status == GX_OK)
        status = gx_credit_analyze(results, reader, error);
    gx_bench_stop(play);
    if (status == GX_OK) {
        play->work = rows_of(reader);
        play->digest = digest_of(results);
    }
    gx_results_free(results);
    gx_reader_close(reader);
    return status;
}

static gx_status play_metrics(gx_bench_play *play, gx_error *error)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 16], beside[PATH_BYTES + 48];
    int length = snprintf(folder, sizeof folder, "%s/guanxi-bench-XXXXXX", play->host->folder);
    if (length < 0 || length >= PATH_BYTES || !mkdtemp(folder))
        return gx_fail(error, GX_ERR_IO, "no folder can be made in '%s'", play->host->folder);
    snprintf(path, sizeof path, "%s/village.h5", folder);
    gx_status status = record_village(path, play, error);
    if (status == GX_OK)
        status = analyze(path, play, error);
    snprintf(beside, sizeof beside, "%s.partial", path);
    unlink(beside);
    snprintf(beside, sizeof beside, "%s.provenance.json", path);
    unlink(beside);
    unlink(path);
    rmdir(folder);
    return status;
}

/* size.entities: people of the village; size.amount: hours. */
static const gx_bench_case cases[] = {
    {.name = "metrics",
     .help = "every metric from the file of a village, recorded in full",
     .work = "rows",
     .play = play_metrics,
     .full = {10000, 24},
     .quick = {500, 12}},
};

const gx_bench_case *gx_study_bench_cases(size_t *count)
{
    *count = sizeof cases / sizeof cases[0];
    return cases;
}
