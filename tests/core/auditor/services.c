/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for local services (S9): needs and offers nearby, paid through escrow. */
#include "core/auditor/auditor.h"
#include "core/auditor/identity.h"

#include <gx/core/service.h>

extern const aud_part aud_services;

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;
static const gx_fen limit = (gx_fen)1 << 60;

typedef struct services {
    gx_service_rules rules;
    gx_service_rating rating[AUD_USERS];
} services;

/* Behind its thing (AUD_SERVICE); thing->expires is its deadline. */
typedef struct posting {
    uint8_t kind, state;
    uint16_t place;
    gx_fen price;
    uint32_t poster, addressee, provider; /* names */
} posting;

static services *state_of(const aud_book *book)
{
    return aud_state(book, &aud_services);
}

/* ---- Rules */

static void begin(aud_book *book)
{
    state_of(book)->rules = (gx_service_rules){.tier_min = 1,
                                               .price_max = 500000,
                                               .life_max = 7 * 86400,
                                               .work_ticks = 2 * 86400,
                                               .review_ticks = 3 * 86400};
}

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.service_rules = (gx_args_service_rules){.tier_min = (uint8_t)aud_below(world, 3),
                                                          .price_max = 300 + aud_below(world, 400),
                                                          .life_max = 60 + aud_below(world, 100),
                                                          .work_ticks = 20 + aud_below(world, 80),
                                                          .review_ticks = aud_below(world, 80)};
    if (aud_odds(world, 8))
        step->op.args.service_rules.price_max = aud_odds(world, 50) ? 0 : limit + 1;
    if (aud_odds(world, 8))
        step->op.args.service_rules.life_max = 0;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_service_rules *args = &op->args.service_rules;
    if (args->price_max < 1)
        return aud_no(GX_REFUSED_RULE, args->price_max, 1);
    if (args->price_max > limit)
        return aud_no(GX_REFUSED_RULE, args->price_max, limit);
    if (args->life_max == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    state_of(book)->rules = (gx_service_rules){.tier_min = args->tier_min,
                                               .price_max = args->price_max,
                                               .life_max = args->life_max,
                                               .work_ticks = args->work_ticks,
                                               .review_ticks = args->review_ticks};
    return aud_done(0);
}

/* ---- Posting */

static void generate_post(aud_world *world, aud_step *step)
{
    gx_args_service_post *args = &step->op.args.service_post;
    args->kind = (uint8_t)(aud_odds(world, 97) ? aud_odds(world, 30) : aud_below(world, 256));
    args->place = (uint16_t)(aud_odds(world, 95) + aud_below(world, 3));
    args->price = 1 + aud_below(world, 300);
    args->life = 1 + aud_below(world, 60);
    args->addressee = aud_odds(world, 70) ? GX_SERVICE_ANYBODY : aud_anybody(world);
    args->unconfirmed = aud_odds(world, 30);
    if (aud_odds(world, 8))
        args->price = aud_some_amount(world, aud_book_of(world, step->book), 0);
    if (aud_odds(world, 4))
        args->life = aud_odds(world, 50) ? 0 : UINT32_MAX;
    if (aud_odds(world, 4))
        args->addressee = step->op.key.account;
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer check_post(const aud_book *book, const gx_op *op, const aud_spend *spend)
{
    const gx_args_service_post *args = &op->args.service_post;
    const gx_service_rules *rules = &state_of(book)->rules;
    if (spend->payer == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->kind > GX_SERVICE_OFFER)
        return aud_no(GX_REFUSED_RULE, args->kind, 1);
    if (aud_has(book, GX_THEME_IDENTITY) && aud_tier(book, spend->payer) < rules->tier_min)
        return aud_no(GX_REFUSED_IDENTITY, aud_tier(book, spend->payer), rules->tier_min);
    if (args->price < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->price, 1);
    if (args->price > rules->price_max)
        return aud_no(GX_REFUSED_AMOUNT, args->price, rules->price_max);
    if (args->life == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->life > rules->life_max)
        return aud_no(GX_REFUSED_RULE, args->life, rules->life_max);
    if (args->addressee == op->key.account)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, op->key.account, args->addressee);
    return args->kind == GX_SERVICE_NEED ? aud_check_spend(book, spend) : aud_done(0);
}

