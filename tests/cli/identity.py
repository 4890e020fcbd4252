# SPDX-License-Identifier: GPL-3.0-or-later
"""The same scenario and seed give the same bytes, whatever the threads; and a recording can be told from a forgery."""
import filecmp
import json
import os
import shutil

import h5py
import numpy

from command import Case, SMALL, VILLAGE, environment, main


class Identity(Case):
    def test_threads(self):
        for threads in (1, 2, 3, 7):
            self.call("run", VILLAGE, "-q", "-o", f"{threads}.h5", "--threads", str(threads), *SMALL)
        self.call("run", VILLAGE, "-q", "-o", "env.h5", *SMALL, env=environment(GUANXI_THREADS="4"))
        for other in ("2.h5", "3.h5", "7.h5", "env.h5"):
            self.assertTrue(filecmp.cmp(self.path("1.h5"), self.path(other), shallow=False), other)
        with open(self.path("7.h5.provenance.json")) as file:
            self.assertEqual(json.load(file)["threads"], 7)

    def test_what_changes_a_run(self):
        digests = {}
        for name, words in (("base", []), ("seed", ["--seed", "9"]), ("variant", ["--variant", "no-binding"]),
                            ("set", ["--set", "models.sending.per_day=3"]), ("replicate", ["--replicate", "1"])):
            done = self.call("run", VILLAGE, "-q", "--format", "json", "-o", f"{name}.h5", *SMALL, *words)
            digests[name] = json.loads(done.stdout)["digest"]
        self.assertEqual(len(set(digests.values())), len(digests), digests)

    def test_until_is_the_beginning_of_the_whole(self):
        self.record("whole.h5")
        self.call("run", VILLAGE, "-q", "-o", "part.h5", *SMALL, "--until", "1h")
        with h5py.File(self.path("whole.h5")) as whole, h5py.File(self.path("part.h5")) as part:
            self.assertEqual(part.attrs["ticks"], 3600)
            count = len(part["digest/tick"])
            self.assertGreater(count, 10)
            self.assertEqual(list(whole["digest/digest"][:count]), list(part["digest/digest"][:]))


class Verify(Case):
    def test_reproduced(self):
        for name, words in (("plain.h5", []), ("odd.h5", ["--seed", "3", "--variant", "no-norm", "--replicate", "2"]),
                            ("series.h5", ["--record", "series"])):
            self.record(name, *words)
            before = os.stat(self.path(name)).st_mtime_ns
            self.assertIn("reproduced: the same digest", self.call("verify", name, "--threads", "3").stdout)
            self.assertEqual(os.stat(self.path(name)).st_mtime_ns, before)
        facts = json.loads(self.call("verify", "plain.h5", "--format", "json").stdout)
        self.assertEqual((facts["same"], facts["first_divergent_tick"]), (True, None))
        self.assertEqual(facts["recorded"], facts["found"])

    def forge(self, change):
        shutil.copy(self.path("true.h5"), self.path("forged.h5"))
        with h5py.File(self.path("forged.h5"), "r+") as file:
            change(file)
        done = self.call("verify", "forged.h5", "--format", "json", expect=5)
        facts = json.loads(done.stdout)
        self.assertFalse(facts["same"])
        self.assertNotEqual(facts["recorded"], facts["found"])
        return facts["first_divergent_tick"]

    def test_forged(self):
        self.record("true.h5")
        with h5py.File(self.path("true.h5")) as file:
            ticks, digests = file["digest/tick"][:], file["digest/digest"][:]
        middle = len(ticks) // 2

        def one(file):
            file["digest/digest"][middle] = digests[middle] ^ numpy.uint64(1)

        def first(file):
            file["digest/digest"][0] = digests[0] ^ numpy.uint64(1)

        def last(file):
            file["digest/digest"][-1] = digests[-1] ^ numpy.uint64(1)

        def seed(file):
            file.attrs.modify("seed", 2017)

        def replace(file, keep):
            del file["digest/tick"], file["digest/digest"]
            file["digest/tick"], file["digest/digest"] = ticks[keep], digests[keep]

        def left_out(file):
            replace(file, [i for i in range(len(ticks)) if i != middle])

        def added(file):
            del file["digest/tick"], file["digest/digest"]
            file["digest/tick"] = numpy.append(ticks, ticks[-1] + numpy.uint32(1))
            file["digest/digest"] = numpy.append(digests, digests[-1] ^ numpy.uint64(5))

        self.assertEqual(self.forge(one), ticks[middle])
        self.assertEqual(self.forge(first), ticks[0])
        self.assertEqual(self.forge(last), ticks[-1])
        self.assertEqual(self.forge(left_out), ticks[middle])
        self.assertEqual(self.forge(added), ticks[-1] + 1)
        self.assertIsNone(self.forge(seed))  # other people: found before the first tick
        self.assertIn("people differ", self.call("verify", "forged.h5", expect=5).stdout)


main()
