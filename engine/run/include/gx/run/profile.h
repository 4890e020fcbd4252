/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run's time and memory went. Nothing of it enters a result. */
#ifndef GX_RUN_PROFILE_H
#define GX_RUN_PROFILE_H

#include <gx/base/text.h>
#include <stdint.h>

/* X(name, help): what threads do in the kernel's loop. Seconds are sums over threads; all phases together are
 * threads times wall. */
#define GX_PHASE_TABLE(X)                                                                                    \
    X(act, "the models and the core: handlers of messages, and the quick audit")                             \
    X(order, "sorting what is due")                                                                          \
    X(exchange, "taking in what other shards sent, filing it in the wheel")                                  \
    X(plan, "ends of ticks, by one thread: what comes next")                                                 \
    X(host, "by one thread: events into the recording, changed ties, progress")                              \
    X(work, "audit of whole books, compression of the recording")                                            \
    X(wait, "for other threads")

typedef enum gx_phase {
#define X(name, help) GX_PHASE_##name,
    GX_PHASE_TABLE(X)
#undef X
        GX_PHASES
} gx_phase;

/* X(name, help): what holds memory when the run ends, as far as rooms can tell. */
#define GX_STORE_TABLE(X)                                                                                    \
    X(people, "who they are")                                                                                \
    X(ties, "friends and groups")                                                                            \
    X(changes, "ties and groups that changed in the run")                                                    \
    X(books, "accounts, packets, keys")                                                                      \
    X(columns, "what the models keep of users, and tallies")                                                 \
    X(messages, "what waits in wheels and mailboxes")                                                        \
    X(sorting, "working memory of threads")                                                                  \
    X(recording, "rows that wait to be written")

typedef enum gx_store {
#define X(name, help) GX_STORE_##name,
    GX_STORE_TABLE(X)
#undef X
        GX_STORES
} gx_store;

enum { GX_PROFILE_KINDS_MAX = 64 };

typedef struct gx_run_profile {
    uint32_t threads, shards, users;
    uint64_t ticks_run, ticks_skipped, messages;
    double wall_seconds;  /* of the kernel's loop, like phases */
    double cpu_seconds;   /* of the process meanwhile */
    double setup_seconds; /* before it, on the wall */
    double phase[GX_PHASES];
    struct gx_profile_kind {
        char name[32];
        uint64_t messages;
        double seconds; /* of its handler, sum over threads */
    } kind[GX_PROFILE_KINDS_MAX];
    uint32_t kinds;
    double time_imbalance, message_imbalance; /* the busiest shard's over the mean; 1 is even */
    /* The busiest entity of the whole time and its share of all messages, from a sample of every 64th: a
     * lower bound, short by at most 1/64. */
    uint32_t hottest;
    double hottest_share;
    /* The most messages of one kind that reached one entity in one tick. */
    uint64_t longest_messages;
    uint32_t longest, longest_tick;
    char longest_kind[32];
    uint64_t allocations; /* while the loop ran */
    uint64_t store[GX_STORES], peak_bytes;
    uint64_t packets_open;
    uint64_t books_spare; /* bytes of the books' stores that nothing has been put into yet */
} gx_run_profile;

/* As one JSON object; appends. */
void gx_run_profile_json(gx_text *out, const gx_run_profile *profile);

#endif
