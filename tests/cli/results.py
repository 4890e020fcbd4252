# SPDX-License-Identifier: GPL-3.0-or-later
"""What analyze, export, info, describe, validate and doctor print, read back by other programs."""
import csv
import io
import json
import os

import h5py
import numpy

from command import SMALL, Case, SharedRecording, VILLAGE, main

TABLES = {"packets": "events/packets", "claims": "events/claims", "endings": "events/endings", "moves": "events/moves",
          "ties": "events/ties", "memberships": "events/memberships",
          "bindings": "truth/bindings", "digest": "digest", "series": "series", "users": "users"}


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


class Results(SharedRecording):
    def test_analyze_json(self):
        results = json.loads(self.call("analyze", self.run_file, "--format", "json").stdout)
        self.assertEqual(sorted(results), ["curves", "figures", "tables"])
        with h5py.File(self.run_file) as file:
            sent = int(file["series/packets_sent"][:].sum())
            minutes = len(file["series/packets_sent"])
        figure = results["figures"]["traffic.packets_sent"]
        self.assertEqual((figure["value"], figure["low"], figure["unit"]), (sent, None, "packets"))
        self.assertIsInstance(figure["value"], int)
        curve = results["curves"]["traffic.minute.packets_sent"]
        self.assertEqual((len(curve["x"]), sum(curve["y"])), (minutes, sent))
        for table in results["tables"].values():
            for row in table["rows"]:
                self.assertEqual(len(row), len(table["columns"]))

    def test_analyze_formats_agree(self):
        figures = json.loads(self.call("analyze", self.run_file, "--format", "json").stdout)["figures"]
        lines = rows_of(self.call("analyze", self.run_file, "--format", "csv").stdout)
        self.assertEqual(lines[0], ["metric", "shape", "row", "column", "value", "low", "high", "unit"])
        self.assertEqual({len(line) for line in lines}, {8})
        found = {line[0]: line for line in lines if line[1] == "figure"}
        self.assertEqual(sorted(found), sorted(figures))
        for name, figure in figures.items():
            self.assertEqual(float(found[name][4]), figure["value"])
        table = self.call("analyze", self.run_file).stdout
        page = self.call("analyze", self.run_file, "--format", "md").stdout
        for name in figures:
            self.assertIn(f"\n{name} ", table)
            self.assertIn(f"\n| {name} |", page)

    def test_one_metric(self):
        done = self.call("analyze", self.run_file, "--metric", "traffic.minute.packets_sent", "-m", "traffic.users",
                         "--format", "json")
        results = json.loads(done.stdout)
        self.assertEqual(list(results["figures"]), ["traffic.users"])
        self.assertEqual(list(results["curves"]), ["traffic.minute.packets_sent"])
        self.assertEqual(results["tables"], {})
        table = self.call("analyze", self.run_file, "--metric", "traffic.minute.packets_sent").stdout
        self.assertGreater(len(table.splitlines()), 180)

    def test_a_metric_that_does_not_exist(self):
        done = self.call("analyze", self.run_file, "--metric", "traffic.packets_snt", expect=3)
        self.assertIn("did you mean 'traffic.packets_sent'?", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_metric_that_is_not_defined_here(self):
        self.call("run", VILLAGE, "-q", "-o", "s.h5", "--record", "series", "--until", "1min", "--set", "population.users=100")
        name = "spread.doubling_time"
        self.assertIn(f"{name}: not defined", self.call("analyze", "s.h5", "-m", name).stdout)
        results = json.loads(self.call("analyze", "s.h5", "-m", name, "--format", "json").stdout)
        self.assertIsNone(results["figures"][name]["value"])

    def test_metrics_are_described(self):
        metrics = json.loads(self.call("describe", "metrics", "--format", "json").stdout)
        names = [metric["metric"] for metric in metrics]
        self.assertEqual(len(names), len(set(names)))
        results = json.loads(self.call("analyze", self.run_file, "--format", "json").stdout)
        for shape, kind in (("figures", "figure"), ("curves", "curve"), ("tables", "table")):
            for name in results[shape]:
                self.assertEqual(metrics[names.index(name)]["shape"], kind)
        for metric in metrics:
            self.assertTrue(metric["definition"] and metric["label"] and metric["label_zh"])

    def test_exports_equal_the_recording(self):
        with h5py.File(self.run_file) as file:
            for name, group in TABLES.items():
                with self.subTest(name):
                    text = self.call("export", self.run_file, "--what", name).stdout
                    self.assertEqual(text.count("\n"), text.count("\r\n"))
                    lines = rows_of(text)
                    self.compare(lines, file[group])
            self.assertGreater(len(file["events/claims/tick"]), 10)

    def compare(self, lines, group):
        for column in group:
            if not isinstance(group[column], h5py.Dataset):
                continue
            at = lines[0].index(column)
            values = [line[at] for line in lines[1:]]
            recorded = group[column][:]
            if "words" in group[column].attrs:
                self.assertEqual(len(values), len(recorded))
                self.assertFalse(any(value.isdigit() for value in values))
            else:
                self.assertTrue(numpy.array_equal(numpy.array(values, dtype=recorded.dtype), recorded), column)

    def test_users_have_their_end(self):
        lines = rows_of(self.call("export", self.run_file, "--what", "users").stdout)
        self.assertEqual((lines[0][0], len(lines)), ("user", 201))
        with h5py.File(self.run_file) as file:
            at = lines[0].index("balance")
            self.assertEqual([int(line[at]) for line in lines[1:]], list(file["users/end/balance"][:]))

    def test_edges(self):
        lines = rows_of(self.call("export", self.run_file, "--what", "edges").stdout)
        pairs = {(int(a), int(b)) for a, b, _ in lines[1:]}
        with h5py.File(self.run_file) as file:
            indptr, indices = file["layers/friends/indptr"][:], file["layers/friends/indices"][:]
        expected = {(a, int(b)) for a in range(200) for b in indices[indptr[a]:indptr[a + 1]] if a < b}
        self.assertEqual(lines[0], ["source", "target", "strength"])
        self.assertEqual((pairs, len(lines) - 1), (expected, len(indices) // 2))

    def test_export_into_a_file(self):
        self.call("export", self.run_file, "--what", "claims", "-o", "c.csv")
        with open(self.path("c.csv"), newline="") as file:
            self.assertEqual(file.read(), self.call("export", self.run_file, "--what", "claims").stdout)
        self.assertEqual(self.files(), ["c.csv"])

    def test_what_was_not_recorded(self):
        self.call("run", VILLAGE, "-q", "-o", "s.h5", "--record", "series", "--until", "1min")
        done = self.call("export", "s.h5", "--what", "claims", "-o", "c.csv", expect=3)
        self.assertIn("holds no claims: it was recorded as 'series'", done.stderr)
        self.assertNotIn("c.csv", self.files())
        for words in (["analyze", "s.h5"], ["report", "s.h5", "-o", "s.html"], ["info", "s.h5"]):
            self.call(*words)

    def test_info(self):
        facts = json.loads(self.call("info", self.run_file, "--format", "json").stdout)
        self.assertEqual((facts["users"], facts["status"], facts["seed"]), (200, "complete", 2016))
        self.assertEqual(facts["bytes"], os.path.getsize(self.run_file))
        with h5py.File(self.run_file) as file:
            self.assertEqual(facts["rows./events/claims"], len(file["events/claims/tick"]))
            self.assertEqual(facts["digest"], file.attrs["digest"].decode())
        versions = json.loads(self.call("info", "--format", "json").stdout)
        self.assertTrue({"guanxi", "hdf5", "igraph"} <= set(versions))

    def test_describe(self):
        self.assertIn("population: ", self.call("describe", "population").stdout)
        schema = json.loads(self.call("describe", "--format", "json-schema").stdout)
        self.assertIn("population", schema["properties"])
        self.write("t.yaml", self.call("describe", "--format", "template").stdout)
        self.call("validate", "t.yaml")
        errors = json.loads(self.call("describe", "errors", "--format", "json").stdout)
        codes = {error["name"]: error["exit"] for error in errors if error["name"] != "exit code"}
        self.assertEqual((codes["GX_OK"], codes["GX_ERR_INPUT"], codes["GX_ERR_DIVERGED"], codes["GX_ERR_AUDIT"]), (0, 3, 5, 1))
        self.assertEqual({error["exit"] for error in errors if error["name"] == "exit code"}, {0, 1, 2, 3, 4, 5, 130, 143})
        self.assertIn("did you mean 'population.users'?", self.call("describe", "population.user", expect=3).stderr)
        datasets = json.loads(self.call("describe", "recording", "--format", "json").stdout)
        with h5py.File(self.run_file) as file:
            for entry in datasets:
                if entry["dataset"].startswith(("/users/name", "/merchants/", "/events/payments/")):
                    self.assertNotIn(entry["dataset"], file)  # of users from a file; where users pay at tills
                    continue
                self.assertIn(entry["dataset"], file)
                self.assertEqual(entry["type"],
                                 {"|u1": "u8", "<u2": "u16", "<u4": "u32", "<u8": "u64", "<i8": "i64", "<i4": "i32",
                                  "<f8": "f64"}[file[entry["dataset"]].dtype.str])

    def test_report(self):
        for language in ("en", "zh"):
            name = f"{language}.html"
            self.assertEqual(self.call("report", self.run_file, "-o", name, "--lang", language).stdout, name + "\n")
            with open(self.path(name), encoding="utf-8") as file:
                page = file.read()
            self.assertIn(f'lang="{language}', page[:1000])
        self.call("report", self.run_file)
        self.assertIn("small.html", self.files())

    def test_doctor(self):
        checks = json.loads(self.call("doctor", "--format", "json").stdout)
        results = {check["check"]: check["result"] for check in checks}
        self.assertEqual((results["draws"], results["samplers"], results["recording"]), ("ok", "ok", "ok"))
        self.assertTrue(set(results.values()) <= {"ok", "warn"})
        self.assertEqual(self.files(), [])


class Tills(Case):
    def test_payments(self):
        self.call("run", VILLAGE, "-o", "paid.h5", "-q", *SMALL, "--set", "models.paying.active=yes", "--set",
                  "models.paying.per_day=20", "--summary-json", "s.json")
        payments = rows_of(self.call("export", "paid.h5", "--what", "payments").stdout)
        merchants = rows_of(self.call("export", "paid.h5", "--what", "merchants").stdout)
        self.assertEqual(payments[0], ["tick", "user", "merchant", "amount"])
        self.assertEqual(merchants[0], ["merchant", "kind", "size", "online", "place", "balance", "payments"])
        self.assertEqual([row[0] for row in merchants[1:]], [str(i) for i in range(6)])
        last = str(3 * 3600)
        taken = {str(i): [0, 0] for i in range(6)}
        for tick, _, merchant, amount in payments[1:]:
            if tick != last:
                taken[merchant][0] += int(amount)
                taken[merchant][1] += 1
        self.assertEqual(taken, {row[0]: [int(row[5]), int(row[6])] for row in merchants[1:]})
        with open(self.path("s.json")) as file:
            summary = json.load(file)
        self.assertEqual((summary["payments"], summary["paid_fen"]),
                         (len(payments) - 1, sum(int(row[3]) for row in payments[1:])))
        self.assertGreater(summary["payments"], 100)
        for words in (["--set", "models.paying.combine=no"], ["--set", "shards=3"]):
            self.call("run", VILLAGE, "-o", "other.h5", "-q", "-f", *SMALL, "--set", "models.paying.active=yes", "--set",
                      "models.paying.per_day=20", *words)
            for table in ("digest", "payments", "merchants"):
                self.assertEqual(self.call("export", "other.h5", "--what", table).stdout,
                                 self.call("export", "paid.h5", "--what", table).stdout)
        self.call("verify", "paid.h5")
        for table in ("payments", "merchants"):
            done = self.call("export", self.record(table + ".h5"), "--what", table, expect=3)
            self.assertIn("models.paying.active is no", done.stderr)


main()
