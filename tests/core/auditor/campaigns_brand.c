/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's brands and shakes (R8, R9). */
#include "core/auditor/campaigns.h"

static gx_ref some_coupon(aud_world *world, uint32_t percent)
{
    gx_ref none = {aud_below(world, 3), 0};
    gx_ref one = {aud_below(world, 12), 1 + aud_below(world, 5)};
    return aud_odds(world, percent) ? one : none;
}

static aud_brands *brands_of(const aud_book *book)
{
    return aud_state(book, &aud_campaigns);
}

/* ---- Brands */

void aud_generate_brand_rules(aud_world *world, aud_step *step)
{
    gx_args_brand_rules *args = &step->op.args.brand_rules;
    *args = (gx_args_brand_rules){.share_min = 1 + aud_below(world, 40),
                                  .share_max = 60 + aud_below(world, 400),
                                  .user_minute = (uint16_t)(1 + aud_below(world, 4)),
                                  .user_day = (uint16_t)(1 + aud_below(world, 12)),
                                  .night_from = 100,
                                  .night_until = 100,
                                  .brand_minute = 1 + aud_below(world, aud_odds(world, 50) ? 3 : 40)};
    if (aud_odds(world, 25)) {
        args->night_from = (uint16_t)aud_below(world, 1440);
        args->night_until = (uint16_t)aud_below(world, 1441);
    }
    switch (aud_below(world, 40)) {
    case 0:
        args->share_min = 0;
        break;
    case 1:
        args->share_max = args->share_min - 1;
        break;
    case 2:
        args->user_minute = 0;
        break;
    case 3:
        args->user_day = 0;
        break;
    case 4:
        args->night_from = 1440;
        break;
    case 5:
        args->night_until = 1441;
        break;
    case 6:
        args->brand_minute = 0;
        break;
    case 7:
        args->share_max = GX_CAMPAIGN_BUDGET_MAX + 1;
        break;
    case 8:
    case 9:
        args->share_max = args->share_min;
        break;
    default:
        break;
    }
}

gx_answer aud_predict_brand_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_brand_rules *args = &op->args.brand_rules;
    if (args->share_min < 1)
        return aud_no(GX_REFUSED_RULE, args->share_min, 1);
    if (args->share_max < args->share_min)
        return aud_no(GX_REFUSED_RULE, args->share_max, args->share_min);
    if (args->share_max > GX_CAMPAIGN_BUDGET_MAX)
        return aud_no(GX_REFUSED_RULE, args->share_max, GX_CAMPAIGN_BUDGET_MAX);
    if (args->user_minute == 0 || args->user_day == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->night_from > 1439)
        return aud_no(GX_REFUSED_RULE, args->night_from, 1439);
    if (args->night_until > 1440)
        return aud_no(GX_REFUSED_RULE, args->night_until, 1440);
    if (args->brand_minute == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    brands_of(book)->rules = *args;
    return aud_done(0);
}

void aud_generate_brand_terms(aud_world *world, aud_step *step)
{
    gx_args_brand_terms *args = &step->op.args.brand_terms;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND,
                      false);
    args->share_low = 1 + aud_below(world, 60);
    if (aud_odds(world, 80)) /* about where the rules allow it */
        args->share_low = brands_of(aud_book_of(world, step->book))->rules.share_min + aud_below(world, 9);
    args->share_high = args->share_low + aud_below(world, 60);
    args->coupon = some_coupon(world, 50);
    args->coupon_ppm = aud_odds(world, 3) ? GX_PPM + 1 : aud_below(world, GX_PPM + 1);
    args->follow = aud_odds(world, 3) ? 2 : (uint8_t)aud_below(world, 2);
    if (aud_odds(world, 3))
        args->share_high = args->share_low - 1;
}

