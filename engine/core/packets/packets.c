/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red packets: one life cycle, kinds as data.
 *
 *     send --> open --claim … claim--> claimed out (gone)
 *                \--expire-----------> refunded    (gone)
 *
 * The money of a packet is held in escrow like a hold's, by the same three functions (gx_held_*), so funded =
 * claimed + refunded + pending by the rules of holds. The book forgets a packet when it is gone: a nation's
 * evening has far more packets than are open at once. A handle of a packet that is gone is still told from
 * one that never was (slab.h), but not how it ended: a late claim is answered GX_REFUSED_EMPTY in either
 * case, always, and does not depend on whether the place was used again.
 *
 * Nothing here knows R1 from R6: the table of kinds says which rule shares and which operations send and
 * claim. Who may claim is asked by the operation that claims, since each brings other evidence (a name, a
 * pass, a code).
 */
#include "ledger/door.h"
#include "packets/packed.h"
#include "packets/social.h"

#include <gx/core/split.h>

/* ---- Kinds */

static const gx_packet_form forms[] = {
#define X(NAME, word, who, split, carrier, theme, help)                                                      \
    {word, carrier, help, GX_WHO_##who, GX_SPLIT_##split, GX_THEME_##theme},
    GX_PACKET_KIND_TABLE(X)
#undef X
};

/* By what is sent and claimed who may claim so. */
static const struct {
    uint8_t send, claim;
} ways[] = {
    [GX_WHO_ADDRESSEE] = {GX_OP_PACKET_SEND, GX_OP_PACKET_CLAIM},
    [GX_WHO_MEMBERS] = {GX_OP_PACKET_SEND, GX_OP_PACKET_CLAIM},
    [GX_WHO_PRESENT] = {GX_OP_FACE_SEND, GX_OP_FACE_CLAIM},
    [GX_WHO_BEARER] = {GX_OP_PASSWORD_SEND, GX_OP_PASSWORD_CLAIM},
    [GX_WHO_TURN] = {GX_OP_GUESS_SEND, GX_OP_GUESS},
};

const gx_packet_form *gx_packet_form_of(gx_packet_kind kind)
{
    return (unsigned)kind < GX_PACKET_KIND_COUNT ? &forms[kind] : NULL;
}

/* ---- Sending */

static gx_answer check_amount(const gx_packet_rules *rules, gx_fen amount, uint32_t shares)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > rules->amount_max)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, rules->amount_max);
    gx_fen mean = amount / shares;
    if (mean < rules->share_min)
        return gx_refuse(GX_REFUSED_MEAN_SHARE, mean, rules->share_min);
    if (mean > rules->mean_share_max || (mean == rules->mean_share_max && amount % shares != 0))
        return gx_refuse(GX_REFUSED_MEAN_SHARE, mean, rules->mean_share_max);
    return gx_done(amount);
}

gx_answer gx_packet_check_order(const gx_book *book, unsigned op, const gx_packet_order *order,
                                uint32_t sender)
{
    if (!gx_is_user(book, sender))
        return gx_refuse_party(sender);
    const gx_packet_form *form = gx_packet_form_of(order->kind);
    if (form == NULL || ways[form->who].send != op)
        return gx_refuse(GX_REFUSED_NO_SUCH, (int64_t)order->kind, GX_PACKET_KIND_COUNT);
    uint32_t most = form->split == GX_SPLIT_WHOLE ? 1 : book->packets.rules.shares_max;
    if (order->shares < 1)
        return gx_refuse(GX_REFUSED_SHARES, order->shares, 1);
    if (order->shares > most)
        return gx_refuse(GX_REFUSED_SHARES, order->shares, most);
    if (form->who == GX_WHO_ADDRESSEE && order->audience == sender)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, sender, order->audience);
    return check_amount(&book->packets.rules, order->amount, order->shares);
}

gx_answer gx_packet_check_funding(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                                  uint32_t life)
{
    gx_party party = gx_party_of(book, sender);
    gx_fen balance = gx_party_balance(book, party);
    gx_fen missing = balance < order->amount ? order->amount - balance : 0;
    if ((gx_flags_beside(book, party) & GX_FLAG_NO_DEBIT) != 0)
        return gx_check_may_pay(book, party);
    if (missing > 0 && !gx_has_card(book, party))
        return gx_refuse(GX_REFUSED_FUNDS, balance, order->amount);
    if (book->spender_count != 0) {
        gx_answer answer = gx_check_spend(book, &(gx_spend){.party = party,
                                                            .amount = order->amount,
                                                            .from_card = missing,
                                                            .now = now,
                                                            .purpose = GX_FOR_PACKET});
        if (answer.code != GX_DONE)
            return answer;
    }
    if (missing > 0 && !gx_may_flow_in(book, GX_HOUSE_CARD_GATEWAY, missing))
        return gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, missing);
    return gx_packet_reserve(book, order, life) ? gx_done(missing) : gx_refuse(GX_REFUSED_MEMORY, 0, 0);
}

