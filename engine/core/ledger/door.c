/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door: the one way by which anything changes a book.
 *
 * It asks in this order: is there such an operation, does the book have its theme, does time go forward, is its
 * list within bounds, can the journal take it, was this key seen before. Only then the rule is asked, which
 * decides and moves. What comes out is remembered with the key, and noted in the journal. */
#include "ledger/book_internal.h"
#include "ledger/journal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static const gx_op_entry entries[256] = {
#define X(number, NAME, name, theme, keyed, rows, help) [number] = {#name, gx_rule_##name, GX_THEME_##theme, keyed},
    GX_OP_TABLE(X)
#undef X
};

const gx_op_entry *gx_op_entry_of(unsigned kind)
{
    return kind < 256 && entries[kind].rule != NULL ? &entries[kind] : NULL;
}

const char *gx_op_name(gx_op_kind kind)
{
    const gx_op_entry *entry = gx_op_entry_of((unsigned)kind);
    return entry == NULL ? NULL : entry->name;
}

bool gx_op_is_keyed(gx_op_kind kind)
{
    const gx_op_entry *entry = gx_op_entry_of((unsigned)kind);
    return entry != NULL && entry->keyed;
}

/* What a key stands for, as a number: kind, arguments, list. */
static uint64_t content_of(const gx_op *op)
{
    unsigned char packed[GX_PACKED_MAX];
    size_t size = gx_op_pack(op, packed);
    uint64_t hash = XXH3_64bits_withSeed(packed, size, op->kind);
    return op->listed == 0 ? hash : XXH3_64bits_withSeed(op->list, op->listed * sizeof *op->list, hash);
}

static gx_answer check(const gx_book *book, const gx_op *op, const gx_op_entry *entry)
{
    if (entry == NULL)
        return gx_refuse(GX_REFUSED_OPERATION, op->kind, 0);
    if ((entry->theme & ~book->themes) != 0)
        return gx_refuse(GX_REFUSED_THEME, 0, entry->theme);
    if (op->now < book->now)
        return gx_refuse(GX_REFUSED_CLOCK, op->now, book->now);
    if (op->listed > GX_LIST_MAX)
        return gx_refuse(GX_REFUSED_LIST, op->listed, GX_LIST_MAX);
    return gx_done(0);
}

/* An answer that a key must not be held to: it says nothing of the order. */
static bool is_passing(gx_answer_code code)
{
    return code == GX_REFUSED_MEMORY || code == GX_REFUSED_JOURNAL;
}

/* The rule, with what the book keeps about it. */
static void perform(gx_book *book, const gx_op *op, const gx_op_entry *entry, gx_result *result)
{
    book->posted_count = 0;
    result->answer = entry->rule(book, op, result);
    if (result->answer.code == GX_DONE) {
        book->now = op->now;
        book->began |= op->kind != GX_OP_OPEN;
    } else {
        GX_ASSERT(book->posted_count == 0);
        *result = (gx_result){.answer = result->answer};
    }
}

static void perform_keyed(gx_book *book, const gx_op *op, const gx_op_entry *entry, gx_result *result)
{
    gx_party party = gx_party_of(book, op->key.account);
    if (party == GX_NO_PARTY) {
        result->answer = gx_refuse_party(op->key.account);
        return;
    }
    __builtin_prefetch(&book->balance[gx_account_of(book, party)], 1); /* on its way while the keys are read */
    gx_ticket ticket;
    gx_outcome known;
    uint64_t content = book->keys.window == 0 ? 0 : content_of(op);
    if (!gx_keys_admit(&book->keys, party, op->key.serial, content, &ticket, &known)) {
        *result = (gx_result){.answer = known.answer, .made = {known.slot, known.life}, .second = known.second};
        return;
    }
    perform(book, op, entry, result);
    bool kept = !is_passing(result->answer.code) &&
                gx_keys_remember(ticket, &(gx_outcome){.answer = result->answer,
                                                       .second = result->second,
                                                       .slot = result->made.slot,
                                                       .life = result->made.life});
    if (book->journal != NULL && (kept || result->answer.code == GX_DONE))
        gx_journal_note(book, op, result);
}

gx_answer gx_book_do(gx_book *book, const gx_op *op, gx_result *result)
{
    gx_result unwanted;
    if (result == NULL)
        result = &unwanted;
    *result = (gx_result){0};
    const gx_op_entry *entry = gx_op_entry_of(op->kind);
    result->answer = check(book, op, entry);
    if (result->answer.code != GX_DONE)
        return result->answer;
    if (book->journal != NULL && !gx_journal_ready(book)) {
        result->answer = gx_refuse(GX_REFUSED_JOURNAL, 0, 0);
        return result->answer;
    }
    if (entry->keyed) {
        perform_keyed(book, op, entry, result);
    } else {
        perform(book, op, entry, result);
        if (book->journal != NULL && result->answer.code == GX_DONE)
            gx_journal_note(book, op, result);
    }
    return result->answer;
}

bool gx_is_member(gx_book *book, const gx_op *op, uint32_t group, uint32_t user)
{
    const gx_membership *members = &book->membership;
    if (book->replaying)
        return gx_journal_fact(book, op);
    return members->is_member != NULL && members->is_member(members->directory, group, user);
}
