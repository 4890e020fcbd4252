/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key of a run. */
#include <gx/base/draw.h>

/* gx_mix_pair is a bijection of either argument while the other is held, so two replicates of one seed never
 * share a key, nor do two seeds of one replicate. */
gx_key gx_key_make(uint64_t seed, uint32_t replicate)
{
    uint64_t mixed = gx_mix_pair(seed, replicate);
    gx_key key = {{(uint32_t)(mixed >> 32), (uint32_t)mixed}};
    return key;
}
