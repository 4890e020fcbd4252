/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include "layout.h"

#include <gx/base/civil.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DASH "–"

/* Without the zeros that end a fraction: the digits given are those that are known. */
static void decimals(gx_text *out, int digits, double value)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.*f", digits, value);
    size_t length = strlen(text);
    while (strchr(text, '.') && text[length - 1] == '0')
        length--;
    length -= text[length - 1] == '.';
    gx_text_append_bytes(out, text, length);
}

static void real(gx_text *out, double value)
{
    char buffer[32];
    double size = fabs(value);
    if (size >= 1e15 || (size > 0 && size < 1e-4))
        gx_text_append(out, "%.3g", value);
    else if (value == floor(value) || size >= 1000)
        gx_text_append(out, "%s", gx_format_count(buffer, (int64_t)llround(value)));
    else
        decimals(out, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4, value);
}

void gx_value(gx_text *out, const char *unit, double value)
{
    char buffer[32];
    if (!isfinite(value))
        gx_text_append(out, DASH);
    else if (strcmp(unit, "fen") == 0 && fabs(value) < 9e18)
        gx_text_append(out, "%s¥%s", value < 0 ? "−" : "",
                       gx_format_yuan(buffer, (int64_t)llround(fabs(value))));
    else if (strcmp(unit, "yuan") == 0 && fabs(value) < 9e16)
        gx_text_append(out, "%s¥%s", value < 0 ? "−" : "",
                       gx_format_yuan(buffer, (int64_t)llround(fabs(value) * 100)));
    else if (strcmp(unit, "%") == 0)
        gx_text_append(out, "%.*f%%", value == 1 || value == 0 ? 0 : fabs(value) < 0.1 ? 2 : 1, value * 100);
    else
        real(out, value);
}

const char *gx_unit_shown(const gx_metric *metric)
{
    return gx_is_percent(metric) ? "%" : metric->unit;
}

void gx_figure_value(gx_text *out, const gx_figure *figure)
{
    char buffer[32];
    if (!figure->exact)
        gx_value(out, gx_unit_shown(figure->metric), figure->value);
    else if (strcmp(figure->metric->unit, "fen") == 0)
        gx_text_append(out, "¥%s", gx_format_yuan(buffer, figure->integer));
    else
        gx_text_append(out, "%s", gx_format_count(buffer, figure->integer));
}

double gx_unit_divisor(const char *unit)
{
    return strcmp(unit, "fen") == 0 ? 100.0 : 1.0;
}

const char *gx_unit_drawn(const char *unit)
{
    return strcmp(unit, "fen") == 0 ? "yuan" : unit;
}

double gx_unit_seconds(const char *unit)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = {{"ms", 0.001},   {"s", 1},    {"seconds", 1},  {"min", 60},  {"minute", 60},
                 {"minutes", 60}, {"h", 3600}, {"hours", 3600}, {"d", 86400}, {"days", 86400}};
    for (size_t k = 0; k < sizeof units / sizeof units[0]; k++)
        if (strcmp(units[k].name, unit) == 0)
            return units[k].seconds;
    return 0;
}

void gx_civil_minute(gx_text *out, int64_t seconds)
{
    gx_civil civil = gx_civil_of(seconds);
    gx_text_append(out, "%04d-%02d-%02d %02d:%02d", civil.year, civil.month, civil.day, civil.hour,
                   civil.minute);
}
