# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions that the engine's cases take, counted by callgrind: a gate on speed where time is too noisy.

usage: instructions.py GUANXI SOURCE [--update]

Counts depend on the compiler, so they are stored for one (instructions.json beside this file), and this is skipped
(exit code 77) with another, and where there is no valgrind. What is counted is the case alone, its making included:
callgrind collects while the function that plays it is entered. A count may differ by two per cent from the stored
one, either way: who makes something faster stores that too, by --update.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

CASES = {"ledger": "gx_bench_ledger", "split": "gx_bench_split", "phold/20k/10": "gx_bench_phold",
         "hot-packet/5k": "gx_bench_hot_packet", "zipf/1.0": "gx_bench_zipf"}
TOLERANCE = 0.02
SKIPPED = 77


def compiler_of(guanxi):
    told = subprocess.run([guanxi, "info", "--format", "json"], check=True, capture_output=True, text=True).stdout
    versions = json.loads(told)
    return versions.get("compiler") or versions.get("versions.compiler"), told


def count(guanxi, case):
    """With OMP_WAIT_POLICY set the program does not start itself anew, which callgrind would not follow."""
    with tempfile.TemporaryDirectory(prefix="guanxi-instructions-") as folder:
        out = os.path.join(folder, "out")
        subprocess.run(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", "--collect-atstart=no",
                        f"--toggle-collect={CASES[case]}", guanxi, "bench", case, "--quick", "--threads", "1", "-q"],
                       check=True, capture_output=True, timeout=120, env=dict(os.environ, OMP_WAIT_POLICY="passive"))
        with open(out) as file:
            return int(re.search(r"^(?:totals|summary): (\d+)", file.read(), re.M).group(1))


def main():
    guanxi, source = sys.argv[1:3]
    path = os.path.join(source, "tests", "bench", "instructions.json")
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        return SKIPPED
    compiler, told = compiler_of(guanxi)
    if "--update" in sys.argv:
        counts = {case: count(guanxi, case) for case in CASES}
        with open(path, "w") as file:
            json.dump({"compiler": compiler, "instructions": counts}, file, indent=2)
            file.write("\n")
        print(json.dumps(counts))
        return 0
    with open(path) as file:
        stored = json.load(file)
    if compiler != stored["compiler"]:
        print(f"skipped: counts are stored for compiler {stored['compiler']}, this is {compiler}")
        return SKIPPED
    failed = False
    for case in CASES:
        now, then = count(guanxi, case), stored["instructions"][case]
        change = now / then - 1
        bad = abs(change) > TOLERANCE
        failed = failed or bad
        print(f"{case:14} {now:15,} instructions, {then:15,} stored: {change:+7.2%}{'  FAILED' if bad else ''}", flush=True)
    if failed:
        print(f"if that is meant: python3 {os.path.relpath(__file__)} GUANXI SOURCE --update")
    return failed


sys.exit(main())
