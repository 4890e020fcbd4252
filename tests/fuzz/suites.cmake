# SPDX-License-Identifier: GPL-3.0-or-later
# gx_fuzz_target(NAME): fuzz-NAME of fuzz_NAME.c: with GX_FUZZ a libFuzzer program; without it one that replays corpus/NAME,
# as a test.
function(gx_fuzz_target NAME)
  set(TARGET fuzz-${NAME})
  add_executable(${TARGET} fuzz/fuzz_${NAME}.c fuzz/stream.c)
  if(GX_FUZZ)
    target_link_options(${TARGET} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${TARGET} PRIVATE fuzz/standalone.c)
    add_test(NAME fuzz/${NAME} COMMAND ${TARGET} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${NAME})
    set_tests_properties(fuzz/${NAME} PROPERTIES TIMEOUT 120 LABELS "fuzz;core")
  endif()
  target_link_libraries(${TARGET} PRIVATE gx_core gx_base ${GX_PACKAGE_xxhash})
  target_include_directories(${TARGET} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()

gx_fuzz_target(ops)
gx_fuzz_target(journal)
gx_fuzz_target(import)
target_link_libraries(fuzz-import PRIVATE gx_graph)

# Makes seeds for the journal target.
add_executable(fuzz-seed EXCLUDE_FROM_ALL fuzz/seed.c fuzz/stream.c)
target_link_libraries(fuzz-seed PRIVATE gx_core gx_base)
target_include_directories(fuzz-seed PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")

# Makes seeds for the operations target of the auditor's histories.
file(GLOB FUZZ_AUDITOR CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/core/auditor/*.c")
add_executable(fuzz-from-auditor EXCLUDE_FROM_ALL fuzz/from_auditor.c ${FUZZ_AUDITOR})
target_link_libraries(fuzz-from-auditor PRIVATE gx_core gx_base)
target_include_directories(fuzz-from-auditor PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
