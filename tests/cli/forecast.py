# SPDX-License-Identifier: GPL-3.0-or-later
"""--dry-run tells within a fifth what a run then takes, and a run that cannot fit is refused before it begins."""
import json
import os
import resource
import signal

from command import Case, GUANXI, VILLAGE, main

SCENE = ["--set", "time.start=2016-02-07T18:00", "--set", "time.duration=4h", "--threads", "1"]


class Forecast(Case):
    def near(self, told, measured, what):
        self.assertLess(abs(told - measured), 0.2 * measured, f"{what}: {told} was told, {measured} measured")

    def test_within_a_fifth(self):
        for more in (["--set", "population.users=4000"], ["--set", "population.users=3000", "--record", "series"]):
            told = json.loads(self.call("run", VILLAGE, *SCENE, *more, "--dry-run", "--format", "json").stdout)
            self.assertEqual(self.files(), [])
            took = json.loads(self.call("run", VILLAGE, *SCENE, *more, "-o", "v.h5", "-q", "--format", "json").stdout)
            self.near(told["memory"]["bytes"], took["peak_bytes"], "memory")
            self.near(told["recording"]["bytes"], took["recording_bytes"], "recording")
            self.assertTrue(told["fits"])
            self.assertEqual(round(sum(told["memory"]["parts"].values()) / told["memory"]["bytes"], 3), 1)
            self.assertEqual([s["users"] for s in told["samples"]], [told["users"] / 4, told["users"] / 2])
            for name in self.files():
                os.remove(self.path(name))

    def test_the_table(self):
        said = self.call("run", VILLAGE, *SCENE, "--dry-run").stdout
        for words in ("memory at its peak", "recording", "available", "bytes a user", "by samples of 250 users"):
            self.assertIn(words, said)
        self.assertEqual(self.files(), [])
        self.call("run", VILLAGE, "--dry-run", "--replicates", "2", expect=2)

    def limited(self, which, most, *words, expect):
        return self.call("run", VILLAGE, *SCENE, "--set", "time.duration=10min", *words, expect=expect,
                         preexec_fn=lambda: resource.setrlimit(which, (most, resource.RLIM_INFINITY)))

    def test_no_memory(self):
        words = ["--set", "population.users=2M", "--set", "models.befriending.active=no", "--set",
                 "models.circling.active=no", "--record", "series"]
        said = self.limited(resource.RLIMIT_AS, 1 << 30, *words, expect=3).stderr
        for part in ("does not fit", "of memory, and 1.1 GB are available", "population.users", "users fit", "--no-size-check"):
            self.assertIn(part, said)
        self.assertEqual(self.files(), [])

    def test_no_disk(self):
        words = ["--set", "population.users=20k", "--set", "models.befriending.active=no", "-o", "v.h5"]
        said = self.limited(resource.RLIMIT_FSIZE, 3000000, *words, expect=3).stderr
        self.assertIn("its recording will have about", said)
        self.assertIn("--record series", said)
        self.assertEqual(self.files(), [])
        said = self.limited(resource.RLIMIT_FSIZE, 3000000, *words, "--no-size-check", expect=1).stderr
        self.assertIn("File too large", said)

    def test_no_disk_for_checkpoints(self):
        words = ["--set", "population.users=20k", "--set", "models.befriending.active=no", "--record", "series", "-o", "v.h5"]
        every = [*words, "--checkpoint-every", "5min"]
        told = json.loads(self.call("run", VILLAGE, *SCENE, *every, "--dry-run", "--format", "json").stdout)
        self.assertEqual(told["checkpoints"]["count"], 3)
        most = int(1.2 * told["recording"]["bytes"])
        self.assertGreater(3 * told["checkpoints"]["bytes"], most)
        self.limited(resource.RLIMIT_FSIZE, most, *words, expect=0)
        os.remove(self.path("v.h5"))
        said = self.limited(resource.RLIMIT_FSIZE, most, *every, expect=3).stderr
        self.assertIn("its recording and checkpoints will have about", said)

    def test_a_checkpoint_has_no_more_than_was_told(self):
        words = ["--set", "population.users=4000", "--record", "series", "--threads", "1"]
        told = json.loads(self.call("run", VILLAGE, *words, "--dry-run", "--format", "json").stdout)
        self.assertEqual(told["checkpoints"]["count"], 0)
        process = self.start("run", VILLAGE, *words, "-o", "v.h5", "--no-size-check")
        process.send_signal(signal.SIGTERM)
        code, _, err = self.finish(process)
        self.assertEqual(code, 143, err)
        self.assertLess(os.path.getsize(self.path("v.h5.checkpoint-a")), told["checkpoints"]["bytes"])


main()
