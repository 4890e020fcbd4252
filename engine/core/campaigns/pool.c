/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The campaign pool (R12): a budget in escrow, and the one way by which any kind of campaign pays a user.
 *
 *     open --> paying --grant … grant--> paying --close--> gone, the rest is back
 *                 \--stop--> stopped -------------close---/
 *
 * Nothing is counted twice: what remains is what the escrow holds of it (gx_held), so a fen too much cannot
 * be granted whatever the order of calls; the stock of the hour and the cap of the user are counts beside it
 * that are asked before. They start anew with a new hour because they are kept with the tick of the last
 * payment, not because somebody resets them: a book that sleeps over ten hours needs no wake-up call.
 */
#include "campaigns/campaigns.h"

static gx_campaign_record *campaign_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->campaigns->slab, place);
}

const char *gx_campaign_kind_word(gx_campaign_kind kind)
{
    static const char *const words[] = {
#define X(name, word) word,
        GX_CAMPAIGN_KIND_TABLE(X)
#undef X
    };
    return (unsigned)kind < GX_CAMPAIGN_KIND_COUNT ? words[kind] : "unknown";
}

bool gx_minute_between(uint32_t minute, uint32_t from, uint32_t until)
{
    return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/* ---- Checks */

gx_answer gx_campaign_handle(const gx_book *book, gx_campaign campaign, gx_campaign_record **out)
{
    gx_slab_state state = gx_slab_look(&book->campaigns->slab, campaign.slot, campaign.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    *out = campaign_at(book, campaign.slot);
    return gx_done(0);
}

gx_answer gx_campaign_of_kind(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind,
                              gx_campaign_record **out)
{
    gx_answer answer = gx_campaign_handle(book, campaign, out);
    if (answer.code == GX_DONE && (*out)->kind != kind)
        return gx_refuse(GX_REFUSED_STATE, (*out)->kind, kind);
    return answer;
}

gx_answer gx_campaign_running(const gx_book *book, const gx_campaign_record *record, uint32_t now)
{
    const gx_campaign_order *order = &record->order;
    /* What a collection holds is promised to those who complete it: the last share is paid like the first. */
    bool low = record->kind != GX_CAMPAIGN_COLLECTION && record->held.remaining < order->stop_below;
    if (record->stopped || low)
        return gx_refuse(GX_REFUSED_SHUT, record->held.remaining, order->stop_below);
    if (now < order->start)
        return gx_refuse(GX_REFUSED_SCHEDULE, now, order->start);
    if (now >= order->end)
        return gx_refuse(GX_REFUSED_EXPIRED, now, order->end);
    uint32_t minute = gx_minute_of_day(book, now);
    if (order->on_from != order->on_until && !gx_minute_between(minute, order->on_from, order->on_until))
        return gx_refuse(GX_REFUSED_SCHEDULE, minute, order->on_from);
    return gx_done(0);
}

gx_answer gx_campaign_on(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind, uint32_t now,
                         gx_campaign_record **out)
{
    gx_answer answer = gx_campaign_of_kind(book, campaign, kind, out);
    return answer.code == GX_DONE ? gx_campaign_running(book, *out, now) : answer;
}

gx_answer gx_campaign_owned(const gx_book *book, const gx_campaign_record *record, gx_op_key key)
{
    uint32_t owner = gx_name_of(book, record->held.owner);
    return key.account == owner ? gx_done(0) : gx_refuse(GX_REFUSED_RIGHT, key.account, owner);
}

gx_answer gx_campaign_gate(const gx_campaign_record *record, const gx_pass *pass)
{
    const gx_campaign_order *order = &record->order;
    if (pass->tier < order->tier)
        return gx_refuse(GX_REFUSED_IDENTITY, pass->tier, order->tier);
    uint32_t badges = pass->badges & order->badges;
    return badges == order->badges ? gx_done(0) : gx_refuse(GX_REFUSED_GATE, badges, order->badges);
}

gx_answer gx_campaign_fresh(const gx_book *book, gx_campaign campaign, gx_campaign_kind kind,
                            gx_campaign_record **out)
{
    gx_answer answer = gx_campaign_of_kind(book, campaign, GX_CAMPAIGN_PLAIN, out);
    if (answer.code == GX_DONE && (*out)->payments > 0)
        return gx_refuse(GX_REFUSED_STATE, 0, kind);
    return answer;
}

/* The stock of the hour that `now` is in. */
static gx_answer check_hour(const gx_book *book, const gx_campaign_record *record, gx_fen amount,
                            uint32_t now)
{
    const gx_campaign_order *order = &record->order;
    bool same = gx_clock_of(book, now, 3600) == gx_clock_of(book, record->hour_tick, 3600);
    uint32_t count = same ? record->hour_count : 0;
    gx_fen paid = same ? record->hour_fen : 0;
    if (order->hour_count != 0 && count >= order->hour_count)
        return gx_refuse(GX_REFUSED_STOCK, count, order->hour_count);
    if (order->hour_fen != 0 && amount > order->hour_fen - paid)
        return gx_refuse(GX_REFUSED_STOCK, order->hour_fen - paid, amount);
    return gx_done(amount);
}

static gx_answer check_cap(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                           gx_fen amount)
{
    uint64_t got = gx_campaign_word(book, record, &book->campaigns->got, user);
    uint32_t most = record->order.user_count;
    if (most == 0 || most > GX_CAMPAIGN_USER_PAYMENTS)
        most = GX_CAMPAIGN_USER_PAYMENTS;
    if (gx_got_payments(got) >= most)
        return gx_refuse(GX_REFUSED_LIMIT, gx_got_payments(got), most);
    if (record->order.user_fen != 0 && amount > record->order.user_fen - gx_got_fen(got))
        return gx_refuse(GX_REFUSED_LIMIT, record->order.user_fen - gx_got_fen(got), amount);
    return gx_done(amount);
}

gx_answer gx_campaign_may_pay(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                              gx_fen amount, uint32_t now)
{
    return amount < 1 ? gx_refuse(GX_REFUSED_AMOUNT, amount, 1)
                      : gx_campaign_may_give(book, record, user, amount, now);
}

gx_answer gx_campaign_may_give(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                               gx_fen amount, uint32_t now)
{
    if (amount > record->held.remaining)
        return gx_refuse(GX_REFUSED_FUNDS, record->held.remaining, amount);
    gx_answer answer = check_hour(book, record, amount, now);
    return answer.code == GX_DONE ? check_cap(book, record, user, amount) : answer;
}

/* ---- Changes */

void *gx_campaign_become(gx_book *book, gx_campaign_record *record, gx_campaign_kind kind)
{
    record->kind = (uint8_t)kind;
    record->terms = gx_slab_take(&book->campaigns->terms[kind]);
    return gx_campaign_terms(book, record);
}

uint64_t gx_campaign_word(const gx_book *book, const gx_campaign_record *record, const gx_relation *relation,
                          uint32_t user)
{
    const gx_pair *pair = gx_relation_find(relation, gx_campaign_place(book, record), user);
    return pair == NULL ? 0 : pair->value;
}

bool gx_campaign_room(const gx_book *book, const gx_campaign_record *record, gx_relation *relation,
                      uint32_t user)
{
    return gx_relation_find(relation, gx_campaign_place(book, record), user) != NULL ||
           gx_relation_reserve(relation);
}

void gx_campaign_note(const gx_book *book, const gx_campaign_record *record, gx_relation *relation,
                      uint32_t *head, uint32_t user, uint64_t word)
{
    uint32_t place = gx_campaign_place(book, record);
    gx_pair *pair = gx_relation_find(relation, place, user);
    if (pair == NULL)
        gx_relation_add(relation, head, place, user, word);
    else
        pair->value = word;
}

void gx_campaign_pay(gx_book *book, gx_campaign_record *record, uint32_t user, gx_fen amount, uint32_t now)
{
    struct gx_campaigns *campaigns = book->campaigns;
    if (gx_clock_of(book, now, 3600) != gx_clock_of(book, record->hour_tick, 3600))
        record->hour_count = 0, record->hour_fen = 0;
    record->hour_tick = now;
    record->hour_count++;
    record->hour_fen += amount;
    record->payments++;
    record->granted += amount;
    uint64_t got = gx_campaign_word(book, record, &campaigns->got, user);
    uint64_t more =
        (UINT64_C(1) << GX_GOT_FEN_BITS) + (uint64_t)amount; /* budgets fit the bits: nothing carries over */
    gx_campaign_note(book, record, &campaigns->got, &record->got, user, got + more);
    if (amount > 0)
        gx_held_pay(book, &record->held, amount);
}

void gx_campaign_give_back(gx_book *book, gx_campaign_record *record, gx_fen amount)
{
    gx_account to = record->order.rest == GX_REST_TO_OPENING ? gx_house(book, GX_HOUSE_OPENING)
                                                             : gx_account_of(book, record->held.owner);
    record->returned += amount;
    gx_held_pay_to(book, &record->held, to, amount);
}

/* ---- Rules */

static gx_answer check_order(const gx_args_campaign_open *order)
{
    if (order->budget < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, order->budget, 1);
    if (order->budget > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_AMOUNT, order->budget, GX_CAMPAIGN_BUDGET_MAX);
    if (order->end <= order->start)
        return gx_refuse(GX_REFUSED_RULE, order->end, (int64_t)order->start + 1);
    if (order->on_from > 1439)
        return gx_refuse(GX_REFUSED_RULE, order->on_from, 1439);
    if (order->on_until > 1440)
        return gx_refuse(GX_REFUSED_RULE, order->on_until, 1440);
    if (order->hour_fen < 0)
        return gx_refuse(GX_REFUSED_RULE, order->hour_fen, 0);
    if (order->user_fen < 0)
        return gx_refuse(GX_REFUSED_RULE, order->user_fen, 0);
    if (order->stop_below < 0)
        return gx_refuse(GX_REFUSED_RULE, order->stop_below, 0);
    if (order->rest > GX_REST_TO_OPENING)
        return gx_refuse(GX_REFUSED_RULE, order->rest, GX_REST_TO_OPENING);
    return gx_done(order->budget);
}

gx_answer gx_rule_campaign_open(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_campaign_open *args = &op->args.campaign_open;
    struct gx_campaigns *campaigns = book->campaigns;
    if (gx_is_user(book, op->key.account))
        return gx_refuse(GX_REFUSED_RIGHT, op->key.account, 0);
    gx_answer answer = check_order(args);
    gx_spend spend = {.party = gx_party_of(book, op->key.account),
                      .amount = args->budget,
                      .now = op->now,
                      .purpose = GX_FOR_CAMPAIGN};
    if (answer.code == GX_DONE)
        answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&campaigns->slab))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&campaigns->slab);
    gx_campaign_record *record = campaign_at(book, out->made.slot);
    *record = (gx_campaign_record){.head = record->head,
                                   .order = {.budget = args->budget,
                                             .start = args->start,
                                             .end = args->end,
                                             .on_from = args->on_from,
                                             .on_until = args->on_until,
                                             .hour_count = args->hour_count,
                                             .hour_fen = args->hour_fen,
                                             .user_count = args->user_count,
                                             .user_fen = args->user_fen,
                                             .stop_below = args->stop_below,
                                             .badges = args->badges,
                                             .tier = args->tier,
                                             .rest = args->rest},
                                   .got = GX_RELATION_NONE,
                                   .one = GX_RELATION_NONE,
                                   .two = GX_RELATION_NONE};
    gx_held_open(book, &record->held, spend.party, args->budget, args->end);
    out->made.life = record->head.life;
    gx_note_spend(book, &spend);
    return answer;
}

