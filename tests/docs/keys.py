#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of scenarios/README.md that is made from the tables of parameters.

usage: keys.py check|refresh README PRINT_KEYS

`check` fails when the part between the two marks is not what the tables say now; `refresh` writes it anew. The build's
target docs-keys calls the second, the test docs/keys the first.
"""
import difflib
import os
import re
import subprocess
import sys

BEGIN = "<!-- keys: made by the target docs-keys, do not edit -->\n"
END = "<!-- end of keys -->\n"


def made(program):
    text = subprocess.run([program], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
    text = re.sub(r"^## ", "### ", text, flags=re.M)  # they stand below a heading of the README
    return text.rstrip("\n") + "\n"


def main():
    task, readme, program = sys.argv[1:4]
    with open(readme, encoding="utf-8") as f:
        text = f.read()
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.exit(f"{readme}: the two marks of the made part are not there, once each")
    head, rest = text.split(BEGIN)
    old, tail = rest.split(END)
    new = "\n" + made(program) + "\n"
    if new.count("\n| `") < 40:
        sys.exit(f"{program} printed only {new.count(chr(10) + '| `')} keys")
    if task == "refresh":
        if new != old:
            with open(readme + ".partial", "w", encoding="utf-8") as f:
                f.write(head + BEGIN + new + END + tail)
            os.replace(readme + ".partial", readme)
        return 0
    if new == old:
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), readme, "the tables", n=0))
    print("\nstale: refresh it with\n    cmake --build --preset release -- docs-keys")
    return 1


sys.exit(main())
