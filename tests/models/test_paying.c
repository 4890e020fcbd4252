/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Till payments: no fen is lost on the way, combining is exact, who is paid follows trade and Zipf's law. */
#include "fixture.h"
#include <check.h>
#include <gx/base/memory.h>
#include <gx/models/paying.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUIET "sending: {per_day: 0}, transfers: {per_day: 0}"

/* A run to its end, books open for a look. */
static void play(fixture *f, const char *yaml)
{
    fixture_make(f, yaml);
    gx_sim_hooks none = {0};
    gx_error error = {GX_OK, ""};
    gx_world *world = &f->built.world;
    ck_assert_msg(gx_sim_run(world->sim, world->clock.ticks, &none, &error) == GX_OK, "%s", error.message);
}

static gx_fen balance_of(const gx_world *world, uint32_t party)
{
    return gx_book_balance(world->books[gx_sim_shard_of(world->sim, party)], party);
}

static gx_fen house_of(const gx_world *world, gx_house_account account)
{
    gx_fen sum = 0;
    for (uint32_t s = 0; s < world->shards; s++)
        sum += gx_book_house(world->books[s], account);
    return sum;
}

START_TEST(no_fen_is_lost)
{
    fixture f;
    play(&f, "time: {duration: 30h, tick: 60s}\n"
             "shards: 7\n"
             "population: {users: 900}\n"
             "merchants: {users_a_merchant: 30}\n"
             "models: {paying: {active: yes, per_day: 6}, sending: {per_day: 4}, transfers: {per_day: 2},\n"
             "  binding: {cards_at_start: 0.5}}\n");
    gx_world *world = &f.built.world;
    uint32_t users = world->population->users, merchants = world->merchants->count, reached = 0;
    gx_fen before = 0, after = 0, shops = 0;
    ck_assert_uint_gt(merchants, 20);
    for (uint32_t u = 0; u < users; u++) {
        before += gx_wealth_of(world->population, u);
        after += balance_of(world, u);
    }
    for (uint32_t m = 0; m < merchants; m++) {
        shops += balance_of(world, gx_merchant_party(world, m));
        reached += gx_paying_count(world, m);
    }
    for (uint32_t s = 0; s < world->shards; s++)
        ck_assert(gx_book_audit_full(world->books[s]).balanced);
    int64_t in = gx_world_total(world, GX_COUNT_top_up_fen),
            out = gx_world_total(world, GX_COUNT_withdrawn_fen);
    gx_fen away = house_of(world, GX_HOUSE_CLEARING), held = house_of(world, GX_HOUSE_ESCROW);
    ck_assert_int_gt(in, 0);
    ck_assert_int_eq(before + in, after + shops + away + held + out);
    /* What was paid is with merchants, but for the last tick's. */
    gx_fen paid = gx_world_total(world, GX_COUNT_paid_fen), last = 0;
    int64_t late = 0, kept = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *events = &world->shard[s].events[GX_EVENT_PAYMENT];
        for (size_t i = 0; i < events->count; i++) {
            bool is_late = events->rows[i].tick == world->clock.ticks;
            last += is_late ? events->rows[i].amount : 0;
            late += is_late;
            kept++;
        }
    }
    ck_assert_int_gt(gx_world_total(world, GX_COUNT_payments), 4000);
    ck_assert_int_eq(gx_world_total(world, GX_COUNT_payments), kept);
    ck_assert_int_eq(paid, shops + last);
    ck_assert_int_eq(kept, reached + late);
    fixture_free(&f);
}
END_TEST

START_TEST(who_cannot_pay_does_not)
{
    fixture f;
    play(&f, "time: {duration: 24h, tick: 60s}\n"
             "population: {users: 300, wealth_median: 0}\n"
             "models: {paying: {active: yes, per_day: 2}, binding: {cards_at_start: 0}, " QUIET "}\n");
    gx_world *world = &f.built.world;
    ck_assert_int_eq(gx_world_total(world, GX_COUNT_paid_fen), 0);
    ck_assert_int_gt(gx_world_total(world, GX_COUNT_refusals), 300);
    fixture_free(&f);
    play(&f, "time: {duration: 1h}\npopulation: {users: 300}\n");
    ck_assert_ptr_null(f.built.world.merchants);
    ck_assert_uint_eq(gx_paying_digest(&f.built.world), 0);
    fixture_free(&f);
}
END_TEST

