#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a recording made by test_h5py.c with h5py alone, and checks what a stranger would rely on."""
import sys

import h5py
import numpy as np

ROWS = 300000
MIB = 1 << 20


def same(what, got, wanted):
    if not np.array_equal(got, wanted):
        sys.exit(f"{what}: got {got!r}, wanted {wanted!r}")


def main(path):
    with h5py.File(path, "r") as f:
        same("libver", f.libver[0], "earliest")
        same("format", f.attrs["format"].decode(), "guanxi")
        same("format_version", f.attrs["format_version"], 1)
        same("status", f.attrs["status"].decode(), "complete")
        same("seed", f.attrs["seed"], -7)
        same("event_share", f.attrs["event_share"], 0.25)
        same("text", f["/scenario/text"][()].decode("utf-8"), "title: 红包\n")

        i = np.arange(ROWS, dtype=np.int64)
        moves = f["/events/moves"]
        wanted = {"tick": (i // 10, "<u4"), "user": (i * 7 % 1000, "<u4"), "kind": (i % 3, "|u1"),
                  "other": (np.full(ROWS, 0xFFFFFFFF), "<u4"), "amount": (i * 100 - 5, "<i8")}
        same("columns", sorted(moves.keys()), sorted(wanted))
        for name, (values, kind) in wanted.items():
            column = moves[name]
            same(name + " type", column.dtype.str, kind)
            same(name, column[:], values)
            same(name + " chunks", column.chunks, (MIB // column.dtype.itemsize,))
            same(name + " filters", (column.shuffle, column.compression), (True, "gzip"))
            same(name + " maxshape", column.maxshape, (None,))
        same("units", moves["amount"].attrs["units"].decode(), "fen")
        same("description", moves["user"].attrs["description"].decode(), "whose wallet")
        same("words", [w.decode() for w in moves["kind"].attrs["words"]], ["top-up", "withdrawal", "transfer"])
        same("no words", "words" in moves["amount"].attrs, False)
        same("empty", f["/events/packets/tick"].shape, (0,))
        same("age bands", [w.decode() for w in f["/users/age_band"].attrs["words"]],
             ["0-17", "18-24", "25-34", "35-49", "50+"])
        small, large = f["/extra/small"], f["/extra/large"]
        same("small", small[:], i[:100] / 8)
        same("small is contiguous", (small.chunks, small.compression), (None, None))
        same("large", large[:], i / 8)
        same("large chunks", large.chunks, (MIB // 8,))
        string = h5py.h5a.open(f["/"].id, b"status").get_type()
        same("UTF-8 of fixed length", (string.get_cset(), string.is_variable_str()), (h5py.h5t.CSET_UTF8, False))


if __name__ == "__main__":
    main(sys.argv[1])
