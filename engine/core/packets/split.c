/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lucky split, exactly; and line cutting, one share at a time.
 *
 * Double mean. With R fen left for k shares the rule is: uniform on 1 … U, U = 2 R / k - 1, so that the mean
 * (U + 1) / 2 is R / k. By induction every position then has the same mean, total / shares, and only the
 * spread grows with position.
 *
 * U is rarely whole. The copy of this rule that most public code carries (round the mean down, then max(1,
 * .)) loses the fraction at every position and hands it all to the last: +3 % on 20 yuan for 20, +21.7 % on 1
 * yuan for 10. Here U = (2 R - k) / k = q + r / k is rounded up with probability r / k: the mean of (U + 1) /
 * 2 is R / k again, exactly.
 *
 * Enough is left, always: with R = k + e the largest share is 1 + ceil(2 e / k), and ceil(2 e / k) <= e for k
 * >= 2, so at least k - 1 fen remain for k - 1 shares.
 *
 * Line cutting. k - 1 distinct cuts, uniform among the R - 1 places between R fen, make k shares of at least
 * 1 fen. Nobody needs to know all cuts when the packet is sent: the first share X is the smallest cut, and
 * given X the other cuts are uniform among the R - X - 1 places behind it: the same problem with R - X fen
 * and k - 1 shares. So shares can be drawn one after another as they are claimed, each from its claimer's own
 * draw, and have the joint law of the cuts drawn at once: every position alike, any order alike.
 *
 * The smallest of k - 1 distinct uniform numbers among 1 … R - 1 has
 *
 *     P(X > x) = C(R - 1 - x, k - 1) / C(R - 1, k - 1) = product over j = R - k + 1 … R - 1 of (j - x) / j,
 *
 * which is the law of the smallest of k - 1 independent numbers, the one with index j uniform on 1 … j. No
 * set of cuts, no rejection, no search: k - 1 words, and their minimum. (It is Floyd's way of drawing a
 * subset, of which only the smallest member is wanted.)
 */
#include <gx/base/draw.h>
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

gx_fen gx_split_cut(gx_fen remaining, uint32_t shares_left, gx_draw draw)
{
    if (shares_left <= 1)
        return remaining;
    gx_key key = {{draw.word[0], draw.word[1]}};
    uint32_t cuts = shares_left - 1;
    uint64_t places = (uint64_t)remaining - cuts; /* for the first; one more for each other */
    uint64_t smallest = places;
    gx_draw more = {{0}};
    for (uint32_t j = 0; j < cuts; j++) {
        if (j % 2 == 0)
            more = gx_draw_at(key, GX_SPLIT_CUT_PURPOSE, draw.word[2], draw.word[3], j / 2);
        uint64_t word = j % 2 == 0 ? gx_draw_high(more) : gx_draw_low(more);
        uint64_t at = 1 + gx_below64(word, places + j);
        smallest = at < smallest ? at : smallest;
    }
    return (gx_fen)smallest;
}

gx_fen gx_split_equal(gx_fen total, uint32_t shares, uint32_t position)
{
    if (shares == 0)
        return 0;
    return total / shares + ((gx_fen)position < total % shares);
}
