/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's collections and fissions (R11, R13). */
#include "core/auditor/campaigns.h"

/* ---- Collections */

void aud_generate_collection_terms(aud_world *world, aud_step *step)
{
    gx_args_collection_terms *args = &step->op.args.collection_terms;
    aud_thing *thing = aud_pick_campaign(world, step, &args->campaign,
                                         aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND, false);
    args->draws = aud_odds(world, 70) ? 0 : 1 + aud_below(world, 3);
    args->first_more = aud_odds(world, 3) ? 2 : (uint8_t)aud_below(world, 2);
    if (thing != NULL) {
        const gx_args_campaign_open *order = &aud_campaign_of(thing)->order;
        uint32_t length = order->end - order->start;
        uint32_t soon = length / 2 < 250 ? length / 2 : 250;
        args->deadline = order->start + 1 + aud_below(world, aud_odds(world, 15) ? length + 2 : soon + 1);
    }
    uint32_t cards = aud_odds(world, 4) ? aud_below(world, 11) : 1 + aud_below(world, 3);
    for (uint32_t i = 0; i < cards; i++)
        step->list[i] = aud_odds(world, 10) ? 1 + aud_below(world, GX_PPM / cards) : GX_PPM / cards;
    if (cards > 0 && aud_odds(world, 3))
        step->list[aud_below(world, cards)] = aud_odds(world, 50) ? 0 : GX_PPM + 1;
    step->op.listed = (uint16_t)cards;
}

static gx_answer check_terms(const aud_campaign *c, const gx_op *op)
{
    const gx_args_collection_terms *args = &op->args.collection_terms;
    int64_t sum = 0;
    if (op->listed < 1 || op->listed > 8)
        return aud_no(GX_REFUSED_LIST, op->listed, 8);
    for (uint32_t i = 0; i < op->listed; i++) {
        if (op->list[i] == 0)
            return aud_no(GX_REFUSED_RULE, 0, 1);
        sum += op->list[i];
    }
    if (sum > GX_PPM)
        return aud_no(GX_REFUSED_RULE, sum, GX_PPM);
    if (args->deadline <= c->order.start)
        return aud_no(GX_REFUSED_RULE, args->deadline, (int64_t)c->order.start + 1);
    if (args->deadline >= c->order.end)
        return aud_no(GX_REFUSED_RULE, args->deadline, (int64_t)c->order.end - 1);
    if (args->first_more > 1)
        return aud_no(GX_REFUSED_RULE, args->first_more, 1);
    return aud_done(0);
}

gx_answer aud_predict_collection_terms(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_collection_terms *args = &op->args.collection_terms;
    aud_thing *thing;
    gx_answer answer = aud_handle_fresh(book, args->campaign, GX_CAMPAIGN_COLLECTION, &thing);
    if (answer.code == GX_DONE)
        answer = check_terms(aud_campaign_of(thing), op);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    c->kind = GX_CAMPAIGN_COLLECTION;
    c->collection = *args;
    c->cards = op->listed;
    for (uint32_t i = 0; i < c->cards; i++)
        c->ppm[i] = op->list[i];
    return aud_done(0);
}

/* Mentions a collection; NULL unless it is one. */
static aud_campaign *pick_collection(aud_world *world, aud_step *step, gx_ref *ref)
{
    aud_thing *thing = aud_pick_campaign(world, step, ref,
                                         aud_odds(world, 95) ? GX_CAMPAIGN_COLLECTION : AUD_ANY_KIND, false);
    bool is = thing != NULL && aud_campaign_of(thing)->kind == GX_CAMPAIGN_COLLECTION;
    return is ? aud_campaign_of(thing) : NULL;
}

/* HANDLE, KIND, RUNNING, BEFORE. */
static gx_answer check_before(const aud_book *book, const gx_op *op, gx_ref ref, aud_thing **thing)
{
    gx_answer answer = aud_handle_kind(book, ref, GX_CAMPAIGN_COLLECTION, thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, *thing, op);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t deadline = aud_campaign_of(*thing)->collection.deadline;
    return op->now >= deadline ? aud_no(GX_REFUSED_EXPIRED, op->now, deadline) : aud_done(0);
}

