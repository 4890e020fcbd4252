/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Content: posts with likes, comments, shares, taps on shop links (S1, S3), tips (S2), and posts that vanish
 * when they are read (C8).
 *
 * A post lives in its author's book; posted to a circle, it lives in the circle's. Who does something with it
 * is of any book: his wish comes by message, with his pass. Counting acts (read, comment, share, tap, tip)
 * have no memory of messages: that each is delivered once is the host's duty, as with gx_transfer_in.
 *
 * An ACT of a user (pass.user) on a post is looked at in this order; the first that stands in the way is the
 * answer:
 *
 *     1. the handle       GX_REFUSED_NO_SUCH       never given out
 *                         GX_REFUSED_RESOLVED      deleted, read by all, or taken away after its expiry
 *     2. expiry           GX_REFUSED_EXPIRED       from the tick `expires` on: have = now, need = expires
 *     3. vanishing        GX_REFUSED_STATE         have = 1, need = 0: it can be read, and nothing else
 *     4. who may see      of a circle's post: the right's order in circle.h, from 2 on (shut, …, gate)
 *                         of friends: GX_REFUSED_NOT_ADDRESSED, have = user, need = audience
 *                         of a public post: everybody may
 *     5. what the act itself asks, then GX_REFUSED_MEMORY (0, 0)
 *
 * A post to friends is for its author and for those of whom the host's directory says that they belong to its
 * audience. In a circle its author has no privilege (what he must pass is what all must pass).
 * The rights asked for in a circle: READ for reading, sharing and tapping, LIKE, COMMENT, TIP. Everything is
 * O(1) unless it says otherwise. */
#ifndef GX_CORE_CONTENT_H
#define GX_CORE_CONTENT_H

#include <gx/core/circle.h>

/* ---- Rules of the product, the scenario's to set */

typedef struct gx_content_rules {
    gx_fen tip_max;        /* 99 fen: a tip is drawn from 1 … tip_max (1 … GX_TIP_LIMIT) */
    uint32_t comments_max; /* 100: by one person on one post, deleted ones too (at most 2^30 - 1) */
    uint32_t links_cut;    /* 0: bit i: links to shops of platform i are cut */
} gx_content_rules;

#define GX_TIP_LIMIT      ((gx_fen)20000)
#define GX_COMMENTS_LIMIT ((1u << 30) - 1)

gx_content_rules gx_content_rules_default(void);

/* From now on. GX_REFUSED_RULE, in this order: tip_max out of 1 … GX_TIP_LIMIT (have = tip_max, need = the
 * bound that it passed); comments_max above GX_COMMENTS_LIMIT (have, need = the limit). */
gx_answer gx_content_set_rules(gx_book *book, const gx_content_rules *rules, uint32_t now);

/* ---- Posts */

typedef gx_ref gx_post_ref;
typedef gx_ref gx_comment_ref;

typedef enum gx_audience {
    GX_AUDIENCE_PUBLIC,
    GX_AUDIENCE_FRIENDS, /* who belongs to the group `audience` of the host's directory */
    GX_AUDIENCE_CIRCLE,  /* who has the rights in the circle; by gx_circle_post */
    GX_AUDIENCES
} gx_audience;

#define GX_NO_SHOP   UINT32_MAX
#define GX_NO_EXPIRY UINT32_MAX /* content stays: `expires` of UINT32_MAX is never reached */
#define GX_PLATFORMS 32

typedef struct gx_post_order {
    gx_audience kind;      /* PUBLIC or FRIENDS (not looked at by gx_circle_post) */
    uint32_t audience;     /* of FRIENDS: a group; kept, but not looked at, with PUBLIC */
    uint32_t addressees;   /* 0: it stays; n: it vanishes for each who read it, with the n-th for all */
    uint32_t expires;      /* tick; GX_NO_EXPIRY */
    uint32_t occasion;     /* the host's name for what it shows; kept, unseen by the rules */
    uint32_t shop;         /* a merchant's number, of any book, or GX_NO_SHOP */
    uint8_t shop_platform; /* 0 … 31: whose shop it is; what links_cut asks */
} gx_post_order;

