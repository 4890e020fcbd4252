/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal of a book: every operation that changed it, with its answer and its postings, so that the book
 * can be built again from nothing, and so that what happened can be checked by somebody who does not trust
 * it.
 *
 *     header | entry | entry | entry | entry ...
 *
 * Each entry ends with a checksum of its bytes and of the checksum before it, so a journal can only be cut,
 * never altered, reordered or spliced, without a reader noticing where. What is in it: operations that were
 * done, and keyed ones that were refused and whose key remembers the refusal. Members of a linked group stand
 * together and count as one. All numbers are little-endian.
 *
 *     header   8 bytes "gxjrnl\r\n"; u32 version; u32 bytes of the header;
 *              what the book was made with: u32 first user, users, key window, themes,
 *              first merchant, merchants, first pool, pools; i64 start of the calendar;
 *              u32 milliseconds a tick; u32 0;
 *              u64 checksum
 *     entry    u16 bytes of the entry; u8 operation; u8 marks (gx_journal_mark); u32 tick;
 *              if keyed: u32 party, u32 serial;
 *              the arguments, packed in the order of the table;
 *              if listed: u16 words, and so many u32;
 *              if it asked the host: u16 facts, and so many bits, the lowest of each byte first;
 *              u8 answer; done: i64 amount; refused: i64 have, i64 need;
 *              if it made something: u32 slot, u32 life;
 *              u8 postings, and each: u32 debit, u32 credit, i64 amount;
 *              u64 checksum
 *
 * Writing. The book collects entries in a block and hands it to the sink of its config when it is full, or
 * when gx_book_flush asks for it; an answer is durable when that was done and the sink keeps what it took.
 * When the sink fails, nothing is lost: the block stays, operations are GX_REFUSED_JOURNAL (nothing changes,
 * looks go on), and the next operation or flush tries again. The sink is all or nothing: if it could write
 * only a part, it takes that back, or gives up for good.
 *
 * Reading back. gx_journal_replay does every operation again, on a new book, and compares what comes out with
 * what the journal says. A book that has a sink itself then goes on with the same journal, at report.end:
 * that is how a host recovers. What the host's directory had said is in the journal and not asked again. */
#ifndef GX_CORE_JOURNAL_H
#define GX_CORE_JOURNAL_H

#include <gx/core/book.h>

enum {
    GX_JOURNAL_VERSION = 1,
    GX_JOURNAL_HEADER = 72,
    GX_POSTINGS_MAX = 16, /* no operation makes more */
    GX_FACTS_MAX = 512    /* no operation asks the host more often */
};

typedef enum gx_journal_mark {
    GX_MARK_LINKED = 1, /* the next entry is of the same group */
    GX_MARK_KEYED = 2,
    GX_MARK_LISTED = 4,
    GX_MARK_FACTS = 8,
    GX_MARK_MADE = 16
} gx_journal_mark;

/* Hands what is collected to the sink. True: everything that was ever answered is there (also when the book
 * keeps no journal). gx_book_free does the same for the last time, but has nobody to tell: whoever must know
 * flushes first. O(bytes collected). */
bool gx_book_flush(gx_book *book);

/* One posting: debit falls, credit rises. Accounts are numbered within the book: users from 0 in their order;
 * if the book has the FUND theme, the users' fund accounts; merchants; pools; if it has the CREDIT theme, the
 * users' credit accounts; then the house's in the order of gx_house_account. */
typedef struct gx_posting {
    uint32_t debit, credit;
    gx_fen amount;
} gx_posting;

/* What the host's directory had said, in the order in which it was asked. */
typedef struct gx_facts {
    uint32_t count;
    uint8_t bits[GX_FACTS_MAX / 8];
} gx_facts;

/* ---- Reading without a book */

typedef struct gx_journal_entry {
    size_t start, end; /* offsets in the journal */
    gx_op op;          /* op.list points into `list` */
    uint32_t list[GX_LIST_MAX];
    gx_facts facts;
    gx_answer answer;
    gx_ref made;
    unsigned postings;
    gx_posting posting[GX_POSTINGS_MAX];
} gx_journal_entry;

/* X(name, text): why reading stopped. */
#define GX_JOURNAL_STOP_TABLE(X)                                                                             \
    X(GX_JOURNAL_END, "the end was reached")                                                                 \
    X(GX_JOURNAL_NONE, "this is not a journal of this version")                                              \
    X(GX_JOURNAL_OTHER_BOOK, "it is the journal of a book that was made with another config")                \
    X(GX_JOURNAL_TORN, "the last entry is not whole")                                                        \
    X(GX_JOURNAL_ALTERED, "an entry is not as it was written")                                               \
    X(GX_JOURNAL_DIVERGED, "an operation came to something else than the journal says")                      \
    X(GX_JOURNAL_MEMORY, "memory is exhausted")

typedef enum gx_journal_stop {
#define X(name, text) name,
    GX_JOURNAL_STOP_TABLE(X)
#undef X
        GX_JOURNAL_STOP_COUNT
} gx_journal_stop;

const char *gx_journal_stop_text(gx_journal_stop stop);

/* A place in a journal that lies in memory; borrowed. */
typedef struct gx_journal_reader {
    const unsigned char *bytes;
    size_t count, at;
    uint64_t chain; /* the checksum before */
    gx_journal_stop stop;
} gx_journal_reader;

/* Reads the header; *config gets what the book was made with (without membership and sink). False: NONE, TORN
 * or ALTERED. */
bool gx_journal_read(gx_journal_reader *reader, const void *bytes, size_t count, gx_book_config *config);

/* The next entry, whole and unaltered. False: the reader's stop says why; `at` is where the last whole one
 * ends. */
bool gx_journal_next(gx_journal_reader *reader, gx_journal_entry *entry);

/* ---- Doing it again */

typedef struct gx_journal_report {
    gx_journal_stop why;
    uint64_t entries; /* done again */
    size_t end; /* where the last of them, with its group, ends: whoever continues the journal cuts there */
    gx_op_kind kind; /* diverged: the operation, */
    gx_answer told;  /* what the journal says, */
    gx_answer found; /* and what it came to */
} gx_journal_report;

/* Does all operations of a journal again on a new book of the same config, which has done nothing yet. GX_OK
 * at the end of a whole journal; the book is then as it was, to the digest of its state. GX_ERR_FORMAT when
 * the journal ends torn or altered (the book is as it was after the last whole group), or is not this book's
 * (nothing was done). Useless afterwards: GX_ERR_DIVERGED, GX_ERR_MEMORY. GX_ERR_ARGUMENT: the book is not
 * new. */
gx_status gx_journal_replay(gx_book *book, const void *bytes, size_t count, gx_journal_report *report,
                            gx_error *error);

#endif
