# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(run/test_identity ROOMS run record LABELS run SOURCES run/trial.c TIMEOUT 240)
