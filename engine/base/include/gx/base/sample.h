/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samplers that decide with integers. Tables are built once at set-up with gx_exp and its like (exact.h),
 * then a draw is integer arithmetic on one word. Every sampler but the alias table is
 * monotone in its word, so raising a parameter moves a draw one way. */
#ifndef GX_BASE_SAMPLE_H
#define GX_BASE_SAMPLE_H

#include <gx/base/draw.h>
#include <gx/base/status.h>

/* ---- Quantile table: any continuous distribution as linear pieces ----------------------------- */

enum { GX_QUANTILE_PIECES = 4096, GX_QUANTILE_FRACTION = 16 };

/* Values in the caller's unit times 2^GX_QUANTILE_FRACTION. The pieces are not equally wide: there are 64 to
 * every halving of the distance to the nearer end, down to single words, so both tails are met as well as the
 * middle (octave.h). About 32 KiB. Read it by gx_quantile only. */
typedef struct gx_quantiles {
    int64_t at[GX_QUANTILE_PIECES + 1];
} gx_quantiles;

/* Lognormal with this median and sigma (of the logarithm), clipped to low … high. Values beyond +-2^45 are
 * clipped. */
void gx_quantiles_lognormal(gx_quantiles *table, double median, double sigma, int64_t low, int64_t high);

/* Exponential with this mean, clipped to 0 … high. */
void gx_quantiles_exponential(gx_quantiles *table, double mean, int64_t high);

/* The quantile of word / 2^32, linear between pieces and rounded to the nearest integer. O(1), no floating
 * point. */
int64_t gx_quantile(const gx_quantiles *table, uint32_t word);

/* ---- Alias table: any discrete distribution --------------------------------------------------- */

typedef struct gx_alias gx_alias;

/* From `count` weights >= 0, not all zero (Vose's method on integer weights scaled to 2^32). Owned by the
 * caller: gx_alias_free. Fails with GX_ERR_ARGUMENT or GX_ERR_MEMORY. O(count). */
gx_status gx_alias_create(gx_alias **out, const double *weights, uint32_t count, gx_error *error);
void gx_alias_free(gx_alias *table);

/* An index 0 … count-1; `word` gives the column by its high half and the coin by its low half. O(1). */
uint32_t gx_alias_draw(const gx_alias *table, uint64_t word);

/* ---- Cumulative table: a discrete distribution whose order means something -------------------- */

typedef struct gx_steps gx_steps;

/* Like an alias table, but monotone: a larger word never gives a smaller index. O(log count) a draw. */
gx_status gx_steps_create(gx_steps **out, const double *weights, uint32_t count, gx_error *error);
void gx_steps_free(gx_steps *table);
uint32_t gx_steps_draw(const gx_steps *table, uint64_t word);

/* The index as gx_steps_draw, and in *within the position inside the step in units of 2^-32: for times of
 * day. */
uint32_t gx_steps_draw_within(const gx_steps *table, uint64_t word, uint32_t *within);

/* ---- Poisson ---------------------------------------------------------------------------------- */

/* The Poisson quantile of (word + 0.5) / 2^32 for mean 0 … 20000: inversion by summing the probabilities with
 * + * / only (from the mode outward above a mean of 32, so that nothing underflows). Monotone in mean and in
 * word. O(sqrt(mean)) or O(mean) below 32. */
uint32_t gx_poisson(double mean, uint32_t word);

/* ---- Gumbel noise for random utility ---------------------------------------------------------- */

/* Fixed point with 16 fractional bits. */
typedef int32_t gx_fixed;
#define GX_FIXED_ONE 65536

/* -ln(-ln u) for u = (word + 0.5) / 2^32, from a table of logarithms in integers; absolute error below 2^-12
 * everywhere, tails included. Standard Gumbel: the best of several options with this noise is the logit model
 * (McFadden 1974). */
gx_fixed gx_gumbel(uint32_t word);

/* The nearest fixed-point number to x, clamped to the range. */
gx_fixed gx_fixed_of(double x);

/* A digest of every built-in table of this file and of exact.h at fixed points: equal on every machine,
 * stored in each recording. */
uint64_t gx_sampler_digest(void);

#endif
