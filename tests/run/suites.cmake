# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(run/test_identity ROOMS run record LABELS run tsan SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_audit ROOMS cli run record models core graph sim scenario PRIVATE_OF core run LABELS run
         SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_series ROOMS run record models core graph sim LABELS run SOURCES run/trial.c TIMEOUT 120)
gx_suite(run/test_interrupt ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 120)
gx_suite(run/test_resume ROOMS run record LABELS run SOURCES run/trial.c run/same_data.c PACKAGES hdf5 TIMEOUT 240)
gx_suite(run/test_kill ROOMS run record base LABELS run SOURCES run/trial.c run/same_data.c PACKAGES hdf5 TIMEOUT 240)
gx_suite(run/test_matrix ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_changing ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_changing_resume ROOMS run record LABELS run SOURCES run/trial.c run/same_data.c PACKAGES hdf5 TIMEOUT 240)
gx_suite(run/test_implicit ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 240)
gx_suite(run/test_memory ROOMS run record LABELS run SOURCES run/trial.c PACKAGES m TIMEOUT 240)
gx_suite(run/test_bench ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 120)
# Many short runs with more threads than the machine may have to spare: let those that wait sleep.
set_tests_properties(run/test_identity run/test_audit run/test_series run/test_interrupt run/test_resume run/test_kill run/test_matrix run/test_changing run/test_memory
                     run/test_implicit run/test_bench run/test_changing_resume
                     PROPERTIES ENVIRONMENT OMP_WAIT_POLICY=passive)
# The whole way, scenario to recording, with more threads than processors: the thread sanitizer must stay silent.
# libomp is not instrumented; Archer tells the sanitizer what its barriers order.
if(GX_SANITIZE MATCHES thread)
  find_file(GX_ARCHER libarcher.so PATHS /usr/lib/llvm-14/lib REQUIRED NO_DEFAULT_PATH)
  add_test(NAME run/village_under_tsan
           COMMAND guanxi run "${PROJECT_SOURCE_DIR}/scenarios/village.yaml" --threads 3 --quiet --force --set
                   population.users=6000 --set time.duration=6h -o "${CMAKE_BINARY_DIR}/village-under-tsan.h5")
  set_tests_properties(run/village_under_tsan PROPERTIES TIMEOUT 300 LABELS "run;tsan")
  set_tests_properties(run/village_under_tsan run/test_identity PROPERTIES ENVIRONMENT
                       "TSAN_OPTIONS=ignore_noninstrumented_modules=1;OMP_TOOL_LIBRARIES=${GX_ARCHER}")
endif()
