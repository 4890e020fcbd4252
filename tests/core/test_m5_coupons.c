/* SPDX-License-Identifier: GPL-3.0-or-later */
/* M5: coupons: budget held, granted by a target rule, redeemed, expired. */
#include "coupons.h"

START_TEST(m5_a_coupon_is_held_granted_redeemed_and_the_rest_comes_back)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_coupon_batch_view view;
    gx_payment payment;
    gx_fen rest;
    ck_assert_int_eq(gx_book_balance(book, SHOP), RICH - 3000);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 3000);
    gx_coupon coupon = grant(book, batch, FAN, 0);
    grant(book, batch, FAN + 1, 0);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, 1000, FROM - 1, &rest), GX_REFUSED_SCHEDULE,
            FROM - 1, FROM);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, 1000, UNTIL, &rest), GX_REFUSED_EXPIRED, UNTIL,
            UNTIL);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, 999, FROM, &rest), GX_REFUSED_AMOUNT, 999,
            1000);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, 0, FROM, &rest), GX_REFUSED_AMOUNT, 0, 1);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, INT64_MAX, FROM, &rest), GX_REFUSED_AMOUNT,
            INT64_MAX, INT64_C(1) << 60);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN + 1, 1000, FROM, &rest), GX_REFUSED_RIGHT,
            FAN + 1, FAN);
    refused(book, &before, gx_coupon_redeem(book, no_such, FAN, 1000, FROM, &rest), GX_REFUSED_NO_SUCH, 0, 0);
    gx_op redeem = {.kind = GX_OP_COUPON_REDEEM, .now = FROM, .args.coupon_redeem = {coupon, FAN, 1000}};
    gx_result result;
    expect_done(gx_book_do(book, &redeem, &result), 300);
    ck_assert_int_eq(result.second, 700);
    ck_assert_uint_eq(result.who, SHOP);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 300);
    /* the user's part arrives; the merchant has price whole, and may give back the user's part */
    expect_done(gx_transfer_out(book, fresh(BUYER), ELSEWHERE, 700, FROM), 700);
    expect_done(gx_merchant_take(book, SHOP, FAN, 1000, 700, FROM, &payment), 1000);
    expect_refused(gx_merchant_refund(book, fresh(SHOP), payment, 701, FROM), GX_REFUSED_LIMIT, 700, 701);
    before = take_snapshot(book);
    refused(book, &before, gx_coupon_redeem(book, coupon, FAN, 1000, FROM, &rest), GX_REFUSED_STATE, 1, 0);
    refused(book, &before, gx_coupon_close(book, batch, UNTIL - 1), GX_REFUSED_NOT_DUE, UNTIL - 1, UNTIL);
    ck_assert(gx_coupon_batch_look(book, batch, &view));
    ck_assert_uint_eq(view.merchant, SHOP);
    ck_assert_uint_eq(view.partner, 4711);
    ck_assert_uint_eq(view.granted, 2);
    ck_assert_uint_eq(view.used, 1);
    ck_assert_int_eq(view.left, 2700);
    ck_assert_int_eq(view.discounts, 300);
    expect_done(gx_account_flags(book, SHOP, GX_ACCOUNT_NO_CREDIT, 0, FROM),
                0); /* what was held comes back still */
    expect_done(gx_coupon_close(book, batch, UNTIL), 2700);
    ck_assert_int_eq(gx_book_balance(book, SHOP), RICH - 3000 + 1000 + 2700);
    before = take_snapshot(book);
    refused(book, &before, gx_coupon_close(book, batch, UNTIL), GX_REFUSED_RESOLVED, 0, 0);
    refused(book, &before, gx_coupon_restore(book, coupon, UNTIL), GX_REFUSED_RESOLVED, 0, 0);
    ck_assert(!gx_coupon_batch_look(book, batch, &view));
    gx_book_free(book);
}
END_TEST

