/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A forecast by samples: the same scenario with fewer users, run to its end, twice. A part of the memory is a
 * straight line in the number of users; so is time. Shards shrink with the users, so that a shard is as large
 * as in the real run and what a shard costs by itself is in the line; when the real shards are larger than a
 * whole sample, a third sample with more shards tells what one costs.
 *
 *     part(users, shards) = fixed + a * users + b * shards
 *
 * What no store knows of (the program, HDF5, what a builder needs for a moment) differs from run to run: a
 * column begun on a huge page takes all of its two MiB, when the machine has one to give. Through two near
 * points some such pages would be gigabytes in a nation, so only growth beyond them counts.
 *
 * A part of the recording grows as a power of the users, a little above 1: the numbers in its columns become
 * longer. Series and digests do not grow beyond one row a minute or a tick, and the file's own indexes
 * hardly. Where the users come from a file there is nothing to make smaller but the time.
 *
 * In a larger world less is found in the caches. growth_a_doubling is a reserve for that, an assumption: with
 * New Year's Eve of 420 thousand to 42 million users an operation's cost hardly moved
 * (tests/nightly/results/eve-sizes.txt).
 *
 * Before that, two small samples: a run that cannot fit by far is refused by them, within seconds.
 */
#include "forecast.h"

#include "machine.h"
#include "talk.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { SAMPLE_USERS = 100000, SAMPLE_MOST = 400000, SAMPLE_PART = 1000, DIGEST_BYTES = 10 };
/* Only for the decision whether to look at all: nothing known takes more than this by far. */
enum { ROUGH_BYTES = 1 << 28, ROUGH_USER_BYTES = 4000, ROUGH_USER_DAY_BYTES = 2000 };
/* Indexes, and the room that part chunks leave behind when they are written again: by jumps, a little more in
 * a larger file. */
static const double unused = 1.5;
static const double margin = 1.1; /* of what is available, what may be needed beyond the forecast */
/* By which two equal runs may differ: in rows that wait, and outside of what is counted (eight huge pages).
 */
static const double stray_rows = 4 << 20, stray_rest = 16 << 20;
static const double growth_a_doubling = 0.03;

/* ---- Samples --------------------------------------------------------------------------------- */

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static double shards_of(const gx_peek *peek, double users)
{
    return clamp(floor((double)peek->shards * users / (double)peek->users + 0.5), 1, (double)peek->shards);
}

static void plan(gx_forecast *f, const gx_peek *peek)
{
    double users = (double)peek->users, shards = (double)peek->shards;
    double most = clamp(floor(users / SAMPLE_PART), SAMPLE_USERS, SAMPLE_MOST);
    double large = clamp(floor(users / 2), 2, most), small = clamp(floor(large / 2), 2, large);
    f->samples = 2;
    f->sample[0] = (gx_sample){.users = small, .shards = shards_of(peek, small), .share = 1};
    f->sample[1] = (gx_sample){.users = large, .shards = shards_of(peek, large), .share = 1};
    if (f->sample[1].shards < 2 && shards > 8) {
        f->samples = 3;
        f->sample[2] = (gx_sample){.users = small, .shards = 8, .share = 1};
    }
}

/* ---- Scaling --------------------------------------------------------------------------------- */

/* Through two points, never falling; `at` is behind both. */
static double line(double x0, double y0, double x1, double y1, double at)
{
    double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    return y1 + (slope > 0 ? slope : 0) * (at - x1);
}

static double power(double x0, double y0, double x1, double y1, double at)
{
    if (y0 <= 0 || y1 <= 0 || x1 <= x0)
        return y1 * at / x1;
    return y1 * pow(at / x1, clamp(log(y1 / y0) / log(x1 / x0), 0.9, 1.1));
}

