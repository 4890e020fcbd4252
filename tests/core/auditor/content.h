/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What posts and scenes have in common: the counts of content. */
#ifndef TESTS_CORE_AUDITOR_CONTENT_H
#define TESTS_CORE_AUDITOR_CONTENT_H

#include "core/auditor/circles.h"

#include <gx/core/scene.h>

/* The state of the theme in a book. */
typedef struct aud_content_state {
    gx_content_rules rules;
    gx_content_counts counts;
} aud_content_state;
aud_content_state *aud_content_of(const aud_book *book);

/* Behind its thing (AUD_POST). */
typedef struct aud_post {
    gx_audience kind;
    uint32_t author, audience, addressees, sent, expires, occasion, shop;
    uint8_t platform;
    uint32_t circle; /* place of the circle's thing */
    bool liked[AUD_NAMES], seen[AUD_NAMES];
    uint32_t said[AUD_NAMES];
    uint32_t likes, readers, comments;
    uint64_t reads, shares, taps, tips;
    gx_fen tipped;
} aud_post;

/* Behind its thing (AUD_COMMENT). */
typedef struct aud_comment {
    uint32_t post; /* place of the post's thing */
    uint32_t author, made;
} aud_comment;

/* The circle of a circle's post; NULL for others. */
aud_circle *aud_circle_of(const aud_book *book, const aud_post *post);

/* The order of an act on a post, up to 4 of content.h. */
gx_answer aud_post_act(const aud_book *book, gx_ref ref, const gx_pass *pass, gx_right right, bool reads,
                       uint32_t now, aud_post **found);

/* The post is gone, and its comments with it. */
void aud_end_post(aud_book *book, aud_thing *thing);

/* Names a post, and somebody with a pass: now and then (per cent) its author. */
aud_thing *aud_mention_post(aud_world *world, aud_step *step, gx_ref *ref, gx_pass *pass, uint32_t author);

/* Compares what the core shows of posts and comments. */
void aud_look_at_content(aud_world *world, unsigned number);

#endif
