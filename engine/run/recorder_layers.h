/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_RUN_RECORDER_LAYERS_H
#define GX_RUN_RECORDER_LAYERS_H

#include "recorder.h"

/* Friends, chat groups and interest circles as compressed rows, in small worlds and where the scenario
 * records in full. GX_ERR_MEMORY, GX_ERR_IO. */
gx_status gx_record_layers(gx_recorder *recorder, gx_error *error);

/* The same under /end, as they are now, when the run changed any. */
gx_status gx_record_layers_end(gx_recorder *recorder, gx_error *error);

#endif
