/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Online orders (W5): paid into escrow, shipped, released or refunded. The life cycle is drawn in
 * <gx/core/order.h>.
 *
 * An order is a hold with a state. Every way out of escrow ends here in one of two: gx_held_refund or a part
 * of it to the buyer's own account, or release(), which cuts what is left into the recommender's and the
 * merchant's share: two postings whose sum is what was held, so no fen can be lost between them. */
#include "wallet/orders.h"

#include <gx/base/memory.h>

enum { DAY = 86400 };

gx_order_rules gx_order_rules_default(void)
{
    return (gx_order_rules){.ship_ticks = 7 * DAY, .receive_ticks = 10 * DAY, .refund_ticks = 90 * DAY};
}

/* ---- Rules */

gx_answer gx_rule_order_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_order_rules *args = &op->args.order_rules;
    book->orders->rules = (gx_order_rules){.ship_ticks = args->ship_ticks,
                                           .receive_ticks = args->receive_ticks,
                                           .refund_ticks = args->refund_ticks};
    return gx_done(0);
}

gx_answer gx_orders_check_buyer(const gx_book *book, const gx_op *op, uint32_t merchant,
                                const gx_spend *spend)
{
    uint32_t buyer = op->key.account;
    if (!gx_is_user(book, buyer))
        return gx_refuse_party(buyer);
    if (merchant == buyer)
        return gx_refuse_party(merchant);
    if ((book->themes & GX_THEME_IDENTITY) != 0 && !gx_has_card(book, spend->party))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    return gx_check_spend(book, spend);
}

gx_answer gx_rule_order_place(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_order_place *args = &op->args.order_place;
    struct gx_orders *orders = book->orders;
    gx_spend spend = {.party = gx_party_of(book, op->key.account),
                      .amount = args->price,
                      .now = op->now,
                      .purpose = GX_FOR_ORDER,
                      .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = gx_orders_check_buyer(book, op, args->merchant, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&orders->orders))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&orders->orders);
    gx_order_record *order = gx_order_at(book, out->made.slot);
    out->made.life = order->head.life;
    *order = (gx_order_record){
        .head = order->head, .price = args->price, .merchant = args->merchant, .placed = op->now};
    gx_held_open(book, &order->held, spend.party, args->price, gx_later(op->now, orders->rules.ship_ticks));
    gx_note_spend(book, &spend);
    gx_count(&orders->counts.orders, &orders->counts.ordered, args->price);
    return answer;
}

/* GX_DONE when the order lives. */
static gx_answer check_handle(const gx_book *book, gx_ref ref)
{
    gx_slab_state state = gx_slab_look(&book->orders->orders, ref.slot, ref.life);
    return state == GX_SLAB_LIVE ? gx_done(0) : gx_refuse_handle(state);
}

static gx_answer check_state(const gx_order_record *order, gx_order_state wanted)
{
    return order->state == wanted ? gx_done(0) : gx_refuse(GX_REFUSED_STATE, order->state, wanted);
}

gx_answer gx_rule_order_ship(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.order_ship.order;
    gx_answer answer = check_handle(book, ref);
    if (answer.code != GX_DONE)
        return answer;
    gx_order_record *order = gx_order_at(book, ref.slot);
    answer = check_state(order, GX_ORDER_PLACED);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now >= order->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, order->held.expires);
    order->state = GX_ORDER_SHIPPED;
    order->held.expires = gx_later(op->now, book->orders->rules.receive_ticks);
    book->orders->counts.shipped++;
    return gx_done(order->held.remaining);
}

static gx_answer check_refund(const gx_order_record *order, const gx_args_order_refund *args, uint32_t now)
{
    const gx_held *held = &order->held;
    if (args->why > GX_REFUND_AGREED)
        return gx_refuse(GX_REFUSED_RULE, args->why, GX_REFUND_AGREED);
    if (args->why == GX_REFUND_AGREED) {
        if (args->amount < 1)
            return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
        return args->amount > held->remaining ? gx_refuse(GX_REFUSED_FUNDS, held->remaining, args->amount)
                                              : gx_done(args->amount);
    }
    gx_answer answer = check_state(order, GX_ORDER_PLACED);
    if (answer.code != GX_DONE)
        return answer;
    if (args->why == GX_REFUND_UNSHIPPED && now < held->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, now, held->expires);
    return args->amount != 0 ? gx_refuse(GX_REFUSED_AMOUNT, args->amount, 0) : gx_done(held->remaining);
}

