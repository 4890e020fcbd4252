/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talk: what goes to stderr, and what the terminal can show. */
#ifndef GX_CLI_TALK_H
#define GX_CLI_TALK_H

#include "verb.h"

/* A line for the user, unless quiet. */
void gx_talk(const gx_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "guanxi run: error: …". */
void gx_complain(const gx_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Complain about a failure and give its exit code. */
int gx_give_up(const gx_call *call, const gx_error *error);

/* A usage error: the complaint and where help is; GX_EXIT_USAGE. */
int gx_misused(const gx_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The call as one would type it into a shell; appends. */
void gx_command_line(gx_text *out, const gx_call *call);

/* A text between single quotes of a shell; appends. */
void gx_shell_quote(gx_text *out, const char *text);
/* The same, without quotes where none are needed. */
void gx_shell_word(gx_text *out, const char *word);

/* Results: text to stdout as it is. A failure of stdout is found at the end (gx_cli_main). */
void gx_answer(const char *text);

/* Say `text` (owned by the caller), or give up for want of memory. */
int gx_answer_text(const gx_call *call, const gx_text *text);

bool gx_talk_is_terminal(void); /* stderr */
bool gx_speaks_utf8(void);      /* by LC_ALL, LC_CTYPE, LANG */

typedef enum gx_colour { GX_PLAIN, GX_RED, GX_GREEN, GX_YELLOW } gx_colour;
/* The escape sequence for stderr or stdout; "" where there is no terminal, TERM is dumb or NO_COLOR is set.
 */
const char *gx_paint(gx_colour colour, bool on_stderr);

/* "1.2 MB", "3.4 GB": 10^3 steps. Returned: `buffer`. */
const char *gx_format_bytes(char buffer[32], uint64_t bytes);

#endif
