#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An hour of libFuzzer with address and undefined-behaviour sanitizers on each target of tests/fuzz, in parts of ten minutes
# that go on with each other's corpus. What a part found anew is minimised at the end; a crash fails the study, and the input
# lies in .build/nightly/fuzz until it is a test of its own. GX_FUZZ_SECONDS and GX_FUZZ_PARTS make it smaller.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
seconds=${GX_FUZZ_SECONDS:-600}
parts=${GX_FUZZ_PARTS:-6}
build fuzz fuzz-ops fuzz-journal fuzz-import

fuzz() { # target, number of the part
    mkdir -p "$GX_WORK/corpus-$1" "$GX_WORK/found"
    .build/fuzz/tests/fuzz-"$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 -seed="$2" \
        -artifact_prefix="$GX_WORK/found/$1-" "$GX_WORK/corpus-$1" "tests/fuzz/corpus/$1" 2>"$GX_WORK/log" ||
        { tail -n 60 "$GX_WORK/log"; return 1; }
    sed -n 's/^stat::number_of_executed_units: *//p' "$GX_WORK/log"
    sed -n 's/.*DONE *cov: \([0-9]*\) ft: \([0-9]*\) corp: \([^ ]*\).*/\1 \2 \3/p' "$GX_WORK/log" | tail -n 1
}

for target in ops journal import; do
    units=0
    for number in $(seq 1 "$parts"); do
        part "$target.$number" fuzz "$target" "$number"
        units=$((units + $(sed -n 1p "$GX_WORK/$target.$number")))
    done
    echo "$target: $((parts * seconds)) s, $units inputs, no crash, no leak, no hang;" \
        "edges, features, corpus at the end: $(sed -n 2p "$GX_WORK/$target.$parts")"
done
