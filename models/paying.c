/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying at the till: daily occasions, each a payment to one of the merchants that the user buys from (layer
 * `trade`), more often where the user shops more often.
 *
 *     user ── transfer out ──> clearing of the user's book
 *                                   │ message
 *     merchant <── transfer in ── clearing of the merchant's book, one tick later
 *
 * A few merchants take a large part of all payments: sizes follow Zipf's law. A message for each payment
 * would make their shards wait for them, and all payments of a tick are alike to a merchant: a sum and a
 * count. So the payments of one source shard to one merchant in one tick are added up where they are made,
 * and travel as one message. Combining is exact: amounts are whole fen, a merchant decides nothing, and the
 * digest is noted at the payer, payment by payment; the result is that of one message a payment, for any
 * number of shards. */
#include "transfers.h"

#include "packets.h"
#include "rhythm.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/models/paying.h>
#include <string.h>

typedef struct paying_params {
    bool active, combine;
    double per_day;
    int64_t amount_median;
    double amount_sigma;
} paying_params;

/* What a shard's users pay one merchant in a tick. */
typedef struct bundle {
    uint32_t merchant, count;
    uint32_t source, serial; /* of the first payment */
    gx_fen amount;
} bundle;

/* A shard's bundles of a tick, found by merchant: open addressing, a power of two slots, 1 + place. */
typedef struct counter_desk {
    bundle *bundles;
    uint32_t *slots;
    size_t count, mask;
    char padding[32]; /* desks of different threads lie apart */
} counter_desk;

typedef struct paying_state {
    double per_day;
    gx_quantiles amount;
    bool combine;
    uint32_t desks;
    counter_desk *desk; /* one a shard */
    uint32_t *payments; /* a merchant: how many reached it; each shard writes its own merchants */
    uint32_t merchants;
} paying_state;

enum { FIRST_SLOTS = 256, OPERATION = 0x10 /* in the digest */ };

#define PBC                                                                                                  \
    "People's Bank of China, payment system report 2016: 163.9 bn online payments of non-bank "              \
    "institutions, "                                                                                         \
    "99.27 trillion yuan"

#define FIELD(name, type, unit, fallback, low, high, help, source, role)                                     \
    {                                                                                                        \
#name, GX_TYPE_##type, unit, fallback, low, high, NULL, offsetof(paying_params, name), 0, help,      \
            source, GX_ROLE_##role                                                                           \
    }
static const gx_field fields[] = {
    FIELD(active, BOOL, "", "false", 0, 1,
          "users pay the merchants that they buy from (sections merchants and trade)", "", SETTING),
    FIELD(per_day, REAL, "1/day", "0.5", 0, 200, "mean payments a day and user; by activity",
          "assumed: 0.2 to 1; " PBC
          " by some 475 M users (CNNIC, 39th report): 0.94 a day, transfers and packets "
          "included",
          ASSUMPTION),
    FIELD(amount_median, MONEY, "fen", "25", 1, 1e8, "median amount",
          "assumed: 10 to 50 yuan, a meal or a shopping bag; the mean of all online payments, 606 yuan, is "
          "that of "
          "funds and transfers",
          ASSUMPTION),
    FIELD(amount_sigma, REAL, "", "1.1", 0, 4, "its spread (of the logarithm)", "assumed: 0.8 to 1.4",
          ASSUMPTION),
    FIELD(combine, BOOL, "", "true", 0, 1,
          "payments of a shard's users to one merchant in one tick travel as one message; no result depends "
          "on it",
          "", SETTING),
};

static const gx_table table = {"models.paying",     "paying at the till",  fields,
                               GX_COUNT_OF(fields), sizeof(paying_params), 0};

bool gx_paying_active(void *const *params)
{
    return ((const paying_params *)params[GX_MODEL_paying])->active;
}

static double mean_of(const gx_world *world, const gx_habits *who)
{
    const paying_state *s = world->state[GX_MODEL_paying];
    double mean = s->per_day * who->activity / 256.0;
    return mean < 20000 ? mean : 20000;
}

static const gx_daily daily = {GX_DRAW_PAYMENT_COUNT, GX_DRAW_PAYMENT_TIME, GX_KIND_DAILY_PAYMENT, mean_of};

/* ---- Combining ---- */

static void send_bundle(gx_lane *lane, const gx_world *world, const bundle *of)
{
    gx_message message = {.target = gx_merchant_party(world, of->merchant),
                          .source = of->source,
                          .serial = of->serial,
                          .tie = of->count,
                          .due_kind = gx_due_kind(lane->tick + 1, GX_KIND_TILL)};
    gx_set_words(&message, (uint64_t)of->amount);
    gx_send(lane, &message);
}

