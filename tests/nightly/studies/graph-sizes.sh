#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The default population's graph at 10,000, 100,000, 1 million and 10 million users, and stored nowhere (form: implicit) at
# 1 million: every figure beside its target, and that figures do not move with size;
# then the presets beside theirs. It fails when a target is missed where it can be judged. GX_GRAPH_SIZES names other sizes;
# 10 million take 12 GiB.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
sizes=${GX_GRAPH_SIZES:-10000 100000 1000000 10000000}
guanxi=$GX_ROOT/.build/release/guanxi
build release
printf 'version: 1\nname: graph-sizes\n' >"$GX_WORK/graph-sizes.yaml"

look() { # name, scenario, more options: the figures into a file of the name, what it cost on stdout
    name=$1 scenario=$2
    shift 2
    /usr/bin/python3 tests/nightly/measure.py "$guanxi" graph info "$scenario" -q --force --format json "$@" -o "$GX_WORK/$name.json"
}
size() { # name, users, more options
    name=$1 users=$2
    shift 2
    look "$name" "$GX_WORK/graph-sizes.yaml" --set "population.users=$users" "$@"
}

names=
for users in $sizes; do
    part "cost-stored-$users" size "stored-$users" "$users"
    names="$names stored-$users"
done
part cost-implicit size implicit 1000000 --set graph.form=implicit
names="$names implicit"
for preset in wechat-2016 venmo; do
    part "cost-$preset" look "$preset" "scenarios/$preset.yaml"
    names="$names $preset"
done

set --
for name in $names; do
    printf '%-16s ' "$name"
    cat "$GX_WORK/cost-$name"
    set -- "$@" "$GX_WORK/$name.json"
done
echo
exec /usr/bin/python3 tests/nightly/graph_sizes.py "$@"
