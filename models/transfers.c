/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transfers from person to person: rent shared, a debt paid back, money for the parents. The ordinary traffic
 * of a wallet beside its packets; by the same daily occasions, to a friend or to somebody met in a chat
 * group, topped up from the card when the balance is short. */
#include "transfers.h"

#include "befriending.h"
#include "packets.h"
#include "rhythm.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>

typedef struct transfer_params {
    double per_day;
    int64_t amount_median;
    double amount_sigma, strangers;
} transfer_params;

typedef struct transfer_state {
    double per_day;
    gx_quantiles amount;
    gx_chance strangers;
} transfer_state;

static const gx_field fields[] = {
    {"per_day", GX_TYPE_REAL, "1/day", "0.1", 0, 200, NULL, offsetof(transfer_params, per_day), 0,
     "mean transfers a day and user; by activity", "assumed", GX_ROLE_ASSUMPTION},
    {"amount_median", GX_TYPE_MONEY, "fen", "100", 1, 1e8, NULL, offsetof(transfer_params, amount_median), 0,
     "median amount", "assumed", GX_ROLE_ASSUMPTION},
    {"amount_sigma", GX_TYPE_REAL, "", "1.2", 0, 4, NULL, offsetof(transfer_params, amount_sigma), 0,
     "its spread (of the logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"strangers", GX_TYPE_REAL, "", "0", 0, 1, NULL, offsetof(transfer_params, strangers), 0,
     "share of transfers to a member of one of the user's chat groups who is no friend: somebody who sells",
     "assumed: 0 to 0.5", GX_ROLE_ASSUMPTION},
};

static const gx_table table = {"models.transfers",  "money from person to person", fields,
                               GX_COUNT_OF(fields), sizeof(transfer_params),       0};

static double mean_of(const gx_world *world, const gx_habits *who)
{
    const transfer_state *s = world->state[GX_MODEL_transfers];
    double mean = s->per_day * who->activity / 256.0;
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_TRANSFER_COUNT, GX_DRAW_TRANSFER_TIME, GX_KIND_DAILY_TRANSFER,
                               mean_of};

static void record_move(gx_lane *lane, gx_world *world, uint32_t user, uint32_t other, gx_move kind,
                        gx_fen amount)
{
    int64_t *count = gx_counters(world, lane);
    count[kind == GX_MOVE_TOP_UP ? GX_COUNT_top_ups : GX_COUNT_transfers]++;
    count[kind == GX_MOVE_TOP_UP ? GX_COUNT_top_up_fen : GX_COUNT_transferred_fen] += amount;
    gx_note_operation(lane, 6 + kind, user, other, 0, amount);
    gx_event event = {
        .tick = lane->tick, .user = user, .other = other, .kind = (uint8_t)kind, .amount = amount};
    gx_keep_event(lane, world, GX_EVENT_MOVE, user, &event);
}

bool gx_cover(gx_lane *lane, gx_world *world, uint32_t user, gx_fen amount)
{
    gx_book *book = gx_book_of(world, lane);
    gx_fen missing = amount - gx_book_balance(book, user);
    if (missing <= 0)
        return true;
    gx_answer answer = gx_wallet_top_up(book, gx_next_key(world, user), missing, lane->tick);
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, user, answer);
        return false;
    }
    world->shard[lane->shard].touched = true;
    record_move(lane, world, user, GX_NO_USER, GX_MOVE_TOP_UP, missing);
    return true;
}

/* One of the group's members, each alike: the greatest of draws keyed by the member, so that one member more
 * moves no choice among the others. */
static uint32_t pick_member(const gx_world *world, uint32_t user, uint32_t group, uint32_t occasion)
{
    uint32_t size = gx_group_size(world->network, group), best = GX_NO_USER;
    uint64_t best_score = 0;
    for (uint32_t i = 0; i < size; i++) {
        uint32_t member = gx_group_member(world->network, group, i);
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_TRANSFER_STRANGER, user, member, occasion);
        uint64_t score = (uint64_t)draw.word[2] << 32 | draw.word[3];
        if (best == GX_NO_USER || score > best_score) {
            best = member;
            best_score = score;
        }
    }
    return best;
}