gx_ref gx_packet_open(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                      uint32_t life, gx_fen from_card)
{
    gx_party party = gx_party_of(book, sender);
    if (from_card > 0) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), gx_account_of(book, party), from_card);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, from_card);
    }
    gx_held held;
    gx_held_open(book, &held, party, order->amount, gx_later(now, life));
    gx_ref ref = gx_packet_put(book, order, party, now, life);
    gx_note_spend(book, &(gx_spend){.party = party,
                                    .amount = order->amount,
                                    .from_card = from_card,
                                    .now = now,
                                    .purpose = GX_FOR_PACKET});
    return ref;
}

/* The rule; *made and *from_card are written when it is done. */
static inline gx_answer send(gx_book *book, const gx_packet_order *order, uint32_t sender, uint32_t now,
                             gx_ref *made, gx_fen *from_card)
{
    gx_answer answer = gx_packet_check_order(book, GX_OP_PACKET_SEND, order, sender);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t life = book->packets.rules.life_ticks;
    gx_answer funding = gx_packet_check_funding(book, order, sender, now, life);
    if (funding.code != GX_DONE)
        return funding;
    *from_card = funding.amount;
    *made = gx_packet_open(book, order, sender, now, life, funding.amount);
    return answer;
}

gx_answer gx_rule_packet_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_send *args = &op->args.packet_send;
    gx_packet_order order = {.kind = (gx_packet_kind)args->kind,
                             .audience = args->audience,
                             .shares = args->shares,
                             .amount = args->amount,
                             .occasion = args->occasion};
    return send(book, &order, op->key.account, op->now, &out->made, &out->second);
}

gx_answer gx_packet_send(gx_book *book, gx_op_key key, const gx_packet_order *order, uint32_t now,
                         gx_packet_ref *out, gx_fen *topped_up)
{
    if (gx_door_is_light(book, true, now)) {
        *out = (gx_packet_ref){0};
        gx_fen from_card = 0;
        gx_answer answer = send(book, order, key.account, now, out, &from_card);
        if (answer.code == GX_DONE)
            gx_door_left(book, now);
        if (topped_up != NULL)
            *topped_up = from_card;
        return answer;
    }
    gx_op op = {.kind = GX_OP_PACKET_SEND,
                .now = now,
                .key = key,
                .args.packet_send = {.kind = (uint8_t)order->kind,
                                     .audience = order->audience,
                                     .shares = order->shares,
                                     .amount = order->amount,
                                     .occasion = order->occasion}};
    return gx_packet_sent(book, &op, out, topped_up);
}

/* ---- Claiming */

/* The next share. A least share above 1 fen is set aside for everybody first; the split shares out what is
 * above it, so the mean stays what it is. */
static gx_fen share_of(const gx_packet *packet, gx_draw draw)
{
    uint32_t left = packet->shares - packet->taken;
    gx_fen above = (gx_fen)packet->share_min - 1;
    gx_fen remaining = packet->held.remaining - above * left;
    switch (forms[packet->kind].split) {
    case GX_SPLIT_EQUAL:
        return gx_split_equal(packet->amount, packet->shares, packet->taken);
    case GX_SPLIT_LUCKY:
        return above + gx_split_lucky(remaining, left, draw);
    case GX_SPLIT_CUT:
        return above + gx_split_cut(remaining, left, draw);
    case GX_SPLIT_WHOLE:
        break;
    }
    return packet->held.remaining;
}

/* Spread out in *out, if it lives. */
static inline gx_slab_state look_up(const gx_book *book, gx_ref ref, gx_packet *out)
{
    gx_slab_state state = gx_slab_look(&book->packets.slab, ref.slot, ref.life);
    if (state == GX_SLAB_LIVE)
        gx_packet_read(book, ref.slot, out);
    return state;
}

gx_answer gx_packet_check_open(const gx_book *book, gx_ref ref, unsigned op, uint32_t now, gx_packet *out)
{
    gx_slab_state state = look_up(book, ref, out);
    if (state == GX_SLAB_UNKNOWN)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (state == GX_SLAB_GONE)
        return gx_refuse(GX_REFUSED_EMPTY, 0, 1);
    unsigned way = ways[forms[out->kind].who].claim;
    if (way != op && !(way == GX_OP_GUESS && op == GX_OP_GUESS_PASS))
        return gx_refuse(GX_REFUSED_INCOMPLETE, op, way);
    if (now >= out->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, out->held.expires);
    return gx_done(0);
}

static inline bool has_claimed(const gx_packet *packet, uint32_t claimer)
{
    return packet->names != NULL && gx_roster_has(packet->names, packet->taken, claimer);
}

gx_answer gx_packet_check_first(const gx_packet *packet, uint32_t claimer)
{
    return has_claimed(packet, claimer) ? gx_refuse(GX_REFUSED_TWICE, 1, 0) : gx_done(0);
}

static void forget(gx_book *book, const gx_packet *packet)
{
    if (packet->side != GX_NO_SIDE)
        gx_social_forget(book, packet);
    gx_packet_drop(book, packet);
}

