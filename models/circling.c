/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circling: interest circles are joined, left and founded, and strangers meet in them.
 *
 * At each of a user's occasions (rhythm.h) the decision model chooses between doing nothing, looking for a
 * circle, getting to know a member of one's own circles, leaving one, and founding one.
 *
 *     look ── by_friends ──► a circle of a friend's, drawn by strength ──┐
 *        └─ else ──────────► a membership drawn from all there are ──────┴► join? the more friends are in it,
 *                            so a circle in proportion to its members        the rather
 *     meet ── one of the user's circles ── one of its members, each alike ──► asked to be a friend, or an old
 *                                                                            tie wakes (befriending.c)
 *
 * Which circles exist, and who is in them when the run begins, is the scenario's section `circles`
 * (engine/graph/layers/interests.c). What is noted becomes true at the end of the tick (gx/graph/change.h).
 * All of it happens in the user's own shard: circles are never full, so nobody need be asked.
 *
 * Choices among circles are races of hashes by their names, and the two draws among many (a membership of the
 * whole network, a member of a circle) are by user numbers: one circle or one member more moves few of them.
 */
#include "circling.h"
#include "befriending.h"
#include "decide.h"
#include "packets.h"
#include "rhythm.h"

#include <gx/base/memory.h>
#include <gx/graph/circle.h>

enum { OPTION_NOTHING, OPTION_LOOK, OPTION_MEET, OPTION_LEAVE, OPTION_FOUND, OPTIONS };
enum { TRIES = 256, CIRCLES_USUAL_MOST = 16 };

typedef struct circling_params {
    bool active;
    double per_day, look, by_friends, join, meet, leave, found;
} circling_params;

typedef struct circling {
    double per_day;
    gx_fixed look, join, meet, leave, found;
    gx_chance by_friends;
} circling;

#define REAL(name, unit, fallback, low, high, help, source)                                                  \
    {                                                                                                        \
#name, GX_TYPE_REAL, unit, fallback, low, high, NULL, offsetof(circling_params, name), 0, help,      \
            source, GX_ROLE_ASSUMPTION                                                                       \
    }
#define LOGITS(name, fallback, help, source) REAL(name, "logits", fallback, -20, 20, help, source)
static const gx_field fields[] = {
    {"active", GX_TYPE_BOOL, "", "false", 0, 1, NULL, offsetof(circling_params, active), 0,
     "interest circles are joined, left and founded while the run goes on, and strangers meet in them", "",
     GX_ROLE_SETTING},
    REAL(per_day, "1/day", "0.1", 0, 50,
         "mean occasions a day on which a user turns to the circles; by activity", "assumed: 0.02 to 1"),
    LOGITS(look, "-1", "utility of looking for a circle to join, against doing nothing (0)",
           "assumed: -3 to 1"),
    REAL(by_friends, "", "0.5", 0, 1,
         "share of such looks that go to a friend's circles; the others find circles by their size",
         "assumed: 0 to 1"),
    LOGITS(join, "0",
           "utility of joining the circle that was found; to it comes the cue of friends who are in it",
           "assumed: -2 to 1; about as many join as leave"),
    LOGITS(meet, "-0.5", "utility of getting to know a member of one of one's circles",
           "assumed: -3 to 1; friends are made only where models.befriending is active"),
    LOGITS(leave, "-2", "utility of leaving one of one's circles", "assumed: -4 to 0"),
    LOGITS(found, "-9", "utility of founding a circle", "assumed: -12 to -6; few people found any"),
};
#undef REAL
#undef LOGITS

static const gx_table table = {"models.circling",
                               "interest circles joined, left and founded; friends made in them",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(circling_params),
                               0};

static const circling *circling_of(const gx_world *world)
{
    return world->state[GX_MODEL_circling];
}

static double mean_of(const gx_world *world, const gx_habits *who)
{
    double mean = circling_of(world)->per_day * who->activity / 256.0;
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_CIRCLE_COUNT, GX_DRAW_CIRCLE_TIME, GX_KIND_DAILY_CIRCLE, mean_of};

