/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joint distributions from published margins. */
#ifndef GX_GRAPH_FIT_H
#define GX_GRAPH_FIT_H

#include <stdint.h>

/* Scale rows and columns of cell[rows][columns] in turn until they have these sums: iterative proportional
 * fitting (Deming and Stephan, Annals of Mathematical Statistics 11, 1940). Of all tables with these margins
 * the result is nearest to the seeds (least relative entropy), and keeps their odds ratios. Zeros stay. The
 * rows are scaled last and are exact; the columns too, when a table with these zeros and margins exists.
 * O(rounds x rows x columns). */
void gx_fit_margins(double *cell, uint32_t rows, uint32_t columns, const double *row_sum,
                    const double *column_sum);

/* Multiply the odds of all shares (of groups with these masses) by one number, such that their mean is
 * `mean`. O(count). */
void gx_fit_odds(double *share, const double *mass, uint32_t count, double mean);

#endif
