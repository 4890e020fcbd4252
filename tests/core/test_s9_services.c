/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S9: local services: needs and offers nearby, paid in escrow. */
#include "trade.h"

enum { THEMES = GX_THEME_SERVICES, RICH = 1000000, HERE = 7, LIFE = 1000, WORKER = 900 };

static gx_service_order need_for(gx_fen price)
{
    return (gx_service_order){.kind = GX_SERVICE_NEED,
                              .place = HERE,
                              .price = price,
                              .life = LIFE,
                              .addressee = GX_SERVICE_ANYBODY};
}

static gx_pass at_place(uint32_t user, uint16_t place)
{
    return (gx_pass){.user = user, .place = place, .tier = 1};
}

/* A need of BUYER's for 500 fen, in a state, at tick 0. */
static gx_service make_need(gx_book *book, gx_service_state state)
{
    gx_service post;
    gx_service_order order = need_for(500);
    gx_pass worker = at_place(WORKER, HERE);
    expect_done(gx_service_post(book, fresh(BUYER), &order, 0, &post), 500);
    if (state >= GX_SERVICE_MATCHED)
        expect_done(gx_service_accept(book, post, &worker, 0), 500);
    if (state >= GX_SERVICE_REPORTED)
        expect_done(gx_service_report(book, post, WORKER, 0), 500);
    return post;
}

START_TEST(s9_a_need_is_held_matched_by_place_and_paid)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_service post = make_need(book, GX_SERVICE_OPEN);
    gx_service_view view;
    gx_pass elsewhere = at_place(WORKER, HERE + 1), self = at_place(BUYER, HERE),
            worker = at_place(WORKER, HERE);
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH - 500);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 500);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_service_accept(book, post, &self, 1), GX_REFUSED_NOT_ADDRESSED, BUYER, BUYER);
    refused(book, &before, gx_service_accept(book, post, &elsewhere, 1), GX_REFUSED_PLACE, HERE + 1, HERE);
    refused(book, &before, gx_service_accept(book, post, &worker, LIFE), GX_REFUSED_EXPIRED, LIFE, LIFE);
    refused(book, &before, gx_service_accept(book, no_such, &worker, 1), GX_REFUSED_NO_SUCH, 0, 0);
    refused(book, &before, gx_service_finish(book, post, true, 1), GX_REFUSED_STATE, GX_SERVICE_OPEN,
            GX_SERVICE_MATCHED);
    refused(book, &before, gx_service_report(book, post, WORKER, 1), GX_REFUSED_STATE, GX_SERVICE_OPEN,
            GX_SERVICE_MATCHED);
    expect_done(gx_service_accept(book, post, &worker, LIFE - 1), 500);
    ck_assert(gx_service_look(book, post, &view));
    ck_assert_int_eq(view.state, GX_SERVICE_MATCHED);
    ck_assert_uint_eq(view.provider, WORKER);
    ck_assert_uint_eq(view.deadline, LIFE - 1 + 2 * DAY);
    before = take_snapshot(book);
    refused(book, &before, gx_service_accept(book, post, &worker, LIFE), GX_REFUSED_STATE, GX_SERVICE_MATCHED,
            GX_SERVICE_OPEN); /* once */
    refused(book, &before, gx_service_report(book, post, BUYER, LIFE), GX_REFUSED_RIGHT, BUYER, WORKER);
    expect_done(gx_service_report(book, post, WORKER, LIFE), 500);
    expect_done(gx_service_finish(book, post, true, LIFE + 1), 500);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 500);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 0);
    before = take_snapshot(book);
    refused(book, &before, gx_service_finish(book, post, true, LIFE + 1), GX_REFUSED_RESOLVED, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(s9_time_pays_who_reported_and_refunds_who_was_left)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_service open = make_need(book, GX_SERVICE_OPEN), matched = make_need(book, GX_SERVICE_MATCHED),
               reported = make_need(book, GX_SERVICE_REPORTED);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_service_expire(book, open, LIFE - 1), GX_REFUSED_NOT_DUE, LIFE - 1, LIFE);
    refused(book, &before, gx_service_finish(book, matched, false, 9 * DAY), GX_REFUSED_STATE,
            GX_SERVICE_MATCHED, GX_SERVICE_REPORTED);
    expect_done(gx_service_expire(book, open, LIFE), 500);
    before = take_snapshot(book);
    refused(book, &before, gx_service_expire(book, matched, 2 * DAY - 1), GX_REFUSED_NOT_DUE, 2 * DAY - 1,
            2 * DAY);
    refused(book, &before, gx_service_report(book, matched, WORKER, 2 * DAY), GX_REFUSED_EXPIRED, 2 * DAY,
            2 * DAY);
    expect_done(gx_service_expire(book, matched, 2 * DAY), 500);
    before = take_snapshot(book);
    refused(book, &before, gx_service_expire(book, reported, 9 * DAY), GX_REFUSED_STATE, GX_SERVICE_REPORTED,
            GX_SERVICE_MATCHED);
    refused(book, &before, gx_service_finish(book, reported, false, 3 * DAY - 1), GX_REFUSED_NOT_DUE,
            3 * DAY - 1, 3 * DAY);
    expect_done(gx_service_finish(book, reported, false, 3 * DAY), 500);
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH - 500);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 500);
    gx_book_free(book);
}
END_TEST

