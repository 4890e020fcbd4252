/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for moderation: mute, ban, lift, shut, open again (S7). */
#include "core/auditor/circles.h"

/* Who is concerned, when the actor may act at all. */
static gx_answer of_circle(const aud_book *book, gx_ref ref, uint32_t actor, aud_circle **circle)
{
    aud_thing *thing = aud_find(book, AUD_CIRCLE, ref);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    *circle = aud_more(thing);
    if (actor != (*circle)->runs_it && actor != GX_PLATFORM)
        return aud_no(GX_REFUSED_RIGHT, actor, (*circle)->runs_it);
    return answer;
}

static gx_answer over_platform(uint32_t actor, bool platforms)
{
    return platforms && actor != GX_PLATFORM ? aud_no(GX_REFUSED_RIGHT, actor, GX_PLATFORM) : aud_done(0);
}

/* Has the platform done something to him that still lasts? */
static bool platforms_still(const aud_person *person, uint32_t now)
{
    return person->by_platform && (person->banned || (person->muted && now < person->until));
}

/* Is a shutdown in force or to come? */
static bool is_pending(const aud_circle *circle, uint32_t now)
{
    return circle->shut && (circle->until == UINT32_MAX || now < circle->until);
}

/* Somebody of whom something is noted, if there is anybody. */
static uint32_t some_noted(aud_world *world, const aud_thing *thing, uint32_t otherwise)
{
    uint32_t seen = 0;
    if (thing == NULL)
        return otherwise;
    const aud_circle *circle = aud_more((aud_thing *)thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        if ((circle->person[seat].muted || circle->person[seat].banned) && aud_below(world, ++seen) == 0)
            otherwise = aud_name(seat);
    return otherwise;
}

/* Names a circle (`shut`: mostly one that is shut or will be), who acts, and perhaps on whom. Returns it. */
static aud_thing *mention(aud_world *world, aud_step *step, gx_ref *ref, uint32_t *actor, uint32_t *user,
                          uint32_t noted, bool shut)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    for (int i = 0; shut && i < 4 && thing != NULL && !is_pending(aud_more(thing), step->op.now); i++)
        thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    aud_mention(world, step, ref, thing);
    if (thing == NULL)
        return NULL;
    uint32_t operator_ = ((aud_circle *)aud_more(thing))->runs_it;
    if (aud_odds(world, 92))
        *actor = aud_odds(world, 70) ? operator_ : GX_PLATFORM;
    if (user != NULL && aud_odds(world, noted))
        *user = some_noted(world, thing, *user);
    else if (user != NULL && aud_odds(world, 8))
        *user = operator_;
    return thing;
}

/* ---- Mute */

static void generate_mute(aud_world *world, aud_step *step)
{
    gx_args_circle_mute *args = &step->op.args.circle_mute;
    aud_thing *thing = mention(world, step, &args->circle, &args->actor, &args->user, 40, false);
    args->until = aud_later(step->op.now, aud_below(world, 60));
    if (thing != NULL && aud_odds(world, 35)) {
        aud_circle *circle = aud_more(thing);
        if (circle->person[aud_seat(args->user)].muted && !circle->person[aud_seat(args->user)].by_platform)
            args->actor = circle->runs_it;
        args->until = circle->person[aud_seat(args->user)].until;
    }
}

