# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(credit/test_credit ROOMS credit stats record graph LABELS credit analysis SOURCES stats/synth.c PACKAGES m)
