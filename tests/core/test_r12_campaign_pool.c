/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R12: the campaign pool. Schedule, stock an hour, cap a user, gate, stop rule; and never a fen over,
 * whatever the order of calls. */
#include "campaign_helper.h"

static gx_answer grant(gx_book *book, uint32_t serial, gx_campaign campaign, uint32_t user, gx_fen amount,
                       uint32_t now)
{
    return gx_campaign_grant(book, key_of(POOL, serial), campaign, pass_of(user), amount, now);
}

START_TEST(R12_budget_is_granted_plus_returned_plus_remaining)
{
    gx_book *book = make_campaign_book(10000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(6000, DAY));
    ck_assert_int_eq(gx_book_balance(book, POOL), 4000);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 6000);
    expect_done(grant(book, 2, campaign, 7, 1500, 10), 1500);
    expect_done(grant(book, 3, campaign, 7, 1, 11), 1);
    expect_pool(book, campaign, 1501, 4499);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 1501);
    ck_assert_int_eq(gx_campaign_user_fen(book, campaign, 7), 1501);
    ck_assert_uint_eq(gx_campaign_user_payments(book, campaign, 7), 2);
    expect_done(gx_campaign_fund(book, key_of(POOL, 4), campaign, 1000, 12), 1000);
    expect_pool(book, campaign, 1501, 5499);
    snapshot before = take_snapshot(book);
    expect_refused(grant(book, 5, campaign, 8, 5500, 13), GX_REFUSED_FUNDS, 5499, 5500);
    expect_refused(grant(book, 6, campaign, 8, 0, 13), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(grant(book, 7, campaign, 8, INT64_MIN, 13), GX_REFUSED_AMOUNT, INT64_MIN, 1);
    expect_refused(grant(book, 8, campaign, 8, INT64_MAX, 13), GX_REFUSED_FUNDS, 5499, INT64_MAX);
    expect_refused(gx_campaign_close(book, campaign, DAY - 1, NULL), GX_REFUSED_NOT_DUE, DAY - 1, DAY);
    expect_unchanged(book, &before);
    expect_done(grant(book, 9, campaign, 8, 5000, 13), 5000);
    gx_campaign_end end;
    expect_done(gx_campaign_close(book, campaign, DAY, &end), 499);
    ck_assert(end.rest == 499 && end.returned == 0 && end.granted == 6501);
    ck_assert_int_eq(gx_book_balance(book, POOL), 3499);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    expect_refused(grant(book, 10, campaign, 8, 1, DAY), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_campaign_close(book, campaign, DAY, NULL), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_campaign_close(book, (gx_campaign){9, 1}, DAY, NULL), GX_REFUSED_NO_SUCH, 0, 0);
    ck_assert_uint_eq(gx_campaigns_live(book), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_the_same_key_pays_once)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(1000, DAY));
    gx_campaign again;
    gx_campaign_order order = plain_order(1000, DAY);
    expect_done(gx_campaign_open(book, key_of(POOL, 1), &order, 0, &again), 1000);
    ck_assert(again.slot == campaign.slot && again.life == campaign.life);
    expect_done(grant(book, 2, campaign, 7, 300, 5), 300);
    for (int i = 0; i < 5; i++)
        expect_done(grant(book, 2, campaign, 7, 300, 6), 300);
    expect_pool(book, campaign, 300, 700);
    expect_refused(grant(book, 2, campaign, 8, 300, 7), GX_REFUSED_KEY_CONTENT, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_rests_go_where_the_money_came_from)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign_order order = plain_order(400, DAY);
    order.rest = GX_REST_TO_OPENING;
    gx_campaign pool = open_campaign(book, POOL, 1, order);
    gx_campaign brand = open_campaign(book, BRAND, 1, plain_order(400, DAY));
    expect_done(grant(book, 2, pool, 7, 100, 0), 100);
    expect_done(gx_campaign_close(book, pool, DAY, NULL), 300);
    expect_done(gx_campaign_close(book, brand, DAY, NULL), 400);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_OPENING), -1700);
    ck_assert_int_eq(gx_book_balance(book, POOL), 600);
    ck_assert_int_eq(gx_book_balance(book, BRAND), 1000);
    ck_assert_int_eq((int64_t)gx_book_count(book).refunds, 1);
    gx_campaign_view view;
    ck_assert(!gx_campaign_look(book, pool, &view));
    ck_assert(!gx_campaign_look(book, brand, &view));
    gx_book_free(book);
}
END_TEST

