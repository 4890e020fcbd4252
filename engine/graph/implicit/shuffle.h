/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keyed bijection of 0 … n-1 for any n, forward and back, in O(1) and without memory.
 *
 * It is the generalised Feistel cipher of Black & Rogaway ("Ciphers with arbitrary finite domains", CT-RSA
 * 2002). A number x is split into (left, right) with x = right * a + left, left below a, right below b, where
 * a * b >= n. A round adds a hash of one half to the other, modulo the size of that half, so each round can
 * be taken back whatever the hash is. Numbers that leave 0 … n-1 go through once more ("cycle walking"),
 * which cannot loop, since the rounds permute 0 … ab-1.
 *
 *     x ─┬─ left  ──(+)────────────●─────── …      a = 2^k, about the root of n
 *        │           │ hash        │ hash          b = ceil(n / a), so a * b - n < a
 *        └─ right ──●────────────(+)─────── …
 *
 * Deviations from the paper: a is a power of two, so that splitting and joining are shifts and the sum over
 * the left half is an exclusive or. And the hash is h(x) = x * m + c on 32 bits, of which the upper count,
 * with m (odd) and c from the key for each round: any two numbers have hashes as independent as two draws
 * (Dietzfelbinger, "Universal hashing and k-wise independent random variables via integer arithmetic without
 * primes", STACS 1996), so pairs of images are those of a cipher with random functions. Nobody attacks us: it
 * has to look random to statistics, not to an enemy. And it is 32 bits wide, so that sixteen numbers go
 * through side by side (shuffle.c). Walking is rare: fewer than a of a * b numbers lie beyond n, a share
 * below 2 / sqrt(n).
 *
 * Six rounds take 50 cycles for a number alone; pairs of images of n near 100 then differ from each other by
 * 4 % more than chance makes them, which eight rounds would mend and no network shows. With halves of two or
 * three numbers a round does little, so small n have four times as many; then images and pairs of images are
 * alike there too (tests/graph/test_shuffle.c).
 */
#ifndef GX_GRAPH_SHUFFLE_H
#define GX_GRAPH_SHUFFLE_H

#include <gx/base/bits.h>

enum { GX_SHUFFLE_SALTS = 8 };
enum { GX_SHUFFLE_ROUNDS = 6, GX_SHUFFLE_ROUNDS_SMALL = 24, GX_SHUFFLE_SMALL = 64 }; /* rounds: even */

typedef struct gx_shuffle {
    uint64_t key;
    uint32_t count; /* n >= 1 */
    uint32_t mask;  /* a - 1 */
    uint32_t wide;  /* b */
    uint32_t bits;  /* k, 1 … 15 */
    uint32_t rounds;
} gx_shuffle;

/* The bijection of 0 … count-1 named by a key of 64 well mixed bits; count from 1 to 2^31. */
static inline gx_shuffle gx_shuffle_of(uint64_t key, uint32_t count)
{
    uint32_t bits = count <= 4 ? 1 : (32 - (uint32_t)__builtin_clz(count - 1)) / 2;
    uint32_t mask = (UINT32_C(1) << bits) - 1;
    return (gx_shuffle){.key = key,
                        .count = count,
                        .mask = mask,
                        .wide = (count + mask) >> bits,
                        .bits = bits,
                        .rounds = count < GX_SHUFFLE_SMALL ? GX_SHUFFLE_ROUNDS_SMALL : GX_SHUFFLE_ROUNDS};
}

/* The hash of a round. */
typedef struct gx_shuffle_hash {
    uint32_t times, plus;
} gx_shuffle_hash;

/* Those of two rounds: what they do to the left half, and to the right one. */
typedef struct gx_shuffle_pair {
    gx_shuffle_hash left, right;
} gx_shuffle_pair;

/* 126 bits of the key and the number of the pair, by one multiplication: its upper half, and both halves
 * folded onto each other (the step of wyhash). The constants are digits of pi, and of the golden ratio. */
static inline gx_shuffle_pair gx_shuffle_rounds(uint64_t key, uint32_t pair)
{
    static const uint64_t salt[GX_SHUFFLE_SALTS] = {
        UINT64_C(0x243f6a8885a308d3), UINT64_C(0x13198a2e03707344), UINT64_C(0xa4093822299f31d0),
        UINT64_C(0x082efa98ec4e6c89), UINT64_C(0x452821e638d01377), UINT64_C(0xbe5466cf34e90c6c),
        UINT64_C(0xc0ac29b7c97c50dd), UINT64_C(0x3f84d5b5b5470917)};
    __extension__ typedef unsigned __int128 wide;
    wide product =
        (wide)(key ^ salt[pair % GX_SHUFFLE_SALTS]) * (UINT64_C(0x9e3779b97f4a7c15) + 2 * (uint64_t)pair);
    uint64_t upper = (uint64_t)(product >> 64), folded = (uint64_t)product ^ upper;
    return (gx_shuffle_pair){{(uint32_t)folded | 1, (uint32_t)(folded >> 32)},
                             {(uint32_t)upper | 1, (uint32_t)(upper >> 32)}};
}

/* What a round does to the left half: it is its own inverse. */
static inline uint32_t gx_shuffle_left(gx_shuffle_hash hash, uint32_t bits, uint32_t left, uint32_t right)
{
    return left ^ (right * hash.times + hash.plus) >> (32 - bits);
}

/* What a round adds to the right half: `wide` is at most 2^16, so 16 bits of the hash will do. */
static inline uint32_t gx_shuffle_right(gx_shuffle_hash hash, uint32_t wide, uint32_t left)
{
    return ((left * hash.times + hash.plus) >> 16) * wide >> 16;
}

static inline uint32_t gx_shuffle_once(const gx_shuffle *by, uint32_t x, uint32_t rounds)
{
    uint32_t left = x & by->mask, right = x >> by->bits;
    for (uint32_t pair = 0; pair < rounds / 2; pair++) {
        gx_shuffle_pair hash = gx_shuffle_rounds(by->key, pair);
        left = gx_shuffle_left(hash.left, by->bits, left, right);
        right += gx_shuffle_right(hash.right, by->wide, left);
        right = right < by->wide ? right : right - by->wide;
    }
    return right << by->bits | left;
}

static inline uint32_t gx_unshuffle_once(const gx_shuffle *by, uint32_t x, uint32_t rounds)
{
    uint32_t left = x & by->mask, right = x >> by->bits;
    for (uint32_t pair = rounds / 2; pair-- > 0;) {
        gx_shuffle_pair hash = gx_shuffle_rounds(by->key, pair);
        uint32_t added = gx_shuffle_right(hash.right, by->wide, left);
        right = right >= added ? right - added : right - added + by->wide;
        left = gx_shuffle_left(hash.left, by->bits, left, right);
    }
    return right << by->bits | left;
}

/* The whole way of a number, out of the way of those who need a part of it: where the rounds are many, and
 * from where a number has left 0 … count-1. */
uint32_t gx_shuffled_on(uint64_t key, uint32_t count, uint32_t x);
uint32_t gx_unshuffled_on(uint64_t key, uint32_t count, uint32_t x);

/* Where number x < count goes. Mostly the rounds are few, and once is enough. */
static inline uint32_t gx_shuffled(gx_shuffle by, uint32_t x)
{
    if (by.count >= GX_SHUFFLE_SMALL)
        x = gx_shuffle_once(&by, x, GX_SHUFFLE_ROUNDS);
    return by.count >= GX_SHUFFLE_SMALL && x < by.count ? x : gx_shuffled_on(by.key, by.count, x);
}

/* The number that goes to x < count. */
static inline uint32_t gx_unshuffled(gx_shuffle by, uint32_t x)
{
    if (by.count >= GX_SHUFFLE_SMALL)
        x = gx_unshuffle_once(&by, x, GX_SHUFFLE_ROUNDS);
    return by.count >= GX_SHUFFLE_SMALL && x < by.count ? x : gx_unshuffled_on(by.key, by.count, x);
}

/* The same, back, for `count` numbers of one bijection; `out` may be `x`. Some 2 ns each from sixteen on. */
void gx_unshuffled_many(uint32_t *out, gx_shuffle by, const uint32_t *x, uint32_t count);

#endif
