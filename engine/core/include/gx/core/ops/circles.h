/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of circles (S5–S7, S12). Numbers 0xa0 … 0xbf. */
#ifndef GX_CORE_OPS_CIRCLES_H
#define GX_CORE_OPS_CIRCLES_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CIRCLES(X)

#endif
