/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Double entry, refusals that change nothing, idempotency keys, the audit and the digest. */
#include "helper.h"

#include "ledger/book_internal.h"

#include <string.h>

START_TEST(every_answer_has_a_name_and_a_text)
{
    ck_assert_str_eq(gx_answer_name(GX_REFUSED_FUNDS), "GX_REFUSED_FUNDS");
    for (int i = 0; i < GX_ANSWER_COUNT; i++) {
        ck_assert_uint_gt(strlen(gx_answer_text((gx_answer_code)i)), 3);
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(gx_answer_text((gx_answer_code)i), gx_answer_text((gx_answer_code)j));
    }
    ck_assert_str_eq(gx_answer_name((gx_answer_code)GX_ANSWER_COUNT), "GX_ANSWER_UNKNOWN");
    ck_assert_ptr_nonnull(gx_answer_text((gx_answer_code)-1));
}
END_TEST

START_TEST(a_book_has_its_range_of_users_and_no_other)
{
    gx_book *book = make_rich_book(0, 500);
    ck_assert(gx_book_has(book, FIRST_USER) && gx_book_has(book, FIRST_USER + USERS - 1));
    ck_assert(!gx_book_has(book, FIRST_USER - 1) && !gx_book_has(book, FIRST_USER + USERS));
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 500);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + USERS), 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_OPENING), -500 * USERS);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_COUNT), 0);
    gx_book_free(book);
    gx_book_free(NULL);
}
END_TEST

START_TEST(a_book_beyond_32_bits_is_refused)
{
    gx_book_config config = {.first_user = UINT32_MAX - 9, .users = 10};
    gx_error error;
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_OK);
    ck_assert(gx_book_has(book, UINT32_MAX) && !gx_book_has(book, 0));
    gx_book_free(book);
    config.users = 11;
    ck_assert_int_eq(gx_book_create(&book, &config, &error), GX_ERR_ARGUMENT);
    ck_assert_ptr_null(book);
    ck_assert_ptr_nonnull(strstr(error.message, "4294967286"));
}
END_TEST

