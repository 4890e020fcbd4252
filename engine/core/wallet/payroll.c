/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payroll (W3): one employer, n payees in any books, all or nothing.
 *
 * Two phases. The whole sum is held; each payee's book is asked and promises; with the last promise
 * everything goes to clearing at once, with one refusal, or when the time is over, everything goes back. What
 * makes it all or nothing is the promise: a book that has said yes takes the wage when it comes, whatever was
 * done to the account since. Otherwise an account frozen between yes and payday would leave the others paid
 * and this one not. */
#include "wallet/bills.h"

/* The record of a handle; NULL when it does not live. */
static gx_payroll_record *payroll_of(const gx_book *book, gx_payroll ref, gx_answer *answer)
{
    const gx_slab *slab = &book->bills->payrolls;
    gx_slab_state state = gx_slab_look(slab, ref.slot, ref.life);
    if (state == GX_SLAB_LIVE)
        return gx_slab_at(slab, ref.slot);
    *answer = gx_refuse_handle(state);
    return NULL;
}

/* ---- Naming */

/* What may be said against a list, for a payroll that has `missing` payees to be named yet, and of whose
 * amount `named_sum` has a name. */
static gx_answer check_list(const gx_book *book, const gx_op *op, uint32_t employer, uint32_t place,
                            gx_fen amount, gx_fen named_sum, uint32_t missing)
{
    if (op->listed == 0 || op->listed % 2 != 0)
        return gx_refuse(GX_REFUSED_LIST, op->listed, 2);
    gx_names names = {.words = op->list, .count = op->listed / 2u, .stride = 2};
    if (names.count > missing)
        return gx_refuse(GX_REFUSED_LIST, names.count, missing);
    gx_answer answer = gx_names_check(&names, employer, &book->bills->payees, place);
    if (answer.code != GX_DONE)
        return answer;
    missing -= names.count;
    gx_fen least = named_sum + gx_names_sum(&names) + missing; /* 1 fen at least for each of the others */
    bool wrong = least > amount || (missing == 0 && least != amount);
    return wrong ? gx_refuse(GX_REFUSED_AMOUNT, least, amount) : gx_done(0);
}

static void name_all(gx_book *book, const gx_op *op, uint32_t place)
{
    gx_payroll_record *payroll = gx_slab_at(&book->bills->payrolls, place);
    gx_names names = {.words = op->list, .count = op->listed / 2u, .stride = 2};
    for (uint32_t i = 0; i < names.count; i++)
        gx_relation_add(&book->bills->payees, &payroll->list, place, gx_name_at(&names, i),
                        (uint64_t)gx_amount_at(&names, i) << 1);
    payroll->named += names.count;
    payroll->named_sum += gx_names_sum(&names);
}

static gx_answer check_open(const gx_book *book, const gx_op *op)
{
    const gx_args_payroll_open *args = &op->args.payroll_open;
    if (gx_party_of(book, op->key.account) >= book->users + book->merchants.count)
        return gx_refuse_party(op->key.account);
    if (args->payees < 1 || args->payees > GX_PAYROLL_MAX)
        return gx_refuse(GX_REFUSED_SHARES, args->payees, args->payees < 1 ? 1 : GX_PAYROLL_MAX);
    if (args->expires <= op->now)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, args->expires);
    return check_list(book, op, op->key.account, GX_RELATION_NONE, args->amount, 0, args->payees);
}

gx_answer gx_rule_payroll_open(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_payroll_open *args = &op->args.payroll_open;
    struct gx_bills *bills = book->bills;
    gx_party employer = gx_party_of(book, op->key.account);
    gx_spend spend = {.party = employer, .amount = args->amount, .now = op->now, .purpose = GX_FOR_PAYROLL};
    gx_answer answer = check_open(book, op);
    if (answer.code == GX_DONE)
        answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&bills->payrolls) || !gx_relation_reserve_for(&bills->payees, op->listed / 2u))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&bills->payrolls);
    gx_payroll_record *payroll = gx_slab_at(&bills->payrolls, out->made.slot);
    out->made.life = payroll->head.life;
    *payroll = (gx_payroll_record){.head = payroll->head, .payees = args->payees, .list = GX_RELATION_NONE};
    gx_held_open(book, &payroll->held, employer, args->amount, args->expires);
    gx_note_spend(book, &spend);
    name_all(book, op, out->made.slot);
    return answer;
}

gx_answer gx_rule_payroll_add(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_ref ref = op->args.payroll_add.payroll;
    gx_answer answer;
    const gx_payroll_record *payroll = payroll_of(book, ref, &answer);
    if (payroll == NULL)
        return answer;
    if (op->now >= payroll->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, payroll->held.expires);
    if (payroll->named == payroll->payees)
        return gx_refuse(GX_REFUSED_STATE, payroll->named, payroll->payees);
    answer = check_list(book, op, gx_name_of(book, payroll->held.owner), ref.slot, payroll->held.remaining,
                        payroll->named_sum, payroll->payees - payroll->named);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_relation_reserve_for(&book->bills->payees, op->listed / 2u))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    name_all(book, op, ref.slot);
    out->number = payroll->named;
    return gx_done(0);
}

/* ---- Deciding */

static void forget(gx_book *book, gx_payroll_record *payroll, uint32_t place)
{
    gx_relation_drop_all(&book->bills->payees, &payroll->list);
    gx_slab_give(&book->bills->payrolls, place);
}