/* Of one figure of the three samples. */
static double scale(const gx_forecast *f, const gx_peek *peek, const double y[3])
{
    const gx_sample *s = f->sample;
    double users = (double)peek->users, shards = (double)peek->shards;
    double value = line(s[0].users, y[0], s[1].users, y[1], users);
    if (f->samples < 3)
        return value;
    double each = (y[2] - y[0]) / (s[2].shards - s[0].shards);
    return value + (each > 0 ? each : 0) * (shards - s[1].shards);
}

/* What differs by `noise` between equal runs: only growth beyond that counts. */
static double scale_rough(const gx_forecast *f, const gx_peek *peek, int part, double noise)
{
    const gx_sample *s = f->sample;
    double y0 = s[0].memory[part], y1 = s[1].memory[part];
    double grown = y1 - y0 > noise ? y1 - y0 - noise : 0;
    return line(s[0].users, y1 - grown, s[1].users, y1, (double)peek->users);
}

/* Stores of a book grow by chunks, so that a few bytes more in a sample may be a chunk more: what is in use
 * is scaled, and half a chunk added for each store of open packets. */
static double scale_books(const gx_forecast *f, const gx_peek *peek)
{
    enum { SPARE_BYTES = 2 << 20 };
    const gx_sample *s = f->sample;
    double used[3];
    for (int i = 0; i < 3; i++)
        used[i] = s[i].memory[GX_MEMORY_books] - s[i].books_spare;
    double value = scale(f, peek, used);
    double alike = used[1] > 0 ? value * s[1].books_spare / used[1] : 0;
    double most = (double)peek->shards * SPARE_BYTES;
    return value + (alike < most ? alike : most);
}

static double scale_memory(const gx_forecast *f, const gx_peek *peek, int part)
{
    const gx_sample *s = f->sample;
    const double y[] = {s[0].memory[part], s[1].memory[part], s[2].memory[part]};
    switch (part) {
    case GX_MEMORY_books:
        return scale_books(f, peek);
    case GX_MEMORY_recording:
        return scale_rough(f, peek, part, stray_rows);
    case GX_MEMORY_rest:
        return scale_rough(f, peek, part, stray_rest);
    default:
        return scale(f, peek, y);
    }
}

/* Seconds: noisy, when samples are short, so never less than half of what their users would take alone. */
static double scale_seconds(const gx_forecast *f, const gx_peek *peek, double y0, double y1)
{
    const gx_sample *s = f->sample;
    double users = (double)peek->users;
    double straight = line(s[0].users, y0, s[1].users, y1, users), least = 0.5 * y1 * users / s[1].users;
    return straight > least ? straight : least;
}

static double scale_disk(const gx_forecast *f, const gx_peek *peek, int part)
{
    const gx_sample *s = f->sample;
    double y0 = s[0].disk[part], y1 = s[1].disk[part], users = (double)peek->users;
    if (part == GX_DISK_series)
        return clamp(line(s[0].users, y0, s[1].users, y1, users), y1, y1 + DIGEST_BYTES * s[1].ticks);
    if (part == GX_DISK_other)
        return unused * (y0 > y1 ? y0 : y1);
    return power(s[0].users, y0, s[1].users, y1, users);
}

/* A small sample may have one shard, and so work for one thread, where the run has many: the part of its time
 * that is left when all threads share the work. */
static double part_with_threads(const gx_sample *sample, double shards)
{
    double threads = sample->threads > 1 ? sample->threads : 1;
    return fmin(threads, sample->shards) / fmin(threads, fmax(shards, sample->shards));
}

static void scale_users(gx_forecast *f, const gx_peek *peek)
{
    const gx_sample *s = f->sample;
    for (int i = 0; i < GX_MEMORY_COUNT; i++)
        f->memory[i] = scale_memory(f, peek, i);
    for (int i = 0; i < GX_DISK_COUNT; i++)
        f->disk[i] = scale_disk(f, peek, i);
    double doublings = log2((double)peek->users / s[1].users);
    f->seconds_setup = scale_seconds(f, peek, s[0].seconds_setup, s[1].seconds_setup);
    f->seconds_run = scale_seconds(f, peek, s[0].seconds_run, s[1].seconds_run) *
                     part_with_threads(&s[1], (double)peek->shards) *
                     (1 + growth_a_doubling * (doublings > 0 ? doublings : 0));
}

