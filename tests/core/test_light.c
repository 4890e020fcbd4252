/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two doors, one rule: what typed calls do in a book without journal and keys (the light door) is what the
 * same operations do as data (the general door), in long random histories with every refusal. */
#include "helper.h"

#include <string.h>

enum { STEPS = 60000, HANDLES = 256, GROUP = 4 };

static gx_packet_ref handles[HANDLES];

/* A number of the range, or now and then one that is not. */
static uint32_t somebody(uint32_t word)
{
    return word % 32 == 0 ? FIRST_USER + USERS + word % 7 : FIRST_USER + (word >> 8) % USERS;
}

static gx_fen some_amount(uint32_t word)
{
    static const gx_fen odd[] = {0, -1, INT64_MIN, INT64_MAX, (gx_fen)1 << 60, 2000001};
    return word % 16 == 0 ? odd[(word >> 8) % 6] : 1 + (gx_fen)(word >> 8) % 400;
}

static gx_op make_op(const uint32_t w[8], uint32_t now)
{
    gx_op op = {.now = w[0] % 64 == 0 && now > 0 ? now - 1 : now};
    gx_packet_ref packet = handles[w[1] % HANDLES];
    switch (w[2] % 8) {
    case 0:
        op.kind = GX_OP_OPEN;
        op.now = now; /* the typed call has no time of its own */
        op.args.open = (gx_args_open){somebody(w[3]), some_amount(w[4])};
        break;
    case 1:
        op.kind = GX_OP_BIND_CARD;
        op.args.bind_card = (gx_args_bind_card){somebody(w[3])};
        break;
    case 2:
        op.kind = GX_OP_TRANSFER_IN;
        op.args.transfer_in = (gx_args_transfer_in){somebody(w[3]), some_amount(w[4]), w[5] % 2};
        break;
    case 3:
    case 4:
        op.kind = GX_OP_PACKET_SEND;
        op.key = key_of(somebody(w[3]), w[5]);
        op.args.packet_send = (gx_args_packet_send){.kind = (uint8_t)(w[4] % 4),
                                                    .audience = w[4] % 4 == 0 ? somebody(w[6]) : w[6] % GROUP,
                                                    .shares = w[4] % 4 == 0 ? 1 : w[7] % 5,
                                                    .amount = some_amount(w[7]),
                                                    .occasion = w[5]};
        break;
    default:
        op.kind = GX_OP_PACKET_CLAIM;
        op.args.packet_claim = (gx_args_packet_claim){packet, somebody(w[3]), {{w[4], w[5], w[6], w[7]}}};
    }
    return op;
}

/* A claim that takes the look on the way sees what a look before it sees. */
static gx_answer claim_with_look(gx_book *book, const gx_op *op, gx_packet_share *share)
{
    const gx_args_packet_claim *args = &op->args.packet_claim;
    gx_packet_view before = {0}, seen = {0};
    uint32_t sender = 0, occasion = 0;
    bool open = gx_packet_look(book, args->packet, &before);
    ck_assert_int_eq(gx_packet_whose(book, args->packet, &sender, &occasion), open);
    ck_assert_uint_eq(sender, before.sender);
    ck_assert_uint_eq(occasion, before.occasion);
    gx_answer answer =
        gx_packet_claim_seen(book, args->packet, args->claimer, args->draw, op->now, share, &seen);
    if (answer.code != GX_DONE)
        return answer;
    ck_assert_int_eq(seen.kind, before.kind);
    ck_assert_uint_eq(seen.sender, before.sender);
    ck_assert_uint_eq(seen.audience, before.audience);
    ck_assert_uint_eq(seen.occasion, before.occasion);
    ck_assert_uint_eq(seen.shares, before.shares);
    ck_assert_uint_eq(seen.shares_left, before.shares_left);
    ck_assert_int_eq(seen.amount, before.amount);
    ck_assert_int_eq(seen.remaining, before.remaining);
    ck_assert_uint_eq(seen.sent, before.sent);
    ck_assert_uint_eq(seen.expires, before.expires);
    ck_assert_uint_eq(seen.luckiest, before.luckiest);
    ck_assert_int_eq(seen.luckiest_share, before.luckiest_share);
    return answer;
}

