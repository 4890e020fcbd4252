/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R5, request: asked once, then granted, declined or lapsed. */
#include "people.h"

enum { ASKER = STRANGER, FRIEND = FIRST_USER + 1 };

static gx_ref ask(gx_book *book, uint32_t asker, gx_fen amount)
{
    gx_ref request;
    expect_done(gx_request(book, asker, FRIEND, amount, 3, NOON, &request), 0);
    return request;
}

START_TEST(r5_a_grant_is_a_personal_packet_to_the_asker)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_ref request = ask(book, ASKER, 888);
    gx_request_view asked;
    ck_assert(gx_request_look(book, request, &asked));
    ck_assert(asked.asker == ASKER && asked.asked == FRIEND && asked.amount == 888 && asked.occasion == 3 &&
              asked.expires == NOON + DAY);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    gx_packet_ref packet;
    expect_done(gx_request_grant(book, key_of(FRIEND, 1), request, 0, 9, NOON + 5, &packet, NULL), 888);
    ck_assert(!gx_request_look(book, request, &asked));
    gx_packet_view view;
    ck_assert(gx_packet_look(book, packet, &view));
    ck_assert(view.kind == GX_PACKET_PERSONAL && view.sender == FRIEND && view.audience == ASKER &&
              view.shares == 1 && view.amount == 888 && view.occasion == 9 && view.expires == NOON + 5 + DAY);
    gx_packet_share share;
    expect_done(gx_packet_claim(book, packet, ASKER, draw_of(1, 1), NOON + 6, &share), 888);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_the_friend_may_give_another_amount_and_the_card_helps)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_ref request = ask(book, ASKER, 888);
    gx_packet_ref packet;
    gx_fen topped_up;
    expect_done(gx_request_grant(book, key_of(FRIEND, 1), request, 1200, 9, NOON, &packet, &topped_up), 1200);
    ck_assert_int_eq(topped_up, 200);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_one_open_request_for_a_pair)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_ref request = ask(book, ASKER, 10);
    gx_ref other;
    EXPECT_REFUSED_UNCHANGED(book, gx_request(book, ASKER, FRIEND, 20, 4, NOON, &other), GX_REFUSED_TWICE, 1,
                             0);
    ask(book, ASKER + 1, 20);
    expect_done(gx_request(book, ASKER, FRIEND + 1, 20, 4, NOON, &other), 0);
    expect_done(gx_request_decline(book, request, FRIEND, NOON), 0);
    ck_assert_int_eq(ask(book, ASKER, 30).slot, request.slot); /* the place is used again */
    expect_refused(gx_request_decline(book, request, FRIEND, NOON), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_it_ends_once)
{
    gx_book *book = make_social_book(0, 1000);
    gx_packet_ref packet;
    for (int end = 0; end < 3; end++) {
        uint32_t now = NOON + (uint32_t)end * DAY;
        gx_ref request;
        expect_done(gx_request(book, ASKER, FRIEND, 10, 3, now, &request), 0);
        now += end == 2 ? DAY : 0;
        gx_answer answer = end == 0
                               ? gx_request_grant(book, key_of(FRIEND, 1), request, 0, 1, now, &packet, NULL)
                           : end == 1 ? gx_request_decline(book, request, FRIEND, now)
                                      : gx_request_expire(book, request, now);
        expect_done(answer, end == 0 ? 10 : 0);
        EXPECT_REFUSED_UNCHANGED(book,
                                 gx_request_grant(book, key_of(FRIEND, 1), request, 0, 1, now, &packet, NULL),
                                 GX_REFUSED_RESOLVED, 0, 0);
        EXPECT_REFUSED_UNCHANGED(book, gx_request_decline(book, request, FRIEND, now), GX_REFUSED_RESOLVED, 0,
                                 0);
        EXPECT_REFUSED_UNCHANGED(book, gx_request_expire(book, request, now), GX_REFUSED_RESOLVED, 0, 0);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(r5_nothing_after_it_lapsed_and_it_lapses_not_before)
{
    gx_book *book = make_social_book(0, 1000);
    gx_ref request = ask(book, ASKER, 10);
    gx_packet_ref packet;
    gx_ref again;
    const uint32_t end = NOON + DAY;
    expect_refused(gx_request_expire(book, request, end - 1), GX_REFUSED_NOT_DUE, end - 1, end);
    EXPECT_REFUSED_UNCHANGED(book,
                             gx_request_grant(book, key_of(FRIEND, 1), request, 0, 1, end, &packet, NULL),
                             GX_REFUSED_EXPIRED, end, end);
    EXPECT_REFUSED_UNCHANGED(book, gx_request_decline(book, request, FRIEND, end), GX_REFUSED_EXPIRED, end,
                             end);
    expect_done(gx_request_expire(book, request, end), 0);
    expect_done(gx_request(book, ASKER, FRIEND, 10, 3, end, &again), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_a_lapsed_request_makes_way_for_the_next)
{
    gx_book *book = make_social_book(0, 1000);
    gx_book *tidy = make_social_book(0, 1000);
    const uint32_t end = NOON + DAY;
    gx_ref request = ask(book, ASKER, 10);
    gx_ref again, twin;
    gx_packet_ref packet;
    expect_done(gx_request(tidy, ASKER, FRIEND, 10, 3, NOON, &twin), 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_request(book, ASKER, FRIEND, 20, 4, end - 1, &again), GX_REFUSED_TWICE,
                             1, 0);
    expect_done(gx_request(book, ASKER, FRIEND, 20, 4, end, &again), 0);
    expect_done(gx_request_expire(tidy, twin, end), 0);
    expect_done(gx_request(tidy, ASKER, FRIEND, 20, 4, end, &twin), 0);
    ck_assert_uint_eq(again.slot, twin.slot); /* as if it had been expired first */
    ck_assert_uint_eq(again.life, twin.life);
    gx_request_view view;
    ck_assert(!gx_request_look(book, request, &view));
    ck_assert(gx_request_look(book, again, &view));
    ck_assert(view.amount == 20 && view.expires == end + DAY);
    expect_refused(gx_request_expire(book, request, end), GX_REFUSED_RESOLVED, 0, 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_request(book, ASKER, FRIEND, 30, 5, end, &request), GX_REFUSED_TWICE, 1,
                             0);
    expect_done(gx_request_grant(book, key_of(FRIEND, 1), again, 0, 1, end, &packet, NULL), 20);
    expect_balanced(book);
    gx_book_free(tidy);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_only_the_friend_answers_and_by_the_rules_of_packets)
{
    gx_book *book = make_social_book(0, 1000);
    gx_ref request;
    expect_done(gx_request(book, ASKER, FIRST_USER, 10, 3, NOON, &request), 0); /* who has no card */
    gx_packet_ref packet;
    gx_op_key key = key_of(FIRST_USER, 1);
    EXPECT_REFUSED_UNCHANGED(book,
                             gx_request_grant(book, key_of(FRIEND, 1), request, 0, 1, NOON, &packet, NULL),
                             GX_REFUSED_NOT_ADDRESSED, FRIEND, FIRST_USER);
    EXPECT_REFUSED_UNCHANGED(book, gx_request_decline(book, request, FRIEND, NOON), GX_REFUSED_NOT_ADDRESSED,
                             FRIEND, FIRST_USER);
    EXPECT_REFUSED_UNCHANGED(book, gx_request_grant(book, key, request, -5, 1, NOON, &packet, NULL),
                             GX_REFUSED_AMOUNT, -5, 1);
    EXPECT_REFUSED_UNCHANGED(book, gx_request_grant(book, key, request, 20001, 1, NOON, &packet, NULL),
                             GX_REFUSED_MEAN_SHARE, 20001, 20000);
    EXPECT_REFUSED_UNCHANGED(book, gx_request_grant(book, key, request, 1001, 1, NOON, &packet, NULL),
                             GX_REFUSED_FUNDS, 1000, 1001);
    expect_done(gx_request_grant(book, key, request, 1000, 1, NOON, &packet, NULL), 1000);
    gx_book_free(book);
}
END_TEST

START_TEST(r5_what_can_be_asked)
{
    gx_book *book = make_social_book(0, 1000);
    static const struct {
        uint32_t asker, asked;
        gx_fen amount;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {ASKER, ASKER, 10, GX_REFUSED_ACCOUNT, 0, ASKER},
        {ASKER, FIRST_MERCHANT, 10, GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT},
        {FRIEND, FRIEND, 10, GX_REFUSED_NOT_ADDRESSED, FRIEND, FRIEND},
        {ASKER, FRIEND, 0, GX_REFUSED_AMOUNT, 0, 1},
        {ASKER, FRIEND, INT64_MIN, GX_REFUSED_AMOUNT, INT64_MIN, 1},
        {ASKER, FRIEND, 20001, GX_REFUSED_AMOUNT, 20001, 20000},
        {ASKER, FRIEND, INT64_MAX, GX_REFUSED_AMOUNT, INT64_MAX, 20000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gx_ref request;
        EXPECT_REFUSED_UNCHANGED(
            book, gx_request(book, rows[i].asker, rows[i].asked, rows[i].amount, 1, NOON, &request),
            rows[i].code, rows[i].have, rows[i].need);
        ck_assert_uint_eq(request.life, 0);
    }
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r5_request");
    TCase *tests = tcase_create("R5");
    tcase_add_test(tests, r5_a_grant_is_a_personal_packet_to_the_asker);
    tcase_add_test(tests, r5_the_friend_may_give_another_amount_and_the_card_helps);
    tcase_add_test(tests, r5_one_open_request_for_a_pair);
    tcase_add_test(tests, r5_it_ends_once);
    tcase_add_test(tests, r5_nothing_after_it_lapsed_and_it_lapses_not_before);
    tcase_add_test(tests, r5_a_lapsed_request_makes_way_for_the_next);
    tcase_add_test(tests, r5_only_the_friend_answers_and_by_the_rules_of_packets);
    tcase_add_test(tests, r5_what_can_be_asked);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
