# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(property/test_common_random_numbers ROOMS run record LABELS property SOURCES run/trial.c TIMEOUT 300)
