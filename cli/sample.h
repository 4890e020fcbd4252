/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small run of a scenario, by a process of its own, to see what it costs. */
#ifndef GX_CLI_SAMPLE_H
#define GX_CLI_SAMPLE_H

#include "peek.h"
#include "run_options.h"

/* X(name, help): parts of the memory; all but the last as a profile names them. */
#define GX_MEMORY_PARTS(X)                                                                                   \
    X(people, "who they are")                                                                                \
    X(ties, "friends and groups")                                                                            \
    X(changes, "ties and groups that changed in the run")                                                    \
    X(books, "accounts, open packets, keys")                                                                 \
    X(columns, "what the models keep of users, and tallies")                                                 \
    X(messages, "what waits in wheels and mailboxes")                                                        \
    X(sorting, "working memory of threads")                                                                  \
    X(recording, "rows on their way into the recording")                                                     \
    X(rest, "the program, and what is allocated only for a moment")

/* X(name, help): parts of a recording. */
#define GX_DISK_PARTS(X)                                                                                     \
    X(users, "/users, /truth")                                                                               \
    X(ties, "/layers, /groups, /circles, and as the run left them")                                          \
    X(events, "/events")                                                                                     \
    X(series, "/series, /digest")                                                                            \
    X(other, "scenario, cities, indexes of the file")

enum {
#define X(name, help) GX_MEMORY_##name,
    GX_MEMORY_PARTS(X)
#undef X
        GX_MEMORY_COUNT
};
enum {
#define X(name, help) GX_DISK_##name,
    GX_DISK_PARTS(X)
#undef X
        GX_DISK_COUNT
};

typedef struct gx_sample {
    double users, shards, share; /* `share` of the time that was run; 1: all */
    double memory[GX_MEMORY_COUNT], disk[GX_DISK_COUNT];
    double seconds_setup, seconds_run;
    double ticks, packets, threads;
    double books_spare; /* of the books: what stores have grown ahead */
} gx_sample;

/* Run the scenario at `path`, which `peek` has looked at, with so many users (0: as it says) in so many
 * shards (0) for that share of its time: these three are set in *out. False: `why` tells, appended. */
bool gx_sample_run(gx_sample *out, gx_text *why, const gx_call *call, const gx_run_words *words,
                   const gx_peek *peek, const char *path);

#endif
