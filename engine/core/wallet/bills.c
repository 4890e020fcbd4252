/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme of payrolls and bills, and the bill that friends share (W4, AA).
 *
 * A bill holds no money: it knows who still owes which share, and lets exactly that share through, once. All
 * shares add up to the bill because the equal split does (gx_split_equal) and because given shares are asked
 * to. */
#include "wallet/bills.h"

#include <gx/base/memory.h>
#include <gx/core/split.h>

/* ---- State */

static bool start(gx_book *book)
{
    struct gx_bills *bills = gx_alloc(1, sizeof *bills);
    if (bills == NULL)
        return false;
    gx_slab_init(&bills->payrolls, sizeof(gx_payroll_record));
    gx_slab_init(&bills->promises, sizeof(gx_promise_record));
    gx_slab_init(&bills->bills, sizeof(gx_bill_record));
    gx_relation_init(&bills->payees);
    gx_relation_init(&bills->friends);
    book->bills = bills;
    return true;
}

static void stop(gx_book *book)
{
    struct gx_bills *bills = book->bills;
    if (bills == NULL)
        return;
    gx_relation_free(&bills->friends);
    gx_relation_free(&bills->payees);
    gx_slab_free(&bills->bills);
    gx_slab_free(&bills->promises);
    gx_slab_free(&bills->payrolls);
    gx_free(bills);
    book->bills = NULL;
}

static size_t bytes(const gx_book *book)
{
    const struct gx_bills *bills = book->bills;
    return sizeof *bills + gx_slab_bytes(&bills->payrolls) + gx_slab_bytes(&bills->promises) +
           gx_slab_bytes(&bills->bills) + gx_relation_bytes(&bills->payees) +
           gx_relation_bytes(&bills->friends);
}

/* What a thing's list comes to: how many, and their shares; of those that are done, and of the others. */
typedef struct tally {
    uint32_t done, open;
    gx_fen done_sum, open_sum;
} tally;

static tally add_up(const gx_relation *relation, uint32_t list)
{
    tally sum = {0};
    for (const gx_pair *pair = gx_relation_at(relation, list); pair != NULL;
         pair = gx_relation_at(relation, pair->next_of_thing)) {
        bool done = gx_word_is_done(pair->value);
        *(done ? &sum.done : &sum.open) += 1;
        *(done ? &sum.done_sum : &sum.open_sum) += gx_share_of_word(pair->value);
    }
    return sum;
}

static bool audit_payroll(const gx_book *book, const gx_payroll_record *payroll, gx_fen *held)
{
    tally sum = add_up(&book->bills->payees, payroll->list);
    gx_fen amount = payroll->held.remaining;
    *held += amount;
    return payroll->held.owner < book->parties && sum.done == payroll->yes &&
           payroll->yes < payroll->payees && sum.done + sum.open == payroll->named &&
           payroll->named <= payroll->payees && sum.done_sum + sum.open_sum == payroll->named_sum &&
           payroll->named_sum + (payroll->payees - payroll->named) <= amount &&
           (payroll->named < payroll->payees || payroll->named_sum == amount);
}

static bool audit_bill(const gx_book *book, const gx_bill_record *bill)
{
    tally sum = add_up(&book->bills->friends, bill->list);
    return bill->collector < book->users && sum.done == bill->paid && sum.open > 0 &&
           sum.done + sum.open == bill->friends && sum.open_sum == bill->unpaid &&
           sum.done_sum + sum.open_sum <= bill->amount;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    const struct gx_bills *bills = book->bills;
    bool sound = true;
    for (uint32_t i = 0; i < bills->payrolls.used; i++) {
        const gx_payroll_record *payroll = gx_slab_at(&bills->payrolls, i);
        if (payroll->head.next == GX_SLAB_IN_USE)
            sound &= audit_payroll(book, payroll, held);
    }
    for (uint32_t i = 0; i < bills->bills.used; i++) {
        const gx_bill_record *bill = gx_slab_at(&bills->bills, i);
        if (bill->head.next == GX_SLAB_IN_USE)
            sound &= audit_bill(book, bill);
    }
    return sound;
}

