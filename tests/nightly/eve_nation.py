#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole Eve was and what it cost, over all its sittings.

usage: eve_nation.py SUMMARY SITTINGS RECORDING COMMAND
"""
import json
import sys

import h5py

summary, sittings, recording, command = sys.argv[1:5]
with open(summary, encoding="utf-8") as file:
    run = json.load(file)
with open(sittings, encoding="utf-8") as file:
    sat = [json.loads(line) for line in file]
with h5py.File(recording, "r") as file:
    series = file["series"]
    minute = series.attrs["period_ms"] / 1000
    sent, done = series["packets_sent"][:], series["packets_sent"][:] + series["shares_received"][:]
    waiting = (sent - series["packets_emptied"][:] - series["packets_expired"][:]).cumsum()
    status = file.attrs["status"].decode()
wall, user, system = (sum(one[name] for one in sat) for name in ("wall", "user", "system"))
peak = max(one["peak_bytes"] for one in sat)
cpu = user + system
busiest = int(done.argmax())
print(f"command: {command}")
print(f"{run['users']} users, {run['ticks']} ticks of {run['tick_ms']} ms, {run['shards']} shards, {run['threads']} threads")
print(f"{run['packets']} packets sent and {run['shares']} shares received: {run['operations']} operations, "
      f"{run['messages']} messages")
print(f"wall {wall:.0f} s in {len(sat)} sitting(s): set-up {run['seconds_setup']:.0f} s, run {run['seconds_run']:.0f} s, "
      f"of which recording {run['seconds_record']:.1f} s; checkpoints {run['seconds_checkpoint']:.0f} s")
print(f"processor {cpu:.0f} s (system {system:.0f} s): {run['operations'] / cpu / 1e6:.3f} million operations a second of it, "
      f"{run['operations'] / max(run['seconds_run'], 1e-9) / 1e6:.3f} million a second of the clock while it ran")
print(f"peak memory {peak / 2**30:.2f} GiB, {peak / run['users']:.1f} bytes a user; recording {run['recording_bytes'] / 1e6:.1f} MB")
print(f"busiest minute: number {busiest} with {done[busiest] / minute:.0f} operations a second of the simulated time; "
      f"mean {done.sum() / (run['ticks'] * run['tick_ms'] / 1000):.0f}")
print(f"open packets: {int(waiting.max())} at most, {100 * waiting.max() / sent.sum():.2f} % of the day's")
print(f"money: sent {run['sent_fen']} fen = received {run['received_fen']} + refunded {run['refunded_fen']} "
      f"+ open {run['open_fen']}")
print(f"audits: {run['audits_quick']} quick, {run['audits_full']} full, all clean; recording {status}")
print(f"digest {run['digest']}, state {run['state_digest']}")
sys.exit(run["sent_fen"] != run["received_fen"] + run["refunded_fen"] + run["open_fen"])
