/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one decision model under every mechanism: random utility (McFadden 1974).
 *
 * A person compares options; each has a utility made of motives, plus Gumbel noise, and the best is taken, so
 * the choice probabilities are those of the logit model. The noise is keyed by (who, about what, on which
 * occasion, which option): in two variants of a scenario the same person has the same moods. Raising one
 * option's utility can only move people towards it, never between others. All of it is fixed-point integers
 * (16 fractional bits): the same on every machine.
 */
#ifndef GX_MODELS_DECIDE_H
#define GX_MODELS_DECIDE_H

#include "act.h"
#include <gx/base/sample.h>

/* What speaks for and against an option; each in its own natural unit, fixed-point. The weights of
 * `models.decision` turn them into utility (logits). Fields left 0 do not matter. */
typedef struct gx_motives {
    gx_fen value;       /* money that it brings, felt as log2(1 + yuan) */
    gx_fixed tie;       /* strength of the tie concerned, 0 … 1 */
    gx_fixed cue;       /* social cue: how much others do it, 0 … 1 */
    gx_fixed curiosity; /* 0 … 1 */
    gx_fixed habit;     /* habit stock, 0 … 1 */
    gx_fixed novelty;   /* freshness of the feature to this person, 0 … 1 */
    uint32_t steps;     /* friction: screens between the person and the act */
    gx_fixed exposure;  /* how visible to others it is, 0 … 1 (privacy speaks against it) */
    gx_fixed own;       /* the mechanism's own constant, utility */
} gx_motives;

typedef struct gx_option {
    uint32_t id; /* 0 … 15, the option's own name within the purpose; never its place in the array */
    gx_fixed utility;
} gx_option;

/* Weigh motives by the scenario's `models.decision`. O(1). The sum has no bounds yet: for a caller that adds
 * to it what it knows in several ways. */
int64_t gx_weigh(const gx_world *world, const gx_motives *motives);

/* A utility: such a sum within its bounds. */
static inline gx_fixed gx_bounded(int64_t sum)
{
    int64_t bound = INT64_C(64) * GX_FIXED_ONE;
    return (gx_fixed)(sum > bound ? bound : sum < -bound ? -bound : sum);
}

static inline gx_fixed gx_utility(const gx_world *world, const gx_motives *motives)
{
    return gx_bounded(gx_weigh(world, motives));
}

enum { GX_OPTIONS_MAX = 16 };

/* Put `count` options into order, the best first; `utility` becomes the score, noise included. Ties go to the
 * earlier option. For a caller that takes the first option that is possible, and finds out only when it comes
 * to that: which is the best of the possible ones. O(count^2), one Philox for every four ids. */
void gx_decide_rank(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                    gx_option *options, size_t count);

/* The same for options whose ids are all below 4, by their words: of the draw for (purpose, who, about,
 * occasion). For a caller that draws for many at once (gx/base/draws.h). */
void gx_decide_rank_by(const uint32_t word[4], gx_option *options, size_t count);

/* The id of the best of `count` options (at least 1). Ties go to the earlier option. O(count). */
uint32_t gx_decide(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                   const gx_option *options, size_t count);

/* The same for doing something (utility) or not (0): true to do it. */
bool gx_decide_to(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                  gx_fixed utility);

/* The noise of that choice: gx_decide_to is utility + this > 0. For a caller that can bound a utility before
 * it knows it exactly, and need not look up what cannot tip the choice. */
gx_fixed gx_decide_margin(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about,
                          uint32_t occasion);

/* The same noise by words 0 and 1 of the draw for (purpose, who, about, occasion), for a caller that draws
 * for many at once (gx/base/draws.h). */
static inline gx_fixed gx_margin_of(uint32_t word0, uint32_t word1)
{
    return gx_gumbel(word1) - gx_gumbel(word0);
}

/* log2(1 + fen / 100) in fixed point, piecewise linear between powers of two. Monotone, O(1). */
gx_fixed gx_felt_value(gx_fen amount);

#endif
