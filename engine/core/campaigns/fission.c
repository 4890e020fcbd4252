/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fission (R13). Whoever takes part has two words: what he got and shares on, and until when. Since everybody
 * takes part once, a chain of friends cannot come back to where it began, and a campaign pays each user at
 * most once as a friend. */
#include "campaigns/campaigns.h"

/* The first word: amount (40 bits) | tickets left (16) | generation (8). The second: 1 | expiry (32), so that
 * it is never 0 for who takes part. */
enum { TICKETS_AT = 40, GENERATION_AT = 56 };

typedef struct part {
    gx_fen amount;
    uint32_t tickets;
    uint32_t generation;
    uint32_t expires;
    bool takes_part;
} part;

static part read_part(const gx_book *book, const gx_campaign_record *record, uint32_t user)
{
    uint64_t one = gx_campaign_word(book, record, &book->campaigns->one, user);
    uint64_t two = gx_campaign_word(book, record, &book->campaigns->two, user);
    return (part){.amount = (gx_fen)(one & (uint64_t)GX_CAMPAIGN_BUDGET_MAX),
                  .tickets = (uint32_t)(one >> TICKETS_AT) & 0xffff,
                  .generation = (uint32_t)(one >> GENERATION_AT),
                  .expires = (uint32_t)two,
                  .takes_part = two != 0};
}

static void write_part(gx_book *book, gx_campaign_record *record, uint32_t user, const part *has)
{
    struct gx_campaigns *campaigns = book->campaigns;
    uint64_t one = (uint64_t)has->amount | (uint64_t)has->tickets << TICKETS_AT |
                   (uint64_t)has->generation << GENERATION_AT;
    gx_campaign_note(book, record, &campaigns->one, &record->one, user, one);
    gx_campaign_note(book, record, &campaigns->two, &record->two, user, UINT64_C(1) << 32 | has->expires);
}

static bool reserve_part(gx_book *book, const gx_campaign_record *record, uint32_t user)
{
    struct gx_campaigns *campaigns = book->campaigns;
    return gx_campaign_room(book, record, &campaigns->one, user) &&
           gx_campaign_room(book, record, &campaigns->two, user) &&
           gx_campaign_room(book, record, &campaigns->got, user);
}

static const gx_fission_terms *terms_of(const gx_book *book, const gx_campaign_record *record)
{
    return &((const gx_fission_record *)gx_campaign_terms(book, record))->terms;
}

/* ---- Rules */

static gx_answer check_terms(const gx_args_fission_terms *args)
{
    if (args->tickets < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (args->friend_amount < 0)
        return gx_refuse(GX_REFUSED_RULE, args->friend_amount, 0);
    if (args->friend_amount > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->friend_amount, GX_CAMPAIGN_BUDGET_MAX);
    if (args->sharer_amount < 0)
        return gx_refuse(GX_REFUSED_RULE, args->sharer_amount, 0);
    if (args->sharer_amount > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->sharer_amount, GX_CAMPAIGN_BUDGET_MAX);
    return args->life < 1 ? gx_refuse(GX_REFUSED_RULE, 0, 1) : gx_done(0);
}

gx_answer gx_rule_fission_terms(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_fission_terms *args = &op->args.fission_terms;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_fresh(book, args->campaign, GX_CAMPAIGN_FISSION, &record);
    if (answer.code == GX_DONE)
        answer = check_terms(args);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->campaigns->terms[GX_CAMPAIGN_FISSION]))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_fission_record *fission = gx_campaign_become(book, record, GX_CAMPAIGN_FISSION);
    fission->terms = (gx_fission_terms){.tickets = args->tickets,
                                        .generations = args->generations,
                                        .friend_amount = args->friend_amount,
                                        .sharer_amount = args->sharer_amount,
                                        .life = args->life};
    return answer;
}

static gx_answer check_win(const gx_book *book, const gx_campaign_record *record, const gx_op *op)
{
    const gx_args_fission_win *args = &op->args.fission_win;
    gx_answer answer = gx_campaign_gate(record, &args->pass);
    if (answer.code != GX_DONE)
        return answer;
    if (args->paid > 1)
        return gx_refuse(GX_REFUSED_RULE, args->paid, 1);
    if (read_part(book, record, args->pass.user).takes_part)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, GX_CAMPAIGN_BUDGET_MAX);
    return args->paid == 0 ? gx_done(0)
                           : gx_campaign_may_pay(book, record, args->pass.user, args->amount, op->now);
}

