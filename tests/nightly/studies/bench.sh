#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How fast the core is: operations per second of the processor, the ratio to the yardstick of the same run, bytes of the book
# for each object. Three runs, since neighbours disturb; the figures to quote are the best of them.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
build release bench-core
for run in 1 2 3; do
    part "run.$run" .build/release/tests/bench-core
    echo "run $run"
    sed 's/^/  /' "$GX_WORK/run.$run"
done
