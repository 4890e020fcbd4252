/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles and noise in vectors of one width; samples.c includes this once for each, with BITS, FEATURE
 * (what the processor must have), PRODUCT and SIGNED_PRODUCT (of the low halves of all lanes, to 64 bits),
 * GATHER(base, at, scale) (64 bits from base + at * scale bytes) and SPREAD(from) (words from memory, one a
 * lane) and BELOW(from, bound) (a bit for each word from memory that is below) defined. Hence no guard. What
 * is computed is what quantiles.c and gumbel.c say, step by step. */

typedef uint64_t NAME(wide) __attribute__((vector_size(BITS / 8)));
typedef double NAME(reals) __attribute__((vector_size(BITS / 8)));
typedef int32_t NAME(halves) __attribute__((vector_size(BITS / 8)));

typedef struct NAME(octaves) {
    NAME(wide) upper, piece, shift, offset; /* upper: a mask */
} NAME(octaves);

/* The highest bit of a number below 2^52 is the exponent of the number as a double, and a double is made of
 * it by its own arithmetic: 2^52 + n has the digits of n as its last. */
WITH INLINE NAME(wide) NAME(top_of)(NAME(wide) n)
{
    const uint64_t two_to_52 = UINT64_C(0x433) << 52;
    NAME(reals) number = (NAME(reals))(n | two_to_52) - 4503599627370496.0;
    return ((NAME(wide))number >> 52) - 1023;
}

/* gx_octave_of the distances. */
WITH INLINE void NAME(place)(NAME(octaves) * of, NAME(wide) distance)
{
    const NAME(wide) one = (NAME(wide)){0} + 1;
    of->shift = NAME(top_of)(distance | (1u << GX_OCTAVE_BITS)) - GX_OCTAVE_BITS;
    of->piece = (of->shift << GX_OCTAVE_BITS) + (distance >> of->shift);
    of->offset = distance & ((one << of->shift) - 1);
}

/* Of signed numbers, rounded down. */
WITH INLINE NAME(wide) NAME(shift_down)(NAME(wide) n, NAME(wide) shift)
{
    NAME(wide) negative = 0 - (n >> 63);
    return ((n ^ negative) >> shift) ^ negative;
}

WITH static void NAME(quantiles)(const gx_quantiles *table, const uint32_t *word, uint32_t count,
                                 int64_t *out)
{
    const NAME(wide) one = (NAME(wide)){0} + 1;
    for (uint32_t from = 0; from < count; from += BITS / 64) {
        NAME(wide) words = SPREAD(word + from);
        NAME(octaves) of;
        of.upper = 0 - (words >> 31);
        NAME(place)(&of, ((words ^ of.upper) - of.upper) & UINT32_MAX);
        NAME(wide) at = ((of.piece ^ of.upper) - of.upper) + (of.upper & (uint64_t)GX_QUANTILE_PIECES);
        NAME(wide) node = GATHER(table->at, at, 8);
        NAME(wide) step = GATHER(table->at, at + (of.upper | one), 8) - node;
        NAME(wide) whole = NAME(shift_down)(step, of.shift), rest = step & ((one << of.shift) - 1);
        NAME(wide)
        value = node + PRODUCT(whole, of.offset) + (PRODUCT(whole >> 32, of.offset) << 32) +
                (PRODUCT(rest, of.offset) >> of.shift);
        value = NAME(shift_down)(value + (1 << (GX_QUANTILE_FRACTION - 1)),
                                 (NAME(wide)){0} + GX_QUANTILE_FRACTION);
        memcpy(out + from, &value, sizeof value);
    }
}

/* Of words in the low halves; there too the noise, rubbish above. Two nodes that follow each other are
 * gathered as one number of 64 bits. */
WITH INLINE NAME(wide) NAME(noise)(NAME(wide) words)
{
    NAME(octaves) of;
    of.upper = 0 - (words >> 31);
    NAME(place)(&of, (words ^ of.upper) & UINT32_MAX);
    NAME(wide)
    nodes = GATHER(gx_gumbel_node[0], of.piece + (of.upper & (uint64_t)GX_COUNT_OF(gx_gumbel_node[0])), 4);
    NAME(wide) part = NAME(shift_down)(SIGNED_PRODUCT((nodes >> 32) - nodes, of.offset), of.shift);
    NAME(halves) value = (NAME(halves))(nodes + part);
    return (NAME(wide))((value + (1 << (GX_GUMBEL_EXTRA_BITS - 1))) >> GX_GUMBEL_EXTRA_BITS);
}

WITH static void NAME(noises)(const uint32_t *word, uint32_t count, gx_fixed *out)
{
    for (uint32_t from = 0; from < count; from += BITS / 32) {
        NAME(wide) words;
        memcpy(&words, word + from, sizeof words);
        NAME(wide) both = (NAME(noise)(words & UINT32_MAX) & UINT32_MAX) | NAME(noise)(words >> 32) << 32;
        memcpy(out + from, &both, sizeof both);
    }
}

WITH static void NAME(quotients)(const gx_divider *by, const int64_t *n, uint32_t count, uint64_t *out)
{
    const NAME(wide) zero = {0}, times = zero + by->times, whole = zero + by->divisor;
    const NAME(wide) high = zero + (by->inverse >> 32), low = zero + (by->inverse & UINT32_MAX);
    for (uint32_t from = 0; from < count; from += BITS / 64) {
        NAME(wide) some;
        memcpy(&some, n + from, sizeof some);
        NAME(wide) quotient = PRODUCT(some, times) >> by->shift;
        NAME(wide) rest = some - PRODUCT(quotient, whole);
        NAME(wide) parts = PRODUCT(rest, high) + (PRODUCT(rest, low) >> 32);
        quotient = quotient << 32 | parts;
        memcpy(out + from, &quotient, sizeof quotient);
    }
}

/* A bit for each word that is below a bound of 32 bits; what stands behind `count` in the last vector has one
 * too. */
WITH static uint64_t NAME(below)(const uint32_t *word, uint32_t count, uint32_t bound)
{
    uint64_t below = 0;
    for (uint32_t from = 0; from < count; from += BITS / 32)
        below |= (uint64_t)BELOW(word + from, bound) << from;
    return below;
}

#undef BITS
#undef FEATURE
#undef PRODUCT
#undef SIGNED_PRODUCT
#undef GATHER
#undef SPREAD
#undef BELOW
