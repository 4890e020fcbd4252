/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A baseline is what `guanxi bench -o FILE` wrote before. Ratios to the yardstick are compared, never
 * seconds; and only where the same was done. What cannot be compared is told before anything is measured, so
 * that a gate never passes because it compared nothing. */
#include "bench.h"

#include "exits.h"
#include "talk.h"
#include <gx/base/memory.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BASELINE_BYTES_MAX = 1 << 20 };

const char *const gx_bench_verdicts[] = {"same", "faster", "slower", "other work"};

double gx_bench_change(const gx_bench_baseline *baseline, size_t index, const gx_bench_result *result)
{
    return 100 * (result->ratio / baseline->mark[index].ratio - 1);
}

gx_bench_verdict gx_bench_judge(const gx_bench_baseline *baseline, size_t index,
                                const gx_bench_result *result)
{
    double change = gx_bench_change(baseline, index, result);
    if (result->work != baseline->mark[index].work)
        return GX_BENCH_OTHER_WORK;
    return change < -baseline->limit  ? GX_BENCH_SLOWER
           : change > baseline->limit ? GX_BENCH_FASTER
                                      : GX_BENCH_SAME;
}

/* ---- Reading --------------------------------------------------------------------------------- */

typedef struct gx_baseline_file {
    const gx_call *call;
    const char *path;
    json_t *root, *cases;
} gx_baseline_file;

static json_t *find_case(const gx_baseline_file *file, const char *name)
{
    size_t index;
    json_t *entry;
    json_array_foreach(file->cases, index, entry)
    {
        const char *found = json_string_value(json_object_get(entry, "case"));
        if (found && strcmp(found, name) == 0)
            return entry;
    }
    return NULL;
}

static int load(gx_baseline_file *file)
{
    gx_error error;
    json_error_t where;
    char *text;
    size_t length;
    gx_status status = gx_read_file(&text, &length, file->path, BASELINE_BYTES_MAX, &error);
    if (status == GX_ERR_IO)
        error.status = GX_ERR_INPUT;
    if (status != GX_OK)
        return gx_give_up(file->call, &error);
    file->root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    gx_free(text);
    if (!file->root) {
        gx_complain(file->call, "%s:%d:%d: the baseline is no JSON: %s", file->path, where.line, where.column,
                    where.text);
        return GX_EXIT_INPUT;
    }
    const char *format = json_string_value(json_object_get(file->root, "format"));
    file->cases = json_object_get(file->root, "cases");
    if (!format || strcmp(format, "guanxi-bench") != 0 || !json_is_array(file->cases)) {
        gx_complain(file->call, "'%s' is no baseline: 'guanxi bench -o FILE' writes one", file->path);
        return GX_EXIT_INPUT;
    }
    if (json_integer_value(json_object_get(file->root, "version")) != 1) {
        gx_complain(file->call, "'%s' is a baseline of another version of guanxi; make a new one",
                    file->path);
        return GX_EXIT_INPUT;
    }
    return GX_EXIT_DONE;
}

/* ---- Checking -------------------------------------------------------------------------------- */

static int check_way(const gx_baseline_file *file, const gx_bench_way *way)
{
    int code = GX_EXIT_DONE;
    bool quick = json_is_true(json_object_get(file->root, "quick"));
    json_int_t threads = json_integer_value(json_object_get(file->root, "threads"));
    if (quick != way->quick) {
        gx_complain(file->call, "'%s' was measured %s --quick, this would be %s", file->path,
                    quick ? "with" : "without", way->quick ? "with it" : "without");
        code = GX_EXIT_INPUT;
    }
    if (threads != way->threads) {
        gx_complain(file->call, "'%s' was measured with %lld thread%s, this would be with %u: see --threads",
                    file->path, (long long)threads, threads == 1 ? "" : "s", way->threads);
        code = GX_EXIT_INPUT;
    }
    return code;
}

static bool positive(json_t *entry, const char *name, double *out)
{
    json_t *value = json_object_get(entry, name);
    *out = json_number_value(value);
    return json_is_number(value) && isfinite(*out) && *out > 0;
}

static int read_mark(gx_bench_mark *mark, const gx_baseline_file *file, const gx_bench_case *of, bool quick)
{
    json_t *entry = find_case(file, of->name);
    const gx_bench_size *size = quick ? &of->quick : &of->full;
    double work;
    if (!entry) {
        gx_complain(file->call,
                    "'%s' has no case '%s': name the cases that it has, or make a new baseline with "
                    "'guanxi bench -o FILE'",
                    file->path, of->name);
        return GX_EXIT_INPUT;
    }
    if (!positive(entry, "ratio", &mark->ratio) || !positive(entry, "work", &work)) {
        gx_complain(file->call, "'%s': case '%s' has no ratio and work above 0", file->path, of->name);
        return GX_EXIT_INPUT;
    }
    mark->work = (uint64_t)json_integer_value(json_object_get(entry, "work"));
    json_int_t entities = json_integer_value(json_object_get(entry, "entities"));
    json_int_t amount = json_integer_value(json_object_get(entry, "amount"));
    bool same_way = json_is_true(json_object_get(file->root, "quick")) == quick; /* else that was told */
    if (!same_way) {
        return GX_EXIT_INPUT;
    }
    if (entities < 0 || amount < 0 || (uint64_t)entities != size->entities ||
        (uint64_t)amount != size->amount) {
        gx_complain(file->call, "'%s': case '%s' was of another size (%lld, %lld); make a new baseline",
                    file->path, of->name, (long long)entities, (long long)amount);
        return GX_EXIT_INPUT;
    }
    const char *digest = json_string_value(json_object_get(entry, "digest"));
    snprintf(mark->digest, sizeof mark->digest, "%.16s", digest ? digest : "");
    mark->known = true;
    return GX_EXIT_DONE;
}

int gx_bench_baseline_read(gx_bench_baseline *baseline, const gx_call *call, const char *path,
                           const gx_bench_list *list, const gx_bench_way *way)
{
    gx_baseline_file file = {.call = call, .path = path};
    baseline->path = path;
    int code = load(&file);
    if (code == GX_EXIT_DONE) {
        code = check_way(&file, way);
        for (size_t i = 0; i < list->count; i++) {
            int told = read_mark(&baseline->mark[i], &file, list->at[i], way->quick);
            code = told != GX_EXIT_DONE ? told : code;
        }
    }
    json_decref(file.root);
    return code;
}