START_TEST(m5_a_failed_payment_gives_the_coupon_back)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_coupon coupon = grant(book, batch, FAN, 0);
    gx_coupon_view view;
    gx_fen rest;
    for (int round = 0; round < 3; round++) {
        snapshot before = take_snapshot(book);
        refused(book, &before, gx_coupon_restore(book, coupon, FROM), GX_REFUSED_STATE, 0, 1);
        expect_done(gx_coupon_redeem(book, coupon, FAN, 5000, FROM, &rest), 300);
        expect_done(gx_coupon_restore(book, coupon, FROM), 300);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 0);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 3000);
        expect_balanced(book);
    }
    expect_done(gx_coupon_redeem(book, coupon, FAN, 5000, FROM, &rest), 300);
    ck_assert(gx_coupon_look(book, coupon, &view));
    ck_assert(view.used);
    ck_assert_int_eq(view.discount, 300);
    expect_done(gx_coupon_restore(book, coupon, UNTIL),
                300); /* too late to use it, not to have the money back */
    expect_refused(gx_coupon_redeem(book, coupon, FAN, 5000, UNTIL, &rest), GX_REFUSED_EXPIRED, UNTIL, UNTIL);
    expect_done(gx_coupon_close(book, batch, UNTIL), 3000);
    ck_assert_int_eq(gx_book_balance(book, SHOP), RICH);
    gx_book_free(book);
}
END_TEST

START_TEST(m5_percent_off_rounds_down_and_is_capped)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    order.kind = GX_COUPON_PERCENT;
    order.off_ppm = 333333;
    order.floor = 0;
    order.count = 1000;
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_fen rest, all = 0;
    for (gx_fen price = 1; price < 1000; price++) {
        gx_coupon coupon = grant(book, batch, FAN + (uint32_t)price, FROM);
        gx_fen off = price * 333333 / 1000000 < 300 ? price * 333333 / 1000000 : 300;
        gx_answer answer = gx_coupon_redeem(book, coupon, FAN + (uint32_t)price, price, FROM, &rest);
        if (off == 0) {
            expect_refused(answer, GX_REFUSED_AMOUNT, 0, 1);
            continue;
        }
        expect_done(answer, off);
        ck_assert_int_eq(rest, price - off);
        all += off;
    }
    expect_done(gx_coupon_close(book, batch, UNTIL), 300000 - all);
    order.kind = GX_COUPON_FACE; /* never more off than the price */
    order.off_ppm = 0;
    order.from = UNTIL;
    order.until = UNTIL + 1;
    batch = issue(book, &order, UNTIL);
    gx_coupon coupon = grant(book, batch, FAN, UNTIL);
    expect_done(gx_coupon_redeem(book, coupon, FAN, 299, UNTIL, &rest), 299);
    ck_assert_int_eq(rest, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(m5_terms_are_checked)
{
    typedef struct bad {
        gx_coupon_order order;
        gx_answer_code code;
        int64_t have, need;
    } bad;
    bad cases[20];
    int n = 0;
    for (int i = 0; i < 20; i++)
        cases[i].order = plain();
#define BAD(field, value, refusal, had, wanted)                                                              \
    cases[n].order.field = value, cases[n].code = refusal, cases[n].have = had, cases[n].need = wanted, n++
    BAD(kind, (gx_coupon_kind)2, GX_REFUSED_RULE, 2, 1);
    BAD(count, 0, GX_REFUSED_RULE, 0, 1);
    BAD(count, GX_COUPONS_MAX + 1, GX_REFUSED_RULE, GX_COUPONS_MAX + 1, GX_COUPONS_MAX);
    BAD(face, 0, GX_REFUSED_AMOUNT, 0, 1);
    BAD(face, INT64_MIN, GX_REFUSED_AMOUNT, INT64_MIN, 1);
    BAD(face, INT64_MAX, GX_REFUSED_AMOUNT, INT64_MAX, (INT64_C(1) << 60) / 10);
    BAD(off_ppm, 1, GX_REFUSED_RULE, 1, 0);
    BAD(floor, -1, GX_REFUSED_AMOUNT, -1, 0);
    BAD(per_user, 0, GX_REFUSED_RULE, 0, 1);
    BAD(from, UNTIL, GX_REFUSED_SCHEDULE, UNTIL, UNTIL);
    BAD(face, RICH / 10 + 1, GX_REFUSED_FUNDS, RICH, RICH + 10);
    cases[n].order.kind = GX_COUPON_PERCENT;
    BAD(off_ppm, 0, GX_REFUSED_RULE, 0, 1);
    cases[n].order.kind = GX_COUPON_PERCENT;
    BAD(off_ppm, 1000001, GX_REFUSED_RULE, 1000001, 1000000);
    cases[n].order.bought_min = 3;
    BAD(bought_max, 2, GX_REFUSED_RULE, 2, 3);
    cases[n].order.age_min = 30;
    BAD(age_max, 29, GX_REFUSED_RULE, 29, 30);
#undef BAD
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_batch batch;
    gx_coupon_order order = plain();
    snapshot before = take_snapshot(book);
    for (int i = 0; i < n; i++)
        refused(book, &before, gx_coupon_issue(book, fresh(SHOP), &cases[i].order, 0, &batch), cases[i].code,
                cases[i].have, cases[i].need);
    refused(book, &before, gx_coupon_issue(book, fresh(FIRST_POOL), &order, 0, &batch), GX_REFUSED_ACCOUNT, 0,
            FIRST_POOL);
    refused(book, &before, gx_coupon_issue(book, fresh(SHOP), &order, UNTIL, &batch), GX_REFUSED_EXPIRED,
            UNTIL, UNTIL);
    gx_op_key key = fresh(SELLER); /* a user who sells */
    gx_coupon_batch again;
    expect_done(gx_coupon_issue(book, key, &order, 0, &batch), 3000);
    expect_done(gx_coupon_issue(book, key, &order, 0, &again), 3000);
    ck_assert_mem_eq(&again, &batch, sizeof batch);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 3000);
    gx_book_free(book);
}
END_TEST

