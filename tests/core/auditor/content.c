/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for posts: likes, comments, shares, shop links, vanishing ones, tips (S1, S2, S3). */
#include "core/auditor/content.h"

#include <string.h>

extern const aud_part aud_content;

aud_content_state *aud_content_of(const aud_book *book)
{
    return aud_state(book, &aud_content);
}

aud_circle *aud_circle_of(const aud_book *book, const aud_post *p)
{
    return p->kind == GX_AUDIENCE_CIRCLE ? aud_more(book->things[p->circle]) : NULL;
}

/* ---- The order of an act */

gx_answer aud_post_act(const aud_book *book, gx_ref ref, const gx_pass *pass, gx_right right, bool reads,
                       uint32_t now, aud_post **found)
{
    aud_thing *thing = aud_find(book, AUD_POST, ref);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_post *p = aud_more(thing);
    *found = p;
    if (p->expires != GX_NO_EXPIRY && now >= p->expires)
        return aud_no(GX_REFUSED_EXPIRED, now, p->expires);
    if (p->addressees > 0 && !reads)
        return aud_no(GX_REFUSED_STATE, 1, 0);
    if (p->kind == GX_AUDIENCE_CIRCLE)
        return aud_circle_right(aud_circle_of(book, p), pass, right, now);
    if (p->kind == GX_AUDIENCE_FRIENDS && pass->user != p->author &&
        !aud_is_member(NULL, p->audience, pass->user))
        return aud_no(GX_REFUSED_NOT_ADDRESSED, pass->user, p->audience);
    return aud_done(0);
}

/* Its comments go with it. */
void aud_end_post(aud_book *book, aud_thing *thing)
{
    aud_post *p = aud_more(thing);
    uint32_t place = aud_place_of(book, thing);
    thing->gone = true;
    if (p->kind == GX_AUDIENCE_CIRCLE)
        aud_circle_of(book, p)->posts--;
    for (size_t i = 0; i < book->thing_count; i++)
        if (book->things[i]->kind == AUD_COMMENT && ((aud_comment *)aud_more(book->things[i]))->post == place)
            book->things[i]->gone = true;
}

/* ---- Rules */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.content_rules =
        (gx_args_content_rules){.tip_max = 1 + aud_below(world, 99),
                                .comments_max = aud_below(world, 4),
                                .links_cut = aud_odds(world, 60) ? 0 : (uint32_t)aud_any(world)};
    if (aud_odds(world, 15))
        step->op.args.content_rules.tip_max = aud_odds(world, 50) ? 0 : 20001;
    if (aud_odds(world, 8))
        step->op.args.content_rules.comments_max = 1u << 30;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_content_rules *args = &op->args.content_rules;
    if (args->tip_max < 1)
        return aud_no(GX_REFUSED_RULE, args->tip_max, 1);
    if (args->tip_max > 20000)
        return aud_no(GX_REFUSED_RULE, args->tip_max, 20000);
    if (args->comments_max > (1u << 30) - 1)
        return aud_no(GX_REFUSED_RULE, args->comments_max, (1u << 30) - 1);
    aud_content_of(book)->rules = (gx_content_rules){args->tip_max, args->comments_max, args->links_cut};
    return aud_done(0);
}

/* ---- Posting */

static gx_answer check_figures(uint32_t expires, uint8_t platform, uint32_t now)
{
    if (expires != GX_NO_EXPIRY && expires <= now)
        return aud_no(GX_REFUSED_RULE, expires, (int64_t)now + 1);
    return platform > 31 ? aud_no(GX_REFUSED_RULE, platform, 31) : aud_done(0);
}

static void new_post(aud_book *book, const aud_post *p, aud_want *want)
{
    want->made = aud_new(book, AUD_POST, sizeof *p);
    memcpy(aud_more(want->made), p, sizeof *p);
    aud_content_of(book)->counts.posts++;
}

