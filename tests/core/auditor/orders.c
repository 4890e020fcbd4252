/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for paying merchants: at the till, and online through escrow (W5). */
#include "core/auditor/orders.h"

extern const aud_part aud_orders;

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;
static const gx_fen limit = (gx_fen)1 << 60;

typedef struct shop_state {
    gx_order_rules rules;
    gx_order_counts counts;
} shop_state;

/* What a merchant took, behind its thing (AUD_PAYMENT); thing->expires is until when it can be refunded. */
typedef struct payment {
    uint32_t merchant, payer; /* names */
    gx_fen left;
    bool bought; /* it counted as a purchase */
} payment;

static shop_state *state_of(const aud_book *book)
{
    return aud_state(book, &aud_orders);
}

uint32_t aud_some_merchant(aud_world *world)
{
    if (aud_odds(world, 20))
        return aud_anybody(world);
    return aud_merchant_name(aud_below(world, AUD_BOOKS), aud_below(world, AUD_MERCHANTS));
}

/* ---- Deadlines */

static void begin(aud_book *book)
{
    state_of(book)->rules =
        (gx_order_rules){.ship_ticks = 7 * 86400, .receive_ticks = 10 * 86400, .refund_ticks = 90 * 86400};
}

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.order_rules = (gx_args_order_rules){.ship_ticks = aud_below(world, 80),
                                                      .receive_ticks = aud_below(world, 80),
                                                      .refund_ticks = aud_below(world, 5) * 30};
    if (aud_odds(world, 10))
        step->op.args.order_rules.refund_ticks = UINT32_MAX;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_order_rules *args = &op->args.order_rules;
    state_of(book)->rules = (gx_order_rules){args->ship_ticks, args->receive_ticks, args->refund_ticks};
    return aud_done(0);
}

/* ---- At the till */

static gx_answer check_purchase(const aud_book *book, const gx_op *op, uint32_t merchant, aud_spend *spend)
{
    spend->payer = aud_user(book, op->key.account);
    spend->now = op->now;
    if (spend->payer == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (merchant == op->key.account)
        return aud_no(GX_REFUSED_ACCOUNT, 0, merchant);
    if (aud_has(book, GX_THEME_IDENTITY) && !book->card[spend->payer])
        return aud_no(GX_REFUSED_NO_CARD, 0, 1);
    return aud_check_spend(book, spend);
}

static void generate_pay(aud_world *world, aud_step *step)
{
    step->op.args.merchant_pay.merchant = aud_some_merchant(world);
    step->op.args.merchant_pay.unconfirmed = aud_odds(world, 30);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 4))
        step->op.args.merchant_pay.merchant = step->op.key.account;
}

static gx_answer predict_pay(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_merchant_pay *args = &op->args.merchant_pay;
    aud_spend spend = {
        .amount = args->amount, .purpose = GX_FOR_MERCHANT, .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = check_purchase(book, op, args->merchant, &spend);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, spend.payer, clearing, args->amount);
    aud_note_spend(book, &spend);
    aud_count(&state_of(book)->counts.payments, &state_of(book)->counts.paid, args->amount);
    return aud_done(args->amount);
}

static void generate_take(aud_world *world, aud_step *step)
{
    gx_args_merchant_take *args = &step->op.args.merchant_take;
    bool shop = aud_odds(world, 75);
    args->merchant = shop ? aud_merchant_name(step->book, aud_below(world, AUD_MERCHANTS))
                          : aud_some_party(world, step->book);
    if (aud_odds(world, 3))
        args->merchant = aud_anybody(world);
    args->payer = aud_odds(world, 4) ? args->merchant : aud_anybody(world);
    args->amount = 1 + aud_below(world, 300);
    args->paid = aud_odds(world, 60) ? args->amount : aud_below(world, 300);
    if (aud_odds(world, 12))
        args->paid = 100000 + (gx_fen)aud_below(world, 1000000); /* more than he has to give back */
    if (aud_odds(world, 4))
        args->amount = aud_some_amount(world, NULL, 0);
    if (aud_odds(world, 4))
        args->paid = aud_odds(world, 50) ? -1 : limit + aud_below(world, 2);
}

