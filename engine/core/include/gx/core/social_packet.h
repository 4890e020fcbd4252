/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Red packets that are a game or a ceremony between people: the guess chain (R2), face to face (R4), request
 * (R5), password (R6). Theme SOCIAL_PACKETS.
 *
 * Face to face, password and guess packets are packets as in packet.h: funded when sent, expired by
 * gx_packet_expire, seen by gx_packet_look; each is sent and claimed by operations of its own. Where "the
 * order" and "the funding" are named below, the refusals listed at gx_packet_send are meant, in the order
 * there.
 *
 * All sends and gx_request_grant are keyed, and only users may ask for them. Claims, guesses, requests come
 * by message from other books and carry no key: a packet's own state makes them idempotent.
 */
#ifndef GX_CORE_SOCIAL_PACKET_H
#define GX_CORE_SOCIAL_PACKET_H

#include <gx/core/packet.h>

/* ---- Rules */

typedef struct gx_social_rules {
    uint32_t face_window;  /* 3,600: ticks that a face-to-face packet is there at most */
    uint32_t code_tries;   /* 5: wrong codes of one user at one packet */
    uint32_t guesses_max;  /* 20: guesses in a chain */
    uint32_t request_life; /* 24 h in the host's ticks */
    uint32_t photo_life;   /* 24 h in the host's ticks (photo.h) */
    uint32_t photo_badges; /* 0: badges that who posts a photo must have, all of them; 0: none is needed */
    gx_fen photo_min;      /* 1 fen: the least price of a look */
    gx_fen photo_max;      /* ¥5 */
} gx_social_rules;

gx_social_rules gx_social_rules_default(void); /* for ticks of one second */

/* From now on; what is open keeps the rules that it was made under. GX_REFUSED_RULE, in this order: a figure
 * of face_window, code_tries, guesses_max, request_life, photo_life that is 0 (0, 1); photo_min below 1
 * (photo_min, 1); photo_max below photo_min (photo_max, photo_min); photo_max above 2^30 (photo_max, 2^30).
 */
gx_answer gx_social_set_rules(gx_book *book, const gx_social_rules *rules, uint32_t now);

/* ---- Face to face (R4): who is at the same place in the same time can claim */

typedef struct gx_face_order {
    gx_packet_kind kind; /* FACE_EQUAL or FACE_LUCKY */
    uint32_t shares;
    gx_fen amount;
    uint32_t occasion;
    uint32_t window; /* ticks from now on in which it can be claimed; 0: as long as the rules allow */
} gx_face_order;

/* The sender's pass says where he is: that place is the packet's audience. It expires at now + window, or at
 * the end of a packet's life, when that is earlier. Figures as of gx_packet_send. Refused, in this order:
 *
 *     GX_REFUSED_RIGHT  the pass is somebody else's: pass.user, key.account
 *     GX_REFUSED_PLACE  his place is not known: 0, 1
 *     GX_REFUSED_RULE   the window is above face_window: window, face_window
 *     the order (GX_REFUSED_ACCOUNT first; kinds: FACE_EQUAL, FACE_LUCKY), the funding, GX_REFUSED_MEMORY */
gx_answer gx_face_send(gx_book *book, gx_op_key key, const gx_face_order *order, const gx_pass *pass,
                       uint32_t now, gx_packet_ref *out, gx_fen *topped_up);

/* pass.user claims, at pass.place. As gx_packet_claim, shares too; refused in this order: GX_REFUSED_NO_SUCH,
 * GX_REFUSED_EMPTY, GX_REFUSED_INCOMPLETE (for packets of other kinds; have: FACE_CLAIM's number, need: that
 * operation's number), GX_REFUSED_EXPIRED, GX_REFUSED_TWICE, GX_REFUSED_PLACE (pass.place, the packet's
 * place). */
gx_answer gx_face_claim(gx_book *book, gx_packet_ref packet, const gx_pass *pass, gx_draw draw, uint32_t now,
                        gx_packet_share *out);

/* ---- Password (R6): a code carried as text or picture over any channel; who types it has a share */

typedef struct gx_password_order {
    gx_packet_kind kind; /* CODE_EQUAL or CODE_LUCKY */
    uint32_t shares;
    gx_fen amount;
    uint32_t occasion;
    uint64_t code;
} gx_password_order;

/* The audience of such a packet is 0. Figures as of gx_packet_send. Refused, in this order: the order (kinds:
 * CODE_EQUAL, CODE_LUCKY), the funding, GX_REFUSED_MEMORY. */
