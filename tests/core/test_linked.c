/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked groups: all or nothing, with keys that remember it. A group that is done leaves the book as its
 * members one by one would; one that fails at any place leaves all but its keys as it was. */
#include "any_op.h"
#include "tape.h"

#include <gx/base/memory.h>

static gx_op transfer_op(uint32_t serial, uint32_t from, uint32_t to, gx_fen amount)
{
    return (gx_op){.kind = GX_OP_TRANSFER,
                   .linked = true,
                   .key = key_of(FIRST_USER + from, serial),
                   .args.transfer = {FIRST_USER + to, amount, 0}};
}

static gx_op arrival_op(uint32_t to, gx_fen amount)
{
    return (gx_op){
        .kind = GX_OP_TRANSFER_IN, .linked = true, .args.transfer_in = {FIRST_USER + to, amount, 0}};
}

/* One of each kind that can be a member; all are done in a book of users with 1000 each. */
enum { ALL_KINDS = 6 };

static void one_of_each(gx_op ops[ALL_KINDS], uint32_t serial)
{
    ops[0] = transfer_op(serial, 0, 1, 400);
    ops[1] = (gx_op){
        .kind = GX_OP_HOLD_PLACE, .key = key_of(FIRST_USER + 2, serial), .args.hold_place = {600, 50}};
    ops[2] = (gx_op){.kind = GX_OP_TOP_UP, .key = key_of(FIRST_USER + 1, serial), .args.top_up = {30}};
    ops[3] = (gx_op){.kind = GX_OP_WITHDRAW, .key = key_of(FIRST_USER + 3, serial), .args.withdraw = {1000}};
    ops[4] = (gx_op){.kind = GX_OP_TRANSFER_OUT,
                     .key = key_of(FIRST_USER + 1, serial + 1),
                     .args.transfer_out = {.to = ELSEWHERE, .amount = 1430}};
    ops[5] = arrival_op(3, 5);
    for (int i = 0; i < ALL_KINDS; i++) {
        ops[i].linked = i + 1 < ALL_KINDS;
        ops[i].now = 7;
    }
}

static void expect_same(const gx_result *a, const gx_result *b)
{
    ck_assert_int_eq(a->answer.code, b->answer.code);
    ck_assert_int_eq(a->answer.amount, b->answer.amount);
    ck_assert_int_eq(a->answer.have, b->answer.have);
    ck_assert_int_eq(a->answer.need, b->answer.need);
    ck_assert(a->made.slot == b->made.slot && a->made.life == b->made.life);
    ck_assert(a->second == b->second && a->third == b->third);
    ck_assert(a->number == b->number && a->who == b->who && a->closed == b->closed);
}

START_TEST(a_group_that_is_done_is_what_its_members_are)
{
    gx_book *one = make_rich_book(WINDOW, 1000);
    gx_book *two = make_rich_book(WINDOW, 1000);
    gx_op ops[ALL_KINDS];
    gx_result results[ALL_KINDS];
    gx_result single;
    one_of_each(ops, 5);
    gx_book_batch(one, ops, ALL_KINDS, results);
    for (int i = 0; i < ALL_KINDS; i++) {
        gx_book_do(two, &ops[i], &single);
        ck_assert_int_eq(single.answer.code, GX_DONE);
        expect_same(&single, &results[i]);
    }
    ck_assert_uint_eq(gx_book_state_digest(one), gx_book_state_digest(two));
    ck_assert_int_eq(gx_hold_remaining(one, results[1].made), 600);
    expect_balanced(one);
    gx_book_free(one);
    gx_book_free(two);
}
END_TEST

