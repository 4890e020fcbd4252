# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings that are none, or are damaged: exit code 3, the file named, no output left."""
import os
import random
import shutil

import h5py

from command import SharedRecording, main

READERS = [["analyze"], ["analyze", "-o", "out"], ["report", "-o", "out"], ["info"], ["verify"],
           ["export", "--what", "claims", "-o", "out"], ["export", "--what", "edges"]]


class Recordings(SharedRecording):
    def refused(self, name, readers=READERS, said=None):
        before = self.files()
        for words in readers:
            with self.subTest(name=name, words=words):
                done = self.call(words[0], name, *words[1:], expect=3)
                self.assertIn(said or name, done.stderr)
                self.assertIn("error: ", done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(self.files(), before)

    def test_none(self):
        os.mkdir(self.path("folder.h5"))
        self.write("empty.h5", b"")
        self.write("text.h5", "version: 1\n")
        self.write("random.h5", random.Random(3).randbytes(100000))
        self.write("head.h5", b"\x89HDF\r\n\x1a\n" + random.Random(4).randbytes(5000))
        with h5py.File(self.path("other.h5"), "w") as file:
            file["x"] = [1, 2, 3]
        for name in ("missing.h5", "folder.h5", "empty.h5", "text.h5", "random.h5", "head.h5", "other.h5"):
            self.refused(name)

    def test_cut_short(self):
        with open(self.run_file, "rb") as file:
            whole = file.read()
        for share in (0.001, 0.1, 0.5, 0.99):
            self.write("cut.h5", whole[:int(len(whole) * share)])
            self.refused("cut.h5")

    def copy(self, name):
        shutil.copy(self.run_file, self.path(name))
        return h5py.File(self.path(name), "r+")

    def test_of_a_newer_program(self):
        with self.copy("new.h5") as file:
            file.attrs["format_version"] = 99
        self.refused("new.h5", said="recording of version 99")

    def test_of_an_impossible_clock(self):
        for name in ("start", "tick_ms", "ticks"):
            with self.copy("clock.h5") as file:
                file.attrs[name] = 2 ** 62
            self.refused("clock.h5", said=f"'{name}' is 4611686018427387904")
        with self.copy("period.h5") as file:
            file["series"].attrs["period_ms"] = 0
        self.refused("period.h5")

    def test_without_a_table(self):
        with self.copy("bare.h5") as file:
            del file["digest"], file["events"], file["layers"]
        self.refused("bare.h5", [["verify"]], "/digest")
        self.refused("bare.h5", [["export", "--what", "claims"], ["export", "--what", "edges"]], "holds no")

    def test_columns_of_unequal_length(self):
        with self.copy("short.h5") as file:
            values = file["events/claims/amount"][:-1]
            del file["events/claims/amount"]
            file["events/claims/amount"] = values
        self.refused("short.h5", [["export", "--what", "claims"], ["analyze"], ["report", "-o", "out"]])

    def test_rows_of_the_graph_that_do_not_fit(self):
        with self.copy("graph.h5") as file:
            file["layers/friends/indptr"][-1] += 1
        self.refused("graph.h5", [["export", "--what", "edges", "-o", "out"]], "/layers/friends")

    def test_numbers_of_users_that_are_none(self):
        with self.copy("user.h5") as file:
            file["events/claims/claimer"][3] = 123456
        self.refused("user.h5", [["analyze"], ["report", "-o", "out"]], "user.h5")

    def test_a_scenario_that_is_none(self):
        with self.copy("scenario.h5") as file:
            del file["scenario/effective"]
            file.create_dataset("scenario/effective", data="version: 1\nnonsense: 1\n".encode(), dtype="S23")
        self.refused("scenario.h5", [["verify"]], "unknown key 'nonsense'")

    def test_bytes_changed_in_the_data(self):
        """Compressed columns carry checksums. (HDF5's own reading of damaged metadata is beyond us.)"""
        with open(self.run_file, "rb") as file:
            whole = file.read()
        with h5py.File(self.run_file) as file:
            places = {name: file[name].id.get_chunk_info(0) for name in
                      ("events/claims/amount", "series/packets_sent", "layers/friends/indices", "digest/digest")}
        refuse = {"events/claims/amount": [["analyze"], ["report", "-o", "out"], ["export", "--what", "claims", "-o", "out"]],
                  "series/packets_sent": [["analyze"], ["export", "--what", "series"]],
                  "layers/friends/indices": [["analyze"], ["export", "--what", "edges"]],
                  "digest/digest": [["verify"], ["export", "--what", "digest"]]}
        chance = random.Random(5)
        for name, chunk in places.items():
            for _ in range(3):
                damaged = bytearray(whole)
                at = chunk.byte_offset + chance.randrange(2, chunk.size)
                damaged[at] ^= 1 << chance.randrange(8)
                self.write("damaged.h5", bytes(damaged))
                self.refused("damaged.h5", refuse[name], name)


main()
