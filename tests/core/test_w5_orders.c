/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W5: paying merchants at the till and online. */
#include "trade.h"

enum { THEMES = GX_THEME_ORDERS, RICH = 1000000 };

/* ---- At the till */

START_TEST(w5_a_payment_reaches_a_merchant_of_another_book)
{
    gx_book *payers = make_market(THEMES, RICH);
    gx_book *shops = make_market(THEMES, RICH);
    gx_payment payment;
    gx_payment_view view;
    gx_op_key key = fresh(BUYER);
    expect_done(gx_merchant_pay(payers, key, SHOP, 1234, false, 10), 1234);
    expect_done(gx_merchant_pay(payers, key, SHOP, 1234, false, 11),
                1234); /* the same again: nothing moves */
    ck_assert_int_eq(gx_book_balance(payers, BUYER), RICH - 1234);
    ck_assert_int_eq(gx_book_house(payers, GX_HOUSE_CLEARING), 1234);
    expect_done(gx_merchant_take(shops, SHOP, BUYER, 1234, 1234, 12, &payment), 1234);
    ck_assert_int_eq(gx_book_balance(shops, SHOP), RICH + 1234);
    ck_assert_int_eq(gx_book_house(payers, GX_HOUSE_CLEARING) + gx_book_house(shops, GX_HOUSE_CLEARING), 0);
    ck_assert(gx_payment_look(shops, payment, 12, &view));
    ck_assert_uint_eq(view.merchant, SHOP);
    ck_assert_uint_eq(view.payer, BUYER);
    ck_assert_int_eq(view.left, 1234);
    ck_assert_uint_eq(view.until, 12 + 90 * DAY);
    expect_done(gx_merchant_refund(shops, fresh(SHOP), payment, 234, 13), 234);
    expect_done(gx_transfer_return(payers, BUYER, 234, 14), 234);
    ck_assert_int_eq(gx_book_balance(payers, BUYER), RICH - 1000);
    ck_assert_int_eq(gx_book_house(payers, GX_HOUSE_CLEARING) + gx_book_house(shops, GX_HOUSE_CLEARING), 0);
    expect_balanced(payers);
    expect_balanced(shops);
    gx_book_free(payers);
    gx_book_free(shops);
}
END_TEST

START_TEST(w5_who_pays_and_who_takes)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_payment payment;
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_merchant_pay(book, fresh(SHOP), SHOP + 1, 5, false, 0), GX_REFUSED_ACCOUNT, 0,
            SHOP);
    refused(book, &before, gx_merchant_pay(book, fresh(BUYER), BUYER, 5, false, 0), GX_REFUSED_ACCOUNT, 0,
            BUYER);
    refused(book, &before, gx_merchant_pay(book, fresh(BUYER), SHOP, 0, false, 0), GX_REFUSED_AMOUNT, 0, 1);
    refused(book, &before, gx_merchant_pay(book, fresh(BUYER), SHOP, RICH + 1, false, 0), GX_REFUSED_FUNDS,
            RICH, RICH + 1);
    const uint32_t strangers[] = {FIRST_POOL, 5, UINT32_MAX};
    for (int i = 0; i < 3; i++)
        refused(book, &before, gx_merchant_take(book, strangers[i], BUYER, 5, 5, 0, &payment),
                GX_REFUSED_ACCOUNT, 0, strangers[i]);
    refused(book, &before, gx_merchant_take(book, SELLER, SELLER, 5, 5, 0, &payment), GX_REFUSED_ACCOUNT, 0,
            SELLER);
    refused(book, &before, gx_merchant_take(book, SHOP, BUYER, 5, -1, 0, &payment), GX_REFUSED_AMOUNT, -1, 0);
    refused(book, &before, gx_merchant_take(book, SHOP, BUYER, 5, INT64_MAX, 0, &payment), GX_REFUSED_AMOUNT,
            INT64_MAX, INT64_C(1) << 60);
    refused(book, &before, gx_merchant_take(book, SHOP, BUYER, 0, 5, 0, &payment), GX_REFUSED_AMOUNT, 0, 1);
    expect_done(gx_merchant_take(book, SELLER, BUYER, 5, 0, 0, &payment),
                5); /* a user who sells; nothing to refund */
    ck_assert_uint_eq(payment.life, 0);
    expect_done(gx_account_flags(book, SHOP, GX_ACCOUNT_CAPPED, RICH + 3, 0), 0);
    before = take_snapshot(book);
    refused(book, &before, gx_merchant_take(book, SHOP, BUYER, 5, 5, 0, &payment), GX_REFUSED_CAP, 3, 5);
    gx_book_free(book);
}
END_TEST

