#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of `graph info` at several sizes side by side. usage: graph_sizes.py NAME.json...; exit 1 when a target is missed."""
import json
import os
import sys

FIGURES = [
    "active.ties", "active.degree_mean", "active.degree_p10", "active.degree_p50", "active.degree_p90", "active.degree_p99",
    "active.degree_max", "active.degree_second_ratio", "active.clustering_average", "active.clustering_global",
    "active.assortativity", "active.giant_share", "active.distance_mean", "active.distance_p90", "active.distance_theory",
    "active.sex_odds", "active.age_band_assortativity", "active.schooling_assortativity", "active.city_same",
    "active.overlap_mean", "active.overlap_strength_correlation", "inner.family_mean", "inner.close_mean",
    "inner.daily_mean", "inner.dormant_share", "friends.degree_mean", "friends.share_200", "friends.share_500",
    "groups.size_mean", "groups.size_p50", "groups.size_p90", "groups.size_max", "groups.share_small",
    "groups.memberships_mean", "circles.left_mean", "followers.left_mean", "followers.right_gini", "trade.left_mean",
    "trade.right_gini", "trade.assortativity", "trade.degree_correlation",
    "trade.rank_correlation",
]


def figure(found, name):
    subject, key = name.split(".")
    return found["graphs"].get(subject, {}).get(key)


def show(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) and abs(value) >= 10 else f"{value:.4g}"


def bounds(low, high):
    if low and high:
        return f"{low} to {high}"
    return f">= {low}" if low else f"<= {high}"


def main(paths):
    columns = []
    for path in paths:
        with open(path) as file:
            columns.append((os.path.basename(path)[:-len(".json")], json.load(file)))
    targets, missed = {}, []
    for name, found in columns:
        for target in found["targets"]:
            if target["verdict"] != "not comparable":
                targets.setdefault(target["figure"], bounds(show(target["low"]), show(target["high"])))
            if target["verdict"] == "missed":
                missed.append(f"{name}: {target['figure']} is {show(target['found'])}, target {target['id']}")
    rows = [["figure", "target"] + [name for name, _ in columns]]
    rows += [[name, targets.get(name, "")] + [show(figure(found, name)) for _, found in columns] for name in FIGURES]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) if i < 2 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(row, widths))).rstrip())
    print()
    judged = sum(target["verdict"] != "not comparable" for _, found in columns for target in found["targets"])
    print(f"{judged - len(missed)} of {judged} targets met")
    for line in missed:
        print("missed:", line)
    return 1 if missed else 0


sys.exit(main(sys.argv[1:]))
