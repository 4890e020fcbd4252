/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What writer and reader share of HDF5: silence, reasons, types. */
#ifndef GX_RECORD_HDF_H
#define GX_RECORD_HDF_H

#include <gx/record/writer.h>
#include <hdf5.h>

enum { GX_PATH_MAX = 512 }; /* of a name inside the file */

/* HDF5 prints its errors unless told not to; the switch belongs to the thread, so every public call sets it.
 */
void gx_hdf_quiet(void);

/* The innermost reason on HDF5's error stack, in `buffer`; returned. "unknown reason" when there is none. */
const char *gx_hdf_reason(char buffer[256]);

/* `status`, with "WHAT 'NAME': reason". */
gx_status gx_hdf_fail(gx_error *error, gx_status status, const char *what, const char *name);

/* Built-in types: not to be closed. */
hid_t gx_hdf_file_type(gx_column_type type);
hid_t gx_hdf_memory_type(gx_column_type type);
bool gx_hdf_known_type(gx_column_type type);

/* Whether a file's type is a plain integer or real of 1 to 8 bytes. HDF5 1.10 converts damaged descriptions
 * of numbers (an impossible precision, say) by writing beyond its own stack. */
bool gx_hdf_plain_number(hid_t type, bool *whole);

/* UTF-8 text of `size` bytes, padded with NUL; close with H5Tclose; < 0 on failure. */
hid_t gx_hdf_text_type(size_t size);

/* Whether every link of `path` and its end exist; "/" does. */
bool gx_hdf_exists(hid_t file, const char *path);

#endif
