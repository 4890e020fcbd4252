# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion scripts: the shells that are here accept them, and bash completes what the tables say."""
import re
import shutil
import subprocess

from command import Case, main

VERBS = ["run", "validate", "describe", "graph", "analyze", "report", "export", "verify", "bench", "info", "doctor",
         "completion", "help", "version"]
PARTS = ["graph info", "graph gen", "graph import", "graph export"]


class Completion(Case):
    def test_shells_accept_them(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.call("completion", shell).stdout
            for verb in VERBS:
                self.assertIn(verb, script)
            self.write("script", script)
            if shutil.which(shell):
                done = subprocess.run([shell, "-n", self.path("script")], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def complete(self, *words):
        self.write("script", self.call("completion", "bash").stdout)
        quoted = " ".join(f"'{word}'" for word in words)
        ask = f"source ./script; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _guanxi; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        done = subprocess.run(["bash", "--norc", "-c", ask], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_completes(self):
        self.assertEqual(self.complete("guanxi", ""), VERBS)
        self.assertEqual(self.complete("guanxi", "ver"), ["verify", "version"])
        self.assertEqual(self.complete("guanxi", "run", "--re"), ["--record", "--replicates", "--replicate", "--resume"])
        self.assertEqual(self.complete("guanxi", "run", "--record", ""), ["series", "events", "full"])
        self.assertEqual(self.complete("guanxi", "export", "x.h5", "-w", "ed"), ["edges"])
        self.assertEqual(self.complete("guanxi", "report", "--lang", "z"), ["zh"])
        self.assertEqual(self.complete("guanxi", "bench", "p"), ["phold"])
        self.assertEqual(self.complete("guanxi", "completion", "f"), ["fish"])
        self.assertEqual(self.complete("guanxi", "help", "do"), ["doctor"])
        self.assertEqual(self.complete("guanxi", "validate", "scr"), ["script"])

    def test_every_option_is_there(self):
        scripts = {shell: self.call("completion", shell).stdout for shell in ("bash", "zsh", "fish")}
        for verb in VERBS:
            for option in re.findall(r"^ +(?:-\w, )?--([a-z-]+)", self.call("help", verb).stdout, re.M):
                self.assertIn(f"--{option}", scripts["bash"])
                self.assertIn(f"--{option}", scripts["zsh"])
                self.assertIn(f"from {verb}' -l {option} ", scripts["fish"])


main()