void aud_generate_card_draw(aud_world *world, aud_step *step)
{
    gx_args_card_draw *args = &step->op.args.card_draw;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_COLLECTION))
        return;
    pick_collection(world, step, &args->campaign);
    args->pass.user = aud_some_guest(world); /* few people, so that sets come together */
}

gx_answer aud_predict_card_draw(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_card_draw *args = &op->args.card_draw;
    aud_thing *thing;
    gx_answer answer = check_before(book, op, args->campaign, &thing);
    if (answer.code == GX_DONE)
        answer = aud_gate(thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    if (c->collection.draws > 0 && guest->draws >= c->collection.draws)
        return aud_no(GX_REFUSED_LIMIT, guest->draws, c->collection.draws);
    uint64_t n = aud_below_high(args->draw, GX_PPM);
    uint64_t sum = 0;
    uint32_t card = 0;
    for (uint32_t i = c->cards; i-- > 0;)
        sum += c->ppm[i];
    for (uint32_t i = c->cards; i-- > 0; sum -= c->ppm[i])
        if (n < sum)
            card = i + 1;
    if (card > 0 && guest->cards[card - 1] == 255)
        return aud_no(GX_REFUSED_CAP, 255, 255);
    guest->draws++;
    want->result.number = card;
    if (card > 0)
        want->result.third = ++guest->cards[card - 1];
    return aud_done(0);
}

/* Somebody who has a card; *card is one of his. Anybody, when nobody has. */
static uint32_t some_holder(aud_world *world, const aud_campaign *c, uint8_t *card)
{
    *card = (uint8_t)(1 + aud_below(world, c != NULL && c->cards > 0 && aud_odds(world, 95) ? c->cards : 10) -
                      (aud_odds(world, 2) ? 1 : 0));
    if (c == NULL || *card < 1 || *card > c->cards || aud_odds(world, 8))
        return aud_anybody(world);
    uint32_t first = aud_below(world, AUD_NAMES);
    for (uint32_t i = 0; i < AUD_NAMES; i++)
        if (c->guest[(first + i) % AUD_NAMES].cards[*card - 1] > 0)
            return aud_name((first + i) % AUD_NAMES);
    return aud_anybody(world);
}

void aud_generate_card_give(aud_world *world, aud_step *step)
{
    gx_args_card_give *args = &step->op.args.card_give;
    const aud_campaign *c = pick_collection(world, step, &args->campaign);
    args->from = some_holder(world, c, &args->card);
    args->to = aud_odds(world, 5) ? args->from : aud_anybody(world);
}

gx_answer aud_predict_card_give(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_card_give *args = &op->args.card_give;
    aud_thing *thing;
    gx_answer answer = check_before(book, op, args->campaign, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    if (args->card < 1 || args->card > c->cards)
        return aud_no(GX_REFUSED_NO_SUCH, args->card, c->cards);
    if (args->from == args->to)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->from, args->to);
    uint8_t *from = &aud_guest_of(c, args->from)->cards[args->card - 1];
    uint8_t *to = &aud_guest_of(c, args->to)->cards[args->card - 1];
    if (*from == 0)
        return aud_no(GX_REFUSED_INCOMPLETE, 0, 1);
    if (*to == 255)
        return aud_no(GX_REFUSED_CAP, 255, 255);
    --*from;
    ++*to;
    return aud_done(0);
}

void aud_generate_card_swap(aud_world *world, aud_step *step)
{
    gx_args_card_swap *args = &step->op.args.card_swap;
    const aud_campaign *c = pick_collection(world, step, &args->campaign);
    args->one = some_holder(world, c, &args->one_card);
    for (int i = 0; i < 8; i++) {
        args->other = some_holder(world, c, &args->other_card);
        if (args->other != args->one && args->other_card != args->one_card)
            break;
    }
}

gx_answer aud_predict_card_swap(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_card_swap *args = &op->args.card_swap;
    aud_thing *thing;
    gx_answer answer = check_before(book, op, args->campaign, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    if (args->one_card < 1 || args->one_card > c->cards)
        return aud_no(GX_REFUSED_NO_SUCH, args->one_card, c->cards);
    if (args->other_card < 1 || args->other_card > c->cards)
        return aud_no(GX_REFUSED_NO_SUCH, args->other_card, c->cards);
    if (args->one == args->other)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->one, args->other);
    if (args->one_card == args->other_card)
        return aud_no(GX_REFUSED_RULE, args->one_card, args->other_card);
    uint8_t *one = aud_guest_of(c, args->one)->cards;
    uint8_t *other = aud_guest_of(c, args->other)->cards;
    if (one[args->one_card - 1] == 0)
        return aud_no(GX_REFUSED_INCOMPLETE, 0, 1);
    if (other[args->other_card - 1] == 0)
        return aud_no(GX_REFUSED_INCOMPLETE, 0, 2);
    if (one[args->other_card - 1] == 255 || other[args->one_card - 1] == 255)
        return aud_no(GX_REFUSED_CAP, 255, 255);
    one[args->one_card - 1]--;
    one[args->other_card - 1]++;
    other[args->other_card - 1]--;
    other[args->one_card - 1]++;
    return aud_done(0);
}

static uint32_t different_cards(const aud_campaign *c, const aud_guest *guest)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->cards; i++)
        count += guest->cards[i] > 0;
    return count;
}

