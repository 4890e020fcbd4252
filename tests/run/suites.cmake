# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(run/test_identity ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_audit ROOMS cli run record models core graph sim scenario PRIVATE_OF core run LABELS run
         SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_series ROOMS run record models core graph sim LABELS run SOURCES run/trial.c TIMEOUT 120)
gx_suite(run/test_interrupt ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 120)
gx_suite(run/test_memory ROOMS run record LABELS run SOURCES run/trial.c PACKAGES m TIMEOUT 240)
# Many short runs with more threads than the machine may have to spare: let those that wait sleep.
set_tests_properties(run/test_identity run/test_audit run/test_series run/test_interrupt run/test_memory
                     PROPERTIES ENVIRONMENT OMP_WAIT_POLICY=passive)
