/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W4: the bill that friends share (AA). */
#include "helper.h"

#include <gx/base/memory.h>

enum { DUE = 1000, COLLECTOR = FIRST_USER, FIRST_FRIEND = 5000 };

static gx_book *make_bill_book(void)
{
    return make_book_with(GX_THEME_BILLS, 4);
}

static void name_friends(uint32_t *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        list[i] = FIRST_FRIEND + i;
}

static gx_bill open_equal(gx_book *book, uint32_t serial, gx_fen amount, uint32_t friends, bool own,
                          gx_fen *own_share)
{
    uint32_t list[GX_LIST_MAX];
    gx_bill bill;
    name_friends(list, friends);
    expect_done(gx_bill_open(book, key_of(COLLECTOR, serial), amount, GX_BILL_EQUAL, own, DUE, list,
                             (uint16_t)friends, 0, &bill, own_share),
                amount);
    return bill;
}

START_TEST(W4_shares_add_up_to_the_bill_to_the_fen)
{
    gx_book *book = make_bill_book();
    uint32_t serial = 0;
    for (uint32_t friends = 1; friends <= GX_LIST_MAX; friends += friends < 20 ? 1 : 59)
        for (gx_fen amount = friends + 1; amount < 4000; amount += 97)
            for (int own = 0; own < 2; own++) {
                gx_fen sum = 0;
                gx_bill bill = open_equal(book, serial++, amount, friends, own, &sum);
                gx_fen parts = friends + (gx_fen)own;
                ck_assert_int_eq(sum, own ? amount / parts + (amount % parts > 0) : 0);
                for (uint32_t i = 0; i < friends; i++) {
                    gx_fen share = gx_bill_share(book, bill, FIRST_FRIEND + i);
                    ck_assert_int_eq(share, amount / parts + ((gx_fen)i + own < amount % parts));
                    sum += share;
                }
                ck_assert_int_eq(sum, amount);
                ck_assert_int_eq(gx_bill_close(book, key_of(COLLECTOR, serial++), bill, 0).code, GX_DONE);
            }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_open_partly_paid_closed)
{
    gx_book *book = make_bill_book();
    gx_bill bill = open_equal(book, 1, 100, 3, false, NULL);
    gx_bill_view view;
    bool closed;
    ck_assert_int_eq(gx_bill_look(book, bill, 0, NULL), GX_BILL_OPEN);
    expect_done(gx_bill_pay(book, bill, FIRST_FRIEND + 1, 33, 5, &closed), 33);
    ck_assert(!closed);
    ck_assert_int_eq(gx_bill_look(book, bill, 5, &view), GX_BILL_PARTLY_PAID);
    ck_assert(view.collector == COLLECTOR && view.friends == 3 && view.paid == 1 && view.expires == DUE);
    ck_assert_int_eq(view.unpaid, 67);
    expect_done(gx_bill_pay(book, bill, FIRST_FRIEND, 34, 5, &closed), 34);
    expect_done(gx_bill_pay(book, bill, FIRST_FRIEND + 2, 33, DUE - 1, &closed), 33);
    ck_assert(closed);
    ck_assert_int_eq(gx_bill_look(book, bill, DUE - 1, NULL), GX_BILL_GONE);
    ck_assert_int_eq(gx_bill_look(book, (gx_bill){bill.slot, bill.life + 1}, 0, NULL), GX_BILL_UNKNOWN);
    ck_assert_int_eq(gx_book_balance(book, COLLECTOR), 100);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), -100);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND, 34, DUE - 1, NULL), GX_REFUSED_RESOLVED, 0, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_only_the_exact_share_of_a_friend_in_time_and_once)
{
    gx_book *book = make_bill_book();
    gx_bill bill = open_equal(book, 1, 100, 3, false, NULL);
    expect_done(gx_bill_pay(book, bill, FIRST_FRIEND, 34, 0, NULL), 34);
    snapshot before = take_snapshot(book);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND, 34, 0, NULL), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND + 1, 34, 0, NULL), GX_REFUSED_AMOUNT, 34, 33);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND + 1, -33, 0, NULL), GX_REFUSED_AMOUNT, -33, 33);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND + 3, 33, 0, NULL), GX_REFUSED_NOT_ADDRESSED,
                   FIRST_FRIEND + 3, 0);
    expect_refused(gx_bill_pay(book, bill, COLLECTOR, 33, 0, NULL), GX_REFUSED_NOT_ADDRESSED, COLLECTOR, 0);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND + 1, 33, DUE, NULL), GX_REFUSED_EXPIRED, DUE, DUE);
    expect_refused(gx_bill_pay(book, (gx_bill){7, 1}, FIRST_FRIEND, 34, 0, NULL), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_bill_expire(book, bill, DUE - 1), GX_REFUSED_NOT_DUE, DUE - 1, DUE);
    expect_refused(gx_bill_close(book, key_of(COLLECTOR + 1, 0), bill, 0), GX_REFUSED_RIGHT, 0, 0);
    expect_unchanged(book, &before);
    ck_assert_int_eq(gx_bill_look(book, bill, DUE, NULL), GX_BILL_OVERDUE);
    expect_done(gx_bill_expire(book, bill, DUE), 66);
    ck_assert_int_eq(gx_book_balance(book, COLLECTOR), 34); /* what was paid stays paid */
    expect_refused(gx_bill_expire(book, bill, DUE), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_free(book);
}
END_TEST

