/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step (or a batch of them): the core is asked, the auditor says what it must have said, and everything
 * that can be seen is compared. */
#include "core/auditor/world.h"

#include <gx/base/memory.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void aud_fail(aud_world *world, const char *format, ...)
{
    va_list more;
    va_start(more, format);
    vsnprintf(world->tally->failure, sizeof world->tally->failure, format, more);
    va_end(more);
    world->tally->failed_at = world->step;
    if (world->tell != NULL) {
        fprintf(world->tell, "  %s\n", world->tally->failure);
        fflush(world->tell);
    }
    _exit(1);
}

void aud_expect(aud_world *world, bool right, const char *what)
{
    if (!right)
        aud_fail(world, "after step %u, not as expected: %s", world->step, what);
}

void aud_expect_fen(aud_world *world, gx_fen core, gx_fen want, const char *what)
{
    if (core != want)
        aud_fail(world, "after step %u: %s is %lld and should be %lld", world->step, what, (long long)core,
                 (long long)want);
}

/* ---- Asking the core */

static uint32_t bent(uint32_t life, int bend)
{
    return life + (uint32_t)bend;
}

static void resolve(aud_world *world, aud_step *step)
{
    const aud_form *form = aud_form_of(step->op.kind);
    unsigned number = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].type != AUD_ref || number >= AUD_REFS)
            continue;
        if (step->from[number] >= 0) {
            gx_ref ref = world->made[step->from[number]];
            if (ref.life != 0)
                ref.life = bent(ref.life, step->bend[number]);
            memcpy((char *)&step->op + form->fields[i].offset, &ref, sizeof ref);
        }
        number++;
    }
    step->op.list = step->list;
    if (step->op.listed > AUD_LIST && step->op.listed <= GX_LIST_MAX)
        abort(); /* a generator's mistake */
}

/* Defects that tests put in: what the core is made to say and do wrong. False: the core was not asked at all.
 */
static bool spoil_before(aud_defect defect, gx_book *core, const gx_op *op, gx_result *result)
{
    gx_packet_view view;
    if (defect != AUD_OP_LOST || op->kind != GX_OP_PACKET_EXPIRE ||
        !gx_packet_look(core, op->args.packet_expire.packet, &view) || op->now < view.expires)
        return true;
    *result = (gx_result){.answer = {.code = GX_DONE, .amount = view.remaining}};
    return false;
}

static void spoil_after(const aud_world *world, unsigned book, const gx_op *op, gx_result *result)
{
    bool done = result->answer.code == GX_DONE;
    if (world->defect == AUD_ANSWER_OFF && done && op->kind == GX_OP_TRANSFER && result->answer.amount > 100)
        result->answer.amount++;
    if (world->defect == AUD_FEN_APPEARS && done && op->kind == GX_OP_HOLD_VOID)
        gx_transfer_in(world->core[book], aud_user_name(book, 0), 1, op->now);
    if (world->defect == AUD_CRASH && done && op->kind == GX_OP_WITHDRAW && result->answer.amount > 300)
        abort();
}

/* First with no memory at all, then with one allocation, and so on, until something else comes of it. */
static void ask_choked(aud_world *world, gx_book *core, const gx_op *op, gx_result *result)
{
    for (long allocations = 0;; allocations++) {
        uint64_t before = gx_book_state_digest(core);
        gx_memory_fail_after(allocations);
        gx_book_do(core, op, result);
        gx_memory_fail_after(-1);
        if (result->answer.code != GX_REFUSED_MEMORY)
            return;
        world->tally->choked++;
        world->tally->answers[op->kind][GX_REFUSED_MEMORY]++;
        aud_expect(world, allocations < 100, "an operation that is done once it has 100 allocations");
        aud_expect(world, result->answer.have == 0 && result->answer.need == 0 && result->made.life == 0,
                   "no figures when memory is exhausted");
        aud_expect(world, gx_book_state_digest(core) == before, "nothing changes when memory is exhausted");
    }
}

static void ask(aud_world *world, const aud_step *steps, const gx_op *ops, size_t count, gx_result *results)
{
    unsigned book = steps[0].book;
    gx_book *core = world->core[book];
    if (count > 1 || ops[0].linked)
        gx_book_batch(core, ops, count, results);
    else if (steps[0].choked)
        ask_choked(world, core, ops, results);
    else if (spoil_before(world->defect, core, ops, results))
        gx_book_do(core, ops, results);
    for (size_t i = 0; i < count; i++)
        spoil_after(world, book, &ops[i], &results[i]);
}

/* ---- Comparing */

static bool same_figures(const gx_result *a, const gx_result *b)
{
    return a->answer.code == b->answer.code && a->answer.have == b->answer.have &&
           a->answer.need == b->answer.need && a->answer.amount == b->answer.amount &&
           a->second == b->second && a->number == b->number && a->closed == b->closed && a->who == b->who &&
           a->third == b->third && a->repeated == b->repeated;
}

