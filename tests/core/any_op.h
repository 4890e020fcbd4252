/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations at random, of every kind that the table has: arguments are made by their type alone, so that
 * most make sense and some are absurd, and a kind that is added tomorrow is in it too. What was made before
 * is meant again. For tests that hold whatever is asked: journals, batches, linked groups. */
#ifndef TESTS_CORE_ANY_OP_H
#define TESTS_CORE_ANY_OP_H

#include "helper.h"

#include <string.h>

enum { ANY_MADE = 48, ANY_PARTIES = USERS + MERCHANTS + POOLS };

typedef struct any_op {
    uint64_t state;
    uint32_t now;
    uint32_t themes; /* only of these; LEDGER always */
    gx_ref made[ANY_MADE];
    uint32_t made_count;
    uint32_t serial[ANY_PARTIES];
    gx_op last[ANY_PARTIES]; /* the last keyed operation of each, to repeat */
    uint32_t list[GX_LIST_MAX];
} any_op;

static inline uint64_t any_word(any_op *a)
{
    a->state += UINT64_C(0x9e3779b97f4a7c15);
    return gx_mix64(a->state);
}

static inline uint32_t any_below(any_op *a, uint32_t n)
{
    return (uint32_t)(any_word(a) % n);
}

static inline uint32_t any_party(any_op *a)
{
    uint32_t which = any_below(a, ANY_PARTIES + 12);
    if (which >= USERS + MERCHANTS + POOLS)
        return FIRST_USER + which % USERS;
    if (which >= USERS + MERCHANTS)
        return FIRST_POOL + which - USERS - MERCHANTS;
    return which >= USERS ? FIRST_MERCHANT + which - USERS : FIRST_USER + which;
}

static inline gx_type_u8 any_u8(any_op *a)
{
    return (gx_type_u8)(any_below(a, 30) == 0 ? any_word(a) : any_below(a, 4));
}

static inline gx_type_u16 any_u16(any_op *a)
{
    return (gx_type_u16)(any_below(a, 30) == 0 ? any_word(a) : any_below(a, 20));
}

static inline gx_type_u32 any_u32(any_op *a)
{
    uint32_t dice = any_below(a, 100);
    if (dice < 55)
        return any_party(a);
    if (dice < 85)
        return any_below(a, 10);
    if (dice < 97)
        return a->now + any_below(a, 400);
    return (uint32_t)any_word(a);
}

static inline gx_type_u64 any_u64(any_op *a)
{
    return any_below(a, 3) == 0 ? any_word(a) : any_below(a, 1000);
}

static inline gx_type_fen any_fen(any_op *a)
{
    static const gx_fen odd[] = {0, -1, INT64_MIN, INT64_MAX, INT64_C(1) << 60, 1000000};
    uint32_t dice = any_below(a, 100);
    if (dice < 96)
        return 1 + any_below(a, dice < 80 ? 200 : 5000);
    return odd[any_below(a, sizeof odd / sizeof odd[0])];
}

static inline gx_type_ref any_ref(any_op *a)
{
    if (a->made_count == 0 || any_below(a, 20) == 0)
        return (gx_ref){any_below(a, 6), any_below(a, 5)};
    uint32_t known = a->made_count < ANY_MADE ? a->made_count : ANY_MADE;
    return a->made[any_below(a, known)];
}

static inline gx_type_pass any_pass(any_op *a)
{
    return (gx_pass){.user = any_party(a),
                     .badges = any_below(a, 4),
                     .score = (uint16_t)(350 + any_below(a, 600)),
                     .place = any_u16(a),
                     .tier = (uint8_t)any_below(a, 4),
                     .sex = (uint8_t)any_below(a, 2),
                     .age = (uint8_t)any_below(a, 90),
                     .occupation = any_u8(a)};
}

static inline gx_type_draw any_draw(any_op *a)
{
    uint64_t high = any_word(a);
    uint64_t low = any_word(a);
    return (gx_draw){{(uint32_t)(high >> 32), (uint32_t)high, (uint32_t)(low >> 32), (uint32_t)low}};
}