gx_answer gx_rule_fission_win(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_fission_win *args = &op->args.fission_win;
    struct gx_campaigns *campaigns = book->campaigns;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_on(book, args->campaign, GX_CAMPAIGN_FISSION, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_win(book, record, op);
    if (answer.code != GX_DONE)
        return answer;
    if (!reserve_part(book, record, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    const gx_fission_terms *terms = terms_of(book, record);
    part winner = {
        .amount = args->amount, .tickets = terms->tickets, .expires = gx_later(op->now, terms->life)};
    write_part(book, record, user, &winner);
    if (args->paid == 1)
        gx_campaign_pay(book, record, user, args->amount, op->now);
    else /* so that a ticket of his, later, finds room for the sharer's part */
        gx_campaign_note(book, record, &campaigns->got, &record->got, user, 0);
    out->number = winner.tickets;
    return answer;
}

static gx_answer check_redeem(const gx_book *book, const gx_campaign_record *record, const gx_op *op,
                              const part *sharer)
{
    const gx_args_fission_redeem *args = &op->args.fission_redeem;
    gx_answer answer = gx_campaign_gate(record, &args->pass);
    if (answer.code != GX_DONE)
        return answer;
    if (!sharer->takes_part)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (args->pass.user == args->sharer)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->pass.user, args->sharer);
    if (read_part(book, record, args->pass.user).takes_part)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (sharer->tickets == 0)
        return gx_refuse(GX_REFUSED_EMPTY, 0, 1);
    if (op->now >= sharer->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, sharer->expires);
    return gx_done(0);
}

/* The sharer's part, when the campaign may pay it now. */
static gx_fen reward(gx_book *book, gx_campaign_record *record, uint32_t sharer, uint32_t now)
{
    gx_fen amount = terms_of(book, record)->sharer_amount;
    if (amount == 0 || gx_campaign_may_pay(book, record, sharer, amount, now).code != GX_DONE)
        return 0;
    gx_campaign_pay(book, record, sharer, amount, now);
    return amount;
}

gx_answer gx_rule_fission_redeem(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_fission_redeem *args = &op->args.fission_redeem;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_on(book, args->campaign, GX_CAMPAIGN_FISSION, op->now, &record);
    if (answer.code != GX_DONE)
        return answer;
    part sharer = read_part(book, record, args->sharer);
    answer = check_redeem(book, record, op, &sharer);
    if (answer.code != GX_DONE)
        return answer;
    const gx_fission_terms *terms = terms_of(book, record);
    gx_fen amount = terms->friend_amount == 0 ? sharer.amount : terms->friend_amount;
    answer = gx_campaign_may_pay(book, record, user, amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!reserve_part(book, record, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    part friend = {.amount = amount,
                   .generation = sharer.generation < UINT8_MAX ? sharer.generation + 1 : UINT8_MAX,
                   .expires = gx_later(op->now, terms->life)};
    friend.tickets = friend.generation <= terms->generations ? terms->tickets : 0;
    sharer.tickets--;
    write_part(book, record, args->sharer, &sharer);
    write_part(book, record, user, &friend);
    gx_campaign_pay(book, record, user, amount, op->now);
    out->second = reward(book, record, args->sharer, op->now);
    out->number = sharer.tickets;
    out->who = friend.tickets;
    out->closed = sharer.tickets == 0;
    return answer;
}

uint32_t gx_fission_tickets(const gx_book *book, gx_campaign campaign, uint32_t user)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL ||
        gx_campaign_of_kind(book, campaign, GX_CAMPAIGN_FISSION, &record).code != GX_DONE)
        return 0;
    return read_part(book, record, user).tickets;
}

/* ---- Calls */

gx_answer gx_fission_set_terms(gx_book *book, gx_campaign campaign, const gx_fission_terms *terms,
                               uint32_t now)
{
    gx_op op = {.kind = GX_OP_FISSION_TERMS,
                .now = now,
                .args.fission_terms = {.campaign = campaign,
                                       .tickets = terms->tickets,
                                       .friend_amount = terms->friend_amount,
                                       .sharer_amount = terms->sharer_amount,
                                       .life = terms->life,
                                       .generations = terms->generations}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_fission_win(gx_book *book, gx_campaign campaign, gx_pass pass, gx_fen amount, bool paid,
                         uint32_t now)
{
    gx_op op = {.kind = GX_OP_FISSION_WIN, .now = now, .args.fission_win = {campaign, pass, amount, paid}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_fission_redeem(gx_book *book, gx_campaign campaign, uint32_t sharer, gx_pass pass, uint32_t now,
                            gx_fission_gift *out)
{
    gx_op op = {.kind = GX_OP_FISSION_REDEEM, .now = now, .args.fission_redeem = {campaign, sharer, pass}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_fission_gift){.amount = result.answer.amount,
                             .sharer_amount = result.second,
                             .tickets_left = result.number,
                             .tickets = result.who};
    return result.answer;
}
