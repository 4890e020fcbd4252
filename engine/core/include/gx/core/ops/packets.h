/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of red packets between people (R1–R7). Numbers 0x40 … 0x5f. */
#ifndef GX_CORE_OPS_PACKETS_H
#define GX_CORE_OPS_PACKETS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_PACKETS(X)                                                                                    \
    X(0x40, PACKET_RULES, packet_rules, LEDGER, 0, "R1 R3", "the product's limits from now on")              \
    X(0x41, PACKET_SEND, packet_send, LEDGER, 1, "R1 R3", "fund and open")                                   \
    X(0x42, PACKET_CLAIM, packet_claim, LEDGER, 0, "R1 R3", "take a share")                                  \
    X(0x43, PACKET_EXPIRE, packet_expire, LEDGER, 0, "R1-R4 R6", "what is left back to the sender")          \
    X(0x44, SOCIAL_RULES, social_rules, SOCIAL_PACKETS, 0, "R2 R4-R7", "their limits from now on")           \
    X(0x45, FACE_SEND, face_send, SOCIAL_PACKETS, 1, "R4", "fund and open for who is here now")              \
    X(0x46, FACE_CLAIM, face_claim, SOCIAL_PACKETS, 0, "R4", "take a share, being there")                    \
    X(0x47, PASSWORD_SEND, password_send, SOCIAL_PACKETS, 1, "R6", "fund and open under a code")             \
    X(0x48, PASSWORD_CLAIM, password_claim, SOCIAL_PACKETS, 0, "R6", "type a code: right or wrong")          \
    X(0x49, GUESS_SEND, guess_send, SOCIAL_PACKETS, 1, "R2", "fund a hidden amount, start the chain")        \
    X(0x4a, GUESS, guess, SOCIAL_PACKETS, 0, "R2", "guess the amount: hit, or told higher or lower")         \
    X(0x4b, GUESS_PASS, guess_pass, SOCIAL_PACKETS, 0, "R2", "pass the chain on to a friend")                \
    X(0x4c, REQUEST, request, SOCIAL_PACKETS, 0, "R5", "ask a friend for a packet")                          \
    X(0x4d, REQUEST_GRANT, request_grant, SOCIAL_PACKETS, 1, "R5", "send the asker a personal packet")       \
    X(0x4e, REQUEST_DECLINE, request_decline, SOCIAL_PACKETS, 0, "R5", "say no")                             \
    X(0x4f, REQUEST_EXPIRE, request_expire, SOCIAL_PACKETS, 0, "R5", "nobody answered")                      \
    X(0x50, PHOTO_POST, photo_post, SOCIAL_PACKETS, 1, "R7", "put a blurred photo into the feed")            \
    X(0x51, PHOTO_PAY, photo_pay, SOCIAL_PACKETS, 1, "R7", "pay to see one, in the viewer's book")           \
    X(0x52, PHOTO_SEE, photo_see, SOCIAL_PACKETS, 0, "R7", "the payment arrives, in the poster's book")      \
    X(0x53, PHOTO_EXPIRE, photo_expire, SOCIAL_PACKETS, 0, "R7", "it leaves the feed")

/* clang-format off */
#define GX_ARGS_packet_rules(F)                                                                              \
    F(fen, share_min) F(fen, mean_share_max) F(u32, shares_max) F(fen, amount_max) F(u32, life_ticks)
#define GX_ARGS_packet_send(F) F(u8, kind) F(u32, audience) F(u32, shares) F(fen, amount) F(u32, occasion)
#define GX_ARGS_packet_claim(F) F(ref, packet) F(u32, claimer) F(draw, draw)
#define GX_ARGS_packet_expire(F) F(ref, packet)
#define GX_ARGS_social_rules(F)                                                                              \
    F(u32, face_window) F(u32, code_tries) F(u32, guesses_max) F(u32, request_life) F(u32, photo_life)       \
    F(u32, photo_badges) F(fen, photo_min) F(fen, photo_max)
#define GX_ARGS_face_send(F)                                                                                 \
    F(u8, kind) F(u32, shares) F(fen, amount) F(u32, occasion) F(u32, window) F(pass, pass)
#define GX_ARGS_face_claim(F) F(ref, packet) F(pass, pass) F(draw, draw)
#define GX_ARGS_password_send(F) F(u8, kind) F(u32, shares) F(fen, amount) F(u32, occasion) F(u64, code)
#define GX_ARGS_password_claim(F) F(ref, packet) F(u32, claimer) F(u64, code) F(draw, draw)
#define GX_ARGS_guess_send(F)                                                                                \
    F(u32, first) F(fen, low) F(fen, high) F(fen, amount) F(u32, guesses) F(u32, occasion) F(draw, draw)
#define GX_ARGS_guess(F) F(ref, packet) F(u32, guesser) F(fen, guess)
#define GX_ARGS_guess_pass(F) F(ref, packet) F(u32, guesser) F(u32, next)
#define GX_ARGS_request(F) F(u32, asker) F(u32, asked) F(fen, amount) F(u32, occasion)
#define GX_ARGS_request_grant(F) F(ref, request) F(fen, amount) F(u32, occasion)
#define GX_ARGS_request_decline(F) F(ref, request) F(u32, asked)
#define GX_ARGS_request_expire(F) F(ref, request)
#define GX_ARGS_photo_post(F) F(u32, occasion) F(pass, pass) F(draw, draw)
#define GX_ARGS_photo_pay(F) F(u32, poster) F(u32, occasion) F(fen, amount) F(u8, unconfirmed)
#define GX_ARGS_photo_see(F) F(ref, photo) F(u32, viewer) F(fen, amount)
#define GX_ARGS_photo_expire(F) F(ref, photo)
/* clang-format on */

#endif
