/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations: everything that can change a book, as data.
 *
 * One table (ops/THEME.h, a part for each theme) names every operation and its arguments. From it come the
 * argument structs below, the hash that tells a repeated key from a misused one, the journal's entries, and
 * the generators of the tests. A host either calls the function of a theme's header (gx_packet_send …), or
 * fills in a gx_op and calls gx_book_do, or hands in many with gx_book_batch; it is the same door.
 *
 *     host ──gx_op──► door ──► keys: seen before? ──yes──► the same answer again
 *                      │                         ──no───► rule: decides, posts
 *                      └── answer ◄── journal ◄── keys: remember ◄──┘
 *
 * An operation says WHEN (`now`, the host's tick), WHO and as which of his orders (`key`), and WHAT (`args`).
 * It holds no pointers but `list`, which is read during the call only.
 */
#ifndef GX_CORE_OP_H
#define GX_CORE_OP_H

#include <gx/base/bits.h>
#include <gx/core/money.h>
#include <gx/core/ops/campaigns.h>
#include <gx/core/ops/circles.h>
#include <gx/core/ops/content.h>
#include <gx/core/ops/credit.h>
#include <gx/core/ops/ledger.h>
#include <gx/core/ops/merchants.h>
#include <gx/core/ops/orders.h>
#include <gx/core/ops/packets.h>
#include <gx/core/ops/services.h>
#include <gx/core/ops/wallet.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct gx_book gx_book;

/* An operation's name: the party that asks for it, and that party's own serial, counted up by the asker. The
 * same key with the same content gets the same answer again and moves nothing; with other content
 * GX_REFUSED_KEY_CONTENT; a key that was refused stays refused. Only the last `key_window` serials up to the
 * highest seen are remembered; what lies before is GX_REFUSED_KEY_OLD. Not remembered, so that the asker may
 * try again with the key: GX_REFUSED_MEMORY, _JOURNAL, _CLOCK. */
typedef struct gx_op_key {
    uint32_t account; /* a party: user, merchant or pool */
    uint32_t serial;
} gx_op_key;

/* The handle of something that was made in a book: where it lies, and which life of that place. Not a name:
 * draws and orders never see it. No handle has life 0. */
typedef struct gx_ref {
    uint32_t slot;
    uint32_t life;
} gx_ref;

/* What a user's own book says of him; carried with operations that ask for a right in another book (a circle,
 * say). Made by gx_wallet_pass. */
typedef struct gx_pass {
    uint32_t user;
    uint32_t badges;    /* the host's bits: invited, platform member, … */
    uint16_t score;     /* credit score, 0: none */
    uint16_t place;     /* the host's; 0: not known */
    uint8_t tier;       /* of identity; 0: not verified */
    uint8_t sex;        /* the host's codes */
    uint8_t age;        /* in years */
    uint8_t occupation; /* the host's codes */
} gx_pass;

/* Types of arguments, as the table writes them. */
typedef uint8_t gx_type_u8;
typedef uint16_t gx_type_u16;
typedef uint32_t gx_type_u32;
typedef uint64_t gx_type_u64;
typedef gx_fen gx_type_fen;
typedef gx_ref gx_type_ref;
typedef gx_pass gx_type_pass;
typedef gx_draw gx_type_draw;

/* X(number, NAME, name, theme, keyed, rows, help): all operations. Numbers are part of the journal's format
 * and never change. */
#define GX_OP_TABLE(X)                                                                                       \
    GX_OPS_LEDGER(X)                                                                                         \
    GX_OPS_WALLET(X)                                                                                         \
    GX_OPS_ORDERS(X)                                                                                         \
    GX_OPS_PACKETS(X)                                                                                        \
    GX_OPS_CAMPAIGNS(X)                                                                                      \
    GX_OPS_CONTENT(X)                                                                                        \
    GX_OPS_SERVICES(X)                                                                                       \
    GX_OPS_CIRCLES(X)                                                                                        \
    GX_OPS_MERCHANTS(X)                                                                                      \
    GX_OPS_CREDIT(X)

typedef enum gx_op_kind {
    GX_OP_NONE, /* of no operation */
#define X(number, NAME, name, theme, keyed, rows, help) GX_OP_##NAME = (number),
    GX_OP_TABLE(X)
#undef X
} gx_op_kind;

#define GX_FIELD(type, name) gx_type_##type name;
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    typedef struct gx_args_##name {                                                                          \
        GX_ARGS_##name(GX_FIELD)                                                                             \
    } gx_args_##name;
