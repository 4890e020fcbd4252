/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox in vectors of one width; draws.c includes this once for each, with BITS, FEATURE (what the processor
 * must have), PRODUCT(a, b) (the low halves of all lanes, multiplied to 64 bits) and LOAD(from, count) (words
 * from memory, so many of them at most) defined. Hence no guard.
 */

typedef uint64_t NAME(wide) __attribute__((vector_size(BITS / 8)));

/* The even or the odd draws of some: counter words in lanes. */
typedef struct NAME(half) {
    NAME(wide) word[4];
} NAME(half);

/* `count` rounds on the even and the odd draws, from key words on that are counted up: a sum a round in lanes
 * costs less than to bring every round's key there. */
typedef struct NAME(keys) {
    NAME(wide) word[2];
} NAME(keys);

WITH static inline __attribute__((always_inline)) void NAME(rounds)(NAME(half) of[2], NAME(keys) key,
                                                                    int count)
{
    const NAME(wide) times_0 = (NAME(wide)){0} + TIMES_0, times_1 = (NAME(wide)){0} + TIMES_1;
    for (int round = 0; round < count; round++) {
        for (int odd = 0; odd < 2; odd++) {
            NAME(wide) *word = of[odd].word;
            NAME(wide) product_0 = PRODUCT(word[0], times_0), product_1 = PRODUCT(word[2], times_1);
            word[0] = (product_1 >> 32) ^ word[1] ^ key.word[0];
            word[1] = product_1;
            word[2] = (product_0 >> 32) ^ word[3] ^ key.word[1];
            word[3] = product_0;
        }
        key.word[0] += (uint64_t)PLUS_0;
        key.word[1] += (uint64_t)PLUS_1;
    }
}

/* The key words of a round. */
WITH static inline __attribute__((always_inline)) NAME(keys) NAME(keys_of)(gx_key key, uint32_t round)
{
    return (NAME(keys)){
        {(NAME(wide)){0} + (key.word[0] + round * PLUS_0), (NAME(wide)){0} + (key.word[1] + round * PLUS_1)}};
}

WITH static inline __attribute__((always_inline)) void NAME(put)(gx_draws *draws, uint32_t from, int words,
                                                                 const NAME(half) of[2])
{
    for (int w = 0; w < words; w++) {
        NAME(wide) both = (of[0].word[w] & UINT32_MAX) | of[1].word[w] << 32;
        memcpy(draws->word[w] + from, &both, sizeof both);
    }
}

/* What stands behind `count` in the last vector is drawn too and means nothing. `words`: how many of a draw's
 * words are wanted; what is made for the others alone falls away. */
WITH static inline __attribute__((always_inline)) void NAME(draw_at)(gx_draws *draws, gx_key key,
                                                                     uint32_t purpose,
                                                                     const gx_draw_names *names,
                                                                     uint32_t count, int words)
{
    for (uint32_t from = 0; from < count; from += BITS / 32) {
        const uint32_t *const in[] = {names->occasion + from, names->about + from, names->who + from};
        NAME(half) of[2];
        for (int w = 0; w < 3; w++) {
            memcpy(&of[0].word[w], in[w], sizeof of[0].word[w]);
            of[1].word[w] = of[0].word[w] >> 32;
        }
        of[0].word[3] = of[1].word[3] = (NAME(wide)){0} + purpose;
        NAME(rounds)(of, NAME(keys_of)(key, 0), 10);
        NAME(put)(draws, from, words, of);
    }
}

WITH static void NAME(draw_all_at)(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                                   uint32_t count)
{
    NAME(draw_at)(draws, key, purpose, names, count, 4);
}

WITH static void NAME(draw_high_at)(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                                    uint32_t count)
{
    NAME(draw_at)(draws, key, purpose, names, count, 2);
}

/* The counters after two rounds where only `who` differs: half of the first and of the second round are the
 * same for all, and so is one word of the third. */
WITH static inline __attribute__((always_inline)) void NAME(two_rounds)(NAME(half) * of, NAME(wide) who,
                                                                        gx_key key, uint32_t purpose,
                                                                        uint32_t about, uint32_t occasion)
{
    const NAME(wide) times_0 = (NAME(wide)){0} + TIMES_0, times_1 = (NAME(wide)){0} + TIMES_1;
    uint64_t same_0 = occasion * TIMES_0;
    uint64_t same_1 = (uint32_t)((uint32_t)(same_0 >> 32) ^ purpose ^ key.word[1]) * TIMES_1;
    NAME(wide) product_1 = PRODUCT(who, times_1);
    NAME(wide) product_0 = PRODUCT((product_1 >> 32) ^ (uint64_t)(about ^ key.word[0]), times_0);
    of->word[0] = product_1 ^ (uint64_t)((uint32_t)(same_1 >> 32) ^ (key.word[0] + PLUS_0));
    of->word[1] = (NAME(wide)){0} + same_1;
    of->word[2] = (product_0 >> 32) ^ (uint64_t)((uint32_t)same_0 ^ (key.word[1] + PLUS_1));
    of->word[3] = product_0;
}

WITH static inline __attribute__((always_inline)) void NAME(draw_of)(gx_draws *draws, gx_key key,
                                                                     uint32_t purpose, const uint32_t *who,
                                                                     uint32_t about, uint32_t occasion,
                                                                     uint32_t count, int words)
{
    for (uint32_t from = 0; from < count; from += BITS / 32) {
        NAME(wide) both = LOAD(who + from, count - from);
        NAME(half) of[2];
        NAME(two_rounds)(&of[0], both, key, purpose, about, occasion);
        NAME(two_rounds)(&of[1], both >> 32, key, purpose, about, occasion);
        NAME(rounds)(of, NAME(keys_of)(key, 2), 8);
        NAME(put)(draws, from, words, of);
    }
}

WITH static void NAME(draw_all_of)(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who,
                                   uint32_t about, uint32_t occasion, uint32_t count)
{
    NAME(draw_of)(draws, key, purpose, who, about, occasion, count, 4);
}

WITH static void NAME(draw_high_of)(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who,
                                    uint32_t about, uint32_t occasion, uint32_t count)
{
    NAME(draw_of)(draws, key, purpose, who, about, occasion, count, 2);
}

#undef BITS
#undef FEATURE
#undef PRODUCT
#undef LOAD
