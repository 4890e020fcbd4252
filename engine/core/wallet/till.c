/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payment at the till and its refunds (W5).
 *
 * What a merchant took is remembered in his own book, where the refund is decided and paid: so the bound
 * "never more than was paid" holds whatever happens on the way back to the payer. A payment is remembered for
 * as long as it can be refunded:
 *
 *     oldest ──► payment ──► payment ──► … ──► newest      a queue in the order of taking
 *       └── too old? forgotten, at most two with each new one
 *
 * so a book has at most as many as were taken within the time for refunds (and what the rules left over when
 * they shortened it), and no host has to come by to throw them away. */
#include "merchants/coupons.h"
#include "wallet/orders.h"

enum { FORGOTTEN_AT_ONCE = 2 };

/* ---- Paying */

gx_answer gx_rule_merchant_pay(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_merchant_pay *args = &op->args.merchant_pay;
    gx_spend spend = {.party = gx_party_of(book, op->key.account),
                      .amount = args->amount,
                      .now = op->now,
                      .purpose = GX_FOR_MERCHANT,
                      .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = gx_orders_check_buyer(book, op, args->merchant, &spend);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_account_of(book, spend.party), gx_house(book, GX_HOUSE_CLEARING), args->amount);
        gx_note_spend(book, &spend);
        gx_count(&book->orders->counts.payments, &book->orders->counts.paid, args->amount);
    }
    return answer;
}

/* ---- Taking */

static gx_answer check_take(const gx_book *book, const gx_args_merchant_take *args)
{
    gx_party merchant = gx_party_of(book, args->merchant);
    if (!gx_can_sell(book, merchant))
        return gx_refuse_party(args->merchant);
    if (args->payer == args->merchant)
        return gx_refuse_party(args->payer);
    if (args->paid < 0)
        return gx_refuse(GX_REFUSED_AMOUNT, args->paid, 0);
    if (args->paid > GX_BOOK_LIMIT)
        return gx_refuse(GX_REFUSED_AMOUNT, args->paid, GX_BOOK_LIMIT);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    return answer.code == GX_DONE ? gx_check_payee(book, merchant, args->amount) : answer;
}

static void forget_old(gx_book *book, uint32_t now)
{
    struct gx_orders *orders = book->orders;
    for (int i = 0; i < FORGOTTEN_AT_ONCE && orders->oldest != GX_SLAB_NONE; i++) {
        uint32_t place = orders->oldest;
        if (gx_payment_at(book, place)->until > now)
            return;
        orders->oldest = gx_payment_at(book, place)->newer;
        if (orders->oldest == GX_SLAB_NONE)
            orders->newest = GX_SLAB_NONE;
        gx_slab_give(&orders->payments, place);
    }
}

static gx_ref remember(gx_book *book, const gx_args_merchant_take *args, uint32_t until)
{
    struct gx_orders *orders = book->orders;
    gx_ref ref = {.slot = gx_slab_take(&orders->payments)};
    gx_payment_record *payment = gx_payment_at(book, ref.slot);
    *payment = (gx_payment_record){.head = payment->head,
                                   .left = args->paid,
                                   .merchant = gx_party_of(book, args->merchant),
                                   .payer = args->payer,
                                   .until = until,
                                   .newer = GX_SLAB_NONE};
    ref.life = payment->head.life;
    if (orders->newest == GX_SLAB_NONE)
        orders->oldest = ref.slot;
    else
        gx_payment_at(book, orders->newest)->newer = ref.slot;
    orders->newest = ref.slot;
    return ref;
}

gx_answer gx_rule_merchant_take(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_merchant_take *args = &op->args.merchant_take;
    struct gx_orders *orders = book->orders;
    gx_answer answer = check_take(book, args);
    if (answer.code != GX_DONE)
        return answer;
    bool kept = orders->rules.refund_ticks > 0 && args->paid > 0;
    if ((kept && !gx_slab_reserve(&orders->payments)) || !gx_coupons_reserve_purchase(book))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_party merchant = gx_party_of(book, args->merchant);
    forget_old(book, op->now);
    if (kept)
        out->made = remember(book, args, gx_later(op->now, orders->rules.refund_ticks));
    if (args->paid > 0)
        gx_coupons_note_purchase(book, merchant, args->payer);
    gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, merchant), args->amount);
    gx_count(&orders->counts.takes, &orders->counts.taken, args->amount);
    return answer;
}

