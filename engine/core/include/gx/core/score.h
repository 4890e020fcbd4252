/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The credit score and its gates (K1, K3). Theme CREDIT.
 *
 * A score is a whole number from 350 to 950. It is made of five features, each the host's measure of one
 * dimension in millionths (0 … 1,000,000), by weights that add up to 100:
 *
 *     S     = sum of weight × feature                     (0 … 100,000,000)
 *     score = 350 + (600 × S + 50,000,000) / 100,000,000  (whole division: 600 × S / 100,000,000, rounded to
 *                                                          the nearest, halves up)
 *
 * A user without a score has 0. A right can ask for a minimum: the book keeps a table of rights, and says who
 * passes.
 *
 * Days are those of the book's calendar, counted from 1970-01-01; a tick's day is the one in which it begins.
 * Every look at a book without the theme gives 0 (gates: GX_REFUSED_THEME). All O(1). */
#ifndef GX_CORE_SCORE_H
#define GX_CORE_SCORE_H

#include <gx/core/book.h>

enum { GX_SCORE_MIN = 350, GX_SCORE_MAX = 950, GX_FEATURE_MAX = 1000000 };

/* X(name, default weight, what it measures) */
#define GX_DIMENSION_TABLE(X)                                                                                \
    X(identity, 15, "how well the user is known")                                                            \
    X(ability, 20, "ability to pay")                                                                         \
    X(history, 35, "credits kept in the past")                                                               \
    X(network, 5, "contacts and transfers with them")                                                        \
    X(behaviour, 25, "habits of shopping, paying, managing money")

/* In millionths. */
typedef struct gx_features {
#define X(name, weight, text) uint32_t name;
    GX_DIMENSION_TABLE(X)
#undef X
} gx_features;

/* In hundredths; they add up to 100. */
typedef struct gx_score_weights {
#define X(name, weight, text) uint8_t name;
    GX_DIMENSION_TABLE(X)
#undef X
} gx_score_weights;

gx_score_weights gx_score_weights_default(void);

/* The formula above. A feature above 1,000,000 counts as 1,000,000; weights that do not add up to 100 give 0.
 */
uint16_t gx_score_of(const gx_features *features, const gx_score_weights *weights);

/* Bands: 350–550, 550–600, 600–650, 650–700, 700–950. Each begins with its lower edge and ends before the
 * next one's; the last includes 950. */
enum { GX_SCORE_BANDS = 5 };

/* 0 … 4; below 350 (no score) GX_SCORE_BANDS. */
unsigned gx_score_band(uint16_t score);

/* SCORE_RULES: weights, and on which period scores are made anew, from now on (scores that are stored stay).
 * A user's score can be made once in each period of `period_days`: day d lies in period floor(d /
 * period_days). With 0 at any time. Default: the weights of the table, every 30 days. Refused:
 * GX_REFUSED_RULE (have the sum of the weights, need 100). */
gx_answer gx_score_set_rules(gx_book *book, const gx_score_weights *weights, uint16_t period_days,
                             uint32_t now);

/* SCORE_UPDATE: makes a user's score anew from features, and stores it. *score (may be NULL) is the new one
 * (result.number); answer.amount is 0.
 * Refused, in this order: GX_REFUSED_ACCOUNT (need: the user) for who is not a user of the book;
 * GX_REFUSED_RULE (have the feature, need 1,000,000) for the first feature, in the table's order, that is
 * above; GX_REFUSED_NOT_DUE (have the day of `now`, need the first day of the next period) when the stored
 * score was made in the period of `now`, by the period that holds now. */
gx_answer gx_score_update(gx_book *book, uint32_t user, const gx_features *features, uint32_t now,
                          uint16_t *score);

/* The stored score; 0 for none, and for strangers. */
uint16_t gx_score(const gx_book *book, uint32_t user);

/* ---- Gates */

/* X(name, word, default minimum, what it lets one do): 0 asks for nothing. The minimums are the host's to
 * set. */
#define GX_SCORED_RIGHT_TABLE(X)                                                                             \
    X(GX_SCORED_RIGHT_CREDIT_PAY, "credit_pay", 600, "draw on the credit line (asked by the core)")          \
    X(GX_SCORED_RIGHT_NO_DEPOSIT, "no_deposit", 650, "rent without a deposit")                               \
    X(GX_SCORED_RIGHT_VISA, "visa", 700, "a visa with fewer papers")                                         \
    X(GX_SCORED_RIGHT_CIRCLE_POST, "circle_post", 750, "post in the circles of 2016")                        \
    X(GX_SCORED_RIGHT_HOST_0, "host_0", 0, "the host's own")                                                 \
    X(GX_SCORED_RIGHT_HOST_1, "host_1", 0, "the host's own")                                                 \
    X(GX_SCORED_RIGHT_HOST_2, "host_2", 0, "the host's own")                                                 \
    X(GX_SCORED_RIGHT_HOST_3, "host_3", 0, "the host's own")

typedef enum gx_scored_right {
#define X(name, word, minimum, text) name,
    GX_SCORED_RIGHT_TABLE(X)
#undef X
        GX_SCORED_RIGHT_COUNT
} gx_scored_right;

/* GATE_SET: what a right asks for from now on: 0 (nothing) or 350 … 950.
 * Refused, in this order: GX_REFUSED_RIGHT (have the right, need GX_SCORED_RIGHT_COUNT - 1); GX_REFUSED_RULE
 * (have the minimum, need 350 when it is below and not 0, 950 when it is above). */
gx_answer gx_gate_set(gx_book *book, gx_scored_right right, uint16_t minimum, uint32_t now);

/* A look: does this score pass (a user of another book shows his by his pass); does this user of the book.
 * GX_DONE (amount 0), or refused, in this order: GX_REFUSED_THEME (need GX_THEME_CREDIT); GX_REFUSED_ACCOUNT
 * (need: the user); GX_REFUSED_RIGHT (have the right, need GX_SCORED_RIGHT_COUNT - 1); GX_REFUSED_SCORE (have
 * the score, need the minimum). */
gx_answer gx_gate_score(const gx_book *book, uint16_t score, gx_scored_right right);
gx_answer gx_credit_gate(const gx_book *book, uint32_t user, gx_scored_right right);

#endif
