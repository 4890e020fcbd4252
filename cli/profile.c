/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "profile.h"

#include "talk.h"
#include <stdlib.h>
#include <string.h>

enum { KINDS_SHOWN = 12 };

static double per_cent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

static void append_phases(gx_text *out, const gx_run_profile *profile)
{
    static const char *const about[GX_PHASES][2] = {
#define X(name, help) {#name, help},
        GX_PHASE_TABLE(X)
#undef X
    };
    double whole = profile->wall_seconds * profile->threads;
    gx_text_append(
        out, "\nwhere the time went: %.2f s in the loop with %u thread%s, %.2f s of the processor\n",
        profile->wall_seconds, profile->threads, profile->threads == 1 ? "" : "s", profile->cpu_seconds);
    for (int p = 0; p < GX_PHASES; p++)
        gx_text_append(out, "  %-14s %5.1f %%  %s\n", about[p][0], per_cent(profile->phase[p], whole),
                       about[p][1]);
}

/* The dearest first; at equal times by messages. */
static int by_time(const void *a, const void *b)
{
    const struct gx_profile_kind *left = a, *right = b;
    if (left->seconds != right->seconds)
        return left->seconds < right->seconds ? 1 : -1;
    return (left->messages < right->messages) - (left->messages > right->messages);
}

static void append_kinds(gx_text *out, const gx_run_profile *profile)
{
    struct gx_profile_kind kind[GX_PROFILE_KINDS_MAX];
    char number[32];
    memcpy(kind, profile->kind, sizeof kind);
    qsort(kind, profile->kinds, sizeof *kind, by_time);
    gx_text_append(out, "act, by kind of message\n");
    for (uint32_t k = 0; k < profile->kinds && k < KINDS_SHOWN; k++) {
        double each = kind[k].messages ? 1e9 * kind[k].seconds / (double)kind[k].messages : 0;
        gx_text_append(out, "  %-14s %5.1f %%  %s messages, %.0f ns each\n", kind[k].name,
                       per_cent(kind[k].seconds, profile->phase[GX_PHASE_act]),
                       gx_format_count(number, (int64_t)kind[k].messages), each);
    }
    if (profile->kinds > KINDS_SHOWN)
        gx_text_append(out, "  and %u kinds that took less\n", profile->kinds - KINDS_SHOWN);
}

static void append_load(gx_text *out, const gx_run_profile *profile)
{
    char a[32], b[32];
    gx_text_append(out,
                   "load\n  %-14s the busiest took %.2f times the mean's time, %.2f times its messages\n",
                   "shards", profile->time_imbalance, profile->message_imbalance);
    gx_text_append(out, "  %-14s user %u got %.3g %% of all messages, by a sample\n", "hottest",
                   profile->hottest, 100 * profile->hottest_share);
    if (profile->longest_messages)
        gx_text_append(out, "  %-14s %s messages (%s) to user %u in tick %u\n", "longest queue",
                       gx_format_count(a, (int64_t)profile->longest_messages), profile->longest_kind,
                       profile->longest, profile->longest_tick);
    gx_text_append(out, "  %-14s %s run, %s skipped\n", "ticks",
                   gx_format_count(a, (int64_t)profile->ticks_run),
                   gx_format_count(b, (int64_t)profile->ticks_skipped));
    gx_text_append(out, "  %-14s %s in the loop\n", "allocations",
                   gx_format_count(a, (int64_t)profile->allocations));
}

static void append_memory(gx_text *out, const gx_run_profile *profile)
{
    static const char *const about[GX_STORES][2] = {
#define X(name, help) {#name, help},
        GX_STORE_TABLE(X)
#undef X
    };
    char bytes[32];
    gx_text_append(out, "memory at the end, %s at the peak\n", gx_format_bytes(bytes, profile->peak_bytes));
    for (int s = 0; s < GX_STORES; s++) {
        if (profile->store[s] == 0)
            continue;
        gx_text_append(out, "  %-14s %s, %.1f bytes a user: %s\n", about[s][0],
                       gx_format_bytes(bytes, profile->store[s]),
                       profile->users ? (double)profile->store[s] / profile->users : 0, about[s][1]);
    }
    gx_text_append(out, "  %-14s %s\n", "packets open",
                   gx_format_count(bytes, (int64_t)profile->packets_open));
}

void gx_profile_text(gx_text *out, const gx_run_profile *profile)
{
    append_phases(out, profile);
    append_kinds(out, profile);
    append_load(out, profile);
    append_memory(out, profile);
}
