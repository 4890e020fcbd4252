#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every room against every other: a public header of another room must compile exactly where CMakeLists.txt allows the link.
# usage: includes.sh COMPILER LIST, LIST with one line a room: name|include folders separated by ;|allowed rooms separated by ;
set -eu
compiler=$1
list=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
checked=0

header_of() { # any public header of a room
    find "$1/gx/$2" -name '*.h' | LC_ALL=C sort | head -n 1
}

while IFS='|' read -r room folders allowed _; do
    flags=""
    for folder in $(printf '%s' "$folders" | tr ';' ' '); do flags="$flags -I$folder"; done
    while IFS='|' read -r other _ _ public; do
        header=$(header_of "$public" "$other")
        printf '#include <%s>\n' "${header#"$public"/}" >"$scratch/probe.c"
        expected=no
        case ";$allowed;$room;" in *";$other;"*) expected=yes ;; esac
        found=yes
        # shellcheck disable=SC2086 # a list of flags
        "$compiler" -std=c17 -D_POSIX_C_SOURCE=200809L -fsyntax-only $flags "$scratch/probe.c" 2>"$scratch/said" || found=no
        checked=$((checked + 1))
        if [ "$found" != "$expected" ]; then
            failures=$((failures + 1))
            echo "room '$room' includes <gx/$other/...>: allowed $expected, compiles $found"
            head -n 3 "$scratch/said"
        fi
    done <"$list"
done <"$list"
echo "$checked pairs of rooms checked, $failures wrong"
[ "$failures" -eq 0 ] && [ "$checked" -gt 100 ]
