/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for campaigns: budget, schedule, stock, caps, gate (R12). The kinds are in files of
 * their own. */
#include "core/auditor/campaigns.h"

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;

/* ---- The checks with names */

static int64_t rounded_down(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

int64_t aud_minute_of_day(const aud_book *book, uint32_t now)
{
    int64_t second = aud_second(book, now);
    return (second - 86400 * rounded_down(second, 86400)) / 60;
}

bool aud_within(int64_t minute, int64_t from, int64_t until)
{
    return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

static gx_answer handle(const aud_book *book, gx_ref ref, aud_thing **thing)
{
    *thing = aud_find(book, AUD_CAMPAIGN, ref);
    return aud_lives(*thing);
}

gx_answer aud_handle_kind(const aud_book *book, gx_ref ref, unsigned kind, aud_thing **thing)
{
    gx_answer answer = handle(book, ref, thing);
    if (answer.code == GX_DONE && aud_campaign_of(*thing)->kind != kind)
        return aud_no(GX_REFUSED_STATE, aud_campaign_of(*thing)->kind, kind);
    return answer;
}

gx_answer aud_handle_fresh(const aud_book *book, gx_ref ref, unsigned kind, aud_thing **thing)
{
    gx_answer answer = aud_handle_kind(book, ref, GX_CAMPAIGN_PLAIN, thing);
    if (answer.code == GX_DONE && aud_campaign_of(*thing)->payments > 0)
        return aud_no(GX_REFUSED_STATE, 0, kind);
    return answer;
}

gx_answer aud_owner(const aud_book *book, const aud_thing *thing, const gx_op *op)
{
    uint32_t owner = aud_name(book->number * AUD_PARTIES + thing->owner);
    return op->key.account == owner ? aud_done(0) : aud_no(GX_REFUSED_RIGHT, op->key.account, owner);
}

gx_answer aud_running(const aud_book *book, aud_thing *thing, const gx_op *op)
{
    const aud_campaign *c = aud_campaign_of(thing);
    int64_t minute = aud_minute_of_day(book, op->now);
    bool low = c->kind != GX_CAMPAIGN_COLLECTION && thing->held < c->order.stop_below;
    if (c->stopped || low)
        return aud_no(GX_REFUSED_SHUT, thing->held, c->order.stop_below);
    if (op->now < c->order.start)
        return aud_no(GX_REFUSED_SCHEDULE, op->now, c->order.start);
    if (op->now >= c->order.end)
        return aud_no(GX_REFUSED_EXPIRED, op->now, c->order.end);
    if (c->order.on_from != c->order.on_until && !aud_within(minute, c->order.on_from, c->order.on_until))
        return aud_no(GX_REFUSED_SCHEDULE, minute, c->order.on_from);
    return aud_done(0);
}

gx_answer aud_gate(aud_thing *thing, gx_pass pass)
{
    const gx_args_campaign_open *order = &aud_campaign_of(thing)->order;
    if (pass.tier < order->tier)
        return aud_no(GX_REFUSED_IDENTITY, pass.tier, order->tier);
    uint32_t has = pass.badges & order->badges;
    return has == order->badges ? aud_done(0) : aud_no(GX_REFUSED_GATE, has, order->badges);
}

static int64_t hour_of(const aud_book *book, uint32_t now)
{
    return rounded_down(aud_second(book, now), 3600);
}

gx_answer aud_may_pay(const aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now)
{
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    return aud_may_give(book, thing, user, amount, now);
}

gx_answer aud_may_give(const aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now)
{
    aud_campaign *c = aud_campaign_of(thing);
    const aud_guest *guest = aud_guest_of(c, user);
    bool same_hour = c->payments > 0 && c->hour == hour_of(book, now);
    int64_t count = same_hour ? c->hour_count : 0;
    gx_fen fen = same_hour ? c->hour_fen : 0;
    int64_t user_count = c->order.user_count;
    if (user_count == 0 || user_count > GX_CAMPAIGN_USER_PAYMENTS)
        user_count = GX_CAMPAIGN_USER_PAYMENTS;
    if (amount > thing->held)
        return aud_no(GX_REFUSED_FUNDS, thing->held, amount);
    if (c->order.hour_count > 0 && count >= c->order.hour_count)
        return aud_no(GX_REFUSED_STOCK, count, c->order.hour_count);
    if (c->order.hour_fen > 0 && amount > c->order.hour_fen - fen)
        return aud_no(GX_REFUSED_STOCK, c->order.hour_fen - fen, amount);
    if (guest->payments >= user_count)
        return aud_no(GX_REFUSED_LIMIT, guest->payments, user_count);
    if (c->order.user_fen > 0 && amount > c->order.user_fen - guest->fen)
        return aud_no(GX_REFUSED_LIMIT, c->order.user_fen - guest->fen, amount);
    return aud_done(amount);
}

void aud_pay(aud_book *book, aud_thing *thing, uint32_t user, gx_fen amount, uint32_t now)
{
    aud_campaign *c = aud_campaign_of(thing);
    if (c->payments == 0 || c->hour != hour_of(book, now)) {
        c->hour_count = 0;
        c->hour_fen = 0;
    }
    c->hour = hour_of(book, now);
    c->hour_count++;
    c->hour_fen += amount;
    c->payments++;
    c->granted += amount;
    aud_guest_of(c, user)->payments++;
    aud_guest_of(c, user)->fen += amount;
    if (amount > 0)
        aud_hold_pay(book, thing, clearing, amount);
}

uint32_t aud_rest_account(aud_thing *thing)
{
    bool opening = aud_campaign_of(thing)->order.rest == GX_REST_TO_OPENING;
    return opening ? (uint32_t)AUD_HOUSE_AT + GX_HOUSE_OPENING : thing->owner;
}

/* ---- Rules */

/* What the owner's balance says of a payment into the campaign. */
static gx_answer check_owner_pays(const aud_book *book, uint32_t owner, gx_fen amount, uint32_t now)
{
    aud_spend spend = {.payer = owner, .amount = amount, .now = now, .purpose = GX_FOR_CAMPAIGN};
    return aud_check_spend(book, &spend);
}

static void note_owner_pays(aud_book *book, uint32_t owner, gx_fen amount, uint32_t now)
{
    aud_spend spend = {.payer = owner, .amount = amount, .now = now, .purpose = GX_FOR_CAMPAIGN};
    aud_note_spend(book, &spend);
}

static gx_answer check_order(const gx_args_campaign_open *order)
{
    if (order->budget < 1)
        return aud_no(GX_REFUSED_AMOUNT, order->budget, 1);
    if (order->budget > GX_CAMPAIGN_BUDGET_MAX)
        return aud_no(GX_REFUSED_AMOUNT, order->budget, GX_CAMPAIGN_BUDGET_MAX);
    if (order->end <= order->start)
        return aud_no(GX_REFUSED_RULE, order->end, (int64_t)order->start + 1);
    if (order->on_from > 1439)
        return aud_no(GX_REFUSED_RULE, order->on_from, 1439);
    if (order->on_until > 1440)
        return aud_no(GX_REFUSED_RULE, order->on_until, 1440);
    if (order->hour_fen < 0)
        return aud_no(GX_REFUSED_RULE, order->hour_fen, 0);
    if (order->user_fen < 0)
        return aud_no(GX_REFUSED_RULE, order->user_fen, 0);
    if (order->stop_below < 0)
        return aud_no(GX_REFUSED_RULE, order->stop_below, 0);
    if (order->rest > 1)
        return aud_no(GX_REFUSED_RULE, order->rest, 1);
    return aud_done(0);
}

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_campaign_open *order = &op->args.campaign_open;
    uint32_t owner = aud_party(book, op->key.account);
    if (aud_user(book, op->key.account) != AUD_NOBODY)
        return aud_no(GX_REFUSED_RIGHT, op->key.account, 0);
    gx_answer answer = check_order(order);
    if (answer.code == GX_DONE)
        answer = check_owner_pays(book, owner, order->budget, op->now);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_CAMPAIGN, sizeof(aud_campaign));
    aud_campaign *c = aud_campaign_of(want->made);
    c->order = *order;
    c->budget = order->budget;
    aud_hold_open(book, want->made, owner, order->budget, order->end);
    note_owner_pays(book, owner, order->budget, op->now);
    return aud_done(order->budget);
}

