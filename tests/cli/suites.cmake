# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(cli/test_options ROOMS cli PRIVATE_OF cli LABELS cli)
gx_suite(cli/test_printing ROOMS cli stats record PRIVATE_OF cli LABELS cli)
gx_suite(cli/test_targets ROOMS cli stats graph PRIVATE_OF cli LABELS cli)

# The command itself, as a user calls it: each script is a unittest that is told where the program is.
foreach(SCRIPT usage malformed outputs terminal signals resume forecast results recordings identity replicates
        completion graph graph_file bench profile)
  add_test(NAME cli/${SCRIPT}
           COMMAND /usr/bin/python3 -B "${CMAKE_CURRENT_LIST_DIR}/${SCRIPT}.py" "$<TARGET_FILE:guanxi>" "${PROJECT_SOURCE_DIR}")
  set_tests_properties(cli/${SCRIPT} PROPERTIES TIMEOUT 120 LABELS cli)
endforeach()
# What a sanitizer takes of memory is neither told beforehand nor limited; so this one measures the program as released.
set_tests_properties(cli/forecast PROPERTIES LABELS "cli;bench")