/* The slot of a merchant's bundle, or the free one where it belongs. */
static uint32_t *slot_of(const counter_desk *desk, uint32_t merchant)
{
    size_t at = (size_t)gx_mix64(merchant) & desk->mask;
    while (desk->slots[at] != 0 && desk->bundles[desk->slots[at] - 1].merchant != merchant)
        at = (at + 1) & desk->mask;
    return &desk->slots[at];
}

/* Bundles have room for half the slots. */
static bool make_desk(counter_desk *desk, size_t slots)
{
    counter_desk wider = {.slots = gx_alloc(slots, sizeof *wider.slots),
                          .bundles = gx_alloc(slots / 2, sizeof *wider.bundles),
                          .count = desk->count,
                          .mask = slots - 1};
    bool good = wider.slots != NULL && wider.bundles != NULL;
    if (good && desk->count > 0)
        memcpy(wider.bundles, desk->bundles, desk->count * sizeof *wider.bundles);
    for (size_t i = 0; good && i < wider.count; i++)
        *slot_of(&wider, wider.bundles[i].merchant) = (uint32_t)i + 1;
    counter_desk *unused = good ? desk : &wider;
    gx_free(unused->slots);
    gx_free(unused->bundles);
    if (good)
        *desk = wider;
    return good;
}

static void add_to_bundle(gx_lane *lane, counter_desk *desk, const bundle *payment)
{
    if (2 * desk->count > desk->mask && !make_desk(desk, 2 * (desk->mask + 1))) {
        lane->status = GX_ERR_MEMORY;
        return;
    }
    uint32_t *slot = slot_of(desk, payment->merchant);
    if (*slot != 0) {
        bundle *known = &desk->bundles[*slot - 1];
        known->count += payment->count;
        known->amount += payment->amount;
        return;
    }
    desk->bundles[desk->count++] = *payment;
    *slot = (uint32_t)desk->count;
}

static void send_bundles(gx_lane *lane, const gx_world *world, counter_desk *desk)
{
    for (size_t i = 0; i < desk->count; i++)
        send_bundle(lane, world, &desk->bundles[i]);
    /* From the last to the first: a chain of slots is emptied from its end. */
    while (desk->count > 0) {
        uint32_t *slot = slot_of(desk, desk->bundles[desk->count - 1].merchant);
        *slot = 0;
        desk->count--;
    }
}

/* ---- Paying ---- */

/* One of the user's merchants, by how often the user buys there; false when there is none. O(merchants of the
 * user). */
static bool pick_merchant(const gx_world *world, uint32_t user, uint32_t word, uint32_t *merchant)
{
    const gx_rows *trade = world->trade;
    uint64_t first = trade->offset[user], end = trade->offset[user + 1];
    uint32_t sum = 0;
    for (uint64_t at = first; at < end; at++)
        sum += trade->strength[at];
    uint32_t left = gx_below32(word, sum);
    for (uint64_t at = first; at < end; at++) {
        *merchant = trade->column[at];
        if (left < trade->strength[at])
            return true;
        left -= trade->strength[at];
    }
    return false;
}

static void record_payment(gx_lane *lane, gx_world *world, uint32_t user, uint32_t merchant, gx_fen amount)
{
    int64_t *count = gx_counters(world, lane);
    count[GX_COUNT_payments]++;
    count[GX_COUNT_paid_fen] += amount;
    gx_event event = {.tick = lane->tick, .user = user, .other = merchant, .amount = amount};
    gx_keep_event(lane, world, GX_EVENT_PAYMENT, user, &event);
    gx_note_active(lane, world, user);
}

static void pay(gx_lane *lane, gx_world *world, const gx_message *wake)
{
    paying_state *s = world->state[GX_MODEL_paying];
    uint32_t user = wake->target, day = gx_day_name(world, wake->word[0]), k = wake->serial, merchant = 0;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_PAYMENT, user, day, k);
    gx_fen amount = gx_quantile(&s->amount, draw.word[1]);
    if (!pick_merchant(world, user, draw.word[0], &merchant) || !gx_cover(lane, world, user, amount))
        return;
    gx_answer answer = gx_transfer_out(gx_book_of(world, lane), gx_next_key(world, user),
                                       gx_merchant_party(world, merchant), amount, lane->tick);
    if (answer.code != GX_DONE) {
        gx_note_refusal(lane, world, user, answer);
        return;
    }
    world->shard[lane->shard].touched = true;
    world->shard[lane->shard].into_clearing += amount;
    bundle payment = {merchant, 1, user, gx_occasion(GX_MODEL_paying, day, k), amount};
    gx_note_operation(lane, OPERATION, user, merchant, payment.serial, amount);
    record_payment(lane, world, user, merchant, amount);
    if (s->combine)
        add_to_bundle(lane, &s->desk[lane->shard], &payment);
    else
        send_bundle(lane, world, &payment);
}

