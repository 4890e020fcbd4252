/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referral (M4). The order keeps its recommender with the rate of the day; what he gets is reckoned when the
 * order is released (gx_order_commission), from what is released. */
#include "merchants/coupons.h"
#include "wallet/orders.h"

enum { MILLION = 1000000 };

gx_referral_rules gx_referral_rules_default(void)
{
    return (gx_referral_rules){
        .open_ppm = 30000, .affiliate_ppm = 50000, .cap = 1000 * 100, .score_min = 600};
}

/* ---- Rules */

gx_answer gx_rule_referral_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_referral_rules *args = &op->args.referral_rules;
    if (args->open_ppm > MILLION)
        return gx_refuse(GX_REFUSED_RULE, args->open_ppm, MILLION);
    if (args->affiliate_ppm > MILLION)
        return gx_refuse(GX_REFUSED_RULE, args->affiliate_ppm, MILLION);
    if (args->cap < 0)
        return gx_refuse(GX_REFUSED_RULE, args->cap, 0);
    book->coupons->rules = (gx_referral_rules){.open_ppm = args->open_ppm,
                                               .affiliate_ppm = args->affiliate_ppm,
                                               .cap = args->cap,
                                               .score_min = args->score_min};
    return gx_done(0);
}

static gx_answer check_attach(const gx_book *book, const gx_args_referral_attach *args)
{
    if (book->orders == NULL)
        return gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_ORDERS);
    gx_slab_state state = gx_slab_look(&book->orders->orders, args->order.slot, args->order.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_order_record *order = gx_order_at(book, args->order.slot);
    uint32_t by = args->by.user;
    if (args->kind > GX_REFERRAL_AFFILIATE)
        return gx_refuse(GX_REFUSED_RULE, args->kind, GX_REFERRAL_AFFILIATE);
    if (order->state != GX_ORDER_PLACED)
        return gx_refuse(GX_REFUSED_STATE, order->state, GX_ORDER_PLACED);
    if (order->referred)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (by == gx_name_of(book, order->held.owner) || by == order->merchant)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, by, by);
    uint16_t score_min = book->coupons->rules.score_min;
    if (args->kind == GX_REFERRAL_OPEN && args->by.score < score_min)
        return gx_refuse(GX_REFUSED_SCORE, args->by.score, score_min);
    return gx_done(0);
}

gx_answer gx_rule_referral_attach(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_referral_attach *args = &op->args.referral_attach;
    const gx_referral_rules *rules = &book->coupons->rules;
    gx_answer answer = check_attach(book, args);
    if (answer.code != GX_DONE)
        return answer;
    gx_order_record *order = gx_order_at(book, args->order.slot);
    order->referred = true;
    order->recommender = args->by.user;
    order->referral_ppm = args->kind == GX_REFERRAL_OPEN ? rules->open_ppm : rules->affiliate_ppm;
    order->referral_cap = rules->cap;
    return gx_done(gx_order_commission(order, order->held.remaining));
}

/* ---- Calls */

gx_answer gx_referral_set_rules(gx_book *book, const gx_referral_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_REFERRAL_RULES,
                .now = now,
                .args.referral_rules = {rules->open_ppm, rules->affiliate_ppm, rules->cap, rules->score_min}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_referral_attach(gx_book *book, gx_order order, const gx_pass *by, gx_referral_kind kind,
                             uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_REFERRAL_ATTACH, .now = now, .args.referral_attach = {order, *by, (uint8_t)kind}};
    return gx_book_do(book, &op, NULL);
}