static gx_answer predict_take(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_merchant_take *args = &op->args.merchant_take;
    uint32_t merchant = aud_party(book, args->merchant);
    if (merchant == AUD_NOBODY || merchant >= AUD_USERS + AUD_MERCHANTS)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->merchant);
    if (args->payer == args->merchant)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->payer);
    if (args->paid < 0)
        return aud_no(GX_REFUSED_AMOUNT, args->paid, 0);
    if (args->paid > limit)
        return aud_no(GX_REFUSED_AMOUNT, args->paid, limit);
    gx_answer answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE)
        answer = aud_check_payee(book, merchant, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, clearing, merchant, args->amount);
    shop_state *state = state_of(book);
    aud_count(&state->counts.takes, &state->counts.taken, args->amount);
    bool bought = aud_has(book, GX_THEME_COUPONS) && args->paid > 0;
    if (bought)
        aud_note_bought(book, merchant, args->payer, true);
    if (state->rules.refund_ticks > 0 && args->paid > 0) {
        want->made = aud_new(book, AUD_PAYMENT, sizeof(payment));
        want->made->expires = aud_later(op->now, state->rules.refund_ticks);
        payment *p = aud_more(want->made);
        *p = (payment){args->merchant, args->payer, args->paid, bought};
    }
    return aud_done(args->amount);
}

static void generate_refund(aud_world *world, aud_step *step)
{
    gx_args_merchant_refund *args = &step->op.args.merchant_refund;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_PAYMENT);
    aud_mention(world, step, &args->payment, thing);
    if (thing == NULL)
        return;
    const payment *p = aud_more(thing);
    if (aud_odds(world, 92))
        step->op.key.account = p->merchant;
    else
        step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 40))
        args->amount = p->left;
    else if (aud_odds(world, 70))
        args->amount = 1 + aud_below(world, 100);
    if (aud_odds(world, 4))
        args->amount = -(gx_fen)aud_below(world, 2);
}

/* The payment, as long as something of it can be refunded. */
static gx_answer payment_lives(const aud_thing *thing, uint32_t now)
{
    gx_answer answer = aud_lives(thing);
    if (answer.code == GX_DONE && now >= thing->expires)
        return aud_no(GX_REFUSED_RESOLVED, 0, 0);
    return answer;
}

static gx_answer predict_refund(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_merchant_refund *args = &op->args.merchant_refund;
    aud_thing *thing = aud_find(book, AUD_PAYMENT, args->payment);
    gx_answer answer = payment_lives(thing, op->now);
    if (answer.code != GX_DONE)
        return answer;
    payment *p = aud_more(thing);
    if (op->key.account != p->merchant)
        return aud_no(GX_REFUSED_RIGHT, op->key.account, p->merchant);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > p->left)
        return aud_no(GX_REFUSED_LIMIT, p->left, args->amount);
    uint32_t merchant = aud_party(book, p->merchant);
    answer = aud_check_payer(book, merchant, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, merchant, clearing, args->amount);
    aud_count(&state_of(book)->counts.refunds, &state_of(book)->counts.refunded, args->amount);
    p->left -= args->amount;
    thing->gone = p->left == 0;
    if (thing->gone && p->bought)
        aud_note_bought(book, merchant, p->payer, false);
    return aud_done(args->amount);
}

/* ---- Online */

static void generate_place(aud_world *world, aud_step *step)
{
    gx_args_order_place *args = &step->op.args.order_place;
    args->merchant = aud_some_merchant(world);
    args->unconfirmed = aud_odds(world, 30);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 4))
        args->merchant = step->op.key.account;
}

static gx_answer predict_place(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_order_place *args = &op->args.order_place;
    shop_state *state = state_of(book);
    aud_spend spend = {.amount = args->price, .purpose = GX_FOR_ORDER, .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = check_purchase(book, op, args->merchant, &spend);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_ORDER, sizeof(aud_order));
    aud_order *order = aud_more(want->made);
    *order = (aud_order){
        .buyer = op->key.account, .merchant = args->merchant, .placed = op->now, .price = args->price};
    aud_hold_open(book, want->made, spend.payer, args->price, aud_later(op->now, state->rules.ship_ticks));
    aud_note_spend(book, &spend);
    aud_count(&state->counts.orders, &state->counts.ordered, args->price);
    return aud_done(args->price);
}

static void generate_ship(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.order_ship.order, aud_some_thing_of(world, step, AUD_ORDER));
}

static gx_answer predict_ship(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_ORDER, op->args.order_ship.order);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_order *order = aud_more(thing);
    if (order->shipped)
        return aud_no(GX_REFUSED_STATE, GX_ORDER_SHIPPED, GX_ORDER_PLACED);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    order->shipped = true;
    thing->expires = aud_later(op->now, state_of(book)->rules.receive_ticks);
    state_of(book)->counts.shipped++;
    return aud_done(thing->held);
}

