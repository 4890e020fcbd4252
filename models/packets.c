/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packet's way between shards.
 *
 *     sender's shard                    member's shard                        claimer's shard
 *     gx_send_packet ── LOOK ────────►  attention: open or ignore
 *          ▲  (with sessions, only            │
 *          │   to those drawn)                │
 *     CLAIM handler ◄──────── CLAIM ──────────┘   (without sessions it waits here from the start: looks.c)
 *          └────────────── SHARE ─────────────────────────────────────────►  credit, then whoever listens
 *          └────────────── LUCKIEST (when the last share is gone) ─────────►  whoever listens
 *     EXPIRE handler: what is left goes back to the sender
 *
 * The packet lives in its sender's shard and is written only there, so claims need no lock: a tick's claims
 * on one packet come sorted by subtick and a keyed tie hash and are served one after another, as the real
 * systems did.
 */
#include "packets.h"
#include "expiry.h"
#include <gx/base/memory.h>

typedef struct packet_params {
    int64_t share_min, mean_share_max, amount_max, life;
    int64_t shares_max;
} packet_params;

/* The rules, and who else wants to know of shares. */
typedef struct packet_state {
    gx_packet_rules rules;
    void (*received[GX_MODELS_MAX])(gx_lane *, gx_world *, const gx_received *, uint32_t);
    void (*luckiest[GX_MODELS_MAX])(gx_lane *, gx_world *, const gx_received *);
    uint32_t receivers, lucky;
} packet_state;

/* How many messages ahead memory is asked for: what is needed first, and what hangs on it. */
enum { FAR = 16, NEAR = 8 };

#define FROM "rules of the real product (WeChat Pay merchant rules; press of 2014-2016)"
static const gx_field fields[] = {
    {"share_min", GX_TYPE_MONEY, "fen", "0.01", 1, 100, NULL, offsetof(packet_params, share_min), 0,
     "the least share", FROM, GX_ROLE_INPUT},
    {"mean_share_max", GX_TYPE_MONEY, "fen", "200", 1, 8e6, NULL, offsetof(packet_params, mean_share_max), 0,
     "the largest mean share when a packet is funded", FROM, GX_ROLE_INPUT},
    {"amount_max", GX_TYPE_MONEY, "fen", "20000", 1, 8e6, NULL, offsetof(packet_params, amount_max), 0,
     "the largest packet", FROM, GX_ROLE_INPUT},
    {"shares_max", GX_TYPE_INTEGER, "shares", "100", 1, 100, NULL, offsetof(packet_params, shares_max), 0,
     "the most shares of a packet", FROM, GX_ROLE_INPUT},
    {"life", GX_TYPE_DURATION, "ms", "24h", 1000, 6.048e8, NULL, offsetof(packet_params, life), 0,
     "after this time what is left goes back to the sender", FROM, GX_ROLE_INPUT},
};
#undef FROM

static const gx_table table = {"models.packets",    "the rules of red packets", fields,
                               GX_COUNT_OF(fields), sizeof(packet_params),      0};

gx_packet_rules gx_packet_rules_in(const void *params)
{
    const packet_params *p = params;
    gx_packet_rules rules = {.share_min = p->share_min,
                             .mean_share_max = p->mean_share_max,
                             .shares_max = (uint32_t)p->shares_max,
                             .amount_max = p->amount_max};
    return rules;
}

const gx_packet_rules *gx_packet_rules_of(const gx_world *world)
{
    const packet_state *s = world->state[GX_MODEL_packets];
    return &s->rules;
}

void gx_note_refusal(gx_lane *lane, gx_world *world, uint32_t user, gx_answer answer)
{
    if (answer.code == GX_REFUSED_MEMORY)
        lane->status = GX_ERR_MEMORY;
    gx_counters(world, lane)[GX_COUNT_refusals]++;
    gx_note_operation(lane, 0x100 + answer.code, user, 0, 0, answer.need);
}

/* ---- Sending
 * -------------------------------------------------------------------------------------------------------- */

static void record_sending(gx_lane *lane, gx_world *world, uint32_t sender, const gx_packet_plan *plan,
                           gx_fen amount, gx_fen topped_up)
{
    int64_t *count = gx_counters(world, lane);
    count[GX_COUNT_packets_sent]++;
    count[GX_COUNT_packets_personal + plan->order.kind]++;
    count[GX_COUNT_packets_reply] += plan->cause == GX_CAUSE_REPLY || plan->cause == GX_CAUSE_NORM;
    count[GX_COUNT_sent_fen] += amount;
    if (world->user.sent) {
        world->user.sent[sender]++;
        world->user.sent_fen[sender] += amount;
    }
    gx_note_operation(lane, 1, sender, plan->order.audience, plan->order.occasion, amount);
    gx_note_active(lane, world, sender);
    gx_event event = {.tick = lane->tick,
                      .user = sender,
                      .other = plan->order.audience,
                      .occasion = plan->order.occasion,
                      .answers_sender = plan->answers_sender,
                      .answers_occasion = plan->answers_occasion,
                      .count = (uint16_t)plan->order.shares,
                      .kind = (uint8_t)plan->order.kind,
                      .cause = (uint8_t)plan->cause,
                      .amount = amount};
    gx_keep_event(lane, world, GX_EVENT_PACKET, sender, &event);
    if (topped_up == 0)
        return;
    count[GX_COUNT_top_ups]++;
    count[GX_COUNT_top_up_fen] += topped_up;
    gx_event move = {
        .tick = lane->tick, .user = sender, .other = GX_NO_USER, .kind = GX_MOVE_TOP_UP, .amount = topped_up};
    gx_keep_event(lane, world, GX_EVENT_MOVE, sender, &move);
}

