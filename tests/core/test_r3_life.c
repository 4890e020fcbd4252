/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R1 to R6 share one life: over random histories of all kinds, funded = claimed + refunded + pending, one
 * share a person, nothing after expiry, nothing back early; the order of arrival decides who has a share, and
 * nothing else; what is open is rebuilt from the journal; memory runs out cleanly, and is not asked for in a
 * steady state. */
#include "people.h"
#include "tape.h"

#include <gx/base/memory.h>
#include <math.h>

/* ---- Kinds are data */

START_TEST(r3_the_table_of_kinds)
{
    static const struct {
        gx_packet_kind kind;
        const char *word, *carrier;
        gx_packet_who who;
        gx_packet_split split;
        uint32_t theme;
    } rows[] = {
        {GX_PACKET_PERSONAL, "personal", "chat", GX_WHO_ADDRESSEE, GX_SPLIT_WHOLE, 0},
        {GX_PACKET_EQUAL, "equal", "group", GX_WHO_MEMBERS, GX_SPLIT_EQUAL, 0},
        {GX_PACKET_LUCKY, "lucky", "group", GX_WHO_MEMBERS, GX_SPLIT_LUCKY, 0},
        {GX_PACKET_CUT, "cut", "group", GX_WHO_MEMBERS, GX_SPLIT_CUT, 0},
        {GX_PACKET_FACE_EQUAL, "face_equal", "place", GX_WHO_PRESENT, GX_SPLIT_EQUAL,
         GX_THEME_SOCIAL_PACKETS},
        {GX_PACKET_FACE_LUCKY, "face_lucky", "place", GX_WHO_PRESENT, GX_SPLIT_LUCKY,
         GX_THEME_SOCIAL_PACKETS},
        {GX_PACKET_CODE_EQUAL, "code_equal", "any", GX_WHO_BEARER, GX_SPLIT_EQUAL, GX_THEME_SOCIAL_PACKETS},
        {GX_PACKET_CODE_LUCKY, "code_lucky", "any", GX_WHO_BEARER, GX_SPLIT_LUCKY, GX_THEME_SOCIAL_PACKETS},
        {GX_PACKET_GUESS, "guess", "chain", GX_WHO_TURN, GX_SPLIT_WHOLE, GX_THEME_SOCIAL_PACKETS},
    };
    for (int i = 0; i < GX_PACKET_KIND_COUNT; i++) {
        const gx_packet_form *form = gx_packet_form_of((gx_packet_kind)i);
        ck_assert_int_eq(rows[i].kind, i); /* the numbers are part of the journal's format */
        ck_assert_str_eq(form->word, rows[i].word);
        ck_assert_str_eq(form->carrier, rows[i].carrier);
        ck_assert(form->who == rows[i].who && form->split == rows[i].split && form->theme == rows[i].theme);
    }
    ck_assert_ptr_null(gx_packet_form_of(GX_PACKET_KIND_COUNT));
}
END_TEST

