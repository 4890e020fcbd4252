/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verb of the command: what it is called, what it takes, what does it. The table of all is in verbs.c. */
#ifndef GX_CLI_VERB_H
#define GX_CLI_VERB_H

#include "option.h"

/* One call of the program. */
typedef struct gx_call {
    const char *program; /* as it was called: "guanxi", ".build/release/guanxi" */
    const char *verb;
    char *const *words; /* behind the verb, as they were given */
    size_t word_count;
    bool quiet;
    gx_texts operands;
} gx_call;

/* What the operands are, for completion. */
typedef enum gx_operand {
    GX_OPERAND_NONE,
    GX_OPERAND_SCENARIO,
    GX_OPERAND_RECORDING,
    GX_OPERAND_FILE,
    GX_OPERAND_VERB,
    GX_OPERAND_WORD
} gx_operand;

typedef struct gx_verb {
    const char *name;
    const char *operands; /* as the help writes them: "RUN", "[SCENARIO]", "FILE..." */
    gx_operand operand;
    size_t operand_min, operand_max;
    const char *summary; /* one line */
    const char *details; /* more, in full lines of at most 100 columns; NULL: nothing more to say */
    const gx_option *options;
    size_t option_count;
    size_t size; /* of the struct that the options fill */
    int (*act)(const gx_call *call, const void *options);
    const char *const *words; /* what GX_OPERAND_WORD may be, for completion; NULL-terminated */
} gx_verb;

/* All verbs, in the order of the help. */
const gx_verb *const *gx_verbs(size_t *count);
/* Verbs of two words ("graph info"): parts of the verb that is their first word, and does nothing by itself.
 */
const gx_verb *const *gx_verb_parts(size_t *count);
bool gx_verb_has_parts(const gx_verb *verb);
bool gx_verb_is_part(const gx_verb *part, const gx_verb *verb);
/* The word behind the blank; for a verb of one word its name. */
const char *gx_verb_last_word(const gx_verb *verb);
/* By its whole name; NULL when there is none. */
const gx_verb *gx_verb_find(const char *name);
/* The verb nearest to a wrong name; NULL when none is near. */
const char *gx_verb_nearest(const char *name);

/* Options that every verb has; they fill a gx_common. */
typedef struct gx_common {
    bool help, quiet;
} gx_common;
const gx_option *gx_common_options(size_t *count);

/* --format as most verbs have it: an index into gx_formats. */
typedef enum gx_format { GX_FORMAT_TABLE, GX_FORMAT_JSON, GX_FORMAT_CSV, GX_FORMAT_MD } gx_format;
extern const char *const gx_formats[];
#define GX_FORMAT_OPTION(type)                                                                               \
    {                                                                                                        \
        "format", 0, GX_OPTION_CHOICE, "FORMAT", "how results are written", "table", offsetof(type, format), \
            0, 0, gx_formats, "GUANXI_FORMAT"                                                                \
    }
#define GX_THREADS_OPTION(type)                                                                              \
    {                                                                                                        \
        "threads", 't', GX_OPTION_NUMBER, "N",                                                               \
            "threads to use; no result depends on it; without it all there are", NULL,                       \
            offsetof(type, threads), 1, 1024, NULL, "GUANXI_THREADS"                                         \
    }
#define GX_FORCE_OPTION(type)                                                                                \
    {                                                                                                        \
        "force", 'f', GX_OPTION_FLAG, NULL, "overwrite an output that exists", NULL, offsetof(type, force),  \
            0, 0, NULL, NULL                                                                                 \
    }
#define GX_VARIANT_OPTION(type)                                                                              \
    {                                                                                                        \
        "variant", 0, GX_OPTION_TEXT, "NAME", "one of the scenario's variants", NULL,                        \
            offsetof(type, variant), 0, 0, NULL, NULL                                                        \
    }
#define GX_SET_OPTION(type)                                                                                  \
    {                                                                                                        \
        "set", 's', GX_OPTION_LIST, "KEY=VALUE", "set a key of the scenario; again for more", NULL,          \
            offsetof(type, set), 0, 0, NULL, NULL                                                            \
    }

/* clang-format off */
#define GX_VERB_TABLE(X)                                                                                     \
    X(run) X(validate) X(describe) X(graph) X(analyze) X(report) X(export) X(verify) X(bench) X(info) X(doctor) \
    X(completion) X(help) X(version)
#define GX_VERB_PART_TABLE(X) X(graph_info) X(graph_gen) X(graph_import) X(graph_export)
/* clang-format on */
#define X(name) extern const gx_verb gx_verb_##name;
GX_VERB_TABLE(X)
GX_VERB_PART_TABLE(X)
#undef X

#endif
