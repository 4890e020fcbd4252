/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a coupon: redeemed, restored when the payment failed (M5), passed on (M6).
 *
 * Redeeming comes before the payment, since only the merchant's book knows whether the coupon is good, and
 * the user's book must know what is left to pay. In between the discount lies in clearing, like any money
 * between two books, and comes back from there when the payment fails. */
#include "merchants/coupons.h"

gx_fen gx_coupon_discount(const gx_batch_record *batch, gx_fen price)
{
    const gx_fen million = 1000000;
    gx_fen off = price;
    if (batch->kind ==
        GX_COUPON_PERCENT) /* floor(price * ppm / million), without a product that could overflow */
        off = price / million * batch->off_ppm + price % million * batch->off_ppm / million;
    return off < batch->face ? off : batch->face;
}

static gx_answer check_handle(const gx_book *book, gx_ref ref)
{
    gx_slab_state state = gx_slab_look(&book->coupons->coupons, ref.slot, ref.life);
    return state == GX_SLAB_LIVE ? gx_done(0) : gx_refuse_handle(state);
}

/* A coupon that lives, and is used or not as wanted. */
static gx_answer check_coupon(const gx_book *book, gx_ref ref, bool used)
{
    gx_answer answer = check_handle(book, ref);
    if (answer.code != GX_DONE)
        return answer;
    return gx_coupon_at(book, ref.slot)->used == used ? gx_done(0) : gx_refuse(GX_REFUSED_STATE, !used, used);
}

/* ---- Rules */

static gx_answer check_price(const gx_batch_record *batch, gx_fen price)
{
    if (price < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, price, 1);
    if (price > GX_BOOK_LIMIT)
        return gx_refuse(GX_REFUSED_AMOUNT, price, GX_BOOK_LIMIT);
    if (price < batch->floor)
        return gx_refuse(GX_REFUSED_AMOUNT, price, batch->floor);
    gx_fen discount = gx_coupon_discount(batch, price);
    return discount < 1 ? gx_refuse(GX_REFUSED_AMOUNT, discount, 1) : gx_done(discount);
}

gx_answer gx_rule_coupon_redeem(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_coupon_redeem *args = &op->args.coupon_redeem;
    gx_answer answer = check_coupon(book, args->coupon, false);
    if (answer.code != GX_DONE)
        return answer;
    gx_coupon_record *coupon = gx_coupon_at(book, args->coupon.slot);
    gx_batch_record *batch = gx_batch_at(book, coupon->batch);
    if (args->user != coupon->holder)
        return gx_refuse(GX_REFUSED_RIGHT, args->user, coupon->holder);
    if (op->now < batch->from)
        return gx_refuse(GX_REFUSED_SCHEDULE, op->now, batch->from);
    if (op->now >= batch->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, batch->held.expires);
    answer = check_price(batch, args->price);
    if (answer.code != GX_DONE)
        return answer;
    gx_held_pay(book, &batch->held, answer.amount);
    coupon->used = true;
    coupon->discount = answer.amount;
    batch->used++;
    batch->discounts += answer.amount;
    out->second = args->price - answer.amount;
    out->who = gx_name_of(book, batch->held.owner);
    return answer;
}

gx_answer gx_rule_coupon_restore(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.coupon_restore.coupon;
    gx_answer answer = check_coupon(book, ref, true);
    if (answer.code != GX_DONE)
        return answer;
    gx_coupon_record *coupon = gx_coupon_at(book, ref.slot);
    gx_batch_record *batch = gx_batch_at(book, coupon->batch);
    gx_fen discount = coupon->discount;
    answer = gx_check_inflow(book, GX_HOUSE_CLEARING, discount);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, batch->held.owner), discount);
    gx_held_add(book, &batch->held, discount);
    coupon->used = false;
    coupon->discount = 0;
    batch->used--;
    batch->discounts -= discount;
    return answer;
}

gx_answer gx_rule_coupon_pass(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_coupon_pass *args = &op->args.coupon_pass;
    gx_answer answer = check_coupon(book, args->coupon, false);
    if (answer.code != GX_DONE)
        return answer;
    gx_coupon_record *coupon = gx_coupon_at(book, args->coupon.slot);
    gx_batch_record *batch = gx_batch_at(book, coupon->batch);
    if (op->now >= batch->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, batch->held.expires);
    if (args->nth != coupon->passed)
        return gx_refuse(GX_REFUSED_TURN, coupon->passed, args->nth);
    if (args->from != coupon->holder)
        return gx_refuse(GX_REFUSED_RIGHT, args->from, coupon->holder);
    if (args->to == args->from)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->to, args->from);
    if (coupon->passed >= batch->passes_max)
        return gx_refuse(GX_REFUSED_LIMIT, coupon->passed, batch->passes_max);
    coupon->holder = args->to;
    coupon->passed++;
    batch->passes++;
    out->number = coupon->passed;
    return answer;
}

