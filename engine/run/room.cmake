# SPDX-License-Identifier: GPL-3.0-or-later
target_compile_definitions(gx_run PRIVATE GX_VERSION="${PROJECT_VERSION}")
