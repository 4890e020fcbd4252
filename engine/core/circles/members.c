/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles and their people: opening, joining, leaving, standing, closing (S5, S6). */
#include "circles/circles.h"
#include "ledger/book_internal.h"

/* ---- People */

gx_person gx_circle_person(const gx_book *book, uint32_t place, uint32_t user)
{
    const gx_pair *pair = gx_relation_find(&book->circles->people, place, user);
    return gx_person_unpack(pair == NULL ? 0 : pair->value);
}

void gx_circle_note(gx_book *book, uint32_t place, uint32_t user, gx_person before, gx_person after)
{
    gx_relation *people = &book->circles->people;
    gx_circle_record *circle = gx_circle_at(book, place);
    uint64_t was = gx_person_pack(before);
    uint64_t is = gx_person_pack(after);
    circle->members -= before.standing > 0;
    circle->members += after.standing > 0;
    circle->restricted -= before.banned || before.muted_until != 0;
    circle->restricted += after.banned || after.muted_until != 0;
    if (was == 0 && is != 0)
        gx_relation_add(people, &circle->people, place, user, is);
    else if (was != 0 && is == 0)
        gx_relation_drop(people, &circle->people, gx_relation_find(people, place, user));
    else if (is != 0)
        gx_relation_find(people, place, user)->value = is;
}

gx_answer gx_circle_check_actor(const gx_book *book, gx_ref circle, uint32_t actor)
{
    gx_slab_state state = gx_slab_look(&book->circles->slab, circle.slot, circle.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    uint32_t keeper = gx_circle_at(book, circle.slot)->keeper;
    return actor == keeper || actor == GX_PLATFORM ? gx_done(0) : gx_refuse(GX_REFUSED_RIGHT, actor, keeper);
}

/* ---- Rules */

/* The rules' word for the class of a party; 0 for a pool. */
static uint8_t class_of(const gx_book *book, uint32_t party)
{
    if (gx_is_user(book, party))
        return GX_OPERATORS_USERS;
    return party - book->merchants.first < book->merchants.count ? GX_OPERATORS_MERCHANTS : 0;
}

gx_answer gx_rule_circle_open(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_circle_open *args = &op->args.circle_open;
    gx_circles *circles = book->circles;
    if ((circles->rules.operators & class_of(book, op->key.account)) == 0)
        return gx_refuse(GX_REFUSED_RIGHT, 0, circles->rules.operators);
    if (args->mode >= GX_CIRCLE_MODES)
        return gx_refuse(GX_REFUSED_RULE, args->mode, GX_CIRCLE_MODES - 1);
    if (!gx_slab_reserve(&circles->slab))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&circles->slab);
    gx_circle_record *circle = gx_circle_at(book, out->made.slot);
    out->made.life = circle->head.life;
    *circle = (gx_circle_record){.head = circle->head,
                                 .keeper = op->key.account,
                                 .shut_from = UINT32_MAX,
                                 .open_from = UINT32_MAX,
                                 .mode = args->mode,
                                 .real_name = args->real_name,
                                 .people = GX_RELATION_NONE,
                                 .topic = args->topic,
                                 .opened = op->now};
    for (int right = 0; right < GX_RIGHT_COUNT; right++)
        circle->gates[right][0] = circle->gates[right][1] = gx_gate_open();
    return gx_done(0);
}

