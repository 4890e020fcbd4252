#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One scenario and seed, one result. The matrix: threads 1, 2, 3, 7, shards 16, 64, 256, stopped and resumed or not, recorded or
# not, by each compiler and level of optimisation. Then an hour of the nation's Eve, of which nothing is stored, by each of these
# programs. And with recordings by the command: twelve hours of the village under every number of threads and shards, every
# level of recording, two compilers, two levels of optimisation, and without the processor's FMA and AVX2. One digest; and one
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
            -DCMAKE_C_FLAGS_RELEASE="$2" && ninja -C "$folder" guanxi tests/run-test_matrix
    } >"$folder.log" 2>&1 || { tail -n 40 "$folder.log"; return 1; }
    echo "$folder/guanxi"
}

digests_of() { # summary: prints digest and state digest
    sed -n 's/.*"digest": "\([0-9a-f]*\)".*/\1/p; s/.*"state_digest": "\([0-9a-f]*\)".*/\1/p' "$1" | tr '\n' ' '
}

nation() { # program, threads, shards: prints both digests
    OMP_WAIT_POLICY=passive "$1" run scenarios/new-years-eve-2016-nation.yaml -q --format json --force --until 1h \
        --set population.users=420k --set time.start=2016-02-07T22:00 --threads "$2" --set "shards=$3" --record series \
        -o "$GX_WORK/nation.h5" >"$GX_WORK/nation.json" || return 1
    digests_of "$GX_WORK/nation.json"
    echo
    rm -f "$GX_WORK"/nation.h5*
}

cell() { # program, threads, shards, record, tunables: prints digest, state digest, sum of the recording
    recording=$GX_WORK/cell.h5
    GLIBC_TUNABLES=$5 OMP_WAIT_POLICY=passive "$1" run scenarios/village.yaml -q --format json --force --until "${hours}h" \
        --threads "$2" --record "$4" --set "shards=$3" -o "$recording" >"$GX_WORK/cell.json" || return 1
    digests_of "$GX_WORK/cell.json"
    sha256sum "$recording" | cut -d ' ' -f 1
    rm -f "$recording" "$recording.provenance.json"
}

matrix() { # program: prints its 48 cells' one digest
    GX_MATRIX=1 OMP_WAIT_POLICY=passive "${1%/guanxi}/tests/run-test_matrix" >"$GX_WORK/matrix.log" || { cat "$GX_WORK/matrix.log"; return 1; }
    grep '^cells' "$GX_WORK/matrix.log"
}

for compiler in $compilers; do
    for level in $levels; do
        part "program.$compiler$level" make_program "$compiler" "$level"
        program=$(cat "$GX_WORK/program.$compiler$level")
        part "matrix.$compiler$level" matrix "$program"
        part "nation.$compiler$level.1" nation "$program" 1 1
        part "nation.$compiler$level.2" nation "$program" 2 16
        part "nation.$compiler$level.3" nation "$program" 3 7
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
echo "matrix, each program: $(cat "$GX_WORK"/matrix.*[0-9] | sort -u)"
echo "nation, each program with 1, 2, 3 threads and 1, 16, 7 shards: $(cat "$GX_WORK"/nation.*.[123] | sort -u)"
bad=0
[ "$(count "$GX_WORK"/nation.*.[123])" -eq 1 ] || bad=1
[ "$(count "$GX_WORK"/matrix.*[0-9])" -eq 1 ] || bad=1
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
