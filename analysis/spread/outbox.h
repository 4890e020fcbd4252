/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each user sent to each group, and when: sums over any window of time in O(log) by running totals. */
#ifndef GX_SPREAD_OUTBOX_H
#define GX_SPREAD_OUTBOX_H

#include <gx/stats/tables.h>

typedef struct gx_outbox {
    uint64_t users;
    size_t count;
    size_t *first;   /* users + 1: a sender's packets, sorted by group, then tick */
    uint64_t *place; /* group << 32 | tick */
    int64_t *total;  /* count + 1: fen of all packets before */
} gx_outbox;

/* Of the packets to groups (personal ones are left out). Columns sender, kind, audience, tick, amount are
 * read; amounts must add up below 2^63, which the caller has checked. O(packets). */
gx_status gx_outbox_create(gx_outbox *out, const gx_packets *packets, uint64_t users, gx_error *error);
void gx_outbox_free(gx_outbox *outbox);

/* Packets of `sender` to `group` in ticks first … last (both included): how many, and their fen. */
size_t gx_outbox_window(const gx_outbox *outbox, uint32_t sender, uint32_t group, int64_t first, int64_t last,
                        int64_t *fen);

#endif
