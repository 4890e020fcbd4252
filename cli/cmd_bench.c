/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi bench: how fast is it here, and is it slower than it was? */
#include "bench.h"
#include "exits.h"
#include "input.h"
#include "progress.h"
#include "signals.h"
#include "talk.h"
#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct gx_bench_words {
    const char *output, *baseline, *regress;
    gx_number repeat, threads;
    int32_t format;
    bool list, quick, force;
} gx_bench_words;

static const char *const bench_formats[] = {"table", "json", NULL};
#define DEFAULT_REGRESS 10.0

#define AT(member) offsetof(gx_bench_words, member)
static const gx_option options[] = {
    {"list", 'l', GX_OPTION_FLAG, NULL, "show the cases, measure nothing", NULL, AT(list), 0, 0, NULL, NULL},
    {"quick", 0, GX_OPTION_FLAG, NULL, "small sizes: some seconds in all", NULL, AT(quick), 0, 0, NULL, NULL},
    {"repeat", 'r', GX_OPTION_NUMBER, "N", "measure each case N times and take the median ratio", "1",
     AT(repeat), 1, 1000, NULL, NULL},
    {"threads", 't', GX_OPTION_NUMBER, "N", "threads to use; work and digests do not depend on it", "1",
     AT(threads), 1, 1024, NULL, NULL},
    {"baseline", 'b', GX_OPTION_TEXT, "FILE",
     "compare with what --output wrote before; exit code 4 when slower", NULL, AT(baseline), 0, 0, NULL,
     NULL},
    {"max-regress", 0, GX_OPTION_TEXT, "PERCENT",
     "how much a ratio may fall below the baseline's, like 5%; without it 10%", NULL, AT(regress), 0, 0, NULL,
     NULL},
    {"format", 0, GX_OPTION_CHOICE, "FORMAT", "how results are written", "table", AT(format), 0, 0,
     bench_formats, "GUANXI_FORMAT"},
    {"output", 'o', GX_OPTION_TEXT, "FILE", "also write them as JSON: a baseline for later", NULL, AT(output),
     0, 0, NULL, NULL},
    GX_FORCE_OPTION(gx_bench_words),
};

/* ---- One call -------------------------------------------------------------------------------- */

typedef struct gx_benching {
    const gx_call *call;
    const gx_bench_words *words;
    gx_bench_way way;
    gx_bench_list list;
    gx_bench_baseline baseline;
    gx_bench_result result[GX_BENCH_CASES_MAX];
    size_t done;
    gx_progress progress;
} gx_benching;

/* A scenario that comes with the program, looked for where the run's default is: in this folder, where it was
 * installed, where it was built. */
static gx_status find_scenario(char **text, size_t *length, const char *name, void *context, gx_error *error)
{
    static const char *const places[] = {".", GX_DATA_DIR, GX_SOURCE_DATA_DIR};
    (void)context;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        gx_text path = {0};
        gx_text_append(&path, "%s/scenarios/%s", places[i], name);
        bool there = !path.failed && access(path.data, R_OK) == 0;
        gx_status status = there ? gx_scenario_text(text, length, path.data, error) : GX_ERR_NOT_FOUND;
        gx_text_free(&path);
        if (there)
            return status;
    }
    return gx_fail(error, GX_ERR_NOT_FOUND, "there is no scenarios/%s here or in %s", name, GX_DATA_DIR);
}

static void show(const char *name, uint32_t repetition, double share, void *context)
{
    gx_benching *b = context;
    double of_case = (repetition + (share < 1 ? share : 1)) / b->way.repeats;
    gx_progress_part(&b->progress, ((double)b->done + of_case) / (double)b->list.count, name);
}

static gx_status measure_all(gx_benching *b, gx_error *error)
{
    const char *folder = getenv("TMPDIR");
    gx_bench_options how = {.quick = b->way.quick,
                            .repeats = b->way.repeats,
                            .threads = b->way.threads,
                            .host = {.context = b,
                                     .stop = gx_signal_stops,
                                     .progress = show,
                                     .scenario = find_scenario,
                                     .folder = folder && *folder ? folder : "/tmp"}};
    gx_status status = GX_OK;
    for (b->done = 0; b->done < b->list.count; b->done++) {
        status = gx_bench_measure(&b->result[b->done], b->list.at[b->done], &how, error);
        if (status != GX_OK)
            break;
    }
    return status;
}

/* ---- What came of it ------------------------------------------------------------------------- */

static int write_output(const gx_benching *b, const gx_bench_baseline *baseline)
{
    gx_error error;
    gx_text json = {0};
    gx_bench_print_json(&json, b->result, b->done, &b->way, baseline);
    gx_status status = json.failed ? gx_fail_memory(&error, b->words->output)
                                   : gx_write_file(b->words->output, gx_text_get(&json), json.length,
                                                   b->words->force, &error);
    gx_text_free(&json);
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(b->call, &error);
}

static int answer(const gx_benching *b, const gx_bench_baseline *baseline)
{
    gx_text out = {0};
    if (b->words->format == GX_FORMAT_JSON)
        gx_bench_print_json(&out, b->result, b->done, &b->way, baseline);
    else
        gx_bench_print_table(&out, b->result, b->done, baseline);
    int code = gx_answer_text(b->call, &out);
    gx_text_free(&out);
    return code;
}

