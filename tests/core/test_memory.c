/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory runs out at every place where it can: an answer, and nothing changed. And a steady state asks for
 * none. */
#include "helper.h"

#include <gx/base/memory.h>

START_TEST(creation_fails_cleanly_at_every_allocation)
{
    gx_book_config config = {.first_user = FIRST_USER, .users = USERS, .key_window = WINDOW};
    long failures = 0;
    for (;; failures++) {
        gx_book *book = (gx_book *)&config;
        gx_error error = {0};
        gx_memory_fail_after(failures);
        gx_status status = gx_book_create(&book, &config, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            gx_book_free(book);
            break;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_int_eq(error.status, GX_ERR_MEMORY);
        ck_assert_ptr_null(book);
    }
    ck_assert_int_ge(failures, 3); /* the book, its balances, the keys */
}
END_TEST

/* The operations that may need memory, by number; each changes something when it is done. */
enum { GROWING_OPS = 7 };

static gx_answer grow(gx_book *book, int which, uint32_t serial)
{
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 1 + serial % 9, .amount = 900};
    gx_packet_ref packet;
    gx_hold hold;
    gx_op_key key = key_of(FIRST_USER + 1, serial);
    switch (which) {
    case 0:
        return gx_wallet_top_up(book, key, 10, 0);
    case 1:
        return gx_wallet_withdraw(book, key, 10, 0);
    case 2:
        return gx_transfer(book, key, FIRST_USER, 10, 0);
    case 3:
        return gx_transfer_out(book, key, ELSEWHERE, 10, 0);
    case 4:
        return gx_hold_place(book, key, 10, 99, 0, &hold);
    case 5:
        return gx_packet_send(book, key, &order, 0, &packet, NULL);
    default: /* more than the balance: with a top-up */
        order.amount = gx_book_balance(book, FIRST_USER + 1) + 1;
        return gx_packet_send(book, key, &order, 0, &packet, NULL);
    }
}

/* Fails `which` at the first allocation it needs, then at the next one, until it is done; with one and the
 * same key. */
static long fail_and_retry(gx_book *book, int which, uint32_t serial)
{
    for (long failures = 0;; failures++) {
        snapshot before = take_snapshot(book);
        gx_memory_fail_after(failures);
        gx_answer answer = grow(book, which, serial);
        gx_memory_fail_after(-1);
        if (answer.code == GX_DONE) {
            expect_balanced(book);
            return failures;
        }
        expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
        expect_unchanged(book, &before);
    }
}

START_TEST(the_first_use_of_everything_can_fail)
{
    static const long needed[GROWING_OPS] = {1, 1, 1, 1,
                                             3, 5, 5}; /* keys; holds; packets and roster: two each */
    for (int which = 0; which < GROWING_OPS; which++)
        for (long failure = 0; failure <= needed[which]; failure++) {
            gx_book *book = make_rich_book(WINDOW, 10000);
            snapshot before = take_snapshot(book);
            gx_memory_fail_after(failure);
            gx_answer answer = grow(book, which, 8);
            gx_memory_fail_after(-1);
            if (failure == needed[which]) {
                ck_assert_int_eq(answer.code, GX_DONE);
                expect_balanced(book);
            } else {
                expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
                expect_unchanged(book, &before);
                ck_assert_int_eq(grow(book, which, 8).code, GX_DONE); /* the same key, later */
            }
            gx_book_free(book);
        }
}
END_TEST

START_TEST(growth_can_fail_at_any_time)
{
    gx_book *book = make_rich_book(WINDOW, 1000000);
    long failures = 0;
    for (uint32_t serial = 0; serial < 700; serial++)
        failures += fail_and_retry(book, serial % 2 == 0 ? 4 : 5, serial);
    ck_assert_int_ge(failures, 12); /* holds, packets and roster each grew several times */
    ck_assert_uint_eq(gx_packets_open(book), 350);
    gx_book_free(book);
}
END_TEST

/* An evening in small: packets of all sizes are sent, claimed or left to expire, with holds and transfers
 * between. */
static void evening(gx_book *book, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        uint32_t sender = FIRST_USER + i % USERS;
        gx_op_key key = key_of(sender, 3 * i);
        gx_packet_order order = {
            .kind = GX_PACKET_LUCKY, .audience = 2, .shares = 1 + i % 100, .amount = 100};
        gx_packet_ref packet;
        gx_packet_share share;
        gx_hold hold;
        expect_done(gx_packet_send(book, key, &order, i, &packet, NULL), 100);
        for (uint32_t k = 0; k < (i % 3 == 0 ? order.shares / 2 : order.shares); k++)
            ck_assert_int_eq(gx_packet_claim(book, packet, k, draw_of(i, k), i, &share).code, GX_DONE);
        if (i % 3 == 0)
            ck_assert_int_eq(gx_packet_expire(book, packet, i + 1).code, GX_DONE);
        key.serial++;
        expect_done(gx_hold_place(book, key, 5, UINT32_MAX, i + 1, &hold), 5);
        expect_done(gx_hold_post(book, hold, 5, i + 1), 5);
        key.serial++;
        ck_assert_int_eq(gx_transfer(book, key, FIRST_USER + (i + 1) % USERS, 7, i + 1).code, GX_DONE);
        ck_assert_int_eq(gx_transfer_in(book, sender, 105, i + 1).code, GX_DONE);
    }
}

START_TEST(a_steady_state_allocates_nothing)
{
    gx_book *book = make_rich_book(WINDOW, 1000000);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.life_ticks = 1;
    expect_done(gx_packet_set_rules(book, &rules, 0), 0);
    evening(book, 0, 300);
    uint64_t before = gx_memory_allocations();
    size_t bytes = gx_book_bytes(book);
    evening(book, 300, 1500);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(gx_book_bytes(book), bytes);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(an_absurd_number_of_shares_is_an_answer)
{
    gx_book *book = make_rich_book(0, (gx_fen)1 << 40);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.amount_max = INT64_MAX;
    snapshot before = take_snapshot(book);
    for (int i = 0; i < 2; i++) {
        rules.shares_max = i == 0 ? UINT32_MAX : 100001;
        expect_refused(gx_packet_set_rules(book, &rules, 0), GX_REFUSED_RULE, rules.shares_max, 100000);
    }
    expect_unchanged(book, &before);
    gx_packet_order order = {.kind = GX_PACKET_EQUAL, .audience = 2, .amount = UINT32_MAX};
    gx_packet_ref packet;
    order.shares = UINT32_MAX;
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 1), &order, 0, &packet, NULL), GX_REFUSED_SHARES,
                   UINT32_MAX, 100);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/memory");
    TCase *tests = tcase_create("memory");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, creation_fails_cleanly_at_every_allocation);
    tcase_add_test(tests, the_first_use_of_everything_can_fail);
    tcase_add_test(tests, growth_can_fail_at_any_time);
    tcase_add_test(tests, a_steady_state_allocates_nothing);
    tcase_add_test(tests, an_absurd_number_of_shares_is_an_answer);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
