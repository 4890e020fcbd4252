/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "summary.h"

#include "input.h"
#include "json.h"
#include "spark.h"
#include "talk.h"
#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <gx/record/reader.h>
#include <gx/run/profile.h>
#include <string.h>

enum { SPARK_WIDTH = 48 };

static void line(gx_text *out, const char *name)
{
    gx_text_append(out, "  %-11s ", name);
}

static double a_user(int64_t count, uint32_t users)
{
    return users ? (double)count / users : 0;
}

/* ---- Series ---------------------------------------------------------------------------------- */

static void append_series(gx_text *out, const gx_reader *reader, const char *label, const char *path)
{
    int64_t start = 0, period = 60000;
    void *values = NULL;
    size_t count = 0, peak = 0;
    gx_error error;
    if (gx_reader_int_attribute(reader, "/", "start", &start, &error) != GX_OK ||
        gx_reader_int_attribute(reader, "/series", "period_ms", &period, &error) != GX_OK ||
        gx_reader_column(reader, path, GX_I64, &values, &count, &error) != GX_OK)
        return;
    const int64_t *series = values;
    for (size_t i = 1; i < count; i++)
        peak = series[i] > series[peak] ? i : peak;
    if (count) {
        char civil[32], number[32];
        gx_format_civil(civil, start + (int64_t)peak * period / 1000);
        civil[16] = '\0';
        line(out, label);
        gx_spark(out, series, count, SPARK_WIDTH, gx_speaks_utf8());
        gx_text_append(out, " at most %s a minute, at %s\n", gx_format_count(number, series[peak]), civil);
    }
    gx_free(values);
}

