#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The runner of the long studies, on studies that take no time: what passes is not run twice, what is unfinished goes on
# with the parts it has, what fails is told and run again, and other sources make everything anew.
# usage: nightly.sh SOURCE_FOLDER
set -eu
source=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
house=$scratch/house
mkdir -p "$house/tests/nightly/studies" "$house/models"
cp "$source/tests/nightly/run" "$source/tests/nightly/part.sh" "$house/tests/nightly/"
echo one >"$house/models/a.c"

cat >"$house/tests/nightly/studies/two-parts.sh" <<'STUDY'
#!/bin/sh
. "$GX_ROOT/tests/nightly/part.sh"
first() { echo called >>"$GX_ROOT/first-calls"; echo 41; }
part first first
[ -e "$GX_ROOT/may-finish" ] || exit 75
part second echo 1
echo "sum: $(($(cat "$GX_WORK/first") + $(cat "$GX_WORK/second")))"
STUDY
cat >"$house/tests/nightly/studies/wrong.sh" <<'STUDY'
#!/bin/sh
. "$GX_ROOT/tests/nightly/part.sh"
part bad sh -c 'echo the reason; exit 3'
STUDY
chmod +x "$house"/tests/nightly/studies/*.sh

failures=0
expect() { # what, wanted, got
    [ "$2" = "$3" ] || { failures=$((failures + 1)); echo "$1: '$3' instead of '$2'"; }
}
night() { # arguments: sets $code
    code=0
    "$house/tests/nightly/run" "$@" 2>"$scratch/said" || code=$?
}
result=$house/tests/nightly/results/two-parts.txt
calls() { wc -l <"$house/first-calls" | tr -d ' '; }

night two-parts
expect "an unfinished study" 75 "$code"
expect "its result" no "$([ -e "$result" ] && echo yes || echo no)"
touch "$house/may-finish"
night two-parts
expect "the second sitting" 0 "$code"
expect "the first part is kept" 1 "$(calls)"
expect "figures" "sum: 42" "$(tail -n 1 "$result")"
expect "status" "status: passed" "$(grep '^status' "$result")"
expect "sittings" 1 "$(grep -c '^cost: .* in 2 sittings$' "$result")"
for name in date commit tree machine command; do
    expect "a line '$name'" 1 "$(grep -c "^$name: ." "$result")"
done
night two-parts
expect "the same sources again" 0 "$code"
expect "nothing is run" 1 "$(calls)"
echo two >"$house/models/a.c"
night two-parts
expect "other sources" 0 "$code"
expect "all is run again" 2 "$(calls)"
night
expect "a failure among all" 1 "$code"
expect "is told with its reason" 1 "$(grep -c '^the reason$' "$house/tests/nightly/results/wrong.txt")"
expect "and its status" "status: failed" "$(grep '^status' "$house/tests/nightly/results/wrong.txt")"
night wrong
expect "a failed study is run again" 1 "$code"
night nonesuch
expect "a study that is not there" 2 "$code"
code=0
GX_NIGHTLY_MINUTES=soon "$house/tests/nightly/run" 2>"$scratch/said" || code=$?
expect "minutes that are no number" 2 "$code"
echo three >"$house/models/a.c"
code=0
GX_NIGHTLY_MINUTES=0 "$house/tests/nightly/run" two-parts 2>"$scratch/said" || code=$?
expect "a sitting of no time" 75 "$code"
expect "runs nothing" 2 "$(calls)"
echo "$failures wrong"
[ "$failures" -eq 0 ]