START_TEST(m5_a_target_rule_asks_everything)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    order.badges = 5;
    order.score_min = 600;
    order.place = 7;
    order.tier_min = 2;
    order.sex = 1;
    order.age_min = 20;
    order.age_max = 30;
    order.occupation = 9;
    order.bought_min = 1;
    order.bought_max = 2;
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_coupon coupon;
    gx_payment payment;
    gx_pass pass = {.user = FAN, .badges = 4};
    snapshot before = take_snapshot(book);
#define ASK(code, have, need)                                                                                \
    refused(book, &before, gx_coupon_grant(book, batch, &pass, 0, &coupon), code, have, need)
    ASK(GX_REFUSED_IDENTITY, 0, 2);
    pass.tier = 2;
    ASK(GX_REFUSED_SCORE, 0, 600);
    pass.score = 600;
    ASK(GX_REFUSED_PLACE, 0, 7);
    pass.place = 7;
    ASK(GX_REFUSED_GATE, 4, 5);
    pass.badges = 7;
    ASK(GX_REFUSED_GATE, 0, 1);
    pass.sex = 1;
    ASK(GX_REFUSED_GATE, 0, 20);
    pass.age = 31;
    ASK(GX_REFUSED_GATE, 31, 30);
    pass.age = 30;
    ASK(GX_REFUSED_GATE, 0, 9);
    pass.occupation = 9;
    ASK(GX_REFUSED_GATE, 0, 1); /* purchases */
    for (int i = 0; i < 3; i++)
        expect_done(gx_merchant_take(book, SHOP, FAN, 10, 10, 0, &payment), 10);
    expect_done(gx_merchant_take(book, SHOP + 1, FAN, 10, 10, 0, &(gx_payment){0}),
                10); /* another's customer */
    expect_done(gx_merchant_take(book, SHOP, FAN, 10, 0, 0, &(gx_payment){0}),
                10); /* the discount alone: none */
    expect_done(gx_merchant_take(book, SHOP, FAN + 1, 10, 1, 0, &(gx_payment){0}), 10);
    ck_assert_uint_eq(gx_coupon_bought(book, SHOP, FAN + 1), 1);
    before = take_snapshot(book);
    ASK(GX_REFUSED_GATE, 3, 2);
#undef ASK
    expect_done(gx_merchant_refund(book, fresh(SHOP), payment, 9, 0), 9);
    ck_assert_uint_eq(gx_coupon_bought(book, SHOP, FAN), 3);
    expect_done(gx_merchant_refund(book, fresh(SHOP), payment, 1, 0), 1); /* whole: as if he had not bought */
    ck_assert_uint_eq(gx_coupon_bought(book, SHOP, FAN), 2);
    expect_done(gx_coupon_grant(book, batch, &pass, 0, &coupon), 0);
    before = take_snapshot(book);
    refused(book, &before, gx_coupon_grant(book, batch, &pass, 0, &coupon), GX_REFUSED_LIMIT, 1, 1);
    refused(book, &before, gx_coupon_grant(book, batch, &pass, UNTIL, &coupon), GX_REFUSED_EXPIRED, UNTIL,
            UNTIL);
    gx_book_free(book);
}
END_TEST

