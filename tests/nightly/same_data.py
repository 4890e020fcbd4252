# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two recordings hold the same attributes and values; where they lie in the file does not count. Exit 1 if not."""
import sys

import h5py
import numpy


def contents(path):
    found = {}

    def take(name, thing):
        found[name] = {k: numpy.asarray(v).tobytes() for k, v in thing.attrs.items()}
        if isinstance(thing, h5py.Dataset):
            found[name][""] = (thing.dtype.str, thing.shape, hash(thing[()].tobytes()))

    with h5py.File(path, "r") as file:
        take("/", file)
        file.visititems(take)
    return found


one, other = contents(sys.argv[1]), contents(sys.argv[2])
different = sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
for name in different:
    print(f"{name} differs")
print(f"{len(one)} objects, the same data" if not different else "NOT the same data")
sys.exit(1 if different else 0)
