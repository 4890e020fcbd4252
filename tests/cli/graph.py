# SPDX-License-Identifier: GPL-3.0-or-later
"""The verb graph: every word, wrong usage, wrong files, and what is written reads back to the same figures."""
import csv
import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import time

import h5py

from command import SOURCE, Case, GUANXI, VILLAGE, default_signals, environment, main

TINY = ["--set", "population.users=600", "--set", "population.cities=2"]
SHAPE = ["nodes", "ties", "degree_mean", "degree_max", "degree_gini", "clustering_average", "clustering_global",
         "assortativity", "components", "giant", "core_max", "isolated", "distance_mean"]

MISUSED = [
    (["graph"], "info|gen|import|export is missing"),
    (["graph", "inf"], "unknown 'graph inf'; did you mean 'info'?"),
    (["graph", "zzzzz"], "unknown 'graph zzzzz': info|gen|import|export"),
    (["graph", "--seed", "1", "info"], "'--seed' stands before"),
    (["graph", "info"], "WHAT is missing"),
    (["graph", "info", "a.csv", "b.csv"], "'b.csv' is too much"),
    (["graph", "info", "a.csv", "--formt", "json"], "did you mean '--format'?"),
    (["graph", "info", "a.csv", "--seed", "3"], "--seed is not for a file"),
    (["graph", "info", "a.csv", "--set", "x=1"], "--set is not for a file"),
    (["graph", "info", "a.csv", "--variant", "x"], "--variant is not for a file"),
    (["graph", "info", VILLAGE, "--nodes", "x.csv"], "--nodes is not for a scenario"),
    (["graph", "info", "x.h5", "--directed"], "--directed is not for a recording"),
    (["graph", "gen"], "-o FILE is missing"),
    (["graph", "gen", "-o", "x.csv"], "a scenario or --family FAMILY is missing"),
    (["graph", "gen", VILLAGE, "--family", "ring", "-o", "x.csv"], "exclude each other"),
    (["graph", "gen", "--family", "rng", "-o", "x.csv"], "did you mean 'ring'?"),
    (["graph", "gen", "--family", "ring", "-o", "x.csv", "--variant", "v"], "--variant is for a scenario"),
    (["graph", "gen", "--family", "ring", "-o", "x.csv", "--layer", "weak"], "--layer is for a scenario"),
    (["graph", "gen", "--family", "ring", "-o", "x.csv", "--others-out", "y.csv"], "--others-out is for a scenario"),
    (["graph", "export", VILLAGE, "-o", "x.csv", "--others-out", "y.csv"], "it is for --layer trade"),
    (["graph", "export", VILLAGE, "-o", "x.csv", "--layer", "trade", "--others-out", "x.csv"], "for the ties and for the others"),
    (["graph", "export", VILLAGE, "-o", "x.csv", "--at", "end"], "--at is not for a scenario"),
    (["graph", "info", "x.h5", "--at", "endd"], "did you mean 'end'?"),
    (["graph", "gen", "--family", "ring", "-o", "x.doc"], "the ending names no format"),
    (["graph", "gen", "--family", "ring", "-o", "x.csv.gz"], "not compressed"),
    (["graph", "gen", "x.csv", "-o", "y.csv"], "is no scenario"),
    (["graph", "gen", VILLAGE, "-o", "x.csv", "--nodes-out", "x.csv"], "for the ties and for the nodes"),
    (["graph", "export", "x.csv", "-o", "y.csv"], "'graph import' converts files"),
    (["graph", "export", VILLAGE], "-o FILE is missing"),
    (["graph", "export", VILLAGE, "-o", "x.csv", "--layer", "frends"], "did you mean 'friends'?"),
    (["graph", "import"], "FILE is missing"),
    (["graph", "import", "run.h5"], "'run.h5' is a recording; 'graph export' writes its ties"),
    (["help", "graph", "inf"], "there is no 'graph inf'"),
]


class Graph(Case):
    def info(self, *words, **more):
        return json.loads(self.call("graph", "info", *words, "--format", "json", "-q", **more).stdout)

    def family(self, name, family, *settings, seed=1):
        words = [word for setting in settings for word in ("--set", f"family.{setting}")]
        self.call("graph", "gen", "--family", family, *words, "--seed", str(seed), "-o", name, "-q")
        return name

    def assert_same_shape(self, one, other, but=()):
        for key in SHAPE:
            if key not in but:
                self.assertEqual(one[key], other[key], key)


