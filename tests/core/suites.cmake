# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(core/test_ledger ROOMS core LABELS core PRIVATE_OF core)
gx_suite(core/test_wallet ROOMS core LABELS core)
gx_suite(core/test_holds ROOMS core LABELS core)
gx_suite(core/test_split ROOMS core LABELS core PACKAGES m)
gx_suite(core/test_packets ROOMS core LABELS core)
gx_suite(core/test_conservation ROOMS core LABELS core SOURCES core/model.c)
gx_suite(core/test_memory ROOMS core LABELS core)

# The example, and a project outside the tree that builds against the installed core.
add_test(NAME core/consumer COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/core/consumer/run.sh ${PROJECT_SOURCE_DIR}
                                    ${PROJECT_BINARY_DIR} ${CMAKE_C_COMPILER})
set_tests_properties(core/consumer PROPERTIES TIMEOUT 120 LABELS "core;docs")