/* Many payments, refunded in random parts by key: what goes back of each is never above what was paid, and
 * ends there to the fen. */
START_TEST(w5_refunds_never_exceed_what_was_paid)
{
    enum { PAYMENTS = 40, ROUNDS = 4000 };
    gx_book *book = make_market(THEMES, RICH);
    gx_payment payment[PAYMENTS];
    gx_fen paid[PAYMENTS], back[PAYMENTS] = {0}, all = 0;
    for (uint32_t i = 0; i < PAYMENTS; i++) {
        paid[i] = 1 + chance(i, 0, 999);
        expect_done(gx_merchant_take(book, SHOP, BUYER + i % 4, 1000, paid[i], 0, &payment[i]), 1000);
    }
    for (uint32_t n = 0; n < ROUNDS; n++) {
        uint32_t i = chance(n, 1, PAYMENTS);
        gx_fen part = 1 + chance(n, 2, 60), left = paid[i] - back[i];
        gx_op_key key = fresh(SHOP);
        gx_answer answer = gx_merchant_refund(book, key, payment[i], part, n);
        if (left == 0)
            expect_refused(answer, GX_REFUSED_RESOLVED, 0, 0);
        else if (part > left)
            expect_refused(answer, GX_REFUSED_LIMIT, left, part);
        else
            expect_done(answer, part);
        if (answer.code == GX_DONE)
            back[i] += part;
        ck_assert_int_eq(gx_merchant_refund(book, key, payment[i], part, n).code,
                         answer.code); /* by the key */
    }
    for (uint32_t i = 0; i < PAYMENTS; i++) {
        gx_payment_view view;
        if (gx_payment_look(book, payment[i], ROUNDS, &view))
            expect_done(gx_merchant_refund(book, fresh(SHOP), payment[i], paid[i] - back[i], ROUNDS),
                        view.left);
        all += paid[i];
    }
    ck_assert_int_eq(gx_book_balance(book, SHOP), RICH + PAYMENTS * 1000 - all);
    ck_assert_int_eq(gx_order_count(book).refunded, all);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), all - PAYMENTS * 1000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(w5_refunds_are_the_merchants_and_in_time)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_payment payment;
    gx_payment_view view;
    gx_order_rules rules = {.ship_ticks = 1, .receive_ticks = 1, .refund_ticks = 100};
    expect_done(gx_order_set_rules(book, &rules, 0), 0);
    expect_done(gx_merchant_take(book, SHOP, BUYER, 50, 50, 1000, &payment), 50);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP + 1), payment, 5, 1000), GX_REFUSED_RIGHT,
            SHOP + 1, SHOP);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), payment, 0, 1000), GX_REFUSED_AMOUNT, 0, 1);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), payment, 51, 1000), GX_REFUSED_LIMIT, 50,
            51);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), no_such, 5, 1000), GX_REFUSED_NO_SUCH, 0, 0);
    expect_done(gx_merchant_refund(book, fresh(SHOP), payment, 5, 1099), 5);
    before = take_snapshot(book);
    ck_assert(!gx_payment_look(book, payment, 1100, &view));
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), payment, 5, 1100), GX_REFUSED_RESOLVED, 0,
            0);
    gx_payment other; /* now the old one is forgotten: the answer is the same */
    expect_done(gx_merchant_take(book, SHOP, BUYER, 50, 50, 1100, &other), 50);
    before = take_snapshot(book);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), payment, 5, 1100), GX_REFUSED_RESOLVED, 0,
            0);
    expect_done(gx_transfer_out(book, fresh(SHOP), ELSEWHERE, RICH + 95 - 7, 1100),
                RICH + 95 - 7); /* 7 fen are left */
    before = take_snapshot(book);
    refused(book, &before, gx_merchant_refund(book, fresh(SHOP), other, 8, 1100), GX_REFUSED_FUNDS, 7, 8);
    rules.refund_ticks = 0;
    expect_done(gx_order_set_rules(book, &rules, 1100), 0);
    expect_done(gx_merchant_take(book, SHOP, BUYER, 50, 50, 1100, &payment), 50);
    ck_assert_uint_eq(payment.life, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(w5_old_payments_are_forgotten_and_memory_stays)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_order_rules rules = {.ship_ticks = 50, .receive_ticks = 50, .refund_ticks = 200};
    gx_payment payment;
    gx_release release;
    uint64_t allocations = 0;
    size_t bytes = 0;
    expect_done(gx_order_set_rules(book, &rules, 0), 0);
    for (uint32_t now = 0; now < 5000; now++) {
        gx_order order;
        expect_done(gx_order_place(book, fresh(BUYER), SHOP, 7, false, now, &order), 7);
        expect_done(gx_order_ship(book, order, now), 7);
        expect_done(gx_order_release(book, order, true, now, &release), 7);
        expect_done(gx_merchant_take(book, SHOP, BUYER, 7, 7, now, &payment), 7);
        expect_done(gx_merchant_refund(book, fresh(SHOP), payment, 7, now), 7);
        expect_done(gx_transfer_return(book, BUYER, 7, now), 7);
        if (now == 300) {
            allocations = gx_memory_allocations();
            bytes = gx_book_bytes(book);
        }
    }
    ck_assert_uint_eq(gx_memory_allocations(), allocations);
    ck_assert_uint_eq(gx_book_bytes(book), bytes);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

/* With real names (IDENTITY) a shop needs a bound card (W2), and large payments a confirmation (W7). */
START_TEST(w5_a_shop_needs_a_card_and_w7_a_confirmation)
{
    gx_book *book = make_market(THEMES | GX_THEME_IDENTITY, RICH);
    gx_order order;
    gx_identity_rules rules = gx_identity_rules_default();
    rules.free_payment_max = 200;
    rules.free_day_max = 300;
    expect_done(gx_identity_set_rules(book, &rules, 0), 0);
    expect_done(gx_identity_set_tier(book, BUYER, 2, 0), 0);
    snapshot before = take_snapshot(book);
    refused(book, &before, gx_merchant_pay(book, fresh(BUYER), SHOP, 5, false, 0), GX_REFUSED_NO_CARD, 0, 1);
    refused(book, &before, gx_order_place(book, fresh(BUYER), SHOP, 5, false, 0, &order), GX_REFUSED_NO_CARD,
            0, 1);
    expect_done(gx_wallet_bind_card(book, BUYER, 0), 0);
    expect_done(gx_merchant_pay(book, fresh(BUYER), SHOP, 200, true, 1), 200);
    before = take_snapshot(book);
    refused(book, &before, gx_merchant_pay(book, fresh(BUYER), SHOP, 101, true, 2), GX_REFUSED_CONFIRM, 100,
            101);
    refused(book, &before, gx_order_place(book, fresh(BUYER), SHOP, 101, true, 2, &order), GX_REFUSED_CONFIRM,
            100, 101);
    expect_done(gx_merchant_pay(book, fresh(BUYER), SHOP, 101, false, 2), 101);
    expect_done(gx_order_place(book, fresh(BUYER), SHOP, 100, true, 2, &order), 100);
    gx_book_free(book);
}
END_TEST

/* ---- Online */

START_TEST(w5_an_order_is_paid_shipped_and_released)
{
    for (int received = 0; received < 2; received++) {
        gx_book *book = make_market(THEMES, RICH);
        gx_order order;
        gx_order_view view;
        gx_release release;
        gx_op_key key = fresh(BUYER);
        expect_done(gx_order_place(book, key, SHOP, 999, false, 5, &order), 999);
        ck_assert(gx_order_look(book, order, &view));
        ck_assert_int_eq(view.state, GX_ORDER_PLACED);
        ck_assert_uint_eq(view.buyer, BUYER);
        ck_assert_uint_eq(view.merchant, SHOP);
        ck_assert_uint_eq(view.deadline, 5 + 7 * DAY);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), 999);
        snapshot before = take_snapshot(book);
        refused(book, &before, gx_order_release(book, order, true, 6, &release), GX_REFUSED_STATE,
                GX_ORDER_PLACED, GX_ORDER_SHIPPED);
        expect_done(gx_order_ship(book, order, 5 + 7 * DAY - 1), 999);
        uint32_t deadline = 5 + 17 * DAY - 1;
        before = take_snapshot(book);
        refused(book, &before, gx_order_ship(book, order, deadline - 9), GX_REFUSED_STATE, GX_ORDER_SHIPPED,
                GX_ORDER_PLACED);
        refused(book, &before, gx_order_release(book, order, false, deadline - 1, &release),
                GX_REFUSED_NOT_DUE, deadline - 1, deadline);
        expect_done(
            gx_order_release(book, order, received != 0, received ? deadline - 1 : deadline, &release), 999);
        ck_assert_int_eq(release.net, 999);
        ck_assert_int_eq(release.commission, 0);
        ck_assert_uint_eq(release.merchant, SHOP);
        ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), 999);
        before = take_snapshot(book);
        refused(book, &before, gx_order_release(book, order, true, deadline, &release), GX_REFUSED_RESOLVED,
                0, 0);
        refused(book, &before, gx_order_release(book, no_such, true, deadline, &release), GX_REFUSED_NO_SUCH,
                0, 0);
        gx_order again; /* the key still knows it */
        expect_done(gx_order_place(book, key, SHOP, 999, false, deadline, &again), 999);
        ck_assert_mem_eq(&again, &order, sizeof order);
        ck_assert(!gx_order_look(book, order, &view));
        gx_book_free(book);
    }
}
END_TEST

