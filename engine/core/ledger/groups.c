/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked groups: all members are done, or none.
 *
 *     check all, look up all keys ──► rules, one by one ──► remember all, note all
 *          │ any refused                   │ any refused
 *          ▼                               ▼
 *     nothing happened                undo in reverse ──► remember the refusals, note them
 *
 * Members are done in order by the same rules as single operations, so each sees what those before it did.
 * While that goes on, everything that changes is kept: postings as the journal has them, what themes change
 * in words that they hand to gx_keep, the few totals of the book. Keys are written last, so there is nothing
 * to undo about them. A member whose key was done before stands for what it was told then; it is neither done
 * again nor undone. */
#include "ledger/door.h"
#include "ledger/journal.h"

#include <gx/base/memory.h>
#include <string.h>

enum { KEPT_ROOM = GX_GROUP_MAX * 3 * GX_KEPT_MAX };

/* Lies behind the bytes that were kept, so that the log can be read backwards. */
typedef struct kept_mark {
    unsigned char *at;
    size_t size;
} kept_mark;

struct gx_group {
    size_t count;
    gx_errand errand[GX_GROUP_MAX];
    bool told[GX_GROUP_MAX]; /* its key was done before */
    gx_posting posting[GX_GROUP_MAX][GX_POSTINGS_MAX];
    unsigned postings[GX_GROUP_MAX];
    uint32_t now;
    bool began, touched;
    gx_book_counts counts;
    gx_fen held_total;
    size_t kept;
    unsigned char log[KEPT_ROOM];
};

bool gx_op_is_linkable(gx_op_kind kind)
{
    return kind == GX_OP_TRANSFER || kind == GX_OP_TRANSFER_OUT || kind == GX_OP_TRANSFER_IN ||
           kind == GX_OP_TOP_UP || kind == GX_OP_WITHDRAW || kind == GX_OP_HOLD_PLACE;
}

void gx_keep(gx_book *book, void *at, size_t size)
{
    if (!book->grouped)
        return;
    gx_group *group = book->group;
    kept_mark mark = {at, size};
    GX_ASSERT(size <= GX_KEPT_MAX && group->kept + size + sizeof mark <= KEPT_ROOM);
    memcpy(group->log + group->kept, at, size);
    memcpy(group->log + group->kept + size, &mark, sizeof mark);
    group->kept += size + sizeof mark;
}

static void put_back_kept(gx_group *group)
{
    while (group->kept > 0) {
        kept_mark mark;
        memcpy(&mark, group->log + group->kept - sizeof mark, sizeof mark);
        group->kept -= sizeof mark + mark.size;
        memcpy(mark.at, group->log + group->kept, mark.size);
    }
}

/* ---- Before anything is done */

/* What the keys of earlier members, which are not remembered yet, have against this one. */
static gx_answer check_own_keys(const gx_book *book, const gx_group *group, size_t member)
{
    const gx_errand *errand = &group->errand[member];
    uint32_t serial = errand->op->key.serial;
    uint32_t window = book->keys.window;
    for (size_t i = 0; i < member; i++) {
        const gx_errand *other = &group->errand[i];
        if (other->entry == NULL || !other->entry->keyed || other->party != errand->party)
            continue;
        uint32_t taken = other->op->key.serial;
        if (taken == serial)
            return gx_refuse(GX_REFUSED_KEY_CONTENT, 0, 0);
        if ((uint64_t)serial + window < (uint64_t)taken + 1)
            return gx_refuse(GX_REFUSED_KEY_OLD, serial, (int64_t)taken + 1 - window);
    }
    return gx_done(0);
}

static gx_answer admit(gx_book *book, gx_group *group, size_t member, const gx_op *op, uint32_t now,
                       gx_result *result)
{
    gx_errand *errand = &group->errand[member];
    errand->party = GX_NO_PARTY;
    if (!gx_door_check(book, op, now, errand, result))
        return result->answer;
    if (!gx_op_is_linkable((gx_op_kind)op->kind))
        return result->answer = gx_refuse(GX_REFUSED_OPERATION, op->kind, 0);
    group->told[member] = !gx_door_admit(book, errand, result);
    if (!group->told[member] && errand->entry->keyed && book->keys.window != 0)
        result->answer = check_own_keys(book, group, member);
    return result->answer;
}

/* The first member that is refused without its rule being asked; `count` when there is none. All are looked
 * at: those whose keys are known are told so even then. */
static size_t admit_all(gx_book *book, gx_group *group, const gx_op *ops, gx_result *results)
{
    size_t failed = group->count;
    uint32_t now = book->now;
    for (size_t i = 0; i < group->count; i++) {
        if (admit(book, group, i, &ops[i], now, &results[i]).code != GX_DONE && failed == group->count)
            failed = i;
        now = ops[i].now > now ? ops[i].now : now;
    }
    return failed;
}

/* ---- Doing and undoing */

