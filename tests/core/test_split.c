/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R3: the lucky split against its reference table (spread, who is luckiest, largest share, inequality, by
 * position), against the exact recursion of the variance, and by enumeration of its rounding. */
#include "helper.h"

#include <gx/core/split.h>
#include <math.h>
#include <string.h>

enum { SHARES_MAX = 100 };

/* Random variables' sums of powers: mean and standard deviation, each with its standard error. */
typedef struct moments {
    double n, sum1, sum2, sum3, sum4;
} moments;

static void add(moments *m, double x)
{
    m->n += 1;
    m->sum1 += x;
    m->sum2 += x * x;
    m->sum3 += x * x * x;
    m->sum4 += x * x * x * x;
}

static double mean_of(const moments *m)
{
    return m->sum1 / m->n;
}

static double sd_of(const moments *m)
{
    return sqrt(m->sum2 / m->n - mean_of(m) * mean_of(m));
}

/* Standard error of sd_of in a sample of `n`: sqrt((mu4 - sigma^4) / n) / (2 sigma). */
static double sd_error(const moments *m, double n)
{
    double mean = mean_of(m);
    double raw2 = m->sum2 / m->n;
    double raw3 = m->sum3 / m->n;
    double raw4 = m->sum4 / m->n;
    double var = raw2 - mean * mean;
    double mu4 = raw4 - 4 * mean * raw3 + 6 * mean * mean * raw2 - 3 * mean * mean * mean * mean;
    return sqrt((mu4 - var * var) / n) / (2 * sqrt(var));
}

static double mean_error(const moments *m, double n)
{
    return sd_of(m) / sqrt(n);
}

/* One packet, split to the end; checks that nothing is lost and nobody gets nothing. */
static void split(gx_fen amount, uint32_t shares, uint32_t trial, gx_fen *out)
{
    gx_key key = gx_key_make(amount < 0 ? 0 : (uint64_t)amount, shares);
    gx_fen left = amount;
    for (uint32_t i = 0; i < shares; i++) {
        out[i] = gx_split_lucky(left, shares - i, gx_draw_at(key, TEST_PURPOSE, trial, i, 0));
        left -= out[i];
        if (out[i] < 1 || left < (gx_fen)(shares - i - 1))
            ck_abort_msg("share %u of packet %u is %lld, %lld are left", i, trial, (long long)out[i],
                         (long long)left);
    }
    if (left != 0)
        ck_abort_msg("%lld are left of packet %u", (long long)left, trial);
}

static int by_size(const void *a, const void *b)
{
    gx_fen x = *(const gx_fen *)a;
    gx_fen y = *(const gx_fen *)b;
    return (x > y) - (x < y);
}

/* The reference: one million trials of its own, printed with three decimals; relative to the mean share. */
#define REFERENCE_TRIALS 1e6
#define ROUNDING         0.0005

typedef struct reference {
    gx_fen amount;
    uint32_t shares, trials;
    double sd[3], luckiest[3], largest, gini; /* at the first, the middle (n / 2) and the last position */
} reference;

static const reference references[] = {
    {10000, 10, 400000, {.577, .621, .767}, {.100, .091, .122}, 2.116, .346},
    {2000, 20, 200000, {.574, .595, .783}, {.047, .038, .096}, 2.210, .344},
    {20000, 100, 60000, {.575, .579, .800}, {.007, .005, .081}, 2.308, .338},
    {100, 10, 400000, {.548, .590, .730}, {.117, .087, .113}, 2.060, .328},
};

typedef struct result {
    moments at[SHARES_MAX];
    double luckiest[SHARES_MAX];
    moments largest;
    moments gini;
} result;

/* The Gini coefficient of a packet is the sum over pairs |a - b| / (2 n^2 mean), here from the sorted shares.
 */
