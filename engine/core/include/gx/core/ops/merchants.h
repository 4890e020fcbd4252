/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of merchants, referral and coupons (M4–M6). Numbers 0xc0 … 0xcf. */
#ifndef GX_CORE_OPS_MERCHANTS_H
#define GX_CORE_OPS_MERCHANTS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_MERCHANTS(X)

#endif
