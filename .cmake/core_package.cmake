# SPDX-License-Identifier: GPL-3.0-or-later
# The core as a library of its own: one archive of core and base, its headers, a pkg-config file and a CMake
# package. `cmake --install BUILD --component core` installs these and nothing else.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(guanxi_core STATIC $<TARGET_OBJECTS:gx_core> $<TARGET_OBJECTS:gx_base>)
set_target_properties(guanxi_core PROPERTIES OUTPUT_NAME guanxi-core EXPORT_NAME core LINKER_LANGUAGE C)
target_include_directories(guanxi_core INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(guanxi_core INTERFACE m)

install(TARGETS guanxi_core EXPORT guanxi-core ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT core)
install(DIRECTORY engine/core/include/gx DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT core)
# What the core's headers stand on, and no more of base.
install(FILES engine/base/include/gx/base/status.h engine/base/include/gx/base/bits.h engine/base/include/gx/base/archive.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/gx/base COMPONENT core)

set(PACKAGE_FOLDER ${CMAKE_INSTALL_LIBDIR}/cmake/guanxi-core)
install(EXPORT guanxi-core NAMESPACE guanxi:: FILE guanxi-core-config.cmake DESTINATION ${PACKAGE_FOLDER}
        COMPONENT core)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/guanxi-core-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/guanxi-core-config-version.cmake DESTINATION ${PACKAGE_FOLDER} COMPONENT core)

configure_file(${CMAKE_CURRENT_LIST_DIR}/guanxi-core.pc.in ${CMAKE_BINARY_DIR}/guanxi-core.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/guanxi-core.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT core)