static void digest_payrolls(const struct gx_bills *bills, gx_digest *digest)
{
    gx_slab_digest(&bills->payrolls, digest);
    for (uint32_t i = 0; i < bills->payrolls.used; i++) {
        const gx_payroll_record *payroll = gx_slab_at(&bills->payrolls, i);
        if (payroll->head.next != GX_SLAB_IN_USE)
            continue;
        gx_held_digest(&payroll->held, digest);
        gx_digest_number(digest, (uint64_t)payroll->named_sum);
        gx_digest_number(digest, (uint64_t)payroll->payees << 32 | payroll->named);
        gx_digest_number(digest, payroll->yes);
        gx_relation_digest(&bills->payees, payroll->list, digest);
    }
    gx_slab_digest(&bills->promises, digest);
    for (uint32_t i = 0; i < bills->promises.used; i++) {
        const gx_promise_record *promise = gx_slab_at(&bills->promises, i);
        if (promise->head.next != GX_SLAB_IN_USE)
            continue;
        gx_digest_number(digest, (uint64_t)promise->amount);
        gx_digest_number(digest, promise->payee);
    }
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_bills *bills = book->bills;
    digest_payrolls(bills, digest);
    gx_slab_digest(&bills->bills, digest);
    for (uint32_t i = 0; i < bills->bills.used; i++) {
        const gx_bill_record *bill = gx_slab_at(&bills->bills, i);
        if (bill->head.next != GX_SLAB_IN_USE)
            continue;
        gx_digest_number(digest, (uint64_t)bill->amount);
        gx_digest_number(digest, (uint64_t)bill->unpaid);
        gx_digest_number(digest, (uint64_t)bill->collector << 32 | bill->expires);
        gx_digest_number(digest, (uint64_t)bill->friends << 32 | bill->paid);
        gx_relation_digest(&bills->friends, bill->list, digest);
    }
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_bills *bills = book->bills;
    gx_slab_archive(archive, &bills->payrolls);
    gx_slab_archive(archive, &bills->promises);
    gx_slab_archive(archive, &bills->bills);
    gx_relation_archive(archive, &bills->payees);
    gx_relation_archive(archive, &bills->friends);
}

const gx_theme gx_theme_bills = {.name = "bills",
                                 .start = start,
                                 .stop = stop,
                                 .archive = archive,
                                 .bytes = bytes,
                                 .audit = audit,
                                 .state_digest = state_digest};

/* ---- Lists of names */

gx_answer gx_names_check(const gx_names *names, uint32_t asker, const gx_relation *relation, uint32_t place)
{
    for (uint32_t i = 0; i < names->count; i++) {
        uint32_t name = gx_name_at(names, i);
        if (name == asker)
            return gx_refuse_party(name);
        if (gx_amount_at(names, i) == 0)
            return gx_refuse(GX_REFUSED_AMOUNT, 0, 1);
        bool twice = place != GX_RELATION_NONE && gx_relation_find(relation, place, name) != NULL;
        for (uint32_t k = 0; k < i; k++)
            twice |= gx_name_at(names, k) == name;
        if (twice)
            return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    }
    return gx_done(0);
}

gx_fen gx_names_sum(const gx_names *names)
{
    gx_fen sum = 0;
    for (uint32_t i = 0; i < names->count; i++)
        sum += gx_amount_at(names, i);
    return sum;
}

/* ---- Rules of bills */

static gx_answer check_figures(const gx_book *book, const gx_op *op)
{
    const gx_args_bill_open *order = &op->args.bill_open;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    if (order->split >= GX_BILL_SPLIT_COUNT)
        return gx_refuse(GX_REFUSED_RULE, order->split, GX_BILL_SPLIT_COUNT - 1);
    if (order->own > 1)
        return gx_refuse(GX_REFUSED_RULE, order->own, 1);
    if (order->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, order->amount, 1);
    if (order->amount > GX_BILL_MAX)
        return gx_refuse(GX_REFUSED_AMOUNT, order->amount, GX_BILL_MAX);
    if (order->expires <= op->now)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, order->expires);
    if (op->listed == 0)
        return gx_refuse(GX_REFUSED_LIST, 0, 1);
    if (order->split == GX_BILL_GIVEN && op->listed % 2 != 0)
        return gx_refuse(GX_REFUSED_LIST, op->listed, 2);
    return gx_done(order->amount);
}