START_TEST(R12_only_the_owner_grants_and_no_user_opens)
{
    gx_book *book = make_campaign_book(1000);
    expect_done(gx_open(book, FIRST_USER, 1000), 1000);
    gx_campaign_order order = plain_order(100, DAY);
    gx_campaign campaign;
    expect_refused(gx_campaign_open(book, key_of(FIRST_USER, 1), &order, 0, &campaign), GX_REFUSED_RIGHT,
                   FIRST_USER, 0);
    campaign = open_campaign(book, POOL, 1, order);
    snapshot before = take_snapshot(book);
    expect_refused(gx_campaign_grant(book, key_of(BRAND, 1), campaign, pass_of(7), 1, 0), GX_REFUSED_RIGHT,
                   BRAND, POOL);
    expect_refused(gx_campaign_fund(book, key_of(BRAND, 2), campaign, 1, 0), GX_REFUSED_RIGHT, BRAND, POOL);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_orders_out_of_range_change_nothing)
{
    gx_book *book = make_campaign_book(1000);
    static const struct {
        gx_campaign_order order;
        gx_answer_code code;
        int64_t have, need;
    } rows[] = {
        {{.budget = 0, .end = 1}, GX_REFUSED_AMOUNT, 0, 1},
        {{.budget = INT64_MIN, .end = 1}, GX_REFUSED_AMOUNT, INT64_MIN, 1},
        {{.budget = INT64_MAX, .end = 1}, GX_REFUSED_AMOUNT, INT64_MAX, GX_CAMPAIGN_BUDGET_MAX},
        {{.budget = 1, .start = 5, .end = 5}, GX_REFUSED_RULE, 5, 6},
        {{.budget = 1, .start = UINT32_MAX, .end = 5}, GX_REFUSED_RULE, 5, INT64_C(1) << 32},
        {{.budget = 1, .end = 1, .on_from = 1440}, GX_REFUSED_RULE, 1440, 1439},
        {{.budget = 1, .end = 1, .on_until = 1441}, GX_REFUSED_RULE, 1441, 1440},
        {{.budget = 1, .end = 1, .hour_fen = -1}, GX_REFUSED_RULE, -1, 0},
        {{.budget = 1, .end = 1, .user_fen = -2}, GX_REFUSED_RULE, -2, 0},
        {{.budget = 1, .end = 1, .stop_below = -3}, GX_REFUSED_RULE, -3, 0},
        {{.budget = 1, .end = 1, .rest = 2}, GX_REFUSED_RULE, 2, 1},
        {{.budget = 1001, .end = 1}, GX_REFUSED_FUNDS, 1000, 1001},
    };
    for (uint32_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        snapshot before = take_snapshot(book);
        gx_campaign campaign;
        expect_refused(gx_campaign_open(book, key_of(POOL, i), &rows[i].order, 0, &campaign), rows[i].code,
                       rows[i].have, rows[i].need);
        ck_assert_uint_eq(campaign.life, 0);
        expect_unchanged(book, &before);
    }
    gx_campaign campaign = open_campaign(book, POOL, 99, plain_order(1, 5));
    gx_fen room = GX_CAMPAIGN_BUDGET_MAX - 1;
    expect_refused(gx_campaign_fund(book, key_of(POOL, 100), campaign, room + 1, 0), GX_REFUSED_AMOUNT,
                   room + 1, room);
    expect_refused(gx_campaign_fund(book, key_of(POOL, 101), campaign, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_campaign_fund(book, key_of(POOL, 102), campaign, 1, 5), GX_REFUSED_EXPIRED, 5, 5);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_schedule_and_hours_of_the_day)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = {
        .budget = 1000, .start = 600, .end = 3 * DAY, .on_from = 21 * 60, .on_until = 30};
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    expect_refused(grant(book, 2, campaign, 7, 1, 599), GX_REFUSED_SCHEDULE, 599, 600);
    expect_done(grant(book, 3, campaign, 7, 1, 600), 1);
    expect_done(grant(book, 4, campaign, 7, 1, 1799), 1); /* 00:29:59 */
    expect_refused(grant(book, 5, campaign, 7, 1, 1800), GX_REFUSED_SCHEDULE, 30, 1260);
    expect_refused(grant(book, 6, campaign, 7, 1, 21 * HOUR - 1), GX_REFUSED_SCHEDULE, 1259, 1260);
    expect_done(grant(book, 7, campaign, 7, 1, 21 * HOUR), 1);
    expect_done(grant(book, 8, campaign, 7, 1, DAY + 100), 1);
    expect_done(grant(book, 9, campaign, 7, 1, 3 * DAY - 1), 1);
    expect_refused(grant(book, 10, campaign, 7, 1, 3 * DAY), GX_REFUSED_EXPIRED, 3 * DAY, 3 * DAY);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_the_stock_of_an_hour_starts_anew_with_the_hour)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = plain_order(50000, WEEK);
    order.hour_count = 3;
    order.hour_fen = 500;
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    order.hour_fen = 0;
    gx_campaign other = open_campaign(book, BRAND, 1, order);
    uint32_t serial = 2;
    for (uint32_t hour = 0; hour < 30; hour += 1 + hour % 3) {
        uint32_t now = hour * HOUR;
        expect_done(grant(book, serial++, campaign, hour, 100, now), 100);
        expect_refused(grant(book, serial++, campaign, hour, 401, now + 1), GX_REFUSED_STOCK, 400, 401);
        expect_done(grant(book, serial++, campaign, hour, 400, now + 1800), 400);
        expect_refused(grant(book, serial++, campaign, hour, 1, now + 1801), GX_REFUSED_STOCK, 0, 1);
    }
    for (uint32_t i = 0; i < 5; i++) {
        gx_answer answer =
            gx_campaign_grant(book, key_of(BRAND, 2 + i), other, pass_of(i), 1, 30 * HOUR - 5 + i);
        if (i < 3)
            expect_done(answer, 1);
        else
            expect_refused(answer, GX_REFUSED_STOCK, 3, 3);
    }
    expect_done(gx_campaign_grant(book, key_of(BRAND, 9), other, pass_of(9), 1, 30 * HOUR), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_the_cap_of_a_user)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = plain_order(50000, WEEK);
    order.user_count = 2;
    order.user_fen = 1000;
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    expect_done(grant(book, 2, campaign, 7, 999, 0), 999);
    expect_refused(grant(book, 3, campaign, 7, 2, 1), GX_REFUSED_LIMIT, 1, 2);
    expect_done(grant(book, 4, campaign, 7, 1, 5 * DAY), 1);
    expect_refused(grant(book, 5, campaign, 7, 1, 6 * DAY), GX_REFUSED_LIMIT, 2, 2);
    expect_done(grant(book, 6, campaign, UINT32_MAX, 1000, 6 * DAY), 1000); /* a user of another book */
    expect_refused(grant(book, 7, campaign, UINT32_MAX, 1, 6 * DAY), GX_REFUSED_LIMIT, 0, 1);
    expect_refused(grant(book, 8, campaign, 8, 1001, 6 * DAY), GX_REFUSED_LIMIT, 1000, 1001);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_it_stops_by_hand_and_when_little_is_left)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = plain_order(1000, WEEK);
    order.stop_below = 300;
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    expect_done(grant(book, 2, campaign, 7, 700, 0), 700);
    expect_done(grant(book, 3, campaign, 7, 1, 0), 1);
    expect_refused(grant(book, 4, campaign, 7, 1, 0), GX_REFUSED_SHUT, 299, 300);
    expect_done(gx_campaign_fund(book, key_of(POOL, 5), campaign, 1, 0), 1);
    expect_done(grant(book, 6, campaign, 7, 300, 0), 300);
    expect_refused(grant(book, 7, campaign, 7, 1, 0), GX_REFUSED_SHUT, 0, 300);
    expect_done(gx_campaign_stop(book, campaign, 1), 0);
    expect_refused(gx_campaign_stop(book, campaign, 1), GX_REFUSED_SHUT, 0, 0);
    expect_refused(gx_campaign_fund(book, key_of(POOL, 8), campaign, 500, 1), GX_REFUSED_SHUT, 0, 0);
    expect_refused(grant(book, 9, campaign, 7, 1, 1), GX_REFUSED_SHUT, 0, 300);
    expect_done(gx_campaign_close(book, campaign, 1, NULL), 0); /* before its end */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_the_gate_asks_for_tier_and_badges)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = plain_order(1000, WEEK);
    order.tier = 2;
    order.badges = 5;
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    gx_pass pass = {.user = 7, .tier = 1, .badges = 7};
    expect_refused(gx_campaign_grant(book, key_of(POOL, 2), campaign, pass, 1, 0), GX_REFUSED_IDENTITY, 1, 2);
    pass.tier = 3;
    pass.badges = 6;
    expect_refused(gx_campaign_grant(book, key_of(POOL, 3), campaign, pass, 1, 0), GX_REFUSED_GATE, 4, 5);
    pass.badges = 13;
    expect_done(gx_campaign_grant(book, key_of(POOL, 4), campaign, pass, 1, 0), 1);
    gx_book_free(book);
}
END_TEST

