/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis.h"

#include <gx/credit/credit.h>
#include <gx/spread/spread.h>
#include <gx/traffic/traffic.h>
#include <string.h>

typedef struct gx_analysis_room {
    const gx_metric *(*metrics)(size_t *count);
    gx_status (*analyze)(gx_results *results, const gx_reader *reader, gx_error *error);
} gx_analysis_room;

static const gx_analysis_room rooms[] = {{gx_traffic_metrics, gx_traffic_analyze},
                                         {gx_spread_metrics, gx_spread_analyze},
                                         {gx_credit_metrics, gx_credit_analyze}};
enum { ROOMS = sizeof rooms / sizeof rooms[0], METRICS_MAX = 1024 };

size_t gx_metric_count(void)
{
    size_t sum = 0;
    for (size_t r = 0; r < ROOMS; r++) {
        size_t count;
        rooms[r].metrics(&count);
        sum += count;
    }
    return sum;
}

const gx_metric *gx_metric_at(size_t index)
{
    for (size_t r = 0; r < ROOMS; r++) {
        size_t count;
        const gx_metric *metrics = rooms[r].metrics(&count);
        if (index < count) {
            /* cppcheck-suppress returnDanglingLifetime ; it points into the room's table, not at `count` */
            return &metrics[index];
        }
        index -= count;
    }
    return NULL;
}

const gx_metric *gx_metric_find(const char *name)
{
    const gx_metric *metric;
    for (size_t i = 0; (metric = gx_metric_at(i)); i++)
        if (strcmp(metric->name, name) == 0)
            return metric;
    return NULL;
}

const char *gx_metric_nearest(const char *name)
{
    const char *names[METRICS_MAX];
    size_t count = 0;
    for (const gx_metric *metric; count < METRICS_MAX && (metric = gx_metric_at(count)); count++)
        names[count] = metric->name;
    return gx_nearest_name(name, names, count);
}

gx_status gx_analyze(gx_results **out, const gx_reader *reader, gx_error *error)
{
    gx_status status = gx_results_create(out, error);
    for (size_t r = 0; r < ROOMS && status == GX_OK; r++)
        status = rooms[r].analyze(*out, reader, error);
    if (status != GX_OK) {
        gx_results_free(*out);
        *out = NULL;
    }
    return status;
}
