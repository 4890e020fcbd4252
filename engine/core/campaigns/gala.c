/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gala (R10). Rounds are announced in ascending order and do not overlap, so what the earlier ones have left
 * is fixed when a round begins. Carrying it on needs no moment at which somebody moves it: a round's pool is
 * a sum that is taken when it is asked for,
 *
 *     pool(k) = money(k) + sum over i < k of (money(i) - paid(i)),     left(k) = pool(k) - paid(k),
 *
 * and a round that nobody grabbed in carries on like any other. */
#include "campaigns/campaigns.h"

#include <gx/core/split.h>

static gx_gala_record *gala_of(const gx_book *book, const gx_campaign_record *record)
{
    return gx_campaign_terms(book, record);
}

/* What the rounds before `end` have left of their own money. */
static gx_fen unspent(const gx_gala_record *gala, uint32_t end)
{
    gx_fen sum = 0;
    for (uint32_t i = 0; i < end; i++)
        sum += gala->rounds[i].round.money - gala->rounds[i].paid;
    return sum;
}

static gx_fen pool_of(const gx_gala_record *gala, uint32_t round)
{
    return gala->rounds[round].round.money + (gala->carry == GX_GALA_ON ? unspent(gala, round) : 0);
}

/* ---- Setting up */

gx_answer gx_rule_gala_terms(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_gala_terms *args = &op->args.gala_terms;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_fresh(book, args->campaign, GX_CAMPAIGN_GALA, &record);
    if (answer.code != GX_DONE)
        return answer;
    if (args->carry > GX_GALA_ON)
        return gx_refuse(GX_REFUSED_RULE, args->carry, GX_GALA_ON);
    if (args->cost < 0)
        return gx_refuse(GX_REFUSED_RULE, args->cost, 0);
    if (!gx_slab_reserve(&book->campaigns->terms[GX_CAMPAIGN_GALA]))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_gala_record *gala = gx_campaign_become(book, record, GX_CAMPAIGN_GALA);
    *gala =
        (gx_gala_record){.head = gala->head, .cost = args->cost, .wins = args->wins, .carry = args->carry};
    return answer;
}

static gx_answer check_round(const gx_gala_record *gala, const gx_args_gala_round *round, gx_fen remaining)
{
    if (gala->round_count == GX_GALA_ROUNDS)
        return gx_refuse(GX_REFUSED_LIMIT, GX_GALA_ROUNDS, GX_GALA_ROUNDS);
    if (round->until <= round->from)
        return gx_refuse(GX_REFUSED_RULE, round->until, (int64_t)round->from + 1);
    uint32_t before = gala->round_count == 0 ? 0 : gala->rounds[gala->round_count - 1].round.until;
    if (round->from < before)
        return gx_refuse(GX_REFUSED_RULE, round->from, before);
    if (round->stock < 1 || round->win_ppm < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (round->win_ppm > GX_PPM)
        return gx_refuse(GX_REFUSED_RULE, round->win_ppm, GX_PPM);
    if (round->split > GX_GALA_LUCKY)
        return gx_refuse(GX_REFUSED_RULE, round->split, GX_GALA_LUCKY);
    if (round->money < round->stock)
        return gx_refuse(GX_REFUSED_AMOUNT, round->money, round->stock);
    gx_fen free = remaining - unspent(gala, gala->round_count);
    return round->money > free ? gx_refuse(GX_REFUSED_FUNDS, free, round->money) : gx_done(0);
}

gx_answer gx_rule_gala_round(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_gala_round *args = &op->args.gala_round;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, args->campaign, GX_CAMPAIGN_GALA, &record);
    if (answer.code != GX_DONE)
        return answer;
    gx_gala_record *gala = gala_of(book, record);
    answer = check_round(gala, args, record->held.remaining);
    if (answer.code != GX_DONE)
        return answer;
    gala->rounds[gala->round_count++] = (gx_gala_view){.round = {.from = args->from,
                                                                 .until = args->until,
                                                                 .money = args->money,
                                                                 .stock = args->stock,
                                                                 .win_ppm = args->win_ppm,
                                                                 .split = args->split},
                                                       .stock_left = args->stock};
    out->number = gala->round_count;
    return answer;
}

