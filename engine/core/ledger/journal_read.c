/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a journal that somebody else may have touched: no byte is believed before the checksum of its entry
 * is right, and no size without a look at what is left. */
#include "ledger/journal.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

const char *gx_journal_stop_text(gx_journal_stop stop)
{
    static const char *const texts[] = {
#define X(name, text) text,
        GX_JOURNAL_STOP_TABLE(X)
#undef X
    };
    return (unsigned)stop < GX_JOURNAL_STOP_COUNT ? texts[stop] : "unknown";
}

/* A walk over the bytes of one entry; once it went beyond them, all that it takes is 0. */
typedef struct walk {
    const unsigned char *at, *end;
    bool beyond;
} walk;

static const unsigned char *skip(walk *w, size_t count)
{
    if ((size_t)(w->end - w->at) < count) {
        w->beyond = true;
        w->at = w->end;
        return NULL;
    }
    w->at += count;
    return w->at - count;
}

static void take(walk *w, void *out, size_t count)
{
    const unsigned char *bytes = skip(w, count);
    if (bytes != NULL)
        memcpy(out, bytes, count);
    else
        memset(out, 0, count);
}

static uint16_t take16(walk *w)
{
    uint16_t number;
    take(w, &number, sizeof number);
    return number;
}

static uint32_t take32(walk *w)
{
    uint32_t number;
    take(w, &number, sizeof number);
    return number;
}

static int64_t take64(walk *w)
{
    int64_t number;
    take(w, &number, sizeof number);
    return number;
}

static uint8_t take8(walk *w)
{
    uint8_t number;
    take(w, &number, sizeof number);
    return number;
}

/* ---- The header */

static bool stop(gx_journal_reader *reader, gx_journal_stop why)
{
    reader->stop = why;
    return false;
}

bool gx_journal_read(gx_journal_reader *reader, const void *bytes, size_t count, gx_book_config *config)
{
    *reader = (gx_journal_reader){.bytes = bytes, .count = count};
    *config = (gx_book_config){0};
    size_t known = count < 8 ? count : 8;
    if (known > 0 && memcmp(bytes, "gxjrnl\r\n", known) != 0)
        return stop(reader, GX_JOURNAL_NONE);
    if (count < GX_JOURNAL_HEADER)
        return stop(reader, GX_JOURNAL_TORN);
    walk w = {.at = reader->bytes + 8, .end = reader->bytes + GX_JOURNAL_HEADER};
    uint32_t version = take32(&w);
    uint32_t size = take32(&w);
    config->first_user = take32(&w);
    config->users = take32(&w);
    config->key_window = take32(&w);
    config->themes = take32(&w);
    config->merchants.first = take32(&w);
    config->merchants.count = take32(&w);
    config->pools.first = take32(&w);
    config->pools.count = take32(&w);
    config->calendar.start = take64(&w);
    config->calendar.tick_ms = take32(&w);
    take32(&w);
    if (version != GX_JOURNAL_VERSION || size != GX_JOURNAL_HEADER)
        return stop(reader, GX_JOURNAL_NONE);
    reader->chain = XXH3_64bits(bytes, GX_JOURNAL_HEADER - 8);
    if ((uint64_t)take64(&w) != reader->chain)
        return stop(reader, GX_JOURNAL_ALTERED);
    reader->at = GX_JOURNAL_HEADER;
    return true;
}

/* ---- Entries */

static void take_order(walk *w, uint8_t marks, gx_journal_entry *entry)
{
    gx_op *op = &entry->op;
    op->now = take32(w);
    if ((marks & GX_MARK_KEYED) != 0)
        op->key = (gx_op_key){.account = take32(w), .serial = take32(w)};
    size_t size = gx_op_packed_size(op->kind);
    const unsigned char *packed = skip(w, size);
    w->beyond |= packed == NULL || !gx_op_unpack(op, packed, size);
    if ((marks & GX_MARK_LISTED) != 0) {
        op->listed = take16(w);
        w->beyond |= op->listed == 0 || op->listed > GX_LIST_MAX;
        take(w, entry->list, w->beyond ? 0 : op->listed * sizeof *entry->list);
        op->list = entry->list;
    }
    entry->facts.count = 0;
    if ((marks & GX_MARK_FACTS) != 0) {
        entry->facts.count = take16(w);
        w->beyond |= entry->facts.count == 0 || entry->facts.count > GX_FACTS_MAX;
        take(w, entry->facts.bits, w->beyond ? 0 : (entry->facts.count + 7) / 8);
    }
}

static void take_outcome(walk *w, uint8_t marks, gx_journal_entry *entry)
{
    entry->answer = (gx_answer){.code = (gx_answer_code)take8(w)};
    if (entry->answer.code == GX_DONE) {
        entry->answer.amount = take64(w);
    } else {
        entry->answer.have = take64(w);
        entry->answer.need = take64(w);
    }
    entry->made = (gx_ref){0};
    if ((marks & GX_MARK_MADE) != 0) {
        entry->made.slot = take32(w);
        entry->made.life = take32(w);
    }
    entry->postings = take8(w);
    w->beyond |= entry->postings > GX_POSTINGS_MAX;
    take(w, entry->posting, w->beyond ? 0 : entry->postings * sizeof *entry->posting);
}

/* The parts of an entry whose checksum is right; false when they are not what a book writes. */
static bool take_entry(walk *w, gx_journal_entry *entry)
{
    enum { KNOWN = GX_MARK_LINKED | GX_MARK_KEYED | GX_MARK_LISTED | GX_MARK_FACTS | GX_MARK_MADE };
    uint8_t kind = take8(w);
    uint8_t marks = take8(w);
    const gx_op_entry *of = gx_op_entry_of(kind);
    if (of == NULL || (marks & ~KNOWN) != 0 || of->keyed != ((marks & GX_MARK_KEYED) != 0))
        return false;
    entry->op = (gx_op){.kind = kind, .linked = (marks & GX_MARK_LINKED) != 0};
    take_order(w, marks, entry);
    take_outcome(w, marks, entry);
    return !w->beyond && w->at == w->end && (unsigned)entry->answer.code < GX_ANSWER_COUNT;
}

bool gx_journal_next(gx_journal_reader *reader, gx_journal_entry *entry)
{
    if (reader->stop != GX_JOURNAL_END)
        return false;
    size_t left = reader->count - reader->at;
    if (left == 0)
        return false;
    const unsigned char *bytes = reader->bytes + reader->at;
    uint16_t size;
    if (left < sizeof size)
        return stop(reader, GX_JOURNAL_TORN);
    memcpy(&size, bytes, sizeof size);
    if (size < GX_ENTRY_LEAST || size > GX_ENTRY_MAX)
        return stop(reader, GX_JOURNAL_ALTERED);
    if (size > left)
        return stop(reader, GX_JOURNAL_TORN);
    uint64_t chain;
    memcpy(&chain, bytes + size - sizeof chain, sizeof chain);
    if (XXH3_64bits_withSeed(bytes, size - sizeof chain, reader->chain) != chain)
        return stop(reader, GX_JOURNAL_ALTERED);
    walk w = {.at = bytes + sizeof size, .end = bytes + size - sizeof chain};
    if (!take_entry(&w, entry))
        return stop(reader, GX_JOURNAL_ALTERED);
    entry->start = reader->at;
    entry->end = reader->at + size;
    reader->at = entry->end;
    reader->chain = chain;
    return true;
}