/* Hostile histories: any amount, any user, any time, against counts that are kept here on the side. */
enum { PEOPLE = 40, HOURS = 200, HOSTILE = 30000 };

START_TEST(R12_never_a_fen_over_in_any_order)
{
    for (uint32_t seed = 0; seed < 6; seed++) {
        gx_book *book = make_campaign_book(400000);
        gx_campaign_order order = {.budget = 200000,
                                   .end = HOURS * HOUR,
                                   .hour_count = seed % 2 == 0 ? 40 : 0,
                                   .hour_fen = seed % 3 == 0 ? 2500 : 0,
                                   .user_count = seed % 2 == 1 ? 60 : 0,
                                   .user_fen = seed % 3 == 1 ? 6000 : 0};
        gx_campaign campaign = open_campaign(book, POOL, 1, order);
        gx_fen budget = order.budget;
        gx_fen granted = 0;
        gx_fen hour_fen[HOURS] = {0};
        uint32_t hour_count[HOURS] = {0};
        gx_fen user_fen[PEOPLE] = {0};
        uint32_t user_count[PEOPLE] = {0};
        uint32_t done = 0;
        for (uint32_t i = 0; i < HOSTILE; i++) {
            gx_draw draw = draw_of(seed, i);
            uint32_t now = (uint32_t)((uint64_t)i * HOURS * HOUR / HOSTILE);
            uint32_t user = draw.word[0] % PEOPLE;
            gx_fen amount = draw.word[1] % 100 == 0 ? (gx_fen)gx_draw_low(draw) : 1 + draw.word[2] % 90;
            if (draw.word[1] % 1000 == 1 &&
                gx_campaign_fund(book, key_of(POOL, 2 + i), campaign, 100, now).code == GX_DONE)
                budget += 100;
            gx_fen left = budget - granted;
            bool may = amount >= 1 && amount <= left &&
                       (order.hour_count == 0 || hour_count[now / HOUR] < 40) &&
                       (order.hour_fen == 0 || amount <= 2500 - hour_fen[now / HOUR]) &&
                       (order.user_count == 0 || user_count[user] < 60) &&
                       (order.user_fen == 0 || amount <= 6000 - user_fen[user]);
            gx_answer answer = grant(book, 2 + HOSTILE + i, campaign, user, amount, now);
            ck_assert_msg((answer.code == GX_DONE) == may, "seed %u, step %u: %s", seed, i,
                          gx_answer_name(answer.code));
            if (!may)
                continue;
            done++;
            granted += amount;
            hour_fen[now / HOUR] += amount;
            hour_count[now / HOUR]++;
            user_fen[user] += amount;
            user_count[user]++;
            if (done % 500 == 0) {
                expect_pool(book, campaign, granted, budget - granted);
                expect_balanced(book);
            }
        }
        ck_assert_uint_gt(done, 500);
        expect_pool(book, campaign, granted, budget - granted);
        expect_balanced(book);
        expect_done(gx_campaign_close(book, campaign, HOURS * HOUR, NULL), budget - granted);
        ck_assert_int_eq(gx_book_balance(book, POOL), 400000 - granted);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), granted);
        gx_book_free(book);
    }
}
END_TEST

