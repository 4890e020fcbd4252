# SPDX-License-Identifier: GPL-3.0-or-later
# The tables of data/population become arrays of bytes in gx_graph, so that the program needs no file beside it.
set(GX_PEOPLE_C "${CMAKE_BINARY_DIR}/people_csv.c")
set(GX_PEOPLE_TEXT "/* Made from data/population. */\n#include <stddef.h>\n")
foreach(SHEET provinces tiers households ages relations schooling occupation income devices accounts)
  set(SHEET_CSV "${PROJECT_SOURCE_DIR}/data/population/${SHEET}.csv")
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${SHEET_CSV}")
  file(READ "${SHEET_CSV}" SHEET_HEX HEX)
  string(REGEX REPLACE "(..)" "0x\\1," SHEET_BYTES "${SHEET_HEX}")
  string(REPLACE "0x0a," "0x0a,\n" SHEET_BYTES "${SHEET_BYTES}")
  string(APPEND GX_PEOPLE_TEXT "extern const unsigned char gx_people_${SHEET}_csv[];
extern const size_t gx_people_${SHEET}_csv_length;
const unsigned char gx_people_${SHEET}_csv[] = {\n${SHEET_BYTES}};
const size_t gx_people_${SHEET}_csv_length = sizeof gx_people_${SHEET}_csv;\n")
endforeach()
file(CONFIGURE OUTPUT "${GX_PEOPLE_C}" CONTENT "@GX_PEOPLE_TEXT@" @ONLY)
target_sources(gx_graph PRIVATE "${GX_PEOPLE_C}")
