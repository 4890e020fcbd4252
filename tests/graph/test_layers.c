/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interest circles and followers have the statistics they were made for; and all layers are the same whoever
 * makes them. */
#include "layers.h"
#include "layers/interests.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_account(const layers *made, uint32_t user)
{
    return gx_person_of(made->w.population, user).accounts >> GX_PLATFORM_microblog & 1;
}

/* ---- Interest circles ---- */

START_TEST(the_usual_circles_are_the_defaults)
{
    gx_interests_config read;
    read_defaults(&read, &gx_interests_table);
    ck_assert_double_eq(read.per_user, gx_interests_usual.per_user);
    ck_assert_int_eq(read.users_a_circle, gx_interests_usual.users_a_circle);
    ck_assert_double_eq(read.zipf, gx_interests_usual.zipf);
}
END_TEST

/* Poisson by activity: by bins, mean and variance. Who is in very many circles cannot be in more than there
 * are: the few active ones are left out. */
START_TEST(places_in_circles_are_poisson)
{
    enum { USERS = 40000 };
    layers made = plan_layers(USERS, 10);
    made.circles.users_a_circle = 100;
    settle_layers(&made, 1);
    join_circles(&made, 1, 2);
    const gx_rows *rows = &made.interests.user_circles;
    double mean[3] = {0}, count[3] = {0}, users[3] = {0}, rest = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        double activity = gx_activity_of(made.w.population, user) / 256.0;
        int bin = activity < 0.5 ? 0 : activity < 1 ? 1 : 2;
        double expected = made.circles.per_user * activity, seen = gx_row_length(rows, user);
        if (activity > 4)
            continue;
        users[bin]++;
        mean[bin] += expected;
        count[bin] += seen;
        rest += (seen - expected) * (seen - expected) / expected - 1;
    }
    for (int bin = 0; bin < 3; bin++)
        assert_near(count[bin], mean[bin], sqrt(mean[bin]));
    double all = users[0] + users[1] + users[2];
    /* Pearson's statistic of Poisson numbers has variance 2 + 1 / mean each; the least mean is some 0.3. */
    assert_near(rest, 0, sqrt(all * (2 + 1 / 0.3)));
    assert_ascending(rows, made.interests.members.rows);
    assert_ascending(&made.interests.members, USERS);
    ck_assert_uint_eq(made.interests.members.offset[made.interests.members.rows], rows->offset[USERS]);
    for (uint32_t user = 0; user < USERS; user += 97)
        for (uint32_t at = 0; at < gx_row_length(rows, user); at++)
            ck_assert(gx_row_has(&made.interests.members, gx_row(rows, user)[at], user, NULL));
    raze_layers(&made);
}
END_TEST

/* The size of circles by rank: rank^-zipf, a Poisson number each (few places, so that none is drawn twice).
 */
START_TEST(circles_are_popular_by_zipf)
{
    layers made = plan_layers(200000, 10);
    made.circles.per_user = 0.05;
    made.circles.zipf = 0.8;
    settle_layers(&made, 2);
    join_circles(&made, 2, 2);
    const gx_rows *members = &made.interests.members;
    ck_assert_uint_eq(members->rows, 100);
    double total = 0, size = (double)members->offset[100], squares = 0;
    for (int rank = 1; rank <= 100; rank++)
        total += pow(rank, -made.circles.zipf);
    for (uint32_t circle = 0; circle < 100; circle++) {
        double expected = size * pow(circle + 1, -made.circles.zipf) / total;
        double seen = gx_row_length(members, circle);
        squares += (seen - expected) * (seen - expected) / expected;
    }
    assert_near(squares, 99, sqrt(2 * 99.0)); /* chi-squared of 99 degrees */
    raze_layers(&made);
}
END_TEST

/* Strangers: two of a circle are of one city no more often than any two. */
START_TEST(circles_pay_no_heed_to_place)
{
    layers made = plan_layers(20000, 10);
    made.w.people.city_zipf = 0;
    settle_layers(&made, 3);
    join_circles(&made, 3, 2);
    const gx_rows *members = &made.interests.members;
    double pairs = 0, home = 0;
    for (uint32_t circle = 0; circle < members->rows; circle++)
        for (uint32_t at = 0; at + 1 < gx_row_length(members, circle); at += 2) {
            /* rows are ascending: take two that are far apart in them */
            uint32_t half = gx_row_length(members, circle) / 2;
            uint32_t first = gx_row(members, circle)[at / 2], second = gx_row(members, circle)[at / 2 + half];
            pairs++;
            home += gx_city_of(made.w.population, first) == gx_city_of(made.w.population, second);
        }
    ck_assert_double_gt(pairs, 10000);
    ck_assert_double_eq(home, 0); /* half the nation lies between them */
    raze_layers(&made);
}
END_TEST

