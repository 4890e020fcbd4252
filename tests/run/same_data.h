/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two recordings hold the same, by HDF5's own eyes: every group, dataset, attribute and value, but
 * where things lie in the file. */
#ifndef GX_TESTS_RUN_SAME_DATA_H
#define GX_TESTS_RUN_SAME_DATA_H

#include <stdbool.h>

/* On false `why` (of `room` bytes) says what differs first. */
bool same_data(const char *one, const char *other, char *why, int room);

#endif
