/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of parameters: the one place where a parameter is declared.
 *
 * Whoever has parameters (the run, the population, a model, the recording) owns a plain C struct and a
 * gx_table that describes it field by field. The scenario reader fills the struct from YAML by the table;
 * `describe`, `validate`, the stored effective scenario, the documentation and later the calibration read the
 * same table. Nothing is said twice.
 */
#ifndef GX_BASE_TABLE_H
#define GX_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Type of a field, the C member it fills, and how a scenario writes it. */
typedef enum gx_type {
    GX_TYPE_BOOL,     /* bool; true, false, yes, no, on, off */
    GX_TYPE_INTEGER,  /* int64_t; 1000, 1_000, 420k, 8.08M, 1G (a whole number in the end) */
    GX_TYPE_REAL,     /* double; finite */
    GX_TYPE_MONEY,    /* int64_t fen; "8.88 yuan", "888 fen", or a number that is taken as yuan; at most two
                         decimals */
    GX_TYPE_DURATION, /* int64_t milliseconds; "90s", "1.5h", "24h", "7d", "250ms", "10min" */
    GX_TYPE_TIME,     /* int64_t seconds of civil time; "2016-02-07T12:00" */
    GX_TYPE_CHOICE,   /* int32_t index into `choices` */
    GX_TYPE_TEXT,     /* char[capacity], NUL-terminated UTF-8 */
    GX_TYPE_REALS     /* gx_reals: a list of finite reals, at most GX_REALS_MAX */
} gx_type;

enum { GX_REALS_MAX = 128 };

typedef struct gx_reals {
    uint32_t count;
    double at[GX_REALS_MAX];
} gx_reals;

/* How a value came to be in a model; printed by `describe`. */
typedef enum gx_role {
    GX_ROLE_SETTING,   /* a choice of the scenario's author: size, seed, what to record */
    GX_ROLE_INPUT,     /* taken from a source */
    GX_ROLE_FIT,       /* may be calibrated on a published figure */
    GX_ROLE_ASSUMPTION /* nobody measured it: a documented range */
} gx_role;

typedef struct gx_field {
    const char *name;
    gx_type type;
    const char *unit;           /* "users", "s", "yuan", "1/day"; "" where there is none */
    const char *fallback;       /* the default, as a scenario would write it; NULL: must be given */
    double min, max;            /* in the member's unit (fen, ms); of each element in a list; text: length */
    const char *const *choices; /* NULL-terminated, for GX_TYPE_CHOICE */
    size_t offset;
    size_t capacity; /* of a text, in bytes with its NUL */
    const char *help;
    const char *source; /* where the default comes from; "" for a setting */
    gx_role role;
} gx_field;

/* A section of the scenario: `path` is where it stands ("population", "models.reciprocity", "" for the root).
 */
typedef struct gx_table {
    const char *path;
    const char *help;
    const gx_field *fields;
    size_t field_count;
    size_t size;         /* of the struct */
    uint32_t repeat_max; /* 0: one mapping, one struct. n: a list of at most n mappings, filled into a struct
                            array */
} gx_table;

#define GX_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
