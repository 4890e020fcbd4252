# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(report/test_report ROOMS report record stats graph SOURCES report/sample.c LABELS report PACKAGES m)

# The pages as a browser sees them: node drives Chromium through the DevTools protocol on a pipe (no package needed).
find_program(GX_NODE node)
find_program(GX_CHROMIUM NAMES chromium chromium-browser google-chrome)
add_executable(report-write_pages report/write_pages.c report/sample.c)
foreach(ROOM report record stats graph base)
  target_link_libraries(report-write_pages PRIVATE gx_${ROOM})
endforeach()
target_link_libraries(report-write_pages PRIVATE PkgConfig::CHECK m)
if(GX_NODE AND GX_CHROMIUM)
  add_test(NAME report/browser COMMAND "${GX_NODE}" "${CMAKE_CURRENT_SOURCE_DIR}/report/browser.mjs"
                                       "${GX_CHROMIUM}" $<TARGET_FILE:report-write_pages>)
  set_tests_properties(report/browser PROPERTIES TIMEOUT 180 LABELS "report;browser" RUN_SERIAL TRUE)
else()
  message(STATUS "No node or no chromium: the report's browser test is left out")
endif()
