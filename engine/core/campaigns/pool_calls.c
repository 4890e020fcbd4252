/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed calls and looks of campaign.h. */
#include "campaigns/campaigns.h"

gx_answer gx_campaign_open(gx_book *book, gx_op_key key, const gx_campaign_order *order, uint32_t now,
                           gx_campaign *out)
{
    gx_op op = {.kind = GX_OP_CAMPAIGN_OPEN,
                .now = now,
                .key = key,
                .args.campaign_open = {.budget = order->budget,
                                       .start = order->start,
                                       .end = order->end,
                                       .on_from = order->on_from,
                                       .on_until = order->on_until,
                                       .hour_count = order->hour_count,
                                       .hour_fen = order->hour_fen,
                                       .user_count = order->user_count,
                                       .user_fen = order->user_fen,
                                       .stop_below = order->stop_below,
                                       .badges = order->badges,
                                       .tier = order->tier,
                                       .rest = order->rest}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_campaign_fund(gx_book *book, gx_op_key key, gx_campaign campaign, gx_fen amount, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_CAMPAIGN_FUND, .now = now, .key = key, .args.campaign_fund = {campaign, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_campaign_grant(gx_book *book, gx_op_key key, gx_campaign campaign, gx_pass pass, gx_fen amount,
                            uint32_t now)
{
    gx_op op = {.kind = GX_OP_CAMPAIGN_GRANT,
                .now = now,
                .key = key,
                .args.campaign_grant = {campaign, pass, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_campaign_stop(gx_book *book, gx_campaign campaign, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CAMPAIGN_STOP, .now = now, .args.campaign_stop = {campaign}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_campaign_close(gx_book *book, gx_campaign campaign, uint32_t now, gx_campaign_end *out)
{
    gx_op op = {.kind = GX_OP_CAMPAIGN_CLOSE, .now = now, .args.campaign_close = {campaign}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (out != NULL)
        *out = (gx_campaign_end){
            .rest = result.answer.amount, .returned = result.second, .granted = result.third};
    return result.answer;
}

/* ---- Looking */

bool gx_campaign_look(const gx_book *book, gx_campaign campaign, gx_campaign_view *out)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL || gx_campaign_handle(book, campaign, &record).code != GX_DONE)
        return false;
    *out = (gx_campaign_view){.kind = (gx_campaign_kind)record->kind,
                              .owner = gx_name_of(book, record->held.owner),
                              .stopped = record->stopped,
                              .budget = record->order.budget,
                              .granted = record->granted,
                              .returned = record->returned,
                              .remaining = record->held.remaining,
                              .payments = record->payments};
    return true;
}

/* What the campaign paid the user, as it is packed; 0 when it is gone. */
static uint64_t got(const gx_book *book, gx_campaign campaign, uint32_t user)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL || gx_campaign_handle(book, campaign, &record).code != GX_DONE)
        return 0;
    return gx_campaign_word(book, record, &book->campaigns->got, user);
}

gx_fen gx_campaign_user_fen(const gx_book *book, gx_campaign campaign, uint32_t user)
{
    return gx_got_fen(got(book, campaign, user));
}

uint32_t gx_campaign_user_payments(const gx_book *book, gx_campaign campaign, uint32_t user)
{
    return gx_got_payments(got(book, campaign, user));
}

uint32_t gx_campaigns_live(const gx_book *book)
{
    return book->campaigns == NULL ? 0 : book->campaigns->slab.live;
}
