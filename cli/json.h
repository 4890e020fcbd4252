/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as this program writes it: numbers in their shortest exact form, null for what is not a number.
 * (jansson, which reads JSON here, would write 0.1 as 0.10000000000000001.) */
#ifndef GX_CLI_JSON_H
#define GX_CLI_JSON_H

#include <gx/base/text.h>

/* A quoted text, escaped; bytes that are no UTF-8 become U+FFFD. NULL is null. */
void gx_json_text(gx_text *out, const char *text);
void gx_json_real(gx_text *out, double value);

#endif
