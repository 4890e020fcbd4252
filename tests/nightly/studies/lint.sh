#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# clang-tidy and cppcheck on every source; the test command looks at what changed only.
# shellcheck source=tests/nightly/part.sh
. "$GX_ROOT/tests/nightly/part.sh"
build release all
GX_LINT_BASE=all tests/house/lint.sh "$GX_ROOT" "$GX_ROOT/.build/release"
echo "clang-tidy and cppcheck are silent"