class Words(Graph):
    def test_misuse(self):
        for words, said in MISUSED:
            with self.subTest(words=words):
                done = self.call(*words, expect=2)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertEqual(self.files(), [])

    def test_help(self):
        for word in ("info", "gen", "import", "export"):
            text = self.call("help", "graph", word).stdout
            self.assertEqual(text, self.call("graph", word, "--help").stdout)
            self.assertIn(f"guanxi graph {word}: ", text)
            self.assertLessEqual(max(map(len, text.splitlines())), 120)
            self.assertIn(f"graph {word}", self.call("help", "graph").stdout)
            self.assertEqual(text, self.call("graph", "help", word).stdout)
            self.assertIn(f"\n.B guanxi graph {word}\n", self.call("help", "--man").stdout)
        self.assertEqual(self.call("graph", "help").stdout, self.call("help", "graph").stdout)
        self.assertIn("How many nodes the graph has", self.call("describe", "family").stdout)

    def test_completion(self):
        self.write("script", self.call("completion", "bash").stdout)

        def complete(*words):
            quoted = " ".join(f"'{word}'" for word in words)
            ask = (f"source ./script; COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _guanxi; "
                   "printf '%s\\n' \"${COMPREPLY[@]}\"")
            done = subprocess.run(["bash", "--norc", "-c", ask], cwd=self.folder, capture_output=True, text=True)
            self.assertEqual(done.stderr, "")
            return done.stdout.split()
        self.assertEqual(complete("guanxi", "graph", ""), ["info", "gen", "import", "export"])
        self.assertEqual(complete("guanxi", "graph", "i"), ["info", "import"])
        self.assertEqual(complete("guanxi", "graph", "gen", "--fa"), ["--family"])
        self.assertEqual(complete("guanxi", "graph", "gen", "--family", "ri"), ["ring"])
        self.assertEqual(complete("guanxi", "graph", "export", "x.yaml", "--layer", "tr"), ["trade"])
        self.assertEqual(complete("guanxi", "info", "--so"), [])


