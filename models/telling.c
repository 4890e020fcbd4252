/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is told of a packet: the packet's shard draws who of a group will look and when (attention.h).
 *
 * The members of a group are gone through in passes of up to 64 places: their levels are drawn in lanes;
 * those on whom some chance could be high enough are asked for together, which in the implicit form costs a
 * fraction of asking one by one; their chances are drawn in lanes too, and who is left
 * gets a notice, or is among those who look (looks.c).
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

/* A packet that is being told to those who may see it. */
typedef struct telling {
    gx_lane *lane;
    const gx_world *world;
    const gx_attention_state *state;
    gx_looks *looks;
    gx_told packet;
    uint32_t factor; /* on chances, by the group's size; 65536 = 1 */
    uint64_t bound;  /* of all chances, with the factor: words of a level that are below it */
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
                       .source = of->packet.sender,
                       .serial = of->packet.occasion,
                       .tie =
                           of->lane->tick << GX_LOOK_REST_SHIFT | (of->packet.for_one ? GX_LOOK_FOR_ONE : 0),
                       .word = {of->packet.ref.slot, of->packet.ref.life}};
    gx_send_after(of->lane, world, &look, GX_KIND_LOOK, delay);
}

/* ---- Who looks ---- */

/* Some of a group, as far as they have been drawn: who, how attentive one has to be (a word), when. */
typedef struct crowd {
    uint32_t count;
    uint32_t member[GX_DRAWS_MOST], level[GX_DRAWS_MOST], word[GX_DRAWS_MOST];
} crowd;

/* Those of `count` on whom no level keeps from looking, whoever they are: their names go
 * into `kept`. */
static void add_attentive(const telling *of, const uint32_t *level, const uint32_t *word, uint32_t count,
                          const uint32_t *name, uint32_t *kept, crowd *out)
{
    uint32_t n = out->count;
    for (uint64_t below = gx_below_of(level, count, of->bound); below; below &= below - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(below);
        kept[n] = name[i];
        out->level[n] = level[i];
        out->word[n++] = word[i];
    }
    out->count = n;
}

/* Members by their names. */
static void draw_members(const telling *of, const uint32_t *place, uint32_t count, crowd *out)
{
    uint32_t name[GX_DRAWS_MOST];
    gx_draws draws;
    gx_group_members(of->world->network, of->packet.audience, place, count, name);
    gx_draws_high_of(&draws, of->world->key, GX_DRAW_LOOK, name, of->packet.sender, of->packet.occasion,
                     count);
    add_attentive(of, draws.word[0], draws.word[1], count, name, out->member, out);
}

/* Where members are named by their places in the group until they are wanted, two places share a draw. */
static void draw_places(const telling *of, uint32_t first, uint32_t count, crowd *out)
{
    uint32_t pair[GX_DRAWS_MOST], place[2][GX_DRAWS_MOST], kept[GX_DRAWS_MOST];
    uint32_t pairs = (count + 1) / 2;
    for (uint32_t i = 0; i < pairs; i++) {
        pair[i] = first / 2 + i;
        place[0][i] = first + 2 * i;
        place[1][i] = first + 2 * i + 1;
    }
    gx_draws draws;
    gx_draws_of(&draws, of->world->key, GX_DRAW_LOOK, pair, of->packet.sender, of->packet.occasion, pairs);
    add_attentive(of, draws.word[0], draws.word[1], pairs, place[0], kept, out);
    add_attentive(of, draws.word[2], draws.word[3], count / 2, place[1], kept, out);
    if (out->count > 0)
        gx_group_members(of->world->network, of->packet.audience, kept, out->count, out->member);
}

/* Of `count` places from `first` on, which is even. */
static void draw_crowd(const telling *of, uint32_t first, uint32_t count, crowd *out)
{
    out->count = 0;
    if (gx_group_named_by_place(of->world->network, of->packet.audience)) {
        draw_places(of, first, count, out);
        return;
    }
    uint32_t place[GX_DRAWS_MOST];
    for (uint32_t i = 0; i < count; i++)
        place[i] = first + i;
    draw_members(of, place, count, out);
}

/* Which of them have a chance of their own that is high enough; how many. A chance is one draw and a small
 * table: nothing is kept of a member that could be far away. */
static uint32_t draw_chances(const telling *of, const crowd *among, uint32_t *which)
{
    const uint16_t *chance = of->state->chance;
    uint32_t kept = 0, factor = of->factor, sender = of->packet.sender;
    gx_draws traits;
    gx_draws_high_of(&traits, of->world->key, GX_DRAW_TRAITS, among->member, 0, 0, among->count);
    for (uint32_t i = 0; i < among->count; i++) {
        uint64_t own = chance[traits.word[0][i] >> (32 - GX_LOOK_CHANCE_BITS)];
        which[kept] = i;
        kept += (among->level[i] >> 16 < own * factor >> 16) & (among->member[i] != sender);
    }
    return kept;
}

/* Who looks at the packet, and when: with sessions they hear of it, without they are one packet's among those
 * of others (looks.c). */
static void tell_those(const telling *of, const uint32_t *member, const uint32_t *word, const uint32_t *which,
                       uint32_t count)
{
    if (!of->state->sessions) {
        gx_looks_add(of->lane, of->world, of->looks, &of->packet, member, word, which, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        send_notice(of, member[which[i]], word[which[i]]);
}

/* Nobody's chance is above the bound: who draws above it is not even looked up, and in a large group that is
 * nearly everybody. The others are asked for together. */
static void tell_group(telling *of, uint32_t size)
{
    const gx_attention_state *s = of->state;
    of->factor = s->by_size[size < GX_LOOK_GROUP_SIZES ? size : GX_LOOK_GROUP_SIZES - 1];
    of->bound = ((uint64_t)s->chance[GX_COUNT_OF(s->chance) - 1] * of->factor >> 16) << 16;
    for (uint32_t first = 0; first < size; first += GX_DRAWS_MOST) {
        crowd some;
        draw_crowd(of, first, size - first < GX_DRAWS_MOST ? size - first : GX_DRAWS_MOST, &some);
        uint32_t which[GX_DRAWS_MOST], count = draw_chances(of, &some, which);
        tell_those(of, some.member, some.word, which, count);
    }
}

void gx_attention_tell(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                       gx_packet_ref ref, uint32_t group_size, gx_looks *looks)
{
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    telling of = {
        .lane = lane,
        .world = world,
        .state = s,
        .looks = looks,
        .packet = {sender, order->occasion, order->audience, ref, order->kind == GX_PACKET_PERSONAL}};
    if (!of.packet.for_one) {
        tell_group(&of, group_size > 0 ? group_size : gx_group_size(world->network, order->audience));
        return;
    }
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_LOOK, order->audience, sender, order->occasion);
    if (draw.word[0] >> 16 < s->look_personal)
        tell_those(&of, &order->audience, &draw.word[1], &(uint32_t){0}, 1);
}
