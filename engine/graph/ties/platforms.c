/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One world of people, several address books: a tie is kept on a platform by a keyed draw on (pair, platform)
 * against a chance by layer. The chances are an assumption, each within about 0.15 of what stands here, and
 * are of pairs who both have the account; what is known is their order. The messenger that came from phones'
 * contact lists (wechat) holds nearly all; the older one (qq) holds classes, present and past; the wallet
 * (alipay) was made for shopping and has the family and few others: what the social packets of 2015 and 2016
 * were to change; on the microblog people follow strangers and few friends.
 *
 *                       household  kin  close  class  group  weak  made  dormant
 */
#include "platforms.h"

#include "../purposes.h"

#include <gx/graph/network.h>

static const double chances[GX_PLATFORM_COUNT][GX_LAYERS] = {
    [GX_PLATFORM_alipay] = {0.70, 0.35, 0.40, 0.15, 0.10, 0.05, 0.50, 0.03},
    [GX_PLATFORM_wechat] = {0.99, 0.97, 0.97, 0.93, 0.95, 0.80, 0.95, 0.75},
    [GX_PLATFORM_qq] = {0.50, 0.35, 0.75, 0.80, 0.60, 0.40, 0.30, 0.80},
    [GX_PLATFORM_microblog] = {0.20, 0.12, 0.35, 0.15, 0.10, 0.20, 0.10, 0.05},
    [GX_PLATFORM_messenger] = {0.15, 0.10, 0.25, 0.15, 0.10, 0.10, 0.10, 0.05},
};

gx_chance gx_platform_chance(int32_t platform, uint32_t layers)
{
    double most = platform == 0 ? 1 : 0;
    for (uint32_t layer = 0; layer < GX_LAYERS && platform != 0; layer++)
        if ((layers >> layer & 1) != 0 && chances[platform - 1][layer] > most)
            most = chances[platform - 1][layer];
    return gx_chance_of(most);
}

bool gx_platform_keeps(gx_key key, int32_t platform, gx_chance chance, uint32_t user, uint32_t other)
{
    uint32_t low = other < user ? other : user, high = other < user ? user : other;
    gx_draw draw = gx_draw_at(key, GX_DRAW_PLATFORM_TIE, low, high, (uint32_t)platform - 1);
    return gx_happens(chance, draw.word[0]);
}

bool gx_tie_on_platform(const gx_population *population, gx_key key, gx_platform platform, uint32_t user,
                        uint32_t other, uint32_t layers)
{
    uint32_t both = gx_person_of(population, user).accounts & gx_person_of(population, other).accounts;
    int32_t number = 1 + (int32_t)platform;
    return layers != 0 && (both >> platform & 1) != 0 &&
           gx_platform_keeps(key, number, gx_platform_chance(number, layers), user, other);
}
