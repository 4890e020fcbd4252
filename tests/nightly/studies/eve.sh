#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# New Year's Eve 2016 at full size, with one thread and with two: the same bytes, what it costs, and the published
# figures beside the simulated ones. It fails when the recordings differ; figures are for people to judge.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
scenario=${GX_EVE_SCENARIO:-scenarios/new-years-eve-2016.yaml}
until=${GX_EVE_UNTIL:+--until $GX_EVE_UNTIL}
guanxi=$GX_ROOT/.build/release/guanxi
build release

simulate() { # threads
    # shellcheck disable=SC2086 # an option with its value, or nothing
    /usr/bin/python3 tests/nightly/measure.py "$guanxi" run "$scenario" -q --force --threads "$1" $until \
        --summary-json "$GX_WORK/summary-$1.json" -o "$GX_WORK/eve-$1.h5"
}
compare() {
    cmp "$GX_WORK/eve-1.h5" "$GX_WORK/eve-2.h5" && echo "the recordings of 1 and 2 threads are equal, byte by byte"
}

part run-1 simulate 1
part run-2 simulate 2
part same compare
part metrics "$guanxi" analyze "$GX_WORK/eve-1.h5" --format json

cat "$GX_WORK/same"
for threads in 1 2; do
    printf '\n%s thread(s): ' "$threads"
    cat "$GX_WORK/run-$threads"
    /usr/bin/python3 tests/nightly/speed.py "$GX_WORK/summary-$threads.json"
done
echo
/usr/bin/python3 tests/nightly/beside.py "$GX_WORK/metrics" data/references.csv