static void compare_result(aud_world *world, const aud_step *step, const aud_verdict *verdict,
                           const gx_result *said)
{
    const aud_book *book = &world->book[step->book];
    gx_result want = verdict->want.result;
    bool right = same_figures(&want, said);
    const aud_thing *made = verdict->want.made;
    const char *what = "";
    if (made != NULL && made->ref.life != 0) {
        what = ", a thing that there is";
        right &= said->made.slot == made->ref.slot && said->made.life == made->ref.life;
    } else if (made != NULL) {
        what = ", a new thing";
        right &= said->made.life != 0 && aud_find(book, made->kind, said->made) == NULL;
    } else if (verdict->again) {
        what = ", the thing of the first time";
        right &= said->made.slot == verdict->made_before.slot && said->made.life == verdict->made_before.life;
    } else {
        right &= said->made.slot == want.made.slot && said->made.life == want.made.life;
    }
    if (right)
        return;
    char core[256], auditor[256];
    aud_write_result(core, sizeof core, said);
    aud_write_result(auditor, sizeof auditor, &want);
    aud_fail(world, "step %u, %s: the core says %s made {%u, %u}; the auditor %s%s", world->step,
             aud_form_of(step->op.kind)->name == NULL ? "no operation" : aud_form_of(step->op.kind)->name,
             core, said->made.slot, said->made.life, auditor, what);
}

static void compare_money(aud_world *world, unsigned b)
{
    const gx_book *core = world->core[b];
    const aud_book *book = &world->book[b];
    for (unsigned party = 0; party < AUD_PARTIES; party++) {
        uint32_t name = aud_name(b * AUD_PARTIES + party);
        if (gx_book_balance(core, name) != book->money[party])
            aud_fail(world, "after step %u: the balance of %u is %lld and should be %lld", world->step, name,
                     (long long)gx_book_balance(core, name), (long long)book->money[party]);
    }
    for (unsigned i = 0; i < GX_HOUSE_COUNT; i++)
        if (gx_book_house(core, (gx_house_account)i) != book->money[AUD_HOUSE_AT + i])
            aud_fail(world, "after step %u: account %u of the house in book %u is %lld and should be %lld",
                     world->step, i, b, (long long)gx_book_house(core, (gx_house_account)i),
                     (long long)book->money[AUD_HOUSE_AT + i]);
    aud_expect(world, gx_book_audit_quick(core).balanced, "the quick audit balances");
}

static void compare_counts(aud_world *world, unsigned b)
{
    gx_book_counts core = gx_book_count(world->core[b]);
    const gx_book_counts *own = &world->book[b].counts;
    aud_expect_fen(world, (gx_fen)core.top_ups, (gx_fen)own->top_ups, "the count of top-ups");
    aud_expect_fen(world, core.topped_up, own->topped_up, "the sum of top-ups");
    aud_expect_fen(world, (gx_fen)core.withdrawals, (gx_fen)own->withdrawals, "the count of withdrawals");
    aud_expect_fen(world, core.withdrawn, own->withdrawn, "the sum of withdrawals");
    aud_expect_fen(world, (gx_fen)core.transfers, (gx_fen)own->transfers, "the count of transfers");
    aud_expect_fen(world, core.transferred, own->transferred, "the sum of transfers");
    aud_expect_fen(world, (gx_fen)core.cards, (gx_fen)own->cards, "the count of cards");
    aud_expect_fen(world, (gx_fen)core.holds, (gx_fen)own->holds, "the count of what was held");
    aud_expect_fen(world, core.held, own->held, "the sum of what was held");
    aud_expect_fen(world, (gx_fen)core.posts, (gx_fen)own->posts, "the count of what was paid out of escrow");
    aud_expect_fen(world, core.posted, own->posted, "the sum of what was paid out of escrow");
    aud_expect_fen(world, (gx_fen)core.refunds, (gx_fen)own->refunds, "the count of refunds");
    aud_expect_fen(world, core.refunded, own->refunded, "the sum of refunds");
}

/* The auditor's own books must add up too, and each thing's money: put in = paid out + given back + still
 * there. */
static void audit_things(aud_world *world, unsigned b)
{
    const aud_book *book = &world->book[b];
    gx_fen held = 0;
    gx_fen total = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        const aud_thing *thing = book->things[i];
        held += thing->held;
        aud_expect(world, thing->put == thing->paid + thing->refunded + thing->held && thing->held >= 0,
                   "the money of a thing adds up");
    }
    for (unsigned i = 0; i < AUD_ACCOUNTS; i++)
        total += book->money[i];
    aud_expect_fen(world, held, book->money[AUD_HOUSE_AT + GX_HOUSE_ESCROW], "the sum of what is held");
    aud_expect_fen(world, total, 0, "the sum of all accounts");
}

static void compare_book(aud_world *world, unsigned b)
{
    uint64_t before = gx_book_state_digest(world->core[b]);
    gx_audit audit = gx_book_audit_full(world->core[b]);
    aud_expect(world, audit.balanced && audit.total == 0, "the full audit balances");
    compare_money(world, b);
    compare_counts(world, b);
    audit_things(world, b);
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        if (aud_parts[i]->look != NULL && aud_has(&world->book[b], aud_parts[i]->theme))
            aud_parts[i]->look(world, b);
    aud_expect(world, gx_book_state_digest(world->core[b]) == before, "looks change nothing");
}

