/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Befriending: money that comes from somebody makes a friend of them, or wakes an old tie.
 *
 *     received a share, a packet, a transfer
 *        │ from a dormant friend ──► wakes the tie? noted at once
 *        │ from a stranger
 *        ▼
 *     ask? ── ASK, after a delay ──► accept? ──► the tie is made: noted by who accepts
 *     (receiver's shard)             (the other's shard)
 *
 * What is noted becomes true at the end of the tick (gx/graph/change.h). Both decisions are the one decision
 * model with two motives: curiosity, and as social cue the share of one's own friends who are the other's
 * friends too, for shared friends are what makes a stranger one of us (triadic closure). People do not
 * remember whom they asked: each thing received is an occasion of its own, and the chances are small.
 *
 * In an interest circle nothing is received: two of its members meet (circling.c), and the same follows.
 *
 * grouping.c and parting.c hold the rest: chat groups made, joined and left, and ties that end. Their
 * parameters stand here, for a scenario switches all together.
 */
#include "befriending.h"
#include "decide.h"
#include "packets.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>

typedef struct befriending_params {
    bool active;
    double ask_share, ask_packet, ask_transfer, ask_circle, curiosity, accept;
    int64_t delay_median, delay_max;
    double delay_sigma;
    int64_t strength_share, strength_packet, strength_transfer, strength_circle;
    double wake, reach_dormant;
    double group_per_day, make, invite, leave, join, size_median, size_sigma;
    int64_t group_max;
    double end_per_day, end;
} befriending_params;

#define REAL(name, unit, fallback, low, high, help, source, role)                                            \
    {                                                                                                        \
#name, GX_TYPE_REAL, unit, fallback, low, high, NULL, offsetof(befriending_params, name), 0, help,   \
            source, role                                                                                     \
    }
#define LOGITS(name, fallback, help, source)                                                                 \
    REAL(name, "logits", fallback, -20, 20, help, source, GX_ROLE_ASSUMPTION)
#define STRENGTH(name, fallback, help, source)                                                               \
    {                                                                                                        \
#name, GX_TYPE_INTEGER, "", fallback, 1, 255, NULL, offsetof(befriending_params, name), 0, help,     \
            source, GX_ROLE_ASSUMPTION                                                                       \
    }
static const gx_field fields[] = {
    {"active", GX_TYPE_BOOL, "", "false", 0, 1, NULL, offsetof(befriending_params, active), 0,
     "ties are made and woken, chat groups made, joined and left while the run goes on", "", GX_ROLE_SETTING},
    LOGITS(ask_share, "-5.5", "utility of asking the sender of a group packet, a stranger, to be a friend",
           "assumed: -8 to -4; a member takes many shares"),
    LOGITS(ask_packet, "-1", "the same after a packet to oneself alone", "assumed: -3 to 1"),
    LOGITS(ask_transfer, "-2", "the same after a transfer: trade ties turn into offers of friendship",
           "assumed: -4 to 0; weaker than what chat gives"),
    LOGITS(ask_circle, "-2.5", "the same after meeting a member of an interest circle (models.circling)",
           "assumed: -5 to 0; strangers among whom trust is low"),
    REAL(curiosity, "", "0.3", 0, 1, "how curious a stranger makes who has given something (0 to 1)",
         "assumed: 0 to 1", GX_ROLE_ASSUMPTION),
    LOGITS(accept, "0.5", "utility of accepting such an offer from somebody without a friend in common",
           "assumed: -1 to 2"),
    {"delay_median", GX_TYPE_DURATION, "ms", "20min", 1, 8.64e7, NULL,
     offsetof(befriending_params, delay_median), 0,
     "median time from what was received until an offer is answered",
     "assumed: 1 min to 12 h, until the app is next looked at", GX_ROLE_ASSUMPTION},
    {"delay_max", GX_TYPE_DURATION, "ms", "48h", 1, 6.048e8, NULL, offsetof(befriending_params, delay_max), 0,
     "the longest such time", "assumed", GX_ROLE_ASSUMPTION},
    REAL(delay_sigma, "", "1.5", 0, 5, "its spread (of the logarithm)", "assumed: 1 to 2",
         GX_ROLE_ASSUMPTION),
    STRENGTH(strength_share, "12", "strength of a tie made after a group packet",
             "assumed: 4 to 30, a weak tie"),
    STRENGTH(strength_packet, "30", "the same after a packet to oneself alone", "assumed: 10 to 60"),
    STRENGTH(strength_transfer, "8", "the same after a transfer",
             "assumed: 2 to 20; trade ties are weaker than chat ties"),
    STRENGTH(strength_circle, "8", "the same after meeting in an interest circle",
             "assumed: 2 to 20; members of a circle are weak ties"),
    REAL(wake, "", "1", 0, 1,
         "chance that a share, a packet, a transfer or a meeting in a circle wakes a tie that is dormant",
         "assumed: 0 to 1; 0: dormant ties stay so", GX_ROLE_ASSUMPTION),
    REAL(reach_dormant, "", "0.05", 0, 1,
         "share of personal packets that go to a friend whose tie is dormant, when there is one",
         "assumed: 0 to 0.2; greetings to people long not heard of", GX_ROLE_ASSUMPTION),
    REAL(group_per_day, "1/day", "0.1", 0, 50,
         "mean occasions a day on which a user thinks of the chat groups; by activity",
         "assumed: 0.02 to 0.5", GX_ROLE_ASSUMPTION),
    LOGITS(make, "-0.5", "utility of making a new group, against doing nothing (0)", "assumed: -2 to 1"),
    LOGITS(invite, "0", "utility of inviting a friend to one of one's groups", "assumed: -2 to 1"),
    LOGITS(leave, "-0.5", "utility of leaving a group of more than 28 members", "assumed: -3 to 1"),
    LOGITS(join, "0.5", "utility of joining a group that a friend invites to", "assumed: -1 to 2"),
    REAL(size_median, "members", "6", 3, 40, "members that a new group begins with, its maker among them",
         "assumed: 4 to 10; many groups are small", GX_ROLE_ASSUMPTION),
    REAL(size_sigma, "", "0.5", 0, 2,
         "its spread (of the logarithm); at most 40 are put in without being asked",
         "assumed: 0.3 to 0.8; the limit is WeChat's", GX_ROLE_ASSUMPTION),
    {"group_max", GX_TYPE_INTEGER, "members", "500", 3, 2000, NULL, offsetof(befriending_params, group_max),
     0, "nobody joins a group that has so many members", "WeChat's limit of 500 members", GX_ROLE_INPUT},
    REAL(end_per_day, "1/day", "0", 0, 50,
         "mean occasions a day on which a user thinks of ending a tie, with one of the friends in mind; by "
         "activity; 0: ties do not end",
         "assumed: 0 to 0.1", GX_ROLE_ASSUMPTION),
    LOGITS(end, "-2",
           "utility of ending that tie; its strength speaks against it, weighed by "
           "models.decision.tie",
           "assumed: -4 to 0"),
};
#undef REAL
#undef LOGITS
#undef STRENGTH

