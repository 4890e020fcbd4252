/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shake (R9). The odds are whole parts per million, added up: a draw is one number below a million, and the
 * prizes are the stretches that it can fall on. So the odds are exact, they are what was published, and
 * running out of one prize does not change those of another: a draw whose prize is gone falls to nothing. */
#include "campaigns/campaigns.h"

static gx_shake_record *shake_of(const gx_book *book, const gx_campaign_record *record)
{
    return gx_campaign_terms(book, record);
}

/* ---- Setting up */

/* The windows of op.list: an answer, or all of them ascending. */
static gx_answer check_windows(const gx_op *op)
{
    if (op->listed % 2 != 0 || op->listed > 2 * GX_SHAKE_WINDOWS)
        return gx_refuse(GX_REFUSED_LIST, op->listed, 2 * GX_SHAKE_WINDOWS);
    for (uint32_t i = 0; i < op->listed; i += 2)
        if (op->list[i + 1] <= op->list[i] || (i > 0 && op->list[i] < op->list[i - 1]))
            return gx_refuse(GX_REFUSED_LIST, i / 2, 0);
    return gx_done(0);
}

gx_answer gx_rule_shake_terms(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_shake_terms *args = &op->args.shake_terms;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_fresh(book, args->campaign, GX_CAMPAIGN_SHAKE, &record);
    if (answer.code == GX_DONE)
        answer = check_windows(op);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->campaigns->terms[GX_CAMPAIGN_SHAKE]))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_shake_record *shake = gx_campaign_become(book, record, GX_CAMPAIGN_SHAKE);
    *shake = (gx_shake_record){
        .head = shake->head, .window_count = op->listed / 2u, .tries = args->tries, .place = args->place};
    for (uint32_t i = 0; i < shake->window_count; i++)
        shake->windows[i] = (gx_window){op->list[2 * i], op->list[2 * i + 1]};
    return answer;
}

static uint32_t odds_left(const gx_shake_record *shake)
{
    uint32_t left = GX_PPM;
    for (uint32_t i = 0; i < shake->prize_count; i++)
        left -= shake->prizes[i].ppm;
    return left;
}

static gx_answer check_prize(const gx_shake_record *shake, const gx_args_shake_prize *prize)
{
    if (shake->shakes > 0)
        return gx_refuse(GX_REFUSED_STATE, shake->shakes > INT64_MAX ? INT64_MAX : (int64_t)shake->shakes, 0);
    if (shake->prize_count == GX_SHAKE_PRIZES)
        return gx_refuse(GX_REFUSED_LIMIT, GX_SHAKE_PRIZES, GX_SHAKE_PRIZES);
    if (prize->ppm < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (prize->ppm > odds_left(shake))
        return gx_refuse(GX_REFUSED_RULE, prize->ppm, odds_left(shake));
    if (prize->stock < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (prize->low < 0)
        return gx_refuse(GX_REFUSED_RULE, prize->low, 0);
    if (prize->high < prize->low)
        return gx_refuse(GX_REFUSED_RULE, prize->high, prize->low);
    if (prize->high > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_RULE, prize->high, GX_CAMPAIGN_BUDGET_MAX);
    if (prize->low == 0 && (prize->high > 0 || prize->coupon.life == 0))
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    return gx_done(0);
}

gx_answer gx_rule_shake_prize(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_shake_prize *args = &op->args.shake_prize;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, args->campaign, GX_CAMPAIGN_SHAKE, &record);
    if (answer.code != GX_DONE)
        return answer;
    gx_shake_record *shake = shake_of(book, record);
    answer = check_prize(shake, args);
    if (answer.code != GX_DONE)
        return answer;
    shake->prizes[shake->prize_count++] = (gx_shake_prize){
        .ppm = args->ppm, .stock = args->stock, .low = args->low, .high = args->high, .coupon = args->coupon};
    out->number = shake->prize_count;
    return answer;
}

/* ---- Shaking */

/* Which window is on: its index, or window_count. */
static uint32_t window_at(const gx_shake_record *shake, uint32_t now)
{
    uint32_t i = 0;
    while (i < shake->window_count && (now < shake->windows[i].from || now >= shake->windows[i].until))
        i++;
    return i;
}

static gx_answer check_window(const gx_shake_record *shake, uint32_t now)
{
    if (shake->window_count == 0 || window_at(shake, now) < shake->window_count)
        return gx_done(0);
    for (uint32_t i = 0; i < shake->window_count; i++)
        if (shake->windows[i].from > now)
            return gx_refuse(GX_REFUSED_SCHEDULE, now, shake->windows[i].from);
    return gx_refuse(GX_REFUSED_SCHEDULE, now, 0);
}

/* The user's shakes in the window, or on the day, of `now`: kept as tick of the last (32 bits) | count (32).
 */
static uint32_t tries_of(const gx_book *book, const gx_campaign_record *record, uint32_t user, uint32_t now)
{
    const gx_shake_record *shake = shake_of(book, record);
    uint64_t word = gx_campaign_word(book, record, &book->campaigns->one, user);
    uint32_t tick = (uint32_t)(word >> 32);
    bool same = shake->window_count == 0 ? gx_day_of(book, tick) == gx_day_of(book, now)
                                         : window_at(shake, tick) == window_at(shake, now);
    return same ? (uint32_t)word : 0;
}

static gx_answer check_try(const gx_book *book, const gx_campaign_record *record, const gx_pass *pass,
                           uint32_t now)
{
    const gx_shake_record *shake = shake_of(book, record);
    gx_answer answer = check_window(shake, now);
    if (answer.code == GX_DONE)
        answer = gx_campaign_gate(record, pass);
    if (answer.code != GX_DONE)
        return answer;
    if (shake->place != 0 && pass->place != shake->place)
        return gx_refuse(GX_REFUSED_PLACE, pass->place, shake->place);
    uint32_t tries = shake->tries == 0 ? 0 : tries_of(book, record, pass->user, now);
    if (shake->tries != 0 && tries >= shake->tries)
        return gx_refuse(GX_REFUSED_LIMIT, tries, shake->tries);
    return gx_done(0);
}

/* The prize that the draw falls on: its number from 1, or 0. */
static uint32_t draw_prize(const gx_shake_record *shake, gx_draw draw)
{
    uint64_t n = gx_below64(gx_draw_high(draw), GX_PPM);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < shake->prize_count; i++) {
        sum += shake->prizes[i].ppm;
        if (n < sum)
            return i + 1;
    }
    return 0;
}

