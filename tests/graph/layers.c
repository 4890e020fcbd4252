/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layers.h"

#include <stdlib.h>

layers plan_layers(int64_t users, int64_t cities)
{
    layers made = {.w = plan(users, cities)};
    read_defaults(&made.circles, &gx_interests_table);
    read_defaults(&made.follows, &gx_followers_table);
    read_defaults(&made.shops, &gx_merchants_table);
    read_defaults(&made.trade, &gx_trade_table);
    return made;
}

void settle_layers(layers *made, uint64_t seed)
{
    gx_error error = {0};
    gx_status status =
        gx_population_create(&made->w.population, &made->w.people, gx_key_make(seed, 0), 2, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

void join_circles(layers *made, uint64_t seed, uint32_t threads)
{
    gx_error error = {0};
    gx_status status = gx_interests_make(&made->interests, made->w.population, &made->circles,
                                         gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

void follow(layers *made, uint64_t seed, uint32_t threads)
{
    gx_error error = {0};
    gx_status status = gx_followers_make(&made->followers, made->w.population, &made->follows,
                                         gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

void open_shops(layers *made, uint64_t seed, uint32_t threads)
{
    gx_error error = {0};
    gx_status status = gx_merchants_make(&made->merchants, made->w.population, &made->shops,
                                         gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    status = gx_trade_make(&made->purchases, made->w.population, made->merchants, &made->trade,
                           gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

void raze_layers(layers *made)
{
    gx_interests_free(&made->interests);
    gx_rows_free(&made->followers);
    gx_rows_free(&made->purchases);
    gx_merchants_free(made->merchants);
    made->merchants = NULL;
    raze(&made->w);
}

uint32_t *chosen(const gx_rows *rows, uint32_t columns)
{
    uint32_t *count = calloc(columns, sizeof *count);
    for (uint64_t at = 0; at < rows->offset[rows->rows]; at++)
        count[rows->column[at]]++;
    return count;
}

void assert_ascending(const gx_rows *rows, uint32_t columns)
{
    uint64_t odd = 0;
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            odd += rows->column[at] >= columns ||
                   (at > rows->offset[row] && rows->column[at - 1] >= rows->column[at]);
    ck_assert_uint_eq(odd, 0);
}

int by_size(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left < right) - (left > right);
}
