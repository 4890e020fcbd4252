# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(sim/test_wheel    ROOMS sim LABELS sim PRIVATE_OF sim)
gx_suite(sim/test_order    ROOMS sim LABELS sim PRIVATE_OF sim)
gx_suite(sim/test_partition ROOMS sim LABELS sim PRIVATE_OF sim)
gx_suite(sim/test_defects  ROOMS sim LABELS sim)
gx_suite(sim/test_archive  ROOMS sim LABELS sim tsan TIMEOUT 300 SOURCES sim/model.c)
gx_suite(sim/test_identity ROOMS sim LABELS sim tsan TIMEOUT 300 SOURCES sim/model.c)
gx_suite(sim/test_ranks    ROOMS sim LABELS sim tsan TIMEOUT 300 SOURCES sim/model.c sim/ranks.c)
gx_suite(sim/test_profile  ROOMS sim LABELS sim tsan TIMEOUT 300)
gx_suite(sim/test_contest  ROOMS sim LABELS sim tsan TIMEOUT 300)
gx_suite(sim/test_phold    ROOMS sim LABELS sim tsan TIMEOUT 300 PACKAGES m)
gx_suite(sim/test_own      ROOMS sim LABELS sim tsan TIMEOUT 300)
gx_suite(sim/test_run      ROOMS sim LABELS sim tsan TIMEOUT 300)
gx_suite(sim/test_memory   ROOMS sim LABELS sim tsan TIMEOUT 300 SOURCES sim/model.c)

# libomp is not instrumented; Archer tells the sanitizer what its barriers order.
if(GX_SANITIZE MATCHES thread)
  find_file(GX_ARCHER libarcher.so PATHS /usr/lib/llvm-14/lib REQUIRED NO_DEFAULT_PATH)
  set_tests_properties(sim/test_archive sim/test_profile sim/test_ranks sim/test_identity sim/test_contest sim/test_phold sim/test_own sim/test_run sim/test_memory PROPERTIES
                       ENVIRONMENT "TSAN_OPTIONS=ignore_noninstrumented_modules=1;OMP_TOOL_LIBRARIES=${GX_ARCHER}")
endif()
