/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is told of a packet: the packet's shard draws who of a group will look and when, and, where nothing
 * else bears on it, who of them opens it (attention.h).
 *
 * The members of a group are gone through in passes of up to 64 places: their levels are drawn in lanes;
 * those on whom some chance could be high enough are asked for together, which in the implicit form costs a
 * fraction of asking one by one; their chances are drawn in lanes too, and who is left
 * gets a notice, or tries for a share.
 *
 * How many are asked for in vain? The bound is the highest chance of anybody (1 or so, times the factor of
 * the group's size), and the mean is less than half of it; so in groups of the usual size and above more than
 * half of those asked for do not look, in small ones, where the factor is large, fewer. In a group of
 * hundreds the bound spares nearly everybody. A tighter bound cannot be had without knowing who it is, since
 * the chance is the user's own, the same in all groups.
 */
#include "attention_state.h"
#include "packets.h"
#include <gx/graph/change.h>

/* A packet that is being told to those who may see it. */
typedef struct telling {
    gx_lane *lane;
    const gx_world *world;
    const gx_packet_order *order;
    uint32_t sender;
    gx_packet_ref ref;
    uint32_t flags;   /* GX_LOOK_FOR_ONE or none */
    uint32_t factor;  /* on chances, by the group's size; 65536 = 1 */
    uint32_t highest; /* of all chances, with the factor */
} telling;

/* ---- With sessions: notices ---- */

/* `word`: when. */
static void send_notice(const telling *of, uint32_t member, uint32_t word)
{
    const gx_world *world = of->world;
    gx_delay delay = gx_delay_of(&world->clock, gx_sessions_wait(world, member, word));
    if (delay.ticks >= gx_packet_rules_of(world)->life_ticks)
        return;
    gx_message look = {.target = member,
                       .source = of->sender,
                       .serial = of->order->occasion,
                       .tie = of->lane->tick << GX_LOOK_REST_SHIFT | of->flags,
                       .word = {of->ref.slot, of->ref.life}};
    gx_send_after(of->lane, world, &look, GX_KIND_LOOK, delay);
}

/* ---- Without: claims ---- */

/* Those who will look before the run ends: who, and in which tick, and where in it. */
typedef struct lookers {
    uint32_t count;
    uint32_t member[GX_DRAWS_MOST], tick[GX_DRAWS_MOST], subtick[GX_DRAWS_MOST];
} lookers;

static void draw_times(const telling *of, const uint32_t *member, const uint32_t *word, uint32_t count,
                       lookers *out)
{
    const gx_world *world = of->world;
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    uint32_t life = gx_packet_rules_of(world)->life_ticks;
    out->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        gx_delay delay = gx_delay_of(&world->clock, gx_quantile(&s->delay, word[i]));
        uint64_t tick = (uint64_t)of->lane->tick + (delay.ticks > 0 ? delay.ticks : 1);
        if (delay.ticks >= life || tick > world->clock.ticks)
            continue;
        world->shard[of->lane->shard].looks[gx_period_of(&world->clock, (uint32_t)tick)]++;
        out->member[out->count] = member[i];
        out->tick[out->count] = (uint32_t)tick;
        out->subtick[out->count++] = delay.ticks > 0 ? delay.subtick : 0;
    }
}

/* Those who open, as places in `who`. The tie decides for few: its least and its greatest value tell. */
static uint32_t who_opens(const telling *of, const lookers *who, uint32_t opened[GX_DRAWS_MOST])
{
    const gx_world *world = of->world;
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    bool for_one = of->flags == GX_LOOK_FOR_ONE;
    gx_draws moods;
    gx_draws_of(&moods, world->key, GX_DRAW_OPEN, who->member, of->sender, of->order->occasion, who->count);
    gx_fixed margin[GX_DRAWS_MOST];
    uint32_t unclear[GX_DRAWS_MOST], other[GX_DRAWS_MOST], waiting = 0, n = 0;
    for (uint32_t i = 0; i < who->count; i++) {
        gx_fixed mood = gx_margin_of(moods.word[0][i], moods.word[1][i]);
        bool as_stranger = s->stranger[for_one] + mood > 0, as_closest = s->closest[for_one] + mood > 0;
        opened[n] = i;
        n += as_stranger & as_closest;
        if (as_stranger == as_closest)
            continue;
        margin[waiting] = mood;
        unclear[waiting] = i;
        other[waiting++] = who->member[i];
        gx_network_fetch(world->network, who->member[i]);
    }
    uint8_t strength[GX_DRAWS_MOST];
    gx_tie_strengths(world->network, of->sender, other, waiting, strength);
    for (uint32_t i = 0; i < waiting; i++) {
        gx_fixed tie = gx_tie_motive(strength[i]);
        opened[n] = unclear[i];
        n += gx_opening_utility(world, other[i], of->lane->tick, for_one, tie) + margin[i] > 0;
    }
    return n;
}

