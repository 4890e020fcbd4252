/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of recordings whose answers are known by hand. */
#include "stats/synth.h"

#include <check.h>
#include <gx/base/memory.h>
#include <gx/traffic/traffic.h>
#include <math.h>
#include <string.h>

enum { USERS = 8, MINUTES = 10 };
/* 23:58 on the eve: the run crosses midnight. */
static const synth_root root = {USERS, 1000, INT64_C(16838) * 86400 + 86280, 600, 1};

static gx_status analyze_into(gx_results **results, synth *s, gx_error *error)
{
    gx_reader *reader = synth_end(s);
    ck_assert_int_eq(gx_results_create(results, error), GX_OK);
    gx_status status = gx_traffic_analyze(*results, reader, error);
    synth_remove(s, reader);
    return status;
}

static gx_results *analyze(synth *s)
{
    gx_results *results;
    gx_error error;
    ck_assert_msg(analyze_into(&results, s, &error) == GX_OK, "%s", error.message);
    return results;
}

static void put_series(synth *s)
{
    gx_series series;
    synth_make(&series, GX_TABLE_SERIES, MINUTES);
    for (int i = 0; i < MINUTES; i++) {
        series.packets_sent[i] = 10;
        series.packets_lucky[i] = 6;
        series.shares_received[i] = i == 7 ? 110 : 20;
        series.sent_fen[i] = 1000;
        series.received_fen[i] = 900;
        series.refunded_fen[i] = 50;
        series.active_users[i] = i;
    }
    synth_put(s, GX_TABLE_SERIES, &series);
    gx_table_unload(&series, GX_TABLE_SERIES);
}

START_TEST(a_series_alone)
{
    synth s;
    synth_begin(&s, "series", &root);
    put_series(&s);
    gx_results *r = analyze(&s);
    ck_assert_int_eq(gx_results_find_figure(r, "traffic.packets_sent")->integer, 100);
    ck_assert_int_eq(gx_results_find_figure(r, "traffic.packets_and_shares")->integer, 390);
    ck_assert_double_eq(figure_of(r, "traffic.packets_lucky"), 60);
    ck_assert_double_eq(figure_of(r, "traffic.opens_per_packet"), 2.9);
    ck_assert_double_eq(figure_of(r, "traffic.left_open"), 500);
    ck_assert_double_eq_tol(figure_of(r, "traffic.peak_factor"), 120 / 39.0, 1e-12);
    ck_assert_double_eq(figure_of(r, "traffic.peak_rate"), 2);
    ck_assert_double_eq(figure_of(r, "traffic.peak_clock"), 5); /* 23:58 and seven minutes */
    const gx_curve *curve = gx_results_find_curve(r, "traffic.minute.shares_received");
    ck_assert_uint_eq(curve->count, MINUTES);
    ck_assert_double_eq(curve->x[7], 7);
    ck_assert_double_eq(curve->y[7], 110);
    ck_assert_double_eq(gx_results_find_curve(r, "traffic.minute.sent")->y[0], 10);
    ck_assert_ptr_null(gx_results_find_figure(r, "traffic.participants"));
    ck_assert_ptr_null(gx_results_find_grid(r, "traffic.amounts"));
    gx_results_free(r);
}
END_TEST

START_TEST(an_empty_recording)
{
    synth s;
    gx_packets p;
    gx_claims c;
    gx_series series;
    synth_root one = {1, 1000, 0, 0, 1};
    synth_begin(&s, "empty", &one);
    gx_results *r = analyze(&s);
    ck_assert_uint_eq(gx_results_figures(r), 1);
    ck_assert_double_eq(figure_of(r, "traffic.users"), 1);
    gx_results_free(r);
    /* Tables without rows. */
    synth_begin(&s, "empty", &root);
    synth_make(&series, GX_TABLE_SERIES, 0);
    synth_make(&p, GX_TABLE_PACKETS, 0);
    synth_make(&c, GX_TABLE_CLAIMS, 0);
    synth_put(&s, GX_TABLE_SERIES, &series);
    synth_put(&s, GX_TABLE_PACKETS, &p);
    synth_put(&s, GX_TABLE_CLAIMS, &c);
    gx_table_unload(&series, GX_TABLE_SERIES);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    gx_table_unload(&c, GX_TABLE_CLAIMS);
    r = analyze(&s);
    ck_assert_double_eq(figure_of(r, "traffic.packets_sent"), 0);
    ck_assert_uint_eq(gx_results_curves(r) + gx_results_grids(r), 0);
    gx_results_free(r);
}
END_TEST

