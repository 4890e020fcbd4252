/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case of the core's benchmark: a book, and a maker of operations for it, a block at a time. */
#ifndef TESTS_BENCH_CASES_H
#define TESTS_BENCH_CASES_H

#include <gx/core/core.h>
#include <stdbool.h>
#include <stddef.h>

enum { BENCH_BLOCK = 8192 };

/* May this user do that in this circle? */
typedef struct bench_question {
    gx_circle_ref circle;
    gx_pass pass;
    gx_right right;
} bench_question;

typedef struct bench {
    bool quick;
    gx_book *book;
    uint32_t accounts;
    uint64_t objects; /* that the book's bytes are divided by */
    uint32_t *serial; /* of the last key, by account */
    double zipf;      /* ln of the accounts; 0: uniform */
    uint64_t counter; /* of draws */
    uint32_t now;
    gx_op ops[BENCH_BLOCK];
    gx_result results[BENCH_BLOCK];
    bench_question questions[BENCH_BLOCK];
    gx_ref made[BENCH_BLOCK]; /* by the block before, for the case's own use */
    size_t made_count;
    unsigned phase;
    unsigned char *sink; /* where the journal goes: one megabyte, written over and over */
    uint64_t journal_bytes;
    double seconds;
    uint64_t operations, done;
} bench;

typedef struct bench_case {
    const char *name;
    const char *object;
    uint64_t blocks;
    bool (*start)(bench *b);
    size_t (*make)(bench *b);                /* fills b->ops (or b->questions); how many */
    uint64_t (*ask)(bench *b, size_t count); /* in place of the batch: asks the book; how many yes */
} bench_case;

extern const bench_case bench_cases[];
extern const size_t bench_case_count;

void bench_end(bench *b);

#endif
