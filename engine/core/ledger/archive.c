/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book in an archive: all that can change after a book is made, in the order of struct gx_book. What its
 * config says is compared, not loaded; what can be made anew from the rest (buckets, memory to spare) is not
 * kept; facts and postings of an operation at hand are nothing between operations.
 *
 * Records go as they lie, with whatever their gaps hold: two archives of equal books load into equal books,
 * but need not be the same bytes. */
#include "ledger/book_internal.h"
#include "ledger/journal.h"

#include <gx/base/memory.h>

static void same_config(gx_archive *archive, const gx_book *book)
{
    gx_archive_same(archive, book->first_user, "the first user of a book");
    gx_archive_same(archive, book->users, "the users of a book");
    gx_archive_same(archive, book->merchants.first, "the first merchant of a book");
    gx_archive_same(archive, book->merchants.count, "the merchants of a book");
    gx_archive_same(archive, book->pools.first, "the first pool of a book");
    gx_archive_same(archive, book->pools.count, "the pools of a book");
    gx_archive_same(archive, book->themes, "the themes of a book");
    gx_archive_same(archive, (uint64_t)book->calendar.start, "the first second of a book's calendar");
    gx_archive_same(archive, book->calendar.tick_ms, "the tick of a book, in ms");
    gx_archive_same(archive, book->journal != NULL, "whether a book keeps a journal");
}

void gx_column_archive(gx_archive *archive, void **column, size_t count, size_t size)
{
    uint8_t is_there = *column != NULL;
    GX_ARCHIVE(archive, is_there);
    if (!gx_archive_good(archive))
        return;
    if (is_there == 0) {
        gx_free(*column);
        *column = NULL;
        return;
    }
    if (*column == NULL)
        *column = gx_alloc_columns(count, size);
    if (*column == NULL)
        gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: cannot allocate a column of a book");
    else
        gx_archive_bytes(archive, *column, count * size);
}

static void archive_accounts(gx_archive *archive, gx_book *book)
{
    gx_archive_mark(archive, "accounts");
    GX_ARCHIVE(archive, book->now);
    GX_ARCHIVE(archive, book->began);
    GX_ARCHIVE(archive, book->touched);
    gx_archive_bytes(archive, book->balance, book->accounts * sizeof *book->balance);
    gx_column_archive(archive, (void **)&book->flags, book->parties, sizeof *book->flags);
    for (gx_party i = 0; book->flags == NULL && gx_archive_good(archive) && i < book->parties; i++)
        if ((uint64_t)book->balance[gx_account_of(book, i)] >> GX_WORD_MORE_BIT != 0)
            gx_archive_fail(archive, GX_ERR_FORMAT, "an account with flags that are not there");
    gx_column_archive(archive, (void **)&book->cap, book->parties, sizeof *book->cap);
    GX_ARCHIVE(archive, book->inside_total);
    GX_ARCHIVE(archive, book->credit_total);
    GX_ARCHIVE(archive, book->held_total);
    GX_ARCHIVE(archive, book->counts);
}

static void archive_themes(gx_archive *archive, gx_book *book)
{
    for (unsigned i = 0; i < GX_THEMES; i++) {
        if ((book->themes >> i & 1) == 0 || gx_themes[i]->archive == NULL)
            continue;
        gx_archive_mark(archive, gx_themes[i]->name);
        gx_themes[i]->archive(archive, book);
    }
}

void gx_book_archive(gx_archive *archive, gx_book *book)
{
    if (book->grouped || book->replaying) {
        gx_archive_fail(archive, GX_ERR_ARGUMENT, "a book cannot be archived inside an operation");
        return;
    }
    gx_archive_mark(archive, "book");
    same_config(archive, book);
    gx_keys_archive(archive, &book->keys); /* the window is the last of the config's numbers */
    if (!gx_archive_good(archive))
        return;
    archive_accounts(archive, book);
    gx_archive_mark(archive, "holds");
    gx_slab_archive(archive, &book->holds);
    gx_packets_archive(archive, &book->packets);
    gx_roster_archive(archive, &book->roster);
    gx_cards_archive(archive, book);
    archive_themes(archive, book);
    if (book->journal != NULL)
        gx_journal_archive(archive, book->journal);
    gx_archive_mark(archive, "end of a book");
    if (gx_archive_good(archive) && !gx_book_audit_quick(book).balanced)
        gx_archive_fail(archive, GX_ERR_AUDIT, "the books of what is archived do not balance");
}
