/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An independent model of the core: what every operation must answer and do, written as plainly as possible,
 * slow, and sharing no code with the core. It keeps everything for ever and searches it from end to end.
 *
 * It covers several books at once, so that money in flight is predicted too.
 */
#ifndef TESTS_CORE_MODEL_H
#define TESTS_CORE_MODEL_H

#include <gx/core/core.h>

enum { MODEL_BOOKS = 3, MODEL_BOOK_USERS = 9, MODEL_USERS = MODEL_BOOKS * MODEL_BOOK_USERS };

typedef enum op_kind {
    OP_BIND_CARD,
    OP_TOP_UP,
    OP_WITHDRAW,
    OP_TRANSFER,
    OP_TRANSFER_OUT,
    OP_TRANSFER_IN,
    OP_HOLD_PLACE,
    OP_HOLD_POST,
    OP_HOLD_VOID,
    OP_HOLD_EXPIRE,
    OP_PACKET_SEND,
    OP_PACKET_CLAIM,
    OP_PACKET_EXPIRE,
    OP_KINDS
} op_kind;

/* One call of the core, with all of its arguments. */
typedef struct op {
    op_kind kind;
    uint32_t book;
    gx_op_key key;         /* keyed operations */
    uint32_t user;         /* card, transfer to or in, claimer */
    gx_fen amount;         /* also in the order */
    uint32_t expires;      /* hold */
    gx_packet_order order; /* packet; amount included */
    uint32_t slot, life;   /* of the hold or packet meant */
    uint32_t now;
    gx_draw draw;
} op;

/* A hold or a packet, for ever. */
typedef struct thing {
    bool packet;
    bool open;
    uint32_t book, owner, expires, now;
    uint32_t slot, life;
    gx_packet_order order;
    gx_fen funded, claimed, refunded;
    gx_fen share_min;
    uint32_t taken;
    uint32_t claimer[128];
    uint32_t luckiest;
    gx_fen luckiest_share;
} thing;

typedef struct prediction {
    gx_answer answer;
    bool again; /* the answer of an old key: nothing moved */
    int64_t at; /* the thing that was made, now or then; -1: none */
    gx_fen topped_up;
    gx_packet_share share;
} prediction;

typedef struct remembered {
    op asked;
    prediction told;
} remembered;

typedef struct model {
    uint32_t window;
    gx_packet_rules rules;
    gx_membership membership;
    gx_fen balance[MODEL_USERS];
    bool card[MODEL_USERS];
    gx_fen house[MODEL_BOOKS][GX_HOUSE_COUNT];
    thing *things;
    int64_t thing_count, thing_room;
    remembered *memory[MODEL_USERS];
    int64_t memory_count[MODEL_USERS], memory_room[MODEL_USERS];
} model;

void model_init(model *m, uint32_t window, gx_packet_rules rules, gx_membership membership);
void model_free(model *m);

/* What the operation must answer; and it is done in the model. Afterwards a thing that was made must be given
 * the handle that the core chose. */
prediction model_do(model *m, const op *o);

#endif
