/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts on posts: read, like, comment, share, tap on the shop link (S1, S3; C8 for those that vanish). */
#include "circles/circles.h"
#include "content/content.h"
#include "ledger/book_internal.h"

/* ---- Reading */

/* Somebody reads a post that vanishes: once, and the last of its addressees for all. */
static gx_answer read_vanishing(gx_book *book, gx_ref ref, uint32_t user, gx_result *out)
{
    gx_post_record *post = gx_post_at(book, ref.slot);
    if (user == post->author)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, user, post->audience);
    uint64_t did = gx_post_did(book, ref.slot, user);
    if ((did & GX_DID_READ) != 0)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    out->closed = post->readers + 1 == post->addressees;
    if (out->closed) {
        gx_post_forget(book, ref.slot);
        book->content->counts.vanished++;
        return gx_done(0);
    }
    if (!gx_relation_reserve(&book->content->readers))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_post_note(book, ref.slot, user, did, did | GX_DID_READ);
    post->readers++;
    return gx_done(0);
}

gx_answer gx_rule_post_read(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_read *args = &op->args.post_read;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_READ);
    if (answer.code != GX_DONE)
        return answer;
    gx_post_record *post = gx_post_at(book, args->post.slot);
    out->who = post->author;
    if (post->addressees != 0)
        answer = read_vanishing(book, args->post, args->pass.user, out);
    if (answer.code == GX_DONE) {
        if (!out->closed)
            post->reads++;
        book->content->counts.reads++;
    }
    return answer;
}

/* ---- Liking */

gx_answer gx_rule_post_like(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_like *args = &op->args.post_like;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_LIKE);
    if (answer.code != GX_DONE)
        return answer;
    uint64_t did = gx_post_did(book, args->post.slot, args->pass.user);
    if ((did & GX_DID_LIKE) != 0)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (!gx_relation_reserve(&book->content->readers))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_post_note(book, args->post.slot, args->pass.user, did, did | GX_DID_LIKE);
    out->number = ++gx_post_at(book, args->post.slot)->likes;
    book->content->counts.likes++;
    return gx_done(0);
}

gx_answer gx_rule_post_unlike(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_unlike *args = &op->args.post_unlike;
    gx_slab_state state = gx_slab_look(&book->content->posts, args->post.slot, args->post.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    uint64_t did = gx_post_did(book, args->post.slot, args->user);
    if ((did & GX_DID_LIKE) == 0)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    gx_post_note(book, args->post.slot, args->user, did, did & ~GX_DID_LIKE);
    out->number = --gx_post_at(book, args->post.slot)->likes;
    book->content->counts.unlikes++;
    return gx_done(0);
}

/* ---- Sharing and tapping */

gx_answer gx_rule_post_share(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_share *args = &op->args.post_share;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_READ);
    if (answer.code != GX_DONE)
        return answer;
    gx_post_record *post = gx_post_at(book, args->post.slot);
    out->who = post->author;
    post->shares++;
    book->content->counts.shares++;
    return answer;
}

gx_answer gx_rule_post_tap(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_tap *args = &op->args.post_tap;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_READ);
    if (answer.code != GX_DONE)
        return answer;
    gx_post_record *post = gx_post_at(book, args->post.slot);
    if (post->shop == GX_NO_SHOP)
        return gx_refuse(GX_REFUSED_INCOMPLETE, 0, 1);
    if ((book->content->rules.links_cut >> post->shop_platform & 1) != 0)
        return gx_refuse(GX_REFUSED_SHUT, post->shop_platform, 0);
    out->who = post->shop;
    post->taps++;
    book->content->counts.taps++;
    return answer;
}

/* ---- Calls */

gx_answer gx_post_read(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now, bool *closed)
{
    gx_op op = {.kind = GX_OP_POST_READ, .now = now, .args.post_read = {post, *pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (closed != NULL)
        *closed = result.closed;
    return result.answer;
}

gx_answer gx_post_like(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now)
{
    gx_op op = {.kind = GX_OP_POST_LIKE, .now = now, .args.post_like = {post, *pass}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_post_unlike(gx_book *book, gx_post_ref post, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_POST_UNLIKE, .now = now, .args.post_unlike = {post, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_post_share(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now)
{
    gx_op op = {.kind = GX_OP_POST_SHARE, .now = now, .args.post_share = {post, *pass}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_post_tap(gx_book *book, gx_post_ref post, const gx_pass *pass, uint32_t now, uint32_t *shop)
{
    gx_op op = {.kind = GX_OP_POST_TAP, .now = now, .args.post_tap = {post, *pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (shop != NULL)
        *shop = result.answer.code == GX_DONE ? result.who : GX_NO_SHOP;
    return result.answer;
}
