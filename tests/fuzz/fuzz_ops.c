/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any stream of operations on a book with all themes: never a crash, always balanced, and its journal gives
 * the same book again. */
#include "fuzz/stream.h"

#include <gx/core/journal.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void do_again(gx_book_config config, const stream_journal *journal, uint64_t digest)
{
    gx_book *again;
    gx_error error;
    gx_journal_report report;
    config.journal = (gx_journal_sink){NULL, NULL};
    config.membership = (gx_membership){NULL, NULL};
    stream_expect(gx_book_create(&again, &config, &error) == GX_OK, "a second book is made");
    gx_status status = gx_journal_replay(again, journal->bytes, journal->count, &report, &error);
    stream_expect(status == GX_OK, status == GX_OK ? "" : error.message);
    stream_expect(gx_book_state_digest(again) == digest, "the journal gives the same state");
    gx_book_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    stream_journal journal;
    gx_book_config config;
    gx_book *book = stream_play(data, size, &journal, &config);
    if (book == NULL)
        return 0;
    stream_expect(gx_book_flush(book), "the journal is handed over");
    do_again(config, &journal, gx_book_state_digest(book));
    gx_book_free(book);
    free(journal.bytes);
    return 0;
}
