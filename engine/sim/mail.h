/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on the way to a shard: sent in the last tick by shards of this rank (in the threads' outboxes) or
 * of other ranks (exchange.h), and not taken in yet. */
#ifndef GX_SIM_MAIL_H
#define GX_SIM_MAIL_H

#include "shard.h"

/* All that is on the way to the shards of this rank: to whom, how many, and the earliest tick in which any of
 * it, or of what was sent to others, is due. */
typedef struct gx_mail {
    uint64_t to[GX_SHARD_WORDS], sent;
    uint32_t soonest;
} gx_mail;

gx_mail gx_mail_look(const gx_sim *sim);

/* How many messages are on the way to a shard. O(threads + ranks). */
uint64_t gx_mail_count(const gx_sim *sim, uint32_t shard);

/* Call `take` on every stretch of them; false as soon as it says so. */
typedef bool (*gx_mail_take)(const gx_message *at, size_t count, void *context);
bool gx_mail_each(const gx_sim *sim, uint32_t shard, gx_mail_take take, void *context);

#endif
