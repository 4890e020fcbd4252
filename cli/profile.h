/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `guanxi run --profile` prints: where the time and the memory went. */
#ifndef GX_CLI_PROFILE_H
#define GX_CLI_PROFILE_H

#include <gx/run/profile.h>

/* Some twenty lines; appends. */
void gx_profile_text(gx_text *out, const gx_run_profile *profile);

#endif
