/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws that go together, each of them uniform all the same (a copula: Sklar 1959).
 *
 * `word` plus a noise that is as likely up as down, reflected at both ends of 0 … 2^32 - 1. What leaves one
 * end comes back in the place of what the opposite noise carried away, so the sum is exactly uniform when
 * `word` is; a small noise keeps it near `word`, a noise up to the whole range makes it independent. So any
 * distribution is read from it with its margin untouched. */
#ifndef GX_GRAPH_COPULA_H
#define GX_GRAPH_COPULA_H

#include <stdint.h>

/* A noise of up to +-`width` (of 2^-16 of the whole range; 65536: independence), the same up and down. */
static inline uint32_t gx_near(uint32_t word, uint32_t noise, uint32_t width)
{
    const int64_t range = INT64_C(1) << 32;
    int64_t sum = (int64_t)word + (2 * (int64_t)noise + 1 - range) / 65536 * (int64_t)width;
    /* Below 0 it is -1 - sum, behind the range 2 * range - 1 - sum: in 32 bits both are the complement, and
       bit 32 of the sum tells them from the rest without a branch that nobody guesses. */
    return (uint32_t)sum ^ (0u - (uint32_t)((uint64_t)sum >> 32 & 1));
}

#endif
