/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of local services (S9). Numbers 0x98 … 0x9f. */
#ifndef GX_CORE_OPS_SERVICES_H
#define GX_CORE_OPS_SERVICES_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_SERVICES(X)                                                                                   \
    X(0x98, SERVICE_RULES, service_rules, SERVICES, 0, "S9", "who may, how much, how long from now on")      \
    X(0x99, SERVICE_POST, service_post, SERVICES, 1, "S9", "a need, paid into escrow, or an offer")          \
    X(0x9a, SERVICE_ACCEPT, service_accept, SERVICES, 0, "S9", "by somebody at the same place")              \
    X(0x9b, SERVICE_REPORT, service_report, SERVICES, 0, "S9", "who does it says that it is done")           \
    X(0x9c, SERVICE_FINISH, service_finish, SERVICES, 0, "S9", "paid: confirmed, or in time")                \
    X(0x9d, SERVICE_CANCEL, service_cancel, SERVICES, 0, "S9", "called off: back to who needed it")          \
    X(0x9e, SERVICE_EXPIRE, service_expire, SERVICES, 0, "S9", "nobody came, or nothing was done: back")     \
    X(0x9f, SERVICE_RATE, service_rate, SERVICES, 0, "S9", "stars for who did it")

/* clang-format off */
#define GX_ARGS_service_rules(F)                                                                             \
    F(u8, tier_min) F(fen, price_max) F(u32, life_max) F(u32, work_ticks) F(u32, review_ticks)
#define GX_ARGS_service_post(F)                                                                              \
    F(u8, kind) F(u16, place) F(fen, price) F(u32, life) F(u32, addressee) F(u8, unconfirmed)
#define GX_ARGS_service_accept(F) F(ref, post) F(pass, by)
#define GX_ARGS_service_report(F) F(ref, post) F(u32, by)
#define GX_ARGS_service_finish(F) F(ref, post) F(u8, confirmed)
#define GX_ARGS_service_cancel(F) F(ref, post) F(u32, by)
#define GX_ARGS_service_expire(F) F(ref, post)
#define GX_ARGS_service_rate(F) F(u32, provider) F(u8, stars)
/* clang-format on */

#endif
