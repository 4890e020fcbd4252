/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The money fund on the balance (W6) and the platform's income from idle money (W8).
 *
 * A day of a user is three divisions with remainder. The remainder of each is kept and added to the next
 * day's dividend, so that after n days quotients times divisor plus remainder is the sum of all dividends:
 * nothing is lost or made by rounding. Divisors are fixed (a day's rate in 10^-9; a year's rate in 10^-6 over
 * 365 days), therefore rates may change from day to day.
 *
 * Channel fee and float could be counted once for the whole book. They are counted user by user, so that
 * their sums do not depend on how users are cut into books; what is still in remainders is below 1 fen a
 * user. */
#include "wallet/fund.h"

#include "wallet/identity.h"

#include <gx/base/memory.h>

__extension__ typedef unsigned __int128 wide;

#define BILLION      UINT32_C(1000000000)
#define MILLION      UINT32_C(1000000)
#define MILLION_YEAR (MILLION * 365)

/* ---- State */

static bool start(gx_book *book)
{
    struct gx_fund *fund = gx_alloc(1, sizeof *fund);
    if (fund == NULL)
        return false;
    book->fund = fund;
    fund->rules = gx_fund_rules_default();
    fund->users = gx_alloc_columns(book->users, sizeof *fund->users);
    return fund->users != NULL;
}

static void stop(gx_book *book)
{
    if (book->fund == NULL)
        return;
    gx_free(book->fund->users);
    gx_free(book->fund);
    book->fund = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->fund + book->users * sizeof *book->fund->users;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held;
    bool sound = true;
    for (uint32_t i = 0; i < book->users; i++) {
        const gx_fund_user *user = &book->fund->users[i];
        sound &= user->interest_rest < BILLION && user->channel_rest < MILLION_YEAR &&
                 user->float_rest < MILLION_YEAR;
    }
    return sound;
}

static void digest_user(const gx_fund_user *user, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)user->day);
    gx_digest_number(digest, (uint64_t)user->counted << 32 | user->interest_rest);
    gx_digest_number(digest, (uint64_t)user->channel_rest << 32 | user->float_rest);
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    gx_digest digest = {(uint64_t)book->balance[book->fund_at + user]};
    digest_user(&book->fund->users[user], &digest);
    return digest.value;
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_fund *fund = book->fund;
    gx_digest_number(digest, (uint64_t)fund->rules.interest_ppb << 32 | fund->rules.channel_ppm);
    gx_digest_number(digest, fund->rules.float_ppm);
    gx_digest_number(digest, (uint64_t)fund->interest);
    gx_digest_number(digest, (uint64_t)fund->channel);
    gx_digest_number(digest, (uint64_t)fund->floated);
    for (uint32_t i = 0; i < book->users; i++)
        digest_user(&fund->users[i], digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_fund *fund = book->fund;
    GX_ARCHIVE(archive, fund->rules);
    GX_ARCHIVE(archive, fund->interest);
    GX_ARCHIVE(archive, fund->channel);
    GX_ARCHIVE(archive, fund->floated);
    gx_archive_bytes(archive, fund->users, book->users * sizeof *fund->users);
}

const gx_theme gx_theme_fund = {.name = "fund",
                                .start = start,
                                .stop = stop,
                                .archive = archive,
                                .bytes = bytes,
                                .audit = audit,
                                .user_digest = user_digest,
                                .state_digest = state_digest};

/* ---- Rules */

gx_fund_rules gx_fund_rules_default(void)
{
    return (gx_fund_rules){.interest_ppb = 109589, .channel_ppm = 2500, .float_ppm = 3500};
}

gx_answer gx_rule_fund_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_fund_rules *args = &op->args.fund_rules;
    if (args->interest_ppb > BILLION)
        return gx_refuse(GX_REFUSED_RULE, args->interest_ppb, BILLION);
    if (args->channel_ppm > MILLION)
        return gx_refuse(GX_REFUSED_RULE, args->channel_ppm, MILLION);
    if (args->float_ppm > MILLION)
        return gx_refuse(GX_REFUSED_RULE, args->float_ppm, MILLION);
    book->fund->rules = (gx_fund_rules){args->interest_ppb, args->channel_ppm, args->float_ppm};
    return gx_done(0);
}

static gx_account fund_of(const gx_book *book, gx_party user)
{
    return book->fund_at + user;
}

gx_answer gx_rule_fund_buy(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    gx_party user = gx_party_of(book, op->key.account);
    gx_spend spend = {
        .party = user, .amount = op->args.fund_buy.amount, .now = op->now, .purpose = GX_FOR_FUND};
    if (gx_identity_tier_of(book, user) == 0)
        return gx_refuse(GX_REFUSED_IDENTITY, 0, 1);
    if (!gx_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_account_of(book, user), fund_of(book, user), spend.amount);
        gx_note_spend(book, &spend);
    }
    return answer;
}

