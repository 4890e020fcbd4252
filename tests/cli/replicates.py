# SPDX-License-Identifier: GPL-3.0-or-later
"""Replicates: each in a process of its own, each the same as when it is run alone."""
import filecmp
import json
import os

from command import Case, SMALL, VILLAGE, main


class Replicates(Case):
    def test_each_is_itself(self):
        done = self.call("run", VILLAGE, "-o", "r.h5", "--replicates", "3", "--jobs", "2", "--format", "json",
                         "--summary-json", "all.json", *SMALL, "--seed", "4", "--variant", "no-norm")
        rows = json.loads(done.stdout)
        self.assertEqual([row["recording"] for row in rows], ["r-000.h5", "r-001.h5", "r-002.h5"])
        self.assertEqual(len({row["digest"] for row in rows}), 3)
        with open(self.path("all.json")) as file:
            summaries = json.load(file)
        self.assertEqual([s["replicate"] for s in summaries], [0, 1, 2])
        self.assertEqual([s["digest"] for s in summaries], [row["digest"] for row in rows])
        for k in range(3):
            self.call("run", VILLAGE, "-q", "-o", f"alone-{k}.h5", "--replicate", str(k), *SMALL, "--seed", "4",
                      "--variant", "no-norm", "--threads", "1")
            self.assertTrue(filecmp.cmp(self.path(f"r-00{k}.h5"), self.path(f"alone-{k}.h5"), shallow=False))
        self.call("run", VILLAGE, "-q", "-o", "plain.h5", *SMALL, "--seed", "4", "--variant", "no-norm")
        self.assertTrue(filecmp.cmp(self.path("r-000.h5"), self.path("plain.h5"), shallow=False))
        self.call("verify", "r-002.h5")

    def test_every_output_is_looked_at_first(self):
        self.write("r-001.h5", "precious")
        done = self.call("run", VILLAGE, "-o", "r.h5", "--replicates", "2", *SMALL, expect=3)
        self.assertIn("'r-001.h5' exists already", done.stderr)
        self.assertEqual(self.files(), ["r-001.h5"])

    def test_a_bad_scenario_is_said_once(self):
        done = self.call("run", VILLAGE, "-o", "r.h5", "--replicates", "2", "--set", "sed=1", expect=3)
        self.assertEqual(done.stderr.count("unknown key 'sed'"), 1)
        self.assertEqual(self.files(), [])

    def test_one_that_fails(self):
        os.mkdir(self.path("r-001.h5.partial"))
        done = self.call("run", VILLAGE, "-o", "r.h5", "--replicates", "3", *SMALL, expect=1)
        self.assertIn("replicate 1 of 3: did not come to its end", done.stderr)
        self.assertIn("r-001.h5.partial", done.stderr)
        self.assertIn("r-002.h5", done.stdout)
        self.assertNotIn("r-001.h5", done.stdout)
        self.assertIn("r-002.h5", self.files())


main()
