#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the commands that the README files show, in the order in which they stand there.

usage: commands.py SOURCE_FOLDER GUANXI

Every ```sh block is either run or says in the line above it why not:

    <!-- run -->             run by `sh -eu`, in a folder that all blocks of this README share
    <!-- run: exit 3 -->     the same; the block must end with this exit code
    <!-- not run: why -->    shown only
A ```python block marked <!-- run --> goes to /usr/bin/python3. The folder is a new one that holds a copy of scenarios/,
with the built program first on PATH and village.h5 from `guanxi run` where the README says it is. Lines that begin with
./setup.sh are left out: they install packages, and the gate is itself one of them.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT, GUANXI = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
READMES = ["README.md", "scenarios/README.md"]
RUNNERS = {"sh": ["sh", "-eu", "-c"], "python": ["/usr/bin/python3", "-c"]}
BLOCK = re.compile(r"^(?P<mark><!--[^\n]*-->)?\n```(?P<language>sh|python)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        text = f.read()
    if len(re.findall(r"^```(?:sh|python)$", text, re.M)) != len(BLOCK.findall(text)):
        sys.exit(f"{name}: a block is not closed, or does not stand below an empty line or its mark")
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("body")) + 1
        yield line, match["mark"] or "", match["language"], match["body"]


def run(where, mark, language, body, folder, environment):
    wanted = re.fullmatch(r"<!-- run(?:: exit (\d+))? -->", mark)
    if not wanted:
        return f"{where}: say <!-- run -->, <!-- run: exit N --> or <!-- not run: why -->, not '{mark}'"
    expected = int(wanted[1] or 0)
    body = "".join(line for line in body.splitlines(True) if not line.startswith("./setup.sh"))
    if not body.strip():
        return f"{where}: nothing is left to run"
    out = subprocess.run(RUNNERS[language] + [body], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if out.returncode == expected:
        return None
    said = out.stdout.decode("utf-8", "replace")[-3000:]
    return f"{where}: exit {out.returncode} instead of {expected}\n{body}\n{said}"


def main():
    breaches, count = [], 0
    for name in READMES:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(os.path.join(ROOT, "scenarios"), os.path.join(folder, "scenarios"))
            os.mkdir(os.path.join(folder, "bin"))
            os.symlink(GUANXI, os.path.join(folder, "bin", "guanxi"))
            environment = {k: v for k, v in os.environ.items() if not k.startswith("GUANXI_")}
            environment["PATH"] = os.path.join(folder, "bin") + ":" + environment["PATH"]
            environment.update(OMP_WAIT_POLICY="passive", NO_COLOR="1", LC_ALL="C.UTF-8")
            for line, mark, language, body in blocks(name):
                if mark.startswith("<!-- not run: "):
                    continue
                breach = run(f"{name}:{line}", mark, language, body, folder, environment)
                count += 1
                if breach:
                    breaches.append(breach)
    print("\n".join(breaches + [f"{count} blocks run, {len(breaches)} wrong"]))
    return 1 if breaches or count < 8 else 0


sys.exit(main())
