/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for people: thousands separated, money in yuan, shares in per cent, four digits of a real. */
#ifndef GX_REPORT_VALUE_H
#define GX_REPORT_VALUE_H

#include <gx/report/report.h>

/* A number of the given unit ("%": a share, shown in per cent). NaN and infinity are a dash. */
void gx_value(gx_text *out, const char *unit, double value);

/* The unit by which a metric's numbers are shown: its own, or "%" for a share. */
const char *gx_unit_shown(const gx_metric *metric);

/* A figure's value without its interval; exact when the figure is. */
void gx_figure_value(gx_text *out, const gx_figure *figure);

/* What numbers of a unit are divided by before they are drawn, and the unit they then have: fen are drawn as
 * yuan. */
double gx_unit_divisor(const char *unit);
const char *gx_unit_drawn(const char *unit);

/* Seconds in one unit of time ("min": 60); 0 when it is no unit of time. */
double gx_unit_seconds(const char *unit);

/* "2016-02-07 20:03" from civil seconds. */
void gx_civil_minute(gx_text *out, int64_t seconds);

#endif
