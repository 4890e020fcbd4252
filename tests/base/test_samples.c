/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples in lanes are the samples one by one: any count, any width of vector, whatever the word and the
 * table. */
#include "bench.h"
#include <gx/base/samples.h>

static const uint32_t widths[] = {0, 256, 512};

/* Words all over the range; every octave from both ends, and the middle, to the word. */
static void make_words(uint32_t round, uint32_t *word)
{
    for (uint32_t i = 0; i < GX_DRAWS_MOST; i++) {
        gx_draw bits = gx_draw_at(gx_key_make(5, round), 0xf000, i, 0, 0);
        uint32_t near = (1u << (i / 2 % 32)) - (round % 5 == 0) + round % 3;
        word[i] = i % 4 == 3 ? bits.word[0] : i % 2 ? near : ~near;
    }
    const uint32_t edges[] = {0, UINT32_MAX, 1u << 31, (1u << 31) - 1, (1u << 31) + 1, 63, 64, 65};
    for (uint32_t i = 0; i < 8; i++)
        word[(round + 7 * i) % GX_DRAWS_MOST] = edges[i];
}

static void assert_quantiles(const gx_quantiles *table, uint32_t count)
{
    uint32_t word[GX_DRAWS_MOST];
    int64_t out[GX_DRAWS_MOST];
    make_words(count, word);
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
        if (gx_quantiles_by(widths[w], table, word, count, out))
            for (uint32_t i = 0; i < count; i++)
                ck_assert_msg(out[i] == gx_quantile(table, word[i]), "word %u, %u bits", word[i], widths[w]);
    gx_quantiles_of(table, word, count, out);
    for (uint32_t i = 0; i < count; i++)
        ck_assert_int_eq(out[i], gx_quantile(table, word[i]));
}

START_TEST(quantiles_are_those_of_one_at_a_time)
{
    static gx_quantiles table;
    for (uint32_t count = 0; count <= GX_DRAWS_MOST; count++) {
        gx_quantiles_lognormal(&table, 600000, 1.5, 1, 86400000);
        assert_quantiles(&table, count);
        gx_quantiles_lognormal(&table, 1e6, 12, -5, INT64_MAX); /* steps of more than 32 bits */
        assert_quantiles(&table, count);
        gx_quantiles_lognormal(&table, 7, 0, 1, 100);
        assert_quantiles(&table, count);
        gx_quantiles_exponential(&table, 1e9, INT64_MAX);
        assert_quantiles(&table, count);
    }
}
END_TEST

START_TEST(noise_is_that_of_one_at_a_time)
{
    for (uint32_t round = 0; round < 500; round++) {
        uint32_t word[GX_DRAWS_MOST], count = round % (GX_DRAWS_MOST + 1);
        gx_fixed out[GX_DRAWS_MOST];
        make_words(round, word);
        for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
            if (gx_gumbels_by(widths[w], word, count, out))
                for (uint32_t i = 0; i < count; i++)
                    ck_assert_msg(out[i] == gx_gumbel(word[i]), "word %u, %u bits", word[i], widths[w]);
        gx_gumbels_of(word, count, out);
        for (uint32_t i = 0; i < count; i++)
            ck_assert_int_eq(out[i], gx_gumbel(word[i]));
    }
}
END_TEST

START_TEST(bits_of_the_words_below_a_bound)
{
    for (uint32_t round = 0; round < 500; round++) {
        uint32_t word[GX_DRAWS_MOST], count = round % (GX_DRAWS_MOST + 1);
        make_words(round, word);
        const uint64_t bounds[] = {0, 1, word[0], word[17], UINT64_C(1) << 31, UINT32_MAX, UINT64_C(1) << 32};
        for (size_t b = 0; b < sizeof bounds / sizeof bounds[0]; b++) {
            uint64_t wanted = 0, bits;
            for (uint32_t i = 0; i < count; i++)
                wanted |= (uint64_t)(word[i] < bounds[b]) << i;
            for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
                if (gx_below_by(widths[w], word, count, bounds[b], &bits))
                    ck_assert_msg(bits == wanted, "%u words, %u bits", count, widths[w]);
            ck_assert(gx_below_of(word, count, bounds[b]) == wanted);
        }
    }
}
END_TEST