static void generate_send(aud_world *world, aud_step *step)
{
    gx_args_post_send *args = &step->op.args.post_send;
    args->kind = (uint8_t)aud_below(world, 2);
    args->audience = aud_below(world, AUD_GROUPS);
    args->addressees = aud_odds(world, 70) ? 0 : 1 + aud_below(world, 3);
    args->expires = aud_odds(world, 40) ? GX_NO_EXPIRY : aud_later(step->op.now, aud_below(world, 60));
    args->occasion = aud_below(world, 9);
    args->shop =
        aud_odds(world, 40) ? GX_NO_SHOP : aud_merchant_name(aud_below(world, 3), aud_below(world, 3));
    args->shop_platform = (uint8_t)aud_below(world, aud_odds(world, 95) ? 4 : 64);
    if (aud_odds(world, 4))
        args->kind = (uint8_t)aud_below(world, 4);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_send(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_send *args = &op->args.post_send;
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->kind > GX_AUDIENCE_FRIENDS)
        return aud_no(GX_REFUSED_RULE, args->kind, 1);
    gx_answer answer = check_figures(args->expires, args->shop_platform, op->now);
    if (answer.code != GX_DONE)
        return answer;
    new_post(book,
             &(aud_post){.kind = (gx_audience)args->kind,
                         .author = op->key.account,
                         .audience = args->audience,
                         .addressees = args->addressees,
                         .sent = op->now,
                         .expires = args->expires,
                         .occasion = args->occasion,
                         .shop = args->shop,
                         .platform = args->shop_platform},
             want);
    return aud_done(0);
}

static void generate_circle_post(aud_world *world, aud_step *step)
{
    gx_args_circle_post *args = &step->op.args.circle_post;
    args->pass = aud_some_pass(world);
    args->addressees = aud_odds(world, 75) ? 0 : 1 + aud_below(world, 3);
    args->expires = aud_odds(world, 40) ? GX_NO_EXPIRY : aud_later(step->op.now, aud_below(world, 60));
    args->occasion = aud_below(world, 9);
    args->shop =
        aud_odds(world, 40) ? GX_NO_SHOP : aud_merchant_name(aud_below(world, 3), aud_below(world, 3));
    args->shop_platform = (uint8_t)aud_below(world, aud_odds(world, 95) ? 4 : 64);
    aud_thing *thing = aud_some_thing_of(world, step, AUD_CIRCLE);
    aud_mention(world, step, &args->circle, thing);
    if (thing != NULL && aud_odds(world, 25))
        args->pass.user = ((aud_circle *)aud_more(thing))->runs_it;
}

static gx_answer predict_circle_post(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_circle_post *args = &op->args.circle_post;
    if (!aud_has(book, GX_THEME_CONTENT))
        return aud_no(GX_REFUSED_THEME, 0, GX_THEME_CONTENT);
    aud_thing *thing = aud_find(book, AUD_CIRCLE, args->circle);
    gx_answer answer = aud_lives(thing);
    if (answer.code == GX_DONE)
        answer = aud_circle_right(aud_more(thing), &args->pass, GX_RIGHT_POST, op->now);
    if (answer.code == GX_DONE)
        answer = check_figures(args->expires, args->shop_platform, op->now);
    if (answer.code != GX_DONE)
        return answer;
    ((aud_circle *)aud_more(thing))->posts++;
    new_post(book,
             &(aud_post){.kind = GX_AUDIENCE_CIRCLE,
                         .author = args->pass.user,
                         .addressees = args->addressees,
                         .sent = op->now,
                         .expires = args->expires,
                         .occasion = args->occasion,
                         .shop = args->shop,
                         .platform = args->shop_platform,
                         .circle = aud_place_of(book, thing)},
             want);
    return aud_done(0);
}

/* ---- Acts */

/* Names a post, and somebody with a pass; sometimes its author. */
aud_thing *aud_mention_post(aud_world *world, aud_step *step, gx_ref *ref, gx_pass *pass, uint32_t author)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_POST);
    aud_mention(world, step, ref, thing);
    *pass = aud_some_pass(world);
    if (thing != NULL && aud_odds(world, author))
        pass->user = ((aud_post *)aud_more(thing))->author;
    return thing;
}

static void generate_read(aud_world *world, aud_step *step)
{
    gx_args_post_read *args = &step->op.args.post_read;
    aud_thing *thing = aud_mention_post(world, step, &args->post, &args->pass, 6);
    bool again = aud_odds(world, 15);
    for (unsigned seat = 0; thing != NULL && again && seat < AUD_NAMES; seat++)
        if (((aud_post *)aud_more(thing))->seen[seat])
            args->pass.user = aud_name(seat);
}

static gx_answer predict_read(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_read *args = &op->args.post_read;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_READ, true, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t user = args->pass.user;
    if (p->addressees > 0) {
        if (user == p->author)
            return aud_no(GX_REFUSED_NOT_ADDRESSED, user, p->kind == GX_AUDIENCE_CIRCLE ? 0 : p->audience);
        if (p->seen[aud_seat(user)])
            return aud_no(GX_REFUSED_TWICE, 1, 0);
        p->seen[aud_seat(user)] = true;
        if (++p->readers == p->addressees) {
            want->result.closed = true;
            aud_end_post(book, aud_find(book, AUD_POST, args->post));
            aud_content_of(book)->counts.vanished++;
        }
    }
    p->reads++;
    aud_content_of(book)->counts.reads++;
    want->result.who = p->author;
    return answer;
}