static void note_about_circle(gx_lane *lane, const gx_world *world, gx_change_kind kind, uint32_t user,
                              uint32_t circle, uint32_t serial)
{
    gx_change change = {.who = user, .about = circle, .serial = serial, .kind = (uint8_t)kind};
    gx_note_change(lane, world, &change);
}

/* ---- Which circle ---- */

/* One of `of`'s circles with at least `size` members, each alike, or GX_NO_CIRCLE. Those that `without` is in
 * are left out; GX_NO_USER: none. */
static uint32_t one_circle(const gx_network *network, uint32_t of, uint64_t word, uint32_t size,
                           uint32_t without)
{
    gx_circles circles = gx_circles_of(network, of);
    uint32_t best = GX_NO_CIRCLE;
    uint64_t best_score = 0;
    for (uint32_t i = 0; i < circles.count; i++) {
        uint32_t circle = circles.circle[i];
        if (gx_circle_size(network, circle) < size ||
            (without != GX_NO_USER && gx_circle_has(network, circle, without)))
            continue;
        uint64_t score = gx_mix_pair(word, gx_circle_name(network, circle));
        if (best == GX_NO_CIRCLE || score > best_score) {
            best = circle;
            best_score = score;
        }
    }
    return best;
}

/* A membership drawn from all that there are: users are drawn until one is kept, with a chance in proportion
 * to the user's circles; so a circle is found in proportion to its members. */
uint32_t gx_circle_by_size(const gx_world *world, uint32_t user, uint32_t occasion)
{
    uint32_t users = world->population->users;
    for (uint32_t attempt = 0; attempt < TRIES; attempt++) {
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_CIRCLE_FIND, user, occasion, attempt);
        uint32_t other = gx_below32(draw.word[0], users);
        if (gx_below32(draw.word[1], CIRCLES_USUAL_MOST) < gx_circles_of(world->network, other).count)
            return one_circle(world->network, other, gx_draw_low(draw), 1, GX_NO_USER);
    }
    return GX_NO_CIRCLE;
}

uint32_t gx_circle_of_friend(const gx_world *world, uint32_t user, uint32_t occasion)
{
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_CIRCLE_FRIEND, user, occasion, 0);
    uint32_t friend = gx_pick_tie(world->network, user, gx_draw_high(draw), false);
    if (friend == GX_NO_FRIEND)
        return GX_NO_CIRCLE;
    return one_circle(world->network, friend, gx_draw_low(draw), 1, user);
}

/* ---- What a user does ---- */

/* The share of the user's active friends who are in a circle. */
gx_fixed gx_friends_within(const gx_world *world, uint32_t user, uint32_t circle)
{
    gx_friend_room room;
    gx_friends friends = gx_friends_of(world->network, user, &room);
    uint32_t active = 0, within = 0;
    for (uint32_t i = 0; i < friends.count; i++) {
        if (!gx_tie_is_active(&friends, i))
            continue;
        active++;
        within += gx_circle_has(world->network, circle, friends.user[i]);
    }
    return active > 0 ? (gx_fixed)((uint64_t)within * GX_FIXED_ONE / active) : 0;
}

static void look(gx_lane *lane, const gx_world *world, uint32_t user, uint32_t occasion)
{
    const circling *s = circling_of(world);
    gx_draw way = gx_draw_at(world->key, GX_DRAW_CIRCLE_WAY, user, occasion, 0);
    uint32_t circle = gx_happens(s->by_friends, way.word[0]) ? gx_circle_of_friend(world, user, occasion)
                                                             : gx_circle_by_size(world, user, occasion);
    if (circle == GX_NO_CIRCLE || gx_circle_has(world->network, circle, user))
        return;
    uint32_t name = gx_circle_name(world->network, circle);
    gx_motives motives = {.own = s->join};
    gx_fixed margin = gx_decide_margin(world, GX_DRAW_CIRCLE_JOIN, user, name, occasion);
    if (gx_decide_by_cue(world, &motives, margin, gx_friends_within, user, circle))
        note_about_circle(lane, world, GX_CHANGE_CIRCLE_JOIN, user, circle, occasion);
}

