/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making up what happens to campaigns. A rule about the edge of an hour or the last of a stock is met only by
 * a campaign that lives, has terms, has money, and has almost no more of something; left to chance, hardly
 * any operation finds one. So limits are small, an operation looks for a campaign for which it is time
 * (best: the very tick at which something ends), and where there is none, it becomes a step towards one. */
#include "core/auditor/campaigns.h"

static const aud_campaign *campaign_in(const aud_thing *thing)
{
    return (const aud_campaign *)(thing + 1);
}

/* ---- Which one */

/* Has somebody one of each card, and has not handed them in? Has somebody a ticket that is good now? */
static bool has_whole_set(const aud_campaign *c)
{
    for (uint32_t seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t card = c->guest[seat].rank > 0 ? c->cards : 0;
        while (card < c->cards && c->guest[seat].cards[card] > 0)
            card++;
        if (card == c->cards && c->guest[seat].rank == 0)
            return true;
    }
    return false;
}

static bool has_ticket(const aud_campaign *c, uint32_t now)
{
    for (uint32_t seat = 0; seat < AUD_NAMES; seat++)
        if (c->guest[seat].shares && c->guest[seat].tickets > 0 && now <= c->guest[seat].expiry)
            return true;
    return false;
}

/* Is this the time for such an operation? */
static bool is_timely(const aud_thing *thing, unsigned op, uint32_t now)
{
    const aud_campaign *c = campaign_in(thing);
    bool open = now < c->order.end && !c->stopped;
    bool runs = open && now >= c->order.start && thing->held > c->order.stop_below;
    bool before = now < c->collection.deadline;
    bool on = false;
    for (uint32_t i = 0; i < c->rounds; i++)
        on |= now >= c->round[i].is.from && now < c->round[i].is.until &&
              c->round[i].given < c->round[i].is.stock;
    switch (op) {
    case GX_OP_CAMPAIGN_CLOSE:
        return !open;
    case GX_OP_BRAND_TERMS:
    case GX_OP_SHAKE_TERMS:
    case GX_OP_GALA_TERMS:
    case GX_OP_COLLECTION_TERMS:
    case GX_OP_FISSION_TERMS:
        return open && c->payments == 0;
    case GX_OP_SHAKE_PRIZE:
        return open && c->shakes == 0;
    case GX_OP_GALA_ROUND:
        return open && c->rounds < GX_GALA_ROUNDS;
    case GX_OP_GALA_GRAB:
        return runs && on;
    case GX_OP_GALA_RETURN:
        return c->rounds > 0 && now >= c->round[0].is.until;
    case GX_OP_CARD_DRAW:
    case GX_OP_CARD_GIVE:
    case GX_OP_CARD_SWAP:
        return runs && before;
    case GX_OP_CARD_COMPLETE:
        return runs && before && has_whole_set(c);
    case GX_OP_COLLECTION_CLAIM:
        return runs && !before && c->completers > c->claims;
    case GX_OP_FISSION_REDEEM:
        return runs && has_ticket(c, now);
    default:
        return runs;
    }
}

/* Does something begin or end with this tick? */
static bool is_edge(const aud_thing *thing, uint32_t now)
{
    const aud_campaign *c = campaign_in(thing);
    bool edge = now + 1 == c->order.start || now == c->order.end || now + 1 == c->order.end;
    edge |= c->kind == GX_CAMPAIGN_COLLECTION && now == c->collection.deadline;
    for (uint32_t i = 0; i < c->windows; i++)
        edge |= now == c->window[i].until || now + 1 == c->window[i].from;
    for (uint32_t i = 0; i < c->rounds; i++)
        edge |= now == c->round[i].is.until || now + 1 == c->round[i].is.from;
    for (uint32_t seat = 0; c->kind == GX_CAMPAIGN_FISSION && seat < AUD_NAMES; seat++)
        edge |= c->guest[seat].shares && c->guest[seat].tickets > 0 && now == c->guest[seat].expiry;
    return edge && !c->stopped;
}

/* Far from the minutes of the day at which it pays. */
static bool is_asleep(const aud_book *book, const aud_thing *thing, uint32_t now)
{
    const gx_args_campaign_open *order = &campaign_in(thing)->order;
    int64_t minute = aud_minute_of_day(book, now);
    return order->on_from != order->on_until && minute != order->on_until &&
           !aud_within(minute, order->on_from, order->on_until);
}

