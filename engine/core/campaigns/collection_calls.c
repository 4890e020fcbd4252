/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed calls of collection.h. */
#include "campaigns/campaigns.h"

/* Cards are a byte in the operation; a greater number is no card either way. */
static uint8_t card_byte(uint32_t card)
{
    return (uint8_t)(card > UINT8_MAX ? UINT8_MAX : card);
}

gx_answer gx_collection_set_terms(gx_book *book, gx_campaign campaign, uint32_t deadline, uint32_t draws,
                                  uint8_t first_more, const uint32_t *ppm, uint32_t count, uint32_t now)
{
    gx_op op = {.kind = GX_OP_COLLECTION_TERMS,
                .listed = (uint16_t)(count > UINT16_MAX ? UINT16_MAX : count),
                .now = now,
                .args.collection_terms = {campaign, deadline, draws, first_more},
                .list = ppm};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_card_draw(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       uint32_t *card)
{
    gx_op op = {.kind = GX_OP_CARD_DRAW, .now = now, .args.card_draw = {campaign, pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *card = result.number;
    return result.answer;
}

gx_answer gx_card_give(gx_book *book, gx_campaign campaign, uint32_t from, uint32_t to, uint32_t card,
                       uint32_t now)
{
    gx_op op = {.kind = GX_OP_CARD_GIVE, .now = now, .args.card_give = {campaign, from, to, card_byte(card)}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_card_swap(gx_book *book, gx_campaign campaign, uint32_t one, uint32_t other, uint32_t one_card,
                       uint32_t other_card, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CARD_SWAP,
                .now = now,
                .args.card_swap = {campaign, one, other, card_byte(one_card), card_byte(other_card)}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_card_complete(gx_book *book, gx_campaign campaign, gx_pass pass, uint32_t now, uint32_t *rank)
{
    gx_op op = {.kind = GX_OP_CARD_COMPLETE, .now = now, .args.card_complete = {campaign, pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *rank = result.number;
    return result.answer;
}

gx_answer gx_collection_claim(gx_book *book, gx_campaign campaign, gx_pass pass, uint32_t now, uint32_t *rank)
{
    gx_op op = {.kind = GX_OP_COLLECTION_CLAIM, .now = now, .args.collection_claim = {campaign, pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *rank = result.number;
    return result.answer;
}