/* What paying reads of a user, which lies anywhere: asked for some payments ahead. */
static void fetch(const gx_world *world, gx_book *book, const gx_message *span, size_t count, size_t at)
{
    uint32_t soon = gx_message_ahead(span, count, at)->target;
    gx_book_fetch(book, soon);
    __builtin_prefetch(&world->trade->offset[soon]);
    if (at + 4 < count) { /* by now the row's place is there */
        uint64_t row = world->trade->offset[span[at + 4].target];
        __builtin_prefetch(&world->trade->column[row]);
        __builtin_prefetch(&world->trade->strength[row]);
    }
}

static void on_daily(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    paying_state *s = world->state[GX_MODEL_paying];
    for (size_t i = 0; i < count; i++) {
        fetch(world, gx_book_of(world, lane), span, count, i);
        pay(lane, world, &span[i]);
    }
    if (s->combine)
        send_bundles(lane, world, &s->desk[lane->shard]);
}

static void on_till(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    paying_state *s = world->state[GX_MODEL_paying];
    for (size_t i = 0; i < count; i++) {
        gx_fen amount = (gx_fen)gx_words(&span[i]);
        gx_answer answer = gx_transfer_in(gx_book_of(world, lane), span[i].target, amount, lane->tick);
        GX_ASSERT(answer.code == GX_DONE);
        world->shard[lane->shard].touched = true;
        world->shard[lane->shard].out_of_clearing += amount;
        s->payments[span[i].target - world->population->users] += span[i].tie;
    }
}

/* ---- What merchants took in ---- */

uint32_t gx_paying_count(const gx_world *world, uint32_t merchant)
{
    const paying_state *s = world->state[GX_MODEL_paying];
    return s->payments[merchant];
}

uint64_t gx_paying_digest(const gx_world *world)
{
    const paying_state *s = world->state[GX_MODEL_paying];
    uint64_t sum = 0;
    for (uint32_t m = 0; s != NULL && m < s->merchants; m++) {
        uint32_t party = gx_merchant_party(world, m);
        gx_fen balance = gx_book_balance(world->books[gx_sim_shard_of(world->sim, party)], party);
        sum += gx_mix_pair((uint64_t)balance, (uint64_t)party << 32 | s->payments[m]);
    }
    return sum;
}

static void archive(gx_archive *archive, gx_world *world)
{
    paying_state *s = world->state[GX_MODEL_paying];
    if (s == NULL)
        return;
    gx_archive_mark(archive, "paying");
    gx_archive_same(archive, s->merchants, "merchants");
    gx_archive_bytes(archive, s->payments, s->merchants * sizeof *s->payments);
}

/* ---- The model ---- */

static void finish(void *state)
{
    paying_state *s = state;
    for (uint32_t i = 0; s->desk != NULL && i < s->desks; i++) {
        gx_free(s->desk[i].slots);
        gx_free(s->desk[i].bundles);
    }
    gx_free(s->desk);
    gx_free(s->payments);
    gx_free(s);
}

static gx_status prepare(paying_state *s, const gx_world *world, gx_error *error)
{
    s->desk = gx_alloc_columns(world->shards, sizeof *s->desk);
    s->payments = gx_alloc_columns(s->merchants, sizeof *s->payments);
    if (s->desk == NULL || s->payments == NULL)
        return gx_fail_memory(error, "paying");
    for (; s->desks < world->shards; s->desks++)
        if (!make_desk(&s->desk[s->desks], FIRST_SLOTS))
            return gx_fail_memory(error, "paying");
    return GX_OK;
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const paying_params *p = params;
    if (!p->active)
        return GX_OK;
    GX_ASSERT(world->merchants != NULL && world->trade != NULL);
    paying_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "paying");
    *state = s;
    s->per_day = p->per_day;
    s->combine = p->combine;
    s->merchants = world->merchants->count;
    gx_quantiles_lognormal(&s->amount, (double)p->amount_median, p->amount_sigma, 1, 100000000);
    gx_status status = prepare(s, world, error);
    if (status == GX_OK)
        status = gx_sim_handle(world->sim, GX_KIND_TILL, "till", on_till, world);
    if (status == GX_OK)
        status = gx_sim_handle(world->sim, GX_KIND_DAILY_PAYMENT, "daily payment", on_daily, world);
    return status == GX_OK && p->per_day > 0 ? gx_daily_add(world, &daily, error) : status;
}

const gx_model gx_model_paying = {
    .name = "paying", .table = &table, .start = start, .finish = finish, .archive = archive};
