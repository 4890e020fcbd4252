/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R1 and R3: the life of a packet, who may claim, what each share is, and where the rest goes. */
#include "helper.h"

enum { GROUP = 2, ODD_GROUP = 3, NOON = 1000, DAY = 24 * 3600 };

static gx_packet_order group_order(gx_packet_kind kind, uint32_t shares, gx_fen amount)
{
    return (gx_packet_order){
        .kind = kind, .audience = GROUP, .shares = shares, .amount = amount, .occasion = 77};
}

static gx_packet_ref send(gx_book *book, uint32_t serial, gx_packet_order order)
{
    gx_packet_ref packet;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, serial), &order, NOON, &packet, NULL), order.amount);
    return packet;
}

static gx_answer try(gx_book *book, gx_packet_ref packet, uint32_t claimer, uint32_t now)
{
    gx_packet_share share;
    gx_answer answer = gx_packet_claim(book, packet, claimer, draw_of(claimer, 1), now, &share);
    ck_assert_int_eq(answer.amount, share.amount);
    return answer;
}

START_TEST(R1_one_receiver_gets_the_fixed_amount)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    uint32_t friend = 5; /* of another book */
    gx_packet_order order = {.kind = GX_PACKET_PERSONAL, .audience = friend, .shares = 1, .amount = 888};
    gx_packet_ref packet = send(book, 1, order);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 112);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 888);
    expect_refused(try(book, packet, friend + 1, NOON), GX_REFUSED_NOT_ADDRESSED, friend + 1, friend);
    gx_packet_share share;
    expect_done(gx_packet_claim(book, packet, friend, draw_of(1, 1), NOON, &share), 888);
    ck_assert(share.closed && share.position == 0 && share.luckiest == friend && share.luckiest_share == 888);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 888);
    ck_assert_uint_eq(gx_packets_open(book), 0);
    expect_refused(try(book, packet, friend, NOON), GX_REFUSED_EMPTY, 0, 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R1_has_one_share_and_is_not_for_oneself)
{
    gx_book *book = make_rich_book(0, 1000);
    gx_packet_ref packet;
    gx_packet_order order = {.kind = GX_PACKET_PERSONAL, .audience = 5, .shares = 2, .amount = 10};
    gx_op_key key = key_of(FIRST_USER, 1);
    expect_refused(gx_packet_send(book, key, &order, NOON, &packet, NULL), GX_REFUSED_SHARES, 2, 1);
    order.shares = 1;
    order.audience = FIRST_USER;
    expect_refused(gx_packet_send(book, key, &order, NOON, &packet, NULL), GX_REFUSED_NOT_ADDRESSED,
                   FIRST_USER, FIRST_USER);
    gx_book_free(book);
}
END_TEST

START_TEST(R3_equal_shares_differ_by_at_most_one_fen)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_ref packet = send(book, 1, group_order(GX_PACKET_EQUAL, 7, 100));
    gx_fen sum = 0;
    for (uint32_t i = 0; i < 7; i++) {
        gx_packet_share share;
        expect_done(gx_packet_claim(book, packet, i, draw_of(i, 1), NOON, &share), i < 2 ? 15 : 14);
        ck_assert_uint_eq(share.position, i);
        ck_assert(share.closed == (i == 6));
        ck_assert_uint_eq(share.luckiest, 0); /* the earlier one at a tie */
        ck_assert_int_eq(share.luckiest_share, 15);
        sum += share.amount;
        expect_balanced(book);
    }
    ck_assert_int_eq(sum, 100);
    gx_book_free(book);
}
END_TEST