gx_answer gx_rule_order_refund(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_order_refund *args = &op->args.order_refund;
    gx_answer answer = check_handle(book, args->order);
    if (answer.code != GX_DONE)
        return answer;
    gx_order_record *order = gx_order_at(book, args->order.slot);
    answer = check_refund(order, args, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_held *held = &order->held;
    out->who = order->merchant;
    out->closed = answer.amount == held->remaining;
    if (out->closed) {
        gx_held_refund(book, held);
        gx_slab_give(&book->orders->orders, args->order.slot);
    } else {
        gx_held_pay_to(book, held, gx_account_of(book, held->owner), answer.amount);
    }
    gx_count(&book->orders->counts.order_refunds, &book->orders->counts.order_refunded, answer.amount);
    return answer;
}

gx_fen gx_order_commission(const gx_order_record *order, gx_fen released)
{
    const gx_fen million = 1000000;
    gx_fen ppm = order->referral_ppm;
    /* floor(released * ppm / million), without a product that could overflow */
    gx_fen share = released / million * ppm + released % million * ppm / million;
    return share < order->referral_cap ? share : order->referral_cap;
}

gx_answer gx_rule_order_release(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_order_release *args = &op->args.order_release;
    gx_order_counts *counts = &book->orders->counts;
    gx_answer answer = check_handle(book, args->order);
    if (answer.code != GX_DONE)
        return answer;
    gx_order_record *order = gx_order_at(book, args->order.slot);
    answer = check_state(order, GX_ORDER_SHIPPED);
    if (answer.code != GX_DONE)
        return answer;
    if (args->received == 0 && op->now < order->held.expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, order->held.expires);
    gx_fen released = order->held.remaining;
    out->who = order->merchant;
    out->number = order->recommender;
    out->closed = true;
    out->second = gx_order_commission(order, released);
    out->third = released - out->second;
    if (out->second > 0) {
        gx_held_pay(book, &order->held, out->second);
        gx_count(&counts->referred, &counts->commissions, out->second);
    }
    if (out->third > 0)
        gx_held_pay(book, &order->held, out->third);
    gx_count(&counts->released, &counts->netted, out->third);
    gx_slab_give(&book->orders->orders, args->order.slot);
    return gx_done(released);
}

/* ---- The theme */

static bool start(gx_book *book)
{
    struct gx_orders *orders = gx_alloc(1, sizeof *orders);
    if (orders == NULL)
        return false;
    *orders =
        (struct gx_orders){.rules = gx_order_rules_default(), .oldest = GX_SLAB_NONE, .newest = GX_SLAB_NONE};
    gx_slab_init(&orders->orders, sizeof(gx_order_record));
    gx_slab_init(&orders->payments, sizeof(gx_payment_record));
    book->orders = orders;
    return true;
}

static void stop(gx_book *book)
{
    if (book->orders == NULL)
        return;
    gx_slab_free(&book->orders->orders);
    gx_slab_free(&book->orders->payments);
    gx_free(book->orders);
    book->orders = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->orders + gx_slab_bytes(&book->orders->orders) +
           gx_slab_bytes(&book->orders->payments);
}

static bool audit(const gx_book *book, gx_fen *held)
{
    const struct gx_orders *orders = book->orders;
    const gx_order_counts *counts = &orders->counts;
    uint64_t open = 0;
    bool right = gx_orders_audit_payments(book);
    for (uint32_t i = 0; i < orders->orders.used; i++) {
        const gx_order_record *order = gx_order_at(book, i);
        if (order->head.next != GX_SLAB_IN_USE)
            continue;
        gx_fen remaining = order->held.remaining;
        *held += remaining;
        open += (uint64_t)remaining;
        right &= remaining > 0 && remaining <= order->price && order->held.owner < book->users;
    }
    uint64_t gone =
        (uint64_t)counts->order_refunded + (uint64_t)counts->netted + (uint64_t)counts->commissions;
    return right && (uint64_t)counts->ordered == gone + open;
}

static void digest_orders(const gx_book *book, gx_digest *digest)
{
    const gx_slab *slab = &book->orders->orders;
    gx_slab_digest(slab, digest);
    for (uint32_t i = 0; i < slab->used; i++) {
        const gx_order_record *order = gx_order_at(book, i);
        if (order->head.next != GX_SLAB_IN_USE)
            continue;
        gx_held_digest(&order->held, digest);
        gx_digest_number(digest, (uint64_t)order->price);
        gx_digest_number(digest, (uint64_t)order->referral_cap);
        gx_digest_number(digest, (uint64_t)order->merchant << 32 | order->placed);
        gx_digest_number(digest, (uint64_t)order->recommender << 32 | order->referral_ppm);
        gx_digest_number(digest, (uint64_t)order->state << 1 | order->referred);
    }
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_orders *orders = book->orders;
    gx_digest_number(digest, (uint64_t)orders->rules.ship_ticks << 32 | orders->rules.receive_ticks);
    gx_digest_number(digest, orders->rules.refund_ticks);
    gx_digest_bytes(digest, &orders->counts, sizeof orders->counts);
    digest_orders(book, digest);
    gx_orders_digest_payments(orders, digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_orders *orders = book->orders;
    GX_ARCHIVE(archive, orders->rules);
    GX_ARCHIVE(archive, orders->counts);
    GX_ARCHIVE(archive, orders->oldest);
    GX_ARCHIVE(archive, orders->newest);
    gx_slab_archive(archive, &orders->orders);
    gx_slab_archive(archive, &orders->payments);
}

const gx_theme gx_theme_orders = {.name = "orders",
                                  .start = start,
                                  .stop = stop,
                                  .archive = archive,
                                  .bytes = bytes,
                                  .audit = audit,
                                  .state_digest = state_digest};

/* ---- Calls */

gx_answer gx_order_set_rules(gx_book *book, const gx_order_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_ORDER_RULES,
                .now = now,
                .args.order_rules = {rules->ship_ticks, rules->receive_ticks, rules->refund_ticks}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_order_place(gx_book *book, gx_op_key key, uint32_t merchant, gx_fen price, bool unconfirmed,
                         uint32_t now, gx_order *out)
{
    gx_op op = {.kind = GX_OP_ORDER_PLACE,
                .now = now,
                .key = key,
                .args.order_place = {merchant, price, unconfirmed}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_order_ship(gx_book *book, gx_order order, uint32_t now)
{
    gx_op op = {.kind = GX_OP_ORDER_SHIP, .now = now, .args.order_ship = {order}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_order_refund(gx_book *book, gx_order order, gx_refund_why why, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_ORDER_REFUND, .now = now, .args.order_refund = {order, (uint8_t)why, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_order_release(gx_book *book, gx_order order, bool received, uint32_t now, gx_release *out)
{
    gx_op op = {.kind = GX_OP_ORDER_RELEASE, .now = now, .args.order_release = {order, received}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_release){.merchant = result.who,
                        .net = result.third,
                        .commission = result.second,
                        .recommender = result.number};
    return result.answer;
}

bool gx_order_look(const gx_book *book, gx_order ref, gx_order_view *out)
{
    if (book->orders == NULL || check_handle(book, ref).code != GX_DONE)
        return false;
    const gx_order_record *order = gx_order_at(book, ref.slot);
    *out = (gx_order_view){.state = (gx_order_state)order->state,
                           .buyer = gx_name_of(book, order->held.owner),
                           .merchant = order->merchant,
                           .price = order->price,
                           .held = order->held.remaining,
                           .placed = order->placed,
                           .deadline = order->held.expires,
                           .referred = order->referred,
                           .recommender = order->recommender,
                           .commission = gx_order_commission(order, order->held.remaining)};
    return true;
}

gx_order_counts gx_order_count(const gx_book *book)
{
    gx_order_counts none = {0};
    return book->orders == NULL ? none : book->orders->counts;
}
