/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red packets (R1, R3): one life cycle, kinds as data.
 *
 *     send --> open --claim … claim--> claimed out
 *                \--expire-----------> refunded
 *
 * A packet is money of its sender in escrow. It is funded at once, from the balance, else with a top-up of
 * the missing part from the bound card. Shares are given in the order of claims, one a person; each share
 * leaves escrow for clearing. What is left when the packet expires goes back to the sender. Shares and refund
 * add up to the packet's amount, always.
 *
 * What kinds have of their own is a table: who may claim, what a share is, what carries the packet to its
 * claimers. The kinds of social_packet.h (face to face, by password, guessed) live the same life, with the
 * same expiry and the same looks; they are sent and claimed by operations of their own, since a claim brings
 * more.
 */
#ifndef GX_CORE_PACKET_H
#define GX_CORE_PACKET_H

#include <gx/core/book.h>

/* Who may claim. */
typedef enum gx_packet_who {
    GX_WHO_ADDRESSEE, /* the one user that the audience names */
    GX_WHO_MEMBERS,   /* the members of the chat group that the audience names */
    GX_WHO_PRESENT,   /* who is at the place that the audience names */
    GX_WHO_BEARER,    /* who knows the code; the audience is 0 */
    GX_WHO_TURN       /* the user whose turn it is in a chain; the audience names him */
} gx_packet_who;

/* What a share is. */
typedef enum gx_packet_split {
    GX_SPLIT_WHOLE, /* one share: all of it */
    GX_SPLIT_EQUAL, /* gx_split_equal */
    GX_SPLIT_LUCKY, /* gx_split_lucky: double mean */
    GX_SPLIT_CUT    /* gx_split_cut: line cutting */
} gx_packet_split;

/* X(NAME, word, who may claim, what a share is, what carries it, theme, help). The order is part of the
 * journal's format; new ones go to the end. */
#define GX_PACKET_KIND_TABLE(X)                                                                              \
    X(PERSONAL, "personal", ADDRESSEE, WHOLE, "chat", LEDGER, "R1: one receiver, fixed amount")              \
    X(EQUAL, "equal", MEMBERS, EQUAL, "group", LEDGER, "R3: equal shares to a chat group")                   \
    X(LUCKY, "lucky", MEMBERS, LUCKY, "group", LEDGER, "R3: random shares to a chat group")                  \
    X(CUT, "cut", MEMBERS, CUT, "group", LEDGER, "R3: random shares by cutting a line")                      \
    X(FACE_EQUAL, "face_equal", PRESENT, EQUAL, "place", SOCIAL_PACKETS, "R4: equal, who is here now")       \
    X(FACE_LUCKY, "face_lucky", PRESENT, LUCKY, "place", SOCIAL_PACKETS, "R4: random, who is here now")      \
    X(CODE_EQUAL, "code_equal", BEARER, EQUAL, "any", SOCIAL_PACKETS, "R6: equal, who types the code")       \
    X(CODE_LUCKY, "code_lucky", BEARER, LUCKY, "any", SOCIAL_PACKETS, "R6: random, who types the code")      \
    X(GUESS, "guess", TURN, WHOLE, "chain", SOCIAL_PACKETS, "R2: who guesses the hidden amount")

typedef enum gx_packet_kind {
#define X(NAME, word, who, split, carrier, theme, help) GX_PACKET_##NAME,
    GX_PACKET_KIND_TABLE(X)
#undef X
        GX_PACKET_KIND_COUNT
} gx_packet_kind;

/* A row of the table. */
typedef struct gx_packet_form {
    const char *word, *carrier, *help;
    gx_packet_who who;
    gx_packet_split split;
    uint32_t theme; /* bit that a book needs for it; 0: every book has it */
} gx_packet_form;

/* NULL when there is no such kind. */
const gx_packet_form *gx_packet_form_of(gx_packet_kind kind);

/* The kind's word; "unknown" when there is no such kind. */
const char *gx_packet_kind_word(gx_packet_kind kind);