static inline gx_fen give(gx_book *book, gx_packet *packet, uint32_t claimer, gx_draw draw, gx_result *out)
{
    gx_fen share = share_of(packet, draw);
    gx_held_pay(book, &packet->held, share);
    if (share > packet->luckiest_share) {
        packet->luckiest = claimer;
        packet->luckiest_at = packet->taken;
        packet->luckiest_share = share;
    }
    out->number = packet->taken++;
    out->closed = packet->taken == packet->shares;
    out->who = packet->luckiest;
    out->third = packet->luckiest_share;
    if (out->closed)
        forget(book, packet);
    else
        gx_packet_note_claim(book, packet, claimer);
    return share;
}

gx_answer gx_packet_give(gx_book *book, gx_packet *packet, uint32_t claimer, gx_draw draw, gx_result *out)
{
    return gx_done(give(book, packet, claimer, draw, out));
}

static inline bool addressed(gx_book *book, const gx_packet *packet, uint32_t user)
{
    return forms[packet->kind].who == GX_WHO_ADDRESSEE ? user == packet->audience
                                                       : gx_is_member(book, packet->audience, user);
}

/* The rule. The share, or minus the code of the refusal: an answer is four words, and to carry it through
 * here would take as long as the rule. What it says of the share in *out is written when it is done, and what
 * the packet was before in *seen, if anybody wants to know. */
static inline gx_fen claim(gx_book *book, gx_ref ref, uint32_t claimer, gx_draw draw, uint32_t now,
                           gx_result *out, gx_packet_view *seen)
{
    gx_packet packet;
    if (look_up(book, ref, &packet) != GX_SLAB_LIVE ||
        ways[forms[packet.kind].who].claim != GX_OP_PACKET_CLAIM || now >= packet.held.expires)
        return -(gx_fen)GX_REFUSED_EMPTY;
    if (has_claimed(&packet, claimer))
        return -(gx_fen)GX_REFUSED_TWICE;
    if (!addressed(book, &packet, claimer))
        return -(gx_fen)GX_REFUSED_NOT_ADDRESSED;
    if (seen != NULL)
        gx_packet_show(book, &packet, seen);
    return give(book, &packet, claimer, draw, out);
}

/* The figures of a refusal. */
static gx_answer refuse_claim(const gx_book *book, gx_answer_code code, gx_ref ref, uint32_t claimer,
                              uint32_t now)
{
    gx_packet packet;
    gx_answer answer = gx_packet_check_open(book, ref, GX_OP_PACKET_CLAIM, now, &packet);
    if (answer.code != GX_DONE)
        return answer;
    return code == GX_REFUSED_TWICE ? gx_packet_check_first(&packet, claimer)
                                    : gx_refuse(code, claimer, packet.audience);
}

gx_answer gx_rule_packet_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    gx_fen share = claim(book, args->packet, args->claimer, args->draw, op->now, out, NULL);
    return share > 0 ? gx_done(share)
                     : refuse_claim(book, (gx_answer_code)-share, args->packet, args->claimer, op->now);
}

/* The rule by the general door, with the look before it. On its own, and called as the call was: so the
 * operation is not put together on the way past the light door. */
static __attribute__((noinline)) gx_answer claim_by_door(gx_book *book, gx_packet_ref packet,
                                                         uint32_t claimer, gx_draw draw, uint32_t now,
                                                         gx_packet_share *out, gx_packet_view *seen)
{
    gx_op op = {.kind = GX_OP_PACKET_CLAIM, .now = now, .args.packet_claim = {packet, claimer, draw}};
    gx_result result = {0};
    if (seen != NULL)
        gx_packet_look(book, packet, seen);
    gx_answer answer = gx_book_do(book, &op, &result);
    *out = gx_packet_share_of(&result, answer.amount);
    return answer;
}

gx_answer gx_packet_claim_seen(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw,
                               uint32_t now, gx_packet_share *out, gx_packet_view *seen)
{
    if (!gx_door_is_light(book, false, now))
        return claim_by_door(book, packet, claimer, draw, now, out, seen);
    gx_result result = {0};
    gx_fen share = claim(book, packet, claimer, draw, now, &result, seen);
    if (share <= 0) {
        *out = (gx_packet_share){0};
        return refuse_claim(book, (gx_answer_code)-share, packet, claimer, now);
    }
    gx_door_left(book, now);
    *out = gx_packet_share_of(&result, share);
    return gx_done(share);
}

gx_answer gx_packet_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw, uint32_t now,
                          gx_packet_share *out)
{
    return gx_packet_claim_seen(book, packet, claimer, draw, now, out, NULL);
}

/* ---- Ending */

gx_fen gx_packet_refund(gx_book *book, gx_packet *packet)
{
    gx_fen rest = gx_held_refund(book, &packet->held);
    forget(book, packet);
    return rest;
}

gx_answer gx_rule_packet_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.packet_expire.packet;
    gx_slab_state state = gx_slab_look(&book->packets.slab, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_packet packet;
    gx_packet_read(book, ref.slot, &packet);
    if (op->now < packet.held.expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, packet.held.expires);
    return gx_done(gx_packet_refund(book, &packet));
}