static gx_names names_of(const gx_op *op)
{
    uint32_t stride = op->args.bill_open.split == GX_BILL_GIVEN ? 2 : 1;
    return (gx_names){.words = op->list, .count = op->listed / stride, .stride = stride};
}

static gx_answer check_shares(const gx_args_bill_open *order, const gx_names *names)
{
    if (order->split == GX_BILL_EQUAL)
        return order->amount < (gx_fen)names->count + order->own ? gx_refuse(GX_REFUSED_MEAN_SHARE, 0, 1)
                                                                 : gx_done(order->amount);
    gx_fen least = gx_names_sum(names) + order->own;
    if (least > order->amount || (least < order->amount && order->own == 0))
        return gx_refuse(GX_REFUSED_AMOUNT, least, order->amount);
    return gx_done(order->amount);
}

/* The share of the friend at place `i` of the list. With `own` the first part is the collector's. */
static gx_fen share_at(const gx_args_bill_open *order, const gx_names *names, uint32_t i)
{
    return order->split == GX_BILL_GIVEN
               ? gx_amount_at(names, i)
               : gx_split_equal(order->amount, names->count + order->own, i + order->own);
}

gx_answer gx_rule_bill_open(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_bill_open *order = &op->args.bill_open;
    struct gx_bills *bills = book->bills;
    gx_answer answer = check_figures(book, op);
    if (answer.code != GX_DONE)
        return answer;
    gx_names names = names_of(op);
    answer = gx_names_check(&names, op->key.account, &bills->friends, GX_RELATION_NONE);
    if (answer.code == GX_DONE)
        answer = check_shares(order, &names);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&bills->bills) || !gx_relation_reserve_for(&bills->friends, names.count))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    uint32_t place = gx_slab_take(&bills->bills);
    gx_bill_record *bill = gx_slab_at(&bills->bills, place);
    *bill = (gx_bill_record){.head = bill->head,
                             .amount = order->amount,
                             .collector = gx_party_of(book, op->key.account),
                             .friends = names.count,
                             .expires = order->expires,
                             .list = GX_RELATION_NONE};
    for (uint32_t i = 0; i < names.count; i++) {
        gx_fen share = share_at(order, &names, i);
        bill->unpaid += share;
        gx_relation_add(&bills->friends, &bill->list, place, gx_name_at(&names, i), (uint64_t)share << 1);
    }
    out->made = (gx_ref){place, bill->head.life};
    out->second = order->amount - bill->unpaid;
    return answer;
}

/* The bill of a handle; NULL when it does not live. */
static gx_bill_record *bill_of(const gx_book *book, gx_bill ref, gx_answer *answer)
{
    const gx_slab *slab = &book->bills->bills;
    gx_slab_state state = gx_slab_look(slab, ref.slot, ref.life);
    if (state == GX_SLAB_LIVE)
        return gx_slab_at(slab, ref.slot);
    *answer = gx_refuse_handle(state);
    return NULL;
}

static void forget(gx_book *book, gx_bill_record *bill, uint32_t place)
{
    gx_relation_drop_all(&book->bills->friends, &bill->list);
    gx_slab_give(&book->bills->bills, place);
}

gx_answer gx_rule_bill_pay(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_bill_pay *args = &op->args.bill_pay;
    gx_answer answer;
    gx_bill_record *bill = bill_of(book, args->bill, &answer);
    if (bill == NULL)
        return answer;
    if (op->now >= bill->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, bill->expires);
    gx_pair *pair = gx_relation_find(&book->bills->friends, args->bill.slot, args->payer);
    if (pair == NULL)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->payer, 0);
    if (gx_word_is_done(pair->value))
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (args->amount != gx_share_of_word(pair->value))
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, gx_share_of_word(pair->value));
    answer = gx_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE)
        answer = gx_check_payee(book, bill->collector, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, bill->collector), args->amount);
    pair->value |= 1;
    bill->unpaid -= args->amount;
    out->number = ++bill->paid;
    out->second = bill->unpaid;
    out->closed = bill->paid == bill->friends;
    if (out->closed)
        forget(book, bill, args->bill.slot);
    return gx_done(args->amount);
}

