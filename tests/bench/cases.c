/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/cases.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

enum { MILLION = 1000000, SINK_BYTES = 1 << 20, GROUP = 10, SHARES = 5, EVERYBODY = 1 };

/* ---- Books */

static bool swallow(void *host, const void *bytes, size_t count)
{
    bench *b = host;
    for (size_t at = 0; at < count; at += SINK_BYTES)
        memcpy(b->sink, (const char *)bytes + at, count - at < SINK_BYTES ? count - at : SINK_BYTES);
    b->journal_bytes += count;
    return true;
}

static bool everybody(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    (void)user;
    return group == EVERYBODY;
}

static gx_op order_of(bench *b, gx_op_kind kind, uint32_t account)
{
    return (gx_op){.kind = (uint8_t)kind, .now = b->now, .key = {account, ++b->serial[account]}};
}

/* Everybody pays his neighbour once: what is reserved at the first touch is there before anything is timed.
 */
static void warm(bench *b)
{
    for (uint32_t u = 0; u < b->accounts;) {
        size_t count = 0;
        for (; count < BENCH_BLOCK && u < b->accounts; u++) {
            b->ops[count] = order_of(b, GX_OP_TRANSFER, u);
            b->ops[count++].args.transfer = (gx_args_transfer){.to = (u + 1) % b->accounts, .amount = 1};
        }
        gx_book_batch(b->book, b->ops, count, b->results);
    }
}

/* Limits of identity, points for members, and every rule of risk: asked at each payment, never reached. */
static bool set_rules(gx_book *book)
{
    gx_identity_rules identity = gx_identity_rules_default();
    identity.limits = true;
    gx_risk_rules risk = gx_risk_rules_default();
    risk.amount_max = 1000000;
    risk.day_max = 100000000;
    risk.burst = 60000;
    risk.refill_ticks = 1;
    gx_member_rules members = gx_member_rules_default();
    return gx_identity_set_rules(book, &identity, 0).code == GX_DONE &&
           gx_risk_set_rules(book, &risk, 0).code == GX_DONE &&
           gx_member_set_rules(book, &members, 0).code == GX_DONE;
}

/* A book in which everybody owns ¥10,000 and has a card, with a key window of 4; `rules`: limits and a
 * journal too. */
static bool make_book(bench *b, uint32_t accounts, bool rules)
{
    b->accounts = b->quick ? accounts / 10 : accounts;
    b->objects = b->accounts;
    b->serial = gx_alloc_columns(b->accounts, sizeof *b->serial);
    b->sink = gx_alloc(SINK_BYTES, 1);
    gx_book_config config = {.users = b->accounts, .key_window = 4, .membership = {everybody, NULL}};
    if (rules) {
        config.themes = GX_THEME_IDENTITY | GX_THEME_MEMBERS | GX_THEME_RISK;
        config.journal = (gx_journal_sink){swallow, b};
    }
    if (b->serial == NULL || b->sink == NULL || gx_book_create(&b->book, &config, NULL) != GX_OK)
        return false;
    for (uint32_t u = 0; u < b->accounts; u++) {
        gx_open(b->book, u, 1000000);
    }
    for (uint32_t u = 0; u < b->accounts; u++) {
        gx_wallet_bind_card(b->book, u, 0);
        if (rules)
            gx_identity_set_tier(b->book, u, 3, 0);
    }
    if (rules && !set_rules(b->book))
        return false;
    warm(b);
    return true;
}

static bool million(bench *b)
{
    return make_book(b, MILLION, true);
}

static bool million_plain(bench *b)
{
    return make_book(b, MILLION, false);
}

static bool ten_million(bench *b)
{
    return make_book(b, 10 * MILLION, true);
}

static bool ten_million_zipf(bench *b)
{
    if (!make_book(b, 10 * MILLION, true))
        return false;
    b->zipf = log((double)b->accounts);
    return true;
}

void bench_end(bench *b)
{
    gx_book_free(b->book);
    gx_free(b->serial);
    gx_free(b->sink);
}

/* ---- Who */

static gx_draw next_draw(bench *b)
{
    uint64_t i = b->counter++;
    return gx_draw_at((gx_key){{20160207, 8}}, 0xf301, (uint32_t)(i >> 32), (uint32_t)i, 0);
}

/* An account: uniform, or by Zipf's law with exponent 1 (rank = N^u, whose density falls as 1/rank), the
 * ranks scattered over the numbers. */
static uint32_t somebody(const bench *b, uint32_t word)
{
    if (b->zipf == 0)
        return gx_below32(word, b->accounts);
    uint64_t rank = (uint64_t)exp(b->zipf * word / 4294967296.0);
    return (uint32_t)(rank * UINT64_C(2654435761) % b->accounts);
}

/* ---- What */

static size_t transfers(bench *b)
{
    for (size_t i = 0; i < BENCH_BLOCK; i++) {
        gx_draw draw = next_draw(b);
        uint32_t from = gx_below32(draw.word[0], b->accounts); /* the payees are hot, not the payers */
        uint32_t to = somebody(b, draw.word[1]);
        b->ops[i] = order_of(b, GX_OP_TRANSFER, from);
        b->ops[i].args.transfer =
            (gx_args_transfer){.to = to == from ? (to + 1) % b->accounts : to, .amount = 100};
    }
    b->now++;
    return BENCH_BLOCK;
}

