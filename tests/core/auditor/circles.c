/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for circles: gates, members, operators (S5, S6, S12). What is done against abuse there
 * is in moderation.c. */
#include "core/auditor/circles.h"

#include <string.h>

extern const aud_part aud_circles;

typedef struct state {
    gx_circle_rules rules;
    gx_moderation_counts counts;
} state;

static state *state_of(const aud_book *book)
{
    return aud_state(book, &aud_circles);
}

/* ---- The order of a right */

static uint32_t misses(const gx_gate *gate, const gx_pass *pass, uint16_t standing)
{
    unsigned occupation = pass->occupation < 63 ? pass->occupation : 63;
    unsigned sex = pass->sex < 7 ? pass->sex : 7;
    uint32_t missed = 0;
    if (pass->tier < gate->tier_min)
        missed += GX_MISS_TIER;
    if (pass->score < gate->score_min)
        missed += GX_MISS_SCORE;
    if ((gate->sexes >> sex) % 2 == 0)
        missed += GX_MISS_SEX;
    if (pass->age < gate->age_min || pass->age > gate->age_max)
        missed += GX_MISS_AGE;
    if ((gate->occupations >> occupation) % 2 == 0)
        missed += GX_MISS_OCCUPATION;
    if ((pass->badges & gate->badges_all) != gate->badges_all)
        missed += GX_MISS_BADGES_ALL;
    if (gate->badges_any != 0 && (pass->badges & gate->badges_any) == 0)
        missed += GX_MISS_BADGES_ANY;
    if (standing < gate->standing_min)
        missed += GX_MISS_STANDING;
    return missed;
}

gx_answer aud_circle_right(const aud_circle *circle, const gx_pass *pass, gx_right right, uint32_t now)
{
    const aud_person *person = &circle->person[aud_seat(pass->user)];
    bool speaks = right == GX_RIGHT_COMMENT || right == GX_RIGHT_POST;
    if (circle->shut && now >= circle->from && (now < circle->until || circle->until == UINT32_MAX))
        return aud_no(GX_REFUSED_SHUT, now, circle->until);
    if (pass->user == circle->runs_it)
        return aud_done(0);
    if (person->banned)
        return aud_no(GX_REFUSED_BANNED, 0, 0);
    if (speaks && person->muted && now < person->until)
        return aud_no(GX_REFUSED_MUTED, now, person->until);
    if (right == GX_RIGHT_POST && circle->mode == GX_CIRCLE_OFFICIAL)
        return aud_no(GX_REFUSED_RIGHT, pass->user, circle->runs_it);
    if (right != GX_RIGHT_READ && pass->tier < circle->real_name)
        return aud_no(GX_REFUSED_IDENTITY, pass->tier, circle->real_name);
    uint16_t standing = person->member ? person->standing : 0;
    uint32_t missed = misses(&circle->gate[right][0], pass, standing);
    if (missed == 0 || (circle->second[right] && misses(&circle->gate[right][1], pass, standing) == 0))
        return aud_done(0);
    return aud_no(GX_REFUSED_GATE, missed, right);
}

uint32_t aud_place_of(const aud_book *book, const aud_thing *thing)
{
    uint32_t place = 0;
    while (book->things[place] != thing)
        place++;
    return place;
}

/* The circle, and whether the actor may run it. */
static gx_answer of_actor(const aud_book *book, gx_ref ref, uint32_t actor, aud_circle **circle)
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

/* ---- Acts of moderation cost */

gx_answer aud_act_price(const aud_book *book, const aud_circle *circle, uint32_t actor, bool free,
                        uint32_t now)
{
    gx_fen price = state_of(book)->rules.act_cost;
    if (free || actor == GX_PLATFORM || price == 0)
        return aud_done(0);
    aud_spend spend = {
        .payer = aud_party(book, circle->runs_it), .amount = price, .now = now, .purpose = GX_FOR_FEE};
    gx_answer answer = aud_check_spend(book, &spend);
    return answer.code == GX_DONE ? aud_done(price) : answer;
}

