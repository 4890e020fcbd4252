/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reciprocity: who receives more from a group packet sends more back to the group (gift contagion), and the
 * luckiest is expected to send next.
 *
 * Yuan, Liu, Tan, Che-Castaldo, Pentland & Kleinberg, "Gift contagion in online groups", Management Science
 * 70(7), 2024: one extra yuan received in a lucky packet, where luck alone decides who gets it, raises what
 * is sent back to the group within 24 hours by 0.18 yuan in all; the effect runs through more recipients
 * sending, not through larger packets.
 *
 * So the decision is whether to send at all:
 *
 *     utility = own - ln(shares) + contagion * (share / mean share)      (decide.h)
 *
 * The answer has about `size` times the amount of the packet answered, whatever the share was, and as many
 * shares. With -ln(shares) the money sent back per yuan received is the same in small and large groups: the
 * more there are to answer, the less each feels called upon. Who drew most is told so when the last share is
 * gone, and then decides once more, with `norm` as much of a chance as anybody with that share has, unless
 * contagion has moved them already.
 */
#include "decide.h"
#include "packets.h"
#include "sessions.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>

/* Utility of what is not done; customs are looked up in steps of 1/64 of the mean. */
enum { NEVER = -1000 * GX_FIXED_ONE, CUSTOM_STEP = 4, CUSTOMS = 65536 / CUSTOM_STEP };

typedef struct reciprocity_params {
    bool active;
    double own, contagion, norm, size, size_sigma;
    int64_t delay_median, delay_max;
    double delay_sigma;
} reciprocity_params;

typedef struct reciprocity_state {
    bool active;
    gx_fixed own, contagion, norm; /* norm: logits; far below 0 when off */
    gx_fixed log_shares[GX_TERMS_SHARES_MAX + 1];
    gx_fixed log_custom[CUSTOMS];
    gx_quantiles size;  /* factor on the amount answered, 1/65536 */
    gx_quantiles delay; /* milliseconds */
} reciprocity_state;

#define YUAN "Yuan et al., Management Science 70(7) 2024, arXiv 1906.09698"
static const gx_field fields[] = {
    {"active", GX_TYPE_BOOL, "", "true", 0, 1, NULL, offsetof(reciprocity_params, active), 0,
     "people answer group packets with group packets", "", GX_ROLE_SETTING},
    {"own", GX_TYPE_REAL, "logits", "-5.53", -20, 20, NULL, offsetof(reciprocity_params, own), 0,
     "utility of answering a packet of one share with a share of nothing",
     "fitted to 0.18 yuan a yuan: " YUAN, GX_ROLE_FIT},
    {"contagion", GX_TYPE_REAL, "logits", "2", 0, 10, NULL, offsetof(reciprocity_params, contagion), 0,
     "utility added by one mean share received", "fitted to 0.18 yuan a yuan: " YUAN, GX_ROLE_FIT},
    {"norm", GX_TYPE_REAL, "", "0.5", 0, 5, NULL, offsetof(reciprocity_params, norm), 0,
     "the luckiest sends next 1 + this times as often as others with such a share; 0: no norm",
     "luckiest draw 1.5 times as likely to send: " YUAN " v1", GX_ROLE_FIT},
    {"size", GX_TYPE_REAL, "", "0.6", 0.01, 10, NULL, offsetof(reciprocity_params, size), 0,
     "median amount of an answer, as a part of the packet answered", "assumed", GX_ROLE_ASSUMPTION},
    {"size_sigma", GX_TYPE_REAL, "", "0.5", 0, 3, NULL, offsetof(reciprocity_params, size_sigma), 0,
     "its spread (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"delay_median", GX_TYPE_DURATION, "ms", "3min", 1, 8.64e7, NULL,
     offsetof(reciprocity_params, delay_median), 0, "median time from receiving to answering",
     "assumed; published effects are within 24 h", GX_ROLE_ASSUMPTION},
    {"delay_max", GX_TYPE_DURATION, "ms", "20h", 1, 6.048e8, NULL, offsetof(reciprocity_params, delay_max), 0,
     "the longest such time", "published effects are within 24 h", GX_ROLE_ASSUMPTION},
    {"delay_sigma", GX_TYPE_REAL, "", "1.5", 0, 5, NULL, offsetof(reciprocity_params, delay_sigma), 0,
     "its spread (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
};
#undef YUAN

static const gx_table table = {"models.reciprocity",
                               "group packets are answered with group packets",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(reciprocity_params),
                               0};

static gx_fixed utility_of(const gx_world *world, const gx_received *share)
{
    const reciprocity_state *s = world->state[GX_MODEL_reciprocity];
    int64_t relative = (share->amount << 16) / (share->mean_share ? share->mean_share : 1);
    int64_t bound = INT64_C(20) << 16;
    relative = relative > bound ? bound : relative;
    /* The mechanism's own constant is all that speaks, so there is nothing to weigh. */
    return gx_bounded(s->own - s->log_shares[share->shares] + (gx_fixed)(relative * s->contagion >> 16));
}

static bool contagion_moves(const gx_world *world, const gx_received *share)
{
    return gx_decide_to(world, GX_DRAW_REPLY, share->user, share->sender, share->occasion,
                        utility_of(world, share));
}

static void answer(gx_lane *lane, const gx_world *world, const gx_received *share, gx_cause cause)
{
    const reciprocity_state *s = world->state[GX_MODEL_reciprocity];
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_REPLY_SIZE, share->user, share->sender, share->occasion);
    gx_fen whole = share->mean_share * share->shares;
    gx_fen amount = whole * gx_quantile(&s->size, draw.word[0]) >> 16;
    const gx_packet_rules *rules = gx_packet_rules_of(world);
    gx_fen least = share->shares * rules->share_min, most = share->shares * rules->mean_share_max;
    most = most < rules->amount_max ? most : rules->amount_max;
    amount = amount < least ? least : amount > most ? most : amount;
    gx_message message = {.target = share->user,
                          .source = share->sender,
                          .serial = share->occasion,
                          .tie = share->shares | (uint32_t)cause << 16,
                          .word = {share->audience, (uint32_t)amount}};
    gx_send_after(lane, world, &message, GX_KIND_REPLY,
                  gx_delay_of(&world->clock, gx_quantile(&s->delay, draw.word[1])));
}

