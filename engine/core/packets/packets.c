/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red packets (R1, R3): one life cycle, kinds as data.
 *
 *     send --> open --claim … claim--> claimed out (gone)
 *                \--expire-----------> refunded    (gone)
 *
 * The money of a packet is held in escrow like a hold's, by the same three functions (gx_held_*), so funded =
 * claimed + refunded + pending by the rules of holds. The book forgets a packet when it is gone: a nation's
 * evening has far more packets than are open at once. A handle of a packet that is gone is still told from
 * one that never was (slab.h), but not how it ended: a late claim is answered GX_REFUSED_EMPTY in either
 * case, always, and does not depend on whether the place was used again.
 */
#include "ledger/book_internal.h"

#include <gx/core/split.h>

const char *gx_packet_kind_word(gx_packet_kind kind)
{
    static const char *const words[] = {
#define X(name, word, help) word,
        GX_PACKET_KIND_TABLE(X)
#undef X
    };
    return (unsigned)kind < GX_PACKET_KIND_COUNT ? words[kind] : "unknown";
}

gx_packet_rules gx_packet_rules_default(void)
{
    return (gx_packet_rules){.share_min = 1,
                             .mean_share_max = 200 * 100,
                             .shares_max = 100,
                             .amount_max = 20000 * 100,
                             .life_ticks = 24 * 3600};
}

void gx_packets_init(gx_packets *packets)
{
    *packets = (gx_packets){.rules = gx_packet_rules_default()};
    gx_slab_init(&packets->slab, sizeof(gx_packet_record));
}

void gx_packets_free(gx_packets *packets)
{
    gx_slab_free(&packets->slab);
}

gx_answer gx_rule_packet_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_packet_rules *args = &op->args.packet_rules;
    if (args->share_min < 1 || args->share_min > GX_BOOK_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->share_min, 1);
    if (args->shares_max < 1 || args->shares_max > GX_SHARES_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->shares_max, GX_SHARES_LIMIT);
    book->packets.rules = (gx_packet_rules){.share_min = args->share_min,
                                            .mean_share_max = args->mean_share_max,
                                            .shares_max = args->shares_max,
                                            .amount_max = args->amount_max,
                                            .life_ticks = args->life_ticks};
    return gx_done(0);
}

static gx_packet_record *packet_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->packets.slab, place);
}

/* ---- Sending */

static gx_answer check_order(const gx_packet_rules *rules, const gx_args_packet_send *order,
                             uint32_t sender)
{
    if ((unsigned)order->kind >= GX_PACKET_KIND_COUNT)
        return gx_refuse(GX_REFUSED_NO_SUCH, (int64_t)order->kind, GX_PACKET_KIND_COUNT);
    bool personal = order->kind == GX_PACKET_PERSONAL;
    uint32_t most = personal ? 1 : rules->shares_max;
    if (order->shares < 1)
        return gx_refuse(GX_REFUSED_SHARES, order->shares, 1);
    if (order->shares > most)
        return gx_refuse(GX_REFUSED_SHARES, order->shares, most);
    if (personal && order->audience == sender)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, sender, order->audience);
    if (order->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, order->amount, 1);
    if (order->amount > rules->amount_max)
        return gx_refuse(GX_REFUSED_AMOUNT, order->amount, rules->amount_max);
    gx_fen mean = order->amount / order->shares;
    if (mean < rules->share_min)
        return gx_refuse(GX_REFUSED_MEAN_SHARE, mean, rules->share_min);
    if (mean > rules->mean_share_max || (mean == rules->mean_share_max && order->amount % order->shares != 0))
        return gx_refuse(GX_REFUSED_MEAN_SHARE, mean, rules->mean_share_max);
    return gx_done(order->amount);
}