gx_answer aud_predict_brand_terms(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_brand_terms *args = &op->args.brand_terms;
    aud_thing *thing;
    gx_answer answer = aud_handle_fresh(book, args->campaign, GX_CAMPAIGN_BRAND, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (args->share_low < 1)
        return aud_no(GX_REFUSED_RULE, args->share_low, 1);
    if (args->share_high < args->share_low)
        return aud_no(GX_REFUSED_RULE, args->share_high, args->share_low);
    if (args->share_high > GX_CAMPAIGN_BUDGET_MAX)
        return aud_no(GX_REFUSED_RULE, args->share_high, GX_CAMPAIGN_BUDGET_MAX);
    if (args->coupon_ppm > GX_PPM)
        return aud_no(GX_REFUSED_RULE, args->coupon_ppm, GX_PPM);
    if (args->follow > 1)
        return aud_no(GX_REFUSED_RULE, args->follow, 1);
    aud_campaign_of(thing)->kind = GX_CAMPAIGN_BRAND;
    aud_campaign_of(thing)->brand = *args;
    return aud_done(0);
}

void aud_generate_brand_packet(aud_world *world, aud_step *step)
{
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_BRAND))
        return;
    aud_pick_campaign(world, step, &step->op.args.brand_packet.campaign,
                      aud_odds(world, 95) ? GX_CAMPAIGN_BRAND : AUD_ANY_KIND, true);
    step->op.args.brand_packet.pass.user = aud_some_guest(world);
}

static int64_t minute_of(const aud_book *book, uint32_t now)
{
    int64_t second = aud_second(book, now);
    return second % 60 < 0 ? second / 60 - 1 : second / 60;
}

/* The limits on what a brand may do, and that it did. */
static gx_answer check_brand_limits(const aud_book *book, uint32_t brand, unsigned seat, uint32_t now)
{
    const aud_brands *all = brands_of(book);
    int64_t minute = minute_of(book, now);
    int64_t day = aud_day(book, now);
    uint32_t by_brand = all->brand_minute[brand].minute == minute ? all->brand_minute[brand].count : 0;
    uint32_t by_minute =
        all->user_minute[brand][seat].minute == minute ? all->user_minute[brand][seat].count : 0;
    uint32_t by_day = all->user_day[brand][seat].minute == day ? all->user_day[brand][seat].count : 0;
    if (by_brand >= all->rules.brand_minute)
        return aud_no(GX_REFUSED_LIMIT, by_brand, all->rules.brand_minute);
    if (by_minute >= all->rules.user_minute)
        return aud_no(GX_REFUSED_LIMIT, by_minute, all->rules.user_minute);
    if (by_day >= all->rules.user_day)
        return aud_no(GX_REFUSED_LIMIT, by_day, all->rules.user_day);
    return aud_done(0);
}

static void count_brand(aud_book *book, uint32_t brand, unsigned seat, uint32_t now)
{
    aud_brands *all = brands_of(book);
    int64_t minute = minute_of(book, now);
    int64_t day = aud_day(book, now);
    if (all->brand_minute[brand].minute != minute)
        all->brand_minute[brand].count = 0;
    if (all->user_minute[brand][seat].minute != minute)
        all->user_minute[brand][seat].count = 0;
    if (all->user_day[brand][seat].minute != day)
        all->user_day[brand][seat].count = 0;
    all->brand_minute[brand].minute = all->user_minute[brand][seat].minute = minute;
    all->user_day[brand][seat].minute = day;
    all->brand_minute[brand].count++;
    all->user_minute[brand][seat].count++;
    all->user_day[brand][seat].count++;
}

static gx_answer check_packet(const aud_book *book, const gx_op *op, aud_thing **thing)
{
    const gx_args_brand_packet *args = &op->args.brand_packet;
    const gx_args_brand_rules *rules = &brands_of(book)->rules;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_BRAND, thing);
    if (answer.code == GX_DONE)
        answer = aud_owner(book, *thing, op);
    if (answer.code == GX_DONE)
        answer = aud_running(book, *thing, op);
    if (answer.code != GX_DONE)
        return answer;
    int64_t minute = aud_minute_of_day(book, op->now);
    if (rules->night_from != rules->night_until && aud_within(minute, rules->night_from, rules->night_until))
        return aud_no(GX_REFUSED_SCHEDULE, minute, rules->night_until);
    answer = aud_gate(*thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    const gx_args_brand_terms *terms = &aud_campaign_of(*thing)->brand;
    if (terms->share_low < rules->share_min)
        return aud_no(GX_REFUSED_AMOUNT, terms->share_low, rules->share_min);
    if (terms->share_high > rules->share_max)
        return aud_no(GX_REFUSED_AMOUNT, terms->share_high, rules->share_max);
    return check_brand_limits(book, (*thing)->owner, aud_seat(args->pass.user), op->now);
}

