#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every link from one file of the house to another leads somewhere, and so does every `path/of/a/file.c` in a README.

NAME and ROOM in a path stand for any.
"""
import os
import re
import sys

ROOT = os.path.abspath(sys.argv[1])
SKIP = {".git", ".build", "node_modules"}


def documents():
    for folder, below, names in os.walk(ROOT):
        below[:] = [b for b in below if b not in SKIP]
        for name in names:
            if name.endswith(".md"):
                yield os.path.join(folder, name)


def targets(text):
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    for match in re.finditer(r"\[[^\]]*\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", match[1]):
            yield match[1].split("#")[0], False
    for match in re.finditer(r"`((?:engine|models|analysis|cli|tests|data|scenarios)/[\w./-]+)`", text):
        if not re.search("NAME|ROOM", match[1]):
            yield match[1], True


def main():
    breaches, count = [], 0
    for path in documents():
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for target, from_root in targets(text):
            count += 1
            base = ROOT if from_root else os.path.dirname(path)
            found = os.path.join(base, target)
            if not (os.path.exists(found) or (from_root and os.path.exists(found + ".c"))):
                breaches.append(f"{os.path.relpath(path, ROOT)}: there is no {target}")
    print("\n".join(breaches + [f"{count} links, {len(breaches)} broken"]))
    return 1 if breaches or count < 10 else 0


sys.exit(main())