/* The rules of a product, the host's to set (SYSTEM defaults in gx_packet_rules_default). */
typedef struct gx_packet_rules {
    gx_fen share_min;      /* 1 fen: the least share */
    gx_fen mean_share_max; /* ¥200: the largest mean share at funding */
    uint32_t shares_max;   /* 100 */
    gx_fen amount_max;     /* ¥20,000 */
    uint32_t life_ticks;   /* 24 h in the host's ticks */
} gx_packet_rules;

gx_packet_rules gx_packet_rules_default(void); /* life_ticks for ticks of one second */

/* From now on; open packets keep the rules that they were sent under. Refused with GX_REFUSED_RULE: share_min
 * below 1 (have: it, need: 1) or above 2^32 - 1 (have: it, need: 2^32 - 1); shares_max of 0 or above 100,000
 * (have: it, need: 100,000). The other figures are taken as they are. */
gx_answer gx_packet_set_rules(gx_book *book, const gx_packet_rules *rules, uint32_t now);

/* What a sender asks for. */
typedef struct gx_packet_order {
    gx_packet_kind kind; /* PERSONAL, EQUAL, LUCKY, CUT */
    uint32_t audience;   /* a user (personal), or a group */
    uint32_t shares;     /* 1 for personal */
    gx_fen amount;       /* of all shares */
    uint32_t occasion;   /* the host's name for why it was sent; kept for the host, unseen by the rules */
} gx_packet_order;

/* A packet's handle in its book. */
typedef gx_ref gx_packet_ref;

/* Send: fund and open. key.account is the sender. On GX_DONE answer.amount is the packet's amount, *out the
 * packet, *topped_up (may be NULL; the result's `second`) what the card gave: the part of the amount that the
 * balance lacked. It expires at now + life_ticks (at most tick 2^32 - 1). A repeated key gives the same
 * packet and figures, also when the packet is gone by now. O(1). Refused, in this order:
 *
 *   the order:
 *     GX_REFUSED_ACCOUNT        the sender is a party of the book, but no user: 0, the sender
 *     GX_REFUSED_NO_SUCH        this operation does not send that kind: kind, GX_PACKET_KIND_COUNT
 *     GX_REFUSED_SHARES         no shares: 0, 1
 *     GX_REFUSED_SHARES         too many: shares, the most (1 for personal, else shares_max)
 *     GX_REFUSED_NOT_ADDRESSED  a personal packet to oneself: sender, audience
 *     GX_REFUSED_AMOUNT         below 1: amount, 1
 *     GX_REFUSED_AMOUNT         above amount_max: amount, amount_max
 *     GX_REFUSED_MEAN_SHARE     with mean = amount / shares, rounded down: mean below share_min: mean,
 * share_min GX_REFUSED_MEAN_SHARE     mean above mean_share_max, or equal to it with a rest of the division:
 * mean, mean_share_max the funding: GX_REFUSED_FROZEN         nothing may leave the sender's account: 0, 0
 *     GX_REFUSED_FUNDS          the balance lacks something and no card is bound: balance, amount
 *     what the themes say of the payment (purpose GX_FOR_PACKET): of the whole amount, but the limits of W1,
 * which are asked about the balance's part GX_REFUSED_AMOUNT         the card's part does not fit into the
 * book (gx_check_inflow) GX_REFUSED_MEMORY */
gx_answer gx_packet_send(gx_book *book, gx_op_key key, const gx_packet_order *order, uint32_t now,
                         gx_packet_ref *out, gx_fen *topped_up);

/* What a claim gave, and what it did to the packet. */
typedef struct gx_packet_share {
    gx_fen amount;
    uint32_t position; /* from 0, in the order of claims */
    bool closed;       /* it was the last share: the packet is gone, `luckiest` says who drew most */
    uint32_t luckiest; /* so far, this claim counted */
    gx_fen luckiest_share;
} gx_packet_share;

