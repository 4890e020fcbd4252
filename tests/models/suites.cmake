# SPDX-License-Identifier: GPL-3.0-or-later
foreach(SUITE decide rhythm sleepers world sessions scheduled befriending circling paying)
  gx_suite(models/test_${SUITE} ROOMS run models core graph sim scenario record PRIVATE_OF models run LABELS models
           SOURCES models/fixture.c)
endforeach()