GX_OP_TABLE(X)
#undef X
#undef GX_FIELD

enum { GX_LIST_MAX = 256 };

typedef struct gx_op {
    uint8_t kind;    /* gx_op_kind */
    bool linked;     /* all or nothing with the next operation of the batch */
    uint16_t listed; /* words of `list`; 0 for operations that take none */
    uint32_t now;    /* the host's tick; never before one that the book has seen */
    gx_op_key key;   /* of keyed operations */
    union {
#define X(number, NAME, name, theme, keyed, rows, help) gx_args_##name name;
        GX_OP_TABLE(X)
#undef X
    } args;
    const uint32_t *list; /* users, mostly; borrowed for the call */
} gx_op;

/* What an operation came to. Which figures an operation gives beside the answer, its function's header says;
 * the others are 0. A repeated key is told answer, made and second again. */
typedef struct gx_result {
    gx_answer answer;
    gx_ref made;     /* the thing that was made */
    gx_fen second;   /* a second figure in fen: topped up, fee, … */
    uint32_t number; /* a position, a card, a tier … */
    bool repeated;   /* an order that was done before: what it sent to other books is on its way already */
    bool closed;     /* it was the last of its kind */
    uint32_t who;
    gx_fen third;
} gx_result;

/* Do one operation. The answer is also in *result (may be NULL). O(1) unless the operation says otherwise. */
gx_answer gx_book_do(gx_book *book, const gx_op *op, gx_result *result);

/* Do `count` operations in order; results[i] is what ops[i] came to. Faster than one by one, since the memory
 * of the next is fetched while the last is done.
 *
 * A run of operations with `linked` set, and the one after it (or the end of the batch), is a linked group:
 * all are done, or none.
 *
 * First all members are looked at in order. Each is asked what the door asks of any operation
 * (GX_REFUSED_OPERATION, _THEME, _CLOCK, _LIST; time must not go back within the group either), then whether
 * it can be a member (GX_REFUSED_OPERATION, have = its kind), whether who asks is a party of the book, and
 * what its key says. A key that was done before stands for what it was told then: the member is not done
 * again, and not undone either. A key that was refused before refuses the member as before. A key that stands
 * in the group twice is GX_REFUSED_KEY_CONTENT for the later one, and one that members before it have made
 * too old GX_REFUSED_KEY_OLD (have = its serial, need = the oldest that would still do). If any member is
 * refused here, the group fails, nothing changes, and no key remembers anything of it.
 *
 * Then the rules are asked in order, each seeing what the members before it did. If one refuses, the group
 * fails: all is undone, the clock too, and the keys of all members remember what is told now; but nothing is
 * remembered of GX_REFUSED_MEMORY, nor of GX_REFUSED_JOURNAL.
 *
 * When a group fails, the first member that was refused is told why. Of the others, one whose key was known
 * before is told what it was told then, and one whose key is not to be used (party, age, content) that; all
 * the rest are GX_REFUSED_LINKED, with `need` = the place in the group, from 0, of the one that failed it.
 *
 * Only what moves money between accounts can be a member: TRANSFER, TRANSFER_OUT, TRANSFER_IN, HOLD_PLACE,
 * TOP_UP, WITHDRAW. In a group of more than GX_GROUP_MAX the member at place GX_GROUP_MAX is GX_REFUSED_LIST
 * (have = how many there are, need = GX_GROUP_MAX), all others are GX_REFUSED_LINKED. If the journal or the
 * memory for groups cannot be had, the first member is told so. */
void gx_book_batch(gx_book *book, const gx_op *ops, size_t count, gx_result *results);

enum { GX_GROUP_MAX = 64 };
bool gx_op_is_linkable(gx_op_kind kind);

/* The words of the table; NULL when there is no such operation. */
const char *gx_op_name(gx_op_kind kind);
bool gx_op_is_keyed(gx_op_kind kind);

#endif