START_TEST(s9_who_may_call_it_off)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_service post = make_need(book, GX_SERVICE_OPEN);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_service_cancel(book, post, WORKER, 0), GX_REFUSED_RIGHT, WORKER, BUYER);
    refused(book, &before, gx_service_cancel(book, post, 0, 0), GX_REFUSED_RIGHT, 0, BUYER);
    expect_done(gx_service_cancel(book, post, BUYER, 0), 500);
    for (uint32_t i = 0; i < 2; i++) {
        post = make_need(book, GX_SERVICE_MATCHED);
        expect_done(gx_service_cancel(book, post, i == 0 ? BUYER : WORKER, 0), 500);
    }
    post = make_need(book, GX_SERVICE_REPORTED);
    before = take_snapshot(book);
    refused(book, &before, gx_service_cancel(book, post, BUYER, 0), GX_REFUSED_RIGHT, BUYER, WORKER);
    expect_done(gx_service_cancel(book, post, WORKER, 0), 500);
    expect_refused(gx_service_cancel(book, post, WORKER, 0), GX_REFUSED_RESOLVED, 0, 0);
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH);
    gx_book_free(book);
}
END_TEST

/* An offer is taken once; the taker's money lies in his own book first. */
START_TEST(s9_an_offer_is_taken_across_books)
{
    gx_book *needers = make_market(THEMES, RICH);
    gx_book *providers = make_market(THEMES, RICH);
    gx_service offer, deal, late;
    gx_service_order order = need_for(300);
    gx_pass needer = at_place(BUYER, HERE), second = at_place(BUYER + 1, HERE),
            seller = at_place(SELLER, HERE);
    order.kind = GX_SERVICE_OFFER;
    expect_done(gx_service_post(providers, fresh(SELLER), &order, 0, &offer), 0);
    ck_assert_int_eq(gx_book_balance(providers, SELLER), RICH);
    order.kind = GX_SERVICE_NEED;
    order.addressee = SELLER;
    expect_done(gx_service_post(needers, fresh(BUYER), &order, 1, &deal), 300);
    expect_done(gx_service_post(needers, fresh(BUYER + 1), &order, 1, &late), 300);
    expect_refused(gx_service_accept(needers, deal, &second, 1), GX_REFUSED_NOT_ADDRESSED, BUYER + 1, SELLER);
    expect_done(gx_service_accept(providers, offer, &needer, 2), 300);
    expect_refused(gx_service_accept(providers, offer, &second, 2), GX_REFUSED_RESOLVED, 0, 0);
    expect_done(gx_service_accept(needers, deal, &seller, 3), 300);
    expect_done(gx_service_cancel(needers, late, BUYER + 1, 3), 300);
    expect_done(gx_service_finish(needers, deal, true, 4), 300); /* confirmed without a report */
    expect_done(gx_transfer_in(providers, SELLER, 300, 5), 300);
    ck_assert_int_eq(gx_book_house(needers, GX_HOUSE_CLEARING) + gx_book_house(providers, GX_HOUSE_CLEARING),
                     0);
    ck_assert_int_eq(gx_book_balance(providers, SELLER), RICH + 300);
    order.kind = GX_SERVICE_OFFER; /* an offer that nobody takes, and one that is taken back */
    order.addressee = GX_SERVICE_ANYBODY;
    expect_done(gx_service_post(providers, fresh(SELLER), &order, 5, &offer), 0);
    expect_refused(gx_service_finish(providers, offer, true, 5), GX_REFUSED_STATE, 0, 1);
    expect_done(gx_service_expire(providers, offer, 5 + LIFE), 0);
    expect_done(gx_service_post(providers, fresh(SELLER), &order, 5 + LIFE, &offer), 0);
    expect_done(gx_service_cancel(providers, offer, SELLER, 5 + LIFE), 0);
    expect_balanced(needers);
    expect_balanced(providers);
    gx_book_free(needers);
    gx_book_free(providers);
}
END_TEST

