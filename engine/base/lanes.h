/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which vectors this machine has, asked of the processor at each call: a load and a test. */
#ifndef GX_BASE_LANES_H
#define GX_BASE_LANES_H

#include <stdint.h>

/* For code that is written once and included for each width (draws_lanes.h, samples_lanes.h,
 * poisson_lanes.h): its names end in BITS, its functions are compiled for a processor that has FEATURE. */
#define JOIN(a, b)    a##b
#define NAME_OF(a, b) JOIN(a, b)
#define NAME(a)       NAME_OF(a, BITS)
#define WITH          __attribute__((target(FEATURE)))
#define INLINE        static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__GNUC__)
#define GX_HAS_LANES 1
/* Bits of the widest vectors that there is code for; 0: none. */
static inline uint32_t gx_widest_lanes(void)
{
    return __builtin_cpu_supports("avx512f") ? 512 : __builtin_cpu_supports("avx2") ? 256 : 0;
}
#else
#define GX_HAS_LANES 0
static inline uint32_t gx_widest_lanes(void)
{
    return 0;
}
#endif

#endif
