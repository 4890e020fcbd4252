/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moderation (S7): deleting, muting, banning, shutting and opening a circle at a given time; what was done,
 * and what it cost.
 *
 * `actor` is the circle's operator or GX_PLATFORM; anybody else is GX_REFUSED_RIGHT (have = actor, need =
 * operator), asked right after the circle's handle (circle.h). What the platform has done only the platform
 * undoes: GX_REFUSED_RIGHT (have = actor, need = GX_PLATFORM) for an operator, asked next, where it says "not
 * over the platform".
 *
 * An operator pays gx_circle_rules.act_cost for each act, from his balance into the house's fees (purpose
 * GX_FOR_FEE); the platform pays nothing. The payment is the last that is asked for (a payer's refusals:
 * GX_REFUSED_FROZEN, GX_REFUSED_FUNDS …, and those of the themes that watch payments), and the amount of an
 * act that is done is what it cost. All acts are idempotent by the circle's own state: the same again is
 * refused, and not paid again. */
#ifndef GX_CORE_MODERATION_H
#define GX_CORE_MODERATION_H

#include <gx/core/circle.h>

/* Acts that are counted. X(NAME, word) */
#define GX_MODERATION_TABLE(X)                                                                               \
    X(POST, "posts deleted")                                                                                 \
    X(COMMENT, "comments deleted")                                                                           \
    X(MUTE, "mutes")                                                                                         \
    X(BAN, "bans")                                                                                           \
    X(LIFT, "mutes and bans lifted")                                                                         \
    X(SHUT, "circles shut")                                                                                  \
    X(REOPEN, "circles opened again")

typedef enum gx_moderation {
#define X(NAME, word) GX_MODERATION_##NAME,
    GX_MODERATION_TABLE(X)
#undef X
        GX_MODERATION_COUNT
} gx_moderation;

/* A user cannot comment or post until the tick `until`; other rights stay. He need not be a member. A new
 * mute replaces the old. Refused, in this order: the handle; the actor; the operator as user
 * (GX_REFUSED_ACCOUNT, 0, user); GX_REFUSED_RULE when `until` is not after now (have = until, need = now +
 * 1); not over the platform (when the platform has muted or banned him, has not lifted it, and he is banned
 * or his mute has not run out: now < its end); GX_REFUSED_TWICE when he is muted until
 * exactly then, and what is noted of him is the same actor's (platform or operator) already (have = until,
 * need = 0); GX_REFUSED_MEMORY; the payment. */
gx_answer gx_moderate_mute(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t until,
                           uint32_t now);

/* A user has no right at all any more, for good, and is no member any more. Refused, in this order: the
 * handle; the actor; the operator as user (GX_REFUSED_ACCOUNT, 0, user); not over the platform (as above);
 * GX_REFUSED_TWICE when he is banned, and what is noted of him is the same actor's already (1, 0);
 * GX_REFUSED_MEMORY; the payment. (A platform's mute or ban of whom the operator had muted or banned makes
 * both the platform's.) */
gx_answer gx_moderate_ban(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t now);

/* Takes a user's mute and ban back, both; who was banned has to join anew. Refused, in this order: the
 * handle; the actor; GX_REFUSED_STATE when neither is noted of him (0, 1; a mute that has run out is
 * noted until it is lifted or he leaves); not over the platform (as above); the
 * payment. */
gx_answer gx_moderate_lift(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user, uint32_t now);

/* Shut the circle from the tick `from` (now or past: at once) to before the tick `until` (UINT32_MAX: for
 * good, the tick UINT32_MAX itself included): all six rights are GX_REFUSED_SHUT; leaving, taking likes back
 * and moderation go on. It replaces an earlier shutdown, be it in force or to come. Refused, in this order:
 * the handle; the actor; from = UINT32_MAX or until not after both from and now (GX_REFUSED_RULE, have =
 * until, need = the later of from and now,
 * + 1); not over the platform (while a shutdown by the platform is in force or to come); GX_REFUSED_TWICE
 * when the shutdown in force or to come has the same from, until and actor (have = from, need = 0); the
 * payment. */
gx_answer gx_moderate_shut(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t from, uint32_t until,
                           uint32_t now);

/* Open it again from the tick `at` on: changes the end of the shutdown that is in force or to come; when `at`
 * is not after both the shutdown's beginning and now, the shutdown is forgotten at once. It stays the
 * shutdown of who ordered it. Refused, in this
 * order: the handle; the actor; GX_REFUSED_STATE when no shutdown is in force or to come (0, 1); not over the
 * platform; GX_REFUSED_TWICE when it would open at exactly that time anyway (have = at, need = 0); the
 * payment. */
gx_answer gx_moderate_reopen(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t at, uint32_t now);

/* Deleting posts and comments is gx_post_delete and gx_comment_delete in content.h. */

/* What was done in all circles of a book since it was made. */
typedef struct gx_moderation_counts {
    uint64_t by_operators[GX_MODERATION_COUNT];
    uint64_t by_platform[GX_MODERATION_COUNT];
    gx_fen charged; /* to operators */
} gx_moderation_counts;
gx_moderation_counts gx_moderation_count(const gx_book *book); /* all 0 without the theme */

/* Until when a user is muted (0: never was, or lifted); whether he is banned. */
uint32_t gx_moderation_muted(const gx_book *book, gx_circle_ref circle, uint32_t user);
bool gx_moderation_banned(const gx_book *book, gx_circle_ref circle, uint32_t user);

#endif