static void measure(const reference *row, result *out)
{
    double mean = (double)row->amount / row->shares;
    memset(out, 0, sizeof *out);
    for (uint32_t trial = 0; trial < row->trials; trial++) {
        gx_fen share[SHARES_MAX];
        split(row->amount, row->shares, trial, share);
        uint32_t best = 0;
        for (uint32_t i = 0; i < row->shares; i++) {
            add(&out->at[i], (double)share[i] / mean);
            best = share[i] > share[best] ? i : best;
        }
        out->luckiest[best] += 1;
        add(&out->largest, (double)share[best] / mean);
        qsort(share, row->shares, sizeof *share, by_size);
        double sum = 0;
        for (uint32_t i = 0; i < row->shares; i++)
            sum += (2.0 * i + 1 - row->shares) * (double)share[i];
        add(&out->gini, sum / ((double)row->shares * (double)row->amount));
    }
}

/* |ours - printed| within 4.5 sigma of both samples together, and the rounding of what is printed. */
static void expect_near(const char *what, double ours, double printed, double our_error, double its_error)
{
    double tolerance = 4.5 * sqrt(our_error * our_error + its_error * its_error) + ROUNDING;
    ck_assert_msg(fabs(ours - printed) <= tolerance, "%s is %.5f, the reference %.3f, tolerance %.5f", what,
                  ours, printed, tolerance);
}

START_TEST(the_split_reproduces_the_reference_table)
{
    const reference *row = &references[_i];
    static result r;
    measure(row, &r);
    double n = row->trials;
    const uint32_t position[3] = {0, row->shares / 2, row->shares - 1};
    for (int i = 0; i < 3; i++) {
        const moments *m = &r.at[position[i]];
        expect_near("sd", sd_of(m), row->sd[i], sd_error(m, n), sd_error(m, REFERENCE_TRIALS));
        double p = r.luckiest[position[i]] / n;
        expect_near("P(luckiest)", p, row->luckiest[i], sqrt(p * (1 - p) / n),
                    sqrt(p * (1 - p) / REFERENCE_TRIALS));
    }
    expect_near("E[max]", mean_of(&r.largest), row->largest, mean_error(&r.largest, n),
                mean_error(&r.largest, REFERENCE_TRIALS));
    expect_near("Gini", mean_of(&r.gini), row->gini, mean_error(&r.gini, n),
                mean_error(&r.gini, REFERENCE_TRIALS));
}
END_TEST

START_TEST(no_position_is_favoured)
{
    /* The biased copies of the rule give the last share +21.7 % on 1 yuan for 10 and +3 % on 20 yuan for 20.
     */
    static result r;
    const reference *rows[] = {&references[3], &references[1]};
    for (int k = 0; k < 2; k++) {
        measure(rows[k], &r);
        for (uint32_t i = 0; i < rows[k]->shares; i++) {
            double error = mean_error(&r.at[i], r.at[i].n);
            ck_assert_double_le(fabs(mean_of(&r.at[i]) - 1), 4.5 * error);
            ck_assert_double_lt(4.5 * error, 0.01);
        }
    }
}
END_TEST

START_TEST(variance_follows_its_recursion)
{
    /* Shares X_i ~ U(0, 2 m_i) with m_i what is left a share: E[m_1^2] = m^2, E[m_i+1^2] = E[m_i^2] (1 + 1 /
     * (3 (k-1)^2)) with k shares left, Var X_i = 4/3 E[m_i^2] - m^2, and the last takes m_n. Amounts so large
     * that fen do not show. */
    enum { N = 5, TRIALS = 400000 };
    moments at[N] = {0};
    gx_fen amount = INT64_C(5000000000000);
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        gx_fen share[N];
        split(amount, N, trial, share);
        for (int i = 0; i < N; i++)
            add(&at[i], (double)share[i] / ((double)amount / N));
    }
    double square = 1;
    for (int i = 0; i < N; i++) {
        int left = N - i;
        double variance = left > 1 ? 4.0 / 3 * square - 1 : square - 1;
        double sd = sqrt(variance);
        ck_assert_double_le(fabs(sd_of(&at[i]) - sd), 4.5 * sd_error(&at[i], TRIALS));
        ck_assert_double_le(fabs(mean_of(&at[i]) - 1), 4.5 * sd / sqrt(TRIALS));
        if (left > 1)
            square *= 1 + 1 / (3.0 * (left - 1) * (left - 1));
    }
}
END_TEST

