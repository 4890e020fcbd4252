/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those who will look at packets, where nothing that they do meanwhile bears on it: when, who of them opens,
 * and when those try for a share (attention.h).
 *
 * A packet has one who looks, or ten; the lanes of vectors want sixty. So lookers of packets that are sent
 * one after the other wait in one list, and when it is full, or a span of messages ends, all of them are
 * served in passes: their times, their moods, the ties of the few for whom a tie can tip the choice, their
 * claims. Every draw is keyed by what it decides and messages are sorted when they are due, so it means
 * nothing who was served with whom.
 */
#include "attention_state.h"
#include "packets.h"
#include <gx/base/samples.h>

/* A list that is being served: of those who will look before the run ends who, of which packet, in which
 * tick, and where in it. */
typedef struct serving {
    gx_lane *lane;
    const gx_world *world;
    const gx_attention_state *state;
    const gx_told *packet;
    uint32_t count;
    uint32_t tick[GX_DRAWS_MOST], subtick[GX_DRAWS_MOST];
    uint8_t of[GX_DRAWS_MOST];
    gx_draw_names names; /* of a looker's own draws about the packet */
} serving;

/* gx_period_of without a division. */
static inline uint32_t period_of(const serving *s, uint32_t tick)
{
    __extension__ typedef unsigned __int128 wide;
    const gx_clock *clock = &s->world->clock;
    uint64_t at = ((uint64_t)tick - 1) * (uint64_t)clock->tick_ms;
    uint64_t per_period = s->state->per_period;
    return per_period ? (uint32_t)((wide)at * per_period >> 64) : gx_period_of(clock, tick);
}

/* Milliseconds as ticks with 32 bits behind the point: a gx_delay each. */
static void in_ticks(const serving *s, const int64_t *ms, uint32_t count, uint64_t *ticks)
{
    if (s->state->per_tick.divisor) {
        gx_quotients_of(&s->state->per_tick, ms, count, ticks);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        gx_delay delay = gx_delay_of(&s->world->clock, ms[i]);
        ticks[i] = (uint64_t)delay.ticks << 32 | delay.subtick;
    }
}

/* What is due in this very tick comes first in the next: before what belongs there. */
static inline uint64_t not_now(uint64_t ticks)
{
    return ticks >> 32 ? ticks : UINT64_C(1) << 32;
}

static void draw_times(serving *s, const gx_looks *looks)
{
    const gx_clock *clock = &s->world->clock;
    uint32_t life = gx_packet_rules_of(s->world)->life_ticks, now = s->lane->tick, n = 0;
    uint32_t *seen = s->world->shard[s->lane->shard].looks;
    int64_t wait[GX_DRAWS_MOST];
    uint64_t ticks[GX_DRAWS_MOST];
    gx_quantiles_of(&s->state->delay, looks->word, looks->count, wait);
    in_ticks(s, wait, looks->count, ticks);
    for (uint32_t i = 0; i < looks->count; i++) {
        uint64_t delay = not_now(ticks[i]);
        uint32_t tick = now + (uint32_t)(delay >> 32);
        if (ticks[i] >> 32 >= life || tick > clock->ticks)
            continue;
        seen[period_of(s, tick)]++;
        const gx_told *packet = &s->packet[looks->of[i]];
        s->of[n] = looks->of[i];
        s->tick[n] = tick;
        s->subtick[n] = (uint32_t)delay;
        s->names.who[n] = looks->member[i];
        s->names.about[n] = packet->sender;
        s->names.occasion[n++] = packet->occasion;
    }
    s->count = n;
}

/* The least strength of a tie with which the choice is that of the strongest, where that of the weakest is
 * another: utilities rise, or fall, with the strength all the way. */
static inline uint8_t strength_needed(const gx_fixed opening[256], gx_fixed mood)
{
    bool as_closest = opening[UINT8_MAX] + mood > 0;
    uint32_t low = 0; /* with it the choice is another */
    for (uint32_t step = 128; step > 0; step /= 2)
        low += (opening[low + step] + mood > 0) == as_closest ? 0 : step;
    return (uint8_t)(low + 1);
}

/* For whom the tie decides, as places in the list: of them those who open go behind the `n` who do anyway. A
 * packet's stand together. */
static uint32_t ask_ties(const serving *s, const gx_fixed *mood, const uint32_t *unclear, uint32_t count,
                         uint32_t opened[GX_DRAWS_MOST], uint32_t n)
{
    uint32_t other[GX_DRAWS_MOST];
    uint8_t need[GX_DRAWS_MOST];
    bool reached[GX_DRAWS_MOST];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = unclear[i];
        other[i] = s->names.who[at];
        need[i] = strength_needed(s->state->opening[s->packet[s->of[at]].for_one], mood[at]);
    }
    for (uint32_t from = 0, end; from < count; from = end) {
        uint32_t sender = s->names.about[unclear[from]];
        for (end = from + 1; end < count && s->names.about[unclear[end]] == sender;)
            end++;
        gx_ties_reach(s->world->network, sender, other + from, need + from, end - from, reached + from);
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = unclear[i];
        bool as_closest = s->state->opening[s->packet[s->of[at]].for_one][UINT8_MAX] + mood[at] > 0;
        opened[n] = at;
        n += reached[i] == as_closest;
    }
    return n;
}

