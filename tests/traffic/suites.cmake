# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(traffic/test_traffic ROOMS traffic stats record graph LABELS traffic analysis SOURCES stats/synth.c PACKAGES m)
gx_suite(traffic/test_network ROOMS traffic stats record graph PRIVATE_OF traffic LABELS traffic analysis SOURCES stats/synth.c PACKAGES m)
