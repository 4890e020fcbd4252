/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations of risk control, and what can be looked at. */
#include "credit/risk.h"

const char *gx_risk_rule_word(gx_risk_rule rule)
{
    static const char *const words[] = {
#define X(name, word) [name] = (word),
        GX_RISK_RULE_TABLE(X)
#undef X
    };
    return (unsigned)rule < GX_RISK_RULE_COUNT ? words[rule] : NULL;
}

gx_risk_rules gx_risk_rules_default(void)
{
    return (gx_risk_rules){.purposes = GX_PURPOSES_ALL & ~GX_PURPOSE_BIT(GX_FOR_FUND) &
                                       ~GX_PURPOSE_BIT(GX_FOR_REPAYMENT),
                           .devices_min = 3,
                           .card_ticks = 7 * 86400,
                           .grant_min = 1,
                           .weight_devices = 40,
                           .weight_card = 30,
                           .weight_drain = 50,
                           .grant_threshold = 70};
}

/* ---- Rules */

gx_answer gx_rule_risk_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_risk_rules *args = &op->args.risk_rules;
    if ((args->purposes & ~GX_PURPOSES_ALL) != 0)
        return gx_refuse(GX_REFUSED_RULE, args->purposes, GX_PURPOSES_ALL);
    if (args->amount_max < 0)
        return gx_refuse(GX_REFUSED_RULE, args->amount_max, 0);
    if (args->day_max < 0)
        return gx_refuse(GX_REFUSED_RULE, args->day_max, 0);
    if (args->burst > 0 && args->refill_ticks == 0)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    book->risk->rules = (gx_risk_rules){.purposes = args->purposes,
                                        .amount_max = args->amount_max,
                                        .day_max = args->day_max,
                                        .burst = args->burst,
                                        .refill_ticks = args->refill_ticks,
                                        .devices_min = args->devices_min,
                                        .card_ticks = args->card_ticks,
                                        .grant_min = args->grant_min,
                                        .weight_devices = args->weight_devices,
                                        .weight_card = args->weight_card,
                                        .weight_drain = args->weight_drain,
                                        .grant_threshold = args->grant_threshold,
                                        .withdraw_threshold = args->withdraw_threshold};
    return gx_done(0);
}

gx_answer gx_rule_risk_signals(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_risk_signals *args = &op->args.risk_signals;
    struct gx_risk *risk = book->risk;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    if (args->card_known > 1)
        return gx_refuse(GX_REFUSED_RULE, args->card_known, 1);
    gx_party user = gx_party_of(book, args->user);
    risk->user[user].devices = args->devices;
    risk->user[user].card_bound = args->card_known == 1 ? args->card_bound : 0;
    risk->user[user].flags = (uint8_t)((risk->user[user].flags & ~GX_USER_CARD_KNOWN) |
                                       (args->card_known == 1 ? GX_USER_CARD_KNOWN : 0));
    return gx_done(0);
}

gx_answer gx_rule_risk_block(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_risk_block *args = &op->args.risk_block;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    if (args->blocked > 1)
        return gx_refuse(GX_REFUSED_RULE, args->blocked, 1);
    uint8_t *flags = &book->risk->user[gx_party_of(book, args->user)].flags;
    *flags = (uint8_t)((*flags & ~GX_USER_BLOCKED) | (args->blocked == 1 ? GX_USER_BLOCKED : 0));
    return gx_done(0);
}

