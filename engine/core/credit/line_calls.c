/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The typed calls of the credit line: each fills in its operation and goes through the door. */
#include "credit/credit.h"

gx_answer gx_credit_set_rules(gx_book *book, const gx_credit_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CREDIT_RULES,
                .now = now,
                .args.credit_rules = {.limit_0 = rules->limit[0],
                                      .limit_1 = rules->limit[1],
                                      .limit_2 = rules->limit[2],
                                      .limit_3 = rules->limit[3],
                                      .limit_4 = rules->limit[4],
                                      .cycle_days = rules->cycle_days,
                                      .grace_days = rules->grace_days,
                                      .write_off_days = rules->write_off_days,
                                      .interest_ppm = rules->interest_ppm,
                                      .late_ppm = rules->late_ppm}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_credit_set_limit(gx_book *book, uint32_t user, uint8_t own, uint32_t limit, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CREDIT_LIMIT, .now = now, .args.credit_limit = {user, own, limit}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_credit_draw(gx_book *book, gx_op_key key, gx_fen amount, gx_credit_way way, uint32_t now,
                         gx_ref *debt)
{
    uint8_t number = (unsigned)way < UINT8_MAX ? (uint8_t)way : UINT8_MAX;
    gx_op op = {.kind = GX_OP_CREDIT_DRAW, .now = now, .key = key, .args.credit_draw = {amount, number}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (debt != NULL)
        *debt = result.made;
    return result.answer;
}

gx_answer gx_credit_repay(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now, gx_fen *charges)
{
    gx_op op = {.kind = GX_OP_CREDIT_REPAY, .now = now, .key = key, .args.credit_repay = {amount}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (charges != NULL)
        *charges = result.second;
    return result.answer;
}

gx_answer gx_credit_accrue(gx_book *book, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CREDIT_ACCRUE, .now = now, .args.credit_accrue = {user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_credit_write_off(gx_book *book, gx_ref debt, uint32_t now, gx_result *out)
{
    gx_op op = {.kind = GX_OP_CREDIT_WRITE_OFF, .now = now, .args.credit_write_off = {debt}};
    return gx_book_do(book, &op, out);
}

gx_answer gx_credit_recover(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_CREDIT_RECOVER, .now = now, .key = key, .args.credit_recover = {amount}};
    return gx_book_do(book, &op, NULL);
}