void aud_act_done(aud_book *book, uint32_t actor, gx_fen price, bool counted, gx_moderation what,
                  uint32_t now)
{
    gx_moderation_counts *counts = &state_of(book)->counts;
    if (price > 0) {
        aud_spend spend = {
            .payer = aud_party(book, actor), .amount = price, .now = now, .purpose = GX_FOR_FEE};
        aud_move(book, spend.payer, AUD_HOUSE_AT + GX_HOUSE_FEES, price);
        aud_note_spend(book, &spend);
        counts->charged += price;
    }
    if (counted)
        ++*(actor == GX_PLATFORM ? &counts->by_platform[what] : &counts->by_operators[what]);
}

/* ---- Rules, opening, gates */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.circle_rules =
        (gx_args_circle_rules){.act_cost = aud_odds(world, 40) ? 0 : aud_below(world, 60),
                               .operators = (uint8_t)aud_below(world, 4)};
    if (aud_odds(world, 40))
        step->op.args.circle_rules.operators = 3;
    if (aud_odds(world, 10))
        step->op.args.circle_rules.operators = 4;
    if (aud_odds(world, 10))
        step->op.args.circle_rules.act_cost = aud_odds(world, 50) ? -1 : 100000001;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_rules *args = &op->args.circle_rules;
    if (args->act_cost < 0)
        return aud_no(GX_REFUSED_RULE, args->act_cost, 0);
    if (args->act_cost > 100000000)
        return aud_no(GX_REFUSED_RULE, args->act_cost, 100000000);
    if (args->operators > 3)
        return aud_no(GX_REFUSED_RULE, args->operators, 3);
    state_of(book)->rules = (gx_circle_rules){args->act_cost, args->operators};
    return aud_done(0);
}

static void generate_open(aud_world *world, aud_step *step)
{
    step->op.args.circle_open =
        (gx_args_circle_open){.mode = aud_odds(world, 25) ? GX_CIRCLE_OFFICIAL : GX_CIRCLE_COMMUNITY,
                              .real_name = aud_odds(world, 50) ? 0 : (uint8_t)aud_below(world, 4),
                              .topic = aud_below(world, 9)};
    step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 5))
        step->op.args.circle_open.mode = 2;
}

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_circle_open *args = &op->args.circle_open;
    uint32_t party = aud_party(book, op->key.account);
    uint8_t operators = state_of(book)->rules.operators;
    bool may = party < AUD_USERS                   ? (operators & GX_OPERATORS_USERS) != 0
               : party < AUD_USERS + AUD_MERCHANTS ? (operators & GX_OPERATORS_MERCHANTS) != 0
                                                   : false;
    if (!may)
        return aud_no(GX_REFUSED_RIGHT, 0, operators);
    if (args->mode > 1)
        return aud_no(GX_REFUSED_RULE, args->mode, 1);
    want->made = aud_new(book, AUD_CIRCLE, sizeof(aud_circle));
    aud_circle *circle = aud_more(want->made);
    circle->mode = args->mode;
    circle->real_name = args->real_name;
    circle->runs_it = op->key.account;
    circle->topic = args->topic;
    circle->opened = op->now;
    for (int right = 0; right < GX_RIGHT_COUNT; right++)
        circle->gate[right][0] = (gx_gate){.occupations = UINT64_MAX, .sexes = 0xff, .age_max = 255};
    return aud_done(0);
}

/* Names a circle, and mostly who may run it. */
static void mention(aud_world *world, aud_step *step, gx_ref *ref, uint32_t *actor)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    aud_mention(world, step, ref, thing);
    if (thing != NULL && actor != NULL && aud_odds(world, 92))
        *actor = aud_odds(world, 65) ? ((aud_circle *)aud_more(thing))->runs_it : GX_PLATFORM;
}

static void generate_gate(aud_world *world, aud_step *step)
{
    gx_args_circle_gate *args = &step->op.args.circle_gate;
    *args = (gx_args_circle_gate){.actor = aud_anybody(world),
                                  .right = (uint8_t)aud_below(world, aud_odds(world, 95) ? 6 : 12),
                                  .alternative = (uint8_t)aud_below(world, aud_odds(world, 95) ? 2 : 4),
                                  .occupations = UINT64_MAX,
                                  .sexes = 0xff,
                                  .age_max = 255};
    mention(world, step, &args->circle, &args->actor);
    switch (aud_below(world, 9)) {
    case 0:
        args->score_min = (uint16_t)aud_below(world, 900);
        break;
    case 1:
        args->tier_min = (uint8_t)aud_below(world, 4);
        break;
    case 2:
        args->sexes = (uint8_t)aud_any(world);
        break;
    case 3:
        args->age_min = (uint8_t)aud_below(world, 40);
        args->age_max = (uint8_t)(30 + aud_below(world, 50));
        break;
    case 4:
        args->occupations = aud_any(world);
        break;
    case 5:
        args->badges_all = aud_below(world, 16);
        break;
    case 6:
        args->badges_any = aud_below(world, 16);
        break;
    case 7:
        args->standing_min = (uint16_t)aud_below(world, 4);
        break;
    default:
        break;
    }
}