/* Keyed: key.account posts to his friends or to everybody. *out is the post. Refused, in this order:
 * GX_REFUSED_ACCOUNT when he is no user (0, account); GX_REFUSED_RULE when kind is neither PUBLIC nor FRIENDS
 * (have = kind, need = 1); the figures: GX_REFUSED_RULE when `expires` is not after now (have = expires, need
 * = now + 1; never with GX_NO_EXPIRY), or shop_platform is above 31 (have, need = 31; also without a shop);
 * GX_REFUSED_MEMORY. */
gx_answer gx_post_send(gx_book *book, gx_op_key key, const gx_post_order *order, uint32_t now,
                       gx_post_ref *out);

/* By message: pass.user posts to a circle. Theme CIRCLES; needs CONTENT too (GX_REFUSED_THEME, 0,
 * GX_THEME_CONTENT, first of all). Refused by the right POST (circle.h, all of it), then the figures as
 * above, GX_REFUSED_MEMORY. */
gx_answer gx_circle_post(gx_book *book, gx_circle_ref circle, const gx_pass *pass, const gx_post_order *order,
                         uint32_t now, gx_post_ref *out);

/* Reads it; counted each time. A vanishing post can be read once by each: the author is
 * GX_REFUSED_NOT_ADDRESSED (have = user, need = audience; 0 in a circle), a second time is GX_REFUSED_TWICE
 * (1, 0); who reads it as the last of its addressees takes it away for all (result.closed; its handle is
 * GX_REFUSED_RESOLVED from then on). result.who is the author. O(addressees) for the last, else O(1). */
gx_answer gx_post_read(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now, bool *closed);

/* Likes it: once a person, GX_REFUSED_TWICE (1, 0) after that. result.number: likes after it. The author may.
 */
gx_answer gx_post_like(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now);

/* Takes a like back: always possible while the post lives, whatever gates and expiry say. GX_REFUSED_STATE
 * when he does not like it (0, 1). result.number: likes after it. */
gx_answer gx_post_unlike(gx_book *book, gx_post_ref post, uint32_t user, uint32_t now);

/* Comments; *out (result.made) is the comment, result.number how many he made on this post, this one
 * included. GX_REFUSED_LIMIT when he made comments_max already (have = made, need = comments_max). */
gx_answer gx_post_comment(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now,
                          gx_comment_ref *out);

/* Shares it: counted. (What the sharer's friends see is a post of his own.) result.who: the author. */
gx_answer gx_post_share(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now);

/* One tap to the shop (S3): counted; result.who is the shop. GX_REFUSED_INCOMPLETE when the post has no link
 * (0, 1); GX_REFUSED_SHUT when links to that platform are cut now (have = platform, need = 0). */
gx_answer gx_post_tap(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now, uint32_t *shop);

/* Takes a post away, with its comments and likes. `actor` is its author, the operator of its circle, or
 * GX_PLATFORM; also when it has expired. Refused, in this order: the handle; GX_REFUSED_RIGHT (have = actor,
 * need = author); for an operator who is not the author, the payment of an act of moderation (moderation.h).
 * The amount is what it cost. An operator's or the platform's deletion in a circle is counted there as
 * moderation, an author's is not (who is both is the author). O(its comments and people). */
gx_answer gx_post_delete(gx_book *book, gx_post_ref post, uint32_t actor, uint32_t now);

/* Takes a comment away. `actor` is who wrote it, the post's author, the operator of its circle, or
 * GX_PLATFORM. Refused as above (need = who wrote it); only an operator who is neither of the first two pays.
 * A comment of a post that is gone is GX_REFUSED_RESOLVED. */
gx_answer gx_comment_delete(gx_book *book, gx_comment_ref comment, uint32_t actor, uint32_t now);

/* From its expiry tick on: takes it away. Before, GX_REFUSED_NOT_DUE (have = now, need = expires); a post
 * with GX_NO_EXPIRY never is due. O(its comments and people). */
gx_answer gx_post_expire(gx_book *book, gx_post_ref post, uint32_t now);

/* ---- Tips (S2): the tipper's book pays into clearing; the post's book takes it and counts it */

