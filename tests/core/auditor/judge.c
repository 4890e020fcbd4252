/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the door must answer: is there such an operation, its theme, the clock, the list, the key; then the
 * part's own rule. And linked groups: all of it or nothing. */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

static gx_answer before_all(const aud_book *book, const gx_op *op, const aud_form *form)
{
    if (form->name == NULL)
        return aud_no(GX_REFUSED_OPERATION, op->kind, 0);
    if (!aud_has(book, form->theme))
        return aud_no(GX_REFUSED_THEME, 0, form->theme);
    if (op->now < book->now)
        return aud_no(GX_REFUSED_CLOCK, op->now, book->now);
    if (op->listed > GX_LIST_MAX)
        return aud_no(GX_REFUSED_LIST, op->listed, GX_LIST_MAX);
    return aud_done(0);
}

/* The rule of the operation's part, and that time goes on. */
static gx_answer by_rule(aud_book *book, const gx_op *op, aud_want *want)
{
    const aud_part *part;
    const aud_rule *rule = aud_rule_of(op->kind, &part);
    if (rule == NULL) {
        fprintf(stderr, "auditor: no part predicts the operation %s\n", gx_op_name((gx_op_kind)op->kind));
        abort();
    }
    gx_fen money[AUD_ACCOUNTS];
    memcpy(money, book->money, sizeof money);
    gx_answer answer = rule->predict(book, op, want);
    if (answer.code == GX_DONE) {
        book->now = op->now;
        if (op->kind != GX_OP_OPEN)
            book->began = true;
    } else if (memcmp(money, book->money, sizeof money) != 0 || want->made != NULL) {
        fprintf(stderr, "auditor: the prediction of %s refuses and yet changes something\n",
                rule->kind ? part->name : "");
        abort();
    } else {
        want->result = (gx_result){0};
    }
    return answer;
}

/* ---- Keys */

static void remember(aud_book *book, uint32_t party, const gx_op *op, const gx_result *told)
{
    if (book->key_count[party] == book->key_room[party]) {
        book->key_room[party] = book->key_room[party] * 2 + 32;
        book->keys[party] = realloc(book->keys[party], book->key_room[party] * sizeof *book->keys[party]);
    }
    if (book->word_count + op->listed > book->word_room) {
        book->word_room = book->word_room * 2 + op->listed + 256;
        book->words = realloc(book->words, book->word_room * sizeof *book->words);
    }
    book->keys[party][book->key_count[party]++] = (aud_remembered){
        .asked = *op, .listed_at = (uint32_t)book->word_count, .told = *told, .made = told->made};
    for (uint32_t i = 0; i < op->listed; i++)
        book->words[book->word_count++] = op->list[i];
}

/* Is the key good for something new? If not, `verdict` is what it is told. */
static bool is_new(const aud_book *book, uint32_t party, const gx_op *op, aud_verdict *verdict)
{
    int64_t highest = -1;
    const aud_remembered *known = NULL;
    for (size_t i = 0; i < book->key_count[party]; i++) {
        const aud_remembered *old = &book->keys[party][i];
        highest = old->asked.key.serial > highest ? old->asked.key.serial : highest;
        if (old->asked.key.serial == op->key.serial)
            known = old;
    }
    int64_t oldest = highest - book->window + 1;
    gx_result *result = &verdict->want.result;
    if (op->key.serial < oldest) {
        result->answer = aud_no(GX_REFUSED_KEY_OLD, op->key.serial, oldest);
        return false;
    }
    if (known == NULL)
        return true;
    if (!aud_same_content(&known->asked, (known->asked.listed == 0 ? NULL : book->words + known->listed_at),
                          op, op->list)) {
        result->answer = aud_no(GX_REFUSED_KEY_CONTENT, 0, 0);
        return false;
    }
    verdict->again = true;
    verdict->made_before = known->made;
    result->answer = known->told.answer;
    result->second = known->told.second;
    result->repeated = known->told.answer.code == GX_DONE;
    return false;
}

static void judge_one(aud_book *book, const gx_op *op, aud_verdict *verdict)
{
    *verdict = (aud_verdict){0};
    gx_result *result = &verdict->want.result;
    const aud_form *form = aud_form_of(op->kind);
    result->answer = before_all(book, op, form);
    if (result->answer.code != GX_DONE)
        return;
    if (!form->keyed) {
        gx_answer answer = by_rule(book, op, &verdict->want);
        result->answer = answer;
        return;
    }
    uint32_t party = aud_party(book, op->key.account);
    if (party == AUD_NOBODY) {
        result->answer = aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
        return;
    }
    if (book->window > 0 && !is_new(book, party, op, verdict))
        return;
    gx_answer answer = by_rule(book, op, &verdict->want);
    result->answer = answer;
    if (book->window > 0)
        remember(book, party, op, result);
}

