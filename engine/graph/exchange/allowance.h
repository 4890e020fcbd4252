/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much memory a reader may take: what is large is asked for here, and never more than was allowed. */
#ifndef GX_GRAPH_EXCHANGE_ALLOWANCE_H
#define GX_GRAPH_EXCHANGE_ALLOWANCE_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_allowance {
    uint64_t max, used; /* bytes; max 0: no limit */
} gx_allowance;

/* Count `count` more elements as used: GX_ERR_LIMIT when that is too much. */
gx_status gx_allowance_take(gx_allowance *allowance, uint64_t count, size_t size, const char *what,
                            gx_error *error);
void gx_allowance_give(gx_allowance *allowance, uint64_t count, size_t size);

/* Zeroed elements by gx_alloc, untouched (and so without pages) until used; NULL and *status on failure. */
void *gx_allowance_alloc(gx_allowance *allowance, uint64_t count, size_t size, const char *what,
                         gx_status *status, gx_error *error);

/* Room for at least `needed` elements in *block (of *capacity), growing by half. */
gx_status gx_allowance_grow(gx_allowance *allowance, void **block, uint64_t *capacity, uint64_t needed,
                            size_t size, const char *what, gx_error *error);

#endif
