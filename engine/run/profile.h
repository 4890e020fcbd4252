/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring a run for options.profile; nothing is done where that is NULL. */
#ifndef GX_RUN_PROFILE_PRIVATE_H
#define GX_RUN_PROFILE_PRIVATE_H

#include "session.h"
#include <gx/run/profile.h>

/* Right before and right after the kernel's loop. */
void gx_profile_begin(gx_session *session);
void gx_profile_end(gx_session *session);

#endif
