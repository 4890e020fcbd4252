/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes seeds for the journal target: the journal of the operations that the bytes of a file stand for.
 *
 * usage: fuzz-seed OPS JOURNAL */
#include "fuzz/stream.h"

#include <gx/core/journal.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    static uint8_t bytes[1 << 20];
    if (count != 3) {
        fputs("usage: fuzz-seed OPS JOURNAL\n", stderr);
        return 2;
    }
    FILE *in = fopen(words[1], "rb");
    FILE *out = fopen(words[2], "wb");
    if (in == NULL || out == NULL) {
        perror(words[in == NULL ? 1 : 2]);
        return EXIT_FAILURE;
    }
    stream_journal journal;
    gx_book_config config;
    gx_book *book = stream_play(bytes, fread(bytes, 1, sizeof bytes, in), &journal, &config);
    bool written =
        book != NULL && gx_book_flush(book) && fwrite(journal.bytes, 1, journal.count, out) == journal.count;
    gx_book_free(book);
    free(journal.bytes);
    fclose(in);
    return fclose(out) == 0 && written ? EXIT_SUCCESS : EXIT_FAILURE;
}
