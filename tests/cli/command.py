# SPDX-License-Identifier: GPL-3.0-or-later
"""What every script here needs: the program, an empty folder to call it in, a small scenario."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

GUANXI = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(sys.argv[2])
VILLAGE = os.path.join(SOURCE, "scenarios", "village.yaml")
SMALL = ["--set", "time.start=2016-02-07T18:00", "--set", "time.duration=3h", "--set", "population.users=200"]


def environment(**more):
    """Nothing of the caller's settings; what is None is taken out."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GUANXI_", "LC_", "LANG", "NO_COLOR"))}
    kept["LANG"] = "C.UTF-8"
    kept.update(more)
    return {k: v for k, v in kept.items() if v is not None}


def default_signals():
    """A shell may have started us in the background, with SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="guanxi-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def files(self):
        return sorted(os.listdir(self.folder))

    def write(self, name, text):
        mode = "wb" if isinstance(text, bytes) else "w"
        with open(self.path(name), mode) as file:
            file.write(text)
        return name

    def call(self, *words, expect=0, env=None, **more):
        done = subprocess.run([GUANXI, *words], cwd=more.pop("cwd", self.folder), env=env or environment(), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=100, **more)
        done.stdout, done.stderr = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        if expect is not None:
            self.assertEqual(done.returncode, expect, f"{words}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, *words):
        """A run that has said that it begins: from then on signals are caught."""
        process = subprocess.Popen([GUANXI, *words], cwd=self.folder, env=environment(), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=default_signals)
        self.assertIn("running", process.stderr.readline())
        return process

    def finish(self, process):
        out, err = process.communicate(timeout=100)
        return process.returncode, out, err

    def record(self, name="small.h5", *more):
        self.call("run", VILLAGE, "-o", name, "-q", *SMALL, *more)
        return name


class SharedRecording(Case):
    """One recording for all tests of a class; they may read it only."""

    @classmethod
    def setUpClass(cls):
        cls.shared = tempfile.mkdtemp(prefix="guanxi-cli-")
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        cls.run_file = os.path.join(cls.shared, "small.h5")
        subprocess.run([GUANXI, "run", VILLAGE, "-q", "-o", cls.run_file, *SMALL], check=True, cwd=cls.shared,
                       env=environment(), capture_output=True, timeout=100)


def main():
    del sys.argv[1:]
    unittest.main(verbosity=1)
