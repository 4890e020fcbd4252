/* SPDX-License-Identifier: GPL-3.0-or-later */
/* W1 and W7: tiers of identity and their limits, what is known of a user, payment without a password. */
#include "helper.h"
#include "ledger/book_internal.h"

#include <gx/base/civil.h>
#include <gx/base/memory.h>

#define YUAN 100
#define DAY  86400u

/* Users 0 … 3 are of tier 0 … 3, the others of tier 3; each owns ¥1,000,000. */
static gx_book *make_named_book(uint32_t themes)
{
    gx_book *book = make_book_with(GX_THEME_IDENTITY | themes, 0);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, 1000000 * YUAN), 1000000 * YUAN);
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_identity_set_tier(book, FIRST_USER + i, (uint8_t)(i < 3 ? i : 3), 0), 0);
    return book;
}

static void set_rules(gx_book *book, gx_real_name name, bool limits)
{
    gx_identity_rules rules = gx_identity_rules_default();
    rules.real_name = name;
    rules.limits = limits;
    expect_done(gx_identity_set_rules(book, &rules, 0), 0);
}

static gx_answer pay(gx_book *book, uint32_t user, gx_fen amount, uint32_t now)
{
    return gx_transfer_out(book, key_of(FIRST_USER + user, 0), ELSEWHERE, amount, now);
}

