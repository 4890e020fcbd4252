# SPDX-License-Identifier: GPL-3.0-or-later
"""Checkpoints from the command: a run that was interrupted or killed is resumed by the name of its recording, and ends
as one that never stopped, for h5py and for the summary."""
import json
import os
import random
import shlex
import signal
import subprocess

import h5py
import numpy

from command import Case, GUANXI, VILLAGE, default_signals, environment, main

SCENE = ["--set", "time.duration=12h", "--set", "time.start=2016-02-07T12:00", "--set", "population.users=400"]


def contents(path):
    """Every attribute and every value of a recording."""
    found = {}

    def take(name, thing):
        found[name] = {k: numpy.asarray(v).tobytes() for k, v in thing.attrs.items()}
        if isinstance(thing, h5py.Dataset):
            found[name][""] = (thing.dtype.str, thing[()].tobytes() if thing.shape != () else bytes(thing[()]))

    with h5py.File(path, "r") as file:
        take("/", file)
        file.visititems(take)
    return found


class Resume(Case):
    def start(self, *words):
        process = subprocess.Popen([GUANXI, *words], cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=default_signals)
        process.stderr.readline()
        return process

    def summary(self, *words):
        whole = json.loads(self.call("run", *words, "-q", "--format", "json").stdout)
        return {k: v for k, v in whole.items()
                if not k.startswith(("seconds", "peak", "recording", "threads", "sittings", "checkpoint"))}

    def whole(self):
        return self.summary(VILLAGE, "-o", "whole.h5", *SCENE), contents(self.path("whole.h5"))

    def same(self, got, wanted):
        self.assertEqual(got, wanted[0])
        mine = contents(self.path("part.h5"))
        self.assertEqual(sorted(mine), sorted(wanted[1]))
        for name, values in wanted[1].items():
            self.assertEqual(mine[name], values, name)

    def changes(self):
        """When the checkpoints were last saved."""
        names = [self.path("part.h5.checkpoint-" + c) for c in "ab"]
        return [os.stat(n).st_mtime_ns if os.path.exists(n) else 0 for n in names]

    def test_interrupted(self):
        wanted = self.whole()
        process = self.start("run", VILLAGE, "-o", "part.h5", *SCENE, "--threads", "1")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=100)
        self.assertEqual(process.returncode, 130, err)
        command = shlex.split(err.splitlines()[-1])
        self.assertEqual(command, [GUANXI, "run", "--resume", "part.h5", "--threads", "1"])
        self.same(self.summary("--resume", "part.h5.partial", "--threads", "2"), wanted)
        self.assertEqual(self.files(), [n + e for n in ("part.h5", "whole.h5") for e in ("", ".provenance.json")])

    def test_killed_at_any_moment(self):
        wanted = self.whole()
        chance = random.Random(2016)
        for _ in range(3):
            words = ["run", VILLAGE, "-o", "part.h5", *SCENE, "--checkpoint-every", "10min"]
            killed = 0
            for _ in range(3):
                process, left, seen = self.start(*words), chance.randrange(2, 25), self.changes()
                while left > 0 and process.poll() is None:  # so many checkpoints later, wherever it is by then
                    now = self.changes()
                    left -= now != seen
                    seen = now
                process.kill()
                process.communicate()
                killed += process.returncode == -signal.SIGKILL
                if process.returncode == 0:
                    break
                self.assertEqual(process.returncode, -signal.SIGKILL)
                words = ["run", "--resume", "part.h5", "--checkpoint-every", "10min"]
            self.assertGreater(killed, 0)
            if not os.path.exists(self.path("part.h5")):
                self.same(self.summary("--resume", "part.h5"), wanted)
            self.assertEqual(contents(self.path("part.h5")), wanted[1])
            self.assertEqual([f for f in self.files() if "checkpoint" in f or "undo" in f or "partial" in f], [])
            os.remove(self.path("part.h5"))

    def test_what_is_said_beside_it(self):
        process = self.start("run", VILLAGE, "-o", "part.h5", *SCENE)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=100)
        files = self.files()
        for words in (["--seed", "5"], ["--set", "shards=3"], ["--until", "1h"], ["--record", "full"], ["--replicate", "2"],
                      ["--replicates", "2"], ["-o", "other.h5"], ["--variant", "no-norm"]):
            self.assertIn("--", self.call("run", "--resume", "part.h5", *words, expect=2).stderr)
        wrong = self.call("run", VILLAGE, "--resume", "part.h5", *SCENE, "--set", "models.attention.look=0.1", expect=3)
        self.assertIn("models.attention.look is 0.1, was ", wrong.stderr)
        self.assertIn("no checkpoint", self.call("run", "--resume", "nowhere.h5", expect=3).stderr)
        self.assertEqual(self.files(), files)
        self.call("run", VILLAGE, "--resume", "part.h5", *SCENE, "-q")
        self.assertEqual(self.files(), ["part.h5", "part.h5.provenance.json"])

    def test_damage(self):
        process = self.start("run", VILLAGE, "-o", "part.h5", *SCENE, "--checkpoint-every", "30min")
        while 0 in self.changes() and process.poll() is None:
            pass
        process.kill()
        process.communicate()
        a, b = (self.path("part.h5.checkpoint-" + c) for c in "ab")
        self.assertTrue(os.path.exists(a) and os.path.exists(b))
        newest = max((a, b), key=lambda n: os.stat(n).st_mtime_ns)
        with open(newest, "r+b") as file:
            file.seek(1000)
            byte = file.read(1)
            file.seek(1000)
            file.write(bytes([byte[0] ^ 1]))
        again = self.call("run", "--resume", "part.h5")
        self.assertIn("damaged", again.stderr)
        self.assertIn("the one before it is used", again.stderr)
        wanted = self.whole()
        self.assertEqual(contents(self.path("part.h5")), wanted[1])


main()
