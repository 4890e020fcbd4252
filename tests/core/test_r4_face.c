/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R4, face to face: who is at the place, within the time. */
#include "people.h"

static const gx_face_order usual = {
    .kind = GX_PACKET_FACE_EQUAL, .shares = 3, .amount = 100, .occasion = 4, .window = 60};

static gx_packet_ref send_here(gx_book *book, uint32_t serial, gx_face_order order)
{
    gx_pass pass = pass_at(FIRST_USER, PLACE);
    gx_packet_ref packet;
    expect_done(gx_face_send(book, key_of(FIRST_USER, serial), &order, &pass, NOON, &packet, NULL),
                order.amount);
    return packet;
}

static gx_answer claim_at(gx_book *book, gx_packet_ref packet, uint32_t user, uint16_t place, uint32_t now)
{
    gx_pass pass = pass_at(user, place);
    gx_packet_share share;
    gx_answer answer = gx_face_claim(book, packet, &pass, draw_of(user, 1), now, &share);
    ck_assert_int_eq(share.amount, answer.amount);
    return answer;
}

START_TEST(r4_only_who_is_at_the_place_has_a_share)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_here(book, 1, usual);
    gx_packet_view view;
    ck_assert(gx_packet_look(book, packet, &view));
    ck_assert(view.kind == GX_PACKET_FACE_EQUAL && view.audience == PLACE && view.expires == NOON + 60);
    EXPECT_REFUSED_UNCHANGED(book, claim_at(book, packet, STRANGER, PLACE + 1, NOON), GX_REFUSED_PLACE,
                             PLACE + 1, PLACE);
    expect_done(claim_at(book, packet, STRANGER, PLACE, NOON), 34);
    EXPECT_REFUSED_UNCHANGED(book, claim_at(book, packet, STRANGER, PLACE, NOON), GX_REFUSED_TWICE, 1, 0);
    expect_done(claim_at(book, packet, FIRST_USER + 3, PLACE, NOON + 1), 33);
    expect_done(claim_at(book, packet, FIRST_USER + 4, PLACE, NOON + 1), 33);
    EXPECT_REFUSED_UNCHANGED(book, claim_at(book, packet, 6, PLACE, NOON + 1), GX_REFUSED_EMPTY, 0, 1);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 100);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r4_only_within_the_time_and_the_rest_goes_back_after_it)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_here(book, 1, usual);
    expect_done(claim_at(book, packet, STRANGER, PLACE, NOON + 59), 34);
    expect_refused(gx_packet_expire(book, packet, NOON + 59), GX_REFUSED_NOT_DUE, NOON + 59, NOON + 60);
    EXPECT_REFUSED_UNCHANGED(book, claim_at(book, packet, 6, PLACE, NOON + 60), GX_REFUSED_EXPIRED, NOON + 60,
                             NOON + 60);
    expect_done(gx_packet_expire(book, packet, NOON + 60), 66);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 966);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r4_a_window_is_at_most_the_rules_and_at_most_a_life)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_face_order order = usual;
    gx_packet_view view;
    order.window = 0;
    ck_assert(gx_packet_look(book, send_here(book, 1, order), &view));
    ck_assert_uint_eq(view.expires, NOON + 3600);
    gx_packet_rules rules = gx_packet_rules_default();
    rules.life_ticks = 30;
    expect_done(gx_packet_set_rules(book, &rules, NOON), 0);
    ck_assert(gx_packet_look(book, send_here(book, 2, order), &view));
    ck_assert_uint_eq(view.expires, NOON + 30);
    order.window = 3601;
    gx_packet_ref packet;
    gx_pass pass = pass_at(FIRST_USER, PLACE);
    EXPECT_REFUSED_UNCHANGED(book,
                             gx_face_send(book, key_of(FIRST_USER, 3), &order, &pass, NOON, &packet, NULL),
                             GX_REFUSED_RULE, 3601, 3600);
    gx_book_free(book);
}
END_TEST