void aud_compare_all(aud_world *world)
{
    for (unsigned b = 0; b < AUD_BOOKS; b++)
        compare_book(world, b);
}

/* ---- Playing */

/* What the core is before a step that is watched, and whether a step that was refused left it so. */
typedef struct digests {
    uint64_t whole, keyless;
} digests;

static digests digests_of(const gx_book *core)
{
    return (digests){gx_book_state_digest(core), gx_book_keyless_digest(core)};
}

static bool may_keep_key(const gx_op *op, const aud_verdict *verdict)
{
    gx_answer_code code = verdict->want.result.answer.code;
    return aud_form_of(op->kind)->keyed && !verdict->again && code != GX_REFUSED_KEY_OLD &&
           code != GX_REFUSED_KEY_CONTENT;
}

static void compare_digests(aud_world *world, const aud_step *steps, const gx_op *ops, size_t count,
                            const aud_verdict *verdicts, digests before)
{
    bool moved = false;
    bool keys = false;
    for (size_t i = 0; i < count; i++) {
        moved |= verdicts[i].want.result.answer.code == GX_DONE && !verdicts[i].again;
        keys |= may_keep_key(&ops[i], &verdicts[i]);
    }
    if (moved)
        return;
    digests after = digests_of(world->core[steps[0].book]);
    aud_expect(world, after.keyless == before.keyless, "what is refused changes nothing");
    aud_expect(world, keys || after.whole == before.whole,
               "what is refused changes nothing, nor what keys remember");
}

static void note_flight(aud_world *world, gx_fen amount)
{
    aud_flight flight = {aud_name(aud_below(world, AUD_BOOKS * AUD_PARTIES)), amount};
    if (aud_odds(world, 90))
        flight.to = aud_user_name(aud_below(world, AUD_BOOKS), aud_below(world, AUD_USERS));
    uint32_t place = world->flying < AUD_FLIGHTS ? world->flying++ : aud_below(world, AUD_FLIGHTS);
    world->flights[place] = flight;
}

static void tally_step(aud_world *world, const aud_step *step, const aud_verdict *verdict)
{
    aud_tally *tally = world->tally;
    tally->steps++;
    tally->repeats += verdict->again;
    tally->watched += step->watched;
    if (!verdict->again)
        tally->answers[step->op.kind][verdict->want.result.answer.code]++;
    tally->moved += verdict->want.result.answer.code == GX_DONE && !verdict->again;
}

/* What a step came to is compared; what it made gets its handle. */
static void take_in(aud_world *world, aud_step *step, const gx_op *op, aud_verdict *verdict,
                    const gx_result *said)
{
    if (world->tell != NULL)
        aud_tell_result(world->tell, "core", said);
    compare_result(world, step, verdict, said);
    if (verdict->want.made != NULL && verdict->want.made->ref.life == 0)
        verdict->want.made->step = step->id;
    aud_bind(&world->book[step->book], op, verdict, said->made);
    world->made[step->id] = said->made;
    step->made = said->made;
    tally_step(world, step, verdict);
}

void aud_play(aud_world *world, uint32_t index, size_t count)
{
    aud_step *steps = &world->history->steps[index];
    unsigned b = steps[0].book;
    aud_book *book = &world->book[b];
    gx_op ops[AUD_TOGETHER];
    gx_result results[AUD_TOGETHER];
    aud_verdict verdicts[AUD_TOGETHER];
    for (size_t i = 0; i < count; i++) {
        resolve(world, &steps[i]);
        ops[i] = steps[i].op;
    }
    world->step = index;
    for (size_t i = 0; world->tell != NULL && i < count; i++)
        aud_tell_step(world->tell, &steps[i]);
    if (steps[0].reborn)
        aud_rebirth(world, b);
    digests before = {0, 0};
    if (steps[0].watched)
        before = digests_of(world->core[b]);
    gx_fen clearing = book->money[AUD_HOUSE_AT + GX_HOUSE_CLEARING];
    ask(world, steps, ops, count, results);
    for (size_t i = 0; i < count;) {
        size_t unit = aud_judge(book, ops + i, count - i, verdicts + i, world->tally);
        for (size_t end = i + unit; i < end; i++) {
            world->step = index + (uint32_t)i;
            take_in(world, &steps[i], &ops[i], &verdicts[i], &results[i]);
        }
    }
    compare_money(world, b);
    clearing = book->money[AUD_HOUSE_AT + GX_HOUSE_CLEARING] - clearing;
    if (world->fresh && clearing > 0)
        note_flight(world, clearing);
    if (steps[0].watched) {
        compare_digests(world, steps, ops, count, verdicts, before);
        compare_book(world, b);
    }
    world->history->played = index + (uint32_t)count;
}
