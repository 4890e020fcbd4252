/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain packets' set-up, calls and looks. */
#include "ledger/book_internal.h"
#include "packets/packed.h"

/* ---- Rules of the product */

gx_packet_rules gx_packet_rules_default(void)
{
    return (gx_packet_rules){.share_min = 1,
                             .mean_share_max = 200 * 100,
                             .shares_max = 100,
                             .amount_max = 20000 * 100,
                             .life_ticks = 24 * 3600};
}

gx_answer gx_rule_packet_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_packet_rules *args = &op->args.packet_rules;
    if (args->share_min < 1)
        return gx_refuse(GX_REFUSED_RULE, args->share_min, 1);
    if (args->share_min > UINT32_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->share_min, UINT32_MAX);
    if (args->shares_max < 1 || args->shares_max > GX_SHARES_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->shares_max, GX_SHARES_LIMIT);
    book->packets.rules = (gx_packet_rules){.share_min = args->share_min,
                                            .mean_share_max = args->mean_share_max,
                                            .shares_max = args->shares_max,
                                            .amount_max = args->amount_max,
                                            .life_ticks = args->life_ticks};
    return gx_done(0);
}

gx_answer gx_packet_set_rules(gx_book *book, const gx_packet_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PACKET_RULES,
                .now = now,
                .args.packet_rules = {.share_min = rules->share_min,
                                      .mean_share_max = rules->mean_share_max,
                                      .shares_max = rules->shares_max,
                                      .amount_max = rules->amount_max,
                                      .life_ticks = rules->life_ticks}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Calls */

gx_answer gx_packet_sent(gx_book *book, const gx_op *op, gx_packet_ref *out, gx_fen *topped_up)
{
    gx_result result;
    gx_book_do(book, op, &result);
    *out = result.made;
    if (topped_up != NULL)
        *topped_up = result.second;
    return result.answer;
}

gx_answer gx_packet_expire(gx_book *book, gx_packet_ref packet, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PACKET_EXPIRE, .now = now, .args.packet_expire = {packet}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

const char *gx_packet_kind_word(gx_packet_kind kind)
{
    const gx_packet_form *form = gx_packet_form_of(kind);
    return form == NULL ? "unknown" : form->word;
}

bool gx_packet_look(const gx_book *book, gx_packet_ref ref, gx_packet_view *out)
{
    if (gx_slab_look(&book->packets.slab, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    gx_packet packet;
    gx_packet_read(book, ref.slot, &packet);
    gx_packet_show(book, &packet, out);
    return true;
}

bool gx_packet_whose(const gx_book *book, gx_packet_ref ref, uint32_t *sender, uint32_t *occasion)
{
    if (gx_slab_look(&book->packets.slab, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_packet_record *record = gx_packet_at(&book->packets, ref.slot);
    *sender = gx_name_of(book, record->head.next & GX_SLAB_KEEPER_BITS);
    *occasion = record->occasion;
    return true;
}

uint64_t gx_packets_open(const gx_book *book)
{
    return book->packets.slab.live;
}
