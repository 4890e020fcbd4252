/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which metric stands where on the page, and how it is drawn. What no plan names is still shown: a curve as a
 * chart of its own, a table as a table, under the topic of its room. */
#ifndef GX_REPORT_LAYOUT_H
#define GX_REPORT_LAYOUT_H

#include <gx/report/report.h>

typedef enum gx_topic {
    GX_TOPIC_TIME,
    GX_TOPIC_PACKETS,
    GX_TOPIC_CONTAGION,
    GX_TOPIC_BINDING,
    GX_TOPIC_NETWORK,
    GX_TOPIC_CREDIT,
    GX_TOPIC_COUNT
} gx_topic;

typedef enum gx_drawing {
    GX_DRAW_LINE,
    GX_DRAW_AREA,      /* one area: of the first curve that the results hold, the others say the same */
    GX_DRAW_STACK,     /* areas on top of each other: the upper edge is the sum */
    GX_DRAW_BARS,      /* one bar a point */
    GX_DRAW_HISTOGRAM, /* steps over a logarithmic x */
    GX_DRAW_LOG        /* both axes logarithmic: tails */
} gx_drawing;

enum { GX_PLAN_CURVES = 4 };

typedef struct gx_chart_plan {
    gx_topic topic;
    gx_drawing drawing;
    const char *title[2];               /* English, Chinese; NULL: the label of the first metric */
    const char *help[2];                /* what to look for */
    const char *curves[GX_PLAN_CURVES]; /* names of metrics; those missing from the results are left out */
    const char *peak;                   /* id of the published peak, a multiple of the mean; NULL: none */
    const char *clock;                  /* id of the published time of the peak; NULL: none */
} gx_chart_plan;

/* A table of the results that is drawn as well: one column against the first. */
typedef struct gx_grid_plan {
    const char *metric;
    enum {
        GX_GRID_BARS,
        GX_GRID_INTERVALS,
        GX_GRID_ACROSS
    } drawing;          /* across: one row below the other, names at the left */
    const char *column; /* English name of the column that is drawn; intervals also take "low" and "high" */
    bool percent;
    bool has_baseline;
    double baseline; /* a line to compare with: no effect, no power to tell apart */
    const char *title[2], *help[2];
} gx_grid_plan;

typedef struct gx_tile_plan {
    const char *metric;
    const char *help[2];
} gx_tile_plan;

const gx_chart_plan *gx_chart_plans(size_t *count);
const gx_tile_plan *gx_tile_plans(size_t *count);

/* The plan of a table, or NULL. */
const gx_grid_plan *gx_grid_plan_of(const gx_metric *metric);

/* Whether a metric without unit is a share, shown in per cent. */
bool gx_is_percent(const gx_metric *metric);

/* Where a metric belongs that no plan names; GX_TOPIC_COUNT: only among all figures. */
gx_topic gx_topic_of(const gx_metric *metric);
/* How it is drawn then. */
gx_drawing gx_drawing_of(const gx_curve *curve);

#endif