START_TEST(r4_the_sender_shows_his_own_pass_and_the_rules_of_packets_hold)
{
    gx_book *book = make_social_book(0, 1000);
    gx_pass other = pass_at(FIRST_USER + 1, PLACE);
    gx_pass own = pass_at(FIRST_USER, PLACE);
    gx_packet_ref packet;
    gx_op_key key = key_of(FIRST_USER, 1);
    EXPECT_REFUSED_UNCHANGED(book, gx_face_send(book, key, &usual, &other, NOON, &packet, NULL),
                             GX_REFUSED_RIGHT, FIRST_USER + 1, FIRST_USER);
    gx_pass nowhere = pass_at(FIRST_USER, 0); /* who does not say where he is is not there */
    EXPECT_REFUSED_UNCHANGED(book, gx_face_send(book, key, &usual, &nowhere, NOON, &packet, NULL),
                             GX_REFUSED_PLACE, 0, 1);
    gx_face_order order = usual;
    order.kind = GX_PACKET_LUCKY;
    expect_refused(gx_face_send(book, key, &order, &own, NOON, &packet, NULL), GX_REFUSED_NO_SUCH,
                   GX_PACKET_LUCKY, GX_PACKET_KIND_COUNT);
    order = usual;
    order.shares = 0;
    expect_refused(gx_face_send(book, key, &order, &own, NOON, &packet, NULL), GX_REFUSED_SHARES, 0, 1);
    order = usual;
    order.amount = 1001;
    expect_refused(gx_face_send(book, key, &order, &own, NOON, &packet, NULL), GX_REFUSED_FUNDS, 1000, 1001);
    gx_pass shop = pass_at(FIRST_MERCHANT, PLACE);
    expect_refused(gx_face_send(book, key_of(FIRST_MERCHANT, 1), &usual, &shop, NOON, &packet, NULL),
                   GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    gx_book_free(book);
}
END_TEST

START_TEST(r4_a_plain_claim_or_another_kind_does_not_pass)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_packet_ref packet = send_here(book, 1, usual);
    gx_packet_share share;
    EXPECT_REFUSED_UNCHANGED(book, gx_packet_claim(book, packet, STRANGER, draw_of(1, 1), NOON, &share),
                             GX_REFUSED_INCOMPLETE, GX_OP_PACKET_CLAIM, GX_OP_FACE_CLAIM);
    gx_packet_order order = {.kind = GX_PACKET_EQUAL, .audience = PLACE, .shares = 2, .amount = 10};
    gx_packet_ref group;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 2), &order, NOON, &group, NULL), 10);
    EXPECT_REFUSED_UNCHANGED(book, claim_at(book, group, STRANGER, PLACE, NOON), GX_REFUSED_INCOMPLETE,
                             GX_OP_FACE_CLAIM, GX_OP_PACKET_CLAIM);
    gx_book_free(book);
}
END_TEST

START_TEST(r4_lucky_shares_add_up_too)
{
    gx_book *book = make_social_book(0, 100000);
    for (uint32_t trial = 0; trial < 200; trial++) {
        gx_face_order order = usual;
        order.kind = GX_PACKET_FACE_LUCKY;
        order.shares = 5;
        order.amount = 5 + trial;
        gx_packet_ref packet = send_here(book, trial, order);
        gx_fen sum = 0;
        for (uint32_t i = 0; i < 5; i++) {
            gx_pass pass = pass_at(i + 10, PLACE);
            gx_packet_share share;
            gx_answer answer = gx_face_claim(book, packet, &pass, draw_of(i, trial), NOON, &share);
            ck_assert_int_eq(answer.code, GX_DONE);
            ck_assert_int_ge(share.amount, 1);
            sum += share.amount;
            ck_assert(share.closed == (i == 4));
        }
        ck_assert_int_eq(sum, order.amount);
    }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r4_face");
    TCase *tests = tcase_create("R4");
    tcase_add_test(tests, r4_only_who_is_at_the_place_has_a_share);
    tcase_add_test(tests, r4_only_within_the_time_and_the_rest_goes_back_after_it);
    tcase_add_test(tests, r4_a_window_is_at_most_the_rules_and_at_most_a_life);
    tcase_add_test(tests, r4_the_sender_shows_his_own_pass_and_the_rules_of_packets_hold);
    tcase_add_test(tests, r4_a_plain_claim_or_another_kind_does_not_pass);
    tcase_add_test(tests, r4_lucky_shares_add_up_too);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