/* ---- Followers ---- */

/* Only accounts follow and are followed; nobody oneself, nobody twice. Without reciprocity the numbers are
 * Poisson by activity. */
START_TEST(accounts_follow_a_poisson_number)
{
    enum { USERS = 30000 };
    layers made = plan_layers(USERS, 10);
    made.follows.mean = 20;
    made.follows.reciprocal = 0;
    settle_layers(&made, 1);
    follow(&made, 1, 2);
    assert_ascending(&made.followers, USERS);
    double accounts = 0, expected = 0, seen = 0, rest = 0;
    uint64_t odd = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        uint32_t length = gx_row_length(&made.followers, user);
        if (!has_account(&made, user)) {
            odd += length;
            continue;
        }
        for (uint32_t at = 0; at < length; at++) {
            uint32_t other = gx_row(&made.followers, user)[at];
            odd += other == user || (at % 16 == 0 && !has_account(&made, other));
        }
        double mean = made.follows.mean * gx_activity_of(made.w.population, user) / 256.0;
        accounts++;
        expected += mean;
        seen += length;
        rest += (length - mean) * (length - mean) / mean - 1;
    }
    ck_assert_uint_eq(odd, 0);
    ck_assert_double_gt(accounts, 1000);
    assert_near(seen, expected, sqrt(expected));
    assert_near(rest, 0, sqrt(accounts * (2 + 1 / 1.0)));
    raze_layers(&made);
}
END_TEST

/* Followers have the tail of the attractiveness. Hill's estimator over the k largest has the standard error
 * tail / sqrt(k); its bias from Poisson noise and repeats stays below a tenth. */
START_TEST(followers_have_a_heavy_tail)
{
    enum { USERS = 200000, LARGEST = 1000 };
    static const double tails[] = {1.3, 2};
    for (int at = 0; at < 2; at++) {
        layers made = plan_layers(USERS, 20);
        made.follows.star_tail = tails[at];
        made.follows.mean = 20;
        made.follows.local = 0;
        settle_layers(&made, 4);
        follow(&made, 4, 2);
        uint32_t *count = chosen(&made.followers, USERS);
        qsort(count, USERS, sizeof *count, by_size);
        double logs = 0;
        for (int rank = 0; rank < LARGEST; rank++)
            logs += log((double)count[rank] / count[LARGEST]);
        double hill = LARGEST / logs;
        ck_assert_msg(fabs(hill - tails[at]) < 0.1 * tails[at] + 4.5 * tails[at] / sqrt(LARGEST),
                      "tail %g, %g asked", hill, tails[at]);
        free(count);
        raze_layers(&made);
    }
}
END_TEST

/* At any size the largest star reaches `star_reach` of the accounts, and somewhat more by its own city. */
START_TEST(stars_reach_no_more_than_they_may)
{
    static const int64_t users[] = {10000, 60000};
    for (int at = 0; at < 2; at++) {
        layers made = plan_layers(users[at], 20);
        made.follows.mean = 40;
        made.follows.local = 0;
        made.follows.star_tail = 1.1;
        made.w.people.activity_sigma = 0;
        settle_layers(&made, 4);
        follow(&made, 4, 2);
        uint32_t *count = chosen(&made.followers, (uint32_t)users[at]), most = 0, accounts = 0;
        for (uint32_t user = 0; user < users[at]; user++) {
            accounts += has_account(&made, user);
            most = count[user] > most ? count[user] : most;
        }
        ck_assert_double_gt(most, 0.2 * accounts);
        ck_assert_double_lt(most, 0.4 * accounts);
        free(count);
        raze_layers(&made);
    }
}
END_TEST

/* Of the pairs of ordinary accounts that are tied a share `reciprocal` is tied both ways; the mean number
 * followed is kept; and by default some 5.5 % of all tied pairs are mutual. */
