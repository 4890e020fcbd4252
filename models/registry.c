/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act.h"

/* By gx_model_number. */
static const gx_model *const models[] = {
    &gx_model_decision,  &gx_model_rhythm,    &gx_model_sessions,    &gx_model_packets,
    &gx_model_sending,   &gx_model_attention, &gx_model_reciprocity, &gx_model_binding,
    &gx_model_transfers, &gx_model_scheduled, &gx_model_befriending,
};
_Static_assert(GX_COUNT_OF(models) == GX_MODEL_NUMBERS, "every model has its number");
_Static_assert((int)GX_MODEL_NUMBERS <= (int)GX_MODELS_MAX, "the world has room for every model");

const gx_model *const *gx_models(size_t *count)
{
    *count = GX_COUNT_OF(models);
    return models;
}

gx_status gx_models_start(gx_world *world, const uint32_t *counts, gx_error *error)
{
    for (size_t i = 0; i < GX_COUNT_OF(models); i++) {
        gx_status status = models[i]->start(world, world->params[i], counts[i], &world->state[i], error);
        if (status != GX_OK) {
            gx_models_finish(world);
            return status;
        }
    }
    return GX_OK;
}

void gx_models_finish(gx_world *world)
{
    for (size_t i = 0; i < GX_COUNT_OF(models); i++) {
        if (world->state[i])
            models[i]->finish(world->state[i]);
        world->state[i] = NULL;
    }
}