START_TEST(r1_only_users_send)
{
    gx_book *book = make_book_with(0, WINDOW);
    expect_done(gx_open(book, FIRST_MERCHANT, 100), 100);
    gx_packet_order order = {.kind = GX_PACKET_PERSONAL, .audience = STRANGER, .shares = 1, .amount = 10};
    gx_packet_ref packet;
    EXPECT_REFUSED_UNCHANGED(book,
                             gx_packet_send(book, key_of(FIRST_MERCHANT, 1), &order, NOON, &packet, NULL),
                             GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    gx_social_rules rules = gx_social_rules_default();
    expect_refused(gx_social_set_rules(book, &rules, NOON), GX_REFUSED_THEME, 0, GX_THEME_SOCIAL_PACKETS);
    gx_photo_view view;
    ck_assert(!gx_photo_look(book, (gx_ref){0, 1}, &view)); /* looks ask for no theme */
    gx_book_free(book);
}
END_TEST

START_TEST(r3_cut_shares_add_up_and_keep_their_least)
{
    gx_book *book = make_social_book(0, 10000000);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.share_min = 20;
    expect_done(gx_packet_set_rules(book, &rules, NOON), 0);
    for (uint32_t trial = 0; trial < 400; trial++) {
        uint32_t shares = 1 + trial % 30;
        gx_packet_order order = {
            .kind = GX_PACKET_CUT, .audience = 2, .shares = shares, .amount = 20 * shares + trial % 7};
        gx_packet_ref packet;
        expect_done(gx_packet_send(book, key_of(FIRST_USER, trial), &order, NOON, &packet, NULL),
                    order.amount);
        gx_fen sum = 0;
        gx_packet_share share = {0};
        for (uint32_t i = 0; i < shares; i++) {
            gx_answer answer = gx_packet_claim(book, packet, i, draw_of(i, trial), NOON, &share);
            ck_assert_int_eq(answer.code, GX_DONE);
            ck_assert_int_ge(share.amount, 20);
            ck_assert(share.closed == (i + 1 == shares));
            sum += share.amount;
        }
        ck_assert_int_eq(sum, order.amount);
    }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* ---- Arrival */

enum { CLAIMERS = 5, TIE_PURPOSE = TEST_PURPOSE + 2 };

/* The claimers of one packet in the order in which the host serves those that come in the same instant. */
static void by_tie_hash(uint32_t packet, uint32_t order[CLAIMERS])
{
    uint64_t tie[CLAIMERS];
    for (uint32_t i = 0; i < CLAIMERS; i++) {
        uint64_t hash =
            gx_draw_high(gx_draw_at(gx_key_make(20160207, 0), TIE_PURPOSE, i, FIRST_USER, packet));
        uint32_t at = i;
        for (; at > 0 && tie[at - 1] > hash; at--) {
            tie[at] = tie[at - 1];
            order[at] = order[at - 1];
        }
        tie[at] = hash;
        order[at] = i;
    }
}

/* Chi-squared of counts that should be equal. */
static double unevenness(const uint32_t *count, int n, double expected)
{
    double chi2 = 0;
    for (int i = 0; i < n; i++)
        chi2 += (count[i] - expected) * (count[i] - expected) / expected;
    return chi2;
}

START_TEST(r3_ties_are_fair_and_arrival_alone_decides_who_has_a_share)
{
    enum { PACKETS = 20000, SHARES = 3 };
    static const gx_packet_kind kinds[] = {GX_PACKET_EQUAL, GX_PACKET_LUCKY, GX_PACKET_CUT};
    gx_book *book = make_social_book(0, INT64_C(100000000000));
    uint32_t first[CLAIMERS] = {0};
    uint32_t served[CLAIMERS] = {0};
    uint32_t luckiest[CLAIMERS] = {0};
    uint32_t luckiest_at[SHARES] = {0};
    for (uint32_t p = 0; p < PACKETS; p++) {
        uint32_t claimer[CLAIMERS];
        by_tie_hash(p, claimer);
        gx_packet_order order = {.kind = kinds[p % 3], .audience = 2, .shares = SHARES, .amount = 60000};
        gx_packet_ref packet;
        expect_done(gx_packet_send(book, key_of(FIRST_USER, p), &order, NOON, &packet, NULL), 60000);
        uint32_t best = 0;
        gx_packet_share share = {0};
        for (uint32_t i = 0; i < CLAIMERS; i++) {
            gx_answer answer =
                gx_packet_claim(book, packet, claimer[i], draw_of(claimer[i], p), NOON, &share);
            ck_assert_int_eq(answer.code, i < SHARES ? GX_DONE : GX_REFUSED_EMPTY);
            if (i >= SHARES)
                continue;
            served[claimer[i]]++;
            ck_assert_uint_eq(share.position, i);
            best = share.luckiest;
        }
        first[claimer[0]]++;
        if (kinds[p % 3] == GX_PACKET_CUT) {
            luckiest[best]++;
            for (uint32_t i = 0; i < SHARES; i++)
                luckiest_at[i] += claimer[i] == best;
        }
    }
    /* p = 1e-5 with 4 and 2 degrees of freedom; who is served is 3 of 5 without return: variance 3/5 * 2/5.
     */
    ck_assert_double_lt(unevenness(first, CLAIMERS, PACKETS / (double)CLAIMERS), 28.5);
    ck_assert_double_lt(unevenness(luckiest, CLAIMERS, PACKETS / 3.0 / CLAIMERS), 28.5);
    ck_assert_double_lt(unevenness(luckiest_at, SHARES, PACKETS / 3.0 / SHARES), 23.1);
    for (int i = 0; i < CLAIMERS; i++)
        ck_assert_double_le(fabs(served[i] - PACKETS * 0.6), 4.5 * sqrt(PACKETS * 0.24));
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r3_the_place_in_the_queue_decides_and_neither_name_nor_draw)
{
    /* The same queue with other names and other draws: the same places are served. */
    for (uint32_t trial = 0; trial < 50; trial++) {
        gx_book *book = make_social_book(0, 10000);
        gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 7, .amount = 700};
        gx_packet_ref packet;
        expect_done(gx_packet_send(book, key_of(FIRST_USER, 1), &order, NOON, &packet, NULL), 700);
        for (uint32_t i = 0; i < 12; i++) {
            gx_packet_share share;
            uint32_t name = (i * 37 + trial * 11) % 1000;
            gx_answer answer = gx_packet_claim(book, packet, name, draw_of(name, trial), NOON, &share);
            ck_assert_int_eq(answer.code, i < 7 ? GX_DONE : GX_REFUSED_EMPTY);
        }
        gx_book_free(book);
    }
}
END_TEST

/* ---- Random histories */

enum { OPEN_MAX = 40, NAMES = 12, CODE = 7 };

typedef struct open_packet {
    gx_packet_ref ref;
    gx_packet_kind kind;
    gx_fen funded, claimed;
    uint32_t shares, expires;
    uint32_t had; /* a bit for each name that has a share */
} open_packet;

typedef struct history {
    gx_book *book;
    uint32_t now, serial, count;
    uint64_t step;
    open_packet open[OPEN_MAX];
    gx_fen funded, claimed, refunded;
} history;

static uint32_t dice(history *h, uint32_t n)
{
    return gx_below32(draw_of((uint32_t)h->step++, 77).word[0], n);
}

static gx_answer send_any(history *h, open_packet *p)
{
    gx_op_key key = key_of(FIRST_USER + dice(h, USERS), ++h->serial);
    gx_pass pass = pass_at(key.account, PLACE);
    p->kind = (gx_packet_kind)dice(h, GX_PACKET_KIND_COUNT);
    p->shares = p->kind == GX_PACKET_PERSONAL || p->kind == GX_PACKET_GUESS ? 1 : 1 + dice(h, 6);
    p->funded = p->shares * (1 + dice(h, 40)) + dice(h, 3);
    gx_packet_order order = {.kind = p->kind, .audience = 2, .shares = p->shares, .amount = p->funded};
    gx_face_order face = {.kind = p->kind, .shares = p->shares, .amount = p->funded, .window = 20};
    gx_password_order code = {.kind = p->kind, .shares = p->shares, .amount = p->funded, .code = CODE};
    gx_guess_order guess = {.first = dice(h, NAMES), .low = 1, .high = 50, .guesses = 1 + dice(h, 4)};
    switch (gx_packet_form_of(p->kind)->who) {
    case GX_WHO_PRESENT:
        return gx_face_send(h->book, key, &face, &pass, h->now, &p->ref, NULL);
    case GX_WHO_BEARER:
        return gx_password_send(h->book, key, &code, h->now, &p->ref, NULL);
    case GX_WHO_TURN:
        return gx_guess_send(h->book, key, &guess, draw_of(h->serial, 5), h->now, &p->ref, NULL);
    default:
        return gx_packet_send(h->book, key, &order, h->now, &p->ref, NULL);
    }
}

static void begin_one(history *h)
{
    open_packet *p = &h->open[h->count];
    *p = (open_packet){0};
    gx_answer answer = send_any(h, p);
    if (answer.code != GX_DONE)
        return;
    p->funded = answer.amount;
    p->expires = h->now + (gx_packet_form_of(p->kind)->who == GX_WHO_PRESENT ? 20 : 30);
    h->funded += p->funded;
    h->count++;
}

static void end_one(history *h, open_packet *p, gx_fen refunded)
{
    ck_assert_int_eq(p->funded, p->claimed + refunded);
    h->refunded += refunded;
    *p = h->open[--h->count];
}

static gx_answer claim_any(history *h, open_packet *p, uint32_t name, bool *closed, gx_fen *back)
{
    gx_draw draw = draw_of(name, (uint32_t)h->step);
    gx_pass pass = pass_at(name, dice(h, 5) == 0 ? PLACE + 1 : PLACE);
    gx_packet_share share = {0};
    gx_password_answer told = {0};
    gx_guess_told guess = {0};
    gx_guess_view view = {0};
    gx_answer answer;
    switch (gx_packet_form_of(p->kind)->who) {
    case GX_WHO_PRESENT:
        answer = gx_face_claim(h->book, p->ref, &pass, draw, h->now, &share);
        break;
    case GX_WHO_BEARER:
        answer = gx_password_claim(h->book, p->ref, name, dice(h, 2) == 0 ? CODE : 1, draw, h->now, &told);
        share = told.share;
        break;
    case GX_WHO_TURN:
        ck_assert(gx_guess_look(h->book, p->ref, &view));
        answer = gx_guess(h->book, p->ref, view.turn, (view.low + view.high) / 2, h->now, &guess);
        *back = guess.closed && answer.amount == 0 ? guess.low : 0;
        share.closed = guess.closed;
        if (!guess.closed)
            gx_guess_pass(h->book, p->ref, view.turn, name, h->now);
        break;
    default:
        answer = gx_packet_claim(h->book, p->ref, name, draw, h->now, &share);
    }
    *closed = share.closed;
    return answer;
}

static void claim_one(history *h, open_packet *p)
{
    uint32_t name = dice(h, NAMES);
    bool closed = false;
    gx_fen back = 0;
    gx_answer answer = claim_any(h, p, name, &closed, &back);
    if (answer.code != GX_DONE) {
        if (answer.code == GX_REFUSED_TWICE && p->kind != GX_PACKET_GUESS)
            ck_assert(p->had >> name & 1);
        ck_assert(h->now < p->expires || answer.code == GX_REFUSED_EXPIRED);
        return;
    }
    ck_assert_uint_lt(h->now, p->expires);
    if (answer.amount > 0 && p->kind != GX_PACKET_GUESS) {
        ck_assert(!(p->had >> name & 1));
        p->had |= 1U << name;
    }
    p->claimed += answer.amount;
    h->claimed += answer.amount;
    if (answer.amount > 0)
        expect_done(gx_transfer_in(h->book, FIRST_USER + name % USERS, answer.amount, h->now), answer.amount);
    if (closed)
        end_one(h, p, back);
}

static void expire_one(history *h, open_packet *p)
{
    gx_answer answer = gx_packet_expire(h->book, p->ref, h->now);
    if (answer.code != GX_DONE) {
        expect_refused(answer, GX_REFUSED_NOT_DUE, h->now, p->expires);
        ck_assert_uint_lt(h->now, p->expires);
        return;
    }
    ck_assert_uint_ge(h->now, p->expires);
    end_one(h, p, answer.amount);
}

/* Requests and photos between, for the journal, the digests and the memory. */
static void other_things(history *h)
{
    gx_ref ref;
    uint32_t asker = dice(h, 6);
    uint32_t user = FIRST_USER + dice(h, USERS);
    gx_pass pass = pass_at(user, PLACE);
    if (gx_request(h->book, asker, user, 1 + dice(h, 50), 1, h->now, &ref).code == GX_DONE && dice(h, 3) > 0)
        ck_assert_int_eq(gx_request_decline(h->book, ref, user, h->now).code, GX_DONE);
    gx_op_key key = key_of(user, ++h->serial);
    expect_done(gx_photo_post(h->book, key, &pass, 1, draw_of(user, key.serial), h->now, &ref), 0);
    for (uint32_t viewer = 0; viewer < 3; viewer++) {
        gx_fen price = gx_photo_price(h->book, ref, viewer);
        key = key_of(FIRST_USER + viewer, ++h->serial);
        if (user != key.account && gx_photo_pay(h->book, key, user, 1, price, true, h->now).code == GX_DONE)
            expect_done(gx_photo_see(h->book, ref, viewer, price, h->now, NULL), price);
    }
    if (dice(h, 2) == 0) { /* the others stay in the feed: the host forgot them */
        h->now += 50;
        expect_done(gx_photo_expire(h->book, ref, h->now), 0);
    }
}

static void play(history *h, int steps)
{
    for (int i = 0; i < steps; i++) {
        h->now += dice(h, 3) == 0;
        uint32_t what = dice(h, 12);
        if (what == 11 && dice(h, 20) == 0)
            other_things(h);
        else if (h->count == 0 || (what < 3 && h->count < OPEN_MAX))
            begin_one(h);
        else if (what < 10)
            claim_one(h, &h->open[dice(h, h->count)]);
        else
            expire_one(h, &h->open[dice(h, h->count)]);
    }
}

/* All that is open: what was funded less what was claimed is held. */
static void expect_pending(const history *h)
{
    gx_fen pending = 0;
    for (uint32_t i = 0; i < h->count; i++) {
        gx_packet_view view;
        ck_assert(gx_packet_look(h->book, h->open[i].ref, &view));
        ck_assert_int_eq(view.remaining, h->open[i].funded - h->open[i].claimed);
        pending += view.remaining;
    }
    ck_assert_int_eq(h->funded, h->claimed + h->refunded + pending);
    ck_assert_int_eq(gx_book_house(h->book, GX_HOUSE_ESCROW), pending);
    ck_assert_uint_eq(gx_packets_open(h->book), h->count);
    expect_balanced(h->book);
}

/* A history's book: everybody rich, packets of 30 ticks. */
static gx_book *history_book(tape *t)
{
    gx_book *book = tape_book(t, GX_THEME_SOCIAL_PACKETS, WINDOW);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 5000), 5000);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.life_ticks = 30;
    expect_done(gx_packet_set_rules(book, &rules, NOON), 0);
    gx_social_rules social = gx_social_rules_default();
    social.photo_life = 50;
    expect_done(gx_social_set_rules(book, &social, NOON), 0);
    return book;
}