START_TEST(R12_memory_can_fail_anywhere)
{
    long failures = 0;
    gx_book *book = make_campaign_book(1000000);
    for (uint32_t i = 0; i < 200; i++) {
        gx_op op = {.kind = GX_OP_CAMPAIGN_OPEN,
                    .key = key_of(POOL, 2 * i),
                    .args.campaign_open = {.budget = 100, .end = DAY}};
        gx_result result;
        expect_done(do_choked(book, &op, &result, &failures), 100);
        gx_op pay = {.kind = GX_OP_CAMPAIGN_GRANT,
                     .key = key_of(POOL, 2 * i + 1),
                     .args.campaign_grant = {result.made, pass_of(i), 10}};
        expect_done(do_choked(book, &pay, &result, &failures), 10);
    }
    ck_assert_int_ge(failures, 10); /* campaigns and users' words grew several times */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

static void campaigns_come_and_go(gx_book *book, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        gx_campaign_order order = plain_order(1000, 1000 * i + 500);
        order.user_count = 3;
        gx_campaign campaign;
        expect_done(gx_campaign_open(book, key_of(POOL, 100 * i), &order, 1000 * i, &campaign), 1000);
        for (uint32_t k = 0; k < 50; k++)
            expect_done(grant(book, 100 * i + 1 + k, campaign, k % 17, 3, 1000 * i + k), 3);
        expect_done(gx_campaign_close(book, campaign, 1000 * i + 500, NULL), 850);
        expect_done(gx_transfer_in(book, POOL, 150, 1000 * i + 500), 150);
    }
}