/* The same by a typed call. */
static gx_result call(gx_book *book, const gx_op *op)
{
    gx_result result = {0};
    gx_packet_share share = {0};
    switch (op->kind) {
    case GX_OP_OPEN:
        result.answer = gx_open(book, op->args.open.party, op->args.open.amount);
        break;
    case GX_OP_BIND_CARD:
        result.answer = gx_wallet_bind_card(book, op->args.bind_card.user, op->now);
        break;
    case GX_OP_TRANSFER_IN:
        result.answer = (op->args.transfer_in.returned ? gx_transfer_return : gx_transfer_in)(
            book, op->args.transfer_in.to, op->args.transfer_in.amount, op->now);
        break;
    case GX_OP_PACKET_SEND: {
        const gx_args_packet_send *args = &op->args.packet_send;
        gx_packet_order order = {(gx_packet_kind)args->kind, args->audience, args->shares, args->amount,
                                 args->occasion};
        result.answer = gx_packet_send(book, op->key, &order, op->now, &result.made, &result.second);
        break;
    }
    default:
        result.answer =
            op->args.packet_claim.claimer % 2 == 0
                ? claim_with_look(book, op, &share)
                : gx_packet_claim(book, op->args.packet_claim.packet, op->args.packet_claim.claimer,
                                  op->args.packet_claim.draw, op->now, &share);
        result.number = share.position;
        result.closed = share.closed;
        result.who = share.luckiest;
        result.third = share.luckiest_share;
    }
    return result;
}

static void expect_same(const gx_result *light, const gx_result *general)
{
    ck_assert_int_eq(light->answer.code, general->answer.code);
    ck_assert_int_eq(light->answer.have, general->answer.have);
    ck_assert_int_eq(light->answer.need, general->answer.need);
    ck_assert_int_eq(light->answer.amount, general->answer.amount);
    ck_assert_uint_eq(light->made.slot, general->made.slot);
    ck_assert_uint_eq(light->made.life, general->made.life);
    ck_assert_int_eq(light->second, general->second);
    ck_assert_uint_eq(light->number, general->number);
    ck_assert_int_eq(light->closed, general->closed);
    ck_assert_uint_eq(light->who, general->who);
    ck_assert_int_eq(light->third, general->third);
}

/* Accounts that may not give, take, or only up to a cap: through the general door in both books. */
static void set_flags(gx_book *light, gx_book *general, const uint32_t w[8], uint32_t now)
{
    uint32_t user = FIRST_USER + w[3] % USERS;
    uint8_t flags = w[4] % 2 == 0 ? 0 : w[5] % 8;
    expect_done(gx_account_flags(light, user, flags, w[6] % 5000, now), 0);
    expect_done(gx_account_flags(general, user, flags, w[6] % 5000, now), 0);
}

static void live(uint32_t seed, uint64_t answers[GX_ANSWER_COUNT])
{
    gx_book *light = make_book_with(0, 0);
    gx_book *general = make_book_with(0, 0);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.share_min = 1 + seed % 3;
    rules.life_ticks = 40;
    expect_done(gx_packet_set_rules(light, &rules, 0), 0);
    expect_done(gx_packet_set_rules(general, &rules, 0), 0);
    memset(handles, 0, sizeof handles);
    for (uint32_t i = 0; i < STEPS; i++) {
        gx_draw a = draw_of(seed, 2 * i), b = draw_of(seed, 2 * i + 1);
        const uint32_t w[8] = {a.word[0], a.word[1], a.word[2], a.word[3],
                               b.word[0], b.word[1], b.word[2], b.word[3]};
        gx_op op = make_op(w, i / 16);
        gx_result expected;
        gx_book_do(general, &op, &expected);
        gx_result got = call(light, &op);
        expect_same(&got, &expected);
        answers[got.answer.code]++;
        if (op.kind == GX_OP_PACKET_SEND && got.answer.code == GX_DONE)
            handles[w[1] % HANDLES] = got.made;
        if (w[0] % 100 == 1)
            set_flags(light, general, w, i / 16);
        if (i % 1000 == 0)
            ck_assert_uint_eq(gx_book_state_digest(light), gx_book_state_digest(general));
    }
    ck_assert_uint_eq(gx_book_state_digest(light), gx_book_state_digest(general));
    expect_balanced(light);
    gx_book_free(light);
    gx_book_free(general);
}

START_TEST(both_doors_answer_alike_and_leave_equal_books)
{
    static const gx_answer_code must[] = {
        GX_DONE,           GX_REFUSED_ACCOUNT, GX_REFUSED_AMOUNT,        GX_REFUSED_FUNDS,
        GX_REFUSED_FROZEN, GX_REFUSED_CAP,     GX_REFUSED_NOT_ADDRESSED, GX_REFUSED_TWICE,
        GX_REFUSED_EMPTY,  GX_REFUSED_EXPIRED, GX_REFUSED_MEAN_SHARE,    GX_REFUSED_SHARES,
        GX_REFUSED_CLOCK,  GX_REFUSED_SETUP,   GX_REFUSED_NO_SUCH};
    uint64_t answers[GX_ANSWER_COUNT] = {0};
    for (uint32_t seed = 0; seed < 4; seed++)
        live(seed, answers);
    for (size_t i = 0; i < sizeof must / sizeof must[0]; i++)
        ck_assert_msg(answers[must[i]] > 20, "%s came up %llu times", gx_answer_name(must[i]),
                      (unsigned long long)answers[must[i]]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/light");
    TCase *tests = tcase_create("light");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, both_doors_answer_alike_and_leave_equal_books);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
