/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gift contagion, estimated as Yuan et al. (arXiv 1906.09698) do it, and as only a simulation can.
 *
 * What a lucky packet gives to each claimer is drawn at random, with the same mean at every position. So,
 * among those who share one packet, who received more is an experiment of nature: the packet's fixed effect
 * takes away whatever the group has in common (its wealth, its habits, the hour), and what is left of the
 * link between share received and amount sent back is an effect. Both are divided by the packet's mean share,
 * so that a packet of ¥2 and one of ¥200 weigh alike.
 *
 * The naive regression pools all claims in yuan: rich groups give large packets and send large ones, and the
 * slope is far from 0 even where nothing is contagious (T2). What was sent in the day before the claim cannot
 * be an effect: its slope must be 0 (T3). The recording also says which packet a reply answers, which no
 * platform knows: the same regression on that is the attributed slope.
 *
 * One packet's claims are all looked at together, in constant memory besides the tables: claims are dealt out
 * to their packets first. */
#include "outbox.h"
#include "within.h"
#include "work.h"

#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

enum { AFTER, SENDS, ATTRIBUTED, BEFORE }; /* outcomes */

typedef struct proportion {
    uint64_t hits, trials;
} proportion;

/* Everything that is added up over claims of lucky packets. */
typedef struct experiment {
    gx_packets packets;
    gx_claims claims;
    gx_packet_index index;
    gx_outbox outbox;
    size_t *first;     /* packets + 1: claims of each packet, in */
    uint32_t *claim;   /* rows of claims, by packet */
    int64_t *answered; /* fen sent in answer, by place in `claim` */
    uint64_t n;
    int64_t day, end; /* ticks */
    gx_within within, weighted;
    double typical;      /* mean fen of a packet to a group */
    double x, y, xx, xy; /* pooled, in yuan */
    double received, sent_after, sent_answer, senders, senders_weight, sender_amount, followed; /* sums */
    proportion lucky_after, others_after, lucky_answer, others_answer;
} experiment;

/* Room for the claims of one packet. */
typedef struct bench {
    size_t capacity;
    double *x, *y[GX_OUTCOMES];
} bench;

static void free_bench(bench *b)
{
    gx_free(b->x);
    for (size_t k = 0; k < GX_OUTCOMES; k++)
        gx_free(b->y[k]);
}

static bool is_lucky(const experiment *all, uint32_t packet)
{
    return packet != UINT32_MAX && all->packets.kind[packet] == GX_WORD_LUCKY &&
           all->packets.amount[packet] > 0 && all->packets.shares[packet] >= 2;
}

/* Deal claims out to the lucky packets they took from. */
static void deal(gx_spread_work *work, experiment *all)
{
    size_t packets = all->packets.rows, claims = all->claims.rows;
    uint32_t *of = gx_spread_room(work, claims, sizeof *of, "claims by packet");
    size_t *next = gx_spread_room(work, packets, sizeof *next, "claims by packet");
    all->first = gx_spread_room(work, packets + 1, sizeof *all->first, "claims by packet");
    all->claim = gx_spread_room(work, claims, sizeof *all->claim, "claims by packet");
    all->answered = gx_spread_room(work, claims, sizeof *all->answered, "claims by packet");
    if (work->sheet.status == GX_OK) {
        for (size_t i = 0; i < claims; i++) {
            of[i] = gx_packet_find(&all->index, all->claims.sender[i], all->claims.occasion[i]);
            if (is_lucky(all, of[i]))
                all->first[of[i] + 1]++;
            else
                of[i] = UINT32_MAX;
        }
        for (size_t p = 0; p < packets; p++) {
            all->first[p + 1] += all->first[p];
            next[p] = all->first[p];
        }
        for (size_t i = 0; i < claims; i++)
            if (of[i] != UINT32_MAX)
                all->claim[next[of[i]]++] = (uint32_t)i;
    }
    gx_free(of);
    gx_free(next);
}

/* Put the fen of each reply to the claim it answers: its sender's, of the packet answered, in the same group.
 */
static void attribute(experiment *all)
{
    for (size_t i = 0; i < all->packets.rows; i++) {
        if (all->packets.answers_sender[i] == GX_NOBODY || all->packets.kind[i] == GX_WORD_PERSONAL)
            continue;
        uint32_t packet =
            gx_packet_find(&all->index, all->packets.answers_sender[i], all->packets.answers_occasion[i]);
        if (!is_lucky(all, packet) || all->packets.audience[packet] != all->packets.audience[i])
            continue;
        for (size_t at = all->first[packet]; at < all->first[packet + 1]; at++)
            if (all->claims.claimer[all->claim[at]] == all->packets.sender[i]) {
                all->answered[at] += all->packets.amount[i];
                break;
            }
    }
}

