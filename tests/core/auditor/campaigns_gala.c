/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's galas (R10). */
#include "core/auditor/campaigns.h"

void aud_generate_gala_terms(aud_world *world, aud_step *step)
{
    gx_args_gala_terms *args = &step->op.args.gala_terms;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND,
                      false);
    args->wins = aud_odds(world, 60) ? 0 : 1 + aud_below(world, 2);
    args->carry = aud_odds(world, 4) ? 2 : (uint8_t)aud_below(world, 2);
    args->cost = aud_odds(world, 4) ? -1 : (gx_fen)aud_below(world, 1000000);
}

gx_answer aud_predict_gala_terms(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_gala_terms *args = &op->args.gala_terms;
    aud_thing *thing;
    gx_answer answer = aud_handle_fresh(book, args->campaign, GX_CAMPAIGN_GALA, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (args->carry > 1)
        return aud_no(GX_REFUSED_RULE, args->carry, 1);
    if (args->cost < 0)
        return aud_no(GX_REFUSED_RULE, args->cost, 0);
    aud_campaign_of(thing)->kind = GX_CAMPAIGN_GALA;
    aud_campaign_of(thing)->gala = *args;
    return aud_done(0);
}

/* What all rounds before `count` have left of what was set aside for them. */
static gx_fen left_of_rounds(const aud_campaign *c, uint32_t count)
{
    gx_fen sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += c->round[i].is.money - c->round[i].paid;
    return sum;
}

void aud_generate_gala_round(aud_world *world, aud_step *step)
{
    gx_args_gala_round *args = &step->op.args.gala_round;
    aud_thing *thing = aud_pick_campaign(world, step, &args->campaign,
                                         aud_odds(world, 95) ? GX_CAMPAIGN_GALA : AUD_ANY_KIND, false);
    uint32_t at = step->op.now;
    gx_fen room = 500;
    if (thing != NULL) {
        const aud_campaign *c = aud_campaign_of(thing);
        if (c->kind == GX_CAMPAIGN_GALA && c->rounds > 0 && c->round[c->rounds - 1].is.until > at)
            at = c->round[c->rounds - 1].is.until;
        room = thing->held - left_of_rounds(c, c->rounds);
    }
    args->from = aud_later(at, aud_below(world, 5));
    args->until = aud_later(args->from, 1 + aud_below(world, aud_odds(world, 40) ? 30 : 300));
    args->stock = 1 + aud_below(world, aud_odds(world, 50) ? 2 : 9);
    args->money =
        (gx_fen)args->stock + aud_below(world, room > 4 ? (uint32_t)(room < 2000 ? room : 2000) / 2 : 2);
    args->win_ppm = aud_odds(world, 50) ? GX_PPM : 1 + aud_below(world, GX_PPM);
    args->split = (uint8_t)aud_below(world, 2);
    switch (aud_below(world, 40)) {
    case 0:
        args->until = args->from;
        break;
    case 1:
        args->from = aud_below(world, 2);
        break;
    case 2:
        args->stock = 0;
        break;
    case 3:
        args->win_ppm = aud_odds(world, 50) ? 0 : GX_PPM + 1;
        break;
    case 4:
        args->split = 2;
        break;
    case 5:
        args->money = (gx_fen)args->stock - 1;
        break;
    case 6:
        args->money = room + 1;
        break;
    default:
        break;
    }
}

static gx_answer check_round(const aud_campaign *c, gx_fen remaining, const gx_args_gala_round *args)
{
    gx_fen room = remaining - left_of_rounds(c, c->rounds);
    if (c->rounds == 16)
        return aud_no(GX_REFUSED_LIMIT, 16, 16);
    if (args->until <= args->from)
        return aud_no(GX_REFUSED_RULE, args->until, (int64_t)args->from + 1);
    if (c->rounds > 0 && args->from < c->round[c->rounds - 1].is.until)
        return aud_no(GX_REFUSED_RULE, args->from, c->round[c->rounds - 1].is.until);
    if (args->stock == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->win_ppm == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->win_ppm > GX_PPM)
        return aud_no(GX_REFUSED_RULE, args->win_ppm, GX_PPM);
    if (args->split > 1)
        return aud_no(GX_REFUSED_RULE, args->split, 1);
    if (args->money < args->stock)
        return aud_no(GX_REFUSED_AMOUNT, args->money, args->stock);
    if (args->money > room)
        return aud_no(GX_REFUSED_FUNDS, room, args->money);
    return aud_done(0);
}

gx_answer aud_predict_gala_round(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_gala_round *args = &op->args.gala_round;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_GALA, &thing);
    if (answer.code == GX_DONE)
        answer = check_round(aud_campaign_of(thing), thing->held, args);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    c->round[c->rounds++].is =
        (gx_gala_round){args->from, args->until, args->money, args->stock, args->win_ppm, args->split};
    want->result.number = c->rounds;
    return aud_done(0);
}

void aud_generate_gala_grab(aud_world *world, aud_step *step)
{
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_GALA))
        return;
    step->op.args.gala_grab.pass.user = aud_some_guest(world);
    aud_pick_campaign(world, step, &step->op.args.gala_grab.campaign,
                      aud_odds(world, 95) ? GX_CAMPAIGN_GALA : AUD_ANY_KIND, false);
}

