/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lucky split, exactly.
 *
 * With R fen left for k shares the rule is: uniform on 1 … U, U = 2 R / k - 1, so that the mean (U + 1) / 2
 * is R / k. By induction every position then has the same mean, total / shares, and only the spread grows
 * with position.
 *
 * U is rarely whole. The copy of this rule that most public code carries (round the mean down, then max(1,
 * .)) loses the fraction at every position and hands it all to the last: +3 % on 20 yuan for 20, +21.7 % on 1
 * yuan for 10. Here U = (2 R - k) / k = q + r / k is rounded up with probability r / k: the mean of (U + 1) /
 * 2 is R / k again, exactly.
 *
 * Enough is left, always: with R = k + e the largest share is 1 + ceil(2 e / k), and ceil(2 e / k) <= e for k
 * >= 2, so at least k - 1 fen remain for k - 1 shares.
 */
#include <gx/core/split.h>

gx_fen gx_split_lucky(gx_fen remaining, uint32_t shares_left, gx_draw draw)
{
    if (shares_left <= 1)
        return remaining;
    if (remaining <= (gx_fen)shares_left)
        return 1;
    uint64_t twice = 2 * (uint64_t)remaining - shares_left;
    uint64_t top = twice / shares_left;
    uint64_t rest = twice % shares_left;
    if (gx_below64(gx_draw_low(draw), shares_left) < rest)
        top++;
    return (gx_fen)(1 + gx_below64(gx_draw_high(draw), top));
}

gx_fen gx_split_equal(gx_fen total, uint32_t shares, uint32_t position)
{
    if (shares == 0)
        return 0;
    return total / shares + ((gx_fen)position < total % shares);
}