gx_answer gx_password_send(gx_book *book, gx_op_key key, const gx_password_order *order, uint32_t now,
                           gx_packet_ref *out, gx_fen *topped_up);

/* A user types a code; no membership is asked for. That he typed is what is done, so a wrong code is GX_DONE
 * too: then answer.amount is 0, nothing moves, and the result's number says how many wrong codes he has typed
 * at this packet, this one counted. With the right code it is a claim, with gx_packet_claim's figures and
 * shares (at least 1 fen). Refused, in this order: GX_REFUSED_NO_SUCH, GX_REFUSED_EMPTY,
 * GX_REFUSED_INCOMPLETE (as above), GX_REFUSED_EXPIRED, GX_REFUSED_TWICE (he has a share: 1, 0),
 * GX_REFUSED_LIMIT (his wrong codes reached the code_tries of the rules that the packet was sent under, also
 * if this one is right: tries, code_tries), GX_REFUSED_MEMORY (a wrong code). */
typedef struct gx_password_answer {
    bool right;
    uint32_t wrong; /* wrong codes so far; 0 when right */
    gx_packet_share share;
} gx_password_answer;

gx_answer gx_password_claim(gx_book *book, gx_packet_ref packet, uint32_t claimer, uint64_t code,
                            gx_draw draw, uint32_t now, gx_password_answer *out);

/* ---- Guess chain (R2): friends guess a hidden amount, one after another
 *
 *     send to A ─► A guesses: "higher" ─► A passes on to B ─► B guesses: "lower" ─► … ─► hit: all of it
 *                                                                                 ├► last guess missed ─┐
 *                                                                                 └► expired ───────────┴►
 * refund
 *
 * One user has the turn. He has one guess in a turn and is told whether the hidden amount is higher or lower;
 * the bounds that all were told so far are kept, and a guess outside of them is refused. He can pass the
 * chain on to anybody but himself and the sender, before or after his guess; who had it already can have it
 * again. All the rule there is, is in this file and in guess.c. */

typedef struct gx_guess_order {
    uint32_t first;   /* who has the first turn: a user of any book */
    gx_fen low, high; /* what all are told: the amount lies in there, bounds included */
    gx_fen amount;    /* the hidden amount, set by the sender; 0: drawn */
    uint32_t guesses; /* how many guesses the chain has in all; 0: as many as the rules allow */
    uint32_t occasion;
} gx_guess_order;

/* The hidden amount is `amount`, or, if that is 0, low + gx_below64(gx_draw_high(draw), high - low + 1). The
 * draw is part of what the key stands for, also when it is not needed: the same key with another draw is
 * GX_REFUSED_KEY_CONTENT. The packet has one share; its amount (answer.amount, and in gx_packet_look) is the
 * hidden amount: the host keeps it to itself. Refused, in this order, with `most` the smaller of the packet
 * rules' mean_share_max and amount_max:
 *
 *     GX_REFUSED_ACCOUNT        the sender is no user: 0, the sender
 *     GX_REFUSED_NOT_ADDRESSED  the first turn for oneself: sender, first
 *     GX_REFUSED_AMOUNT         low below share_min: low, share_min
 *     GX_REFUSED_AMOUNT         high below low: high, low
 *     GX_REFUSED_AMOUNT         high above most: high, most
 *     GX_REFUSED_AMOUNT         amount not 0 and below low (amount, low), or above high (amount, high)
 *     GX_REFUSED_LIMIT          guesses above guesses_max: guesses, guesses_max
 *     the funding, GX_REFUSED_MEMORY */
gx_answer gx_guess_send(gx_book *book, gx_op_key key, const gx_guess_order *order, gx_draw draw, uint32_t now,
                        gx_packet_ref *out, gx_fen *topped_up);

enum { GX_GUESS_HIT, GX_GUESS_HIGHER, GX_GUESS_LOWER };

typedef struct gx_guess_told {
    uint32_t told; /* what the guesser is told: that it is the amount, that the amount is higher, or lower */
    bool
        closed; /* the packet is gone: it was hit, or the last guess missed and all went back to the sender */
    gx_fen low, high; /* the bounds that all know now; both the amount when closed */
} gx_guess_told;

