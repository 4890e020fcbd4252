/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor on photo packets (R7). */
#include "core/auditor/social.h"

typedef struct photo {
    uint32_t poster, occasion, posted;
    gx_fen least, most;
    gx_draw draw;
    bool paid[AUD_NAMES];
    uint32_t viewers;
    gx_fen earned;
} photo;

static const photo *photo_of(const aud_thing *thing)
{
    return (const photo *)(thing + 1);
}

static gx_fen price(const photo *own, uint32_t viewer)
{
    gx_key key = {{own->draw.word[0], own->draw.word[1]}};
    gx_draw his = gx_draw_at(key, 0x2002, viewer, own->draw.word[2], own->draw.word[3]);
    return own->least + (gx_fen)aud_below_high(his, (uint64_t)(own->most - own->least) + 1);
}

void aud_generate_post_photo(aud_world *world, aud_step *step)
{
    gx_args_photo_post *args = &step->op.args.photo_post;
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 94))
        args->pass.user = step->op.key.account;
}

gx_answer aud_predict_post_photo(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_photo_post *args = &op->args.photo_post;
    const gx_social_rules *rules = aud_social_rules(book);
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->pass.user != op->key.account)
        return aud_no(GX_REFUSED_RIGHT, args->pass.user, op->key.account);
    if ((args->pass.badges & rules->photo_badges) != rules->photo_badges)
        return aud_no(GX_REFUSED_GATE, args->pass.badges, rules->photo_badges);
    want->made = aud_new(book, AUD_PHOTO, sizeof(photo));
    want->made->expires = aud_later(op->now, rules->photo_life);
    *(photo *)aud_more(want->made) = (photo){.poster = op->key.account,
                                             .occasion = args->occasion,
                                             .posted = op->now,
                                             .least = rules->photo_min,
                                             .most = rules->photo_max,
                                             .draw = args->draw};
    return aud_done(0);
}

void aud_generate_pay_photo(aud_world *world, aud_step *step)
{
    gx_args_photo_pay *args = &step->op.args.photo_pay;
    args->poster = aud_odds(world, 95) ? aud_anybody(world) : step->op.key.account;
    args->amount = 1 + aud_below(world, 90);
    if (aud_odds(world, 8))
        args->amount = aud_some_amount(world, aud_book_of(world, step->book), 0);
    args->unconfirmed = aud_odds(world, 50);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

gx_answer aud_predict_pay_photo(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_photo_pay *args = &op->args.photo_pay;
    uint32_t viewer = aud_user(book, op->key.account);
    if (viewer == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (op->key.account == args->poster)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, op->key.account, args->poster);
    aud_spend spend = {.payer = viewer,
                       .amount = args->amount,
                       .now = op->now,
                       .purpose = GX_FOR_PHOTO,
                       .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, viewer, AUD_HOUSE_AT + GX_HOUSE_CLEARING, args->amount);
    aud_note_spend(book, &spend);
    return answer;
}

void aud_generate_see_photo(aud_world *world, aud_step *step)
{
    gx_args_photo_see *args = &step->op.args.photo_see;
    aud_thing *thing = aud_some_open(world, step, AUD_PHOTO, 0, 0);
    aud_mention(world, step, &args->photo, thing);
    args->viewer = aud_anybody(world);
    if (thing == NULL)
        return;
    if (aud_odds(world, 5))
        args->viewer = photo_of(thing)->poster;
    else if (aud_odds(world, 12))
        for (unsigned seat = 0; seat < AUD_NAMES; seat++) /* who has paid pays again */
            if (photo_of(thing)->paid[seat])
                args->viewer = aud_name(seat);
    if (aud_odds(world, 90))
        args->amount = price(photo_of(thing), args->viewer);
}

gx_answer aud_predict_see_photo(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_photo_see *args = &op->args.photo_see;
    aud_thing *thing = aud_find(book, AUD_PHOTO, args->photo);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    photo *own = aud_more(thing);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (args->viewer == own->poster)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->viewer, own->poster);
    if (own->paid[aud_seat(args->viewer)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->amount != price(own, args->viewer))
        return aud_no(GX_REFUSED_AMOUNT, args->amount, price(own, args->viewer));
    uint32_t poster = aud_user(book, own->poster);
    answer = aud_check_payee(book, poster, args->amount);
    if (answer.code == GX_DONE)
        answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, AUD_HOUSE_AT + GX_HOUSE_CLEARING, poster, args->amount);
    own->paid[aud_seat(args->viewer)] = true;
    own->earned += args->amount;
    want->result.number = own->viewers++;
    return aud_done(args->amount);
}

void aud_generate_expire_photo(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.photo_expire.photo, aud_some_thing_of(world, step, AUD_PHOTO));
}

gx_answer aud_predict_expire_photo(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_PHOTO, op->args.photo_expire.photo);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    want->result.number = photo_of(thing)->viewers;
    want->result.second = photo_of(thing)->earned;
    return answer;
}

void aud_look_at_photo(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const photo *own = photo_of(thing);
    gx_photo_view view;
    bool there = gx_photo_look(core, thing->ref, &view);
    aud_expect(world, there == !thing->gone, "whether a photo is in the feed");
    for (unsigned seat = 0; seat < AUD_NAMES; seat += 3) {
        uint32_t viewer = aud_name(seat);
        bool sharp = there && (viewer == own->poster || own->paid[seat]);
        gx_fen costs = there && viewer != own->poster ? price(own, viewer) : 0;
        aud_expect(world, gx_photo_is_open_to(core, thing->ref, viewer) == sharp, "who sees a photo sharp");
        aud_expect_fen(world, gx_photo_price(core, thing->ref, viewer), costs, "what a look costs");
    }
    if (!there)
        return;
    aud_expect(world, view.poster == own->poster && view.occasion == own->occasion, "whose photo it is");
    aud_expect(world, view.posted == own->posted && view.expires == thing->expires, "a photo's time");
    aud_expect(world, view.viewers == own->viewers, "how many paid for a photo");
    aud_expect_fen(world, view.earned, own->earned, "what a photo earned");
}
