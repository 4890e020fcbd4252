#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a simulation of many days and tells what each of them took of memory and processor. It reads the progress that is
drawn on a terminal, a tenth of a second at a time, and looks at the process when a new simulated day has begun.
Fails when memory still grows after the first third: more than two per cent between the means of the next third and the last.
What was seen is kept in a file, for a run that goes on in another sitting. usage: days.py FIRST-DAY FILE COMMAND..."""
import datetime
import os
import pty
import re
import subprocess
import sys
import time

STAMP = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d)")
TICKS = os.sysconf("SC_CLK_TCK")


def memory(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def processor(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def known(path):
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return {int(row[0]): tuple(map(float, row[1:])) for row in map(str.split, file)}


def watch(child, screen, first, kept):
    """What the process takes as each day begins, for the days that are drawn and not known yet; the last words."""
    begun, seen, rest, said = time.monotonic(), known(kept), b"", b""
    with open(kept, "a") as file:
        while True:
            try:
                read = os.read(screen, 65536)
            except OSError:  # the other end is closed
                read = b""
            if not read:
                return seen, said.decode(errors="replace")
            rest, said = (rest + read)[-4096:], (said + read)[-4096:]
            stamps = STAMP.findall(rest)
            if not stamps:
                continue
            rest = b""
            day = (datetime.date.fromisoformat(stamps[-1].decode()[:10]) - first).days
            if day in seen or day < 0:
                continue
            try:
                seen[day] = (memory(child.pid), processor(child.pid), time.monotonic() - begun)
            except (OSError, StopIteration):  # it has ended
                continue
            print(day, *(f"{value:.1f}" for value in seen[day]), file=file, flush=True)


def mean(values):
    return sum(values) / len(values)


def main():
    first = datetime.date.fromisoformat(sys.argv[1])
    screen, other = pty.openpty()
    with subprocess.Popen(sys.argv[3:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=other) as child:
        os.close(other)
        seen, said = watch(child, screen, first, sys.argv[2])
    if child.returncode != 0:
        print(said)
        return child.returncode
    print("day   MiB resident   processor s   wall s")
    for day, (resident, used, wall) in sorted(seen.items()):
        print(f"{day:3}   {resident:12.0f}   {used:11.1f}   {wall:6.1f}")
    third = max(seen) / 3
    before = [row[0] for day, row in seen.items() if third <= day < 2 * third]
    last = [row[0] for day, row in seen.items() if day >= 2 * third]
    growth = mean(last) / mean(before) - 1
    print(f"memory, last third of the days beside the one before: {100 * growth:+.2f} %")
    return 0 if growth < 0.02 else 1


if __name__ == "__main__":
    sys.exit(main())