static gx_answer predict_post(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_service_post *args = &op->args.service_post;
    aud_spend spend = {.payer = aud_user(book, op->key.account),
                       .amount = args->price,
                       .now = op->now,
                       .purpose = GX_FOR_SERVICE,
                       .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = check_post(book, op, &spend);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t deadline = aud_later(op->now, args->life);
    want->made = aud_new(book, AUD_SERVICE, sizeof(posting));
    posting *p = aud_more(want->made);
    *p = (posting){.kind = args->kind,
                   .place = args->place,
                   .price = args->price,
                   .poster = op->key.account,
                   .addressee = args->addressee};
    want->made->expires = deadline;
    if (args->kind == GX_SERVICE_OFFER)
        return aud_done(0);
    aud_hold_open(book, want->made, spend.payer, args->price, deadline);
    aud_note_spend(book, &spend);
    return aud_done(args->price);
}

/* ---- What becomes of it */

/* Bits by state. */
enum { OPEN = 1 << GX_SERVICE_OPEN, MATCHED = 1 << GX_SERVICE_MATCHED, REPORTED = 1 << GX_SERVICE_REPORTED };

/* Names one, mostly in one of the states wanted. */
static aud_thing *mention(aud_world *world, aud_step *step, gx_ref *ref, unsigned states, posting *out)
{
    aud_thing *thing = NULL;
    *out = (posting){0};
    for (int tries = aud_odds(world, 85) ? 6 : 1; tries > 0; tries--) {
        thing = aud_some_thing_of(world, step, AUD_SERVICE);
        if (thing != NULL && (states >> ((const posting *)aud_more(thing))->state & 1) != 0)
            break;
    }
    aud_mention(world, step, ref, thing);
    if (thing != NULL)
        *out = *(const posting *)aud_more(thing);
    return thing;
}

static void generate_accept(aud_world *world, aud_step *step)
{
    gx_args_service_accept *args = &step->op.args.service_accept;
    posting p;
    if (mention(world, step, &args->post, OPEN, &p) == NULL)
        return;
    args->by.place = aud_odds(world, 85) ? p.place : (uint16_t)(p.place + 1);
    args->by.tier = (uint8_t)(aud_odds(world, 80) ? 2 : aud_below(world, 3));
    if (p.addressee != GX_SERVICE_ANYBODY && aud_odds(world, 80))
        args->by.user = p.addressee;
    else if (aud_odds(world, 5))
        args->by.user = p.poster;
}

static gx_answer check_accept(const aud_book *book, const gx_op *op, const aud_thing *thing)
{
    const gx_pass *by = &op->args.service_accept.by;
    const gx_service_rules *rules = &state_of(book)->rules;
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const posting *p = (const posting *)(thing + 1);
    if (p->state != GX_SERVICE_OPEN)
        return aud_no(GX_REFUSED_STATE, p->state, GX_SERVICE_OPEN);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (by->user == p->poster)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, by->user, p->poster);
    if (p->addressee != GX_SERVICE_ANYBODY && by->user != p->addressee)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, by->user, p->addressee);
    if (aud_has(book, GX_THEME_IDENTITY) && by->tier < rules->tier_min)
        return aud_no(GX_REFUSED_IDENTITY, by->tier, rules->tier_min);
    if (by->place == 0 || by->place != p->place)
        return aud_no(GX_REFUSED_PLACE, by->place, p->place);
    return aud_done(p->price);
}

