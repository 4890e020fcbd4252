/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parting: a contact is deleted or blocked, and a tie is no more. The parameters stand in befriending.c.
 *
 * At each of a user's occasions (rhythm.h) one of the user's friends comes to mind, dormant ones too, each
 * alike: the greatest of hashes under their numbers, so that one friend more moves few choices. Whether the
 * tie ends is the one decision model, with the strength of the tie against it: weak ties end first. Nobody
 * asks the other, and what was said in groups goes on. It becomes true at the end of the tick
 * (gx/graph/change.h).
 */
#include "befriending.h"
#include "decide.h"
#include "rhythm.h"

static double mean_of(const gx_world *world, const gx_habits *who)
{
    double mean = gx_befriending_of(world)->end_per_day * who->activity / 256.0;
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_END_COUNT, GX_DRAW_END_TIME, GX_KIND_DAILY_END, mean_of};

/* The place in a row of friends that is not empty. */
static uint32_t who_comes_to_mind(const gx_friends *friends, uint64_t word)
{
    uint32_t best = 0;
    uint64_t best_score = 0;
    for (uint32_t i = 0; i < friends->count; i++) {
        uint64_t score = gx_mix64(word ^ friends->user[i]);
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

static void occasion(gx_lane *lane, const gx_world *world, const gx_message *wake)
{
    uint32_t user = wake->target, day = gx_day_name(world, wake->word[0]), k = wake->serial;
    gx_friend_room room;
    gx_friends friends = gx_friends_of(world->network, user, &room);
    if (friends.count == 0)
        return;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_END_WHO, user, day, k);
    uint32_t at = who_comes_to_mind(&friends, gx_draw_high(draw));
    uint32_t name = gx_occasion(GX_MODEL_befriending, day, k);
    gx_motives motives = {.own = gx_befriending_of(world)->end,
                          .tie = -friends.strength[at] * (GX_FIXED_ONE / 255)};
    if (!gx_decide_to(world, GX_DRAW_END, user, friends.user[at], name, gx_utility(world, &motives)))
        return;
    gx_change change = {.who = user,
                        .about = friends.user[at],
                        .serial = name,
                        .kind = GX_CHANGE_END,
                        .cause = GX_TIE_BY_CHOICE};
    gx_note_change(lane, world, &change);
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        occasion(lane, context, &span[i]);
}

gx_status gx_parting_start(gx_world *world, gx_error *error)
{
    if (gx_befriending_of(world)->end_per_day <= 0)
        return GX_OK;
    gx_status status = gx_sim_handle(world->sim, GX_KIND_DAILY_END, "daily end", on_daily, world);
    return status == GX_OK ? gx_daily_add(world, &daily, error) : status;
}
