#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One million people for thirty ordinary days: memory at each of them, books that balance, what a user's day costs; and an hour
# of ten million beside the same hour of one million, from which follows what their month would cost. It fails when
# memory grows, when a book does not balance, or when combining payments at their source changes a digest.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
guanxi=$GX_ROOT/.build/release/guanxi
scenario=scenarios/ordinary-month.yaml
users=${GX_MONTH_USERS:-1M}
many=${GX_MONTH_MANY:-10M}
build release

# A sitting that ends in the middle of the month saves a checkpoint; the next one goes on from there.
simulate_month() {
    set -- "$scenario" --force --profile --set "population.users=$users" --checkpoint-every 10d -o "$GX_WORK/month.h5"
    for saved in "$GX_WORK"/month.h5.checkpoint-?; do
        [ ! -e "$saved" ] || set -- --resume "$GX_WORK/month.h5"
    done
    /usr/bin/python3 tests/nightly/days.py 2016-03-01 "$GX_WORK/days" "$guanxi" run "$@" --threads 1 \
        --summary-json "$GX_WORK/month.json"
}
simulate_hour() { # users, file
    "$guanxi" run "$scenario" -q --force --profile --threads 1 --set "population.users=$1" --set time.start=2016-03-01T20:00 \
        --until 1h --summary-json "$GX_WORK/$2.json" -o "$GX_WORK/$2.h5" >"$GX_WORK/$2.txt"
}
# A tenth of the people for two days, in four ways: one digest.
compare_ways() {
    for way in "1 yes" "2 yes" "1 no" "2 no"; do
        # shellcheck disable=SC2086 # two words
        set -- $way
        "$guanxi" run "$scenario" -q --force --threads "$1" --set population.users=100k --set "models.paying.combine=$2" \
            --until 2d --summary-json "$GX_WORK/way.json" -o "$GX_WORK/way.h5" >/dev/null
        /usr/bin/python3 -c 'import json, sys
run = json.load(open(sys.argv[1]))
print(run["digest"], run["state_digest"])' "$GX_WORK/way.json"
    done | sort -u >"$GX_WORK/ways.txt"
    [ "$(wc -l <"$GX_WORK/ways.txt")" -eq 1 ] && echo "threads 1, 2 and payments combined or not: $(cat "$GX_WORK/ways.txt")"
}

part month simulate_month
part hour-1 simulate_hour "$users" hour-1
part hour-10 simulate_hour "$many" hour-10
part ways compare_ways
cat "$GX_WORK/month"
echo
/usr/bin/python3 tests/nightly/month.py "$GX_WORK/month.json" "$GX_WORK/hour-1.json" "$GX_WORK/hour-10.json"
cat "$GX_WORK/ways"