/* A user of any book claims a share. `draw` is keyed by the host on (packet, claimer): so the order of
 * arrival decides who gets a share, and nothing else. On GX_DONE the amount is in clearing, for the host to
 * carry to the claimer's book (gx_transfer_in). If that book refuses it (the account is frozen or full), the
 * share stays given: the host puts it into the claimer's own balance there all the same, or brings it back to
 * the sender in his book, both with gx_transfer_return. The result's number, closed, who and third are
 * position, closed, luckiest and luckiest_share; at a tie the earlier one is the luckiest.
 *
 * The share, with k shares and R fen left (this one counted) and m the packet's share_min: EQUAL:
 * gx_split_equal (amount, shares, position); LUCKY: m - 1 + gx_split_lucky(R - (m - 1) k, k, draw); CUT: the
 * same with gx_split_cut; WHOLE: all. O(shares). Refused, in this order:
 *
 *     GX_REFUSED_NO_SUCH        the handle was never given out: 0, 0
 *     GX_REFUSED_EMPTY          it is gone: claimed out, or refunded before; the book forgets which: 0, 1
 *     GX_REFUSED_INCOMPLETE     a packet of this kind is claimed by another operation: PACKET_CLAIM's number,
 *                               that operation's number (enum gx_op_kind)
 *     GX_REFUSED_EXPIRED        from the expiry tick on: now, expiry
 *     GX_REFUSED_TWICE          this user has a share of it: 1, 0. It is the idempotency of claims
 *     GX_REFUSED_NOT_ADDRESSED  not the addressee, or no member of the group: claimer, audience */
gx_answer gx_packet_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw, uint32_t now,
                          gx_packet_share *out);

/* From its expiry tick on: give what is left back to the sender; answer.amount is the refund (at least 1). Of
 * packets of all kinds. Refused: GX_REFUSED_NO_SUCH when it never was (0, 0), GX_REFUSED_RESOLVED when it is
 * gone already (0, 0), GX_REFUSED_NOT_DUE before the tick (now, expiry). O(1) and what a kind keeps of its
 * own. */
gx_answer gx_packet_expire(gx_book *book, gx_packet_ref packet, uint32_t now);

/* A look at an open packet. */
typedef struct gx_packet_view {
    gx_packet_kind kind;
    uint32_t sender;
    uint32_t audience; /* a user, a group, a place; who has the turn */
    uint32_t occasion;
    uint32_t shares, shares_left;
    gx_fen amount, remaining;
    uint32_t sent, expires; /* ticks */
    uint32_t luckiest; /* who drew the largest share so far (the earlier one at a tie); only if shares_left <
                          shares */
    gx_fen luckiest_share;
} gx_packet_view;

/* False when the packet is gone (claimed out, expired or unknown). */
bool gx_packet_look(const gx_book *book, gx_packet_ref packet, gx_packet_view *out);

/* Of that look, what the draw of a claim is named by, read from one line of memory. */
bool gx_packet_whose(const gx_book *book, gx_packet_ref packet, uint32_t *sender, uint32_t *occasion);

/* gx_packet_claim by a host that wants the look too, which is taken on the way: on GX_DONE *seen is the
 * packet as it was before. */
gx_answer gx_packet_claim_seen(gx_book *book, gx_packet_ref packet, uint32_t claimer, gx_draw draw,
                               uint32_t now, gx_packet_share *out, gx_packet_view *seen);

/* How many packets are open, of all kinds. */
uint64_t gx_packets_open(const gx_book *book);

/* A host that has a span of claims (or looks, expiries) before it can have memory fetched for those further
 * on while it does the first; a book is larger than any cache, and each packet lies elsewhere in it. The
 * first call some 16 claims ahead, the second some 8 ahead, when the packet itself has arrived: it fetches
 * who claimed from it so far. Both take any handle, change nothing and answer nothing. gx_book_fetch (book.h)
 * is the same for the account of who is paid. */
void gx_packet_fetch(const gx_book *book, gx_packet_ref packet);
void gx_packet_fetch_more(const gx_book *book, gx_packet_ref packet);

/* Tells `each` of every open packet, of any kind, that expires at a tick from `from` to before `before`, in
 * the order of their places, which is no order of the host's world. So a host need not keep a timer for each
 * packet: now and then it asks for those of the next hour. `each` must not change the book. O(packets that
 * were ever open at once), one pass through memory. */
typedef void gx_packet_due(void *host, gx_packet_ref packet, uint32_t sender, uint32_t expires);
void gx_packets_due(const gx_book *book, uint32_t from, uint32_t before, gx_packet_due *each, void *host);

#endif
