/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a packet is split: the double-mean rule of the real product, exactly; line cutting; equal shares. */
#ifndef GX_CORE_SPLIT_H
#define GX_CORE_SPLIT_H

#include <gx/base/bits.h>
#include <gx/core/money.h>

/* The next share of a lucky packet with `remaining` fen for `shares_left` shares (remaining >= shares_left >=
 * 1): uniform on the whole numbers 1 … U with U = 2 * remaining / shares_left - 1, the last share takes the
 * rest. A U that is not whole is rounded up with the probability of its fraction, so the mean is remaining /
 * shares_left exactly, at every position. Never leaves less than 1 fen for each share to come. One 128-bit
 * draw (its high half for the share, its low half for the rounding); no floating point, no rejection. O(1).
 */
gx_fen gx_split_lucky(gx_fen remaining, uint32_t shares_left, gx_draw draw);

/* The next share of a packet that is split by line cutting, with `remaining` fen for `shares_left` shares
 * (remaining >= shares_left >= 1): shares_left - 1 distinct cuts, uniform among the remaining - 1 places
 * between two fen, and this share reaches to the first cut; the last share takes the rest. Shares drawn so
 * one after another have the joint law of all cuts drawn at once: every position alike, mean total / shares,
 * at least 1 fen, E[max] -> H_n times the mean (harmonic number), Gini -> 1/2 for large amounts.
 * O(shares_left).
 *
 * Exactly: with k = shares_left, the smallest of k - 1 numbers u_j (j = 0 … k - 2) of which u_j = 1 +
 * gx_below64(w_j, remaining - k + 1 + j), where w_2i is the high half and w_2i+1 the low half of
 * gx_draw_at((gx_key){{draw.word[0], draw.word[1]}}, GX_SPLIT_CUT_PURPOSE, draw.word[2], draw.word[3], i). */
enum { GX_SPLIT_CUT_PURPOSE = 0x2001 };
gx_fen gx_split_cut(gx_fen remaining, uint32_t shares_left, gx_draw draw);

/* The share at `position` (from 0) of an equal packet: total / shares, the first total % shares shares one
 * fen more. */
gx_fen gx_split_equal(gx_fen total, uint32_t shares, uint32_t position);

#endif