static gx_answer check_vote(const gx_book *book, const gx_op *op, const gx_payroll_record *payroll,
                            gx_pair **pair)
{
    const gx_args_payroll_vote *args = &op->args.payroll_vote;
    if (op->now >= payroll->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, payroll->held.expires);
    if (payroll->named < payroll->payees)
        return gx_refuse(GX_REFUSED_STATE, payroll->named, payroll->payees);
    *pair = gx_relation_find(&book->bills->payees, args->payroll.slot, args->payee);
    if (*pair == NULL)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->payee, 0);
    return gx_word_is_done((*pair)->value) ? gx_refuse(GX_REFUSED_TWICE, 1, 0) : gx_done(0);
}

gx_answer gx_rule_payroll_vote(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_payroll_vote *args = &op->args.payroll_vote;
    gx_answer answer;
    gx_payroll_record *payroll = payroll_of(book, args->payroll, &answer);
    if (payroll == NULL)
        return answer;
    gx_pair *pair = NULL;
    answer = check_vote(book, op, payroll, &pair);
    if (answer.code != GX_DONE)
        return answer;
    if (!args->yes) {
        out->second = gx_held_refund(book, &payroll->held);
        out->number = payroll->yes;
        out->closed = true;
    } else {
        pair->value |= 1;
        out->number = ++payroll->yes;
        out->closed = payroll->yes == payroll->payees;
        if (out->closed) {
            answer.amount = payroll->held.remaining;
            gx_held_pay(book, &payroll->held, answer.amount);
        }
    }
    if (out->closed)
        forget(book, payroll, args->payroll.slot);
    return answer;
}

gx_answer gx_rule_payroll_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_ref ref = op->args.payroll_expire.payroll;
    gx_answer answer;
    gx_payroll_record *payroll = payroll_of(book, ref, &answer);
    if (payroll == NULL)
        return answer;
    if (op->now < payroll->held.expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, payroll->held.expires);
    answer = gx_done(gx_held_refund(book, &payroll->held));
    out->closed = true;
    forget(book, payroll, ref.slot);
    return answer;
}

/* ---- The payee's side */

gx_answer gx_rule_payroll_promise(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_payroll_promise *args = &op->args.payroll_promise;
    gx_slab *promises = &book->bills->promises;
    gx_party payee = gx_party_of(book, args->payee);
    if (payee == GX_NO_PARTY)
        return gx_refuse_party(args->payee);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE)
        answer = gx_check_payee(book, payee, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(promises))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(promises);
    gx_promise_record *promise = gx_slab_at(promises, out->made.slot);
    promise->amount = args->amount;
    promise->payee = payee;
    out->made.life = promise->head.life;
    return gx_done(args->amount);
}

gx_answer gx_rule_payroll_settle(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_payroll_settle *args = &op->args.payroll_settle;
    gx_slab *promises = &book->bills->promises;
    gx_slab_state state = gx_slab_look(promises, args->promise.slot, args->promise.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    const gx_promise_record *promise = gx_slab_at(promises, args->promise.slot);
    gx_fen amount = args->paid ? promise->amount : 0;
    gx_answer answer = amount > 0 ? gx_check_inflow(book, GX_HOUSE_CLEARING, amount) : gx_done(0);
    if (answer.code != GX_DONE)
        return answer;
    if (amount > 0)
        gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, promise->payee), amount);
    gx_slab_give(promises, args->promise.slot);
    return answer;
}

/* ---- Calls */

gx_answer gx_payroll_open(gx_book *book, gx_op_key key, gx_fen amount, uint32_t payees, uint32_t expires,
                          const uint32_t *list, uint16_t listed, uint32_t now, gx_payroll *out)
{
    gx_op op = {.kind = GX_OP_PAYROLL_OPEN,
                .listed = listed,
                .now = now,
                .key = key,
                .args.payroll_open = {amount, payees, expires},
                .list = list};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_payroll_add(gx_book *book, gx_payroll payroll, const uint32_t *list, uint16_t listed,
                         uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_PAYROLL_ADD, .listed = listed, .now = now, .args.payroll_add = {payroll}, .list = list};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_payroll_promise(gx_book *book, uint32_t payee, gx_fen amount, uint32_t now, gx_promise *out)
{
    gx_op op = {.kind = GX_OP_PAYROLL_PROMISE, .now = now, .args.payroll_promise = {payee, amount}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_payroll_vote(gx_book *book, gx_payroll payroll, uint32_t payee, bool yes, uint32_t now,
                          gx_payroll_state *out)
{
    gx_op op = {.kind = GX_OP_PAYROLL_VOTE, .now = now, .args.payroll_vote = {payroll, payee, yes}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (out != NULL)
        *out = (gx_payroll_state){.closed = result.closed,
                                  .yes = result.number,
                                  .paid = result.answer.amount,
                                  .refunded = result.second};
    return result.answer;
}

gx_answer gx_payroll_expire(gx_book *book, gx_payroll payroll, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PAYROLL_EXPIRE, .now = now, .args.payroll_expire = {payroll}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_payroll_settle(gx_book *book, gx_promise promise, bool paid, uint32_t now)
{
    gx_op op = {.kind = GX_OP_PAYROLL_SETTLE, .now = now, .args.payroll_settle = {promise, paid}};
    return gx_book_do(book, &op, NULL);
}

bool gx_payroll_look(const gx_book *book, gx_payroll ref, gx_payroll_view *out)
{
    gx_answer answer;
    const gx_payroll_record *payroll = book->bills == NULL ? NULL : payroll_of(book, ref, &answer);
    if (payroll == NULL)
        return false;
    *out = (gx_payroll_view){.employer = gx_name_of(book, payroll->held.owner),
                             .payees = payroll->payees,
                             .named = payroll->named,
                             .yes = payroll->yes,
                             .expires = payroll->held.expires,
                             .amount = payroll->held.remaining};
    return true;
}
