# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl-C and SIGTERM: the tick is finished, what was recorded can be read, the exit code says which it was."""
import os
import shlex
import signal
import subprocess

import h5py

from command import Case, GUANXI, VILLAGE, default_signals, environment, main

LONG = ["--set", "time.duration=60d", "--set", "audit.sweep=1h"]


class Signals(Case):
    def test_both_signals(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                name = f"{code}.h5"
                process = self.start("run", VILLAGE, "-o", name, *LONG)
                process.send_signal(number)
                got, out, err = self.finish(process)
                self.assertEqual(got, code, err)
                self.assertEqual(out, "")
                self.assertIn("interrupted at 2016-", err)
                self.assertIn(f"{name}.partial holds", err)
                self.assertIn(f"{name}.partial", self.files())
                self.assertNotIn(name, self.files())
                self.read(name + ".partial")

    def read(self, partial):
        with h5py.File(self.path(partial), "r") as file:
            self.assertEqual(file.attrs["status"], b"interrupted")
            self.assertLess(file.attrs["last_tick"], file.attrs["ticks"])
            self.assertEqual(len(file["users/city"]), 1000)
            self.assertEqual(len(file["users/end/balance"]), 1000)
        for words in (["analyze"], ["info"], ["report", "-o", partial + ".html"], ["export", "--what", "users"], ["verify"]):
            done = self.call(*words, partial)
            self.assertIn("of a run that did not end", done.stderr)
        self.assertIn("name that one", self.call("info", partial[:-len(".partial")], expect=3).stderr)

    def test_again_after_an_interruption(self):
        process = self.start("run", VILLAGE, "-o", "a.h5", "--variant", "no-norm", *LONG)
        process.send_signal(signal.SIGTERM)
        code, _, err = self.finish(process)
        self.assertEqual(code, 143)
        self.assertEqual(shlex.split(err.splitlines()[-1]), [GUANXI, "run", "--resume", "a.h5"])
        left = ["a.h5.checkpoint-a", "a.h5.partial", "a.h5.partial.undo-b"]
        self.assertEqual(self.files(), left)
        # The same command again does not cost what was run; forced, it begins anew.
        again = ["run", VILLAGE, "-o", "a.h5", "--variant", "no-norm", *LONG, "--until", "1h", "-q"]
        self.assertIn("not finished", self.call(*again, expect=3).stderr)
        self.assertEqual(self.files(), left)
        self.call(*again, "--force")
        self.assertEqual(self.files(), ["a.h5", "a.h5.provenance.json"])

    def test_the_second_stops_at_once(self):
        process = self.start("run", VILLAGE, "-o", "a.h5", "--set", "population.users=300k", *LONG)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        code, _, err = self.finish(process)
        self.assertIn(code, (130, 143))
        self.assertNotIn("interrupted at", err)

    def test_replicates_hear_it_once(self):
        process = subprocess.Popen([GUANXI, "run", VILLAGE, "-o", "r.h5", "--replicates", "2", "--jobs", "2", *LONG],
                                   cwd=self.folder, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE,
                                   text=True, preexec_fn=default_signals)
        while not all(os.path.exists(self.path(f"r-00{i}.h5.partial")) for i in range(2)) and process.poll() is None:
            pass
        process.send_signal(signal.SIGTERM)
        code, _, err = self.finish(process)
        self.assertEqual(code, 143, err)
        self.assertEqual(self.files(), [f"r-00{i}.h5.{kind}" for i in range(2)
                                        for kind in ("checkpoint-a", "partial", "partial.undo-b")])
        self.assertEqual(err.count("interrupted at"), 2)


main()
