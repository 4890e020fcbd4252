/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for referral and coupons (M4 to M6). */
#include "core/auditor/coupons.h"
#include "core/auditor/orders.h"

#include <gx/core/coupon.h>

extern const aud_part aud_coupons;

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;
static const gx_fen limit = (gx_fen)1 << 60;

/* Behind its thing (AUD_COUPON_BATCH): the order as it was given, and what became of it. */
typedef struct batch {
    gx_args_coupon_issue order;
    uint32_t merchant; /* name */
    uint32_t granted, used;
    uint64_t passes;
    uint32_t given[AUD_NAMES];
} batch;

/* Behind its thing (AUD_COUPON). Its batch is named by its place: what is made has a handle only later. */
typedef struct coupon {
    size_t batch; /* index among the things of the book */
    uint32_t holder, first_holder;
    uint32_t passed;
    bool used;
    gx_fen discount;
} coupon;

aud_markets *aud_markets_of(const aud_book *book)
{
    return aud_state(book, &aud_coupons);
}

void aud_note_bought(aud_book *book, uint32_t merchant, uint32_t user, bool more)
{
    uint32_t *bought = &aud_markets_of(book)->bought[merchant][aud_seat(user)];
    if (more)
        ++*bought;
    else if (*bought > 0)
        --*bought;
}

static void begin(aud_book *book)
{
    aud_markets_of(book)->rules =
        (gx_referral_rules){.open_ppm = 30000, .affiliate_ppm = 50000, .cap = 100000, .score_min = 600};
}

/* ---- Issuing */

static void target(aud_world *world, gx_args_coupon_issue *args)
{
    if (aud_odds(world, 50)) { /* anybody */
        args->badges = args->score_min = args->place = 0;
        args->tier_min = args->sex = args->age_min = args->age_max = args->occupation = 0;
        args->bought_max = UINT32_MAX;
        return;
    }
    args->badges = aud_odds(world, 70) ? 0 : aud_below(world, 4);
    args->score_min = (uint16_t)(aud_odds(world, 50) ? 0 : 200 + aud_below(world, 700));
    args->place = (uint16_t)(aud_odds(world, 60) ? 0 : aud_below(world, 4));
    args->tier_min = (uint8_t)(aud_odds(world, 50) ? 0 : 1 + aud_below(world, 2));
    args->sex = (uint8_t)(aud_odds(world, 70) ? 0 : aud_below(world, 3));
    args->age_min = (uint8_t)(aud_odds(world, 60) ? 0 : aud_below(world, 40));
    args->age_max = (uint8_t)(aud_odds(world, 60) ? 0 : 30 + aud_below(world, 50));
    args->occupation = (uint8_t)(aud_odds(world, 80) ? 0 : aud_below(world, 6));
    args->bought_min = aud_odds(world, 60) ? 0 : aud_below(world, 3);
    args->bought_max = aud_odds(world, 50) ? UINT32_MAX : aud_below(world, 4);
}

static void generate_issue(aud_world *world, aud_step *step)
{
    gx_args_coupon_issue *args = &step->op.args.coupon_issue;
    step->op.key.account = aud_odds(world, 80)
                               ? aud_merchant_name(step->book, aud_below(world, AUD_MERCHANTS))
                               : aud_some_party(world, step->book);
    args->kind = (uint8_t)(aud_odds(world, 97) ? aud_below(world, 2) : aud_below(world, 256));
    args->count = 1 + aud_below(world, 12);
    args->face = 1 + aud_below(world, 30);
    args->off_ppm = args->kind == GX_COUPON_PERCENT ? 1 + aud_below(world, 300000) : 0;
    args->floor = aud_odds(world, 50) ? 0 : aud_below(world, 100);
    args->from = aud_odds(world, 40) ? 0 : aud_now(world) + aud_below(world, 60);
    args->until = aud_later(aud_now(world), 10 + aud_below(world, 200));
    args->per_user = (uint16_t)(1 + aud_below(world, 2));
    args->passes_max = (uint16_t)aud_below(world, 4);
    args->bought_min = 0;
    target(world, args);
    if (aud_odds(world, 4))
        args->count = aud_odds(world, 50) ? 0 : GX_COUPONS_MAX + aud_below(world, 2);
    if (aud_odds(world, 4))
        args->face = aud_odds(world, 50) ? 0 : limit / args->face + 1;
    if (aud_odds(world, 4))
        args->off_ppm = aud_odds(world, 50) ? 0 : 1000001 + aud_below(world, 2);
    if (aud_odds(world, 3))
        args->floor = -1;
    if (aud_odds(world, 3))
        args->per_user = 0;
    if (aud_odds(world, 3))
        args->until = aud_odds(world, 50) ? args->from : aud_now(world);
}

