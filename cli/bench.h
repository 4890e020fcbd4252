/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi bench: which cases, how they are printed, and how they compare with a baseline. */
#ifndef GX_CLI_BENCH_H
#define GX_CLI_BENCH_H

#include "verb.h"
#include <gx/run/bench.h>

enum { GX_BENCH_CASES_MAX = 128 };

/* Cases in the order in which they are measured. */
typedef struct gx_bench_list {
    const gx_bench_case *at[GX_BENCH_CASES_MAX];
    size_t count;
} gx_bench_list;

/* All cases, of all rooms. */
void gx_bench_all(gx_bench_list *list);

/* The families of cases ("phold"), as completion offers them; NULL-terminated. */
extern const char *const gx_bench_families[];

/* Choose by words, each a case or a family; without words all that need not be named. A wrong word, or one
 * that has nothing in this size, is complained of; all words in one pass. The exit code. */
int gx_bench_choose(gx_bench_list *list, const gx_call *call, bool quick);

/* How this run measures: what a baseline has to agree with. */
typedef struct gx_bench_way {
    bool quick;
    uint32_t threads, repeats;
} gx_bench_way;

/* ---- Baseline */

typedef struct gx_bench_mark {
    bool known;
    double ratio;
    uint64_t work;
    char digest[24]; /* "": none */
} gx_bench_mark;

typedef enum gx_bench_verdict {
    GX_BENCH_SAME, /* within the limit */
    GX_BENCH_FASTER,
    GX_BENCH_SLOWER,    /* by more than the limit: the gate is missed */
    GX_BENCH_OTHER_WORK /* not the baseline's work: the gate is missed */
} gx_bench_verdict;

typedef struct gx_bench_baseline {
    const char *path;
    double limit; /* per cent by which a ratio may fall */
    gx_bench_mark mark[GX_BENCH_CASES_MAX];
} gx_bench_baseline;

/* Read the baseline at `path` for these cases. Everything that does not fit (another size, other threads, a
 * case that it does not have) is complained of in one pass. The exit code. */
int gx_bench_baseline_read(gx_bench_baseline *baseline, const gx_call *call, const char *path,
                           const gx_bench_list *list, const gx_bench_way *way);

gx_bench_verdict gx_bench_judge(const gx_bench_baseline *baseline, size_t index,
                                const gx_bench_result *result);
extern const char *const gx_bench_verdicts[];

/* How the ratio changed, in per cent of the baseline's. */
double gx_bench_change(const gx_bench_baseline *baseline, size_t index, const gx_bench_result *result);

/* ---- Printing; `baseline` may be NULL. All append. */

void gx_bench_print_table(gx_text *out, const gx_bench_result *results, size_t count,
                          const gx_bench_baseline *baseline);
void gx_bench_print_json(gx_text *out, const gx_bench_result *results, size_t count, const gx_bench_way *way,
                         const gx_bench_baseline *baseline);
void gx_bench_print_list(gx_text *out, const gx_bench_list *list, gx_format format);

#endif
