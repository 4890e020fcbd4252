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
#include "ledger/book_internal.h"
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
    gx_fen balance = book->balance[gx_account_of(book, party)];
    gx_fen missing = balance < order->amount ? order->amount - balance : 0;
    gx_answer answer = gx_check_may_pay(book, party);
    if (answer.code != GX_DONE)
        return answer;
    if (missing > 0 && (book->flags[party] & GX_FLAG_CARD) == 0)
        return gx_refuse(GX_REFUSED_FUNDS, balance, order->amount);
    answer = gx_check_spend(book, &(gx_spend){.party = party,
                                              .amount = order->amount,
                                              .from_card = missing,
                                              .now = now,
                                              .purpose = GX_FOR_PACKET});
    if (answer.code == GX_DONE && missing > 0)
        answer = gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, missing);
    if (answer.code != GX_DONE)
        return answer;
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

gx_answer gx_rule_packet_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_send *args = &op->args.packet_send;
    gx_packet_order order = {.kind = (gx_packet_kind)args->kind,
                             .audience = args->audience,
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
    out->second = funding.amount;
    out->made = gx_packet_open(book, &order, op->key.account, op->now, life, funding.amount);
    return answer;
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

gx_answer gx_packet_check_open(const gx_book *book, gx_ref ref, unsigned op, uint32_t now, gx_packet *out)
{
    gx_slab_state state = gx_slab_look(&book->packets.slab, ref.slot, ref.life);
    if (state == GX_SLAB_UNKNOWN)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (state == GX_SLAB_GONE)
        return gx_refuse(GX_REFUSED_EMPTY, 0, 1);
    gx_packet_read(book, ref.slot, out);
    unsigned way = ways[forms[out->kind].who].claim;
    if (way != op && !(way == GX_OP_GUESS && op == GX_OP_GUESS_PASS))
        return gx_refuse(GX_REFUSED_INCOMPLETE, op, way);
    if (now >= out->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, out->held.expires);
    return gx_done(0);
}

gx_answer gx_packet_check_first(const gx_packet *packet, uint32_t claimer)
{
    bool has = packet->names != NULL && gx_roster_has(packet->names, packet->taken, claimer);
    return has ? gx_refuse(GX_REFUSED_TWICE, 1, 0) : gx_done(0);
}

static void forget(gx_book *book, const gx_packet *packet)
{
    if (packet->side != GX_NO_SIDE)
        gx_social_forget(book, packet);
    gx_packet_drop(book, packet);
}

gx_answer gx_packet_give(gx_book *book, gx_packet *packet, uint32_t claimer, gx_draw draw, gx_result *out)
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
    return gx_done(share);
}

static bool addressed(gx_book *book, const gx_op *op, const gx_packet *packet)
{
    uint32_t user = op->args.packet_claim.claimer;
    return forms[packet->kind].who == GX_WHO_ADDRESSEE ? user == packet->audience
                                                       : gx_is_member(book, op, packet->audience, user);
}

gx_answer gx_rule_packet_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    gx_packet packet;
    gx_answer answer = gx_packet_check_open(book, args->packet, op->kind, op->now, &packet);
    if (answer.code != GX_DONE)
        return answer;
    answer = gx_packet_check_first(&packet, args->claimer);
    if (answer.code != GX_DONE)
        return answer;
    if (!addressed(book, op, &packet))
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->claimer, packet.audience);
    return gx_packet_give(book, &packet, args->claimer, args->draw, out);
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