static bool grow(gx_spread_work *work, bench *b, size_t count)
{
    if (count <= b->capacity)
        return true;
    free_bench(b);
    memset(b, 0, sizeof *b);
    b->capacity = 2 * count;
    b->x = gx_spread_room(work, b->capacity, sizeof *b->x, "claims of a packet");
    for (size_t k = 0; k < GX_OUTCOMES; k++)
        b->y[k] = gx_spread_room(work, b->capacity, sizeof *b->y[k], "claims of a packet");
    return work->sheet.status == GX_OK;
}

/* One claim: its outcomes go onto the bench at `at`, its sums into the experiment. */
static void look(experiment *all, uint32_t packet, size_t place, const bench *b, size_t at)
{
    uint32_t claim = all->claim[place], user = all->claims.claimer[claim],
             group = all->packets.audience[packet];
    int64_t tick = all->claims.tick[claim], after, before;
    double mean = (double)all->packets.amount[packet] / all->packets.shares[packet];
    double amount = (double)all->claims.amount[claim], answer = (double)all->answered[place];
    size_t sent = gx_outbox_window(&all->outbox, user, group, tick + 1, tick + all->day, &after);
    gx_outbox_window(&all->outbox, user, group, tick - all->day, tick - 1, &before);
    b->x[at] = amount / mean;
    b->y[AFTER][at] = (double)after / mean;
    b->y[SENDS][at] = sent > 0;
    b->y[ATTRIBUTED][at] = answer / mean;
    b->y[BEFORE][at] = (double)before / mean;
    all->n++;
    all->x += amount / 100;
    all->y += (double)after / 100;
    all->xx += amount / 100 * (amount / 100);
    all->xy += amount / 100 * ((double)after / 100);
    all->received += amount;
    all->sent_after += (double)after;
    all->sent_answer += answer;
    all->senders += sent > 0;
    int64_t followed = all->end - tick;
    all->followed += (double)(followed < 0 ? 0 : followed > all->day ? all->day : followed);
}

/* Who drew most: the earlier claim at a tie, as the core decides it. */
static void luckiest(experiment *all, uint32_t packet, const bench *b, size_t count)
{
    size_t first = all->first[packet], best = 0;
    if (count != all->packets.shares[packet])
        return;
    for (size_t i = 1; i < count; i++) {
        const gx_claims *c = &all->claims;
        uint32_t one = all->claim[first + i], two = all->claim[first + best];
        if (c->amount[one] > c->amount[two] ||
            (c->amount[one] == c->amount[two] && c->position[one] < c->position[two]))
            best = i;
    }
    for (size_t i = 0; i < count; i++) {
        proportion *after = i == best ? &all->lucky_after : &all->others_after;
        proportion *answer = i == best ? &all->lucky_answer : &all->others_answer;
        after->hits += b->y[SENDS][i] > 0;
        after->trials++;
        answer->hits += b->y[ATTRIBUTED][i] > 0;
        answer->trials++;
    }
}

/* The same packet again, weighted. Amounts sent for other reasons are of the order of a typical packet c;
 * divided by a mean share m they are noise of variance (c / m)^2 beside that of the answers, of order 1. So
 * m^2 / (m^2 + c^2) is the weight in proportion to precision; it is known before the draw, so the estimate
 * stays free of bias. */
static void add_weighted(experiment *all, uint32_t packet, bench *b, size_t count)
{
    double mean = (double)all->packets.amount[packet] / all->packets.shares[packet];
    double weight = mean * mean / (mean * mean + all->typical * all->typical), root = sqrt(weight);
    for (size_t i = 0; i < count; i++) {
        all->senders_weight += weight * b->y[SENDS][i];
        all->sender_amount += weight * b->y[AFTER][i];
        b->x[i] *= root;
        for (size_t k = 0; k < GX_OUTCOMES; k++)
            b->y[k][i] *= root;
    }
    const double *const y[GX_OUTCOMES] = {b->y[0], b->y[1], b->y[2], b->y[3]};
    gx_within_add(&all->weighted, b->x, y, count);
}

static void run(gx_spread_work *work, experiment *all)
{
    bench b = {0};
    for (size_t packet = 0; packet < all->packets.rows && work->sheet.status == GX_OK; packet++) {
        size_t count = all->first[packet + 1] - all->first[packet];
        if (count < 2 || !grow(work, &b, count))
            continue;
        for (size_t i = 0; i < count; i++)
            look(all, (uint32_t)packet, all->first[packet] + i, &b, i);
        const double *const y[GX_OUTCOMES] = {b.y[0], b.y[1], b.y[2], b.y[3]};
        gx_within_add(&all->within, b.x, y, count);
        luckiest(all, (uint32_t)packet, &b, count);
        add_weighted(all, (uint32_t)packet, &b, count);
    }
    free_bench(&b);
}

static void put_ratio(gx_sheet *sheet, gx_spread_id id, const proportion *one, const proportion *two)
{
    gx_put_interval(sheet, id, gx_risk_ratio(one->hits, one->trials, two->hits, two->trials, 0.95));
}