START_TEST(quotients_are_exact)
{
    const uint32_t divisors[] = {1, 2, 3, 7, 10, 999, 1000, 1024, 1025, 59999, 60000, 65535, 65536};
    for (size_t d = 0; d < sizeof divisors / sizeof divisors[0]; d++)
        for (uint32_t round = 0; round < 200; round++) {
            uint32_t word[GX_DRAWS_MOST], count = round % (GX_DRAWS_MOST + 1), near = divisors[d];
            int64_t n[GX_DRAWS_MOST];
            uint64_t out[GX_DRAWS_MOST];
            make_words(round, word);
            for (uint32_t i = 0; i < GX_DRAWS_MOST; i++)
                n[i] = i % 3 ? word[i] >> 1 : (word[i] >> 1) / near * near + (i % 2 ? near - 1 : 0);
            for (uint32_t i = 0; i < GX_DRAWS_MOST; i++)
                n[i] = n[i] > INT32_MAX ? INT32_MAX : n[i];
            gx_divider by = gx_divider_of(near);
            for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
                if (gx_quotients_by(widths[w], &by, n, count, out))
                    for (uint32_t i = 0; i < count; i++)
                        ck_assert_uint_eq(out[i], ((uint64_t)n[i] << 32) / near);
            gx_quotients_of(&by, n, count, out);
            for (uint32_t i = 0; i < count; i++)
                ck_assert_uint_eq(out[i], ((uint64_t)n[i] << 32) / near);
        }
}
END_TEST

/* Means of every size side by side, those among them that have no quantile or are summed up elsewhere. */
START_TEST(counts_are_those_of_one_at_a_time)
{
    const double edges[] = {0, -1, 1e-12, 1e-9, 1e-300, 31.999999, 32, 32.000001, 700, 20000, 2e9};
    const size_t edge_count = sizeof edges / sizeof edges[0];
    for (uint32_t round = 0; round < 2000; round++) {
        uint32_t word[GX_DRAWS_MOST], out[GX_DRAWS_MOST], count = round % (GX_DRAWS_MOST + 1);
        double mean[GX_DRAWS_MOST];
        make_words(round, word);
        for (uint32_t i = 0; i < GX_DRAWS_MOST; i++) {
            uint32_t bits = gx_draw_at(gx_key_make(6, round), 0xf000, i, 0, 0).word[0];
            double even = bits / 4294967296.0;
            mean[i] = bits % 37 == 0 ? edges[bits / 37 % edge_count] : bits % 2 ? 32 * even : 3 * even * even;
        }
        mean[round % GX_DRAWS_MOST] = round % 9 ? mean[0] : (double)NAN;
        for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
            if (gx_poissons_by(widths[w], mean, word, count, out))
                for (uint32_t i = 0; i < count; i++)
                    ck_assert_msg(out[i] == gx_poisson(mean[i], word[i]), "mean %a, word %u, %u bits",
                                  mean[i], word[i], widths[w]);
        gx_poissons_of(mean, word, count, out);
        for (uint32_t i = 0; i < count; i++)
            ck_assert_uint_eq(out[i], gx_poisson(mean[i], word[i]));
    }
}
END_TEST

START_TEST(there_are_no_wider_vectors)
{
    ck_assert(!gx_poissons_by(1024, NULL, NULL, 0, NULL));
    ck_assert(!gx_gumbels_by(1024, NULL, 0, NULL));
    ck_assert(!gx_quantiles_by(1024, NULL, NULL, 0, NULL));
    ck_assert(!gx_below_by(1024, NULL, 0, 0, NULL));
    ck_assert(!gx_quotients_by(1024, NULL, NULL, 0, NULL));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        quantiles_are_those_of_one_at_a_time, noise_is_that_of_one_at_a_time,
        bits_of_the_words_below_a_bound,      quotients_are_exact,
        counts_are_those_of_one_at_a_time,    there_are_no_wider_vectors,
    };
    return BENCH_RUN("base/samples", tests);
}
