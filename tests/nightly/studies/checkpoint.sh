#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checkpoints: fifty runs of the village killed at moments of chance and resumed, with the data and the digest of one that
# never stopped; and New Year's Eve saved every simulated hour, then resumed in its middle: what saving costs, and the same end.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
kills=${GX_CHECKPOINT_KILLS:-50}
until=${GX_CHECKPOINT_UNTIL:-12h}
scenario=scenarios/new-years-eve-2016.yaml
guanxi=$GX_ROOT/.build/release/guanxi
build release guanxi tests/run-test_kill

kill_runs() {
    GX_KILLS=$kills OMP_WAIT_POLICY=passive .build/release/tests/run-test_kill
}
simulate() { # name, options: prints the summary
    name=$1
    shift
    "$guanxi" run "$scenario" -q --force --format json --until "$until" --record events -o "$GX_WORK/$name.h5" "$@"
}
# Killed once its second checkpoint is there, wherever it is by then; resumed with another number of threads.
in_two() {
    rm -f "$GX_WORK"/two.h5*
    "$guanxi" run "$scenario" -q --until "$until" --record events -o "$GX_WORK/two.h5" --checkpoint-every 1h --threads 2 &
    child=$!
    while [ ! -e "$GX_WORK/two.h5.checkpoint-b" ] && kill -0 "$child" 2>/dev/null; do sleep 0.05; done
    stat -c 'a checkpoint has %s bytes' "$GX_WORK/two.h5.checkpoint-b"
    kill -9 "$child"
    wait "$child" || true
    "$guanxi" run --resume "$GX_WORK/two.h5" -q --format json --threads 1
}
compare() { # two recordings
    /usr/bin/python3 tests/nightly/same_data.py "$1" "$2"
}

part kills kill_runs
part whole simulate whole
part saved simulate saved --checkpoint-every 1h
part two in_two
part same-saved compare "$GX_WORK/whole.h5" "$GX_WORK/saved.h5"
part same-two compare "$GX_WORK/whole.h5" "$GX_WORK/two.h5"

grep killed "$GX_WORK/kills"
echo
for name in whole saved two; do
    printf '%s: ' "$name"
    sed -n 's/^ "\(digest\|seconds_run\|seconds_checkpoint\)": \(.*\),*$/\1 \2/p' "$GX_WORK/$name" | tr '\n' ' '
    echo
done
grep bytes "$GX_WORK/two"
echo "saved every hour: $(cat "$GX_WORK/same-saved")"
echo "killed and resumed: $(cat "$GX_WORK/same-two")"
[ "$(sed -n 's/^ "digest": //p' "$GX_WORK/whole" "$GX_WORK/saved" "$GX_WORK/two" | sort -u | wc -l)" -eq 1 ]