/* Fails a group of one of each at place `at`, by a frozen payee who takes 1 fen. */
static void fail_at(gx_book *book, uint32_t at, uint32_t serial)
{
    gx_op ops[ALL_KINDS + 1];
    gx_result results[ALL_KINDS + 1];
    one_of_each(ops, serial);
    memmove(ops + at + 1, ops + at, (ALL_KINDS - at) * sizeof *ops);
    ops[at] = arrival_op(7, 1);
    ops[at].now = 7;
    for (uint32_t i = 0; i <= ALL_KINDS; i++)
        ops[i].linked = i < ALL_KINDS;
    snapshot before = take_snapshot(book);
    for (int again = 0; again < 2; again++) { /* the second time keys only say what they were told */
        gx_book_batch(book, ops, ALL_KINDS + 1, results);
        for (uint32_t i = 0; i <= ALL_KINDS; i++)
            if (i == at && again == 0)
                expect_refused(results[i].answer, GX_REFUSED_FROZEN, 0, 0);
            else if (again == 0 || gx_op_is_keyed((gx_op_kind)ops[i].kind))
                expect_refused(results[i].answer, GX_REFUSED_LINKED, 0, at);
            else /* the first that has a key fails it now */
                expect_refused(results[i].answer, GX_REFUSED_LINKED, 0, at == 0);
        expect_unchanged(book, &before);
    }
    gx_result single;
    for (uint32_t i = 0; i <= ALL_KINDS; i++)
        if (gx_op_is_keyed((gx_op_kind)ops[i].kind)) {
            gx_book_do(book, &ops[i], &single);
            expect_refused(single.answer, GX_REFUSED_LINKED, 0, (int64_t)at);
        }
    expect_unchanged(book, &before);
}

START_TEST(a_group_that_fails_anywhere_leaves_nothing_but_its_keys)
{
    for (uint32_t at = 0; at <= ALL_KINDS; at++) {
        gx_book *book = make_rich_book(16, 1000);
        gx_hold hold;
        expect_done(gx_account_flags(book, FIRST_USER + 7, GX_ACCOUNT_NO_CREDIT, 0, 0), 0);
        fail_at(book, at, 100); /* the hold's place is a new one */
        for (uint32_t i = 0; i < 3; i++)
            expect_done(gx_hold_place(book, key_of(FIRST_USER + 6, i), 1, 50, 0, &hold), 1);
        for (uint32_t i = 0; i < 2; i++)
            expect_done(gx_hold_void(book, (gx_hold){i, 1}, 0), 1);
        fail_at(book, at, 200); /* … or one that somebody had before */
        gx_op ops[ALL_KINDS];
        gx_result results[ALL_KINDS];
        one_of_each(ops, 300);
        gx_book_batch(book, ops, ALL_KINDS, results);
        for (int i = 0; i < ALL_KINDS; i++)
            ck_assert_int_eq(results[i].answer.code, GX_DONE);
        ck_assert_uint_eq(results[1].made.slot, 1);
        ck_assert_uint_eq(results[1].made.life, 2);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(a_member_sees_what_those_before_it_did)
{
    gx_book *book = make_rich_book(WINDOW, 100);
    gx_op ops[3] = {transfer_op(1, 0, 2, 100), transfer_op(1, 2, 4, 200), transfer_op(1, 4, 6, 300)};
    gx_result results[3];
    ops[2].linked = false;
    gx_book_batch(book, ops, 3, results);
    for (int i = 0; i < 3; i++)
        expect_done(results[i].answer, 100 * (i + 1));
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 6), 400);
    gx_book_free(book);
}
END_TEST

START_TEST(the_place_that_failed_counts_from_the_beginning_of_its_group)
{
    gx_book *book = make_rich_book(WINDOW, 100);
    gx_op ops[6] = {transfer_op(1, 0, 1, 1),   transfer_op(1, 1, 2, 1), transfer_op(1, 2, 3, 1),
                    transfer_op(1, 3, 4, 102), transfer_op(1, 4, 5, 1), transfer_op(1, 5, 6, 1)};
    gx_result results[6];
    ops[0].linked = false; /* two alone; then a group of three; then one alone */
    ops[1].linked = false;
    ops[4].linked = false;
    gx_book_batch(book, ops, 6, results);
    expect_done(results[0].answer, 1);
    expect_done(results[1].answer, 1);
    expect_refused(results[2].answer, GX_REFUSED_LINKED, 0, 1);
    expect_refused(results[3].answer, GX_REFUSED_FUNDS, 101, 102);
    expect_refused(results[4].answer, GX_REFUSED_LINKED, 0, 1);
    expect_done(results[5].answer, 1); /* the batch's end ends its group */
    gx_book_free(book);
}
END_TEST

