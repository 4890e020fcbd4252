# SPDX-License-Identifier: GPL-3.0-or-later
"""On a terminal: one line of progress that is drawn over and wiped, colour unless NO_COLOR."""
import os
import pty
import subprocess

from command import Case, GUANXI, VILLAGE, environment, main


class Terminal(Case):
    def on_terminal(self, *words, expect=0, **env):
        """stderr on a terminal of its own."""
        try:
            ours, theirs = pty.openpty()
        except OSError as why:
            self.skipTest(f"no terminal can be made here: {why}")  # a bare chroot has no /dev/pts
        process = subprocess.Popen([GUANXI, *words], cwd=self.folder, env=environment(TERM="xterm", **env),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 4096):
                said += chunk
        except OSError:  # the end of a terminal
            pass
        os.close(ours)
        self.assertEqual(process.wait(timeout=100), expect)
        return said.decode("utf-8")

    def test_progress(self):
        said = self.on_terminal("run", VILLAGE, "-o", "a.h5", "--set", "time.duration=10d")
        lines = [line for line in said.split("\r") if line.startswith("[")]
        self.assertGreater(len(lines), 1)
        for line in lines:
            self.assertRegex(line, r"^\[[ █▏▎▍▌▋▊▉]{20}\] +\d+ %  2016-02-\d\dT\d\d:\d\d")
        self.assertRegex(lines[-1], r" [\d,]+ operations/s  (\d+:)?\d+:\d\d left")
        shares = [int(line.split("]")[1].split("%")[0]) for line in lines]
        self.assertEqual(shares, sorted(shares))
        self.assertRegex(said, "left\033\\[K\r\033\\[K\r\nnext:")

    def test_progress_in_ascii(self):
        said = self.on_terminal("run", VILLAGE, "-o", "a.h5", "--set", "time.duration=3d", LANG="C")
        self.assertTrue(said.isascii())
        self.assertRegex(said, r"\r\[[#.-]{20}\]")

    def test_quiet(self):
        self.assertEqual(self.on_terminal("run", VILLAGE, "-q", "-o", "a.h5", "--set", "time.duration=3d"), "")

    def test_colour(self):
        self.assertIn("\033[31merror:\033[0m", self.on_terminal("rnu", expect=2))
        self.assertNotIn("\033", self.on_terminal("rnu", expect=2, NO_COLOR="1"))

    def test_strange_names_do_not_speak_to_the_terminal(self):
        said = self.on_terminal("run", "x\033[2Jy.yaml", expect=3, NO_COLOR="1")
        self.assertNotIn("\033", said)
        self.assertIn("x?[2Jy.yaml", said)


main()