/* Two samples of all users for a part of the time. */
static void scale_time(gx_forecast *f)
{
    const gx_sample *s = f->sample;
    for (int i = 0; i < GX_MEMORY_COUNT; i++)
        f->memory[i] = line(s[0].share, s[0].memory[i], s[1].share, s[1].memory[i], 1);
    for (int i = 0; i < GX_DISK_COUNT; i++)
        f->disk[i] = line(s[0].share, s[0].disk[i], s[1].share, s[1].disk[i], 1);
    f->seconds_setup = s[1].seconds_setup;
    f->seconds_run = line(s[0].share, s[0].seconds_run, s[1].share, s[1].seconds_run, 1);
}

/* A checkpoint has what the run changes, much as it stands in memory: no lists that can be made again, but
 * the messages that wait, which are few beside the rooms for them, and rows that are not written yet. At the
 * end of the nation's Eve it is some 16 % less, in a small run a good deal. */
static double checkpoint_of(const gx_forecast *f)
{
    static const int kept[] = {GX_MEMORY_changes, GX_MEMORY_books, GX_MEMORY_columns, GX_MEMORY_recording};
    double bytes = 0;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        bytes += f->memory[kept[i]];
    return bytes;
}

static void sum_up(gx_forecast *f)
{
    f->memory_bytes = f->disk_bytes = 0;
    f->checkpoint_bytes = checkpoint_of(f);
    for (int i = 0; i < GX_MEMORY_COUNT; i++)
        f->memory_bytes += f->memory[i];
    for (int i = 0; i < GX_DISK_COUNT; i++)
        f->disk_bytes += f->disk[i];
}

/* By two small samples of one day, or less: what grows with the users. */
static void scale_small(gx_forecast *f, const gx_peek *peek)
{
    const gx_sample *s = f->sample;
    double users = (double)peek->users, times = users / s[1].users;
    f->users = users;
    for (int i = 0; i < GX_MEMORY_COUNT; i++)
        f->memory[i] = i == GX_MEMORY_rest
                           ? s[1].memory[i]
                           : line(s[0].users, s[0].memory[i], s[1].users, s[1].memory[i], users);
    f->disk[GX_DISK_users] = s[1].disk[GX_DISK_users] * times;
    f->seconds_setup = s[1].seconds_setup * times;
    f->seconds_run = s[1].seconds_run * times / s[1].share;
    sum_up(f);
}

/* A run that is too large many times over shows in small samples: then `f` is its forecast. */
static bool hopeless(gx_forecast *f, bool *failed, gx_text *why, const gx_call *call,
                     const gx_run_words *words, const gx_peek *peek, const char *path)
{
    static const double look[] = {1000, 4000, 20000};
    enum { TIMES = 10 }; /* as so small samples may tell twice too much */
    double share = peek->duration_ms > 0 ? clamp(8.64e7 / (double)peek->duration_ms, 0.01, 1) : 1;
    for (size_t i = 0; i < sizeof look / sizeof look[0] && (double)peek->users > 20 * look[i]; i++) {
        f->samples = i ? 2 : 1;
        f->sample[0] = f->sample[1];
        f->sample[1] = (gx_sample){.users = look[i], .shards = shards_of(peek, look[i]), .share = share};
        *failed = !gx_sample_run(&f->sample[1], why, call, words, peek, path);
        if (*failed)
            return false;
        if (i > 0)
            scale_small(f, peek);
        if (i > 0 && f->memory_bytes > TIMES * f->memory_available)
            return true;
    }
    return false;
}

