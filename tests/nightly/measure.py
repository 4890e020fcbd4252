#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command and prints what it cost. usage: measure.py COMMAND..."""
import resource
import subprocess
import sys
import time

begun = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.monotonic() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"wall {wall:.1f} s, user {used.ru_utime:.1f} s, system {used.ru_stime:.1f} s, "
      f"at most {used.ru_maxrss / 1024:.0f} MiB, exit {code}")
sys.exit(code)
