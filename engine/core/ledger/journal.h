/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal, from inside: what the door asks of it. */
#ifndef GX_CORE_LEDGER_JOURNAL_H
#define GX_CORE_LEDGER_JOURNAL_H

#include "ledger/book_internal.h"

enum {
    GX_ENTRY_FIXED = 8 + 8 + 2 + 2 + 1 + 16 + 8 + 1 + 8, /* all parts of an entry but these: */
    GX_ENTRY_MAX = GX_ENTRY_FIXED + GX_PACKED_MAX + GX_LIST_MAX * 4 + GX_FACTS_MAX / 8 + GX_POSTINGS_MAX * 16,
    GX_ENTRY_LEAST = 8 + 1 + 8 + 1 + 8,
    GX_JOURNAL_BLOCK = 256 * 1024
};
_Static_assert(GX_ENTRY_MAX <= UINT16_MAX, "an entry's size is written with 16 bits");
_Static_assert(GX_GROUP_MAX *GX_ENTRY_MAX < GX_JOURNAL_BLOCK, "a whole group goes into a block");

struct gx_journal {
    gx_journal_sink sink;
    uint64_t chain; /* the checksum of the last entry that has one */
    size_t used;    /* of the block */
    size_t sealed;  /* of that, entries that have their checksum */
    unsigned char block[GX_JOURNAL_BLOCK];
};

/* GX_OK without a sink: book->journal stays NULL. */
gx_status gx_journal_open(gx_book *book, const gx_book_config *config, gx_error *error);
void gx_journal_close(gx_book *book);
size_t gx_journal_bytes(const gx_book *book);

/* What the sink was not handed yet, and the chain of checksums. */
void gx_journal_archive(gx_archive *archive, gx_journal *journal);

/* The header that the journal of such a book begins with. Returns its checksum. */
uint64_t gx_journal_header(const gx_book *book, unsigned char out[GX_JOURNAL_HEADER]);

/* Hands the block to the sink; false when it does not take it. */
bool gx_journal_hand_over(gx_journal *journal);

/* Is there room for `count` more entries of any size? Hands over the block when there is not. */
static inline bool gx_journal_ready(gx_journal *journal, size_t count)
{
    return GX_JOURNAL_BLOCK - journal->used >= count * GX_ENTRY_MAX || gx_journal_hand_over(journal);
}

/* What an entry is written from. */
typedef struct gx_noted {
    const gx_op *op;
    bool keyed, linked;
    const gx_facts *facts;
    const gx_result *result;
    const gx_posting *posting;
    unsigned postings;
} gx_noted;

void gx_journal_note(gx_journal *journal, const gx_noted *noted);

#endif
