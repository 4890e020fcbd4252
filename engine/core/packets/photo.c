/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R7, photo packets: a price for curiosity.
 *
 * What a viewer must pay is not kept but computed, from the photo's draw and his name; so a photo that a
 * million people only wonder about costs one record, and the price does not depend on who looked before. Kept
 * is who paid.
 *
 * The payment takes the cross-book way: the viewer's book knows his money and its limits, not the photo; the
 * poster's book knows the photo and its price, not the viewer. What it refuses, the host carries home. */
#include "ledger/book_internal.h"
#include "packets/social.h"

#include <gx/base/draw.h>

enum { PRICE_PURPOSE = 0x2002 };

static gx_photo_record *photo_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->social_packets->photos, place);
}

gx_answer gx_rule_photo_post(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_photo_post *args = &op->args.photo_post;
    struct gx_social_packets *social = book->social_packets;
    const gx_social_rules *rules = &social->rules;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    if (args->pass.user != op->key.account)
        return gx_refuse(GX_REFUSED_RIGHT, args->pass.user, op->key.account);
    if ((args->pass.badges & rules->photo_badges) != rules->photo_badges)
        return gx_refuse(GX_REFUSED_GATE, args->pass.badges, rules->photo_badges);
    if (!gx_slab_reserve(&social->photos))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&social->photos);
    gx_photo_record *photo = photo_at(book, out->made.slot);
    *photo = (gx_photo_record){.head = photo->head,
                               .min = rules->photo_min,
                               .max = rules->photo_max,
                               .draw = args->draw,
                               .poster = gx_party_of(book, op->key.account),
                               .occasion = args->occasion,
                               .posted = op->now,
                               .expires = gx_later(op->now, rules->photo_life),
                               .paid = GX_RELATION_NONE};
    out->made.life = photo->head.life;
    return gx_done(0);
}

static gx_fen price_for(const gx_photo_record *photo, uint32_t viewer)
{
    gx_key key = {{photo->draw.word[0], photo->draw.word[1]}};
    gx_draw draw = gx_draw_at(key, PRICE_PURPOSE, viewer, photo->draw.word[2], photo->draw.word[3]);
    uint64_t prices = (uint64_t)(photo->max - photo->min) + 1;
    return photo->min + (gx_fen)gx_below64(gx_draw_high(draw), prices);
}

gx_answer gx_rule_photo_pay(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_photo_pay *args = &op->args.photo_pay;
    uint32_t viewer = op->key.account;
    if (!gx_is_user(book, viewer))
        return gx_refuse_party(viewer);
    if (args->poster == viewer)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, viewer, args->poster);
    gx_spend spend = {.party = gx_party_of(book, viewer),
                      .amount = args->amount,
                      .now = op->now,
                      .purpose = GX_FOR_PHOTO,
                      .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, spend.party), gx_house(book, GX_HOUSE_CLEARING), args->amount);
    gx_note_spend(book, &spend);
    return answer;
}

static gx_answer check_see(const gx_book *book, const gx_args_photo_see *args, uint32_t now)
{
    const struct gx_social_packets *social = book->social_packets;
    gx_slab_state state = gx_slab_look(&social->photos, args->photo.slot, args->photo.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_photo_record *photo = photo_at(book, args->photo.slot);
    uint32_t poster = gx_name_of(book, photo->poster);
    if (now >= photo->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, photo->expires);
    if (args->viewer == poster)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->viewer, poster);
    if (gx_relation_find(&social->paid, args->photo.slot, args->viewer) != NULL)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    gx_fen price = price_for(photo, args->viewer);
    if (args->amount != price)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, price);
    gx_answer answer = gx_check_payee(book, photo->poster, price);
    return answer.code == GX_DONE ? gx_check_inflow(book, GX_HOUSE_CLEARING, price) : answer;
}

gx_answer gx_rule_photo_see(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_photo_see *args = &op->args.photo_see;
    struct gx_social_packets *social = book->social_packets;
    gx_answer answer = check_see(book, args, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_relation_reserve(&social->paid))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_photo_record *photo = photo_at(book, args->photo.slot);
    gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, photo->poster), args->amount);
    gx_relation_add(&social->paid, &photo->paid, args->photo.slot, args->viewer, (uint64_t)args->amount);
    photo->earned += args->amount;
    out->number = photo->viewers++;
    return answer;
}

gx_answer gx_rule_photo_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_ref ref = op->args.photo_expire.photo;
    struct gx_social_packets *social = book->social_packets;
    gx_slab_state state = gx_slab_look(&social->photos, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_photo_record *photo = photo_at(book, ref.slot);
    if (op->now < photo->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, photo->expires);
    out->number = photo->viewers;
    out->second = photo->earned;
    gx_relation_drop_all(&social->paid, &photo->paid);
    gx_slab_give(&social->photos, ref.slot);
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_photo_post(gx_book *book, gx_op_key key, const gx_pass *pass, uint32_t occasion, gx_draw draw,
                        uint32_t now, gx_ref *out)
{
    gx_op op = {.kind = GX_OP_PHOTO_POST, .now = now, .key = key, .args.photo_post = {occasion, *pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_photo_pay(gx_book *book, gx_op_key key, uint32_t poster, uint32_t occasion, gx_fen amount,
                       bool unconfirmed, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PHOTO_PAY,
                .now = now,
                .key = key,
                .args.photo_pay = {poster, occasion, amount, unconfirmed}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_photo_see(gx_book *book, gx_ref photo, uint32_t viewer, gx_fen amount, uint32_t now,
                       uint32_t *position)
{
    gx_op op = {.kind = GX_OP_PHOTO_SEE, .now = now, .args.photo_see = {photo, viewer, amount}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (position != NULL)
        *position = result.number;
    return result.answer;
}

gx_answer gx_photo_expire(gx_book *book, gx_ref photo, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PHOTO_EXPIRE, .now = now, .args.photo_expire = {photo}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looks */

/* NULL: gone, or never was. */
static const gx_photo_record *find(const gx_book *book, gx_ref ref)
{
    const struct gx_social_packets *social = book->social_packets;
    bool live = social != NULL && gx_slab_look(&social->photos, ref.slot, ref.life) == GX_SLAB_LIVE;
    return live ? photo_at(book, ref.slot) : NULL;
}

gx_fen gx_photo_price(const gx_book *book, gx_ref ref, uint32_t viewer)
{
    const gx_photo_record *photo = find(book, ref);
    bool pays = photo != NULL && viewer != gx_name_of(book, photo->poster);
    return pays ? price_for(photo, viewer) : 0;
}

bool gx_photo_is_open_to(const gx_book *book, gx_ref ref, uint32_t viewer)
{
    const gx_photo_record *photo = find(book, ref);
    return photo != NULL && (viewer == gx_name_of(book, photo->poster) ||
                             gx_relation_find(&book->social_packets->paid, ref.slot, viewer) != NULL);
}

bool gx_photo_look(const gx_book *book, gx_ref ref, gx_photo_view *out)
{
    const gx_photo_record *photo = find(book, ref);
    if (photo == NULL)
        return false;
    *out = (gx_photo_view){.poster = gx_name_of(book, photo->poster),
                           .occasion = photo->occasion,
                           .posted = photo->posted,
                           .expires = photo->expires,
                           .viewers = photo->viewers,
                           .earned = photo->earned};
    return true;
}