static void undo(gx_book *book, gx_group *group, size_t members, const gx_result *results)
{
    for (size_t i = members; i-- > 0;) {
        if (group->told[i])
            continue;
        for (unsigned k = group->postings[i]; k-- > 0;)
            gx_unpost(book, &group->posting[i][k]);
        if (group->errand[i].op->kind == GX_OP_HOLD_PLACE)
            gx_slab_untake(&book->holds, results[i].made.slot);
    }
    put_back_kept(group);
    book->now = group->now;
    book->began = group->began;
    book->touched = group->touched;
    book->counts = group->counts;
    book->held_total = group->held_total;
}

/* The member that its rule refused; `count` when all are done. Nothing is done when one is refused. */
static size_t perform_all(gx_book *book, gx_group *group, gx_result *results)
{
    bool keep_postings = book->keep_postings;
    group->now = book->now;
    group->began = book->began;
    group->touched = book->touched;
    group->counts = book->counts;
    group->held_total = book->held_total;
    group->kept = 0;
    book->grouped = true;
    book->keep_postings = true;
    size_t i = 0;
    for (; i < group->count; i++) {
        if (group->told[i])
            continue;
        gx_door_perform(book, &group->errand[i], &results[i]);
        if (results[i].answer.code != GX_DONE)
            break;
        group->postings[i] = book->posted_count;
        memcpy(group->posting[i], book->posted, book->posted_count * sizeof *book->posted);
    }
    book->grouped = false;
    book->keep_postings = keep_postings;
    if (i < group->count)
        undo(book, group, i, results);
    return i;
}

/* Every member that has not been told otherwise failed with the one that did. */
static void fail(gx_group *group, size_t failed, gx_result *results)
{
    for (size_t i = 0; i < group->count; i++) {
        group->postings[i] = 0;
        if (i != failed && !group->told[i])
            results[i] = (gx_result){.answer = gx_refuse(GX_REFUSED_LINKED, 0, (int64_t)failed)};
    }
}

/* Holds the new keys to what came out. Returns whether anything is remembered. */
static bool remember_all(gx_book *book, const gx_group *group, const gx_result *results)
{
    bool kept = false;
    for (size_t i = 0; i < group->count; i++)
        if (!group->told[i])
            kept |= gx_door_remember(book, &group->errand[i], &results[i]);
    return kept;
}

static void note_all(gx_book *book, const gx_group *group, const gx_result *results)
{
    for (size_t i = 0; i < group->count; i++)
        gx_door_note(book, &group->errand[i], &results[i], i + 1 < group->count, group->posting[i],
                     group->postings[i]);
}

static bool all_told(const gx_group *group)
{
    for (size_t i = 0; i < group->count; i++)
        if (!group->told[i])
            return false;
    return true;
}

static void do_group(gx_book *book, gx_group *group, const gx_op *ops, gx_result *results)
{
    size_t failed = admit_all(book, group, ops, results);
    if (failed < group->count) {
        fail(group, failed, results);
        return;
    }
    if (all_told(group))
        return;
    failed = perform_all(book, group, results);
    bool done = failed == group->count;
    if (!done) {
        fail(group, failed, results);
        if (gx_is_passing(results[failed].answer.code))
            return;
    }
    bool kept = remember_all(book, group, results);
    if (book->journal != NULL && !book->replaying && (done || kept))
        note_all(book, group, results);
}

/* Refuses a group as a whole, for a reason that has nothing to do with its orders. */
static void refuse_all(const gx_answer *answer, size_t at, size_t count, gx_result *results)
{
    for (size_t i = 0; i < count; i++)
        results[i].answer = i == at ? *answer : gx_refuse(GX_REFUSED_LINKED, 0, (int64_t)at);
}

void gx_group_do(gx_book *book, const gx_op *ops, size_t count, gx_result *results)
{
    gx_answer answer = gx_done(0);
    memset(results, 0, count * sizeof *results);
    if (book->group == NULL)
        book->group = gx_alloc(1, sizeof *book->group);
    if (count > GX_GROUP_MAX)
        answer = gx_refuse(GX_REFUSED_LIST, (int64_t)count, GX_GROUP_MAX);
    else if (book->group == NULL)
        answer = gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    else if (book->journal != NULL && !book->replaying && !gx_journal_ready(book->journal, count))
        answer = gx_refuse(GX_REFUSED_JOURNAL, 0, 0);
    if (answer.code != GX_DONE) {
        refuse_all(&answer, answer.code == GX_REFUSED_LIST ? GX_GROUP_MAX : 0, count, results);
        return;
    }
    gx_group *group = book->group;
    group->count = count;
    memset(group->told, 0, sizeof group->told);
    memset(group->postings, 0, sizeof group->postings);
    do_group(book, group, ops, results);
}

const gx_posting *gx_group_postings(const gx_book *book, size_t member, unsigned *count)
{
    *count = book->group->postings[member];
    return book->group->posting[member];
}

void gx_group_free(gx_book *book)
{
    gx_free(book->group);
    book->group = NULL;
}

size_t gx_group_bytes(const gx_book *book)
{
    return book->group == NULL ? 0 : sizeof *book->group;
}
