/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts and comments, for who looks at them: views, the audit, the digest of state. */
#include "circles/circles.h"
#include "content/content.h"
#include "ledger/book_internal.h"

static bool lives(const gx_book *book, gx_post_ref post)
{
    return book->content != NULL && gx_slab_look(&book->content->posts, post.slot, post.life) == GX_SLAB_LIVE;
}

bool gx_post_look(const gx_book *book, gx_post_ref ref, gx_post_view *out)
{
    if (!lives(book, ref))
        return false;
    const gx_post_record *post = gx_post_at(book, ref.slot);
    *out = (gx_post_view){.kind = (gx_audience)post->kind,
                          .author = post->author,
                          .audience = post->audience,
                          .circle = post->circle,
                          .addressees = post->addressees,
                          .sent = post->sent,
                          .expires = post->expires,
                          .occasion = post->occasion,
                          .shop = post->shop,
                          .shop_platform = post->shop_platform,
                          .likes = post->likes,
                          .comments = post->comments,
                          .reads = post->reads,
                          .shares = post->shares,
                          .taps = post->taps,
                          .tips = post->tips,
                          .tipped = post->tipped};
    return true;
}

bool gx_comment_look(const gx_book *book, gx_comment_ref ref, gx_comment_view *out)
{
    if (book->content == NULL || gx_slab_look(&book->content->comments, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_comment_record *comment = gx_comment_at(book, ref.slot);
    uint32_t life = gx_post_at(book, comment->post)->head.life;
    *out = (gx_comment_view){.post = {comment->post, life}, .author = comment->author, .made = comment->made};
    return true;
}

bool gx_post_likes(const gx_book *book, gx_post_ref post, uint32_t user)
{
    return lives(book, post) && (gx_post_did(book, post.slot, user) & GX_DID_LIKE) != 0;
}

bool gx_post_has_read(const gx_book *book, gx_post_ref post, uint32_t user)
{
    return lives(book, post) && (gx_post_did(book, post.slot, user) & GX_DID_READ) != 0;
}

uint32_t gx_post_commented(const gx_book *book, gx_post_ref post, uint32_t user)
{
    return lives(book, post) ? (uint32_t)(gx_post_did(book, post.slot, user) & GX_DID_COMMENTS) : 0;
}

uint64_t gx_posts_open(const gx_book *book)
{
    return book->content == NULL ? 0 : book->content->posts.live;
}

uint64_t gx_comments_open(const gx_book *book)
{
    return book->content == NULL ? 0 : book->content->comments.live;
}

/* ---- Audit */

typedef struct tally {
    uint64_t pairs, comments;
    bool sound;
} tally;

static void audit_people(const gx_book *book, uint32_t place, tally *all)
{
    const gx_post_record *post = gx_post_at(book, place);
    uint32_t likes = 0;
    uint32_t readers = 0;
    uint64_t made = 0;
    for (const gx_pair *pair = gx_relation_at(&book->content->readers, post->people); pair != NULL;
         pair = gx_relation_at(&book->content->readers, pair->next_of_thing)) {
        all->sound &= pair->thing == place && pair->value != 0;
        likes += (pair->value & GX_DID_LIKE) != 0;
        readers += (pair->value & GX_DID_READ) != 0;
        made += pair->value & GX_DID_COMMENTS;
        all->pairs++;
    }
    all->sound &= likes == post->likes && readers == post->readers && made >= post->comments;
    all->sound &=
        post->addressees == 0 ? readers == 0 : readers < post->addressees && likes == 0 && made == 0;
}

static void audit_comments(const gx_book *book, uint32_t place, tally *all)
{
    const gx_post_record *post = gx_post_at(book, place);
    uint32_t count = 0;
    uint32_t previous = GX_SLAB_NONE;
    for (uint32_t i = post->remarks; i != GX_SLAB_NONE; i = gx_comment_at(book, i)->next) {
        const gx_comment_record *comment = gx_comment_at(book, i);
        all->sound &= comment->post == place && comment->previous == previous;
        previous = i;
        count++;
    }
    all->sound &= count == post->comments;
    all->comments += count;
}

/* Does the circle of each post live, and does each circle have as many posts as it says? */
static bool audit_circles(const gx_book *book)
{
    uint64_t here = 0;
    uint64_t there = 0;
    bool sound = true;
    for (uint32_t i = 0; i < book->content->posts.used; i++) {
        const gx_post_record *post = gx_post_at(book, i);
        if (post->head.next != GX_SLAB_IN_USE || post->kind != GX_AUDIENCE_CIRCLE)
            continue;
        sound &= gx_slab_look(&book->circles->slab, post->circle.slot, post->circle.life) == GX_SLAB_LIVE;
        here++;
    }
    if (book->circles == NULL)
        return sound;
    for (uint32_t i = 0; i < book->circles->slab.used; i++)
        if (gx_circle_at(book, i)->head.next == GX_SLAB_IN_USE)
            there += gx_circle_at(book, i)->posts;
    return sound && here == there;
}

bool gx_posts_audit(const gx_book *book)
{
    const gx_content *content = book->content;
    tally all = {.sound = true};
    for (uint32_t i = 0; i < content->posts.used; i++) {
        if (gx_post_at(book, i)->head.next != GX_SLAB_IN_USE)
            continue;
        audit_people(book, i, &all);
        audit_comments(book, i, &all);
    }
    return all.sound && all.pairs == content->readers.live && all.comments == content->comments.live &&
           audit_circles(book);
}

/* ---- Digest */

static void digest_post(const gx_book *book, const gx_post_record *post, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)post->author << 32 | post->audience);
    gx_digest_number(digest, (uint64_t)post->circle.slot << 32 | post->circle.life);
    gx_digest_number(digest, (uint64_t)post->sent << 32 | post->expires);
    gx_digest_number(digest, (uint64_t)post->likes << 32 | post->readers);
    gx_digest_number(digest, (uint64_t)post->comments << 32 | post->addressees);
    gx_digest_number(digest, (uint64_t)post->shop << 32 | post->occasion);
    gx_digest_number(digest, (uint64_t)post->kind << 8 | post->shop_platform);
    gx_digest_number(digest, post->reads);
    gx_digest_number(digest, post->shares);
    gx_digest_number(digest, post->taps);
    gx_digest_number(digest, post->tips);
    gx_digest_number(digest, (uint64_t)post->tipped);
    gx_relation_digest(&book->content->readers, post->people, digest);
    for (uint32_t i = post->remarks; i != GX_SLAB_NONE; i = gx_comment_at(book, i)->next) {
        const gx_comment_record *comment = gx_comment_at(book, i);
        gx_digest_number(digest, i);
        gx_digest_number(digest, (uint64_t)comment->author << 32 | comment->made);
    }
}

void gx_posts_digest(const gx_book *book, gx_digest *digest)
{
    const gx_content *content = book->content;
    gx_slab_digest(&content->posts, digest);
    gx_slab_digest(&content->comments, digest);
    for (uint32_t i = 0; i < content->posts.used; i++)
        if (gx_post_at(book, i)->head.next == GX_SLAB_IN_USE)
            digest_post(book, gx_post_at(book, i), digest);
}