/* Guess. A hit moves the amount to clearing, for the guesser: answer.amount; a miss moves nothing
 * (answer.amount is 0), and if it was the last guess, all that was funded goes back to the sender in the same
 * step. The result's number, closed, second, third are told, closed, low, high; who is the guesser. Refused,
 * in this order:
 *
 *     GX_REFUSED_NO_SUCH, GX_REFUSED_EMPTY  as of gx_packet_claim
 *     GX_REFUSED_INCOMPLETE  it is no guess chain: GUESS's number, the number of what claims it
 *     GX_REFUSED_EXPIRED     now, expiry
 *     GX_REFUSED_TURN        somebody else has the turn: guesser, who has it
 *     GX_REFUSED_TWICE       he has guessed in this turn: 1, 0
 *     GX_REFUSED_AMOUNT      guess below low (guess, low) or above high (guess, high), by the bounds known
 * now */
gx_answer gx_guess(gx_book *book, gx_packet_ref packet, uint32_t guesser, gx_fen guess, uint32_t now,
                   gx_guess_told *out);

/* Pass the chain on. Nothing moves (answer.amount is 0); the result's who is `next`. Refused, in this order:
 * GX_REFUSED_NO_SUCH, _EMPTY, _INCOMPLETE (have: GUESS_PASS's number), _EXPIRED, _TURN as above;
 * GX_REFUSED_NOT_ADDRESSED to himself or to the sender (next, 0). */
gx_answer gx_guess_pass(gx_book *book, gx_packet_ref packet, uint32_t guesser, uint32_t next, uint32_t now);

typedef struct gx_guess_view {
    gx_fen low, high; /* bounds known now */
    uint32_t turn;    /* who has it */
    bool guessed;     /* in this turn */
    uint32_t guesses_left;
} gx_guess_view;

bool gx_guess_look(const gx_book *book, gx_packet_ref packet,
                   gx_guess_view *out); /* false: gone, or no chain */

/* ---- Request (R5): somebody asks a friend for a packet; who grants, declines, or lets it lapse
 *
 * A request lives in the book of who is asked. One at a time is open for a pair (asker, asked);
 * one that has lapsed (now >= when it lapses) is in nobody's way: it is over when the pair's next is made. */

/* `asker` (a user of any book) asks `asked` (a user of this book) for a packet. On GX_DONE nothing moves,
 * *out is the request; it lapses at now + request_life (at most tick 2^32 - 1). Refused, in this order:
 *
 *     GX_REFUSED_ACCOUNT        asked is no user of this book: 0, asked
 *     GX_REFUSED_NOT_ADDRESSED  of oneself: asker, asked
 *     GX_REFUSED_AMOUNT         below the packet rules' share_min: amount, share_min
 *     GX_REFUSED_AMOUNT         above the smaller of their mean_share_max and amount_max: amount, that
 *     GX_REFUSED_TWICE          one of this pair is open and has not lapsed: 1, 0
 *     GX_REFUSED_MEMORY */
gx_answer gx_request(gx_book *book, uint32_t asker, uint32_t asked, gx_fen amount, uint32_t occasion,
                     uint32_t now, gx_ref *out);

/* Send the asker a personal packet of `amount` (0: what he asked for). key.account is the friend. Figures as
 * of gx_packet_send. The request is over. Refused, in this order: GX_REFUSED_NO_SUCH (never was: 0, 0),
 * GX_REFUSED_RESOLVED (granted, declined, expired or replaced: 0, 0), GX_REFUSED_NOT_ADDRESSED (key.account,
 * who was asked), GX_REFUSED_EXPIRED (now, when it lapsed), the order (of a PERSONAL packet, 1 share,
 * audience: the asker), the funding, GX_REFUSED_MEMORY. */
gx_answer gx_request_grant(gx_book *book, gx_op_key key, gx_ref request, gx_fen amount, uint32_t occasion,
                           uint32_t now, gx_packet_ref *out, gx_fen *topped_up);

/* `asked` says no: the request is over. Refused as gx_request_grant up to GX_REFUSED_EXPIRED. */
gx_answer gx_request_decline(gx_book *book, gx_ref request, uint32_t asked, uint32_t now);

/* Nobody answered: the request is over. Refused: GX_REFUSED_NO_SUCH, GX_REFUSED_RESOLVED (0, 0),
 * GX_REFUSED_NOT_DUE (now, when it lapses). */
gx_answer gx_request_expire(gx_book *book, gx_ref request, uint32_t now);

typedef struct gx_request_view {
    uint32_t asker, asked, occasion, expires;
    gx_fen amount;
} gx_request_view;

bool gx_request_look(const gx_book *book, gx_ref request, gx_request_view *out); /* false: over or unknown */

#endif