/* ---- Grabbing */

/* The round that is on, in *index; or when the next one is. */
static gx_answer find_round(const gx_gala_record *gala, uint32_t now, uint32_t *index)
{
    for (uint32_t i = 0; i < gala->round_count; i++) {
        const gx_gala_round *round = &gala->rounds[i].round;
        if (now < round->from)
            return gx_refuse(GX_REFUSED_SCHEDULE, now, round->from);
        *index = i;
        if (now < round->until)
            return gx_done(0);
    }
    return gx_refuse(GX_REFUSED_SCHEDULE, now, 0);
}

/* The user's wins in round `index`: kept as the round's number (32 bits) | wins (32). */
static uint32_t wins_of(const gx_book *book, const gx_campaign_record *record, uint32_t user, uint32_t index)
{
    uint64_t word = gx_campaign_word(book, record, &book->campaigns->one, user);
    return word >> 32 == index + 1 ? (uint32_t)word : 0;
}

static gx_answer check_grab(const gx_book *book, const gx_campaign_record *record, const gx_op *op,
                            uint32_t *index)
{
    const gx_gala_record *gala = gala_of(book, record);
    const gx_pass *pass = &op->args.gala_grab.pass;
    gx_answer answer = find_round(gala, op->now, index);
    if (answer.code == GX_DONE)
        answer = gx_campaign_gate(record, pass);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t wins = wins_of(book, record, pass->user, *index);
    if (gala->wins != 0 && wins >= gala->wins)
        return gx_refuse(GX_REFUSED_LIMIT, wins, gala->wins);
    return gala->rounds[*index].stock_left == 0 ? gx_refuse(GX_REFUSED_EMPTY, 0, 1) : gx_done(0);
}

static gx_fen share_of(const gx_gala_record *gala, uint32_t index, gx_draw draw)
{
    const gx_gala_view *on = &gala->rounds[index];
    gx_fen pool = pool_of(gala, index);
    if (on->round.split == GX_GALA_LUCKY)
        return gx_split_lucky(pool - on->paid, on->stock_left, draw);
    return gx_split_equal(pool, on->round.stock, on->round.stock - on->stock_left);
}