gx_answer aud_predict_brand_packet(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_brand_packet *args = &op->args.brand_packet;
    aud_thing *thing;
    gx_answer answer = check_packet(book, op, &thing);
    if (answer.code != GX_DONE)
        return answer;
    const gx_args_brand_terms *terms = &aud_campaign_of(thing)->brand;
    uint64_t width = (uint64_t)(terms->share_high - terms->share_low) + 1;
    gx_fen share = terms->share_low + (gx_fen)aud_below_high(args->draw, width);
    answer = aud_may_pay(book, thing, args->pass.user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    unsigned seat = aud_seat(args->pass.user);
    aud_brands *all = brands_of(book);
    aud_pay(book, thing, args->pass.user, share, op->now);
    count_brand(book, thing->owner, seat, op->now);
    all->exposures[thing->owner]++;
    if (terms->follow == 1 && !all->follows[thing->owner][seat]) {
        all->follows[thing->owner][seat] = true;
        want->result.second = 1;
    }
    if (terms->coupon.life != 0 && aud_below_low(args->draw, GX_PPM) < terms->coupon_ppm)
        want->result.made = terms->coupon;
    return aud_done(share);
}

void aud_generate_brand_shown(aud_world *world, aud_step *step)
{
    gx_args_brand_shown *args = &step->op.args.brand_shown;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 95) ? GX_CAMPAIGN_BRAND : AUD_ANY_KIND,
                      false);
    args->count = aud_odds(world, 90) ? 1 + aud_below(world, 1000) : aud_odds(world, 50) ? 0 : UINT32_MAX;
}

gx_answer aud_predict_brand_shown(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_brand_shown *args = &op->args.brand_shown;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_BRAND, &thing);
    if (answer.code == GX_DONE && args->count == 0)
        answer = aud_no(GX_REFUSED_AMOUNT, 0, 1);
    if (answer.code == GX_DONE)
        answer = aud_running(book, thing, op);
    if (answer.code != GX_DONE)
        return answer;
    uint64_t *exposures = &brands_of(book)->exposures[thing->owner];
    *exposures += args->count;
    want->result.third = (gx_fen)*exposures;
    return aud_done(0);
}

void aud_generate_brand_follow(aud_world *world, aud_step *step)
{
    gx_args_brand_follow *args = &step->op.args.brand_follow;
    args->user = aud_some_guest(world);
    args->on = aud_odds(world, 3) ? 2 : (uint8_t)aud_odds(world, 60);
    if (aud_odds(world, 90))
        args->brand = aud_odds(world, 50) ? aud_merchant_name(step->book, aud_below(world, AUD_MERCHANTS))
                                          : aud_pool_name(step->book, aud_below(world, AUD_POOLS));
}

static uint32_t followers_of(const aud_book *book, uint32_t brand)
{
    uint32_t count = 0;
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        count += brands_of(book)->follows[brand][seat];
    return count;
}

gx_answer aud_predict_brand_follow(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_brand_follow *args = &op->args.brand_follow;
    uint32_t brand = aud_party(book, args->brand);
    if (brand == AUD_NOBODY || brand < AUD_USERS)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->brand);
    if (args->on > 1)
        return aud_no(GX_REFUSED_RULE, args->on, 1);
    bool *follows = &brands_of(book)->follows[brand][aud_seat(args->user)];
    if (args->on == 1 && *follows)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->on == 0 && !*follows)
        return aud_no(GX_REFUSED_NO_SUCH, 0, 0);
    *follows = args->on == 1;
    want->result.number = followers_of(book, brand);
    return aud_done(0);
}

void aud_look_brands(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    const aud_brands *all = brands_of(own);
    for (uint32_t brand = AUD_USERS; brand < AUD_PARTIES; brand++) {
        uint32_t name = aud_name(book * AUD_PARTIES + brand);
        aud_expect_fen(world, gx_brand_followers(core, name), followers_of(own, brand),
                       "a brand's followers");
        aud_expect_fen(world, (gx_fen)gx_brand_exposures(core, name), (gx_fen)all->exposures[brand],
                       "a brand's exposures");
        for (unsigned seat = 0; seat < AUD_NAMES; seat++)
            aud_expect(world, gx_brand_is_followed(core, name, aud_name(seat)) == all->follows[brand][seat],
                       "who follows a brand");
    }
}

/* ---- Shakes */

