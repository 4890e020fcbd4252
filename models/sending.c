/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending packets in daily life and on New Year's Eve.
 *
 * At each of a user's occasions (rhythm.h) the decision model chooses between doing nothing, a packet to one
 * friend, and an equal or a lucky packet to one of the user's chat groups. Amounts are lognormal, larger for
 * the generous and the wealthy, and often a number that sounds well (8.88, 6.66, 5.20).
 */
#include "befriending.h"
#include "decide.h"
#include "packets.h"
#include "rhythm.h"
#include "sessions.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/samples.h>
#include <gx/graph/change.h>
#include <string.h>

typedef struct sending_params {
    double per_day, male_factor, personal, equal, lucky;
    int64_t amount_personal, amount_share;
    double amount_sigma, generosity_sigma, wealth_elasticity, shares_median, shares_sigma, shares_part,
        preferred_share;
    gx_reals preferred;
} sending_params;

enum { OPTION_NOTHING, OPTION_PERSONAL, OPTION_EQUAL, OPTION_LUCKY, OPTIONS };
_Static_assert(OPTIONS <= 4, "one draw has a word for each");

/* Generosity is kept as a code of 16 to the octave, from 1/256 to 245. */
enum { LOG_BITS = 8, CODES_AN_OCTAVE = 16, CODE_OF_ONE = 128 };

typedef struct generosity_tables {
    gx_quantiles factor;               /* of one's own, 65536 = 1 */
    int64_t log2[(1 << LOG_BITS) + 1]; /* of 1 … 2, 65536 = 1 */
    int64_t mean_wealth;               /* its log2, 65536 = 1 */
    int64_t elasticity;                /* 65536 = 1 */
    uint16_t value[256];               /* of a code, 256 = 1 */
} generosity_tables;

typedef struct sending_state {
    double per_day, male_factor;
    generosity_tables generosity;
    gx_fixed own[OPTIONS];
    gx_option options[OPTIONS];                 /* with their utilities where there are no sessions */
    gx_quantiles amount_personal, amount_share; /* fen */
    gx_quantiles shares;                        /* shares in 1/256 */
    int64_t shares_part;                        /* 65536 = 1 */
    gx_chance preferred_share;
    uint32_t preferred_count;
    gx_fen preferred[GX_REALS_MAX];
} sending_state;

static const gx_field fields[] = {
    {"per_day", GX_TYPE_REAL, "1/day", "3", 0, 500, NULL, offsetof(sending_params, per_day), 0,
     "mean occasions a day on which a user thinks of sending a packet; by activity", "assumed", GX_ROLE_FIT},
    {"male_factor", GX_TYPE_REAL, "", "1.08", 0.1, 10, NULL, offsetof(sending_params, male_factor), 0,
     "how many times as often men think of it as women", "senders 52 % male, New Year's Eve 2015 (Tencent)",
     GX_ROLE_INPUT},
    {"personal", GX_TYPE_REAL, "logits", "0.4", -20, 20, NULL, offsetof(sending_params, personal), 0,
     "utility of a packet to one friend, against nothing (0)", "assumed", GX_ROLE_ASSUMPTION},
    {"equal", GX_TYPE_REAL, "logits", "-0.7", -20, 20, NULL, offsetof(sending_params, equal), 0,
     "utility of an equal packet to a group", "assumed", GX_ROLE_ASSUMPTION},
    {"lucky", GX_TYPE_REAL, "logits", "1.1", -20, 20, NULL, offsetof(sending_params, lucky), 0,
     "utility of a lucky packet to a group", "assumed", GX_ROLE_ASSUMPTION},
    {"amount_personal", GX_TYPE_MONEY, "fen", "8.88", 1, 2e6, NULL, offsetof(sending_params, amount_personal),
     0, "median amount of a personal packet", "the number most often chosen in 2015 (Alipay)", GX_ROLE_INPUT},
    {"amount_share", GX_TYPE_MONEY, "fen", "1.2", 1, 2e4, NULL, offsetof(sending_params, amount_share), 0,
     "median of the mean share of a group packet", "assumed: a few yuan for a few shares",
     GX_ROLE_ASSUMPTION},
    {"amount_sigma", GX_TYPE_REAL, "", "1", 0, 4, NULL, offsetof(sending_params, amount_sigma), 0,
     "spread of amounts between a user's packets (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"generosity_sigma", GX_TYPE_REAL, "", "0.6", 0, 4, NULL, offsetof(sending_params, generosity_sigma), 0,
     "spread of amounts between users (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"wealth_elasticity", GX_TYPE_REAL, "", "0.4", 0, 2, NULL, offsetof(sending_params, wealth_elasticity), 0,
     "amounts grow as wealth to this power",
     "assumed; makes group wealth a confounder, as in the published data", GX_ROLE_ASSUMPTION},
    {"shares_median", GX_TYPE_REAL, "shares", "5", 1, 100, NULL, offsetof(sending_params, shares_median), 0,
     "median number of shares of a group packet", "assumed: packets of 5 to 10 shares are common",
     GX_ROLE_ASSUMPTION},
    {"shares_sigma", GX_TYPE_REAL, "", "0.6", 0, 3, NULL, offsetof(sending_params, shares_sigma), 0,
     "its spread (of the logarithm); 0: always the median", "assumed", GX_ROLE_ASSUMPTION},
    {"shares_part", GX_TYPE_REAL, "", "1", 0.01, 1, NULL, offsetof(sending_params, shares_part), 0,
     "the most shares of a group packet, as a part of the group's other members: who wants a packet to be "
     "snapped up "
     "makes fewer shares than there are lookers",
     "assumed: 0.2 to 1", GX_ROLE_ASSUMPTION},
    {"preferred_share", GX_TYPE_REAL, "", "0.35", 0, 1, NULL, offsetof(sending_params, preferred_share), 0,
     "share of personal packets whose amount is the nearest preferred one", "assumed", GX_ROLE_ASSUMPTION},
    {"preferred", GX_TYPE_REALS, "yuan",
     "[0.66, 0.88, 1.68, 1.88, 5.2, 6.66, 8.88, 16.8, 18.88, 52, 66.6, 88.8, 128, 168, 188, 200]", 0.01,
     20000, NULL, offsetof(sending_params, preferred), 0, "amounts that sound well",
     "8.88, 6.66 and 5.20 led in 2015 (Alipay); the others are custom", GX_ROLE_INPUT},
};

