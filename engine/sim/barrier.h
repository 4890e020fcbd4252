/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A barrier at which the last to come decides what all do next.
 *
 * A tick of a few microseconds cannot afford the three or four barriers that "one thread plans, all act, all
 * exchange" would need with worksharing constructs. Here whoever arrives last runs the plan at once, while
 * its data are warm, and opens the barrier. The others spin for a while, and then sleep: on a machine that
 * others use too, or when the host takes its time in a hook, waiting costs nothing. */
#ifndef GX_SIM_BARRIER_H
#define GX_SIM_BARRIER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_barrier {
    uint32_t threads, patience; /* how often to look before one sleeps */
    _Alignas(64) atomic_uint arrived;
    _Alignas(64) atomic_uint round;
    atomic_uint asleep;
    pthread_mutex_t mutex;
    pthread_cond_t opened;
} gx_barrier;

/* For so many threads; `crowded`: they are more than processors, so nobody spins. */
void gx_barrier_init(gx_barrier *barrier, uint32_t threads, bool crowded);
void gx_barrier_free(gx_barrier *barrier);

/* True for the last of all threads to arrive, which must call gx_barrier_open; the others return when it
 * has. */
bool gx_barrier_arrive(gx_barrier *barrier);
void gx_barrier_open(gx_barrier *barrier);

#endif
