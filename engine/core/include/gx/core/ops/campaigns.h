/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of campaigns (R8–R13). Numbers 0x60 … 0x7f. */
#ifndef GX_CORE_OPS_CAMPAIGNS_H
#define GX_CORE_OPS_CAMPAIGNS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CAMPAIGNS(X)

#endif
