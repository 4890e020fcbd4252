/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R6, password: who types the code has a share; wrong ones are counted, and bounded for each user. */
#include "people.h"

#define CODE UINT64_C(0x8888666652005200)

static const gx_password_order usual = {
    .kind = GX_PACKET_CODE_EQUAL, .shares = 3, .amount = 100, .occasion = 4, .code = CODE};

static gx_packet_ref send_code(gx_book *book, uint32_t serial, gx_password_order order)
{
    gx_packet_ref packet;
    expect_done(gx_password_send(book, key_of(FIRST_USER, serial), &order, NOON, &packet, NULL),
                order.amount);
    return packet;
}

static gx_answer type(gx_book *book, gx_packet_ref packet, uint32_t user, uint64_t code,
                      gx_password_answer *out)
{
    return gx_password_claim(book, packet, user, code, draw_of(user, 1), NOON, out);
}

START_TEST(r6_who_types_the_code_has_a_share_and_nobody_asks_for_a_group)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_code(book, 1, usual);
    gx_password_answer told;
    for (uint32_t i = 0; i < 3; i++) {
        expect_done(type(book, packet, STRANGER + i, CODE, &told), i == 0 ? 34 : 33);
        ck_assert(told.right && told.wrong == 0 && told.share.position == i && told.share.closed == (i == 2));
        if (i < 2)
            EXPECT_REFUSED_UNCHANGED(book, type(book, packet, STRANGER + i, CODE, &told), GX_REFUSED_TWICE, 1,
                                     0);
    }
    EXPECT_REFUSED_UNCHANGED(book, type(book, packet, STRANGER + 9, CODE, &told), GX_REFUSED_EMPTY, 0, 1);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 100);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r6_a_wrong_code_moves_nothing_and_is_counted)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_code(book, 1, usual);
    gx_password_answer told;
    for (uint32_t i = 1; i <= 5; i++) {
        expect_done(type(book, packet, STRANGER, CODE ^ i, &told), 0);
        ck_assert(!told.right);
        ck_assert_uint_eq(told.wrong, i);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
        expect_balanced(book);
    }
    /* Five were wrong: now even the right one is refused, to him alone. */
    EXPECT_REFUSED_UNCHANGED(book, type(book, packet, STRANGER, CODE, &told), GX_REFUSED_LIMIT, 5, 5);
    EXPECT_REFUSED_UNCHANGED(book, type(book, packet, STRANGER, CODE + 1, &told), GX_REFUSED_LIMIT, 5, 5);
    expect_done(type(book, packet, STRANGER + 1, CODE + 1, &told), 0);
    ck_assert_uint_eq(told.wrong, 1);
    expect_done(type(book, packet, STRANGER + 1, CODE, &told), 34);
    /* At another packet he is as new. */
    gx_packet_ref other = send_code(book, 2, usual);
    expect_done(type(book, other, STRANGER, CODE, &told), 34);
    gx_book_free(book);
}
END_TEST

