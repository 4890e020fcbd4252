#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# New Year's Eve 2016 in full: 420 million users, 24 hours, on this machine. It goes on from sitting to sitting by checkpoints:
# one is saved when a sitting ends, early enough to be on the disk by then, and every so often in case the machine does not last.
# A checkpoint of the nation has some 15 GB; two, and a third while it is written, want 45 GB of disk beside the recording.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
scenario=${GX_NATION_SCENARIO:-scenarios/new-years-eve-2016-nation.yaml}
options=${GX_NATION_OPTIONS:-}
every=${GX_NATION_CHECKPOINT:-45min}
spare=${GX_NATION_SPARE:-600} # seconds before the end of a sitting at which the run is put down
threads=${GX_NATION_THREADS:-$(nproc)}
guanxi=$GX_ROOT/.build/release/guanxi
out=$GX_WORK/eve.h5
build release

sit() {
    if [ -e "$out.checkpoint-a" ] || [ -e "$out.checkpoint-b" ]; then
        set -- --resume "$out"
    else
        # shellcheck disable=SC2086 # options with their values, or nothing
        set -- "$scenario" $options --force --output "$out"
    fi
    /usr/bin/python3 tests/nightly/sitting.py $((GX_DEADLINE - spare - $(date +%s))) "$GX_WORK/log" \
        "$guanxi" run "$@" --threads "$threads" --checkpoint "$every" --quiet --format json
}
if [ ! -e "$GX_WORK/summary" ]; then
    [ $(($(date +%s) + spare)) -lt "$GX_DEADLINE" ] || exit 75
    status=0
    sit >"$GX_WORK/summary.partial" || status=$?
    case $status in
    0) mv "$GX_WORK/summary.partial" "$GX_WORK/summary" ;;
    143) exit 75 ;;
    *) echo "the run ended with exit code $status"; exit 1 ;;
    esac
fi
/usr/bin/python3 tests/nightly/eve_nation.py "$GX_WORK/summary" "$GX_WORK/log" "$out" \
    "guanxi run $scenario${options:+ $options} --threads $threads --checkpoint $every"
