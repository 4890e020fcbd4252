/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New Year's Eve, by the real scenario and the real models, through the whole driver with its audit; nothing
 * is recorded. The work is the operations: packets sent and shares received. Making the people is not in the
 * measured time: it goes from the end of the first tick to the end of the last. */
#include "bench/cases.h"
#include <gx/base/memory.h>
#include <gx/run/run.h>
#include <stdio.h>

enum { MINUTE_MS = 60000 };

typedef struct evening {
    gx_bench_play *play;
    gx_bench_watch before; /* as of the first tick */
    bool begun;
    double share;
    gx_error stopped;
} evening;

static gx_status tick(uint32_t number, uint64_t digest, void *context)
{
    (void)number;
    (void)digest;
    evening *e = context;
    if (e->begun)
        gx_bench_stop(e->play);
    e->begun = true;
    gx_bench_start(e->play);
    return GX_OK;
}

static void progress(uint32_t number, uint32_t ticks, uint64_t operations, void *context)
{
    (void)operations;
    evening *e = context;
    e->share = ticks ? (double)number / ticks : 0;
}

static bool stop(void *context)
{
    evening *e = context;
    return gx_bench_go_on(e->play, e->share, &e->stopped) != GX_OK;
}

/* How many people is asked for by the case. */
static gx_status run(evening *e, const char *file, const char *text, size_t length, gx_error *error)
{
    gx_bench_play *play = e->play;
    char users[64];
    snprintf(users, sizeof users, "population.users=%llu", (unsigned long long)play->size.entities);
    const char *overrides[] = {users, "record.what=series"};
    gx_run_options options = {.file = file,
                              .text = text,
                              .length = length,
                              .overrides = overrides,
                              .override_count = 2,
                              .record = -1,
                              .until_ms = (int64_t)play->size.amount * MINUTE_MS,
                              .threads = play->threads,
                              .context = e,
                              .stop = stop,
                              .progress = progress,
                              .tick = tick};
    gx_run_result result;
    gx_diagnostics diagnostics;
    gx_status status = gx_run(&options, &result, &diagnostics, error);
    if (status == GX_OK) {
        play->work = result.operations;
        play->digest = result.state_digest;
    } else if (diagnostics.count) {
        gx_fail(error, status, "%s: %.800s", play->name, gx_text_get(&diagnostics.report));
    } else if (status == GX_ERR_INTERRUPTED && error) {
        *error = e->stopped;
    }
    gx_diagnostics_free(&diagnostics);
    return status;
}

static gx_status play_scenario(gx_bench_play *play, const char *file, gx_error *error)
{
    evening e = {.play = play};
    char *text = NULL;
    size_t length = 0;
    if (!play->host->scenario)
        return gx_fail(error, GX_ERR_ARGUMENT, "%s needs a host that knows the scenarios", play->name);
    gx_status status = play->host->scenario(&text, &length, file, play->host->context, error);
    if (status == GX_OK)
        status = run(&e, file, text, length, error);
    gx_free(text);
    return status;
}

/* size.entities: users; size.amount: minutes from noon. */
gx_status gx_bench_eve(gx_bench_play *play, gx_error *error)
{
    return play_scenario(play, GX_BENCH_EVE, error);
}

/* The same where ties are computed when they are asked for: stored ones of that many would not fit. */
gx_status gx_bench_eve_nation(gx_bench_play *play, gx_error *error)
{
    return play_scenario(play, GX_BENCH_EVE_NATION, error);
}