START_TEST(r3_funded_is_claimed_and_refunded_and_pending)
{
    history h = {.book = history_book(NULL), .now = NOON};
    for (int round = 0; round < 200; round++) {
        play(&h, 200);
        expect_pending(&h);
    }
    ck_assert_int_gt(h.claimed, 50000);
    ck_assert_int_gt(h.refunded, 10000);
    gx_book_free(h.book);
}
END_TEST

START_TEST(r3_what_is_open_is_rebuilt_from_the_journal)
{
    tape t = {0};
    history h = {.book = history_book(&t), .now = NOON};
    play(&h, 6000);
    ck_assert(gx_book_flush(h.book));
    gx_book *again = tape_book(NULL, GX_THEME_SOCIAL_PACKETS, WINDOW);
    gx_journal_report report;
    gx_error error = {0};
    ck_assert_msg(gx_journal_replay(again, t.bytes, t.count, &report, &error) == GX_OK, "%s", error.message);
    ck_assert_uint_eq(gx_book_state_digest(again), gx_book_state_digest(h.book));
    gx_book_free(again);
    gx_book_free(h.book);
    free(t.bytes);
}
END_TEST

START_TEST(r3_a_steady_state_allocates_nothing)
{
    history h = {.book = history_book(NULL), .now = NOON};
    for (int i = 0; i < 6000; i++)
        play(&h, 1);
    uint64_t before = gx_memory_allocations();
    size_t bytes = gx_book_bytes(h.book);
    for (int i = 0; i < 6000; i++) {
        h.now += dice(&h, 3) == 0;
        if (h.count < 8)
            begin_one(&h);
        else if (dice(&h, 4) > 0)
            claim_one(&h, &h.open[dice(&h, h.count)]);
        else
            expire_one(&h, &h.open[dice(&h, h.count)]);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(gx_book_bytes(h.book), bytes);
    gx_book_free(h.book);
}
END_TEST

/* ---- Memory */

enum { GROWING = 7 };

/* The operations of the theme that may need memory; `i` makes them distinct. */
static gx_answer grow(gx_book *book, int which, uint32_t i, gx_ref with)
{
    gx_packet_ref ref;
    gx_op_key key = key_of(FIRST_USER + 1, i);
    gx_pass pass = pass_at(FIRST_USER + 1, PLACE);
    gx_face_order face = {.kind = GX_PACKET_FACE_LUCKY, .shares = 1 + i % 90, .amount = 100};
    gx_password_order code = {
        .kind = GX_PACKET_CODE_EQUAL, .shares = 1 + i % 90, .amount = 100, .code = CODE};
    gx_guess_order guess = {.first = STRANGER, .low = 5, .high = 9};
    gx_password_answer told;
    switch (which) {
    case 0:
        return gx_face_send(book, key, &face, &pass, NOON, &ref, NULL);
    case 1:
        return gx_password_send(book, key, &code, NOON, &ref, NULL);
    case 2:
        return gx_guess_send(book, key, &guess, draw_of(1, i), NOON, &ref, NULL);
    case 3:
        return gx_request(book, 1000 + i, FIRST_USER, 10, 1, NOON, &ref);
    case 4:
        return gx_photo_post(book, key, &pass, 1, draw_of(1, i), NOON, &ref);
    case 5:
        return gx_password_claim(book, with, 1000 + i, 1, draw_of(1, i), NOON, &told);
    default:
        return gx_photo_see(book, with, 1000 + i, gx_photo_price(book, with, 1000 + i), NOON, NULL);
    }
}

START_TEST(r3_memory_runs_out_at_every_place_and_nothing_changes)
{
    gx_book *book = make_social_book(WINDOW, INT64_C(1) << 40);
    gx_password_order code = {.kind = GX_PACKET_CODE_EQUAL, .shares = 5, .amount = 100, .code = CODE};
    gx_pass pass = pass_at(FIRST_USER, PLACE);
    gx_ref packet;
    gx_ref photo;
    expect_done(gx_password_send(book, key_of(FIRST_USER, 1), &code, NOON, &packet, NULL), 100);
    expect_done(gx_photo_post(book, key_of(FIRST_USER, 2), &pass, 1, draw_of(2, 2), NOON, &photo), 0);
    long failed[GROWING] = {0};
    for (uint32_t i = 0; i < 700; i++) {
        int which = (int)(i % GROWING);
        gx_ref with = which == 5 ? packet : photo;
        for (long allowed = 0;; allowed++) {
            uint64_t before = gx_book_keyless_digest(book);
            gx_memory_fail_after(allowed);
            gx_answer answer = grow(book, which, i + 10, with);
            gx_memory_fail_after(-1);
            if (answer.code == GX_DONE)
                break;
            expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
            ck_assert_uint_eq(gx_book_keyless_digest(book), before);
            failed[which]++;
        }
    }
    for (int i = 0; i < GROWING; i++)
        ck_assert_msg(failed[i] > 0, "operation %d never asked for memory", i);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r3_life");
    TCase *tests = tcase_create("R1 to R7");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, r3_the_table_of_kinds);
    tcase_add_test(tests, r1_only_users_send);
    tcase_add_test(tests, r3_cut_shares_add_up_and_keep_their_least);
    tcase_add_test(tests, r3_ties_are_fair_and_arrival_alone_decides_who_has_a_share);
    tcase_add_test(tests, r3_the_place_in_the_queue_decides_and_neither_name_nor_draw);
    tcase_add_test(tests, r3_funded_is_claimed_and_refunded_and_pending);
    tcase_add_test(tests, r3_what_is_open_is_rebuilt_from_the_journal);
    tcase_add_test(tests, r3_a_steady_state_allocates_nothing);
    tcase_add_test(tests, r3_memory_runs_out_at_every_place_and_nothing_changes);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