/* Can the sender pay, from the balance and, for what is missing, from the card? answer.amount is the card's part. */
static gx_answer check_funding(const gx_book *book, gx_spend *spend, gx_fen amount)
{
    gx_fen balance = book->balance[gx_account_of(book, spend->party)];
    gx_fen missing = balance < amount ? amount - balance : 0;
    if ((book->flags[spend->party] & GX_FLAG_NO_DEBIT) != 0)
        return gx_refuse(GX_REFUSED_FROZEN, 0, 0);
    if (missing > 0 && (book->flags[spend->party] & GX_FLAG_CARD) == 0)
        return gx_refuse(GX_REFUSED_FUNDS, balance, amount);
    spend->amount = amount - missing;
    gx_answer answer = spend->amount == 0 ? gx_done(0) : gx_check_spend(book, spend);
    if (answer.code == GX_DONE && missing > 0)
        answer = gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, missing);
    return answer.code == GX_DONE ? gx_done(missing) : answer;
}

/* Room for everything that a new packet needs, before anything moves. */
static bool reserve(gx_book *book, uint32_t shares)
{
    return gx_slab_reserve(&book->packets.slab) && gx_roster_reserve(&book->roster, shares - 1);
}

static gx_ref open_packet(gx_book *book, gx_party sender, const gx_args_packet_send *order, uint32_t now)
{
    const gx_packet_rules *rules = &book->packets.rules;
    gx_ref ref = {.slot = gx_slab_take(&book->packets.slab)};
    gx_packet_record *packet = packet_at(book, ref.slot);
    *packet = (gx_packet_record){.head = packet->head,
                                 .amount = order->amount,
                                 .share_min = rules->share_min,
                                 .audience = order->audience,
                                 .occasion = order->occasion,
                                 .sent = now,
                                 .shares = order->shares,
                                 .claimed = gx_roster_take(&book->roster, order->shares - 1),
                                 .kind = (gx_packet_kind)order->kind};
    gx_held_open(book, &packet->held, sender, order->amount, gx_later(now, rules->life_ticks));
    ref.life = packet->head.life;
    return ref;
}

gx_answer gx_rule_packet_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_send *order = &op->args.packet_send;
    gx_answer answer = check_order(&book->packets.rules, order, op->key.account);
    if (answer.code != GX_DONE)
        return answer;
    gx_spend spend = {.party = gx_party_of(book, op->key.account), .now = op->now, .purpose = GX_FOR_PACKET};
    gx_answer funding = check_funding(book, &spend, order->amount);
    if (funding.code != GX_DONE)
        return funding;
    if (!reserve(book, order->shares))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    if (funding.amount > 0) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), gx_account_of(book, spend.party), funding.amount);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, funding.amount);
    }
    out->second = funding.amount;
    out->made = open_packet(book, spend.party, order, op->now);
    if (spend.amount > 0)
        gx_note_spend(book, &spend);
    return answer;
}

/* ---- Claiming */

static bool addressed(gx_book *book, const gx_op *op, const gx_packet_record *packet)
{
    uint32_t user = op->args.packet_claim.claimer;
    return packet->kind == GX_PACKET_PERSONAL ? user == packet->audience
                                              : gx_is_member(book, op, packet->audience, user);
}

/* The next share. A least share above 1 fen is set aside for everybody first; the split shares out what is
 * above it, so the mean stays what it is. */
static gx_fen share_of(const gx_packet_record *packet, gx_draw draw)
{
    if (packet->kind != GX_PACKET_LUCKY)
        return gx_split_equal(packet->amount, packet->shares, packet->taken);
    uint32_t left = packet->shares - packet->taken;
    gx_fen above = packet->share_min - 1;
    return above + gx_split_lucky(packet->held.remaining - above * left, left, draw);
}

static gx_answer check_claim(gx_book *book, const gx_op *op)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    gx_slab_state state = gx_slab_look(&book->packets.slab, args->packet.slot, args->packet.life);
    if (state == GX_SLAB_UNKNOWN)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (state == GX_SLAB_GONE)
        return gx_refuse(GX_REFUSED_EMPTY, 0, 1);
    const gx_packet_record *packet = packet_at(book, args->packet.slot);
    if (op->now >= packet->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, packet->held.expires);
    if (gx_roster_has(&book->roster, packet->claimed, packet->taken, args->claimer))
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (!addressed(book, op, packet))
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->claimer, packet->audience);
    return gx_done(0);
}

