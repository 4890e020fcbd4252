/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for red packets: personal, equal, lucky, cut (R1, R3). */
#include "core/auditor/packets.h"

#include <gx/core/split.h>

extern const aud_part aud_packets;

gx_packet_rules *aud_packet_rules(const aud_book *book)
{
    return aud_state(book, &aud_packets);
}

/* ---- The product's limits */

static void begin(aud_book *book)
{
    *aud_packet_rules(book) = (gx_packet_rules){.share_min = 1,
                                                .mean_share_max = 20000,
                                                .shares_max = 100,
                                                .amount_max = 2000000,
                                                .life_ticks = 86400};
}

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.packet_rules =
        (gx_args_packet_rules){.share_min = aud_odds(world, 60) ? 1 : 1 + aud_below(world, 20),
                               .mean_share_max = 100 + aud_below(world, 400),
                               .shares_max = 2 + aud_below(world, 12),
                               .amount_max = 1000 + aud_below(world, 3000),
                               .life_ticks = 20 + aud_below(world, aud_odds(world, 40) ? 60 : 400)};
    if (aud_odds(world, 4))
        step->op.args.packet_rules.shares_max = aud_odds(world, 50) ? 0 : 100001;
    if (aud_odds(world, 4))
        step->op.args.packet_rules.share_min = aud_odds(world, 50) ? 0 : (gx_fen)1 << 32;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_packet_rules *args = &op->args.packet_rules;
    if (args->share_min < 1)
        return aud_no(GX_REFUSED_RULE, args->share_min, 1);
    if (args->share_min > UINT32_MAX)
        return aud_no(GX_REFUSED_RULE, args->share_min, UINT32_MAX);
    if (args->shares_max < 1 || args->shares_max > 100000)
        return aud_no(GX_REFUSED_RULE, args->shares_max, 100000);
    *aud_packet_rules(book) = (gx_packet_rules){.share_min = args->share_min,
                                                .mean_share_max = args->mean_share_max,
                                                .shares_max = args->shares_max,
                                                .amount_max = args->amount_max,
                                                .life_ticks = args->life_ticks};
    return aud_done(0);
}

/* ---- Sending */

static void generate_send(aud_world *world, aud_step *step)
{
    gx_args_packet_send *order = &step->op.args.packet_send;
    order->kind = (uint8_t)aud_below(world, 4);
    bool personal = order->kind == GX_PACKET_PERSONAL;
    order->audience = personal ? aud_anybody(world) : aud_below(world, AUD_GROUPS);
    order->shares = personal ? 1 : 1 + aud_below(world, 12);
    order->amount = order->shares + aud_below(world, 200 * order->shares);
    order->occasion = aud_below(world, 3);
    if (aud_odds(world, 8))
        order->amount = aud_some_amount(world, aud_book_of(world, step->book), 0);
    if (aud_odds(world, 4))
        order->shares = aud_below(world, 16);
    if (aud_odds(world, 3))
        order->audience = step->op.key.account;
    if (aud_odds(world, 2))
        order->kind = (uint8_t)aud_below(world, 12);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

gx_answer aud_check_shares(const gx_packet_rules *rules, uint32_t shares, int64_t most)
{
    (void)rules;
    if (shares == 0)
        return aud_no(GX_REFUSED_SHARES, 0, 1);
    return shares > most ? aud_no(GX_REFUSED_SHARES, shares, most) : aud_done(0);
}

gx_answer aud_check_amount(const gx_packet_rules *rules, gx_fen amount, uint32_t shares)
{
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > rules->amount_max)
        return aud_no(GX_REFUSED_AMOUNT, amount, rules->amount_max);
    gx_fen mean = amount / shares;
    if (mean < rules->share_min)
        return aud_no(GX_REFUSED_MEAN_SHARE, mean, rules->share_min);
    if (mean > rules->mean_share_max || (amount % shares != 0 && mean == rules->mean_share_max))
        return aud_no(GX_REFUSED_MEAN_SHARE, mean, rules->mean_share_max);
    return aud_done(0);
}

static gx_answer check_order(const aud_book *book, const gx_op *op)
{
    const gx_args_packet_send *order = &op->args.packet_send;
    const gx_packet_rules *rules = aud_packet_rules(book);
    bool personal = order->kind == GX_PACKET_PERSONAL;
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (order->kind > GX_PACKET_CUT)
        return aud_no(GX_REFUSED_NO_SUCH, order->kind, GX_PACKET_KIND_COUNT);
    gx_answer answer = aud_check_shares(rules, order->shares, personal ? 1 : rules->shares_max);
    if (answer.code != GX_DONE)
        return answer;
    if (personal && order->audience == op->key.account)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, op->key.account, order->audience);
    return aud_check_amount(rules, order->amount, order->shares);
}

