/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of strangers (a recording's title, a file's name) before they reach a terminal. */
#ifndef GX_CLI_CLEAN_H
#define GX_CLI_CLEAN_H

#include <gx/base/text.h>

/* Append `text` with '?' for every byte that is no UTF-8 and every control character but tab and line feed.
 */
void gx_clean(gx_text *out, const char *text);

#endif