void aud_generate_card_complete(aud_world *world, aud_step *step)
{
    gx_args_card_complete *args = &step->op.args.card_complete;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_COLLECTION))
        return;
    const aud_campaign *c = pick_collection(world, step, &args->campaign);
    uint32_t first = aud_below(world, AUD_NAMES);
    for (uint32_t i = 0; c != NULL && aud_odds(world, 99) && i < AUD_NAMES; i++)
        if (different_cards(c, &c->guest[(first + i) % AUD_NAMES]) == c->cards) {
            args->pass.user = aud_name((first + i) % AUD_NAMES);
            break;
        }
}

gx_answer aud_predict_card_complete(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_card_complete *args = &op->args.card_complete;
    aud_thing *thing;
    gx_answer answer = check_before(book, op, args->campaign, &thing);
    if (answer.code == GX_DONE)
        answer = aud_gate(thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    if (guest->rank > 0)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (different_cards(c, guest) < c->cards)
        return aud_no(GX_REFUSED_INCOMPLETE, different_cards(c, guest), c->cards);
    for (uint32_t i = 0; i < c->cards; i++)
        guest->cards[i]--;
    guest->rank = ++c->completers;
    want->result.number = guest->rank;
    return aud_done(0);
}

void aud_generate_collection_claim(aud_world *world, aud_step *step)
{
    gx_args_collection_claim *args = &step->op.args.collection_claim;
    if (aud_odds(world, 80) && aud_begin_campaign(world, step, GX_CAMPAIGN_COLLECTION))
        return;
    const aud_campaign *c = pick_collection(world, step, &args->campaign);
    uint32_t first = aud_below(world, AUD_NAMES);
    for (uint32_t i = 0; c != NULL && aud_odds(world, 99) && i < AUD_NAMES; i++)
        if (c->guest[(first + i) % AUD_NAMES].rank > 0 &&
            (i % 5 == 0 || !c->guest[(first + i) % AUD_NAMES].claimed)) {
            args->pass.user = aud_name((first + i) % AUD_NAMES);
            break;
        }
}

gx_answer aud_predict_collection_claim(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_collection_claim *args = &op->args.collection_claim;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_COLLECTION, &thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, thing, op);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    if (op->now < c->collection.deadline)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, c->collection.deadline);
    answer = aud_gate(thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    if (guest->rank == 0)
        return aud_no(GX_REFUSED_RIGHT, args->pass.user, 0);
    if (guest->claimed)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    gx_fen pool = c->claims > 0 ? c->pool : thing->held;
    gx_fen share = pool / c->completers;
    if (c->collection.first_more == 1 && guest->rank <= pool % c->completers)
        share++;
    if (share == 0)
        return aud_no(GX_REFUSED_EMPTY, pool, c->completers);
    answer = aud_may_pay(book, thing, args->pass.user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_pay(book, thing, args->pass.user, share, op->now);
    c->pool = pool;
    guest->claimed = true;
    c->claims++;
    want->result.number = guest->rank;
    want->result.closed = c->claims == c->completers;
    return aud_done(share);
}

void aud_look_collection(aud_world *world, const gx_book *core, aud_thing *thing)
{
    const aud_campaign *c = aud_campaign_of(thing);
    aud_expect_fen(world, gx_collection_completers(core, thing->ref), c->completers, "completers");
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        for (uint32_t card = 1; card <= 8; card++)
            aud_expect_fen(world, gx_card_count(core, thing->ref, aud_name(seat), card),
                           c->guest[seat].cards[card - 1], "a hand of cards");
}

/* ---- Fissions */

void aud_generate_fission_terms(aud_world *world, aud_step *step)
{
    gx_args_fission_terms *args = &step->op.args.fission_terms;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 90) ? GX_CAMPAIGN_PLAIN : AUD_ANY_KIND,
                      false);
    *args = (gx_args_fission_terms){.campaign = args->campaign,
                                    .tickets = (uint16_t)(1 + aud_below(world, 4)),
                                    .friend_amount = aud_odds(world, 40) ? 0 : 1 + aud_below(world, 100),
                                    .sharer_amount = aud_odds(world, 40) ? 0 : 1 + aud_below(world, 60),
                                    .life = 1 + aud_below(world, aud_odds(world, 40) ? 20 : 300),
                                    .generations = aud_odds(world, 5) ? 255 : (uint8_t)aud_below(world, 4)};
    switch (aud_below(world, 40)) {
    case 0:
        args->tickets = 0;
        break;
    case 1:
        args->life = 0;
        break;
    case 2:
        args->friend_amount = -1;
        break;
    case 3:
        args->sharer_amount = GX_CAMPAIGN_BUDGET_MAX + 1;
        break;
    default:
        break;
    }
}

