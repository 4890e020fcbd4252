/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W3: payroll across books, all or nothing. */
#include "helper.h"

#include <gx/base/memory.h>

enum { DUE = 1000 };

/* Each user and merchant owns ¥100. */
static gx_book *make_payroll_book(void)
{
    gx_book *book = make_book_with(GX_THEME_BILLS, 4);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 10000), 10000);
    expect_done(gx_open(book, FIRST_MERCHANT, 10000), 10000);
    return book;
}

/* Wages of 100, 200, 300 for three people, who may live anywhere. */
static const uint32_t three[] = {5001, 100, 5002, 200, 5003, 300};

static gx_payroll open_three(gx_book *book, uint32_t serial)
{
    gx_payroll payroll;
    expect_done(gx_payroll_open(book, key_of(FIRST_USER, serial), 600, 3, DUE, three, 6, 0, &payroll), 600);
    return payroll;
}

static gx_payroll_state vote(gx_book *book, gx_payroll payroll, uint32_t payee, bool yes)
{
    gx_payroll_state state;
    ck_assert_int_eq(gx_payroll_vote(book, payroll, payee, yes, 0, &state).code, GX_DONE);
    return state;
}

START_TEST(W3_the_last_yes_pays_everybody)
{
    gx_book *book = make_payroll_book();
    gx_payroll payroll = open_three(book, 1);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 9400);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 600);
    gx_payroll_state state = vote(book, payroll, 5003, true);
    ck_assert(!state.closed && state.yes == 1 && state.paid == 0 && state.refunded == 0);
    state = vote(book, payroll, 5001, true);
    ck_assert(!state.closed && state.yes == 2);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
    state = vote(book, payroll, 5002, true);
    ck_assert(state.closed && state.yes == 3 && state.paid == 600 && state.refunded == 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 600);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    expect_refused(gx_payroll_vote(book, payroll, 5002, true, 0, NULL), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_payroll_expire(book, payroll, DUE), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_one_no_pays_nobody)
{
    gx_book *book = make_payroll_book();
    gx_payroll payroll = open_three(book, 1);
    vote(book, payroll, 5001, true);
    vote(book, payroll, 5002, true);
    gx_payroll_state state = vote(book, payroll, 5003, false);
    ck_assert(state.closed && state.yes == 2 && state.paid == 0 && state.refunded == 600);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 10000);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
    expect_refused(gx_payroll_vote(book, payroll, 5003, true, 0, NULL), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_what_is_not_decided_in_time_goes_back_not_early)
{
    gx_book *book = make_payroll_book();
    gx_payroll payroll = open_three(book, 1);
    vote(book, payroll, 5001, true);
    vote(book, payroll, 5002, true);
    snapshot before = take_snapshot(book);
    expect_refused(gx_payroll_expire(book, payroll, DUE - 1), GX_REFUSED_NOT_DUE, DUE - 1, DUE);
    expect_refused(gx_payroll_vote(book, payroll, 5003, true, DUE, NULL), GX_REFUSED_EXPIRED, DUE, DUE);
    expect_refused(gx_payroll_vote(book, payroll, 5002, true, 0, NULL), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_payroll_vote(book, payroll, 5002, false, 0, NULL), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_payroll_vote(book, payroll, 5004, false, 0, NULL), GX_REFUSED_NOT_ADDRESSED, 5004, 0);
    expect_unchanged(book, &before);
    expect_done(gx_payroll_expire(book, payroll, DUE), 600);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 10000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* The whole way: an employer in one book, payees in another. One account is frozen, and another filled to its
 * cap, between promise and payday: everybody is paid all the same. */
START_TEST(W3_a_promise_is_kept_whatever_happens_to_the_account)
{
    gx_book *here = make_payroll_book();
    gx_book *there;
    gx_book_config config = {.first_user = 5001, .users = 3, .themes = GX_THEME_BILLS};
    ck_assert_int_eq(gx_book_create(&there, &config, NULL), GX_OK);
    expect_done(gx_account_flags(there, 5002, GX_ACCOUNT_CAPPED, 200, 0), 0);
    gx_payroll payroll = open_three(here, 1);
    gx_promise promises[3];
    for (uint32_t i = 0; i < 3; i++) {
        expect_done(gx_payroll_promise(there, 5001 + i, 100 * (i + 1), 0, &promises[i]), 100 * (i + 1));
        vote(here, payroll, 5001 + i, true);
    }
    expect_done(gx_account_flags(there, 5001, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
    expect_done(gx_transfer_in(there, 5002, 150, 0), 150);
    for (uint32_t i = 0; i < 3; i++)
        expect_done(gx_payroll_settle(there, promises[i], true, 0), 100 * (i + 1));
    ck_assert_int_eq(gx_book_balance(there, 5001), 100);
    ck_assert_int_eq(gx_book_balance(there, 5002), 350);
    ck_assert_int_eq(gx_book_balance(there, 5003), 300);
    ck_assert_int_eq(gx_book_house(here, GX_HOUSE_CLEARING) + gx_book_house(there, GX_HOUSE_CLEARING),
                     -150 + 0);
    expect_refused(gx_payroll_settle(there, promises[0], true, 0), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(here);
    expect_balanced(there);
    gx_book_free(there);
    gx_book_free(here);
}
END_TEST

START_TEST(W3_a_book_promises_only_what_the_account_can_take)
{
    gx_book *book = make_payroll_book();
    gx_promise promise;
    expect_done(gx_account_flags(book, FIRST_USER, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
    expect_done(gx_account_flags(book, FIRST_USER + 1, GX_ACCOUNT_CAPPED, 10050, 0), 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_payroll_promise(book, FIRST_USER, 1, 0, &promise), GX_REFUSED_FROZEN, 0, 0);
    expect_refused(gx_payroll_promise(book, FIRST_USER + 1, 51, 0, &promise), GX_REFUSED_CAP, 50, 51);
    expect_refused(gx_payroll_promise(book, 5001, 51, 0, &promise), GX_REFUSED_ACCOUNT, 0, 5001);
    expect_refused(gx_payroll_promise(book, FIRST_USER + 2, 0, 0, &promise), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_payroll_settle(book, (gx_promise){0, 1}, true, 0), GX_REFUSED_NO_SUCH, 0, 0);
    expect_unchanged(book, &before);
    expect_done(gx_payroll_promise(book, FIRST_USER + 1, 50, 0, &promise), 50);
    expect_done(gx_payroll_settle(book, promise, false, 0), 0); /* called off */
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 1), 10000);
    expect_refused(gx_payroll_settle(book, promise, true, 0), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_an_order_must_be_right_to_the_fen)
{
    gx_book *book = make_payroll_book();
    snapshot before = take_snapshot(book);
    gx_payroll out;
    gx_op_key key = key_of(FIRST_USER, 0);
    static const uint32_t self[] = {5001, 1, FIRST_USER, 1};
    static const uint32_t nothing[] = {5001, 0};
    static const uint32_t twice[] = {5001, 100, 5002, 200, 5001, 300};
    expect_refused(gx_payroll_open(book, key_of(FIRST_POOL, 0), 600, 3, DUE, three, 6, 0, &out),
                   GX_REFUSED_ACCOUNT, 0, FIRST_POOL);
    expect_refused(gx_payroll_open(book, key, 600, 0, DUE, three, 6, 0, &out), GX_REFUSED_SHARES, 0, 1);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 1000001, DUE, three, 6, 0, &out), GX_REFUSED_SHARES,
                   1000001, 1000000);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 3, 0, three, 6, 0, &out), GX_REFUSED_EXPIRED, 0, 0);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 3, DUE, three, 5, 0, &out), GX_REFUSED_LIST, 5, 2);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 3, DUE, NULL, 0, 0, &out), GX_REFUSED_LIST, 0, 2);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 2, DUE, three, 6, 0, &out), GX_REFUSED_LIST, 3, 2);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 2, 2, DUE, self, 4, 0, &out), GX_REFUSED_ACCOUNT, 0,
                   FIRST_USER);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 2, 2, DUE, nothing, 2, 0, &out), GX_REFUSED_AMOUNT, 0, 1);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 600, 3, DUE, twice, 6, 0, &out), GX_REFUSED_TWICE, 1, 0);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 599, 3, DUE, three, 6, 0, &out), GX_REFUSED_AMOUNT, 600, 599);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 601, 3, DUE, three, 6, 0, &out), GX_REFUSED_AMOUNT, 600, 601);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 606, 10, DUE, three, 6, 0, &out), GX_REFUSED_AMOUNT, 607, 606);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, INT64_MIN, 3, DUE, three, 6, 0, &out), GX_REFUSED_AMOUNT, 600,
                   INT64_MIN);
    key.serial++;
    expect_refused(gx_payroll_open(book, key, 10001, 4, DUE, three, 6, 0, &out), GX_REFUSED_FUNDS, 10000,
                   10001);
    expect_unchanged(book, &before);
    expect_done(gx_payroll_open(book, key_of(FIRST_MERCHANT, 0), 600, 3, DUE, three, 6, 0, &out), 600);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_a_long_payroll_is_named_in_pieces)
{
    enum { PAYEES = 1000, PIECE = 128 };
    gx_book *book = make_payroll_book();
    uint32_t list[2 * PIECE];
    gx_payroll payroll = {0, 0};
    for (uint32_t from = 0; from < PAYEES; from += PIECE) {
        uint32_t count = PAYEES - from < PIECE ? PAYEES - from : PIECE;
        for (uint32_t i = 0; i < count; i++) {
            list[2 * i] = 5000 + from + i;
            list[2 * i + 1] = 1 + (from + i) % 2;
        }
        if (from == 0)
            expect_done(gx_payroll_open(book, key_of(FIRST_MERCHANT, 1), 1500, PAYEES, DUE, list, 2 * PIECE,
                                        0, &payroll),
                        1500);
        else
            expect_done(gx_payroll_add(book, payroll, list, (uint16_t)(2 * count), 0), 0);
        if (from == PIECE) {
            expect_refused(gx_payroll_vote(book, payroll, 5000, true, 0, NULL), GX_REFUSED_STATE, 2 * PIECE,
                           PAYEES);
            expect_refused(gx_payroll_add(book, payroll, list, 2, 0), GX_REFUSED_TWICE, 1, 0);
            expect_refused(gx_payroll_add(book, payroll, list, 2, DUE), GX_REFUSED_EXPIRED, DUE, DUE);
        }
    }
    expect_refused(gx_payroll_add(book, payroll, list, 2, 0), GX_REFUSED_STATE, PAYEES, PAYEES);
    gx_payroll_view view;
    ck_assert(gx_payroll_look(book, payroll, &view));
    ck_assert(view.employer == FIRST_MERCHANT && view.payees == PAYEES && view.named == PAYEES &&
              view.yes == 0);
    ck_assert_int_eq(view.amount, 1500);
    expect_balanced(book);
    for (uint32_t i = 0; i < PAYEES; i++) {
        gx_payroll_state state = vote(book, payroll, 5000 + (i * 7) % PAYEES, true);
        ck_assert(state.closed == (i == PAYEES - 1));
    }
    ck_assert(!gx_payroll_look(book, payroll, &view));
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 1500);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_a_repeated_key_opens_one_payroll)
{
    gx_book *book = make_payroll_book();
    gx_payroll first = open_three(book, 3);
    gx_payroll again = open_three(book, 3);
    ck_assert_mem_eq(&first, &again, sizeof first);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 9400);
    uint32_t other[6];
    for (int i = 0; i < 6; i++)
        other[i] = three[i];
    other[0] = 5009; /* the list is part of what a key stands for */
    expect_refused(gx_payroll_open(book, key_of(FIRST_USER, 3), 600, 3, DUE, other, 6, 0, &again),
                   GX_REFUSED_KEY_CONTENT, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_memory_can_fail_anywhere)
{
    gx_book *book = make_payroll_book();
    long failures = 0;
    for (uint32_t i = 0; i < 100; i++) {
        gx_payroll payroll = {0, 0};
        gx_promise promise;
        for (long after = 0;; after++, failures++) {
            snapshot before = take_snapshot(book);
            gx_memory_fail_after(after);
            gx_answer answer =
                gx_payroll_open(book, key_of(FIRST_USER + 1, i), 66, 11, DUE, three, 2, 0, &payroll);
            if (answer.code == GX_REFUSED_AMOUNT) /* 100 + 10 > 66 */
                answer = gx_payroll_promise(book, FIRST_USER, 5, 0, &promise);
            gx_memory_fail_after(-1);
            if (answer.code == GX_DONE)
                break;
            expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
            expect_unchanged(book, &before);
        }
    }
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t list[22];
        for (uint32_t k = 0; k < 11; k++) {
            list[2 * k] = 5000 + k;
            list[2 * k + 1] = 6;
        }
        gx_payroll payroll = {0, 0};
        for (long after = 0;; after++, failures++) {
            snapshot before = take_snapshot(book);
            gx_memory_fail_after(after);
            gx_answer answer =
                gx_payroll_open(book, key_of(FIRST_USER + 2, i), 66, 11, DUE, list, 20, 0, &payroll);
            gx_memory_fail_after(-1);
            if (answer.code == GX_DONE)
                break;
            expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
            expect_unchanged(book, &before);
        }
        for (long after = 0;; after++, failures++) {
            snapshot before = take_snapshot(book);
            gx_memory_fail_after(after);
            gx_answer answer = gx_payroll_add(book, payroll, list + 20, 2, 0);
            gx_memory_fail_after(-1);
            if (answer.code == GX_DONE)
                break;
            expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
            expect_unchanged(book, &before);
        }
    }
    ck_assert_int_ge(failures, 8); /* promises, payrolls, pairs and their buckets, each more than once */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W3_paydays_allocate_nothing)
{
    gx_book *book = make_payroll_book();
    uint64_t before = 0;
    for (uint32_t i = 0; i < 200; i++) {
        if (i == 20)
            before = gx_memory_allocations();
        gx_payroll payroll = open_three(book, i);
        for (uint32_t k = 0; k < 3; k++) {
            gx_promise promise;
            bool yes = i % 3 != 0 || k < 2;
            expect_done(gx_payroll_promise(book, FIRST_USER + k + 1, 1, 0, &promise), 1);
            vote(book, payroll, 5001 + k, yes);
            ck_assert_int_eq(gx_payroll_settle(book, promise, yes, 0).code, GX_DONE);
        }
        expect_done(gx_transfer_in(book, FIRST_USER, 600, 0), 600);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w3_payroll");
    TCase *tests = tcase_create("payroll");
    tcase_add_test(tests, W3_the_last_yes_pays_everybody);
    tcase_add_test(tests, W3_one_no_pays_nobody);
    tcase_add_test(tests, W3_what_is_not_decided_in_time_goes_back_not_early);
    tcase_add_test(tests, W3_a_promise_is_kept_whatever_happens_to_the_account);
    tcase_add_test(tests, W3_a_book_promises_only_what_the_account_can_take);
    tcase_add_test(tests, W3_an_order_must_be_right_to_the_fen);
    tcase_add_test(tests, W3_a_long_payroll_is_named_in_pieces);
    tcase_add_test(tests, W3_a_repeated_key_opens_one_payroll);
    tcase_add_test(tests, W3_memory_can_fail_anywhere);
    tcase_add_test(tests, W3_paydays_allocate_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