gx_answer aud_check_funding(const aud_book *book, uint32_t sender, gx_fen amount, uint32_t now)
{
    gx_fen missing = amount > book->money[sender] ? amount - book->money[sender] : 0;
    if (book->flags[sender] & GX_ACCOUNT_NO_DEBIT)
        return aud_no(GX_REFUSED_FROZEN, 0, 0);
    if (missing > 0 && !book->card[sender])
        return aud_no(GX_REFUSED_FUNDS, book->money[sender], amount);
    aud_spend spend = {
        .payer = sender, .amount = amount, .by_card = missing, .now = now, .purpose = GX_FOR_PACKET};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code == GX_DONE && missing > 0)
        answer = aud_check_inflow(book, GX_HOUSE_CARD_GATEWAY, missing);
    return answer.code == GX_DONE ? aud_done(missing) : answer;
}

void aud_open_packet(aud_book *book, uint32_t sender, const aud_packet *packet, gx_fen missing,
                     aud_want *want)
{
    if (missing > 0) {
        aud_move(book, AUD_HOUSE_AT + GX_HOUSE_CARD_GATEWAY, sender, missing);
        aud_count(&book->counts.top_ups, &book->counts.topped_up, missing);
    }
    const gx_packet_rules *rules = aud_packet_rules(book);
    want->made = aud_new(book, AUD_PACKET, sizeof *packet);
    aud_packet *p = aud_more(want->made);
    *p = *packet;
    p->share_min = rules->share_min;
    aud_hold_open(book, want->made, sender, p->amount, aud_later(p->sent, rules->life_ticks));
    aud_note_spend(book, &(aud_spend){.payer = sender,
                                      .amount = p->amount,
                                      .by_card = missing,
                                      .now = p->sent,
                                      .purpose = GX_FOR_PACKET});
    want->result.second = missing;
}

static gx_answer predict_send(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_packet_send *order = &op->args.packet_send;
    gx_answer answer = check_order(book, op);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t sender = aud_user(book, op->key.account);
    answer = aud_check_funding(book, sender, order->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet packet = {.kind = order->kind,
                         .audience = order->audience,
                         .occasion = order->occasion,
                         .shares = order->shares,
                         .sent = op->now,
                         .amount = order->amount};
    aud_open_packet(book, sender, &packet, answer.amount, want);
    return aud_done(order->amount);
}

/* ---- Claiming */

static void generate_claim(aud_world *world, aud_step *step)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_PACKET);
    aud_mention(world, step, &step->op.args.packet_claim.packet, thing);
    step->op.args.packet_claim.claimer = aud_anybody(world);
    if (thing == NULL)
        return;
    const aud_packet *p = aud_more(thing);
    if (p->kind == GX_PACKET_PERSONAL && aud_odds(world, 60))
        step->op.args.packet_claim.claimer = p->audience;
}

/* R fen for k shares: uniform on 1 … U with U = (2 R - k) / k, whose fraction is a chance of one more. */
static gx_fen lucky(gx_fen left, gx_fen k, gx_draw draw)
{
    if (k == 1)
        return left;
    gx_fen top = (2 * left - k) / k;
    gx_fen rest = (2 * left - k) % k;
    if ((gx_fen)aud_below_low(draw, (uint64_t)k) < rest)
        top++;
    return 1 + (gx_fen)aud_below_high(draw, (uint64_t)top);
}

/* R fen for k shares: up to the first of k - 1 cuts. */
static gx_fen cut(gx_fen left, gx_fen k, gx_draw draw)
{
    gx_fen first = left;
    for (uint32_t j = 0; j + 1 < (uint32_t)k; j++) {
        gx_draw word = gx_draw_at((gx_key){{draw.word[0], draw.word[1]}}, GX_SPLIT_CUT_PURPOSE, draw.word[2],
                                  draw.word[3], j / 2);
        uint64_t places = (uint64_t)(left - k + 1 + j);
        gx_fen at = 1 + (gx_fen)(j % 2 == 0 ? aud_below_high(word, places) : aud_below_low(word, places));
        first = at < first ? at : first;
    }
    return first;
}

gx_fen aud_next_share(const aud_thing *thing, gx_draw draw)
{
    const aud_packet *p = (const aud_packet *)(thing + 1);
    gx_fen k = (gx_fen)p->shares - p->taken;
    gx_fen aside = p->share_min - 1;
    switch (gx_packet_form_of((gx_packet_kind)p->kind)->split) {
    case GX_SPLIT_LUCKY:
        return aside + lucky(thing->held - aside * k, k, draw);
    case GX_SPLIT_CUT:
        return aside + cut(thing->held - aside * k, k, draw);
    case GX_SPLIT_EQUAL:
        return (thing->held + k - 1) / k; /* the larger ones first is to round up what is left for each */
    default:
        return thing->held;
    }
}