bool gx_send_packet_among(gx_lane *lane, gx_world *world, uint32_t sender, const gx_packet_plan *plan,
                          gx_looks *looks)
{
    gx_book *book = gx_book_of(world, lane);
    gx_packet_order order = plan->order;
    gx_fen balance = gx_book_balance(book, sender);
    if (!gx_wallet_has_card(book, sender) && order.amount > balance)
        order.amount = balance;
    gx_packet_ref ref;
    gx_fen topped_up = 0;
    gx_answer answer = gx_packet_send(book, gx_next_key(world, sender), &order, lane->tick, &ref, &topped_up);
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, sender, answer);
        return false;
    }
    world->shard[lane->shard].touched = true;
    record_sending(lane, world, sender, plan, order.amount, topped_up);
    gx_expiry_set(lane, world, sender, order.occasion, ref);
    gx_attention_tell(lane, world, sender, &order, ref, plan->group_size, looks);
    return true;
}

bool gx_send_packet(gx_lane *lane, gx_world *world, uint32_t sender, const gx_packet_plan *plan)
{
    gx_looks looks;
    gx_looks_begin(&looks);
    bool sent = gx_send_packet_among(lane, world, sender, plan, &looks);
    gx_looks_end(lane, world, &looks);
    return sent;
}

/* ---- Claims, in the packet's shard
 * --------------------------------------------------------------------------------- */

void gx_record_ending(gx_lane *lane, gx_world *world, const gx_packet_view *view, uint32_t taken,
                      gx_fen refunded, uint32_t luckiest, gx_fen luckiest_share)
{
    gx_event event = {.tick = lane->tick,
                      .user = view->sender,
                      .occasion = view->occasion,
                      .other = taken ? luckiest : GX_NO_USER,
                      .count = (uint16_t)taken,
                      .kind = refunded > 0,
                      .amount = refunded,
                      .second = taken ? luckiest_share : 0,
                      .span = lane->tick - view->sent};
    gx_keep_event(lane, world, GX_EVENT_ENDING, view->sender, &event);
}

static void send_share(gx_lane *lane, const gx_world *world, const gx_packet_view *view, uint32_t to,
                       gx_fen amount, uint32_t kind)
{
    gx_message message = {.target = to,
                          .source = view->sender,
                          .serial = view->occasion,
                          .word = {view->audience, (uint32_t)amount}};
    bool small = view->amount <= UINT32_MAX; /* all but always, and divided in half the time */
    gx_fen mean = small ? (uint32_t)view->amount / view->shares : view->amount / view->shares;
    message.tie = gx_terms_pack(view->kind, view->shares, mean);
    gx_delay soon = {1, 0};
    gx_send_after(lane, world, &message, kind, soon);
}

static gx_packet_ref packet_of(const gx_message *message)
{
    return (gx_packet_ref){message->word[0], message->word[1]};
}

static void serve_claim(gx_lane *lane, gx_world *world, const gx_message *claim)
{
    gx_book *book = gx_book_of(world, lane);
    uint32_t claimer = claim->source, sender, occasion;
    gx_counters(world, lane)[GX_COUNT_claims_tried]++;
    gx_packet_view view;
    gx_packet_share share;
    gx_answer answer = {.code = GX_REFUSED_EMPTY};
    if (gx_packet_whose(book, packet_of(claim), &sender, &occasion)) {
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_SPLIT, claimer, sender, occasion);
        world->witness[lane->shard].ticket = world->changes ? 0 : claim->serial;
        answer = gx_packet_claim_seen(book, packet_of(claim), claimer, draw, lane->tick, &share, &view);
    }
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, claimer, answer);
        return;
    }
    world->shard[lane->shard].touched = true;
    world->shard[lane->shard].into_clearing += share.amount;
    gx_note_operation(lane, 2, claimer, view.sender, view.occasion, share.amount);
    gx_event event = {.tick = lane->tick,
                      .user = claimer,
                      .other = view.sender,
                      .occasion = view.occasion,
                      .kind = (uint8_t)view.kind,
                      .count = (uint16_t)share.position,
                      .amount = share.amount,
                      .span = lane->tick - view.sent};
    gx_keep_event(lane, world, GX_EVENT_CLAIM, view.sender, &event);
    int64_t *count = gx_counters(world, lane);
    count[GX_COUNT_shares_received]++;
    count[GX_COUNT_received_fen] += share.amount;
    send_share(lane, world, &view, claimer, share.amount, GX_KIND_SHARE);
    if (!share.closed)
        return;
    count[GX_COUNT_packets_emptied]++;
    gx_record_ending(lane, world, &view, view.shares, 0, share.luckiest, share.luckiest_share);
    if (view.kind == GX_PACKET_LUCKY && view.shares > 1)
        send_share(lane, world, &view, share.luckiest, share.luckiest_share, GX_KIND_LUCKIEST);
}

