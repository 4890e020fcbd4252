/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the credit line (K4): draw, repay, charge, write off, recover. */
#include "credit/line.h"

gx_credit_rules gx_credit_rules_default(void)
{
    return (gx_credit_rules){.limit = {0, 50000, 100000, 300000, 1000000},
                             .cycle_days = 30,
                             .grace_days = 10,
                             .write_off_days = 90,
                             .late_ppm = 500};
}

static gx_fen limit_of(const gx_book *book, gx_party user)
{
    const struct gx_credit *credit = book->credit;
    if (credit->own_limit[user] != 0)
        return credit->own_limit[user] - 1;
    unsigned band = gx_score_band(credit->score[user]);
    return band < GX_SCORE_BANDS ? credit->rules.limit[band] : 0;
}

/* ---- Rules */

gx_answer gx_rule_credit_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_credit_rules *args = &op->args.credit_rules;
    const gx_credit_rules rules = {
        .limit = {args->limit_0, args->limit_1, args->limit_2, args->limit_3, args->limit_4},
        .cycle_days = args->cycle_days,
        .grace_days = args->grace_days,
        .write_off_days = args->write_off_days,
        .interest_ppm = args->interest_ppm,
        .late_ppm = args->late_ppm};
    for (unsigned i = 0; i < GX_SCORE_BANDS; i++)
        if (rules.limit[i] > GX_CREDIT_LIMIT_MAX)
            return gx_refuse(GX_REFUSED_RULE, rules.limit[i], GX_CREDIT_LIMIT_MAX);
    if (rules.cycle_days > GX_CREDIT_DAYS_MAX)
        return gx_refuse(GX_REFUSED_RULE, rules.cycle_days, GX_CREDIT_DAYS_MAX);
    if (rules.grace_days > GX_CREDIT_DAYS_MAX)
        return gx_refuse(GX_REFUSED_RULE, rules.grace_days, GX_CREDIT_DAYS_MAX);
    if (rules.write_off_days < 1)
        return gx_refuse(GX_REFUSED_RULE, rules.write_off_days, 1);
    if (rules.interest_ppm > GX_CREDIT_PPM_MAX)
        return gx_refuse(GX_REFUSED_RULE, rules.interest_ppm, GX_CREDIT_PPM_MAX);
    if (rules.late_ppm > GX_CREDIT_PPM_MAX)
        return gx_refuse(GX_REFUSED_RULE, rules.late_ppm, GX_CREDIT_PPM_MAX);
    book->credit->rules = rules;
    return gx_done(0);
}

gx_answer gx_rule_credit_limit(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_credit_limit *args = &op->args.credit_limit;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    if (args->own > 1)
        return gx_refuse(GX_REFUSED_RULE, args->own, 1);
    if (args->own == 1 && args->limit > GX_CREDIT_LIMIT_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->limit, GX_CREDIT_LIMIT_MAX);
    book->credit->own_limit[gx_party_of(book, args->user)] = args->own == 1 ? args->limit + 1 : 0;
    return gx_done(0);
}

/* The day on which what is drawn today is due. */
static int64_t due_day(const gx_credit_rules *rules, int64_t today)
{
    int64_t cycle = rules->cycle_days;
    if (cycle == 0)
        return today + rules->grace_days;
    int64_t since = (today % cycle + cycle) % cycle;
    return today - since + cycle + rules->grace_days;
}

/* Does the user's standing let him borrow: nothing lost, nothing overdue, the score, the limit. */
static gx_answer check_standing(const gx_book *book, gx_party user, gx_fen amount, int64_t today)
{
    if (book->credit->written_off[user] > 0)
        return gx_refuse(GX_REFUSED_STATE, book->credit->written_off[user], 0);
    int64_t overdue = gx_debts_overdue(book, user, today);
    if (overdue > 0)
        return gx_refuse(GX_REFUSED_OVERDUE, overdue, 0);
    gx_answer answer = gx_gate_score(book, book->credit->score[user], GX_SCORED_RIGHT_CREDIT_PAY);
    if (answer.code != GX_DONE)
        return answer;
    gx_fen room = limit_of(book, user) - gx_debts_owed(book, user, today);
    return amount > room ? gx_refuse(GX_REFUSED_CREDIT, room > 0 ? room : 0, amount) : gx_done(amount);
}

/* A payment on credit, as themes see it: none of it comes from the balance. */
static gx_spend payment_of(const gx_op *op, gx_party user)
{
    gx_fen amount = op->args.credit_draw.amount;
    return (gx_spend){
        .party = user, .amount = amount, .from_card = amount, .now = op->now, .purpose = GX_FOR_CREDIT_PAY};
}

