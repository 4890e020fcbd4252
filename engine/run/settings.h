/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario sets, as structs: the run's own sections, the population's, the graph's, and every model's.
 */
#ifndef GX_RUN_SETTINGS_H
#define GX_RUN_SETTINGS_H

#include <gx/graph/layer.h>
#include <gx/models/models.h>
#include <gx/run/run.h>
#include <gx/scenario/scenario.h>

enum { GX_RECORD_SERIES, GX_RECORD_EVENTS, GX_RECORD_FULL };

typedef struct gx_root_settings {
    int64_t version;
    char name[128];
    char title[256];
    int64_t seed;
    int64_t shards;
} gx_root_settings;

typedef struct gx_time_settings {
    int64_t start;    /* civil seconds */
    int64_t duration; /* ms */
    int64_t tick;     /* ms */
} gx_time_settings;

typedef struct gx_wallet_settings {
    int64_t key_window;
} gx_wallet_settings;

typedef struct gx_audit_settings {
    int64_t sweep; /* ms */
} gx_audit_settings;

typedef struct gx_limit_settings {
    double packets_per_user_day;
} gx_limit_settings;

typedef struct gx_record_settings {
    int32_t what;
    double event_share;
    bool users;
    int64_t ties_up_to; /* users */
} gx_record_settings;

typedef struct gx_settings {
    gx_root_settings root;
    gx_time_settings time;
    gx_population_config population;
    gx_network_config graph;
    gx_interests_config interests;
    gx_followers_config followers;
    gx_merchants_config merchants;
    gx_trade_config trade;
    gx_wallet_settings wallet;
    gx_audit_settings audit;
    gx_limit_settings limits;
    gx_record_settings record;
    void *model[GX_MODELS_MAX];
    uint32_t model_rows[GX_MODELS_MAX];
    gx_scenario *scenario;
    const char *folder; /* of gx_run_options; borrowed */
} gx_settings;

/* Read the scenario of `options` into *out. GX_ERR_INPUT: `diagnostics` says why; GX_ERR_MEMORY. In every
 * case release with gx_settings_release. */
gx_status gx_settings_read(gx_settings *out, const gx_run_options *options, gx_diagnostics *diagnostics,
                           gx_error *error);
/* How values go together, once each by itself is valid; again when the number of users has become known.
 * GX_ERR_INPUT: `diagnostics` says why. */
gx_status gx_settings_check(const gx_settings *settings, gx_diagnostics *diagnostics, gx_error *error);
void gx_settings_release(gx_settings *settings);

#endif
