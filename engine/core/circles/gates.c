/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gates: may this pass have that right, now? Asked for every act in a circle, so it costs a few ns:
 * conditions are compared without branches, and the search for the user among the circle's people is made
 * only when somebody is muted or banned there, or the gate asks for a standing. */
#include "circles/circles.h"
#include "ledger/book_internal.h"

static inline uint32_t misses(const gx_gate *gate, const gx_pass *pass, uint32_t standing)
{
    uint32_t sex = pass->sex < 7 ? pass->sex : 7;
    uint32_t occupation = pass->occupation < 63 ? pass->occupation : 63;
    uint32_t missed = 0;
    missed |= (uint32_t)(pass->tier < gate->tier_min) * GX_MISS_TIER;
    missed |= (uint32_t)(pass->score < gate->score_min) * GX_MISS_SCORE;
    missed |= (uint32_t)((gate->sexes >> sex & 1) == 0) * GX_MISS_SEX;
    missed |= (uint32_t)((pass->age < gate->age_min) | (pass->age > gate->age_max)) * GX_MISS_AGE;
    missed |= (uint32_t)((gate->occupations >> occupation & 1) == 0) * GX_MISS_OCCUPATION;
    missed |= (uint32_t)((pass->badges & gate->badges_all) != gate->badges_all) * GX_MISS_BADGES_ALL;
    missed |=
        (uint32_t)((gate->badges_any != 0) & ((pass->badges & gate->badges_any) == 0)) * GX_MISS_BADGES_ANY;
    missed |= (uint32_t)(standing < gate->standing_min) * GX_MISS_STANDING;
    return missed;
}

uint32_t gx_gate_misses(const gx_gate *gate, const gx_pass *pass, uint16_t standing)
{
    return misses(gate, pass, standing);
}

gx_gate gx_gate_open(void)
{
    return (gx_gate){.occupations = UINT64_MAX, .sexes = UINT8_MAX, .age_max = UINT8_MAX};
}

static bool is_shut(const gx_circle_record *circle, uint32_t now)
{
    return now >= circle->shut_from && circle->shut_from != UINT32_MAX &&
           (now < circle->open_from || circle->open_from == UINT32_MAX);
}

gx_answer gx_circle_allows(const gx_book *book, uint32_t place, const gx_pass *pass, gx_right right,
                           uint32_t now)
{
    const gx_circle_record *circle = gx_circle_at(book, place);
    if (is_shut(circle, now))
        return gx_refuse(GX_REFUSED_SHUT, now, circle->open_from);
    if (pass->user == circle->keeper)
        return gx_done(0);
    gx_person person = {0};
    if (circle->restricted != 0 || (circle->by_standing >> right & 1) != 0)
        person = gx_circle_person(book, place, pass->user);
    if (person.banned)
        return gx_refuse(GX_REFUSED_BANNED, 0, 0);
    bool speaks = right == GX_RIGHT_COMMENT || right == GX_RIGHT_POST;
    if (speaks && now < person.muted_until)
        return gx_refuse(GX_REFUSED_MUTED, now, person.muted_until);
    if (right == GX_RIGHT_POST && circle->mode == GX_CIRCLE_OFFICIAL)
        return gx_refuse(GX_REFUSED_RIGHT, pass->user, circle->keeper);
    if (right != GX_RIGHT_READ && pass->tier < circle->real_name)
        return gx_refuse(GX_REFUSED_IDENTITY, pass->tier, circle->real_name);
    const gx_gate *gate = circle->gates[right];
    uint32_t missed = misses(&gate[0], pass, person.standing);
    if (missed == 0 ||
        ((circle->alternatives >> right & 1) != 0 && misses(&gate[1], pass, person.standing) == 0))
        return gx_done(0);
    return gx_refuse(GX_REFUSED_GATE, missed, right);
}

