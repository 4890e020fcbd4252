/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many keyed draws side by side.
 *
 * A Philox is a chain of ten multiplications, each waiting for the one before, but sixteen of them in the
 * lanes of vectors cost little more than three. Whoever has a list of decisions of one purpose (the members
 * of a group who may see a packet, the messages of a span) draws for all of them first and decides then. The
 * bits are those of gx_draw_at, for any count and on every machine: what differs is only how fast they come.
 */
#ifndef GX_BASE_DRAWS_H
#define GX_BASE_DRAWS_H

#include <gx/base/draw.h>

enum { GX_DRAWS_MOST = 64 };

/* word[w][i] is word w of draw i. Entries from `count` on mean nothing. */
typedef struct gx_draws {
    uint32_t word[4][GX_DRAWS_MOST];
} gx_draws;

/* What is decided, for each of up to GX_DRAWS_MOST draws. */
typedef struct gx_draw_names {
    uint32_t who[GX_DRAWS_MOST], about[GX_DRAWS_MOST], occasion[GX_DRAWS_MOST];
} gx_draw_names;

/* Nothing is named yet. Clearing all of it would cost more than many a draw; this keeps compilers from
 * warning of what is never read. */
static inline void gx_draw_names_begin(gx_draw_names *names)
{
    names->who[0] = names->about[0] = names->occasion[0] = 0;
}

/* Draw i is gx_draw_at(key, purpose, names->who[i], names->about[i], names->occasion[i]), for i < count <=
 * GX_DRAWS_MOST. O(count): 1.2 to 1.7 ns each with vectors of 512 bits, 2.7 with 256, 5.5 without. */
void gx_draws_at(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names, uint32_t count);

/* The same for draws that differ in `who` alone, which need not stand in an array of GX_DRAWS_MOST. */
void gx_draws_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who, uint32_t about,
                 uint32_t occasion, uint32_t count);

/* Both for those who want words 0 and 1 alone (gx_draw_high); words 2 and 3 mean nothing. A seventh to a
 * fifth less work. */
void gx_draws_high_at(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                      uint32_t count);
void gx_draws_high_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who, uint32_t about,
                      uint32_t occasion, uint32_t count);

/* gx_draws_at and gx_draws_of, or those of `high`, by vectors of 512 or 256 bits, or (0) one by one, for
 * tests; false where this machine has no such vectors. */
bool gx_draws_by(uint32_t bits, bool high, gx_draws *draws, gx_key key, uint32_t purpose,
                 const gx_draw_names *names, uint32_t count);
bool gx_draws_of_by(uint32_t bits, bool high, gx_draws *draws, gx_key key, uint32_t purpose,
                    const uint32_t *who, uint32_t about, uint32_t occasion, uint32_t count);

#endif
