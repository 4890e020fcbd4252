/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed rows: what the makers of this room share. */
#ifndef GX_GRAPH_ROWS_H
#define GX_GRAPH_ROWS_H

#include <gx/graph/network.h>

/* Room for `count` entries in `rows` rows, all offsets 0. On failure what was allocated stays for
 * gx_rows_release. */
gx_status gx_rows_allocate(gx_rows *rows, uint32_t count_rows, uint64_t count, bool strength,
                           const char *what, gx_error *error);
void gx_rows_release(gx_rows *rows);

/* Lengths in offset[1 …] become offsets; returns their sum. */
uint64_t gx_rows_sum(uint64_t *offset, uint32_t count_rows);

/* The other way round: to[c] lists the rows r of `from` that hold c, ascending. O(entries). */
gx_status gx_rows_invert(gx_rows *to, const gx_rows *from, uint32_t columns, const char *what,
                         gx_error *error);

uint64_t gx_rows_digest(const gx_rows *rows);
size_t gx_rows_bytes(const gx_rows *rows);

#endif
