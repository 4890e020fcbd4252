/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL's default error handler aborts the program. It is switched off before the first use; every status is
 * checked. */
#ifndef GX_STATS_GSL_QUIET_H
#define GX_STATS_GSL_QUIET_H

void gx_gsl_quiet(void);

#endif
