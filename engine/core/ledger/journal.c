/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/journal.h"

gx_status gx_journal_open(gx_book *book, const gx_book_config *config, gx_error *error)
{
    (void)book;
    return config->journal.write == NULL ? GX_OK : gx_fail(error, GX_ERR_ARGUMENT, "no journal yet");
}

void gx_journal_close(gx_book *book)
{
    (void)book;
}

size_t gx_journal_bytes(const gx_book *book)
{
    (void)book;
    return 0;
}

bool gx_journal_ready(gx_book *book)
{
    (void)book;
    return true;
}

void gx_journal_note(gx_book *book, const gx_op *op, const gx_result *result)
{
    (void)book;
    (void)op;
    (void)result;
}

bool gx_journal_fact(const gx_book *book, const gx_op *op)
{
    (void)book;
    (void)op;
    return false;
}
