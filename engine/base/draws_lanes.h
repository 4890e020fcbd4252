/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox in vectors of one width; draws.c includes this once for each, with BITS, FEATURE (what the processor
 * must have) and PRODUCT(a, b) (the low halves of all lanes, multiplied to 64 bits) defined. Hence no guard.
 */
#define JOIN(a, b)    a##b
#define NAME_OF(a, b) JOIN(a, b)
#define NAME(a)       NAME_OF(a, BITS)
#define WITH          __attribute__((target(FEATURE)))

typedef uint64_t NAME(wide) __attribute__((vector_size(BITS / 8)));

/* The even or the odd draws of some: counter words in lanes. */
typedef struct NAME(half) {
    NAME(wide) word[4];
} NAME(half);

WITH static inline __attribute__((always_inline)) void NAME(rounds)(NAME(half) * of, gx_key key)
{
    const NAME(wide) times_0 = (NAME(wide)){0} + TIMES_0, times_1 = (NAME(wide)){0} + TIMES_1;
    NAME(wide) *word = of->word;
    for (int round = 0; round < 10; round++) {
        NAME(wide) product_0 = PRODUCT(word[0], times_0), product_1 = PRODUCT(word[2], times_1);
        word[0] = (product_1 >> 32) ^ word[1] ^ (uint64_t)key.word[0];
        word[1] = product_1;
        word[2] = (product_0 >> 32) ^ word[3] ^ (uint64_t)key.word[1];
        word[3] = product_0;
        key.word[0] += PLUS_0;
        key.word[1] += PLUS_1;
    }
}

WITH static inline __attribute__((always_inline)) void
NAME(draw_some)(uint32_t *const out[4], gx_key key, uint32_t purpose, const uint32_t *const in[3])
{
    NAME(half) even, odd;
    for (int w = 0; w < 3; w++) {
        memcpy(&even.word[w], in[w], sizeof even.word[w]);
        odd.word[w] = even.word[w] >> 32;
    }
    even.word[3] = odd.word[3] = (NAME(wide)){0} + purpose;
    NAME(rounds)(&even, key);
    NAME(rounds)(&odd, key);
    for (int w = 0; w < 4; w++) {
        NAME(wide) both = (even.word[w] & UINT32_MAX) | odd.word[w] << 32;
        memcpy(out[w], &both, sizeof both);
    }
}

/* What stands behind `count` in the last vector is drawn too and means nothing. */
WITH static void NAME(draw_lanes)(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                                  uint32_t count)
{
    for (uint32_t from = 0; from < count; from += BITS / 32) {
        const uint32_t *const in[] = {names->occasion + from, names->about + from, names->who + from};
        uint32_t *const out[] = {draws->word[0] + from, draws->word[1] + from, draws->word[2] + from,
                                 draws->word[3] + from};
        NAME(draw_some)(out, key, purpose, in);
    }
}

#undef JOIN
#undef NAME_OF
#undef NAME
#undef WITH
#undef BITS
#undef FEATURE
#undef PRODUCT
