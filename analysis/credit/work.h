/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this room hand each other. */
#ifndef GX_CREDIT_WORK_H
#define GX_CREDIT_WORK_H

#include "metrics.h"

#include <gx/stats/separation.h>
#include <gx/stats/sheet.h>
#include <gx/stats/tables.h>

/* A user's class: did not bind, bound, or does not count (had a card already). */
enum { GX_CLASS_NO, GX_CLASS_YES, GX_CLASS_OUT };

enum { GX_SCORES_MAX = 16, GX_SCORE_BINS = 1 << 20 };

typedef struct gx_credit_work {
    gx_sheet sheet;
    const gx_reader *reader;
    gx_facts facts;
    size_t users;
    uint8_t *class;  /* of each user over the whole run */
    uint32_t *score; /* scratch, of each user */
    /* The rows of the table of separations so far. */
    size_t rows;
    const char *label[GX_SCORES_MAX];
    gx_separation found[GX_SCORES_MAX];
    double value[GX_SCORES_MAX]; /* information value */
} gx_credit_work;

/* Separation of the classes by work->score: a row of the table, and the figure `id` of its AUC. Scores from
 * GX_SCORE_BINS on count as the largest one. */
void gx_credit_separate(gx_credit_work *work, const uint8_t *class, const char *label, gx_credit_id id);

/* The parts, each for what the recording has; failures stay in work->sheet.status. */
void gx_credit_public(gx_credit_work *work);   /* friends, groups, wealth */
void gx_credit_network(gx_credit_work *work);  /* friends with a card */
void gx_credit_landmark(gx_credit_work *work); /* shares received by a landmark */
void gx_credit_hidden(gx_credit_work *work);   /* what only a simulation knows */

/* Share who bind by class of a count: a table. */
void gx_credit_rates(gx_credit_work *work, const uint32_t *counts, gx_credit_id id);

void *gx_credit_room(gx_credit_work *work, size_t count, size_t size, const char *what);

#endif