/* The smallest 64-bit word that multiply-high on n takes to `index`. */
static uint64_t word_for(uint64_t index, uint64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((((wide)index << 64) + n - 1) / n);
}

static gx_draw draw_with(uint64_t high, uint64_t low)
{
    return (gx_draw){{(uint32_t)(high >> 32), (uint32_t)high, (uint32_t)(low >> 32), (uint32_t)low}};
}

START_TEST(the_mean_is_exact_when_U_is_not_whole)
{
    /* All of k ways to round U, and all of its values: k * mean of (U + 1) is 2 R, in integers. */
    for (gx_fen left = 1; left <= 260; left++)
        for (uint32_t k = 2; k <= 20 && k <= left; k++) {
            gx_fen sum = 0;
            for (uint32_t j = 0; j < k; j++) {
                uint64_t low = word_for(j, k);
                gx_fen top = gx_split_lucky(left, k, draw_with(UINT64_MAX, low));
                if (left - top < (gx_fen)k - 1)
                    ck_abort_msg("%lld of %lld leave too little for %u shares", (long long)top,
                                 (long long)left, k);
                for (gx_fen v = 0; v < top; v++)
                    if (gx_split_lucky(left, k, draw_with(word_for((uint64_t)v, (uint64_t)top), low)) !=
                        v + 1)
                        ck_abort_msg("value %lld of %lld for %u is missed", (long long)v, (long long)left, k);
                sum += top + 1;
            }
            ck_assert_int_eq(sum, 2 * left);
        }
}
END_TEST

START_TEST(the_edges_of_a_split)
{
    gx_draw least = draw_with(0, 0);
    gx_draw most = draw_with(UINT64_MAX, 0);
    ck_assert_int_eq(gx_split_lucky(777, 1, most), 777);
    ck_assert_int_eq(gx_split_lucky(777, 1, least), 777);
    ck_assert_int_eq(gx_split_lucky(100, 100, most), 1);
    ck_assert_int_eq(gx_split_lucky(2, 2, most), 1);
    ck_assert_int_eq(gx_split_lucky(3, 2, most), 2);
    ck_assert_int_eq(gx_split_lucky(3, 2, least), 1);
    /* The largest numbers there are. */
    ck_assert_int_eq(gx_split_lucky(INT64_MAX, 2, draw_with(UINT64_MAX, UINT64_MAX)), INT64_MAX - 1);
    ck_assert_int_eq(gx_split_lucky((gx_fen)UINT32_MAX, UINT32_MAX, most), 1);
}
END_TEST

START_TEST(equal_shares_add_up)
{
    for (gx_fen total = 1; total <= 120; total++)
        for (uint32_t n = 1; n <= total; n++) {
            gx_fen sum = 0;
            gx_fen last = total;
            for (uint32_t i = 0; i < n; i++) {
                gx_fen share = gx_split_equal(total, n, i);
                if (share > last || share < total / n || share > total / n + 1)
                    ck_abort_msg("share %u of %u of %lld is %lld", i, n, (long long)total, (long long)share);
                last = share;
                sum += share;
            }
            ck_assert_int_eq(sum, total);
        }
    ck_assert_int_eq(gx_split_equal(100, 0, 0), 0);
}
END_TEST

/* ---- Line cutting */

static void cut(gx_fen amount, uint32_t shares, uint32_t trial, gx_fen *out)
{
    gx_key key = gx_key_make((uint64_t)amount, shares);
    gx_fen left = amount;
    for (uint32_t i = 0; i < shares; i++) {
        out[i] = gx_split_cut(left, shares - i, gx_draw_at(key, TEST_PURPOSE + 1, trial, i, 0));
        left -= out[i];
        if (out[i] < 1 || left < (gx_fen)(shares - i - 1))
            ck_abort_msg("share %u of packet %u is %lld, %lld are left", i, trial, (long long)out[i],
                         (long long)left);
    }
    ck_assert_int_eq(left, 0);
}

