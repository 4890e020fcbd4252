#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What --dry-run tells beside what the run then takes: memory and disk within a fifth, at three sizes. Seconds are shown.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
guanxi=$GX_ROOT/.build/release/guanxi
large=${GX_FORECAST_LARGE:-1M}
build release

tell() { # scenario, options
    "$guanxi" run "$@" -q --dry-run --format json
}
take() { # scenario, options
    "$guanxi" run "$@" -q --force --format json -o "$GX_WORK/taken.h5"
    rm -f "$GX_WORK"/taken.h5*
}
case_of() { # name, scenario, options
    name=$1
    shift
    part "told-$name" tell "$@"
    part "taken-$name" take "$@"
}
case_of village scenarios/village.yaml
case_of eve-100k scenarios/new-years-eve-2016.yaml --set population.users=100k
case_of eve-large scenarios/new-years-eve-2016.yaml --set "population.users=$large" --record series
bad=0
for name in village eve-100k eve-large; do
    /usr/bin/python3 tests/nightly/forecast.py "$name" "$GX_WORK/told-$name" "$GX_WORK/taken-$name" || bad=1
done
exit $bad