START_TEST(an_empty_book_balances)
{
    gx_book_config config = {.first_user = 5, .users = 0, .key_window = 3};
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
    expect_balanced(book);
    expect_refused(gx_transfer_out(book, key_of(5, 1), ELSEWHERE, 1, 0), GX_REFUSED_ACCOUNT, 0, 5);
    ck_assert_uint_eq(gx_book_digest(book), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(every_movement_has_two_sides)
{
    gx_book *book = make_rich_book(0, 1000);
    uint32_t a = FIRST_USER + 1;
    expect_done(gx_transfer(book, key_of(a, 1), FIRST_USER, 300, 0), 300);
    expect_balanced(book);
    expect_done(gx_wallet_top_up(book, key_of(a, 2), 50, 0), 50);
    expect_balanced(book);
    expect_done(gx_wallet_withdraw(book, key_of(a, 3), 20, 0), 20);
    expect_balanced(book);
    expect_done(gx_transfer_out(book, key_of(a, 4), ELSEWHERE, 200, 0), 200);
    expect_balanced(book);
    ck_assert_int_eq(gx_book_balance(book, a), 1000 - 300 + 50 - 20 - 200);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 1300);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CARD_GATEWAY), -30);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 200);
    expect_done(gx_transfer_in(book, FIRST_USER + 2, 200, 0), 200);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(refusals_name_figures_and_change_nothing)
{
    gx_book *book = make_rich_book(0, 1000);
    uint32_t a = FIRST_USER;
    uint32_t stranger = FIRST_USER + USERS;
    snapshot before = take_snapshot(book);
    expect_refused(gx_transfer(book, key_of(a, 1), a + 1, 1001, 0), GX_REFUSED_FUNDS, 1000, 1001);
    expect_refused(gx_transfer(book, key_of(a, 1), a + 1, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_transfer(book, key_of(a, 1), a + 1, INT64_MIN, 0), GX_REFUSED_AMOUNT, INT64_MIN, 1);
    expect_refused(gx_transfer(book, key_of(a, 1), stranger, 1, 0), GX_REFUSED_ACCOUNT, 0, stranger);
    expect_refused(gx_transfer(book, key_of(a, 1), a, 1, 0), GX_REFUSED_ACCOUNT, 0, a);
    expect_refused(gx_transfer(book, key_of(stranger, 1), a, 1, 0), GX_REFUSED_ACCOUNT, 0, stranger);
    expect_refused(gx_transfer_out(book, key_of(a, 1), ELSEWHERE, INT64_MAX, 0), GX_REFUSED_FUNDS, 1000,
                   INT64_MAX);
    expect_refused(gx_transfer_in(book, stranger, 1, 0), GX_REFUSED_ACCOUNT, 0, stranger);
    expect_refused(gx_transfer_in(book, a, -1, 0), GX_REFUSED_AMOUNT, -1, 1);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(no_sum_of_a_book_can_overflow)
{
    gx_book *book = make_rich_book(0, 1000);
    uint32_t a = FIRST_USER + 1;
    gx_fen room = GX_BOOK_LIMIT - 1000 * USERS;
    snapshot before = take_snapshot(book);
    expect_refused(gx_wallet_top_up(book, key_of(a, 1), INT64_MAX, 0), GX_REFUSED_AMOUNT, INT64_MAX, room);
    expect_refused(gx_open(book, a, 1), GX_REFUSED_SETUP, 0, 0);
    expect_refused(gx_transfer_in(book, a, room + 1, 0), GX_REFUSED_AMOUNT, room + 1, room);
    expect_unchanged(book, &before);
    /* Round and round through the gateway: its debt ends it, by a refusal. */
    gx_answer answer = {0};
    uint32_t rounds = 0;
    while (answer.code == GX_DONE && rounds < 100) {
        answer = gx_wallet_top_up(book, key_of(a, ++rounds), GX_BOOK_LIMIT / 4, 0);
        if (answer.code == GX_DONE)
            answer = gx_transfer_out(book, key_of(a, ++rounds), ELSEWHERE, GX_BOOK_LIMIT / 4, 0);
        expect_balanced(book);
    }
    expect_refused(answer, GX_REFUSED_AMOUNT, GX_BOOK_LIMIT / 4, 0);
    ck_assert_uint_eq(rounds, 9);
    gx_book_free(book);
}
END_TEST

START_TEST(the_same_key_gets_the_same_answer_and_moves_nothing)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_op_key key = key_of(FIRST_USER + 1, 7);
    expect_done(gx_transfer(book, key, FIRST_USER, 300, 0), 300);
    snapshot before = take_snapshot(book);
    expect_done(gx_transfer(book, key, FIRST_USER, 300, 0), 300);
    expect_unchanged(book, &before);
    expect_refused(gx_transfer(book, key, FIRST_USER, 301, 0), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_refused(gx_transfer(book, key, FIRST_USER + 2, 300, 0), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_refused(gx_transfer_out(book, key, ELSEWHERE, 300, 0), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_refused(gx_wallet_top_up(book, key, 300, 0), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_refused(gx_wallet_withdraw(book, key, 300, 0), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_unchanged(book, &before);
    /* After a conflict the first content is still remembered; and another account's serial 7 is another key.
     */
    expect_done(gx_transfer(book, key, FIRST_USER, 300, 0), 300);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 7), FIRST_USER + 1, 300, 0), 300);
    gx_book_free(book);
}
END_TEST

START_TEST(a_repeated_order_says_so_and_names_its_receiver)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_op op = {.kind = GX_OP_TRANSFER_OUT,
                .key = key_of(FIRST_USER, 7),
                .args.transfer_out = {.to = ELSEWHERE, .amount = 100}};
    gx_result result;
    expect_done(gx_book_do(book, &op, &result), 100);
    ck_assert(!result.repeated);
    expect_done(gx_book_do(book, &op, &result), 100);
    ck_assert(result.repeated); /* its message is on its way: no second one */
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 100);
    op.args.transfer_out.to = ELSEWHERE + 1;
    expect_refused(gx_book_do(book, &op, &result), GX_REFUSED_KEY_CONTENT, 0, 0);
    ck_assert(!result.repeated);
    op.key.serial = 8;
    op.args.transfer_out.purpose = GX_FOR_BILL;
    expect_done(gx_book_do(book, &op, &result), 100);
    op.key.serial = 9;
    op.args.transfer_out.purpose = GX_FOR_TIP;
    expect_refused(gx_book_do(book, &op, &result), GX_REFUSED_RULE, GX_FOR_TIP, GX_FOR_BILL);
    gx_book_free(book);
}
END_TEST

START_TEST(a_failed_key_stays_failed_with_its_figures)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_op_key key = key_of(FIRST_USER, 0);
    expect_refused(gx_transfer_out(book, key, ELSEWHERE, 1500, 0), GX_REFUSED_FUNDS, 1000, 1500);
    expect_done(gx_transfer_in(book, FIRST_USER, 5000, 0), 5000);
    expect_refused(gx_transfer_out(book, key, ELSEWHERE, 1500, 0), GX_REFUSED_FUNDS, 1000, 1500);
    expect_done(gx_transfer_out(book, key_of(FIRST_USER, 1), ELSEWHERE, 1500, 0), 1500);
    gx_book_free(book);
}
END_TEST

