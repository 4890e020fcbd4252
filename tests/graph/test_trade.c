/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merchants, and who buys where: places, sizes, markets, returns, concentration. */
#include "layers.h"

#include <math.h>
#include <stdlib.h>

/* ---- Merchants ---- */

START_TEST(merchants_stand_where_users_live)
{
    enum { USERS = 60000 };
    layers made = plan_layers(USERS, 10);
    settle_layers(&made, 1);
    open_shops(&made, 1, 2);
    const gx_merchants *merchants = made.merchants;
    ck_assert_double_eq_tol(merchants->count, USERS / made.shops.users_a_merchant, 1);
    ck_assert_double_eq_tol(merchants->count - merchants->online_first,
                            made.shops.online_share * merchants->count, 1);
    ck_assert_uint_eq(merchants->district_first[0], 0);
    ck_assert_uint_eq(merchants->district_first[merchants->districts], merchants->online_first);
    ck_assert_uint_eq(merchants->district_user[merchants->districts], USERS);
    double kinds[GX_MERCHANT_KINDS] = {0}, asked = 0;
    for (uint32_t district = 0; district < merchants->districts; district++) {
        gx_span span = gx_district_of(made.w.population, merchants->district_user[district]);
        ck_assert_uint_eq(span.end, merchants->district_user[district + 1]);
        uint32_t first = merchants->district_first[district], end = merchants->district_first[district + 1];
        ck_assert_double_eq_tol(end - first,
                                (span.end - span.first) * (double)merchants->online_first / USERS, 1);
        for (uint32_t at = first; at < end; at++)
            ck_assert(merchants->place[at] >= span.first && merchants->place[at] < span.end);
    }
    for (uint32_t at = 0; at < merchants->count; at++) {
        ck_assert_uint_ge(merchants->size[at], 1);
        kinds[merchants->kind[at]]++;
    }
    for (int kind = 0; kind < GX_MERCHANT_KINDS; kind++)
        asked += made.shops.kind_shares.at[kind];
    for (int kind = 0; kind < GX_MERCHANT_KINDS; kind++) {
        double share = made.shops.kind_shares.at[kind] / asked;
        assert_near(kinds[kind], merchants->count * share, sqrt(merchants->count * share * (1 - share)));
    }
    raze_layers(&made);
}
END_TEST

/* The n-th of its kind in a district, or online, has the n-th size. */
START_TEST(merchants_are_large_by_zipf)
{
    layers made = plan_layers(40000, 5);
    settle_layers(&made, 2);
    open_shops(&made, 2, 2);
    const gx_merchants *merchants = made.merchants;
    for (uint32_t district = 0; district <= merchants->districts; district++) {
        bool online = district == merchants->districts;
        uint32_t rank[GX_MERCHANT_KINDS] = {0};
        for (uint32_t at = merchants->district_first[district];
             at < (online ? merchants->count : merchants->district_first[district + 1]); at++) {
            double size = 65535 * pow(++rank[merchants->kind[at]], -made.shops.size_zipf);
            ck_assert_double_eq_tol(merchants->size[at], size < 1 ? 1 : size, 1);
        }
    }
    raze_layers(&made);
}
END_TEST

/* ---- Trade ---- */

/* Numbers Poisson by activity; the shares of near, city and online as asked; near ones within 3 km. */
START_TEST(users_buy_near_in_the_city_and_online)
{
    enum { USERS = 60000 };
    layers made = plan_layers(USERS, 4);
    settle_layers(&made, 1);
    open_shops(&made, 1, 2);
    assert_ascending(&made.purchases, made.merchants->count);
    uint64_t abroad = 0;
    double expected = 0, online = 0, district = 0, by_chance = 0, arcs = (double)made.purchases.offset[USERS];
    for (uint32_t user = 0; user < USERS; user++) {
        expected += made.trade.merchants_a_month * gx_activity_of(made.w.population, user) / 256.0;
        gx_span near = gx_district_of(made.w.population, user);
        gx_span city = gx_city_span(made.w.population, gx_city_of(made.w.population, user));
        for (uint32_t at = 0; at < gx_row_length(&made.purchases, user); at++) {
            uint32_t shop = gx_row(&made.purchases, user)[at], place = made.merchants->place[shop];
            if (shop >= made.merchants->online_first) {
                online++;
                continue;
            }
            abroad += place < city.first || place >= city.end;
            district += place >= near.first && place < near.end;
        }
        by_chance += made.trade.city * gx_row_length(&made.purchases, user) * (near.end - near.first) /
                     (city.end - city.first);
    }
    ck_assert_uint_eq(abroad, 0);
    assert_near(arcs, expected, sqrt(expected) + 0.005 * expected / 4.5); /* who finds no new shop stops */
    double rest = 1 - made.trade.near - made.trade.city;
    assert_near(online / arcs, rest, sqrt(rest / arcs) + 0.005 / 4.5);
    assert_near(district, arcs * made.trade.near + by_chance, sqrt(arcs) + 0.02 * arcs / 4.5);
    raze_layers(&made);
}
END_TEST

/* Simon's process: 1 / (1 - loyalty) purchases a merchant, of which a share 1 / (2 - loyalty) ... of many
 * merchants is visited once only (Simon 1955: (1 / loyalty) B(1, 1 + 1 / loyalty) = 1 / (1 + loyalty)). */