/* ---- Calls */

gx_answer gx_coupon_issue(gx_book *book, gx_op_key key, const gx_coupon_order *order, uint32_t now,
                          gx_coupon_batch *out)
{
    gx_op op = {.kind = GX_OP_COUPON_ISSUE,
                .now = now,
                .key = key,
                .args.coupon_issue = {.kind = (uint8_t)order->kind,
                                      .count = order->count,
                                      .face = order->face,
                                      .off_ppm = order->off_ppm,
                                      .floor = order->floor,
                                      .from = order->from,
                                      .until = order->until,
                                      .partner = order->partner,
                                      .per_user = order->per_user,
                                      .passes_max = order->passes_max,
                                      .bought_min = order->bought_min,
                                      .bought_max = order->bought_max,
                                      .badges = order->badges,
                                      .score_min = order->score_min,
                                      .place = order->place,
                                      .tier_min = order->tier_min,
                                      .sex = order->sex,
                                      .age_min = order->age_min,
                                      .age_max = order->age_max,
                                      .occupation = order->occupation}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_coupon_grant(gx_book *book, gx_coupon_batch batch, const gx_pass *to, uint32_t now,
                          gx_coupon *out)
{
    gx_op op = {.kind = GX_OP_COUPON_GRANT, .now = now, .args.coupon_grant = {batch, *to}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_coupon_redeem(gx_book *book, gx_coupon coupon, uint32_t user, gx_fen price, uint32_t now,
                           gx_fen *rest)
{
    gx_op op = {.kind = GX_OP_COUPON_REDEEM, .now = now, .args.coupon_redeem = {coupon, user, price}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *rest = result.second;
    return result.answer;
}

gx_answer gx_coupon_restore(gx_book *book, gx_coupon coupon, uint32_t now)
{
    gx_op op = {.kind = GX_OP_COUPON_RESTORE, .now = now, .args.coupon_restore = {coupon}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_coupon_pass(gx_book *book, gx_coupon coupon, uint32_t from, uint32_t to, uint16_t nth,
                         uint32_t now)
{
    gx_op op = {.kind = GX_OP_COUPON_PASS, .now = now, .args.coupon_pass = {coupon, from, to, nth}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_coupon_close(gx_book *book, gx_coupon_batch batch, uint32_t now)
{
    gx_op op = {.kind = GX_OP_COUPON_CLOSE, .now = now, .args.coupon_close = {batch}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

bool gx_coupon_batch_look(const gx_book *book, gx_coupon_batch ref, gx_coupon_batch_view *out)
{
    if (book->coupons == NULL || gx_slab_look(&book->coupons->batches, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_batch_record *batch = gx_batch_at(book, ref.slot);
    *out = (gx_coupon_batch_view){.merchant = gx_name_of(book, batch->held.owner),
                                  .partner = batch->partner,
                                  .count = batch->count,
                                  .granted = batch->granted,
                                  .used = batch->used,
                                  .passes = batch->passes,
                                  .budget = batch->face * batch->count,
                                  .left = batch->held.remaining,
                                  .discounts = batch->discounts,
                                  .from = batch->from,
                                  .until = batch->held.expires};
    return true;
}

bool gx_coupon_look(const gx_book *book, gx_coupon ref, gx_coupon_view *out)
{
    if (book->coupons == NULL || check_handle(book, ref).code != GX_DONE)
        return false;
    const gx_coupon_record *coupon = gx_coupon_at(book, ref.slot);
    gx_coupon_batch batch = {coupon->batch, gx_batch_at(book, coupon->batch)->head.life};
    *out = (gx_coupon_view){.batch = batch,
                            .holder = coupon->holder,
                            .first_holder = coupon->first_holder,
                            .passed = coupon->passed,
                            .used = coupon->used,
                            .discount = coupon->discount};
    return true;
}

uint32_t gx_coupon_bought(const gx_book *book, uint32_t merchant, uint32_t user)
{
    gx_party party = gx_party_of(book, merchant);
    return book->coupons == NULL || party == GX_NO_PARTY ? 0 : gx_coupons_purchases(book, party, user);
}
