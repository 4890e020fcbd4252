/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written once: scenario, users, ties at the beginning, users and totals at the end. */
#ifndef GX_RUN_RECORDER_STATIC_H
#define GX_RUN_RECORDER_STATIC_H

#include "recorder.h"

gx_status gx_record_beginning(gx_recorder *recorder, const gx_run_options *options, gx_error *error);
gx_status gx_record_end(gx_recorder *recorder, uint32_t last_tick, uint64_t state_digest, const char *status,
                        gx_error *error);

#endif
