/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sleepers.h"

_Static_assert((int)GX_STRETCH <= (int)GX_DRAWS_MOST, "a stretch of users is drawn for at once");

/* By gx_model_number. */
static const gx_model *const models[] = {
    &gx_model_decision,  &gx_model_rhythm,    &gx_model_sessions,    &gx_model_packets,
    &gx_model_sending,   &gx_model_attention, &gx_model_reciprocity, &gx_model_binding,
    &gx_model_transfers, &gx_model_scheduled, &gx_model_befriending, &gx_model_circling,
    &gx_model_paying,
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

static void settle_some(gx_world *world, uint32_t shard, uint32_t first, uint32_t count)
{
    gx_sketch who[GX_STRETCH];
    uint32_t user[GX_STRETCH];
    gx_draws traits;
    gx_sketch_all(world, first, count, who);
    for (uint32_t i = 0; i < count; i++)
        user[i] = first + i;
    gx_draws_of(&traits, world->key, GX_DRAW_TRAITS, user, 0, 0, count);
    for (size_t m = 0; m < GX_COUNT_OF(models); m++)
        for (uint32_t i = 0; models[m]->person && i < count; i++) {
            gx_draw draw = {{traits.word[0][i], traits.word[1][i], traits.word[2][i], traits.word[3][i]}};
            models[m]->person(world, shard, &who[i], draw);
        }
}

gx_status gx_models_settle(gx_world *world, uint32_t shard)
{
    uint32_t first = gx_sim_shard_first(world->sim, shard), end = gx_sim_shard_first(world->sim, shard + 1);
    for (; first < end; first += GX_STRETCH)
        settle_some(world, shard, first, end - first < GX_STRETCH ? end - first : GX_STRETCH);
    return gx_sleepers_lie_down(world, shard);
}

gx_status gx_models_begin(gx_world *world, gx_error *error)
{
    return gx_sleepers_post(world, error);
}

void gx_models_finish(gx_world *world)
{
    for (size_t i = 0; i < GX_COUNT_OF(models); i++) {
        if (world->state[i])
            models[i]->finish(world->state[i]);
        world->state[i] = NULL;
    }
}
