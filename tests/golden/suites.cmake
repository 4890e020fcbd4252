# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(golden/test_digests ROOMS run scenario record LABELS golden SOURCES run/trial.c TIMEOUT 120)
# The same numbers from the plainest code paths of libm and libc: no result may hang on what the processor can do.
add_test(NAME golden/test_digests_plain_cpu COMMAND golden-test_digests)
set_tests_properties(golden/test_digests_plain_cpu PROPERTIES TIMEOUT 120 LABELS golden
                     ENVIRONMENT "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2")