static void generate_fund(aud_world *world, aud_step *step)
{
    aud_pick_campaign(world, step, &step->op.args.campaign_fund.campaign, AUD_ANY_KIND, true);
}

static gx_answer predict_fund(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_campaign_fund *args = &op->args.campaign_fund;
    aud_thing *thing;
    gx_answer answer = handle(book, args->campaign, &thing);
    if (answer.code == GX_DONE)
        answer = aud_owner(book, thing, op);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    if (c->stopped)
        return aud_no(GX_REFUSED_SHUT, 0, 0);
    if (op->now >= c->order.end)
        return aud_no(GX_REFUSED_EXPIRED, op->now, c->order.end);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > GX_CAMPAIGN_BUDGET_MAX - c->budget)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, GX_CAMPAIGN_BUDGET_MAX - c->budget);
    answer = check_owner_pays(book, thing->owner, args->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    c->budget += args->amount;
    aud_hold_add(book, thing, args->amount);
    note_owner_pays(book, thing->owner, args->amount, op->now);
    return aud_done(args->amount);
}

/* What may still be paid to the user before something runs out: one of these limits, to the fen. 0: none. */
static gx_fen some_rest(aud_world *world, const aud_book *book, aud_thing *thing, uint32_t user, uint32_t now)
{
    aud_campaign *c = aud_campaign_of(thing);
    gx_fen rest = thing->held;
    gx_fen paid = c->payments > 0 && c->hour == hour_of(book, now) ? c->hour_fen : 0;
    if (c->order.hour_fen > paid && aud_odds(world, 60))
        rest = c->order.hour_fen - paid;
    if (c->order.user_fen > aud_guest_of(c, user)->fen && aud_odds(world, 60))
        rest = c->order.user_fen - aud_guest_of(c, user)->fen;
    if (thing->held > c->order.stop_below && c->order.stop_below > 0 && aud_odds(world, 40))
        rest = thing->held - c->order.stop_below;
    return rest;
}

