/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text on its way into the page. Every name, label and scenario is hostile until it has passed here. */
#ifndef GX_REPORT_ESCAPE_H
#define GX_REPORT_ESCAPE_H

#include <gx/base/text.h>

/* Into HTML, as text or inside a quoted attribute: & < > " ' become entities; bytes that are not UTF-8, and
 * control characters except tab and newline, become U+FFFD. NULL adds nothing. */
void gx_html(gx_text *out, const char *text);

/* A JSON string with its quotes. < > & and the line separators U+2028, U+2029 are written as \u escapes, so
 * that no text can end the script element around it. */
void gx_json_string(gx_text *out, const char *text);

/* A JSON number: the shortest decimal of the double; null for what JSON has no number for. */
void gx_json_number(gx_text *out, double value);

#endif
