/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor from inside: worlds, histories, and the runner. Parts of themes include auditor.h only. */
#ifndef TESTS_CORE_AUDITOR_WORLD_H
#define TESTS_CORE_AUDITOR_WORLD_H

#include "core/auditor/auditor.h"

#include <gx/core/journal.h>
#include <stdio.h>

/* ---- Fields of operations, from the table (fields.c) */
typedef enum aud_type { AUD_u8, AUD_u16, AUD_u32, AUD_u64, AUD_fen, AUD_ref, AUD_pass, AUD_draw } aud_type;

typedef struct aud_field {
    aud_type type;
    const char *name;
    size_t offset; /* in gx_op.args */
    size_t size;
} aud_field;

typedef struct aud_form {
    const char *name; /* NULL: there is no such operation */
    uint32_t theme;
    bool keyed;
    const aud_field *fields;
    size_t count;
} aud_form;

const aud_form *aud_form_of(unsigned kind);

/* The same kind, arguments and list. */
bool aud_same_content(const gx_op *a, const uint32_t *a_list, const gx_op *b, const uint32_t *b_list);

/* The place of a handle among the handles of its operation. */
unsigned aud_ref_number(const gx_op *op, const gx_ref *ref);

/* ---- Histories: what a world is made with, and the steps. Plain data, in memory that a child process
 * shares. */
typedef struct aud_setting {
    uint64_t seed;
    uint32_t themes[AUD_BOOKS];
    uint32_t window[AUD_BOOKS];
    gx_calendar calendar;
    uint32_t first_tick;
    bool journal;
} aud_setting;

typedef struct aud_history {
    aud_setting setting;
    uint32_t count, room;
    uint32_t played; /* steps behind which nothing was wrong */
    uint32_t ids;    /* given out */
    aud_step *steps;
} aud_history;

/* A defect that a test puts in, to see the auditor find it. */
typedef enum aud_defect {
    AUD_SOUND,
    AUD_ANSWER_OFF,  /* a transfer of more than 100 fen says one fen more than it moved */
    AUD_FEN_APPEARS, /* a void hold brings one fen with it */
    AUD_OP_LOST,     /* every refund of a packet that has expired is answered and not done */
    AUD_CRASH        /* a withdrawal of more than 300 fen ends the program */
} aud_defect;

/* What all histories of a test came to; shared with child processes. */
typedef struct aud_tally {
    uint64_t answers[256][GX_ANSWER_COUNT];
    uint64_t steps, repeats, groups, group_failures, choked, watched, replays, rebirths, moved;
    char failure[4096];
    uint32_t failed_at; /* index in the history */
} aud_tally;

enum { AUD_FLIGHTS = 256, AUD_REPLAYS = 8, AUD_TOGETHER = GX_GROUP_MAX + 8 };

typedef struct aud_flight {
    uint32_t to;
    gx_fen amount;
} aud_flight;

typedef struct aud_bytes {
    unsigned char *bytes;
    size_t count, room;
} aud_bytes;

struct aud_world {
    aud_history *history;
    aud_tally *tally;
    aud_defect defect;
    FILE *tell; /* prints each step; NULL: no */
    bool fresh; /* steps are made up now, not played again */

    gx_book *core[AUD_BOOKS];
    aud_book book[AUD_BOOKS];
    aud_bytes journal[AUD_BOOKS];
    gx_ref *made; /* by a step's id */

    /* for making up steps */
    uint64_t dice;
    uint32_t now;
    uint32_t drafted; /* steps behind history->count that are not played yet */
    uint32_t next_serial[AUD_BOOKS][AUD_PARTIES];
    uint32_t asked[AUD_BOOKS][AUD_PARTIES][AUD_REPLAYS]; /* 1 + the index of a keyed step */
    aud_flight flights[AUD_FLIGHTS];
    uint32_t flying;
    unsigned weight[256]; /* of each operation in this history */
    bool weighed;
    uint32_t step; /* index of the one at hand */
};

/* ---- The auditor's books (book.c) */
void aud_book_open(aud_book *book, unsigned number, const aud_setting *setting);
void aud_book_close(aud_book *book);
void aud_book_copy(aud_book *to, const aud_book *from); /* deep; `to` is closed or new */
const aud_rule *aud_rule_of(unsigned kind, const aud_part **part);

/* What the core must answer to the first of `count` operations that were handed in together, or to the linked
 * group that they begin with; does them in the auditor's book. Returns how many that were. */
typedef struct aud_verdict {
    aud_want want;
    bool again;         /* the answer of an old key */
    gx_ref made_before; /* … and what was made then */
} aud_verdict;
size_t aud_judge(aud_book *book, const gx_op *ops, size_t count, aud_verdict *verdicts, aud_tally *tally);

/* What was made gets the core's handle; and the key that made it remembers it. */
void aud_bind(aud_book *book, const gx_op *op, const aud_verdict *verdict, gx_ref made);

/* ---- Worlds (world.c, play.c, generate.c, tell.c) */
const aud_part *aud_favourite(uint64_t seed);
extern uint32_t aud_themes_allowed; /* by hand: books have no others */
void aud_setting_of_seed(aud_setting *setting, uint64_t seed);
gx_book_config aud_config(const aud_setting *setting, unsigned book,
                          aud_bytes *journal);              /* NULL: none is kept */
bool aud_keep(void *host, const void *bytes, size_t count); /* a sink in memory */
void aud_world_open(aud_world *world, aud_history *history, aud_tally *tally);
void aud_world_close(aud_world *world);

/* Ends the history: notes the message and the step, and leaves the (child) process. */
_Noreturn void aud_fail(aud_world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Plays `count` steps that begin at `index` of the history, as one batch if there are several. */
void aud_play(aud_world *world, uint32_t index, size_t count);
void aud_compare_all(aud_world *world);      /* everything of all books */
void aud_compare_journals(aud_world *world); /* each journal gives its book again (journals.c) */
void aud_rebirth(aud_world *world, unsigned book);
void aud_next(aud_world *world); /* makes up what comes next, and plays it */

/* Makes up a history of the seed, up to `steps`; or plays again the one that there is. */
void aud_generate(aud_history *history, aud_tally *tally, uint32_t steps, aud_defect defect);
void aud_replay(aud_history *history, aud_tally *tally, aud_defect defect, FILE *tell);

void aud_tell_setting(FILE *file, const aud_setting *setting);
void aud_tell_step(FILE *file, const aud_step *step);
void aud_tell_result(FILE *file, const char *who, const gx_result *result);
size_t aud_write_result(char *text, size_t room, const gx_result *result);

/* ---- Runs in child processes (shrink.c): memory that is shared, failures of any kind, smaller histories */
aud_history *aud_history_new(uint32_t room);
aud_tally *aud_tally_new(void);
void aud_history_free(aud_history *history);
void aud_tally_free(aud_tally *tally);

/* True when all went well. Otherwise the tally says what, and the history holds the steps up to the failure.
 */
bool aud_try(aud_history *history, aud_tally *tally, uint64_t seed, uint32_t steps, aud_defect defect);

/* Takes away what the failure does not need. `seconds`: how long to try. */
void aud_shrink(aud_history *history, aud_tally *tally, aud_defect defect, unsigned seconds);

/* Prints the history with what was said at the failure. */
void aud_tell(FILE *file, aud_history *history, aud_tally *tally, aud_defect defect);

#endif
