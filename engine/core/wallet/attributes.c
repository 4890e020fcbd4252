/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a book is told of its users: the rules, tiers, attributes, and a user's own switch; and the pass that
 * says it elsewhere (W1, W7). */
#include "credit/credit.h"
#include "wallet/identity.h"

gx_identity_rules gx_identity_rules_default(void)
{
    return (gx_identity_rules){.real_name = GX_REAL_NAME_TO_PAY,
                               .limits = false,
                               .lifetime_max = 1000 * 100,
                               .year_max = 100000 * 100,
                               .year_max_full = 200000 * 100,
                               .free_payment_max = 200 * 100,
                               .free_day_max = 1000 * 100,
                               .free_unless_chosen = true};
}

/* ---- Rules */

static gx_answer check_rules(const gx_args_identity_rules *args)
{
    const gx_fen figures[] = {args->lifetime_max, args->year_max, args->year_max_full, args->free_payment_max,
                              args->free_day_max};
    if (args->real_name >= GX_REAL_NAME_COUNT)
        return gx_refuse(GX_REFUSED_RULE, args->real_name, GX_REAL_NAME_COUNT - 1);
    if (args->limits > 1)
        return gx_refuse(GX_REFUSED_RULE, args->limits, 1);
    if (args->free_unless_chosen > 1)
        return gx_refuse(GX_REFUSED_RULE, args->free_unless_chosen, 1);
    for (int i = 0; i < 5; i++)
        if (figures[i] < 0)
            return gx_refuse(GX_REFUSED_RULE, figures[i], 0);
    for (int i = 3; i < 5; i++)
        if (figures[i] > UINT32_MAX)
            return gx_refuse(GX_REFUSED_RULE, figures[i], UINT32_MAX);
    return gx_done(0);
}

gx_answer gx_rule_identity_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_identity_rules *args = &op->args.identity_rules;
    gx_answer answer = check_rules(args);
    if (answer.code == GX_DONE)
        book->identity->rules = (gx_identity_rules){.real_name = (gx_real_name)args->real_name,
                                                    .limits = args->limits != 0,
                                                    .lifetime_max = args->lifetime_max,
                                                    .year_max = args->year_max,
                                                    .year_max_full = args->year_max_full,
                                                    .free_payment_max = args->free_payment_max,
                                                    .free_day_max = args->free_day_max,
                                                    .free_unless_chosen = args->free_unless_chosen != 0};
    return answer;
}

gx_answer gx_rule_identity_tier(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_identity_tier *args = &op->args.identity_tier;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    if (args->tier > GX_TIER_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->tier, GX_TIER_MAX);
    book->identity->paying[gx_party_of(book, args->user)].tier = args->tier;
    return gx_done(0);
}

gx_answer gx_rule_attributes_set(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_attributes_set *args = &op->args.attributes_set;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    gx_party user = gx_party_of(book, args->user);
    book->identity->known[user] = (gx_identity_known){
        .badges = args->badges, .sex = args->sex, .age = args->age, .occupation = args->occupation};
    book->identity->paying[user].place = args->place;
    return gx_done(0);
}

gx_answer gx_rule_free_switch(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    book->identity->paying[gx_party_of(book, op->key.account)].free =
        op->args.free_switch.on ? GX_FREE_ON : GX_FREE_OFF;
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_identity_set_rules(gx_book *book, const gx_identity_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_IDENTITY_RULES,
                .now = now,
                .args.identity_rules = {.real_name = (uint8_t)rules->real_name,
                                        .limits = rules->limits,
                                        .lifetime_max = rules->lifetime_max,
                                        .year_max = rules->year_max,
                                        .year_max_full = rules->year_max_full,
                                        .free_payment_max = rules->free_payment_max,
                                        .free_day_max = rules->free_day_max,
                                        .free_unless_chosen = rules->free_unless_chosen}};
    return gx_book_do(book, &op, NULL);
}

gx_identity_rules gx_identity_rules_now(const gx_book *book)
{
    static const gx_identity_rules none;
    return book->identity == NULL ? none : book->identity->rules;
}

gx_answer gx_identity_set_tier(gx_book *book, uint32_t user, uint8_t tier, uint32_t now)
{
    gx_op op = {.kind = GX_OP_IDENTITY_TIER, .now = now, .args.identity_tier = {user, tier}};
    return gx_book_do(book, &op, NULL);
}

uint8_t gx_identity_tier(const gx_book *book, uint32_t user)
{
    return gx_wallet_pass(book, user).tier;
}

gx_answer gx_identity_set_attributes(gx_book *book, const gx_pass *pass, uint32_t now)
{
    gx_op op = {.kind = GX_OP_ATTRIBUTES_SET,
                .now = now,
                .args.attributes_set = {.user = pass->user,
                                        .badges = pass->badges,
                                        .place = pass->place,
                                        .sex = pass->sex,
                                        .age = pass->age,
                                        .occupation = pass->occupation}};
    return gx_book_do(book, &op, NULL);
}

gx_pass gx_wallet_pass(const gx_book *book, uint32_t user)
{
    gx_pass pass = {.user = user};
    if (!gx_is_user(book, user))
        return pass;
    gx_party party = gx_party_of(book, user);
    pass.score = gx_credit_score_of(book, party);
    if (book->identity == NULL)
        return pass;
    const gx_identity_known *known = &book->identity->known[party];
    pass.badges = known->badges;
    pass.place = book->identity->paying[party].place;
    pass.tier = book->identity->paying[party].tier;
    pass.sex = known->sex;
    pass.age = known->age;
    pass.occupation = known->occupation;
    return pass;
}

gx_answer gx_identity_switch_free(gx_book *book, gx_op_key key, bool on, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FREE_SWITCH, .now = now, .key = key, .args.free_switch = {on}};
    return gx_book_do(book, &op, NULL);
}
