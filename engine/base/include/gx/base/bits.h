/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random bits as data, and what is made of them by integers. Where they come from (draw.h) is another matter:
 * the core takes them as arguments and must not need the generator. */
#ifndef GX_BASE_BITS_H
#define GX_BASE_BITS_H

#include <stdint.h>

/* 128 random bits. */
typedef struct gx_draw {
    uint32_t word[4];
} gx_draw;

static inline uint64_t gx_draw_high(gx_draw draw)
{
    return (uint64_t)draw.word[0] << 32 | draw.word[1];
}

static inline uint64_t gx_draw_low(gx_draw draw)
{
    return (uint64_t)draw.word[2] << 32 | draw.word[3];
}

/* Uniform on 0 … n-1 by multiply-high, without a rejection loop; the bias is below n / 2^32 (or n / 2^64). */
static inline uint32_t gx_below32(uint32_t word, uint32_t n)
{
    return (uint32_t)(((uint64_t)word * n) >> 32);
}

static inline uint64_t gx_below64(uint64_t word, uint64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)(((wide)word * n) >> 64);
}

/* A hash of 64 bits: the finaliser of splitmix64 (Stafford's variant 13). For digests and tie breaking of
 * names; not a stream of random numbers. */
static inline uint64_t gx_mix64(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline uint64_t gx_mix_pair(uint64_t a, uint64_t b)
{
    return gx_mix64(a ^ gx_mix64(b));
}

#endif
