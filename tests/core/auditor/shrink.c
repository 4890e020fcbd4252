/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories in child processes, so that an abort or a fault is a failure like any other; and making a failing
 * history smaller: first steps are taken away in ever smaller pieces (delta debugging), then what is left is
 * made plain. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void *share(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        abort();
    return memory;
}

static size_t history_bytes(uint32_t room)
{
    return sizeof(aud_history) + room * sizeof(aud_step);
}

aud_history *aud_history_new(uint32_t room)
{
    aud_history *history = share(history_bytes(room));
    history->room = room;
    history->steps = (aud_step *)(void *)(history + 1);
    return history;
}

void aud_history_free(aud_history *history)
{
    munmap(history, history_bytes(history->room));
}

aud_tally *aud_tally_new(void)
{
    return share(sizeof(aud_tally));
}

void aud_tally_free(aud_tally *tally)
{
    munmap(tally, sizeof *tally);
}

/* Waits for the child; what ended it, if it said nothing itself, goes into the tally. */
static bool went_well(pid_t child, const aud_history *history, aud_tally *tally)
{
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (tally->failure[0] == '\0') {
        tally->failed_at = history->played;
        snprintf(tally->failure, sizeof tally->failure, "step %u ended the program with %s %d",
                 history->played, WIFSIGNALED(status) ? "signal" : "status",
                 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    }
    return false;
}

bool aud_try(aud_history *history, aud_tally *tally, uint64_t seed, uint32_t steps, aud_defect defect)
{
    aud_setting_of_seed(&history->setting, seed);
    history->count = history->played = history->ids = 0;
    tally->failure[0] = '\0';
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(120);
        aud_generate(history, tally, steps, defect);
        exit(0); /* so that leaks and coverage are seen */
    }
    return went_well(child, history, tally);
}

/* Plays it again; quiet: what the program prints when it dies is not wanted. */
static bool plays_well(aud_history *history, aud_tally *tally, aud_defect defect, FILE *tell)
{
    tally->failure[0] = '\0';
    history->played = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        if (tell == NULL && freopen("/dev/null", "w", stderr) == NULL)
            _exit(0);
        aud_replay(history, tally, defect, tell);
        _exit(0);
    }
    return went_well(child, history, tally);
}

/* ---- Smaller */

typedef struct shrinking {
    aud_history *best;
    aud_history *trial;
    aud_tally *tally;
    aud_defect defect;
    time_t until;
} shrinking;

static void copy_history(aud_history *to, const aud_history *from)
{
    to->setting = from->setting;
    to->count = from->count;
    to->ids = from->ids;
    memcpy(to->steps, from->steps, from->count * sizeof *to->steps);
}

/* What comes after the failure, and after its batch, is not needed. */
static void cut_behind(aud_history *history, const aud_tally *tally)
{
    uint32_t count = tally->failed_at + 1;
    while (count < history->count && history->steps[count - 1].joined)
        count++;
    if (count < history->count)
        history->count = count;
}

/* True when the trial fails too: it is the best from now on, up to the failure. */
static bool still_fails(shrinking *s)
{
    if (time(NULL) > s->until || plays_well(s->trial, s->tally, s->defect, NULL))
        return false;
    cut_behind(s->trial, s->tally);
    copy_history(s->best, s->trial);
    return true;
}

static void without(shrinking *s, uint32_t first, uint32_t count)
{
    copy_history(s->trial, s->best);
    memmove(s->trial->steps + first, s->trial->steps + first + count,
            (s->best->count - first - count) * sizeof *s->trial->steps);
    s->trial->count = s->best->count - count;
}

static void take_away(shrinking *s)
{
    for (uint32_t size = s->best->count / 2; size > 0;) {
        bool smaller = false;
        for (uint32_t end = s->best->count; end > 0 && time(NULL) <= s->until;) {
            uint32_t first = end > size ? end - size : 0;
            uint32_t count = end - first;
            without(s, first, count);
            if (s->trial->count > 0 && still_fails(s)) {
                smaller = true;
                end = first < s->best->count ? first : s->best->count;
            } else {
                end = first;
            }
        }
        if (!smaller || size > 1)
            size = smaller && size == 1 ? 1 : size / 2;
        if (time(NULL) > s->until)
            return;
    }
}

