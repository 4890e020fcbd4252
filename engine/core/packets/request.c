/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R5, request: somebody asks a friend for a packet. The friend's book keeps what is open; a grant is a
 * personal packet by the rule that all personal packets go by, and no money moves before it. */
#include "ledger/book_internal.h"
#include "packets/social.h"

static const gx_request_record *request_at(const struct gx_social_packets *social, uint32_t place)
{
    return gx_slab_at(&social->requests, place);
}

static void forget(struct gx_social_packets *social, uint32_t place)
{
    const gx_request_record *request = request_at(social, place);
    gx_pair *pair = gx_relation_find(&social->asking, request->asked, request->asker);
    gx_relation_drop(&social->asking, &social->asking_list, pair);
    gx_slab_give(&social->requests, place);
}

static gx_answer check_request(const gx_book *book, const gx_args_request *args, uint32_t now)
{
    const gx_packet_rules *rules = &book->packets.rules;
    const struct gx_social_packets *social = book->social_packets;
    gx_fen most = rules->mean_share_max < rules->amount_max ? rules->mean_share_max : rules->amount_max;
    if (!gx_is_user(book, args->asked))
        return gx_refuse_party(args->asked);
    if (args->asker == args->asked)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->asker, args->asked);
    if (args->amount < rules->share_min)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, rules->share_min);
    if (args->amount > most)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, most);
    const gx_pair *before = gx_relation_find(&social->asking, args->asked, args->asker);
    if (before != NULL && now < request_at(social, (uint32_t)before->value)->expires)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    return gx_done(0);
}

gx_answer gx_rule_request(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_request *args = &op->args.request;
    struct gx_social_packets *social = book->social_packets;
    gx_answer answer = check_request(book, args, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&social->requests) || !gx_relation_reserve(&social->asking))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    const gx_pair *lapsed = gx_relation_find(&social->asking, args->asked, args->asker);
    if (lapsed != NULL)
        forget(social, (uint32_t)lapsed->value); /* nobody has expired it yet */
    uint32_t place = gx_slab_take(&social->requests);
    gx_request_record *request = gx_slab_at(&social->requests, place);
    *request = (gx_request_record){.head = request->head,
                                   .amount = args->amount,
                                   .asker = args->asker,
                                   .asked = args->asked,
                                   .occasion = args->occasion,
                                   .expires = gx_later(op->now, social->rules.request_life)};
    gx_relation_add(&social->asking, &social->asking_list, args->asked, args->asker, place);
    out->made = (gx_ref){place, request->head.life};
    return answer;
}

/* Is the request open, and was it this user who was asked. */
static gx_answer check_open(const gx_book *book, gx_ref ref, uint32_t asked, uint32_t now)
{
    const gx_slab *requests = &book->social_packets->requests;
    gx_slab_state state = gx_slab_look(requests, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_request_record *request = gx_slab_at(requests, ref.slot);
    if (asked != request->asked)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, asked, request->asked);
    if (now >= request->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, request->expires);
    return gx_done(0);
}

gx_answer gx_rule_request_grant(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_request_grant *args = &op->args.request_grant;
    uint32_t sender = op->key.account;
    gx_answer answer = check_open(book, args->request, sender, op->now);
    if (answer.code != GX_DONE)
        return answer;
    const gx_request_record *request = gx_slab_at(&book->social_packets->requests, args->request.slot);
    gx_packet_order order = {.kind = GX_PACKET_PERSONAL,
                             .audience = request->asker,
                             .shares = 1,
                             .amount = args->amount == 0 ? request->amount : args->amount,
                             .occasion = args->occasion};
    answer = gx_packet_check_order(book, GX_OP_PACKET_SEND, &order, sender);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t life = book->packets.rules.life_ticks;
    gx_answer funding = gx_packet_check_funding(book, &order, sender, op->now, life);
    if (funding.code != GX_DONE)
        return funding;
    out->second = funding.amount;
    out->made = gx_packet_open(book, &order, sender, op->now, life, funding.amount);
    forget(book->social_packets, args->request.slot);
    return answer;
}

gx_answer gx_rule_request_decline(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_request_decline *args = &op->args.request_decline;
    gx_answer answer = check_open(book, args->request, args->asked, op->now);
    if (answer.code == GX_DONE)
        forget(book->social_packets, args->request.slot);
    return answer;
}

gx_answer gx_rule_request_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.request_expire.request;
    struct gx_social_packets *social = book->social_packets;
    gx_slab_state state = gx_slab_look(&social->requests, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_request_record *request = gx_slab_at(&social->requests, ref.slot);
    if (op->now < request->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, request->expires);
    forget(social, ref.slot);
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_request(gx_book *book, uint32_t asker, uint32_t asked, gx_fen amount, uint32_t occasion,
                     uint32_t now, gx_ref *out)
{
    gx_op op = {.kind = GX_OP_REQUEST, .now = now, .args.request = {asker, asked, amount, occasion}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_request_grant(gx_book *book, gx_op_key key, gx_ref request, gx_fen amount, uint32_t occasion,
                           uint32_t now, gx_packet_ref *out, gx_fen *topped_up)
{
    gx_op op = {.kind = GX_OP_REQUEST_GRANT,
                .now = now,
                .key = key,
                .args.request_grant = {request, amount, occasion}};
    return gx_packet_sent(book, &op, out, topped_up);
}

gx_answer gx_request_decline(gx_book *book, gx_ref request, uint32_t asked, uint32_t now)
{
    gx_op op = {.kind = GX_OP_REQUEST_DECLINE, .now = now, .args.request_decline = {request, asked}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_request_expire(gx_book *book, gx_ref request, uint32_t now)
{
    gx_op op = {.kind = GX_OP_REQUEST_EXPIRE, .now = now, .args.request_expire = {request}};
    return gx_book_do(book, &op, NULL);
}

bool gx_request_look(const gx_book *book, gx_ref ref, gx_request_view *out)
{
    const struct gx_social_packets *social = book->social_packets;
    if (social == NULL || gx_slab_look(&social->requests, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_request_record *request = gx_slab_at(&social->requests, ref.slot);
    *out = (gx_request_view){.asker = request->asker,
                             .asked = request->asked,
                             .occasion = request->occasion,
                             .expires = request->expires,
                             .amount = request->amount};
    return true;
}