static void forget(gx_book *book, uint32_t place)
{
    const gx_packet_record *packet = packet_at(book, place);
    gx_roster_give(&book->roster, packet->claimed, packet->shares - 1);
    gx_slab_give(&book->packets.slab, place);
}

gx_answer gx_rule_packet_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    gx_answer answer = check_claim(book, op);
    if (answer.code != GX_DONE)
        return answer;
    gx_packet_record *packet = packet_at(book, args->packet.slot);
    gx_fen share = share_of(packet, args->draw);
    gx_held_pay(book, &packet->held, share);
    if (share > packet->luckiest_share) {
        packet->luckiest = args->claimer;
        packet->luckiest_share = share;
    }
    out->number = packet->taken++;
    out->closed = packet->taken == packet->shares;
    out->who = packet->luckiest;
    out->third = packet->luckiest_share;
    if (out->closed)
        forget(book, args->packet.slot);
    else
        book->roster.words[packet->claimed + out->number] = args->claimer;
    return gx_done(share);
}

gx_answer gx_rule_packet_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.packet_expire.packet;
    gx_slab_state state = gx_slab_look(&book->packets.slab, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_held *held = &packet_at(book, ref.slot)->held;
    if (op->now < held->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, held->expires);
    gx_fen rest = gx_held_refund(book, held);
    forget(book, ref.slot);
    return gx_done(rest);
}

/* ---- Calls */

gx_answer gx_packet_set_rules(gx_book *book, const gx_packet_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PACKET_RULES,
                .now = now,
                .args.packet_rules = {.share_min = rules->share_min,
                                      .mean_share_max = rules->mean_share_max,
                                      .shares_max = rules->shares_max,
                                      .amount_max = rules->amount_max,
                                      .life_ticks = rules->life_ticks}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_packet_send(gx_book *book, gx_op_key key, const gx_packet_order *order, uint32_t now,
                         gx_packet_ref *out, gx_fen *topped_up)
{
    gx_op op = {.kind = GX_OP_PACKET_SEND,
                .now = now,
                .key = key,
                .args.packet_send = {.kind = (uint8_t)order->kind,
                                     .audience = order->audience,
                                     .shares = order->shares,
                                     .amount = order->amount,
                                     .occasion = order->occasion}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    if (topped_up != NULL)
        *topped_up = result.second;
    return result.answer;
}

gx_answer gx_packet_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw, uint32_t now,
                          gx_packet_share *out)
{
    gx_op op = {.kind = GX_OP_PACKET_CLAIM, .now = now, .args.packet_claim = {packet, claimer, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_packet_share){.amount = result.answer.amount,
                             .position = result.number,
                             .closed = result.closed,
                             .luckiest = result.who,
                             .luckiest_share = result.third};
    return result.answer;
}

gx_answer gx_packet_expire(gx_book *book, gx_packet_ref packet, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PACKET_EXPIRE, .now = now, .args.packet_expire = {packet}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

bool gx_packet_look(const gx_book *book, gx_packet_ref ref, gx_packet_view *out)
{
    if (gx_slab_look(&book->packets.slab, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_packet_record *packet = packet_at(book, ref.slot);
    const gx_held *held = &packet->held;
    *out = (gx_packet_view){.kind = packet->kind,
                            .sender = gx_name_of(book, held->owner),
                            .audience = packet->audience,
                            .occasion = packet->occasion,
                            .shares = packet->shares,
                            .shares_left = packet->shares - packet->taken,
                            .amount = packet->amount,
                            .remaining = held->remaining,
                            .sent = packet->sent,
                            .expires = held->expires,
                            .luckiest = packet->luckiest,
                            .luckiest_share = packet->luckiest_share};
    return true;
}

uint64_t gx_packets_open(const gx_book *book)
{
    return book->packets.slab.live;
}
