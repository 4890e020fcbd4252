/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables with one row a user or a city, computed from the world column by column. */
#ifndef GX_RUN_RECORDER_COLUMNS_H
#define GX_RUN_RECORDER_COLUMNS_H

#include "recorder.h"

/* Who the users are, and /truth. O(users) a column. GX_ERR_MEMORY, GX_ERR_IO. */
gx_status gx_record_users(gx_recorder *recorder, gx_error *error);
/* What they have and did at the end. */
gx_status gx_record_users_end(gx_recorder *recorder, gx_error *error);
gx_status gx_record_cities(gx_recorder *recorder, gx_error *error);
/* Merchants, and what they took in by the end; nothing where nobody pays. */
gx_status gx_record_merchants(gx_recorder *recorder, gx_error *error);
gx_status gx_record_merchants_end(gx_recorder *recorder, gx_error *error);

#endif
