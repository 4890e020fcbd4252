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
#include "book_internal.h"

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

void gx_book_set_packet_rules(gx_book *book, const gx_packet_rules *rules)
{
    book->rules = *rules;
    if (book->rules.share_min < 1)
        book->rules.share_min = 1; /* a share of nothing cannot be posted */
}

static gx_packet_record *packet_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->packets, place);
}

/* ---- Sending
 * ---------------------------------------------------------------------------------------------------- */

static gx_answer check_order(const gx_packet_rules *rules, const gx_packet_order *order, uint32_t sender)
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

/* What the card must add to the balance; refused when there is no card, or no room. */
static gx_answer check_funding(const gx_book *book, uint32_t sender, gx_fen amount)
{
    gx_fen balance = book->balance[gx_account_of(book, sender)];
    if (balance >= amount)
        return gx_done(0);
    if (!gx_wallet_has_card(book, sender))
        return gx_refuse(GX_REFUSED_FUNDS, balance, amount);
    return gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, amount - balance);
}

/* Room for everything that a new packet needs, before anything moves. */
static bool reserve(gx_book *book, uint32_t shares)
{
    return gx_slab_reserve(&book->packets) && gx_roster_reserve(&book->roster, shares - 1);
}

static uint32_t open_packet(gx_book *book, gx_account sender, const gx_packet_order *order, uint32_t now)
{
    uint32_t life = book->rules.life_ticks;
    uint32_t expires = now > UINT32_MAX - life ? UINT32_MAX : now + life;
    uint32_t place = gx_slab_take(&book->packets);
    gx_packet_record *packet = packet_at(book, place);
    *packet = (gx_packet_record){.head = packet->head,
                                 .amount = order->amount,
                                 .share_min = book->rules.share_min,
                                 .audience = order->audience,
                                 .occasion = order->occasion,
                                 .sent = now,
                                 .shares = order->shares,
                                 .claimed = gx_roster_take(&book->roster, order->shares - 1),
                                 .kind = order->kind};
    gx_held_open(book, &packet->held, sender, order->amount, expires);
    return place;
}

static gx_outcome send(gx_book *book, uint32_t sender, const gx_packet_order *order, uint32_t now)
{
    gx_outcome outcome = {.answer = check_order(&book->rules, order, sender)};
    if (outcome.answer.code != GX_DONE)
        return outcome;
    gx_answer funding = check_funding(book, sender, order->amount);
    if (funding.code != GX_DONE)
        return (gx_outcome){.answer = funding};
    if (!reserve(book, order->shares))
        return (gx_outcome){.answer = gx_refuse(GX_REFUSED_MEMORY, 0, 0)};
    gx_account account = gx_account_of(book, sender);
    if (funding.amount > 0) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), account, funding.amount);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, funding.amount);
    }
    outcome.topped_up = funding.amount;
    outcome.slot = open_packet(book, account, order, now);
    outcome.life = packet_at(book, outcome.slot)->head.life;
    return outcome;
}

static uint64_t content_of(const gx_packet_order *order)
{
    uint64_t what = gx_content(GX_OP_PACKET, order->audience, order->amount);
    uint64_t shape = gx_mix_pair((uint64_t)order->kind << 32 | order->shares, order->occasion);
    return gx_mix_pair(what, shape);
}

gx_answer gx_packet_send(gx_book *book, gx_op_key key, const gx_packet_order *order, uint32_t now,
                         gx_packet_ref *out, gx_fen *topped_up)
{
    gx_ticket ticket;
    gx_outcome outcome = {0};
    if (gx_admit(book, key, content_of(order), &ticket, &outcome)) {
        outcome = send(book, key.account, order, now);
        gx_keys_remember(ticket, &outcome);
    }
    *out = (gx_packet_ref){outcome.slot, outcome.life};
    if (topped_up != NULL)
        *topped_up = outcome.topped_up;
    return outcome.answer;
}

/* ---- Claiming
 * --------------------------------------------------------------------------------------------------- */

static bool addressed(const gx_book *book, const gx_packet_record *packet, uint32_t user)
{
    if (packet->kind == GX_PACKET_PERSONAL)
        return user == packet->audience;
    const gx_membership *members = &book->membership;
    return members->is_member != NULL && members->is_member(members->directory, packet->audience, user);
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

static gx_answer check_claim(const gx_book *book, gx_packet_ref ref, uint32_t claimer, uint32_t now)
{
    gx_slab_state state = gx_slab_look(&book->packets, ref.slot, ref.life);
    if (state == GX_SLAB_UNKNOWN)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (state == GX_SLAB_GONE)
        return gx_refuse(GX_REFUSED_EMPTY, 0, 1);
    const gx_packet_record *packet = packet_at(book, ref.slot);
    if (now >= packet->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, packet->held.expires);
    if (gx_roster_has(&book->roster, packet->claimed, packet->taken, claimer))
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (!addressed(book, packet, claimer))
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, claimer, packet->audience);
    return gx_done(0);
}

static void forget(gx_book *book, uint32_t place)
{
    const gx_packet_record *packet = packet_at(book, place);
    gx_roster_give(&book->roster, packet->claimed, packet->shares - 1);
    gx_slab_give(&book->packets, place);
}

gx_answer gx_packet_claim(gx_book *book, gx_packet_ref ref, uint32_t claimer, gx_draw draw, uint32_t now,
                          gx_packet_share *out)
{
    *out = (gx_packet_share){0};
    gx_answer answer = check_claim(book, ref, claimer, now);
    if (answer.code != GX_DONE)
        return answer;
    gx_packet_record *packet = packet_at(book, ref.slot);
    gx_fen share = share_of(packet, draw);
    gx_held_pay(book, &packet->held, share);
    if (share > packet->luckiest_share) {
        packet->luckiest = claimer;
        packet->luckiest_share = share;
    }
    out->amount = share;
    out->position = packet->taken++;
    out->closed = packet->taken == packet->shares;
    out->luckiest = packet->luckiest;
    out->luckiest_share = packet->luckiest_share;
    if (out->closed)
        forget(book, ref.slot);
    else
        book->roster.words[packet->claimed + out->position] = claimer;
    return gx_done(share);
}

/* ---- The end, and looking
 * --------------------------------------------------------------------------------------- */

gx_answer gx_packet_expire(gx_book *book, gx_packet_ref ref, uint32_t now)
{
    gx_slab_state state = gx_slab_look(&book->packets, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse(state == GX_SLAB_GONE ? GX_REFUSED_RESOLVED : GX_REFUSED_NO_SUCH, 0, 0);
    gx_held *held = &packet_at(book, ref.slot)->held;
    if (now < held->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, now, held->expires);
    gx_fen rest = gx_held_refund(book, held);
    forget(book, ref.slot);
    return gx_done(rest);
}

bool gx_packet_look(const gx_book *book, gx_packet_ref ref, gx_packet_view *out)
{
    if (gx_slab_look(&book->packets, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_packet_record *packet = packet_at(book, ref.slot);
    const gx_held *held = &packet->held;
    *out = (gx_packet_view){.kind = packet->kind,
                            .sender = book->first_user + held->owner,
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
    return book->packets.live;
}
