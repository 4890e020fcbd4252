#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy and cppcheck on what changed: the C files of the last commit and of the work tree, or of everything since
# GX_LINT_BASE, or all of them with GX_LINT_BASE=all. usage: lint.sh SOURCE_FOLDER BUILD_FOLDER
set -eu
cd "$1"
build=$2
base=${GX_LINT_BASE:-HEAD~1}
git() { command git -c safe.directory="$PWD" "$@"; } # the folder may be another user's
if [ "$base" = all ]; then
    files=$(git ls-files '*.c')
elif git rev-parse -q --verify "$base" >/dev/null 2>&1; then
    files=$(git diff --name-only --diff-filter=d "$base" -- '*.c')
else
    files=""
fi
files=$(for f in $files; do case $f in tests/*|*/tables/*) ;; *) [ ! -f "$f" ] || echo "$f" ;; esac; done)
[ -n "$files" ] || { echo "lint: no C file changed"; exit 0; }
echo "lint: $(echo "$files" | wc -l) files"
# shellcheck disable=SC2046,SC2086 # lists of names and of flags
cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=preprocessorErrorDirective --suppress=normalCheckLevelMaxBranches -j2 \
    $(for r in engine/base engine/core engine/graph engine/sim engine/scenario engine/record engine/run models cli \
        analysis/stats analysis/traffic analysis/spread analysis/credit analysis/report analysis/study; do
        printf -- '-I%s/include -I%s ' "$r" "$r"; done) -D_POSIX_C_SOURCE=200809L $files
echo "$files" | xargs -P2 -n4 clang-tidy --quiet -p "$build" 2>/dev/null
