/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "circles.h"
#include "../purposes.h"

#include <gx/base/memory.h>

/* The next circle of a city of which `left` users remain: never leaves a rest of 1 to 7. */
static uint32_t next_size(uint32_t left, uint32_t word)
{
    if (left <= GX_CIRCLE_MAX)
        return left;
    uint32_t size = GX_CIRCLE_MIN + gx_below32(word, GX_CIRCLE_MAX - GX_CIRCLE_MIN + 1);
    return left - size < GX_CIRCLE_MIN ? left - GX_CIRCLE_MIN : size;
}

gx_status gx_circles_cut(gx_circles *out, const gx_population *population, gx_key key, gx_error *error)
{
    size_t most = (size_t)population->users / GX_CIRCLE_MIN + population->cities;
    out->count = 0;
    out->first = gx_alloc_columns(most + 1, sizeof *out->first);
    if (out->first == NULL)
        return gx_fail_memory(error, "the close circles");
    for (uint32_t city = 0; city < population->cities; city++) {
        uint32_t user = population->city_first[city];
        uint32_t end = population->city_first[city + 1];
        for (uint32_t number = 0; user < end; number++) {
            out->first[out->count++] = user;
            user += next_size(end - user, gx_draw_at(key, GX_DRAW_CIRCLE, city, number, 0).word[0]);
        }
    }
    out->first[out->count] = population->users;
    return GX_OK;
}
