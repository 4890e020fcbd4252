# SPDX-License-Identifier: GPL-3.0-or-later
# gx_room(NAME FOLDER [FOLDERS folder...] [LINKS room...] [PACKAGES package...] [HEADERS_OF room...])
#
# A room is a static library gx_NAME of all FOLDER/*.c, and of those in the FOLDERS below it. Its public headers live in FOLDER/include/gx/NAME and
# are included as <gx/NAME/x.h>; its private headers lie beside the sources. Links are PRIVATE: what a room
# links, its own users do not see. HEADERS_OF gives sight of a room's public types without linking it.
set_property(GLOBAL PROPERTY GX_ROOMS "")

function(gx_room NAME FOLDER)
  cmake_parse_arguments(ROOM "" "" "FOLDERS;LINKS;PACKAGES;HEADERS_OF" ${ARGN})
  set(PATTERNS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/*.c")
  foreach(BELOW IN LISTS ROOM_FOLDERS)
    list(APPEND PATTERNS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/${BELOW}/*.c")
  endforeach()
  file(GLOB SOURCES CONFIGURE_DEPENDS ${PATTERNS})
  list(FILTER SOURCES EXCLUDE REGEX "/main\\.c$")
  add_library(gx_${NAME} STATIC ${SOURCES})
  set_target_properties(gx_${NAME} PROPERTIES LINKER_LANGUAGE C GX_FOLDER "${FOLDER}")
  target_include_directories(gx_${NAME} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/include"
                                        PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}")
  foreach(LINK IN LISTS ROOM_LINKS)
    target_link_libraries(gx_${NAME} PRIVATE gx_${LINK})
  endforeach()
  foreach(PACKAGE IN LISTS ROOM_PACKAGES)
    target_link_libraries(gx_${NAME} PRIVATE ${GX_PACKAGE_${PACKAGE}})
  endforeach()
  foreach(SEEN IN LISTS ROOM_HEADERS_OF)
    target_include_directories(gx_${NAME} PRIVATE $<TARGET_PROPERTY:gx_${SEEN},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/room.cmake")
    include("${CMAKE_CURRENT_SOURCE_DIR}/${FOLDER}/room.cmake")
  endif()
  set_property(GLOBAL APPEND PROPERTY GX_ROOMS ${NAME})
  set_property(GLOBAL PROPERTY GX_LINKS_${NAME} "${ROOM_LINKS};${ROOM_HEADERS_OF}")
endfunction()

# gx_command(NAME ROOM): the program ROOM/main.c, which sees what the room sees.
function(gx_command NAME ROOM)
  get_target_property(FOLDER gx_${ROOM} GX_FOLDER)
  add_executable(${NAME} "${FOLDER}/main.c")
  target_link_libraries(${NAME} PRIVATE gx_${ROOM})
  set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endfunction()
