/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Card binding: a packet received makes some bind a bank card, to take the money out or to send on more than
 * they got. Binding is the adoption that the war was about. Its cascade is recorded with who infected whom:
 * the parent is the sender of the packet that triggered it. Only those with a card can send more than their
 * balance, so a new card makes new packets. */
#include "decide.h"
#include "packets.h"
#include "sessions.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>

enum { PART_BITS = 12 };

typedef struct binding_params {
    bool active;
    double cards_at_start, first, again, inclination_sd, cash_out;
    int64_t delay_median, delay_max;
    double delay_sigma;
} binding_params;

typedef struct binding_state {
    bool active;
    gx_fixed first, again;
    gx_quantiles delay;
    gx_chance cash_out, cards_at_start;
    double inclination_sd;
    /* The inclination at the first word of each of these parts of all words, and behind the last. */
    int16_t inclination[(1 << PART_BITS) + 1];
} binding_state;

static const gx_field fields[] = {
    {"active", GX_TYPE_BOOL, "", "true", 0, 1, NULL, offsetof(binding_params, active), 0,
     "a packet received can make its receiver bind a card", "", GX_ROLE_SETTING},
    {"cards_at_start", GX_TYPE_REAL, "", "0.5", 0, 1, NULL, offsetof(binding_params, cards_at_start), 0,
     "share of users with a bound card when the run begins", "assumed", GX_ROLE_ASSUMPTION},
    {"first", GX_TYPE_REAL, "logits", "-2.9", -20, 20, NULL, offsetof(binding_params, first), 0,
     "utility of binding a card after the first packet ever received", "assumed", GX_ROLE_ASSUMPTION},
    {"again", GX_TYPE_REAL, "logits", "-4.9", -20, 20, NULL, offsetof(binding_params, again), 0,
     "the same after a later packet", "assumed", GX_ROLE_ASSUMPTION},
    {"inclination_sd", GX_TYPE_REAL, "logits", "1", 0, 10, NULL, offsetof(binding_params, inclination_sd), 0,
     "spread of users' hidden inclination to bind", "assumed", GX_ROLE_ASSUMPTION},
    {"cash_out", GX_TYPE_REAL, "", "0.4", 0, 1, NULL, offsetof(binding_params, cash_out), 0,
     "share of those who bind that withdraw their balance at once", "assumed", GX_ROLE_ASSUMPTION},
    {"delay_median", GX_TYPE_DURATION, "ms", "10min", 1, 8.64e7, NULL, offsetof(binding_params, delay_median),
     0, "median time from the packet to the bound card", "assumed: four screens and a text message",
     GX_ROLE_ASSUMPTION},
    {"delay_max", GX_TYPE_DURATION, "ms", "48h", 1, 6.048e8, NULL, offsetof(binding_params, delay_max), 0,
     "the longest such time", "assumed", GX_ROLE_ASSUMPTION},
    {"delay_sigma", GX_TYPE_REAL, "", "1.5", 0, 5, NULL, offsetof(binding_params, delay_sigma), 0,
     "its spread (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
};

static const gx_table table = {"models.binding",
                               "packets make people bind bank cards",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(binding_params),
                               0};

/* Each packet received is a sign that others do it: 1/2, 3/4, 7/8 … of the full social cue. */
static gx_fixed cue_of(uint32_t packets)
{
    return GX_FIXED_ONE - (packets < 16 ? GX_FIXED_ONE >> packets : 0);
}

/* By a word of the user's traits. Dear, and monotone. */
static int16_t inclination_by(const binding_state *s, uint32_t word)
{
    double z = s->inclination_sd * gx_normal_quantile((word + 0.5) / 4294967296.0);
    return (int16_t)((z > 100 ? 100 : z < -100 ? -100 : z) * 256);
}

int16_t gx_inclination(const gx_world *world, uint32_t user)
{
    return inclination_by(world->state[GX_MODEL_binding],
                          gx_draw_at(world->key, GX_DRAW_TRAITS, user, 0, 0).word[2]);
}

static gx_fixed utility_of(int64_t weight, int16_t inclination)
{
    return gx_bounded(weight + inclination * 256);
}

/* The choice by the weight of the motives without the inclination, by its noise and the word of the
 * inclination. Between the ends of a part of all words the inclination differs by little; so hardly anybody's
 * need be known exactly. */
static bool decides(const gx_world *world, int64_t weight, gx_fixed margin, uint32_t word)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    const int16_t *end = &s->inclination[word >> (32 - PART_BITS)];
    if (utility_of(weight, end[1]) + margin <= 0)
        return false;
    return utility_of(weight, end[0]) + margin > 0 ||
           utility_of(weight, inclination_by(s, word)) + margin > 0;
}

static gx_motives motives_of(const gx_lane *lane, const gx_world *world, const gx_received *share)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    return (gx_motives){.own = share->gifts == 1 ? s->first : s->again,
                        .value = share->balance,
                        .cue = cue_of(share->gifts),
                        .novelty = gx_sessions_novelty(world, share->user, lane->tick),
                        .habit = gx_sessions_habit(world, share->user, lane->tick)};
}