class Info(Graph):
    def test_of_a_scenario(self):
        found = self.info(VILLAGE, *TINY)
        self.assertEqual(found["source"]["kind"], "scenario")
        self.assertEqual(found["graphs"]["active"]["nodes"], 600)
        for subject in ("active", "friends", "inner", "household", "groups", "circles", "followers", "trade"):
            self.assertIn(subject, found["graphs"])
        self.assertGreater(found["graphs"]["active"]["sex_odds"], 1)
        self.assertGreaterEqual(found["graphs"]["friends"]["ties"], found["graphs"]["active"]["ties"])
        verdicts = {target["id"]: target["verdict"] for target in found["targets"]}
        self.assertEqual(verdicts["at_1m.active_distance"], "not comparable")
        self.assertEqual(verdicts["preset-venmo.distance"], "not comparable")
        self.assertIn(verdicts["default.active_degree_mean"], ("met", "missed"))
        self.assertEqual(sum(row["nodes"] for row in found["degrees"]["active"]), 600)
        self.assertEqual(len(found["overlap_by_strength"]), 10)
        self.assertTrue(found["layers"])

    def test_every_target_names_a_figure(self):
        with open(os.path.join(SOURCE, "data", "graph_targets.csv")) as file:
            targets = list(csv.DictReader(file))
        found = self.info(VILLAGE, *TINY)
        for target in targets:
            subject, key = target["metric"].split(".")
            self.assertIn(key, found["graphs"][subject], target["id"])
            self.assertRegex(target["id"], r"^(default|at_1m|preset-[a-z0-9-]+|elsewhere)\.[a-z0-9_]+$")
        self.assertEqual([target["id"] for target in targets], [target["id"] for target in found["targets"]])

    def test_threads_do_not_matter(self):
        one = self.call("graph", "info", VILLAGE, *TINY, "-q", "--format", "json", "-t", "1").stdout
        self.assertEqual(one, self.call("graph", "info", VILLAGE, *TINY, "-q", "--format", "json", "-t", "3").stdout)
        other = self.info(VILLAGE, *TINY, "--seed", "77")
        self.assertNotEqual(json.loads(one)["graphs"], other["graphs"])

    def test_formats_agree(self):
        found = self.info(VILLAGE, *TINY)
        rows = list(csv.DictReader(io.StringIO(self.call("graph", "info", VILLAGE, *TINY, "-q", "--format", "csv").stdout)))
        for row in rows:
            value = found["graphs"][row["subject"]][row["figure"]]
            self.assertEqual(row["value"], "" if value is None else row["value"])
            if value is not None:
                self.assertEqual(float(row["value"]), value)
        self.assertEqual(len(rows), sum(len(figures) for figures in found["graphs"].values()))
        table = self.call("graph", "info", VILLAGE, *TINY, "-q").stdout
        self.assertIn("targets met\n", table)
        self.assertIn("active.clustering_average", table)
        self.assertIn("| section ", self.call("graph", "info", VILLAGE, *TINY, "-q", "--format", "md").stdout)

    def test_of_a_recording(self):
        self.record()
        found = self.info("small.h5", "--at", "start")
        made = self.info(VILLAGE, "--set", "population.users=200")
        self.assertEqual(found["source"]["kind"], "recording")
        of_run = found["graphs"]["active" if "active" in found["graphs"] else "friends"]
        of_scenario = made["graphs"]["active" if "active" in found["graphs"] else "friends"]
        for key in ("ties", "degree_mean", "degree_max", "sex_odds", "age_band_assortativity", "assortativity"):
            self.assertEqual(of_run[key], of_scenario[key], key)
        self.assertEqual(found["graphs"]["groups"], made["graphs"]["groups"])
        self.assertEqual({target["verdict"] for target in found["targets"]}, {"not comparable"})

    def test_of_a_file(self):
        self.write("square.csv", "source,target\na,b\nb,c\nc,d\nd,a\na,c\n")
        self.write("people.csv", "id,club,age\na,x,30\nb,y,30\nc,x,31\nd,y,31\n")
        found = self.info("square.csv", "--nodes", "people.csv")["graphs"]["graph"]
        self.assertEqual((found["nodes"], found["ties"], found["degree_max"]), (4, 5, 3))
        self.assertAlmostEqual(found["clustering_average"], (2 / 3 + 1 + 2 / 3 + 1) / 4, places=12)
        self.assertAlmostEqual(found["clustering_global"], 3 * 2 / 8, places=12)
        self.assertAlmostEqual(found["club_same"], 1 / 5, places=12)
        self.assertEqual(found["distance_sources"], 128)
        self.assertIsNone(self.info("square.csv", "--sources", "0")["graphs"]["graph"]["distance_mean"])
        self.write("arrows.csv", "source,target\n1,2\n2,1\n2,3\n")
        self.assertAlmostEqual(self.info("arrows.csv", "--directed")["graphs"]["graph"]["reciprocity"], 2 / 3)

    def test_of_known_graphs(self):
        star = self.info(self.family("star.graphml", "star", "nodes=50"))["graphs"]["graph"]
        self.assertEqual((star["ties"], star["degree_max"], star["clustering_average"]), (49, 49, 0))
        self.assertAlmostEqual(star["assortativity"], -1)
        whole = self.info(self.family("whole.mtx", "complete", "nodes=30"))["graphs"]["graph"]
        self.assertEqual((whole["ties"], whole["clustering_average"], whole["distance_mean"], whole["core_max"]),
                         (435, 1, 1, 29))
        self.assertIsNone(whole["assortativity"])
        ring = self.info(self.family("ring.txt", "ring", "nodes=101"))["graphs"]["graph"]
        self.assertEqual(ring["distance_mean"], 25.5)

    def test_output(self):
        self.family("ring.txt", "ring", "nodes=10")
        self.call("graph", "info", "ring.txt", "--format", "json", "-o", "found.json")
        with open(self.path("found.json")) as file:
            self.assertEqual(json.load(file)["source"]["nodes"], 10)
        self.assertIn("exists already", self.call("graph", "info", "ring.txt", "-o", "found.json", expect=3).stderr)
        self.call("graph", "info", "ring.txt", "-o", "found.json", "--force")
        self.assertEqual(self.files(), ["found.json", "ring.txt"])