static void append_sparks(gx_text *out, const char *recording)
{
    gx_reader *reader;
    gx_error error;
    if (!recording || gx_reader_open(&reader, recording, &error) != GX_OK)
        return;
    append_series(out, reader, "packets", "/series/packets_sent");
    append_series(out, reader, "shares", "/series/shares_received");
    append_series(out, reader, "cards", "/series/cards_bound");
    gx_reader_close(reader);
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void append_traffic(gx_text *out, const gx_run_result *result)
{
    char a[32], b[32], c[32], d[32];
    line(out, "sent");
    gx_text_append(out, "%s packets (%.2f a user), %s yuan\n", gx_format_count(a, result->packets),
                   a_user(result->packets, result->users), gx_format_yuan(b, result->sent_fen));
    line(out, "received");
    gx_text_append(out, "%s shares (%.2f a user), %s yuan\n", gx_format_count(a, result->shares),
                   a_user(result->shares, result->users), gx_format_yuan(b, result->received_fen));
    line(out, "money");
    gx_text_append(out, "%s sent = %s received + %s refunded + %s open\n",
                   gx_format_yuan(a, result->sent_fen), gx_format_yuan(b, result->received_fen),
                   gx_format_yuan(c, result->refunded_fen), gx_format_yuan(d, result->open_fen));
    line(out, "besides");
    gx_text_append(out, "%s cards bound, %s transfers", gx_format_count(a, result->cards_bound),
                   gx_format_count(b, result->transfers));
    if (result->ties_made || result->groups_made)
        gx_text_append(out, ", %s friendships and %s groups made", gx_format_count(a, result->ties_made),
                       gx_format_count(b, result->groups_made));
    if (result->payments)
        gx_text_append(out, ", %s payments of %s yuan at tills", gx_format_count(a, result->payments),
                       gx_format_yuan(b, result->paid_fen));
    gx_text_append(out, "\n");
}

/* The recording is closed by one thread behind the run; that is taken for a small part of it. */
static double recording_share(const gx_run_result *result)
{
    double all = result->seconds_run * result->threads;
    return all > result->seconds_record && all > 0 ? result->seconds_record / all : all > 0 ? 1 : 0;
}

static void append_speed(gx_text *out, const gx_run_result *result)
{
    char a[32], b[32];
    double rate = result->seconds_run > 0 ? (double)result->messages / result->seconds_run : 0;
    line(out, "speed");
    gx_text_append(out, "%.2f s (and %.2f s to set up), %s messages/s, %u thread%s, %s of memory\n",
                   result->seconds_run, result->seconds_setup, gx_format_count(a, (int64_t)rate),
                   result->threads, result->threads == 1 ? "" : "s", gx_format_bytes(b, result->peak_bytes));
}

void gx_summary_text(gx_text *out, const gx_run_result *result, const gx_peek *peek, const char *recording)
{
    char a[32], b[32], c[32];
    gx_text_append(out, "%s, seed %llu, %.4g h from %s in %s ticks\n", result->name,
                   (unsigned long long)result->seed, (double)result->ticks * (double)result->tick_ms / 3.6e6,
                   gx_format_civil(a, peek->start), gx_format_count(b, result->ticks));
    line(out, "users");
    gx_text_append(out, "%s, with %s%s and %s chat groups\n", gx_format_count(a, result->users),
                   result->implicit ? "ties that are not stored"
                                    : gx_format_count(b, (int64_t)result->friends),
                   result->implicit ? "" : " ties", gx_format_count(c, result->groups));
    append_traffic(out, result);
    append_sparks(out, recording);
    line(out, "digest");
    gx_text_append(out, "%016llx; the books balance (%s checks in full)\n",
                   (unsigned long long)result->digest, gx_format_count(a, (int64_t)result->audits_full));
    append_speed(out, result);
    if (recording) {
        line(out, "recording");
        gx_text_append(out, "%s, %s, %.1f %% of the processors' time\n", recording,
                       gx_format_bytes(a, result->recording_bytes), 100 * recording_share(result));
    }
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* clang-format off */
/* X(member): whole numbers of a gx_run_result in the order of the object. */
#define RESULT_WHOLES(X)                                                                                     \
    X(seed) X(users) X(groups) X(friends) X(shards) X(threads) X(ticks) X(ticks_planned) X(tick_ms)          \
    X(messages) X(operations) X(packets) X(shares) X(sent_fen) X(received_fen) X(refunded_fen) X(open_fen)   \
    X(cards_bound) X(transfers) X(ties_made) X(groups_made) X(payments) X(paid_fen) X(peak_bytes) X(recording_bytes)         \
    X(audits_quick) X(audits_full) X(sittings)
/* clang-format on */
#define RESULT_REALS(X) X(seconds_setup) X(seconds_run) X(seconds_record) X(seconds_checkpoint)

void gx_summary_json(gx_text *out, const gx_run_result *result, const gx_run_options *run)
{
    gx_text_append(out, "{\"name\": ");
    gx_json_text(out, result->name);
    gx_text_append(out, ",\n \"recording\": ");
    gx_json_text(out, run->output);
    gx_text_append(out, ",\n \"replicate\": %u,\n \"digest\": \"%016llx\",\n \"state_digest\": \"%016llx\"",
                   run->replicate, (unsigned long long)result->digest,
                   (unsigned long long)result->state_digest);
#define X(member) gx_text_append(out, ",\n \"%s\": %lld", #member, (long long)result->member);
    RESULT_WHOLES(X)
#undef X
#define X(member)                                                                                            \
    gx_text_append(out, ",\n \"%s\": ", #member);                                                            \
    gx_json_real(out, result->member);
    RESULT_REALS(X)
#undef X
    if (run->profile) {
        gx_text_append(out, ",\n \"profile\": ");
        gx_run_profile_json(out, run->profile);
    }
    gx_text_append(out, "}\n");
}

void gx_summary_next(gx_text *out, const gx_call *call, const char *recording)
{
    gx_text stem = {0};
    gx_stem(&stem, recording);
    gx_text_append(out, "\nnext:\n  %s report %s -o %s.html   charts, in one page that needs no network\n",
                   call->program, recording, gx_text_get(&stem));
    gx_text_append(out, "  %s analyze %s   every metric\n", call->program, recording);
    gx_text_append(out, "  %s verify %s   run it again and compare, tick by tick\n", call->program,
                   recording);
    out->failed = out->failed || stem.failed;
    gx_text_free(&stem);
}