static void on_claim(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    const gx_book *book = gx_book_of(world, lane);
    for (size_t i = 0; i < count && i < FAR; i++)
        gx_packet_fetch(book, packet_of(&span[i]));
    for (size_t i = 0; i < count && i < NEAR; i++)
        gx_packet_fetch_more(book, packet_of(&span[i]));
    for (size_t i = 0; i < count; i++) {
        if (i + FAR < count)
            gx_packet_fetch(book, packet_of(&span[i + FAR]));
        if (i + NEAR < count)
            gx_packet_fetch_more(book, packet_of(&span[i + NEAR]));
        serve_claim(lane, world, &span[i]);
    }
}

/* ---- Shares, in the claimer's shard
 * -------------------------------------------------------------------------------- */

static gx_received received_of(const gx_message *message)
{
    gx_received share = {.user = message->target,
                         .sender = message->source,
                         .occasion = message->serial,
                         .audience = message->word[0],
                         .amount = message->word[1],
                         .kind = (gx_packet_kind)(message->tie & 3),
                         .shares = message->tie >> 2 & 127,
                         .mean_share = message->tie >> 9,
                         .subtick = message->subtick};
    return share;
}

static void credit(gx_lane *lane, gx_world *world, gx_received *share)
{
    gx_answer answer = gx_transfer_in(gx_book_of(world, lane), share->user, share->amount, lane->tick);
    GX_ASSERT(answer.code == GX_DONE);
    world->shard[lane->shard].touched = true;
    world->shard[lane->shard].out_of_clearing += share->amount;
    gx_note_active(lane, world, share->user);
    gx_user_columns *user = &world->user;
    if (user->life[share->user].gifts < UINT8_MAX)
        user->life[share->user].gifts++;
    share->gifts = user->life[share->user].gifts;
    share->balance = gx_book_balance(gx_book_of(world, lane), share->user);
    if (!user->received)
        return;
    user->received[share->user]++;
    user->received_fen[share->user] += share->amount;
    if (user->first_received[share->user] == GX_NO_USER)
        user->first_received[share->user] = lane->tick;
}

static void on_share(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    const packet_state *s = world->state[GX_MODEL_packets];
    for (size_t i = 0; i < count && i < FAR; i++)
        gx_fetch_user(lane, world, span[i].target);
    gx_received share[GX_RECEIVED_MOST];
    uint32_t some = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + FAR < count)
            gx_fetch_user(lane, world, span[i + FAR].target);
        share[some] = received_of(&span[i]);
        credit(lane, world, &share[some++]);
        if (some < GX_RECEIVED_MOST && i + 1 < count)
            continue;
        for (uint32_t m = 0; m < s->receivers; m++)
            s->received[m](lane, world, share, some);
        some = 0;
    }
}

static void on_luckiest(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    const packet_state *s = world->state[GX_MODEL_packets];
    for (size_t i = 0; i < count; i++) {
        gx_received share = received_of(&span[i]);
        for (uint32_t m = 0; m < s->lucky; m++)
            s->luckiest[m](lane, world, &share);
    }
}

static void list_listeners(packet_state *s)
{
    size_t count;
    const gx_model *const *model = gx_models(&count);
    for (size_t m = 0; m < count; m++) {
        if (model[m]->received)
            s->received[s->receivers++] = model[m]->received;
        if (model[m]->luckiest)
            s->luckiest[s->lucky++] = model[m]->luckiest;
    }
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const packet_params *p = params;
    packet_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "the rules of packets");
    *state = s;
    gx_delay life = gx_delay_of(&world->clock, p->life);
    s->rules = gx_packet_rules_in(p);
    s->rules.life_ticks = life.ticks ? life.ticks : 1;
    list_listeners(s);
    for (uint32_t shard = 0; shard < world->shards; shard++)
        gx_packet_set_rules(world->books[shard], &s->rules, 0);
    gx_sim_handle(world->sim, GX_KIND_SHARE, "share", on_share, world);
    gx_sim_handle(world->sim, GX_KIND_LUCKIEST, "luckiest", on_luckiest, world);
    gx_status status = gx_sim_handle(world->sim, GX_KIND_CLAIM, "claim", on_claim, world);
    return status == GX_OK ? gx_expiry_start(world, error) : status;
}

const gx_model gx_model_packets = {.name = "packets", .table = &table, .start = start, .finish = gx_free};