gx_answer gx_circle_may(const gx_book *book, gx_circle_ref circle, const gx_pass *pass, gx_right right,
                        uint32_t now)
{
    if ((unsigned)right >= GX_RIGHT_COUNT)
        return gx_refuse(GX_REFUSED_RULE, right, GX_RIGHT_COUNT - 1);
    if (book->circles == NULL)
        return gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_CIRCLES);
    gx_slab_state state = gx_slab_look(&book->circles->slab, circle.slot, circle.life);
    return state == GX_SLAB_LIVE ? gx_circle_allows(book, circle.slot, pass, right, now)
                                 : gx_refuse_handle(state);
}

/* ---- Setting them */

gx_answer gx_rule_circle_gate(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_gate *args = &op->args.circle_gate;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code != GX_DONE)
        return answer;
    if (args->right >= GX_RIGHT_COUNT)
        return gx_refuse(GX_REFUSED_RULE, args->right, GX_RIGHT_COUNT - 1);
    if (args->alternative > 1)
        return gx_refuse(GX_REFUSED_RULE, args->alternative, 1);
    if (args->age_min > args->age_max)
        return gx_refuse(GX_REFUSED_RULE, args->age_min, args->age_max);
    gx_circle_record *circle = gx_circle_at(book, args->circle.slot);
    gx_gate *gate = circle->gates[args->right];
    gate[args->alternative] = (gx_gate){.occupations = args->occupations,
                                        .badges_all = args->badges_all,
                                        .badges_any = args->badges_any,
                                        .score_min = args->score_min,
                                        .standing_min = args->standing_min,
                                        .tier_min = args->tier_min,
                                        .sexes = args->sexes,
                                        .age_min = args->age_min,
                                        .age_max = args->age_max};
    if (args->alternative == 0)
        gate[1] = gx_gate_open(); /* forgotten, and the same whatever it was */
    uint8_t bit = (uint8_t)(1u << args->right);
    bool asks_standing = gate[0].standing_min > 0 || gate[1].standing_min > 0;
    circle->alternatives = (uint8_t)((circle->alternatives & ~bit) | (args->alternative != 0 ? bit : 0));
    circle->by_standing = (uint8_t)((circle->by_standing & ~bit) | (asks_standing ? bit : 0));
    return gx_done(0);
}

gx_answer gx_rule_circle_real_name(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_real_name *args = &op->args.circle_real_name;
    gx_answer answer = gx_circle_check_actor(book, args->circle, args->actor);
    if (answer.code == GX_DONE)
        gx_circle_at(book, args->circle.slot)->real_name = args->tier;
    return answer;
}

/* ---- Calls */

gx_answer gx_circle_set_gate(gx_book *book, gx_circle_ref circle, uint32_t actor, gx_right right,
                             uint8_t alternative, const gx_gate *gate, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_GATE,
                .now = now,
                .args.circle_gate = {.circle = circle,
                                     .actor = actor,
                                     .right = (unsigned)right < UINT8_MAX ? (uint8_t)right : UINT8_MAX,
                                     .alternative = alternative,
                                     .occupations = gate->occupations,
                                     .badges_all = gate->badges_all,
                                     .badges_any = gate->badges_any,
                                     .score_min = gate->score_min,
                                     .standing_min = gate->standing_min,
                                     .tier_min = gate->tier_min,
                                     .sexes = gate->sexes,
                                     .age_min = gate->age_min,
                                     .age_max = gate->age_max}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_circle_set_real_name(gx_book *book, gx_circle_ref circle, uint32_t actor, uint8_t tier,
                                  uint32_t now)
{
    gx_op op = {.kind = GX_OP_CIRCLE_REAL_NAME, .now = now, .args.circle_real_name = {circle, actor, tier}};
    return gx_book_do(book, &op, NULL);
}

bool gx_circle_look_gate(const gx_book *book, gx_circle_ref circle, gx_right right, uint8_t alternative,
                         gx_gate *out)
{
    if (book->circles == NULL || (unsigned)right >= GX_RIGHT_COUNT || alternative > 1 ||
        gx_slab_look(&book->circles->slab, circle.slot, circle.life) != GX_SLAB_LIVE)
        return false;
    const gx_circle_record *record = gx_circle_at(book, circle.slot);
    *out = record->gates[right][alternative];
    return alternative == 0 || (record->alternatives >> right & 1) != 0;
}