static const gx_table table = {"models.sending",
                               "who sends red packets, to whom, how much",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(sending_params),
                               0};

/* A packet to a group is seen by all of it: who gives, and how much. */
static gx_fixed utility_of(const gx_world *world, const sending_state *s, uint32_t option, gx_motives motives)
{
    motives.own = s->own[option];
    motives.exposure = option == OPTION_PERSONAL ? 0 : GX_FIXED_ONE;
    return gx_utility(world, &motives);
}

static double mean_of(const gx_world *world, const gx_habits *who)
{
    const sending_state *s = world->state[GX_MODEL_sending];
    double factor = who->sex == GX_MALE ? s->male_factor : 1;
    double mean = s->per_day * factor * 2 / (1 + s->male_factor) * (who->activity / 256.0);
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_PACKET_COUNT, GX_DRAW_PACKET_TIME, GX_KIND_DAILY_PACKET, mean_of};

/* The utilities of what a user could send now, if nothing stands in the way. */
static void options_of(const gx_lane *lane, const gx_world *world, uint32_t user, gx_option out[OPTIONS])
{
    const sending_state *s = world->state[GX_MODEL_sending];
    memcpy(out, s->options, sizeof s->options);
    if (!gx_sessions_active(world))
        return;
    gx_motives motives = {.habit = gx_sessions_habit(world, user, lane->tick),
                          .novelty = gx_sessions_novelty(world, user, lane->tick)};
    for (uint32_t i = 0; i < OPTIONS; i++)
        if (i != OPTION_NOTHING)
            out[i].utility = utility_of(world, s, i, motives);
}

static gx_fen nearest_preferred(const sending_state *s, gx_fen amount)
{
    gx_fen best = amount, distance = INT64_MAX;
    for (uint32_t i = 0; i < s->preferred_count; i++) {
        gx_fen away = s->preferred[i] > amount ? s->preferred[i] - amount : amount - s->preferred[i];
        if (away < distance) {
            distance = away;
            best = s->preferred[i];
        }
    }
    return best;
}

static gx_fen clip(gx_fen amount, gx_fen low, gx_fen high)
{
    return amount < low ? low : amount > high ? high : amount;
}

/* A friend by strength of tie; now and then one not heard of for long, if ties can wake. */
static uint32_t friend_for(const gx_world *world, uint32_t user, gx_draw audience)
{
    const gx_befriending *ties = gx_befriending_of(world);
    uint64_t word = gx_draw_high(audience);
    uint32_t friend = GX_NO_USER;
    if (ties->active && gx_happens(ties->reach_dormant, audience.word[2]))
        friend = gx_pick_tie(world->network, user, gx_mix_pair(word, audience.word[3]), true);
    return friend != GX_NO_USER ? friend : gx_pick_tie(world->network, user, word, false);
}