static const gx_table table = {"models.befriending",
                               "friends made by what is received, old ties woken, chat groups made and left",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(befriending_params),
                               0};

const gx_befriending *gx_befriending_of(const gx_world *world)
{
    return world->state[GX_MODEL_befriending];
}

void gx_note_change(gx_lane *lane, const gx_world *world, const gx_change *change)
{
    enum { OPERATION = 0x20 }; /* 0x20 … 0x28 in digests */
    if (gx_changes_note(world->changes, lane->shard, change) != GX_OK)
        lane->status = GX_ERR_MEMORY;
    gx_note_operation(lane, OPERATION + change->kind, change->who, change->about, change->serial,
                      change->strength);
}

/* Both rows are ascending: one walk finds what is in both. */
gx_fixed gx_friends_in_common(const gx_world *world, uint32_t user, uint32_t other)
{
    gx_friend_room own_room, other_room;
    gx_friends own = gx_friends_of(world->network, user, &own_room);
    gx_friends others = gx_friends_of(world->network, other, &other_room);
    uint32_t active = 0, common = 0;
    for (uint32_t i = 0, k = 0; i < own.count; i++) {
        if (!gx_tie_is_active(&own, i))
            continue;
        active++;
        while (k < others.count && others.user[k] < own.user[i])
            k++;
        common += k < others.count && others.user[k] == own.user[i] && gx_tie_is_active(&others, k);
    }
    return active > 0 ? (gx_fixed)((uint64_t)common * GX_FIXED_ONE / active) : 0;
}

bool gx_decide_by_cue(const gx_world *world, const gx_motives *others, gx_fixed margin, gx_cue *cue,
                      uint32_t user, uint32_t about)
{
    gx_motives motives = *others;
    bool without = gx_utility(world, &motives) + margin > 0;
    motives.cue = GX_FIXED_ONE;
    if (without == (gx_utility(world, &motives) + margin > 0))
        return without;
    motives.cue = cue(world, user, about);
    return gx_utility(world, &motives) + margin > 0;
}

static void ask(gx_lane *lane, const gx_world *world, uint32_t user, uint32_t other, uint32_t occasion,
                gx_tie_cause cause)
{
    const gx_befriending *s = gx_befriending_of(world);
    gx_motives motives = {.own = s->ask[cause], .curiosity = s->curiosity};
    gx_fixed margin = gx_decide_margin(world, GX_DRAW_FRIEND_ASK, user, other, occasion);
    if (!gx_decide_by_cue(world, &motives, margin, gx_friends_in_common, user, other))
        return;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_FRIEND_DELAY, user, other, occasion);
    gx_message message = {.target = other, .source = user, .serial = occasion, .word = {(uint32_t)cause, 0}};
    gx_send_after(lane, world, &message, GX_KIND_FRIEND,
                  gx_delay_of(&world->clock, gx_quantile(&s->delay, draw.word[0])));
}