void aud_give_share(aud_book *book, aud_thing *thing, uint32_t claimer, gx_fen share, aud_want *want)
{
    aud_packet *p = aud_more(thing);
    p->has[aud_seat(claimer)] = true;
    if (share > p->luckiest_share) {
        p->luckiest_share = share;
        p->luckiest = claimer;
    }
    want->result.number = p->taken++;
    want->result.closed = p->taken == p->shares;
    want->result.who = p->luckiest;
    want->result.third = p->luckiest_share;
    aud_hold_pay(book, thing, AUD_HOUSE_AT + GX_HOUSE_CLEARING, share);
    thing->gone = want->result.closed;
}

/* The operation by which a packet of this kind is claimed. */
static unsigned claimed_by(unsigned kind)
{
    switch (gx_packet_form_of((gx_packet_kind)kind)->who) {
    case GX_WHO_PRESENT:
        return GX_OP_FACE_CLAIM;
    case GX_WHO_BEARER:
        return GX_OP_PASSWORD_CLAIM;
    case GX_WHO_TURN:
        return GX_OP_GUESS;
    default:
        return GX_OP_PACKET_CLAIM;
    }
}

static gx_answer predict_claim(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    aud_thing *thing = aud_find(book, AUD_PACKET, args->packet);
    if (thing == NULL)
        return aud_no(GX_REFUSED_NO_SUCH, 0, 0);
    if (thing->gone)
        return aud_no(GX_REFUSED_EMPTY, 0, 1);
    const aud_packet *p = aud_more(thing);
    if (claimed_by(p->kind) != GX_OP_PACKET_CLAIM)
        return aud_no(GX_REFUSED_INCOMPLETE, GX_OP_PACKET_CLAIM, claimed_by(p->kind));
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (p->has[aud_seat(args->claimer)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    bool meant = p->kind == GX_PACKET_PERSONAL ? p->audience == args->claimer
                                               : aud_is_member(NULL, p->audience, args->claimer);
    if (!meant)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->claimer, p->audience);
    gx_fen share = aud_next_share(thing, args->draw);
    aud_give_share(book, thing, args->claimer, share, want);
    return aud_done(share);
}

static void generate_expire(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.packet_expire.packet, aud_some_thing_of(world, step, AUD_PACKET));
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_PACKET, op->args.packet_expire.packet);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    return aud_done(aud_hold_refund(book, thing));
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    if (aud_odds(world, 5))
        return; /* the defaults */
    aud_step *step = aud_make(world, book, GX_OP_PACKET_RULES);
    generate_rules(world, step);
    aud_do(world, step);
}

static void look_at(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const aud_packet *p = (const aud_packet *)(thing + 1);
    gx_packet_view view;
    bool open = gx_packet_look(core, thing->ref, &view);
    aud_expect(world, open == !thing->gone, "whether a packet is open");
    if (!open)
        return;
    aud_expect_fen(world, view.remaining, thing->held, "what is left in a packet");
    aud_expect_fen(world, view.amount, p->amount, "a packet's amount");
    aud_expect(world, (unsigned)view.kind == p->kind && view.audience == p->audience, "a packet's kind");
    aud_expect(world, view.shares == p->shares && view.shares_left == p->shares - p->taken,
               "a packet's shares");
    aud_expect(world, view.sent == p->sent && view.expires == thing->expires, "a packet's time");
    aud_expect(world, view.occasion == p->occasion, "a packet's occasion");
    aud_expect(world, p->taken == 0 || view.luckiest == p->luckiest, "a packet's luckiest");
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    int64_t open = 0;
    for (size_t i = 0; i < own->thing_count; i++)
        if (own->things[i]->kind == AUD_PACKET) {
            look_at(world, aud_core_of(world, book), own->things[i]);
            open += !own->things[i]->gone;
        }
    aud_expect_fen(world, (gx_fen)gx_packets_open(aud_core_of(world, book)), open,
                   "the number of open packets");
}

#define HOOKS (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK)) /* what themes may say of a payment */

static const aud_rule rules[] = {
    {GX_OP_PACKET_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_PACKET_SEND, 10, generate_send, predict_send,
     AUD_MAY(NO_SUCH) | AUD_MAY(SHARES) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(AMOUNT) | AUD_MAY(MEAN_SHARE) |
         AUD_MAY(FROZEN) | AUD_MAY(FUNDS),
     HOOKS},
    {GX_OP_PACKET_CLAIM, 26, generate_claim, predict_claim,
     AUD_MAY(NO_SUCH) | AUD_MAY(EMPTY) | AUD_MAY(EXPIRED) | AUD_MAY(TWICE) | AUD_MAY(NOT_ADDRESSED),
     AUD_MAY(INCOMPLETE)},
    {GX_OP_PACKET_EXPIRE, 5, generate_expire, predict_expire,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_packets = {.name = "packets",
                              .theme = GX_THEME_LEDGER,
                              .rules = rules,
                              .state_bytes = sizeof(gx_packet_rules),
                              .begin = begin,
                              .prepare = prepare,
                              .look = look};