START_TEST(R3_lucky_shares_add_up_and_the_luckiest_is_the_largest)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    for (uint32_t trial = 0; trial < 500; trial++) {
        expect_done(gx_transfer_in(book, FIRST_USER, 200, NOON), 200);
        gx_packet_ref packet = send(book, trial, group_order(GX_PACKET_LUCKY, 10, 200));
        gx_fen sum = 0;
        gx_fen best = 0;
        uint32_t luckiest = 0;
        gx_packet_share share = {0};
        for (uint32_t i = 0; i < 10; i++) {
            ck_assert(!share.closed);
            ck_assert_int_eq(gx_packet_claim(book, packet, 50 + i, draw_of(i, trial), NOON, &share).code,
                             GX_DONE);
            ck_assert_int_ge(share.amount, 1);
            sum += share.amount;
            if (share.amount > best) {
                best = share.amount;
                luckiest = 50 + i;
            }
            ck_assert_uint_eq(share.luckiest, luckiest);
            ck_assert_int_eq(share.luckiest_share, best);
        }
        ck_assert(share.closed);
        ck_assert_int_eq(sum, 200);
    }
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(one_share_a_person)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_ref packet = send(book, 1, group_order(GX_PACKET_LUCKY, 100, 1000));
    for (uint32_t i = 0; i < 99; i++) {
        ck_assert_int_eq(try(book, packet, i, NOON).code, GX_DONE);
        snapshot before = take_snapshot(book);
        for (uint32_t again = 0; again <= i; again += 1 + i / 3)
            expect_refused(try(book, packet, again, NOON), GX_REFUSED_TWICE, 1, 0);
        expect_unchanged(book, &before);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(membership_is_asked_from_the_host)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_order order = group_order(GX_PACKET_EQUAL, 2, 100);
    order.audience = ODD_GROUP;
    gx_packet_ref packet = send(book, 1, order);
    snapshot before = take_snapshot(book);
    expect_refused(try(book, packet, FIRST_USER + 1, NOON), GX_REFUSED_NOT_ADDRESSED, FIRST_USER + 1,
                   ODD_GROUP);
    expect_unchanged(book, &before);
    gx_book_free(book);
    /* Without a directory there are no groups. */
    gx_book_config config = {.first_user = FIRST_USER, .users = 1};
    ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
    expect_done(gx_open(book, FIRST_USER, 100), 100);
    packet = send(book, 1, group_order(GX_PACKET_EQUAL, 2, 100));
    expect_refused(try(book, packet, 4, NOON), GX_REFUSED_NOT_ADDRESSED, 4, GROUP);
    gx_book_free(book);
}
END_TEST

START_TEST(what_is_left_goes_back_at_expiry_and_not_before)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_ref packet = send(book, 1, group_order(GX_PACKET_EQUAL, 5, 500));
    expect_done(try(book, packet, 1, NOON + DAY - 1), 100);
    snapshot before = take_snapshot(book);
    expect_refused(gx_packet_expire(book, packet, NOON + DAY - 1), GX_REFUSED_NOT_DUE, NOON + DAY - 1,
                   NOON + DAY);
    expect_refused(try(book, packet, 2, NOON + DAY), GX_REFUSED_EXPIRED, NOON + DAY, NOON + DAY);
    expect_unchanged(book, &before);
    expect_done(gx_packet_expire(book, packet, NOON + DAY), 400);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 900);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 100);
    gx_packet_view view;
    ck_assert(!gx_packet_look(book, packet, &view));
    before = take_snapshot(book);
    expect_refused(gx_packet_expire(book, packet, NOON + DAY), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(try(book, packet, 3, NOON + DAY), GX_REFUSED_EMPTY, 0, 1);
    expect_refused(gx_packet_expire(book, (gx_packet_ref){9, 1}, UINT32_MAX), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(try(book, (gx_packet_ref){0, 0}, 3, NOON + DAY), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(try(book, (gx_packet_ref){0, 9}, 3, NOON + DAY), GX_REFUSED_NO_SUCH, 0, 0);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(a_late_claim_does_not_reach_the_next_packet_in_the_same_place)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_ref first = send(book, 1, group_order(GX_PACKET_EQUAL, 1, 10));
    expect_done(try(book, first, 1, NOON), 10);
    gx_packet_ref second = send(book, 2, group_order(GX_PACKET_EQUAL, 1, 20));
    ck_assert_uint_eq(first.slot, second.slot);
    expect_refused(try(book, first, 2, NOON), GX_REFUSED_EMPTY, 0, 1);
    expect_refused(gx_packet_expire(book, first, UINT32_MAX), GX_REFUSED_RESOLVED, 0, 0);
    expect_done(try(book, second, 2, NOON), 20);
    gx_book_free(book);
}
END_TEST

START_TEST(the_limits_bind_with_figures)
{
    gx_book *book = make_rich_book(0, 5000000);
    static const struct {
        uint32_t shares;
        gx_fen amount;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {0, 100, GX_REFUSED_SHARES, 0, 1},
        {101, 1000, GX_REFUSED_SHARES, 101, 100},
        {UINT32_MAX, 1000, GX_REFUSED_SHARES, UINT32_MAX, 100},
        {1, 0, GX_REFUSED_AMOUNT, 0, 1},
        {1, INT64_MIN, GX_REFUSED_AMOUNT, INT64_MIN, 1},
        {100, 2000001, GX_REFUSED_AMOUNT, 2000001, 2000000},
        {1, INT64_MAX, GX_REFUSED_AMOUNT, INT64_MAX, 2000000},
        {100, 99, GX_REFUSED_MEAN_SHARE, 0, 1},
        {1, 20001, GX_REFUSED_MEAN_SHARE, 20001, 20000},
        {3, 60001, GX_REFUSED_MEAN_SHARE, 20000, 20000},
        {3, 60000, GX_DONE, 0, 0},
        {100, 100, GX_DONE, 0, 0},
        {100, 2000000, GX_DONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gx_packet_order order = group_order(GX_PACKET_LUCKY, rows[i].shares, rows[i].amount);
        gx_packet_ref packet;
        snapshot before = take_snapshot(book);
        gx_answer answer = gx_packet_send(book, key_of(FIRST_USER, (uint32_t)i), &order, NOON, &packet, NULL);
        if (rows[i].code == GX_DONE) {
            expect_done(answer, rows[i].amount);
        } else {
            expect_refused(answer, rows[i].code, rows[i].have, rows[i].need);
            ck_assert_uint_eq(packet.life, 0);
            expect_unchanged(book, &before);
        }
    }
    gx_packet_order order = group_order((gx_packet_kind)GX_PACKET_KIND_COUNT, 1, 1);
    gx_packet_ref packet;
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 99), &order, NOON, &packet, NULL),
                   GX_REFUSED_NO_SUCH, GX_PACKET_KIND_COUNT, GX_PACKET_KIND_COUNT);
    gx_book_free(book);
}
END_TEST