/* Who gets what the user has chosen to send, or none (GX_NO_USER, GX_NO_GROUP are one number). */
static uint32_t audience_of(const gx_world *world, uint32_t user, uint32_t choice, gx_draw audience)
{
    if (choice == OPTION_PERSONAL)
        return friend_for(world, user, audience);
    return gx_pick_group_of(world->network, user, gx_draw_high(audience), 0, UINT32_MAX);
}

static void plan_personal(const gx_world *world, uint32_t user, gx_draw size, gx_packet_order *order)
{
    const sending_state *s = world->state[GX_MODEL_sending];
    const gx_packet_rules *rules = gx_packet_rules_of(world);
    order->kind = GX_PACKET_PERSONAL;
    order->shares = 1;
    gx_fen amount = gx_quantile(&s->amount_personal, size.word[0]) * gx_generosity(world, user) / 256;
    if (gx_happens(s->preferred_share, size.word[1]))
        amount = nearest_preferred(s, amount);
    gx_fen most = rules->mean_share_max < rules->amount_max ? rules->mean_share_max : rules->amount_max;
    order->amount = clip(amount, rules->share_min, most);
}

static void plan_group(const gx_world *world, uint32_t user, gx_packet_kind kind, gx_draw size,
                       gx_packet_plan *plan)
{
    const sending_state *s = world->state[GX_MODEL_sending];
    const gx_packet_rules *rules = gx_packet_rules_of(world);
    gx_packet_order *order = &plan->order;
    order->kind = kind;
    plan->group_size = gx_group_size(world->network, order->audience);
    gx_fen others = (gx_fen)plan->group_size - 1;
    gx_fen part = (others * s->shares_part + 32768) >> 16;
    gx_fen most = part < rules->shares_max ? part : rules->shares_max;
    gx_fen shares = (gx_quantile(&s->shares, size.word[2]) + 128) / 256;
    order->shares = (uint32_t)clip(shares, 1, most > 1 ? most : 1);
    gx_fen share = gx_quantile(&s->amount_share, size.word[0]) * gx_generosity(world, user) / 256;
    share = clip(share, rules->share_min, rules->mean_share_max);
    order->amount = clip(share * order->shares, order->shares * rules->share_min, rules->amount_max);
}

/* Some occasions: what kind each is drawn to be, to whom, how much, and which of them come to something. */
typedef struct thoughts {
    uint32_t count;
    gx_draw_names names;
    gx_draws choice, audience, amount;
    uint32_t receiver[GX_DRAWS_MOST]; /* of personal packets, or GX_NO_USER */
    gx_looks looks;                   /* at what is sent */
} thoughts;

static gx_draw draw_of(const gx_draws *draws, uint32_t i)
{
    return (gx_draw){{draws->word[0][i], draws->word[1][i], draws->word[2][i], draws->word[3][i]}};
}

/* The best of what is possible: what there is no audience for is passed over. */
static uint32_t choose(const gx_lane *lane, const gx_world *world, uint32_t user, const thoughts *of,
                       uint32_t i, gx_packet_plan *plan)
{
    gx_option options[OPTIONS];
    options_of(lane, world, user, options);
    gx_decide_rank_by(draw_of(&of->choice, i).word, options, OPTIONS);
    size_t best = 0;
    gx_draw draw = draw_of(&of->audience, i);
    while (options[best].id != OPTION_NOTHING &&
           (plan->order.audience = audience_of(world, user, options[best].id, draw)) == GX_NO_USER)
        best++;
    return options[best].id;
}

static void occasion(gx_lane *lane, gx_world *world, thoughts *of, uint32_t i, uint32_t choice)
{
    uint32_t user = of->names.who[i];
    gx_packet_plan plan = {.cause = GX_CAUSE_DAILY, .answers_sender = GX_NO_USER};
    plan.order.audience = of->receiver[i];
    if (choice != OPTION_PERSONAL && choice < OPTIONS)
        plan.order.audience = audience_of(world, user, choice, draw_of(&of->audience, i));
    if (plan.order.audience == GX_NO_USER)
        choice = choose(lane, world, user, of, i, &plan);
    if (choice == OPTION_NOTHING)
        return;
    plan.order.occasion = gx_occasion(GX_CAUSE_DAILY, of->names.about[i], of->names.occasion[i]);
    gx_draw size = draw_of(&of->amount, i);
    if (choice == OPTION_PERSONAL)
        plan_personal(world, user, size, &plan.order);
    else
        plan_group(world, user, choice == OPTION_LUCKY ? GX_PACKET_LUCKY : GX_PACKET_EQUAL, size, &plan);
    if (gx_send_packet_among(lane, world, user, &plan, &of->looks))
        gx_sessions_used(world, user, lane->tick);
}

