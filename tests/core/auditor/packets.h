/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all packets have in common, for the parts of both kinds of packets. */
#ifndef TESTS_CORE_AUDITOR_PACKETS_H
#define TESTS_CORE_AUDITOR_PACKETS_H

#include "core/auditor/auditor.h"

/* A packet of any kind, behind its thing (AUD_PACKET). */
typedef struct aud_packet {
    uint8_t kind; /* gx_packet_kind */
    uint32_t audience, occasion, shares, sent;
    gx_fen amount;
    gx_fen share_min; /* as it was when it was sent */
    uint32_t taken;
    bool has[AUD_NAMES]; /* who has a share */
    uint32_t luckiest;
    gx_fen luckiest_share;
    uint64_t own[32]; /* for what a kind has besides */
} aud_packet;

gx_packet_rules *aud_packet_rules(const aud_book *book);

/* Shares, amount and mean against the product's limits, in this order; `most`: shares. */
gx_answer aud_check_shares(const gx_packet_rules *rules, uint32_t shares, int64_t most);
gx_answer aud_check_amount(const gx_packet_rules *rules, gx_fen amount, uint32_t shares);

/* Can the sender fund it, from the balance and, for what is missing there, from the card? DONE: amount is
 * what is missing. And opens it: `packet` is copied. */
gx_answer aud_check_funding(const aud_book *book, uint32_t sender, gx_fen amount, uint32_t now);
void aud_open_packet(aud_book *book, uint32_t sender, const aud_packet *packet, gx_fen missing,
                     aud_want *want);

/* The next share of it, and that it is given: want gets number, closed, who, third. */
gx_fen aud_next_share(const aud_thing *thing, gx_draw draw);
void aud_give_share(aud_book *book, aud_thing *thing, uint32_t claimer, gx_fen share, aud_want *want);

#endif
