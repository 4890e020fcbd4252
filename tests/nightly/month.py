#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a month of ten million people would cost: the month of one million, times ten, times what an hour of ten million costs
beside ten times the same hour of one million. usage: month.py MONTH HOUR-1M HOUR-10M (--summary-json of runs by one thread)"""
import json
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def cost(run):
    """Processor seconds of the simulation, without the set-up; by the clock for a run of several sittings."""
    return run["profile"]["cpu_seconds"] if "profile" in run else run["seconds_run"]


def days(run):
    return run["users"] * run["ticks"] * run["tick_ms"] / 86400e3


month, small, large = map(read, sys.argv[1:4])
for name, run in (("month", month), ("hour", small), ("hour", large)):
    seconds = cost(run)
    print(f"{name} of {run['users'] / 1e6:g} M users: {seconds:.1f} s of one processor behind {run['seconds_setup']:.1f} s of set-up, "
          f"{days(run) / seconds:.0f} user-days a second, {run['messages'] / seconds / 1e6:.2f} M messages a second, "
          f"at most {run['peak_bytes'] / 2**30:.2f} GiB ({run['peak_bytes'] / run['users']:.0f} bytes a user)")
    print(f"  {run['packets']} packets, {run['shares']} shares, {run['transfers']} transfers, {run['payments']} payments of "
          f"{run['paid_fen'] / 100:.0f} yuan; audits {run['audits_quick']} quick, {run['audits_full']} full; "
          f"digest {run['digest']}, state {run['state_digest']}")
small_cost, large_cost = cost(small) / days(small), cost(large) / days(large)
factor = large_cost / small_cost
whole = cost(month) * large["users"] / month["users"]
print(f"an hour of {large['users'] / 1e6:g} M users costs {factor:.2f} times as much a user as that of {small['users'] / 1e6:g} M")
print(f"a month of {large['users'] / 1e6:g} M users: {whole / 3600:.2f} h of one processor in proportion to the month of "
      f"{month['users'] / 1e6:g} M, {whole * factor / 3600:.2f} h with that factor")
