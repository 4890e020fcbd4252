/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R6, password: whoever knows the code has a share, however it reached him; the core does not ask by which
 * channel.
 *
 * Codes are short enough to be typed, so they can be guessed: wrong ones are counted for each user at each
 * packet. A refusal changes nothing in this book, ever; so a wrong code that was counted is something done,
 * of 0 fen. */
#include "ledger/book_internal.h"
#include "packets/social.h"

gx_answer gx_rule_password_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_password_send *args = &op->args.password_send;
    struct gx_social_packets *social = book->social_packets;
    gx_packet_order order = {.kind = (gx_packet_kind)args->kind,
                             .shares = args->shares,
                             .amount = args->amount,
                             .occasion = args->occasion};
    gx_answer answer = gx_packet_check_order(book, op->kind, &order, op->key.account);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t life = book->packets.rules.life_ticks;
    gx_answer funding = gx_packet_check_funding(book, &order, op->key.account, op->now, life);
    if (funding.code != GX_DONE)
        return funding;
    if (!gx_slab_reserve(&social->codes))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->second = funding.amount;
    out->made = gx_packet_open(book, &order, op->key.account, op->now, life, funding.amount);
    uint32_t side = gx_slab_take(&social->codes);
    gx_packet_set_side(book, out->made.slot, side);
    gx_code_record *code = gx_slab_at(&social->codes, side);
    *code = (gx_code_record){
        .head = code->head, .code = args->code, .tries = social->rules.code_tries, .wrong = GX_RELATION_NONE};
    return answer;
}

/* One more wrong code of this user. `known` is his pair; NULL: it is the first. */
static gx_answer note_wrong(struct gx_social_packets *social, gx_pair *known, uint32_t side, uint32_t user,
                            gx_result *out)
{
    if (known != NULL) {
        out->number = (uint32_t)++known->value;
        return gx_done(0);
    }
    if (!gx_relation_reserve(&social->wrong))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_code_record *code = gx_slab_at(&social->codes, side);
    gx_relation_add(&social->wrong, &code->wrong, side, user, 1);
    out->number = 1;
    return gx_done(0);
}

gx_answer gx_rule_password_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_password_claim *args = &op->args.password_claim;
    struct gx_social_packets *social = book->social_packets;
    gx_packet packet;
    gx_answer answer = gx_packet_check_open(book, args->packet, op->kind, op->now, &packet);
    if (answer.code != GX_DONE)
        return answer;
    answer = gx_packet_check_first(&packet, args->claimer);
    if (answer.code != GX_DONE)
        return answer;
    const gx_code_record *code = gx_slab_at(&social->codes, packet.side);
    gx_pair *known = gx_relation_find(&social->wrong, packet.side, args->claimer);
    if (known != NULL && known->value >= code->tries)
        return gx_refuse(GX_REFUSED_LIMIT, (int64_t)known->value, code->tries);
    if (args->code != code->code)
        return note_wrong(social, known, packet.side, args->claimer, out);
    return gx_packet_give(book, &packet, args->claimer, args->draw, out);
}

/* ---- Calls */

gx_answer gx_password_send(gx_book *book, gx_op_key key, const gx_password_order *order, uint32_t now,
                           gx_packet_ref *out, gx_fen *topped_up)
{
    gx_op op = {.kind = GX_OP_PASSWORD_SEND,
                .now = now,
                .key = key,
                .args.password_send = {.kind = (uint8_t)order->kind,
                                       .shares = order->shares,
                                       .amount = order->amount,
                                       .occasion = order->occasion,
                                       .code = order->code}};
    return gx_packet_sent(book, &op, out, topped_up);
}

gx_answer gx_password_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, uint64_t code,
                            gx_draw draw, uint32_t now, gx_password_answer *out)
{
    gx_op op = {
        .kind = GX_OP_PASSWORD_CLAIM, .now = now, .args.password_claim = {packet, claimer, code, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_password_answer){.right = result.answer.amount > 0};
    if (out->right)
        out->share = gx_packet_share_of(&result, result.answer.amount);
    else
        out->wrong = result.number;
    return result.answer;
}