START_TEST(a_group_done_before_is_told_again)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_op ops[3] = {transfer_op(1, 0, 1, 10), transfer_op(1, 2, 1, 20), transfer_op(2, 2, 1, 30)};
    gx_result first[3];
    gx_result again[3];
    ops[2].linked = false;
    gx_book_batch(book, ops, 3, first);
    uint64_t before = gx_book_state_digest(book);
    gx_book_batch(book, ops, 3, again);
    for (int i = 0; i < 3; i++)
        expect_same(&first[i], &again[i]);
    ck_assert_uint_eq(gx_book_state_digest(book), before);
    /* A member that was done before stands for what it was told; the others are done with it, or not. */
    gx_op more[2] = {ops[0], transfer_op(9, 3, 1, 5000)};
    more[1].linked = false;
    gx_book_batch(book, more, 2, again);
    expect_done(again[0].answer, 10);
    expect_refused(again[1].answer, GX_REFUSED_FUNDS, 1000, 5000);
    more[1] = transfer_op(10, 3, 1, 50);
    gx_book_batch(book, more, 2, again);
    expect_done(again[0].answer, 10);
    expect_done(again[1].answer, 50);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER + 1), 1000 + 60 + 50);
    gx_book_free(book);
}
END_TEST

START_TEST(keys_that_clash_within_a_group_fail_it_and_nothing_is_remembered)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_result results[2];
    uint64_t before = gx_book_state_digest(book);
    gx_op twice[2] = {transfer_op(5, 0, 1, 10), transfer_op(5, 0, 1, 10)};
    gx_book_batch(book, twice, 2, results);
    expect_refused(results[0].answer, GX_REFUSED_LINKED, 0, 1);
    expect_refused(results[1].answer, GX_REFUSED_KEY_CONTENT, 0, 0);
    gx_op old[2] = {transfer_op(9, 0, 1, 10), transfer_op(5, 0, 1, 10)};
    gx_book_batch(book, old, 2, results);
    expect_refused(results[0].answer, GX_REFUSED_LINKED, 0, 1);
    expect_refused(results[1].answer, GX_REFUSED_KEY_OLD, 5, 6);
    gx_op stranger[2] = {transfer_op(9, 0, 1, 10), transfer_op(5, 99, 1, 10)};
    gx_book_batch(book, stranger, 2, results);
    expect_refused(results[1].answer, GX_REFUSED_ACCOUNT, 0, FIRST_USER + 99);
    gx_op card[2] = {transfer_op(9, 0, 1, 10), {.kind = GX_OP_BIND_CARD, .args.bind_card = {FIRST_USER}}};
    gx_book_batch(book, card, 2, results);
    expect_refused(results[1].answer, GX_REFUSED_OPERATION, GX_OP_BIND_CARD, 0);
    gx_op back[2] = {transfer_op(9, 0, 1, 10), transfer_op(10, 0, 1, 10)};
    back[0].now = 6;
    back[1].now = 5;
    gx_book_batch(book, back, 2, results);
    expect_refused(results[1].answer, GX_REFUSED_CLOCK, 5, 6);
    ck_assert_uint_eq(gx_book_state_digest(book), before);
    back[1].now = 6; /* serials 9 and 10 are still new */
    gx_book_batch(book, back, 2, results);
    expect_done(results[0].answer, 10);
    expect_done(results[1].answer, 10);
    gx_book_free(book);
}
END_TEST