START_TEST(who_took_part)
{
    static const uint32_t sent[USERS] = {3, 1, 0, 0, 0, 0, 0, 0}, received[USERS] = {1, 0, 4, 3, 0, 0, 0, 0};
    synth s;
    gx_users users;
    gx_users_end end;
    synth_begin(&s, "users", &root);
    put_series(&s);
    synth_make(&users, GX_TABLE_USERS, USERS);
    synth_make(&end, GX_TABLE_USERS_END, USERS);
    for (uint32_t i = 0; i < USERS; i++) {
        users.sex[i] = i == 0 || i == 3;
        users.wealth[i] = 100;
        users.friends[i] = i == 0 ? 500 : i == 1 ? 200 : 10;
        end.balance[i] = i == 7 ? 800 : 0;
        end.sent[i] = sent[i];
        end.received[i] = received[i];
        end.sent_fen[i] = sent[i] * 100;
    }
    synth_put(&s, GX_TABLE_USERS, &users);
    synth_put(&s, GX_TABLE_USERS_END, &end);
    gx_table_unload(&users, GX_TABLE_USERS);
    gx_table_unload(&end, GX_TABLE_USERS_END);
    gx_results *r = analyze(&s);
    ck_assert_double_eq(figure_of(r, "traffic.participants"), 4);
    ck_assert_double_eq(figure_of(r, "traffic.participation"), 0.5);
    ck_assert_double_eq(figure_of(r, "traffic.senders"), 2);
    ck_assert_double_eq(figure_of(r, "traffic.senders_male"), 0.5);
    ck_assert_double_eq_tol(figure_of(r, "traffic.receivers_female"), 1 / 3.0, 1e-15);
    ck_assert_double_eq(figure_of(r, "traffic.sent_received_per_participant"), 3);
    ck_assert_double_eq(figure_of(r, "traffic.sent_received_per_user"), 1.5);
    ck_assert_double_eq(figure_of(r, "traffic.sent_per_participant"), 1);
    ck_assert_double_eq(figure_of(r, "traffic.received_per_participant"), 2);
    ck_assert_double_eq(figure_of(r, "traffic.largest_receiver"), 4);
    ck_assert_double_eq(figure_of(r, "traffic.wallet_gini_start"), 0);
    ck_assert_double_eq(figure_of(r, "traffic.wallet_gini_end"), 7 / 8.0);
    ck_assert_double_eq(figure_of(r, "traffic.idle_balance"), 800);
    ck_assert_double_eq(figure_of(r, "traffic.idle_share"), 1);
    ck_assert_double_eq(figure_of(r, "traffic.velocity"), 400 / 800.0);
    ck_assert_double_eq(figure_of(r, "traffic.friends.share_200"), 0.25);
    ck_assert_double_eq(figure_of(r, "traffic.friends.share_500"), 0.125);
    ck_assert_double_eq(figure_of(r, "traffic.friends.degree_mean"), 95);
    gx_results_free(r);
}
END_TEST

/* Three packets: lucky of 2 shares, emptied; equal of 4, two taken, expired; personal, taken. And one still
 * open. */
