#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast the engine is: every case of `guanxi bench` in full, the median of three; New Year's Eve at 1:100; what two threads
# change. The JSON beside the result is a baseline for later (guanxi bench --baseline). Then the core alone: operations per
# second of the processor, the ratio to the yardstick of the same run, bytes of the book for each object; three runs, since
# neighbours disturb; the figures to quote are the best of them.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
build release guanxi bench-core
guanxi=.build/release/guanxi
results=tests/nightly/results
part all "$guanxi" bench --repeat 3 --quiet --force -o "$GX_WORK/all.json"
part eve "$guanxi" bench eve/1:100 --quiet --force -o "$GX_WORK/eve.json"
part two "$guanxi" bench phold zipf eve --threads 2 --quiet --force -o "$GX_WORK/two.json"
for figures in all eve two; do
    echo "guanxi bench: $figures"
    sed 's/^/  /' "$GX_WORK/$figures"
done
cp "$GX_WORK/all.json" "$results/bench.json"
cp "$GX_WORK/eve.json" "$results/bench-eve.json"
cp "$GX_WORK/two.json" "$results/bench-two-threads.json"
for run in 1 2 3; do
    part "run.$run" .build/release/tests/bench-core
    echo "run $run"
    sed 's/^/  /' "$GX_WORK/run.$run"
done
