# SPDX-License-Identifier: GPL-3.0-or-later
# data/references.csv becomes an array of bytes in gx_stats, so that the program needs no file beside it.
set(GX_REFERENCES_CSV "${PROJECT_SOURCE_DIR}/data/references.csv")
set(GX_REFERENCES_C "${CMAKE_BINARY_DIR}/references_csv.c")
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${GX_REFERENCES_CSV}")
file(READ "${GX_REFERENCES_CSV}" GX_REFERENCES_HEX HEX)
string(REGEX REPLACE "(..)" "0x\\1," GX_REFERENCES_BYTES "${GX_REFERENCES_HEX}")
string(REPLACE "0x0a," "0x0a,\n" GX_REFERENCES_BYTES "${GX_REFERENCES_BYTES}")
file(CONFIGURE OUTPUT "${GX_REFERENCES_C}" CONTENT "/* Made from data/references.csv. */
#include <stddef.h>
extern const unsigned char gx_references_csv[];
extern const size_t gx_references_csv_length;
const unsigned char gx_references_csv[] = {
@GX_REFERENCES_BYTES@
};
const size_t gx_references_csv_length = sizeof gx_references_csv;
" @ONLY)
target_sources(gx_stats PRIVATE "${GX_REFERENCES_C}")
