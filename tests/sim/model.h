/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model whose result depends on the order of everything.
 *
 * Each entity keeps a hash chained over every message it gets, so one swap anywhere changes its state for
 * good. Kinds: WALK goes from entity to entity with delays over all three levels of the wheel, some of them
 * to a common beat, so that ticks of six messages and of six hundred alternate; now and then it sends a CLAIM
 * to one of a few contested entities, each with a small stock a beat, which answers the first ones with a
 * WON. Its entities are those of both ranges together, so where one ends and the other begins changes
 * nothing. */
#ifndef GX_TESTS_SIM_MODEL_H
#define GX_TESTS_SIM_MODEL_H

#include <gx/sim/sim.h>

enum { MODEL_WALK = 0, MODEL_CLAIM = 5, MODEL_WON = 63 };

typedef struct model_entity {
    uint64_t state;
    uint32_t got, won, served;
} model_entity;

typedef struct toy_model {
    gx_key key;
    uint32_t entities, contested;
    model_entity *entity;
} toy_model;

typedef struct model_result {
    uint64_t digest, states;
    gx_sim_counts counts;
} model_result;

/* Make a simulation in which nobody walks yet. */
gx_status model_prepare(toy_model *model, gx_sim **sim, const gx_sim_config *config, gx_error *error);

/* Make a simulation filled with the model; GX_ERR_MEMORY is passed on, with nothing left behind. */
gx_status model_create(toy_model *model, gx_sim **sim, const gx_sim_config *config, gx_error *error);
void model_free(toy_model *model);
model_result model_read(const toy_model *model, const gx_sim *sim);
void model_check_equal(const model_result *a, const model_result *b);

/* The model and its simulation, either way. */
void model_archive(gx_archive *archive, toy_model *model, gx_sim *sim);

#endif
