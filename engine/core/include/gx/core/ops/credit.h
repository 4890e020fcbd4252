/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of credit, members and risk control (K1, K3–K6). Numbers 0xd0 … 0xef. */
#ifndef GX_CORE_OPS_CREDIT_H
#define GX_CORE_OPS_CREDIT_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CREDIT(X)

#endif