static void generate_grant(aud_world *world, aud_step *step)
{
    gx_args_campaign_grant *args = &step->op.args.campaign_grant;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_PLAIN))
        return;
    int kind = aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND;
    aud_thing *thing = aud_pick_campaign(world, step, &args->campaign, kind, true);
    args->pass.user = aud_some_guest(world);
    if (aud_odds(world, 90))
        args->amount = 1 + aud_below(world, aud_odds(world, 80) ? 40 : 400);
    if (thing == NULL || aud_odds(world, 65))
        return;
    args->amount = some_rest(world, aud_book_of(world, step->book), thing, args->pass.user, step->op.now);
    if (aud_odds(world, 30))
        args->amount++;
}

static gx_answer predict_grant(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_campaign_grant *args = &op->args.campaign_grant;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_PLAIN, &thing);
    if (answer.code == GX_DONE)
        answer = aud_owner(book, thing, op);
    if (answer.code == GX_DONE)
        answer = aud_running(book, thing, op);
    if (answer.code == GX_DONE)
        answer = aud_gate(thing, args->pass);
    if (answer.code == GX_DONE)
        answer = aud_may_pay(book, thing, args->pass.user, args->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_pay(book, thing, args->pass.user, args->amount, op->now);
    want->result.second = thing->held;
    return aud_done(args->amount);
}

static void generate_stop(aud_world *world, aud_step *step)
{
    aud_pick_campaign(world, step, &step->op.args.campaign_stop.campaign, AUD_ANY_KIND, false);
}

