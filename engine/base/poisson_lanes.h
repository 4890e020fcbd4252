/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small Poisson quantiles in vectors of one width; poisson.c includes this once for each, with BITS, FEATURE
 * (what the processor must have) and ANY(mask) (whether a lane of a comparison is true) defined. Hence no
 * guard. Every lane takes the steps of quantile_from_zero and of gx_exp, each of them rounded as there (and
 * none contracted, see .cmake/options.cmake), so its sums have the same bits. */

typedef double NAME(reals) __attribute__((vector_size(BITS / 8)));
typedef int64_t NAME(wholes) __attribute__((vector_size(BITS / 8)));
typedef int32_t NAME(narrow) __attribute__((vector_size(BITS / 16)));

/* e^-mean for 0 < mean <= 32. */
WITH INLINE NAME(reals) NAME(exp_minus)(NAME(reals) mean)
{
    const NAME(reals) zero = {0};
    NAME(reals) high = -mean;
    NAME(narrow) k = __builtin_convertvector(high * GX_EXP_LOG2_E - 0.5, NAME(narrow));
    NAME(reals) whole = __builtin_convertvector(k, NAME(reals));
    NAME(reals) r = (high - whole * GX_EXP_LN2_HIGH) - whole * GX_EXP_LN2_LOW;
    NAME(reals) series = zero;
    for (int i = GX_EXP_TERMS - 1; i >= 0; --i)
        series = series * r + gx_exp_term[i];
    NAME(wholes) power = (__builtin_convertvector(k, NAME(wholes)) + 1023) << 52;
    return (1 + (r + r * r * series)) * (NAME(reals))power;
}

/* A lane that has come to its end stays there: its sum falls no more below u, or its term is 0 for good. */
WITH static void NAME(quantiles_from_zero)(const double *mean, const double *u, uint32_t count, int64_t *out)
{
    for (uint32_t from = 0; from < count; from += BITS / 64) {
        NAME(reals) means, target;
        NAME(wholes) k = {0};
        memcpy(&means, mean + from, sizeof means);
        memcpy(&target, u + from, sizeof target);
        NAME(reals) term = NAME(exp_minus)(means), sum = term;
        for (double next = 1;; ++next) {
            NAME(wholes) open = (sum < target) & (term > 0);
            if (!ANY(open))
                break;
            k -= open;
            term *= means / next;
            sum += term;
        }
        memcpy(out + from, &k, sizeof k);
    }
}

#undef BITS
#undef FEATURE
#undef ANY
