# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(validation/test_contagion ROOMS run record stats spread graph LABELS validation SOURCES run/trial.c PACKAGES m
         TIMEOUT 600)