/* The whole way between two books, with the money of a late friend going back to him. */
START_TEST(W4_a_late_share_goes_home)
{
    gx_book *here = make_bill_book();
    gx_book_config config = {.first_user = FIRST_FRIEND, .users = 2};
    gx_book *there;
    ck_assert_int_eq(gx_book_create(&there, &config, NULL), GX_OK);
    for (uint32_t i = 0; i < 2; i++)
        expect_done(gx_open(there, FIRST_FRIEND + i, 50), 50);
    gx_bill bill = open_equal(here, 1, 60, 2, false, NULL);
    for (uint32_t i = 0; i < 2; i++)
        expect_done(gx_bill_send(there, key_of(FIRST_FRIEND + i, 1), ELSEWHERE, 30, 10), 30);
    expect_done(gx_bill_pay(here, bill, FIRST_FRIEND, 30, 11, NULL), 30);
    expect_refused(gx_bill_pay(here, bill, FIRST_FRIEND + 1, 30, DUE, NULL), GX_REFUSED_EXPIRED, DUE, DUE);
    expect_done(gx_account_flags(there, FIRST_FRIEND + 1, GX_ACCOUNT_NO_CREDIT, 0, DUE), 0);
    expect_done(gx_transfer_return(there, FIRST_FRIEND + 1, 30, DUE), 30);
    ck_assert_int_eq(gx_book_balance(here, COLLECTOR), 30);
    ck_assert_int_eq(gx_book_balance(there, FIRST_FRIEND), 20);
    ck_assert_int_eq(gx_book_balance(there, FIRST_FRIEND + 1), 50);
    ck_assert_int_eq(gx_book_house(here, GX_HOUSE_CLEARING) + gx_book_house(there, GX_HOUSE_CLEARING), 0);
    gx_book_free(there);
    gx_book_free(here);
}
END_TEST