static void generate_like(aud_world *world, aud_step *step)
{
    aud_mention_post(world, step, &step->op.args.post_like.post, &step->op.args.post_like.pass, 8);
}

static gx_answer predict_like(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_like *args = &op->args.post_like;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_LIKE, false, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    if (p->liked[aud_seat(args->pass.user)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    p->liked[aud_seat(args->pass.user)] = true;
    want->result.number = ++p->likes;
    aud_content_of(book)->counts.likes++;
    return answer;
}

static void generate_unlike(aud_world *world, aud_step *step)
{
    gx_args_post_unlike *args = &step->op.args.post_unlike;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_POST);
    aud_mention(world, step, &args->post, thing);
    if (thing == NULL || aud_odds(world, 20))
        return;
    uint32_t seen = 0;
    const aud_post *p = aud_more(thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        if (p->liked[seat] && aud_below(world, ++seen) == 0)
            args->user = aud_name(seat);
}

static gx_answer predict_unlike(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_unlike *args = &op->args.post_unlike;
    aud_thing *thing = aud_find(book, AUD_POST, args->post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_post *p = aud_more(thing);
    if (!p->liked[aud_seat(args->user)])
        return aud_no(GX_REFUSED_STATE, 0, 1);
    p->liked[aud_seat(args->user)] = false;
    want->result.number = --p->likes;
    aud_content_of(book)->counts.unlikes++;
    return answer;
}

static void generate_comment(aud_world *world, aud_step *step)
{
    aud_mention_post(world, step, &step->op.args.post_comment.post, &step->op.args.post_comment.pass, 40);
}

static gx_answer predict_comment(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_comment *args = &op->args.post_comment;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_COMMENT, false, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t *said = &p->said[aud_seat(args->pass.user)];
    if (*said >= aud_content_of(book)->rules.comments_max)
        return aud_no(GX_REFUSED_LIMIT, *said, aud_content_of(book)->rules.comments_max);
    want->result.number = ++*said;
    p->comments++;
    aud_content_of(book)->counts.comments++;
    uint32_t place = aud_place_of(book, aud_find(book, AUD_POST, args->post));
    want->made = aud_new(book, AUD_COMMENT, sizeof(aud_comment));
    *(aud_comment *)aud_more(want->made) =
        (aud_comment){.post = place, .author = args->pass.user, .made = op->now};
    return answer;
}

static void generate_share(aud_world *world, aud_step *step)
{
    aud_mention_post(world, step, &step->op.args.post_share.post, &step->op.args.post_share.pass, 8);
}

static gx_answer predict_share(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_share *args = &op->args.post_share;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_READ, false, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    p->shares++;
    aud_content_of(book)->counts.shares++;
    want->result.who = p->author;
    return answer;
}

static void generate_tap(aud_world *world, aud_step *step)
{
    aud_mention_post(world, step, &step->op.args.post_tap.post, &step->op.args.post_tap.pass, 8);
}

static gx_answer predict_tap(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_post_tap *args = &op->args.post_tap;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_READ, false, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    if (p->shop == GX_NO_SHOP)
        return aud_no(GX_REFUSED_INCOMPLETE, 0, 1);
    if ((aud_content_of(book)->rules.links_cut >> p->platform) % 2 == 1)
        return aud_no(GX_REFUSED_SHUT, p->platform, 0);
    p->taps++;
    aud_content_of(book)->counts.taps++;
    want->result.who = p->shop;
    return answer;
}

/* ---- The end */

/* Who may take something of a post away: `own` and `also` do it for nothing. */
static gx_answer check_deletion(const aud_book *book, const aud_post *p, uint32_t actor, uint32_t own,
                                uint32_t also, uint32_t now)
{
    const aud_circle *circle = aud_circle_of(book, p);
    bool runs = circle != NULL && actor == circle->runs_it;
    bool free = actor == own || actor == also;
    if (!free && !runs && actor != GX_PLATFORM)
        return aud_no(GX_REFUSED_RIGHT, actor, own);
    return circle == NULL ? aud_done(0) : aud_act_price(book, circle, actor, free, now);
}

/* Generators may hold a thing of another book: its places mean nothing here. */
static bool is_here(const aud_book *book, const aud_thing *thing)
{
    for (size_t i = 0; i < book->thing_count; i++)
        if (book->things[i] == thing)
            return true;
    return false;
}

static void generate_delete(aud_world *world, aud_step *step)
{
    gx_args_post_delete *args = &step->op.args.post_delete;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_POST);
    aud_mention(world, step, &args->post, thing);
    if (thing == NULL || aud_odds(world, 12) || !is_here(aud_book_of(world, step->book), thing))
        return;
    const aud_post *p = aud_more(thing);
    args->actor = aud_odds(world, 25) ? GX_PLATFORM : p->author;
    if (p->kind == GX_AUDIENCE_CIRCLE && aud_odds(world, 70))
        args->actor = aud_circle_of(aud_book_of(world, step->book), p)->runs_it;
}

static gx_answer predict_delete(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_post_delete *args = &op->args.post_delete;
    aud_thing *thing = aud_find(book, AUD_POST, args->post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_post *p = aud_more(thing);
    answer = check_deletion(book, p, args->actor, p->author, p->author, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (p->kind == GX_AUDIENCE_CIRCLE)
        aud_act_done(book, args->actor, answer.amount, args->actor != p->author, GX_MODERATION_POST, op->now);
    aud_end_post(book, thing);
    aud_content_of(book)->counts.deleted++;
    return answer;
}

static void generate_delete_comment(aud_world *world, aud_step *step)
{
    gx_args_comment_delete *args = &step->op.args.comment_delete;
    aud_thing *thing = aud_some_thing_of(world, step, AUD_COMMENT);
    aud_mention(world, step, &args->comment, thing);
    const aud_book *book = aud_book_of(world, step->book);
    if (thing == NULL || aud_odds(world, 12) || !is_here(book, thing))
        return;
    const aud_comment *c = aud_more(thing);
    args->actor = aud_odds(world, 25) ? GX_PLATFORM : c->author;
    const aud_post *p = aud_more(book->things[c->post]);
    if (aud_odds(world, 30))
        args->actor = p->author;
    if (p->kind == GX_AUDIENCE_CIRCLE && aud_odds(world, 60))
        args->actor = aud_circle_of(book, p)->runs_it;
}

static gx_answer predict_delete_comment(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_comment_delete *args = &op->args.comment_delete;
    aud_thing *thing = aud_find(book, AUD_COMMENT, args->comment);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_comment *c = aud_more(thing);
    aud_post *p = aud_more(book->things[c->post]);
    answer = check_deletion(book, p, args->actor, c->author, p->author, op->now);
    if (answer.code != GX_DONE)
        return answer;
    bool counted = args->actor != c->author && args->actor != p->author;
    if (p->kind == GX_AUDIENCE_CIRCLE)
        aud_act_done(book, args->actor, answer.amount, counted, GX_MODERATION_COMMENT, op->now);
    thing->gone = true;
    p->comments--;
    aud_content_of(book)->counts.comments_deleted++;
    return answer;
}

static void generate_expire(aud_world *world, aud_step *step)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_POST);
    aud_mention(world, step, &step->op.args.post_expire.post, thing);
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_POST, op->args.post_expire.post);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_post *p = aud_more(thing);
    if (p->expires == GX_NO_EXPIRY || op->now < p->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, p->expires);
    aud_end_post(book, thing);
    aud_content_of(book)->counts.expired++;
    return answer;
}

/* ---- Tips */

static void generate_tip(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 5))
        step->op.args.tip_pay.author = step->op.key.account;
    step->op.args.tip_pay.unconfirmed = aud_odds(world, 60);
    if (aud_odds(world, 5))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_tip(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_tip_pay *args = &op->args.tip_pay;
    uint32_t user = aud_user(book, op->key.account);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->author == op->key.account)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->author);
    gx_fen amount = 1 + (gx_fen)aud_below_high(args->draw, (uint64_t)aud_content_of(book)->rules.tip_max);
    aud_spend spend = {.payer = user,
                       .amount = amount,
                       .now = op->now,
                       .purpose = GX_FOR_TIP,
                       .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, user, AUD_HOUSE_AT + GX_HOUSE_CLEARING, amount);
    aud_note_spend(book, &spend);
    aud_count(&aud_content_of(book)->counts.tips_paid, &aud_content_of(book)->counts.paid, amount);
    return aud_done(amount);
}

