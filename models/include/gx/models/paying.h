/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying at the till, as the run sees it: whether anybody does, and what merchants took in. */
#ifndef GX_MODELS_PAYING_H
#define GX_MODELS_PAYING_H

#include <gx/models/world.h>

/* Whether a scenario's people pay merchants, by the parameters of all models: then the world needs merchants
 * and trade (world.h). */
bool gx_paying_active(void *const *params);

/* Merchants are the entities behind the users. */
static inline uint32_t gx_merchant_party(const gx_world *world, uint32_t merchant)
{
    return world->population->users + merchant;
}

/* Payments that reached a merchant. */
uint32_t gx_paying_count(const gx_world *world, uint32_t merchant);

/* What merchants hold, and how often they were paid: part of gx_world_digest; 0 when nobody pays.
 * O(merchants).
 */
uint64_t gx_paying_digest(const gx_world *world);

#endif
