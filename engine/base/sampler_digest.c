/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number for all tables that decide: two machines with the same digest draw the same. */
#include <gx/base/exact.h>
#include <gx/base/sample.h>
#include <string.h>

static uint64_t add_real(uint64_t digest, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return gx_mix_pair(digest, bits);
}

static uint64_t add_functions(uint64_t digest)
{
    for (int i = -350; i <= 350; ++i) {
        double x = i * 1.9990234375;
        digest = add_real(digest, gx_exp(x));
        digest = add_real(digest, gx_log((i + 351) * 0.37));
        digest = add_real(digest, gx_pow((i + 351) * 0.013, x / 16));
        digest = add_real(digest, gx_normal_cdf(x / 64));
        digest = add_real(digest, gx_normal_quantile((i + 351) / 702.0));
    }
    return digest;
}

static uint64_t add_quantiles(uint64_t digest, const gx_quantiles *table)
{
    for (int i = 0; i <= GX_QUANTILE_PIECES; ++i)
        digest = gx_mix_pair(digest, (uint64_t)table->at[i]);
    for (uint32_t i = 0; i < 1024; ++i)
        digest = gx_mix_pair(digest, (uint64_t)gx_quantile(table, i * 0x9e3779b9u));
    return digest;
}

uint64_t gx_sampler_digest(void)
{
    uint64_t digest = add_functions(0);
    gx_quantiles table;
    gx_quantiles_lognormal(&table, 888, 1.25, 1, 20000000);
    digest = add_quantiles(digest, &table);
    gx_quantiles_exponential(&table, 3600000, INT64_C(1) << 40);
    digest = add_quantiles(digest, &table);
    for (uint32_t i = 0; i < 65536; ++i)
        digest = gx_mix_pair(digest, (uint64_t)gx_gumbel(i * 0x9e3779b9u));
    for (uint32_t i = 0; i < 256; ++i)
        digest = gx_mix_pair(digest, gx_poisson(0.0625 * i * (i % 16 + 1), i * 0x9e3779b9u));
    return digest;
}
