/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money is an integer number of fen; answers say which rule refused, with the figures. */
#ifndef GX_CORE_MONEY_H
#define GX_CORE_MONEY_H

#include <stdint.h>

typedef int64_t gx_fen; /* 100 fen = 1 yuan */

/* X(name, text): every answer that the core gives. The order is part of the journal's format: new ones go to
 * the end. */
#define GX_ANSWER_TABLE(X)                                                                                   \
    X(GX_DONE, "done")                                                                                       \
    X(GX_REFUSED_AMOUNT, "the amount is out of its range")                                                   \
    X(GX_REFUSED_FUNDS, "the account does not hold enough")                                                  \
    X(GX_REFUSED_NO_CARD, "no card is bound")                                                                \
    X(GX_REFUSED_ACCOUNT, "there is no such account in this book")                                           \
    X(GX_REFUSED_SHARES, "the number of shares is out of its range")                                         \
    X(GX_REFUSED_MEAN_SHARE, "the mean share is out of its range")                                           \
    X(GX_REFUSED_NO_SUCH, "there is no such thing: its handle was never given out")                          \
    X(GX_REFUSED_RESOLVED, "it is resolved already")                                                         \
    X(GX_REFUSED_NOT_DUE, "it is too early for that")                                                        \
    X(GX_REFUSED_EXPIRED, "it has expired")                                                                  \
    X(GX_REFUSED_EMPTY, "every share is taken")                                                              \
    X(GX_REFUSED_TWICE, "this user has had it already")                                                      \
    X(GX_REFUSED_NOT_ADDRESSED, "it is not for this user")                                                   \
    X(GX_REFUSED_KEY_CONTENT, "this key was used for something else")                                        \
    X(GX_REFUSED_KEY_OLD, "this key is older than the window that the book remembers")                       \
    X(GX_REFUSED_MEMORY, "memory is exhausted; nothing was changed")                                         \
    X(GX_REFUSED_OPERATION, "there is no such operation")                                                    \
    X(GX_REFUSED_THEME, "this book was made without the theme that the operation belongs to")                \
    X(GX_REFUSED_CLOCK, "the book has seen a later time already")                                            \
    X(GX_REFUSED_JOURNAL, "the journal cannot take it; nothing was changed")                                 \
    X(GX_REFUSED_LINKED, "another member of its linked group failed")                                        \
    X(GX_REFUSED_LIST, "the list of the operation is not as it must be")                                     \
    X(GX_REFUSED_SETUP, "this is for set-up only, before the first operation of the run")                    \
    X(GX_REFUSED_FROZEN, "the account may not do that")                                                      \
    X(GX_REFUSED_CAP, "the account may not hold more")                                                       \
    X(GX_REFUSED_RULE, "a figure of the rule is out of its range")                                           \
    X(GX_REFUSED_IDENTITY, "the user's identity is not verified far enough")                                 \
    X(GX_REFUSED_LIMIT, "a limit is used up")                                                                \
    X(GX_REFUSED_CONFIRM, "the user must confirm this payment")                                              \
    X(GX_REFUSED_STATE, "its present state does not allow that")                                             \
    X(GX_REFUSED_RIGHT, "the user has no right to do that")                                                  \
    X(GX_REFUSED_GATE, "the user does not pass the gate")                                                    \
    X(GX_REFUSED_MUTED, "the user is muted")                                                                 \
    X(GX_REFUSED_BANNED, "the user is banned")                                                               \
    X(GX_REFUSED_SHUT, "it is shut")                                                                         \
    X(GX_REFUSED_SCHEDULE, "it is not running at this time")                                                 \
    X(GX_REFUSED_STOCK, "the stock is used up")                                                              \
    X(GX_REFUSED_CODE, "the code is wrong")                                                                  \
    X(GX_REFUSED_PLACE, "the user is not at the place")                                                      \
    X(GX_REFUSED_TURN, "it is not this user's turn")                                                         \
    X(GX_REFUSED_INCOMPLETE, "something is missing")                                                         \
    X(GX_REFUSED_SCORE, "the score is too low")                                                              \
    X(GX_REFUSED_CREDIT, "the credit line does not reach")                                                   \
    X(GX_REFUSED_OVERDUE, "a debt is overdue")                                                               \
    X(GX_REFUSED_RISK, "a risk rule stopped it")

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
