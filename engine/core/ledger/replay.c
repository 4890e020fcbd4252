/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book built again from its journal: every operation goes through the door once more, under the same rules,
 * and must come to the same answer by the same postings. Members of a linked group are collected first, since
 * they were done together. */
#include "ledger/door.h"
#include "ledger/journal.h"

#include <gx/base/memory.h>
#include <string.h>

typedef struct replay {
    gx_book *book;
    gx_journal_reader reader;
    gx_journal_report *report;
    gx_journal_entry entry[GX_GROUP_MAX]; /* of the group at hand; most often one */
    gx_op op[GX_GROUP_MAX];
    gx_result result[GX_GROUP_MAX];
} replay;

static bool same_answer(const gx_answer *a, const gx_answer *b)
{
    return a->code == b->code && a->have == b->have && a->need == b->need && a->amount == b->amount;
}

static bool same(const gx_journal_entry *entry, const gx_result *result, const gx_posting *posting,
                 unsigned postings)
{
    return same_answer(&entry->answer, &result->answer) && entry->made.slot == result->made.slot &&
           entry->made.life == result->made.life && entry->postings == postings &&
           (postings == 0 || memcmp(entry->posting, posting, postings * sizeof *posting) == 0);
}

static bool diverged(replay *r, const gx_journal_entry *entry, const gx_result *result)
{
    bool memory = result->answer.code == GX_REFUSED_MEMORY;
    r->report->why = memory ? GX_JOURNAL_MEMORY : GX_JOURNAL_DIVERGED;
    r->report->kind = (gx_op_kind)entry->op.kind;
    r->report->told = entry->answer;
    r->report->found = result->answer;
    return false;
}

static bool do_one(replay *r)
{
    gx_book *book = r->book;
    book->facts = r->entry->facts;
    book->facts_used = 0;
    gx_book_do(book, &r->entry->op, r->result);
    return (book->facts_used == r->entry->facts.count &&
            same(r->entry, r->result, book->posted,
                 r->result->answer.code == GX_DONE ? book->posted_count : 0)) ||
           diverged(r, r->entry, r->result);
}

static bool do_linked(replay *r, size_t count)
{
    for (size_t i = 0; i < count; i++)
        r->op[i] = r->entry[i].op;
    gx_group_do(r->book, r->op, count, r->result);
    if (r->book->group == NULL)
        return diverged(r, r->entry, r->result);
    for (size_t i = 0; i < count; i++) {
        unsigned postings;
        const gx_posting *posting = gx_group_postings(r->book, i, &postings);
        if (!same(&r->entry[i], &r->result[i], posting, postings))
            return diverged(r, &r->entry[i], &r->result[i]);
    }
    return true;
}

/* Reads the next operation, or the next group whole. Returns how many; 0 at the end. */
static size_t read_group(replay *r)
{
    size_t count = 0;
    do {
        if (count == GX_GROUP_MAX) {
            r->reader.stop = GX_JOURNAL_ALTERED;
            return 0;
        }
        if (!gx_journal_next(&r->reader, &r->entry[count])) {
            if (count > 0 && r->reader.stop == GX_JOURNAL_END)
                r->reader.stop = GX_JOURNAL_TORN;
            return 0;
        }
        count++;
    } while (r->entry[count - 1].op.linked);
    return count;
}

static void do_all(replay *r, uint64_t *chain)
{
    gx_journal_report *report = r->report;
    for (;;) {
        size_t count = read_group(r);
        if (count == 0) {
            report->why = r->reader.stop;
            return;
        }
        if (!(r->entry->op.linked ? do_linked(r, count) : do_one(r)))
            return;
        report->entries += count;
        report->end = r->reader.at;
        *chain = r->reader.chain;
    }
}

/* Is the header that of the journal which this book would write? */
static bool is_of(const gx_book *book, const unsigned char *bytes)
{
    unsigned char own[GX_JOURNAL_HEADER];
    gx_journal_header(book, own);
    return memcmp(own, bytes, sizeof own) == 0;
}

static gx_status verdict(const gx_journal_report *report, gx_error *error)
{
    const char *text = gx_journal_stop_text(report->why);
    switch (report->why) {
    case GX_JOURNAL_END:
        return GX_OK;
    case GX_JOURNAL_MEMORY:
        return gx_fail_memory(error, "what a journal's operations need");
    case GX_JOURNAL_DIVERGED:
        return gx_fail(error, GX_ERR_DIVERGED, "journal at byte %zu, %s: %s (%s, now %s)", report->end,
                       gx_op_name(report->kind), text, gx_answer_name(report->told.code),
                       gx_answer_name(report->found.code));
    default:
        return gx_fail(error, GX_ERR_FORMAT, "journal at byte %zu: %s", report->end, text);
    }
}

/* A book that goes on with the journal notes no second header, and its next entry hangs on the last whole
 * one. */
static void go_on(gx_book *book, uint64_t chain)
{
    if (book->journal == NULL)
        return;
    book->journal->used = 0;
    book->journal->sealed = 0;
    book->journal->chain = chain;
}

gx_status gx_journal_replay(gx_book *book, const void *bytes, size_t count, gx_journal_report *report,
                            gx_error *error)
{
    gx_book_config config;
    *report = (gx_journal_report){0};
    if (book->touched)
        return gx_fail(error, GX_ERR_ARGUMENT, "a journal is replayed on a book that has done nothing yet");
    replay *r = gx_alloc(1, sizeof *r);
    if (r == NULL) {
        report->why = GX_JOURNAL_MEMORY;
        return verdict(report, error);
    }
    r->book = book;
    r->report = report;
    if (!gx_journal_read(&r->reader, bytes, count, &config)) {
        report->why = r->reader.stop;
    } else if (!is_of(book, bytes)) {
        report->why = GX_JOURNAL_OTHER_BOOK;
    } else {
        bool keep_postings = book->keep_postings;
        uint64_t chain = r->reader.chain;
        report->end = r->reader.at;
        book->replaying = true;
        book->keep_postings = true;
        do_all(r, &chain);
        book->replaying = false;
        book->keep_postings = keep_postings;
        go_on(book, chain);
    }
    gx_free(r);
    return verdict(report, error);
}
