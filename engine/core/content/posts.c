/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts: how they come, who may see them, how they go (S1).
 *
 * What hangs on a post is found from it: one pair for each person who did something with it (a like, a
 * comment, the reading of a vanishing one), and the list of its comments. A post that goes takes all of it
 * along. */
#include "circles/circles.h"
#include "content/content.h"
#include "ledger/book_internal.h"

/* ---- People */

uint64_t gx_post_did(const gx_book *book, uint32_t place, uint32_t user)
{
    const gx_pair *pair = gx_relation_find(&book->content->readers, place, user);
    return pair == NULL ? 0 : pair->value;
}

void gx_post_note(gx_book *book, uint32_t place, uint32_t user, uint64_t was, uint64_t is)
{
    gx_relation *readers = &book->content->readers;
    gx_post_record *post = gx_post_at(book, place);
    if (was == 0)
        gx_relation_add(readers, &post->people, place, user, is);
    else if (is == 0)
        gx_relation_drop(readers, &post->people, gx_relation_find(readers, place, user));
    else
        gx_relation_find(readers, place, user)->value = is;
}

/* ---- Who may see it */

static bool has_expired(const gx_post_record *post, uint32_t now)
{
    return now >= post->expires && post->expires != GX_NO_EXPIRY;
}

/* All of the steps 1 to 4 but what the host's directory has to be asked: *asks says that it has. */
static gx_answer check_act(const gx_book *book, gx_ref ref, const gx_pass *pass, gx_right right, bool reads,
                           uint32_t now, bool *asks)
{
    *asks = false;
    gx_slab_state state = gx_slab_look(&book->content->posts, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_post_record *post = gx_post_at(book, ref.slot);
    if (has_expired(post, now))
        return gx_refuse(GX_REFUSED_EXPIRED, now, post->expires);
    if (post->addressees != 0 && !reads)
        return gx_refuse(GX_REFUSED_STATE, 1, 0);
    if (post->kind == GX_AUDIENCE_CIRCLE)
        return gx_circle_allows(book, post->circle.slot, pass, right, now);
    *asks = post->kind == GX_AUDIENCE_FRIENDS && pass->user != post->author;
    return gx_done(0);
}

gx_answer gx_post_check_act(gx_book *book, const gx_op *op, gx_ref ref, const gx_pass *pass, gx_right right)
{
    bool asks;
    gx_answer answer = check_act(book, ref, pass, right, op->kind == GX_OP_POST_READ, op->now, &asks);
    if (!asks)
        return answer;
    uint32_t audience = gx_post_at(book, ref.slot)->audience;
    return gx_is_member(book, audience, pass->user)
               ? gx_done(0)
               : gx_refuse(GX_REFUSED_NOT_ADDRESSED, pass->user, audience);
}

gx_answer gx_post_may(const gx_book *book, gx_post_ref ref, const gx_pass *pass, gx_right right, uint32_t now)
{
    if (right < GX_RIGHT_READ || right > GX_RIGHT_COMMENT)
        return gx_refuse(GX_REFUSED_RULE, right, GX_RIGHT_COMMENT);
    if (book->content == NULL)
        return gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_CONTENT);
    bool asks;
    gx_answer answer = check_act(book, ref, pass, right, right == GX_RIGHT_READ, now, &asks);
    if (!asks)
        return answer;
    const gx_membership *members = &book->membership;
    uint32_t audience = gx_post_at(book, ref.slot)->audience;
    bool belongs = members->is_member != NULL && members->is_member(members->directory, audience, pass->user);
    return belongs ? gx_done(0) : gx_refuse(GX_REFUSED_NOT_ADDRESSED, pass->user, audience);
}

/* ---- How they come */

static gx_answer check_figures(uint32_t expires, uint8_t shop_platform, uint32_t now)
{
    if (expires <= now && expires != GX_NO_EXPIRY)
        return gx_refuse(GX_REFUSED_RULE, expires, (int64_t)now + 1);
    if (shop_platform >= GX_PLATFORMS)
        return gx_refuse(GX_REFUSED_RULE, shop_platform, GX_PLATFORMS - 1);
    return gx_done(0);
}

/* The post takes its place, which has been reserved. `draft` has no head and no lists yet. */
static gx_ref place_post(gx_book *book, gx_post_record draft)
{
    uint32_t place = gx_slab_take(&book->content->posts);
    gx_post_record *post = gx_post_at(book, place);
    draft.head = post->head;
    draft.people = GX_RELATION_NONE;
    draft.remarks = GX_SLAB_NONE;
    *post = draft;
    book->content->counts.posts++;
    return (gx_ref){place, post->head.life};
}

gx_answer gx_rule_post_send(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_post_send *args = &op->args.post_send;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    if (args->kind >= GX_AUDIENCE_CIRCLE)
        return gx_refuse(GX_REFUSED_RULE, args->kind, GX_AUDIENCE_FRIENDS);
    gx_answer answer = check_figures(args->expires, args->shop_platform, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->content->posts))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made = place_post(book, (gx_post_record){.author = op->key.account,
                                                  .audience = args->audience,
                                                  .sent = op->now,
                                                  .expires = args->expires,
                                                  .addressees = args->addressees,
                                                  .shop = args->shop,
                                                  .occasion = args->occasion,
                                                  .kind = args->kind,
                                                  .shop_platform = args->shop_platform});
    return gx_done(0);
}