static void tell(gx_spread_work *work, const experiment *all)
{
    gx_sheet *sheet = &work->sheet;
    double n = (double)all->n, sxx = all->xx - all->x * all->x / n;
    gx_put_integer(sheet, SPREAD_PACKETS, (int64_t)all->within.clusters);
    if (all->within.clusters < 2)
        return;
    gx_put_interval(sheet, SPREAD_SLOPE, gx_within_slope(&all->within, AFTER, NULL));
    gx_put_interval(sheet, SPREAD_SLOPE_ATTRIBUTED, gx_within_slope(&all->within, ATTRIBUTED, NULL));
    gx_put_interval(sheet, SPREAD_PLACEBO, gx_within_slope(&all->within, BEFORE, NULL));
    gx_put_real(sheet, SPREAD_SLOPE_NAIVE, sxx > 0 ? (all->xy - all->x * all->y / n) / sxx : NAN);
    gx_put_interval(sheet, SPREAD_SLOPE_WEIGHTED, gx_within_slope(&all->weighted, AFTER, NULL));
    gx_put_interval(sheet, SPREAD_PLACEBO_WEIGHTED, gx_within_slope(&all->weighted, BEFORE, NULL));
    if (all->senders > 0)
        gx_put_interval(
            sheet, SPREAD_EXTENSIVE,
            gx_within_ratio(&all->weighted, SENDS, AFTER, all->sender_amount / all->senders_weight));
    put_ratio(sheet, SPREAD_LUCKIEST, &all->lucky_after, &all->others_after);
    put_ratio(sheet, SPREAD_LUCKIEST_ATTRIBUTED, &all->lucky_answer, &all->others_answer);
    if (all->received > 0) {
        gx_put_real(sheet, SPREAD_FORWARD, all->sent_answer / all->received);
        gx_put_real(sheet, SPREAD_FORWARD_24H, all->sent_after / all->received);
    }
    gx_put_interval(sheet, SPREAD_SENDING, (gx_interval){all->senders / n, NAN, NAN});
    gx_put_real(sheet, SPREAD_FOLLOWED, all->followed / n * (double)work->facts.tick_ms / 3600000);
}

/* Negative amounts, or such that sums overflow, are damage. */
static void check_amounts(gx_spread_work *work, const int64_t *amounts, size_t rows, const char *path)
{
    int64_t sum = 0;
    for (size_t i = 0; i < rows && work->sheet.status == GX_OK; i++)
        if (amounts[i] < 0 || __builtin_add_overflow(sum, amounts[i], &sum))
            work->sheet.status = gx_fail(work->sheet.error, GX_ERR_FORMAT,
                                         "%s: %s holds a negative or an absurdly large number in row %zu",
                                         gx_reader_path(work->reader), path, i);
}

static void prepare(gx_spread_work *work, experiment *all)
{
    check_amounts(work, all->packets.amount, all->packets.rows, "/events/packets/amount");
    check_amounts(work, all->claims.amount, all->claims.rows, "/events/claims/amount");
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_packet_index_create(&all->index, all->packets.sender, all->packets.occasion,
                                                    all->packets.rows, work->sheet.error);
    if (work->sheet.status == GX_OK)
        work->sheet.status =
            gx_outbox_create(&all->outbox, &all->packets, (uint64_t)work->facts.users, work->sheet.error);
    if (work->sheet.status == GX_OK)
        deal(work, all);
    all->day = 86400000 / work->facts.tick_ms;
    all->end = work->facts.last_tick;
    for (size_t i = 0; i < all->claims.rows; i++)
        all->end = all->claims.tick[i] > all->end ? all->claims.tick[i] : all->end;
}

void gx_spread_contagion(gx_spread_work *work)
{
    experiment all = {0};
    bool present, claimed = false;
    if (!work->facts.all_events)
        return;
    gx_status status =
        gx_table_load(&all.packets, GX_TABLE_PACKETS,
                      "tick sender occasion kind audience shares amount answers_sender answers_occasion",
                      work->reader, &work->facts, &present, work->sheet.error);
    if (status == GX_OK && present)
        status = gx_table_load(&all.claims, GX_TABLE_CLAIMS, "tick claimer sender occasion position amount",
                               work->reader, &work->facts, &claimed, work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK && claimed) {
        prepare(work, &all);
        if (work->sheet.status == GX_OK) {
            all.typical = all.outbox.count > 0
                              ? (double)all.outbox.total[all.outbox.count] / (double)all.outbox.count
                              : 0;
            attribute(&all);
            run(work, &all);
        }
        if (work->sheet.status == GX_OK)
            tell(work, &all);
    }
    gx_packet_index_free(&all.index);
    gx_outbox_free(&all.outbox);
    gx_free(all.first);
    gx_free(all.claim);
    gx_free(all.answered);
    gx_table_unload(&all.claims, GX_TABLE_CLAIMS);
    gx_table_unload(&all.packets, GX_TABLE_PACKETS);
}
