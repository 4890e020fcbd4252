/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles: communities of interest, with a gate before each right (S5), run by operators (S6), on real names
 * if they say so (S12). What operators and the platform do against abuse is in moderation.h.
 *
 * A circle, its members and all that is posted there live in the book of its operator. Who wants something
 * there comes with a pass (gx_pass: what his own book says of him), carried by the host; the circle trusts
 * the pass and decides by it. A user is known by his number (pass.user); he may be of any book.
 *
 * A RIGHT is asked for in this order; the first that stands in the way is the answer:
 *
 *     1. the handle        GX_REFUSED_NO_SUCH    never given out
 *                          GX_REFUSED_RESOLVED   the circle is closed for good
 *     2. shut              GX_REFUSED_SHUT       have = now, need = the tick from which it is open again
 *     -- the operator passes all that follows --
 *     3. banned            GX_REFUSED_BANNED     have = 0, need = 0
 *     4. muted             GX_REFUSED_MUTED      have = now, need = until; for COMMENT and POST only
 *     5. official account  GX_REFUSED_RIGHT      have = user, need = the operator; for POST only, with
 *                                                GX_CIRCLE_OFFICIAL
 *     6. real name (S12)   GX_REFUSED_IDENTITY   have = pass.tier, need = the circle's; for all but READ
 *     7. the gate          GX_REFUSED_GATE       have = bits of gx_gate_miss, need = the right's number
 *
 * A look at a circle from outside (READ) is not an act between strangers, all other rights are: hence 6. A
 * gate is one condition set, or two of which one is enough ("women, or 750 points and more").
 *
 * Refusals that are not spelled out at a function: GX_REFUSED_NO_SUCH and GX_REFUSED_RESOLVED of the handle
 * come first of all, GX_REFUSED_MEMORY comes last; both with have = need = 0. O(1) unless it says otherwise.
 */
#ifndef GX_CORE_CIRCLE_H
#define GX_CORE_CIRCLE_H

#include <gx/core/book.h>

/* Who acts, when it is the platform and not a party. A party of this number cannot act as itself. */
#define GX_PLATFORM UINT32_MAX

/* What can be asked for in a circle. X(NAME, word, help) */
#define GX_RIGHT_TABLE(X)                                                                                    \
    X(JOIN, "join", "become a member")                                                                       \
    X(READ, "read", "read and share posts, tap on their links")                                              \
    X(LIKE, "like", "like posts")                                                                            \
    X(TIP, "tip", "tip authors")                                                                             \
    X(COMMENT, "comment", "comment on posts")                                                                \
    X(POST, "post", "post")

typedef enum gx_right {
#define X(NAME, word, help) GX_RIGHT_##NAME,
    GX_RIGHT_TABLE(X)
#undef X
        GX_RIGHT_COUNT
} gx_right;

const char *gx_right_word(gx_right right); /* NULL when there is no such right */

/* A set of conditions on a pass; all of them must hold. */
typedef struct gx_gate {
    uint64_t occupations;     /* bit i: occupation i is let in; bit 63 stands for all from 63 on */
    uint32_t badges_all;      /* all of these bits are in pass.badges */
    uint32_t badges_any;      /* at least one of these is; 0: no condition */
    uint16_t score_min;       /* pass.score is at least that */
    uint16_t standing_min;    /* so is the member's standing (0 for who is no member: 1 asks for members) */
    uint8_t tier_min;         /* so is pass.tier */
    uint8_t sexes;            /* bit i: code i is let in; bit 7 stands for all from 7 on. 0 lets nobody in */
    uint8_t age_min, age_max; /* both included */
} gx_gate;

/* Lets everybody in: no badges, 0, 0, 0, all sexes (0xff), all occupations, 0 … 255 years. */
gx_gate gx_gate_open(void);

/* Which condition was missed: bits in `have` of GX_REFUSED_GATE. With two sets they are those of the first.
 */
typedef enum gx_gate_miss {
    GX_MISS_TIER = 1,
    GX_MISS_SCORE = 2,
    GX_MISS_SEX = 4,
    GX_MISS_AGE = 8,
    GX_MISS_OCCUPATION = 16,
    GX_MISS_BADGES_ALL = 32,
    GX_MISS_BADGES_ANY = 64,
    GX_MISS_STANDING = 128
} gx_gate_miss;

/* How a circle is run. */
typedef enum gx_circle_mode {
    GX_CIRCLE_COMMUNITY, /* fans post too, among themselves */
    GX_CIRCLE_OFFICIAL,  /* one way: only the operator posts (公众号) */
    GX_CIRCLE_MODES
} gx_circle_mode;

/* ---- Rules of the product, the scenario's to set */

enum { GX_OPERATORS_USERS = 1, GX_OPERATORS_MERCHANTS = 2 };

typedef struct gx_circle_rules {
    gx_fen act_cost;   /* 0: what an act of moderation costs an operator (0 … GX_ACT_COST_MAX) */
    uint8_t operators; /* GX_OPERATORS_…: who may open circles. Both */
} gx_circle_rules;

#define GX_ACT_COST_MAX ((gx_fen)100000000) /* ¥1,000,000 */

gx_circle_rules gx_circle_rules_default(void);