gx_answer gx_rule_campaign_fund(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_campaign_fund *args = &op->args.campaign_fund;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_handle(book, args->campaign, &record);
    if (answer.code == GX_DONE)
        answer = gx_campaign_owned(book, record, op->key);
    if (answer.code != GX_DONE)
        return answer;
    if (record->stopped)
        return gx_refuse(GX_REFUSED_SHUT, 0, 0);
    if (op->now >= record->order.end)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, record->order.end);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > GX_CAMPAIGN_BUDGET_MAX - record->order.budget)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, GX_CAMPAIGN_BUDGET_MAX - record->order.budget);
    gx_spend spend = {
        .party = record->held.owner, .amount = args->amount, .now = op->now, .purpose = GX_FOR_CAMPAIGN};
    answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_held_add(book, &record->held, args->amount);
    record->order.budget += args->amount;
    gx_note_spend(book, &spend);
    return answer;
}

gx_answer gx_rule_campaign_grant(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_campaign_grant *args = &op->args.campaign_grant;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, args->campaign, GX_CAMPAIGN_PLAIN, &record);
    if (answer.code == GX_DONE)
        answer = gx_campaign_owned(book, record, op->key);
    if (answer.code == GX_DONE)
        answer = gx_campaign_running(book, record, op->now);
    if (answer.code == GX_DONE)
        answer = gx_campaign_gate(record, &args->pass);
    if (answer.code == GX_DONE)
        answer = gx_campaign_may_pay(book, record, args->pass.user, args->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_campaign_room(book, record, &book->campaigns->got, args->pass.user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_campaign_pay(book, record, args->pass.user, args->amount, op->now);
    out->second = record->held.remaining;
    return answer;
}

gx_answer gx_rule_campaign_stop(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_handle(book, op->args.campaign_stop.campaign, &record);
    if (answer.code != GX_DONE)
        return answer;
    if (record->stopped)
        return gx_refuse(GX_REFUSED_SHUT, 0, 0);
    record->stopped = true;
    return answer;
}

gx_answer gx_rule_campaign_close(gx_book *book, const gx_op *op, gx_result *out)
{
    struct gx_campaigns *campaigns = book->campaigns;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_handle(book, op->args.campaign_close.campaign, &record);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < record->order.end && !record->stopped)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, record->order.end);
    gx_fen rest = record->held.remaining;
    out->second = record->returned;
    out->third = record->granted;
    if (record->order.rest == GX_REST_TO_OWNER)
        gx_held_refund(book, &record->held);
    else if (rest > 0)
        gx_campaign_give_back(book, record, rest);
    gx_relation_drop_all(&campaigns->got, &record->got);
    gx_relation_drop_all(&campaigns->one, &record->one);
    gx_relation_drop_all(&campaigns->two, &record->two);
    if (record->kind != GX_CAMPAIGN_PLAIN)
        gx_slab_give(&campaigns->terms[record->kind], record->terms);
    gx_slab_give(&campaigns->slab, op->args.campaign_close.campaign.slot);
    return gx_done(rest);
}