START_TEST(the_window_remembers_as_many_serials_as_it_says)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t a = FIRST_USER;
    expect_done(gx_transfer_out(book, key_of(a, 10), ELSEWHERE, 10, 0), 10);
    /* Older serials inside the window are new keys: they may arrive out of order. */
    expect_done(gx_transfer_out(book, key_of(a, 7), ELSEWHERE, 7, 0), 7);
    expect_refused(gx_transfer_out(book, key_of(a, 6), ELSEWHERE, 6, 0), GX_REFUSED_KEY_OLD, 6, 7);
    expect_done(gx_transfer_out(book, key_of(a, 12), ELSEWHERE, 12, 0), 12);
    expect_refused(gx_transfer_out(book, key_of(a, 7), ELSEWHERE, 7, 0), GX_REFUSED_KEY_OLD, 7, 9);
    expect_refused(gx_transfer_out(book, key_of(a, 8), ELSEWHERE, 8, 0), GX_REFUSED_KEY_OLD, 8, 9);
    expect_done(gx_transfer_out(book, key_of(a, 9), ELSEWHERE, 9, 0), 9);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 10 + 7 + 12 + 9);
    for (uint32_t serial = 9; serial <= 12; serial++)
        if (serial != 11)
            expect_done(gx_transfer_out(book, key_of(a, serial), ELSEWHERE, serial, 0), serial);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 10 + 7 + 12 + 9);
    expect_done(gx_transfer_out(book, key_of(a, UINT32_MAX), ELSEWHERE, 1, 0), 1);
    expect_refused(gx_transfer_out(book, key_of(a, 12), ELSEWHERE, 12, 0), GX_REFUSED_KEY_OLD, 12,
                   UINT32_MAX - WINDOW + 1);
    expect_done(gx_transfer_out(book, key_of(a, UINT32_MAX), ELSEWHERE, 1, 0), 1);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 10 + 7 + 12 + 9 + 1);
    gx_book_free(book);
}
END_TEST

START_TEST(without_a_window_keys_are_not_checked)
{
    gx_book *book = make_rich_book(0, 1000);
    expect_done(gx_transfer_out(book, key_of(FIRST_USER, 1), ELSEWHERE, 10, 0), 10);
    expect_done(gx_transfer_out(book, key_of(FIRST_USER, 1), ELSEWHERE, 10, 0), 10);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 20);
    gx_book_free(book);
}
END_TEST

START_TEST(the_full_audit_finds_one_fen)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    book->balance[3] += 1;
    gx_audit audit = gx_book_audit_full(book);
    ck_assert(!audit.balanced);
    ck_assert_int_eq(audit.users - audit.users_expected, 1);
    ck_assert_int_eq(audit.total, 1);
    /* Moved from one user to another the sum is right, but nobody may be below 0. */
    book->balance[3] -= 1 + 1001;
    book->balance[4] += 1001;
    audit = gx_book_audit_full(book);
    ck_assert_int_eq(audit.total, 0);
    ck_assert(!audit.balanced);
    gx_book_free(book);
}
END_TEST