static void put_events(synth *s, int64_t first_amount)
{
    static const struct {
        uint32_t tick, sender;
        uint8_t kind;
        uint16_t shares;
        int64_t amount;
    } sent[] = {{0, 0, GX_WORD_LUCKY, 2, 1000},
                {10, 1, GX_WORD_EQUAL, 4, 400},
                {20, 0, GX_WORD_PERSONAL, 1, 5910},
                {30, 2, GX_WORD_LUCKY, 5, 400}};
    static const struct {
        uint32_t tick, claimer, packet;
        int64_t amount;
    } taken[] = {{4, 1, 0, 700}, {8, 2, 0, 300}, {15, 0, 1, 100}, {200, 3, 1, 100}, {22, 1, 2, 5910}};
    gx_packets p;
    gx_claims c;
    gx_endings e;
    synth_make(&p, GX_TABLE_PACKETS, 4);
    synth_make(&c, GX_TABLE_CLAIMS, 5);
    synth_make(&e, GX_TABLE_ENDINGS, 3);
    for (uint32_t i = 0; i < 4; i++) {
        p.tick[i] = sent[i].tick;
        p.sender[i] = sent[i].sender;
        p.occasion[i] = i;
        p.kind[i] = sent[i].kind;
        p.shares[i] = sent[i].shares;
        p.amount[i] = i == 0 ? first_amount : sent[i].amount;
        p.answers_sender[i] = GX_NOBODY;
    }
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t packet = taken[i].packet;
        c.tick[i] = taken[i].tick;
        c.claimer[i] = taken[i].claimer;
        c.sender[i] = p.sender[packet];
        c.occasion[i] = packet;
        c.kind[i] = p.kind[packet];
        c.amount[i] = taken[i].amount;
        c.response[i] = taken[i].tick - p.tick[packet];
    }
    for (uint32_t i = 0; i < 3; i++) {
        e.sender[i] = p.sender[i];
        e.occasion[i] = i;
        e.shares_taken[i] = i == 2 ? 1 : 2;
        e.expired[i] = i == 1;
        e.luckiest_amount[i] = i == 0 ? 700 : 100;
        e.duration[i] = 8;
    }
    synth_put(s, GX_TABLE_PACKETS, &p);
    synth_put(s, GX_TABLE_CLAIMS, &c);
    synth_put(s, GX_TABLE_ENDINGS, &e);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    gx_table_unload(&c, GX_TABLE_CLAIMS);
    gx_table_unload(&e, GX_TABLE_ENDINGS);
}

START_TEST(what_packets_did)
{
    synth s;
    synth_begin(&s, "events", &root);
    put_events(&s, 1000);
    gx_results *r = analyze(&s);
    /* Shares 2 + 2 + 1 of 2 + 4 + 1. */
    ck_assert_double_eq_tol(figure_of(r, "traffic.claim_rate"), 5 / 7.0, 1e-15);
    ck_assert_double_eq_tol(figure_of(r, "traffic.emptied_share"), 2 / 3.0, 1e-15);
    const gx_curve *claims = gx_results_find_curve(r, "traffic.claims_per_packet");
    ck_assert_uint_eq(claims->count, 3);
    ck_assert_double_eq_tol(claims->y[2], 2 / 3.0, 1e-15);
    const gx_grid *amounts = gx_results_find_grid(r, "traffic.amounts");
    ck_assert_uint_eq(amounts->rows, 4);
    ck_assert_str_eq(amounts->labels[3], "lucky");
    ck_assert_double_eq(amounts->cells[3 * amounts->columns + 2], 7); /* mean of ¥10 and ¥4 */
    const gx_grid *favourites = gx_results_find_grid(r, "traffic.favourite_amounts");
    ck_assert_uint_eq(favourites->rows, 3);
    ck_assert_double_eq(favourites->cells[0], 4); /* ¥4 twice, then ¥10, ¥59.10 */
    ck_assert_double_eq(favourites->cells[1], 2);
    ck_assert_double_eq(favourites->cells[3], 10);
    ck_assert_double_eq(favourites->cells[6], 59.1);
    const gx_grid *responses = gx_results_find_grid(r, "traffic.responses");
    ck_assert_double_eq(responses->cells[2], (4 + 8 + 5 + 190 + 2) / 5.0);
    ck_assert_double_eq(responses->cells[9], 190);
    const gx_grid *empty = gx_results_find_grid(r, "traffic.time_to_empty");
    ck_assert_uint_eq(empty->rows, 1);
    ck_assert_str_eq(empty->labels[0], "2");
    const gx_grid *lucky = gx_results_find_grid(r, "traffic.luckiest_by_shares");
    ck_assert_double_eq_tol(lucky->cells[2], 1.4, 1e-15);
    /* Payments: 0>1 (700 + 5910), 0>2 300, 1>0 100, 1>3 100. */
    ck_assert_double_eq(figure_of(r, "traffic.payments.nodes"), 4);
    ck_assert_double_eq(figure_of(r, "traffic.payments.arcs"), 4);
    ck_assert_double_eq(figure_of(r, "traffic.payments.multiplicity"), 1.25);
    ck_assert_double_eq_tol(figure_of(r, "traffic.payments.reciprocity"), 200 / 7110.0, 1e-12);
    ck_assert_double_eq(figure_of(r, "traffic.payments.giant_share"), 1);
    /* 0, 1 sent or received before midnight with 2; 3 after it. */
    const gx_curve *daily = gx_results_find_curve(r, "traffic.daily.active_users");
    ck_assert_uint_eq(daily->count, 2);
    ck_assert_double_eq(daily->y[0], 3);
    ck_assert_double_eq(daily->y[1], 1);
    gx_results_free(r);
}
END_TEST