START_TEST(s9_terms_are_checked)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_service post;
    gx_service_order order = need_for(0);
    gx_service_rules rules = gx_service_rules_default();
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_service_post(book, fresh(SHOP), &order, 0, &post), GX_REFUSED_ACCOUNT, 0, SHOP);
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_AMOUNT, 0, 1);
    order = need_for(rules.price_max + 1);
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_AMOUNT,
            rules.price_max + 1, rules.price_max);
    order = need_for(5);
    order.life = 0;
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_RULE, 0, 1);
    order.life = rules.life_max + 1;
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_RULE,
            rules.life_max + 1, rules.life_max);
    order = need_for(5);
    order.addressee = BUYER;
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_NOT_ADDRESSED,
            BUYER, BUYER);
    order = need_for(5);
    order.kind = (gx_service_kind)2;
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_RULE, 2, 1);
    rules.price_max = 0;
    refused(book, &before, gx_service_set_rules(book, &rules, 0), GX_REFUSED_RULE, 0, 1);
    rules.price_max = INT64_MAX;
    refused(book, &before, gx_service_set_rules(book, &rules, 0), GX_REFUSED_RULE, INT64_MAX,
            INT64_C(1) << 60);
    rules.price_max = (gx_fen)RICH * 2;
    rules.life_max = 0;
    refused(book, &before, gx_service_set_rules(book, &rules, 0), GX_REFUSED_RULE, 0, 1);
    rules.life_max = UINT32_MAX;
    expect_done(gx_service_set_rules(book, &rules, 0), 0);
    order = need_for(RICH + 1);
    expect_refused(gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_FUNDS, RICH, RICH + 1);
    order = need_for(5); /* time stops at the last tick */
    order.life = UINT32_MAX;
    expect_done(gx_service_post(book, fresh(BUYER), &order, 9, &post), 5);
    gx_service_view view;
    ck_assert(gx_service_look(book, post, &view));
    ck_assert_uint_eq(view.deadline, UINT32_MAX);
    gx_book_free(book);
}
END_TEST

START_TEST(s9_both_sides_have_real_names)
{
    gx_book *book = make_market(THEMES | GX_THEME_IDENTITY, RICH);
    gx_service post;
    gx_service_order order = need_for(5);
    gx_pass worker = at_place(WORKER, HERE);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_service_post(book, fresh(BUYER), &order, 0, &post), GX_REFUSED_IDENTITY, 0, 1);
    expect_done(gx_identity_set_tier(book, BUYER, 1, 0), 0);
    expect_done(gx_service_post(book, fresh(BUYER), &order, 0, &post), 5);
    worker.tier = 0;
    before = take_snapshot(book);
    refused(book, &before, gx_service_accept(book, post, &worker, 0), GX_REFUSED_IDENTITY, 0, 1);
    worker.tier = 1;
    expect_done(gx_service_accept(book, post, &worker, 0), 5);
    gx_book_free(book);
}
END_TEST

START_TEST(s9_stars_add_up)
{
    gx_book *book = make_market(THEMES, RICH);
    uint64_t before = gx_book_digest(book), stars = 0;
    expect_refused(gx_service_rate(book, SHOP, 5, 0), GX_REFUSED_ACCOUNT, 0, SHOP);
    expect_refused(gx_service_rate(book, SELLER, 0, 0), GX_REFUSED_RULE, 0, 5);
    expect_refused(gx_service_rate(book, SELLER, 6, 0), GX_REFUSED_RULE, 6, 5);
    ck_assert_uint_eq(gx_book_digest(book), before);
    for (uint32_t n = 0; n < 100; n++) {
        uint8_t star = (uint8_t)(1 + n % 5);
        expect_done(gx_service_rate(book, SELLER, star, n), 0);
        stars += star;
    }
    ck_assert_uint_eq(gx_service_rating_of(book, SELLER).ratings, 100);
    ck_assert_uint_eq(gx_service_rating_of(book, SELLER).stars, stars);
    ck_assert_uint_eq(gx_service_rating_of(book, BUYER).ratings, 0);
    ck_assert_uint_ne(gx_book_digest(book), before);
    gx_book_free(book);
}
END_TEST

/* A town by chance: what is paid and what comes back is what was posted, to the fen. */
START_TEST(s9_a_town_adds_up_to_the_fen)
{
    enum { POSTS = 50, STEPS = 20000 };
    gx_book *book = make_market(THEMES, RICH);
    gx_service post[POSTS] = {0};
    gx_fen posted = 0, back = 0, paid = 0;
    uint64_t ends = 0;
    for (uint32_t n = 0; n < STEPS; n++) {
        uint32_t i = chance(n, 0, POSTS), now = n * 300;
        gx_service_order order = need_for(1 + chance(n, 1, 2000));
        gx_pass worker = at_place(WORKER + i, HERE);
        gx_service_view view;
        bool lives = gx_service_look(book, post[i], &view);
        switch (chance(n, 2, 6)) {
        case 0:
            order.kind = n % 3 == 0 ? GX_SERVICE_OFFER : GX_SERVICE_NEED;
            order.life = 1 + chance(n, 3, DAY);
            if (!lives)
                posted += gx_service_post(book, fresh(BUYER + i % USERS), &order, now, &post[i]).amount;
            break;
        case 1:
            gx_service_accept(book, post[i], &worker, now);
            break;
        case 2:
            gx_service_report(book, post[i], WORKER + i, now);
            break;
        case 3:
            back += gx_service_cancel(book, post[i], n % 2 == 0 ? WORKER + i : BUYER + i % USERS, now).amount;
            break;
        case 4:
            back += gx_service_expire(book, post[i], now).amount;
            break;
        default:
            paid += gx_service_finish(book, post[i], n % 3 == 0, now).amount;
        }
        ends += lives && !gx_service_look(book, post[i], &view);
        if (n % 500 == 0)
            expect_balanced(book);
    }
    ck_assert_uint_gt(ends, 1000);
    ck_assert_int_gt(paid, 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), paid);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), posted - back - paid);
    gx_book_free(book);
}
END_TEST