/* ---- The same for any way of counting ---- */

static gx_run_result run(const char *shards, const char *combine, uint32_t threads)
{
    const char *text =
        "version: 1\n"
        "time: {duration: 26h, tick: 60s}\n"
        "population: {users: 1200}\n"
        "merchants: {users_a_merchant: 200, online_share: 0.5}\n"
        "models: {paying: {active: yes, per_day: 40, amount_median: 2}, sending: {per_day: 2}}\n";
    const char *set[] = {shards, combine};
    gx_run_options options = {.file = "paying",
                              .text = text,
                              .length = strlen(text),
                              .overrides = set,
                              .override_count = 2,
                              .record = -1,
                              .threads = threads};
    gx_run_result result;
    gx_diagnostics diagnostics;
    gx_error error = {GX_OK, ""};
    gx_status status = gx_run(&options, &result, &diagnostics, &error);
    ck_assert_msg(status == GX_OK, "%s%s", error.message, gx_text_get(&diagnostics.report));
    gx_diagnostics_free(&diagnostics);
    return result;
}

START_TEST(combining_changes_nothing)
{
    static const struct {
        const char *shards, *combine;
        uint32_t threads;
    } ways[] = {{"shards=1", "models.paying.combine=yes", 1},  {"shards=1", "models.paying.combine=no", 1},
                {"shards=16", "models.paying.combine=no", 2},  {"shards=16", "models.paying.combine=yes", 3},
                {"shards=64", "models.paying.combine=yes", 7}, {"shards=3", "models.paying.combine=no", 3}};
    gx_run_result first = run(ways[0].shards, ways[0].combine, ways[0].threads);
    uint64_t messages[GX_COUNT_OF(ways)] = {first.messages};
    for (size_t i = 1; i < GX_COUNT_OF(ways); i++) {
        gx_run_result other = run(ways[i].shards, ways[i].combine, ways[i].threads);
        ck_assert_uint_eq(other.digest, first.digest);
        ck_assert_uint_eq(other.state_digest, first.state_digest);
        messages[i] = other.messages;
    }
    ck_assert_uint_lt(messages[0] + 20000, messages[1]); /* 52,000 payments to 6 merchants in 1,560 ticks */
    ck_assert_uint_lt(messages[0], messages[3]);         /* the fewer sources, the more is added up */
}
END_TEST

/* ---- Who is paid ---- */

/* Payments of users by merchant. `alone`: only of those who buy from one merchant; squares: sum of squares of
 * what each such user makes. */
typedef struct takings {
    int64_t *of; /* by merchant */
    double sum, squares;
} takings;

static takings count_takings(const gx_world *world, bool alone)
{
    takings all = {.of = calloc(world->merchants->count, sizeof *all.of)};
    int64_t *by_user = calloc(world->population->users, sizeof *by_user);
    ck_assert(all.of && by_user);
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *events = &world->shard[s].events[GX_EVENT_PAYMENT];
        for (size_t i = 0; i < events->count; i++) {
            if (alone && gx_row_length(world->trade, events->rows[i].user) != 1)
                continue;
            all.of[events->rows[i].other]++;
            by_user[events->rows[i].user]++;
        }
    }
    for (uint32_t u = 0; u < world->population->users; u++) {
        all.sum += (double)by_user[u];
        all.squares += (double)by_user[u] * (double)by_user[u];
    }
    free(by_user);
    return all;
}

static bool near(double found, double expected, double variance)
{
    return fabs(found - expected) < 4.5 * sqrt(variance);
}

/* One market, one kind: the merchant of rank r has the share r^-z / H(N, z) of the users who buy from one
 * merchant only, and they pay nobody else. */
