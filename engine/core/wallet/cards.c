/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards, top-up, withdrawal with its free quota and fee (W2).
 *
 * The fee is rounded up, so that n withdrawals never cost less than one of their sum. What a user has
 * withdrawn is only kept once somebody asks for a fee: a book of the years before pays nothing for it. */
#include "ledger/door.h"

#include <gx/base/memory.h>

__extension__ typedef unsigned __int128 wide;

enum { MILLION = 1000000, FEE_MIN_MAX = 1000000 };

void gx_cards_free(gx_cards *cards)
{
    gx_free(cards->withdrawn);
    cards->withdrawn = NULL;
}

size_t gx_cards_bytes(const gx_book *book)
{
    return book->cards.withdrawn == NULL ? 0 : book->users * sizeof *book->cards.withdrawn;
}

void gx_cards_archive(gx_archive *archive, gx_book *book)
{
    gx_archive_mark(archive, "cards");
    GX_ARCHIVE(archive, book->cards.rules);
    gx_column_archive(archive, (void **)&book->cards.withdrawn, book->users, sizeof *book->cards.withdrawn);
}

void gx_cards_digest(const gx_book *book, gx_digest *digest)
{
    const gx_cards *cards = &book->cards;
    gx_digest_number(digest, (uint64_t)cards->rules.free_quota);
    gx_digest_number(digest, (uint64_t)cards->rules.fee_ppm << 32 | (uint64_t)cards->rules.fee_min);
    if (cards->withdrawn != NULL)
        gx_digest_bytes(digest, cards->withdrawn, book->users * sizeof *cards->withdrawn);
}

/* What WITHDRAW takes beside the amount (at least 1). Never more than the amount, or fee_min. */
static gx_fen fee_of(const gx_book *book, gx_party user, gx_fen amount)
{
    const gx_wallet_rules *rules = &book->cards.rules;
    if (rules->fee_ppm == 0)
        return 0;
    gx_fen used = book->cards.withdrawn[user];
    gx_fen left = used < rules->free_quota ? rules->free_quota - used : 0;
    if (amount <= left)
        return 0;
    gx_fen fee = (gx_fen)(((wide)(amount - left) * rules->fee_ppm + MILLION - 1) / MILLION);
    return fee < rules->fee_min ? rules->fee_min : fee;
}

static void note_withdrawn(gx_book *book, gx_party user, gx_fen amount)
{
    gx_fen *sum = book->cards.withdrawn;
    if (sum == NULL)
        return;
    sum += user;
    gx_keep(book, sum, sizeof *sum);
    *sum = amount > INT64_MAX - *sum ? INT64_MAX : *sum + amount;
}

/* ---- Rules */

/* The rule. False: no user. */
static inline bool bind_card(gx_book *book, uint32_t user)
{
    if (!gx_is_user(book, user))
        return false;
    gx_party party = gx_party_of(book, user);
    book->counts.cards += !gx_has_card(book, party);
    gx_set_word_bit(book, party, GX_WORD_CARD_BIT, true);
    return true;
}

gx_answer gx_rule_bind_card(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    uint32_t user = op->args.bind_card.user;
    return bind_card(book, user) ? gx_done(0) : gx_refuse_party(user);
}

gx_answer gx_rule_unbind_card(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    uint32_t user = op->args.unbind_card.user;
    if (!gx_is_user(book, user))
        return gx_refuse_party(user);
    gx_set_word_bit(book, gx_party_of(book, user), GX_WORD_CARD_BIT, false);
    return gx_done(0);
}

gx_answer gx_rule_wallet_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_wallet_rules *args = &op->args.wallet_rules;
    gx_cards *cards = &book->cards;
    if (args->free_quota < 0)
        return gx_refuse(GX_REFUSED_RULE, args->free_quota, 0);
    if (args->fee_ppm > MILLION)
        return gx_refuse(GX_REFUSED_RULE, args->fee_ppm, MILLION);
    if (args->fee_min < 0 || args->fee_min > FEE_MIN_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->fee_min, FEE_MIN_MAX);
    if (args->fee_ppm > 0 && cards->withdrawn == NULL) {
        cards->withdrawn = gx_alloc_columns(book->users, sizeof *cards->withdrawn);
        if (cards->withdrawn == NULL)
            return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    }
    cards->rules = (gx_wallet_rules){args->free_quota, args->fee_ppm, args->fee_min};
    return gx_done(0);
}

gx_answer gx_rule_top_up(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_fen amount = op->args.top_up.amount;
    gx_party user = gx_party_of(book, op->key.account);
    if (!gx_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, amount);
    if (answer.code == GX_DONE)
        answer = gx_check_payee(book, user, amount);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), gx_account_of(book, user), amount);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, amount);
    }
    return answer;
}

gx_answer gx_rule_withdraw(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_fen amount = op->args.withdraw.amount;
    gx_party user = gx_party_of(book, op->key.account);
    if (!gx_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_fen fee = amount < 1 ? 0 : fee_of(book, user, amount);
    gx_fen both = amount > INT64_MAX - fee ? INT64_MAX : amount + fee;
    gx_spend spend = {.party = user, .amount = both, .now = op->now, .purpose = GX_FOR_WITHDRAWAL};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, user), gx_house(book, GX_HOUSE_CARD_GATEWAY), amount);
    if (fee > 0)
        gx_post(book, gx_account_of(book, user), gx_house(book, GX_HOUSE_FEES), fee);
    gx_note_spend(book, &spend);
    note_withdrawn(book, user, amount);
    gx_count(&book->counts.withdrawals, &book->counts.withdrawn, amount);
    out->second = fee;
    return gx_done(amount);
}

/* ---- Calls */

gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user, uint32_t now)
{
    if (gx_door_is_light(book, false, now)) {
        if (!bind_card(book, user))
            return gx_refuse_party(user);
        gx_door_left(book, now);
        return gx_done(0);
    }
    gx_op op = {.kind = GX_OP_BIND_CARD, .now = now, .args.bind_card = {user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_wallet_unbind_card(gx_book *book, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_UNBIND_CARD, .now = now, .args.unbind_card = {user}};
    return gx_book_do(book, &op, NULL);
}

bool gx_wallet_has_card(const gx_book *book, uint32_t user)
{
    return gx_is_user(book, user) && gx_has_card(book, gx_party_of(book, user));
}

gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_TOP_UP, .now = now, .key = key, .args.top_up = {amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_wallet_set_rules(gx_book *book, const gx_wallet_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_WALLET_RULES,
                .now = now,
                .args.wallet_rules = {rules->free_quota, rules->fee_ppm, rules->fee_min}};
    return gx_book_do(book, &op, NULL);
}

gx_wallet_rules gx_wallet_rules_now(const gx_book *book)
{
    return book->cards.rules;
}

gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_WITHDRAW, .now = now, .key = key, .args.withdraw = {amount}};
    return gx_book_do(book, &op, NULL);
}

gx_fen gx_wallet_withdrawal_fee(const gx_book *book, uint32_t user, gx_fen amount)
{
    return amount < 1 || !gx_is_user(book, user) ? 0 : fee_of(book, gx_party_of(book, user), amount);
}
