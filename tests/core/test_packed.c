/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets are packed in memory, and some that do not fit are kept wide: nobody may tell the difference.
 * Packets of all sizes, around every bound of what fits, against a model that keeps what was answered. */
#include "helper.h"

#include "ledger/book_internal.h"

#include <gx/base/memory.h>
#include <string.h>

enum { PACKETS = 200, CLAIMERS = 40 };

typedef struct model {
    gx_packet_ref ref;
    gx_packet_view view;
    uint32_t taken;
    bool open;
} model;

static uint64_t state;

static uint32_t below(uint32_t n)
{
    state += UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(gx_mix64(state) % n);
}

static gx_book *make_vault(void)
{
    gx_book *book = make_rich_book(0, (gx_fen)1 << 50);
    return book;
}

/* Under a rule that takes nearly everything, and that is one of `kinds_of_rules`. */
static uint32_t set_rules(gx_book *book, uint32_t number, uint32_t now)
{
    gx_packet_rules rules = {.share_min = 1 + number % 3,
                             .mean_share_max = (gx_fen)1 << 40,
                             .shares_max = 100000,
                             .amount_max = (gx_fen)1 << 40,
                             .life_ticks = 1000 + number};
    expect_done(gx_packet_set_rules(book, &rules, now), 0);
    return rules.life_ticks;
}

static gx_answer send(gx_book *book, gx_packet_kind kind, uint32_t shares, gx_fen amount, uint32_t now,
                      gx_packet_ref *out)
{
    static uint32_t serial;
    gx_packet_order order = {
        .kind = kind, .audience = 2, .shares = shares, .amount = amount, .occasion = ++serial};
    return gx_packet_send(book, key_of(FIRST_USER + 1, serial), &order, now, out, NULL);
}

/* ---- What is wide */

static uint32_t wide_now(gx_book *book, gx_packet_kind kind, uint32_t shares, gx_fen amount)
{
    uint32_t before = book->packets.wide.live;
    gx_packet_ref ref;
    expect_done(send(book, kind, shares, amount, 0, &ref), amount);
    gx_packet_view view;
    ck_assert(gx_packet_look(book, ref, &view));
    ck_assert_int_eq(view.amount, amount);
    ck_assert_int_eq(view.remaining, amount);
    ck_assert_uint_eq(view.shares, shares);
    expect_balanced(book);
    return book->packets.wide.live - before;
}

