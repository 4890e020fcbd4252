/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grouping: chat groups are made, grow, and lose members. The parameters stand in befriending.c.
 *
 * At each of a user's occasions (rhythm.h) the decision model chooses between doing nothing, making a group,
 * inviting a friend to a group, and leaving a large one.
 *
 *     make: the user's shard notes the group; friends are drawn without replacement in proportion to the
 *     strength of the tie (the best of log strength + Gumbel noise), and each is sent INVITE. As in the real
 *     messengers friends are put into a small group without being asked: their shards note that they join.
 *
 *     invite: a friend drawn by strength is sent INVITE to one of the user's groups that has room, and
 *     decides.
 *
 *     leave: one of the user's groups of more than 28 members.
 *
 * Each of the groups that will do is taken alike, by a draw of its own under its name: the greatest wins. One
 * group more so takes its share of the choices, and moves none among the others.
 *
 * A group made in a tick is there when the INVITEs arrive in the next: the merge lies between.
 */
#include "befriending.h"
#include "decide.h"
#include "packets.h"
#include "rhythm.h"

enum { OPTION_NOTHING, OPTION_MAKE, OPTION_INVITE, OPTION_LEAVE, OPTIONS };
enum { INVITED_MOST = 39 };

static double mean_of(const gx_world *world, const gx_habits *who)
{
    double mean = gx_befriending_of(world)->group_per_day * who->activity / 256.0;
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_GROUP_COUNT, GX_DRAW_GROUP_TIME, GX_KIND_DAILY_GROUP, mean_of};

static bool passes(const gx_network *network, uint32_t group, uint32_t more_than, uint32_t less_than)
{
    uint32_t size = gx_group_size(network, group);
    return size > more_than && size < less_than;
}

static bool has_group(const gx_network *network, const gx_groups *groups, uint32_t more_than,
                      uint32_t less_than)
{
    for (uint32_t i = 0; i < groups->count; i++)
        if (passes(network, groups->group[i], more_than, less_than))
            return true;
    return false;
}

uint32_t gx_pick_group(const gx_world *world, uint32_t purpose, uint32_t user, uint32_t occasion,
                       uint32_t more_than, uint32_t less_than)
{
    gx_draw draw = gx_draw_at(world->key, purpose, user, 0, occasion);
    return gx_pick_group_of(world->network, user, gx_draw_low(draw), more_than, less_than);
}

typedef struct occasion_at {
    uint32_t user, day, k;
    gx_draw draw; /* whom, how many */
} occasion_at;

static void note_about_group(gx_lane *lane, const gx_world *world, gx_change_kind kind, uint32_t user,
                             uint32_t group, uint32_t serial)
{
    gx_change change = {.who = user, .about = group, .serial = serial, .kind = (uint8_t)kind};
    gx_note_change(lane, world, &change);
}

static void invite(gx_lane *lane, const gx_world *world, uint32_t user, uint32_t to, uint32_t group,
                   uint32_t serial)
{
    gx_message message = {.target = to, .source = user, .serial = serial, .word = {group, 0}};
    gx_send_after(lane, world, &message, GX_KIND_INVITE, (gx_delay){1, 0});
}

/* ---- Making ---- */

typedef struct chosen {
    uint32_t count;
    uint32_t user[INVITED_MOST];
    int64_t score[INVITED_MOST]; /* descending */
} chosen;

static void choose(chosen *best, uint32_t most, uint32_t user, int64_t score)
{
    if (best->count == most && score <= best->score[most - 1])
        return;
    uint32_t at = best->count < most ? best->count++ : most - 1;
    for (; at > 0 && best->score[at - 1] < score; at--) {
        best->score[at] = best->score[at - 1];
        best->user[at] = best->user[at - 1];
    }
    best->score[at] = score;
    best->user[at] = user;
}

static void make(gx_lane *lane, const gx_world *world, const occasion_at *at)
{
    const gx_befriending *s = gx_befriending_of(world);
    int64_t wanted = (gx_quantile(&s->size, at->draw.word[0]) + 128) / 256 - 1;
    uint32_t most = (uint32_t)(wanted < INVITED_MOST ? wanted : INVITED_MOST);
    most = most < s->group_max - 1 ? most : s->group_max - 1;
    uint32_t serial = gx_occasion(GX_MODEL_befriending, at->day, at->k);
    gx_friend_room room;
    gx_friends friends = gx_friends_of(world->network, at->user, &room);
    chosen best = {0};
    for (uint32_t i = 0; i < friends.count; i++) {
        if (!gx_tie_is_active(&friends, i))
            continue;
        gx_draw noise = gx_draw_at(world->key, GX_DRAW_GROUP_FRIEND, at->user, friends.user[i], serial);
        choose(&best, most, friends.user[i],
               (int64_t)s->log_strength[friends.strength[i]] + gx_gumbel(noise.word[0]));
    }
    note_about_group(lane, world, GX_CHANGE_GROUP, at->user, 0, serial);
    for (uint32_t i = 0; i < best.count; i++)
        invite(lane, world, at->user, best.user[i], GX_NO_GROUP, serial);
}

