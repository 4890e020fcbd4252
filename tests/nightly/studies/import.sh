#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An edge list of a gigabyte (some 66 million ties among five million nodes) streams in: time, and the most memory it takes
# beside what the rows take; plain with one and two threads, packed by gzip, and with every tie named from both ends. The rows
# must be the same bytes each time, and the peak at most twice them. GX_IMPORT_MEGABYTES makes it smaller.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
megabytes=${GX_IMPORT_MEGABYTES:-1100}
file=$GX_WORK/ties.edges
build release bench-import
bench=.build/release/tests/bench-import

[ -e "$GX_WORK/threads.2" ] || "$bench" make "$file" "$megabytes" >/dev/null
part threads.1 "$bench" read "$file" 1
part threads.2 "$bench" read "$file" 2
cat "$GX_WORK/threads.1" "$GX_WORK/threads.2"
rm -f "$file"

# The other ways on a fifth.
small=$GX_WORK/small.edges
[ -e "$GX_WORK/twice" ] || {
    "$bench" make "$small" "$((megabytes / 5))" 1000000 >/dev/null
    gzip -1 -c "$small" >"$small.gz"
    { cat "$small"; awk '!/^#/ { print $2 "\t" $1 }' "$small"; } >"$small.twice"
}
part plain "$bench" read "$small" 2
part packed "$bench" read "$small.gz" 2
part twice "$bench" read "$small.twice" 2
for way in plain packed twice; do
    printf '%s, ' "$way"
    cat "$GX_WORK/$way"
done
rm -f "$small" "$small.gz" "$small.twice"

digests=$(cat "$GX_WORK/plain" "$GX_WORK/packed" "$GX_WORK/twice" | sed 's/.*digest //' | sort -u | wc -l)
both=$(cat "$GX_WORK/threads.1" "$GX_WORK/threads.2" | sed 's/.*digest //' | sort -u | wc -l)
peaks=$(cat "$GX_WORK/threads.1" "$GX_WORK/threads.2" "$GX_WORK/plain" "$GX_WORK/packed" "$GX_WORK/twice" |
    sed 's/.* MiB: \([0-9.]*\) times.*/\1/' | awk '$1 > 2 { over++ } END { print over + 0 }')
echo "different rows: $((digests + both - 2)); peaks above twice the rows: $peaks"
[ "$digests" = 1 ] && [ "$both" = 1 ] && [ "$peaks" = 0 ]
