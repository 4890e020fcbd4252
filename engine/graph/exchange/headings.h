/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first record of a CSV file: which column is what. */
#ifndef GX_GRAPH_EXCHANGE_HEADINGS_H
#define GX_GRAPH_EXCHANGE_HEADINGS_H

#include "exchange/records.h"

/* The column that has one of these names (NULL-terminated; case and blanks around do not matter); UINT32_MAX.
 */
uint32_t gx_heading_find(const gx_records *heading, const char *const *names);

/* A fault: no column is called names[0], with what may have been meant. */
void gx_heading_missing(const gx_records *heading, gx_faults *faults, const char *const *names);

/* Whether a record has as many fields as the heading; else a fault. */
bool gx_heading_fits(const gx_records *record, uint32_t fields, gx_faults *faults);

#endif