gx_answer gx_rule_bill_close(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref ref = op->args.bill_close.bill;
    gx_answer answer;
    gx_bill_record *bill = bill_of(book, ref, &answer);
    if (bill == NULL)
        return answer;
    if (bill->collector != gx_party_of(book, op->key.account))
        return gx_refuse(GX_REFUSED_RIGHT, 0, 0);
    answer = gx_done(bill->unpaid);
    forget(book, bill, ref.slot);
    return answer;
}

gx_answer gx_rule_bill_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_ref ref = op->args.bill_expire.bill;
    gx_answer answer;
    gx_bill_record *bill = bill_of(book, ref, &answer);
    if (bill == NULL)
        return answer;
    if (op->now < bill->expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, bill->expires);
    answer = gx_done(bill->unpaid);
    out->closed = true;
    forget(book, bill, ref.slot);
    return answer;
}

/* ---- Calls */

gx_answer gx_bill_open(gx_book *book, gx_op_key key, gx_fen amount, gx_bill_split split, bool own,
                       uint32_t expires, const uint32_t *list, uint16_t listed, uint32_t now, gx_bill *out,
                       gx_fen *own_share)
{
    gx_op op = {.kind = GX_OP_BILL_OPEN,
                .listed = listed,
                .now = now,
                .key = key,
                .args.bill_open = {amount, (uint8_t)split, own, expires},
                .list = list};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    if (own_share != NULL)
        *own_share = result.second;
    return result.answer;
}

gx_answer gx_bill_send(gx_book *book, gx_op_key key, uint32_t collector, gx_fen share, uint32_t now)
{
    gx_op op = {.kind = GX_OP_TRANSFER_OUT,
                .now = now,
                .key = key,
                .args.transfer_out = {.to = collector, .amount = share, .purpose = GX_FOR_BILL}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_bill_pay(gx_book *book, gx_bill bill, uint32_t payer, gx_fen amount, uint32_t now, bool *closed)
{
    gx_op op = {.kind = GX_OP_BILL_PAY, .now = now, .args.bill_pay = {bill, payer, amount}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (closed != NULL)
        *closed = result.closed;
    return result.answer;
}

gx_answer gx_bill_close(gx_book *book, gx_op_key key, gx_bill bill, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BILL_CLOSE, .now = now, .key = key, .args.bill_close = {bill}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_bill_expire(gx_book *book, gx_bill bill, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BILL_EXPIRE, .now = now, .args.bill_expire = {bill}};
    return gx_book_do(book, &op, NULL);
}

gx_bill_state gx_bill_look(const gx_book *book, gx_bill ref, uint32_t now, gx_bill_view *out)
{
    if (book->bills == NULL)
        return GX_BILL_UNKNOWN;
    gx_answer answer = gx_done(0);
    const gx_bill_record *bill = bill_of(book, ref, &answer);
    if (bill == NULL)
        return answer.code == GX_REFUSED_RESOLVED ? GX_BILL_GONE : GX_BILL_UNKNOWN;
    if (out != NULL)
        *out = (gx_bill_view){.collector = gx_name_of(book, bill->collector),
                              .friends = bill->friends,
                              .paid = bill->paid,
                              .expires = bill->expires,
                              .amount = bill->amount,
                              .unpaid = bill->unpaid};
    if (now >= bill->expires)
        return GX_BILL_OVERDUE;
    return bill->paid > 0 ? GX_BILL_PARTLY_PAID : GX_BILL_OPEN;
}

gx_fen gx_bill_share(const gx_book *book, gx_bill ref, uint32_t payer)
{
    gx_answer answer;
    if (book->bills == NULL || bill_of(book, ref, &answer) == NULL)
        return 0;
    const gx_pair *pair = gx_relation_find(&book->bills->friends, ref.slot, payer);
    return pair == NULL ? 0 : gx_share_of_word(pair->value);
}