gx_answer aud_predict_fission_terms(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_fission_terms *args = &op->args.fission_terms;
    const gx_fen amounts[] = {args->friend_amount, args->sharer_amount};
    aud_thing *thing;
    gx_answer answer = aud_handle_fresh(book, args->campaign, GX_CAMPAIGN_FISSION, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (args->tickets == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    for (int i = 0; i < 2; i++) {
        if (amounts[i] < 0)
            return aud_no(GX_REFUSED_RULE, amounts[i], 0);
        if (amounts[i] > GX_CAMPAIGN_BUDGET_MAX)
            return aud_no(GX_REFUSED_RULE, amounts[i], GX_CAMPAIGN_BUDGET_MAX);
    }
    if (args->life == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    aud_campaign_of(thing)->kind = GX_CAMPAIGN_FISSION;
    aud_campaign_of(thing)->fission = *args;
    return aud_done(0);
}

void aud_generate_fission_win(aud_world *world, aud_step *step)
{
    gx_args_fission_win *args = &step->op.args.fission_win;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_FISSION))
        return;
    aud_pick_campaign(world, step, &args->campaign, aud_odds(world, 95) ? GX_CAMPAIGN_FISSION : AUD_ANY_KIND,
                      false);
    args->paid = aud_odds(world, 3) ? 2 : (uint8_t)aud_below(world, 2);
    if (aud_odds(world, 90))
        args->amount = 1 + aud_below(world, 120);
}

gx_answer aud_predict_fission_win(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_fission_win *args = &op->args.fission_win;
    aud_thing *thing;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_FISSION, &thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, thing, op);
    if (answer.code == GX_DONE)
        answer = aud_gate(thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    if (args->paid > 1)
        return aud_no(GX_REFUSED_RULE, args->paid, 1);
    if (guest->shares)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > GX_CAMPAIGN_BUDGET_MAX)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, GX_CAMPAIGN_BUDGET_MAX);
    if (args->paid == 1) {
        answer = aud_may_pay(book, thing, args->pass.user, args->amount, op->now);
        if (answer.code != GX_DONE)
            return answer;
        aud_pay(book, thing, args->pass.user, args->amount, op->now);
    }
    guest->shares = true;
    guest->won = args->amount;
    guest->tickets = c->fission.tickets;
    guest->expiry = aud_later(op->now, c->fission.life);
    guest->generation = 0;
    want->result.number = guest->tickets;
    return aud_done(args->paid == 1 ? args->amount : 0);
}

