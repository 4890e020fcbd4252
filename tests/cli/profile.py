# SPDX-License-Identifier: GPL-3.0-or-later
"""guanxi run --profile: where the time went, in the text, the summary and the provenance; and nothing else changes."""
import json
import re

from command import Case, SMALL, VILLAGE, main

PHASES = ["act", "order", "exchange", "plan", "host", "work", "wait"]


class Profile(Case):
    def profiled(self, threads):
        done = self.call("run", VILLAGE, "-q", "-o", "a.h5", "--summary-json", "a.json", "--profile", "--force", "--threads",
                         threads, *SMALL)
        with open(self.path("a.json")) as file:
            summary = json.load(file)
        with open(self.path("a.h5.provenance.json")) as file:
            papers = json.load(file)
        return done, summary, papers["profile"]

    def test_the_parts_make_the_whole(self):
        for threads in ("1", "2"):
            done, summary, beside = self.profiled(threads)
            told = summary["profile"]
            self.assertEqual(told.keys(), beside.keys())
            self.assertEqual(list(told["phases"]), PHASES)
            whole = told["wall_seconds"] * told["threads"]
            self.assertAlmostEqual(sum(told["phases"].values()), whole, delta=0.02 * whole + 0.001)
            self.assertLessEqual(sum(kind["seconds"] for kind in told["kinds"].values()), told["phases"]["act"] * 1.01 + 0.001)
            self.assertEqual(sum(kind["messages"] for kind in told["kinds"].values()), summary["messages"])
            self.assertEqual(told["messages"], summary["messages"])
            self.assertEqual(told["ticks_run"] + told["ticks_skipped"], summary["ticks"])
            self.assertGreaterEqual(told["time_imbalance"], 1)
            self.assertGreaterEqual(told["message_imbalance"], 1)
            self.assertTrue(0 <= told["hottest_share"] <= 1)
            self.assertIn(told["longest_kind"], told["kinds"])
            self.assertGreater(told["bytes"]["books"], 0)
            for phase in PHASES:
                self.assertRegex(done.stdout, rf"\n  {phase} +\d+\.\d %")

    def test_nothing_else_changes(self):
        done, summary, _ = self.profiled("1")
        self.call("run", VILLAGE, "-q", "-o", "b.h5", "--summary-json", "b.json", *SMALL)
        with open(self.path("a.h5"), "rb") as one, open(self.path("b.h5"), "rb") as other:
            self.assertEqual(one.read(), other.read())
        with open(self.path("b.json")) as file:
            plain = json.load(file)
        self.assertNotIn("profile", plain)
        self.assertEqual(plain["digest"], summary["digest"])
        with open(self.path("b.h5.provenance.json")) as file:
            self.assertNotIn("profile", json.load(file))
        self.assertIsNone(re.search("where the time went", self.call("run", VILLAGE, "-q", "-o", "c.h5", *SMALL).stdout))
        self.assertIn("where the time went", done.stdout)


main()