/* What is asked of any payment at a merchant's, but for the money. */
static gx_answer check_payment(const gx_book *book, const gx_op *op, gx_party user)
{
    if ((book->themes & GX_THEME_IDENTITY) != 0 && !gx_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    const gx_spend spend = payment_of(op, user);
    return gx_check_spend(book, &spend);
}

static gx_answer check_draw(const gx_book *book, const gx_op *op, gx_party user, int64_t today)
{
    const gx_args_credit_draw *args = &op->args.credit_draw;
    bool pays = args->way == GX_CREDIT_TO_CLEARING;
    if (args->way > GX_CREDIT_TO_CLEARING)
        return gx_refuse(GX_REFUSED_RULE, args->way, GX_CREDIT_TO_CLEARING);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    if (pays && (gx_flags_beside(book, user) & GX_FLAG_NO_DEBIT) != 0)
        return gx_refuse(GX_REFUSED_FROZEN, 0, 0);
    gx_answer answer = check_standing(book, user, args->amount, today);
    if (answer.code != GX_DONE)
        return answer;
    if (pays)
        return check_payment(book, op, user);
    /* Fees are never below 0, so what this asks is whether the book has room. */
    answer = gx_check_inflow(book, GX_HOUSE_FEES, args->amount);
    return answer.code == GX_DONE ? gx_check_payee(book, user, args->amount) : answer;
}

gx_answer gx_rule_credit_draw(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_credit_draw *args = &op->args.credit_draw;
    struct gx_credit *credit = book->credit;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    gx_party user = gx_party_of(book, op->key.account);
    int64_t today = gx_day_of(book, op->now);
    gx_answer answer = check_draw(book, op, user, today);
    if (answer.code != GX_DONE)
        return answer;
    int64_t due = due_day(&credit->rules, today);
    uint32_t place = gx_debts_find(book, user, due);
    if (place == GX_NO_DEBT && !gx_slab_reserve(&credit->debts))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->second = gx_debts_charge(book, user, today);
    if (place == GX_NO_DEBT)
        place = gx_debts_add(book, user, due, today);
    gx_debt *debt = gx_debt_at(book, place);
    debt->principal += args->amount;
    out->made = (gx_ref){place, debt->head.life};
    bool pays = args->way == GX_CREDIT_TO_CLEARING;
    gx_account to = pays ? gx_house(book, GX_HOUSE_CLEARING) : gx_account_of(book, user);
    gx_post(book, gx_credit_account(book, user), to, args->amount);
    if (pays) {
        const gx_spend spend = payment_of(op, user);
        gx_note_spend(book, &spend);
    }
    gx_count(&credit->counts.draws, &credit->counts.drawn, args->amount);
    return gx_done(args->amount);
}

/* Spreads a payment over the user's debts, the oldest first; returns how much went to charges. */
static gx_fen spread(gx_book *book, gx_party user, gx_fen paid)
{
    gx_fen charges = 0;
    while (paid > 0) {
        uint32_t place = gx_first_debt(book, user);
        gx_debt *debt = gx_debt_at(book, place);
        gx_fen part = paid < debt->charges ? paid : debt->charges;
        debt->charges -= part;
        charges += part;
        paid -= part;
        part = paid < debt->principal ? paid : debt->principal;
        debt->principal -= part;
        paid -= part;
        if (debt->principal == 0)
            gx_debts_drop(book, place);
    }
    return charges;
}

/* What a user pays to the house for `owed`, when he offers `offer`: decided, not yet moved. */
static gx_answer check_repayment(const gx_book *book, const gx_op *op, gx_fen offer, gx_fen owed,
                                 gx_spend *spend)
{
    if (offer < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, offer, 1);
    if (owed == 0)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    *spend = (gx_spend){.party = gx_party_of(book, op->key.account),
                        .amount = offer < owed ? offer : owed,
                        .now = op->now,
                        .purpose = GX_FOR_REPAYMENT};
    return gx_check_spend(book, spend);
}

gx_answer gx_rule_credit_repay(gx_book *book, const gx_op *op, gx_result *out)
{
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    gx_party user = gx_party_of(book, op->key.account);
    int64_t today = gx_day_of(book, op->now);
    gx_spend spend;
    gx_answer answer =
        check_repayment(book, op, op->args.credit_repay.amount, gx_debts_owed(book, user, today), &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_debts_charge(book, user, today);
    gx_post(book, gx_account_of(book, user), gx_credit_account(book, user), spend.amount);
    out->second = spread(book, user, spend.amount);
    gx_note_spend(book, &spend);
    gx_count(&book->credit->counts.repayments, &book->credit->counts.repaid, spend.amount);
    return answer;
}

gx_answer gx_rule_credit_accrue(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    uint32_t user = op->args.credit_accrue.user;
    if (!gx_is_user(book, user))
        return gx_refuse_party(user);
    return gx_done(gx_debts_charge(book, gx_party_of(book, user), gx_day_of(book, op->now)));
}

gx_answer gx_rule_credit_write_off(gx_book *book, const gx_op *op, gx_result *out)
{
    struct gx_credit *credit = book->credit;
    gx_ref ref = op->args.credit_write_off.debt;
    gx_slab_state state = gx_slab_look(&credit->debts, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_debt *debt = gx_debt_at(book, ref.slot);
    int64_t today = gx_day_of(book, op->now);
    int64_t from = debt->due + credit->rules.write_off_days;
    if (today < from)
        return gx_refuse(GX_REFUSED_NOT_DUE, today, from);
    gx_fen owed = debt->principal + debt->charges + gx_debt_fee(debt, today);
    gx_fen room = GX_BOOK_LIMIT + book->balance[gx_house(book, GX_HOUSE_LOSSES)];
    if (owed > room)
        return gx_refuse(GX_REFUSED_AMOUNT, owed, room);
    gx_party user = debt->user;
    out->who = gx_name_of(book, user);
    out->second = gx_debt_charge(book, debt, today);
    gx_post(book, gx_house(book, GX_HOUSE_LOSSES), gx_credit_account(book, user), owed);
    credit->written_off[user] += (uint32_t)owed;
    gx_debts_drop(book, ref.slot);
    gx_count(&credit->counts.write_offs, &credit->counts.written_off, owed);
    return gx_done(owed);
}

gx_answer gx_rule_credit_recover(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    gx_party user = gx_party_of(book, op->key.account);
    uint32_t *left = &book->credit->written_off[user];
    gx_spend spend;
    gx_answer answer = check_repayment(book, op, op->args.credit_recover.amount, *left, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, user), gx_house(book, GX_HOUSE_LOSSES), spend.amount);
    *left -= (uint32_t)spend.amount;
    gx_note_spend(book, &spend);
    gx_count(&book->credit->counts.recoveries, &book->credit->counts.recovered, spend.amount);
    return answer;
}

/* ---- Looks */

/* The party of a user whose line can be looked at; false for anybody else. */
static bool has_line(const gx_book *book, uint32_t user, gx_party *party)
{
    *party = gx_party_of(book, user);
    return book->credit != NULL && gx_is_user(book, user);
}

gx_fen gx_credit_limit(const gx_book *book, uint32_t user)
{
    gx_party party;
    return has_line(book, user, &party) ? limit_of(book, party) : 0;
}

gx_fen gx_credit_owed(const gx_book *book, uint32_t user, uint32_t now)
{
    gx_party party;
    return has_line(book, user, &party) ? gx_debts_owed(book, party, gx_day_of(book, now)) : 0;
}

gx_fen gx_credit_unrecovered(const gx_book *book, uint32_t user)
{
    gx_party party;
    return has_line(book, user, &party) ? book->credit->written_off[party] : 0;
}

int64_t gx_credit_days_overdue(const gx_book *book, uint32_t user, uint32_t now)
{
    gx_party party;
    return has_line(book, user, &party) ? gx_debts_overdue(book, party, gx_day_of(book, now)) : 0;
}

bool gx_credit_debt_look(const gx_book *book, gx_ref ref, uint32_t now, gx_debt_view *out)
{
    *out = (gx_debt_view){0};
    if (book->credit == NULL || gx_slab_look(&book->credit->debts, ref.slot, ref.life) != GX_SLAB_LIVE)
        return false;
    const gx_debt *debt = gx_debt_at(book, ref.slot);
    int64_t today = gx_day_of(book, now);
    *out = (gx_debt_view){.user = gx_name_of(book, debt->user),
                          .principal = debt->principal,
                          .charges = debt->charges + gx_debt_fee(debt, today),
                          .due = debt->due,
                          .days_overdue = today > debt->due ? today - debt->due : 0,
                          .interest_ppm = debt->interest_ppm,
                          .late_ppm = debt->late_ppm};
    return true;
}
