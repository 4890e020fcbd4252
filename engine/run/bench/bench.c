/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring: the clocks, the yardstick, the memory, the median. The cases are in files of their own. */
#include "bench/cases.h"
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REPEATS_MAX = 1000, LINE_BYTES = 256 };

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void gx_bench_start(gx_bench_play *play)
{
    play->watch.wall_begun = seconds_of(CLOCK_MONOTONIC);
    play->watch.cpu_begun = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

void gx_bench_stop(gx_bench_play *play)
{
    play->watch.cpu += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - play->watch.cpu_begun;
    play->watch.wall += seconds_of(CLOCK_MONOTONIC) - play->watch.wall_begun;
}

gx_status gx_bench_go_on(gx_bench_play *play, double share, gx_error *error)
{
    const gx_bench_host *host = play->host;
    if (host->progress)
        host->progress(play->name, play->repetition, share, host->context);
    if (host->stop && host->stop(host->context))
        return gx_fail(error, GX_ERR_INTERRUPTED, "interrupted while %s was measured", play->name);
    return GX_OK;
}

/* ---- The yardstick
 *
 * What all cases do most: draw, and touch memory that is not in a cache. 64 MiB are beyond the caches of most
 * machines and small beside their memory; each thread has its own, so that nothing is shared but the bus. */

enum { YARD_WORDS = 1 << 24, YARD_UNITS = 50000 };

static void touch(uint32_t *memory, uint32_t first)
{
    gx_key key = {{1, 2}};
    for (uint32_t i = first; i != first + YARD_UNITS; i++)
        memory[gx_draw_at(key, GX_BENCH_DRAW_YARDSTICK, i, 0, 0).word[0] & (YARD_WORDS - 1)] += i;
}

double gx_bench_yardstick(uint32_t threads, double seconds)
{
    uint32_t teams = threads ? threads : 1;
    double begun = 0, spent = 0;
    uint32_t rounds = 0;
    uint32_t *memory = gx_alloc_columns((size_t)teams * YARD_WORDS, sizeof *memory);
    if (!memory)
        return 0;
    memset(memory, 1, (size_t)teams * YARD_WORDS * sizeof *memory); /* the pages are there, and not all one */
    begun = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    double wall = seconds_of(CLOCK_MONOTONIC);
    do {
#pragma omp parallel for num_threads((int)teams) schedule(static, 1)
        for (uint32_t t = 0; t < teams; t++)
            touch(memory + (size_t)t * YARD_WORDS, rounds * YARD_UNITS);
        rounds++;
    } while (seconds_of(CLOCK_MONOTONIC) < wall + seconds);
    spent = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - begun;
    gx_free(memory);
    return spent > 0 ? (double)rounds * YARD_UNITS * teams / spent : 0;
}

/* ---- Memory
 *
 * Linux forgets the peak of resident memory when it is told so (proc(5), clear_refs); then the peak of one
 * repetition can be known in a process that does many. Where it cannot be told, nothing is known. */

static uint64_t resident(const char *name)
{
    char line[LINE_BYTES];
    uint64_t kilobytes = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0)
            kilobytes = strtoull(line + strlen(name), NULL, 10);
    if (file)
        fclose(file);
    return kilobytes * 1024;
}

static bool forget_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "w");
    if (!file)
        return false;
    bool told = fputs("5", file) >= 0;
    return fclose(file) == 0 && told;
}

/* ---- Measuring */

typedef struct repetition {
    gx_bench_play play;
    double yardstick, rate, ratio;
    uint64_t peak_bytes;
} repetition;

static gx_status play_once(repetition *out, const gx_bench_case *of, gx_error *error)
{
#ifdef __GLIBC__
    malloc_trim(0); /* what earlier cases freed would hide what this one takes */
#endif
    uint64_t before = forget_peak() ? resident("VmRSS:") : 0;
    gx_status status = gx_bench_go_on(&out->play, 0, error);
    if (status == GX_OK)
        status = of->play(&out->play, error);
    uint64_t peak = before ? resident("VmHWM:") : 0;
    out->peak_bytes = peak > before ? peak - before : 0;
    if (status == GX_OK && out->play.watch.cpu <= 0)
        return gx_fail(error, GX_ERR_INTERNAL, "%s took no time that could be measured", of->name);
    return status;
}

