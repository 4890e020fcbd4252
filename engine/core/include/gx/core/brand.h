/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enterprise and star packets (R8): a brand pays users from its campaign and is seen, perhaps followed, and
 * perhaps a coupon comes along. The limits on what a brand may do to users are the product's. Checks in
 * capitals are those of campaign.h. A brand is any merchant or pool of the book. */
#ifndef GX_CORE_BRAND_H
#define GX_CORE_BRAND_H

#include <gx/core/campaign.h>

/* The product's rules on merchants' packets. Minutes are minutes of the clock: floor(second / 60). */
typedef struct gx_brand_rules {
    gx_fen share_min, share_max; /* ¥1 … ¥200 */
    uint16_t user_minute;        /* 1: packets to one user from one brand in a minute */
    uint16_t user_day;           /* 10: the same, in a day */
    uint16_t night_from,
        night_until;       /* 0 … 480 (0 to 8 h): minutes of the day with no packets, from night_from up
                              to night_until; below it: over midnight; equal: no night */
    uint32_t brand_minute; /* 1,800: packets of one brand in a minute */
} gx_brand_rules;

gx_brand_rules gx_brand_rules_default(void);

/* From now on, for every brand. GX_REFUSED_RULE (figure, bound), in this order: share_min < 1 (…, 1),
 * share_max < share_min (…, share_min), share_max > GX_CAMPAIGN_BUDGET_MAX (…, that), user_minute < 1 (0, 1),
 * user_day < 1 (0, 1), night_from > 1439 (…, 1439), night_until > 1440 (…, 1440), brand_minute < 1 (0, 1). */
gx_answer gx_brand_set_rules(gx_book *book, const gx_brand_rules *rules, uint32_t now);

typedef struct gx_brand_terms {
    gx_fen share_low, share_high; /* a packet's share is uniform on share_low … share_high */
    gx_ref coupon;                /* a coupon campaign, for the host to issue from; life 0: none */
    uint32_t coupon_ppm;          /* the chance that one comes with a packet */
    bool follow;                  /* who gets a packet follows the brand from then on */
} gx_brand_terms;

/* Makes a campaign one of its owner's packets. HANDLE, FRESH(BRAND), GX_REFUSED_RULE: share_low < 1 (…, 1),
 * share_high < share_low (…, share_low), share_high > GX_CAMPAIGN_BUDGET_MAX (…, that), coupon_ppm > GX_PPM
 * (…, GX_PPM), args.follow > 1 (…, 1). */
gx_answer gx_brand_set_terms(gx_book *book, gx_campaign campaign, const gx_brand_terms *terms, uint32_t now);

/* What a packet brought. */
typedef struct gx_brand_gift {
    gx_fen amount;
    gx_ref coupon;   /* the coupon campaign that owes the user a coupon; life 0: none (result.made) */
    bool new_follow; /* he follows from now on, and did not before (result.second = 1) */
} gx_brand_gift;

/* A packet to the user of the pass. The share is share_low + gx_below64(gx_draw_high(draw), share_high -
 * share_low + 1); a coupon comes along when the terms have one and gx_below64(gx_draw_low(draw), GX_PPM) <
 * coupon_ppm. It counts as one exposure of the brand. HANDLE, KIND(BRAND), OWNER, RUNNING,
 * GX_REFUSED_SCHEDULE (minute of the day, night_until): night; GATE, GX_REFUSED_AMOUNT (share_low,
 * share_min): below the product's least share; GX_REFUSED_AMOUNT (share_high, share_max): above its largest;
 * GX_REFUSED_LIMIT (packets so far, limit) of the brand's minute, of the user's minute with this brand, of
 * the user's day with this brand (over all the brand's campaigns; a count that was made under an earlier rule
 * stays); PAY(share). O(1). */
gx_answer gx_brand_packet(gx_book *book, gx_op_key key, gx_campaign campaign, gx_pass pass, gx_draw draw,
                          uint32_t now, gx_brand_gift *out);

/* The brand was shown `count` times. HANDLE, KIND(BRAND), GX_REFUSED_AMOUNT (0, 1): count is 0; RUNNING.
 * answer.amount is 0; result.third is the brand's exposures so far, over all campaigns. */
gx_answer gx_brand_shown(gx_book *book, gx_campaign campaign, uint32_t count, uint32_t now);

/* A user (of any book) follows the brand (on), or does so no more (not on); result.number is how many follow
 * afterwards. GX_REFUSED_ACCOUNT (0, brand): no merchant or pool of the book; GX_REFUSED_RULE (args.on, 1):
 * args.on > 1; GX_REFUSED_TWICE (1, 0): he follows already; GX_REFUSED_NO_SUCH (0, 0): he does not. */
gx_answer gx_brand_follow(gx_book *book, uint32_t brand, uint32_t user, bool on, uint32_t now);

bool gx_brand_is_followed(const gx_book *book, uint32_t brand, uint32_t user);
uint32_t gx_brand_followers(const gx_book *book, uint32_t brand);
uint64_t gx_brand_exposures(const gx_book *book, uint32_t brand);

#endif