static void generate_give_back(aud_world *world, aud_step *step)
{
    gx_args_order_refund *args = &step->op.args.order_refund;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_ORDER);
    aud_mention(world, step, &args->order, thing);
    args->why = (uint8_t)(aud_odds(world, 96) ? aud_below(world, 3) : aud_below(world, 256));
    args->amount = 0;
    if (args->why == GX_REFUND_AGREED || aud_odds(world, 5))
        args->amount = 1 + aud_below(world, 200);
    if (args->why == GX_REFUND_AGREED && thing != NULL && aud_odds(world, 30))
        args->amount = thing->held;
}

static gx_answer check_give_back(const aud_thing *thing, const gx_op *op)
{
    const gx_args_order_refund *args = &op->args.order_refund;
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_order *order = (const aud_order *)(thing + 1);
    if (args->why > GX_REFUND_AGREED)
        return aud_no(GX_REFUSED_RULE, args->why, 2);
    if (args->why == GX_REFUND_AGREED) {
        if (args->amount < 1)
            return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
        if (args->amount > thing->held)
            return aud_no(GX_REFUSED_FUNDS, thing->held, args->amount);
        return aud_done(args->amount);
    }
    if (order->shipped)
        return aud_no(GX_REFUSED_STATE, GX_ORDER_SHIPPED, GX_ORDER_PLACED);
    if (args->why == GX_REFUND_UNSHIPPED && op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    if (args->amount != 0)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 0);
    return aud_done(thing->held);
}

static gx_answer predict_give_back(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_ORDER, op->args.order_refund.order);
    gx_answer answer = check_give_back(thing, op);
    if (answer.code != GX_DONE)
        return answer;
    const aud_order *order = aud_more(thing);
    if (answer.amount == thing->held) {
        aud_hold_refund(book, thing);
        thing->gone = true;
    } else {
        aud_hold_pay(book, thing, thing->owner, answer.amount);
    }
    want->result.closed = thing->gone;
    want->result.who = order->merchant;
    shop_state *state = state_of(book);
    aud_count(&state->counts.order_refunds, &state->counts.order_refunded, answer.amount);
    return answer;
}

gx_fen aud_commission(const aud_order *order, gx_fen released)
{
    if (!order->referred)
        return 0;
    gx_fen millions = released / 1000000; /* of the sum, so that nothing overflows */
    gx_fen commission = millions * order->ppm + released % 1000000 * order->ppm / 1000000;
    return commission > order->cap ? order->cap : commission;
}

static void generate_release(aud_world *world, aud_step *step)
{
    gx_args_order_release *args = &step->op.args.order_release;
    aud_mention(world, step, &args->order, aud_some_thing_of(world, step, AUD_ORDER));
    args->received = aud_odds(world, 50);
    if (aud_odds(world, 5))
        args->received = 7;
}

static gx_answer predict_release(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_ORDER, op->args.order_release.order);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_order *order = aud_more(thing);
    if (!order->shipped)
        return aud_no(GX_REFUSED_STATE, GX_ORDER_PLACED, GX_ORDER_SHIPPED);
    if (op->args.order_release.received == 0 && op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    gx_fen held = thing->held;
    gx_fen commission = aud_commission(order, held);
    if (held > commission)
        aud_hold_pay(book, thing, clearing, held - commission);
    if (commission > 0)
        aud_hold_pay(book, thing, clearing, commission);
    thing->gone = true;
    want->result.who = order->merchant;
    want->result.third = held - commission;
    want->result.second = commission;
    want->result.number = order->recommender;
    want->result.closed = true;
    gx_order_counts *counts = &state_of(book)->counts;
    counts->released++;
    counts->referred += commission > 0;
    counts->netted += held - commission;
    counts->commissions += commission;
    return aud_done(held);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    if (aud_odds(world, 5))
        return; /* the defaults */
    aud_step *step = aud_make(world, book, GX_OP_ORDER_RULES);
    generate_rules(world, step);
    aud_do(world, step);
}

static void look_at_order(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const aud_order *order = (const aud_order *)(thing + 1);
    gx_order_view view;
    bool lives = gx_order_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether an order is under way");
    if (!lives)
        return;
    aud_expect(world, (view.state == GX_ORDER_SHIPPED) == order->shipped, "an order's state");
    aud_expect(world, view.buyer == order->buyer && view.merchant == order->merchant, "whose order it is");
    aud_expect_fen(world, view.price, order->price, "an order's price");
    aud_expect_fen(world, view.held, thing->held, "what is held of an order");
    aud_expect(world, view.placed == order->placed && view.deadline == thing->expires, "an order's time");
    aud_expect(world, view.referred == order->referred, "whether an order was recommended");
    aud_expect(world, view.recommender == order->recommender, "who recommended an order");
    aud_expect_fen(world, view.commission, aud_commission(order, thing->held), "an order's commission");
}

