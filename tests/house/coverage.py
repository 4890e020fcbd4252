#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lines the tests reached, by room: for a build of the preset coverage, after its tests.

usage: coverage.py SOURCE_FOLDER BUILD_FOLDER [FOLDER]      with FOLDER also its files, and their lines never reached
"""
import json
import os
import subprocess
import sys

SOURCE, BUILD = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SHOWN = sys.argv[3].rstrip("/") + "/" if len(sys.argv) > 3 else None
ROOMS = ("engine/", "models/", "analysis/", "cli/")


def counts():
    """{file: {line: times}}, the greatest of all programs that a line is compiled into."""
    files = {}
    for folder, _, names in os.walk(BUILD):
        for name in names:
            if not name.endswith(".gcda"):
                continue
            out = subprocess.run(["gcov", "--json-format", "--stdout", os.path.join(folder, name)], cwd=BUILD,
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            for part in json.loads(out.stdout)["files"]:
                path = os.path.relpath(os.path.join(BUILD, part["file"]), SOURCE)
                if path.startswith(ROOMS):
                    lines = files.setdefault(path, {})
                    for line in part["lines"]:
                        number = line["line_number"]
                        lines[number] = max(lines.get(number, 0), line["count"])
    return files


def row(name, lines):
    reached = sum(1 for times in lines if times)
    print(f"{100 * reached / len(lines):6.1f} %  {reached:6} of {len(lines):6} lines  {name}")


def spans(numbers):
    out = []
    for n in sorted(numbers):
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def main():
    files = counts()
    rooms = {}
    for path, lines in files.items():
        rooms.setdefault(os.path.dirname(path).split("/include")[0], []).extend(lines.values())
    for room in sorted(rooms):
        row(room, rooms[room])
    if files:
        row("all", [times for lines in rooms.values() for times in lines])
    for path in sorted(files):
        if SHOWN and path.startswith(SHOWN):
            row(path, files[path].values())
            print("          never: " + (spans(n for n, times in files[path].items() if not times) or "none"))
    return 0 if files else "no counts: build the preset coverage and run its tests first"


sys.exit(main())
