/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include "talk.h"
#include <gx/base/civil.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { BAR = 20, LINE_MAX_BYTES = 300 };
static const double plain_every = 5;

double gx_seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void gx_progress_start(gx_progress *progress, const gx_call *call, int64_t start, int64_t tick_ms)
{
    double now = gx_seconds_now();
    *progress = (gx_progress){.quiet = call->quiet,
                              .terminal = gx_talk_is_terminal(),
                              .utf8 = gx_speaks_utf8(),
                              .start = start,
                              .tick_ms = tick_ms,
                              .begun = now,
                              .said = now,
                              .first = -1};
}

static void append_bar(gx_text *line, const gx_progress *progress, double share)
{
    static const char *const eighths[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    unsigned full = (unsigned)(share * BAR * 8);
    for (unsigned i = 0; i < BAR; i++) {
        if (full >= (i + 1) * 8)
            gx_text_append(line, progress->utf8 ? "█" : "#");
        else if (full > i * 8)
            gx_text_append(line, "%s", progress->utf8 ? eighths[full - i * 8] : "-");
        else
            gx_text_append(line, progress->utf8 ? " " : ".");
    }
}

static void append_span(gx_text *line, double seconds)
{
    unsigned long s = seconds < 0 ? 0 : seconds > 1e8 ? 100000000UL : (unsigned long)(seconds + 0.5);
    if (s >= 3600)
        gx_text_append(line, "%lu:%02lu:%02lu", s / 3600, s / 60 % 60, s % 60);
    else
        gx_text_append(line, "%lu:%02lu", s / 60, s % 60);
}

static void append_facts(gx_text *line, const gx_progress *progress, double now)
{
    double share = progress->ticks ? (double)progress->tick / progress->ticks : 0;
    double spent = now - progress->first;
    gx_text_append(line, "%3.0f %%", 100 * share);
    if (progress->tick_ms) {
        char civil[32];
        gx_format_civil(civil, progress->start + (int64_t)progress->tick * progress->tick_ms / 1000);
        civil[16] = '\0';
        gx_text_append(line, "  %s", civil);
    }
    if (spent > 0) {
        char count[32];
        gx_text_append(line, "  %s operations/s",
                       gx_format_count(count, (int64_t)((double)progress->operations / spent)));
    }
    if (progress->tick && spent > 0) {
        gx_text_append(line, "  ");
        append_span(line, spent * (progress->ticks - progress->tick) / progress->tick);
        gx_text_append(line, " left");
    }
}

/* Whether it is time for a line. */
static bool begin_line(gx_progress *progress, gx_text *line, double share, double now)
{
    if (progress->first < 0)
        progress->first = now;
    if (progress->quiet || (!progress->terminal && now < progress->said + plain_every))
        return false;
    progress->said = now;
    if (progress->terminal) {
        gx_text_append(line, "\r[");
        append_bar(line, progress, share);
        gx_text_append(line, "] ");
    }
    return true;
}

static void end_line(gx_progress *progress, gx_text *line)
{
    gx_text_append(line, progress->terminal ? "\033[K" : "\n");
    fputs(gx_text_get(line), stderr);
    progress->drawn = progress->terminal;
}

void gx_progress_show(gx_progress *progress, uint32_t tick, uint32_t ticks, uint64_t operations)
{
    double now = gx_seconds_now();
    gx_text line = {0};
    progress->tick = tick;
    progress->ticks = ticks;
    progress->operations = operations;
    if (begin_line(progress, &line, ticks ? (double)tick / ticks : 0, now)) {
        append_facts(&line, progress, now);
        end_line(progress, &line);
    }
    gx_text_free(&line);
}

void gx_progress_part(gx_progress *progress, double share, const char *what)
{
    double now = gx_seconds_now(), spent;
    gx_text line = {0};
    if (begin_line(progress, &line, share, now)) {
        spent = now - progress->first;
        gx_text_append(&line, "%3.0f %%  %s", 100 * share, what);
        if (share > 0 && spent > 1) {
            gx_text_append(&line, "  ");
            append_span(&line, spent * (1 - share) / share);
            gx_text_append(&line, " left");
        }
        end_line(progress, &line);
    }
    gx_text_free(&line);
}

void gx_progress_end(gx_progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