static void look_at_payment(aud_world *world, const aud_book *own, const gx_book *core,
                            const aud_thing *thing)
{
    const payment *p = (const payment *)(thing + 1);
    gx_payment_view view;
    bool lives = payment_lives(thing, own->now).code == GX_DONE;
    aud_expect(world, gx_payment_look(core, thing->ref, own->now, &view) == lives,
               "whether a payment can be refunded");
    if (!lives)
        return;
    aud_expect(world, view.merchant == p->merchant && view.payer == p->payer, "whose payment it is");
    aud_expect_fen(world, view.left, p->left, "what can be refunded of a payment");
    aud_expect(world, view.until == thing->expires, "a payment's time");
}

static void look_at_counts(aud_world *world, const gx_book *core, const gx_order_counts *own)
{
    gx_order_counts counts = gx_order_count(core);
    aud_expect(world, counts.payments == own->payments && counts.takes == own->takes, "counts at the till");
    aud_expect(world, counts.refunds == own->refunds, "the count of refunds at the till");
    aud_expect(world, counts.orders == own->orders && counts.shipped == own->shipped, "counts of orders");
    aud_expect(world, counts.order_refunds == own->order_refunds && counts.released == own->released,
               "counts of orders that are over");
    aud_expect(world, counts.referred == own->referred, "the count of commissions");
    aud_expect_fen(world, counts.paid, own->paid, "the sum of payments");
    aud_expect_fen(world, counts.taken, own->taken, "the sum of what merchants took");
    aud_expect_fen(world, counts.refunded, own->refunded, "the sum of refunds at the till");
    aud_expect_fen(world, counts.ordered, own->ordered, "the sum of orders");
    aud_expect_fen(world, counts.order_refunded, own->order_refunded, "the sum of orders refunded");
    aud_expect_fen(world, counts.netted, own->netted, "the sum of what merchants got of orders");
    aud_expect_fen(world, counts.commissions, own->commissions, "the sum of commissions");
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    const gx_book *core = aud_core_of(world, book);
    gx_fen held = 0;
    for (size_t i = 0; i < own->thing_count; i++) {
        const aud_thing *thing = own->things[i];
        if (thing->kind == AUD_ORDER) {
            look_at_order(world, core, thing);
            held += thing->held;
        }
        if (thing->kind == AUD_PAYMENT)
            look_at_payment(world, own, core, thing);
    }
    const gx_order_counts *counts = &state_of(own)->counts;
    look_at_counts(world, core, counts);
    aud_expect_fen(world, counts->ordered,
                   counts->order_refunded + counts->netted + counts->commissions + held,
                   "the sum of orders, by what became of them");
}

/* What themes may say of a payment. */
#define HOOKS (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(CONFIRM) | AUD_MAY(RISK))

static const aud_rule rules[] = {
    {GX_OP_ORDER_RULES, 1, generate_rules, predict_rules, 0, 0},
    {GX_OP_MERCHANT_PAY, 6, generate_pay, predict_pay,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(FUNDS), AUD_MAY(NO_CARD) | HOOKS},
    {GX_OP_MERCHANT_TAKE, 8, generate_take, predict_take,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(CAP), 0},
    {GX_OP_MERCHANT_REFUND, 8, generate_refund, predict_refund,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RIGHT) | AUD_MAY(AMOUNT) | AUD_MAY(LIMIT) |
         AUD_MAY(FROZEN) | AUD_MAY(FUNDS),
     0},
    {GX_OP_ORDER_PLACE, 10, generate_place, predict_place,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(FUNDS), AUD_MAY(NO_CARD) | HOOKS},
    {GX_OP_ORDER_SHIP, 9, generate_ship, predict_ship,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(EXPIRED), 0},
    {GX_OP_ORDER_REFUND, 6, generate_give_back, predict_give_back,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(RULE) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE) |
         AUD_MAY(AMOUNT) | AUD_MAY(FUNDS),
     0},
    {GX_OP_ORDER_RELEASE, 6, generate_release, predict_release,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(STATE) | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_orders = {.name = "orders",
                             .theme = GX_THEME_ORDERS,
                             .rules = rules,
                             .state_bytes = sizeof(shop_state),
                             .begin = begin,
                             .prepare = prepare,
                             .look = look};
