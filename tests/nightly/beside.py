#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Published figures beside simulated ones. usage: beside.py METRICS.json references.csv

Rows without a metric, and metrics that the recording does not give, are left out.
"""
import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8") as f:
    figures = json.load(f)["figures"]
print(f"{'published':34} {'grade, role':16} {'published':>14} {'simulated':>14}  note")
count = 0
with open(sys.argv[2], encoding="utf-8") as f:
    for row in csv.DictReader(f):
        figure = figures.get(row["metric"])
        if not figure or figure["value"] is None:
            continue
        published = row["value"] or f"{row['low']} to {row['high']}"
        print(f"{row['id']:34} {row['grade'] + ', ' + row['role']:16} {published:>14} {figure['value']:>14.6g}  "
              f"{row['metric']} [{row['unit']}]; {row['scale_note']}")
        count += 1
sys.exit(0 if count else "no published figure has a metric in this recording")