START_TEST(m5_a_rule_that_asks_nothing_lets_everybody)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    gx_coupon_batch batch = issue(book, &order, 0);
    for (uint32_t n = 0; n < 10; n++) {
        uint8_t any = (uint8_t)(n * 25);
        gx_pass pass = {n, n, (uint16_t)(350 + n), (uint16_t)n, any, any, any, any};
        gx_coupon coupon;
        expect_done(gx_coupon_grant(book, batch, &pass, n, &coupon), 0);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(m5_without_the_theme_there_is_nothing)
{
    gx_book *book = make_market(GX_THEME_ORDERS, RICH);
    gx_coupon coupon;
    gx_coupon_view view;
    gx_coupon_batch_view batch;
    gx_pass pass = {.user = FAN};
    expect_refused(gx_coupon_grant(book, first_made, &pass, 0, &coupon), GX_REFUSED_THEME, 0,
                   GX_THEME_COUPONS);
    expect_done(gx_merchant_take(book, SHOP, FAN, 10, 10, 0, &coupon), 10);
    expect_done(gx_merchant_refund(book, fresh(SHOP), coupon, 10, 0), 10);
    ck_assert_uint_eq(gx_coupon_bought(book, SHOP, FAN), 0);
    ck_assert(!gx_coupon_look(book, first_made, &view));
    ck_assert(!gx_coupon_batch_look(book, first_made, &batch));
    gx_book_free(book);
}
END_TEST

START_TEST(m5_stock_and_limit_per_user)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_coupon_order order = plain();
    order.per_user = 3;
    gx_coupon_batch batch = issue(book, &order, 0);
    gx_pass pass = {.user = 0};
    gx_coupon coupon;
    for (uint32_t n = 0; n < 10; n++) {
        gx_op op = {.kind = GX_OP_COUPON_GRANT, .now = n, .args.coupon_grant = {batch, {.user = n / 3}}};
        gx_result result;
        if (n > 0 && n % 3 == 0) {
            pass.user = n / 3 - 1;
            expect_refused(gx_coupon_grant(book, batch, &pass, n, &coupon), GX_REFUSED_LIMIT, 3, 3);
        }
        expect_done(gx_book_do(book, &op, &result), 0);
        ck_assert_uint_eq(result.number, n);
    }
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_coupon_grant(book, batch, &pass, 10, &coupon), GX_REFUSED_STOCK, 0, 1);
    gx_op close = {.kind = GX_OP_COUPON_CLOSE, .now = UNTIL, .args.coupon_close = {batch}};
    gx_result result;
    expect_done(gx_book_do(book, &close, &result), 3000);
    ck_assert_uint_eq(result.number, 10); /* never used */
    gx_book_free(book);
}
END_TEST

/* ---- Budgets under a storm */

enum { BATCHES = 12, SLOTS = 200 };

typedef struct shelf {
    gx_coupon_batch batch;
    gx_fen budget, spent;
    gx_coupon coupon[SLOTS];
    uint32_t given;
} shelf;

static void reissue(gx_book *book, shelf *at, uint32_t n, uint32_t now)
{
    gx_coupon_order order = plain();
    order.kind = n % 2 == 0 ? GX_COUPON_FACE : GX_COUPON_PERCENT;
    order.off_ppm = order.kind == GX_COUPON_FACE ? 0 : 1 + chance(n, 10, 1000000);
    order.count = 1 + chance(n, 11, SLOTS);
    order.face = 1 + chance(n, 12, 500);
    order.floor = chance(n, 13, 500);
    order.per_user = (uint16_t)(1 + chance(n, 14, 4));
    order.from = now + chance(n, 15, 50);
    order.until = order.from + 1 + chance(n, 16, 2000);
    gx_fen budget = order.face * order.count;
    gx_coupon_batch batch;
    gx_answer answer = gx_coupon_issue(book, fresh(SHOP + n % MERCHANTS), &order, now, &batch);
    if (answer.code == GX_DONE)
        *at = (shelf){.batch = batch, .budget = budget};
}