static bool may_answer(const gx_world *world, const gx_received *share)
{
    const reciprocity_state *s = world->state[GX_MODEL_reciprocity];
    return s->active && share->kind != GX_PACKET_PERSONAL && share->user != share->sender;
}

static void received(gx_lane *lane, gx_world *world, const gx_received *share, uint32_t count)
{
    gx_draw_names names;
    gx_draw_names_begin(&names);
    gx_draws draws;
    uint32_t of[GX_RECEIVED_MOST], n = 0;
    for (uint32_t i = 0; i < count; i++) {
        of[n] = i;
        gx_name_received(&names, n, &share[i]);
        n += may_answer(world, &share[i]);
    }
    gx_draws_at(&draws, world->key, GX_DRAW_REPLY, &names, n);
    for (uint32_t i = 0; i < n; i++)
        if (utility_of(world, &share[of[i]]) + gx_margin_of(draws.word[0][i], draws.word[1][i]) > 0)
            answer(lane, world, &share[of[i]], GX_CAUSE_REPLY);
}

/* How binding the custom is where this user lives is a factor on the odds, as the scenario's norm is one. */
static gx_fixed custom_of(const gx_world *world, uint32_t user)
{
    const reciprocity_state *s = world->state[GX_MODEL_reciprocity];
    return s->log_custom[gx_norm_of(world->population, user) / CUSTOM_STEP];
}

/* The chance of the norm is `norm` times that of contagion with this share; one answer a packet at most. The
 * utility is a function of the share alone, so contagion's decision can be drawn again here instead of being
 * remembered. */
static void luckiest(gx_lane *lane, gx_world *world, const gx_received *share)
{
    if (!may_answer(world, share) || contagion_moves(world, share))
        return;
    const reciprocity_state *s = world->state[GX_MODEL_reciprocity];
    gx_fixed score = utility_of(world, share) + s->norm +
                     gx_decide_margin(world, GX_DRAW_NORM, share->user, share->sender, share->occasion);
    if (score + s->log_custom[CUSTOMS - 1] <= 0) /* not even where custom binds most */
        return;
    if (score + custom_of(world, share->user) > 0)
        answer(lane, world, share, GX_CAUSE_NORM);
}

static void on_reply(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    for (size_t i = 0; i < count; i++) {
        gx_packet_plan plan = {.cause = (gx_cause)(span[i].tie >> 16),
                               .answers_sender = span[i].source,
                               .answers_occasion = span[i].serial};
        plan.order =
            (gx_packet_order){.kind = GX_PACKET_LUCKY,
                              .audience = span[i].word[0],
                              .shares = span[i].tie & 0xffff,
                              .amount = span[i].word[1],
                              .occasion = gx_occasion((uint32_t)plan.cause, span[i].source, span[i].serial)};
        if (gx_send_packet(lane, world, span[i].target, &plan))
            gx_sessions_used(world, span[i].target, lane->tick);
    }
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const reciprocity_params *p = params;
    reciprocity_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "reciprocity");
    *state = s;
    s->active = p->active;
    s->own = gx_fixed_of(p->own);
    s->contagion = gx_fixed_of(p->contagion);
    s->norm = p->norm > 0 ? gx_fixed_of(gx_log(p->norm)) : NEVER;
    for (int n = 1; n <= GX_TERMS_SHARES_MAX; n++)
        s->log_shares[n] = gx_fixed_of(gx_log(n));
    for (int n = 0; n < CUSTOMS; n++)
        s->log_custom[n] = gx_fixed_of(gx_log((n + 0.5) * CUSTOM_STEP / 256));
    gx_quantiles_lognormal(&s->size, 65536 * p->size, p->size_sigma, 1, INT64_C(20) << 16);
    gx_quantiles_lognormal(&s->delay, (double)p->delay_median, p->delay_sigma, 1, p->delay_max);
    return gx_sim_handle(world->sim, GX_KIND_REPLY, "reply", on_reply, world);
}

const gx_model gx_model_reciprocity = {.name = "reciprocity",
                                       .table = &table,
                                       .start = start,
                                       .finish = gx_free,
                                       .received = received,
                                       .luckiest = luckiest};
