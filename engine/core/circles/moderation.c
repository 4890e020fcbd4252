/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moderation (S7): mute, ban, lift, shut, reopen; what an act costs its operator.
 *
 * Time does the rest: whether somebody is muted, or a circle shut, is asked of the clock when it matters, so
 * nothing has to be driven at its beginning or end, and nothing is early or late. */
#include "circles/circles.h"
#include "ledger/book_internal.h"

/* ---- What it costs */

static gx_spend charge_of(const gx_book *book, uint32_t place, uint32_t actor, uint32_t now)
{
    bool pays = actor != GX_PLATFORM;
    return (gx_spend){.party = gx_party_of(book, gx_circle_at(book, place)->keeper),
                      .amount = pays ? book->circles->rules.act_cost : 0,
                      .now = now,
                      .purpose = GX_FOR_FEE};
}

gx_answer gx_circle_check_charge(const gx_book *book, uint32_t place, uint32_t actor, uint32_t now)
{
    gx_spend spend = charge_of(book, place, actor, now);
    return spend.amount == 0 ? gx_done(0) : gx_check_spend(book, &spend);
}

gx_fen gx_circle_charge(gx_book *book, uint32_t place, uint32_t actor, gx_moderation act, uint32_t now)
{
    gx_moderation_counts *counts = &book->circles->counts;
    gx_spend spend = charge_of(book, place, actor, now);
    if (actor == GX_PLATFORM)
        counts->by_platform[act]++;
    else
        counts->by_operators[act]++;
    if (spend.amount == 0)
        return 0;
    gx_post(book, gx_account_of(book, spend.party), gx_house(book, GX_HOUSE_FEES), spend.amount);
    gx_note_spend(book, &spend);
    counts->charged = (gx_fen)((uint64_t)counts->charged + (uint64_t)spend.amount);
    return spend.amount;
}

/* ---- People */

/* An act on a person: what is asked of the actor and of him, before and after what the act itself asks. */
static gx_answer check_person(const gx_book *book, gx_ref circle, uint32_t actor, uint32_t user)
{
    gx_answer answer = gx_circle_check_actor(book, circle, actor);
    if (answer.code == GX_DONE && user == gx_circle_at(book, circle.slot)->keeper)
        return gx_refuse_party(user);
    return answer;
}

/* What the platform did counts while it lasts. */
static bool is_over_platform(gx_person person, uint32_t actor, uint32_t now)
{
    bool lasts = person.banned || now < person.muted_until;
    return person.by_platform && lasts && actor != GX_PLATFORM;
}

