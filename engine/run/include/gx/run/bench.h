/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmarks: how much work a second of the processor does, so that two machines can be compared.
 *
 * A case does a piece of work that is the same whenever and wherever it is done: its count of work (and its
 * digest, where it has one) is a function of the case and its size alone. What differs is the time.
 * Neighbours, clocks and caches differ too, so next to each repetition a yardstick is measured: as many keyed
 * draws (Philox) and random touches of 64 MiB of memory a second of the processor as the machine can do just
 * then. The ratio
 *
 *     work per CPU-second / yardstick's units per CPU-second
 *
 * is what is compared with a baseline. Seconds are the processor's, of all threads, unless called `wall`.
 *
 * Cases are tables. The engine's are gx_bench_cases; other rooms have their own (gx/study/bench.h), and
 * whoever shows them puts the tables together. */
#ifndef GX_RUN_BENCH_H
#define GX_RUN_BENCH_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

/* How large a case is. What is counted, the case says in its help. No entities: the case has no such size. */
typedef struct gx_bench_size {
    uint64_t entities;
    uint64_t amount;
} gx_bench_size;

/* What surrounds the benchmark. All but `folder` may be NULL. */
typedef struct gx_bench_host {
    void *context;
    bool (*stop)(void *context); /* asked now and then; true: end with GX_ERR_INTERRUPTED */
    /* Before each repetition, from 0; and within one as far as the case knows (share 0 … 1). */
    void (*progress)(const char *name, uint32_t repetition, double share, void *context);
    /* The text of a scenario that comes with the program, by its file's name; to be freed by gx_free. */
    gx_status (*scenario)(char **text, size_t *length, const char *name, void *context, gx_error *error);
    const char *folder; /* where a case may write a file, which it removes */
} gx_bench_host;

/* A clock of the processor's seconds and of the wall's, stopped while a case makes ready. */
typedef struct gx_bench_watch {
    double cpu, wall;             /* so far */
    double cpu_begun, wall_begun; /* since the last start */
} gx_bench_watch;

/* One repetition: what the case is given, and what it tells. */
typedef struct gx_bench_play {
    const char *name;
    gx_bench_size size;
    double parameter; /* the case's own */
    uint32_t threads;
    uint32_t repetition;
    const gx_bench_host *host;
    gx_bench_watch watch; /* by gx_bench_start and gx_bench_stop */
    uint64_t work;        /* how much was done */
    uint64_t digest;      /* of what came out; 0: it has none */
} gx_bench_play;

typedef struct gx_bench_case {
    const char *name;   /* FAMILY or FAMILY/SIZE: "phold/1k/10" */
    const char *help;   /* one line */
    const char *work;   /* what is counted: "events" */
    const char *entity; /* what memory is divided by: "entity"; NULL: it is not told */
    gx_status (*play)(gx_bench_play *play, gx_error *error);
    double parameter;
    gx_bench_size full, quick;
    bool by_name; /* so large that it is only measured when it is named */
} gx_bench_case;

/* The engine's cases. Static. */
const gx_bench_case *gx_bench_cases(size_t *count);

typedef struct gx_bench_options {
    bool quick;
    uint32_t repeats; /* 0 is taken for 1 */
    uint32_t threads; /* 0 is taken for 1 */
    gx_bench_host host;
} gx_bench_options;

/* What was measured: the repetition whose ratio is the median (the lower of two). */
typedef struct gx_bench_result {
    const gx_bench_case *of;
    gx_bench_size size;
    uint32_t threads, repeats;
    uint64_t work, digest;
    double cpu_seconds, wall_seconds;
    double rate;                  /* work per CPU-second */
    double yardstick;             /* units per CPU-second, right before and after */
    double ratio;                 /* rate / yardstick */
    double ratio_low, ratio_high; /* over the repetitions */
    uint64_t peak_bytes;          /* the most memory that was resident beyond what was before; 0: not known */
    double bytes_each;            /* peak_bytes for each entity; 0: not told */
} gx_bench_result;

/* Measure a case. GX_ERR_ARGUMENT when it has no such size; GX_ERR_INTERNAL when repetitions differ in work
 * or digest; GX_ERR_INTERRUPTED; what the case fails with. Resets the process's peak of resident memory where
 * the system lets it. */
gx_status gx_bench_measure(gx_bench_result *out, const gx_bench_case *of, const gx_bench_options *options,
                           gx_error *error);

/* The yardstick alone, about `seconds` long: units (one Philox draw and one random touch of 64 MiB) per
 * CPU-second, in `threads` threads of which each has memory of its own. 0 when memory is exhausted. */
double gx_bench_yardstick(uint32_t threads, double seconds);

/* ---- For cases */

/* The measured part begins; ends. Any number of times; parts add up. */
void gx_bench_start(gx_bench_play *play);
void gx_bench_stop(gx_bench_play *play);

/* GX_OK, or GX_ERR_INTERRUPTED when the host wants to stop; tells it how far the case is. */
gx_status gx_bench_go_on(gx_bench_play *play, double share, gx_error *error);

#endif
