#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the house asks of every file: size, licence line, layout, banned calls. Prints each breach; exit 1 if any."""
import os
import re
import subprocess
import sys

ROOT = sys.argv[1]
FILE_MAX, FUNCTION_MAX = 600, 70
LIBRARIES = ("engine/", "models/", "analysis/")
ROOT_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "CHANGELOG.md", "setup.sh"}
ROOT_FOLDERS = {"engine", "models", "scenarios", "analysis", "cli", "tests", "data"}

# (what, pattern, where it is banned, files that may)
BANNED = [
    ("prints", r"(?<!format\()\b(?:printf|puts|putchar|perror|fprintf\s*\(\s*std(?:out|err))\b", LIBRARIES,
     ("engine/base/status.c", "engine/base/tables/make_gumbel.c", "engine/core/example/")),
    ("ends the process", r"\b(?:exit|abort|_Exit|quick_exit)\s*\(", LIBRARIES, ("engine/base/status.c",)),
    ("takes memory behind base's back", r"(?<![\w.>])(?:malloc|calloc|realloc|free|strdup|aligned_alloc)\s*\(",
     LIBRARIES, ("engine/base/memory.c", "engine/base/tables/make_gumbel.c", "engine/run/provenance.c",
                 "analysis/report/")),
    ("is libm in what decides", r"(?<![\w.>])(?:exp|log|log2|log10|log1p|expm1|pow|sin|cos|tan|lgamma|tgamma|cbrt)\s*\(",
     ("engine/", "models/"), ("engine/base/tables/make_gumbel.c", "engine/graph/measures/")),
    ("is hidden randomness", r"\b(?:rand|srand|random|drand48|rand_r)\s*\(", ("engine/", "models/", "analysis/", "cli/"), ()),
    ("is an unbounded string call", r"\b(?:strcpy|strcat|sprintf|gets|vsprintf)\s*\(", LIBRARIES + ("cli/",), ()),
    ("sums floating numbers in thread order", r"reduction\s*\(\s*[+*-]\s*:", ("engine/", "models/", "analysis/"),
     ("engine/graph/ties/ties.c", "engine/graph/implicit/rows.c")),  # sums of integers
    ("is unfinished work", r"\b(?:TODO|FIXME|XXX|HACK)\b", ("",), ("tests/house/style.py",)),
]


def tracked():
    out = subprocess.run(["git", "-c", "safe.directory=" + os.path.realpath(ROOT), "-C", ROOT, "ls-files", "-co",
                          "--exclude-standard"], capture_output=True, text=True)
    if out.returncode == 0:
        return [f for f in out.stdout.split("\n") if f and os.path.exists(os.path.join(ROOT, f))]
    files = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [b for b in below if b not in (".git", ".build", "node_modules", "__pycache__")]
        files += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names
                  if not name.endswith((".h5", ".h5.provenance.json", ".partial"))
                  and not (folder == ROOT and name.endswith(".html"))]
    return files


def without_comments(text):
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', lambda m: '"' + " " * (len(m.group(0)) - 2) + '"', text)
    return re.sub(r"//[^\n]*", blank, text)


def check_functions(name, lines, say):
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            if number - start - 1 > FUNCTION_MAX:
                say(name, start, f"a function of {number - start - 1} lines (at most {FUNCTION_MAX})")
            start = None


def check_c(name, text, say):
    lines = text.split("\n")
    if len(lines) > FILE_MAX + 1:
        say(name, len(lines), f"{len(lines)} lines (at most {FILE_MAX})")
    check_functions(name, lines, say)
    code = without_comments(text)
    for what, pattern, folders, excused in BANNED:
        if not name.startswith(tuple(folders)) or name.startswith(tuple(excused) or ("\0",)):
            continue
        for match in re.finditer(pattern, text if "unfinished" in what else code):
            say(name, text.count("\n", 0, match.start()) + 1, f"'{match.group(0).strip()}' {what}")


def check_layout(files, say):
    top = {f.split("/")[0] for f in files}
    for entry in sorted(top - ROOT_FILES - ROOT_FOLDERS):
        if not entry.startswith("."):
            say(entry, 0, "does not belong at the root")
    sources = {os.path.dirname(f) for f in files if f.endswith((".c", ".yaml", ".csv")) and not f.startswith("tests/")}
    for folder in sorted(sources):
        if os.path.basename(folder) not in ("tables",) and folder + "/README.md" not in files:
            say(folder, 0, "has no README.md")


def check_format(files, say):
    code = [f for f in files if f.endswith((".c", ".h"))]
    out = subprocess.run(["clang-format", "--dry-run", "-Werror"] + code, cwd=ROOT, capture_output=True, text=True)
    understood = 0
    for line in out.stderr.split("\n"):
        match = re.match(r"(.*?):(\d+):\d+: error: (.*)", line)
        if match:
            say(match.group(1), int(match.group(2)), match.group(3))
            understood += 1
    if out.returncode and not understood:
        say("clang-format", 0, "failed: " + out.stderr[:200])


def main():
    breaches = []

    def say(name, line, what):
        breaches.append(f"{name}:{line}: {what}")

    files = tracked()
    for name in files:
        path = os.path.join(ROOT, name)
        if name.endswith((".c", ".h", ".cmake", ".sh", ".py", ".yaml", ".mjs")) or name.endswith("CMakeLists.txt"):
            with open(path, encoding="utf-8", errors="replace") as f:
                text = f.read()
            generated = "/corpus/" in name or "/malformed/" in name
            if not generated and "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(text.split("\n")[:3]):
                say(name, 1, "has no SPDX line")
            if name.endswith((".c", ".h")):
                check_c(name, text, say)
    check_layout(set(files), say)
    check_format(files, say)
    for breach in sorted(set(breaches)):
        print(breach)
    print(f"{len(files)} files, {len(set(breaches))} breaches")
    return 1 if breaches or len(files) < 50 else 0


sys.exit(main())
