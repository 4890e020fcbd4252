/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of red packets between people (R1–R7). Numbers 0x40 … 0x5f. */
#ifndef GX_CORE_OPS_PACKETS_H
#define GX_CORE_OPS_PACKETS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_PACKETS(X)                                                                                    \
    X(0x40, PACKET_RULES, packet_rules, LEDGER, 0, "R1 R3", "the product's limits from now on")              \
    X(0x41, PACKET_SEND, packet_send, LEDGER, 1, "R1 R3", "fund and open")                                   \
    X(0x42, PACKET_CLAIM, packet_claim, LEDGER, 0, "R1 R3", "take a share")                                  \
    X(0x43, PACKET_EXPIRE, packet_expire, LEDGER, 0, "R1 R3", "what is left back to the sender")

#define GX_ARGS_packet_rules(F)                                                                              \
    F(fen, share_min) F(fen, mean_share_max) F(u32, shares_max) F(fen, amount_max) F(u32, life_ticks)
#define GX_ARGS_packet_send(F)                                                                               \
    F(u8, kind) F(u32, audience) F(u32, shares) F(fen, amount) F(u32, occasion)
#define GX_ARGS_packet_claim(F)  F(ref, packet) F(u32, claimer) F(draw, draw)
#define GX_ARGS_packet_expire(F) F(ref, packet)

#endif