START_TEST(some_follow_back)
{
    enum { USERS = 30000 };
    static const double chances[] = {0, 0.1, 0.5};
    for (int at = 0; at < 3; at++) {
        layers made = plan_layers(USERS, 10);
        made.w.people.activity_sigma = 0;
        made.follows.mean = 30;
        made.follows.reciprocal = chances[at];
        settle_layers(&made, 5);
        follow(&made, 5, 2);
        double arcs = (double)made.followers.offset[USERS], mutual = 0, accounts = 0;
        for (uint32_t user = 0; user < USERS; user++) {
            accounts += has_account(&made, user);
            for (uint32_t to = 0; to < gx_row_length(&made.followers, user); to++)
                mutual += gx_row_has(&made.followers, gx_row(&made.followers, user)[to], user, NULL);
        }
        double pairs = arcs - mutual / 2;
        ck_assert_double_eq_tol(arcs / accounts, 30, 1.2); /* stars drawn again */
        /* Returned: chance * q of the pairs, q near .5 at this tail; and the few drawn from both ends. */
        ck_assert_double_ge(mutual / 2 / pairs, 0.40 * chances[at]);
        ck_assert_double_le(mutual / 2 / pairs, 0.60 * chances[at] + 0.006);
        raze_layers(&made);
    }
}
END_TEST

/* A share is drawn from the own city, beside those of the nation's draws that happen to be. */
START_TEST(some_followed_are_near)
{
    enum { USERS = 60000 };
    layers made = plan_layers(USERS, 10);
    made.follows.mean = 20;
    made.follows.reciprocal = 0;
    made.follows.star_tail = 5; /* nobody a tenth of the city's attractiveness: no repeats to speak of */
    made.w.people.city_zipf = 0;
    settle_layers(&made, 6);
    follow(&made, 6, 2);
    double arcs = (double)made.followers.offset[USERS], near = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        gx_span city = gx_city_span(made.w.population, gx_city_of(made.w.population, user));
        for (uint32_t to = 0; to < gx_row_length(&made.followers, user); to++) {
            uint32_t other = gx_row(&made.followers, user)[to];
            near += other >= city.first && other < city.end;
        }
    }
    double expected = made.follows.local + (1 - made.follows.local) / 10;
    assert_near(near / arcs, expected, sqrt(expected * (1 - expected) / arcs) + 0.01 / 4.5);
    raze_layers(&made);
}
END_TEST

/* ---- All ---- */

static uint64_t merchants_digest(const gx_merchants *merchants)
{
    uint64_t digest = gx_mix_pair(merchants->count, merchants->online_first);
    for (uint32_t at = 0; at < merchants->count; at++)
        digest = gx_mix_pair(digest, (uint64_t)merchants->kind[at] << 48 |
                                         (uint64_t)merchants->size[at] << 32 | merchants->place[at]);
    for (uint32_t at = 0; at <= merchants->districts; at++)
        digest = gx_mix_pair(digest, merchants->district_first[at]);
    return digest;
}

static void digest_all(uint64_t found[5], uint64_t seed, uint32_t threads, bool stored)
{
    layers made = plan_layers(20000, 6);
    made.w.people.stored = stored;
    made.follows.mean = 20;
    settle_layers(&made, 1);
    join_circles(&made, seed, threads);
    follow(&made, seed, threads);
    open_shops(&made, seed, threads);
    found[0] = gx_rows_digest(&made.interests.members);
    found[1] = gx_rows_digest(&made.interests.user_circles);
    found[2] = gx_rows_digest(&made.followers);
    found[3] = merchants_digest(made.merchants);
    found[4] = gx_rows_digest(&made.purchases);
    raze_layers(&made);
}

START_TEST(threads_change_nothing_and_seeds_all)
{
    static const uint32_t threads[] = {2, 3, 7};
    uint64_t first[5], found[5];
    digest_all(first, 1, 1, true);
    for (int at = 0; at < 3; at++) {
        digest_all(found, 1, threads[at], true);
        ck_assert_mem_eq(first, found, sizeof first);
    }
    digest_all(found, 1, 2, false);
    ck_assert_mem_eq(first, found, sizeof first);
    digest_all(found, 2, 2, true);
    for (int at = 0; at < 5; at++)
        ck_assert_uint_ne(first[at], found[at]);
}
END_TEST

