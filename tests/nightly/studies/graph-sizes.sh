#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The default population's graph at 10,000, 100,000, 1 million and 10 million users, and stored nowhere (form: implicit) at
# 1 million: every figure beside its target, and that figures do not move with size, at 3,333 people a city up to 300 cities. It
# fails when a target is missed at a size where it can be judged. GX_GRAPH_SIZES names other sizes; 10 million take 12 GiB.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
sizes=${GX_GRAPH_SIZES:-10000 100000 1000000 10000000}
guanxi=$GX_ROOT/.build/release/guanxi
build release
printf 'version: 1\nname: graph-sizes\n' >"$GX_WORK/graph-sizes.yaml"

look() { # users, name, more options: the figures into a file of the name, what it cost on stdout
    users=$1 name=$2
    shift 2
    cities=$((users / 3333))
    [ "$cities" -ge 1 ] || cities=1
    [ "$cities" -le 300 ] || cities=300
    /usr/bin/python3 tests/nightly/measure.py "$guanxi" graph info "$GX_WORK/graph-sizes.yaml" -q --force --format json \
        --set "population.users=$users" --set "population.cities=$cities" \
        "$@" -o "$GX_WORK/$name.json"
}

found=
for users in $sizes; do
    part "cost-$users" look "$users" "stored-$users"
    found="$found $GX_WORK/stored-$users.json"
done
part cost-implicit look 1000000 implicit-1000000 --set graph.form=implicit
found="$found $GX_WORK/implicit-1000000.json"

for users in $sizes implicit; do
    printf '%-10s ' "$users"
    cat "$GX_WORK/cost-$users"
done
echo
# shellcheck disable=SC2086 # one word a file
exec /usr/bin/python3 tests/nightly/graph_sizes.py $found