/* One of the book's last campaigns of this kind for which it is time; or at whose edge it is. */
static aud_thing *some_timely(aud_world *world, const aud_step *step, int kind)
{
    const aud_book *own = aud_book_of(world, step->book);
    aud_thing *some = NULL;
    uint32_t seen = 0;
    for (size_t i = own->thing_count; i-- > 0 && seen < 6;) {
        aud_thing *thing = own->things[i];
        if (thing->kind != AUD_CAMPAIGN || thing->gone || thing->ref.life == 0)
            continue;
        if (kind != AUD_ANY_KIND && aud_campaign_of(thing)->kind != (unsigned)kind)
            continue;
        if (is_edge(thing, step->op.now) && aud_odds(world, 50))
            return thing;
        if (!is_timely(thing, step->op.kind, step->op.now) ||
            (is_asleep(own, thing, step->op.now) && aud_odds(world, 80)))
            continue;
        if (aud_below(world, ++seen) == 0)
            some = thing;
    }
    return some;
}

aud_thing *aud_pick_campaign(aud_world *world, aud_step *step, gx_ref *ref, int kind, bool as_owner)
{
    aud_thing *thing = aud_odds(world, 88) ? some_timely(world, step, kind) : NULL;
    for (int i = 0; thing == NULL && i < 6; i++) {
        thing = aud_some_thing_of(world, step, AUD_CAMPAIGN);
        if (thing != NULL && kind != AUD_ANY_KIND && aud_campaign_of(thing)->kind != (unsigned)kind && i < 5)
            thing = NULL;
    }
    aud_mention(world, step, ref, thing);
    if (thing != NULL && as_owner && aud_odds(world, 96))
        step->op.key.account = aud_name(step->book * AUD_PARTIES + thing->owner);
    return thing;
}

/* Mostly somebody of the few who are met again and again. */
uint32_t aud_some_guest(aud_world *world)
{
    return aud_odds(world, 75) ? aud_user_name(0, aud_below(world, 3)) : aud_anybody(world);
}

/* ---- Orders */

static uint32_t some_owner(aud_world *world, unsigned book)
{
    uint32_t which = aud_below(world, AUD_MERCHANTS + AUD_POOLS);
    return which < AUD_MERCHANTS ? aud_merchant_name(book, which)
                                 : aud_pool_name(book, which - AUD_MERCHANTS);
}

/* 0, or something small. */
static uint32_t limit(aud_world *world, uint32_t percent, uint32_t n)
{
    return aud_odds(world, percent) ? 1 + aud_below(world, n) : 0;
}

/* Some pass soon, so that ends are met; some outlive days. */
static uint32_t some_length(aud_world *world)
{
    uint32_t dice = aud_below(world, 100);
    if (dice < 40)
        return 10 + aud_below(world, 250);
    return dice < 80 ? 200 + aud_below(world, 4000) : 100000 + aud_below(world, 10000000);
}

/* Minutes of the day that are just over, or are to be over soon; now and then any. */
static void choose_minutes(aud_world *world, const aud_step *step, gx_args_campaign_open *order)
{
    const aud_book *book = aud_book_of(world, step->book);
    uint32_t soon = aud_later(step->op.now, aud_below(world, aud_odds(world, 70) ? 90 : 600));
    int64_t from = aud_minute_of_day(book, step->op.now) + 1440 - aud_below(world, 5);
    order->on_from = (uint16_t)(from % 1440);
    order->on_until = (uint16_t)aud_minute_of_day(book, soon);
    if (order->on_from == order->on_until)
        order->on_until++;
    if (aud_odds(world, 20))
        order->on_from = (uint16_t)aud_below(world, 1440);
    if (aud_odds(world, 15))
        order->on_until = (uint16_t)aud_below(world, 1441);
}

static void choose_order(aud_world *world, const aud_step *step, gx_args_campaign_open *order, gx_fen most)
{
    *order = (gx_args_campaign_open){.budget = 1 + aud_below(world, (uint32_t)most),
                                     .start = aud_later(step->op.now, limit(world, 20, 20)),
                                     .hour_count = limit(world, 30, 4),
                                     .hour_fen = limit(world, 30, 300),
                                     .user_count = limit(world, 25, 5),
                                     .user_fen = limit(world, 30, 300),
                                     .stop_below = limit(world, 15, 1 + (uint32_t)most / 8),
                                     .badges = limit(world, 10, 3),
                                     .tier = (uint8_t)limit(world, 10, 2),
                                     .rest = aud_odds(world, 25) ? GX_REST_TO_OPENING : GX_REST_TO_OWNER};
    order->end = aud_later(order->start, some_length(world));
    if (aud_odds(world, 30))
        choose_minutes(world, step, order);
}

void aud_generate_campaign(aud_world *world, aud_step *step)
{
    gx_args_campaign_open *order = &step->op.args.campaign_open;
    if (aud_odds(world, 97))
        step->op.key.account = some_owner(world, step->book);
    uint32_t owner = aud_party(aud_book_of(world, step->book), step->op.key.account);
    gx_fen has = owner == AUD_NOBODY ? 0 : aud_book_of(world, step->book)->money[owner];
    gx_fen most = has > 4 && aud_odds(world, 92) ? (has < 12000 ? has : 12000) / 4 : 3000;
    choose_order(world, step, order, most);
    if (aud_odds(world, 3))
        order->end = order->start;
    if (aud_odds(world, 2))
        order->on_from = (uint16_t)(1440 + aud_below(world, 2));
    if (aud_odds(world, 2))
        order->rest = 2;
    if (aud_odds(world, 2))
        order->user_count = GX_CAMPAIGN_USER_PAYMENTS + aud_below(world, 3);
}