START_TEST(small_worlds_have_all_layers)
{
    static const double online[] = {0.1, 0, 1};
    for (int64_t users = 2; users < 60; users += 18)
        for (int at = 0; at < 3; at++) {
            layers made = plan_layers(users, 3);
            made.shops.online_share = online[at];
            settle_layers(&made, 1);
            join_circles(&made, 1, 2);
            follow(&made, 1, 2);
            open_shops(&made, 1, 2);
            ck_assert_uint_ge(made.merchants->count, 1);
            for (uint32_t user = 0; user < users; user++)
                ck_assert_uint_le(gx_row_length(&made.purchases, user), made.merchants->count);
            raze_layers(&made);
        }
}
END_TEST

START_TEST(values_out_of_range_are_refused)
{
    layers made = plan_layers(100, 1);
    gx_error error = {0};
    gx_key key = gx_key_make(1, 0);
    settle_layers(&made, 1);
    made.circles.per_user = NAN;
    ck_assert_int_eq(gx_interests_make(&made.interests, made.w.population, &made.circles, key, 1, &error),
                     GX_ERR_ARGUMENT);
    made.follows.star_tail = 1;
    ck_assert_int_eq(gx_followers_make(&made.followers, made.w.population, &made.follows, key, 1, &error),
                     GX_ERR_ARGUMENT);
    made.shops.kind_shares.count = 3;
    ck_assert_int_eq(gx_merchants_make(&made.merchants, made.w.population, &made.shops, key, 1, &error),
                     GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "8 shares"));
    made.shops.kind_shares.count = GX_MERCHANT_KINDS;
    open_shops(&made, 1, 1);
    gx_rows_free(&made.purchases);
    made.trade.near = 0.9;
    made.trade.city = 0.2;
    ck_assert_int_eq(
        gx_trade_make(&made.purchases, made.w.population, made.merchants, &made.trade, key, 1, &error),
        GX_ERR_INPUT);
    raze_layers(&made);
}
END_TEST

/* One attempt at a layer; what it made stays in `made`. */
static gx_status try_layer(layers *made, int layer, gx_error *error)
{
    gx_key key = gx_key_make(1, 0);
    switch (layer) {
    case 0:
        return gx_interests_make(&made->interests, made->w.population, &made->circles, key, 2, error);
    case 1:
        return gx_followers_make(&made->followers, made->w.population, &made->follows, key, 2, error);
    case 2:
        return gx_merchants_make(&made->merchants, made->w.population, &made->shops, key, 2, error);
    default:
        return gx_trade_make(&made->purchases, made->w.population, made->merchants, &made->trade, key, 2,
                             error);
    }
}

START_TEST(layers_without_memory)
{
    layers made = plan_layers(300, 3);
    settle_layers(&made, 1);
    for (int layer = 0; layer < 4; layer++) {
        long after = 0;
        for (; after < 60; after++) {
            gx_error error = {0};
            gx_memory_fail_after(after);
            gx_status status = try_layer(&made, layer, &error);
            gx_memory_fail_after(-1);
            if (status == GX_OK)
                break;
            ck_assert_int_eq(status, GX_ERR_MEMORY);
        }
        ck_assert_int_gt(after, 6);
        ck_assert_int_lt(after, 60);
    }
    ck_assert_uint_gt(made.purchases.offset[300], 0);
    raze_layers(&made);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layers");
    TCase *tests = tcase_create("layers");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, the_usual_circles_are_the_defaults);
    tcase_add_test(tests, places_in_circles_are_poisson);
    tcase_add_test(tests, circles_are_popular_by_zipf);
    tcase_add_test(tests, circles_pay_no_heed_to_place);
    tcase_add_test(tests, accounts_follow_a_poisson_number);
    tcase_add_test(tests, followers_have_a_heavy_tail);
    tcase_add_test(tests, stars_reach_no_more_than_they_may);
    tcase_add_test(tests, some_follow_back);
    tcase_add_test(tests, some_followed_are_near);
    tcase_add_test(tests, threads_change_nothing_and_seeds_all);
    tcase_add_test(tests, small_worlds_have_all_layers);
    tcase_add_test(tests, values_out_of_range_are_refused);
    tcase_add_test(tests, layers_without_memory);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
