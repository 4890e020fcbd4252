# SPDX-License-Identifier: GPL-3.0-or-later
# How everything is compiled. No -march=native outside the preset of that name, no contraction of a*b+c and
# never -ffast-math: the same bits on every processor is a law of the house.
option(GX_TESTS "Build the tests" ON)
option(GX_WERROR "Treat warnings as errors" OFF)
option(GX_COVERAGE "Instrument for coverage" OFF)
option(GX_NATIVE "Tune for this processor; results stay the same, speed does not travel" OFF)
set(GX_SANITIZE "" CACHE STRING "Sanitizers: empty, 'address,undefined' or 'thread'")

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(CMAKE_C_FLAGS_RELEASE STREQUAL "-O3 -DNDEBUG") # CMake's own default; a preset may say otherwise
  set(CMAKE_C_FLAGS_RELEASE "-O3")
endif()
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

add_compile_definitions(_POSIX_C_SOURCE=200809L)
add_compile_options(-ffp-contract=off -g -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
                    -Wmissing-prototypes -Wundef -Wvla)
if(GX_WERROR)
  add_compile_options(-Werror)
endif()
if(GX_NATIVE)
  add_compile_options(-march=native)
endif()
if(GX_COVERAGE)
  add_compile_options(--coverage -O0)
  add_link_options(--coverage)
endif()
if(GX_SANITIZE)
  add_compile_options(-fsanitize=${GX_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${GX_SANITIZE})
  if(GX_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON) # Debian keeps serial HDF5 in a folder of its own