static gx_fen step(gx_book *book, shelf *at, uint32_t n, uint32_t now)
{
    gx_coupon *coupon = &at->coupon[chance(n, 1, SLOTS)];
    gx_pass pass = {.user = chance(n, 2, 60)};
    gx_coupon_view view = {0};
    gx_answer answer;
    gx_fen rest;
    gx_coupon_look(book, *coupon, &view);
    switch (chance(n, 3, 6)) {
    case 0:
    case 1:
        answer = gx_coupon_grant(book, at->batch, &pass, now, &at->coupon[at->given % SLOTS]);
        at->given += answer.code == GX_DONE;
        return 0;
    case 2:
        answer = gx_coupon_redeem(book, *coupon, view.holder, 1 + chance(n, 4, 4000), now, &rest);
        at->spent += answer.amount;
        return answer.amount;
    case 3:
        answer = gx_coupon_restore(book, *coupon, now);
        at->spent -= answer.amount;
        return -answer.amount;
    case 4:
        gx_coupon_pass(book, *coupon, view.holder, pass.user, view.passed, now);
        return 0;
    default:
        answer = gx_coupon_close(book, at->batch, now);
        if (answer.code == GX_DONE)
            ck_assert_int_eq(answer.amount, at->budget - at->spent);
        if (answer.code != GX_REFUSED_NOT_DUE)
            reissue(book, at, n, now);
        return 0;
    }
}

START_TEST(m5_no_budget_is_overspent_in_a_storm)
{
    gx_book *book = make_market(THEMES, RICH);
    shelf shelves[BATCHES] = {0};
    gx_fen spent = 0, held = 0, shops = 0;
    for (uint32_t n = 0; n < 60000; n++) {
        spent += step(book, &shelves[chance(n, 0, BATCHES)], n, n / 10);
        if (n % 1000 == 0)
            expect_balanced(book);
    }
    for (int i = 0; i < BATCHES; i++) {
        gx_coupon_batch_view view;
        if (!gx_coupon_batch_look(book, shelves[i].batch, &view))
            continue;
        ck_assert_int_eq(view.discounts, shelves[i].spent);
        ck_assert_int_eq(view.left, shelves[i].budget - shelves[i].spent);
        ck_assert_int_ge(view.left, 0);
        held += view.left;
    }
    for (uint32_t i = 0; i < MERCHANTS; i++)
        shops += gx_book_balance(book, SHOP + i);
    ck_assert_int_gt(spent, 0);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), spent);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), held);
    ck_assert_int_eq(shops, MERCHANTS * RICH - spent - held);
    gx_book_free(book);
}
END_TEST

/* 200 batches with a coupon each (the first with 100), of one tick. */
static long season(gx_book *book, uint32_t now)
{
    gx_coupon_batch batches[200];
    long failures = 0;
    for (uint32_t n = 0; n < 200; n++) {
        gx_result result;
        gx_op issue_one = {.kind = GX_OP_COUPON_ISSUE,
                           .key = fresh(SHOP),
                           .now = now,
                           .args.coupon_issue = {.count = 100,
                                                 .face = 5,
                                                 .from = now,
                                                 .until = now + 1,
                                                 .per_user = 1,
                                                 .bought_max = UINT32_MAX}};
        failures += fail_until_done(book, &issue_one, &result);
        batches[n] = result.made;
        for (uint32_t k = 0; k < (n == 0 ? 100 : 1); k++) {
            gx_op give = {
                .kind = GX_OP_COUPON_GRANT, .now = now, .args.coupon_grant = {batches[n], {.user = k}}};
            failures += fail_until_done(book, &give, &result);
        }
    }
    for (uint32_t n = 0; n < 200; n++)
        expect_done(gx_coupon_close(book, batches[n], now + 1), 500);
    return failures;
}