/* A block of holds, then a block of their postings. */
static size_t two_phase(bench *b)
{
    if (b->phase++ % 2 == 0) {
        for (size_t i = 0; i < BENCH_BLOCK; i++) {
            b->ops[i] = order_of(b, GX_OP_HOLD_PLACE, somebody(b, next_draw(b).word[0]));
            b->ops[i].args.hold_place = (gx_args_hold_place){.amount = 100, .expires = UINT32_MAX};
        }
        return BENCH_BLOCK;
    }
    for (size_t i = 0; i < BENCH_BLOCK; i++)
        b->made[i] = b->results[i].made;
    for (size_t i = 0; i < BENCH_BLOCK; i++)
        b->ops[i] = (gx_op){
            .kind = GX_OP_HOLD_POST, .now = b->now, .args.hold_post = {.hold = b->made[i], .amount = 100}};
    b->now++;
    return BENCH_BLOCK;
}

/* A block of sends, then five blocks of claims, by arrival mixed over the packets; all shares are taken. */
static size_t send_and_claim(bench *b)
{
    unsigned turn = b->phase++ % (SHARES + 1);
    if (turn == 0) {
        for (size_t i = 0; i < BENCH_BLOCK; i++) {
            b->ops[i] = order_of(b, GX_OP_PACKET_SEND, somebody(b, next_draw(b).word[0]));
            b->ops[i].args.packet_send.kind = GX_PACKET_LUCKY;
            b->ops[i].args.packet_send.audience = EVERYBODY;
            b->ops[i].args.packet_send.shares = SHARES;
            b->ops[i].args.packet_send.amount = 1000;
        }
        return BENCH_BLOCK;
    }
    if (turn == 1)
        for (size_t i = 0; i < BENCH_BLOCK; i++)
            b->made[i] = b->results[i].made;
    for (size_t i = 0; i < BENCH_BLOCK; i++) {
        gx_draw draw = next_draw(b);
        size_t which = (i * 4099 + 77 * turn) % BENCH_BLOCK;
        b->ops[i] = (gx_op){.kind = GX_OP_PACKET_CLAIM, .now = b->now};
        b->ops[i].args.packet_claim.packet = b->made[which];
        b->ops[i].args.packet_claim.claimer =
            gx_below32(draw.word[3], b->accounts / SHARES) * SHARES + turn - 1;
        b->ops[i].args.packet_claim.draw = draw;
    }
    b->now++;
    return BENCH_BLOCK;
}

/* ---- Gates */

enum { CIRCLES = 1000, MEMBERS_EACH = 100, PEOPLE = 20000 };

static gx_pass pass_of(uint32_t user)
{
    return (gx_pass){.user = user,
                     .score = (uint16_t)(350 + user * 7 % 601),
                     .tier = (uint8_t)(user % 4),
                     .sex = (uint8_t)(user / 4 % 2),
                     .age = (uint8_t)(18 + user % 50),
                     .occupation = (uint8_t)(user % 9)};
}

/* A thousand circles of a hundred members; to post asks for a name, a score of 600 and an age below 60, and
 * being a member. */
static bool circles(bench *b)
{
    gx_book_config config = {.users = PEOPLE, .themes = GX_THEME_CIRCLES};
    b->accounts = PEOPLE;
    b->objects = (uint64_t)CIRCLES * MEMBERS_EACH;
    if (gx_book_create(&b->book, &config, NULL) != GX_OK)
        return false;
    gx_gate gate = gx_gate_open();
    gate.score_min = 600;
    gate.age_max = 59;
    gate.standing_min = 1;
    for (uint32_t c = 0; c < CIRCLES; c++) {
        gx_circle_order order = {.mode = GX_CIRCLE_COMMUNITY, .topic = c};
        if (gx_circle_open(b->book, (gx_op_key){c, 1}, &order, 0, &b->made[c]).code != GX_DONE)
            return false;
        gx_circle_set_gate(b->book, b->made[c], c, GX_RIGHT_POST, 0, &gate, 0);
        gx_circle_set_real_name(b->book, b->made[c], c, 1, 0);
        for (uint32_t m = 0; m < MEMBERS_EACH; m++) {
            gx_pass pass = pass_of((c * 131 + m * 7) % PEOPLE);
            pass.tier = 3;
            gx_circle_join(b->book, b->made[c], &pass, 0);
        }
    }
    return true;
}

static size_t questions(bench *b)
{
    for (size_t i = 0; i < BENCH_BLOCK; i++) {
        gx_draw draw = next_draw(b);
        uint32_t circle = gx_below32(draw.word[0], CIRCLES);
        uint32_t user = (circle * 131 + gx_below32(draw.word[1], 2 * MEMBERS_EACH) * 7) % PEOPLE;
        b->questions[i] =
            (bench_question){.circle = b->made[circle], .pass = pass_of(user), .right = GX_RIGHT_POST};
    }
    return BENCH_BLOCK;
}

static uint64_t may(bench *b, size_t count)
{
    uint64_t yes = 0;
    for (size_t i = 0; i < count; i++) {
        const bench_question *q = &b->questions[i];
        yes += gx_circle_may(b->book, q->circle, &q->pass, q->right, b->now).code == GX_DONE;
    }
    return yes;
}

const bench_case bench_cases[] = {
    {"transfer, 1 M, all rules", "account", 1500, million, transfers, NULL},
    {"transfer, 1 M, keys only", "account", 1500, million_plain, transfers, NULL},
    {"transfer, 10 M, uniform", "account", 1500, ten_million, transfers, NULL},
    {"transfer, 10 M, Zipf(1)", "account", 1500, ten_million_zipf, transfers, NULL},
    {"two-phase, 10 M, uniform", "account", 1000, ten_million, two_phase, NULL},
    {"packet + 5 claims, 1 M", "account", 1200, million, send_and_claim, NULL},
    {"circle gate, 100 k members", "member", 3000, circles, questions, may},
};
const size_t bench_case_count = sizeof bench_cases / sizeof bench_cases[0];
