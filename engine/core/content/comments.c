/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comments (S1): records of their own, so that one of them can be taken away (S7), in a list of their post's.
 */
#include "circles/circles.h"
#include "content/content.h"
#include "ledger/book_internal.h"

/* The newest comes first in the post's list. */
static gx_ref add_comment(gx_book *book, uint32_t place, uint32_t user, uint32_t now)
{
    gx_post_record *post = gx_post_at(book, place);
    uint32_t at = gx_slab_take(&book->content->comments);
    gx_comment_record *comment = gx_comment_at(book, at);
    *comment = (gx_comment_record){.head = comment->head,
                                   .post = place,
                                   .author = user,
                                   .made = now,
                                   .next = post->remarks,
                                   .previous = GX_SLAB_NONE};
    if (post->remarks != GX_SLAB_NONE)
        gx_comment_at(book, post->remarks)->previous = at;
    post->remarks = at;
    post->comments++;
    return (gx_ref){at, comment->head.life};
}

static void drop_comment(gx_book *book, uint32_t place)
{
    const gx_comment_record *comment = gx_comment_at(book, place);
    gx_post_record *post = gx_post_at(book, comment->post);
    if (comment->previous != GX_SLAB_NONE)
        gx_comment_at(book, comment->previous)->next = comment->next;
    else
        post->remarks = comment->next;
    if (comment->next != GX_SLAB_NONE)
        gx_comment_at(book, comment->next)->previous = comment->previous;
    post->comments--;
    gx_slab_give(&book->content->comments, place);
}

/* ---- Rules */

gx_answer gx_rule_post_comment(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_comment *args = &op->args.post_comment;
    gx_content *content = book->content;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_COMMENT);
    if (answer.code != GX_DONE)
        return answer;
    uint64_t did = gx_post_did(book, args->post.slot, args->pass.user);
    uint32_t made = (uint32_t)(did & GX_DID_COMMENTS);
    if (made >= content->rules.comments_max)
        return gx_refuse(GX_REFUSED_LIMIT, made, content->rules.comments_max);
    if (!gx_slab_reserve(&content->comments) || !gx_relation_reserve(&content->readers))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_post_note(book, args->post.slot, args->pass.user, did, did + 1);
    out->made = add_comment(book, args->post.slot, args->pass.user, op->now);
    out->number = made + 1;
    content->counts.comments++;
    return answer;
}

gx_answer gx_rule_comment_delete(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_comment_delete *args = &op->args.comment_delete;
    gx_slab_state state = gx_slab_look(&book->content->comments, args->comment.slot, args->comment.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_comment_record *comment = gx_comment_at(book, args->comment.slot);
    const gx_post_record *post = gx_post_at(book, comment->post);
    gx_fen cost = 0;
    if (args->actor != comment->author && args->actor != post->author) {
        gx_answer answer = gx_post_check_moderator(book, post, args->actor, comment->author, op->now);
        if (answer.code != GX_DONE)
            return answer;
        if (post->kind == GX_AUDIENCE_CIRCLE)
            cost = gx_circle_charge(book, post->circle.slot, args->actor, GX_MODERATION_COMMENT, op->now);
    }
    drop_comment(book, args->comment.slot);
    book->content->counts.comments_deleted++;
    return gx_done(cost);
}

/* ---- Calls */

gx_answer gx_post_comment(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now,
                          gx_comment_ref *out)
{
    gx_op op = {.kind = GX_OP_POST_COMMENT, .now = now, .args.post_comment = {post, *pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (out != NULL)
        *out = result.made;
    return result.answer;
}

gx_answer gx_comment_delete(gx_book *book, gx_comment_ref comment, uint32_t actor, uint32_t now)
{
    gx_op op = {.kind = GX_OP_COMMENT_DELETE, .now = now, .args.comment_delete = {comment, actor}};
    return gx_book_do(book, &op, NULL);
}