/* R fen for k shares, by one draw (split.h). */
static gx_fen lucky(gx_fen left, gx_fen k, gx_draw draw)
{
    if (k == 1)
        return left;
    gx_fen top = (2 * left - k) / k;
    gx_fen rest = (2 * left - k) % k;
    if ((gx_fen)aud_below_low(draw, (uint64_t)k) < rest)
        top++;
    return 1 + (gx_fen)aud_below_high(draw, (uint64_t)top);
}

/* Which round is on, from 0; or the count of them, and *next is the beginning of the next one, or 0. */
static uint32_t round_at(const aud_campaign *c, uint32_t now, uint32_t *next)
{
    *next = 0;
    for (uint32_t i = 0; i < c->rounds; i++) {
        if (now >= c->round[i].is.from && now < c->round[i].is.until)
            return i;
        if (now < c->round[i].is.from) {
            *next = c->round[i].is.from;
            break;
        }
    }
    return c->rounds;
}

/* The chance of a grab goes by both halves of the draw, mixed. */
static bool wins(gx_draw draw, uint32_t win_ppm)
{
    uint64_t high = (uint64_t)draw.word[0] << 32 | draw.word[1];
    uint64_t low = (uint64_t)draw.word[2] << 32 | draw.word[3];
    uint64_t mixed = gx_mix_pair(high, low);
    gx_draw again = {{(uint32_t)(mixed >> 32), (uint32_t)mixed, 0, 0}};
    return aud_below_high(again, GX_PPM) < win_ppm;
}

static gx_answer check_grab(const aud_book *book, const gx_op *op, aud_thing **thing, uint32_t *number)
{
    const gx_args_gala_grab *args = &op->args.gala_grab;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_GALA, thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, *thing, op);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(*thing);
    uint32_t next = 0;
    *number = round_at(c, op->now, &next);
    if (*number == c->rounds)
        return aud_no(GX_REFUSED_SCHEDULE, op->now, next);
    answer = aud_gate(*thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t won = aud_guest_of(c, args->pass.user)->wins[*number];
    if (c->gala.wins > 0 && won >= c->gala.wins)
        return aud_no(GX_REFUSED_LIMIT, won, c->gala.wins);
    if (c->round[*number].given == c->round[*number].is.stock)
        return aud_no(GX_REFUSED_EMPTY, 0, 1);
    return aud_done(0);
}

gx_answer aud_predict_gala_grab(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_gala_grab *args = &op->args.gala_grab;
    aud_thing *thing;
    uint32_t number;
    gx_answer answer = check_grab(book, op, &thing, &number);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    aud_round *round = &c->round[number];
    want->result.number = number + 1;
    if (!wins(args->draw, round->is.win_ppm)) {
        round->grabs++;
        return aud_done(0);
    }
    gx_fen pool = round->is.money + (c->gala.carry == GX_GALA_ON ? left_of_rounds(c, number) : 0);
    gx_fen left = pool - round->paid;
    gx_fen k = (gx_fen)round->is.stock - round->given;
    gx_fen share = round->is.split == GX_GALA_LUCKY ? lucky(left, k, args->draw) : (left + k - 1) / k;
    answer = aud_may_pay(book, thing, args->pass.user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_pay(book, thing, args->pass.user, share, op->now);
    round->grabs++;
    round->given++;
    round->paid += share;
    uint32_t won = ++aud_guest_of(c, args->pass.user)->wins[number];
    want->result.who = c->gala.wins > 0 ? won : 0;
    want->result.third = left - share;
    want->result.closed = round->given == round->is.stock;
    return aud_done(share);
}

void aud_generate_gala_return(aud_world *world, aud_step *step)
{
    aud_pick_campaign(world, step, &step->op.args.gala_return.campaign,
                      aud_odds(world, 95) ? GX_CAMPAIGN_GALA : AUD_ANY_KIND, false);
}

gx_answer aud_predict_gala_return(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, op->args.gala_return.campaign, GX_CAMPAIGN_GALA, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    uint32_t ended = 0;
    while (ended < c->rounds && c->round[ended].is.until <= op->now)
        ended++;
    gx_fen back = left_of_rounds(c, ended);
    if (c->gala.carry == GX_GALA_ON && ended < c->rounds)
        back = 0;
    if (back == 0)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, ended < c->rounds ? c->round[ended].is.until : 0);
    for (uint32_t i = 0; i < ended; i++)
        c->round[i].is.money = c->round[i].paid;
    c->returned += back;
    aud_hold_pay(book, thing, aud_rest_account(thing), back);
    return aud_done(back);
}

void aud_look_gala(aud_world *world, const gx_book *core, aud_thing *thing)
{
    const aud_campaign *c = aud_campaign_of(thing);
    aud_expect_fen(world, gx_gala_cost(core, thing->ref), c->kind == GX_CAMPAIGN_GALA ? c->gala.cost : 0,
                   "what a gala costs");
    for (uint32_t i = 0; i < GX_GALA_ROUNDS; i++) {
        gx_gala_view view;
        const aud_round *round = &c->round[i];
        bool is = gx_gala_look(core, thing->ref, i + 1, &view);
        aud_expect(world, is == (i < c->rounds), "whether there is a round");
        if (!is)
            continue;
        aud_expect(world, view.round.from == round->is.from && view.round.until == round->is.until,
                   "a round's time");
        aud_expect_fen(world, view.round.money, round->is.money, "a round's money");
        aud_expect_fen(world, view.paid, round->paid, "what a round paid");
        aud_expect_fen(world, (gx_fen)view.grabs, (gx_fen)round->grabs, "a round's grabs");
        aud_expect_fen(world, view.stock_left, (gx_fen)round->is.stock - round->given, "a round's stock");
    }
}
