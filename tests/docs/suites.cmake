# SPDX-License-Identifier: GPL-3.0-or-later
# What the README files say is run and compared, so that it cannot rot.
if(GX_SANITIZE)
  return()
endif()
add_executable(docs-print_keys docs/print_keys.c)
foreach(ROOM base scenario run)
  target_link_libraries(docs-print_keys PRIVATE gx_${ROOM})
endforeach()

set(DOCS "${CMAKE_CURRENT_SOURCE_DIR}/docs")
set(KEYS_README "${PROJECT_SOURCE_DIR}/scenarios/README.md")
add_custom_target(docs-keys
  COMMAND /usr/bin/python3 "${DOCS}/keys.py" refresh "${KEYS_README}" "$<TARGET_FILE:docs-print_keys>"
  COMMENT "Writing the keys into scenarios/README.md" VERBATIM)
add_test(NAME docs/keys COMMAND /usr/bin/python3 "${DOCS}/keys.py" check "${KEYS_README}"
                                "$<TARGET_FILE:docs-print_keys>")
add_test(NAME docs/commands COMMAND /usr/bin/python3 "${DOCS}/commands.py" "${PROJECT_SOURCE_DIR}"
                                    "$<TARGET_FILE:guanxi>")
add_test(NAME docs/links COMMAND /usr/bin/python3 "${DOCS}/links.py" "${PROJECT_SOURCE_DIR}")
add_test(NAME docs/nightly COMMAND "${DOCS}/nightly.sh" "${PROJECT_SOURCE_DIR}")
set_tests_properties(docs/keys docs/commands docs/links docs/nightly PROPERTIES LABELS docs TIMEOUT 300)