static gx_answer predict_accept(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_SERVICE, op->args.service_accept.post);
    gx_answer answer = check_accept(book, op, thing);
    if (answer.code != GX_DONE)
        return answer;
    posting *p = aud_more(thing);
    want->result.who = p->poster;
    if (p->kind == GX_SERVICE_OFFER) {
        thing->gone = true;
        want->result.closed = true;
        return answer;
    }
    p->state = GX_SERVICE_MATCHED;
    p->provider = op->args.service_accept.by.user;
    thing->expires = aud_later(op->now, state_of(book)->rules.work_ticks);
    return answer;
}

static void generate_report(aud_world *world, aud_step *step)
{
    posting p;
    if (mention(world, step, &step->op.args.service_report.post, MATCHED, &p) != NULL && aud_odds(world, 90))
        step->op.args.service_report.by = aud_odds(world, 90) ? p.provider : p.poster;
}

static gx_answer predict_report(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_service_report *args = &op->args.service_report;
    aud_thing *thing = aud_find(book, AUD_SERVICE, args->post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    posting *p = aud_more(thing);
    if (p->state != GX_SERVICE_MATCHED)
        return aud_no(GX_REFUSED_STATE, p->state, GX_SERVICE_MATCHED);
    if (args->by != p->provider)
        return aud_no(GX_REFUSED_RIGHT, args->by, p->provider);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    p->state = GX_SERVICE_REPORTED;
    thing->expires = aud_later(op->now, state_of(book)->rules.review_ticks);
    want->result.who = p->poster;
    return aud_done(p->price);
}

static void generate_finish(aud_world *world, aud_step *step)
{
    posting p;
    mention(world, step, &step->op.args.service_finish.post, aud_odds(world, 30) ? MATCHED : REPORTED, &p);
    step->op.args.service_finish.confirmed = aud_odds(world, 35);
}

static gx_answer predict_finish(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_SERVICE, op->args.service_finish.post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const posting *p = aud_more(thing);
    if (p->state == GX_SERVICE_OPEN)
        return aud_no(GX_REFUSED_STATE, GX_SERVICE_OPEN, GX_SERVICE_MATCHED);
    if (op->args.service_finish.confirmed == 0) {
        if (p->state != GX_SERVICE_REPORTED)
            return aud_no(GX_REFUSED_STATE, GX_SERVICE_MATCHED, GX_SERVICE_REPORTED);
        if (op->now < thing->expires)
            return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    }
    aud_hold_pay(book, thing, clearing, p->price);
    thing->gone = true;
    want->result.closed = true;
    want->result.who = p->provider;
    return aud_done(p->price);
}

static void generate_cancel(aud_world *world, aud_step *step)
{
    posting p;
    if (mention(world, step, &step->op.args.service_cancel.post, OPEN | MATCHED | REPORTED, &p) != NULL &&
        aud_odds(world, 90))
        step->op.args.service_cancel.by = aud_odds(world, 50) ? p.poster : p.provider;
}

static gx_answer predict_cancel(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_service_cancel *args = &op->args.service_cancel;
    aud_thing *thing = aud_find(book, AUD_SERVICE, args->post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const posting *p = aud_more(thing);
    bool is_provider = p->state != GX_SERVICE_OPEN && args->by == p->provider;
    if (p->state == GX_SERVICE_REPORTED && !is_provider)
        return aud_no(GX_REFUSED_RIGHT, args->by, p->provider);
    if (p->state != GX_SERVICE_REPORTED && args->by != p->poster && !is_provider)
        return aud_no(GX_REFUSED_RIGHT, args->by, p->poster);
    thing->gone = true;
    want->result.closed = true;
    return aud_done(aud_hold_refund(book, thing));
}

static void generate_expire(aud_world *world, aud_step *step)
{
    posting p;
    mention(world, step, &step->op.args.service_expire.post, OPEN | MATCHED | REPORTED, &p);
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_SERVICE, op->args.service_expire.post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const posting *p = aud_more(thing);
    if (p->state == GX_SERVICE_REPORTED)
        return aud_no(GX_REFUSED_STATE, GX_SERVICE_REPORTED, GX_SERVICE_MATCHED);
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    want->result.closed = true;
    return aud_done(aud_hold_refund(book, thing));
}

/* ---- Stars */

static void generate_rate(aud_world *world, aud_step *step)
{
    gx_args_service_rate *args = &step->op.args.service_rate;
    args->provider = aud_odds(world, 85) ? aud_some_user(world, step->book) : aud_anybody(world);
    args->stars = (uint8_t)(aud_odds(world, 85) ? 1 + aud_below(world, 5) : aud_below(world, 256));
}

static gx_answer predict_rate(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_service_rate *args = &op->args.service_rate;
    uint32_t user = aud_user(book, args->provider);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->provider);
    if (args->stars == 0 || args->stars > 5)
        return aud_no(GX_REFUSED_RULE, args->stars, 5);
    gx_service_rating *rating = &state_of(book)->rating[user];
    rating->ratings++;
    rating->stars += args->stars;
    want->result.number = rating->ratings;
    return aud_done(0);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    if (aud_odds(world, 5))
        return; /* the defaults */
    aud_step *step = aud_make(world, book, GX_OP_SERVICE_RULES);
    generate_rules(world, step);
    aud_do(world, step);
}

static void look_at(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const posting *p = (const posting *)(thing + 1);
    gx_service_view view;
    bool lives = gx_service_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a service is posted");
    if (!lives)
        return;
    aud_expect(world, (unsigned)view.kind == p->kind && (unsigned)view.state == p->state,
               "a service's state");
    aud_expect(world, view.poster == p->poster && view.addressee == p->addressee, "whose service it is");
    aud_expect(world, view.provider == p->provider, "who does a service");
    aud_expect(world, view.place == p->place && view.deadline == thing->expires,
               "a service's place and time");
    aud_expect_fen(world, view.price, p->price, "a service's price");
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    const gx_book *core = aud_core_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++)
        if (own->things[i]->kind == AUD_SERVICE)
            look_at(world, core, own->things[i]);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t user = aud_user(own, aud_name(seat));
        gx_service_rating want = {0, 0};
        if (user != AUD_NOBODY)
            want = state_of(own)->rating[user];
        gx_service_rating rating = gx_service_rating_of(core, aud_name(seat));
        aud_expect(world, rating.ratings == want.ratings && rating.stars == want.stars, "a user's stars");
    }
}

