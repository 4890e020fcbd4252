# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(graph/test_population ROOMS graph LABELS graph SOURCES graph/world.c PACKAGES m)
gx_suite(graph/test_network ROOMS graph LABELS graph SOURCES graph/world.c)
gx_suite(graph/test_statistics ROOMS graph LABELS graph SOURCES graph/world.c PACKAGES m)
gx_suite(graph/test_measures ROOMS graph LABELS graph SOURCES graph/world.c PACKAGES igraph m)
gx_suite(graph/test_flow ROOMS graph LABELS graph PACKAGES igraph m)
gx_suite(graph/test_exhaustion ROOMS graph LABELS graph SOURCES graph/world.c)