static void meet(gx_lane *lane, gx_world *world, uint32_t user, uint32_t occasion)
{
    gx_draw which = gx_draw_at(world->key, GX_DRAW_CIRCLE_WHICH, user, occasion, 0);
    uint32_t circle = one_circle(world->network, user, gx_draw_high(which), 2, GX_NO_USER);
    if (circle == GX_NO_CIRCLE)
        return;
    uint32_t other =
        gx_circle_pick(world->network, circle, world->key, GX_DRAW_CIRCLE_MEMBER, user, occasion);
    if (other != GX_NO_MEMBER)
        gx_befriending_met(lane, world, user, other, occasion, GX_TIE_BY_CIRCLE);
}

static void leave(gx_lane *lane, const gx_world *world, uint32_t user, uint32_t occasion)
{
    gx_draw which = gx_draw_at(world->key, GX_DRAW_CIRCLE_WHICH, user, occasion, 0);
    uint32_t circle = one_circle(world->network, user, gx_draw_high(which), 1, GX_NO_USER);
    if (circle != GX_NO_CIRCLE)
        note_about_circle(lane, world, GX_CHANGE_CIRCLE_LEAVE, user, circle, 0);
}

/* What this user could do about circles now; what is impossible is left out. */
static size_t options_of(const gx_world *world, uint32_t user, gx_option out[OPTIONS])
{
    const circling *s = circling_of(world);
    bool member = gx_circles_of(world->network, user).count > 0;
    size_t count = 0;
    out[count++] = (gx_option){OPTION_NOTHING, 0};
    out[count++] = (gx_option){OPTION_LOOK, s->look};
    out[count++] = (gx_option){OPTION_FOUND, s->found};
    if (member)
        out[count++] = (gx_option){OPTION_LEAVE, s->leave};
    if (member && gx_befriending_of(world)->active)
        out[count++] = (gx_option){OPTION_MEET, s->meet};
    return count;
}

static void occasion(gx_lane *lane, gx_world *world, const gx_message *wake)
{
    uint32_t user = wake->target, day = gx_day_name(world, wake->word[0]), k = wake->serial;
    uint32_t name = gx_occasion(GX_MODEL_circling, day, k);
    gx_option options[OPTIONS];
    size_t count = options_of(world, user, options);
    uint32_t choice = gx_decide(world, GX_DRAW_CIRCLE_CHOICE, user, day, k, options, count);
    if (choice == OPTION_LOOK)
        look(lane, world, user, name);
    else if (choice == OPTION_MEET)
        meet(lane, world, user, name);
    else if (choice == OPTION_LEAVE)
        leave(lane, world, user, name);
    else if (choice == OPTION_FOUND)
        note_about_circle(lane, world, GX_CHANGE_CIRCLE, user, 0, name);
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        occasion(lane, context, &span[i]);
}

bool gx_models_use_circles(void *const *params)
{
    const circling_params *p = params[GX_MODEL_circling];
    return p->active;
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const circling_params *p = params;
    circling *s = gx_alloc(1, sizeof *s);
    if (s == NULL)
        return gx_fail_memory(error, "circling");
    *state = s;
    s->per_day = p->per_day;
    s->look = gx_fixed_of(p->look);
    s->join = gx_fixed_of(p->join);
    s->meet = gx_fixed_of(p->meet);
    s->leave = gx_fixed_of(p->leave);
    s->found = gx_fixed_of(p->found);
    s->by_friends = gx_chance_of(p->by_friends);
    if (!p->active)
        return GX_OK;
    gx_status status = gx_changing_begin(world, error);
    if (status == GX_OK)
        status = gx_sim_handle(world->sim, GX_KIND_DAILY_CIRCLE, "daily circle", on_daily, world);
    return status == GX_OK && p->per_day > 0 ? gx_daily_add(world, &daily, error) : status;
}

const gx_model gx_model_circling = {.name = "circling", .table = &table, .start = start, .finish = gx_free};
