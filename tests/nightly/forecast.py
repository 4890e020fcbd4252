# SPDX-License-Identifier: GPL-3.0-or-later
"""One line for each figure: told, measured, and by how much they differ. Exit 1 when memory or disk are off by a fifth."""
import json
import sys

name = sys.argv[1]
with open(sys.argv[2]) as file:
    told = json.load(file)
with open(sys.argv[3]) as file:
    took = json.load(file)
pairs = [("memory, MB", told["memory"]["bytes"] / 1e6, took["peak_bytes"] / 1e6, 0.2),
         ("recording, MB", told["recording"]["bytes"] / 1e6, took["recording_bytes"] / 1e6, 0.2),
         ("set-up, s", told["seconds_setup"], took["seconds_setup"], None),
         ("run, s", told["seconds_run"], took["seconds_run"], None)]
bad = False
for what, a, b, most in pairs:
    off = a / b - 1 if b else 0
    bad = bad or (most is not None and abs(off) > most)
    print(f"{name:10} {what:14} told {a:10.2f}  measured {b:10.2f}  {100 * off:+6.1f} %")
sys.exit(1 if bad else 0)
