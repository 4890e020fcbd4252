/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the core shows of posts and comments, against what the auditor has. */
#include "core/auditor/content.h"

#include <string.h>

static void look_at_people(aud_world *world, unsigned number, const aud_thing *thing)
{
    const gx_book *core = aud_core_of(world, number);
    const aud_book *book = aud_book_of(world, number);
    const aud_post *p = aud_more((aud_thing *)thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t name = aud_name(seat);
        bool here = !thing->gone;
        aud_expect(world, gx_post_likes(core, thing->ref, name) == (here && p->liked[seat]),
                   "who likes a post");
        aud_expect(world, gx_post_has_read(core, thing->ref, name) == (here && p->seen[seat]),
                   "who has read a post");
        aud_expect(world, gx_post_commented(core, thing->ref, name) == (here ? p->said[seat] : 0),
                   "how often somebody commented");
        static const gx_right asked[] = {GX_RIGHT_READ, GX_RIGHT_LIKE, GX_RIGHT_TIP, GX_RIGHT_COMMENT};
        gx_pass pass = {.user = name,
                        .badges = seat % 16,
                        .score = 700,
                        .tier = (uint8_t)(seat % 4),
                        .sex = (uint8_t)(seat % 10),
                        .age = 30,
                        .occupation = (uint8_t)(56 + seat % 11)};
        gx_right right = asked[seat % 4];
        aud_post *found;
        gx_answer want =
            aud_post_act(book, thing->ref, &pass, right, right == GX_RIGHT_READ, book->now, &found);
        gx_answer may = gx_post_may(core, thing->ref, &pass, right, book->now);
        aud_expect(world, may.code == want.code && may.have == want.have && may.need == want.need,
                   "whether somebody may do something with a post");
    }
}

static void look_at_post(aud_world *world, unsigned number, const aud_thing *thing)
{
    const aud_book *book = aud_book_of(world, number);
    const aud_post *p = aud_more((aud_thing *)thing);
    gx_post_view view;
    bool lives = gx_post_look(aud_core_of(world, number), thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a post lives");
    if (!lives)
        return;
    gx_ref circle = p->kind == GX_AUDIENCE_CIRCLE ? book->things[p->circle]->ref : (gx_ref){0, 0};
    aud_expect(world,
               view.kind == p->kind && view.author == p->author && view.sent == p->sent &&
                   view.expires == p->expires && view.addressees == p->addressees &&
                   view.occasion == p->occasion && view.shop == p->shop && view.shop_platform == p->platform,
               "what a post is");
    aud_expect(world,
               view.circle.slot == circle.slot && view.circle.life == circle.life &&
                   (p->kind == GX_AUDIENCE_CIRCLE || view.audience == p->audience),
               "for whom a post is");
    aud_expect(world,
               view.likes == p->likes && view.comments == p->comments && view.reads == p->reads &&
                   view.shares == p->shares && view.taps == p->taps && view.tips == p->tips,
               "what was done with a post");
    aud_expect_fen(world, view.tipped, p->tipped, "the tips of a post");
}

static void look_at_comment(aud_world *world, unsigned number, const aud_thing *thing)
{
    const aud_book *book = aud_book_of(world, number);
    const aud_comment *c = aud_more((aud_thing *)thing);
    gx_comment_view view;
    bool lives = gx_comment_look(aud_core_of(world, number), thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a comment lives");
    gx_ref of = book->things[c->post]->ref;
    aud_expect(world,
               !lives || (view.author == c->author && view.made == c->made && view.post.slot == of.slot &&
                          view.post.life == of.life),
               "a comment");
}

void aud_look_at_content(aud_world *world, unsigned number)
{
    const gx_book *core = aud_core_of(world, number);
    const aud_book *book = aud_book_of(world, number);
    uint64_t posts = 0, comments = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        const aud_thing *thing = book->things[i];
        if (thing->ref.life == 0)
            continue;
        if (thing->kind == AUD_POST) {
            posts += !thing->gone;
            look_at_post(world, number, thing);
            if ((book->now + i) % 16 == 0)
                look_at_people(world, number, thing);
        } else if (thing->kind == AUD_COMMENT) {
            comments += !thing->gone;
            look_at_comment(world, number, thing);
        }
    }
    aud_expect(world, gx_posts_open(core) == posts, "how many posts there are");
    aud_expect(world, gx_comments_open(core) == comments, "how many comments there are");
    gx_content_counts counts = gx_content_count(core);
    gx_content_counts none = {.posts = 0};
    aud_expect(world,
               memcmp(&counts, aud_has(book, GX_THEME_CONTENT) ? &aud_content_of(book)->counts : &none,
                      sizeof counts) == 0,
               "what content came to");
}
