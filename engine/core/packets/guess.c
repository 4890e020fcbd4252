/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R2, the guess chain: friends guess a hidden amount one after another, told higher or lower; who hits it
 * gets it. Sources on it are thin, so the rule is kept in one place, here:
 *
 *   - The amount is a whole number of fen within bounds that all know. It is the packet: what is hidden is
 * funded.
 *   - One user has the turn, at first whom the sender names. He has one guess in it.
 *   - A miss is answered "higher" or "lower", which narrows the bounds that all know: no guess outside of
 * them is taken. With them, n guesses are enough for any of 2^n - 1 amounts.
 *   - Who has the turn can pass it on, having guessed or not, to anybody but himself and the sender. The same
 *     people can come again.
 *   - The chain has so many guesses. When the last one misses, it is over, and the money goes back at once.
 */
#include "ledger/book_internal.h"
#include "packets/packed.h"
#include "packets/social.h"

static gx_answer check_order(const gx_book *book, const gx_args_guess_send *args, uint32_t sender)
{
    const gx_packet_rules *rules = &book->packets.rules;
    uint32_t guesses_max = book->social_packets->rules.guesses_max;
    gx_fen most = rules->mean_share_max < rules->amount_max ? rules->mean_share_max : rules->amount_max;
    if (!gx_is_user(book, sender))
        return gx_refuse_party(sender);
    if (args->first == sender)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, sender, args->first);
    if (args->low < rules->share_min)
        return gx_refuse(GX_REFUSED_AMOUNT, args->low, rules->share_min);
    if (args->high < args->low)
        return gx_refuse(GX_REFUSED_AMOUNT, args->high, args->low);
    if (args->high > most)
        return gx_refuse(GX_REFUSED_AMOUNT, args->high, most);
    if (args->amount != 0 && args->amount < args->low)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, args->low);
    if (args->amount != 0 && args->amount > args->high)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, args->high);
    if (args->guesses > guesses_max)
        return gx_refuse(GX_REFUSED_LIMIT, args->guesses, guesses_max);
    return gx_done(0);
}

static gx_fen hidden_amount(const gx_args_guess_send *args)
{
    if (args->amount != 0)
        return args->amount;
    uint64_t amounts = (uint64_t)(args->high - args->low) + 1;
    return args->low + (gx_fen)gx_below64(gx_draw_high(args->draw), amounts);
}

gx_answer gx_rule_guess_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_guess_send *args = &op->args.guess_send;
    struct gx_social_packets *social = book->social_packets;
    gx_answer answer = check_order(book, args, op->key.account);
    if (answer.code != GX_DONE)
        return answer;
    gx_packet_order order = {.kind = GX_PACKET_GUESS,
                             .audience = args->first,
                             .shares = 1,
                             .amount = hidden_amount(args),
                             .occasion = args->occasion};
    uint32_t life = book->packets.rules.life_ticks;
    gx_answer funding = gx_packet_check_funding(book, &order, op->key.account, op->now, life);
    if (funding.code != GX_DONE)
        return funding;
    if (!gx_slab_reserve(&social->guesses))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->second = funding.amount;
    out->made = gx_packet_open(book, &order, op->key.account, op->now, life, funding.amount);
    uint32_t side = gx_slab_take(&social->guesses);
    gx_packet_set_side(book, out->made.slot, side);
    gx_guess_record *guess = gx_slab_at(&social->guesses, side);
    *guess = (gx_guess_record){.head = guess->head,
                               .low = args->low,
                               .high = args->high,
                               .left = args->guesses == 0 ? social->rules.guesses_max : args->guesses};
    return gx_done(order.amount);
}

/* Is the chain open, and is it this user's turn. */
static gx_answer check_turn(const gx_book *book, const gx_op *op, gx_ref ref, uint32_t user, gx_packet *out)
{
    gx_answer answer = gx_packet_check_open(book, ref, op->kind, op->now, out);
    if (answer.code != GX_DONE || user == out->audience)
        return answer;
    return gx_refuse(GX_REFUSED_TURN, user, out->audience);
}

static gx_guess_record *side_of(const gx_book *book, const gx_packet *packet)
{
    return gx_slab_at(&book->social_packets->guesses, packet->side);
}