START_TEST(the_rules_are_the_scenarios_to_set)
{
    gx_book *book = make_rich_book(0, 100000);
    gx_packet_rules rules = gx_packet_rules_default();
    ck_assert_int_eq(rules.share_min, 1);
    ck_assert_int_eq(rules.mean_share_max, 20000);
    ck_assert_uint_eq(rules.shares_max, 100);
    ck_assert_int_eq(rules.amount_max, 2000000);
    ck_assert_uint_eq(rules.life_ticks, DAY);
    rules.share_min = 50;
    rules.life_ticks = 10;
    expect_done(gx_packet_set_rules(book, &rules, NOON), 0);
    gx_packet_order order = group_order(GX_PACKET_LUCKY, 10, 499);
    gx_packet_ref packet;
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 1), &order, NOON, &packet, NULL),
                   GX_REFUSED_MEAN_SHARE, 49, 50);
    packet = send(book, 2, group_order(GX_PACKET_LUCKY, 10, 600));
    /* The packet keeps the rules that it was sent under. */
    rules.share_min = 0;
    expect_refused(gx_packet_set_rules(book, &rules, NOON), GX_REFUSED_RULE, 0, 1);
    rules.share_min = 1;
    expect_done(gx_packet_set_rules(book, &rules, NOON), 0);
    for (uint32_t i = 0; i < 10; i++) {
        expect_balanced(book);
        ck_assert_int_ge(try(book, packet, i, NOON + 9).amount, 50);
    }
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 600);
    gx_packet_order cents = group_order(GX_PACKET_LUCKY, 10, 10);
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 3), &cents, NOON + 9, &packet, NULL), 10);
    expect_done(try(book, packet, 0, NOON + 9), 1);
    expect_refused(gx_packet_expire(book, packet, NOON + 18), GX_REFUSED_NOT_DUE, NOON + 18, NOON + 19);
    expect_done(gx_packet_expire(book, packet, NOON + 19), 9);
    gx_book_free(book);
}
END_TEST