START_TEST(s9_memory_may_run_out_and_then_stays)
{
    ck_assert_int_ge(fail_creation(THEMES), 5);
    gx_book *book = make_market(THEMES, RICH);
    gx_service post[300];
    long failures = 0;
    for (uint32_t round = 0; round < 3; round++) {
        uint64_t before = gx_memory_allocations();
        for (uint32_t n = 0; n < 300; n++) {
            gx_result result;
            gx_op op = {.kind = GX_OP_SERVICE_POST,
                        .key = fresh(BUYER + n % USERS),
                        .now = round,
                        .args.service_post = {GX_SERVICE_NEED, HERE, 5, 10, GX_SERVICE_ANYBODY, 0}};
            failures += fail_until_done(book, &op, &result);
            post[n] = result.made;
        }
        ck_assert(round == 0 || gx_memory_allocations() == before);
        for (uint32_t n = 0; n < 300; n++)
            expect_done(gx_service_cancel(book, post[n], BUYER + n % USERS, round), 5);
    }
    ck_assert_int_ge(failures, 5);
    gx_book_free(book);
}
END_TEST

/* Whatever a later answer could depend on is in the digest of the state. */
START_TEST(s9_the_digest_sees_it)
{
    const gx_op rules = {.kind = GX_OP_SERVICE_RULES, .args.service_rules = {1, 500, 50, 40, 30}};
    const gx_op offer = {.kind = GX_OP_SERVICE_POST,
                         .key = {SELLER, 1},
                         .args.service_post = {GX_SERVICE_OFFER, HERE, 30, 20, GX_SERVICE_ANYBODY, 0}};
    const gx_op rate = {.kind = GX_OP_SERVICE_RATE, .args.service_rate = {SELLER, 3}};
    const gx_op accept = {.kind = GX_OP_SERVICE_ACCEPT,
                          .args.service_accept = {first_made, {.user = WORKER, .place = HERE}}};
    gx_op ops[16];
    for (int i = 0; i < 16; i++)
        ops[i] = i < 6 ? rules : i < 11 ? offer : rate;
    ops[1].args.service_rules.tier_min++;
    ops[2].args.service_rules.price_max++;
    ops[3].args.service_rules.life_max++;
    ops[4].args.service_rules.work_ticks++;
    ops[5].args.service_rules.review_ticks++;
    ops[7].args.service_post.place++;
    ops[8].args.service_post.price++;
    ops[9].args.service_post.life++;
    ops[10].args.service_post.addressee = WORKER;
    ops[12].args.service_rate.provider--;
    ops[13].args.service_rate.stars++;
    for (int i = 0; i < 14; i++)
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(digest_after(THEMES, &ops[i], 1), digest_after(THEMES, &ops[j], 1));
    gx_op two[2][2] = {{offer, accept}, {offer, accept}};
    two[0][0].args.service_post.kind = two[1][0].args.service_post.kind = GX_SERVICE_NEED;
    two[1][1].args.service_accept.by.user++;
    ck_assert_uint_ne(digest_after(THEMES, two[0], 2), digest_after(THEMES, two[1], 2));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/s9");
    TCase *tests = tcase_create("s9");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, s9_a_need_is_held_matched_by_place_and_paid);
    tcase_add_test(tests, s9_time_pays_who_reported_and_refunds_who_was_left);
    tcase_add_test(tests, s9_who_may_call_it_off);
    tcase_add_test(tests, s9_an_offer_is_taken_across_books);
    tcase_add_test(tests, s9_terms_are_checked);
    tcase_add_test(tests, s9_both_sides_have_real_names);
    tcase_add_test(tests, s9_stars_add_up);
    tcase_add_test(tests, s9_a_town_adds_up_to_the_fen);
    tcase_add_test(tests, s9_memory_may_run_out_and_then_stays);
    tcase_add_test(tests, s9_the_digest_sees_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
