# SPDX-License-Identifier: GPL-3.0-or-later
gx_suite(study/test_verify ROOMS study run record LABELS study)