void aud_generate_shake_terms(aud_world *world, aud_step *step)
{
    gx_args_shake_terms *args = &step->op.args.shake_terms;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND,
                      false);
    args->place = aud_odds(world, 70) ? 0 : (uint16_t)aud_below(world, 4);
    args->tries = aud_odds(world, 50) ? 0 : 1 + aud_below(world, 3);
    uint32_t count = aud_odds(world, 60)   ? 0
                     : aud_odds(world, 90) ? 1 + aud_below(world, 4)
                                           : 14 + aud_below(world, 4);
    uint32_t at = aud_later(step->op.now, aud_below(world, 6));
    for (uint32_t i = 0; i < 2 * count; i++) {
        step->list[i] = at;
        at = aud_later(at, i % 2 == 0 ? 1 + aud_below(world, 40) : aud_below(world, 9));
    }
    step->op.listed = (uint16_t)(2 * count);
    if (count > 0 && aud_odds(world, 6))
        step->op.listed--;
    if (count > 0 && aud_odds(world, 6))
        step->list[aud_below(world, 2 * count)] = step->op.now;
}

gx_answer aud_predict_shake_terms(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_shake_terms *args = &op->args.shake_terms;
    aud_thing *thing;
    gx_answer answer = aud_handle_fresh(book, args->campaign, GX_CAMPAIGN_SHAKE, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->listed > 32 || op->listed % 2 == 1)
        return aud_no(GX_REFUSED_LIST, op->listed, 32);
    for (uint32_t i = 0; i < op->listed / 2u; i++) {
        bool empty = op->list[2 * i + 1] <= op->list[2 * i];
        bool early = i > 0 && op->list[2 * i] < op->list[2 * i - 1];
        if (empty || early)
            return aud_no(GX_REFUSED_LIST, i, 0);
    }
    aud_campaign *c = aud_campaign_of(thing);
    c->kind = GX_CAMPAIGN_SHAKE;
    c->shake = *args;
    c->windows = op->listed / 2u;
    for (uint32_t i = 0; i < c->windows; i++)
        c->window[i] = (gx_window){op->list[2 * i], op->list[2 * i + 1]};
    return aud_done(0);
}

void aud_generate_shake_prize(aud_world *world, aud_step *step)
{
    gx_args_shake_prize *args = &step->op.args.shake_prize;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 95) ? GX_CAMPAIGN_SHAKE : AUD_ANY_KIND,
                      false);
    args->ppm = 1 + aud_below(world, aud_odds(world, 30) ? GX_PPM : 300000);
    args->stock = 1 + aud_below(world, aud_odds(world, 70) ? 3 : 12);
    args->low = aud_odds(world, 70) ? 1 + aud_below(world, 30) : 0;
    args->high = args->low == 0 ? 0 : args->low + aud_below(world, 60);
    args->coupon = some_coupon(world, args->low == 0 ? 85 : 40);
    switch (aud_below(world, 40)) {
    case 0:
        args->ppm = 0;
        break;
    case 1:
        args->stock = 0;
        break;
    case 2:
        args->low = -1;
        break;
    case 3:
        args->high = args->low - 1;
        break;
    case 4:
        args->low = 0;
        args->high = 7;
        break;
    default:
        break;
    }
}

static gx_answer check_prize(const aud_campaign *c, const gx_args_shake_prize *args)
{
    uint32_t left = GX_PPM;
    for (uint32_t i = 0; i < c->prizes; i++)
        left -= c->prize[i].ppm;
    if (c->shakes > 0)
        return aud_no(GX_REFUSED_STATE, (int64_t)c->shakes, 0);
    if (c->prizes == 8)
        return aud_no(GX_REFUSED_LIMIT, 8, 8);
    if (args->ppm < 1)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->ppm > left)
        return aud_no(GX_REFUSED_RULE, args->ppm, left);
    if (args->stock < 1)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->low < 0)
        return aud_no(GX_REFUSED_RULE, args->low, 0);
    if (args->high < args->low)
        return aud_no(GX_REFUSED_RULE, args->high, args->low);
    if (args->high > GX_CAMPAIGN_BUDGET_MAX)
        return aud_no(GX_REFUSED_RULE, args->high, GX_CAMPAIGN_BUDGET_MAX);
    if (args->low == 0 && (args->high > 0 || args->coupon.life == 0))
        return aud_no(GX_REFUSED_RULE, 0, 1);
    return aud_done(0);
}

