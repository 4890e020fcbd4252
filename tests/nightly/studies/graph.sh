#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast graphs are made: 1 M users with their network, and the families of the literature, beside igraph in the same run;
# 10 M users with their memory. Three runs of the first, since neighbours disturb: the figures to quote are the best of them.
# Takes some 6 GiB.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
build release bench-graph
bench=.build/release/tests/bench-graph
for run in 1 2 3; do
    part "run.$run" "$bench" network erdos_renyi barabasi_albert watts_strogatz chung_lu
    echo "run $run"
    sed 's/^/  /' "$GX_WORK/run.$run"
done
part large "$bench" large
echo large
sed 's/^/  /' "$GX_WORK/large"
