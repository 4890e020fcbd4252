# SPDX-License-Identifier: GPL-3.0-or-later
# Run at build time: cmake -DNPM=… -DSOURCE=<this folder> -DBUILD=<where to> -P assets.cmake
# npm ci with the lock file, then the two files that the report embeds: echarts.js and licences.txt.
file(MAKE_DIRECTORY "${BUILD}")
foreach(FILE package.json package-lock.json .npmrc)
  file(COPY_FILE "${SOURCE}/${FILE}" "${BUILD}/${FILE}")
endforeach()

# --prefer-offline: what npm's cache holds under the same sha512 needs no network a second time.
execute_process(
  COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  WORKING_DIRECTORY "${BUILD}" RESULT_VARIABLE STATUS OUTPUT_VARIABLE TALK ERROR_VARIABLE TALK)
if(NOT STATUS EQUAL 0)
  message(FATAL_ERROR "The report's chart library could not be installed: `npm ci` in ${BUILD} failed.\n${TALK}\n"
                      "The package is pinned by ${SOURCE}/package-lock.json and comes from the registry that npm is "
                      "configured for (npm config get registry), or from npm's cache. There is no other source.")
endif()

set(LIBRARY "${BUILD}/node_modules/echarts/dist/echarts.min.js")
if(NOT EXISTS "${LIBRARY}")
  message(FATAL_ERROR "npm ci succeeded, but ${LIBRARY} does not exist.")
endif()
# It is embedded into a <script> element, which these two strings would end or confuse.
file(STRINGS "${LIBRARY}" HITS REGEX "</[sS][cC][rR][iI][pP][tT]|<!--" LIMIT_COUNT 1)
if(HITS)
  message(FATAL_ERROR "${LIBRARY} holds </script or <!-- and cannot be embedded into a page as it is.")
endif()
file(COPY_FILE "${LIBRARY}" "${BUILD}/echarts.js" )

set(TEXT "")
foreach(FILE echarts/NOTICE echarts/LICENSE echarts/licenses/LICENSE-d3 zrender/LICENSE tslib/LICENSE.txt)
  file(READ "${BUILD}/node_modules/${FILE}" PART)
  string(APPEND TEXT "==== ${FILE} ====\n\n${PART}\n\n")
endforeach()
file(WRITE "${BUILD}/licences.txt" "${TEXT}")