bool gx_forecast_make(gx_forecast *out, gx_text *why, const gx_call *call, const gx_run_words *words,
                      const gx_peek *peek, const char *path, const char *output)
{
    enum { AT_A_TIME = 3 };
    memset(out, 0, sizeof *out);
    out->checkpoints = words->checkpoint > 0 || words->checkpoint_every > 0 ? AT_A_TIME : 0;
    bool failed = false;
    uint64_t memory = gx_memory_available(), disk = gx_disk_available(output);
    out->memory_available = memory == UINT64_MAX ? HUGE_VAL : (double)memory;
    out->disk_available = disk == UINT64_MAX ? HUGE_VAL : (double)disk;
    if (!peek->imported && hopeless(out, &failed, why, call, words, peek, path))
        return true;
    if (failed)
        return false;
    if (peek->imported) {
        out->samples = 2;
        out->sample[0] = (gx_sample){.share = 1.0 / 16};
        out->sample[1] = (gx_sample){.share = 1.0 / 8};
    } else {
        plan(out, peek);
    }
    for (int i = 0; i < out->samples; i++)
        if (!gx_sample_run(&out->sample[i], why, call, words, peek, path))
            return false;
    out->users = peek->imported ? out->sample[1].users : (double)peek->users;
    memset(out->memory, 0, sizeof out->memory);
    memset(out->disk, 0, sizeof out->disk);
    if (peek->imported)
        scale_time(out);
    else
        scale_users(out, peek);
    sum_up(out);
    return true;
}

/* ---- Does it fit ----------------------------------------------------------------------------- */

bool gx_forecast_doubtful(const gx_peek *peek, const char *output)
{
    uint64_t memory = gx_memory_available(), disk = gx_disk_available(output);
    double users = (double)peek->users, days = 1 + (double)peek->duration_ms / 8.64e7;
    if (peek->imported)
        return false; /* who can read the file knows the ties; the rest is small beside them */
    return ROUGH_BYTES + users * ROUGH_USER_BYTES > (double)memory ||
           (double)ROUGH_BYTES / 8 + users * days * ROUGH_USER_DAY_BYTES > (double)disk;
}

bool gx_forecast_fits(const gx_forecast *f, gx_text *reason)
{
    char need[32], have[32];
    bool fits = true;
    if (f->memory_bytes * margin > f->memory_available) {
        fits = false;
        gx_text_append(
            reason,
            "it will need about %s of memory, and %s are available: fewer population.users, "
            "graph.form implicit, population.stored no, wallet.key_window 0 or record.users no make it "
            "smaller (%.3g users fit)",
            gx_format_bytes(need, (uint64_t)f->memory_bytes),
            gx_format_bytes(have, (uint64_t)f->memory_available),
            floor(f->users * f->memory_available / (f->memory_bytes * margin)));
    }
    double disk = f->disk_bytes + f->checkpoints * f->checkpoint_bytes;
    if (disk * margin > f->disk_available) {
        gx_text_append(
            reason,
            "%sits recording%s will have about %s, and %s are free: --record series, a smaller "
            "record.event_share or record.users no make %s smaller",
            fits ? "" : "; ", f->checkpoints ? " and checkpoints" : "", gx_format_bytes(need, (uint64_t)disk),
            gx_format_bytes(have, (uint64_t)f->disk_available), f->checkpoints ? "the recording" : "it");
        fits = false;
    }
    return fits;
}

/* ---- Printing -------------------------------------------------------------------------------- */

typedef struct part_name {
    const char *name, *help;
} part_name;

static const part_name memory_parts[] = {
#define X(name, help) {#name, help},
    GX_MEMORY_PARTS(X)
#undef X
};
static const part_name disk_parts[] = {
#define X(name, help) {#name, help},
    GX_DISK_PARTS(X)
#undef X
};

