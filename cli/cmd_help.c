/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi help: how the program is used. */
#include "talk.h"
#include "usage.h"

typedef struct gx_help_words {
    bool man;
} gx_help_words;

static const gx_option options[] = {
    {"man", 0, GX_OPTION_FLAG, NULL, "all of it, as a page for man(1)", NULL, offsetof(gx_help_words, man), 0,
     0, NULL, NULL},
};

static int act(const gx_call *call, const void *given)
{
    const gx_help_words *words = given;
    if (words->man)
        return gx_usage_man(call);
    if (call->operands.count == 0)
        return gx_usage_all(call);
    const char *name = call->operands.at[0];
    const gx_verb *verb = gx_verb_find(name);
    if (!verb) {
        const char *nearest = gx_verb_nearest(name);
        return nearest ? gx_misused(call, "unknown verb '%s'; did you mean '%s'?", name, nearest)
                       : gx_misused(call, "unknown verb '%s'", name);
    }
    if (call->operands.count == 1)
        return gx_usage_verb(call, verb);
    gx_text full = {0};
    gx_text_append(&full, "%s %s", name, call->operands.at[1]);
    verb = gx_verb_find(gx_text_get(&full));
    int code =
        verb ? gx_usage_verb(call, verb)
             : gx_misused(call, "there is no '%s'; 'help %s' tells what there is", gx_text_get(&full), name);
    gx_text_free(&full);
    return code;
}

const gx_verb gx_verb_help = {"help",
                              "[VERB [WORD]]",
                              GX_OPERAND_VERB,
                              0,
                              2,
                              "explain the program or one verb",
                              NULL,
                              options,
                              sizeof options / sizeof options[0],
                              sizeof(gx_help_words),
                              act,
                              NULL};