/* After who has looked has reacted; from where in its tick that was. */
static void send_claim(const telling *of, const lookers *who, uint32_t i, uint32_t tie, uint32_t word)
{
    const gx_world *world = of->world;
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    uint32_t member = who->member[i];
    bool for_one = of->flags == GX_LOOK_FOR_ONE;
    gx_message claim = {.target = of->sender,
                        .source = member,
                        .tie = tie,
                        .serial = for_one ? 0 : gx_admission(world->key, of->order->audience, member),
                        .word = {of->ref.slot, of->ref.life}};
    int64_t seen = (int64_t)(((uint64_t)who->subtick[i] * (uint64_t)world->clock.tick_ms) >> 32);
    gx_delay delay = gx_delay_of(&world->clock, seen + gx_quantile(&s->reaction, word));
    if (delay.ticks == 0)
        delay = (gx_delay){1, 0};
    delay.ticks += who->tick[i] - of->lane->tick;
    gx_send_after(of->lane, world, &claim, GX_KIND_CLAIM, delay);
}

static void send_claims(const telling *of, const uint32_t *member, const uint32_t *word, uint32_t count)
{
    lookers who;
    uint32_t opened[GX_DRAWS_MOST], opener[GX_DRAWS_MOST];
    draw_times(of, member, word, count, &who);
    if (who.count == 0)
        return;
    uint32_t n = who_opens(of, &who, opened);
    for (uint32_t i = 0; i < n; i++)
        opener[i] = who.member[opened[i]];
    gx_draws draws;
    gx_draws_of(&draws, of->world->key, GX_DRAW_CLAIM, opener, of->sender, of->order->occasion, n);
    for (uint32_t i = 0; i < n; i++)
        send_claim(of, &who, opened[i], draws.word[0][i], draws.word[1][i]);
}

static void tell_those(const telling *of, const uint32_t *member, const uint32_t *word, uint32_t count)
{
    const gx_attention_state *s = of->world->state[GX_MODEL_attention];
    if (!s->sessions) {
        send_claims(of, member, word, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        send_notice(of, member[i], word[i]);
}

/* ---- Who looks ---- */

/* Some of a group, as far as they have been drawn: who, how attentive one has to be, when. */
typedef struct crowd {
    uint32_t count;
    uint32_t member[GX_DRAWS_MOST], level[GX_DRAWS_MOST], word[GX_DRAWS_MOST];
} crowd;

/* Those at `count` places from `first` on whom no level keeps from looking, whoever they are. A member draws
 * by the name of the place in the group, which is the member where that costs nothing. */
static void draw_levels(const telling *of, uint32_t first, uint32_t count, crowd *out)
{
    const gx_network *network = of->world->network;
    uint32_t group = of->order->audience, member[GX_DRAWS_MOST], place[GX_DRAWS_MOST], kept = 0;
    bool by_place = gx_group_named_by_place(network, group);
    for (uint32_t i = 0; i < count; i++)
        place[i] = first + i;
    if (!by_place)
        gx_group_members(network, group, place, count, member);
    gx_draws draws;
    gx_draws_of(&draws, of->world->key, GX_DRAW_LOOK, by_place ? place : member, of->sender,
                of->order->occasion, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t level = draws.word[0][i] >> 16;
        out->level[kept] = level;
        out->word[kept] = draws.word[1][i];
        place[kept] = place[i];
        out->member[kept] = by_place ? 0 : member[i];
        kept += level < of->highest;
    }
    out->count = kept;
    if (by_place && kept)
        gx_group_members(network, group, place, kept, out->member);
}

/* Of them those whose own chance is high enough. A chance is one draw and a small table: nothing is kept of a
 * member that could be far away. */
static void draw_chances_of(const telling *of, crowd *among)
{
    const gx_attention_state *s = of->world->state[GX_MODEL_attention];
    gx_draws traits;
    gx_draws_of(&traits, of->world->key, GX_DRAW_TRAITS, among->member, 0, 0, among->count);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < among->count; i++) {
        uint64_t chance = s->chance[traits.word[0][i] >> (32 - GX_LOOK_CHANCE_BITS)];
        uint32_t member = among->member[i], level = among->level[i];
        among->member[kept] = member;
        among->word[kept] = among->word[i];
        kept += (level < chance * of->factor >> 16) & (member != of->sender);
    }
    among->count = kept;
}

/* Nobody's chance is above `highest`: who draws above it is not even looked up, and in a large group that is
 * nearly everybody. The others are asked for together. */
static void tell_group(telling *of)
{
    const gx_attention_state *s = of->world->state[GX_MODEL_attention];
    uint32_t size = gx_group_size(of->world->network, of->order->audience);
    of->factor = s->by_size[size < GX_LOOK_GROUP_SIZES ? size : GX_LOOK_GROUP_SIZES - 1];
    of->highest = (uint32_t)((uint64_t)s->chance[GX_COUNT_OF(s->chance) - 1] * of->factor >> 16);
    for (uint32_t first = 0; first < size; first += GX_DRAWS_MOST) {
        crowd some;
        draw_levels(of, first, size - first < GX_DRAWS_MOST ? size - first : GX_DRAWS_MOST, &some);
        draw_chances_of(of, &some);
        tell_those(of, some.member, some.word, some.count);
    }
}

void gx_attention_tell(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                       gx_packet_ref ref)
{
    telling of = {.lane = lane, .world = world, .order = order, .sender = sender, .ref = ref};
    if (order->kind != GX_PACKET_PERSONAL) {
        tell_group(&of);
        return;
    }
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_LOOK, order->audience, sender, order->occasion);
    of.flags = GX_LOOK_FOR_ONE;
    if (draw.word[0] >> 16 < s->look_personal)
        tell_those(&of, &order->audience, &draw.word[1], 1);
}
