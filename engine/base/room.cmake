# SPDX-License-Identifier: GPL-3.0-or-later
# The nodes of the Gumbel table are computed during the build, by the same exact functions that the library offers.
set(BASE_SOURCE "${CMAKE_CURRENT_SOURCE_DIR}/engine/base")
set(BASE_TABLES "${CMAKE_CURRENT_BINARY_DIR}/base_tables")
file(MAKE_DIRECTORY "${BASE_TABLES}")

add_executable(gx_make_gumbel "${BASE_SOURCE}/tables/make_gumbel.c" "${BASE_SOURCE}/exact.c")
target_include_directories(gx_make_gumbel PRIVATE "${BASE_SOURCE}" "${BASE_SOURCE}/include")
target_link_libraries(gx_make_gumbel PRIVATE m)

add_custom_command(OUTPUT "${BASE_TABLES}/gumbel_nodes.h"
                   COMMAND gx_make_gumbel "${BASE_TABLES}/gumbel_nodes.h"
                   DEPENDS gx_make_gumbel
                   COMMENT "Computing the nodes of the Gumbel table")
target_sources(gx_base PRIVATE "${BASE_TABLES}/gumbel_nodes.h")
target_include_directories(gx_base PRIVATE "${BASE_TABLES}")
