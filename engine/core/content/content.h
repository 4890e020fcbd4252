/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts, comments and scenes of a book, from inside. */
#ifndef GX_CORE_CONTENT_INTERNAL_H
#define GX_CORE_CONTENT_INTERNAL_H

#include "ledger/relation.h"
#include "ledger/slab.h"
#include "ledger/theme.h"

#include <gx/core/scene.h>

typedef struct gx_post_record {
    gx_slab_head head;
    uint32_t author; /* by the host's number */
    uint32_t audience;
    gx_ref circle; /* life 0: none */
    uint32_t sent, expires;
    uint32_t people;   /* list in the relation */
    uint32_t remarks;  /* list of comments: the place of the latest */
    uint32_t likes;    /* of its people */
    uint32_t readers;  /* of a vanishing post */
    uint32_t comments; /* that live */
    uint32_t addressees;
    uint32_t shop, occasion;
    uint8_t kind, shop_platform;
    uint64_t reads, shares, taps, tips;
    gx_fen tipped;
} gx_post_record;

typedef struct gx_comment_record {
    gx_slab_head head;
    uint32_t post; /* its place */
    uint32_t author;
    uint32_t made;
    uint32_t next, previous; /* of the same post; GX_SLAB_NONE */
} gx_comment_record;

typedef struct gx_scene_record {
    gx_slab_head head;
    uint32_t organiser;
    uint32_t from, to;
    uint32_t people; /* list in the relation */
    uint32_t guests, viewers, videos;
    uint16_t place;
    uint64_t watches, barrages;
} gx_scene_record;

typedef struct gx_content {
    gx_content_rules rules;
    gx_scene_rules scene_rules;
    gx_slab posts, comments, scenes;
    gx_relation readers; /* (post's place, user) → what he did: GX_DID_… and how many comments he made */
    gx_relation crowd;   /* (scene's place, user) → gx_visitor, packed */
    uint8_t *organisers; /* parties: may open scenes */
    gx_content_counts counts;
} gx_content;

/* What somebody did with a post. */
#define GX_DID_COMMENTS UINT64_C(0x3fffffff) /* how many comments he made, deleted ones too */
#define GX_DID_LIKE     (UINT64_C(1) << 30)
#define GX_DID_READ     (UINT64_C(1) << 31)

/* What somebody does in a scene. */
typedef struct gx_visitor {
    uint32_t window; /* the tick at which his window of barrage comments began */
    uint16_t sent;   /* in it */
    uint16_t videos;
    bool is_in, watched;
} gx_visitor;

static inline uint64_t gx_visitor_pack(gx_visitor visitor)
{
    return (uint64_t)visitor.is_in << 63 | (uint64_t)visitor.watched << 62 | (uint64_t)visitor.videos << 48 |
           (uint64_t)visitor.sent << 32 | visitor.window;
}

static inline gx_visitor gx_visitor_unpack(uint64_t word)
{
    return (gx_visitor){.window = (uint32_t)word,
                        .sent = (uint16_t)(word >> 32),
                        .videos = (uint16_t)(word >> 48 & GX_VIDEOS_LIMIT),
                        .is_in = word >> 63 != 0,
                        .watched = (word >> 62 & 1) != 0};
}

gx_post_record *gx_post_at(const gx_book *book, uint32_t place);
gx_comment_record *gx_comment_at(const gx_book *book, uint32_t place);
gx_scene_record *gx_scene_at(const gx_book *book, uint32_t place);

/* The steps 1 to 4 of an act on a post (content.h) by the rule of an operation. */
gx_answer gx_post_check_act(gx_book *book, const gx_op *op, gx_ref post, const gx_pass *pass, gx_right right);

/* What somebody did; 0 for nothing. Noting needs a reserve before, when it was nothing; nothing again drops
 * it. */
uint64_t gx_post_did(const gx_book *book, uint32_t place, uint32_t user);
void gx_post_note(gx_book *book, uint32_t place, uint32_t user, uint64_t was, uint64_t is);

/* May this actor, who does not own it, take something of the post's away: the platform, or the operator of
 * its circle, who can pay for it. */
gx_answer gx_post_check_moderator(const gx_book *book, const gx_post_record *post, uint32_t actor,
                                  uint32_t owner, uint32_t now);

/* Takes a post away with all that hangs on it. O(its comments and people). */
void gx_post_forget(gx_book *book, uint32_t place);

/* Sums and digests of the parts (posts_look.c, scenes_look.c). */
bool gx_posts_audit(const gx_book *book);
bool gx_scenes_audit(const gx_book *book);
void gx_posts_digest(const gx_book *book, gx_digest *digest);
void gx_scenes_digest(const gx_book *book, gx_digest *digest);

#endif