START_TEST(a_sample_tells_no_payment_graph)
{
    synth s;
    synth_root half = root;
    half.event_share = 0.5;
    synth_begin(&s, "half", &half);
    put_events(&s, 1000);
    gx_results *r = analyze(&s);
    ck_assert_ptr_null(gx_results_find_figure(r, "traffic.payments.nodes"));
    ck_assert_ptr_null(gx_results_find_curve(r, "traffic.daily.active_users"));
    ck_assert_ptr_nonnull(gx_results_find_grid(r, "traffic.amounts"));
    gx_results_free(r);
}
END_TEST

/* Occasions are 32 bits of a hash: two packets of one sender may have one name by chance. */
START_TEST(two_packets_of_one_name)
{
    synth s;
    gx_packets p;
    gx_endings e;
    synth_make(&p, GX_TABLE_PACKETS, 3);
    synth_make(&e, GX_TABLE_ENDINGS, 3);
    for (uint32_t i = 0; i < 3; i++) {
        p.sender[i] = e.sender[i] = 1;
        p.occasion[i] = e.occasion[i] = i == 2 ? 8 : 7;
        p.answers_sender[i] = GX_NOBODY;
        p.kind[i] = GX_WORD_LUCKY;
        p.shares[i] = (uint16_t)(i == 1 ? 9 : 2);
        p.amount[i] = 100;
        e.shares_taken[i] = 1;
        e.expired[i] = 1;
    }
    synth_begin(&s, "alike", &root);
    synth_put(&s, GX_TABLE_PACKETS, &p);
    synth_put(&s, GX_TABLE_ENDINGS, &e);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    gx_table_unload(&e, GX_TABLE_ENDINGS);
    gx_results *r = analyze(&s);
    /* The ending of the second is counted with the shares of the first. */
    ck_assert_double_eq_tol(figure_of(r, "traffic.claim_rate"), 3 / 6.0, 1e-15);
    gx_results_free(r);
}
END_TEST

START_TEST(damage_is_named)
{
    synth s;
    gx_results *r;
    gx_error error;
    synth_begin(&s, "negative", &root);
    put_events(&s, -5);
    ck_assert_int_eq(analyze_into(&r, &s, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "/events/packets/amount"));
    ck_assert_ptr_nonnull(strstr(error.message, "synth-negative.h5"));
    gx_results_free(r);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    synth s;
    gx_error error;
    synth_begin(&s, "memory", &root);
    put_series(&s);
    put_events(&s, 1000);
    gx_reader *reader = synth_end(&s);
    long after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_results *r;
        ck_assert_int_eq(gx_results_create(&r, &error), GX_OK);
        gx_memory_fail_after(after);
        status = gx_traffic_analyze(r, reader, &error);
        gx_memory_fail_after(-1);
        gx_results_free(r);
        ck_assert_msg(status == GX_OK || status == GX_ERR_MEMORY, "%ld: %s", after, error.message);
        ck_assert_int_lt(after, 3000);
    }
    synth_remove(&s, reader);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("traffic");
    TCase *tests = tcase_create("traffic");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_series_alone);
    tcase_add_test(tests, an_empty_recording);
    tcase_add_test(tests, who_took_part);
    tcase_add_test(tests, what_packets_did);
    tcase_add_test(tests, a_sample_tells_no_payment_graph);
    tcase_add_test(tests, two_packets_of_one_name);
    tcase_add_test(tests, damage_is_named);
    tcase_add_test(tests, every_allocation_may_fail);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