/* The figures of the order alone, in the header's order. */
static gx_answer check_batch(const gx_args_coupon_issue *order, uint32_t now)
{
    if (order->kind > GX_COUPON_PERCENT)
        return aud_no(GX_REFUSED_RULE, order->kind, 1);
    if (order->count == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (order->count > GX_COUPONS_MAX)
        return aud_no(GX_REFUSED_RULE, order->count, GX_COUPONS_MAX);
    if (order->face < 1)
        return aud_no(GX_REFUSED_AMOUNT, order->face, 1);
    if (order->face > limit / (gx_fen)order->count)
        return aud_no(GX_REFUSED_AMOUNT, order->face, limit / (gx_fen)order->count);
    if (order->kind == GX_COUPON_FACE && order->off_ppm != 0)
        return aud_no(GX_REFUSED_RULE, order->off_ppm, 0);
    if (order->kind == GX_COUPON_PERCENT && order->off_ppm == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (order->kind == GX_COUPON_PERCENT && order->off_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, order->off_ppm, 1000000);
    if (order->floor < 0)
        return aud_no(GX_REFUSED_AMOUNT, order->floor, 0);
    if (order->per_user == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (order->from >= order->until)
        return aud_no(GX_REFUSED_SCHEDULE, order->from, order->until);
    if (now >= order->until)
        return aud_no(GX_REFUSED_EXPIRED, now, order->until);
    if (order->bought_max < order->bought_min)
        return aud_no(GX_REFUSED_RULE, order->bought_max, order->bought_min);
    if (order->age_max != 0 && order->age_max < order->age_min)
        return aud_no(GX_REFUSED_RULE, order->age_max, order->age_min);
    return aud_done(0);
}

static gx_answer predict_issue(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_coupon_issue *order = &op->args.coupon_issue;
    uint32_t merchant = aud_party(book, op->key.account);
    if (merchant >= AUD_SELLERS)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    gx_answer answer = check_batch(order, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_spend spend = {.payer = merchant,
                       .amount = (gx_fen)order->count * order->face,
                       .now = op->now,
                       .purpose = GX_FOR_CAMPAIGN};
    answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_COUPON_BATCH, sizeof(batch));
    batch *b = aud_more(want->made);
    b->order = *order;
    b->merchant = op->key.account;
    aud_hold_open(book, want->made, merchant, spend.amount, order->until);
    aud_note_spend(book, &spend);
    return aud_done(spend.amount);
}

/* ---- Giving out */

static void generate_grant(aud_world *world, aud_step *step)
{
    gx_args_coupon_grant *args = &step->op.args.coupon_grant;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_COUPON_BATCH);
    aud_mention(world, step, &args->batch, thing);
    if (thing == NULL)
        return;
    const batch *b = aud_more(thing);
    const gx_args_coupon_issue *order = &b->order;
    if (b->granted > 0 && aud_odds(world, 20)) /* to somebody who has one */
        while (b->given[aud_seat(args->to.user)] == 0)
            args->to.user = aud_name(aud_below(world, AUD_NAMES));
    args->to.badges = aud_odds(world, 80) ? 15 : aud_below(world, 16);
    args->to.score = (uint16_t)(aud_odds(world, 65) ? 900 : aud_below(world, 900));
    args->to.place = aud_odds(world, 70) ? order->place : (uint16_t)aud_below(world, 4);
    args->to.tier = (uint8_t)(aud_odds(world, 65) ? 2 : aud_below(world, 3));
    args->to.sex = aud_odds(world, 80) ? order->sex : (uint8_t)aud_below(world, 3);
    args->to.age = (uint8_t)(aud_odds(world, 80) ? 39 : aud_below(world, 100));
    args->to.occupation = aud_odds(world, 80) ? order->occupation : (uint8_t)aud_below(world, 6);
}

static gx_answer check_target(const gx_args_coupon_issue *order, const gx_pass *to, uint32_t bought)
{
    if (to->tier < order->tier_min)
        return aud_no(GX_REFUSED_IDENTITY, to->tier, order->tier_min);
    if (to->score < order->score_min)
        return aud_no(GX_REFUSED_SCORE, to->score, order->score_min);
    if (order->place != 0 && to->place != order->place)
        return aud_no(GX_REFUSED_PLACE, to->place, order->place);
    if ((to->badges & order->badges) != order->badges)
        return aud_no(GX_REFUSED_GATE, to->badges & order->badges, order->badges);
    if (order->sex != 0 && to->sex != order->sex)
        return aud_no(GX_REFUSED_GATE, to->sex, order->sex);
    if (to->age < order->age_min)
        return aud_no(GX_REFUSED_GATE, to->age, order->age_min);
    if (order->age_max != 0 && to->age > order->age_max)
        return aud_no(GX_REFUSED_GATE, to->age, order->age_max);
    if (order->occupation != 0 && to->occupation != order->occupation)
        return aud_no(GX_REFUSED_GATE, to->occupation, order->occupation);
    if (bought < order->bought_min)
        return aud_no(GX_REFUSED_GATE, bought, order->bought_min);
    if (bought > order->bought_max)
        return aud_no(GX_REFUSED_GATE, bought, order->bought_max);
    return aud_done(0);
}

static gx_answer check_grant(const aud_book *book, const gx_op *op, const aud_thing *thing)
{
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const batch *b = (const batch *)(thing + 1);
    const gx_pass *to = &op->args.coupon_grant.to;
    unsigned seat = aud_seat(to->user);
    if (op->now >= b->order.until)
        return aud_no(GX_REFUSED_EXPIRED, op->now, b->order.until);
    if (b->granted == b->order.count)
        return aud_no(GX_REFUSED_STOCK, 0, 1);
    if (b->given[seat] >= b->order.per_user)
        return aud_no(GX_REFUSED_LIMIT, b->given[seat], b->order.per_user);
    return check_target(&b->order, to, aud_markets_of(book)->bought[aud_party(book, b->merchant)][seat]);
}

static gx_answer predict_grant(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_coupon_grant *args = &op->args.coupon_grant;
    aud_thing *thing = aud_find(book, AUD_COUPON_BATCH, args->batch);
    gx_answer answer = check_grant(book, op, thing);
    if (answer.code != GX_DONE)
        return answer;
    batch *b = aud_more(thing);
    want->result.number = b->granted++;
    b->given[aud_seat(args->to.user)]++;
    size_t index = 0;
    while (book->things[index] != thing)
        index++;
    want->made = aud_new(book, AUD_COUPON, sizeof(coupon));
    coupon *c = aud_more(want->made);
    *c = (coupon){.batch = index, .holder = args->to.user, .first_holder = args->to.user};
    return aud_done(0);
}

/* ---- Using */

static batch *batch_of(const aud_book *book, const coupon *c)
{
    return aud_more(book->things[c->batch]);
}

/* Names one, mostly one that is used, or not. */
static aud_thing *mention(aud_world *world, aud_step *step, gx_ref *ref, bool used, coupon *out)
{
    aud_thing *thing = NULL;
    *out = (coupon){0};
    for (int tries = aud_odds(world, 90) ? 6 : 1; tries > 0; tries--) {
        thing = aud_some_thing_of(world, step, AUD_COUPON);
        if (thing != NULL && ((const coupon *)aud_more(thing))->used == used)
            break;
    }
    aud_mention(world, step, ref, thing);
    if (thing != NULL)
        *out = *(const coupon *)aud_more(thing);
    return thing;
}

static void generate_redeem(aud_world *world, aud_step *step)
{
    gx_args_coupon_redeem *args = &step->op.args.coupon_redeem;
    coupon c;
    if (mention(world, step, &args->coupon, false, &c) != NULL && aud_odds(world, 92))
        args->user = c.holder;
    if (aud_odds(world, 85))
        args->price = 1 + aud_below(world, 300);
    if (aud_odds(world, 4))
        args->price = aud_odds(world, 50) ? limit + 1 : 0;
}

static gx_fen discount_of(const gx_args_coupon_issue *order, gx_fen price)
{
    gx_fen off = price;
    if (order->kind == GX_COUPON_PERCENT) {
        gx_fen millions = price / 1000000; /* of the sum, so that nothing overflows */
        off = millions * order->off_ppm + price % 1000000 * order->off_ppm / 1000000;
    }
    return off < order->face ? off : order->face;
}

static gx_answer check_redeem(const aud_book *book, const gx_op *op, const aud_thing *thing)
{
    const gx_args_coupon_redeem *args = &op->args.coupon_redeem;
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const coupon *c = (const coupon *)(thing + 1);
    const gx_args_coupon_issue *order = &batch_of(book, c)->order;
    if (c->used)
        return aud_no(GX_REFUSED_STATE, 1, 0);
    if (args->user != c->holder)
        return aud_no(GX_REFUSED_RIGHT, args->user, c->holder);
    if (op->now < order->from)
        return aud_no(GX_REFUSED_SCHEDULE, op->now, order->from);
    if (op->now >= order->until)
        return aud_no(GX_REFUSED_EXPIRED, op->now, order->until);
    if (args->price < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->price, 1);
    if (args->price > limit)
        return aud_no(GX_REFUSED_AMOUNT, args->price, limit);
    if (args->price < order->floor)
        return aud_no(GX_REFUSED_AMOUNT, args->price, order->floor);
    gx_fen discount = discount_of(order, args->price);
    return discount == 0 ? aud_no(GX_REFUSED_AMOUNT, 0, 1) : aud_done(discount);
}

static gx_answer predict_redeem(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_coupon_redeem *args = &op->args.coupon_redeem;
    aud_thing *thing = aud_find(book, AUD_COUPON, args->coupon);
    gx_answer answer = check_redeem(book, op, thing);
    if (answer.code != GX_DONE)
        return answer;
    coupon *c = aud_more(thing);
    batch *b = batch_of(book, c);
    c->used = true;
    c->discount = answer.amount;
    b->used++;
    aud_hold_pay(book, book->things[c->batch], clearing, c->discount);
    want->result.second = args->price - c->discount;
    want->result.who = b->merchant;
    return answer;
}

static void generate_restore(aud_world *world, aud_step *step)
{
    coupon c;
    mention(world, step, &step->op.args.coupon_restore.coupon, aud_odds(world, 85), &c);
}

static gx_answer predict_restore(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_COUPON, op->args.coupon_restore.coupon);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    coupon *c = aud_more(thing);
    if (!c->used)
        return aud_no(GX_REFUSED_STATE, 0, 1);
    answer = aud_check_inflow(book, GX_HOUSE_CLEARING, c->discount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, clearing, AUD_HOUSE_AT + GX_HOUSE_ESCROW, c->discount);
    book->things[c->batch]->held += c->discount;
    book->things[c->batch]->paid -= c->discount;
    batch_of(book, c)->used--;
    c->used = false;
    c->discount = 0;
    return answer;
}

/* ---- Passing on */

static void generate_pass(aud_world *world, aud_step *step)
{
    gx_args_coupon_pass *args = &step->op.args.coupon_pass;
    coupon c;
    args->to = aud_anybody(world);
    if (mention(world, step, &args->coupon, false, &c) == NULL)
        return;
    args->from = aud_odds(world, 88) ? c.holder : aud_anybody(world);
    args->nth = (uint16_t)(aud_odds(world, 88) ? c.passed : aud_below(world, 5));
    if (aud_odds(world, 8))
        args->to = args->from;
}

static gx_answer predict_pass(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_coupon_pass *args = &op->args.coupon_pass;
    aud_thing *thing = aud_find(book, AUD_COUPON, args->coupon);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    coupon *c = aud_more(thing);
    batch *b = batch_of(book, c);
    if (c->used)
        return aud_no(GX_REFUSED_STATE, 1, 0);
    if (op->now >= b->order.until)
        return aud_no(GX_REFUSED_EXPIRED, op->now, b->order.until);
    if (args->nth != c->passed)
        return aud_no(GX_REFUSED_TURN, c->passed, args->nth);
    if (args->from != c->holder)
        return aud_no(GX_REFUSED_RIGHT, args->from, c->holder);
    if (args->to == args->from)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->to, args->from);
    if (c->passed >= b->order.passes_max)
        return aud_no(GX_REFUSED_LIMIT, c->passed, b->order.passes_max);
    c->holder = args->to;
    c->passed++;
    b->passes++;
    want->result.number = c->passed;
    return aud_done(0);
}

