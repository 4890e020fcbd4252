# SPDX-License-Identifier: GPL-3.0-or-later
"""Help of every verb, and every way to misuse the command: exit code 2, a word that helps, nothing done."""
import json
import re
import subprocess

from command import Case, GUANXI, VILLAGE, environment, main

VERBS = ["run", "validate", "describe", "graph", "analyze", "report", "export", "verify", "bench", "info", "doctor",
         "completion", "help", "version"]
PARTS = ["graph info", "graph gen", "graph import", "graph export"]

# words, what stderr must say
MISUSED = [
    (["rnu"], "unknown verb 'rnu'; did you mean 'run'?"),
    (["analyse", "x.h5"], "did you mean 'analyze'?"),
    (["zzzzzzzz"], "unknown verb 'zzzzzzzz'\n"),
    (["--seed", "1", "run"], "'--seed' stands before the verb"),
    (["run", "--thread", "2"], "unknown option '--thread'; did you mean '--threads'?"),
    (["run", "--sed", "2"], "did you mean '--seed'?"),
    (["run", "--out=x.h5"], "unknown option '--out'"),
    (["run", "-z"], "unknown option '-z'"),
    (["run", "--seed"], "--seed needs a value (N)"),
    (["run", "-o", "--force"], "-o needs a value (FILE); one that begins with a dash is written -o=--force"),
    (["run", "--seed", "x"], "--seed: 'x' is not a whole number from 0 to 9007199254740992"),
    (["run", "--seed", "1.5"], "is not a whole number"),
    (["run", "--seed=-1"], "is not a whole number"),
    (["run", "--seed=99999999999999999999999"], "is not a whole number"),
    (["run", "--seed", "1", "--seed", "2"], "--seed is given twice"),
    (["run", "--threads", "0"], "from 1 to 1024"),
    (["run", "--until", "5"], "is not a duration"),
    (["run", "--until", "0s"], "is not a duration"),
    (["run", "--until", "5 hours"], "is not a duration"),
    (["run", "--record", "serie"], "'serie' is not one of series, events, full; did you mean 'series'?"),
    (["run", "--force=yes"], "--force takes no value"),
    (["run", "--output="], "the value is empty"),
    (["run", "a.yaml", "b.yaml"], "'b.yaml' is too much"),
    (["run", "--replicates", "2", "--replicate", "1"], "exclude each other"),
    (["validate"], "FILE... is missing"),
    (["validate", "a.yaml", "b.yaml", "--print-effective"], "wants one file"),
    (["analyze"], "RUN is missing"),
    (["analyze", "x.h5", "--format", "jsn"], "did you mean 'json'?"),
    (["export", "x.h5"], "--what TABLE is missing"),
    (["export", "x.h5", "--what", "claim"], "did you mean 'claims'?"),
    (["report", "x.h5", "--lang", "fr"], "'fr' is not one of en, zh"),
    (["version", "now"], "version takes no operands"),
    (["help", "rnu"], "did you mean 'run'?"),
    (["run", "--replicates", "2", "--profile"], "--profile looks at one run"),
    (["bench", "phlod"], "no case is called 'phlod'; did you mean 'phold'?"),
    (["bench", "ledgers", "xyzzy"], "did you mean 'ledger'?"),
    (["bench", "ledgers", "xyzzy"], "no case is called 'xyzzy'; 'guanxi bench --list' shows them"),
    (["bench", "--quick", "eve/1:10"], "'eve/1:10' has no quick size"),
    (["bench", "split", "--max-regress", "5"], "--max-regress needs a --baseline"),
    (["bench", "split", "--baseline", "x.json", "--max-regress", "few"], "'few' is no percentage between 0 and 100"),
    (["bench", "split", "--baseline", "x.json", "--max-regress", "101%"], "'101%' is no percentage"),
    (["bench", "--repeat", "0"], "from 1 to 1000"),
    (["completion"], "SHELL is missing"),
    (["completion", "fihs"], "did you mean 'fish'?"),
    (["describe", "errors", "--format", "template"], "are not written as template"),
]


class Usage(Case):
    def test_every_verb_has_help(self):
        everything = self.call("help").stdout
        for verb in VERBS:
            self.assertIn(f"\n  {verb} ", everything)
            text = self.call("help", verb).stdout
            self.assertEqual(text, self.call(verb, "--help").stdout)
            self.assertEqual(text, self.call(verb, "-h").stdout)
            self.assertIn(f"guanxi {verb}: ", text)
            self.assertIn("--help", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 120)
        self.assertEqual(self.files(), [])

    def test_help_and_version_by_option(self):
        self.assertEqual(self.call("--help").stdout, self.call("help").stdout)
        self.assertEqual(self.call("--version").stdout, self.call("version").stdout)
        self.assertRegex(self.call("version").stdout, r"^guanxi \d+\.\d+\.\d+\n$")

    def test_without_a_verb(self):
        done = self.call(expect=2)
        self.assertEqual(done.stdout, "")
        self.assertIn("usage:", done.stderr)

    def test_misuse(self):
        for words, said in MISUSED:
            with self.subTest(words=words):
                done = self.call(*words, expect=2)
                self.assertIn(said, done.stderr)
                self.assertIn("error: ", done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), [])

    def test_options_end_at_two_dashes(self):
        self.write("--odd.yaml", "version: 1\n")
        self.assertIn("--odd.yaml", self.call("validate", "--", "--odd.yaml").stdout)

    def test_environment_is_checked(self):
        done = self.call("run", VILLAGE, env=environment(GUANXI_THREADS="many"), expect=2)
        self.assertIn("GUANXI_THREADS: 'many' is not a whole number", done.stderr)
        done = self.call("describe", "errors", env=environment(GUANXI_FORMAT="xml"), expect=2)
        self.assertIn("GUANXI_FORMAT: 'xml' is not one of", done.stderr)
        self.assertEqual(self.files(), [])

    def test_environment_gives_way_to_options(self):
        env = environment(GUANXI_FORMAT="json")
        self.assertIsInstance(json.loads(self.call("describe", "errors", env=env).stdout), list)
        self.assertTrue(self.call("describe", "errors", "--format", "csv", env=env).stdout.startswith("name,exit,"))
        # csv means nothing to `verify`: passed over where it cannot be meant, so the missing file is what is said
        self.assertIn("x.h5", self.call("verify", "x.h5", env=environment(GUANXI_FORMAT="csv"), expect=3).stderr)

    def test_no_escape_sequences_off_a_terminal(self):
        env = environment(TERM="xterm")
        self.assertNotIn("\033", self.call("rnu", env=env, expect=2).stderr)
        self.assertNotIn("\033", self.call("doctor", env=env).stdout)

    def test_a_full_disk_is_noticed(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([GUANXI, "help"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=100)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write the result", done.stderr)

    def test_man_page(self):
        page = self.call("help", "--man").stdout
        self.assertTrue(page.startswith(".TH GUANXI 1\n"))
        for verb in VERBS:
            self.assertIn(f"\n.B guanxi {verb}\n", page)
        for line in page.splitlines():
            if line.startswith("."):
                self.assertRegex(line, re.compile(r"^\.(TH|SH|B|I|TP|PP)\b"))


main()