/* ---- Inviting, leaving ---- */

static uint32_t group_for(const gx_world *world, const occasion_at *at, uint32_t more_than,
                          uint32_t less_than)
{
    uint32_t occasion = gx_occasion(GX_MODEL_befriending, at->day, at->k);
    return gx_pick_group(world, GX_DRAW_GROUP_PICK, at->user, occasion, more_than, less_than);
}

/* The inviter is part of an invitation's name: two friends may invite the same user to the same group on
 * occasions of equal number, and those are two decisions. */
static void invite_one(gx_lane *lane, const gx_world *world, const occasion_at *at)
{
    uint32_t friend = gx_pick_tie(world->network, at->user, gx_draw_high(at->draw), false);
    uint32_t group = group_for(world, at, 0, gx_befriending_of(world)->group_max);
    if (group == GX_NO_GROUP || friend == GX_NO_USER || gx_group_has(world->network, group, friend))
        return;
    invite(lane, world, at->user, friend, group, gx_occasion(at->user, at->day, at->k));
}

static void leave_one(gx_lane *lane, const gx_world *world, const occasion_at *at)
{
    uint32_t group = group_for(world, at, GX_USUAL_GROUP, UINT32_MAX);
    if (group != GX_NO_GROUP)
        note_about_group(lane, world, GX_CHANGE_LEAVE, at->user, group, 0);
}

/* ---- Occasions ---- */

/* What this user could do about groups now; what is impossible is left out. */
static size_t options_of(const gx_world *world, uint32_t user, gx_option out[OPTIONS])
{
    const gx_befriending *s = gx_befriending_of(world);
    gx_group_room room;
    gx_groups groups = gx_groups_of(world->network, user, &room);
    size_t count = 0;
    out[count++] = (gx_option){OPTION_NOTHING, 0};
    if (gx_has_friends(world->network, user, 2))
        out[count++] = (gx_option){OPTION_MAKE, s->make};
    if (gx_has_friends(world->network, user, 1) && has_group(world->network, &groups, 0, s->group_max))
        out[count++] = (gx_option){OPTION_INVITE, s->invite};
    if (has_group(world->network, &groups, GX_USUAL_GROUP, UINT32_MAX))
        out[count++] = (gx_option){OPTION_LEAVE, s->leave};
    return count;
}

static void occasion(gx_lane *lane, gx_world *world, const gx_message *wake)
{
    occasion_at at = {.user = wake->target, .day = gx_day_name(world, wake->word[0]), .k = wake->serial};
    gx_option options[OPTIONS];
    size_t count = options_of(world, at.user, options);
    uint32_t choice = gx_decide(world, GX_DRAW_GROUP_CHOICE, at.user, at.day, at.k, options, count);
    at.draw = gx_draw_at(world->key, GX_DRAW_GROUP_WHICH, at.user, at.day, at.k);
    if (choice == OPTION_MAKE)
        make(lane, world, &at);
    else if (choice == OPTION_INVITE)
        invite_one(lane, world, &at);
    else if (choice == OPTION_LEAVE)
        leave_one(lane, world, &at);
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        occasion(lane, context, &span[i]);
}

/* ---- Joining, in the shard of who was invited ---- */

static void consider(gx_lane *lane, const gx_world *world, const gx_message *call)
{
    uint32_t user = call->target, friend = call->source, group = call->word[0];
    if (group == GX_NO_GROUP) { /* put into a new group */
        group = gx_group_created(world->network, friend, call->serial);
        if (group != GX_NO_GROUP)
            note_about_group(lane, world, GX_CHANGE_JOIN, user, group, call->serial);
        return;
    }
    gx_motives motives = {.own = gx_befriending_of(world)->join,
                          .tie = gx_tie_strength(world->network, user, friend) * (GX_FIXED_ONE / 255)};
    uint32_t about = gx_group_name(world->network, group);
    if (gx_decide_to(world, GX_DRAW_GROUP_JOIN, user, about, call->serial, gx_utility(world, &motives)))
        note_about_group(lane, world, GX_CHANGE_JOIN, user, group, call->serial);
}

static void on_invite(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        consider(lane, context, &span[i]);
}

gx_status gx_grouping_start(gx_world *world, gx_error *error)
{
    gx_sim_handle(world->sim, GX_KIND_INVITE, "invite", on_invite, world);
    gx_status status = gx_sim_handle(world->sim, GX_KIND_DAILY_GROUP, "daily group", on_daily, world);
    bool any = gx_befriending_of(world)->group_per_day > 0;
    return status == GX_OK && any ? gx_daily_add(world, &daily, error) : status;
}
