/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a verb, declared once: the same table parses, helps, completes and fills the man page.
 *
 * A verb owns a plain struct for its options and a table that says which member each one fills. getopt_long
 * and argp are not used: they accept any unique abbreviation (so a new option can break an old script) and
 * suggest nothing. */
#ifndef GX_CLI_OPTION_H
#define GX_CLI_OPTION_H

#include <gx/base/text.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Type of an option and the member that it fills. */
typedef enum gx_option_type {
    GX_OPTION_FLAG,     /* bool */
    GX_OPTION_TEXT,     /* const char *; NULL when not given */
    GX_OPTION_LIST,     /* gx_texts: may be given again and again */
    GX_OPTION_NUMBER,   /* gx_number: a whole number, min … max */
    GX_OPTION_DURATION, /* int64_t milliseconds: 90s, 1.5h, 7d; 0 when not given */
    GX_OPTION_CHOICE    /* int32_t index into `choices`; -1 when not given and without a default */
} gx_option_type;

/* Words of the command line; the words are borrowed, the array is owned by whoever parsed. */
typedef struct gx_texts {
    const char **at;
    size_t count;
} gx_texts;

typedef struct gx_number {
    bool given;
    uint64_t value;
} gx_number;

typedef struct gx_option {
    const char *name; /* long name, without the dashes */
    char letter;      /* short name; 0: none */
    gx_option_type type;
    const char *argument; /* the value's name in the help; NULL for a flag */
    const char *help;
    const char *fallback; /* the default, as one would write it; NULL: none */
    size_t offset;        /* of the member */
    uint64_t min, max;    /* of a number */
    const char *const *choices;
    const char *environment; /* variable that stands in when the option is not given; NULL: none */
} gx_option;

/* What one place of the command line offers: two tables, the common one and the verb's own. */
typedef struct gx_option_set {
    const gx_option *options;
    size_t count;
    void *target;
} gx_option_set;

/* Read `words`: options anywhere, the rest is operands, "--" ends options. On false `complaint` says why. In
 * both cases the lists and `operands` are released by gx_options_free. */
bool gx_options_read(gx_option_set *sets, size_t set_count, char *const *words, size_t count,
                     gx_texts *operands, gx_text *complaint);
void gx_options_free(gx_option_set *sets, size_t set_count, gx_texts *operands);

/* "90s", "1.5h", "24h", "7d", "250ms", "10min" as milliseconds; false when it is not such a text or not above
 * 0. */
bool gx_parse_duration(const char *text, int64_t *ms);

/* Digits only, 0 … 2^64-1; false when it is not. */
bool gx_parse_whole(const char *text, uint64_t *value);

#endif
