# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(spread/test_forest ROOMS spread stats PRIVATE_OF spread LABELS spread analysis)
gx_suite(spread/test_within ROOMS spread stats record graph PRIVATE_OF spread LABELS spread analysis PACKAGES m)
gx_suite(spread/test_contagion ROOMS spread stats record graph LABELS spread analysis SOURCES stats/synth.c PACKAGES m)
gx_suite(spread/test_cascade ROOMS spread stats record graph LABELS spread analysis SOURCES stats/synth.c PACKAGES m)
