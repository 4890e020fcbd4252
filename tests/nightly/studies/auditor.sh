#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The independent auditor of the core (tests/core/auditor) over more than ten million operations of all kinds, valid and
# hostile: every answer and every balance as predicted. Short histories, long ones, and some under the sanitizers.
# The GX_AUDITOR_* make it smaller, for a first try.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
blocks=${GX_AUDITOR_BLOCKS:-12}      # of short histories
seeds=${GX_AUDITOR_SEEDS:-500}       # in a block
steps=${GX_AUDITOR_STEPS:-2000}      # of a short history
long_steps=${GX_AUDITOR_LONG:-30000} # of a long one
build release core-test_auditor
auditor=$GX_ROOT/.build/release/tests/core-test_auditor

block=1
while [ "$block" -le "$blocks" ]; do
    part "short.$block" "$auditor" $((1000000 + block * seeds)) "$seeds" "$steps"
    block=$((block + 1))
done
part long.1 "$auditor" 2000000 $((seeds / 10 + 1)) "$long_steps"
build asan core-test_auditor
part sanitized "$GX_ROOT/.build/asan/tests/core-test_auditor" 3000000 $((seeds / 5)) "$steps"

cat "$GX_WORK"/short.* "$GX_WORK"/long.* "$GX_WORK"/sanitized >"$GX_WORK/all"
cat "$GX_WORK/all"
awk '{ n += $5 } END { printf "\n%d operations, each answer and each balance as predicted\n", n }' "$GX_WORK/all"
! grep -q FAILED "$GX_WORK/all"