START_TEST(R12_a_steady_state_allocates_nothing)
{
    gx_book *book = make_campaign_book(10000);
    campaigns_come_and_go(book, 0, 5);
    uint64_t before = gx_memory_allocations();
    campaigns_come_and_go(book, 5, 300);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R12_a_book_with_campaigns_can_fail_to_be_made)
{
    gx_book_config config = {.users = 3, .themes = GX_THEME_CAMPAIGNS, .pools = {100, 3}};
    for (long failures = 0;; failures++) {
        gx_book *book = NULL;
        gx_memory_fail_after(failures);
        gx_status status = gx_book_create(&book, &config, NULL);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            ck_assert_int_ge(failures, 4);
            ck_assert_uint_gt(gx_book_bytes(book), 100);
            gx_book_free(book);
            break;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
    }
}
END_TEST

START_TEST(R12_without_the_theme_there_are_no_campaigns)
{
    gx_book *book = make_book(WINDOW);
    gx_campaign_order order = plain_order(1, 1);
    gx_campaign campaign = {0, 1};
    gx_campaign_view view;
    gx_campaign made;
    expect_refused(gx_campaign_open(book, key_of(FIRST_USER, 1), &order, 0, &made), GX_REFUSED_THEME, 0,
                   GX_THEME_CAMPAIGNS);
    ck_assert(!gx_campaign_look(book, campaign, &view));
    ck_assert_int_eq(gx_campaign_user_fen(book, campaign, 1), 0);
    ck_assert_uint_eq(gx_campaigns_live(book), 0);
    ck_assert_uint_eq(gx_brand_followers(book, BRAND), 0);
    ck_assert(!gx_brand_is_followed(book, BRAND, 1));
    ck_assert_uint_eq(gx_brand_exposures(book, BRAND), 0);
    ck_assert_uint_eq(gx_shake_tries(book, campaign), 0);
    ck_assert_int_eq(gx_gala_cost(book, campaign), 0);
    ck_assert_uint_eq(gx_card_count(book, campaign, 1, 1), 0);
    ck_assert_uint_eq(gx_collection_completers(book, campaign), 0);
    ck_assert_uint_eq(gx_fission_tickets(book, campaign, 1), 0);
    ck_assert_str_eq(gx_campaign_kind_word(GX_CAMPAIGN_GALA), "gala");
    ck_assert_str_eq(gx_campaign_kind_word(GX_CAMPAIGN_KIND_COUNT), "unknown");
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r12_campaign_pool");
    TCase *tests = tcase_create("R12");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R12_budget_is_granted_plus_returned_plus_remaining);
    tcase_add_test(tests, R12_the_same_key_pays_once);
    tcase_add_test(tests, R12_rests_go_where_the_money_came_from);
    tcase_add_test(tests, R12_only_the_owner_grants_and_no_user_opens);
    tcase_add_test(tests, R12_orders_out_of_range_change_nothing);
    tcase_add_test(tests, R12_schedule_and_hours_of_the_day);
    tcase_add_test(tests, R12_the_stock_of_an_hour_starts_anew_with_the_hour);
    tcase_add_test(tests, R12_the_cap_of_a_user);
    tcase_add_test(tests, R12_it_stops_by_hand_and_when_little_is_left);
    tcase_add_test(tests, R12_the_gate_asks_for_tier_and_badges);
    tcase_add_test(tests, R12_never_a_fen_over_in_any_order);
    tcase_add_test(tests, R12_memory_can_fail_anywhere);
    tcase_add_test(tests, R12_a_steady_state_allocates_nothing);
    tcase_add_test(tests, R12_a_book_with_campaigns_can_fail_to_be_made);
    tcase_add_test(tests, R12_without_the_theme_there_are_no_campaigns);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
