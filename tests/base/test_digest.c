/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bits of everything that decides, pinned. This program runs twice: as it is, and where libm finds no
 * fused multiply-add and takes other code. A change of either number is a change of every recorded run. */
#include "bench.h"
#include <gx/base/sample.h>

START_TEST(samplers_have_the_pinned_digest)
{
    ck_assert_uint_eq(gx_sampler_digest(), UINT64_C(0xf2555ec11c63b878));
}
END_TEST

START_TEST(tables_of_weights_have_the_pinned_digest)
{
    enum { COUNT = 365 };
    double weights[COUNT];
    for (int i = 0; i < COUNT; ++i)
        weights[i] = i % 7 == 0 ? 0 : 1.0 / (i + 0.3) + (i % 5) * 0.1;
    gx_alias *alias;
    gx_steps *steps;
    ck_assert_int_eq(gx_alias_create(&alias, weights, COUNT, NULL), GX_OK);
    ck_assert_int_eq(gx_steps_create(&steps, weights, COUNT, NULL), GX_OK);
    uint64_t digest = 0;
    for (uint32_t i = 0; i < 100000; ++i) {
        uint64_t word = gx_mix64(i);
        uint32_t within;
        digest = gx_mix_pair(digest, gx_alias_draw(alias, word));
        digest = gx_mix_pair(digest, gx_steps_draw_within(steps, word, &within));
        digest = gx_mix_pair(digest, within);
    }
    gx_alias_free(alias);
    gx_steps_free(steps);
    ck_assert_uint_eq(digest, UINT64_C(0xdb08dd275c7767cb));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {samplers_have_the_pinned_digest, tables_of_weights_have_the_pinned_digest};
    return BENCH_RUN("base/digest", tests);
}
