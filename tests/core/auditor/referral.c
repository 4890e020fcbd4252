/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for coupons, its rules of referral (M4). */
#include "core/auditor/coupons.h"
#include "core/auditor/orders.h"

void aud_generate_referral_rules(aud_world *world, aud_step *step)
{
    gx_args_referral_rules *args = &step->op.args.referral_rules;
    *args = (gx_args_referral_rules){.open_ppm = aud_below(world, 1000001),
                                     .affiliate_ppm = aud_below(world, 200000),
                                     .cap = aud_below(world, 200),
                                     .score_min = (uint16_t)aud_below(world, 900)};
    if (aud_odds(world, 10))
        args->open_ppm = 1000001;
    if (aud_odds(world, 10))
        args->affiliate_ppm = UINT32_MAX;
    if (aud_odds(world, 10))
        args->cap = -1 - (gx_fen)aud_below(world, 3);
}

gx_answer aud_predict_referral_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_referral_rules *args = &op->args.referral_rules;
    if (args->open_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, args->open_ppm, 1000000);
    if (args->affiliate_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, args->affiliate_ppm, 1000000);
    if (args->cap < 0)
        return aud_no(GX_REFUSED_RULE, args->cap, 0);
    aud_markets_of(book)->rules = (gx_referral_rules){.open_ppm = args->open_ppm,
                                                      .affiliate_ppm = args->affiliate_ppm,
                                                      .cap = args->cap,
                                                      .score_min = args->score_min};
    return aud_done(0);
}

void aud_generate_attach(aud_world *world, aud_step *step)
{
    gx_args_referral_attach *args = &step->op.args.referral_attach;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_ORDER);
    aud_mention(world, step, &args->order, thing);
    args->kind = (uint8_t)(aud_odds(world, 96) ? aud_below(world, 2) : aud_below(world, 256));
    if (thing == NULL || aud_odds(world, 94))
        return;
    const aud_order *order = aud_more(thing);
    args->by.user = aud_odds(world, 50) ? order->buyer : order->merchant;
}

static gx_answer check_attach(const aud_book *book, const gx_op *op, const aud_thing *thing)
{
    const gx_args_referral_attach *args = &op->args.referral_attach;
    if (!aud_has(book, GX_THEME_ORDERS))
        return aud_no(GX_REFUSED_THEME, 0, GX_THEME_ORDERS);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_order *order = (const aud_order *)(thing + 1);
    uint16_t least = aud_markets_of(book)->rules.score_min;
    if (args->kind > GX_REFERRAL_AFFILIATE)
        return aud_no(GX_REFUSED_RULE, args->kind, 1);
    if (order->shipped)
        return aud_no(GX_REFUSED_STATE, GX_ORDER_SHIPPED, GX_ORDER_PLACED);
    if (order->referred)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->by.user == order->buyer || args->by.user == order->merchant)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->by.user, args->by.user);
    if (args->kind == GX_REFERRAL_OPEN && args->by.score < least)
        return aud_no(GX_REFUSED_SCORE, args->by.score, least);
    return aud_done(0);
}

gx_answer aud_predict_attach(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_referral_attach *args = &op->args.referral_attach;
    const gx_referral_rules *rules = &aud_markets_of(book)->rules;
    aud_thing *thing = aud_find(book, AUD_ORDER, args->order);
    gx_answer answer = check_attach(book, op, thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_order *order = aud_more(thing);
    order->referred = true;
    order->recommender = args->by.user;
    order->ppm = args->kind == GX_REFERRAL_OPEN ? rules->open_ppm : rules->affiliate_ppm;
    order->cap = rules->cap;
    return aud_done(aud_commission(order, thing->held));
}