gx_answer gx_rule_fund_redeem(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_fen amount = op->args.fund_redeem.amount;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    gx_party user = gx_party_of(book, op->key.account);
    gx_fen fund = book->balance[fund_of(book, user)];
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > fund)
        return gx_refuse(GX_REFUSED_FUNDS, fund, amount);
    gx_answer answer = gx_check_payee(book, user, amount);
    if (answer.code == GX_DONE)
        gx_post(book, fund_of(book, user), gx_account_of(book, user), amount);
    return answer;
}

/* What `amount` brings at `rate`, after what was carried; *rest is what is carried on. */
static gx_fen earn(gx_fen amount, uint32_t rate, uint32_t divisor, uint32_t *rest)
{
    wide sum = (wide)amount * rate + *rest;
    *rest = (uint32_t)(sum % divisor);
    return (gx_fen)(sum / divisor);
}

static void pay_out(gx_book *book, gx_account to, gx_fen amount, gx_fen *total)
{
    *total = (gx_fen)((uint64_t)*total + (uint64_t)amount);
    if (amount > 0)
        gx_post(book, gx_house(book, GX_HOUSE_YIELD), to, amount);
}

gx_answer gx_rule_fund_day(gx_book *book, const gx_op *op, gx_result *out)
{
    uint32_t name = op->args.fund_day.user;
    if (!gx_is_user(book, name))
        return gx_refuse_party(name);
    gx_party user = gx_party_of(book, name);
    struct gx_fund *fund = book->fund;
    gx_fund_user after = fund->users[user];
    int64_t day = gx_day_of(book, op->now);
    if (after.counted != 0 && after.day == day)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    gx_fen lies = book->balance[fund_of(book, user)];
    gx_fen interest = earn(lies, fund->rules.interest_ppb, BILLION, &after.interest_rest);
    gx_fen channel = earn(lies, fund->rules.channel_ppm, MILLION_YEAR, &after.channel_rest);
    gx_fen floated =
        earn(gx_party_balance(book, user), fund->rules.float_ppm, MILLION_YEAR, &after.float_rest);
    gx_fen all = interest + channel + floated; /* each of them at most what a book can hold */
    gx_answer answer = all == 0 ? gx_done(0) : gx_check_inflow(book, GX_HOUSE_YIELD, all);
    if (answer.code != GX_DONE)
        return answer;
    pay_out(book, fund_of(book, user), interest, &fund->interest);
    pay_out(book, gx_house(book, GX_HOUSE_FEES), channel, &fund->channel);
    pay_out(book, gx_house(book, GX_HOUSE_FEES), floated, &fund->floated);
    after.day = day;
    after.counted = 1;
    fund->users[user] = after;
    out->second = channel;
    out->third = floated;
    return gx_done(interest);
}

/* ---- Calls */

gx_answer gx_fund_set_rules(gx_book *book, const gx_fund_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FUND_RULES,
                .now = now,
                .args.fund_rules = {rules->interest_ppb, rules->channel_ppm, rules->float_ppm}};
    return gx_book_do(book, &op, NULL);
}

gx_fund_rules gx_fund_rules_now(const gx_book *book)
{
    static const gx_fund_rules none;
    return book->fund == NULL ? none : book->fund->rules;
}

gx_answer gx_fund_buy(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FUND_BUY, .now = now, .key = key, .args.fund_buy = {amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_fund_redeem(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FUND_REDEEM, .now = now, .key = key, .args.fund_redeem = {amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_fund_day(gx_book *book, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FUND_DAY, .now = now, .args.fund_day = {user}};
    return gx_book_do(book, &op, NULL);
}

gx_fen gx_fund_balance(const gx_book *book, uint32_t user)
{
    bool has = book->fund != NULL && gx_is_user(book, user);
    return has ? book->balance[fund_of(book, gx_party_of(book, user))] : 0;
}

gx_idle gx_wallet_idle(const gx_book *book)
{
    gx_idle idle = {0};
    for (uint32_t i = 0; i < book->users; i++)
        idle.balances += gx_balance(book, i);
    if (book->fund == NULL)
        return idle;
    for (uint32_t i = 0; i < book->users; i++)
        idle.funds += book->balance[fund_of(book, i)];
    idle.interest = book->fund->interest;
    idle.channel = book->fund->channel;
    idle.floated = book->fund->floated;
    return idle;
}
