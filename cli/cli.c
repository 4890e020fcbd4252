/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of the command line to a verb. */
#include <gx/cli/cli.h>

#include "exits.h"
#include "talk.h"
#include "usage.h"
#include <errno.h>
#include <gx/base/memory.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { PARTS_MAX = 16 };

static bool right_operands(const gx_call *call, const gx_verb *verb, int *code)
{
    size_t count = call->operands.count;
    if (count >= verb->operand_min && count <= verb->operand_max)
        return true;
    if (count < verb->operand_min)
        *code = gx_misused(call, "%s is missing", verb->operands);
    else
        *code = gx_misused(call, "'%s' is too much: %s takes %s", call->operands.at[verb->operand_max],
                           verb->name, verb->operand_max ? verb->operands : "no operands");
    return false;
}

static int call_verb(gx_call *call, const gx_verb *verb)
{
    gx_common common = {false, false};
    size_t common_count;
    const gx_option *common_options = gx_common_options(&common_count);
    void *own = gx_alloc(1, verb->size ? verb->size : 1);
    gx_option_set sets[] = {{common_options, common_count, &common},
                            {verb->options, verb->option_count, own}};
    gx_text complaint = {0};
    int code = GX_EXIT_FAILED;
    bool fine = own && gx_options_read(sets, 2, call->words, call->word_count, &call->operands, &complaint);
    call->quiet = common.quiet;
    if (fine && common.help)
        code = gx_usage_verb(call, verb);
    else if (fine && right_operands(call, verb, &code))
        code = verb->act(call, own);
    else if (!own)
        gx_complain(call, "memory is exhausted");
    else if (!fine)
        code = gx_misused(call, "%s", gx_text_get(&complaint));
    if (own)
        gx_options_free(sets, 2, &call->operands);
    gx_text_free(&complaint);
    gx_free(own);
    return code;
}

/* "graph help", and "graph help info". */
static int help_part(const gx_call *call, const gx_verb *verb)
{
    size_t count;
    const gx_verb *const *parts = gx_verb_parts(&count);
    for (size_t i = 0; i < count && call->word_count > 1; i++)
        if (gx_verb_is_part(parts[i], verb) && strcmp(gx_verb_last_word(parts[i]), call->words[1]) == 0)
            return gx_usage_verb(call, parts[i]);
    return gx_usage_verb(call, verb);
}

/* The word behind a verb that has parts. */
static int dispatch_part(gx_call *call, const gx_verb *verb)
{
    size_t count, own = 0;
    const gx_verb *const *parts = gx_verb_parts(&count);
    const char *names[PARTS_MAX], *word = call->word_count ? call->words[0] : NULL;
    if (word && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0))
        return gx_usage_verb(call, verb);
    if (word && strcmp(word, "help") == 0)
        return help_part(call, verb);
    for (size_t i = 0; i < count && own < PARTS_MAX; i++) {
        if (!gx_verb_is_part(parts[i], verb))
            continue;
        names[own] = gx_verb_last_word(parts[i]);
        if (word && strcmp(names[own++], word) == 0) {
            call->verb = parts[i]->name;
            call->words++;
            call->word_count--;
            return call_verb(call, parts[i]);
        }
    }
    if (!word)
        return gx_misused(call, "%s is missing", verb->operands);
    if (word[0] == '-')
        return gx_misused(call, "'%s' stands before %s; options come behind it", word, verb->operands);
    const char *nearest = gx_nearest_name(word, names, own);
    return nearest ? gx_misused(call, "unknown '%s %s'; did you mean '%s'?", verb->name, word, nearest)
                   : gx_misused(call, "unknown '%s %s': %s", verb->name, word, verb->operands);
}

static int dispatch(gx_call *call, int argc, char **argv)
{
    if (argc < 2) {
        gx_usage_short(call);
        return GX_EXIT_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        word = "version";
    else if (word[0] == '-')
        return gx_misused(call, "'%s' stands before the verb; options come behind it", word);
    const gx_verb *verb = gx_verb_find(word);
    if (!verb) {
        const char *nearest = gx_verb_nearest(word);
        return nearest ? gx_misused(call, "unknown verb '%s'; did you mean '%s'?", word, nearest)
                       : gx_misused(call, "unknown verb '%s'", word);
    }
    call->verb = verb->name;
    call->words = argv + 2;
    call->word_count = (size_t)argc - 2;
    return gx_verb_has_parts(verb) ? dispatch_part(call, verb) : call_verb(call, verb);
}

int gx_cli_main(int argc, char **argv)
{
    gx_call call = {.program = argc > 0 && argv[0] && *argv[0] ? argv[0] : "guanxi"};
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failed write, with words */
    int code = dispatch(&call, argc, argv);
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && code == GX_EXIT_DONE) {
        gx_complain(&call, "cannot write the result: %s", strerror(errno));
        code = GX_EXIT_FAILED;
    }
    return code;
}