/* Gives the prize, if it can be given, and says so in *out. Returns the money. */
static gx_fen give_prize(gx_book *book, gx_campaign_record *record, const gx_op *op, gx_result *out)
{
    const gx_args_shake_try *args = &op->args.shake_try;
    gx_shake_record *shake = shake_of(book, record);
    out->who = draw_prize(shake, args->draw);
    if (out->who == 0)
        return 0;
    gx_shake_prize *prize = &shake->prizes[out->who - 1];
    gx_fen money =
        prize->low + (gx_fen)gx_below64(gx_draw_low(args->draw), (uint64_t)(prize->high - prize->low) + 1);
    if (prize->stock == 0)
        return 0;
    if (gx_campaign_may_give(book, record, args->pass.user, money, op->now).code != GX_DONE)
        return 0;
    gx_campaign_pay(book, record, args->pass.user, money, op->now);
    prize->stock--;
    out->number = out->who;
    out->closed = prize->stock == 0;
    if (prize->coupon.life != 0)
        out->made = prize->coupon;
    return money;
}

gx_answer gx_rule_shake_try(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_shake_try *args = &op->args.shake_try;
    struct gx_campaigns *campaigns = book->campaigns;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_on(book, args->campaign, GX_CAMPAIGN_SHAKE, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_try(book, record, &args->pass, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_shake_record *shake = shake_of(book, record);
    uint32_t user = args->pass.user;
    if ((shake->tries != 0 && !gx_campaign_room(book, record, &campaigns->one, user)) ||
        !gx_campaign_room(book, record, &campaigns->got, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    if (shake->tries != 0) {
        uint64_t word = (uint64_t)op->now << 32 | (tries_of(book, record, user, op->now) + 1);
        gx_campaign_note(book, record, &campaigns->one, &record->one, user, word);
    }
    shake->shakes++;
    return gx_done(give_prize(book, record, op, out));
}

/* ---- Looking */

static const gx_shake_record *find(const gx_book *book, gx_campaign campaign)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL ||
        gx_campaign_of_kind(book, campaign, GX_CAMPAIGN_SHAKE, &record).code != GX_DONE)
        return NULL;
    return shake_of(book, record);
}

bool gx_shake_look(const gx_book *book, gx_campaign campaign, uint32_t number, gx_shake_prize *out)
{
    const gx_shake_record *shake = find(book, campaign);
    if (shake == NULL || number < 1 || number > shake->prize_count)
        return false;
    *out = shake->prizes[number - 1];
    return true;
}

uint64_t gx_shake_tries(const gx_book *book, gx_campaign campaign)
{
    const gx_shake_record *shake = find(book, campaign);
    return shake == NULL ? 0 : shake->shakes;
}

/* ---- Calls */

gx_answer gx_shake_set_terms(gx_book *book, gx_campaign campaign, uint16_t place, uint32_t tries,
                             const gx_window *windows, uint32_t count, uint32_t now)
{
    uint32_t list[2 * GX_SHAKE_WINDOWS + 2];
    uint32_t listed = count <= GX_SHAKE_WINDOWS ? 2 * count : 2 * GX_SHAKE_WINDOWS + 2;
    for (uint32_t i = 0; i < listed / 2; i++) {
        list[2 * i] = windows[i].from;
        list[2 * i + 1] = windows[i].until;
    }
    gx_op op = {.kind = GX_OP_SHAKE_TERMS,
                .listed = (uint16_t)listed,
                .now = now,
                .args.shake_terms = {campaign, place, tries},
                .list = list};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_shake_add_prize(gx_book *book, gx_campaign campaign, const gx_shake_prize *prize, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_SHAKE_PRIZE,
        .now = now,
        .args.shake_prize = {campaign, prize->ppm, prize->stock, prize->low, prize->high, prize->coupon}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_shake_try(gx_book *book, gx_campaign campaign, gx_pass pass, gx_draw draw, uint32_t now,
                       gx_shake_gift *out)
{
    gx_op op = {.kind = GX_OP_SHAKE_TRY, .now = now, .args.shake_try = {campaign, pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_shake_gift){.amount = result.answer.amount,
                           .prize = result.number,
                           .drawn = result.who,
                           .coupon = result.made,
                           .last_of_it = result.closed};
    return result.answer;
}