START_TEST(w5_an_order_is_refunded_whole_or_in_part)
{
    gx_book *book = make_market(THEMES, RICH);
    gx_order order;
    gx_release release;
    expect_done(gx_order_place(book, fresh(BUYER), SHOP, 1000, false, 0, &order), 1000);
    snapshot before = take_snapshot(book);
    uint32_t deadline = 7 * DAY;
    refused(book, &before, gx_order_refund(book, order, (gx_refund_why)3, 0, 1), GX_REFUSED_RULE, 3, 2);
    refused(book, &before, gx_order_refund(book, order, GX_REFUND_CALLED_OFF, 1, 1), GX_REFUSED_AMOUNT, 1, 0);
    refused(book, &before, gx_order_refund(book, order, GX_REFUND_UNSHIPPED, 0, deadline - 1),
            GX_REFUSED_NOT_DUE, deadline - 1, deadline);
    refused(book, &before, gx_order_refund(book, order, GX_REFUND_AGREED, 0, 1), GX_REFUSED_AMOUNT, 0, 1);
    refused(book, &before, gx_order_refund(book, order, GX_REFUND_AGREED, 1001, 1), GX_REFUSED_FUNDS, 1000,
            1001);
    expect_done(gx_order_refund(book, order, GX_REFUND_AGREED, 300, 1), 300);
    expect_done(gx_order_ship(book, order, 2), 700);
    before = take_snapshot(book);
    for (int why = GX_REFUND_CALLED_OFF; why <= GX_REFUND_UNSHIPPED; why++)
        refused(book, &before, gx_order_refund(book, order, (gx_refund_why)why, 0, deadline),
                GX_REFUSED_STATE, GX_ORDER_SHIPPED, GX_ORDER_PLACED);
    expect_done(gx_order_refund(book, order, GX_REFUND_AGREED, 1, 3), 1);
    expect_done(gx_order_release(book, order, true, 4, &release), 699);
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH - 699);
    /* whole: called off, agreed, never shipped; also to an account that takes nothing else */
    expect_done(gx_account_flags(book, BUYER, GX_ACCOUNT_NO_CREDIT, 0, 4), 0);
    for (uint32_t why = GX_REFUND_CALLED_OFF; why <= GX_REFUND_AGREED; why++) {
        uint32_t start = 100 + why * 30 * DAY, end = start + (why == GX_REFUND_UNSHIPPED ? 7 * DAY : 1);
        expect_done(gx_order_place(book, fresh(BUYER), SHOP, 10, false, start, &order), 10);
        if (why == GX_REFUND_UNSHIPPED)
            expect_refused(gx_order_ship(book, order, end), GX_REFUSED_EXPIRED, end, end);
        gx_op op = {.kind = GX_OP_ORDER_REFUND,
                    .now = end,
                    .args.order_refund = {order, (uint8_t)why, why == GX_REFUND_AGREED ? 10 : 0}};
        gx_result result;
        expect_done(gx_book_do(book, &op, &result), 10);
        ck_assert(result.closed);
        ck_assert_uint_eq(result.who, SHOP);
        expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_RESOLVED, 0, 0);
    }
    ck_assert_int_eq(gx_book_balance(book, BUYER), RICH - 699);
    gx_order_counts counts = gx_order_count(book);
    ck_assert_int_eq(counts.ordered, counts.order_refunded + counts.netted + counts.commissions);
    gx_book_free(book);
}
END_TEST

