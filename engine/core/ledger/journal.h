/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal, from inside: what the door asks of it. */
#ifndef GX_CORE_LEDGER_JOURNAL_H
#define GX_CORE_LEDGER_JOURNAL_H

#include "ledger/book_internal.h"

/* GX_OK without a sink: book->journal stays NULL. */
gx_status gx_journal_open(gx_book *book, const gx_book_config *config, gx_error *error);
void gx_journal_close(gx_book *book);
size_t gx_journal_bytes(const gx_book *book);

/* Is there room for one more entry of any size? Hands blocks to the sink when there is not. */
bool gx_journal_ready(gx_book *book);

/* Notes an operation that changed something: the operation, its answer, its postings (book->posted). */
void gx_journal_note(gx_book *book, const gx_op *op, const gx_result *result);

/* In a replay: what the host's directory had said. */
bool gx_journal_fact(const gx_book *book, const gx_op *op);

#endif
