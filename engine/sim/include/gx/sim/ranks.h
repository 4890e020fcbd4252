/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One simulation on many machines.
 *
 * Each rank (a process, say) makes the same simulation, owns a contiguous run of its shards, and runs them
 * with threads of its own. Between two ticks the ranks exchange what they sent each other. The kernel needs
 * two services for that, which are MPI_Allreduce and MPI_Alltoallv; a host that has MPI hands them in, a test
 * does the same within one process. All ranks call gx_sim_run with the same `until`, and each service is
 * called by all ranks equally often, in the same order, by one thread at a time.
 *
 * Results do not depend on the number of ranks: digests are the same, and counts add up to the same sums. */
#ifndef GX_SIM_RANKS_H
#define GX_SIM_RANKS_H

#include <gx/base/status.h>
#include <stddef.h>
#include <stdint.h>

/* What the ranks agree on. */
typedef struct gx_rank_news {
    uint64_t noted;   /* replaced by the sum over ranks, modulo 2^64 */
    uint32_t soonest; /* by the smallest */
    uint32_t status;  /* by the largest */
} gx_rank_news;

/* A part of an array, in elements: 2^31 messages are 64 GiB, so an int can hold what MPI wants. */
typedef struct gx_rank_part {
    size_t at, count;
} gx_rank_part;

typedef struct gx_ranks {
    uint32_t rank, ranks; /* at most as many as shards */
    void *context;
    gx_status (*agree)(gx_rank_news *news, void *context);
    /* Send to each rank r the elements to[r] of `send`; what comes from r goes to from[r] of `receive`.
     * Elements have `unit` bytes. The counts on both sides fit each other. */
    gx_status (*swap)(const void *send, const gx_rank_part *to, void *receive, const gx_rank_part *from,
                      size_t unit, void *context);
} gx_ranks;

#endif