START_TEST(funding_comes_from_the_balance_and_then_from_the_card)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_order order = group_order(GX_PACKET_LUCKY, 3, 1500);
    gx_packet_ref packet;
    gx_fen topped_up = -1;
    snapshot before = take_snapshot(book);
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 1), &order, NOON, &packet, &topped_up),
                   GX_REFUSED_FUNDS, 1000, 1500);
    ck_assert_int_eq(topped_up, 0);
    expect_unchanged(book, &before);
    uint32_t with_card = FIRST_USER + 1;
    expect_done(gx_packet_send(book, key_of(with_card, 1), &order, NOON, &packet, &topped_up), 1500);
    ck_assert_int_eq(topped_up, 500);
    ck_assert_int_eq(gx_book_balance(book, with_card), 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CARD_GATEWAY), -500);
    ck_assert_uint_eq(gx_book_count(book).top_ups, 1);
    ck_assert_int_eq(gx_book_count(book).topped_up, 500);
    expect_balanced(book);
    /* A balance that is enough leaves the card alone. */
    order.amount = 1000;
    expect_done(gx_packet_send(book, key_of(FIRST_USER + 3, 1), &order, NOON, &packet, &topped_up), 1000);
    ck_assert_int_eq(topped_up, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(a_repeated_key_names_the_same_packet)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_order order = group_order(GX_PACKET_EQUAL, 2, 1500);
    gx_op_key key = key_of(FIRST_USER + 1, 3);
    gx_packet_ref packet;
    gx_packet_ref again;
    gx_fen topped_up;
    expect_done(gx_packet_send(book, key, &order, NOON, &packet, NULL), 1500);
    snapshot before = take_snapshot(book);
    /* Later, but the same order. */
    expect_done(gx_packet_send(book, key, &order, NOON + 5, &again, &topped_up), 1500);
    ck_assert_mem_eq(&packet, &again, sizeof packet);
    ck_assert_int_eq(topped_up, 500);
    gx_packet_order others[] = {order, order, order, order, order};
    others[0].amount++;
    others[1].shares++;
    others[2].audience++;
    others[3].occasion++;
    others[4].kind = GX_PACKET_LUCKY;
    for (int i = 0; i < 5; i++)
        expect_refused(gx_packet_send(book, key, &others[i], NOON, &again, NULL), GX_REFUSED_KEY_CONTENT, 0,
                       0);
    ck_assert_uint_eq(again.life, 0);
    expect_unchanged(book, &before);
    expect_done(try(book, packet, 1, NOON), 750);
    expect_done(try(book, packet, 2, NOON), 750);
    before = take_snapshot(book);
    expect_done(gx_packet_send(book, key, &order, NOON, &again, NULL), 1500);
    ck_assert_mem_eq(&packet, &again, sizeof packet);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(a_look_shows_the_open_packet)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_ref packet = send(book, 1, group_order(GX_PACKET_EQUAL, 3, 100));
    gx_packet_view view;
    ck_assert(gx_packet_look(book, packet, &view));
    ck_assert(view.kind == GX_PACKET_EQUAL && view.sender == FIRST_USER && view.audience == GROUP);
    ck_assert(view.occasion == 77 && view.shares == 3 && view.shares_left == 3 && view.amount == 100);
    ck_assert(view.remaining == 100 && view.sent == NOON && view.expires == NOON + DAY);
    expect_done(try(book, packet, 12, NOON), 34);
    expect_done(try(book, packet, 13, NOON), 33);
    ck_assert(gx_packet_look(book, packet, &view));
    ck_assert(view.shares_left == 1 && view.remaining == 33 && view.luckiest == 12 &&
              view.luckiest_share == 34);
    ck_assert_uint_eq(gx_packets_open(book), 1);
    ck_assert(!gx_packet_look(book, (gx_packet_ref){0, 0}, &view));
    ck_assert_str_eq(gx_packet_kind_word(GX_PACKET_LUCKY), "lucky");
    ck_assert_str_eq(gx_packet_kind_word((gx_packet_kind)GX_PACKET_KIND_COUNT), "unknown");
    gx_book_free(book);
}
END_TEST

START_TEST(a_life_beyond_the_last_tick_ends_at_the_last_tick)
{
    gx_book *book = make_rich_book(WINDOW, 1000);
    gx_packet_order order = group_order(GX_PACKET_EQUAL, 2, 100);
    gx_packet_ref packet;
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 1), &order, UINT32_MAX - 5, &packet, NULL), 100);
    expect_done(try(book, packet, 1, UINT32_MAX - 1), 50);
    expect_refused(gx_packet_expire(book, packet, UINT32_MAX - 1), GX_REFUSED_NOT_DUE, UINT32_MAX - 1,
                   UINT32_MAX);
    expect_done(gx_packet_expire(book, packet, UINT32_MAX), 50);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/packets");
    TCase *tests = tcase_create("packets");
    tcase_add_test(tests, R1_one_receiver_gets_the_fixed_amount);
    tcase_add_test(tests, R1_has_one_share_and_is_not_for_oneself);
    tcase_add_test(tests, R3_equal_shares_differ_by_at_most_one_fen);
    tcase_add_test(tests, R3_lucky_shares_add_up_and_the_luckiest_is_the_largest);
    tcase_add_test(tests, one_share_a_person);
    tcase_add_test(tests, membership_is_asked_from_the_host);
    tcase_add_test(tests, what_is_left_goes_back_at_expiry_and_not_before);
    tcase_add_test(tests, a_late_claim_does_not_reach_the_next_packet_in_the_same_place);
    tcase_add_test(tests, the_limits_bind_with_figures);
    tcase_add_test(tests, the_rules_are_the_scenarios_to_set);
    tcase_add_test(tests, funding_comes_from_the_balance_and_then_from_the_card);
    tcase_add_test(tests, a_repeated_key_names_the_same_packet);
    tcase_add_test(tests, a_look_shows_the_open_packet);
    tcase_add_test(tests, a_life_beyond_the_last_tick_ends_at_the_last_tick);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
