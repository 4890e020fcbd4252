/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor on guess chains (R2). */
#include "core/auditor/social.h"

typedef struct chain {
    gx_fen low, high; /* as all know them */
    uint32_t guesses_left;
    bool guessed; /* in this turn; whose it is, the packet's audience says */
} chain;
_Static_assert(sizeof(chain) <= sizeof((aud_packet *)0)->own, "a packet's own words");

static chain *chain_of(aud_packet *p)
{
    return (chain *)p->own;
}

void aud_generate_guess_send(aud_world *world, aud_step *step)
{
    gx_args_guess_send *args = &step->op.args.guess_send;
    args->first = aud_anybody(world);
    args->low = 1 + aud_below(world, 30);
    args->high = args->low + aud_below(world, 25);
    args->amount =
        aud_odds(world, 50) ? 0 : args->low + aud_below(world, (uint32_t)(args->high - args->low) + 2);
    args->guesses = aud_odds(world, 40) ? 0 : 1 + aud_below(world, 9);
    if (aud_odds(world, 5))
        args->first = step->op.key.account;
    if (aud_odds(world, 5))
        args->low = args->high + 1;
    if (aud_odds(world, 4))
        args->high = aud_some_amount(world, aud_book_of(world, step->book), 0);
    if (aud_odds(world, 3))
        step->op.key.account = aud_some_party(world, step->book);
}

gx_answer aud_predict_guess_send(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_guess_send *args = &op->args.guess_send;
    const gx_packet_rules *rules = aud_packet_rules(book);
    uint32_t guesses_max = aud_social_rules(book)->guesses_max;
    gx_fen most = rules->mean_share_max < rules->amount_max ? rules->mean_share_max : rules->amount_max;
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->first == op->key.account)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, op->key.account, args->first);
    if (args->low < rules->share_min)
        return aud_no(GX_REFUSED_AMOUNT, args->low, rules->share_min);
    if (args->high < args->low)
        return aud_no(GX_REFUSED_AMOUNT, args->high, args->low);
    if (args->high > most)
        return aud_no(GX_REFUSED_AMOUNT, args->high, most);
    if (args->amount != 0 && args->amount < args->low)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, args->low);
    if (args->amount != 0 && args->amount > args->high)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, args->high);
    if (args->guesses > guesses_max)
        return aud_no(GX_REFUSED_LIMIT, args->guesses, guesses_max);
    uint64_t width = (uint64_t)(args->high - args->low) + 1;
    gx_fen hidden = args->amount != 0 ? args->amount : args->low + (gx_fen)aud_below_high(args->draw, width);
    aud_packet packet = {.kind = GX_PACKET_GUESS,
                         .audience = args->first,
                         .occasion = args->occasion,
                         .shares = 1,
                         .sent = op->now,
                         .amount = hidden};
    *chain_of(&packet) = (chain){.low = args->low,
                                 .high = args->high,
                                 .guesses_left = args->guesses == 0 ? guesses_max : args->guesses};
    return aud_fund_packet(book, op->key.account, &packet, UINT32_MAX, want);
}

/* ---- Guessing */

void aud_generate_guess(aud_world *world, aud_step *step)
{
    gx_args_guess *args = &step->op.args.guess;
    aud_thing *thing = aud_some_open(world, step, AUD_PACKET, GX_PACKET_GUESS, GX_PACKET_GUESS);
    aud_mention(world, step, &args->packet, thing);
    args->guesser = aud_anybody(world);
    if (thing == NULL)
        return;
    aud_packet *p = aud_more(thing);
    if (p->kind != GX_PACKET_GUESS)
        return;
    const chain *c = chain_of(p);
    if (aud_odds(world, 90))
        args->guesser = p->audience;
    gx_fen width = c->high - c->low < 60 ? c->high - c->low + 1 : 60;
    args->guess = c->low + aud_below(world, (uint32_t)width);
    if (aud_odds(world, 4))
        args->guess = c->low - 1;
    if (aud_odds(world, 4))
        args->guess = c->high + 1;
}