static gx_answer win(gx_book *book, gx_campaign_record *record, const gx_op *op, uint32_t index,
                     gx_result *out)
{
    const gx_args_gala_grab *args = &op->args.gala_grab;
    struct gx_campaigns *campaigns = book->campaigns;
    gx_gala_record *gala = gala_of(book, record);
    gx_gala_view *on = &gala->rounds[index];
    uint32_t user = args->pass.user;
    gx_fen share = share_of(gala, index, args->draw);
    gx_answer answer = gx_campaign_may_pay(book, record, user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if ((gala->wins != 0 && !gx_campaign_room(book, record, &campaigns->one, user)) ||
        !gx_campaign_room(book, record, &campaigns->got, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    if (gala->wins != 0) {
        out->who = wins_of(book, record, user, index) + 1;
        uint64_t word = (uint64_t)(index + 1) << 32 | out->who;
        gx_campaign_note(book, record, &campaigns->one, &record->one, user, word);
    }
    gx_campaign_pay(book, record, user, share, op->now);
    on->paid += share;
    on->stock_left--;
    out->third = pool_of(gala, index) - on->paid;
    out->closed = on->stock_left == 0;
    return answer;
}

gx_answer gx_rule_gala_grab(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_gala_grab *args = &op->args.gala_grab;
    gx_campaign_record *record;
    uint32_t index = 0;
    gx_answer answer = gx_campaign_on(book, args->campaign, GX_CAMPAIGN_GALA, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_grab(book, record, op, &index);
    if (answer.code != GX_DONE)
        return answer;
    gx_gala_view *on = &gala_of(book, record)->rounds[index];
    uint64_t luck = gx_mix_pair(gx_draw_high(args->draw), gx_draw_low(args->draw));
    if (gx_below64(luck, GX_PPM) < on->round.win_ppm)
        answer = win(book, record, op, index, out);
    if (answer.code == GX_DONE) {
        on->grabs++;
        out->number = index + 1;
    }
    return answer;
}

/* ---- What rounds leave */

/* Closes the accounts of ended rounds: what they have left is no longer theirs. Returns it; looks only when
 * `take` is not set. */
static gx_fen leftovers(gx_gala_record *gala, uint32_t now, bool take)
{
    uint32_t ended = 0;
    while (ended < gala->round_count && gala->rounds[ended].round.until <= now)
        ended++;
    if (gala->carry == GX_GALA_ON && ended < gala->round_count)
        return 0;
    gx_fen rest = unspent(gala, ended);
    for (uint32_t i = 0; take && i < ended; i++)
        gala->rounds[i].round.money = gala->rounds[i].paid;
    return rest;
}

gx_answer gx_rule_gala_return(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, op->args.gala_return.campaign, GX_CAMPAIGN_GALA, &record);
    if (answer.code != GX_DONE)
        return answer;
    gx_gala_record *gala = gala_of(book, record);
    gx_fen rest = leftovers(gala, op->now, false);
    if (rest == 0) {
        uint32_t i = 0;
        while (i < gala->round_count && gala->rounds[i].round.until <= op->now)
            i++;
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now,
                         i < gala->round_count ? gala->rounds[i].round.until : 0);
    }
    leftovers(gala, op->now, true);
    gx_campaign_give_back(book, record, rest);
    return gx_done(rest);
}

/* ---- Looking */

static const gx_gala_record *find(const gx_book *book, gx_campaign campaign)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL ||
        gx_campaign_of_kind(book, campaign, GX_CAMPAIGN_GALA, &record).code != GX_DONE)
        return NULL;
    return gala_of(book, record);
}

bool gx_gala_look(const gx_book *book, gx_campaign campaign, uint32_t number, gx_gala_view *out)
{
    const gx_gala_record *gala = find(book, campaign);
    if (gala == NULL || number < 1 || number > gala->round_count)
        return false;
    *out = gala->rounds[number - 1];
    return true;
}

gx_fen gx_gala_cost(const gx_book *book, gx_campaign campaign)
{
    const gx_gala_record *gala = find(book, campaign);
    return gala == NULL ? 0 : gala->cost;
}

/* ---- Calls */

gx_answer gx_gala_set_terms(gx_book *book, gx_campaign campaign, uint32_t wins, uint8_t carry, gx_fen cost,
                            uint32_t now)
{
    gx_op op = {.kind = GX_OP_GALA_TERMS, .now = now, .args.gala_terms = {campaign, wins, carry, cost}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_gala_add_round(gx_book *book, gx_campaign campaign, const gx_gala_round *round, uint32_t now)
{
    gx_op op = {.kind = GX_OP_GALA_ROUND,
                .now = now,
                .args.gala_round = {.campaign = campaign,
                                    .from = round->from,
                                    .until = round->until,
                                    .money = round->money,
                                    .stock = round->stock,
                                    .win_ppm = round->win_ppm,
                                    .split = round->split}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_gala_grab(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       gx_gala_share *out)
{
    gx_op op = {.kind = GX_OP_GALA_GRAB, .now = now, .args.gala_grab = {campaign, pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_gala_share){.amount = result.answer.amount,
                           .round = result.number,
                           .wins = result.who,
                           .left = result.third,
                           .last = result.closed};
    return result.answer;
}

gx_answer gx_gala_return(gx_book *book, gx_campaign campaign, uint32_t now)
{
    gx_op op = {.kind = GX_OP_GALA_RETURN, .now = now, .args.gala_return = {campaign}};
    return gx_book_do(book, &op, NULL);
}