static void generate_take(aud_world *world, aud_step *step)
{
    gx_args_tip_take *args = &step->op.args.tip_take;
    aud_mention_post(world, step, &args->post, &args->pass, 6);
    args->amount = 1 + aud_below(world, 60);
    if (aud_odds(world, 8))
        args->amount = aud_below(world, 30000) - (gx_fen)1000;
}

static gx_answer predict_take(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_tip_take *args = &op->args.tip_take;
    gx_fen most = aud_content_of(book)->rules.tip_max;
    aud_post *p;
    gx_answer answer = aud_post_act(book, args->post, &args->pass, GX_RIGHT_TIP, false, op->now, &p);
    if (answer.code != GX_DONE)
        return answer;
    if (args->pass.user == p->author)
        return aud_no(GX_REFUSED_ACCOUNT, 0, p->author);
    if (args->amount < 1 || args->amount > most)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, args->amount < 1 ? 1 : most);
    if (p->kind != GX_AUDIENCE_CIRCLE) {
        uint32_t author = aud_user(book, p->author);
        answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
        if (answer.code == GX_DONE)
            answer = aud_check_payee(book, author, args->amount);
        if (answer.code != GX_DONE)
            return answer;
        aud_move(book, AUD_HOUSE_AT + GX_HOUSE_CLEARING, author, args->amount);
        want->result.second = args->amount;
    }
    p->tips++;
    p->tipped += args->amount;
    aud_count(&aud_content_of(book)->counts.tips_taken, &aud_content_of(book)->counts.taken, args->amount);
    want->result.who = p->author;
    return aud_done(args->amount);
}