static gx_answer predict_stop(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing;
    gx_answer answer = handle(book, op->args.campaign_stop.campaign, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (aud_campaign_of(thing)->stopped)
        return aud_no(GX_REFUSED_SHUT, 0, 0);
    aud_campaign_of(thing)->stopped = true;
    return aud_done(0);
}

static void generate_close(aud_world *world, aud_step *step)
{
    aud_pick_campaign(world, step, &step->op.args.campaign_close.campaign, AUD_ANY_KIND, false);
}

static gx_answer predict_close(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing;
    gx_answer answer = handle(book, op->args.campaign_close.campaign, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    if (op->now < c->order.end && !c->stopped)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, c->order.end);
    gx_fen rest = thing->held;
    if (c->order.rest == GX_REST_TO_OWNER)
        aud_hold_refund(book, thing);
    else if (rest > 0)
        aud_hold_pay(book, thing, aud_rest_account(thing), rest);
    thing->gone = true;
    want->result.second = c->returned;
    want->result.third = c->granted;
    return aud_done(rest);
}

/* ---- The part */

static void begin(aud_book *book)
{
    aud_brands *brands = aud_state(book, &aud_campaigns);
    brands->rules = (gx_args_brand_rules){.share_min = 100,
                                          .share_max = 20000,
                                          .user_minute = 1,
                                          .user_day = 10,
                                          .night_from = 0,
                                          .night_until = 480,
                                          .brand_minute = 1800};
}

static void look_at(aud_world *world, const gx_book *core, aud_thing *thing, unsigned book)
{
    aud_campaign *c = aud_campaign_of(thing);
    gx_campaign_view view;
    bool lives = gx_campaign_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a campaign lives");
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        gx_fen fen = thing->gone ? 0 : c->guest[seat].fen;
        uint32_t payments = thing->gone ? 0 : c->guest[seat].payments;
        aud_expect_fen(world, gx_campaign_user_fen(core, thing->ref, aud_name(seat)), fen, "what a user got");
        aud_expect_fen(world, gx_campaign_user_payments(core, thing->ref, aud_name(seat)), payments,
                       "the payments a user got");
    }
    if (thing->gone)
        return;
    aud_expect(world, (unsigned)view.kind == c->kind && view.stopped == c->stopped, "a campaign's kind");
    aud_expect(world, view.owner == aud_name(book * AUD_PARTIES + thing->owner), "a campaign's owner");
    aud_expect_fen(world, view.budget, c->budget, "a campaign's budget");
    aud_expect_fen(world, view.granted, c->granted, "what a campaign granted");
    aud_expect_fen(world, view.returned, c->returned, "what a campaign returned");
    aud_expect_fen(world, view.remaining, thing->held, "what remains of a campaign");
    aud_expect_fen(world, view.budget, view.granted + view.returned + view.remaining, "a campaign's sum");
    aud_expect_fen(world, (gx_fen)view.payments, (gx_fen)c->payments, "a campaign's payments");
    aud_look_shake(world, core, thing);
    aud_look_gala(world, core, thing);
    aud_look_collection(world, core, thing);
    aud_look_fission(world, core, thing);
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    int64_t live = 0;
    for (size_t i = 0; i < own->thing_count; i++)
        if (own->things[i]->kind == AUD_CAMPAIGN) {
            look_at(world, core, own->things[i], book);
            live += !own->things[i]->gone;
        }
    aud_expect_fen(world, gx_campaigns_live(core), live, "how many campaigns live");
    aud_look_brands(world, book);
}

#define HANDLE   (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED))
#define RUNNING  (AUD_MAY(SHUT) | AUD_MAY(SCHEDULE) | AUD_MAY(EXPIRED))
#define GATE     (AUD_MAY(IDENTITY) | AUD_MAY(GATE))
#define PAY      (AUD_MAY(AMOUNT) | AUD_MAY(FUNDS) | AUD_MAY(STOCK) | AUD_MAY(LIMIT))
#define OF(name) aud_generate_##name, aud_predict_##name