static void send_binding(gx_lane *lane, const gx_world *world, const gx_received *share)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_BIND_DELAY, share->user, share->sender, share->occasion);
    gx_message message = {
        .target = share->user, .source = share->sender, .serial = share->occasion, .word = {lane->tick, 0}};
    gx_send_after(lane, world, &message, GX_KIND_BIND,
                  gx_delay_of(&world->clock, gx_quantile(&s->delay, draw.word[0])));
}

static void received(gx_lane *lane, gx_world *world, const gx_received *share, uint32_t count)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    gx_draw_names names;
    gx_draw_names_begin(&names);
    gx_draws noise, traits;
    uint32_t of[GX_RECEIVED_MOST], n = 0;
    for (uint32_t i = 0; s->active && i < count; i++) {
        of[n] = i;
        gx_name_received(&names, n, &share[i]);
        n += !gx_wallet_has_card(gx_book_of(world, lane), share[i].user);
    }
    gx_draws_at(&noise, world->key, GX_DRAW_BIND, &names, n);
    gx_draws_of(&traits, world->key, GX_DRAW_TRAITS, names.who, 0, 0, n);
    for (uint32_t i = 0; i < n; i++) {
        gx_motives motives = motives_of(lane, world, &share[of[i]]);
        gx_fixed margin = gx_margin_of(noise.word[0][i], noise.word[1][i]);
        if (decides(world, gx_weigh(world, &motives), margin, traits.word[2][i]))
            send_binding(lane, world, &share[of[i]]);
    }
}

static void cash_out(gx_lane *lane, gx_world *world, uint32_t user)
{
    gx_book *book = gx_book_of(world, lane);
    gx_fen amount = gx_book_balance(book, user);
    if (amount == 0)
        return;
    gx_answer answer = gx_wallet_withdraw(book, gx_next_key(world, user), amount, lane->tick);
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, user, answer);
        return;
    }
    world->shard[lane->shard].touched = true;
    gx_counters(world, lane)[GX_COUNT_withdrawals]++;
    gx_counters(world, lane)[GX_COUNT_withdrawn_fen] += amount;
    gx_note_operation(lane, 5, user, 0, 0, amount);
    gx_event event = {
        .tick = lane->tick, .user = user, .other = GX_NO_USER, .kind = GX_MOVE_WITHDRAWAL, .amount = amount};
    gx_keep_event(lane, world, GX_EVENT_MOVE, user, &event);
}

static void bind(gx_lane *lane, gx_world *world, const gx_message *message)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    uint32_t user = message->target;
    gx_book *book = gx_book_of(world, lane);
    if (gx_wallet_has_card(book, user))
        return; /* an earlier packet has made it happen meanwhile */
    gx_wallet_bind_card(book, user, lane->tick);
    gx_counters(world, lane)[GX_COUNT_cards_bound]++;
    gx_note_operation(lane, 4, user, message->source, message->serial, 0);
    gx_note_active(lane, world, user);
    gx_event event = {.tick = lane->tick,
                      .user = user,
                      .other = message->source,
                      .occasion = message->serial,
                      .span = message->word[0]};
    gx_keep_event(lane, world, GX_EVENT_BINDING, user, &event);
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_BIND_DELAY, user, message->source, message->serial);
    if (gx_happens(s->cash_out, draw.word[1]))
        cash_out(lane, world, user);
}

static void on_bind(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const gx_world *world = context;
    for (size_t i = 0; i < count && i < GX_AHEAD; i++)
        gx_fetch_user(lane, world, span[i].target);
    for (size_t i = 0; i < count; i++) {
        gx_fetch_user(lane, world, gx_message_ahead(span, count, i)->target);
        bind(lane, context, &span[i]);
    }
}

bool gx_card_at_start(const gx_world *world, uint32_t user)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    return gx_happens(s->cards_at_start, gx_draw_at(world->key, GX_DRAW_TRAITS, user, 0, 0).word[3]);
}

static void give_card(gx_world *world, uint32_t shard, const gx_sketch *who, gx_draw traits)
{
    const binding_state *s = world->state[GX_MODEL_binding];
    if (gx_happens(s->cards_at_start, traits.word[3]))
        gx_wallet_bind_card(world->books[shard], who->user, 0);
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const binding_params *p = params;
    binding_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "card binding");
    *state = s;
    s->active = p->active;
    s->first = gx_fixed_of(p->first);
    s->again = gx_fixed_of(p->again);
    s->cash_out = gx_chance_of(p->cash_out);
    gx_quantiles_lognormal(&s->delay, (double)p->delay_median, p->delay_sigma, 1, p->delay_max);
    s->inclination_sd = p->inclination_sd;
    for (uint32_t i = 0; i <= 1 << PART_BITS; i++)
        s->inclination[i] = inclination_by(s, i == 1 << PART_BITS ? UINT32_MAX : i << (32 - PART_BITS));
    s->cards_at_start = gx_chance_of(p->cards_at_start);
    return gx_sim_handle(world->sim, GX_KIND_BIND, "bind", on_bind, world);
}

const gx_model gx_model_binding = {.name = "binding",
                                   .table = &table,
                                   .start = start,
                                   .finish = gx_free,
                                   .person = give_card,
                                   .received = received};
