# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(stats/test_estimators ROOMS stats LABELS stats analysis PACKAGES m)
gx_suite(stats/test_separation ROOMS stats LABELS stats analysis PACKAGES m)
gx_suite(stats/test_references ROOMS stats traffic spread credit record LABELS stats analysis PACKAGES m)
gx_suite(stats/test_results ROOMS stats record graph LABELS stats analysis PACKAGES m)
gx_suite(stats/test_tables ROOMS stats record graph LABELS stats analysis SOURCES stats/synth.c PACKAGES m)