START_TEST(W4_given_shares_add_up_too)
{
    gx_book *book = make_bill_book();
    static const uint32_t list[] = {5000, 70, 5001, 25};
    gx_bill bill;
    gx_fen own;
    gx_op_key key = key_of(COLLECTOR, 0);
    expect_refused(gx_bill_open(book, key, 100, GX_BILL_GIVEN, false, DUE, list, 4, 0, &bill, NULL),
                   GX_REFUSED_AMOUNT, 95, 100);
    key.serial++;
    expect_refused(gx_bill_open(book, key, 95, GX_BILL_GIVEN, true, DUE, list, 4, 0, &bill, NULL),
                   GX_REFUSED_AMOUNT, 96, 95);
    key.serial++;
    expect_refused(gx_bill_open(book, key, 95, GX_BILL_GIVEN, false, DUE, list, 3, 0, &bill, NULL),
                   GX_REFUSED_LIST, 3, 2);
    key.serial++;
    expect_done(gx_bill_open(book, key, 95, GX_BILL_GIVEN, false, DUE, list, 4, 0, &bill, &own), 95);
    ck_assert_int_eq(own, 0);
    key.serial++;
    expect_done(gx_bill_open(book, key, 100, GX_BILL_GIVEN, true, DUE, list, 4, 0, &bill, &own), 100);
    ck_assert_int_eq(own, 5);
    ck_assert_int_eq(gx_bill_share(book, bill, 5000), 70);
    ck_assert_int_eq(gx_bill_share(book, bill, 5001), 25);
    ck_assert_int_eq(gx_bill_share(book, bill, 5002), 0);
    expect_done(gx_bill_pay(book, bill, 5001, 25, 0, NULL), 25);
    expect_done(gx_bill_close(book, key_of(COLLECTOR, 9), bill, 0), 70);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_a_bill_that_cannot_be_is_refused)
{
    gx_book *book = make_bill_book();
    snapshot before = take_snapshot(book);
    uint32_t list[] = {5000, 5001, 5000, COLLECTOR};
    gx_bill out;
    struct {
        uint32_t account;
        gx_fen amount;
        int split;
        uint32_t expires;
        uint16_t listed;
        gx_answer_code code;
        int64_t have, need;
    } cases[] = {{FIRST_MERCHANT, 9, 0, DUE, 2, GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT},
                 {COLLECTOR, 9, 2, DUE, 2, GX_REFUSED_RULE, 2, 1},
                 {COLLECTOR, 0, 0, DUE, 2, GX_REFUSED_AMOUNT, 0, 1},
                 {COLLECTOR, GX_BILL_MAX + 1, 0, DUE, 2, GX_REFUSED_AMOUNT, GX_BILL_MAX + 1, GX_BILL_MAX},
                 {COLLECTOR, 9, 0, 0, 2, GX_REFUSED_EXPIRED, 0, 0},
                 {COLLECTOR, 9, 0, DUE, 0, GX_REFUSED_LIST, 0, 1},
                 {COLLECTOR, 9, 0, DUE, 3, GX_REFUSED_TWICE, 1, 0},
                 {COLLECTOR, 1, 0, DUE, 2, GX_REFUSED_MEAN_SHARE, 0, 1}};
    for (uint32_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_refused(gx_bill_open(book, key_of(cases[i].account, i), cases[i].amount,
                                    (gx_bill_split)cases[i].split, false, cases[i].expires, list,
                                    cases[i].listed, 0, &out, NULL),
                       cases[i].code, cases[i].have, cases[i].need);
    list[2] = 5002;
    expect_refused(
        gx_bill_open(book, key_of(COLLECTOR, 20), 9, GX_BILL_EQUAL, true, DUE, list, 4, 0, &out, NULL),
        GX_REFUSED_ACCOUNT, 0, COLLECTOR);
    list[1] = 0;
    expect_refused(
        gx_bill_open(book, key_of(COLLECTOR, 21), 9, GX_BILL_GIVEN, true, DUE, list, 2, 0, &out, NULL),
        GX_REFUSED_AMOUNT, 0, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_a_full_or_frozen_collector_takes_nothing)
{
    gx_book *book = make_bill_book();
    gx_bill bill = open_equal(book, 1, 100, 2, false, NULL);
    expect_done(gx_account_flags(book, COLLECTOR, GX_ACCOUNT_CAPPED, 49, 0), 0);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND, 50, 0, NULL), GX_REFUSED_CAP, 49, 50);
    expect_done(gx_account_flags(book, COLLECTOR, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
    expect_refused(gx_bill_pay(book, bill, FIRST_FRIEND, 50, 0, NULL), GX_REFUSED_FROZEN, 0, 0);
    expect_done(gx_account_flags(book, COLLECTOR, 0, 0, 0), 0);
    expect_done(gx_bill_pay(book, bill, FIRST_FRIEND, 50, 0, NULL), 50);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_memory_can_fail_anywhere)
{
    gx_book *book = make_bill_book();
    uint32_t list[GX_LIST_MAX];
    long failures = 0;
    name_friends(list, GX_LIST_MAX);
    for (uint32_t i = 0; i < 70; i++)
        for (long after = 0;; after++, failures++) {
            snapshot before = take_snapshot(book);
            gx_bill bill;
            gx_memory_fail_after(after);
            gx_answer answer = gx_bill_open(book, key_of(COLLECTOR, i), 1000, GX_BILL_EQUAL, true, DUE, list,
                                            (uint16_t)(1 + i % GX_LIST_MAX), 0, &bill, NULL);
            gx_memory_fail_after(-1);
            if (answer.code == GX_DONE)
                break;
            expect_refused(answer, GX_REFUSED_MEMORY, 0, 0);
            expect_unchanged(book, &before);
        }
    ck_assert_int_ge(failures, 8);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W4_evenings_out_allocate_nothing)
{
    gx_book *book = make_bill_book();
    uint64_t before = 0;
    for (uint32_t i = 0; i < 300; i++) {
        if (i == 50)
            before = gx_memory_allocations();
        gx_bill bill = open_equal(book, 2 * i, 1000 + i, 1 + i % 40, i % 2 == 0, NULL);
        for (uint32_t k = 0; k <= i % 40; k++)
            ck_assert_int_eq(gx_bill_pay(book, bill, FIRST_FRIEND + k,
                                         gx_bill_share(book, bill, FIRST_FRIEND + k), 0, NULL)
                                 .code,
                             GX_DONE);
        ck_assert_int_eq(gx_bill_look(book, bill, 0, NULL), GX_BILL_GONE);
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w4_bills");
    TCase *tests = tcase_create("bills");
    tcase_add_test(tests, W4_shares_add_up_to_the_bill_to_the_fen);
    tcase_add_test(tests, W4_open_partly_paid_closed);
    tcase_add_test(tests, W4_only_the_exact_share_of_a_friend_in_time_and_once);
    tcase_add_test(tests, W4_a_late_share_goes_home);
    tcase_add_test(tests, W4_given_shares_add_up_too);
    tcase_add_test(tests, W4_a_bill_that_cannot_be_is_refused);
    tcase_add_test(tests, W4_a_full_or_frozen_collector_takes_nothing);
    tcase_add_test(tests, W4_memory_can_fail_anywhere);
    tcase_add_test(tests, W4_evenings_out_allocate_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