/* It is not the amount: all know more now; and it may have been the last guess. */
static gx_answer miss(gx_book *book, gx_packet *packet, gx_fen guessed, gx_result *out)
{
    gx_guess_record *guess = side_of(book, packet);
    gx_fen hidden = packet->amount;
    out->number = hidden > guessed ? GX_GUESS_HIGHER : GX_GUESS_LOWER;
    if (hidden > guessed)
        guess->low = guessed + 1;
    else
        guess->high = guessed - 1;
    guess->guessed = true;
    guess->left--;
    out->closed = guess->left == 0;
    out->second = out->closed ? hidden : guess->low;
    out->third = out->closed ? hidden : guess->high;
    if (out->closed)
        gx_packet_refund(book, packet);
    return gx_done(0);
}

gx_answer gx_rule_guess(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_guess *args = &op->args.guess;
    gx_packet packet;
    gx_answer answer = check_turn(book, op, args->packet, args->guesser, &packet);
    if (answer.code != GX_DONE)
        return answer;
    const gx_guess_record *guess = side_of(book, &packet);
    if (guess->guessed)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (args->guess < guess->low)
        return gx_refuse(GX_REFUSED_AMOUNT, args->guess, guess->low);
    if (args->guess > guess->high)
        return gx_refuse(GX_REFUSED_AMOUNT, args->guess, guess->high);
    if (args->guess != packet.amount) {
        answer = miss(book, &packet, args->guess, out);
    } else {
        answer = gx_packet_give(book, &packet, args->guesser, (gx_draw){{0}}, out);
        out->number = GX_GUESS_HIT;
        out->second = out->third = args->guess;
    }
    out->who = args->guesser;
    return answer;
}

gx_answer gx_rule_guess_pass(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_guess_pass *args = &op->args.guess_pass;
    gx_packet packet;
    gx_answer answer = check_turn(book, op, args->packet, args->guesser, &packet);
    if (answer.code != GX_DONE)
        return answer;
    if (args->next == args->guesser || args->next == gx_name_of(book, packet.held.owner))
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->next, 0);
    gx_packet_set_audience(book, packet.place, args->next);
    side_of(book, &packet)->guessed = false;
    out->who = args->next;
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_guess_send(gx_book *book, gx_op_key key, const gx_guess_order *order, gx_draw draw, uint32_t now,
                        gx_packet_ref *out, gx_fen *topped_up)
{
    gx_op op = {.kind = GX_OP_GUESS_SEND,
                .now = now,
                .key = key,
                .args.guess_send = {.first = order->first,
                                    .low = order->low,
                                    .high = order->high,
                                    .amount = order->amount,
                                    .guesses = order->guesses,
                                    .occasion = order->occasion,
                                    .draw = draw}};
    return gx_packet_sent(book, &op, out, topped_up);
}

gx_answer gx_guess(gx_book *book, gx_packet_ref packet, uint32_t guesser, gx_fen guess, uint32_t now,
                   gx_guess_told *out)
{
    gx_op op = {.kind = GX_OP_GUESS, .now = now, .args.guess = {packet, guesser, guess}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_guess_told){
        .told = result.number, .closed = result.closed, .low = result.second, .high = result.third};
    return result.answer;
}

gx_answer gx_guess_pass(gx_book *book, gx_packet_ref packet, uint32_t guesser, uint32_t next, uint32_t now)
{
    gx_op op = {.kind = GX_OP_GUESS_PASS, .now = now, .args.guess_pass = {packet, guesser, next}};
    return gx_book_do(book, &op, NULL);
}

bool gx_guess_look(const gx_book *book, gx_packet_ref ref, gx_guess_view *out)
{
    if (gx_slab_look(&book->packets.slab, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    gx_packet packet;
    gx_packet_read(book, ref.slot, &packet);
    if (packet.kind != GX_PACKET_GUESS)
        return false;
    const gx_guess_record *guess = side_of(book, &packet);
    *out = (gx_guess_view){.low = guess->low,
                           .high = guess->high,
                           .turn = packet.audience,
                           .guessed = guess->guessed,
                           .guesses_left = guess->left};
    return true;
}
