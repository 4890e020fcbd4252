# SPDX-License-Identifier: GPL-3.0-or-later
set(SCENARIO_TABLES "${CMAKE_CURRENT_LIST_DIR}/tables.c")
gx_suite(scenario/test_types ROOMS scenario SOURCES ${SCENARIO_TABLES} LABELS unit)
gx_suite(scenario/test_malformed ROOMS scenario SOURCES ${SCENARIO_TABLES} LABELS unit)
gx_suite(scenario/test_layers ROOMS scenario SOURCES ${SCENARIO_TABLES} LABELS unit)
gx_suite(scenario/test_print ROOMS scenario SOURCES ${SCENARIO_TABLES} LABELS unit)
gx_suite(scenario/test_describe ROOMS scenario SOURCES ${SCENARIO_TABLES} PACKAGES jansson LABELS unit)
gx_suite(scenario/test_fuzz ROOMS scenario SOURCES ${SCENARIO_TABLES} "${CMAKE_CURRENT_LIST_DIR}/fuzz_scenario.c"
         LABELS fuzz)