START_TEST(m5_memory_may_run_out_and_then_stays)
{
    ck_assert_int_ge(fail_creation(THEMES), 5);
    gx_book *book = make_market(THEMES, RICH);
    ck_assert_int_ge(season(book, 0), 10);
    uint64_t before = gx_memory_allocations();
    size_t bytes = gx_book_bytes(book);
    ck_assert_int_eq(season(book, 1), 0);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(gx_book_bytes(book), bytes);
    ck_assert_int_eq(gx_book_balance(book, SHOP), RICH);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* Whatever a later answer could depend on is in the digest of the state. */
START_TEST(m5_the_digest_sees_it)
{
    const gx_op issued = {.kind = GX_OP_COUPON_ISSUE,
                          .key = {SHOP, 1},
                          .args.coupon_issue = {.count = 10,
                                                .off_ppm = 9,
                                                .face = 12,
                                                .floor = 9,
                                                .from = 9,
                                                .until = 99,
                                                .partner = 9,
                                                .per_user = 9,
                                                .passes_max = 9,
                                                .bought_min = 0,
                                                .bought_max = 9,
                                                .kind = GX_COUPON_PERCENT,
                                                .age_max = 9}};
    gx_op ops[20];
    for (int i = 0; i < 20; i++)
        ops[i] = issued;
    ops[1].args.coupon_issue.off_ppm++;
    ops[2].args.coupon_issue.count = 12; /* the same budget */
    ops[2].args.coupon_issue.face = 10;
    ops[3].args.coupon_issue.floor++;
    ops[4].args.coupon_issue.from++;
    ops[5].args.coupon_issue.until++;
    ops[6].args.coupon_issue.partner++;
    ops[7].args.coupon_issue.per_user++;
    ops[8].args.coupon_issue.passes_max++;
    ops[9].args.coupon_issue.bought_min++;
    ops[10].args.coupon_issue.bought_max++;
    ops[11].args.coupon_issue.badges++;
    ops[12].args.coupon_issue.score_min++;
    ops[13].args.coupon_issue.place++;
    ops[14].args.coupon_issue.tier_min++;
    ops[15].args.coupon_issue.sex++;
    ops[16].args.coupon_issue.age_min++;
    ops[17].args.coupon_issue.age_max++;
    ops[18].args.coupon_issue.occupation++;
    ops[19].args.coupon_issue.kind = GX_COUPON_FACE;
    ops[19].args.coupon_issue.off_ppm = 0;
    for (int i = 0; i < 20; i++)
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(digest_after(THEMES, &ops[i], 1), digest_after(THEMES, &ops[j], 1));
    const gx_op given = {.kind = GX_OP_COUPON_GRANT, .args.coupon_grant = {first_made, {.user = 1}}};
    const gx_op passed = {.kind = GX_OP_COUPON_PASS, .args.coupon_pass = {first_made, 1, 2, 0}};
    gx_op three[4][3] = {
        {issued, given, passed}, {issued, given, passed}, {issued, given, passed}, {issued, given, given}};
    three[1][2].args.coupon_pass.to = 3;
    three[2][1].args.coupon_grant.to.user = 2; /* the first holder another, the holder the same */
    three[2][2].args.coupon_pass.from = 2;
    three[2][2].args.coupon_pass.to = 1;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(digest_after(THEMES, three[i], 3), digest_after(THEMES, three[j], 3));
    gx_op rules[5];
    for (int i = 0; i < 5; i++)
        rules[i] = (gx_op){.kind = GX_OP_REFERRAL_RULES, .args.referral_rules = {9, 9, 9, 9}};
    rules[1].args.referral_rules.open_ppm++;
    rules[2].args.referral_rules.affiliate_ppm++;
    rules[3].args.referral_rules.cap++;
    rules[4].args.referral_rules.score_min++;
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < i; j++)
            ck_assert_uint_ne(digest_after(THEMES, &rules[i], 1), digest_after(THEMES, &rules[j], 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/m5");
    TCase *tests = tcase_create("m5");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, m5_a_coupon_is_held_granted_redeemed_and_the_rest_comes_back);
    tcase_add_test(tests, m5_a_failed_payment_gives_the_coupon_back);
    tcase_add_test(tests, m5_percent_off_rounds_down_and_is_capped);
    tcase_add_test(tests, m5_terms_are_checked);
    tcase_add_test(tests, m5_a_target_rule_asks_everything);
    tcase_add_test(tests, m5_a_rule_that_asks_nothing_lets_everybody);
    tcase_add_test(tests, m5_without_the_theme_there_is_nothing);
    tcase_add_test(tests, m5_stock_and_limit_per_user);
    tcase_add_test(tests, m5_no_budget_is_overspent_in_a_storm);
    tcase_add_test(tests, m5_memory_may_run_out_and_then_stays);
    tcase_add_test(tests, m5_the_digest_sees_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
