/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of posts, scenes and local services (S1–S4, S9). Numbers 0x80 … 0x9f. */
#ifndef GX_CORE_OPS_CONTENT_H
#define GX_CORE_OPS_CONTENT_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CONTENT(X)

#endif