static gx_answer predict_gate(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_gate *args = &op->args.circle_gate;
    aud_circle *circle;
    gx_answer answer = of_actor(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (args->right > 5)
        return aud_no(GX_REFUSED_RULE, args->right, 5);
    if (args->alternative > 1)
        return aud_no(GX_REFUSED_RULE, args->alternative, 1);
    if (args->age_min > args->age_max)
        return aud_no(GX_REFUSED_RULE, args->age_min, args->age_max);
    circle->second[args->right] = args->alternative == 1;
    circle->gate[args->right][args->alternative] = (gx_gate){.occupations = args->occupations,
                                                             .badges_all = args->badges_all,
                                                             .badges_any = args->badges_any,
                                                             .score_min = args->score_min,
                                                             .standing_min = args->standing_min,
                                                             .tier_min = args->tier_min,
                                                             .sexes = args->sexes,
                                                             .age_min = args->age_min,
                                                             .age_max = args->age_max};
    return aud_done(0);
}

static void generate_real_name(aud_world *world, aud_step *step)
{
    gx_args_circle_real_name *args = &step->op.args.circle_real_name;
    args->tier = (uint8_t)aud_below(world, 4);
    mention(world, step, &args->circle, &args->actor);
}

static gx_answer predict_real_name(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_real_name *args = &op->args.circle_real_name;
    aud_circle *circle;
    gx_answer answer = of_actor(book, args->circle, args->actor, &circle);
    if (answer.code == GX_DONE)
        circle->real_name = args->tier;
    return answer;
}

/* ---- Members */

gx_pass aud_some_pass(aud_world *world)
{
    return (gx_pass){.user = aud_anybody(world),
                     .badges = aud_odds(world, 70) ? 15 : aud_below(world, 16),
                     .score = (uint16_t)(aud_odds(world, 70) ? 900 : aud_below(world, 951)),
                     .place = (uint16_t)aud_below(world, 3),
                     .tier = (uint8_t)(aud_odds(world, 80) ? 3 : aud_below(world, 4)),
                     .sex = (uint8_t)(aud_odds(world, 95) ? aud_below(world, 3) : 5 + aud_below(world, 5)),
                     .age = (uint8_t)(aud_odds(world, 70) ? 35 : aud_below(world, 256)),
                     .occupation =
                         (uint8_t)(aud_odds(world, 90) ? aud_below(world, 6) : 62 + aud_below(world, 3))};
}

static void generate_join(aud_world *world, aud_step *step)
{
    gx_args_circle_join *args = &step->op.args.circle_join;
    args->pass = aud_some_pass(world);
    mention(world, step, &args->circle, aud_odds(world, 4) ? &args->pass.user : NULL);
}

static gx_answer predict_join(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_circle_join *args = &op->args.circle_join;
    aud_thing *thing = aud_find(book, AUD_CIRCLE, args->circle);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_circle *circle = aud_more(thing);
    answer = aud_circle_right(circle, &args->pass, GX_RIGHT_JOIN, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_person *person = &circle->person[aud_seat(args->pass.user)];
    if (person->member)
        return aud_no(GX_REFUSED_TWICE, person->standing, 0);
    person->member = true;
    person->standing = 1;
    want->result.number = ++circle->members;
    return aud_done(0);
}

/* Mostly a member of the circle. */
static uint32_t some_member(aud_world *world, const aud_thing *thing, uint32_t otherwise)
{
    uint32_t seen = 0;
    if (thing == NULL || aud_odds(world, 15))
        return otherwise;
    const aud_circle *circle = aud_more((aud_thing *)thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        if (circle->person[seat].member && aud_below(world, ++seen) == 0)
            otherwise = aud_name(seat);
    return otherwise;
}

static void generate_leave(aud_world *world, aud_step *step)
{
    gx_args_circle_leave *args = &step->op.args.circle_leave;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    aud_mention(world, step, &args->circle, thing);
    args->user = some_member(world, thing, args->user);
}

static gx_answer predict_leave(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_circle_leave *args = &op->args.circle_leave;
    aud_thing *thing = aud_find(book, AUD_CIRCLE, args->circle);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_circle *circle = aud_more(thing);
    aud_person *person = &circle->person[aud_seat(args->user)];
    if (!person->member)
        return aud_no(GX_REFUSED_STATE, 0, 1);
    bool runs = person->muted && op->now < person->until;
    *person = (aud_person){
        .muted = runs, .until = runs ? person->until : 0, .by_platform = runs && person->by_platform};
    want->result.number = --circle->members;
    return aud_done(0);
}

static void generate_standing(aud_world *world, aud_step *step)
{
    gx_args_circle_standing *args = &step->op.args.circle_standing;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    aud_mention(world, step, &args->circle, thing);
    args->user = some_member(world, thing, args->user);
    args->standing = (uint16_t)aud_below(world, 6);
    if (thing != NULL && aud_odds(world, 90))
        args->actor = aud_odds(world, 65) ? ((aud_circle *)aud_more(thing))->runs_it : GX_PLATFORM;
}

static gx_answer predict_standing(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_standing *args = &op->args.circle_standing;
    aud_circle *circle;
    gx_answer answer = of_actor(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (args->standing == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    aud_person *person = &circle->person[aud_seat(args->user)];
    if (!person->member)
        return aud_no(GX_REFUSED_STATE, 0, 1);
    person->standing = args->standing;
    return aud_done(0);
}

static void generate_close(aud_world *world, aud_step *step)
{
    mention(world, step, &step->op.args.circle_close.circle, &step->op.args.circle_close.actor);
}

static gx_answer predict_close(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_circle_close *args = &op->args.circle_close;
    aud_circle *circle;
    gx_answer answer = of_actor(book, args->circle, args->actor, &circle);
    if (answer.code != GX_DONE)
        return answer;
    if (circle->posts > 0)
        return aud_no(GX_REFUSED_STATE, circle->posts, 0);
    aud_find(book, AUD_CIRCLE, args->circle)->gone = true;
    return aud_done(0);
}

/* ---- Looks */

static void look_at_gates(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const aud_circle *circle = aud_more((aud_thing *)thing);
    for (int right = 0; right < GX_RIGHT_COUNT; right++)
        for (uint8_t second = 0; second < 2; second++) {
            gx_gate gate;
            bool is = gx_circle_look_gate(core, thing->ref, (gx_right)right, second, &gate);
            bool want = !thing->gone && (second == 0 || circle->second[right]);
            const gx_gate *own = &circle->gate[right][second];
            aud_expect(world, is == want, "whether a gate has this set");
            aud_expect(world,
                       !want || (gate.occupations == own->occupations && gate.badges_all == own->badges_all &&
                                 gate.badges_any == own->badges_any && gate.score_min == own->score_min &&
                                 gate.standing_min == own->standing_min && gate.tier_min == own->tier_min &&
                                 gate.sexes == own->sexes && gate.age_min == own->age_min &&
                                 gate.age_max == own->age_max),
                       "a gate");
        }
}

static void look_at_people(aud_world *world, const gx_book *core, const aud_thing *thing, uint32_t now)
{
    const aud_circle *circle = aud_more((aud_thing *)thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        const aud_person *person = &circle->person[seat];
        uint32_t name = aud_name(seat);
        bool here = !thing->gone;
        aud_expect(world,
                   gx_circle_standing(core, thing->ref, name) ==
                       (here && person->member ? person->standing : 0),
                   "a member's standing");
        aud_expect(world,
                   gx_moderation_muted(core, thing->ref, name) == (here && person->muted ? person->until : 0),
                   "until when somebody is muted");
        aud_expect(world, gx_moderation_banned(core, thing->ref, name) == (here && person->banned),
                   "who is banned");
        gx_pass pass = {.user = name,
                        .badges = seat % 16,
                        .score = 700,
                        .tier = (uint8_t)(seat % 4),
                        .sex = (uint8_t)(seat % 10),
                        .age = 30,
                        .occupation = (uint8_t)(56 + seat % 11)};
        gx_right right = (gx_right)(seat % GX_RIGHT_COUNT);
        gx_answer may = gx_circle_may(core, thing->ref, &pass, right, now);
        gx_answer want =
            here ? aud_circle_right(circle, &pass, right, now) : aud_no(GX_REFUSED_RESOLVED, 0, 0);
        aud_expect(world, may.code == want.code && may.have == want.have && may.need == want.need,
                   "whether somebody may");
    }
}

static void look_at_circle(aud_world *world, const gx_book *core, const aud_thing *thing, uint32_t now)
{
    const aud_circle *circle = aud_more((aud_thing *)thing);
    gx_circle_view view;
    bool lives = gx_circle_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a circle lives");
    if (!lives)
        return;
    bool shut = circle->shut && (now < circle->until || circle->until == UINT32_MAX);
    aud_expect(world,
               (uint8_t)view.mode == circle->mode && view.real_name == circle->real_name &&
                   view.operator_ == circle->runs_it && view.topic == circle->topic &&
                   view.opened == circle->opened,
               "what a circle is");
    aud_expect(world, view.members == circle->members, "a circle's members");
    aud_expect(world, view.posts == circle->posts, "a circle's posts");
    aud_expect(world,
               !shut || (view.shut_from == circle->from && view.open_from == circle->until &&
                         view.shut_by_platform == circle->shut_by_platform),
               "when a circle is shut");
}

static void look(aud_world *world, unsigned number)
{
    const gx_book *core = aud_core_of(world, number);
    const aud_book *book = aud_book_of(world, number);
    uint64_t open = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        const aud_thing *thing = book->things[i];
        if (thing->kind != AUD_CIRCLE || thing->ref.life == 0)
            continue;
        open += !thing->gone;
        look_at_circle(world, core, thing, book->now);
        if ((book->now + i) % 8 == 0) { /* it takes its time */
            look_at_gates(world, core, thing);
            look_at_people(world, core, thing, book->now);
        }
    }
    aud_expect(world, gx_circles_open(core) == open, "how many circles are open");
    gx_moderation_counts counts = gx_moderation_count(core);
    aud_expect(world,
               memcmp(&counts,
                      aud_has(book, GX_THEME_CIRCLES) ? &state_of(book)->counts
                                                      : &(gx_moderation_counts){.charged = 0},
                      sizeof counts) == 0,
               "what moderation came to");
}

static void begin(aud_book *book)
{
    state_of(book)->rules = (gx_circle_rules){.act_cost = 0, .operators = 3};
}

static void prepare(aud_world *world, unsigned book)
{
    for (int i = 0; i < 2; i++)
        aud_do(world, aud_make(world, book, GX_OP_CIRCLE_OPEN));
}

/* What a right can be refused with, beside the handle. */
#define RIGHTS                                                                                               \
    (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(SHUT) | AUD_MAY(BANNED) | AUD_MAY(IDENTITY) |            \
     AUD_MAY(GATE))
#define ACTOR (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RIGHT))

static const aud_rule rules[] = {
    {GX_OP_CIRCLE_RULES, 2, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_CIRCLE_OPEN, 6, generate_open, predict_open, AUD_MAY(RIGHT) | AUD_MAY(RULE), 0},
    {GX_OP_CIRCLE_GATE, 8, generate_gate, predict_gate, ACTOR | AUD_MAY(RULE), 0},
    {GX_OP_CIRCLE_REAL_NAME, 3, generate_real_name, predict_real_name, ACTOR, 0},
    {GX_OP_CIRCLE_JOIN, 20, generate_join, predict_join, RIGHTS | AUD_MAY(TWICE), 0},
    {GX_OP_CIRCLE_LEAVE, 5, generate_leave, predict_leave,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE), 0},
    {GX_OP_CIRCLE_STANDING, 5, generate_standing, predict_standing, ACTOR | AUD_MAY(RULE) | AUD_MAY(STATE),
     0},
    {GX_OP_CIRCLE_CLOSE, 2, generate_close, predict_close, ACTOR | AUD_MAY(STATE), 0},
    {0}};

const aud_part aud_circles = {.name = "circles",
                              .theme = GX_THEME_CIRCLES,
                              .rules = rules,
                              .state_bytes = sizeof(state),
                              .begin = begin,
                              .prepare = prepare,
                              .look = look};