void aud_bind(aud_book *book, const gx_op *op, const aud_verdict *verdict, gx_ref made)
{
    if (verdict->want.made == NULL)
        return;
    verdict->want.made->ref = made;
    uint32_t party = aud_party(book, op->key.account);
    if (!aud_form_of(op->kind)->keyed || party == AUD_NOBODY || book->key_count[party] == 0)
        return;
    for (size_t i = book->key_count[party]; i-- > 0;)
        if (book->keys[party][i].asked.key.serial == op->key.serial) {
            book->keys[party][i].made = made;
            return;
        }
}

/* ---- Groups */

typedef struct group {
    const gx_op *ops;
    size_t count;
    aud_verdict *verdicts;
    bool told[AUD_TOGETHER]; /* its key says what it is told, whatever becomes of the group */
} group;

/* The keys of members before this one, which are not remembered yet. */
static gx_answer by_own_keys(const aud_book *book, const group *g, size_t member)
{
    const gx_op *op = &g->ops[member];
    for (size_t i = 0; i < member; i++) {
        const gx_op *other = &g->ops[i];
        if (!aud_form_of(other->kind)->keyed || other->key.account != op->key.account)
            continue;
        if (other->key.serial == op->key.serial)
            return aud_no(GX_REFUSED_KEY_CONTENT, 0, 0);
        int64_t oldest = (int64_t)other->key.serial - book->window + 1;
        if (op->key.serial < oldest)
            return aud_no(GX_REFUSED_KEY_OLD, op->key.serial, oldest);
    }
    return aud_done(0);
}

/* May it be a member? Its verdict says why not; or what it was told when it was done before. */
static bool is_admitted(aud_book *book, group *g, size_t member, uint32_t now)
{
    const gx_op *op = &g->ops[member];
    const aud_form *form = aud_form_of(op->kind);
    gx_answer *answer = &g->verdicts[member].want.result.answer;
    uint32_t latest = book->now;
    book->now = now;
    *answer = before_all(book, op, form);
    book->now = latest;
    if (answer->code != GX_DONE)
        return false;
    if (!gx_op_is_linkable((gx_op_kind)op->kind)) {
        *answer = aud_no(GX_REFUSED_OPERATION, op->kind, 0);
        return false;
    }
    if (!form->keyed)
        return true;
    uint32_t party = aud_party(book, op->key.account);
    if (party == AUD_NOBODY) {
        *answer = aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
        g->told[member] = true;
        return false;
    }
    if (book->window == 0)
        return true;
    if (!is_new(book, party, op, &g->verdicts[member])) {
        g->told[member] = true;
        return answer->code == GX_DONE;
    }
    *answer = by_own_keys(book, g, member);
    return answer->code == GX_DONE;
}

static void fail_others(group *g, size_t failed)
{
    for (size_t i = 0; i < g->count; i++)
        if (i != failed && !g->told[i]) {
            g->verdicts[i] = (aud_verdict){0};
            g->verdicts[i].want.result.answer = aud_no(GX_REFUSED_LINKED, 0, (int64_t)failed);
        }
}

/* The first member that its rule refuses; the count when none is. */
static size_t do_members(aud_book *book, group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        if (g->told[i])
            continue;
        gx_answer answer = by_rule(book, &g->ops[i], &g->verdicts[i].want);
        g->verdicts[i].want.result.answer = answer;
        if (answer.code != GX_DONE)
            return i;
    }
    return g->count;
}

static void remember_members(aud_book *book, const group *g)
{
    for (size_t i = 0; i < g->count; i++)
        if (!g->told[i] && book->window > 0 && aud_form_of(g->ops[i].kind)->keyed)
            remember(book, aud_party(book, g->ops[i].key.account), &g->ops[i], &g->verdicts[i].want.result);
}

static void judge_group(aud_book *book, const gx_op *ops, size_t count, aud_verdict *verdicts,
                        aud_tally *tally)
{
    group g = {.ops = ops, .count = count, .verdicts = verdicts};
    uint32_t now = book->now;
    memset(verdicts, 0, count * sizeof *verdicts);
    tally->groups++;
    if (count > GX_GROUP_MAX) {
        verdicts[GX_GROUP_MAX].want.result.answer = aud_no(GX_REFUSED_LIST, (int64_t)count, GX_GROUP_MAX);
        fail_others(&g, GX_GROUP_MAX);
        return;
    }
    size_t failed = count;
    for (size_t i = 0; i < count; i++) {
        if (!is_admitted(book, &g, i, now) && failed == count)
            failed = i;
        now = ops[i].now > now ? ops[i].now : now;
    }
    if (failed < count) {
        fail_others(&g, failed);
        return;
    }
    aud_book before;
    aud_book_copy(&before, book);
    failed = do_members(book, &g);
    if (failed < count) {
        aud_book_close(book);
        *book = before;
        fail_others(&g, failed);
        tally->group_failures++;
    } else {
        aud_book_close(&before);
    }
    remember_members(book, &g);
}

size_t aud_judge(aud_book *book, const gx_op *ops, size_t count, aud_verdict *verdicts, aud_tally *tally)
{
    size_t unit = 1;
    while (unit < count && ops[unit - 1].linked)
        unit++;
    if (ops[0].linked)
        judge_group(book, ops, unit, verdicts, tally);
    else
        judge_one(book, &ops[0], &verdicts[0]);
    return unit;
}
