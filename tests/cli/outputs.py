# SPDX-License-Identifier: GPL-3.0-or-later
"""Where results go: nothing is overwritten without --force, nothing is left where nothing can be written."""
import json
import os
import shutil
import subprocess

from command import Case, GUANXI, SMALL, VILLAGE, environment, main


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Outputs(Case):
    def test_names_come_from_the_scenario(self):
        shutil.copy(VILLAGE, self.path("my.village.yaml"))
        done = self.call("run", "my.village.yaml", *SMALL)
        self.assertEqual(self.files(), ["my.village.h5", "my.village.h5.provenance.json", "my.village.yaml"])
        self.assertIn("my.village.h5", done.stdout)

    def test_the_default_scenario_is_the_village(self):
        done = self.call("run", "-q", *SMALL)
        self.assertTrue(done.stdout.startswith("village, seed 2016"))
        self.assertIn("village.h5", self.files())
        os.mkdir(self.path("scenarios"))
        with open(self.path("scenarios/village.yaml"), "w") as file:
            file.write("version: 1\nname: mine\ntime: {duration: 10min}\npopulation: {users: 100}\n")
        self.assertTrue(self.call("run", "-q", "-o", "b.h5").stdout.startswith("mine, seed 1"))

    def test_a_recording_is_kept(self):
        self.record("a.h5")
        before = read(self.path("a.h5"))
        done = self.call("run", VILLAGE, "-o", "a.h5", "--seed", "7", *SMALL, expect=3)
        self.assertIn("'a.h5' exists already", done.stderr)
        self.assertNotIn("running", done.stderr)
        self.assertEqual(read(self.path("a.h5")), before)
        self.assertNotIn("a.h5.partial", self.files())
        self.call("run", VILLAGE, "-o", "a.h5", "--seed", "7", "--force", *SMALL)
        self.assertNotEqual(read(self.path("a.h5")), before)

    def test_other_outputs_are_kept(self):
        self.record("a.h5")
        self.write("kept", "precious")
        for words in (["analyze", "a.h5", "-o", "kept"], ["report", "a.h5", "-o", "kept"],
                      ["export", "a.h5", "--what", "series", "-o", "kept"],
                      ["run", VILLAGE, *SMALL, "-o", "b.h5", "--summary-json", "kept"]):
            with self.subTest(words[0]):
                self.assertIn("'kept' exists already", self.call(*words, expect=3).stderr)
                self.assertEqual(read(self.path("kept")), b"precious")
                self.assertEqual(self.files(), ["a.h5", "a.h5.provenance.json", "kept"])
        self.call("analyze", "a.h5", "-o", "kept", "--force")
        self.assertIn(b"traffic.packets_sent", read(self.path("kept")))

    def test_summary(self):
        done = self.call("run", VILLAGE, "-o", "a.h5", "--summary-json", "a.json", "--seed", "5", *SMALL)
        summary = json.loads(read(self.path("a.json")))
        self.assertEqual((summary["seed"], summary["users"], summary["ticks"]), (5, 200, 3 * 3600))
        self.assertEqual(summary["sent_fen"], summary["received_fen"] + summary["refunded_fen"] + summary["open_fen"])
        self.assertEqual(summary["recording_bytes"], os.path.getsize(self.path("a.h5")))
        self.assertGreater(summary["packets"], 0)
        self.assertIn(summary["digest"], done.stdout)
        self.assertEqual(done.stderr.count("\n  " + GUANXI), 3)  # the next commands to try

    def test_the_next_commands_work(self):
        done = self.call("run", VILLAGE, "-o", "a.h5", *SMALL)
        commands = [line.split("   ")[0].split() for line in done.stderr.splitlines() if line.startswith("  " + GUANXI)]
        self.assertEqual([command[1] for command in commands], ["report", "analyze", "verify"])
        for command in commands:
            self.call(*command[1:])

    def test_quiet(self):
        done = self.call("run", VILLAGE, "-q", *SMALL)
        self.assertEqual(done.stderr, "")
        self.assertTrue(done.stdout)

    def test_letters_without_utf8(self):
        done = self.call("run", VILLAGE, *SMALL, env=environment(LANG="C"))
        self.assertTrue(done.stdout.isascii() and done.stderr.isascii())
        self.assertRegex(self.call("run", VILLAGE, "-q", "--force", *SMALL).stdout, "[▁▂▃▄▅▆▇█]{4}")

    def test_where_nothing_can_be_written(self):
        self.record("a.h5")
        before = self.files()
        self.write("file", "")
        for target, said in (("none/x", "folder 'none': No such file"), ("file/x", "'file'"), (".", "is a folder")):
            for words in (["run", VILLAGE, *SMALL, "-o", target], ["analyze", "a.h5", "-o", target],
                          ["report", "a.h5", "-o", target], ["export", "a.h5", "--what", "users", "-o", target],
                          ["run", VILLAGE, *SMALL, "-o", "b.h5", "--summary-json", target]):
                with self.subTest(words=words):
                    self.assertIn(said, self.call(*words, expect=3).stderr)
        self.assertEqual(self.files(), sorted(before + ["file"]))

    def test_a_folder_without_permission(self):
        os.mkdir(self.path("locked"), 0o555)
        drop = {"user": 65534} if os.geteuid() == 0 else {}
        os.chmod(self.folder, 0o755)
        if drop and not subprocess.run(["test", "-x", GUANXI, "-a", "-r", VILLAGE], **drop).returncode == 0:
            self.skipTest("the build folder is closed to others")
        done = self.call("run", VILLAGE, *SMALL, "-o", "locked/x.h5", expect=3, **drop)
        self.assertIn("Permission denied", done.stderr)
        self.assertEqual(os.listdir(self.path("locked")), [])


main()