START_TEST(purchases_return_by_preference)
{
    enum { USERS = 20000 };
    layers made = plan_layers(USERS, 4);
    made.w.people.activity_sigma = 0;
    made.trade.merchants_a_month = 60;
    made.trade.near = 0;
    made.trade.city = 0; /* online: there are many */
    made.shops.online_share = 0.5;
    made.shops.users_a_merchant = 4;
    made.shops.size_zipf = 0.5;
    made.trade.loyalty = 0.5;
    settle_layers(&made, 3);
    open_shops(&made, 3, 2);
    double purchases = 0, once = 0, arcs = (double)made.purchases.offset[USERS];
    for (uint64_t at = 0; at < made.purchases.offset[USERS]; at++) {
        purchases += made.purchases.strength[at];
        once += made.purchases.strength[at] == 1;
    }
    /* A merchant brings a geometric number of purchases, with variance loyalty / (1 - loyalty)^2; the last
     * merchant is never short, so mean and variance are exact but for the first, which is always new. */
    assert_near(purchases / arcs, 1 / (1 - made.trade.loyalty), sqrt(2 / arcs));
    ck_assert_double_eq_tol(once / arcs, 1 / (1 + made.trade.loyalty), 0.02);
    raze_layers(&made);
}
END_TEST

/* Buyers of few merchants buy from merchants of many buyers: Newman's degree assortativity of the bipartite
 * graph, both ends pooled, is far below 0, and near what follows from the degrees alone. */
START_TEST(trade_is_disassortative_and_concentrated)
{
    enum { USERS = 60000 };
    layers made = plan_layers(USERS, 10);
    settle_layers(&made, 4);
    open_shops(&made, 4, 2);
    uint32_t shops = made.merchants->count, *buyers = chosen(&made.purchases, shops);
    double arcs = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (uint32_t user = 0; user < USERS; user++)
        for (uint32_t at = 0; at < gx_row_length(&made.purchases, user); at++) {
            double own = gx_row_length(&made.purchases, user);
            double other = buyers[gx_row(&made.purchases, user)[at]];
            arcs++;
            x += own;
            y += other;
            xx += own * own;
            yy += other * other;
            xy += own * other;
        }
    double mean = (x + y) / 2 / arcs, variance = (xx + yy) / 2 / arcs - mean * mean;
    double r = (xy / arcs - mean * mean) / variance;
    double alone = (x / arcs * y / arcs - mean * mean) / variance; /* were ends independent */
    ck_assert_double_lt(r, alone);
    ck_assert_double_lt(alone, -0.15);
    /* Between the ends of ties, without pooling: heavy buyers buy from small merchants. */
    double own = (xy / arcs - x / arcs * y / arcs) /
                 sqrt((xx / arcs - x / arcs * x / arcs) * (yy / arcs - y / arcs * y / arcs));
    ck_assert_double_lt(own, -4.5 / sqrt(arcs));
    qsort(buyers, shops, sizeof *buyers, by_size);
    double top = 0, all = 0, weighted = 0;
    for (uint32_t at = 0; at < shops; at++) {
        top += at < shops / 100 ? buyers[at] : 0;
        all += buyers[at];
        weighted += (double)(shops - at) * buyers[at];
    }
    double gini = 2 * weighted / (shops * all) - (shops + 1.0) / shops;
    ck_assert_double_gt(top / all, 0.04);
    ck_assert_double_gt(gini, 0.4);
    free(buyers);
    raze_layers(&made);
}
END_TEST

/* Online merchants of one kind, ranked: the number of buyers falls as rank^-size_zipf. */
START_TEST(buyers_by_rank_follow_zipf)
{
    layers made = plan_layers(60000, 4);
    made.trade.variety = 0;
    made.trade.near = 0;
    made.trade.city = 0;
    made.trade.merchants_a_month = 2;
    made.shops.online_share = 0.5;
    made.shops.size_zipf = 0.8;
    settle_layers(&made, 5);
    open_shops(&made, 5, 2);
    uint32_t *buyers = chosen(&made.purchases, made.merchants->count), rank[GX_MERCHANT_KINDS] = {0};
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (uint32_t at = made.merchants->online_first; at < made.merchants->count; at++) {
        uint32_t own = ++rank[made.merchants->kind[at]];
        if (own < 3 || buyers[at] < 30) /* the largest are drawn twice by many */
            continue;
        double u = log(own), v = log(buyers[at]);
        n++;
        x += u;
        y += v;
        xx += u * u;
        xy += u * v;
    }
    double slope = (xy - x * y / n) / (xx - x * x / n);
    ck_assert_double_gt(n, 100);
    ck_assert_double_eq_tol(slope, -made.shops.size_zipf, 0.05);
    free(buyers);
    raze_layers(&made);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trade");
    TCase *tests = tcase_create("trade");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, merchants_stand_where_users_live);
    tcase_add_test(tests, merchants_are_large_by_zipf);
    tcase_add_test(tests, users_buy_near_in_the_city_and_online);
    tcase_add_test(tests, purchases_return_by_preference);
    tcase_add_test(tests, trade_is_disassortative_and_concentrated);
    tcase_add_test(tests, buyers_by_rank_follow_zipf);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
