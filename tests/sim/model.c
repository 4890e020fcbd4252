/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model.h"

#include <check.h>
#include <gx/base/memory.h>

enum { BEAT = 64, STOCK = 3, DENSE_UNTIL = 2500 };

static void chain(model_entity *entity, const gx_message *message)
{
    uint64_t a = gx_mix_pair((uint64_t)message->due_kind << 32 | message->subtick,
                             (uint64_t)message->tie << 32 | message->source);
    entity->state =
        gx_mix_pair(entity->state, gx_mix_pair(a, gx_mix_pair(message->serial, gx_words(message))));
    entity->got++;
}

/* Dense at first, then 32 times slower, so that a test reaches the third level of the wheel in reasonable
 * time. */
static uint32_t due_of(uint32_t tick, gx_draw draw)
{
    uint32_t choice = draw.word[0] & 511;
    uint32_t stretch = tick < DENSE_UNTIL ? 1 : 32;
    if (choice == 0) {
        return tick + 60000 + (draw.word[1] >> 18);
    }
    uint32_t due = tick + 1 + (draw.word[1] >> 24) * stretch;
    uint32_t beat = BEAT * stretch;
    return choice < 32 ? due : (due + beat - 1) / beat * beat;
}

static void on_walk(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    toy_model *model = context;
    for (size_t i = 0; i < count; i++) {
        const gx_message *message = &span[i];
        uint32_t me = message->target;
        chain(&model->entity[me], message);
        gx_draw draw = gx_draw_at(model->key, 0xf001, message->source, message->serial, 0);
        gx_draw order = gx_draw_at(model->key, 0xf002, message->source, message->serial, 0);
        gx_message next = *message;
        next.target = gx_below32(draw.word[2], model->entities);
        next.due_kind = gx_due_kind(due_of(lane->tick, draw), MODEL_WALK);
        next.subtick = order.word[0] >> 30;
        next.tie = order.word[1];
        next.serial++;
        gx_set_words(&next, model->entity[me].state);
        gx_send(lane, &next);
        if ((draw.word[3] & 7) == 0) {
            next.target = (draw.word[3] >> 3) % model->contested;
            next.due_kind = gx_due_kind((lane->tick + BEAT) / BEAT * BEAT, MODEL_CLAIM);
            next.tie = order.word[2];
            gx_send(lane, &next);
        }
        gx_note(lane, model->entity[me].state);
    }
}

static void on_claim(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    toy_model *model = context;
    uint32_t left = STOCK;
    for (size_t i = 0; i < count; i++) {
        model_entity *me = &model->entity[span[i].target];
        left = i > 0 && span[i].target == span[i - 1].target ? left : STOCK;
        chain(me, &span[i]);
        if (left > 0) {
            left--;
            me->served++;
            gx_message won = span[i];
            won.target = span[i].source;
            won.source = span[i].target;
            won.serial = me->served;
            won.due_kind = gx_due_kind(lane->tick + 1, MODEL_WON);
            gx_send(lane, &won);
            gx_note(lane, gx_mix_pair(span[i].source, span[i].serial));
        }
    }
}

static void on_won(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    toy_model *model = context;
    for (size_t i = 0; i < count; i++) {
        chain(&model->entity[span[i].target], &span[i]);
        model->entity[span[i].target].won++;
        gx_note(lane, gx_mix_pair(span[i].target, lane->tick));
    }
}

static gx_status give_up(toy_model *model, gx_sim **sim, gx_status status)
{
    gx_sim_free(*sim);
    model_free(model);
    *sim = NULL;
    return status;
}

gx_status model_prepare(toy_model *model, gx_sim **sim, const gx_sim_config *config, gx_error *error)
{
    *model = (toy_model){
        .key = gx_key_make(20160207, 0), .entities = config->entities + config->more, .contested = 7};
    gx_status status = gx_sim_create(sim, config, error);
    if (status != GX_OK) {
        return status;
    }
    model->entity = gx_alloc(model->entities, sizeof(*model->entity));
    if (model->entity == NULL) {
        return give_up(model, sim, gx_fail_memory(error, "the model"));
    }
    (void)gx_sim_handle(*sim, MODEL_WALK, "walk", on_walk, model);
    (void)gx_sim_handle(*sim, MODEL_CLAIM, "claim", on_claim, model);
    (void)gx_sim_handle(*sim, MODEL_WON, "won", on_won, model);
    return GX_OK;
}

gx_status model_create(toy_model *model, gx_sim **sim, const gx_sim_config *config, gx_error *error)
{
    gx_status status = model_prepare(model, sim, config, error);
    for (uint32_t i = 0; i < model->entities && status == GX_OK; i++) {
        gx_message first = {
            .target = i, .due_kind = gx_due_kind(1 + i % 256, MODEL_WALK), .tie = i * 77, .source = i};
        status = gx_sim_post(*sim, &first, error);
        if (status != GX_OK) {
            return give_up(model, sim, status);
        }
    }
    return status;
}

void model_free(toy_model *model)
{
    gx_free(model->entity);
    model->entity = NULL;
}

void model_archive(gx_archive *archive, toy_model *model, gx_sim *sim)
{
    gx_archive_bytes(archive, model->entity, model->entities * sizeof(*model->entity));
    gx_sim_archive(archive, sim);
}

void model_check_equal(const model_result *a, const model_result *b)
{
    ck_assert_uint_eq(a->digest, b->digest);
    ck_assert_uint_eq(a->states, b->states);
    ck_assert_uint_eq(a->counts.ticks_run, b->counts.ticks_run);
    ck_assert_uint_eq(a->counts.ticks_skipped, b->counts.ticks_skipped);
    ck_assert_uint_eq(a->counts.sent, b->counts.sent);
    ck_assert_uint_eq(a->counts.delivered, b->counts.delivered);
    ck_assert_uint_eq(a->counts.waiting, b->counts.waiting);
    for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
        ck_assert_uint_eq(a->counts.delivered_by_kind[kind], b->counts.delivered_by_kind[kind]);
    }
}

model_result model_read(const toy_model *model, const gx_sim *sim)
{
    model_result result = {.digest = gx_sim_digest(sim), .counts = gx_sim_count(sim)};
    for (uint32_t i = 0; i < model->entities; i++) {
        const model_entity *entity = &model->entity[i];
        result.states =
            gx_mix_pair(result.states, gx_mix_pair(entity->state, (uint64_t)entity->got << 32 | entity->won));
    }
    return result;
}
