/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi completion: scripts for shells, made of the tables. */
#include "exits.h"
#include "talk.h"
#include <string.h>

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

static void verb_names(gx_text *out)
{
    size_t count;
    const gx_verb *const *verbs = gx_verbs(&count);
    for (size_t i = 0; i < count; i++)
        gx_text_append(out, "%s%s", i ? " " : "", verbs[i]->name);
}

/* The second words of a verb that has parts. */
static void part_names(gx_text *out, const gx_verb *verb)
{
    size_t count;
    const gx_verb *const *parts = gx_verb_parts(&count);
    bool first = true;
    for (size_t i = 0; i < count; i++)
        if (gx_verb_is_part(parts[i], verb)) {
            gx_text_append(out, "%s%s", first ? "" : " ", gx_verb_last_word(parts[i]));
            first = false;
        }
}

/* Everything that has options of its own: verbs and parts. */
typedef void (*gx_each_verb)(gx_text *out, const gx_verb *verb);
static void each_verb(gx_text *out, gx_each_verb each)
{
    size_t count, part_count;
    const gx_verb *const *verbs = gx_verbs(&count), *const *parts = gx_verb_parts(&part_count);
    for (size_t i = 0; i < count; i++)
        each(out, verbs[i]);
    for (size_t i = 0; i < part_count; i++)
        each(out, parts[i]);
}

static void words_of(gx_text *out, const char *const *words)
{
    for (size_t i = 0; words && words[i]; i++)
        gx_text_append(out, "%s%s", i ? " " : "", words[i]);
}

/* Every option of a verb, the common ones last. */
typedef void (*gx_each)(gx_text *out, const gx_verb *verb, const gx_option *option);
static void each_option(gx_text *out, const gx_verb *verb, gx_each each)
{
    size_t count;
    const gx_option *common = gx_common_options(&count);
    for (size_t i = 0; i < verb->option_count; i++)
        each(out, verb, &verb->options[i]);
    for (size_t i = 0; i < count; i++)
        each(out, verb, &common[i]);
}

/* ---- bash ------------------------------------------------------------------------------------ */

static void bash_name(gx_text *out, const gx_verb *verb, const gx_option *option)
{
    (void)verb;
    gx_text_append(out, "--%s ", option->name);
}

