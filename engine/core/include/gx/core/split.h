/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a lucky packet is split: the double-mean rule of the real product, exactly. */
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

/* The share at `position` (from 0) of an equal packet: total / shares, the first total % shares shares one
 * fen more. */
gx_fen gx_split_equal(gx_fen total, uint32_t shares, uint32_t position);

#endif