static const aud_rule rules[] = {
    {GX_OP_CAMPAIGN_OPEN, 8, aud_generate_campaign, predict_open,
     AUD_MAY(RIGHT) | AUD_MAY(RULE) | AUD_MAY(FUNDS), AUD_MAY(FROZEN) | AUD_MAY(RISK) | AUD_MAY(AMOUNT)},
    {GX_OP_CAMPAIGN_FUND, 2, generate_fund, predict_fund, AUD_MAY(NO_SUCH) | AUD_MAY(RIGHT) | AUD_MAY(AMOUNT),
     AUD_MAY(FROZEN) | AUD_MAY(RISK) | AUD_MAY(SHUT) | AUD_MAY(EXPIRED) | AUD_MAY(RESOLVED) | AUD_MAY(FUNDS)},
    {GX_OP_CAMPAIGN_GRANT, 16, generate_grant, predict_grant,
     HANDLE | RUNNING | PAY | GATE | AUD_MAY(RIGHT) | AUD_MAY(STATE), 0},
    {GX_OP_CAMPAIGN_STOP, 1, generate_stop, predict_stop, AUD_MAY(NO_SUCH),
     AUD_MAY(SHUT) | AUD_MAY(RESOLVED)},
    {GX_OP_CAMPAIGN_CLOSE, 4, generate_close, predict_close, HANDLE | AUD_MAY(NOT_DUE), 0},
    {GX_OP_BRAND_RULES, 1, OF(brand_rules), AUD_MAY(RULE), 0},
    {GX_OP_BRAND_TERMS, 2, OF(brand_terms), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE),
     AUD_MAY(RESOLVED)},
    {GX_OP_BRAND_PACKET, 14, OF(brand_packet),
     RUNNING | AUD_MAY(NO_SUCH) | AUD_MAY(FUNDS) | AUD_MAY(STATE) | AUD_MAY(RIGHT),
     GATE | AUD_MAY(RESOLVED) | AUD_MAY(AMOUNT) | AUD_MAY(STOCK) | AUD_MAY(LIMIT)},
    {GX_OP_BRAND_SHOWN, 1, OF(brand_shown), AUD_MAY(NO_SUCH) | AUD_MAY(STATE),
     RUNNING | AUD_MAY(AMOUNT) | AUD_MAY(RESOLVED)},
    {GX_OP_BRAND_FOLLOW, 2, OF(brand_follow), AUD_MAY(ACCOUNT) | AUD_MAY(TWICE) | AUD_MAY(NO_SUCH),
     AUD_MAY(RULE)},
    {GX_OP_SHAKE_TERMS, 2, OF(shake_terms), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(LIST),
     AUD_MAY(RESOLVED)},
    {GX_OP_SHAKE_PRIZE, 4, OF(shake_prize), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE),
     AUD_MAY(LIMIT) | AUD_MAY(RESOLVED)},
    {GX_OP_SHAKE_TRY, 18, OF(shake_try),
     RUNNING | AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(PLACE) | AUD_MAY(LIMIT), GATE | AUD_MAY(RESOLVED)},
    {GX_OP_GALA_TERMS, 2, OF(gala_terms), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE),
     AUD_MAY(RESOLVED)},
    {GX_OP_GALA_ROUND, 4, OF(gala_round),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS),
     AUD_MAY(LIMIT) | AUD_MAY(RESOLVED)},
    {GX_OP_GALA_GRAB, 16, OF(gala_grab),
     RUNNING | AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(STOCK) | AUD_MAY(LIMIT),
     GATE | PAY | AUD_MAY(RESOLVED) | AUD_MAY(EMPTY)},
    {GX_OP_GALA_RETURN, 3, OF(gala_return), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE),
     AUD_MAY(RESOLVED)},
    {GX_OP_COLLECTION_TERMS, 3, OF(collection_terms), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE),
     AUD_MAY(RESOLVED) | AUD_MAY(LIST)},
    {GX_OP_CARD_DRAW, 12, OF(card_draw), RUNNING | AUD_MAY(NO_SUCH) | AUD_MAY(STATE),
     GATE | AUD_MAY(CAP) | AUD_MAY(RESOLVED) | AUD_MAY(LIMIT)},
    {GX_OP_CARD_GIVE, 4, OF(card_give),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(EXPIRED) | AUD_MAY(INCOMPLETE),
     RUNNING | AUD_MAY(CAP) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_ADDRESSED)},
    {GX_OP_CARD_SWAP, 7, OF(card_swap),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(EXPIRED) | AUD_MAY(INCOMPLETE) | AUD_MAY(RULE),
     RUNNING | AUD_MAY(CAP) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(RESOLVED)},
    {GX_OP_CARD_COMPLETE, 8, OF(card_complete),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(EXPIRED) | AUD_MAY(INCOMPLETE),
     RUNNING | GATE | AUD_MAY(TWICE) | AUD_MAY(RESOLVED)},
    {GX_OP_COLLECTION_CLAIM, 14, OF(collection_claim),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE) | AUD_MAY(RIGHT),
     RUNNING | GATE | PAY | AUD_MAY(TWICE) | AUD_MAY(EMPTY) | AUD_MAY(RESOLVED)},
    {GX_OP_FISSION_TERMS, 2, OF(fission_terms), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(RULE),
     AUD_MAY(RESOLVED)},
    {GX_OP_FISSION_WIN, 7, OF(fission_win), AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(EXPIRED),
     RUNNING | GATE | PAY | AUD_MAY(RULE) | AUD_MAY(RESOLVED) | AUD_MAY(TWICE)},
    {GX_OP_FISSION_REDEEM, 10, OF(fission_redeem),
     AUD_MAY(NO_SUCH) | AUD_MAY(STATE) | AUD_MAY(TWICE) | AUD_MAY(EXPIRED),
     RUNNING | GATE | PAY | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(EMPTY) | AUD_MAY(RESOLVED)},
    {0}};

const aud_part aud_campaigns = {.name = "campaigns",
                                .theme = GX_THEME_CAMPAIGNS,
                                .rules = rules,
                                .state_bytes = sizeof(aud_brands),
                                .begin = begin,
                                .prepare = aud_prepare_campaigns,
                                .look = look};