/* ---- The part */

static void begin(aud_book *book)
{
    aud_content_of(book)->rules = (gx_content_rules){.tip_max = 99, .comments_max = 100};
}

static void prepare(aud_world *world, unsigned book)
{
    aud_step *step = aud_make(world, book, GX_OP_CONTENT_RULES);
    step->op.args.content_rules = (gx_args_content_rules){.tip_max = 99, .comments_max = 2, .links_cut = 2};
    aud_do(world, step);
}

/* What an act can be refused with before it is asked what it needs itself. */
#define HANDLE (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED))
#define ACT    (HANDLE | AUD_MAY(EXPIRED) | AUD_MAY(NOT_ADDRESSED))
#define WHO    (ACT | AUD_MAY(IDENTITY) | AUD_MAY(STATE))
#define RARE   (AUD_MAY(BANNED) | AUD_MAY(SHUT) | AUD_MAY(GATE))
#define PAYS                                                                                                 \
    (AUD_MAY(FROZEN) | AUD_MAY(FUNDS) | AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(CONFIRM) | AUD_MAY(RISK))

static const aud_rule rules[] = {
    {GX_OP_CONTENT_RULES, 2, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_POST_SEND, 12, generate_send, predict_send, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_CIRCLE_POST, 16, generate_circle_post, predict_circle_post,
     HANDLE | AUD_MAY(SHUT) | AUD_MAY(RIGHT) | AUD_MAY(IDENTITY) | AUD_MAY(RULE),
     AUD_MAY(BANNED) | AUD_MAY(MUTED) | AUD_MAY(THEME) | AUD_MAY(GATE)},
    {GX_OP_POST_READ, 14, generate_read, predict_read, ACT | AUD_MAY(TWICE), RARE},
    {GX_OP_POST_LIKE, 14, generate_like, predict_like, WHO | AUD_MAY(TWICE), RARE},
    {GX_OP_POST_UNLIKE, 5, generate_unlike, predict_unlike, HANDLE | AUD_MAY(STATE), 0},
    {GX_OP_POST_COMMENT, 16, generate_comment, predict_comment, WHO | AUD_MAY(LIMIT), RARE | AUD_MAY(MUTED)},
    {GX_OP_POST_SHARE, 8, generate_share, predict_share, ACT | AUD_MAY(STATE), RARE},
    {GX_OP_POST_TAP, 10, generate_tap, predict_tap, ACT | AUD_MAY(STATE) | AUD_MAY(INCOMPLETE), RARE},
    {GX_OP_POST_DELETE, 4, generate_delete, predict_delete, HANDLE | AUD_MAY(RIGHT), PAYS},
    {GX_OP_COMMENT_DELETE, 6, generate_delete_comment, predict_delete_comment, HANDLE | AUD_MAY(RIGHT), PAYS},
    {GX_OP_POST_EXPIRE, 6, generate_expire, predict_expire, HANDLE | AUD_MAY(NOT_DUE), 0},
    {GX_OP_TIP_PAY, 8, generate_tip, predict_tip, AUD_MAY(ACCOUNT) | AUD_MAY(FUNDS), PAYS},
    {GX_OP_TIP_TAKE, 12, generate_take, predict_take,
     WHO | AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN), RARE | AUD_MAY(CAP)},
    {0}};

const aud_part aud_content = {.name = "content",
                              .theme = GX_THEME_CONTENT,
                              .rules = rules,
                              .state_bytes = sizeof(aud_content_state),
                              .begin = begin,
                              .prepare = prepare,
                              .look = aud_look_at_content};