static int judge(const gx_benching *b)
{
    const gx_bench_baseline *baseline = &b->baseline;
    int code = GX_EXIT_DONE;
    for (size_t i = 0; i < b->done; i++) {
        const gx_bench_result *result = &b->result[i];
        char digest[24];
        snprintf(digest, sizeof digest, "%016llx", (unsigned long long)result->digest);
        gx_bench_verdict verdict = gx_bench_judge(baseline, i, result);
        if (verdict == GX_BENCH_OTHER_WORK)
            gx_complain(b->call,
                        "%s: %llu %s, but the baseline has %llu: what is done has changed; if that is "
                        "meant, make a new baseline",
                        result->of->name, (unsigned long long)result->work, result->of->work,
                        (unsigned long long)baseline->mark[i].work);
        else if (verdict == GX_BENCH_SLOWER)
            gx_complain(b->call, "%s: the ratio fell by %.1f %%, from %.4g to %.4g; %.4g %% are allowed",
                        result->of->name, -gx_bench_change(baseline, i, result), baseline->mark[i].ratio,
                        result->ratio, baseline->limit);
        else if (result->digest && baseline->mark[i].digest[0] &&
                 strcmp(digest, baseline->mark[i].digest) != 0)
            gx_talk(b->call, "note: %s: as much work as in the baseline, but another digest",
                    result->of->name);
        if (verdict == GX_BENCH_OTHER_WORK || verdict == GX_BENCH_SLOWER)
            code = GX_EXIT_MISSED;
    }
    return code;
}

static int measure(gx_benching *b)
{
    gx_error error;
    gx_signals before;
    const gx_bench_baseline *baseline = b->words->baseline ? &b->baseline : NULL;
    gx_progress_start(&b->progress, b->call, 0, 0);
    gx_signals_catch(&before);
    gx_status status = measure_all(b, &error);
    int signal_code = gx_signal_seen() ? gx_signal_exit() : GX_EXIT_INTERRUPTED;
    gx_signals_restore(&before);
    gx_progress_end(&b->progress);
    int code = b->done ? answer(b, baseline) : GX_EXIT_DONE;
    fflush(stdout);
    if (status == GX_ERR_INTERRUPTED) {
        gx_complain(b->call, "interrupted: %zu of %zu cases were measured%s", b->done, b->list.count,
                    b->words->output ? "; nothing was written" : "");
        return signal_code;
    }
    if (status != GX_OK)
        return gx_give_up(b->call, &error);
    if (code == GX_EXIT_DONE && b->words->output)
        code = write_output(b, baseline);
    return code == GX_EXIT_DONE && baseline ? judge(b) : code;
}

/* ---- The words ------------------------------------------------------------------------------- */

/* "5", "5%", "2.5 %". */
static bool parse_percent(const char *text, double *out)
{
    char *end;
    if (!(*text >= '0' && *text <= '9'))
        return false;
    *out = strtod(text, &end);
    end += strspn(end, " ");
    end += *end == '%';
    return *end == '\0' && isfinite(*out) && *out <= 100;
}

/* All that can be wrong is found before anything is measured. */
static int check(gx_benching *b)
{
    const gx_bench_words *words = b->words;
    gx_error error;
    b->way = (gx_bench_way){words->quick, (uint32_t)words->threads.value, (uint32_t)words->repeat.value};
    b->baseline.limit = DEFAULT_REGRESS;
    if (words->regress && !words->baseline)
        return gx_misused(b->call, "--max-regress needs a --baseline to compare with");
    if (words->regress && !parse_percent(words->regress, &b->baseline.limit))
        return gx_misused(b->call, "--max-regress: '%s' is no percentage between 0 and 100, like 5%%",
                          words->regress);
    int code = gx_bench_choose(&b->list, b->call, words->quick);
    if (words->output && gx_output_check(words->output, words->force, &error) != GX_OK) {
        int told = gx_give_up(b->call, &error);
        code = code == GX_EXIT_DONE ? told : code;
    }
    return code == GX_EXIT_DONE && words->baseline
               ? gx_bench_baseline_read(&b->baseline, b->call, words->baseline, &b->list, &b->way)
               : code;
}

static int show_list(const gx_call *call, const gx_bench_words *words)
{
    gx_bench_list list;
    gx_text out = {0};
    gx_bench_all(&list);
    gx_bench_print_list(&out, &list, (gx_format)words->format);
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    const gx_bench_words *words = given;
    if (words->list)
        return show_list(call, words);
    gx_benching *b = gx_alloc(1, sizeof *b);
    if (!b) {
        gx_complain(call, "memory is exhausted");
        return GX_EXIT_FAILED;
    }
    b->call = call;
    b->words = words;
    int code = check(b);
    if (code == GX_EXIT_DONE)
        code = measure(b);
    gx_free(b);
    return code;
}

const gx_verb gx_verb_bench = {
    "bench",
    "[CASE...]",
    GX_OPERAND_WORD,
    0,
    GX_BENCH_CASES_MAX,
    "measure how fast the engine is here",
    "CASE is a case of --list, or a family of them (phold). Without CASE all are measured but those so "
    "large\n"
    "that they must be named. Work and digest of a case are the same on every machine. A case's ratio is "
    "its\n"
    "work per second of the processor beside a yardstick (a keyed draw and a random touch of 64 MiB) that "
    "is\n"
    "measured right before and after: so machines compare, and --baseline compares ratios. Exit code 4: a\n"
    "case is slower than --max-regress allows, or did other work than the baseline's.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_bench_words),
    act,
    gx_bench_families};