/* The refusals that a guess and a pass have in common. */
static gx_answer check_turn(const aud_book *book, gx_packet_ref packet, unsigned here, uint32_t guesser,
                            uint32_t now, aud_thing **thing)
{
    gx_answer answer = aud_find_claimed(book, packet, GX_OP_GUESS, here, now, thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_packet *p = aud_more(*thing);
    return guesser == p->audience ? answer : aud_no(GX_REFUSED_TURN, guesser, p->audience);
}

gx_answer aud_predict_guess(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_guess *args = &op->args.guess;
    aud_thing *thing;
    gx_answer answer = check_turn(book, args->packet, GX_OP_GUESS, args->guesser, op->now, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet *p = aud_more(thing);
    chain *c = chain_of(p);
    if (c->guessed)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->guess < c->low)
        return aud_no(GX_REFUSED_AMOUNT, args->guess, c->low);
    if (args->guess > c->high)
        return aud_no(GX_REFUSED_AMOUNT, args->guess, c->high);
    bool hit = args->guess == p->amount;
    c->guessed = true;
    c->guesses_left--;
    if (args->guess < p->amount)
        c->low = args->guess + 1;
    if (args->guess > p->amount)
        c->high = args->guess - 1;
    if (hit)
        aud_hold_pay(book, thing, AUD_HOUSE_AT + GX_HOUSE_CLEARING, p->amount);
    else if (c->guesses_left == 0)
        aud_hold_refund(book, thing);
    thing->gone = hit || c->guesses_left == 0;
    if (thing->gone)
        c->low = c->high = p->amount;
    want->result.number = hit ? GX_GUESS_HIT : args->guess < p->amount ? GX_GUESS_HIGHER : GX_GUESS_LOWER;
    want->result.closed = thing->gone;
    want->result.second = c->low;
    want->result.third = c->high;
    want->result.who = args->guesser;
    return aud_done(hit ? p->amount : 0);
}

void aud_generate_guess_pass(aud_world *world, aud_step *step)
{
    gx_args_guess_pass *args = &step->op.args.guess_pass;
    aud_thing *thing = aud_some_open(world, step, AUD_PACKET, GX_PACKET_GUESS, GX_PACKET_GUESS);
    aud_mention(world, step, &args->packet, thing);
    args->guesser = aud_anybody(world);
    args->next = aud_anybody(world);
    if (thing == NULL)
        return;
    const aud_packet *p = aud_more(thing);
    if (p->kind == GX_PACKET_GUESS && aud_odds(world, 90))
        args->guesser = p->audience;
    if (aud_odds(world, 6))
        args->next = aud_odds(world, 50)
                         ? args->guesser
                         : aud_user_name(aud_book_of(world, step->book)->number, thing->owner % AUD_USERS);
}

gx_answer aud_predict_guess_pass(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_guess_pass *args = &op->args.guess_pass;
    aud_thing *thing;
    gx_answer answer = check_turn(book, args->packet, GX_OP_GUESS_PASS, args->guesser, op->now, &thing);
    if (answer.code != GX_DONE)
        return answer;
    if (args->next == args->guesser || args->next == aud_user_name(book->number, thing->owner))
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->next, 0);
    aud_packet *p = aud_more(thing);
    p->audience = args->next;
    chain_of(p)->guessed = false;
    want->result.who = args->next;
    return aud_done(0);
}

void aud_look_at_guess(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    aud_packet copy = *(const aud_packet *)(thing + 1);
    const chain *c = chain_of(&copy);
    gx_guess_view view;
    bool open = gx_guess_look(core, thing->ref, &view);
    aud_expect(world, open == (!thing->gone && copy.kind == GX_PACKET_GUESS), "whether a chain is open");
    if (!open)
        return;
    aud_expect_fen(world, view.low, c->low, "a chain's lower bound");
    aud_expect_fen(world, view.high, c->high, "a chain's upper bound");
    aud_expect(world, view.turn == copy.audience && view.guessed == c->guessed, "whose turn it is");
    aud_expect(world, view.guesses_left == c->guesses_left, "how many guesses a chain has left");
}
