/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door: the one way by which anything changes a book.
 *
 * It asks in this order: is there such an operation, does the book have its theme, does time go forward, is
 * its list within bounds, can the journal take it, is who asks a party of the book, was this key seen before.
 * Only then the rule is asked, which decides and moves. What comes out is remembered with the key, and noted
 * in the journal. */
#include "ledger/door.h"
#include "ledger/journal.h"

static const gx_op_entry entries[256] = {
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    [number] = {#name, gx_rule_##name, GX_THEME_##theme, keyed},
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

static bool refuse(gx_result *result, gx_answer_code code, int64_t have, int64_t need)
{
    result->answer = gx_refuse(code, have, need);
    return false;
}

bool gx_door_check(const gx_book *book, const gx_op *op, uint32_t now, gx_errand *errand, gx_result *result)
{
    const gx_op_entry *entry = gx_op_entry_of(op->kind);
    errand->op = op;
    errand->entry = entry;
    if (entry == NULL)
        return refuse(result, GX_REFUSED_OPERATION, op->kind, 0);
    if ((entry->theme & ~book->themes) != 0)
        return refuse(result, GX_REFUSED_THEME, 0, entry->theme);
    if (op->now < now)
        return refuse(result, GX_REFUSED_CLOCK, op->now, now);
    if (op->listed > GX_LIST_MAX)
        return refuse(result, GX_REFUSED_LIST, op->listed, GX_LIST_MAX);
    return true;
}

bool gx_door_admit(gx_book *book, gx_errand *errand, gx_result *result)
{
    const gx_op *op = errand->op;
    if (!errand->entry->keyed)
        return true;
    errand->party = gx_party_of(book, op->key.account);
    if (errand->party == GX_NO_PARTY) {
        result->answer = gx_refuse_party(op->key.account);
        return false;
    }
    gx_outcome known;
    uint64_t content = book->keys.window == 0 ? 0 : gx_op_content(op);
    if (gx_keys_admit(&book->keys, errand->party, op->key.serial, content, &errand->ticket, &known))
        return true;
    result->answer = known.answer;
    result->made = (gx_ref){known.slot, known.life};
    result->second = known.second;
    result->repeated = known.answer.code == GX_DONE;
    return false;
}

void gx_door_perform(gx_book *book, const gx_errand *errand, gx_result *result)
{
    const gx_op *op = errand->op;
    book->posted_count = 0;
    book->facts_used = 0;
    if (!book->replaying)
        book->facts.count = 0;
    gx_answer answer = errand->entry->rule(book, op, result);
    gx_copy_answer(&result->answer, &answer);
    if (result->answer.code == GX_DONE) {
        book->now = op->now;
        book->began |= op->kind != GX_OP_OPEN;
        book->touched = true;
    } else {
        GX_ASSERT(book->posted_count == 0);
        *result = (gx_result){.answer = answer};
    }
}

bool gx_door_remember(gx_book *book, const gx_errand *errand, const gx_result *result)
{
    if (!errand->entry->keyed || gx_is_passing(result->answer.code))
        return false;
    gx_outcome outcome = {.answer = result->answer,
                          .second = result->second,
                          .slot = result->made.slot,
                          .life = result->made.life};
    bool kept = gx_keys_remember(&book->keys, &errand->ticket, &outcome);
    book->touched |= kept;
    return kept;
}

void gx_door_note(gx_book *book, const gx_errand *errand, const gx_result *result, bool linked,
                  const gx_posting *posting, unsigned postings)
{
    gx_noted noted = {.op = errand->op,
                      .keyed = errand->entry->keyed,
                      .linked = linked,
                      .facts = &book->facts,
                      .result = result,
                      .posting = posting,
                      .postings = postings};
    gx_journal_note(book->journal, &noted);
}

/* What comes after the checks. */
static void pass(gx_book *book, gx_errand *errand, gx_result *result)
{
    bool keyed = errand->entry->keyed;
    if (keyed && !gx_door_admit(book, errand, result))
        return;
    gx_door_perform(book, errand, result);
    bool kept = keyed && gx_door_remember(book, errand, result);
    if (book->journal != NULL && !book->replaying && (kept || result->answer.code == GX_DONE))
        gx_door_note(book, errand, result, false, book->posted, book->posted_count);
}

/* Whether the journal, if there is one, can take an operation. */
static bool has_room(gx_book *book, gx_result *result)
{
    if (book->journal == NULL || book->replaying || gx_journal_ready(book->journal, 1))
        return true;
    return refuse(result, GX_REFUSED_JOURNAL, 0, 0);
}

gx_answer gx_book_do(gx_book *book, const gx_op *op, gx_result *result)
{
    gx_result unwanted;
    if (result == NULL)
        result = &unwanted;
    gx_door_do(book, op, result);
    gx_answer answer;
    gx_copy_answer(&answer, &result->answer);
    return answer;
}

void gx_door_do(gx_book *book, const gx_op *op, gx_result *result)
{
    gx_errand errand;
    *result = (gx_result){0};
    if (gx_door_check(book, op, book->now, &errand, result) && has_room(book, result))
        pass(book, &errand, result);
}

/* ---- The host's facts */

static bool told(gx_facts *facts, uint32_t *used)
{
    uint32_t i = (*used)++;
    return i < facts->count && (facts->bits[i / 8] >> i % 8 & 1) != 0;
}

static void keep_fact(gx_facts *facts, bool fact)
{
    uint32_t i = facts->count++;
    GX_ASSERT(i < GX_FACTS_MAX);
    if (i % 8 == 0)
        facts->bits[i / 8] = 0;
    facts->bits[i / 8] = (uint8_t)(facts->bits[i / 8] | (unsigned)fact << i % 8);
}

bool gx_is_member(gx_book *book, uint32_t group, uint32_t user)
{
    const gx_membership *members = &book->membership;
    if (book->replaying)
        return told(&book->facts, &book->facts_used);
    bool fact = members->is_member != NULL && members->is_member(members->directory, group, user);
    if (book->journal != NULL)
        keep_fact(&book->facts, fact);
    return fact;
}
