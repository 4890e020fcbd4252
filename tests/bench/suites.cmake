# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that measure. They are built with everything else and run by tests/nightly; the test only proves that each
# case does its work (every operation that should be done is done, the books balance), never how fast.
add_executable(bench-core bench/core.c bench/cases.c)
target_include_directories(bench-core PRIVATE "${PROJECT_SOURCE_DIR}/tests")
target_link_libraries(bench-core PRIVATE gx_core gx_base m)
add_test(NAME bench/core COMMAND bench-core --quick)
set_tests_properties(bench/core PROPERTIES TIMEOUT 300 LABELS "bench")
