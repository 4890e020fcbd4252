#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the core into an empty folder, moves that, and builds the example against it from outside the tree: with
# the CMake package, with pkg-config, and every public header alone. usage: run.sh SOURCE_DIR BUILD_DIR CC FLAGS
set -eu
source=$1 build=$2 cc=$3 flags=${4:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/guanxi-consumer.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$source/engine/core/example/group_packet.c" "$source/tests/core/consumer/CMakeLists.txt" "$work"

cmake --install "$build" --component core --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"

cmake -S "$work" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/moved" -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="$flags" \
    -DEXAMPLE="$work/group_packet.c" >/dev/null
cmake --build "$work/build" >/dev/null
"$work/build/consumer" >"$work/by-cmake"

# shellcheck disable=SC2046,SC2086 # words are meant
PKG_CONFIG_PATH=$(find "$work/moved" -name pkgconfig) sh -c '
    "$1" -std=c17 -Wall -Wextra -Wpedantic -Werror $2 "$3/group_packet.c" $(pkg-config --cflags --libs guanxi-core) -o "$3/by-pc"
' sh "$cc" "$flags" "$work"
"$work/by-pc" >"$work/by-pkg-config"
cmp "$work/by-cmake" "$work/by-pkg-config"

# The books of the example: 888 fen shared among four, all of it accounted for.
[ "$(sed -n 's/^user [2-5] has \([0-9]*\) fen$/\1/p' "$work/by-cmake" | awk '{ s += $1 } END { print s }')" = 888 ]
grep -qx 'user 1 has 9112 fen' "$work/by-cmake"
grep -qx 'escrow 0, clearing 0: the book balances' "$work/by-cmake"

for header in "$work"/moved/include/gx/core/*.h "$work"/moved/include/gx/base/*.h; do
    name=${header#"$work/moved/include/"}
    # shellcheck disable=SC2086
    printf '#include <%s>\ntypedef int nothing_else;\n' "$name" |
        "$cc" -std=c17 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I"$work/moved/include" $flags -x c -fsyntax-only -
done
cat "$work/by-cmake"