/* Keyed: key.account gives a random amount, 1 + floor(h × tip_max / 2^64) fen with h the draw's high 64 bits,
 * from his balance to clearing (purpose TIP). Unconfirmed: without a confirmation step (W7), as tips mostly
 * are. A tip that was refused for the want of one the host hands in again, confirmed, under a key of its own
 * (refusals are remembered, too); with the same draw it is the same amount. The amount is the
 * answer's. Refused, in this order: GX_REFUSED_ACCOUNT when he is no user (0, account), when author is
 * himself (0, author); then as every payment from a balance (GX_REFUSED_FROZEN, GX_REFUSED_FUNDS …, and what
 * the themes that watch payments say: who has no password-free payment, or used it up for the day, tips with
 * a confirmation only). */
gx_answer gx_tip_pay(gx_book *book, gx_op_key key, uint32_t author, gx_draw draw, bool unconfirmed,
                     uint32_t now);

/* By message: the tip arrives. It is counted on the post. In the author's own book (posts to friends and
 * public ones) the author gets it from clearing, and result.second is the amount; in a circle's book nothing
 * moves, result.second is 0, and the host carries the money on to the author's book (gx_transfer_in).
 * The answer's amount is the tip in both; result.who is the author. What is refused is the host's to give
 * back (gx_transfer_return). An act with the right TIP; it asks: GX_REFUSED_ACCOUNT when the tipper is the
 * author (0, user); GX_REFUSED_AMOUNT when the amount is not within 1 … tip_max of now (have = amount, need =
 * 1 or tip_max, the bound that it passed); out of a circle, what may come in from clearing (gx_transfer_in's
 * GX_REFUSED_AMOUNT with the book's limit), and that the author can take it (GX_REFUSED_FROZEN,
 * GX_REFUSED_CAP). */
gx_answer gx_tip_take(gx_book *book, gx_post_ref post, const gx_pass *pass, gx_fen amount, uint32_t now,
                      gx_fen *paid);

/* ---- Looking */

/* Would an act with this right (READ, LIKE, TIP or COMMENT) get past the steps 1 to 4 now? For the host to
 * ask before money sets out. GX_REFUSED_RULE for another right (have = right, need = GX_RIGHT_COMMENT),
 * before all, then GX_REFUSED_THEME (0, GX_THEME_CONTENT) without the theme. */
gx_answer gx_post_may(const gx_book *book, gx_post_ref post, const gx_pass *pass, gx_right right,
                      uint32_t now);

typedef struct gx_post_view {
    gx_audience kind;
    uint32_t author;
    uint32_t audience;
    gx_circle_ref circle; /* of a circle's post; else {0, 0} */
    uint32_t addressees;
    uint32_t sent, expires; /* ticks */
    uint32_t occasion;
    uint32_t shop;
    uint8_t shop_platform;
    uint32_t likes;    /* now */
    uint32_t comments; /* that live */
    uint64_t reads, shares, taps, tips;
    gx_fen tipped;
} gx_post_view;

/* False when the post is gone or unknown. */
bool gx_post_look(const gx_book *book, gx_post_ref post, gx_post_view *out);

typedef struct gx_comment_view {
    gx_post_ref post;
    uint32_t author;
    uint32_t made; /* tick */
} gx_comment_view;

bool gx_comment_look(const gx_book *book, gx_comment_ref comment, gx_comment_view *out);

/* What a user did with a post that lives: does he like it, has he read it (vanishing ones only), how many
 * comments has he made on it. */
bool gx_post_likes(const gx_book *book, gx_post_ref post, uint32_t user);
bool gx_post_has_read(const gx_book *book, gx_post_ref post, uint32_t user);
uint32_t gx_post_commented(const gx_book *book, gx_post_ref post, uint32_t user);

/* Counts since the book was made; sums over books are independent of the cut. */
typedef struct gx_content_counts {
    uint64_t posts, reads, likes, unlikes, comments, shares, taps;
    uint64_t deleted;          /* posts, by whomever */
    uint64_t vanished;         /* posts that their last addressee has read */
    uint64_t expired;          /* posts taken away by gx_post_expire */
    uint64_t comments_deleted; /* one by one, not with their post */
    uint64_t tips_paid, tips_taken;
    gx_fen paid, taken;
    uint64_t scenes, videos, watches, barrages; /* scene.h */
} gx_content_counts;
gx_content_counts gx_content_count(const gx_book *book); /* all 0 without the theme */

uint64_t gx_posts_open(const gx_book *book);
uint64_t gx_comments_open(const gx_book *book);

#endif