START_TEST(a_group_has_a_largest_size)
{
    enum { MANY = GX_GROUP_MAX + 5 };
    gx_book *book = make_rich_book(MANY, 1000);
    gx_op ops[MANY];
    gx_result results[MANY];
    for (uint32_t i = 0; i < MANY; i++)
        ops[i] = transfer_op(i, 0, 1, 1);
    uint64_t before = gx_book_state_digest(book);
    gx_book_batch(book, ops, MANY, results);
    for (uint32_t i = 0; i < MANY; i++)
        if (i == GX_GROUP_MAX)
            expect_refused(results[i].answer, GX_REFUSED_LIST, MANY, GX_GROUP_MAX);
        else
            expect_refused(results[i].answer, GX_REFUSED_LINKED, 0, GX_GROUP_MAX);
    ck_assert_uint_eq(gx_book_state_digest(book), before);
    gx_book_batch(book, ops, GX_GROUP_MAX, results);
    for (uint32_t i = 0; i < GX_GROUP_MAX; i++)
        expect_done(results[i].answer, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(the_largest_group_can_be_undone_with_all_themes)
{
    gx_book *book = tape_book(NULL, GX_THEMES_ALL, GX_GROUP_MAX);
    gx_op ops[GX_GROUP_MAX];
    gx_result results[GX_GROUP_MAX];
    any_open(book, 100000);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_identity_set_tier(book, FIRST_USER + i, 3, 0), 0);
    for (uint32_t i = 0; i < GX_GROUP_MAX; i++) {
        ops[i] = transfer_op(i / 8, i % 8, (i + 1) % 8, 1);
        if (i % 3 == 1)
            ops[i] = (gx_op){.kind = GX_OP_HOLD_PLACE, .args.hold_place = {5, 99}};
        if (i % 3 == 2)
            ops[i] = (gx_op){.kind = GX_OP_WITHDRAW, .args.withdraw = {7}};
        ops[i].key =
            key_of(FIRST_USER + (i % 3 == 2 ? i % 4 * 2 + 1 : i % 8), i); /* the odd ones have cards */
        ops[i].linked = i + 1 < GX_GROUP_MAX;
    }
    gx_op last = ops[GX_GROUP_MAX - 1];
    ops[GX_GROUP_MAX - 1] = arrival_op(99, 1);
    uint64_t before = gx_book_keyless_digest(book);
    gx_book_batch(book, ops, GX_GROUP_MAX, results);
    expect_refused(results[GX_GROUP_MAX - 1].answer, GX_REFUSED_ACCOUNT, 0, FIRST_USER + 99);
    expect_refused(results[0].answer, GX_REFUSED_LINKED, 0, GX_GROUP_MAX - 1);
    ck_assert_uint_eq(gx_book_keyless_digest(book), before);
    ops[GX_GROUP_MAX - 1] = last;
    for (uint32_t i = 0; i < GX_GROUP_MAX; i++)
        ops[i].key.serial += GX_GROUP_MAX;
    gx_book_batch(book, ops, GX_GROUP_MAX, results);
    for (uint32_t i = 0; i < GX_GROUP_MAX; i++)
        ck_assert_msg(results[i].answer.code == GX_DONE, "%u: %s", i, gx_answer_name(results[i].answer.code));
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(exhausted_memory_fails_a_group_and_is_not_remembered)
{
    for (long failure = 0;; failure++) {
        gx_book *book = make_rich_book(16, 1000);
        gx_op ops[ALL_KINDS];
        gx_result results[ALL_KINDS];
        one_of_each(ops, 5);
        uint64_t before = gx_book_state_digest(book);
        gx_memory_fail_after(failure);
        gx_book_batch(book, ops, ALL_KINDS, results);
        gx_memory_fail_after(-1);
        bool done = results[0].answer.code == GX_DONE;
        if (!done) {
            ck_assert_uint_eq(gx_book_state_digest(book), before);
            expect_balanced(book);
            gx_book_batch(book, ops, ALL_KINDS, results);
        }
        for (int i = 0; i < ALL_KINDS; i++)
            ck_assert_int_eq(results[i].answer.code, GX_DONE);
        gx_book_free(book);
        if (done) {
            ck_assert_int_ge(failure, 3); /* the group's memory, keys, holds */
            break;
        }
    }
}
END_TEST

/* ---- Any histories */

static uint64_t groups_done, groups_failed;

/* A batch of operations at random, some of them linked; without lists. */
static uint32_t any_batch(any_op *a, gx_op *ops, uint32_t most)
{
    uint32_t count = 1 + any_below(a, most);
    for (uint32_t i = 0; i < count; i++) {
        ops[i] = any_next(a);
        ops[i].listed = 0;
        ops[i].list = NULL;
        if (ops[i].kind == GX_OP_TRANSFER_OUT && any_below(a, 8) != 0)
            ops[i].args.transfer_out.purpose = GX_FOR_TRANSFER;
        ops[i].linked = gx_op_is_linkable((gx_op_kind)ops[i].kind) && any_below(a, 3) != 0;
    }
    return count;
}

START_TEST(a_batch_is_what_its_operations_are_one_by_one)
{
    enum { MOST = 40 };
    for (uint64_t seed = 1; seed <= 30; seed++) {
        uint32_t themes = seed % 2 == 0 ? GX_THEMES_ALL : 0;
        gx_book *one = tape_book(NULL, themes, (uint32_t)(seed % 5));
        gx_book *two = tape_book(NULL, themes, (uint32_t)(seed % 5));
        any_op a = {.state = seed, .themes = themes};
        gx_op ops[MOST];
        gx_result results[MOST];
        any_open(one, 20000);
        any_open(two, 20000);
        for (int round = 0; round < 60; round++) {
            uint32_t count = any_batch(&a, ops, MOST);
            for (uint32_t i = 0; i < count; i++)
                ops[i].linked = false;
            gx_book_batch(one, ops, count, results);
            for (uint32_t i = 0; i < count; i++) {
                gx_result single;
                gx_book_do(two, &ops[i], &single);
                expect_same(&single, &results[i]);
                any_saw(&a, &single);
            }
            ck_assert_uint_eq(gx_book_state_digest(one), gx_book_state_digest(two));
        }
        expect_balanced(one);
        gx_book_free(one);
        gx_book_free(two);
    }
}
END_TEST

START_TEST(failed_groups_of_any_history_leave_no_trace)
{
    enum { MOST = 12 };
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint32_t themes = seed % 2 == 0 ? GX_THEMES_ALL : 0;
        gx_book *book = tape_book(NULL, themes, (uint32_t)(seed % 5));
        any_op a = {.state = seed, .themes = themes};
        gx_op ops[MOST];
        gx_result results[MOST];
        any_open(book, 2000);
        for (int round = 0; round < 250; round++) {
            uint32_t count = any_batch(&a, ops, MOST);
            for (uint32_t i = 0; i < count;) {
                uint32_t end = i + 1;
                while (end < count && ops[end - 1].linked)
                    end++;
                uint64_t before = gx_book_keyless_digest(book);
                gx_book_batch(book, &ops[i], end - i, results);
                bool done = true;
                for (uint32_t k = 0; k < end - i; k++) {
                    done &= results[k].answer.code == GX_DONE;
                    any_saw(&a, &results[k]);
                }
                groups_done += done && end - i > 1;
                groups_failed += !done && end - i > 1;
                if (!done)
                    ck_assert_uint_eq(gx_book_keyless_digest(book), before);
                i = end;
            }
            expect_balanced(book);
        }
        gx_book_free(book);
    }
    ck_assert_uint_gt(groups_done, 200);
    ck_assert_uint_gt(groups_failed, 500);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/linked");
    TCase *tests = tcase_create("linked");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_group_that_is_done_is_what_its_members_are);
    tcase_add_test(tests, a_group_that_fails_anywhere_leaves_nothing_but_its_keys);
    tcase_add_test(tests, a_member_sees_what_those_before_it_did);
    tcase_add_test(tests, the_place_that_failed_counts_from_the_beginning_of_its_group);
    tcase_add_test(tests, a_group_done_before_is_told_again);
    tcase_add_test(tests, keys_that_clash_within_a_group_fail_it_and_nothing_is_remembered);
    tcase_add_test(tests, a_group_has_a_largest_size);
    tcase_add_test(tests, the_largest_group_can_be_undone_with_all_themes);
    tcase_add_test(tests, exhausted_memory_fails_a_group_and_is_not_remembered);
    tcase_add_test(tests, a_batch_is_what_its_operations_are_one_by_one);
    tcase_add_test(tests, failed_groups_of_any_history_leave_no_trace);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