class Files(Graph):
    def test_what_is_generated_reads_back(self):
        """Every format, seeds that differ, threads that do not."""
        base = self.info(self.family("a.graphml", "erdos_renyi", "nodes=400", "degree=6", seed=5))["graphs"]["graph"]
        for name in ("a.mtx", "a.csv", "a.txt", "a.edges"):
            self.family(name, "erdos_renyi", "nodes=400", "degree=6", seed=5)
            found = self.info(name)["graphs"]["graph"]
            if base["isolated"] == 0 or name == "a.mtx":
                self.assert_same_shape(base, found, but=["distance_mean"])
            self.assertEqual(base["ties"], found["ties"])
        self.call("graph", "gen", "--family", "erdos_renyi", "--set", "family.nodes=400", "--set", "family.degree=6",
                  "--seed", "5", "-o", "b.mtx", "-t", "3", "-q")
        self.family("c.mtx", "erdos_renyi", "nodes=400", "degree=6", seed=6)
        with open(self.path("a.mtx"), "rb") as a, open(self.path("b.mtx"), "rb") as b, open(self.path("c.mtx"), "rb") as c:
            one = a.read()
            self.assertEqual(one, b.read())
            self.assertNotEqual(one, c.read())

    def test_a_scenario_through_every_format(self):
        active = self.info(VILLAGE, *TINY)["graphs"]["active"]
        for name in ("v.graphml", "v.mtx", "v.csv", "v.txt"):
            self.call("graph", "export", VILLAGE, *TINY, "--layer", "active", "-o", name, "-q")
            self.assert_same_shape(active, self.info(name)["graphs"]["graph"])
            self.assertAlmostEqual(active["overlap_mean"], self.info(name)["graphs"]["graph"]["overlap_mean"], places=12)
            self.call("graph", "import", name, "-o", "again.graphml", "-q", "--force")
            self.assert_same_shape(active, self.info("again.graphml")["graphs"]["graph"])
        self.call("graph", "gen", VILLAGE, *TINY, "--layer", "active", "-o", "g.csv", "-q")
        with open(self.path("g.csv")) as generated, open(self.path("v.csv")) as exported:
            self.assertEqual(generated.read(), exported.read())

    def test_layers_and_people(self):
        ties = {}
        found = self.info(VILLAGE, *TINY)["graphs"]
        for layer in ("friends", "active", "household", "class", "weak", "groups", "circles", "followers", "trade"):
            self.call("graph", "export", VILLAGE, *TINY, "--layer", layer, "-o", "x.csv", "--force", "-q",
                      "--nodes-out", "people.csv")
            with open(self.path("x.csv")) as file:
                ties[layer] = sum(1 for _ in file) - 1
        for layer in ("friends", "active", "household", "class", "weak", "circles", "followers", "trade"):
            self.assertEqual(ties[layer], found[layer]["ties"], layer)
        self.assertAlmostEqual(ties["groups"], found["groups"]["memberships_mean"] * 600, places=6)
        with open(self.path("people.csv")) as file:
            people = list(csv.DictReader(file))
        self.assertEqual(len(people), 600)
        self.assertEqual({person["sex"] for person in people}, {"female", "male"})
        for column in ("city", "hometown", "age", "schooling", "occupation", "income", "wealth", "activity", "accounts"):
            self.assertIn(column, people[0])
        self.call("graph", "export", VILLAGE, *TINY, "-o", "f.graphml", "--layer", "active", "-q")
        found = self.info("f.graphml")["graphs"]["graph"]
        active = self.info(VILLAGE, *TINY)["graphs"]["active"]
        self.assertAlmostEqual(found["sex_odds"], active["sex_odds"], places=12)

    def test_of_a_recording(self):
        self.record()
        self.call("graph", "export", "small.h5", "--at", "start", "-o", "friends.mtx", "-q")
        self.call("graph", "export", "small.h5", "-o", "groups.csv", "--layer", "groups", "-q")
        self.call("graph", "export", VILLAGE, "--set", "population.users=200", "-o", "made.mtx", "-q")
        self.assertEqual(self.info("friends.mtx")["graphs"]["graph"]["ties"], self.info("made.mtx")["graphs"]["graph"]["ties"])
        done = self.call("graph", "export", "small.h5", "-o", "x.csv", "--layer", "trade", expect=3)
        self.assertIn("'small.h5' holds no trade", done.stderr)
        done = self.call("graph", "export", "small.h5", "-o", "x.csv", "--nodes-out", "y.csv", expect=3)
        self.assertIn("--what users", done.stderr)
        self.assertEqual(self.files(), ["friends.mtx", "groups.csv", "made.mtx", "small.h5", "small.h5.provenance.json"])

    def test_ties_of_a_run(self):
        """What was made in a run goes out; at its start none of it was there."""
        self.record("busy.h5", "--set", "models.befriending.ask_share=2", "--set", "models.befriending.ask_packet=5",
                    "--set", "models.befriending.group_per_day=5", "--set", "models.befriending.accept=10",
                    "--set", "models.befriending.end_per_day=0")

        def ties(*words):
            self.call("graph", "export", "busy.h5", "-o", "x.csv", "--force", "-q", *words)
            with open(self.path("x.csv")) as file:
                return {(row["source"], row["target"]) for row in csv.DictReader(file)}
        with h5py.File(self.path("busy.h5")) as file:
            self.assertGreater(file["series/ties_made"][:].sum(), 0)
            user, other = (file["events/ties"][name][:].tolist() for name in ("user", "other"))
            kind = file["events/ties/kind"][:].tolist()
        changed = {(str(min(pair)), str(max(pair))): what for *pair, what in zip(user, other, kind)}
        start, end, made = ties("--at", "start"), ties("--at", "end"), ties("--layer", "made")
        self.assertEqual({tuple(map(str, sorted(map(int, pair)))) for pair in made}, set(changed))
        self.assertEqual(len(end - start), sum(what == 0 for what in changed.values()))
        self.assertEqual(end, ties())
        self.assertLessEqual(start, end)
        self.assertEqual(ties("--layer", "made", "--at", "start"), set())
        self.assertEqual(self.info("busy.h5")["graphs"]["friends"]["ties"], len(end))
        with h5py.File(self.path("busy.h5"), "r+") as file:
            del file["end"]
        self.assertEqual(ties(), start)
        done = self.call("graph", "export", "busy.h5", "-o", "y.csv", "--at", "end")
        self.assertIn("busy.h5 does not hold the ties of the run's end", done.stderr)

    def test_circles_of_a_run(self):
        """Interest circles as they were and as the run left them; a recording without any holds none."""
        self.record("round.h5", "--set", "circles.users_a_circle=20", "--set", "models.circling.active=yes",
                    "--set", "models.circling.per_day=20")
        with h5py.File(self.path("round.h5")) as file:
            for moment, place in (("start", "circles"), ("end", "end/circles")):
                self.call("graph", "export", "round.h5", "-o", "x.csv", "--force", "-q", "--layer", "circles", "--at", moment)
                with open(self.path("x.csv")) as table:
                    found = sorted((int(row["group"]), int(row["user"])) for row in csv.DictReader(table))
                first, user = file[place]["indptr"][:].tolist(), file[place]["indices"][:].tolist()
                self.assertEqual(found, [(c, u) for c in range(len(first) - 1) for u in user[first[c]:first[c + 1]]])
            self.assertNotEqual(file["circles/indices"][:].tolist(), file["end/circles/indices"][:].tolist())
        self.record("small.h5", "--force", "--set", "models.circling.active=no")
        done = self.call("graph", "export", "small.h5", "-o", "y.csv", "--layer", "circles", expect=3)
        self.assertIn("'small.h5' holds no circles", done.stderr)

    def test_merchants(self):
        self.call("graph", "export", VILLAGE, *TINY, "--layer", "trade", "-o", "x.graphml", "--others-out", "m.csv", "-q")
        with open(self.path("x.graphml")) as file:
            text = file.read()
        self.assertIn('<node id="merchant 0">', text)
        self.assertNotIn("group", text)
        with open(self.path("m.csv")) as file:
            merchants = list(csv.DictReader(file))
        self.assertEqual(text.count('<node id="merchant '), len(merchants))
        self.assertEqual(list(merchants[0]), ["id", "kind", "size", "online", "place", "district"])
        self.assertEqual({merchant["online"] for merchant in merchants}, {"0", "1"})
        self.assertTrue(all(int(merchant["size"]) >= 1 and int(merchant["place"]) < 600 for merchant in merchants))
        self.assertIn("food", {merchant["kind"] for merchant in merchants})
        shops = [int(merchant["district"]) for merchant in merchants if merchant["online"] == "0"]
        self.assertEqual(shops, sorted(shops))

    def test_numbers_are_kinds_when_few(self):
        ties = "".join(f"{node},{node + 1}\n" for node in range(60))
        self.write("line.csv", "source,target\n" + ties)
        self.write("people.csv", "id,age,club,name\n" + "".join(f"{i},{i // 2},{i % 20},n{i // 2}\n" for i in range(61)))
        found = self.info("line.csv", "--nodes", "people.csv")["graphs"]["graph"]
        self.assertNotIn("age_assortativity", found)
        self.assertIn("club_assortativity", found)
        self.assertIn("name_assortativity", found)

    def test_a_run_without_ties(self):
        self.write("alone.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n50 50 0\n")
        self.write("alone.yaml", "version: 1\ntime: {duration: 10min}\ngraph: {file: alone.mtx}\n")
        self.assertIn("with 0 ties and", self.call("run", "alone.yaml", "-o", "alone.h5").stdout)

    def test_of_a_damaged_recording(self):
        self.record()

        def refused(name, change, said, at="start"):
            shutil.copy(self.path("small.h5"), self.path(name))
            with h5py.File(self.path(name), "r+") as file:
                change(file)
            done = self.call("graph", "info", name, "--at", at, expect=3)
            self.assertIn(said, done.stderr)
            self.assertEqual(done.stdout, "")

        def longer(file):
            file["layers/friends/indptr"][-1] += 1

        def longer_end(file):
            file["end/layers/friends/indptr"][-1] += 1

        def nobody(file):
            file["layers/friends/indices"][0] = 4000000000

        def one_way(file):
            ends = file["layers/friends/indptr"][:]
            column = file["layers/friends/indices"]
            row = next(i for i in range(len(ends) - 1) if ends[i + 1] > ends[i] and column[ends[i]] > 0)
            column[ends[row]] = next(i for i in range(column[ends[row]]) if i != row)

        def gone(file):
            del file["layers"]

        refused("longer.h5", longer, "/layers/friends")
        refused("longer_end.h5", longer_end, "/end/layers/friends", "end")
        refused("nobody.h5", nobody, "/layers/friends")
        refused("one_way.h5", one_way, "not symmetric")
        refused("gone.h5", gone, "holds no ties")

    def test_import_says_what_it_read(self):
        self.write("a.txt", "# a comment\n1 2\n2 3\n3 1\n2 1\n3 3\n")
        found = json.loads(self.call("graph", "import", "a.txt", "--format", "json").stdout)
        self.assertEqual((found["nodes"], found["ties"], found["loops"], found["repeats"]), (3, 3, 1, 1))
        with gzip.open(self.path("b.txt.gz"), "wb") as file:
            file.write(b"1 2\n2 3\n")
        done = self.call("graph", "import", "b.txt.gz", "-o", "b.csv")
        self.assertIn("b.csv holds 2 ties of 3 nodes", done.stderr)
        self.assertIn("nodes", done.stdout)
        self.write("odd.data", "1 2\n")
        self.assertIn("--from", self.call("graph", "import", "odd.data", expect=3).stderr)
        self.call("graph", "import", "odd.data", "--from", "edges")

    def test_wrong_files(self):
        os.mkdir(self.path("folder.csv"))
        self.write("bad.csv", "source,target\n1,2\n1\n")
        self.write("bad.txt", "1 2\n3\n")
        self.write("bad.graphml", "<graphml><graph><node/></graph>")
        self.write("bad.mtx", "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n9 1\n")
        self.write("bad.csv.gz", b"no gzip at all")
        before = self.files()
        for name in ("missing.csv", "folder.csv", "bad.csv", "bad.txt", "bad.graphml", "bad.mtx", "bad.csv.gz"):
            for words in (["graph", "info", name], ["graph", "import", name, "-o", "out.csv"]):
                with self.subTest(words=words):
                    done = self.call(*words, expect=3)
                    self.assertIn(name, done.stderr)
                    self.assertEqual(done.stdout, "")
                    self.assertEqual(self.files(), before)
        for name in ("bad.csv:3", "bad.txt:2", "bad.mtx:4"):
            self.assertIn(name, self.call("graph", "info", name.split(":")[0], expect=3).stderr)
        done = self.call("graph", "info", VILLAGE, "--set", "population.usrs=3", expect=3)
        self.assertIn("did you mean 'population.users'?", done.stderr)
        done = self.call("graph", "gen", "--family", "ring", "--set", "family.nods=3", "-o", "x.csv", expect=3)
        self.assertIn("did you mean 'family.nodes'?", done.stderr)

    def test_what_is_no_graph(self):
        self.write("empty.txt", "")
        self.write("bytes.txt", bytes(range(256)) * 20)
        self.write("archive.txt", b"PK\x03\x04 and so on")
        self.write("ties.csv", "1,2\n2,3\n")
        self.write("matrix.txt", "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 2\n")
        self.write("bomb.mtx", "%%MatrixMarket matrix coordinate pattern general\n4000000000 4000000000 1\n1 2\n")
        self.write("entity.graphml", "<!DOCTYPE g [<!ENTITY a 'b'>]><graphml><graph><node id='&a;'/></graph></graphml>")
        os.mkfifo(self.path("pipe.txt"))
        os.symlink("nowhere", self.path("link.txt"))
        for name, words in (("empty.txt", "found nothing"), ("bytes.txt", "bytes.txt:"), ("archive.txt", "zip archive"),
                            ("ties.csv", "a heading with a column 'source'"), ("matrix.txt", "use the format mtx"),
                            ("bomb.mtx", "are refused"), ("entity.graphml", "entities"), ("pipe.txt", "a pipe"),
                            ("link.txt", "No such file")):
            with self.subTest(name=name):
                done = self.call("graph", "import", name, "-o", "out.csv", expect=3)
                self.assertIn(words, done.stderr)
                self.assertNotIn("out.csv", self.files())

    def test_all_mistakes_at_once(self):
        self.write("many.txt", "".join("1 2\n3\n" for _ in range(50)))
        done = self.call("graph", "import", "many.txt", expect=3)
        self.assertEqual(done.stderr.count("expected a second name"), 20)
        self.assertIn("many.txt:40:2: error", done.stderr)
        self.assertIn("and 30 more", done.stderr)
        self.write("ties.csv", "source,target\na,b\nb,c\n")
        self.write("people.csv", "id,age\na,30\na,31\nb\n")
        done = self.call("graph", "import", "ties.csv", "--nodes", "people.csv", expect=3)
        self.assertIn("people.csv:3:1: error: node 'a' has a line already", done.stderr)
        self.assertIn("people.csv:4:1: error: expected 2 fields", done.stderr)

    def test_nothing_is_overwritten(self):
        self.write("x.csv", "mine")
        self.write("y.csv", "mine")
        for words in (["gen", "--family", "ring", "-o", "x.csv"], ["export", VILLAGE, "-o", "x.csv"],
                      ["export", VILLAGE, "-o", "z.csv", "--nodes-out", "y.csv"]):
            self.assertIn("exists already", self.call("graph", *words, expect=3).stderr)
        with open(self.path("x.csv")) as file:
            self.assertEqual(file.read(), "mine")
        self.call("graph", "gen", "--family", "ring", "-o", "x.csv", "--force", "-q")
        self.assertEqual(self.files(), ["x.csv", "y.csv"])
        self.assertIn("folder", self.call("graph", "gen", "--family", "ring", "-o", "no/x.csv", expect=3).stderr)

    def test_an_interrupt_leaves_nothing(self):
        words = [GUANXI, "graph", "gen", "--family", "erdos_renyi", "--set", "family.nodes=300000", "--set", "family.degree=40",
                 "-o", "x.graphml"]
        process = subprocess.Popen(words, cwd=self.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=default_signals)
        until = time.monotonic() + 60
        while "x.graphml.partial" not in self.files() and process.poll() is None and time.monotonic() < until:
            pass
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertIn(process.returncode, (130, -signal.SIGINT))
        self.assertEqual(self.files(), [])


main()