gx_answer gx_rule_risk_grant(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_risk_grant *args = &op->args.risk_grant;
    gx_answer answer = gx_risk_ask_grant(book, args->user, args->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t *granted = &book->risk->user[gx_party_of(book, args->user)].granted;
    uint32_t room = UINT32_MAX - *granted;
    *granted += args->amount < room ? (uint32_t)args->amount : room;
    gx_count(&book->risk->grants.number, &book->risk->grants.fen, args->amount);
    return answer;
}

gx_answer gx_rule_risk_stopped(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_risk_stopped *args = &op->args.risk_stopped;
    if (args->rule >= GX_RISK_RULE_COUNT)
        return gx_refuse(GX_REFUSED_RULE, args->rule, GX_RISK_RULE_COUNT - 1);
    if (args->farmed > 1)
        return gx_refuse(GX_REFUSED_RULE, args->farmed, 1);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    gx_risk_sum *sum = &book->risk->stopped[args->rule][args->farmed];
    gx_count(&sum->number, &sum->fen, args->amount);
    return gx_done(args->amount);
}

/* ---- Calls and looks */

gx_answer gx_risk_set_rules(gx_book *book, const gx_risk_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_RISK_RULES,
                .now = now,
                .args.risk_rules = {.purposes = rules->purposes,
                                    .amount_max = rules->amount_max,
                                    .day_max = rules->day_max,
                                    .burst = rules->burst,
                                    .refill_ticks = rules->refill_ticks,
                                    .devices_min = rules->devices_min,
                                    .card_ticks = rules->card_ticks,
                                    .grant_min = rules->grant_min,
                                    .weight_devices = rules->weight_devices,
                                    .weight_card = rules->weight_card,
                                    .weight_drain = rules->weight_drain,
                                    .grant_threshold = rules->grant_threshold,
                                    .withdraw_threshold = rules->withdraw_threshold}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_risk_set_signals(gx_book *book, uint32_t user, uint8_t devices, uint8_t card_known,
                              uint32_t card_bound, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_RISK_SIGNALS, .now = now, .args.risk_signals = {user, devices, card_known, card_bound}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_risk_block(gx_book *book, uint32_t user, uint8_t blocked, uint32_t now)
{
    gx_op op = {.kind = GX_OP_RISK_BLOCK, .now = now, .args.risk_block = {user, blocked}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_risk_grant(gx_book *book, uint32_t user, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_RISK_GRANT, .now = now, .args.risk_grant = {user, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_risk_note_stop(gx_book *book, gx_risk_rule rule, uint8_t farmed, gx_fen amount, uint32_t now)
{
    uint8_t number = (unsigned)rule < UINT8_MAX ? (uint8_t)rule : UINT8_MAX;
    gx_op op = {.kind = GX_OP_RISK_STOPPED, .now = now, .args.risk_stopped = {number, farmed, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_risk_rule gx_risk_check(const gx_book *book, uint32_t user, gx_purpose purpose, gx_fen amount,
                           uint32_t now, gx_answer *answer)
{
    gx_risk_rule rule = GX_RISK_NONE;
    gx_answer said = gx_done(amount);
    if (book->risk != NULL && gx_is_user(book, user) && (unsigned)purpose < GX_PURPOSE_COUNT) {
        gx_spend spend = {.party = gx_party_of(book, user), .amount = amount, .now = now, .purpose = purpose};
        said = gx_risk_ask(book, &spend, &rule);
    }
    if (answer != NULL)
        *answer = said;
    return rule;
}

gx_answer gx_risk_check_grant(const gx_book *book, uint32_t user, gx_fen amount, uint32_t now)
{
    return book->risk == NULL ? gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_RISK)
                              : gx_risk_ask_grant(book, user, amount, now);
}

bool gx_risk_look(const gx_book *book, uint32_t user, uint32_t now, gx_risk_view *out)
{
    *out = (gx_risk_view){0};
    const struct gx_risk *risk = book->risk;
    if (risk == NULL || !gx_is_user(book, user))
        return false;
    gx_party party = gx_party_of(book, user);
    *out = (gx_risk_view){.signal = gx_risk_signal(risk, party, now),
                          .granted = risk->user[party].granted,
                          .paid_today = gx_risk_paid_today(book, party, now),
                          .blocked = (risk->user[party].flags & GX_USER_BLOCKED) != 0,
                          .cashed_out = (risk->user[party].flags & GX_USER_CASHED_OUT) != 0,
                          .lived = (risk->user[party].flags & GX_USER_LIVED) != 0};
    return true;
}

gx_risk_sum gx_risk_stopped(const gx_book *book, gx_risk_rule rule, bool farmed)
{
    bool known = book->risk != NULL && (unsigned)rule < GX_RISK_RULE_COUNT;
    return known ? book->risk->stopped[rule][farmed] : (gx_risk_sum){0};
}

gx_risk_sum gx_risk_granted(const gx_book *book)
{
    static const gx_risk_sum none;
    return book->risk == NULL ? none : book->risk->grants;
}
