# SPDX-License-Identifier: GPL-3.0-or-later
"""guanxi bench: the cases, what is measured and written, the gate on a baseline. No test asks how fast anything is."""
import json
import signal
import subprocess

from command import Case, GUANXI, default_signals, environment, main

SOME = ["split", "ledger", "phold/1k"]  # each some hundredths of a second
NAMES = ["split", "ledger", "phold/1k/10", "phold/1k/50"]


def ratio(done):
    return {case["case"]: case["ratio"] for case in json.loads(done.stdout)["cases"]}


class Bench(Case):
    def baseline(self, **changes):
        """A baseline of SOME, whose cases are then changed by functions."""
        self.call("bench", "--quick", "-q", *SOME, "-o", "base.json", "--force")
        with open(self.path("base.json")) as file:
            measured = json.load(file)
        for case in measured["cases"]:
            for key, change in changes.items():
                case[key] = change(case[key])
        self.write("base.json", json.dumps(measured))
        return measured

    def gate(self, *words, expect=0):
        return self.call("bench", "--quick", "-q", *SOME, "--baseline", "base.json", *words, expect=expect)

    def test_list(self):
        listed = json.loads(self.call("bench", "--list", "--format", "json").stdout)
        names = [case["case"] for case in listed]
        self.assertEqual(len(names), len(set(names)))
        families = list(dict.fromkeys(name.split("/")[0] for name in names))
        self.assertEqual(families, ["phold", "hot-packet", "zipf", "eve", "ledger", "split", "graph", "recording", "metrics"])
        script = self.call("completion", "bash").stdout
        for family in families:
            self.assertIn(family, script)
        table = self.call("bench", "--list").stdout
        self.assertEqual(len(table.splitlines()), len(names) + 1)

    def test_what_is_measured(self):
        done = self.call("bench", "--quick", "-q", "--format", "json", *SOME)
        told = json.loads(done.stdout)
        self.assertEqual((told["format"], told["version"], told["quick"], told["threads"]), ("guanxi-bench", 1, True, 1))
        self.assertEqual(sorted(case["case"] for case in told["cases"]), sorted(NAMES))
        for case in told["cases"]:
            self.assertAlmostEqual(case["per_cpu_second"], case["work"] / case["cpu_seconds"], delta=1e-6 * case["per_cpu_second"])
            self.assertAlmostEqual(case["ratio"], case["per_cpu_second"] / case["yardstick"], delta=1e-9 * case["ratio"])
            self.assertGreater(case["work"], 0)
            self.assertEqual(len(case["digest"]), 16)
        again = json.loads(self.call("bench", "--quick", "-q", "--format", "json", "--threads", "2", "--repeat", "3", *SOME).stdout)
        for one, other in zip(told["cases"], again["cases"]):
            self.assertEqual((one["work"], one["digest"]), (other["work"], other["digest"]))
            self.assertLessEqual(other["ratio_low"], other["ratio"])
            self.assertLessEqual(other["ratio"], other["ratio_high"])
        self.assertEqual(self.files(), [])

    def test_table(self):
        table = self.call("bench", "--quick", "split").stdout
        self.assertRegex(table, r"\nsplit +2,000,000 +shares +\d+\.\d{3} ")
        self.assertIn("ratio: ", table)

    def test_a_baseline_is_met(self):
        self.baseline(ratio=lambda value: value / 10)
        done = self.gate("--format", "json")
        self.assertEqual({case["verdict"] for case in json.loads(done.stdout)["cases"]}, {"faster"})
        self.assertEqual(done.stderr, "")

    def test_a_regress_is_found(self):
        self.baseline(ratio=lambda value: value * 10)
        done = self.gate("--max-regress", "5%", expect=4)
        self.assertIn("split: the ratio fell by ", done.stderr)
        self.assertIn("; 5 % are allowed", done.stderr)
        self.assertIn("slower", done.stdout)
        self.gate("--max-regress", "99.9 %")

    def test_other_work_is_found(self):
        self.baseline(work=lambda value: value + 1, ratio=lambda value: value / 10)
        self.assertIn("what is done has changed", self.gate(expect=4).stderr)

    def test_another_digest_is_a_note(self):
        self.baseline(digest=lambda value: "0123456789abcdef", ratio=lambda value: value / 10)
        done = self.call("bench", "--quick", "split", "-b", "base.json")
        self.assertIn("split: as much work as in the baseline, but another digest", done.stderr)

    def test_what_cannot_be_compared_is_told_at_once(self):
        self.baseline(entities=lambda value: value + 1)
        done = self.gate(expect=3)
        self.assertEqual(done.stderr.count("was of another size"), len(NAMES))
        self.assertEqual(done.stdout, "")
        self.baseline()
        done = self.call("bench", "--threads", "2", "split", "zipf/0.8", "--baseline", "base.json", expect=3)
        for said in ("was measured with --quick, this would be without", "with 1 thread, this would be with 2",
                     "has no case 'zipf/0.8'"):
            self.assertIn(said, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_files_that_are_no_baseline(self):
        for text, said in (("", ": the baseline is no JSON"), ("{\"cases\": [1,}", "base.json:1:"), ("[]", "is no baseline"),
                           ("{\"format\": \"guanxi-bench\", \"version\": 9, \"cases\": []}", "another version"),
                           ("{\"format\": \"guanxi-bench\", \"version\": 1, \"quick\": true, \"threads\": 1, \"cases\": "
                            "[{\"case\": \"split\", \"ratio\": 0, \"work\": 1}]}", "no ratio and work above 0")):
            with self.subTest(text):
                self.write("base.json", text)
                self.assertIn(said, self.call("bench", "--quick", "split", "-b", "base.json", expect=3).stderr)
        self.assertIn("No such file", self.call("bench", "--quick", "split", "-b", "none.json", expect=3).stderr)

    def test_nothing_is_overwritten(self):
        self.write("kept", "precious")
        done = self.call("bench", "--quick", "split", "-o", "kept", expect=3)
        self.assertIn("'kept' exists already", done.stderr)
        self.assertEqual(done.stdout, "")
        self.call("bench", "--quick", "-q", "split", "-o", "kept", "--force")
        with open(self.path("kept")) as file:
            self.assertEqual(json.load(file)["cases"][0]["case"], "split")
        self.assertEqual(self.files(), ["kept"])

    def test_interruption(self):
        process = subprocess.Popen([GUANXI, "bench", "split", "phold/1M/10", "ledger", "--repeat", "50", "-o", "a.json"], cwd=self.folder,
                                   env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   preexec_fn=default_signals)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        self.assertRegex(err, "interrupted: [01] of 3 cases were measured; nothing was written")
        self.assertEqual(self.files(), [])


main()