gx_answer gx_rule_circle_post(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_circle_post *args = &op->args.circle_post;
    if (book->content == NULL)
        return gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_CONTENT);
    gx_answer answer = gx_circle_may(book, args->circle, &args->pass, GX_RIGHT_POST, op->now);
    if (answer.code == GX_DONE)
        answer = check_figures(args->expires, args->shop_platform, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->content->posts))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made = place_post(book, (gx_post_record){.author = args->pass.user,
                                                  .circle = args->circle,
                                                  .sent = op->now,
                                                  .expires = args->expires,
                                                  .addressees = args->addressees,
                                                  .shop = args->shop,
                                                  .occasion = args->occasion,
                                                  .kind = GX_AUDIENCE_CIRCLE,
                                                  .shop_platform = args->shop_platform});
    gx_circle_at(book, args->circle.slot)->posts++;
    return gx_done(0);
}

/* ---- How they go */

void gx_post_forget(gx_book *book, uint32_t place)
{
    gx_post_record *post = gx_post_at(book, place);
    gx_relation_drop_all(&book->content->readers, &post->people);
    for (uint32_t i = post->remarks; i != GX_SLAB_NONE;) {
        uint32_t next = gx_comment_at(book, i)->next;
        gx_slab_give(&book->content->comments, i);
        i = next;
    }
    if (post->kind == GX_AUDIENCE_CIRCLE)
        gx_circle_at(book, post->circle.slot)->posts--;
    gx_slab_give(&book->content->posts, place);
}

gx_answer gx_rule_post_delete(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_post_delete *args = &op->args.post_delete;
    gx_slab_state state = gx_slab_look(&book->content->posts, args->post.slot, args->post.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_post_record *post = gx_post_at(book, args->post.slot);
    gx_fen cost = 0;
    if (args->actor != post->author) {
        gx_answer answer = gx_post_check_moderator(book, post, args->actor, post->author, op->now);
        if (answer.code != GX_DONE)
            return answer;
        if (post->kind == GX_AUDIENCE_CIRCLE)
            cost = gx_circle_charge(book, post->circle.slot, args->actor, GX_MODERATION_POST, op->now);
    }
    gx_post_forget(book, args->post.slot);
    book->content->counts.deleted++;
    return gx_done(cost);
}

gx_answer gx_rule_post_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.post_expire.post;
    gx_slab_state state = gx_slab_look(&book->content->posts, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_post_record *post = gx_post_at(book, ref.slot);
    if (!has_expired(post, op->now))
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, post->expires);
    gx_post_forget(book, ref.slot);
    book->content->counts.expired++;
    return gx_done(0);
}

gx_answer gx_post_check_moderator(const gx_book *book, const gx_post_record *post, uint32_t actor,
                                  uint32_t owner, uint32_t now)
{
    bool in_circle = post->kind == GX_AUDIENCE_CIRCLE;
    if (actor == GX_PLATFORM)
        return gx_done(0);
    if (!in_circle || actor != gx_circle_at(book, post->circle.slot)->keeper)
        return gx_refuse(GX_REFUSED_RIGHT, actor, owner);
    return gx_circle_check_charge(book, post->circle.slot, actor, now);
}

/* ---- Calls */

static uint8_t byte_of(unsigned number)
{
    return number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
}

gx_answer gx_post_send(gx_book *book, gx_op_key key, const gx_post_order *order, uint32_t now,
                       gx_post_ref *out)
{
    gx_op op = {.kind = GX_OP_POST_SEND,
                .now = now,
                .key = key,
                .args.post_send = {.kind = byte_of((unsigned)order->kind),
                                   .audience = order->audience,
                                   .addressees = order->addressees,
                                   .expires = order->expires,
                                   .occasion = order->occasion,
                                   .shop = order->shop,
                                   .shop_platform = order->shop_platform}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_circle_post(gx_book *book, gx_circle_ref circle, const gx_pass *pass, const gx_post_order *order,
                         uint32_t now, gx_post_ref *out)
{
    gx_op op = {.kind = GX_OP_CIRCLE_POST,
                .now = now,
                .args.circle_post = {.circle = circle,
                                     .pass = *pass,
                                     .addressees = order->addressees,
                                     .expires = order->expires,
                                     .occasion = order->occasion,
                                     .shop = order->shop,
                                     .shop_platform = order->shop_platform}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_post_delete(gx_book *book, gx_post_ref post, uint32_t actor, uint32_t now)
{
    gx_op op = {.kind = GX_OP_POST_DELETE, .now = now, .args.post_delete = {post, actor}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_post_expire(gx_book *book, gx_post_ref post, uint32_t now)
{
    gx_op op = {.kind = GX_OP_POST_EXPIRE, .now = now, .args.post_expire = {post}};
    return gx_book_do(book, &op, NULL);
}