START_TEST(r6_a_packet_keeps_the_number_of_tries_it_was_sent_under)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref old = send_code(book, 1, usual);
    gx_social_rules rules = gx_social_rules_default();
    rules.code_tries = 1;
    expect_done(gx_social_set_rules(book, &rules, NOON), 0);
    gx_packet_ref strict = send_code(book, 2, usual);
    gx_password_answer told;
    expect_done(type(book, old, STRANGER, 0, &told), 0);
    expect_done(type(book, old, STRANGER, 0, &told), 0);
    expect_done(type(book, strict, STRANGER, 0, &told), 0);
    EXPECT_REFUSED_UNCHANGED(book, type(book, strict, STRANGER, CODE, &told), GX_REFUSED_LIMIT, 1, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(r6_what_was_wrong_is_forgotten_with_the_packet)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_code(book, 1, usual);
    gx_password_answer told;
    for (uint32_t i = 0; i < 5; i++)
        expect_done(type(book, packet, STRANGER, 1, &told), 0);
    expect_done(gx_packet_expire(book, packet, NOON + DAY), 100);
    gx_packet_ref next;
    expect_done(gx_password_send(book, key_of(FIRST_USER, 2), &usual, NOON + DAY, &next, NULL), 100);
    ck_assert_uint_eq(next.slot, packet.slot);
    expect_refused(gx_password_claim(book, packet, STRANGER, CODE, draw_of(1, 1), NOON + DAY, &told),
                   GX_REFUSED_EMPTY, 0, 1);
    expect_done(gx_password_claim(book, next, STRANGER, CODE, draw_of(1, 1), NOON + DAY, &told), 34);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r6_nothing_after_expiry_and_no_other_way_in)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_code(book, 1, usual);
    gx_password_answer told;
    gx_packet_share share;
    EXPECT_REFUSED_UNCHANGED(book, gx_packet_claim(book, packet, STRANGER, draw_of(1, 1), NOON, &share),
                             GX_REFUSED_INCOMPLETE, GX_OP_PACKET_CLAIM, GX_OP_PASSWORD_CLAIM);
    const uint32_t end = NOON + DAY;
    for (uint64_t code = CODE; code < CODE + 2; code++)
        EXPECT_REFUSED_UNCHANGED(book,
                                 gx_password_claim(book, packet, STRANGER, code, draw_of(1, 1), end, &told),
                                 GX_REFUSED_EXPIRED, end, end);
    expect_refused(gx_packet_expire(book, packet, end - 1), GX_REFUSED_NOT_DUE, end - 1, end);
    gx_packet_order order = {.kind = GX_PACKET_EQUAL, .audience = 2, .shares = 2, .amount = 10};
    gx_packet_ref group;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 2), &order, NOON, &group, NULL), 10);
    EXPECT_REFUSED_UNCHANGED(book, type(book, group, STRANGER, CODE, &told), GX_REFUSED_INCOMPLETE,
                             GX_OP_PASSWORD_CLAIM, GX_OP_PACKET_CLAIM);
    gx_book_free(book);
}
END_TEST

START_TEST(r6_lucky_shares_add_up_too_and_the_code_is_part_of_the_order)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_password_order order = usual;
    order.kind = GX_PACKET_CODE_LUCKY;
    gx_packet_ref packet = send_code(book, 1, order);
    gx_packet_ref again;
    expect_done(gx_password_send(book, key_of(FIRST_USER, 1), &order, NOON, &again, NULL), 100);
    ck_assert_mem_eq(&packet, &again, sizeof packet);
    order.code++;
    expect_refused(gx_password_send(book, key_of(FIRST_USER, 1), &order, NOON, &again, NULL),
                   GX_REFUSED_KEY_CONTENT, 0, 0);
    gx_fen sum = 0;
    for (uint32_t i = 0; i < 3; i++) {
        gx_password_answer told;
        gx_answer answer = type(book, packet, i, CODE, &told);
        ck_assert_int_eq(answer.code, GX_DONE);
        ck_assert(told.right);
        sum += told.share.amount;
    }
    ck_assert_int_eq(sum, 100);
    order.kind = GX_PACKET_EQUAL;
    expect_refused(gx_password_send(book, key_of(FIRST_USER, 2), &order, NOON, &again, NULL),
                   GX_REFUSED_NO_SUCH, GX_PACKET_EQUAL, GX_PACKET_KIND_COUNT);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r6_password");
    TCase *tests = tcase_create("R6");
    tcase_add_test(tests, r6_who_types_the_code_has_a_share_and_nobody_asks_for_a_group);
    tcase_add_test(tests, r6_a_wrong_code_moves_nothing_and_is_counted);
    tcase_add_test(tests, r6_a_packet_keeps_the_number_of_tries_it_was_sent_under);
    tcase_add_test(tests, r6_what_was_wrong_is_forgotten_with_the_packet);
    tcase_add_test(tests, r6_nothing_after_expiry_and_no_other_way_in);
    tcase_add_test(tests, r6_lucky_shares_add_up_too_and_the_code_is_part_of_the_order);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
