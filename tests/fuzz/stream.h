/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as operations on a small book with all themes, so that a fuzzer's changes of bytes are changes of
 * operations: names of parties, things made before and small amounts cost one byte, anything else can be
 * spelt out. */
#ifndef TESTS_FUZZ_STREAM_H
#define TESTS_FUZZ_STREAM_H

#include <gx/core/core.h>
#include <stddef.h>
#include <stdint.h>

typedef struct stream_journal {
    unsigned char *bytes;
    size_t count, room;
} stream_journal;

/* Makes the book that the first bytes describe, does what the others say, and audits it after every
 * operation; ends the program when something is wrong. The book keeps a journal in *journal (free
 * journal->bytes). NULL: no bytes. */
gx_book *stream_play(const uint8_t *bytes, size_t count, stream_journal *journal, gx_book_config *config);

/* Ends the program unless it is so. */
void stream_expect(bool right, const char *what);

#endif
