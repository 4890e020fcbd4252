# SPDX-License-Identifier: GPL-3.0-or-later
# Where the program looks for the scenarios that come with it: where it is installed, then where it was built from.
target_compile_definitions(gx_cli PRIVATE GX_VERSION="${PROJECT_VERSION}"
                                          GX_DATA_DIR="${CMAKE_INSTALL_PREFIX}/share/guanxi"
                                          GX_SOURCE_DATA_DIR="${PROJECT_SOURCE_DIR}")

# data/graph_targets.csv becomes an array of bytes, so that the program needs no file beside it.
set(GX_GRAPH_TARGETS_CSV "${PROJECT_SOURCE_DIR}/data/graph_targets.csv")
set(GX_GRAPH_TARGETS_C "${CMAKE_BINARY_DIR}/graph_targets_csv.c")
set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${GX_GRAPH_TARGETS_CSV}")
file(READ "${GX_GRAPH_TARGETS_CSV}" GX_GRAPH_TARGETS_HEX HEX)
string(REGEX REPLACE "(..)" "0x\\1," GX_GRAPH_TARGETS_BYTES "${GX_GRAPH_TARGETS_HEX}")
string(REPLACE "0x0a," "0x0a,\n" GX_GRAPH_TARGETS_BYTES "${GX_GRAPH_TARGETS_BYTES}")
file(CONFIGURE OUTPUT "${GX_GRAPH_TARGETS_C}" CONTENT "/* Made from data/graph_targets.csv. */
#include <stddef.h>
extern const unsigned char gx_graph_targets_csv[];
extern const size_t gx_graph_targets_csv_length;
const unsigned char gx_graph_targets_csv[] = {
@GX_GRAPH_TARGETS_BYTES@
};
const size_t gx_graph_targets_csv_length = sizeof gx_graph_targets_csv;
" @ONLY)
target_sources(gx_cli PRIVATE "${GX_GRAPH_TARGETS_C}")
