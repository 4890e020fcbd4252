#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Means over seeds of what the study 'contagion' measured. usage: contagion.py FOLDER "SEED SEED ..."

Exit 1 unless the effect is within 0.03 of 0.18 and, without the mechanism, within 4.5 standard errors of nothing; the
placebo likewise.
"""
import json
import math
import os
import sys

FOLDER, SEEDS = sys.argv[1], sys.argv[2].split()


def measured(variant):
    runs = {}
    for seed in SEEDS:
        with open(os.path.join(FOLDER, f"{variant}.{seed}"), encoding="utf-8") as f:
            for name, figure in json.load(f)["figures"].items():
                if figure["value"] is not None:
                    runs.setdefault(name.rsplit(".", 1)[1], []).append(figure["value"])
    return runs


def mean_and_error(values):
    n = len(values)
    mean = sum(values) / n
    if n < 2:
        return mean, math.inf
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1) / n)


def main():
    wrong = []
    for variant, title in (("all", "with contagion and norm"), ("none", "with neither")):
        runs = measured(variant)
        print(f"{title}, {len(SEEDS)} seeds: mean, standard error over seeds, runs")
        for name, values in runs.items():
            mean, error = mean_and_error(values)
            print(f"  {name:20} {mean:12.5g} {error:12.3g} {len(values):5}")
        mean, error = mean_and_error(runs.get("slope", [math.nan]))
        if variant == "all" and not abs(mean - 0.18) <= 0.03:
            wrong.append(f"the effect is {mean:.4f}, not 0.18 within 0.03")
        if variant == "none" and not abs(mean) <= 4.5 * error:
            wrong.append(f"without the mechanism the effect is {mean:.4f}, s.e. {error:.4f}")
        mean, error = mean_and_error(runs.get("placebo", [math.nan]))
        if not abs(mean) <= 4.5 * error:
            wrong.append(f"{title}: the placebo is {mean:.4f}, s.e. {error:.4f}")
    print("\n".join(wrong) if wrong else "as published, and nothing without the mechanism")
    return 1 if wrong else 0


sys.exit(main())