/* Tries a change of one step's bytes; keeps it when the history fails all the same. */
static void try_bytes(shrinking *s, uint32_t step, size_t offset, const void *bytes, size_t size)
{
    if (step >= s->best->count || memcmp((char *)&s->best->steps[step] + offset, bytes, size) == 0)
        return;
    copy_history(s->trial, s->best);
    memcpy((char *)&s->trial->steps[step] + offset, bytes, size);
    still_fails(s);
}

static void plainer_field(shrinking *s, uint32_t step, const aud_field *field)
{
    static const uint64_t plain[] = {0, 1, 10, 100};
    static const gx_draw no_draw;
    size_t at = offsetof(aud_step, op) + field->offset;
    if (field->type == AUD_draw)
        try_bytes(s, step, at, &no_draw, sizeof no_draw);
    if (field->type == AUD_ref || field->type == AUD_pass || field->type == AUD_draw)
        return;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0] && step < s->best->count; i++) {
        uint64_t now = 0;
        memcpy(&now, (char *)&s->best->steps[step] + at, field->size);
        if (plain[i] >= now)
            break;
        if (field->type != AUD_u32) /* names must be in play */
            try_bytes(s, step, at, &plain[i], field->size);
    }
}

static void make_plain(shrinking *s)
{
    static const bool no;
    static const uint16_t none;
    for (uint32_t i = 0; i < s->best->count && time(NULL) <= s->until; i++) {
        try_bytes(s, i, offsetof(aud_step, choked), &no, sizeof no);
        try_bytes(s, i, offsetof(aud_step, watched), &no, sizeof no);
        try_bytes(s, i, offsetof(aud_step, reborn), &no, sizeof no);
        try_bytes(s, i, offsetof(aud_step, joined), &no, sizeof no);
        try_bytes(s, i, offsetof(aud_step, op.linked), &no, sizeof no);
        try_bytes(s, i, offsetof(aud_step, op.listed), &none, sizeof none);
        const aud_form *form = aud_form_of(i < s->best->count ? s->best->steps[i].op.kind : 0);
        for (size_t f = 0; f < form->count && i < s->best->count; f++)
            plainer_field(s, i, &form->fields[f]);
    }
}

/* Fewer themes, the same everywhere. */
static void fewer_themes(shrinking *s)
{
    for (unsigned bit = 0; bit < 32; bit++) {
        copy_history(s->trial, s->best);
        for (unsigned b = 0; b < AUD_BOOKS; b++)
            s->trial->setting.themes[b] &= ~(UINT32_C(1) << bit);
        if (memcmp(&s->trial->setting, &s->best->setting, sizeof s->best->setting) != 0)
            still_fails(s);
    }
}

void aud_shrink(aud_history *history, aud_tally *tally, aud_defect defect, unsigned seconds)
{
    aud_tally *own = aud_tally_new();
    shrinking s = {.best = history,
                   .trial = aud_history_new(history->room),
                   .tally = own,
                   .defect = defect,
                   .until = time(NULL) + (time_t)seconds};
    cut_behind(history, tally);
    copy_history(s.trial, history);
    if (!still_fails(&s))
        s.until = 0; /* it was not the steps */
    take_away(&s);
    fewer_themes(&s);
    make_plain(&s);
    take_away(&s);
    if (plays_well(history, own, defect, NULL) == false) {
        memcpy(tally->failure, own->failure, sizeof tally->failure);
        tally->failed_at = own->failed_at;
    }
    aud_history_free(s.trial);
    aud_tally_free(own);
}

void aud_tell(FILE *file, aud_history *history, aud_tally *tally, aud_defect defect)
{
    fprintf(file, "auditor: %s\n", tally->failure);
    aud_tell_setting(file, &history->setting);
    aud_tally *own = aud_tally_new();
    if (plays_well(history, own, defect, NULL))
        fprintf(file, "played again it does not fail: look at how step %u is made up\n", history->count);
    else
        plays_well(history, own, defect, file);
    aud_tally_free(own);
}
