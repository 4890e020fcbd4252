/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed rows: what the makers of this room share. */
#ifndef GX_GRAPH_MAKE_ROWS_H
#define GX_GRAPH_MAKE_ROWS_H

#include <gx/base/status.h>
#include <gx/graph/rows.h>

/* What stands beside the columns. */
enum { GX_ROWS_PLAIN = 0, GX_ROWS_STRENGTH = 1, GX_ROWS_LAYERS = 2 }; /* bits */

/* Room for `count` entries in `rows` rows, all offsets 0. On failure what was allocated stays for
 * gx_rows_free. */
gx_status gx_rows_allocate(gx_rows *rows, uint32_t count_rows, uint64_t count, unsigned beside,
                           const char *what, gx_error *error);

/* Lengths in offset[1 …] become offsets; returns their sum. */
uint64_t gx_rows_sum(uint64_t *offset, uint32_t count_rows);

/* The other way round: to[c] lists the rows r of `from` that hold c, ascending; what stands beside is not
 * carried. O(entries). */
gx_status gx_rows_invert(gx_rows *to, const gx_rows *from, uint32_t columns, const char *what,
                         gx_error *error);

/* The first place in ascending columns whose value is not below `column`. O(log count). */
uint32_t gx_lower_bound(const uint32_t *columns, uint32_t count, uint32_t column);

#endif