static void fetch(const gx_lane *lane, const gx_world *world, uint32_t user)
{
    gx_fetch_user(lane, world, user);
    gx_network_fetch(world->network, user);
    if (world->user.serial)
        __builtin_prefetch(&world->user.serial[user], 1);
}

/* What everybody likes best where that depends on the draw alone, as gx_decide_rank_by has it; who likes best
 * to do nothing is not asked any further. With sessions it depends on what the user has just done: nobody's
 * choice is known (OPTIONS). */
static void draw_choices(const gx_world *world, thoughts *of, uint8_t choice[GX_DRAWS_MOST])
{
    const sending_state *s = world->state[GX_MODEL_sending];
    gx_fixed best[GX_DRAWS_MOST], noise[GX_DRAWS_MOST];
    gx_draws_at(&of->choice, world->key, GX_DRAW_PACKET_CHOICE, &of->names, of->count);
    memset(choice, gx_sessions_active(world) ? OPTIONS : OPTION_NOTHING, of->count);
    if (gx_sessions_active(world))
        return;
    gx_gumbels_of(of->choice.word[OPTION_NOTHING], of->count, best);
    for (uint32_t option = OPTION_NOTHING + 1; option < OPTIONS; option++) {
        gx_fixed utility = s->options[option].utility;
        gx_gumbels_of(of->choice.word[option], of->count, noise);
        for (uint32_t i = 0; i < of->count; i++) {
            bool better = utility + noise[i] > best[i];
            best[i] = better ? utility + noise[i] : best[i];
            choice[i] = better ? (uint8_t)option : choice[i];
        }
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        choice[n] = choice[i];
        of->names.who[n] = of->names.who[i];
        of->names.about[n] = of->names.about[i];
        of->names.occasion[n] = of->names.occasion[i];
        for (int w = 0; w < 4; w++)
            of->choice.word[w][n] = of->choice.word[w][i];
        n += choice[i] != OPTION_NOTHING;
    }
    of->count = n;
}

/* To whom those go who send to one, which reads here and there in memory: all are asked together. */
static void pick_receivers(const gx_world *world, thoughts *of, const uint8_t *choice)
{
    uint32_t user[GX_DRAWS_MOST], friend[GX_DRAWS_MOST] = {0}, which[GX_DRAWS_MOST], n = 0;
    uint64_t word[GX_DRAWS_MOST];
    bool one_by_one = gx_befriending_of(world)->active; /* now and then for one not heard of for long */
    for (uint32_t i = 0; i < of->count; i++) {
        gx_draw draw = draw_of(&of->audience, i);
        of->receiver[i] = GX_NO_USER;
        if (choice[i] != OPTION_PERSONAL)
            continue;
        if (one_by_one) {
            of->receiver[i] = friend_for(world, of->names.who[i], draw);
            continue;
        }
        which[n] = i;
        user[n] = of->names.who[i];
        word[n++] = gx_draw_high(draw);
    }
    gx_pick_ties(world->network, user, word, n, friend);
    for (uint32_t at = 0; at < n; at++)
        of->receiver[which[at]] = friend[at];
}

/* Some of a span: all choices, all draws of those who send, then one packet after the other. */
static void think(gx_lane *lane, gx_world *world, const gx_message *span, uint32_t count)
{
    thoughts of;
    uint8_t choice[GX_DRAWS_MOST];
    of.count = count;
    gx_looks_begin(&of.looks);
    gx_draw_names_begin(&of.names);
    for (uint32_t i = 0; i < count; i++) {
        of.names.who[i] = span[i].target;
        of.names.about[i] = gx_day_name(world, span[i].word[0]);
        of.names.occasion[i] = span[i].serial;
    }
    draw_choices(world, &of, choice);
    for (uint32_t i = 0; i < of.count; i++)
        fetch(lane, world, of.names.who[i]);
    gx_draws_at(&of.audience, world->key, GX_DRAW_PACKET_AUDIENCE, &of.names, of.count);
    gx_draws_at(&of.amount, world->key, GX_DRAW_PACKET_AMOUNT, &of.names, of.count);
    pick_receivers(world, &of, choice);
    for (uint32_t i = 0; i < of.count; i++)
        occasion(lane, world, &of, i, choice[i]);
    gx_looks_end(lane, world, &of.looks);
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i += GX_DRAWS_MOST)
        think(lane, context, span + i, count - i < GX_DRAWS_MOST ? (uint32_t)(count - i) : GX_DRAWS_MOST);
}

