/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "barrier.h"

enum {
    PATIENCE = 2000
}; /* some tens of microseconds: the longest that two threads' ticks usually
      differ */

void gx_barrier_init(gx_barrier *barrier, uint32_t threads, bool crowded)
{
    barrier->threads = threads;
    barrier->patience = crowded ? 0 : PATIENCE;
    atomic_init(&barrier->arrived, 0);
    atomic_init(&barrier->round, 0);
    atomic_init(&barrier->asleep, 0);
    /* With default attributes neither call can fail on Linux. */
    (void)pthread_mutex_init(&barrier->mutex, NULL);
    (void)pthread_cond_init(&barrier->opened, NULL);
}

void gx_barrier_free(gx_barrier *barrier)
{
    pthread_cond_destroy(&barrier->opened);
    pthread_mutex_destroy(&barrier->mutex);
}

static inline void pause_a_moment(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* `asleep` is raised before the round is looked at for the last time, and the opener changes the round
 * before it looks at `asleep`: so either the sleeper sees the new round or the opener wakes it. */
static void sleep_through(gx_barrier *barrier, unsigned round)
{
    atomic_fetch_add(&barrier->asleep, 1);
    pthread_mutex_lock(&barrier->mutex);
    while (atomic_load(&barrier->round) == round) {
        pthread_cond_wait(&barrier->opened, &barrier->mutex);
    }
    pthread_mutex_unlock(&barrier->mutex);
    atomic_fetch_sub(&barrier->asleep, 1);
}

bool gx_barrier_arrive(gx_barrier *barrier)
{
    unsigned round = atomic_load_explicit(&barrier->round, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&barrier->arrived, 1, memory_order_acq_rel) + 1 == barrier->threads) {
        return true;
    }
    for (uint32_t i = 0; i < barrier->patience; i++) {
        if (atomic_load_explicit(&barrier->round, memory_order_acquire) != round) {
            return false;
        }
        pause_a_moment();
    }
    sleep_through(barrier, round);
    return false;
}

void gx_barrier_open(gx_barrier *barrier)
{
    atomic_store_explicit(&barrier->arrived, 0, memory_order_relaxed);
    atomic_fetch_add(&barrier->round, 1);
    if (atomic_load(&barrier->asleep) > 0) {
        pthread_mutex_lock(&barrier->mutex);
        pthread_cond_broadcast(&barrier->opened);
        pthread_mutex_unlock(&barrier->mutex);
    }
}