void aud_generate_fission_redeem(aud_world *world, aud_step *step)
{
    gx_args_fission_redeem *args = &step->op.args.fission_redeem;
    if (aud_begin_campaign(world, step, GX_CAMPAIGN_FISSION))
        return;
    aud_thing *thing = aud_pick_campaign(world, step, &args->campaign,
                                         aud_odds(world, 95) ? GX_CAMPAIGN_FISSION : AUD_ANY_KIND, false);
    uint32_t first = aud_below(world, AUD_NAMES);
    for (uint32_t i = 0; thing != NULL && aud_odds(world, 99) && i < AUD_NAMES; i++) {
        const aud_guest *guest = &aud_campaign_of(thing)->guest[(first + i) % AUD_NAMES];
        if (guest->shares && (guest->tickets > 0 || i % 3 == 0)) {
            args->sharer = aud_name((first + i) % AUD_NAMES);
            break;
        }
    }
    if (aud_odds(world, 4))
        args->pass.user = args->sharer;
}

static gx_answer check_redeem(const aud_book *book, const gx_op *op, aud_thing **thing)
{
    const gx_args_fission_redeem *args = &op->args.fission_redeem;
    gx_answer answer = aud_handle_kind(book, args->campaign, GX_CAMPAIGN_FISSION, thing);
    if (answer.code == GX_DONE)
        answer = aud_running(book, *thing, op);
    if (answer.code == GX_DONE)
        answer = aud_gate(*thing, args->pass);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(*thing);
    const aud_guest *sharer = aud_guest_of(c, args->sharer);
    if (!sharer->shares)
        return aud_no(GX_REFUSED_NO_SUCH, 0, 0);
    if (args->sharer == args->pass.user)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->pass.user, args->sharer);
    if (aud_guest_of(c, args->pass.user)->shares)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (sharer->tickets == 0)
        return aud_no(GX_REFUSED_EMPTY, 0, 1);
    if (op->now >= sharer->expiry)
        return aud_no(GX_REFUSED_EXPIRED, op->now, sharer->expiry);
    return aud_done(0);
}

gx_answer aud_predict_fission_redeem(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_fission_redeem *args = &op->args.fission_redeem;
    aud_thing *thing;
    gx_answer answer = check_redeem(book, op, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_campaign *c = aud_campaign_of(thing);
    aud_guest *sharer = aud_guest_of(c, args->sharer);
    aud_guest *guest = aud_guest_of(c, args->pass.user);
    gx_fen amount = c->fission.friend_amount > 0 ? c->fission.friend_amount : sharer->won;
    answer = aud_may_pay(book, thing, args->pass.user, amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_pay(book, thing, args->pass.user, amount, op->now);
    gx_fen reward = c->fission.sharer_amount;
    if (reward > 0 && aud_may_pay(book, thing, args->sharer, reward, op->now).code == GX_DONE) {
        aud_pay(book, thing, args->sharer, reward, op->now);
        want->result.second = reward;
    }
    sharer->tickets--;
    guest->shares = true;
    guest->won = amount;
    guest->generation = sharer->generation < 255 ? sharer->generation + 1 : 255;
    guest->tickets = guest->generation <= c->fission.generations ? c->fission.tickets : 0;
    guest->expiry = aud_later(op->now, c->fission.life);
    want->result.number = sharer->tickets;
    want->result.who = guest->tickets;
    want->result.closed = sharer->tickets == 0;
    return aud_done(amount);
}

void aud_look_fission(aud_world *world, const gx_book *core, aud_thing *thing)
{
    const aud_campaign *c = aud_campaign_of(thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        aud_expect_fen(world, gx_fission_tickets(core, thing->ref, aud_name(seat)),
                       c->guest[seat].shares ? c->guest[seat].tickets : 0, "a sharer's tickets");
}
