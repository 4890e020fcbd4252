# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that measure. They are built with everything else and run by tests/nightly; the test only proves that each
# case does its work (every operation that should be done is done, the books balance), never how fast.
add_executable(bench-core bench/core.c bench/cases.c)
target_include_directories(bench-core PRIVATE "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(bench-core PRIVATE gx_core gx_base m)
add_test(NAME bench/core COMMAND bench-core --quick)
set_tests_properties(bench/core PROPERTIES TIMEOUT 300 LABELS "bench")

add_executable(bench-graph bench/graph.c)
target_link_libraries(bench-graph PRIVATE gx_graph gx_base ${GX_PACKAGE_igraph} m)
add_test(NAME bench/graph COMMAND bench-graph --quick)
set_tests_properties(bench/graph PROPERTIES TIMEOUT 300 LABELS "bench")

add_executable(bench-import bench/import.c)
target_link_libraries(bench-import PRIVATE gx_graph gx_base)
add_test(NAME bench/import COMMAND bench-import --quick)
set_tests_properties(bench/import PROPERTIES TIMEOUT 300 LABELS "bench")

add_executable(bench-nation bench/nation.c graph/world.c)
target_include_directories(bench-nation PRIVATE "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(bench-nation PRIVATE gx_graph gx_base PkgConfig::CHECK ${GX_PACKAGE_openmp} m)
add_test(NAME bench/nation COMMAND bench-nation --quick)
set_tests_properties(bench/nation PROPERTIES TIMEOUT 300 LABELS "bench")

# Every case of the command once, small; what is wrong with a case is found here, not how fast it is.
add_test(NAME bench/cases COMMAND guanxi bench --quick --quiet)
set_tests_properties(bench/cases PROPERTIES TIMEOUT 300 LABELS "bench")

# Speed as a count of instructions, which no neighbour disturbs; only for the build whose counts are stored.
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT GX_NATIVE AND NOT GX_SANITIZE)
  add_test(NAME bench/instructions
           COMMAND /usr/bin/python3 -B "${CMAKE_CURRENT_LIST_DIR}/instructions.py" "$<TARGET_FILE:guanxi>" "${PROJECT_SOURCE_DIR}")
  set_tests_properties(bench/instructions PROPERTIES TIMEOUT 300 LABELS "bench" SKIP_RETURN_CODE 77)
endif()
