/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "talk.h"

#include "clean.h"
#include "exits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A line to stderr; what is quoted in it may be anybody's text. */
__attribute__((format(printf, 1, 0))) static void say_list(const char *format, va_list arguments)
{
    gx_text raw = {0}, line = {0};
    gx_text_append_list(&raw, format, arguments);
    gx_clean(&line, gx_text_get(&raw));
    fprintf(stderr, "%s\n", gx_text_get(&line));
    gx_text_free(&raw);
    gx_text_free(&line);
}

void gx_talk(const gx_call *call, const char *format, ...)
{
    if (call->quiet)
        return;
    va_list arguments;
    va_start(arguments, format);
    say_list(format, arguments);
    va_end(arguments);
}

static void begin_complaint(const gx_call *call)
{
    fprintf(stderr, "guanxi%s%s: %serror:%s ", call->verb ? " " : "", call->verb ? call->verb : "",
            gx_paint(GX_RED, true), gx_paint(GX_PLAIN, true));
}

void gx_complain(const gx_call *call, const char *format, ...)
{
    begin_complaint(call);
    va_list arguments;
    va_start(arguments, format);
    say_list(format, arguments);
    va_end(arguments);
}

int gx_give_up(const gx_call *call, const gx_error *error)
{
    gx_complain(call, "%s", error->message);
    return gx_exit_of(error->status);
}

int gx_misused(const gx_call *call, const char *format, ...)
{
    begin_complaint(call);
    va_list arguments;
    va_start(arguments, format);
    say_list(format, arguments);
    va_end(arguments);
    fprintf(stderr, "'%s help%s%s' shows how it is used\n", call->program, call->verb ? " " : "",
            call->verb ? call->verb : "");
    return GX_EXIT_USAGE;
}

void gx_shell_quote(gx_text *out, const char *text)
{
    gx_text_append(out, "'");
    for (; *text; text++)
        gx_text_append(out, *text == '\'' ? "'\\''" : "%c", *text);
    gx_text_append(out, "'");
}

void gx_shell_word(gx_text *out, const char *word)
{
    bool plain =
        *word &&
        !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%")];
    if (plain)
        gx_text_append(out, "%s", word);
    else
        gx_shell_quote(out, word);
}

void gx_command_line(gx_text *out, const gx_call *call)
{
    gx_text_append(out, "%s %s", call->program, call->verb);
    for (size_t i = 0; i < call->word_count; i++) {
        gx_text_append(out, " ");
        gx_shell_word(out, call->words[i]);
    }
}

void gx_answer(const char *text)
{
    fputs(text, stdout);
}

int gx_answer_text(const gx_call *call, const gx_text *text)
{
    if (text->failed) {
        gx_complain(call, "memory is exhausted");
        return GX_EXIT_FAILED;
    }
    gx_answer(gx_text_get(text));
    return GX_EXIT_DONE;
}

bool gx_talk_is_terminal(void)
{
    return isatty(STDERR_FILENO) == 1;
}

bool gx_speaks_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value)
            continue;
        const char *charset = strchr(value, '.');
        return charset && (strncasecmp(charset, ".utf-8", 6) == 0 || strncasecmp(charset, ".utf8", 5) == 0);
    }
    return false;
}

const char *gx_paint(gx_colour colour, bool on_stderr)
{
    static const char *const codes[] = {"\033[0m", "\033[31m", "\033[32m", "\033[33m"};
    const char *never = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool wanted = (!never || !*never) && terminal && strcmp(terminal, "dumb") != 0 &&
                  isatty(on_stderr ? STDERR_FILENO : STDOUT_FILENO) == 1;
    return wanted ? codes[colour] : "";
}

const char *gx_format_bytes(char buffer[32], uint64_t bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 999.5 && unit < 6; unit++)
        value /= 1000;
    snprintf(buffer, 32, unit == 0 || value >= 99.5 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return buffer;
}
