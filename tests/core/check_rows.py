#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of rows in engine/core/README.md: every row that the core owes is there once, and names calls that a public header declares,
and tests that a suite registers. Every row that an operation says it serves is one of them.

usage: check_rows.py SOURCE_DIR"""
import pathlib
import re
import sys

OWED = (
    [f"W{i}" for i in range(1, 9)]
    + [f"R{i}" for i in range(1, 14)]
    + ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S9", "S12"]
    + ["M4", "M5", "M6", "K1", "K3", "K4", "K5", "K6"]
)
ELSEWHERE = {"M8"}  # a decision of the models' that uses the core's operations


def declared(headers):
    """Names that a header declares as functions (at the beginning of a line, or after a type)."""
    names = set()
    for header in headers:
        text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
        names |= set(re.findall(r"^[a-z][\w ]*[ *](gx_\w+)\(", text, flags=re.M))
    return names


def registered(suites):
    """Tests that are written and also run."""
    names = set()
    for suite in suites:
        text = suite.read_text()
        written = set(re.findall(r"START_TEST\((\w+)\)", text))
        run = set(re.findall(r"tcase_add_(?:loop_)?test\(\s*\w+,\s*(\w+)", text))
        names |= written & run
    return names


def served(tables):
    """Rows that operations say they serve; R1-R4 is four of them."""
    rows = set()
    for table in tables:
        for cell in re.findall(r'X\(0x\w+,\s*\w+,\s*\w+,\s*\w+,\s*[01],\s*"([^"]*)"', table.read_text()):
            for word in cell.split():
                first, _, last = word.partition("-")
                if last:
                    letter = first[0]
                    rows |= {f"{letter}{i}" for i in range(int(first[1:]), int(last[1:]) + 1)}
                else:
                    rows.add(first)
    return rows


def main():
    root = pathlib.Path(sys.argv[1])
    core = root / "engine/core"
    calls = declared(core.glob("include/gx/core/*.h"))
    tests = registered((root / "tests/core").glob("*.c"))
    faults = []
    seen = []
    for line in (core / "README.md").read_text().splitlines():
        row = re.match(r"\| ([A-Z]\d+) \|", line)
        if not row:
            continue
        seen.append(row.group(1))
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 4:
            faults.append(f"{row.group(1)}: {len(cells)} cells, not 4")
            continue
        for known, what, cell in ((calls, "call", cells[2]), (tests, "test", cells[3])):
            names = re.findall(r"`(\w+)`", cell)
            if not names:
                faults.append(f"{row.group(1)}: no {what}")
            faults += [f"{row.group(1)}: there is no {what} {name}" for name in names if name not in known]
    faults += [f"{row}: not in the table" for row in OWED if row not in seen]
    faults += [f"{row}: {seen.count(row)} times in the table" for row in sorted(set(seen)) if seen.count(row) > 1]
    faults += [
        f"{row}: an operation serves it, but it is not in the table"
        for row in sorted(served(core.glob("include/gx/core/ops/*.h")) - set(seen) - ELSEWHERE)
    ]
    for fault in faults:
        print(fault)
    print(f"{len(seen)} rows, {len(calls)} calls, {len(tests)} tests known")
    return 1 if faults or len(calls) < 50 or len(tests) < 50 else 0


if __name__ == "__main__":
    sys.exit(main())
