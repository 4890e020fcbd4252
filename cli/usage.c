/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usage.h"

#include "exits.h"
#include "talk.h"
#include <stdio.h>
#include <string.h>

enum { LINE = 100 };

/* Words of `text` in lines of LINE columns behind `margin` blanks; the first line is at `column` already. */
static void wrap(gx_text *out, const char *text, size_t margin, size_t column)
{
    bool first = true;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (!first && column + 1 + word > LINE) {
            gx_text_append(out, "\n%*s", (int)margin, "");
            column = margin;
        } else if (!first) {
            gx_text_append(out, " ");
            column++;
        }
        gx_text_append_bytes(out, text, word);
        column += word;
        text += word + strspn(text + word, " ");
        first = false;
    }
    gx_text_append(out, "\n");
}

/* "-o, --output FILE". */
static void append_option_name(gx_text *out, const gx_option *option)
{
    if (option->letter)
        gx_text_append(out, "-%c, ", option->letter);
    else
        gx_text_append(out, "    ");
    gx_text_append(out, "--%s%s%s", option->name, option->argument ? " " : "",
                   option->argument ? option->argument : "");
}

/* What the help says of an option, choices, default and variable included. */
static void append_option_help(gx_text *out, const gx_option *option)
{
    gx_text_append(out, "%s", option->help);
    for (size_t i = 0; option->choices && option->choices[i]; i++)
        gx_text_append(out, "%s%s", i ? ", " : ": ", option->choices[i]);
    if (option->fallback)
        gx_text_append(out, " (default: %s)", option->fallback);
    if (option->environment)
        gx_text_append(out, " [%s]", option->environment);
}

static void append_options(gx_text *out, const gx_option *options, size_t count)
{
    enum { MARGIN = 28 };
    for (size_t i = 0; i < count; i++) {
        gx_text name = {0}, help = {0};
        append_option_name(&name, &options[i]);
        append_option_help(&help, &options[i]);
        gx_text_append(out, "  %-*s", MARGIN - 2, gx_text_get(&name));
        size_t column = name.length + 2 > MARGIN - 1 ? name.length + 3 : MARGIN;
        if (column > MARGIN)
            gx_text_append(out, " ");
        wrap(out, gx_text_get(&help), MARGIN, column);
        out->failed = out->failed || name.failed || help.failed;
        gx_text_free(&name);
        gx_text_free(&help);
    }
}

static void append_verbs(gx_text *out)
{
    size_t count;
    const gx_verb *const *verbs = gx_verbs(&count);
    for (size_t i = 0; i < count; i++)
        gx_text_append(out, "  %-11s %s\n", verbs[i]->name, verbs[i]->summary);
}

static void append_exits(gx_text *out)
{
#define X(name, code, text) gx_text_append(out, "  %3d  %s\n", code, text);
    GX_EXIT_TABLE(X)
#undef X
}

void gx_usage_short(const gx_call *call)
{
    gx_text out = {0};
    append_verbs(&out);
    fprintf(stderr, "usage: %s VERB [OPTIONS]\n\n%s\n'%s help VERB' says more\n", call->program,
            gx_text_get(&out), call->program);
    gx_text_free(&out);
}

static int print(const gx_call *call, gx_text *out)
{
    int code = gx_answer_text(call, out);
    gx_text_free(out);
    return code;
}

int gx_usage_all(const gx_call *call)
{
    gx_text out = {0};
    gx_text_append(
        &out,
        "guanxi simulates payments and red packets in a social network, and measures what spreads.\n\n"
        "usage: %s VERB [OPTIONS]\n\n",
        call->program);
    append_verbs(&out);
    gx_text_append(&out, "\nEvery verb has:\n");
    size_t count;
    const gx_option *common = gx_common_options(&count);
    append_options(&out, common, count);
    gx_text_append(
        &out,
        "\nResults go to stdout, talk to stderr. Values of a scenario come from its defaults, the file, the\n"
        "variant and --set, in this order. The environment sets only how a run is done and shown:\n"
        "GUANXI_THREADS, GUANXI_FORMAT, NO_COLOR. Nothing is overwritten without --force.\n\n"
        "Exit codes:\n");
    append_exits(&out);
    gx_text_append(&out, "\n'%s help VERB' says more about a verb, '%s describe' about scenarios.\n",
                   call->program, call->program);
    return print(call, &out);
}

