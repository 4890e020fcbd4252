/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a score separates two classes, exactly, from two histograms of a whole-number score: bin i of
 * `negative` and `positive` counts the members of each class whose score is i. Ties count one half.
 * Histograms add up over threads, runs and time. All O(bins). */
#ifndef GX_STATS_SEPARATION_H
#define GX_STATS_SEPARATION_H

#include <stddef.h>
#include <stdint.h>

typedef struct gx_separation {
    uint64_t negatives, positives;
    double auc;               /* P(score of a positive > score of a negative) + P(equal) / 2; Mann-Whitney */
    double auc_se;            /* DeLong, DeLong & Clarke-Pearson (1988) */
    double auc_low, auc_high; /* 95 %, clipped to 0 … 1 */
    double gini;              /* 2 auc - 1 */
    double ks;                /* largest distance of the two distribution functions */
    size_t ks_score;          /* first score at which it is reached */
} gx_separation;

/* NaN where a class is empty (standard error: where it has one member). */
gx_separation gx_separate(const uint64_t *negative, const uint64_t *positive, size_t bins);

/* Population stability index sum (a - e) ln(a / e) of two histograms scaled to 1; an empty bin counts as half
 * an observation, unless it is empty in both. With classes instead of periods this is the information value.
 */
double gx_psi(const uint64_t *expected, const uint64_t *actual, size_t bins);

/* What PSI is on average when nothing changed: (bins - 1) (1/n + 1/m); and its standard deviation
 * sqrt(2 (bins - 1)) (1/n + 1/m): the alarm is the mean + 4.5 sd, not a folklore constant. */
double gx_psi_null_mean(uint64_t expected, uint64_t actual, size_t bins);
double gx_psi_null_sd(uint64_t expected, uint64_t actual, size_t bins);

#endif
