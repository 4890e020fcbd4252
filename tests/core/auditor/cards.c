/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for cards: binding, top-up, withdrawal and what it costs (W2). */
#include "core/auditor/auditor.h"

static const uint32_t gateway = AUD_HOUSE_AT + GX_HOUSE_CARD_GATEWAY;

/* What withdrawals cost here, and what users withdrew since they first cost something. */
typedef struct costs {
    gx_wallet_rules rules;
    bool counted;
    gx_fen withdrawn[AUD_USERS];
} costs;

extern const aud_part aud_cards;

/* ---- Cards */

static gx_answer set_card(aud_book *book, uint32_t name, bool bound)
{
    uint32_t user = aud_user(book, name);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, name);
    if (bound && !book->card[user])
        book->counts.cards++;
    book->card[user] = bound;
    return aud_done(0);
}

static void generate_bind(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 90))
        step->op.args.bind_card.user = aud_some_user(world, step->book);
}

static gx_answer predict_bind(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    return set_card(book, op->args.bind_card.user, true);
}

static void generate_unbind(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 90))
        step->op.args.unbind_card.user = aud_some_user(world, step->book);
}

static gx_answer predict_unbind(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    return set_card(book, op->args.unbind_card.user, false);
}

static bool has_card(const aud_book *book, uint32_t party)
{
    return party < AUD_USERS && book->card[party];
}

/* ---- Top-up */

static gx_answer predict_top_up(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_party(book, op->key.account);
    gx_fen amount = op->args.top_up.amount;
    if (!has_card(book, user))
        return aud_no(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = aud_check_inflow(book, GX_HOUSE_CARD_GATEWAY, amount);
    if (answer.code == GX_DONE)
        answer = aud_check_payee(book, user, amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, gateway, user, amount);
    aud_count(&book->counts.top_ups, &book->counts.topped_up, amount);
    return answer;
}

/* ---- Withdrawal */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.wallet_rules = (gx_args_wallet_rules){
        .free_quota = aud_odds(world, 30) ? 0 : aud_below(world, 3000),
        .fee_ppm = aud_odds(world, 20) ? 0 : aud_below(world, aud_odds(world, 50) ? 5000 : 1000000),
        .fee_min = aud_odds(world, 50) ? 0 : aud_below(world, 20)};
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_wallet_rules *args = &op->args.wallet_rules;
    costs *c = aud_state(book, &aud_cards);
    if (args->free_quota < 0)
        return aud_no(GX_REFUSED_RULE, args->free_quota, 0);
    if (args->fee_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, args->fee_ppm, 1000000);
    if (args->fee_min < 0 || args->fee_min > 1000000)
        return aud_no(GX_REFUSED_RULE, args->fee_min, 1000000);
    c->rules = (gx_wallet_rules){args->free_quota, args->fee_ppm, args->fee_min};
    c->counted |= args->fee_ppm > 0;
    return aud_done(0);
}

static gx_fen fee_of(const aud_book *book, uint32_t user, gx_fen amount)
{
    const costs *c = aud_state(book, &aud_cards);
    gx_fen left = c->rules.free_quota > c->withdrawn[user] ? c->rules.free_quota - c->withdrawn[user] : 0;
    gx_fen charged = amount > left ? amount - left : 0;
    if (c->rules.fee_ppm == 0 || charged == 0)
        return 0;
    gx_fen millions = charged / 1000000; /* of the sum, so that nothing overflows */
    gx_fen rest = charged % 1000000;
    gx_fen fee = millions * c->rules.fee_ppm + (rest * c->rules.fee_ppm + 999999) / 1000000;
    return fee < c->rules.fee_min ? c->rules.fee_min : fee;
}

static gx_answer predict_withdraw(aud_book *book, const gx_op *op, aud_want *want)
{
    uint32_t user = aud_party(book, op->key.account);
    gx_fen amount = op->args.withdraw.amount;
    if (!has_card(book, user))
        return aud_no(GX_REFUSED_NO_CARD, 0, 1);
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    gx_fen fee = fee_of(book, user, amount);
    gx_fen all = fee > INT64_MAX - amount ? INT64_MAX : amount + fee;
    aud_spend spend = {.payer = user, .amount = all, .now = op->now, .purpose = GX_FOR_WITHDRAWAL};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    costs *c = aud_state(book, &aud_cards);
    if (c->counted)
        c->withdrawn[user] =
            amount > INT64_MAX - c->withdrawn[user] ? INT64_MAX : c->withdrawn[user] + amount;
    aud_move(book, user, gateway, amount);
    if (fee > 0)
        aud_move(book, user, AUD_HOUSE_AT + GX_HOUSE_FEES, fee);
    aud_note_spend(book, &spend);
    aud_count(&book->counts.withdrawals, &book->counts.withdrawn, amount);
    want->result.second = fee;
    return aud_done(amount);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    for (unsigned user = 0; user < AUD_USERS; user++) {
        if (!aud_odds(world, 50))
            continue;
        aud_step *step = aud_make(world, book, GX_OP_BIND_CARD);
        step->op.args.bind_card.user = aud_user_name(book, user);
        aud_do(world, step);
    }
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    const costs *c = aud_state(own, &aud_cards);
    gx_wallet_rules rules = gx_wallet_rules_now(core);
    aud_expect(world, rules.fee_ppm == c->rules.fee_ppm, "the fee's rate");
    aud_expect_fen(world, rules.free_quota, c->rules.free_quota, "the free quota");
    aud_expect_fen(world, rules.fee_min, c->rules.fee_min, "the least fee");
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t name = aud_name(seat);
        uint32_t user = aud_user(own, name);
        bool has = user != AUD_NOBODY && own->card[user];
        aud_expect(world, gx_wallet_has_card(core, name) == has, "who has a card");
        aud_expect_fen(world, gx_wallet_withdrawal_fee(core, name, 777),
                       user == AUD_NOBODY ? 0 : fee_of(own, user, 777), "the fee of a withdrawal");
    }
}

#define HOOKS (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK)) /* what themes may say of a payment */

static const aud_rule rules[] = {{GX_OP_BIND_CARD, 2, generate_bind, predict_bind, AUD_MAY(ACCOUNT), 0},
                                 {GX_OP_UNBIND_CARD, 1, generate_unbind, predict_unbind, AUD_MAY(ACCOUNT), 0},
                                 {GX_OP_WALLET_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
                                 {GX_OP_TOP_UP, 6, NULL, predict_top_up,
                                  AUD_MAY(NO_CARD) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(CAP), 0},
                                 {GX_OP_WITHDRAW, 4, NULL, predict_withdraw,
                                  AUD_MAY(NO_CARD) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(FUNDS),
                                  HOOKS},
                                 {0}};

const aud_part aud_cards = {.name = "cards",
                            .theme = GX_THEME_LEDGER,
                            .rules = rules,
                            .state_bytes = sizeof(costs),
                            .prepare = prepare,
                            .look = look};
