/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money is an integer number of fen; answers say which rule refused, with the figures. */
#ifndef GX_CORE_MONEY_H
#define GX_CORE_MONEY_H

#include <stdint.h>

typedef int64_t gx_fen; /* 100 fen = 1 yuan */

/* X(name, text): every answer that the core gives. */
#define GX_ANSWER_TABLE(X)                                                                                   \
    X(GX_DONE, "done")                                                                                       \
    X(GX_REFUSED_AMOUNT, "the amount is out of its range")                                                   \
    X(GX_REFUSED_FUNDS, "the account does not hold enough")                                                  \
    X(GX_REFUSED_NO_CARD, "no card is bound")                                                                \
    X(GX_REFUSED_ACCOUNT, "there is no such account in this book")                                           \
    X(GX_REFUSED_SHARES, "the number of shares is out of its range")                                         \
    X(GX_REFUSED_MEAN_SHARE, "the mean share is out of its range")                                           \
    X(GX_REFUSED_NO_SUCH, "there is no such hold or packet")                                                 \
    X(GX_REFUSED_RESOLVED, "the hold is resolved already")                                                   \
    X(GX_REFUSED_NOT_DUE, "it is too early to expire it")                                                    \
    X(GX_REFUSED_EXPIRED, "it has expired")                                                                  \
    X(GX_REFUSED_EMPTY, "every share is taken")                                                              \
    X(GX_REFUSED_TWICE, "this user has a share already")                                                     \
    X(GX_REFUSED_NOT_ADDRESSED, "the packet is not for this user")                                           \
    X(GX_REFUSED_KEY_CONTENT, "this key was used for something else")                                        \
    X(GX_REFUSED_KEY_OLD, "this key is older than the window that the book remembers")                       \
    X(GX_REFUSED_MEMORY, "memory is exhausted; nothing was changed")

typedef enum gx_answer_code {
#define X(name, text) name,
    GX_ANSWER_TABLE(X)
#undef X
        GX_ANSWER_COUNT
} gx_answer_code;

/* Done, or refused by one rule: what was there and what it took. `amount` is what was moved when done. */
typedef struct gx_answer {
    gx_answer_code code;
    int64_t have;
    int64_t need;
    gx_fen amount;
} gx_answer;

const char *gx_answer_name(gx_answer_code code);
const char *gx_answer_text(gx_answer_code code);

#endif