static gx_answer predict_mute(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_mute *args = &op->args.circle_mute;
    bool platform = args->actor == GX_PLATFORM;
    aud_circle *circle;
    gx_answer answer = of_circle(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (args->user == circle->runs_it)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->until <= op->now)
        return aud_no(GX_REFUSED_RULE, args->until, (int64_t)op->now + 1);
    aud_person *person = &circle->person[aud_seat(args->user)];
    answer = over_platform(args->actor, platforms_still(person, op->now));
    if (answer.code != GX_DONE)
        return answer;
    if (person->muted && person->until == args->until && person->by_platform == platform)
        return aud_no(GX_REFUSED_TWICE, args->until, 0);
    answer = aud_act_price(book, circle, args->actor, false, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_act_done(book, args->actor, answer.amount, true, GX_MODERATION_MUTE, op->now);
    person->muted = true;
    person->until = args->until;
    person->by_platform = platform;
    return answer;
}

/* ---- Ban */

static void generate_ban(aud_world *world, aud_step *step)
{
    gx_args_circle_ban *args = &step->op.args.circle_ban;
    mention(world, step, &args->circle, &args->actor, &args->user, 30, false);
}

static gx_answer predict_ban(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_ban *args = &op->args.circle_ban;
    bool platform = args->actor == GX_PLATFORM;
    aud_circle *circle;
    gx_answer answer = of_circle(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (args->user == circle->runs_it)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    aud_person *person = &circle->person[aud_seat(args->user)];
    answer = over_platform(args->actor, platforms_still(person, op->now));
    if (answer.code != GX_DONE)
        return answer;
    if (person->banned && person->by_platform == platform)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    answer = aud_act_price(book, circle, args->actor, false, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_act_done(book, args->actor, answer.amount, true, GX_MODERATION_BAN, op->now);
    if (person->member)
        circle->members--;
    person->member = false;
    person->standing = 0;
    person->banned = true;
    person->by_platform = platform;
    return answer;
}

/* ---- Lift */

static void generate_lift(aud_world *world, aud_step *step)
{
    gx_args_circle_lift *args = &step->op.args.circle_lift;
    mention(world, step, &args->circle, &args->actor, &args->user, 80, false);
}

static gx_answer predict_lift(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_lift *args = &op->args.circle_lift;
    aud_circle *circle;
    gx_answer answer = of_circle(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    aud_person *person = &circle->person[aud_seat(args->user)];
    if (!person->muted && !person->banned)
        return aud_no(GX_REFUSED_STATE, 0, 1);
    answer = over_platform(args->actor, platforms_still(person, op->now));
    if (answer.code != GX_DONE)
        return answer;
    answer = aud_act_price(book, circle, args->actor, false, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_act_done(book, args->actor, answer.amount, true, GX_MODERATION_LIFT, op->now);
    person->muted = person->banned = person->by_platform = false;
    person->until = 0;
    return answer;
}

/* ---- Shut, and open again */

static void generate_shut(aud_world *world, aud_step *step)
{
    gx_args_circle_shut *args = &step->op.args.circle_shut;
    aud_thing *thing = mention(world, step, &args->circle, &args->actor, NULL, 0, false);
    args->from = aud_odds(world, 50) ? aud_below(world, aud_later(step->op.now, 1))
                                     : aud_later(step->op.now, aud_below(world, 20));
    args->until = aud_later(args->from > step->op.now ? args->from : step->op.now, aud_below(world, 25));
    if (aud_odds(world, 5))
        args->until = UINT32_MAX;
    if (aud_odds(world, 3))
        args->from = UINT32_MAX;
    if (thing != NULL && aud_odds(world, 20)) {
        aud_circle *circle = aud_more(thing);
        args->from = circle->from;
        args->until = circle->until;
    }
}

static gx_answer predict_shut(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_shut *args = &op->args.circle_shut;
    bool platform = args->actor == GX_PLATFORM;
    aud_circle *circle;
    gx_answer answer = of_circle(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t later = args->from > op->now ? args->from : op->now;
    if (args->from == UINT32_MAX || args->until <= later)
        return aud_no(GX_REFUSED_RULE, args->until, (int64_t)later + 1);
    bool pending = is_pending(circle, op->now);
    answer = over_platform(args->actor, pending && circle->shut_by_platform);
    if (answer.code != GX_DONE)
        return answer;
    if (pending && circle->from == args->from && circle->until == args->until &&
        circle->shut_by_platform == platform)
        return aud_no(GX_REFUSED_TWICE, args->from, 0);
    answer = aud_act_price(book, circle, args->actor, false, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_act_done(book, args->actor, answer.amount, true, GX_MODERATION_SHUT, op->now);
    circle->shut = true;
    circle->from = args->from;
    circle->until = args->until;
    circle->shut_by_platform = platform;
    return answer;
}

static void generate_reopen(aud_world *world, aud_step *step)
{
    gx_args_circle_reopen *args = &step->op.args.circle_reopen;
    aud_thing *thing = mention(world, step, &args->circle, &args->actor, NULL, 0, true);
    args->at = aud_odds(world, 60) ? aud_later(step->op.now, aud_below(world, 25))
                                   : aud_below(world, aud_later(step->op.now, 1));
    if (thing != NULL && aud_odds(world, 25))
        args->at = ((aud_circle *)aud_more(thing))->until;
}

static gx_answer predict_reopen(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_reopen *args = &op->args.circle_reopen;
    aud_circle *circle;
    gx_answer answer = of_circle(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (!is_pending(circle, op->now))
        return aud_no(GX_REFUSED_STATE, 0, 1);
    answer = over_platform(args->actor, circle->shut_by_platform);
    if (answer.code != GX_DONE)
        return answer;
    if (args->at == circle->until)
        return aud_no(GX_REFUSED_TWICE, args->at, 0);
    answer = aud_act_price(book, circle, args->actor, false, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_act_done(book, args->actor, answer.amount, true, GX_MODERATION_REOPEN, op->now);
    if (args->at <= circle->from || args->at <= op->now)
        circle->shut = false;
    circle->until = args->at;
    return answer;
}

/* ---- The part */

#define ACTOR (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RIGHT))
#define HOOKS (AUD_MAY(FUNDS) | AUD_MAY(FROZEN) | AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK))

static const aud_rule rules[] = {
    {GX_OP_CIRCLE_MUTE, 10, generate_mute, predict_mute,
     ACTOR | AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(TWICE), HOOKS},
    {GX_OP_CIRCLE_BAN, 6, generate_ban, predict_ban, ACTOR | AUD_MAY(ACCOUNT) | AUD_MAY(TWICE), HOOKS},
    {GX_OP_CIRCLE_LIFT, 8, generate_lift, predict_lift, ACTOR | AUD_MAY(STATE), HOOKS},
    {GX_OP_CIRCLE_SHUT, 6, generate_shut, predict_shut, ACTOR | AUD_MAY(RULE) | AUD_MAY(TWICE), HOOKS},
    {GX_OP_CIRCLE_REOPEN, 7, generate_reopen, predict_reopen, ACTOR | AUD_MAY(STATE) | AUD_MAY(TWICE), HOOKS},
    {0}};

const aud_part aud_moderation = {.name = "moderation", .theme = GX_THEME_CIRCLES, .rules = rules};
