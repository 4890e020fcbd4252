#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operation costs at several sizes; exit 1 when it more than doubles, or when threads change a digest.

usage: eve_sizes.py SUMMARY...    summaries of runs with --profile, as --format json writes them
"""
import json
import sys

runs = []
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        runs.append(json.load(file))
print("    users  shards threads  operations   set-up s   run s    cpu s  us an operation  million a cpu-s  bytes a user")
for run in runs:
    run["cost"] = run["profile"]["cpu_seconds"] / max(run["operations"], 1)
    print(f"{run['users']:9} {run['shards']:7} {run['threads']:7} {run['operations']:11} {run['seconds_setup']:10.2f} "
          f"{run['seconds_run']:7.2f} {run['profile']['cpu_seconds']:8.2f} {1e6 * run['cost']:16.3f} "
          f"{1e-6 / run['cost']:16.3f} {run['peak_bytes'] / run['users']:13.1f}")
alone = [run for run in runs if run["threads"] == 1]
growth = alone[-1]["cost"] / alone[0]["cost"]
print(f"an operation costs {growth:.2f} times as much with {alone[-1]['users']} users as with {alone[0]['users']}")
fine = growth <= 2
for run in runs:
    for one in alone:
        if run["threads"] > 1 and run["users"] == one["users"]:
            same = run["state_digest"] == one["state_digest"] and run["digest"] == one["digest"]
            fine = fine and same
            print(f"{run['threads']} threads beside one, {run['users']} users: {one['seconds_run'] / run['seconds_run']:.2f} times as "
                  f"fast, set-up {one['seconds_setup'] / run['seconds_setup']:.2f}; the digests are {'equal' if same else 'DIFFERENT'}")
sys.exit(not fine)