static void generate_close(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.coupon_close.batch,
                aud_some_thing_of(world, step, AUD_COUPON_BATCH));
}

static gx_answer predict_close(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_COUPON_BATCH, op->args.coupon_close.batch);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const batch *b = aud_more(thing);
    if (op->now < b->order.until)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, b->order.until);
    want->result.number = b->granted - b->used;
    thing->gone = true;
    for (size_t i = 0; i < book->thing_count; i++)
        if (book->things[i]->kind == AUD_COUPON &&
            book->things[((const coupon *)aud_more(book->things[i]))->batch] == thing)
            book->things[i]->gone = true;
    return aud_done(aud_hold_refund(book, thing));
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    if (aud_odds(world, 5))
        return; /* the defaults */
    aud_step *step = aud_make(world, book, GX_OP_REFERRAL_RULES);
    aud_generate_referral_rules(world, step);
    aud_do(world, step);
}

static void look_at_batch(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const batch *b = (const batch *)(thing + 1);
    gx_coupon_batch_view view;
    bool lives = gx_coupon_batch_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a batch is open");
    if (!lives)
        return;
    aud_expect(world, view.merchant == b->merchant && view.partner == b->order.partner, "whose batch it is");
    aud_expect(world, view.count == b->order.count && view.granted == b->granted && view.used == b->used,
               "a batch's coupons");
    aud_expect(world, view.passes == b->passes, "how often a batch's coupons were passed on");
    aud_expect_fen(world, view.budget, thing->put, "a batch's budget");
    aud_expect_fen(world, view.left, thing->held, "what is left of a budget");
    aud_expect_fen(world, view.discounts, thing->paid, "a batch's discounts");
    aud_expect(world, view.from == b->order.from && view.until == b->order.until, "a batch's time");
}

