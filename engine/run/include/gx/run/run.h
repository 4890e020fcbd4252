/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: scenario text in, recording out. The one place that joins scenario, graph, core, models, sim and
 * record. */
#ifndef GX_RUN_RUN_H
#define GX_RUN_RUN_H

#include <gx/base/diagnostics.h>
#include <gx/base/table.h>

/* The people of a run that was: how many, and the digests that its recording holds. */
typedef struct gx_run_people {
    uint32_t users;
    uint64_t population_digest, network_digest;
} gx_run_people;

typedef struct gx_checkpoint gx_checkpoint;

/* How to run; nothing here changes a result except seed, replicate, until and the overrides. */
typedef struct gx_run_options {
    const char *file;   /* the scenario's name in messages */
    const char *folder; /* files that the scenario names are looked up there; NULL: where `file` lies */
    const char *text;   /* its text */
    size_t length;
    const char *variant;          /* NULL: none */
    const char *const *overrides; /* "key=value" */
    size_t override_count;
    bool has_seed;
    uint64_t seed;      /* instead of the scenario's, when has_seed */
    uint32_t replicate; /* 0: the run itself */
    int64_t until_ms;   /* stop after this much simulated time; 0: the scenario's duration */
    int32_t record;     /* -1: as the scenario says; else index of series, events, full */
    uint32_t threads;   /* 0: as many as the machine has */
    const char *output; /* path of the recording; NULL: none is written */
    bool force;
    /* Checkpoints (gx/run/checkpoint.h) lie beside the recording, or beside the name `checkpoint`; a run that
     * finds such of another run there is refused unless `force`. NULL: `output`. They are saved this often by
     * the clock on the wall and in simulated time (0: not), and when `stop` ends the run. None of them
     * changes a result. */
    const char *checkpoint;
    int64_t checkpoint_wall_ms, checkpoint_ms;
    bool checkpoint_on_stop;
    /* Go on from here; `output` and `checkpoint` as in that run. With `text` NULL the scenario and how it was
     * asked for (from `file` to `record` in this struct) are the checkpoint's; else they must be the same.
     * NULL: from the beginning. Used up by the run, closed by the caller. */
    gx_checkpoint *resume;
    void *context;
    /* After each tick that was run (by one thread); true asks the run to end cleanly: the tick is finished,
     * the .partial is left readable, the answer is GX_ERR_INTERRUPTED. NULL: never. */
    bool (*stop)(void *context);
    /* Now and then, at most about ten times a second of wall time: how far it is. NULL: silent. */
    void (*progress)(uint32_t tick, uint32_t ticks, uint64_t operations, void *context);
    /* What the user may want to know of the input and that is no error, in whole lines. NULL: silent. */
    void (*note)(const char *lines, void *context);
    /* Compare the digest of each tick (verify): a status other than GX_OK ends the run. NULL: not. */
    gx_status (*tick)(uint32_t tick, uint64_t digest, void *context);
    /* Run only among these people (verify): if others are made, GX_ERR_DIVERGED before the first tick. NULL:
     * whoever is made. */
    const gx_run_people *people;
    /* Where the time and the memory went is told there, and in the provenance (gx/run/profile.h). NULL:
     * nothing is measured. */
    struct gx_run_profile *profile;
} gx_run_options;

/* What came of it. */
typedef struct gx_run_result {
    char name[128];
    uint64_t seed;
    uint32_t users, groups, shards, threads;
    bool implicit;    /* ties are not stored: nobody counted them */
    uint64_t friends; /* ties when the run ended, like groups; 0 when implicit */
    uint32_t ticks;   /* the last tick run */
    uint32_t ticks_planned;
    int64_t tick_ms;
    uint64_t messages, operations; /* delivered messages; packets sent + shares received */
    int64_t packets, shares, sent_fen, received_fen, refunded_fen, open_fen, cards_bound, transfers;
    int64_t ties_made, groups_made;
    int64_t payments, paid_fen; /* to merchants */
    uint64_t digest, state_digest;
    double seconds_setup, seconds_run, seconds_record, seconds_checkpoint; /* in all sittings */
    uint32_t sittings;                                                     /* 1: never resumed */
    bool resumable;           /* a checkpoint was saved; left there unless the run is complete */
    uint32_t checkpoint_tick; /* of the last one */
    uint64_t peak_bytes;      /* resident memory of the process */
    uint64_t recording_bytes;
    uint64_t audits_quick, audits_full;
    gx_run_people people; /* as the run began; digests are 0 when nobody wanted them */
} gx_run_result;

/* Run. On bad input GX_ERR_INPUT: `diagnostics` (initialised here, released by the caller with
 * gx_diagnostics_free in every case) holds all errors. Other failures: `error`. No output file is left behind
 * on GX_ERR_INPUT; on interruption and on GX_ERR_AUDIT output.partial is left, readable, and so are
 * checkpoints. Beside the recording a file OUTPUT.provenance.json says when, where, by which build and with
 * how many threads. */
gx_status gx_run(const gx_run_options *options, gx_run_result *result, gx_diagnostics *diagnostics,
                 gx_error *error);

/* Only read and check the scenario, and print the effective values (`effective` may be NULL) with their
 * origins. */
gx_status gx_run_check(const gx_run_options *options, bool origins, gx_text *effective,
                       gx_diagnostics *diagnostics, gx_error *error);

/* Every table that a scenario can set, models' parameters included, for `describe`. Borrowed, static. */
const gx_table *const *gx_run_tables(size_t *count);

/* The scenario file that a recording was made from, as its provenance tells: an absolute path, appended.
 * False: there is no provenance, or none that says so. */
bool gx_run_origin(gx_text *out, const char *recording);

/* Versions of the libraries that are linked, as JSON object text for `info` and the provenance. Appends. */
void gx_run_versions(gx_text *out);

#endif
