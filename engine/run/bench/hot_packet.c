/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One packet, and everybody in the circle claims it in the same tick: the hottest entity there is. In each
 * round somebody sends a packet of 100 shares through his book; all others hear of it, and claim it as soon
 * as they can. The packet's own shard serves the claims one after another, in the order of a keyed draw; 100
 * are credited in the claimers' books, the others go empty away. The work is the claims that were answered.
 */
#include "bench/cases.h"
#include <gx/base/draw.h>

enum { KIND_SEND, KIND_NOTICE, KIND_CLAIM, KIND_SHARE };
enum { SHARES = 100, AMOUNT = 10000, ROUND_TICKS = 5, WEALTH = 10000000, GROUP = 1 };

/* The sender of a round, scattered over the shards. */
static uint32_t sender_of(const gx_bench_town *town, uint32_t round)
{
    return (uint32_t)((uint64_t)round * UINT64_C(2654435761) % town->users);
}

static void on_send(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const gx_bench_town *town = context;
    for (size_t i = 0; i < count; i++) {
        uint32_t sender = span[i].target;
        gx_packet_order order = {
            .kind = GX_PACKET_LUCKY, .audience = GROUP, .shares = SHARES, .amount = AMOUNT};
        gx_packet_ref ref;
        gx_op_key key = {sender, span[i].serial + 1};
        gx_answer answer = gx_packet_send(town->books[lane->shard], key, &order, lane->tick, &ref, NULL);
        if (!gx_bench_done(lane, answer))
            return;
        gx_message notice = {.due_kind = gx_due_kind(lane->tick + 1, KIND_NOTICE),
                             .source = sender,
                             .serial = span[i].serial,
                             .word = {ref.slot, ref.life}};
        for (notice.target = 0; notice.target < town->users; notice.target++)
            if (notice.target != sender)
                gx_send(lane, &notice);
    }
}

static void on_notice(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const gx_bench_town *town = context;
    for (size_t i = 0; i < count; i++) {
        gx_message claim = span[i];
        claim.target = span[i].source;
        claim.source = span[i].target;
        claim.due_kind = gx_due_kind(lane->tick + 1, KIND_CLAIM);
        claim.tie = gx_draw_at(town->key, GX_BENCH_DRAW_CLAIM, claim.source, claim.serial, 0).word[0];
        gx_send(lane, &claim);
    }
}

static void on_claim(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const gx_bench_town *town = context;
    for (size_t i = 0; i < count; i++) {
        gx_packet_ref ref = {span[i].word[0], span[i].word[1]};
        gx_packet_share share = {0};
        gx_draw draw = gx_draw_at(town->key, GX_BENCH_DRAW_CLAIM, span[i].source, span[i].serial, 1);
        gx_answer answer =
            gx_packet_claim(town->books[lane->shard], ref, span[i].source, draw, lane->tick, &share);
        gx_note(lane, gx_mix_pair((uint64_t)span[i].source << 32 | span[i].serial,
                                  (uint64_t)answer.code << 32 | (uint64_t)share.amount));
        if (answer.code == GX_REFUSED_MEMORY)
            lane->status = GX_ERR_MEMORY;
        if (answer.code != GX_DONE)
            continue;
        gx_message won = {.target = span[i].source,
                          .source = span[i].target,
                          .serial = span[i].serial,
                          .due_kind = gx_due_kind(lane->tick + 1, KIND_SHARE)};
        gx_set_words(&won, (uint64_t)share.amount);
        gx_send(lane, &won);
    }
}

static void on_share(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const gx_bench_town *town = context;
    for (size_t i = 0; i < count; i++) {
        gx_fen amount = (gx_fen)gx_words(&span[i]);
        gx_bench_done(lane, gx_transfer_in(town->books[lane->shard], span[i].target, amount, lane->tick));
    }
}

static gx_status post_rounds(gx_bench_town *town, uint32_t rounds)
{
    gx_sim_handle(town->sim, KIND_SEND, "send", on_send, town);
    gx_sim_handle(town->sim, KIND_NOTICE, "notice", on_notice, town);
    gx_sim_handle(town->sim, KIND_CLAIM, "claim", on_claim, town);
    gx_sim_handle(town->sim, KIND_SHARE, "share", on_share, town);
    gx_status status = GX_OK;
    for (uint32_t r = 0; r < rounds && status == GX_OK; r++) {
        gx_message send = {.target = sender_of(town, r),
                           .due_kind = gx_due_kind(1 + r * ROUND_TICKS, KIND_SEND),
                           .serial = r};
        status = gx_sim_post(town->sim, &send, town->error);
    }
    return status;
}

/* size.entities: the circle, its sender included; size.amount: rounds. */
gx_status gx_bench_hot_packet(gx_bench_play *play, gx_error *error)
{
    gx_bench_town town;
    uint32_t rounds = (uint32_t)play->size.amount;
    gx_status status = gx_bench_town_make(&town, play, WEALTH, error);
    if (status == GX_OK)
        status = post_rounds(&town, rounds);
    if (status == GX_OK)
        status = gx_bench_town_run(&town, rounds * ROUND_TICKS);
    if (status == GX_OK) {
        play->work = gx_sim_count(town.sim).delivered_by_kind[KIND_CLAIM];
        if (play->work != (uint64_t)rounds * (town.users - 1))
            status =
                gx_fail(error, GX_ERR_INTERNAL, "%llu claims were answered", (unsigned long long)play->work);
    }
    gx_bench_town_free(&town);
    return status;
}
