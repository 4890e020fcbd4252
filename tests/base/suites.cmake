# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(base/test_status ROOMS base LABELS base)
gx_suite(base/test_memory ROOMS base LABELS base)
gx_suite(base/test_archive ROOMS base LABELS base)
gx_suite(base/test_draw ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_draws ROOMS base LABELS base)
gx_suite(base/test_exact ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_quantiles ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_tables ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_poisson ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_gumbel ROOMS base LABELS base PACKAGES m)
gx_suite(base/test_samples ROOMS base LABELS base)
gx_suite(base/test_sort ROOMS base LABELS base)
gx_suite(base/test_text ROOMS base LABELS base)
gx_suite(base/test_number ROOMS base LABELS base)
gx_suite(base/test_file ROOMS base LABELS base)
gx_suite(base/test_civil ROOMS base LABELS base)
gx_suite(base/test_diagnostics ROOMS base LABELS base)
gx_suite(base/test_digest ROOMS base LABELS base)

# The same program where libm takes its other code: the bits of our own functions must not change.
add_test(NAME base/test_digest_without_fma COMMAND base-test_digest)
set_tests_properties(base/test_digest_without_fma PROPERTIES
  ENVIRONMENT "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2" TIMEOUT 120 LABELS base)