/* Behind an option with a value: its choices, or files. */
static void bash_value(gx_text *out, const gx_verb *verb, const gx_option *option)
{
    if (option->type == GX_OPTION_FLAG)
        return;
    gx_text_append(out, "    '%s':--%s", verb->name, option->name);
    if (option->letter)
        gx_text_append(out, "|'%s':-%c", verb->name, option->letter);
    if (option->choices) {
        gx_text_append(out, ") COMPREPLY=($(compgen -W '");
        words_of(out, option->choices);
        gx_text_append(out, "' -- \"$word\")); return ;;\n");
    } else if (option->type == GX_OPTION_TEXT && strcmp(option->argument, "FILE") == 0) {
        gx_text_append(out, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else {
        gx_text_append(out, ") return ;;\n");
    }
}

static void bash_operand(gx_text *out, const gx_verb *verb)
{
    gx_text_append(out, "    '%s') ", verb->name);
    if (verb->operand == GX_OPERAND_VERB) {
        gx_text_append(out, "COMPREPLY=($(compgen -W '");
        verb_names(out);
        gx_text_append(out, "' -- \"$word\"))");
    } else if (verb->operand == GX_OPERAND_WORD) {
        gx_text_append(out, "COMPREPLY=($(compgen -W '");
        words_of(out, verb->words);
        gx_text_append(out, "' -- \"$word\"))");
    } else if (verb->operand != GX_OPERAND_NONE) {
        gx_text_append(out, "COMPREPLY=($(compgen -f -- \"$word\"))");
    } else {
        gx_text_append(out, ":");
    }
    gx_text_append(out, " ;;\n");
}

static void bash_values(gx_text *out, const gx_verb *verb)
{
    each_option(out, verb, bash_value);
}

static void bash_names(gx_text *out, const gx_verb *verb)
{
    gx_text_append(out, "    '%s') COMPREPLY=($(compgen -W '", verb->name);
    each_option(out, verb, bash_name);
    gx_text_append(out, "' -- \"$word\")) ;;\n");
}

/* Behind a verb with parts comes the part, and then all is as behind a verb. */
static void bash_parts(gx_text *out, const gx_verb *verb)
{
    if (!gx_verb_has_parts(verb))
        return;
    gx_text_append(out,
                   "  if [ \"$verb\" = %s ]; then\n    if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
                   "      COMPREPLY=($(compgen -W '",
                   verb->name);
    part_names(out, verb);
    gx_text_append(out,
                   "' -- \"$word\"))\n      return\n    fi\n    verb=\"$verb ${COMP_WORDS[2]}\"\n  fi\n");
}

static void bash(gx_text *out)
{
    gx_text_append(
        out,
        "# bash completion of guanxi; load it with: source <(guanxi completion bash)\n"
        "_guanxi() {\n"
        "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}\n"
        "  COMPREPLY=()\n"
        "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '");
    verb_names(out);
    gx_text_append(out, "' -- \"$word\"))\n    return\n  fi\n");
    each_verb(out, bash_parts);
    gx_text_append(out, "  case $verb:$before in\n");
    each_verb(out, bash_values);
    gx_text_append(out, "  esac\n  case $word in\n  -*)\n    case $verb in\n");
    each_verb(out, bash_names);
    gx_text_append(out, "    esac ;;\n  *)\n    case $verb in\n");
    each_verb(out, bash_operand);
    gx_text_append(out, "    esac ;;\n  esac\n}\ncomplete -o filenames -F _guanxi guanxi\n");
}

/* ---- zsh ------------------------------------------------------------------------------------- */

/* Brackets and colons have a meaning inside a specification of _arguments. */
static void zsh_help(gx_text *out, const char *help)
{
    for (; *help; help++)
        gx_text_append(out, strchr("[]:\\", *help) ? "\\%c" : *help == '\'' ? "'\\''" : "%c", *help);
}

static void zsh_option(gx_text *out, const gx_verb *verb, const gx_option *option)
{
    (void)verb;
    gx_text_append(out, " \\\n      '%s--%s%s[", option->type == GX_OPTION_LIST ? "*" : "", option->name,
                   option->type == GX_OPTION_FLAG ? "" : "=");
    zsh_help(out, option->help);
    gx_text_append(out, "]");
    if (option->choices) {
        gx_text_append(out, ":%s:(", option->argument);
        words_of(out, option->choices);
        gx_text_append(out, ")");
    } else if (option->type != GX_OPTION_FLAG) {
        gx_text_append(out, ":%s:%s", option->argument,
                       strcmp(option->argument, "FILE") == 0 ? "_files" : "");
    }
    gx_text_append(out, "'");
}

static void zsh_verb(gx_text *out, const gx_verb *verb)
{
    if (gx_verb_has_parts(verb))
        return;
    gx_text_append(out, "    '%s') _arguments", verb->name);
    each_option(out, verb, zsh_option);
    gx_text_append(out, " \\\n      '*:operand:");
    if (verb->operand == GX_OPERAND_VERB || verb->operand == GX_OPERAND_WORD) {
        gx_text_append(out, "(");
        if (verb->operand == GX_OPERAND_VERB)
            verb_names(out);
        else
            words_of(out, verb->words);
        gx_text_append(out, ")'");
    } else {
        gx_text_append(out, "%s'", verb->operand == GX_OPERAND_NONE ? "" : "_files");
    }
    gx_text_append(out, " ;;\n");
}

static void zsh_parts(gx_text *out, const gx_verb *verb)
{
    if (!gx_verb_has_parts(verb))
        return;
    gx_text_append(out, "  if [[ $verb == %s ]]; then\n    if (( CURRENT == 2 )); then\n      compadd ",
                   verb->name);
    part_names(out, verb);
    gx_text_append(out, "\n      return\n    fi\n    verb=\"$verb $words[2]\"\n    shift words\n"
                        "    (( CURRENT-- ))\n  fi\n");
}

static void zsh(gx_text *out)
{
    size_t count;
    const gx_verb *const *verbs = gx_verbs(&count);
    gx_text_append(out,
                   "#compdef guanxi\n# zsh completion of guanxi; put it into a folder of $fpath as _guanxi\n"
                   "_guanxi() {\n  local -a verbs\n  verbs=(\n");
    for (size_t i = 0; i < count; i++) {
        gx_text_append(out, "    '%s:", verbs[i]->name);
        zsh_help(out, verbs[i]->summary);
        gx_text_append(out, "'\n");
    }
    gx_text_append(out, "  )\n  if (( CURRENT == 2 )); then\n    _describe verb verbs\n    return\n  fi\n"
                        "  local verb=$words[2]\n  shift words\n  (( CURRENT-- ))\n");
    each_verb(out, zsh_parts);
    gx_text_append(out, "  case $verb in\n");
    each_verb(out, zsh_verb);
    gx_text_append(out, "  esac\n}\ncompdef _guanxi guanxi\n");
}

/* ---- fish ------------------------------------------------------------------------------------ */

/* When a verb's options and operands are offered; `info` is a verb, and a part of `graph`. */
static void fish_condition(gx_text *out, const gx_verb *verb)
{
    size_t count, part_count;
    const gx_verb *const *verbs = gx_verbs(&count), *const *parts = gx_verb_parts(&part_count);
    gx_text_append(out, "complete -c guanxi -n '");
    for (size_t i = 0; i < count; i++) {
        if (gx_verb_is_part(verb, verbs[i]))
            gx_text_append(out, "__fish_seen_subcommand_from %s; and ", verbs[i]->name);
        for (size_t k = 0; k < part_count; k++)
            if (gx_verb_is_part(parts[k], verbs[i]) && strcmp(gx_verb_last_word(parts[k]), verb->name) == 0)
                gx_text_append(out, "not __fish_seen_subcommand_from %s; and ", verbs[i]->name);
    }
    gx_text_append(out, "__fish_seen_subcommand_from %s'", gx_verb_last_word(verb));
}

static void fish_option(gx_text *out, const gx_verb *verb, const gx_option *option)
{
    fish_condition(out, verb);
    gx_text_append(out, " -l %s", option->name);
    if (option->letter)
        gx_text_append(out, " -s %c", option->letter);
    if (option->choices) {
        gx_text_append(out, " -x -a '");
        words_of(out, option->choices);
        gx_text_append(out, "'");
    } else if (option->type != GX_OPTION_FLAG) {
        gx_text_append(out, strcmp(option->argument, "FILE") == 0 ? " -r -F" : " -x");
    }
    gx_text_append(out, " -d ");
    gx_shell_quote(out, option->help);
    gx_text_append(out, "\n");
}

static void fish_verb(gx_text *out, const gx_verb *verb)
{
    bool parts = gx_verb_has_parts(verb);
    if (gx_verb_last_word(verb) == verb->name) {
        gx_text_append(out, "complete -c guanxi -n __fish_use_subcommand -a %s -d ", verb->name);
        gx_shell_quote(out, verb->summary);
        gx_text_append(out, "\n");
    }
    if (verb->operand == GX_OPERAND_SCENARIO || verb->operand == GX_OPERAND_RECORDING ||
        verb->operand == GX_OPERAND_FILE) {
        fish_condition(out, verb);
        gx_text_append(out, " -F\n");
    }
    if (parts || verb->operand == GX_OPERAND_VERB || verb->operand == GX_OPERAND_WORD) {
        fish_condition(out, verb);
        gx_text_append(out, " -a '");
        if (parts)
            part_names(out, verb);
        else if (verb->operand == GX_OPERAND_VERB)
            verb_names(out);
        else
            words_of(out, verb->words);
        gx_text_append(out, "'\n");
    }
    each_option(out, verb, fish_option);
}

static void fish(gx_text *out)
{
    gx_text_append(out, "# fish completion of guanxi; load it with: guanxi completion fish | source\n"
                        "complete -c guanxi -f\n");
    each_verb(out, fish_verb);
}

static int act(const gx_call *call, const void *given)
{
    (void)given;
    static void (*const makers[])(gx_text *) = {bash, zsh, fish};
    const char *shell = call->operands.at[0];
    for (size_t i = 0; shells[i]; i++) {
        if (strcmp(shells[i], shell) != 0)
            continue;
        gx_text out = {0};
        makers[i](&out);
        int code = gx_answer_text(call, &out);
        gx_text_free(&out);
        return code;
    }
    const char *nearest = gx_nearest_name(shell, shells, 3);
    return gx_misused(call, "no completion for '%s': bash, zsh or fish%s%s%s", shell,
                      nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

const gx_verb gx_verb_completion = {
    "completion",
    "SHELL",
    GX_OPERAND_WORD,
    1,
    1,
    "write a completion script for a shell",
    "SHELL is bash, zsh or fish. For bash: source <(guanxi completion bash)\n",
    NULL,
    0,
    0,
    act,
    shells};
