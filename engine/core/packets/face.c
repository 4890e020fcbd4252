/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R4, face to face: a packet that lies at a place for a while. The place is its audience, the while its life,
 * so it needs no state of its own; what is new is that sender and claimer show where they are. */
#include "ledger/book_internal.h"
#include "packets/social.h"

gx_answer gx_rule_face_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_face_send *args = &op->args.face_send;
    uint32_t sender = op->key.account;
    uint32_t most = book->social_packets->rules.face_window;
    uint32_t life = book->packets.rules.life_ticks;
    uint32_t window = args->window == 0 ? most : args->window;
    if (args->pass.user != sender)
        return gx_refuse(GX_REFUSED_RIGHT, args->pass.user, sender);
    if (args->pass.place == 0)
        return gx_refuse(GX_REFUSED_PLACE, 0, 1);
    if (window > most)
        return gx_refuse(GX_REFUSED_RULE, window, most);
    gx_packet_order order = {.kind = (gx_packet_kind)args->kind,
                             .audience = args->pass.place,
                             .shares = args->shares,
                             .amount = args->amount,
                             .occasion = args->occasion};
    gx_answer answer = gx_packet_check_order(book, op->kind, &order, sender);
    if (answer.code != GX_DONE)
        return answer;
    life = window < life ? window : life;
    gx_answer funding = gx_packet_check_funding(book, &order, sender, op->now, life);
    if (funding.code != GX_DONE)
        return funding;
    out->second = funding.amount;
    out->made = gx_packet_open(book, &order, sender, op->now, life, funding.amount);
    return answer;
}

gx_answer gx_rule_face_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_face_claim *args = &op->args.face_claim;
    gx_packet packet;
    gx_answer answer = gx_packet_check_open(book, args->packet, op->kind, op->now, &packet);
    if (answer.code != GX_DONE)
        return answer;
    answer = gx_packet_check_first(&packet, args->pass.user);
    if (answer.code != GX_DONE)
        return answer;
    if (args->pass.place != packet.audience)
        return gx_refuse(GX_REFUSED_PLACE, args->pass.place, packet.audience);
    return gx_packet_give(book, &packet, args->pass.user, args->draw, out);
}

/* ---- Calls */

gx_answer gx_face_send(gx_book *book, gx_op_key key, const gx_face_order *order, const gx_pass *pass,
                       uint32_t now, gx_packet_ref *out, gx_fen *topped_up)
{
    gx_op op = {.kind = GX_OP_FACE_SEND,
                .now = now,
                .key = key,
                .args.face_send = {.kind = (uint8_t)order->kind,
                                   .shares = order->shares,
                                   .amount = order->amount,
                                   .occasion = order->occasion,
                                   .window = order->window,
                                   .pass = *pass}};
    return gx_packet_sent(book, &op, out, topped_up);
}

gx_answer gx_face_claim(gx_book *book, gx_packet_ref packet, const gx_pass *pass, gx_draw draw, uint32_t now,
                        gx_packet_share *out)
{
    gx_op op = {.kind = GX_OP_FACE_CLAIM, .now = now, .args.face_claim = {packet, *pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = gx_packet_share_of(&result, result.answer.amount);
    return result.answer;
}
