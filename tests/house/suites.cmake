# SPDX-License-Identifier: GPL-3.0-or-later
# What the house asks of its code. The list of rooms is written from the build itself, so it cannot go stale.
# A sanitizer changes nothing here: the release build asks once.
if(GX_SANITIZE)
  return()
endif()
get_property(ROOMS GLOBAL PROPERTY GX_ROOMS)
set(LIST "")
foreach(ROOM IN LISTS ROOMS)
  get_property(LINKS GLOBAL PROPERTY GX_LINKS_${ROOM})
  get_target_property(FOLDER gx_${ROOM} GX_FOLDER)
  string(APPEND LIST "${ROOM}|$<TARGET_PROPERTY:gx_${ROOM},INCLUDE_DIRECTORIES>|${LINKS}|${PROJECT_SOURCE_DIR}/${FOLDER}/include\n")
endforeach()
file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/rooms.list" CONTENT "${LIST}")
add_test(NAME house/includes COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/house/includes.sh" "${CMAKE_C_COMPILER}" "${CMAKE_BINARY_DIR}/rooms.list")
add_test(NAME house/style COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/house/style.py" "${PROJECT_SOURCE_DIR}")
add_test(NAME house/lint COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/house/lint.sh" "${PROJECT_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
set_tests_properties(house/includes house/style PROPERTIES TIMEOUT 120 LABELS house)
set_tests_properties(house/lint PROPERTIES TIMEOUT 900 LABELS house)

# cmake --build --preset coverage -- coverage: run the tests, then say which lines they reached.
if(GX_COVERAGE)
  add_custom_target(coverage
    COMMAND ${CMAKE_CTEST_COMMAND} --output-on-failure -LE "house|docs"
    COMMAND /usr/bin/python3 "${CMAKE_CURRENT_SOURCE_DIR}/house/coverage.py" "${PROJECT_SOURCE_DIR}" "${CMAKE_BINARY_DIR}"
    USES_TERMINAL VERBATIM)
endif()