/* ---- Towards a campaign */

static const struct {
    gx_op_kind kind;
    void (*generate)(aud_world *world, aud_step *step);
} terms[GX_CAMPAIGN_KIND_COUNT] = {
    [GX_CAMPAIGN_BRAND] = {GX_OP_BRAND_TERMS, aud_generate_brand_terms},
    [GX_CAMPAIGN_SHAKE] = {GX_OP_SHAKE_TERMS, aud_generate_shake_terms},
    [GX_CAMPAIGN_GALA] = {GX_OP_GALA_TERMS, aud_generate_gala_terms},
    [GX_CAMPAIGN_COLLECTION] = {GX_OP_COLLECTION_TERMS, aud_generate_collection_terms},
    [GX_CAMPAIGN_FISSION] = {GX_OP_FISSION_TERMS, aud_generate_fission_terms}};

/* The step is to be such an operation, if there is a campaign for it. */
static bool become(aud_world *world, aud_step *step, gx_op_kind op, unsigned kind,
                   void (*generate)(aud_world *world, aud_step *step))
{
    uint8_t was = step->op.kind;
    step->op.kind = (uint8_t)op;
    if (some_timely(world, step, (int)kind) == NULL) {
        step->op.kind = was;
        return false;
    }
    generate(world, step);
    return true;
}

/* What a campaign that is there may lack for such an operation, from the last thing to the first. */
static const struct {
    gx_op_kind op, before;
    void (*generate)(aud_world *world, aud_step *step);
} missing[] = {{GX_OP_GALA_GRAB, GX_OP_GALA_ROUND, aud_generate_gala_round},
               {GX_OP_COLLECTION_CLAIM, GX_OP_CARD_COMPLETE, aud_generate_card_complete},
               {GX_OP_COLLECTION_CLAIM, GX_OP_CARD_DRAW, aud_generate_card_draw},
               {GX_OP_CARD_COMPLETE, GX_OP_CARD_DRAW, aud_generate_card_draw},
               {GX_OP_FISSION_REDEEM, GX_OP_FISSION_WIN, aud_generate_fission_win}};

bool aud_begin_campaign(aud_world *world, aud_step *step, unsigned kind)
{
    if (aud_odds(world, 12))
        return false;
    aud_thing *thing = some_timely(world, step, (int)kind);
    bool bare = thing != NULL && kind == GX_CAMPAIGN_SHAKE && aud_campaign_of(thing)->prizes < 2;
    if (bare && become(world, step, GX_OP_SHAKE_PRIZE, kind, aud_generate_shake_prize))
        return true;
    if (thing != NULL)
        return false;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        if (missing[i].op == step->op.kind &&
            become(world, step, missing[i].before, kind, missing[i].generate))
            return true;
    if (kind != GX_CAMPAIGN_PLAIN &&
        become(world, step, terms[kind].kind, GX_CAMPAIGN_PLAIN, terms[kind].generate))
        return true;
    step->op.kind = GX_OP_CAMPAIGN_OPEN;
    aud_generate_campaign(world, step);
    return true;
}

/* Rules under which much can happen, mostly; and some campaigns. */
void aud_prepare_campaigns(aud_world *world, unsigned book)
{
    static const unsigned kinds[] = {GX_CAMPAIGN_BRAND,      GX_CAMPAIGN_SHAKE,      GX_CAMPAIGN_GALA,
                                     GX_CAMPAIGN_COLLECTION, GX_CAMPAIGN_COLLECTION, GX_CAMPAIGN_FISSION};
    if (aud_odds(world, 5))
        return;
    aud_step *step = aud_make(world, book, GX_OP_BRAND_RULES);
    aud_generate_brand_rules(world, step);
    aud_do(world, step);
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        step = aud_make(world, book, GX_OP_CAMPAIGN_OPEN);
        step->op.key.account =
            i < AUD_MERCHANTS ? aud_merchant_name(book, i) : aud_pool_name(book, i - AUD_MERCHANTS);
        step->op.args.campaign_open = (gx_args_campaign_open){
            .budget = 1 + aud_below(world, 2000), .start = step->op.now, .end = aud_later(step->op.now, 900)};
        aud_do(world, step);
        step = aud_make(world, book, terms[kinds[i]].kind);
        terms[kinds[i]].generate(world, step);
        aud_do(world, step);
    }
}
