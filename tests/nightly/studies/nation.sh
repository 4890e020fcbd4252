#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The nation, 420 million users, with nothing stored: what its people and their network cost to make, to keep and to ask, and
# what the network looks like, by samples. It fails when the mean degree or clustering leaves the ranges that hold at any size.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
build release bench-nation
part nation .build/release/tests/bench-nation
cat "$GX_WORK/nation"
awk '/^mean active degree/ { degree = $4 } /^average local clustering/ { clustering = $4 }
     END { exit !(degree > 40 && degree < 70 && clustering > 0.15 && clustering < 0.30) }' "$GX_WORK/nation"
