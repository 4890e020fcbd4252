/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor on requests for packets (R5). */
#include "core/auditor/social.h"

typedef struct request {
    uint32_t asker, asked, occasion;
    gx_fen amount;
} request;

static const request *request_of(const aud_thing *thing)
{
    return (const request *)(thing + 1);
}

void aud_generate_request(aud_world *world, aud_step *step)
{
    gx_args_request *args = &step->op.args.request;
    args->asker = aud_anybody(world);
    args->asked = aud_odds(world, 92) ? aud_some_user(world, step->book) : aud_anybody(world);
    args->amount = 1 + aud_below(world, 150);
    if (aud_odds(world, 6))
        args->amount = aud_some_amount(world, NULL, 0);
    if (aud_odds(world, 4))
        args->asker = args->asked;
}

gx_answer aud_predict_request(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_request *args = &op->args.request;
    const gx_packet_rules *rules = aud_packet_rules(book);
    gx_fen most = rules->mean_share_max < rules->amount_max ? rules->mean_share_max : rules->amount_max;
    aud_thing *lapsed = NULL;
    if (aud_user(book, args->asked) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->asked);
    if (args->asker == args->asked)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->asker, args->asked);
    if (args->amount < rules->share_min)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, rules->share_min);
    if (args->amount > most)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, most);
    for (size_t i = 0; i < book->thing_count; i++) {
        aud_thing *other = book->things[i];
        if (other->kind == AUD_REQUEST && !other->gone && request_of(other)->asker == args->asker &&
            request_of(other)->asked == args->asked) {
            if (op->now < other->expires)
                return aud_no(GX_REFUSED_TWICE, 1, 0);
            lapsed = other;
        }
    }
    if (lapsed != NULL)
        lapsed->gone = true;
    want->made = aud_new(book, AUD_REQUEST, sizeof(request));
    want->made->expires = aud_later(op->now, aud_social_rules(book)->request_life);
    *(request *)aud_more(want->made) = (request){
        .asker = args->asker, .asked = args->asked, .occasion = args->occasion, .amount = args->amount};
    return aud_done(0);
}

/* Does it live, is it for this user, has it not lapsed? */
static gx_answer check(const aud_thing *thing, uint32_t asked, uint32_t now)
{
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (asked != request_of(thing)->asked)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, asked, request_of(thing)->asked);
    return now >= thing->expires ? aud_no(GX_REFUSED_EXPIRED, now, thing->expires) : answer;
}

void aud_generate_grant(aud_world *world, aud_step *step)
{
    gx_args_request_grant *args = &step->op.args.request_grant;
    aud_thing *thing = aud_some_open(world, step, AUD_REQUEST, 0, 0);
    aud_mention(world, step, &args->request, thing);
    if (thing != NULL && aud_odds(world, 92))
        step->op.key.account = request_of(thing)->asked;
    args->amount = aud_odds(world, 60) ? 0 : 1 + aud_below(world, 400);
    if (aud_odds(world, 6))
        args->amount = aud_odds(world, 50) ? -5 : 5000;
}

gx_answer aud_predict_grant(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_request_grant *args = &op->args.request_grant;
    aud_thing *thing = aud_find(book, AUD_REQUEST, args->request);
    gx_answer answer = check(thing, op->key.account, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet packet = {.kind = GX_PACKET_PERSONAL,
                         .audience = request_of(thing)->asker,
                         .occasion = args->occasion,
                         .shares = 1,
                         .sent = op->now,
                         .amount = args->amount == 0 ? request_of(thing)->amount : args->amount};
    answer = aud_check_amount(aud_packet_rules(book), packet.amount, 1);
    if (answer.code == GX_DONE)
        answer = aud_fund_packet(book, op->key.account, &packet, UINT32_MAX, want);
    if (answer.code == GX_DONE)
        thing->gone = true;
    return answer;
}

void aud_generate_decline(aud_world *world, aud_step *step)
{
    gx_args_request_decline *args = &step->op.args.request_decline;
    aud_thing *thing = aud_some_open(world, step, AUD_REQUEST, 0, 0);
    aud_mention(world, step, &args->request, thing);
    if (thing != NULL && aud_odds(world, 80))
        args->asked = request_of(thing)->asked;
}

gx_answer aud_predict_decline(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_request_decline *args = &op->args.request_decline;
    aud_thing *thing = aud_find(book, AUD_REQUEST, args->request);
    gx_answer answer = check(thing, args->asked, op->now);
    if (answer.code == GX_DONE)
        thing->gone = true;
    return answer;
}

void aud_generate_lapse(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.request_expire.request,
                aud_some_thing_of(world, step, AUD_REQUEST));
}

gx_answer aud_predict_lapse(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_REQUEST, op->args.request_expire.request);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    return answer;
}

void aud_look_at_request(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    gx_request_view view;
    bool open = gx_request_look(core, thing->ref, &view);
    const request *own = request_of(thing);
    aud_expect(world, open == !thing->gone, "whether a request is open");
    if (!open)
        return;
    aud_expect(world, view.asker == own->asker && view.asked == own->asked, "who asked whom");
    aud_expect(world, view.occasion == own->occasion && view.expires == thing->expires, "a request's time");
    aud_expect_fen(world, view.amount, own->amount, "what was asked for");
}