/* From now on. GX_REFUSED_RULE: act_cost out of 0 … GX_ACT_COST_MAX (have = act_cost, need = the bound that
 * it passed); operators above 3 (have, need = 3). */
gx_answer gx_circle_set_rules(gx_book *book, const gx_circle_rules *rules, uint32_t now);

/* ---- Making and running one */

typedef gx_ref gx_circle_ref;

typedef struct gx_circle_order {
    gx_circle_mode mode;
    uint8_t real_name; /* S12: the least tier of identity for all rights but READ; 0: anybody */
    uint32_t topic;    /* the host's name for what it is about; kept, unseen by the rules */
} gx_circle_order;

/* Keyed: key.account opens a circle and is its operator. All gates are open, nobody is a member (the operator
 * is none either, and need not be). *out is the circle. Refused, in this order: GX_REFUSED_RIGHT when the
 * rules do not let a party of its class do it (a pool never; have = 0, need = rules.operators);
 * GX_REFUSED_RULE for a mode that does not exist (have = mode, need = 1). */
gx_answer gx_circle_open(gx_book *book, gx_op_key key, const gx_circle_order *order, uint32_t now,
                         gx_circle_ref *out);

/* By `actor`, the operator or GX_PLATFORM; anybody else is GX_REFUSED_RIGHT (have = actor, need = operator),
 * which is asked right after the handle, here and in all that follows with an actor.
 *
 * Sets the gate before a right. alternative = 0: `gate` is all there is, a second set is forgotten.
 * alternative = 1: `gate` becomes the second set (a new one, or in place of the old), and either lets in.
 * GX_REFUSED_RULE, in this order: right above 5 (have, need = 5), alternative above 1 (have, need = 1),
 * age_min above age_max (have = age_min, need = age_max). From now on; who is in stays in. */
gx_answer gx_circle_set_gate(gx_book *book, gx_circle_ref circle, uint32_t actor, gx_right right,
                             uint8_t alternative, const gx_gate *gate, uint32_t now);

/* Sets the least tier of identity (S12). */
gx_answer gx_circle_set_real_name(gx_book *book, gx_circle_ref circle, uint32_t actor, uint8_t tier,
                                  uint32_t now);

/* By message from his own book: a user becomes a member, with standing 1. Refused by the right JOIN as above;
 * then GX_REFUSED_TWICE when he is one (have = his standing, need = 0). result.number is the number of
 * members after it. The operator may join too. */
gx_answer gx_circle_join(gx_book *book, gx_circle_ref circle, const gx_pass *pass, uint32_t now);

/* A member leaves; also while the circle is shut. A mute that still runs is kept for him, one that has run
 * out is forgotten. GX_REFUSED_STATE: he is no member (0, 1). result.number: members after it. */
gx_answer gx_circle_leave(gx_book *book, gx_circle_ref circle, uint32_t user, uint32_t now);

/* Sets a member's standing. GX_REFUSED_RULE for 0 (0, 1); GX_REFUSED_STATE when he is no member (0, 1). */
gx_answer gx_circle_set_standing(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t user,
                                 uint16_t standing, uint32_t now);

/* The end of a circle: its members are forgotten, its handle is GX_REFUSED_RESOLVED from then on. Only by its
 * operator or the platform, and only when no post of it is left: GX_REFUSED_STATE (have = posts, need = 0).
 * O(its people). */
gx_answer gx_circle_close(gx_book *book, gx_circle_ref circle, uint32_t actor, uint32_t now);

/* Posting to a circle is gx_circle_post in content.h. */

/* ---- Looking */

/* Would this right be given now? The answer of the order above, GX_DONE when it would; GX_REFUSED_RULE for no
 * right (have = right, need = 5), before all, then GX_REFUSED_THEME (0, GX_THEME_CIRCLES) without the theme.
 * O(1): a member is looked up where that matters, then a compact struct compared. */
gx_answer gx_circle_may(const gx_book *book, gx_circle_ref circle, const gx_pass *pass, gx_right right,
                        uint32_t now);

/* Which conditions of a set a pass misses, at a standing: bits of gx_gate_miss, 0 when it lets in. */
uint32_t gx_gate_misses(const gx_gate *gate, const gx_pass *pass, uint16_t standing);

typedef struct gx_circle_view {
    gx_circle_mode mode;
    uint8_t real_name;
    uint32_t operator_; /* a party of this book */
    uint32_t topic;
    uint32_t opened; /* tick */
    uint32_t members;
    uint32_t posts;                /* that live */
    uint32_t shut_from, open_from; /* shut from … to before …; both UINT32_MAX: not, and not going to be */
    bool shut_by_platform;
} gx_circle_view;

/* False when the circle is closed or unknown. */
bool gx_circle_look(const gx_book *book, gx_circle_ref circle, gx_circle_view *out);

/* The gate's set; false when the circle is gone, or when there is no such right or no alternative. */
bool gx_circle_look_gate(const gx_book *book, gx_circle_ref circle, gx_right right, uint8_t alternative,
                         gx_gate *out);

/* A member's standing, 0 when he is none. */
uint16_t gx_circle_standing(const gx_book *book, gx_circle_ref circle, uint32_t user);

uint64_t gx_circles_open(const gx_book *book);

#endif
