/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit.h"

#include <math.h>

enum { ROUNDS = 200 };

/* How far the worst column was off, relatively. */
static double scale_columns(double *cell, uint32_t rows, uint32_t columns, const double *column_sum)
{
    double worst = 0;
    for (uint32_t column = 0; column < columns; column++) {
        double sum = 0;
        for (uint32_t row = 0; row < rows; row++)
            sum += cell[row * columns + column];
        double times = sum > 0 ? column_sum[column] / sum : 1;
        worst = fabs(times - 1) > worst ? fabs(times - 1) : worst;
        for (uint32_t row = 0; row < rows; row++)
            cell[row * columns + column] *= times;
    }
    return worst;
}

static void scale_rows(double *cell, uint32_t rows, uint32_t columns, const double *row_sum)
{
    for (uint32_t row = 0; row < rows; row++) {
        double sum = 0;
        for (uint32_t column = 0; column < columns; column++)
            sum += cell[row * columns + column];
        double times = sum > 0 ? row_sum[row] / sum : 1;
        for (uint32_t column = 0; column < columns; column++)
            cell[row * columns + column] *= times;
    }
}

void gx_fit_margins(double *cell, uint32_t rows, uint32_t columns, const double *row_sum,
                    const double *column_sum)
{
    double worst = 1;
    for (int round = 0; round < ROUNDS && worst > 1e-13; round++) {
        worst = scale_columns(cell, rows, columns, column_sum);
        scale_rows(cell, rows, columns, row_sum);
    }
}

static double with_odds(double share, double times)
{
    return times * share / (times * share + (1 - share));
}

void gx_fit_odds(double *share, const double *mass, uint32_t count, double mean)
{
    double low = 1e-9, high = 1e9, total = 0;
    for (uint32_t at = 0; at < count; at++)
        total += mass[at];
    for (int step = 0; step < 100; step++) {
        double times = sqrt(low * high), sum = 0;
        for (uint32_t at = 0; at < count; at++)
            sum += mass[at] * with_odds(share[at], times);
        if (sum < mean * total)
            low = times;
        else
            high = times;
    }
    for (uint32_t at = 0; at < count; at++)
        share[at] = with_odds(share[at], low);
}
