/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as it is written: a block of entries that is handed to the host's sink when it is full. The
 * format is in the public header. The door makes sure of room for the largest entry before an operation
 * begins, so that nothing that was done can fail to be noted. */
#include "ledger/journal.h"

#include <gx/base/memory.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static inline unsigned char *put16(unsigned char *at, uint16_t number)
{
    memcpy(at, &number, sizeof number);
    return at + sizeof number;
}

static inline unsigned char *put32(unsigned char *at, uint32_t number)
{
    memcpy(at, &number, sizeof number);
    return at + sizeof number;
}

static inline unsigned char *put64(unsigned char *at, uint64_t number)
{
    memcpy(at, &number, sizeof number);
    return at + sizeof number;
}

static inline unsigned char *put_bytes(unsigned char *at, const void *bytes, size_t count)
{
    memcpy(at, bytes, count);
    return at + count;
}

uint64_t gx_journal_header(const gx_book *book, unsigned char out[GX_JOURNAL_HEADER])
{
    const uint32_t numbers[] = {GX_JOURNAL_VERSION,    GX_JOURNAL_HEADER,     book->first_user,
                                book->users,           book->keys.window,     book->themes,
                                book->merchants.first, book->merchants.count, book->pools.first,
                                book->pools.count};
    unsigned char *at = put_bytes(out, "gxjrnl\r\n", 8);
    at = put_bytes(at, numbers, sizeof numbers);
    at = put64(at, (uint64_t)book->calendar.start);
    at = put32(at, book->calendar.tick_ms);
    at = put32(at, 0);
    uint64_t checksum = XXH3_64bits(out, (size_t)(at - out));
    put64(at, checksum);
    return checksum;
}

gx_status gx_journal_open(gx_book *book, const gx_book_config *config, gx_error *error)
{
    if (config->journal.write == NULL)
        return GX_OK;
    book->journal = gx_alloc(1, sizeof *book->journal);
    if (book->journal == NULL)
        return gx_fail_memory(error, "the journal of a book");
    book->journal->sink = config->journal;
    book->journal->chain = gx_journal_header(book, book->journal->block);
    book->journal->used = GX_JOURNAL_HEADER;
    book->journal->sealed = GX_JOURNAL_HEADER;
    book->keep_postings = true;
    return GX_OK;
}

void gx_journal_close(gx_book *book)
{
    if (book->journal != NULL)
        gx_journal_hand_over(book->journal);
    gx_free(book->journal);
    book->journal = NULL;
}

size_t gx_journal_bytes(const gx_book *book)
{
    return book->journal == NULL ? 0 : sizeof *book->journal;
}

void gx_journal_archive(gx_archive *archive, gx_journal *journal)
{
    GX_ARCHIVE(archive, journal->chain);
    GX_ARCHIVE(archive, journal->used);
    GX_ARCHIVE(archive, journal->sealed);
    if (journal->used <= GX_JOURNAL_BLOCK && journal->sealed <= journal->used)
        gx_archive_bytes(archive, journal->block, journal->used);
    else
        gx_archive_fail(archive, GX_ERR_FORMAT, "a journal's block that cannot be");
}

/* Writes the checksums of a block's entries. Not when they are written: to read back what was just written in
 * small pieces would make the processor wait for memory at each. */
static void seal(gx_journal *journal)
{
    while (journal->sealed < journal->used) {
        unsigned char *entry = journal->block + journal->sealed;
        uint16_t size;
        memcpy(&size, entry, sizeof size);
        size_t bytes = size - sizeof journal->chain;
        journal->chain = XXH3_64bits_withSeed(entry, bytes, journal->chain);
        put64(entry + bytes, journal->chain);
        journal->sealed += size;
    }
}

bool gx_journal_hand_over(gx_journal *journal)
{
    if (journal->used == 0)
        return true;
    seal(journal);
    if (!journal->sink.write(journal->sink.host, journal->block, journal->used))
        return false;
    journal->used = 0;
    journal->sealed = 0;
    return true;
}

bool gx_book_flush(gx_book *book)
{
    return book->journal == NULL || gx_journal_hand_over(book->journal);
}

/* ---- An entry */

static unsigned char *put_order(unsigned char *at, const gx_noted *noted)
{
    const gx_op *op = noted->op;
    at = put32(at, op->now);
    if (noted->keyed) {
        at = put32(at, op->key.account);
        at = put32(at, op->key.serial);
    }
    at += gx_op_pack(op, at);
    if (op->listed > 0) {
        at = put16(at, op->listed);
        at = put_bytes(at, op->list, op->listed * sizeof *op->list);
    }
    if (noted->facts->count > 0) {
        at = put16(at, (uint16_t)noted->facts->count);
        at = put_bytes(at, noted->facts->bits, (noted->facts->count + 7) / 8);
    }
    return at;
}

static unsigned char *put_outcome(unsigned char *at, const gx_noted *noted)
{
    const gx_answer *answer = &noted->result->answer;
    *at++ = (unsigned char)answer->code;
    if (answer->code == GX_DONE) {
        at = put64(at, (uint64_t)answer->amount);
    } else {
        at = put64(at, (uint64_t)answer->have);
        at = put64(at, (uint64_t)answer->need);
    }
    if (noted->result->made.life != 0) {
        at = put32(at, noted->result->made.slot);
        at = put32(at, noted->result->made.life);
    }
    *at++ = (unsigned char)noted->postings;
    return put_bytes(at, noted->posting, noted->postings * sizeof *noted->posting);
}

void gx_journal_note(gx_journal *journal, const gx_noted *noted)
{
    _Static_assert(sizeof(gx_posting) == 16, "a posting has no padding");
    unsigned char *entry = journal->block + journal->used;
    unsigned char marks = 0;
    marks |= noted->linked ? GX_MARK_LINKED : 0;
    marks |= noted->keyed ? GX_MARK_KEYED : 0;
    marks |= noted->op->listed > 0 ? GX_MARK_LISTED : 0;
    marks |= noted->facts->count > 0 ? GX_MARK_FACTS : 0;
    marks |= noted->result->made.life != 0 ? GX_MARK_MADE : 0;
    entry[2] = noted->op->kind;
    entry[3] = marks;
    unsigned char *at = put_outcome(put_order(entry + 4, noted), noted);
    size_t size = (size_t)(at - entry) + sizeof journal->chain;
    GX_ASSERT(size <= GX_ENTRY_MAX && journal->used + size <= GX_JOURNAL_BLOCK);
    put16(entry, (uint16_t)size);
    journal->used += size;
}