static gx_answer settle(gx_book *book, const gx_op *op, gx_ref circle, uint32_t actor, uint32_t user,
                        gx_person before, gx_person after, gx_moderation act)
{
    if (!gx_relation_reserve(&book->circles->people))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_answer answer = gx_circle_check_charge(book, circle.slot, actor, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_circle_note(book, circle.slot, user, before, after);
    return gx_done(gx_circle_charge(book, circle.slot, actor, act, op->now));
}

gx_answer gx_rule_circle_mute(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_mute *args = &op->args.circle_mute;
    gx_answer answer = check_person(book, args->circle, args->actor, args->user);
    if (answer.code != GX_DONE)
        return answer;
    if (args->until <= op->now)
        return gx_refuse(GX_REFUSED_RULE, args->until, (int64_t)op->now + 1);
    gx_person before = gx_circle_person(book, args->circle.slot, args->user);
    if (is_over_platform(before, args->actor, op->now))
        return gx_refuse(GX_REFUSED_RIGHT, args->actor, GX_PLATFORM);
    gx_person after = before;
    after.muted_until = args->until;
    after.by_platform = args->actor == GX_PLATFORM;
    if (gx_person_pack(after) == gx_person_pack(before))
        return gx_refuse(GX_REFUSED_TWICE, args->until, 0);
    return settle(book, op, args->circle, args->actor, args->user, before, after, GX_MODERATION_MUTE);
}

gx_answer gx_rule_circle_ban(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_ban *args = &op->args.circle_ban;
    gx_answer answer = check_person(book, args->circle, args->actor, args->user);
    if (answer.code != GX_DONE)
        return answer;
    gx_person before = gx_circle_person(book, args->circle.slot, args->user);
    if (is_over_platform(before, args->actor, op->now))
        return gx_refuse(GX_REFUSED_RIGHT, args->actor, GX_PLATFORM);
    gx_person after = before;
    after.banned = true;
    after.standing = 0;
    after.by_platform = args->actor == GX_PLATFORM;
    if (gx_person_pack(after) == gx_person_pack(before))
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    return settle(book, op, args->circle, args->actor, args->user, before, after, GX_MODERATION_BAN);
}

gx_answer gx_rule_circle_lift(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_lift *args = &op->args.circle_lift;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    gx_person before = gx_circle_person(book, args->circle.slot, args->user);
    if (!before.banned && before.muted_until == 0)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    if (is_over_platform(before, args->actor, op->now))
        return gx_refuse(GX_REFUSED_RIGHT, args->actor, GX_PLATFORM);
    answer = gx_circle_check_charge(book, args->circle.slot, args->actor, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_circle_note(book, args->circle.slot, args->user, before, (gx_person){.standing = before.standing});
    return gx_done(gx_circle_charge(book, args->circle.slot, args->actor, GX_MODERATION_LIFT, op->now));
}

/* ---- The circle as a whole */

/* Is a shutdown in force, or to come? */
static bool is_shutdown_pending(const gx_circle_record *circle, uint32_t now)
{
    return circle->shut_from != UINT32_MAX && (now < circle->open_from || circle->open_from == UINT32_MAX);
}

static uint32_t later_of(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

gx_answer gx_rule_circle_shut(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_shut *args = &op->args.circle_shut;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t begins = later_of(args->from, op->now);
    if (args->from == UINT32_MAX || args->until <= begins)
        return gx_refuse(GX_REFUSED_RULE, args->until, (int64_t)begins + 1);
    gx_circle_record *circle = gx_circle_at(book, args->circle.slot);
    bool by_platform = args->actor == GX_PLATFORM;
    if (is_shutdown_pending(circle, op->now)) {
        if (circle->shut_by_platform && !by_platform)
            return gx_refuse(GX_REFUSED_RIGHT, args->actor, GX_PLATFORM);
        if (circle->shut_from == args->from && circle->open_from == args->until &&
            circle->shut_by_platform == by_platform)
            return gx_refuse(GX_REFUSED_TWICE, args->from, 0);
    }
    answer = gx_circle_check_charge(book, args->circle.slot, args->actor, op->now);
    if (answer.code != GX_DONE)
        return answer;
    circle->shut_from = args->from;
    circle->open_from = args->until;
    circle->shut_by_platform = by_platform;
    return gx_done(gx_circle_charge(book, args->circle.slot, args->actor, GX_MODERATION_SHUT, op->now));
}

gx_answer gx_rule_circle_reopen(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_reopen *args = &op->args.circle_reopen;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    gx_circle_record *circle = gx_circle_at(book, args->circle.slot);
    if (!is_shutdown_pending(circle, op->now))
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    if (circle->shut_by_platform && args->actor != GX_PLATFORM)
        return gx_refuse(GX_REFUSED_RIGHT, args->actor, GX_PLATFORM);
    if (args->at == circle->open_from)
        return gx_refuse(GX_REFUSED_TWICE, args->at, 0);
    answer = gx_circle_check_charge(book, args->circle.slot, args->actor, op->now);
    if (answer.code != GX_DONE)
        return answer;
    circle->open_from = args->at;
    if (args->at <= later_of(circle->shut_from, op->now)) {
        circle->shut_from = circle->open_from = UINT32_MAX;
        circle->shut_by_platform = false;
    }
    return gx_done(gx_circle_charge(book, args->circle.slot, args->actor, GX_MODERATION_REOPEN, op->now));
}

/* ---- Calls */

gx_answer gx_moderate_mute(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t until,
                           uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_MUTE, .now = now, .args.circle_mute = {circle, actor, user, until}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_moderate_ban(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_BAN, .now = now, .args.circle_ban = {circle, actor, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_moderate_lift(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_LIFT, .now = now, .args.circle_lift = {circle, actor, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_moderate_shut(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t from, uint32_t until,
                           uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_SHUT, .now = now, .args.circle_shut = {circle, actor, from, until}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_moderate_reopen(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t at, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_REOPEN, .now = now, .args.circle_reopen = {circle, actor, at}};
    return gx_book_do(book, &op, NULL);
}

gx_moderation_counts gx_moderation_count(const gx_book *book)
{
    static const gx_moderation_counts none;
    return book->circles == NULL ? none : book->circles->counts;
}