/* A season of orders by chance: every one ends as its own arithmetic says, and all fen are accounted for. */
START_TEST(w5_a_season_adds_up_to_the_fen)
{
    enum { ORDERS = 64, STEPS = 20000 };
    gx_book *book = make_market(THEMES, RICH);
    gx_order order[ORDERS] = {0};
    gx_fen held[ORDERS] = {0}, spent = 0, back = 0, out = 0;
    for (uint32_t n = 0; n < STEPS; n++) {
        uint32_t i = chance(n, 0, ORDERS), now = n * 600;
        gx_fen price = 1 + chance(n, 1, 3000);
        gx_release release;
        gx_answer answer;
        switch (chance(n, 2, 8)) {
        case 0:
            if (held[i] > 0)
                break;
            answer = gx_order_place(book, fresh(BUYER + i % USERS), SHOP, price, false, now, &order[i]);
            held[i] = answer.amount;
            spent += answer.amount;
            break;
        case 1:
            gx_order_ship(book, order[i], now);
            break;
        case 2:
        case 3:
            answer = gx_order_refund(book, order[i], GX_REFUND_AGREED, price / 8, now);
            held[i] -= answer.amount;
            back += answer.amount;
            break;
        case 4:
        case 5:
            answer = gx_order_refund(book, order[i], (gx_refund_why)(n % 2), 0, now);
            ck_assert(answer.code != GX_DONE || answer.amount == held[i]);
            held[i] -= answer.amount;
            back += answer.amount;
            break;
        default:
            answer = gx_order_release(book, order[i], chance(n, 3, 2) == 0, now, &release);
            ck_assert(answer.code != GX_DONE || answer.amount == held[i]);
            held[i] -= answer.amount;
            out += answer.amount;
        }
        if (n % 500 == 0)
            expect_balanced(book);
    }
    gx_fen left = 0, users = 0;
    for (int i = 0; i < ORDERS; i++)
        left += held[i];
    for (uint32_t i = 0; i < USERS; i++)
        users += gx_book_balance(book, FIRST_USER + i);
    ck_assert_int_gt(out, 0);
    ck_assert_int_gt(back, 0);
    ck_assert_int_eq(spent, back + out + left);
    ck_assert_int_eq(users, USERS * RICH - spent + back);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_CLEARING), out);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_ESCROW), left);
    gx_book_free(book);
}
END_TEST

