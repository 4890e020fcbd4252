/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spark.h"

static double cell_of(const int64_t *values, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += (double)values[i];
    return sum / (double)(to - from);
}

void gx_spark(gx_text *out, const int64_t *values, size_t count, size_t width, bool utf8)
{
    static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char ascii[] = " .:-=+*#@";
    size_t cells = count < width ? count : width;
    double peak = 0;
    for (size_t i = 0; i < cells; i++) {
        double value = cell_of(values, i * count / cells, (i + 1) * count / cells);
        peak = value > peak ? value : peak;
    }
    for (size_t i = 0; i < cells; i++) {
        double value = cell_of(values, i * count / cells, (i + 1) * count / cells);
        /* Level 0 is nothing at all; anything above nothing is seen. */
        int level = value <= 0 ? 0 : 1 + (int)(value / peak * 7 + 0.5);
        if (utf8)
            gx_text_append(out, "%s", blocks[level]);
        else
            gx_text_append(out, "%c", ascii[level]);
    }
}