static void look_at_coupon(aud_world *world, const aud_book *own, const gx_book *core, const aud_thing *thing)
{
    const coupon *c = (const coupon *)(thing + 1);
    gx_coupon_view view;
    bool lives = gx_coupon_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether there is a coupon");
    if (!lives)
        return;
    gx_ref of = own->things[c->batch]->ref;
    aud_expect(world, view.batch.slot == of.slot && view.batch.life == of.life, "a coupon's batch");
    aud_expect(world, view.holder == c->holder && view.first_holder == c->first_holder, "whose coupon it is");
    aud_expect(world, view.passed == c->passed && view.used == c->used, "what became of a coupon");
    aud_expect_fen(world, view.discount, c->discount, "a coupon's discount");
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    const gx_book *core = aud_core_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++) {
        if (own->things[i]->kind == AUD_COUPON_BATCH)
            look_at_batch(world, core, own->things[i]);
        if (own->things[i]->kind == AUD_COUPON)
            look_at_coupon(world, own, core, own->things[i]);
    }
    for (unsigned merchant = 0; merchant < AUD_SELLERS; merchant++)
        for (unsigned seat = 0; seat < AUD_NAMES; seat++)
            aud_expect(world,
                       gx_coupon_bought(core, aud_name(book * AUD_PARTIES + merchant), aud_name(seat)) ==
                           aud_markets_of(own)->bought[merchant][seat],
                       "how often a user bought at a merchant's");
}