/* What themes may say of a payment. */
#define HOOKS (AUD_MAY(LIMIT) | AUD_MAY(CONFIRM) | AUD_MAY(RISK))

static const aud_rule rules[] = {
    {GX_OP_SERVICE_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_SERVICE_POST, 10, generate_post, predict_post,
     AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(AMOUNT) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(FROZEN) |
         AUD_MAY(FUNDS),
     AUD_MAY(IDENTITY) | HOOKS},
    {GX_OP_SERVICE_ACCEPT, 12, generate_accept, predict_accept,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(EXPIRED) | AUD_MAY(NOT_ADDRESSED) |
         AUD_MAY(PLACE),
     AUD_MAY(IDENTITY)},
    {GX_OP_SERVICE_REPORT, 8, generate_report, predict_report,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(RIGHT) | AUD_MAY(EXPIRED), 0},
    {GX_OP_SERVICE_FINISH, 5, generate_finish, predict_finish,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE), 0},
    {GX_OP_SERVICE_CANCEL, 2, generate_cancel, predict_cancel,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RIGHT), 0},
    {GX_OP_SERVICE_EXPIRE, 3, generate_expire, predict_expire,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE), 0},
    {GX_OP_SERVICE_RATE, 2, generate_rate, predict_rate, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {0}};

const aud_part aud_services = {.name = "services",
                               .theme = GX_THEME_SERVICES,
                               .rules = rules,
                               .state_bytes = sizeof(services),
                               .begin = begin,
                               .prepare = prepare,
                               .look = look};