/* ---- Giving back */

static gx_answer check_payment(const gx_book *book, gx_ref ref, uint32_t now)
{
    gx_slab_state state = gx_slab_look(&book->orders->payments, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_payment_record *payment = gx_payment_at(book, ref.slot);
    return payment->left == 0 || now >= payment->until ? gx_refuse_handle(GX_SLAB_GONE)
                                                       : gx_done(payment->left);
}

gx_answer gx_rule_merchant_refund(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_merchant_refund *args = &op->args.merchant_refund;
    gx_answer answer = check_payment(book, args->payment, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_payment_record *payment = gx_payment_at(book, args->payment.slot);
    uint32_t merchant = gx_name_of(book, payment->merchant);
    if (op->key.account != merchant)
        return gx_refuse(GX_REFUSED_RIGHT, op->key.account, merchant);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > payment->left)
        return gx_refuse(GX_REFUSED_LIMIT, payment->left, args->amount);
    answer = gx_check_payer(book, payment->merchant, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, payment->merchant), gx_house(book, GX_HOUSE_CLEARING), args->amount);
    payment->left -= args->amount;
    if (payment->left == 0)
        gx_coupons_take_back_purchase(book, payment->merchant, payment->payer);
    gx_count(&book->orders->counts.refunds, &book->orders->counts.refunded, args->amount);
    return answer;
}

/* ---- Keeping */

void gx_orders_digest_payments(const struct gx_orders *orders, gx_digest *digest)
{
    gx_slab_digest(&orders->payments, digest);
    for (uint32_t i = orders->oldest; i != GX_SLAB_NONE;) {
        const gx_payment_record *payment = gx_slab_at(&orders->payments, i);
        gx_digest_number(digest, i);
        gx_digest_number(digest, (uint64_t)payment->left);
        gx_digest_number(digest, (uint64_t)payment->merchant << 32 | payment->payer);
        gx_digest_number(digest, payment->until);
        i = payment->newer;
    }
}

/* The queue has every payment, once. */
bool gx_orders_audit_payments(const gx_book *book)
{
    const struct gx_orders *orders = book->orders;
    uint32_t queued = 0, last = GX_SLAB_NONE;
    for (uint32_t i = orders->oldest; i != GX_SLAB_NONE && queued <= orders->payments.live; queued++) {
        const gx_payment_record *payment = gx_payment_at(book, i);
        if (payment->head.next != GX_SLAB_IN_USE || payment->left < 0 ||
            !gx_can_sell(book, payment->merchant))
            return false;
        last = i;
        i = payment->newer;
    }
    return queued == orders->payments.live && last == orders->newest;
}

/* ---- Calls */

gx_answer gx_merchant_pay(gx_book *book, gx_op_key key, uint32_t merchant, gx_fen amount, bool unconfirmed,
                          uint32_t now)
{
    gx_op op = {.kind = GX_OP_MERCHANT_PAY,
                .now = now,
                .key = key,
                .args.merchant_pay = {merchant, amount, unconfirmed}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_merchant_take(gx_book *book, uint32_t merchant, uint32_t payer, gx_fen amount, gx_fen paid,
                           uint32_t now, gx_payment *out)
{
    gx_op op = {
        .kind = GX_OP_MERCHANT_TAKE, .now = now, .args.merchant_take = {merchant, payer, amount, paid}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_merchant_refund(gx_book *book, gx_op_key key, gx_payment payment, gx_fen amount, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_MERCHANT_REFUND, .now = now, .key = key, .args.merchant_refund = {payment, amount}};
    return gx_book_do(book, &op, NULL);
}

bool gx_payment_look(const gx_book *book, gx_payment ref, uint32_t now, gx_payment_view *out)
{
    if (book->orders == NULL || check_payment(book, ref, now).code != GX_DONE)
        return false;
    const gx_payment_record *payment = gx_payment_at(book, ref.slot);
    *out = (gx_payment_view){.merchant = gx_name_of(book, payment->merchant),
                             .payer = payment->payer,
                             .left = payment->left,
                             .until = payment->until};
    return true;
}