/* A member of one of the user's groups who is no friend, or GX_NO_USER. */
static uint32_t stranger_for(const gx_world *world, uint32_t user, uint32_t occasion)
{
    uint32_t group = gx_pick_group(world, GX_DRAW_TRANSFER_STRANGER, user, occasion, 0, UINT32_MAX);
    if (group == GX_NO_GROUP)
        return GX_NO_USER;
    uint32_t member = pick_member(world, user, group, occasion);
    return member != user && gx_tie_strength(world->network, user, member) == 0 ? member : GX_NO_USER;
}

static uint32_t payee_of(const gx_world *world, uint32_t user, uint32_t day, uint32_t k, gx_draw draw)
{
    const transfer_state *s = world->state[GX_MODEL_transfers];
    uint32_t payee = GX_NO_USER;
    if (gx_happens(s->strangers, draw.word[2]))
        payee = stranger_for(world, user, gx_occasion(GX_MODEL_transfers, day, k));
    return payee != GX_NO_USER
               ? payee
               : gx_pick_tie(world->network, user, (uint64_t)draw.word[0] << 32 | draw.word[3], false);
}

static void transfer(gx_lane *lane, gx_world *world, const gx_message *wake)
{
    const transfer_state *s = world->state[GX_MODEL_transfers];
    uint32_t user = wake->target, day = gx_day_name(world, wake->word[0]), k = wake->serial;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_TRANSFER, user, day, k);
    uint32_t payee = payee_of(world, user, day, k, draw);
    gx_fen amount = gx_quantile(&s->amount, draw.word[1]);
    if (payee == GX_NO_USER || !gx_cover(lane, world, user, amount))
        return;
    gx_answer answer =
        gx_transfer_out(gx_book_of(world, lane), gx_next_key(world, user), payee, amount, lane->tick);
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, user, answer);
        return;
    }
    world->shard[lane->shard].touched = true;
    world->shard[lane->shard].into_clearing += amount;
    record_move(lane, world, user, payee, GX_MOVE_TRANSFER, amount);
    gx_note_active(lane, world, user);
    gx_message message = {.target = payee,
                          .source = user,
                          .serial = gx_occasion(GX_MODEL_transfers, day, k),
                          .due_kind = gx_due_kind(lane->tick + 1, GX_KIND_TRANSFER)};
    gx_set_words(&message, (uint64_t)amount);
    gx_send(lane, &message);
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        transfer(lane, context, &span[i]);
}

static void on_transfer(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    for (size_t i = 0; i < count; i++) {
        gx_fen amount = (gx_fen)gx_words(&span[i]);
        gx_answer answer = gx_transfer_in(gx_book_of(world, lane), span[i].target, amount, lane->tick);
        GX_ASSERT(answer.code == GX_DONE);
        world->shard[lane->shard].touched = true;
        world->shard[lane->shard].out_of_clearing += amount;
        gx_befriending_met(lane, world, span[i].target, span[i].source, span[i].serial, GX_TIE_BY_TRANSFER);
    }
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const transfer_params *p = params;
    transfer_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "transfers");
    *state = s;
    s->per_day = p->per_day;
    s->strangers = gx_chance_of(p->strangers);
    gx_quantiles_lognormal(&s->amount, (double)p->amount_median, p->amount_sigma, 1, 100000000);
    gx_sim_handle(world->sim, GX_KIND_TRANSFER, "transfer", on_transfer, world);
    gx_status status = gx_sim_handle(world->sim, GX_KIND_DAILY_TRANSFER, "daily transfer", on_daily, world);
    return status == GX_OK && s->per_day > 0 ? gx_daily_add(world, &daily, error) : status;
}

const gx_model gx_model_transfers = {.name = "transfers", .table = &table, .start = start, .finish = gx_free};
