# SPDX-License-Identifier: GPL-3.0-or-later
# The report's assets: our style sheet and script, and Apache ECharts as package-lock.json pins it. npm puts it into the
# build directory, checks its sha512 against the lock file, and the assembler's .incbin carries it into the library.
# There is no other way in: without npm, or without the package, the build stops and says so.
find_program(GX_NPM npm DOC "npm, which installs the pinned chart library of the report")
if(NOT GX_NPM)
  message(FATAL_ERROR "The report embeds Apache ECharts, which npm installs into the build directory, but there is no "
                      "npm here. Install it (Debian: apt-get install npm) or name it with -DGX_NPM=/path/to/npm.")
endif()

set(GX_REPORT_FOLDER "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}")
set(GX_REPORT_BUILD "${CMAKE_BINARY_DIR}/report")
set(GX_REPORT_ASSETS
    "${GX_REPORT_BUILD}/echarts.js"
    "${GX_REPORT_BUILD}/licences.txt")
add_custom_command(
  OUTPUT ${GX_REPORT_ASSETS}
  COMMAND "${CMAKE_COMMAND}" "-DNPM=${GX_NPM}" "-DSOURCE=${GX_REPORT_FOLDER}" "-DBUILD=${GX_REPORT_BUILD}"
          -P "${GX_REPORT_FOLDER}/assets.cmake"
  DEPENDS "${GX_REPORT_FOLDER}/package.json" "${GX_REPORT_FOLDER}/package-lock.json"
          "${GX_REPORT_FOLDER}/.npmrc" "${GX_REPORT_FOLDER}/assets.cmake"
  COMMENT "Installing the report's chart library (npm ci)"
  VERBATIM)

set_source_files_properties("${GX_REPORT_FOLDER}/assets.c" PROPERTIES
  OBJECT_DEPENDS "${GX_REPORT_ASSETS};${GX_REPORT_FOLDER}/page.css;${GX_REPORT_FOLDER}/page.js"
  COMPILE_DEFINITIONS "GX_REPORT_SOURCE=\"${GX_REPORT_FOLDER}\";GX_REPORT_BUILD=\"${GX_REPORT_BUILD}\"")
target_sources(gx_${NAME} PRIVATE ${GX_REPORT_ASSETS})
