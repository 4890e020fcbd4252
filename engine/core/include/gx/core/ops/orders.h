/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of merchant payment and orders (W5). Numbers 0x30 … 0x37. */
#ifndef GX_CORE_OPS_ORDERS_H
#define GX_CORE_OPS_ORDERS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_ORDERS(X)                                                                                     \
    X(0x30, ORDER_RULES, order_rules, ORDERS, 0, "W5", "deadlines of orders and refunds from now on")        \
    X(0x31, MERCHANT_PAY, merchant_pay, ORDERS, 1, "W5 W7 M8", "at the till: from a user to clearing")       \
    X(0x32, MERCHANT_TAKE, merchant_take, ORDERS, 0, "W5", "from clearing to a merchant; refundable")        \
    X(0x33, MERCHANT_REFUND, merchant_refund, ORDERS, 1, "W5", "a merchant gives back a payment, or a part") \
    X(0x34, ORDER_PLACE, order_place, ORDERS, 1, "W5", "an order, paid into escrow")                         \
    X(0x35, ORDER_SHIP, order_ship, ORDERS, 0, "W5", "the merchant sent it")                                 \
    X(0x36, ORDER_REFUND, order_refund, ORDERS, 0, "W5", "what is held back to the buyer, whole or in part") \
    X(0x37, ORDER_RELEASE, order_release, ORDERS, 0, "W5 M4", "to the merchant: received, or in time")

/* clang-format off */
#define GX_ARGS_order_rules(F) F(u32, ship_ticks) F(u32, receive_ticks) F(u32, refund_ticks)
#define GX_ARGS_merchant_pay(F) F(u32, merchant) F(fen, amount) F(u8, unconfirmed)
#define GX_ARGS_merchant_take(F) F(u32, merchant) F(u32, payer) F(fen, amount) F(fen, paid)
#define GX_ARGS_merchant_refund(F) F(ref, payment) F(fen, amount)
#define GX_ARGS_order_place(F) F(u32, merchant) F(fen, price) F(u8, unconfirmed)
#define GX_ARGS_order_ship(F) F(ref, order)
#define GX_ARGS_order_refund(F) F(ref, order) F(u8, why) F(fen, amount)
#define GX_ARGS_order_release(F) F(ref, order) F(u8, received)
/* clang-format on */

#endif