static int by_ratio(const void *a, const void *b)
{
    double left = ((const repetition *)a)->ratio, right = ((const repetition *)b)->ratio;
    return (left > right) - (left < right);
}

static gx_status play_all(repetition *all, uint32_t repeats, const gx_bench_case *of,
                          const gx_bench_options *options, gx_error *error)
{
    double spell = options->quick ? 0.03 : 0.3;
    uint32_t threads = options->threads ? options->threads : 1;
    double before = gx_bench_yardstick(threads, spell);
    for (uint32_t i = 0; i < repeats; i++) {
        repetition *now = &all[i];
        now->play = (gx_bench_play){.name = of->name,
                                    .size = options->quick ? of->quick : of->full,
                                    .parameter = of->parameter,
                                    .threads = threads,
                                    .repetition = i,
                                    .host = &options->host};
        gx_status status = play_once(now, of, error);
        if (status != GX_OK)
            return status;
        if (now->play.work != all[0].play.work || now->play.digest != all[0].play.digest)
            return gx_fail(error, GX_ERR_INTERNAL,
                           "%s is not the same each time: %llu %s, digest %016llx, then %llu, %016llx",
                           of->name, (unsigned long long)all[0].play.work, of->work,
                           (unsigned long long)all[0].play.digest, (unsigned long long)now->play.work,
                           (unsigned long long)now->play.digest);
        double after = gx_bench_yardstick(threads, spell);
        if (before <= 0 || after <= 0)
            return gx_fail_memory(error, "the yardstick");
        now->yardstick = 2 / (1 / before + 1 / after); /* by the time that a unit takes */
        now->rate = (double)now->play.work / now->play.watch.cpu;
        now->ratio = now->rate / now->yardstick;
        before = after;
    }
    return GX_OK;
}

gx_status gx_bench_measure(gx_bench_result *out, const gx_bench_case *of, const gx_bench_options *options,
                           gx_error *error)
{
    uint32_t repeats = options->repeats ? options->repeats : 1;
    memset(out, 0, sizeof *out);
    if ((options->quick ? of->quick : of->full).entities == 0)
        return gx_fail(error, GX_ERR_ARGUMENT, "%s has no %s size", of->name,
                       options->quick ? "quick" : "full");
    if (repeats > REPEATS_MAX)
        return gx_fail(error, GX_ERR_ARGUMENT, "%u repetitions: %d at most", repeats, REPEATS_MAX);
    repetition *all = gx_alloc(repeats, sizeof *all);
    if (!all)
        return gx_fail_memory(error, "the repetitions");
    gx_status status = play_all(all, repeats, of, options, error);
    if (status == GX_OK) {
        qsort(all, repeats, sizeof *all, by_ratio);
        const repetition *middle = &all[(repeats - 1) / 2];
        *out = (gx_bench_result){.of = of,
                                 .size = middle->play.size,
                                 .threads = middle->play.threads,
                                 .repeats = repeats,
                                 .work = middle->play.work,
                                 .digest = middle->play.digest,
                                 .cpu_seconds = middle->play.watch.cpu,
                                 .wall_seconds = middle->play.watch.wall,
                                 .rate = middle->rate,
                                 .yardstick = middle->yardstick,
                                 .ratio = middle->ratio,
                                 .ratio_low = all[0].ratio,
                                 .ratio_high = all[repeats - 1].ratio,
                                 .peak_bytes = middle->peak_bytes};
        if (of->entity)
            out->bytes_each = (double)middle->peak_bytes / (double)middle->play.size.entities;
    }
    gx_free(all);
    return status;
}