static uint64_t choose(uint64_t n, uint64_t k)
{
    uint64_t c = k > n ? 0 : 1;
    for (uint64_t i = 0; c > 0 && i < k; i++)
        c = c * (n - i) / (i + 1);
    return c;
}

START_TEST(the_smallest_cut_is_the_smallest_of_independent_numbers)
{
    /* The identity that the rule stands on, in integers: of all ways to draw u_j from 1 … R - k + 1 + j, j =
     * 0 … k - 2, the part with smallest x equals the part of all sets of k - 1 cuts whose smallest is x. */
    for (uint64_t left = 2; left <= 11; left++)
        for (uint64_t k = 2; k <= left && k <= 5; k++) {
            uint64_t ways = 1;
            for (uint64_t j = 0; j < k - 1; j++)
                ways *= left - k + 1 + j;
            for (uint64_t x = 1; x <= left - k + 1; x++) {
                uint64_t at_least = 1;
                uint64_t above = 1;
                for (uint64_t j = 0; j < k - 1; j++) {
                    at_least *= left - k + 1 + j - (x - 1);
                    above *= left - k + 1 + j - x;
                }
                uint64_t sets = choose(left - 1 - x, k - 2);
                ck_assert_uint_eq((at_least - above) * choose(left - 1, k - 1), sets * ways);
            }
        }
}
END_TEST

START_TEST(cutting_is_the_minimum_that_its_header_says)
{
    for (uint32_t trial = 0; trial < 3000; trial++) {
        gx_draw draw = draw_of(trial, 9);
        uint32_t k = 2 + draw.word[0] % 60;
        gx_fen left = k + draw.word[1] % 5000;
        gx_fen least = INT64_MAX;
        for (uint32_t j = 0; j + 1 < k; j++) {
            gx_key key = {{draw.word[0], draw.word[1]}};
            gx_draw more = gx_draw_at(key, 0x2001, draw.word[2], draw.word[3], j / 2);
            uint64_t word = j % 2 == 0 ? gx_draw_high(more) : gx_draw_low(more);
            gx_fen u = 1 + (gx_fen)gx_below64(word, (uint64_t)left - k + 1 + j);
            least = u < least ? u : least;
        }
        ck_assert_int_eq(gx_split_cut(left, k, draw), least);
    }
}
END_TEST

START_TEST(every_way_to_cut_a_line_is_as_likely)
{
    /* All ways to write the amount as shares of at least 1, the shares drawn one after another. */
    static const struct {
        gx_fen amount;
        uint32_t shares;
        double limit; /* of chi-squared, p = 1e-5 */
    } rows[] = {{6, 2, 28.5}, {6, 3, 39.3}, {8, 4, 83.2}, {5, 5, 0}, {9, 8, 36.1}, {12, 3, 110.2}};
    enum { TRIALS = 60000, CODES = 1 << 12 };
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        static uint32_t seen[CODES];
        memset(seen, 0, sizeof seen);
        for (uint32_t trial = 0; trial < TRIALS; trial++) {
            gx_fen share[8];
            cut(rows[r].amount, rows[r].shares, trial, share);
            uint32_t places = 0; /* a bit for each place that is cut */
            gx_fen at = 0;
            for (uint32_t i = 0; i + 1 < rows[r].shares; i++) {
                at += share[i];
                places |= 1U << at;
            }
            seen[places]++;
        }
        uint64_t ways = choose((uint64_t)rows[r].amount - 1, rows[r].shares - 1);
        double expected = (double)TRIALS / (double)ways;
        double chi2 = 0;
        uint64_t found = 0;
        for (int i = 0; i < CODES; i++) {
            found += seen[i] > 0;
            if (seen[i] > 0)
                chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
        }
        ck_assert_uint_eq(found, ways);
        ck_assert_double_le(chi2, rows[r].limit);
    }
}
END_TEST

