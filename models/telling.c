/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is told of a packet: the packet's shard draws who of a group will look and when (attention.h).
 *
 * The members of a group are gone through in passes of up to 64 places: their levels are drawn in lanes;
 * those on whom some chance could be high enough are asked for together, which in the implicit form costs a
 * fraction of asking one by one; their chances are drawn in lanes too, and who is left
 * gets a notice, or is among those who look (looks.c). A group's first pass waits until the next packet is
 * sent (or gx_looks_end): meanwhile what its members are read from comes from memory.
 *
 * How many are asked for in vain? The bound is the highest chance of anybody (1 or so, times the factor of
 * the group's size), and the mean is less than half of it; so in groups of the usual size and above more than
 * half of those asked for do not look, in small ones, where the factor is large, fewer. In a group of
 * hundreds the bound spares nearly everybody. A tighter bound cannot be had without knowing who it is, since
 * the chance is the user's own, the same in all groups.
 */
#include "attention_state.h"
#include "packets.h"
#include <gx/base/samples.h>
#include <gx/graph/change.h>

_Static_assert((int)GX_DRAWS_MOST <= (int)GX_ASKED_MOST, "the members of a pass are asked for at once");

/* Who tells: the lane, what it decides by, and where those who look are put. */
typedef struct teller {
    gx_lane *lane;
    const gx_world *world;
    const gx_attention_state *state;
    gx_looks *looks;
} teller;

/* ---- With sessions: notices ---- */

/* `word`: when. */
static void send_notice(const teller *by, const gx_told *packet, uint32_t member, uint32_t word)
{
    const gx_world *world = by->world;
    gx_delay delay = gx_delay_of(&world->clock, gx_sessions_wait(world, member, word));
    if (delay.ticks >= gx_packet_rules_of(world)->life_ticks)
        return;
    gx_message look = {.target = member,
                       .source = packet->sender,
                       .serial = packet->occasion,
                       .tie = by->lane->tick << GX_LOOK_REST_SHIFT | (packet->for_one ? GX_LOOK_FOR_ONE : 0),
                       .word = {packet->ref.slot, packet->ref.life}};
    gx_send_after(by->lane, world, &look, GX_KIND_LOOK, delay);
}

/* ---- A pass: who may be attentive enough ---- */

/* Those of `count` on whom no level keeps from looking, whoever they are: their names go
 * into `kept`. */
static void add_attentive(gx_telling *to, const uint32_t *level, const uint32_t *word, uint32_t count,
                          const uint32_t *name, uint32_t *kept)
{
    uint32_t n = to->count;
    for (uint64_t below = gx_below_of(level, count, to->bound); below; below &= below - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(below);
        kept[n] = name[i];
        to->level[n] = level[i];
        to->word[n++] = word[i];
    }
    to->count = n;
}

/* Members by their names. */
static void draw_members(const gx_world *world, gx_telling *to, const uint32_t *place, uint32_t count)
{
    const gx_told *packet = &to->packet;
    uint32_t name[GX_DRAWS_MOST], kept[GX_DRAWS_MOST];
    gx_draws draws;
    gx_group_members(world->network, packet->audience, place, count, name);
    gx_draws_high_of(&draws, world->key, GX_DRAW_LOOK, name, packet->sender, packet->occasion, count);
    add_attentive(to, draws.word[0], draws.word[1], count, name, kept);
    gx_members_known(&to->member, kept, to->count);
}

/* Where members are named by their places in the group until they are wanted, two places share a draw. */
static void draw_places(const gx_world *world, gx_telling *to, uint32_t first, uint32_t count)
{
    const gx_told *packet = &to->packet;
    uint32_t pair[GX_DRAWS_MOST], place[2][GX_DRAWS_MOST], kept[GX_DRAWS_MOST];
    uint32_t pairs = (count + 1) / 2;
    for (uint32_t i = 0; i < pairs; i++) {
        pair[i] = first / 2 + i;
        place[0][i] = first + 2 * i;
        place[1][i] = first + 2 * i + 1;
    }
    gx_draws draws;
    gx_draws_of(&draws, world->key, GX_DRAW_LOOK, pair, packet->sender, packet->occasion, pairs);
    add_attentive(to, draws.word[0], draws.word[1], pairs, place[0], kept);
    add_attentive(to, draws.word[2], draws.word[3], count / 2, place[1], kept);
    if (to->count > 0)
        gx_group_members_ask(world->network, packet->audience, kept, to->count, &to->member);
}

/* The next pass: up to 64 places, from an even one on. */
static void begin_pass(const gx_world *world, gx_telling *to)
{
    uint32_t first = to->next, left = to->size - first, count = left < GX_DRAWS_MOST ? left : GX_DRAWS_MOST;
    to->next = first + count;
    to->count = 0;
    if (gx_group_named_by_place(world->network, to->packet.audience)) {
        draw_places(world, to, first, count);
        return;
    }
    uint32_t place[GX_DRAWS_MOST];
    for (uint32_t i = 0; i < count; i++)
        place[i] = first + i;
    draw_members(world, to, place, count);
}

/* ---- Who looks ---- */

/* Which of the members have a chance of their own that is high enough; how many. A chance is one draw and a
 * small table: nothing is kept of a member that could be far away. */
static uint32_t draw_chances(const teller *by, const gx_telling *of, const uint32_t *member, uint32_t *which)
{
    const uint16_t *chance = by->state->chance;
    uint32_t kept = 0, factor = of->factor, sender = of->packet.sender;
    gx_draws traits;
    gx_draws_high_of(&traits, by->world->key, GX_DRAW_TRAITS, member, 0, 0, of->count);
    for (uint32_t i = 0; i < of->count; i++) {
        uint64_t own = chance[traits.word[0][i] >> (32 - GX_LOOK_CHANCE_BITS)];
        which[kept] = i;
        kept += (of->level[i] >> 16 < own * factor >> 16) & (member[i] != sender);
    }
    return kept;
}

/* Who looks at the packet, and when: with sessions they hear of it, without they are one packet's among those
 * of others (looks.c). */
static void tell_those(const teller *by, const gx_told *packet, const uint32_t *member, const uint32_t *word,
                       const uint32_t *which, uint32_t count)
{
    if (!by->state->sessions) {
        gx_looks_add(by->lane, by->world, by->looks, packet, member, word, which, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        send_notice(by, packet, member[which[i]], word[which[i]]);
}

static void end_pass(const teller *by, gx_telling *of)
{
    uint32_t member[GX_DRAWS_MOST], which[GX_DRAWS_MOST] = {0};
    if (of->count == 0)
        return;
    gx_group_members_read(by->world->network, &of->member, member);
    uint32_t count = draw_chances(by, of, member, which);
    tell_those(by, &of->packet, member, of->word, which, count);
}

/* Tells the group that waits to its end. */
static void end_waiting(const teller *by)
{
    gx_looks *looks = by->looks;
    gx_telling *of = &looks->group[looks->turn];
    if (!looks->waiting)
        return;
    looks->waiting = false;
    end_pass(by, of);
    while (of->next < of->size) {
        begin_pass(by->world, of);
        end_pass(by, of);
    }
}

/* Nobody's chance is above the bound: who draws above it is not even looked up, and in a large group that is
 * nearly everybody. The others are asked for together, and come while the group before is told. */
static void tell_group(const teller *by, const gx_told *packet, uint32_t size)
{
    const gx_attention_state *s = by->state;
    gx_looks *looks = by->looks;
    gx_telling *to = &looks->group[!looks->turn];
    to->packet = *packet;
    to->size = size;
    to->next = 0;
    to->factor = s->by_size[size < GX_LOOK_GROUP_SIZES ? size : GX_LOOK_GROUP_SIZES - 1];
    to->bound = ((uint64_t)s->chance[GX_COUNT_OF(s->chance) - 1] * to->factor >> 16) << 16;
    begin_pass(by->world, to);
    end_waiting(by);
    looks->turn = !looks->turn;
    looks->waiting = true;
}

static teller teller_of(gx_lane *lane, const gx_world *world, gx_looks *looks)
{
    return (teller){lane, world, world->state[GX_MODEL_attention], looks};
}

void gx_attention_tell(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                       gx_packet_ref ref, uint32_t group_size, gx_looks *looks)
{
    teller by = teller_of(lane, world, looks);
    gx_told packet = {sender, order->occasion, order->audience, ref, order->kind == GX_PACKET_PERSONAL};
    if (!packet.for_one) {
        tell_group(&by, &packet,
                   group_size > 0 ? group_size : gx_group_size(world->network, order->audience));
        return;
    }
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_LOOK, order->audience, sender, order->occasion);
    if (draw.word[0] >> 16 < by.state->look_personal)
        tell_those(&by, &packet, &order->audience, &draw.word[1], &(uint32_t){0}, 1);
}

void gx_looks_end(gx_lane *lane, const gx_world *world, gx_looks *looks)
{
    teller by = teller_of(lane, world, looks);
    end_waiting(&by);
    if (looks->count > 0)
        gx_looks_serve(lane, world, looks);
}