gx_answer aud_predict_shake_prize(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_shake_prize *args = &op->args.shake_prize;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_SHAKE, &thing);
    if (answer.code == GX_DONE)
        answer = check_prize(aud_campaign_of(thing), args);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    c->prize[c->prizes++] = (gx_shake_prize){args->ppm, args->stock, args->low, args->high, args->coupon};
    want->result.number = c->prizes;
    return aud_done(0);
}

void aud_generate_shake_try(aud_world *world, aud_step *step)
{
    gx_args_shake_try *args = &step->op.args.shake_try;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_SHAKE))
        return;
    aud_thing *thing = aud_pick_campaign(world, step, &args->campaign,
                                         aud_odds(world, 95) ? GX_CAMPAIGN_SHAKE : AUD_ANY_KIND, false);
    args->pass.user = aud_some_guest(world);
    if (thing != NULL && aud_odds(world, 75))
        args->pass.place = aud_campaign_of(thing)->shake.place;
}

/* In which window now is, from 0; or -1, and *next is the beginning of the next one, or 0. */
static int64_t window_at(const aud_campaign *c, uint32_t now, uint32_t *next)
{
    *next = 0;
    for (uint32_t i = 0; i < c->windows; i++) {
        if (now >= c->window[i].from && now < c->window[i].until)
            return i;
        if (now < c->window[i].from) {
            *next = c->window[i].from;
            return -1;
        }
    }
    return -1;
}

/* The prize that the odds say, from 1. */
static uint32_t drawn(const aud_campaign *c, gx_draw draw)
{
    uint64_t n = aud_below_high(draw, GX_PPM);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < c->prizes; i++) {
        sum += c->prize[i].ppm;
        if (n < sum)
            return i + 1;
    }
    return 0;
}

/* Gives prize `number` to the user, if it can be. Returns the money. */
static gx_fen give_prize(aud_book *book, aud_thing *thing, const gx_op *op, uint32_t number, aud_want *want)
{
    const gx_args_shake_try *args = &op->args.shake_try;
    if (number == 0)
        return 0;
    gx_shake_prize *prize = &aud_campaign_of(thing)->prize[number - 1];
    gx_fen money = prize->low + (gx_fen)aud_below_low(args->draw, (uint64_t)(prize->high - prize->low) + 1);
    if (prize->stock == 0)
        return 0;
    if (aud_may_give(book, thing, args->pass.user, money, op->now).code != GX_DONE)
        return 0;
    aud_pay(book, thing, args->pass.user, money, op->now);
    prize->stock--;
    want->result.number = number;
    want->result.closed = prize->stock == 0;
    if (prize->coupon.life != 0)
        want->result.made = prize->coupon;
    return money;
}

gx_answer aud_predict_shake_try(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_shake_try *args = &op->args.shake_try;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_SHAKE, &thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, thing, op);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    uint32_t next = 0;
    int64_t when = c->windows > 0 ? window_at(c, op->now, &next) : aud_day(book, op->now);
    if (c->windows > 0 && when < 0)
        return aud_no(GX_REFUSED_SCHEDULE, op->now, next);
    answer = aud_gate(thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    if (c->shake.place != 0 && args->pass.place != c->shake.place)
        return aud_no(GX_REFUSED_PLACE, args->pass.place, c->shake.place);
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    uint32_t shakes = guest->shaken == when ? guest->shakes : 0;
    if (c->shake.tries > 0 && shakes >= c->shake.tries)
        return aud_no(GX_REFUSED_LIMIT, shakes, c->shake.tries);
    guest->shakes = shakes + 1;
    guest->shaken = when;
    c->shakes++;
    want->result.who = drawn(c, args->draw);
    return aud_done(give_prize(book, thing, op, want->result.who, want));
}

void aud_look_shake(aud_world *world, const gx_book *core, aud_thing *thing)
{
    const aud_campaign *c = aud_campaign_of(thing);
    aud_expect_fen(world, (gx_fen)gx_shake_tries(core, thing->ref), (gx_fen)c->shakes, "shakes");
    for (uint32_t i = 0; i < GX_SHAKE_PRIZES; i++) {
        gx_shake_prize prize;
        bool is = gx_shake_look(core, thing->ref, i + 1, &prize);
        aud_expect(world, is == (i < c->prizes), "whether there is a prize");
        if (is)
            aud_expect(world,
                       prize.ppm == c->prize[i].ppm && prize.stock == c->prize[i].stock &&
                           prize.low == c->prize[i].low && prize.high == c->prize[i].high,
                       "a prize");
    }
}