START_TEST(the_quick_audit_finds_a_damaged_house_account)
{
    for (int i = 0; i < GX_HOUSE_COUNT; i++) {
        gx_book *book = make_rich_book(WINDOW, 1000);
        book->balance[gx_house(book, (gx_house_account)i)] -= 1;
        ck_assert(!gx_book_audit_quick(book).balanced);
        ck_assert_int_eq(gx_book_audit_quick(book).total, -1);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(the_audit_compares_escrow_with_what_is_held)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_hold hold;
    expect_done(gx_hold_place(book, key_of(FIRST_USER, 1), 400, 9, 0, &hold), 400);
    expect_balanced(book);
    gx_hold_at(book, hold.slot)->held.remaining -= 1;
    ck_assert(gx_book_audit_quick(book).balanced); /* the running totals do not see it */
    gx_audit audit = gx_book_audit_full(book);
    ck_assert(!audit.balanced);
    ck_assert_int_eq(audit.escrow - audit.held, 1);
    /* The running total is compared too, by both. */
    gx_hold_at(book, hold.slot)->held.remaining += 1;
    book->held_total += 1;
    ck_assert(!gx_book_audit_quick(book).balanced && !gx_book_audit_full(book).balanced);
    gx_book_free(book);
}
END_TEST

START_TEST(digests_of_parts_add_up_to_the_digest_of_the_whole)
{
    gx_book *whole = make_rich_book(0, 1000);
    uint64_t sum = 0;
    for (uint32_t part = 0; part < 2; part++) {
        gx_book_config config = {.first_user = FIRST_USER + part * 3, .users = part == 0 ? 3 : USERS - 3};
        gx_book *book;
        ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
        for (uint32_t user = FIRST_USER; user < FIRST_USER + USERS; user++)
            if (gx_book_has(book, user))
                expect_done(gx_open(book, user, 1000), 1000);
        for (uint32_t user = FIRST_USER + 1; user < FIRST_USER + USERS; user += 2)
            if (gx_book_has(book, user))
                expect_done(gx_wallet_bind_card(book, user, 0), 0);
        sum += gx_book_digest(book);
        gx_book_free(book);
    }
    ck_assert_uint_eq(sum, gx_book_digest(whole));
    uint64_t before = gx_book_digest(whole);
    expect_done(gx_transfer(whole, key_of(FIRST_USER, 0), FIRST_USER + 1, 1, 0), 1);
    ck_assert_uint_ne(before, gx_book_digest(whole));
    expect_done(gx_transfer(whole, key_of(FIRST_USER + 1, 0), FIRST_USER, 1, 0), 1);
    ck_assert_uint_eq(before, gx_book_digest(whole));
    expect_done(gx_wallet_bind_card(whole, FIRST_USER, 0), 0);
    ck_assert_uint_ne(before, gx_book_digest(whole));
    gx_book_free(whole);
}
END_TEST

START_TEST(a_user_who_only_exists_costs_nine_bytes_and_a_little)
{
    gx_book_config config = {.users = 1000000, .key_window = 8};
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
    ck_assert_uint_le(gx_book_bytes(book), 9 * 1000000 + 1000000 / 8 + 4096);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/ledger");
    TCase *tests = tcase_create("ledger");
    tcase_add_test(tests, every_answer_has_a_name_and_a_text);
    tcase_add_test(tests, a_book_has_its_range_of_users_and_no_other);
    tcase_add_test(tests, a_book_beyond_32_bits_is_refused);
    tcase_add_test(tests, an_empty_book_balances);
    tcase_add_test(tests, every_movement_has_two_sides);
    tcase_add_test(tests, refusals_name_figures_and_change_nothing);
    tcase_add_test(tests, no_sum_of_a_book_can_overflow);
    tcase_add_test(tests, the_same_key_gets_the_same_answer_and_moves_nothing);
    tcase_add_test(tests, a_failed_key_stays_failed_with_its_figures);
    tcase_add_test(tests, a_repeated_order_says_so_and_names_its_receiver);
    tcase_add_test(tests, the_window_remembers_as_many_serials_as_it_says);
    tcase_add_test(tests, without_a_window_keys_are_not_checked);
    tcase_add_test(tests, the_full_audit_finds_one_fen);
    tcase_add_test(tests, the_quick_audit_finds_a_damaged_house_account);
    tcase_add_test(tests, the_audit_compares_escrow_with_what_is_held);
    tcase_add_test(tests, digests_of_parts_add_up_to_the_digest_of_the_whole);
    tcase_add_test(tests, a_user_who_only_exists_costs_nine_bytes_and_a_little);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