START_TEST(w5_memory_may_run_out_anywhere)
{
    ck_assert_int_ge(fail_creation(THEMES), 4);
    gx_book *book = make_market(THEMES | GX_THEME_COUPONS, RICH);
    long failures = 0;
    for (uint32_t n = 0; n < 400; n++) {
        gx_result result;
        gx_op place = {
            .kind = GX_OP_ORDER_PLACE, .key = fresh(BUYER), .now = n, .args.order_place = {SHOP, 5, 0}};
        failures += fail_until_done(book, &place, &result);
        gx_op take = {.kind = GX_OP_MERCHANT_TAKE, .now = n, .args.merchant_take = {SHOP, n, 5, 5}};
        failures += fail_until_done(book, &take, &result);
    }
    ck_assert_int_ge(failures, 12);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(w5_without_the_theme_there_is_nothing)
{
    gx_book *book = make_market(0, RICH);
    gx_order order = no_such;
    gx_order_view view;
    gx_payment_view payment;
    expect_refused(gx_merchant_pay(book, fresh(BUYER), SHOP, 5, false, 0), GX_REFUSED_THEME, 0,
                   GX_THEME_ORDERS);
    ck_assert(!gx_order_look(book, order, &view));
    ck_assert(!gx_payment_look(book, order, 0, &payment));
    ck_assert_uint_eq(gx_order_count(book).orders, 0);
    gx_book_free(book);
}
END_TEST

/* Whatever a later answer could depend on is in the digest of the state. */
START_TEST(w5_the_digest_sees_it)
{
    const gx_op_key key = {BUYER, 1};
    const gx_pass friend = {.user = 5}, other = {.user = 6};
    const gx_op rules = {.kind = GX_OP_ORDER_RULES, .args.order_rules = {9, 9, 9}};
    const gx_op place = {.kind = GX_OP_ORDER_PLACE, .key = key, .args.order_place = {SHOP, 9, 0}};
    const gx_op refer = {.kind = GX_OP_REFERRAL_ATTACH, .args.referral_attach = {first_made, friend, 1}};
    const gx_op take = {.kind = GX_OP_MERCHANT_TAKE, .args.merchant_take = {SHOP, BUYER, 9, 8}};
    const gx_op back = {
        .kind = GX_OP_MERCHANT_REFUND, .key = {SHOP, 1}, .args.merchant_refund = {first_made, 3}};
    gx_op ops[2][3] = {{rules, rules, rules}, {rules, rules, rules}};
    uint32_t themes = THEMES | GX_THEME_COUPONS;
#define DIFFER(count)                                                                                        \
    ck_assert_uint_ne(digest_after(themes, ops[0], count), digest_after(themes, ops[1], count))
    ops[1][0].args.order_rules.ship_ticks++;
    DIFFER(1);
    ops[1][0] = rules;
    ops[1][0].args.order_rules.receive_ticks++;
    DIFFER(1);
    ops[1][0] = rules;
    ops[1][0].args.order_rules.refund_ticks++;
    DIFFER(1);
    ops[0][0] = ops[1][0] = place;
    ops[1][0].args.order_place.merchant++;
    DIFFER(1);
    ops[1][0] = place;
    ops[0][1] = ops[1][1] = refer;
    ops[1][1].args.referral_attach.by = other;
    DIFFER(2);
    ops[1][1] = refer;
    ops[1][1].args.referral_attach.kind = 0;
    ops[1][1].args.referral_attach.by.score = 900;
    DIFFER(2);
    ops[0][0] = ops[1][0] = take;
    ops[1][0].args.merchant_take.payer++;
    DIFFER(1);
    ops[1][0] = take;
    ops[1][0].args.merchant_take.paid++;
    DIFFER(1);
    ops[1][0] = take; /* two payments; a part of one or the other goes back */
    ops[0][1] = ops[1][1] = take;
    ops[0][2] = ops[1][2] = back;
    ck_assert_uint_eq(digest_after(themes, ops[0], 3), digest_after(themes, ops[1], 3));
    ops[1][2].args.merchant_refund.payment.slot++;
    DIFFER(3);
#undef DIFFER
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w5");
    TCase *tests = tcase_create("w5");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, w5_a_payment_reaches_a_merchant_of_another_book);
    tcase_add_test(tests, w5_who_pays_and_who_takes);
    tcase_add_test(tests, w5_refunds_never_exceed_what_was_paid);
    tcase_add_test(tests, w5_refunds_are_the_merchants_and_in_time);
    tcase_add_test(tests, w5_old_payments_are_forgotten_and_memory_stays);
    tcase_add_test(tests, w5_a_shop_needs_a_card_and_w7_a_confirmation);
    tcase_add_test(tests, w5_an_order_is_paid_shipped_and_released);
    tcase_add_test(tests, w5_an_order_is_refunded_whole_or_in_part);
    tcase_add_test(tests, w5_a_season_adds_up_to_the_fen);
    tcase_add_test(tests, w5_memory_may_run_out_anywhere);
    tcase_add_test(tests, w5_without_the_theme_there_is_nothing);
    tcase_add_test(tests, w5_the_digest_sees_it);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