gx_answer gx_rule_circle_join(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_circle_join *args = &op->args.circle_join;
    gx_circle_ref ref = args->circle;
    gx_answer answer = gx_circle_may(book, ref, &args->pass, GX_RIGHT_JOIN, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_person before = gx_circle_person(book, ref.slot, args->pass.user);
    if (before.standing > 0)
        return gx_refuse(GX_REFUSED_TWICE, before.standing, 0);
    if (!gx_relation_reserve(&book->circles->people))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_person after = before;
    after.standing = 1;
    gx_circle_note(book, ref.slot, args->pass.user, before, after);
    out->number = gx_circle_at(book, ref.slot)->members;
    return gx_done(0);
}

gx_answer gx_rule_circle_leave(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_circle_leave *args = &op->args.circle_leave;
    gx_slab_state state = gx_slab_look(&book->circles->slab, args->circle.slot, args->circle.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_person before = gx_circle_person(book, args->circle.slot, args->user);
    if (before.standing == 0)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    gx_person after = {0};
    if (op->now < before.muted_until) {
        after = before;
        after.standing = 0;
    }
    gx_circle_note(book, args->circle.slot, args->user, before, after);
    out->number = gx_circle_at(book, args->circle.slot)->members;
    return gx_done(0);
}

gx_answer gx_rule_circle_standing(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_standing *args = &op->args.circle_standing;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    if (args->standing == 0)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    gx_person before = gx_circle_person(book, args->circle.slot, args->user);
    if (before.standing == 0)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    gx_person after = before;
    after.standing = args->standing;
    gx_circle_note(book, args->circle.slot, args->user, before, after);
    return gx_done(0);
}

gx_answer gx_rule_circle_close(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_close *args = &op->args.circle_close;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    gx_circle_record *circle = gx_circle_at(book, args->circle.slot);
    if (circle->posts > 0)
        return gx_refuse(GX_REFUSED_STATE, circle->posts, 0);
    gx_relation_drop_all(&book->circles->people, &circle->people);
    gx_slab_give(&book->circles->slab, args->circle.slot);
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_circle_open(gx_book *book, gx_op_key key, const gx_circle_order *order, uint32_t now,
                         gx_circle_ref *out)
{
    unsigned mode = (unsigned)order->mode;
    gx_op op = {.kind = GX_OP_CIRCLE_OPEN,
                .now = now,
                .key = key,
                .args.circle_open = {.mode = mode < UINT8_MAX ? (uint8_t)mode : UINT8_MAX,
                                     .real_name = order->real_name,
                                     .topic = order->topic}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_circle_join(gx_book *book, gx_circle_ref circle, const gx_pass *pass, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_JOIN, .now = now, .args.circle_join = {circle, *pass}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_circle_leave(gx_book *book, gx_circle_ref circle, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_LEAVE, .now = now, .args.circle_leave = {circle, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_circle_set_standing(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user,
                                 uint16_t standing, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_CIRCLE_STANDING, .now = now, .args.circle_standing = {circle, actor, user, standing}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_circle_close(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_CLOSE, .now = now, .args.circle_close = {circle, actor}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

static bool lives(const gx_book *book, gx_circle_ref circle)
{
    return book->circles != NULL &&
           gx_slab_look(&book->circles->slab, circle.slot, circle.life) == GX_SLAB_LIVE;
}

bool gx_circle_look(const gx_book *book, gx_circle_ref ref, gx_circle_view *out)
{
    if (!lives(book, ref))
        return false;
    const gx_circle_record *circle = gx_circle_at(book, ref.slot);
    *out = (gx_circle_view){.mode = (gx_circle_mode)circle->mode,
                            .real_name = circle->real_name,
                            .operator_ = circle->keeper,
                            .topic = circle->topic,
                            .opened = circle->opened,
                            .members = circle->members,
                            .posts = circle->posts,
                            .shut_from = circle->shut_from,
                            .open_from = circle->open_from,
                            .shut_by_platform = circle->shut_by_platform};
    return true;
}

uint16_t gx_circle_standing(const gx_book *book, gx_circle_ref circle, uint32_t user)
{
    return lives(book, circle) ? gx_circle_person(book, circle.slot, user).standing : 0;
}

uint32_t gx_moderation_muted(const gx_book *book, gx_circle_ref circle, uint32_t user)
{
    return lives(book, circle) ? gx_circle_person(book, circle.slot, user).muted_until : 0;
}

bool gx_moderation_banned(const gx_book *book, gx_circle_ref circle, uint32_t user)
{
    return lives(book, circle) && gx_circle_person(book, circle.slot, user).banned;
}

uint64_t gx_circles_open(const gx_book *book)
{
    return book->circles == NULL ? 0 : book->circles->slab.live;
}