/* Those who open, as places in the list. The tie decides for few: its least and its greatest value tell. */
static uint32_t who_opens(const serving *s, uint32_t opened[GX_DRAWS_MOST])
{
    gx_draws moods;
    gx_fixed against[GX_DRAWS_MOST], mood[GX_DRAWS_MOST];
    gx_draws_high_at(&moods, s->world->key, GX_DRAW_OPEN, &s->names, s->count);
    gx_gumbels_of(moods.word[0], s->count, against);
    gx_gumbels_of(moods.word[1], s->count, mood);
    uint32_t unclear[GX_DRAWS_MOST] = {0}, waiting = 0, n = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const gx_fixed *opening = s->state->opening[s->packet[s->of[i]].for_one];
        mood[i] -= against[i];
        bool as_stranger = opening[0] + mood[i] > 0, as_closest = opening[UINT8_MAX] + mood[i] > 0;
        opened[n] = unclear[waiting] = i;
        n += as_stranger & as_closest;
        waiting += as_stranger ^ as_closest;
    }
    return ask_ties(s, mood, unclear, waiting, opened, n);
}

/* After who has looked has reacted; from where in its tick that was. */
static void claim_all(const serving *s, const uint32_t *opened, uint32_t count)
{
    const gx_world *world = s->world;
    const gx_clock *clock = &world->clock;
    gx_draw_names names;
    gx_draw_names_begin(&names);
    for (uint32_t i = 0; i < count; i++) {
        names.who[i] = s->names.who[opened[i]];
        names.about[i] = s->names.about[opened[i]];
        names.occasion[i] = s->names.occasion[opened[i]];
    }
    gx_draws draws;
    int64_t wait[GX_DRAWS_MOST];
    gx_draws_high_at(&draws, world->key, GX_DRAW_CLAIM, &names, count);
    gx_quantiles_of(&s->state->reaction, draws.word[1], count, wait);
    uint64_t ticks[GX_DRAWS_MOST], tick_ms = (uint64_t)clock->tick_ms;
    for (uint32_t i = 0; i < count; i++)
        wait[i] += (int64_t)(s->subtick[opened[i]] * tick_ms >> 32);
    in_ticks(s, wait, count, ticks);
    gx_message claim[GX_DRAWS_MOST];
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = opened[i], member = names.who[i];
        const gx_told *packet = &s->packet[s->of[at]];
        uint64_t delay = not_now(ticks[i]);
        uint32_t due = s->tick[at] + (uint32_t)(delay >> 32);
        claim[n] =
            (gx_message){.target = packet->sender,
                         .due_kind = gx_due_kind(due, GX_KIND_CLAIM),
                         .subtick = (uint32_t)delay,
                         .tie = draws.word[0][i],
                         .source = member,
                         .serial = packet->for_one ? 0 : gx_admission(world->key, packet->audience, member),
                         .word = {packet->ref.slot, packet->ref.life}};
        n += due <= clock->ticks;
    }
    gx_send_own(s->lane, claim, n);
}

void gx_looks_serve(gx_lane *lane, const gx_world *world, gx_looks *looks)
{
    uint32_t opened[GX_DRAWS_MOST] = {0};
    serving s;
    s.lane = lane;
    s.world = world;
    s.state = world->state[GX_MODEL_attention];
    s.packet = looks->packet;
    gx_draw_names_begin(&s.names);
    draw_times(&s, looks);
    uint32_t count = who_opens(&s, opened);
    claim_all(&s, opened, count);
    looks->count = looks->packets = 0;
}

void gx_looks_add(gx_lane *lane, const gx_world *world, gx_looks *looks, const gx_told *packet,
                  const uint32_t *member, const uint32_t *word, const uint32_t *which, uint32_t count)
{
    for (uint32_t done = 0; done < count;) {
        uint32_t at = looks->count, room = GX_DRAWS_MOST - at,
                 some = count - done < room ? count - done : room;
        for (uint32_t i = 0; i < some; i++) {
            looks->member[at + i] = member[which[done + i]];
            looks->word[at + i] = word[which[done + i]];
            looks->of[at + i] = (uint8_t)looks->packets;
        }
        looks->packet[looks->packets++] = *packet;
        looks->count += some;
        done += some;
        if (looks->count == GX_DRAWS_MOST)
            gx_looks_serve(lane, world, looks);
    }
}
