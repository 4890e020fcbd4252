# SPDX-License-Identifier: GPL-3.0-or-later
# Where the program looks for the scenarios that come with it: where it is installed, then where it was built from.
target_compile_definitions(gx_cli PRIVATE GX_VERSION="${PROJECT_VERSION}"
                                          GX_DATA_DIR="${CMAKE_INSTALL_PREFIX}/share/guanxi"
                                          GX_SOURCE_DATA_DIR="${PROJECT_SOURCE_DIR}")
