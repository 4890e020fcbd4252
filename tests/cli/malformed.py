# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios that are wrong, one of each kind: exit code 3, the place named, and no file left behind."""
import os
import random

from command import Case, SMALL, VILLAGE, main

V = "version: 1\n"

# name, contents of bad.yaml (None: no file), what stderr must say
CASES = [
    ("a missing file", None, "cannot read 'bad.yaml': No such file"),
    ("an empty file", "", "'bad.yaml' is empty"),
    ("only a comment", "# nothing\n", "bad.yaml"),
    ("an unknown key", V + "populatoin: {users: 100}\n", "bad.yaml:2:1: error: unknown key 'populatoin'"),
    ("an unknown key inside", V + "models:\n  reciprocity:\n    luckyy: 2\n", "bad.yaml:4:5: error: unknown key 'luckyy'"),
    ("an unknown section of models", V + "models:\n  zz: {a: 1}\n", "bad.yaml:3:3: error: unknown key 'zz'"),
    ("the wrong type", V + "population:\n  users: many\n", "bad.yaml:3:10: error"),
    ("a fraction where none may be", V + "population: {users: 1.5}\n", "bad.yaml:2:21: error"),
    ("a section that is a number", V + "population: 7\n", "bad.yaml:2:1: error: 'population' is a section"),
    ("a list where a value stands", V + "seed: [1, 2]\n", "bad.yaml:2:7: error"),
    ("out of range, below", V + "shards: 0\n", "bad.yaml:2:9: error"),
    ("out of range, above", V + "shards: 100000\n", "bad.yaml:2:9: error"),
    ("a duplicate key", V + "seed: 1\nseed: 2\n", "bad.yaml:3:1: error: duplicate key 'seed'"),
    ("a tab", V + "population:\n\tusers: 100\n", "bad.yaml:3:"),
    ("an anchor", V + "population: &p {users: 100}\n", "bad.yaml:2:13: error"),
    ("an alias", V + "population: *p\n", "bad.yaml:2:"),
    ("a tag", V + "seed: !!int 3\n", "bad.yaml:2:"),
    ("two documents", V + "---\n" + V, "bad.yaml:"),
    ("not YAML", V + "population: {users: 100\n", "bad.yaml:"),
    ("not UTF-8", V.encode() + b"name: \xff\xfe\n", "bad.yaml:2:7: error"),
    ("a NUL", V.encode() + b"name: a\x00b\n", "bad.yaml:2:"),
    ("huge", V + "# " + "x" * (1 << 20) + "\n", "longer than 1048576 bytes"),
    ("too deep", V + "a: " + "[" * 40 + "]" * 40 + "\n", "bad.yaml:2:"),
    ("a wrong version", "version: 7\n", "bad.yaml:1:10: error"),
    ("no version", "seed: 1\n", "missing key 'version'"),
    ("no such date", V + "time: {start: 2016-02-30T00:00}\n", "bad.yaml:2:15: error"),
    ("a duration without a unit", V + "time: {duration: 5}\n", "bad.yaml:2:18: error"),
    ("more ticks than can be run", V + "time: {duration: 10000d, tick: 100ms}\n", "time.duration is"),
    ("hours without weights", V + "models:\n  rhythm:\n    hours: [0, 12]\n    weights: [1]\n",
     "bad.yaml:5:5: error: models.rhythm.weights: 'hours' has 2 entries and 'weights' has 1"),
    ("hours that go back", V + "models:\n  rhythm: {hours: [12, 6], weights: [1, 1]}\n", "entry 2 of 'hours'"),
    ("age bands", V + "population: {age_shares: [1, 2]}\n", "bad.yaml:2:14: error: population.age_shares: 2 shares for 5"),
    ("nobody sends", V + "population: {users: 100}\nscheduled:\n  - {at: 1h, sender: 500}\n",
     "bad.yaml:4:14: error: scheduled.0.sender: there is no user 500"),
    ("a packet to oneself", V + "scheduled:\n  - {at: 1h, sender: 5, kind: personal, audience: 5}\n",
     "goes to somebody else"),
    ("a packet of too little", V + "scheduled:\n  - {at: 1h, sender: 5, shares: 50, amount: 0.10}\n", "allow 50 to"),
    ("before 1970", V + "time: {start: 1960-01-01}\n", "bad.yaml:2:15: error: 'start' is out of range"),
    ("a random file", random.Random(7).randbytes(512).replace(b"\n", b"x") + b"\xff", "bad.yaml:1"),
]

# words behind `run VILLAGE`, what stderr must say
OVERRIDES = [
    (["--set", "seed"], "an override needs a key, '=' and a value"),
    (["--set", "=1"], "an override needs a key, '=' and a value"),
    (["--set", "sed=1"], "--set:1:1: error: unknown key 'sed'"),
    (["--set", "population.users=-5"], "--set:1:18: error"),
    (["--set", "models.nobody.x=1"], "unknown key 'models.nobody.x'"),
    (["--set", "population=1"], "'population' is a section"),
    (["--variant", "no-reciprocit"], "no-reciprocity"),
    (["--until", "100000d"], "time.duration"),
]


class Malformed(Case):
    def test_each_one(self):
        self.assertGreaterEqual(len(CASES), 20)
        for name, text, said in CASES:
            with self.subTest(name):
                self.setUp()
                if text is not None:
                    self.write("bad.yaml", text)
                before = self.files()
                for verb in (["run", "bad.yaml", "-o", "out.h5", "--summary-json", "out.json"], ["validate", "bad.yaml"]):
                    done = self.call(*verb, expect=3)
                    self.assertIn(said, done.stderr)
                    self.assertLess(len(done.stderr), 100000)
                    self.assertEqual(self.files(), before)

    def test_a_folder(self):
        os.mkdir(self.path("bad.yaml"))
        self.assertIn("'bad.yaml' is a folder", self.call("run", "bad.yaml", expect=3).stderr)
        self.assertEqual(self.files(), ["bad.yaml"])

    def test_overrides(self):
        for words, said in OVERRIDES:
            with self.subTest(words):
                done = self.call("run", VILLAGE, "-o", "out.h5", *words, expect=3)
                self.assertIn(said, done.stderr)
                self.assertEqual(self.files(), [])

    def test_all_errors_in_one_pass(self):
        self.write("bad.yaml", V + "sed: 1\nshards: 0\npopulation: {users: x}\n")
        done = self.call("run", "bad.yaml", expect=3)
        for place in ("bad.yaml:2:1:", "bad.yaml:3:9:", "bad.yaml:4:21:", "3 errors"):
            self.assertIn(place, done.stderr)

    def test_one_bad_file_among_good_ones(self):
        self.write("bad.yaml", "seed: 1\n")
        done = self.call("validate", VILLAGE, "bad.yaml", VILLAGE, "--format", "csv", expect=3)
        self.assertEqual(done.stdout, f"file,result,errors\r\n{VILLAGE},ok,0\r\nbad.yaml,wrong,1\r\n{VILLAGE},ok,0\r\n")

    def test_effective_scenario_runs_the_same(self):
        effective = self.call("validate", VILLAGE, "--print-effective", *SMALL).stdout
        self.assertIn("# --set", effective)
        self.assertIn("# default", effective)
        self.write("again.yaml", effective)
        one = self.call("run", VILLAGE, "-o", "one.h5", "-q", "--format", "json", *SMALL).stdout
        two = self.call("run", "again.yaml", "-o", "two.h5", "-q", "--format", "json").stdout
        self.assertIn("\"digest\": ", one)
        self.assertEqual([l for l in one.splitlines() if "digest" in l], [l for l in two.splitlines() if "digest" in l])


main()
