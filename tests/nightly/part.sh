# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What studies share; sourced. A study is cut into parts, each of which is kept when a sitting ends between them.
set -eu
: "${GX_ROOT:?}" "${GX_WORK:?}" "${GX_DEADLINE:?}"
cd "$GX_ROOT"

# part NAME COMMAND...: what COMMAND prints is in $GX_WORK/NAME, from this sitting or an earlier one. Ends the sitting when
# its time is over, and the study when COMMAND fails.
part() {
    part_name=$1
    shift
    [ ! -e "$GX_WORK/$part_name" ] || return 0
    [ "$(date +%s)" -lt "$GX_DEADLINE" ] || exit 75
    if ! "$@" >"$GX_WORK/$part_name.partial"; then
        echo "part '$part_name' failed: $*"
        cat "$GX_WORK/$part_name.partial"
        exit 1
    fi
    mv "$GX_WORK/$part_name.partial" "$GX_WORK/$part_name"
}

# build PRESET [TARGET...]: quiet unless it fails.
build() {
    build_preset=$1
    shift
    { cmake --preset "$build_preset" && cmake --build --preset "$build_preset" -- "${@:-guanxi}"; } \
        >"$GX_WORK/build.log" 2>&1 || { cat "$GX_WORK/build.log"; exit 1; }
}