static void wake(gx_lane *lane, const gx_world *world, uint32_t user, uint32_t other, uint32_t occasion,
                 gx_tie_cause cause)
{
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_FRIEND_WAKE, user, other, occasion);
    if (!gx_happens(gx_befriending_of(world)->wake, draw.word[0]))
        return;
    gx_change change = {
        .who = user, .about = other, .serial = occasion, .kind = GX_CHANGE_WAKE, .cause = (uint8_t)cause};
    gx_note_change(lane, world, &change);
}

void gx_befriending_met(gx_lane *lane, gx_world *world, uint32_t user, uint32_t other, uint32_t occasion,
                        gx_tie_cause cause)
{
    if (!gx_befriending_of(world)->active || user == other)
        return;
    gx_tie tie = gx_tie_of(world->network, user, other);
    if (tie.strength == 0)
        ask(lane, world, user, other, occasion, cause);
    else if ((tie.layers & GX_LAYER_DORMANT) != 0)
        wake(lane, world, user, other, occasion, cause);
}

static void received(gx_lane *lane, gx_world *world, const gx_received *share, uint32_t count)
{
    for (const gx_received *of = share; of < share + count; of++)
        gx_befriending_met(lane, world, of->user, of->sender, of->occasion,
                           of->kind == GX_PACKET_PERSONAL ? GX_TIE_BY_PACKET : GX_TIE_BY_SHARE);
}

/* An offer has arrived at who may accept it. They may have become friends meanwhile; the merge sees to that.
 */
static void answer(gx_lane *lane, const gx_world *world, const gx_message *offer)
{
    const gx_befriending *s = gx_befriending_of(world);
    uint32_t user = offer->target, asker = offer->source, cause = offer->word[0];
    gx_motives motives = {.own = s->accept, .curiosity = s->curiosity};
    gx_fixed margin = gx_decide_margin(world, GX_DRAW_FRIEND_ACCEPT, user, asker, offer->serial);
    if (!gx_decide_by_cue(world, &motives, margin, gx_friends_in_common, user, asker))
        return;
    gx_change change = {.who = user,
                        .about = asker,
                        .serial = offer->serial,
                        .kind = GX_CHANGE_TIE,
                        .strength = s->strength[cause],
                        .cause = (uint8_t)cause};
    gx_note_change(lane, world, &change);
}

static void on_friend(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        answer(lane, context, &span[i]);
}

static void fill_state(gx_befriending *s, const befriending_params *p)
{
    s->ask[GX_TIE_BY_SHARE] = gx_fixed_of(p->ask_share);
    s->ask[GX_TIE_BY_PACKET] = gx_fixed_of(p->ask_packet);
    s->ask[GX_TIE_BY_TRANSFER] = gx_fixed_of(p->ask_transfer);
    s->ask[GX_TIE_BY_CIRCLE] = gx_fixed_of(p->ask_circle);
    s->curiosity = gx_fixed_of(p->curiosity);
    s->accept = gx_fixed_of(p->accept);
    gx_quantiles_lognormal(&s->delay, (double)p->delay_median, p->delay_sigma, 1, p->delay_max);
    s->strength[GX_TIE_BY_SHARE] = (uint8_t)p->strength_share;
    s->strength[GX_TIE_BY_PACKET] = (uint8_t)p->strength_packet;
    s->strength[GX_TIE_BY_TRANSFER] = (uint8_t)p->strength_transfer;
    s->strength[GX_TIE_BY_CIRCLE] = (uint8_t)p->strength_circle;
    s->wake = gx_chance_of(p->wake);
    s->reach_dormant = gx_chance_of(p->reach_dormant);
    s->group_per_day = p->group_per_day;
    s->make = gx_fixed_of(p->make);
    s->invite = gx_fixed_of(p->invite);
    s->leave = gx_fixed_of(p->leave);
    s->join = gx_fixed_of(p->join);
    gx_quantiles_lognormal(&s->size, 256 * p->size_median, p->size_sigma, INT64_C(3) * 256,
                           INT64_C(40) * 256);
    s->end_per_day = p->end_per_day;
    s->end = gx_fixed_of(p->end);
    for (int w = 1; w < 256; w++)
        s->log_strength[w] = gx_fixed_of(gx_log(w));
}

gx_status gx_changing_begin(gx_world *world, gx_error *error)
{
    if (world->changes != NULL)
        return GX_OK;
    gx_changes_config config = {
        .lists = world->shards, .group_max = gx_befriending_of(world)->group_max, .key = world->key};
    return gx_changes_create(&world->changes, world->network, &config, error);
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const befriending_params *p = params;
    gx_befriending *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "befriending");
    *state = s;
    s->active = p->active;
    s->group_max = (uint32_t)p->group_max;
    if (!p->active)
        return GX_OK;
    fill_state(s, p);
    gx_status status = gx_changing_begin(world, error);
    if (status == GX_OK)
        status = gx_sim_handle(world->sim, GX_KIND_FRIEND, "friend", on_friend, world);
    if (status == GX_OK)
        status = gx_grouping_start(world, error);
    return status == GX_OK ? gx_parting_start(world, error) : status;
}

const gx_model gx_model_befriending = {
    .name = "befriending", .table = &table, .start = start, .finish = gx_free, .received = received};