static void print_parts(gx_text *out, const char *title, const part_name *names, const double *bytes,
                        int count, double users, double sum)
{
    char text[32];
    gx_text_append(out, "%-20s %9s   %.4g bytes a user\n", title, gx_format_bytes(text, (uint64_t)sum),
                   users > 0 ? sum / users : 0);
    for (int i = 0; i < count; i++)
        if (bytes[i] >= 0.005 * sum)
            gx_text_append(out, "  %-18s %9s   %s\n", names[i].name,
                           gx_format_bytes(text, (uint64_t)bytes[i]), names[i].help);
}

static void print_table(gx_text *out, const gx_forecast *f)
{
    char text[32];
    print_parts(out, "memory at its peak", memory_parts, f->memory, GX_MEMORY_COUNT, f->users,
                f->memory_bytes);
    if (f->memory_available <= DBL_MAX)
        gx_text_append(out, "  %-18s %9s\n", "available",
                       gx_format_bytes(text, (uint64_t)f->memory_available));
    print_parts(out, "recording", disk_parts, f->disk, GX_DISK_COUNT, f->users, f->disk_bytes);
    if (f->checkpoints)
        gx_text_append(out,
                       "%-20s %9s   or less, %d of them: two, and for a moment one that is being written\n",
                       "a checkpoint", gx_format_bytes(text, (uint64_t)f->checkpoint_bytes), f->checkpoints);
    if (f->disk_available <= DBL_MAX)
        gx_text_append(out, "  %-18s %9s\n", "free", gx_format_bytes(text, (uint64_t)f->disk_available));
    gx_text_append(out,
                   "%-20s %7.0f s   and %.0f s to set up, on a machine that is as free as for the samples\n",
                   "time", f->seconds_run, f->seconds_setup);
    gx_text_append(out, "by samples of");
    for (int i = 0; i < f->samples; i++)
        gx_text_append(out, "%s %.0f users in %.0f shards", i ? "," : "", f->sample[i].users,
                       f->sample[i].shards);
    gx_text_append(out, "\n");
}

static void json_parts(gx_text *out, const char *title, const part_name *names, const double *bytes,
                       int count, double sum, double available)
{
    gx_text_append(out, " \"%s\": {\"bytes\": %.0f, ", title, sum);
    if (available <= DBL_MAX)
        gx_text_append(out, "\"available\": %.0f, ", available);
    gx_text_append(out, "\"parts\": {");
    for (int i = 0; i < count; i++)
        gx_text_append(out, "%s\"%s\": %.0f", i ? ", " : "", names[i].name, bytes[i]);
    gx_text_append(out, "}},\n");
}

static void print_json(gx_text *out, const gx_forecast *f)
{
    gx_text reason = {0};
    gx_text_append(out, "{\"users\": %.0f,\n", f->users);
    json_parts(out, "memory", memory_parts, f->memory, GX_MEMORY_COUNT, f->memory_bytes, f->memory_available);
    json_parts(out, "recording", disk_parts, f->disk, GX_DISK_COUNT, f->disk_bytes, f->disk_available);
    gx_text_append(out, " \"checkpoints\": {\"bytes\": %.0f, \"count\": %d},\n", f->checkpoint_bytes,
                   f->checkpoints);
    gx_text_append(out, " \"seconds_setup\": %.3f,\n \"seconds_run\": %.3f,\n \"fits\": %s,\n \"samples\": [",
                   f->seconds_setup, f->seconds_run, gx_forecast_fits(f, &reason) ? "true" : "false");
    for (int i = 0; i < f->samples; i++)
        gx_text_append(out, "%s{\"users\": %.0f, \"shards\": %.0f, \"seconds_run\": %.3f}", i ? ", " : "",
                       f->sample[i].users, f->sample[i].shards, f->sample[i].seconds_run);
    gx_text_append(out, "]}\n");
    gx_text_free(&reason);
}

void gx_forecast_print(gx_text *out, const gx_forecast *forecast, gx_format format)
{
    if (format == GX_FORMAT_JSON)
        print_json(out, forecast);
    else
        print_table(out, forecast);
}
