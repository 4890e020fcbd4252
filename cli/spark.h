/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A curve in one line of text. */
#ifndef GX_CLI_SPARK_H
#define GX_CLI_SPARK_H

#include <gx/base/text.h>

/* `count` values >= 0 summed into at most `width` cells, drawn against the largest; nothing for no values. */
void gx_spark(gx_text *out, const int64_t *values, size_t count, size_t width, bool utf8);

#endif
