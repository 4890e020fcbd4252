/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes seeds for the operations target: what happens in the first book of an auditor's history, as bytes
 * that stream.c reads. A random history gets much deeper into the rules than a fuzzer does from nothing.
 *
 * usage: fuzz-from-auditor SEED STEPS THEMES FILE */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

enum { PARTIES = AUD_PARTIES, ALL = 255 };

/* What the reader knows at the same place (stream.c). */
typedef struct writer {
    FILE *out;
    uint32_t now;
    uint32_t made_count;
    int32_t *made_by; /* which of the made things the step made; -1: none */
    uint32_t serial[PARTIES];
} writer;

static void byte(writer *w, unsigned value)
{
    fputc((int)(value & 255), w->out);
}

static void raw(writer *w, const void *bytes, size_t count)
{
    fwrite(bytes, 1, count, w->out);
}

static unsigned party_of(uint32_t name)
{
    for (unsigned party = 0; party < PARTIES; party++)
        if (aud_name(party) == name)
            return party;
    return PARTIES;
}

static void number(writer *w, uint32_t value)
{
    if (party_of(value) < PARTIES)
        byte(w, party_of(value));
    else if (value < 64 - PARTIES)
        byte(w, PARTIES + value);
    else if (value >= w->now && value - w->now < 64)
        byte(w, 64 + value - w->now);
    else if (value % 50 == 0 && value < 96 * 50)
        byte(w, 128 + value / 50);
    else {
        byte(w, ALL);
        raw(w, &value, sizeof value);
    }
}

static void wide(writer *w, uint64_t value)
{
    byte(w, value < 224 ? (unsigned)value : ALL);
    if (value >= 224)
        raw(w, &value, sizeof value);
}

static void fen(writer *w, gx_fen value)
{
    bool small = value >= 1 && value <= 200;
    byte(w, small ? (unsigned)value - 1 : ALL);
    if (!small)
        raw(w, &value, sizeof value);
}

static void ref(writer *w, int32_t from, gx_ref value)
{
    int32_t place = from < 0 ? -1 : w->made_by[from];
    if (place >= 0 && w->made_count - 1 - (uint32_t)place < 200) {
        byte(w, w->made_count - 1 - (uint32_t)place);
        return;
    }
    byte(w, ALL);
    raw(w, &value, sizeof value);
}

static void field(writer *w, const aud_step *step, const aud_field *f, unsigned *refs)
{
    const char *at = (const char *)&step->op + f->offset;
    uint64_t value = 0;
    gx_pass pass;
    gx_ref handle;
    gx_fen amount;
    memcpy(&value, at, f->size < sizeof value ? f->size : sizeof value);
    switch (f->type) {
    case AUD_u8:
        byte(w, (unsigned)value);
        break;
    case AUD_u16:
    case AUD_u64:
        wide(w, value);
        break;
    case AUD_u32:
        number(w, (uint32_t)value);
        break;
    case AUD_fen:
        memcpy(&amount, at, sizeof amount);
        fen(w, amount);
        break;
    case AUD_ref:
        memcpy(&handle, at, sizeof handle);
        ref(w, *refs < AUD_REFS ? step->from[*refs] : -1, handle);
        ++*refs;
        break;
    case AUD_pass:
        memcpy(&pass, at, sizeof pass);
        number(w, pass.user);
        const unsigned rest[] = {pass.badges, pass.score / 4u, pass.place,     pass.tier,
                                 pass.sex,    pass.age,        pass.occupation};
        for (unsigned i = 0; i < 7; i++)
            byte(w, rest[i]);
        break;
    case AUD_draw:
        byte(w, (unsigned)value);
        break;
    }
}

/* The largest of the reader's steps of time that is not too large. */
static unsigned time_class(writer *w, uint32_t now)
{
    static const uint32_t steps[] = {0, 0, 1, 1, 10, 100, 86400, 2600000};
    unsigned best = 0;
    for (unsigned i = 0; i < 8; i++)
        if (now >= w->now && steps[i] <= now - w->now)
            best = i;
    w->now += steps[best];
    return best;
}

static void write_step(writer *w, const aud_step *step)
{
    const aud_form *form = aud_form_of(step->op.kind);
    unsigned party = party_of(step->op.key.account);
    bool again = form->keyed && party < PARTIES && step->op.key.serial < w->serial[party];
    unsigned refs = 0;
    byte(w, step->op.kind);
    byte(w, (step->op.linked ? 1u : 0) | (step->op.listed > 0 ? 4u : 0) | (again ? 8u : 0) |
                time_class(w, step->op.now) << 4 | (step->watched ? 128u : 0));
    if (form->keyed) {
        byte(w, party);
        if (again)
            byte(w, w->serial[party] - step->op.key.serial);
        else if (party < PARTIES)
            w->serial[party]++;
    }
    for (size_t i = 0; i < form->count; i++)
        field(w, step, &form->fields[i], &refs);
    if (step->op.listed > 0)
        byte(w, step->op.listed > 24 ? ALL : step->op.listed);
    for (unsigned i = 0; i < step->op.listed && step->op.listed <= 24; i++)
        number(w, step->list[i]);
    if (step->made.life != 0)
        w->made_by[step->id] = (int32_t)w->made_count++;
}

static void write_history(const aud_history *history, FILE *out)
{
    writer w = {.out = out, .now = 10, .made_by = calloc(history->ids + 1, sizeof *w.made_by)};
    for (uint32_t i = 0; i <= history->ids; i++)
        w.made_by[i] = -1;
    byte(&w, history->setting.window[0] & 7);
    byte(&w, 0); /* all themes */
    for (uint32_t i = 0; i < history->count; i++) {
        const aud_step *step = &history->steps[i];
        bool opening = step->op.kind == GX_OP_OPEN; /* the reader opens the accounts itself */
        if (step->book == 0 && !opening && aud_form_of(step->op.kind)->name != NULL && step->op.kind != 255)
            write_step(&w, step);
    }
    free(w.made_by);
}

int main(int count, char **words)
{
    if (count != 5) {
        fputs("usage: fuzz-from-auditor SEED STEPS THEMES FILE\n", stderr);
        return 2;
    }
    uint32_t steps = (uint32_t)strtoul(words[2], NULL, 10);
    aud_themes_allowed = (uint32_t)strtoul(words[3], NULL, 0);
    aud_history *history = aud_history_new(steps + 2000);
    aud_tally *tally = aud_tally_new();
    bool right = aud_try(history, tally, strtoull(words[1], NULL, 10), steps, AUD_SOUND);
    FILE *out = fopen(words[4], "wb");
    if (right && out != NULL)
        write_history(history, out);
    right &= out != NULL && fclose(out) == 0;
    aud_history_free(history);
    aud_tally_free(tally);
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
