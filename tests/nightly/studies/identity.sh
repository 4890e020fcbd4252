#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One scenario and seed, one result: twelve hours of the village under every number of threads and shards, every level of
# recording, two compilers, two levels of optimisation, and without the processor's FMA and AVX2. One digest; and one
# recording, byte by byte, for each number of shards and level (these two are scenario keys that a recording tells).
# The GX_IDENTITY_* make it smaller, for a first try.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
compilers=${GX_IDENTITY_COMPILERS:-gcc clang}
levels=${GX_IDENTITY_LEVELS:--O2 -O3}
threads=${GX_IDENTITY_THREADS:-1 2 3 7}
shards=${GX_IDENTITY_SHARDS:-1 8 64}
records=${GX_IDENTITY_RECORDS:-series events full}
hours=${GX_IDENTITY_HOURS:-12}
plain=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2

make_program() { # compiler, level: prints the program's path
    folder=$GX_WORK/build-$1$2
    {
        cmake -S "$GX_ROOT" -B "$folder" -G Ninja -DCMAKE_C_COMPILER="$1" -DCMAKE_BUILD_TYPE=Release \
            -DCMAKE_C_FLAGS_RELEASE="$2" -DGX_TESTS=OFF && ninja -C "$folder" guanxi
    } >"$folder.log" 2>&1 || { tail -n 40 "$folder.log"; return 1; }
    echo "$folder/guanxi"
}

cell() { # program, threads, shards, record, tunables: prints digest, state digest, sum of the recording
    recording=$GX_WORK/cell.h5
    GLIBC_TUNABLES=$5 OMP_WAIT_POLICY=passive "$1" run scenarios/village.yaml -q --format json --force --until "${hours}h" \
        --threads "$2" --record "$4" --set "shards=$3" -o "$recording" >"$GX_WORK/cell.json" || return 1
    sed -n 's/.*"digest": "\([0-9a-f]*\)".*/\1/p; s/.*"state_digest": "\([0-9a-f]*\)".*/\1/p' "$GX_WORK/cell.json" |
        tr '\n' ' '
    sha256sum "$recording" | cut -d ' ' -f 1
    rm -f "$recording" "$recording.provenance.json"
}

for compiler in $compilers; do
    for level in $levels; do
        part "program.$compiler$level" make_program "$compiler" "$level"
        program=$(cat "$GX_WORK/program.$compiler$level")
        for s in $shards; do
            for r in $records; do
                for t in $threads; do
                    part "cell.$compiler$level.$s.$r.$t" cell "$program" "$t" "$s" "$r" ""
                done
                part "cell.$compiler$level.$s.$r.plain" cell "$program" 2 "$s" "$r" "$plain"
            done
        done
    done
done

count() { cat "$@" | sort -u | wc -l; }
cells=$(find "$GX_WORK" -name 'cell.*.*.*.*' ! -name '*.partial' | wc -l)
digests=$(cat "$GX_WORK"/cell.*.*.*.* | cut -d ' ' -f 1,2 | sort -u)
echo "cells: $cells (compilers $compilers; levels $levels; shards $shards; recordings $records; threads $threads;"
echo "       and each without FMA and AVX2), $hours h of scenarios/village.yaml"
echo "digest, state digest: $digests"
bad=0
for s in $shards; do
    for r in $records; do
        different=$(count "$GX_WORK"/cell.*."$s"."$r".*)
        echo "recordings with $s shards, $r: $different kind"
        [ "$different" -eq 1 ] || bad=1
    done
done
[ "$(printf '%s\n' "$digests" | wc -l)" -eq 1 ] || bad=1
[ "$(printf '%s' "$digests" | tr -d ' ' | wc -c)" -eq 32 ] || bad=1
[ "$bad" -eq 0 ] || { echo "NOT identical:"; grep -H . "$GX_WORK"/cell.*.*.*.*; exit 1; }
echo "identical"