START_TEST(every_position_of_a_cut_is_alike)
{
    /* A share has mean R / n and variance M (M + n) (n - 1) / (n^2 (n + 1)), M = R - n, at every position;
     * each is the largest as often. In amounts that do not show fen: E[max] = H_n / n, Gini = (n - 1) / (2
     * n). */
    static const gx_fen amounts[] = {100, INT64_C(1000000000000)};
    enum { N = 10, TRIALS = 100000 };
    double harmonic = 0;
    for (int i = 1; i <= N; i++)
        harmonic += 1.0 / i;
    for (int a = 0; a < 2; a++) {
        double mean = (double)amounts[a] / N;
        double m = (double)amounts[a] - N;
        double sd = sqrt(m * (m + N) * (N - 1) / (N * N * (N + 1.0))) / mean;
        moments at[N] = {0};
        moments largest = {0};
        moments gini = {0};
        double luckiest[N] = {0};
        for (uint32_t trial = 0; trial < TRIALS; trial++) {
            gx_fen share[N];
            cut(amounts[a], N, trial, share);
            int best = 0;
            for (int i = 0; i < N; i++) {
                add(&at[i], (double)share[i] / mean);
                best = share[i] > share[best] ? i : best;
            }
            luckiest[best] += 1;
            add(&largest, (double)share[best] / mean);
            qsort(share, N, sizeof *share, by_size);
            double sum = 0;
            for (int i = 0; i < N; i++)
                sum += (2.0 * i + 1 - N) * (double)share[i];
            add(&gini, sum / (N * (double)amounts[a]));
        }
        for (int i = 0; i < N; i++) {
            ck_assert_double_le(fabs(mean_of(&at[i]) - 1), 4.5 * sd / sqrt(TRIALS));
            ck_assert_double_le(fabs(sd_of(&at[i]) - sd), 4.5 * sd_error(&at[i], TRIALS));
            if (a == 1)
                ck_assert_double_le(fabs(luckiest[i] / TRIALS - 0.1), 4.5 * sqrt(0.1 * 0.9 / TRIALS));
        }
        if (a == 1) {
            ck_assert_double_le(fabs(mean_of(&largest) - harmonic), 4.5 * mean_error(&largest, TRIALS));
            ck_assert_double_le(fabs(mean_of(&gini) - (N - 1) / (2.0 * N)), 4.5 * mean_error(&gini, TRIALS));
        }
    }
}
END_TEST

START_TEST(the_edges_of_a_cut)
{
    gx_draw draw = draw_of(1, 2);
    ck_assert_int_eq(gx_split_cut(777, 1, draw), 777);
    ck_assert_int_eq(gx_split_cut(100, 100, draw), 1);
    ck_assert_int_eq(gx_split_cut(2, 2, draw), 1);
    ck_assert_int_eq(gx_split_cut(1, 1, draw), 1);
    for (uint32_t i = 0; i < 100; i++) {
        gx_fen share = gx_split_cut(INT64_MAX, 2 + i, draw_of(i, 3));
        ck_assert(share >= 1 && share <= INT64_MAX - 1 - (gx_fen)i);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/split");
    TCase *tests = tcase_create("split");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, the_split_reproduces_the_reference_table, 0, 4);
    tcase_add_test(tests, no_position_is_favoured);
    tcase_add_test(tests, variance_follows_its_recursion);
    tcase_add_test(tests, the_mean_is_exact_when_U_is_not_whole);
    tcase_add_test(tests, the_edges_of_a_split);
    tcase_add_test(tests, equal_shares_add_up);
    tcase_add_test(tests, the_smallest_cut_is_the_smallest_of_independent_numbers);
    tcase_add_test(tests, cutting_is_the_minimum_that_its_header_says);
    tcase_add_test(tests, every_way_to_cut_a_line_is_as_likely);
    tcase_add_test(tests, every_position_of_a_cut_is_alike);
    tcase_add_test(tests, the_edges_of_a_cut);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
