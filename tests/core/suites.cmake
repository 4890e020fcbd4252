# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(core/test_ledger ROOMS core LABELS core PRIVATE_OF core)
gx_suite(core/test_wallet ROOMS core LABELS core)
gx_suite(core/test_holds ROOMS core LABELS core)
gx_suite(core/test_split ROOMS core LABELS core PACKAGES m)
gx_suite(core/test_packets ROOMS core LABELS core)
gx_suite(core/test_conservation ROOMS core LABELS core SOURCES core/model.c)
gx_suite(core/test_memory ROOMS core LABELS core)
