#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run did a second, from its --summary-json. usage: speed.py FILE"""
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    run = json.load(f)
seconds = run["seconds_run"] or 1e-9
print(f"  {run['users']} users, {run['friends']} ties, {run['groups']} groups, {run['ticks']} ticks, {run['shards']} shards")
print(f"  {run['messages']} messages ({run['messages'] / seconds:.0f}/s), {run['operations']} packets and shares "
      f"({run['operations'] / seconds:.0f}/s)")
print(f"  set-up {run['seconds_setup']:.1f} s, run {seconds:.1f} s, of which recording {run['seconds_record']:.1f} s")
print(f"  peak memory {run['peak_bytes'] / 2**20:.0f} MiB ({run['peak_bytes'] / run['users']:.0f} bytes a user), "
      f"recording {run['recording_bytes'] / 2**20:.1f} MiB")
print(f"  audits: {run['audits_quick']} quick, {run['audits_full']} full")
print(f"  digest {run['digest']}, state {run['state_digest']}")