/* The card's part of a packet is not counted by a limit, but it is a payment: it takes a name. */
START_TEST(W1_the_card_gives_no_name)
{
    gx_book *book = make_book_with(GX_THEME_IDENTITY, 0);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 2, .amount = 20000};
    gx_packet_ref packet;
    gx_fen topped_up;
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 0), &order, 0, &packet, &topped_up),
                   GX_REFUSED_IDENTITY, 0, 1);
    expect_unchanged(book, &before);
    expect_done(gx_identity_set_tier(book, FIRST_USER, 1, 0), 0);
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    for (int i = 0; i < 10; i++) /* ¥2,000, of which the limit of ¥1,000 sees nothing */
        expect_done(gx_packet_send(book, key_of(FIRST_USER, 0), &order, 0, &packet, &topped_up), 20000);
    ck_assert_int_eq(topped_up, 20000);
    gx_identity_paid paid;
    ck_assert(gx_identity_look(book, FIRST_USER, 0, &paid));
    ck_assert_int_eq(paid.ever, 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_the_unverified_can_look_but_not_pay)
{
    gx_book *book = make_named_book(0);
    snapshot before = take_snapshot(book);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 2, .amount = 100};
    gx_packet_ref packet;
    gx_hold hold;
    expect_refused(pay(book, 0, 1, 0), GX_REFUSED_IDENTITY, 0, 1);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 0), FIRST_USER + 1, 1, 0), GX_REFUSED_IDENTITY, 0, 1);
    expect_refused(gx_packet_send(book, key_of(FIRST_USER, 0), &order, 0, &packet, NULL), GX_REFUSED_IDENTITY,
                   0, 1);
    expect_refused(gx_hold_place(book, key_of(FIRST_USER, 0), 1, 9, 0, &hold), GX_REFUSED_IDENTITY, 0, 1);
    expect_refused(pay(book, 0, 1000001 * YUAN, 0), GX_REFUSED_FUNDS, 1000000 * YUAN, 1000001 * YUAN);
    expect_unchanged(book, &before);
    expect_done(pay(book, 1, 1, 0), 1);
    expect_done(gx_transfer_in(book, FIRST_USER, 1, 0), 1); /* receiving needs no name */
    expect_done(gx_wallet_bind_card(book, FIRST_USER, 0), 0);
    expect_done(gx_wallet_withdraw(book, key_of(FIRST_USER, 0), 5, 0), 5); /* to himself */
    expect_done(gx_identity_set_tier(book, FIRST_USER, 1, 0), 0);
    expect_done(pay(book, 0, 1, 0), 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_what_was_received_can_be_sent_on_in_packets_when_the_rule_says_so)
{
    gx_book *book = make_named_book(0);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = 2, .shares = 2, .amount = 100};
    gx_packet_ref packet;
    set_rules(book, GX_REAL_NAME_BUT_PACKETS, false);
    expect_done(gx_packet_send(book, key_of(FIRST_USER, 0), &order, 0, &packet, NULL), 100);
    expect_refused(pay(book, 0, 1, 0), GX_REFUSED_IDENTITY, 0, 1);
    set_rules(book, GX_REAL_NAME_OFF, false);
    expect_done(pay(book, 0, 1, 0), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_merchants_and_pools_have_no_tier)
{
    gx_book *book = make_named_book(0);
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    expect_done(gx_transfer_in(book, FIRST_MERCHANT, 300000 * YUAN, 0), 300000 * YUAN);
    expect_done(gx_transfer_out(book, key_of(FIRST_MERCHANT, 0), ELSEWHERE, 300000 * YUAN, 0), 300000 * YUAN);
    expect_refused(gx_identity_set_tier(book, FIRST_MERCHANT, 1, 0), GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_refused(gx_identity_set_tier(book, FIRST_USER, 4, 0), GX_REFUSED_RULE, 4, 3);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_tier_1_pays_a_thousand_yuan_in_a_lifetime)
{
    gx_book *book = make_named_book(0);
    expect_done(pay(book, 1, 400 * YUAN, 0), 400 * YUAN); /* counted before there are limits */
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    expect_done(pay(book, 1, 599 * YUAN + 99, 5), 599 * YUAN + 99);
    snapshot before = take_snapshot(book);
    expect_refused(pay(book, 1, 2, 5), GX_REFUSED_LIMIT, 1, 2);
    expect_unchanged(book, &before);
    expect_done(pay(book, 1, 1, 5), 1);
    expect_refused(pay(book, 1, 1, 400 * DAY), GX_REFUSED_LIMIT, 0, 1); /* no year gives it back */
    expect_done(gx_identity_set_tier(book, FIRST_USER + 1, 2, 400 * DAY), 0);
    expect_done(pay(book, 1, 100000 * YUAN, 400 * DAY), 100000 * YUAN); /* a new year */
    gx_book_free(book);
}
END_TEST

START_TEST(W1_tiers_2_and_3_have_a_limit_a_calendar_year)
{
    gx_book *book = make_named_book(0);
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    uint32_t new_year = (uint32_t)(gx_days_of(2017, 1, 1) * DAY - TEST_START);
    static const gx_fen limits[] = {0, 0, 100000 * YUAN, 200000 * YUAN};
    for (uint32_t tier = 2; tier <= 3; tier++) {
        expect_done(pay(book, tier, 1, 0), 1);
        expect_done(pay(book, tier, limits[tier] - 2, 0), limits[tier] - 2);
        expect_refused(pay(book, tier, 2, 0), GX_REFUSED_LIMIT, 1, 2);
    }
    for (uint32_t tier = 2; tier <= 3; tier++) {
        expect_done(pay(book, tier, 1, new_year - 1), 1);
        expect_refused(pay(book, tier, 1, new_year - 1), GX_REFUSED_LIMIT, 0, 1);
    }
    for (uint32_t tier = 2; tier <= 3; tier++) {
        gx_identity_paid paid;
        expect_done(pay(book, tier, limits[tier], new_year), limits[tier]);
        expect_refused(pay(book, tier, 1, new_year), GX_REFUSED_LIMIT, 0, 1);
        ck_assert(gx_identity_look(book, FIRST_USER + tier, new_year, &paid));
        ck_assert_int_eq(paid.ever, 2 * limits[tier]);
        ck_assert_int_eq(paid.year, limits[tier]);
        ck_assert(gx_identity_look(book, FIRST_USER + tier, new_year + 365 * DAY, &paid));
        ck_assert_int_eq(paid.year, 0);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(W1_only_what_leaves_the_balance_for_others_counts)
{
    gx_book *book = make_named_book(GX_THEME_FUND);
    uint32_t user = FIRST_USER + 2;
    gx_identity_paid paid;
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    expect_done(gx_wallet_bind_card(book, user, 0), 0);
    expect_done(gx_wallet_withdraw(book, key_of(user, 0), 300000 * YUAN, 0), 300000 * YUAN);
    expect_done(gx_fund_buy(book, key_of(user, 0), 300000 * YUAN, 0), 300000 * YUAN);
    ck_assert(gx_identity_look(book, user, 0, &paid));
    ck_assert_int_eq(paid.ever, 0);
    expect_done(pay(book, 2, 99000 * YUAN, 0), 99000 * YUAN);
    expect_done(gx_wallet_withdraw(book, key_of(user, 0), 300000 * YUAN, 0), 300000 * YUAN);
    /* ¥1,000 are left: of a packet of ¥1,500 the card gives ¥500, which no limit counts. */
    gx_packet_order order = {.kind = GX_PACKET_EQUAL, .audience = 2, .shares = 100, .amount = 1500 * YUAN};
    gx_packet_ref packet;
    gx_fen topped_up;
    expect_done(gx_packet_send(book, key_of(user, 0), &order, 0, &packet, &topped_up), 1500 * YUAN);
    ck_assert_int_eq(topped_up, 500 * YUAN);
    ck_assert(gx_identity_look(book, user, 0, &paid));
    ck_assert_int_eq(paid.year, 100000 * YUAN);
    expect_done(gx_packet_expire(book, packet, DAY), 1500 * YUAN); /* money back, limit not */
    expect_refused(pay(book, 2, 1, DAY), GX_REFUSED_LIMIT, 0, 1);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_the_pass_says_what_the_book_knows)
{
    gx_book *book = make_named_book(0);
    gx_pass known = {.user = FIRST_USER + 3,
                     .badges = 0xa5a50003,
                     .score = 999, /* not read */
                     .place = 44444,
                     .tier = 1, /* not read */
                     .sex = 2,
                     .age = 31,
                     .occupation = 7};
    expect_done(gx_identity_set_attributes(book, &known, 0), 0);
    gx_pass pass = gx_wallet_pass(book, known.user);
    known.score = 0;
    known.tier = 3;
    ck_assert_mem_eq(&pass, &known, sizeof pass);
    pass = gx_wallet_pass(book, 7);
    ck_assert_mem_eq(&pass, &(gx_pass){.user = 7}, sizeof pass);
    expect_refused(gx_identity_set_attributes(book, &pass, 0), GX_REFUSED_ACCOUNT, 0, 7);
    ck_assert_uint_eq(gx_identity_tier(book, FIRST_USER + 2), 2);
    ck_assert_uint_eq(gx_identity_tier(book, 7), 0);
    gx_book_free(book);
    book = make_book(0); /* without the theme */
    pass = gx_wallet_pass(book, FIRST_USER);
    ck_assert_mem_eq(&pass, &(gx_pass){.user = FIRST_USER}, sizeof pass);
    expect_refused(gx_identity_set_tier(book, FIRST_USER, 1, 0), GX_REFUSED_THEME, 0, GX_THEME_IDENTITY);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_rules_out_of_range_change_nothing)
{
    gx_book *book = make_named_book(0);
    snapshot before = take_snapshot(book);
    gx_identity_rules rules = gx_identity_rules_default();
    rules.real_name = GX_REAL_NAME_COUNT;
    expect_refused(gx_identity_set_rules(book, &rules, 0), GX_REFUSED_RULE, 3, 2);
    rules = gx_identity_rules_default();
    rules.year_max_full = -1;
    expect_refused(gx_identity_set_rules(book, &rules, 0), GX_REFUSED_RULE, -1, 0);
    rules = gx_identity_rules_default();
    rules.free_day_max = INT64_C(1) << 32;
    expect_refused(gx_identity_set_rules(book, &rules, 0), GX_REFUSED_RULE, INT64_C(1) << 32, UINT32_MAX);
    expect_unchanged(book, &before);
    rules = gx_identity_rules_default();
    rules.year_max = 0;
    expect_done(gx_identity_set_rules(book, &rules, 0), 0);
    ck_assert_int_eq(gx_identity_rules_now(book).year_max, 0);
    ck_assert_int_eq(gx_identity_rules_now(book).lifetime_max, 1000 * YUAN);
    gx_book_free(book);
}
END_TEST

/* A payment without a password: what every rule asks and notes that has an `unconfirmed` (tips, the till …).
 */
static gx_answer pay_free(gx_book *book, uint32_t user, gx_fen amount, uint32_t now)
{
    gx_spend spend = {
        .party = user, .amount = amount, .now = now, .purpose = GX_FOR_MERCHANT, .unconfirmed = true};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code == GX_DONE) {
        gx_post(book, user, gx_house(book, GX_HOUSE_CLEARING), amount);
        gx_note_spend(book, &spend);
    }
    return answer;
}

START_TEST(W7_small_payments_need_no_password_up_to_both_limits)
{
    gx_book *book = make_named_book(0);
    snapshot before = take_snapshot(book);
    expect_refused(pay_free(book, 3, 200 * YUAN + 1, 0), GX_REFUSED_CONFIRM, 200 * YUAN, 200 * YUAN + 1);
    expect_unchanged(book, &before);
    for (int i = 0; i < 4; i++)
        expect_done(pay_free(book, 3, 200 * YUAN, 0), 200 * YUAN);
    expect_done(pay_free(book, 3, 150 * YUAN, 0), 150 * YUAN);
    expect_done(pay(book, 3, 5000 * YUAN, 0), 5000 * YUAN); /* confirmed: any sum, and uses nothing up */
    expect_refused(pay_free(book, 3, 50 * YUAN + 1, DAY - 1), GX_REFUSED_CONFIRM, 50 * YUAN, 50 * YUAN + 1);
    expect_done(pay_free(book, 3, 50 * YUAN, DAY - 1), 50 * YUAN);
    expect_refused(pay_free(book, 3, 1, DAY - 1), GX_REFUSED_CONFIRM, 0, 1);
    expect_done(pay_free(book, 4, 1, DAY - 1), 1);               /* another's day */
    expect_done(pay_free(book, 3, 200 * YUAN, DAY), 200 * YUAN); /* another day */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(W7_each_user_has_a_switch)
{
    gx_book *book = make_named_book(0);
    uint32_t user = FIRST_USER + 3;
    ck_assert(gx_identity_pays_free(book, user)); /* never chose: what the rule says */
    expect_done(gx_identity_switch_free(book, key_of(user, 0), false, 0), 0);
    ck_assert(!gx_identity_pays_free(book, user));
    expect_refused(pay_free(book, 3, 1, 0), GX_REFUSED_CONFIRM, 0, 1);
    expect_done(gx_identity_switch_free(book, key_of(user, 0), true, 0), 0);
    expect_done(pay_free(book, 3, 1, 0), 1);
    gx_identity_rules rules = gx_identity_rules_default();
    rules.free_unless_chosen = false;
    expect_done(gx_identity_set_rules(book, &rules, 0), 0);
    expect_done(pay_free(book, 3, 1, 0), 1); /* he chose */
    ck_assert(!gx_identity_pays_free(book, FIRST_USER + 4));
    expect_refused(gx_identity_switch_free(book, key_of(FIRST_MERCHANT, 0), true, 0), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    ck_assert(!gx_identity_pays_free(book, FIRST_MERCHANT));
    gx_book_free(book);
}
END_TEST

START_TEST(W1_a_failed_group_gives_the_limit_back)
{
    gx_book *book = make_named_book(0);
    set_rules(book, GX_REAL_NAME_TO_PAY, true);
    expect_done(pay(book, 1, 100, 0), 100);
    snapshot before = take_snapshot(book);
    gx_op ops[2] = {{.kind = GX_OP_TRANSFER_OUT, .linked = true, .now = DAY, .key = {FIRST_USER + 1, 1}},
                    {.kind = GX_OP_TRANSFER_OUT, .now = DAY, .key = {FIRST_USER, 1}}};
    ops[0].args.transfer_out.amount = 500 * YUAN;
    ops[1].args.transfer_out.amount = 1; /* tier 0: refused */
    gx_result results[2];
    gx_book_batch(book, ops, 2, results);
    ck_assert_int_eq(results[0].answer.code, GX_REFUSED_LINKED);
    ck_assert_int_eq(results[1].answer.code, GX_REFUSED_IDENTITY);
    expect_unchanged(book, &before);
    expect_done(pay(book, 1, 999 * YUAN, DAY), 999 * YUAN);
    gx_book_free(book);
}
END_TEST

START_TEST(W1_a_book_with_names_can_fail_to_be_made)
{
    gx_book_config config = {.first_user = FIRST_USER,
                             .users = USERS,
                             .themes = GX_THEME_IDENTITY | GX_THEME_FUND | GX_THEME_BILLS};
    for (long failures = 0;; failures++) {
        gx_book *book = NULL;
        gx_memory_fail_after(failures);
        gx_status status = gx_book_create(&book, &config, NULL);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            ck_assert_int_ge(failures, 8); /* the book, its columns, and those of three themes */
            gx_book_free(book);
            break;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_ptr_null(book);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/w1_identity");
    TCase *tests = tcase_create("identity");
    tcase_add_test(tests, W1_the_unverified_can_look_but_not_pay);
    tcase_add_test(tests, W1_the_card_gives_no_name);
    tcase_add_test(tests, W1_what_was_received_can_be_sent_on_in_packets_when_the_rule_says_so);
    tcase_add_test(tests, W1_merchants_and_pools_have_no_tier);
    tcase_add_test(tests, W1_tier_1_pays_a_thousand_yuan_in_a_lifetime);
    tcase_add_test(tests, W1_tiers_2_and_3_have_a_limit_a_calendar_year);
    tcase_add_test(tests, W1_only_what_leaves_the_balance_for_others_counts);
    tcase_add_test(tests, W1_the_pass_says_what_the_book_knows);
    tcase_add_test(tests, W1_rules_out_of_range_change_nothing);
    tcase_add_test(tests, W1_a_failed_group_gives_the_limit_back);
    tcase_add_test(tests, W1_a_book_with_names_can_fail_to_be_made);
    tcase_add_test(tests, W7_small_payments_need_no_password_up_to_both_limits);
    tcase_add_test(tests, W7_each_user_has_a_switch);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