/* Of a verb that has parts: these, instead of options. */
static void append_parts(gx_text *out, const gx_verb *verb)
{
    size_t count;
    const gx_verb *const *parts = gx_verb_parts(&count);
    for (size_t i = 0; i < count; i++)
        if (gx_verb_is_part(parts[i], verb))
            gx_text_append(out, "  %-17s %s\n", parts[i]->name, parts[i]->summary);
    gx_text_append(out, "\n'guanxi help %s WORD' says more\n\n", verb->name);
}

int gx_usage_verb(const gx_call *call, const gx_verb *verb)
{
    gx_text out = {0};
    gx_text_append(&out, "%s %s: %s\n\nusage: %s %s%s%s [OPTIONS]\n", "guanxi", verb->name, verb->summary,
                   call->program, verb->name, *verb->operands ? " " : "", verb->operands);
    if (verb->details)
        gx_text_append(&out, "\n%s", verb->details);
    gx_text_append(&out, "\n");
    if (gx_verb_has_parts(verb))
        append_parts(&out, verb);
    append_options(&out, verb->options, verb->option_count);
    size_t count;
    const gx_option *common = gx_common_options(&count);
    append_options(&out, common, count);
    return print(call, &out);
}

/* ---- The page for man(1) --------------------------------------------------------------------- */

/* Text for roff: backslashes and dashes escaped, a dot or quote at the start of a line shielded. */
static void append_roff(gx_text *out, const char *text)
{
    bool start = true;
    for (; *text; text++) {
        if (start && (*text == '.' || *text == '\''))
            gx_text_append(out, "\\&");
        start = *text == '\n';
        if (*text == '\\')
            gx_text_append(out, "\\e");
        else if (*text == '-')
            gx_text_append(out, "\\-");
        else
            gx_text_append_bytes(out, text, 1);
    }
}

static void append_roff_options(gx_text *out, const gx_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        gx_text line = {0};
        append_option_name(&line, &options[i]);
        gx_text_append(out, ".TP\n.B ");
        append_roff(out, gx_text_get(&line) + strspn(gx_text_get(&line), " "));
        gx_text_free(&line);
        append_option_help(&line, &options[i]);
        gx_text_append(out, "\n");
        append_roff(out, gx_text_get(&line));
        gx_text_append(out, "\n");
        gx_text_free(&line);
        line = (gx_text){0};
    }
}

static void append_roff_verb(gx_text *out, const gx_verb *verb)
{
    gx_text_append(out, ".SH GUANXI %s\n.B guanxi %s\n.I ", verb->name, verb->name);
    append_roff(out, *verb->operands ? verb->operands : "\\&");
    gx_text_append(out, "\n.PP\n");
    append_roff(out, verb->summary);
    gx_text_append(out, "\n.PP\n");
    append_roff(out, verb->details ? verb->details : "");
    append_roff_options(out, verb->options, verb->option_count);
}

int gx_usage_man(const gx_call *call)
{
    gx_text out = {0};
    size_t count, part_count, common_count;
    const gx_verb *const *verbs = gx_verbs(&count), *const *parts = gx_verb_parts(&part_count);
    gx_text_append(
        &out, ".TH GUANXI 1\n.SH NAME\nguanxi \\- simulate payments and red packets in a social network\n"
              ".SH SYNOPSIS\n.B guanxi\n.I verb\n[options]\n");
    for (size_t i = 0; i < count; i++) {
        append_roff_verb(&out, verbs[i]);
        for (size_t k = 0; k < part_count; k++)
            if (gx_verb_is_part(parts[k], verbs[i]))
                append_roff_verb(&out, parts[k]);
    }
    gx_text_append(&out, ".SH EVERY VERB\n");
    const gx_option *common = gx_common_options(&common_count);
    append_roff_options(&out, common, common_count);
    gx_text_append(&out, ".SH EXIT STATUS\n");
#define X(name, code, text)                                                                                  \
    gx_text_append(&out, ".TP\n.B %d\n", code);                                                              \
    append_roff(&out, text);                                                                                 \
    gx_text_append(&out, "\n");
    GX_EXIT_TABLE(X)
#undef X
    gx_text_append(&out, ".SH ENVIRONMENT\nGUANXI_THREADS, GUANXI_FORMAT, NO_COLOR\n");
    return print(call, &out);
}
