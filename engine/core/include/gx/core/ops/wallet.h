/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of the wallet (W1–W4, W6–W8). Numbers 0x20 … 0x2f and 0x38 … 0x3f; orders have those between. */
#ifndef GX_CORE_OPS_WALLET_H
#define GX_CORE_OPS_WALLET_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_WALLET(X)                                                                                     \
    X(0x20, BIND_CARD, bind_card, LEDGER, 0, "W2", "a bank card")                                            \
    X(0x21, TOP_UP, top_up, LEDGER, 1, "W2", "from the card into the balance")                               \
    X(0x22, WITHDRAW, withdraw, LEDGER, 1, "W2", "from the balance to the card")                             \
    X(0x23, UNBIND_CARD, unbind_card, LEDGER, 0, "W2", "the card is gone")                                   \
    X(0x24, WALLET_RULES, wallet_rules, LEDGER, 0, "W2", "what a withdrawal costs from now on")              \
    X(0x25, IDENTITY_RULES, identity_rules, IDENTITY, 0, "W1 W7", "who may pay how much from now on")        \
    X(0x26, IDENTITY_TIER, identity_tier, IDENTITY, 0, "W1", "how far a user's identity is verified")        \
    X(0x27, ATTRIBUTES_SET, attributes_set, IDENTITY, 0, "W1", "what is known of a user")                    \
    X(0x28, FREE_SWITCH, free_switch, IDENTITY, 1, "W7", "password-free payment on or off")                  \
    X(0x29, PAYROLL_OPEN, payroll_open, BILLS, 1, "W3", "hold the wages of n payees")                        \
    X(0x2a, PAYROLL_ADD, payroll_add, BILLS, 0, "W3", "more names for a long payroll")                       \
    X(0x2b, PAYROLL_PROMISE, payroll_promise, BILLS, 0, "W3", "the payee's book will take a wage")           \
    X(0x2c, PAYROLL_VOTE, payroll_vote, BILLS, 0, "W3", "what a payee's book said; the last yes pays all")   \
    X(0x2d, PAYROLL_EXPIRE, payroll_expire, BILLS, 0, "W3", "not all said yes in time: all back")            \
    X(0x2e, PAYROLL_SETTLE, payroll_settle, BILLS, 0, "W3", "a promise kept, or no longer needed")           \
    X(0x38, BILL_OPEN, bill_open, BILLS, 1, "W4", "ask friends for their shares")                            \
    X(0x39, BILL_PAY, bill_pay, BILLS, 0, "W4", "a friend's share arrives")                                  \
    X(0x3a, BILL_CLOSE, bill_close, BILLS, 1, "W4", "the collector asks no longer")                          \
    X(0x3b, BILL_EXPIRE, bill_expire, BILLS, 0, "W4", "the bill's time is over")                             \
    X(0x3c, FUND_RULES, fund_rules, FUND, 0, "W6 W8", "rates of interest, channel fee and float")            \
    X(0x3d, FUND_BUY, fund_buy, FUND, 1, "W6", "from the balance into the fund")                             \
    X(0x3e, FUND_REDEEM, fund_redeem, FUND, 1, "W6", "from the fund into the balance")                       \
    X(0x3f, FUND_DAY, fund_day, FUND, 0, "W6 W8", "a day's interest, channel fee and float of a user")

/* clang-format off */
#define GX_ARGS_bind_card(F) F(u32, user)
#define GX_ARGS_top_up(F) F(fen, amount)
#define GX_ARGS_withdraw(F) F(fen, amount)
#define GX_ARGS_unbind_card(F) F(u32, user)
#define GX_ARGS_wallet_rules(F) F(fen, free_quota) F(u32, fee_ppm) F(fen, fee_min)

#define GX_ARGS_identity_rules(F)                                                                            \
    F(u8, real_name) F(u8, limits) F(fen, lifetime_max) F(fen, year_max) F(fen, year_max_full)               \
    F(fen, free_payment_max) F(fen, free_day_max) F(u8, free_unless_chosen)
#define GX_ARGS_identity_tier(F) F(u32, user) F(u8, tier)
#define GX_ARGS_attributes_set(F)                                                                            \
    F(u32, user) F(u32, badges) F(u16, place) F(u8, sex) F(u8, age) F(u8, occupation)
#define GX_ARGS_free_switch(F) F(u8, on)

#define GX_ARGS_payroll_open(F) F(fen, amount) F(u32, payees) F(u32, expires)
#define GX_ARGS_payroll_add(F) F(ref, payroll)
#define GX_ARGS_payroll_promise(F) F(u32, payee) F(fen, amount)
#define GX_ARGS_payroll_vote(F) F(ref, payroll) F(u32, payee) F(u8, yes)
#define GX_ARGS_payroll_expire(F) F(ref, payroll)
#define GX_ARGS_payroll_settle(F) F(ref, promise) F(u8, paid)

#define GX_ARGS_bill_open(F) F(fen, amount) F(u8, split) F(u8, own) F(u32, expires)
#define GX_ARGS_bill_pay(F) F(ref, bill) F(u32, payer) F(fen, amount)
#define GX_ARGS_bill_close(F) F(ref, bill)
#define GX_ARGS_bill_expire(F) F(ref, bill)

#define GX_ARGS_fund_rules(F) F(u32, interest_ppb) F(u32, channel_ppm) F(u32, float_ppm)
#define GX_ARGS_fund_buy(F) F(fen, amount)
#define GX_ARGS_fund_redeem(F) F(fen, amount)
#define GX_ARGS_fund_day(F) F(u32, user)
/* clang-format on */

#endif
