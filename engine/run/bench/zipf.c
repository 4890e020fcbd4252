/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transfers between shards whose payees are as unequal as shops: the payee of rank k gets a share of k^-s,
 * the ranks scattered over the accounts. Every account pays now and then, as PHOLD's entities act: the
 * payer's book debits into clearing, a message carries the money, the payee's book credits it. Of a million
 * accounts the hottest payee has 7.6 % of all at s = 1, and 1.4 % at 0.8. The work is the transfers that
 * arrived.
 *
 * A table of a million ranks would cost a cache miss a transfer, which is not what is measured. So the rank
 * is a continuous variable with density x^-s between 1/2 and N + 1/2, rounded: its distribution is inverted
 * in closed form, and the midpoint rule says that rank k gets k^-s, nearly. */
#include "bench/cases.h"
#include <gx/base/draw.h>
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>

enum { KIND_WAKE, KIND_PAY };
enum { MEAN = 10, WEALTH = 1000000, AMOUNT_MAX = 100 };

typedef struct market {
    gx_bench_town town;
    gx_quantiles pause;
    double exponent, low, span; /* of the inverted distribution */
} market;

static void rank_payees(market *m, double exponent)
{
    double last = m->town.users + 0.5;
    m->exponent = exponent;
    m->low = exponent == 1 ? gx_log(0.5) : gx_pow(0.5, 1 - exponent);
    m->span = (exponent == 1 ? gx_log(last) : gx_pow(last, 1 - exponent)) - m->low;
}

/* 1 … users. */
static uint32_t rank_of(const market *m, uint64_t word)
{
    double within = m->low + m->span * ((double)(word >> 11) / 9007199254740992.0);
    double x = m->exponent == 1 ? gx_exp(within) : gx_pow(within, 1 / (1 - m->exponent));
    uint32_t rank = (uint32_t)(x + 0.5);
    return rank < 1 ? 1 : rank > m->town.users ? m->town.users : rank;
}

static uint32_t payee_of(const market *m, uint32_t payer, gx_draw draw)
{
    uint32_t users = m->town.users;
    uint64_t rank = rank_of(m, gx_draw_high(draw));
    uint32_t payee = (uint32_t)(rank * UINT64_C(2654435761) % users);
    return payee == payer ? (payee + 1) % users : payee;
}

static void on_wake(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const market *m = context;
    for (size_t i = 0; i < count; i++) {
        const gx_message *ahead = gx_message_ahead(span, count, i);
        gx_book_fetch_asker(m->town.books[lane->shard], (gx_op_key){ahead->target, ahead->serial + 1});
        gx_message wake = span[i];
        uint32_t payer = wake.target;
        gx_draw draw = gx_draw_at(m->town.key, GX_BENCH_DRAW_PAYMENT, payer, wake.serial, 0);
        uint32_t payee = payee_of(m, payer, draw);
        gx_fen amount = 1 + gx_below32(draw.word[2], AMOUNT_MAX);
        gx_op_key key = {payer, wake.serial + 1};
        gx_answer answer = gx_transfer_out(m->town.books[lane->shard], key, payee, amount, lane->tick);
        if (!gx_bench_done(lane, answer))
            return;
        gx_message pay = {.target = payee,
                          .due_kind = gx_due_kind(lane->tick + 1, KIND_PAY),
                          .source = payer,
                          .serial = wake.serial};
        gx_set_words(&pay, (uint64_t)amount);
        gx_send(lane, &pay);
        wake.serial++;
        wake.due_kind =
            gx_due_kind(lane->tick + 1 + (uint32_t)gx_quantile(&m->pause, draw.word[3]), KIND_WAKE);
        gx_send(lane, &wake);
    }
}

static void on_pay(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    const market *m = context;
    for (size_t i = 0; i < count; i++) {
        gx_book_fetch(m->town.books[lane->shard], gx_message_ahead(span, count, i)->target);
        gx_fen amount = (gx_fen)gx_words(&span[i]);
        gx_bench_done(lane, gx_transfer_in(m->town.books[lane->shard], span[i].target, amount, lane->tick));
        gx_note(lane, gx_mix_pair((uint64_t)span[i].source << 32 | span[i].serial,
                                  (uint64_t)span[i].target << 32 | (uint64_t)amount));
    }
}

static gx_status open_market(market *m, gx_bench_play *play, gx_error *error)
{
    gx_status status = gx_bench_town_make(&m->town, play, WEALTH, error);
    if (status != GX_OK)
        return status;
    rank_payees(m, play->parameter);
    gx_quantiles_exponential(&m->pause, MEAN, 100 * MEAN);
    gx_sim_handle(m->town.sim, KIND_WAKE, "wake", on_wake, m);
    gx_sim_handle(m->town.sim, KIND_PAY, "pay", on_pay, m);
    for (uint32_t u = 0; u < m->town.users && status == GX_OK; u++) {
        gx_draw draw = gx_draw_at(m->town.key, GX_BENCH_DRAW_FIRST, u, 0, 0);
        uint32_t due = 1 + (uint32_t)gx_quantile(&m->pause, draw.word[0]);
        gx_message wake = {.target = u, .due_kind = gx_due_kind(due, KIND_WAKE), .source = u};
        status = gx_sim_post(m->town.sim, &wake, error);
    }
    return status;
}

/* size.amount: ticks; parameter: the exponent. */
gx_status gx_bench_zipf(gx_bench_play *play, gx_error *error)
{
    market *m = gx_alloc(1, sizeof *m);
    if (!m)
        return gx_fail_memory(error, "the market");
    gx_status status = open_market(m, play, error);
    if (status == GX_OK)
        status = gx_bench_town_run(&m->town, (uint32_t)play->size.amount);
    if (status == GX_OK)
        play->work = gx_sim_count(m->town.sim).delivered_by_kind[KIND_PAY];
    gx_bench_town_free(&m->town);
    gx_free(m);
    return status;
}