/* What themes may say of a payment. */
#define HOOKS (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK))

static const aud_rule rules[] = {
    {GX_OP_REFERRAL_RULES, 1, aud_generate_referral_rules, aud_predict_referral_rules, AUD_MAY(RULE), 0},
    {GX_OP_REFERRAL_ATTACH, 14, aud_generate_attach, aud_predict_attach,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RULE) | AUD_MAY(STATE) | AUD_MAY(TWICE) |
         AUD_MAY(NOT_ADDRESSED) | AUD_MAY(SCORE),
     0},
    {GX_OP_COUPON_ISSUE, 7, generate_issue, predict_issue,
     AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(AMOUNT) | AUD_MAY(SCHEDULE) | AUD_MAY(EXPIRED) |
         AUD_MAY(FROZEN) | AUD_MAY(FUNDS),
     HOOKS},
    {GX_OP_COUPON_GRANT, 18, generate_grant, predict_grant,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(EXPIRED) | AUD_MAY(STOCK) | AUD_MAY(LIMIT) |
         AUD_MAY(IDENTITY) | AUD_MAY(SCORE) | AUD_MAY(PLACE) | AUD_MAY(GATE),
     0},
    {GX_OP_COUPON_REDEEM, 12, generate_redeem, predict_redeem,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(RIGHT) | AUD_MAY(SCHEDULE) |
         AUD_MAY(EXPIRED) | AUD_MAY(AMOUNT),
     0},
    {GX_OP_COUPON_RESTORE, 5, generate_restore, predict_restore,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE), AUD_MAY(AMOUNT)},
    {GX_OP_COUPON_PASS, 12, generate_pass, predict_pass,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(EXPIRED) | AUD_MAY(TURN) |
         AUD_MAY(RIGHT) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(LIMIT),
     0},
    {GX_OP_COUPON_CLOSE, 3, generate_close, predict_close,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_coupons = {.name = "coupons",
                              .theme = GX_THEME_COUPONS,
                              .rules = rules,
                              .state_bytes = sizeof(aud_markets),
                              .begin = begin,
                              .prepare = prepare,
                              .look = look};