START_TEST(hot_merchants_follow_zipf)
{
    fixture f;
    play(
        &f,
        "time: {duration: 48h, tick: 60s}\n"
        "population: {users: 20000, wealth_median: 9000}\n"
        "merchants: {users_a_merchant: 40, online_share: 1, size_zipf: 1.1, kind_shares: [1,0,0,0,0,0,0,0]}\n"
        "trade: {merchants_a_month: 0.5, near: 0, city: 0}\n"
        "models: {paying: {active: yes, per_day: 2, amount_median: 1}, " QUIET "}\n");
    const gx_world *world = &f.built.world;
    ck_assert_uint_eq(world->merchants->count, 500);
    takings found = count_takings(world, true);
    double harmonic = 0;
    for (int rank = 1; rank <= 500; rank++)
        harmonic += pow(rank, -1.1);
    ck_assert_double_gt(found.sum, 8000);
    for (uint32_t rank = 1; rank <= 4; rank++) {
        double share = pow(rank, -1.1) / harmonic;
        double taken = (double)found.of[rank - 1]; /* merchants of one pool stand in order of rank */
        ck_assert_uint_ge(world->merchants->size[rank - 1], world->merchants->size[rank]);
        ck_assert_msg(near(taken, share * found.sum, share * (1 - share) * found.squares),
                      "rank %u: %g of %g, expected %g", rank, taken, found.sum, share * found.sum);
    }
    free(found.of);
    fixture_free(&f);
}
END_TEST

/* Whatever the trade: each payment of a user goes to a merchant by the user's own purchases there. */
START_TEST(payments_follow_trade)
{
    fixture f;
    play(&f, "time: {duration: 48h, tick: 60s}\n"
             "population: {users: 5000, wealth_median: 9000}\n"
             "models: {paying: {active: yes, per_day: 5, amount_median: 1}, " QUIET "}\n");
    const gx_world *world = &f.built.world;
    takings found = count_takings(world, false);
    uint32_t merchants = world->merchants->count, tried = 0;
    double *mean = calloc(merchants, sizeof *mean), *variance = calloc(merchants, sizeof *variance);
    ck_assert(mean && variance);
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *events = &world->shard[s].events[GX_EVENT_PAYMENT];
        for (size_t i = 0; i < events->count; i++) {
            uint32_t user = events->rows[i].user;
            uint64_t first = world->trade->offset[user], end = world->trade->offset[user + 1];
            double visits = 0;
            for (uint64_t at = first; at < end; at++)
                visits += world->trade->strength[at];
            for (uint64_t at = first; at < end; at++) {
                double chance = world->trade->strength[at] / visits;
                mean[world->trade->column[at]] += chance;
                variance[world->trade->column[at]] += chance * (1 - chance);
            }
        }
    }
    for (uint32_t m = 0; m < merchants; m++) {
        if (variance[m] < 100)
            continue; /* few are not normal */
        tried++;
        ck_assert_msg(near((double)found.of[m], mean[m], variance[m]), "merchant %u: %lld, expected %g", m,
                      (long long)found.of[m], mean[m]);
    }
    ck_assert_uint_gt(tried, 50);
    /* Poisson numbers of payments: per_day times activity. */
    double expected = 0;
    for (uint32_t u = 0; u < world->population->users; u++)
        if (gx_row_length(world->trade, u) > 0)
            expected += 2 * 5.0 * gx_activity_of(world->population, u) / 256;
    ck_assert_msg(near(found.sum, expected, expected), "%g payments, expected %g", found.sum, expected);
    free(found.of);
    free(mean);
    free(variance);
    fixture_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("paying");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, no_fen_is_lost);
    tcase_add_test(tests, who_cannot_pay_does_not);
    tcase_add_test(tests, combining_changes_nothing);
    tcase_add_test(tests, hot_merchants_follow_zipf);
    tcase_add_test(tests, payments_follow_trade);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* the fixture opens parallel regions */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