/* What users have in the mean, + 1: the books hold everybody's wealth by now, and nothing has moved yet. */
static double mean_wealth(const gx_world *world)
{
    gx_fen sum = 0;
    for (uint32_t s = 0; s < world->shards; s++)
        sum -= gx_book_house(world->books[s], GX_HOUSE_OPENING);
    return (double)sum / world->population->users + 1;
}

/* log2(x), x >= 1, with 16 fractional bits: linear between 256 to the octave. */
static int64_t binary_log(const generosity_tables *t, uint64_t x)
{
    int bits = 63 - __builtin_clzll(x);
    uint64_t mantissa = x << (63 - bits) << 1; /* behind the leading one */
    const int64_t *node = &t->log2[mantissa >> (64 - LOG_BITS)];
    int64_t part = (int64_t)(mantissa << LOG_BITS >> 48);
    return ((int64_t)bits << 16) + node[0] + ((node[1] - node[0]) * part >> 16);
}

/* Logarithms add up where factors multiply, and 16 codes to the octave are finer than anybody's giving. */
static void draw_generosity(gx_world *world, uint32_t shard, const gx_sketch *who, gx_draw traits)
{
    (void)shard;
    const sending_state *s = world->state[GX_MODEL_sending];
    const generosity_tables *t = &s->generosity;
    int64_t own = binary_log(t, (uint64_t)gx_quantile(&t->factor, traits.word[1])) - (16 << 16);
    int64_t wealth = binary_log(t, (uint64_t)who->wealth + 1) - t->mean_wealth;
    int64_t octaves = own + (wealth * t->elasticity >> 16);
    int64_t code = ((octaves * CODES_AN_OCTAVE + 32768) >> 16) + CODE_OF_ONE;
    world->user.life[who->user].generosity = (uint8_t)clip(code, 0, UINT8_MAX);
}

uint16_t gx_generosity(const gx_world *world, uint32_t user)
{
    const sending_state *s = world->state[GX_MODEL_sending];
    return s->generosity.value[world->user.life[user].generosity];
}

static void make_generosity(const gx_world *world, generosity_tables *t, const sending_params *p)
{
    const double octave = 0.693147180559945309;
    gx_quantiles_lognormal(&t->factor, 65536, p->generosity_sigma, 1, INT64_C(1) << 40);
    for (int i = 0; i <= 1 << LOG_BITS; i++)
        t->log2[i] = (int64_t)(65536 * gx_log(1 + i / (double)(1 << LOG_BITS)) / octave + 0.5);
    for (int i = 0; i < 256; i++)
        t->value[i] = (uint16_t)(256 * gx_exp(octave * (i - CODE_OF_ONE) / (double)CODES_AN_OCTAVE) + 0.5);
    t->mean_wealth = (int64_t)(65536 * gx_log(mean_wealth(world)) / octave + 0.5);
    t->elasticity = (int64_t)(65536 * p->wealth_elasticity + 0.5);
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const sending_params *p = params;
    sending_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "sending");
    *state = s;
    s->per_day = p->per_day;
    s->male_factor = p->male_factor;
    s->own[OPTION_PERSONAL] = gx_fixed_of(p->personal);
    s->own[OPTION_EQUAL] = gx_fixed_of(p->equal);
    s->own[OPTION_LUCKY] = gx_fixed_of(p->lucky);
    for (uint32_t i = 0; i < OPTIONS; i++)
        s->options[i] = (gx_option){i, i == OPTION_NOTHING ? 0 : utility_of(world, s, i, (gx_motives){0})};
    gx_quantiles_lognormal(&s->amount_personal, (double)p->amount_personal, p->amount_sigma, 1, 2000000);
    gx_quantiles_lognormal(&s->amount_share, (double)p->amount_share, p->amount_sigma, 1, 2000000);
    gx_quantiles_lognormal(&s->shares, p->shares_median * 256, p->shares_sigma, 256, 256 * 100);
    s->shares_part = (int64_t)(65536 * p->shares_part + 0.5);
    s->preferred_share = gx_chance_of(p->preferred_share);
    s->preferred_count = p->preferred.count;
    for (uint32_t i = 0; i < p->preferred.count; i++)
        s->preferred[i] = (gx_fen)(p->preferred.at[i] * 100 + 0.5);
    make_generosity(world, &s->generosity, p);
    gx_status status = gx_sim_handle(world->sim, GX_KIND_DAILY_PACKET, "daily packet", on_daily, world);
    return status == GX_OK && s->per_day > 0 ? gx_daily_add(world, &daily, error) : status;
}

const gx_model gx_model_sending = {
    .name = "sending", .table = &table, .start = start, .finish = gx_free, .person = draw_generosity};
