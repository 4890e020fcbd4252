#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One script for a newcomer, on a bare Debian 12, as root or with sudo; quick on a second call.
#
#   ./setup.sh run [SCENARIO]   install what is missing, build, run a scenario (default: the village), make its report
#   ./setup.sh test             the same, then every test: release, sanitizers, threads, style
#   ./setup.sh build            only install and build
#   ./setup.sh nightly          the long studies, resumable, at most 150 minutes a sitting
set -eu
called_from=$PWD
cd "$(dirname "$0")"

build_packages="gcc libc6-dev cmake ninja-build pkg-config librandom123-dev libigraph-dev libhdf5-dev libgsl-dev
    libyaml-dev libjansson-dev libdeflate-dev libxxhash-dev libexpat1-dev zlib1g-dev check ca-certificates"
test_packages="clang libclang-rt-14-dev libomp-dev clang-format clang-tidy cppcheck git valgrind python3 python3-numpy python3-h5py-serial
    chromium fonts-noto-cjk"

say() { printf '%s\n' "$*" >&2; }

missing_of() {
    for package in $1; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

install_missing() {
    wanted=$(missing_of "$1")
    command -v node >/dev/null && command -v npm >/dev/null || wanted="$wanted nodejs npm"
    [ -n "$(printf '%s' "$wanted" | tr -d ' ')" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { say "setup: these packages are missing and sudo is not here: $wanted"; exit 1; }
        as_root="sudo"
    fi
    say "setup: installing $wanted"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >&2
}

build() { # preset, targets ...
    preset=$1
    shift
    mkdir -p .build
    cmake --preset "$preset" >".build/$preset.log" 2>&1 || { cat ".build/$preset.log" >&2; exit 1; }
    cmake --build --preset "$preset" -- "$@" >&2
}

run() {
    scenario=${1:-scenarios/village.yaml}
    case $scenario in /*) ;; *) [ ! -f "$called_from/$scenario" ] || scenario=$called_from/$scenario ;; esac
    name=$(basename "$scenario" .yaml)
    install_missing "$build_packages"
    build release guanxi
    .build/release/guanxi run "$scenario" -o "$name.h5" --force
    .build/release/guanxi report "$name.h5" -o "$name.html" --force
    say "recording: $PWD/$name.h5"
    say "report:    $PWD/$name.html"
}

run_tests() {
    install_missing "$build_packages $test_packages"
    build asan all
    ctest --preset asan -j2 --no-label-summary
    build tsan all
    ctest --preset tsan --no-label-summary
    build release all
    ctest --preset release -j2 --no-label-summary
}

case "${1:-run}" in
run) shift $(($# > 0)); run "$@" ;;
test) run_tests ;;
build) install_missing "$build_packages"; build release all ;;
nightly) install_missing "$build_packages $test_packages"; build release all; tests/nightly/run ;;
*) say "usage: ./setup.sh [run [SCENARIO] | test | build | nightly]"; exit 2 ;;
esac
