/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme: the state of all posts and scenes of a book, its audit and its digest; and its rules. */
#include "content/content.h"

#include "ledger/book_internal.h"

#include <gx/base/memory.h>

gx_post_record *gx_post_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->content->posts, place);
}

gx_comment_record *gx_comment_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->content->comments, place);
}

gx_scene_record *gx_scene_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->content->scenes, place);
}

/* ---- The theme */

static bool start(gx_book *book)
{
    gx_content *content = gx_alloc(1, sizeof *content);
    if (content == NULL)
        return false;
    book->content = content;
    content->rules = gx_content_rules_default();
    content->scene_rules = gx_scene_rules_default();
    gx_slab_init(&content->posts, sizeof(gx_post_record));
    gx_slab_init(&content->comments, sizeof(gx_comment_record));
    gx_slab_init(&content->scenes, sizeof(gx_scene_record));
    gx_relation_init(&content->readers);
    gx_relation_init(&content->crowd);
    content->organisers = gx_alloc_columns(book->parties, sizeof *content->organisers);
    return content->organisers != NULL;
}

static void stop(gx_book *book)
{
    gx_content *content = book->content;
    if (content == NULL)
        return;
    gx_free(content->organisers);
    gx_relation_free(&content->crowd);
    gx_relation_free(&content->readers);
    gx_slab_free(&content->scenes);
    gx_slab_free(&content->comments);
    gx_slab_free(&content->posts);
    gx_free(content);
    book->content = NULL;
}

static size_t bytes(const gx_book *book)
{
    const gx_content *content = book->content;
    return sizeof *content + gx_slab_bytes(&content->posts) + gx_slab_bytes(&content->comments) +
           gx_slab_bytes(&content->scenes) + gx_relation_bytes(&content->readers) +
           gx_relation_bytes(&content->crowd) + book->parties * sizeof *content->organisers;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held; /* nothing: a tip is in clearing or at its author's */
    bool posts = gx_posts_audit(book);
    return gx_scenes_audit(book) && posts;
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    return book->content->organisers[user];
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const gx_content *content = book->content;
    gx_digest_number(digest, (uint64_t)content->rules.tip_max);
    gx_digest_number(digest, (uint64_t)content->rules.comments_max << 32 | content->rules.links_cut);
    gx_digest_number(digest, (uint64_t)content->scene_rules.video_seconds_max << 32 |
                                 content->scene_rules.videos_max);
    gx_digest_number(digest,
                     (uint64_t)content->scene_rules.barrage_max << 32 | content->scene_rules.barrage_ticks);
    gx_digest_bytes(digest, content->organisers, book->parties * sizeof *content->organisers);
    gx_digest_bytes(digest, &content->counts, sizeof content->counts);
    gx_posts_digest(book, digest);
    gx_scenes_digest(book, digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    gx_content *content = book->content;
    GX_ARCHIVE(archive, content->rules);
    GX_ARCHIVE(archive, content->scene_rules);
    GX_ARCHIVE(archive, content->counts);
    gx_slab_archive(archive, &content->posts);
    gx_slab_archive(archive, &content->comments);
    gx_slab_archive(archive, &content->scenes);
    gx_relation_archive(archive, &content->readers);
    gx_relation_archive(archive, &content->crowd);
    gx_archive_bytes(archive, content->organisers, book->parties * sizeof *content->organisers);
}

const gx_theme gx_theme_content = {.name = "content",
                                   .start = start,
                                   .stop = stop,
                                   .archive = archive,
                                   .bytes = bytes,
                                   .audit = audit,
                                   .user_digest = user_digest,
                                   .state_digest = state_digest};

/* ---- Rules of the product */

gx_content_rules gx_content_rules_default(void)
{
    return (gx_content_rules){.tip_max = 99, .comments_max = 100};
}

gx_answer gx_rule_content_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_content_rules *args = &op->args.content_rules;
    if (args->tip_max < 1)
        return gx_refuse(GX_REFUSED_RULE, args->tip_max, 1);
    if (args->tip_max > GX_TIP_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->tip_max, GX_TIP_LIMIT);
    if (args->comments_max > GX_COMMENTS_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->comments_max, GX_COMMENTS_LIMIT);
    book->content->rules = (gx_content_rules){
        .tip_max = args->tip_max, .comments_max = args->comments_max, .links_cut = args->links_cut};
    return gx_done(0);
}

gx_answer gx_content_set_rules(gx_book *book, const gx_content_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CONTENT_RULES,
                .now = now,
                .args.content_rules = {rules->tip_max, rules->comments_max, rules->links_cut}};
    return gx_book_do(book, &op, NULL);
}

gx_content_counts gx_content_count(const gx_book *book)
{
    static const gx_content_counts none;
    return book->content == NULL ? none : book->content->counts;
}