static inline void any_args(any_op *a, gx_op *op)
{
    switch (op->kind) {
#define FILL(type, name) args->name = any_##type(a);
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number: {                                                                                           \
        gx_args_##name *args = &op->args.name;                                                               \
        GX_ARGS_##name(FILL) break;                                                                          \
    }
        GX_OP_TABLE(X)
#undef X
#undef FILL
    default:
        break;
    }
}

/* A kind that books of these themes do; OPEN is for set-up. Money moves more often than things are made. */
static inline uint8_t any_kind(any_op *a)
{
    static const struct {
        uint8_t kind;
        uint32_t theme;
    } kinds[] = {
#define X(number, NAME, name, theme, keyed, rows, help) {number, GX_THEME_##theme},
        GX_OP_TABLE(X)
#undef X
    };
    static const uint8_t plain[] = {GX_OP_TRANSFER, GX_OP_TRANSFER_OUT, GX_OP_TRANSFER_IN,
                                    GX_OP_PACKET_CLAIM};
    if (any_below(a, 3) == 0)
        return plain[any_below(a, sizeof plain)];
    for (;;) {
        uint32_t i = any_below(a, sizeof kinds / sizeof kinds[0]);
        bool rare = kinds[i].kind == GX_OP_PACKET_RULES || kinds[i].kind == GX_OP_FLAGS_SET;
        if (kinds[i].kind != GX_OP_OPEN && (kinds[i].theme & ~a->themes) == 0 &&
            (!rare || any_below(a, 8) == 0))
            return kinds[i].kind;
    }
}

static inline uint32_t any_place(uint32_t party)
{
    if (party >= FIRST_POOL)
        return USERS + MERCHANTS + party - FIRST_POOL;
    return party >= FIRST_MERCHANT ? USERS + party - FIRST_MERCHANT : party - FIRST_USER;
}

/* The next operation; its list, if any, lies in `a` until the next one. */
static inline gx_op any_next(any_op *a)
{
    a->now += any_below(a, 4) == 0 ? any_below(a, 40) : 0;
    gx_op op = {.kind = any_kind(a), .now = a->now};
    any_args(a, &op);
    if (any_below(a, 4) == 0) {
        op.listed = (uint16_t)(1 + any_below(a, any_below(a, 50) == 0 ? GX_LIST_MAX : 6));
        for (uint32_t i = 0; i < op.listed; i++)
            a->list[i] = any_party(a);
        op.list = a->list;
    }
    if (!gx_op_is_keyed((gx_op_kind)op.kind))
        return op;
    uint32_t party = any_party(a);
    uint32_t place = any_place(party);
    if (any_below(a, 12) == 0 && a->last[place].kind != 0) {
        op = a->last[place];
        op.now = a->now;
        return op;
    }
    a->serial[place] += any_below(a, 10) == 0 ? 2 : 1;
    op.key = (gx_op_key){party, a->serial[place] - (any_below(a, 15) == 0 ? any_below(a, 6) : 0)};
    a->last[place] = op;
    a->last[place].listed = 0; /* its list is gone */
    a->last[place].list = NULL;
    return op;
}

static inline void any_saw(any_op *a, const gx_result *result)
{
    if (result->answer.code == GX_DONE && result->made.life != 0)
        a->made[a->made_count++ % ANY_MADE] = result->made;
}

/* Opening balances and cards, as in make_rich_book, for the users of a book with merchants and pools. */
static inline void any_open(gx_book *book, gx_fen amount)
{
    for (uint32_t i = 0; i < USERS; i++)
        expect_done(gx_open(book, FIRST_USER + i, amount), amount);
    for (uint32_t i = 0; i < POOLS; i++)
        expect_done(gx_open(book, FIRST_POOL + i, amount), amount);
    for (uint32_t i = 1; i < USERS; i += 2)
        expect_done(gx_wallet_bind_card(book, FIRST_USER + i, 0), 0);
}

#endif
