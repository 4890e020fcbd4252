#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The nation's Eve at growing sizes, from ten in the evening: what an operation (a packet sent, a share received) costs of the
# processor, how that grows with the users, and two threads beside one. It fails when an operation costs more than twice as
# much at the largest size than at the smallest, or when threads change a digest.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
scenario=scenarios/new-years-eve-2016-nation.yaml
sizes=${GX_SIZES:-100k:1:2h 420k:4:2h 4.2M:16:30min 42M:64:10min}
both=${GX_SIZES_BOTH:-4.2M:16:30min} # with one thread and with two
guanxi=$GX_ROOT/.build/release/guanxi
build release

simulate() { # users, shards, duration, threads
    "$guanxi" run "$scenario" --set "population.users=$1" --set "shards=$2" --set time.start=2016-02-07T22:00 \
        --set "time.duration=$3" --threads "$4" --profile --quiet --force --format json -o "$GX_WORK/sizes.h5"
    rm -f "$GX_WORK"/sizes.h5*
}
row() { # size, threads
    # shellcheck disable=SC2046 # three words
    part "run-$1-$2" simulate $(echo "$1" | tr ':' ' ') "$2"
    set -- "$GX_WORK/run-$1-$2"
    rows="${rows:-} $1"
}
for size in $sizes; do row "$size" 1; done
row "$both" 2
# shellcheck disable=SC2086 # a word a file
/usr/bin/python3 tests/nightly/eve_sizes.py $rows