START_TEST(what_does_not_fit_is_wide)
{
    gx_book *book = make_vault();
    set_rules(book, 0, 0);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_LUCKY, 2, (1 << 26) - 1), 0);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_LUCKY, 2, 1 << 26), 1);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_PERSONAL, 1, 1 << 26), 0);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_PERSONAL, 1, UINT32_MAX), 0);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_PERSONAL, 1, (gx_fen)UINT32_MAX + 1), 1);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_EQUAL, 4095, 1 << 20), 0);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_EQUAL, 4096, 1 << 20), 1);
    ck_assert_uint_eq(wide_now(book, GX_PACKET_LUCKY, 100000, (gx_fen)1 << 39), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(rules_without_packets_make_room_for_others)
{
    gx_book *book = make_vault();
    gx_packet_ref ref[GX_TERMS + 2];
    for (uint32_t i = 0; i < GX_TERMS + 2; i++) {
        set_rules(book, i, 0);
        expect_done(send(book, GX_PACKET_EQUAL, 3, 300, 0, &ref[i]), 300);
        ck_assert_uint_eq(book->packets.wide.live, i < GX_TERMS ? 0 : i - GX_TERMS + 1);
    }
    for (uint32_t i = 0; i < GX_TERMS + 2; i++) {
        gx_packet_view view;
        ck_assert(gx_packet_look(book, ref[i], &view));
        ck_assert_uint_eq(view.expires, 1000 + i);
    }
    expect_done(gx_packet_expire(book, ref[3], 1003), 300);
    gx_packet_ref late;
    expect_done(send(book, GX_PACKET_EQUAL, 3, 300, 1003, &late), 300);
    ck_assert_uint_eq(book->packets.wide.live, 2);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* ---- Long lives */

static gx_fen some_amount(uint32_t shares)
{
    static const gx_fen bounds[] = {1 << 10, 1 << 26, (gx_fen)1 << 32, (gx_fen)1 << 36};
    gx_fen amount = bounds[below(4)] + (gx_fen)below(3) - 1 + (gx_fen)below(2) * below(1000000);
    return amount < (gx_fen)shares * 3 ? (gx_fen)shares * 3 : amount;
}

static uint32_t some_shares(void)
{
    static const uint32_t bounds[] = {1, 1, 2, 3, 7, 30, 4095, 4096};
    return bounds[below(8)];
}

static void begin(gx_book *book, model *m, uint32_t now)
{
    static const gx_packet_kind kinds[] = {GX_PACKET_EQUAL, GX_PACKET_LUCKY, GX_PACKET_CUT};
    uint32_t life = set_rules(book, below(20), now);
    uint32_t shares = some_shares();
    gx_fen amount = some_amount(shares);
    gx_packet_kind kind = kinds[below(3)];
    ck_assert_int_eq(send(book, kind, shares, amount, now, &m->ref).code, GX_DONE);
    ck_assert(gx_packet_look(book, m->ref, &m->view));
    gx_packet_view want = {.kind = kind,
                           .sender = FIRST_USER + 1,
                           .audience = 2,
                           .occasion = m->view.occasion,
                           .shares = shares,
                           .shares_left = shares,
                           .amount = amount,
                           .remaining = amount,
                           .sent = now,
                           .expires = now + life};
    ck_assert_uint_eq(m->view.kind, want.kind);
    ck_assert_uint_eq(m->view.sender, want.sender);
    m->view = want;
    m->taken = 0;
    m->open = true;
}

static bool same(const gx_packet_view *a, const gx_packet_view *b)
{
    return a->kind == b->kind && a->sender == b->sender && a->audience == b->audience &&
           a->occasion == b->occasion && a->shares == b->shares && a->shares_left == b->shares_left &&
           a->amount == b->amount && a->remaining == b->remaining && a->sent == b->sent &&
           a->expires == b->expires && a->luckiest == b->luckiest && a->luckiest_share == b->luckiest_share;
}

static void claim(gx_book *book, model *m, uint32_t now)
{
    uint32_t who = m->taken + 1;
    gx_packet_share share;
    gx_answer answer = gx_packet_claim(book, m->ref, who, draw_of(who, m->view.occasion), now, &share);
    ck_assert_int_eq(answer.code, GX_DONE);
    ck_assert_uint_eq(share.position, m->taken);
    m->taken++;
    m->view.shares_left--;
    m->view.remaining -= share.amount;
    if (share.amount > m->view.luckiest_share) {
        m->view.luckiest = who;
        m->view.luckiest_share = share.amount;
    }
    ck_assert_uint_eq(share.luckiest, m->view.luckiest);
    ck_assert_int_eq(share.luckiest_share, m->view.luckiest_share);
    m->open = !share.closed;
    ck_assert_uint_eq(share.closed, m->view.shares_left == 0);
    if (share.closed)
        ck_assert_int_eq(m->view.remaining, 0);
    else /* nobody has two shares */
        expect_refused(gx_packet_claim(book, m->ref, 1 + below(m->taken), draw_of(0, 0), now, &share),
                       GX_REFUSED_TWICE, 1, 0);
}

static void check(const gx_book *book, const model *m)
{
    gx_packet_view view;
    ck_assert_uint_eq(gx_packet_look(book, m->ref, &view), m->open);
    if (m->open)
        ck_assert(same(&view, &m->view));
}

static void step(gx_book *book, model *m, uint32_t now)
{
    check(book, m);
    if (!m->open)
        begin(book, m, now);
    else if (now >= m->view.expires) {
        expect_done(gx_packet_expire(book, m->ref, now), m->view.remaining);
        m->open = false;
    } else
        for (uint32_t i = below(CLAIMERS); i > 0 && m->open; i--)
            claim(book, m, now);
    check(book, m);
}

START_TEST(packed_or_wide_a_packet_is_the_same)
{
    static model models[PACKETS];
    memset(models, 0, sizeof models);
    state = 11;
    gx_book *book = make_vault();
    uint32_t wide = 0, most_wide = 0;
    for (uint32_t i = 0; i < 12000; i++) {
        step(book, &models[below(PACKETS)], i);
        wide = book->packets.wide.live;
        most_wide = wide > most_wide ? wide : most_wide;
        if (i % 1000 == 0)
            expect_balanced(book);
    }
    ck_assert_uint_gt(most_wide, PACKETS / 5);
    ck_assert_uint_lt(most_wide, PACKETS * 4 / 5);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* ---- Those that are due */

typedef struct due {
    gx_packet_ref ref[PACKETS];
    uint32_t sender[PACKETS], expires[PACKETS], count;
} due;

static void note_due(void *host, gx_packet_ref packet, uint32_t sender, uint32_t expires)
{
    due *d = host;
    ck_assert_uint_lt(d->count, PACKETS);
    d->ref[d->count] = packet;
    d->sender[d->count] = sender;
    d->expires[d->count++] = expires;
}

START_TEST(due_packets_are_told_once_each)
{
    gx_book *book = make_vault();
    gx_packet_ref ref[PACKETS];
    state = 5;
    for (uint32_t i = 0; i < PACKETS; i++) {
        set_rules(book, i % 20, i);
        expect_done(send(book, GX_PACKET_EQUAL, 1 + i % 4, 300, i, &ref[i]), 300);
    }
    gx_packet_share share;
    for (uint32_t i = 0; i < PACKETS; i += 5) /* some are gone */
        for (uint32_t k = 0; k < 1 + i % 4; k++)
            ck_assert_int_eq(gx_packet_claim(book, ref[i], k, draw_of(i, k), PACKETS, &share).code, GX_DONE);
    static due d;
    uint32_t all = 0;
    for (uint32_t from = 0; from < 1400; from += 70) {
        d.count = 0;
        gx_packets_due(book, from, from + 70, note_due, &d);
        for (uint32_t i = 0; i < d.count; i++) {
            gx_packet_view view;
            ck_assert(gx_packet_look(book, d.ref[i], &view));
            ck_assert_uint_eq(view.expires, d.expires[i]);
            ck_assert_uint_eq(view.sender, d.sender[i]);
            ck_assert(d.expires[i] >= from && d.expires[i] < from + 70);
            ck_assert(i == 0 || d.ref[i - 1].slot < d.ref[i].slot);
        }
        all += d.count;
    }
    ck_assert_uint_eq(all, gx_packets_open(book));
    ck_assert_uint_eq(all, PACKETS - PACKETS / 5);
    gx_book_free(book);
}
END_TEST

/* ---- Fetching is only a hint */

START_TEST(any_handle_can_be_fetched)
{
    gx_book *book = make_vault();
    gx_packet_ref ref;
    set_rules(book, 0, 0);
    for (uint32_t i = 0; i < 2; i++) {
        snapshot before = take_snapshot(book);
        for (uint32_t slot = 0; slot < 4; slot++) {
            gx_packet_fetch(book, (gx_packet_ref){slot, 1});
            gx_packet_fetch_more(book, (gx_packet_ref){slot, 7});
        }
        gx_packet_fetch(book, (gx_packet_ref){UINT32_MAX, 0});
        gx_packet_fetch_more(book, (gx_packet_ref){UINT32_MAX, 0});
        gx_book_fetch(book, FIRST_USER);
        gx_book_fetch(book, ELSEWHERE);
        expect_unchanged(book, &before);
        expect_done(send(book, GX_PACKET_LUCKY, 1 + 3 * i, 300, 0, &ref), 300);
    }
    gx_book_free(book);
}
END_TEST

/* ---- Memory */

START_TEST(a_packet_takes_32_bytes_and_its_names)
{
    enum { MANY = 1 << 16 };
    gx_book *book = make_vault();
    size_t before = gx_book_bytes(book);
    gx_packet_ref ref;
    set_rules(book, 0, 0);
    for (uint32_t i = 0; i < MANY; i++)
        expect_done(send(book, GX_PACKET_PERSONAL, 1, 300, 0, &ref), 300);
    ck_assert_uint_le(gx_book_bytes(book) - before, MANY * 32 + 64);
    before = gx_book_bytes(book);
    for (uint32_t i = 0; i < MANY; i++) /* 2 words, and 9 names: a block of 12 words */
        expect_done(send(book, GX_PACKET_LUCKY, 10, 300, 0, &ref), 300);
    ck_assert_uint_le(gx_book_bytes(book) - before, MANY * (32 + 48) + (2 << 20));
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/packed");
    TCase *tests = tcase_create("packed");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, what_does_not_fit_is_wide);
    tcase_add_test(tests, rules_without_packets_make_room_for_others);
    tcase_add_test(tests, packed_or_wide_a_packet_is_the_same);
    tcase_add_test(tests, due_packets_are_told_once_each);
    tcase_add_test(tests, any_handle_can_be_fetched);
    tcase_add_test(tests, a_packet_takes_32_bytes_and_its_names);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
