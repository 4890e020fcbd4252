# SPDX-License-Identifier: GPL-3.0-or-later
"""A run on a graph of one's own: what goes with it, what is told of it, and whether it is still the same file later."""
import csv
import io
import json
import os

from command import Case, main

HEAD = "version: 1\nname: mine\ntime: {start: 2016-02-07T18:00, duration: 10min}\n"
RING = "".join(f"u{i} u{(i + 1) % 12}\nu{i} u{(i + 2) % 12}\n" for i in range(12))


class Ring(Case):
    def setUp(self):
        super().setUp()
        self.write("ties.txt", RING)

    def scenario(self, graph="file: ties.txt", more=""):
        return self.write("mine.yaml", f"{HEAD}graph: {{{graph}}}\n{more}")


class GraphFile(Ring):
    def run_it(self, *more, expect=0):
        return self.call("run", "mine.yaml", "-o", "mine.h5", "--force", *more, expect=expect)

    def differs(self, *expected):
        facts = json.loads(self.call("verify", "mine.h5", "--format", "json", expect=5).stdout)
        self.assertEqual((facts["same"], facts["differs"], facts["first_divergent_tick"]), (False, expected[0], None))
        self.assertNotEqual(facts["recorded"], facts["found"])
        self.assertEqual(facts["ticks_compared"], 0)
        done = self.call("verify", "mine.h5", expect=5)
        for words in expected[1:]:
            self.assertIn(words, done.stdout)
        self.assertNotIn("population.users", done.stdout + done.stderr)

    def test_verify(self):
        # nobody sends: the ticks of any graph agree
        self.scenario(more="models: {sending: {per_day: 0}}\n")
        self.run_it()
        facts = json.loads(self.call("verify", "mine.h5", "--format", "json").stdout)
        self.assertEqual((facts["same"], facts["differs"]), (True, None))
        other = "the graph file is not the one of the run"
        self.write("ties.txt", RING + "u0 u6\n")
        self.differs("ties", other, "its ties")
        self.write("ties.txt", RING + "u0 u12\n")
        self.differs("people", other, "it has 13 nodes, the run had 12 users")
        self.write("ties.txt", "u0 u1\n")
        self.differs("people", other, "it has 2 nodes")
        self.write("ties.txt", RING)
        self.call("verify", "mine.h5")

    def test_verify_attributes(self):
        self.write("people.csv", "id,wealth\nu0,1\nu1,2\n")
        self.scenario("file: ties.txt, nodes_file: people.csv", "models: {sending: {per_day: 0}}\n")
        self.run_it()
        self.call("verify", "mine.h5")
        self.write("people.csv", "id,wealth\nu0,1\nu1,999\n")
        self.differs("people", "the attributes of its users differ")

    def test_verify_of_a_lost_file(self):
        self.scenario()
        self.run_it()
        os.unlink(self.path("ties.txt"))
        done = self.call("verify", "mine.h5", expect=3)
        self.assertIn("graph.file: ties.txt cannot be read", done.stderr)
        self.assertFalse(done.stderr.endswith("\n\n"))

    def test_what_cannot_be_together(self):
        for graph, more, place, words in (
                ("file: ties.txt, form: implicit", "", "mine.yaml:4:25: error: ", "graph.form: a network from a file"),
                ("file: ties.txt", "population: {stored: no}\n", "mine.yaml:5:14: error: ",
                 "population.stored: users from a file are always stored")):
            self.scenario(graph, more)
            done = self.call("validate", "mine.yaml", expect=3)
            self.assertIn(place + words, done.stderr)
            self.assertIn(words, self.run_it(expect=3).stderr)
        self.scenario()
        for words in ("graph.form=implicit", "population.stored=no"):
            self.assertIn(words.split("=")[0], self.call("validate", "mine.yaml", "--set", words, expect=3).stderr)

    def test_number_of_users(self):
        words = "population.users: 10, but ties.txt has 12 nodes"
        self.scenario()
        self.assertIn(words, self.run_it("--set", "population.users=10", expect=3).stderr)
        done = self.run_it("--set", "population.users=12", "--set", "time.duration=1h")
        self.assertIn(", 1 hour; ", done.stderr)
        self.scenario(more="population: {users: 10}\n")
        self.assertIn(words, self.run_it(expect=3).stderr)
        self.scenario(more="variants:\n  - name: ten\n    help: ten\n    set: {population.users: 10}\n")
        self.assertIn(words, self.run_it("--variant", "ten", expect=3).stderr)
        self.run_it()


    def test_files_elsewhere(self):
        """What the run found beside its scenario is found again from anywhere, or named when it is not there."""
        os.mkdir(self.path("study"))
        os.mkdir(self.path("runs"))
        self.write("study/ties.txt", RING)
        self.write("study/mine.yaml", HEAD + "graph: {file: ties.txt}\n")
        self.call("run", "study/mine.yaml", "-o", "runs/mine.h5")
        os.unlink(self.path("ties.txt"))
        self.call("verify", "runs/mine.h5")
        self.call("verify", "mine.h5", cwd=self.path("runs"))
        with open(self.path("runs/mine.h5"), "rb") as file:
            self.assertNotIn(self.folder.encode(), file.read())
        os.rename(self.path("study"), self.path("moved"))
        done = self.call("verify", "runs/mine.h5", expect=3)
        self.assertIn(f"ties.txt cannot be read in {self.path('study')}", done.stderr)
        self.assertIn("'verify --files FOLDER' looks elsewhere", done.stderr)
        self.call("verify", "runs/mine.h5", "--files", "moved")
        self.assertIn("cannot be read in runs", self.call("verify", "runs/mine.h5", "--files", "runs", expect=3).stderr)
        self.write("runs/ties.txt", RING)
        self.call("verify", "runs/mine.h5")
        os.unlink(self.path("runs/mine.h5.provenance.json"))
        self.call("verify", "runs/mine.h5")

    def test_effective(self):
        """What is printed holds, and runs."""
        for more, users in (("", 0), ("population: {users: 12}\n", 1)):
            self.scenario(more=more)
            first = self.call("validate", "mine.yaml", "--print-effective").stdout
            self.assertEqual(first.count("\npopulation:\n  users:"), users)
            self.write("effective.yaml", first)
            self.call("run", "effective.yaml", "-o", "effective.h5", "--force")
            self.run_it()
            self.assertEqual(self.digest("effective.h5"), self.digest("mine.h5"))
            self.call("verify", "effective.h5")
        self.write("plain.yaml", HEAD)
        self.assertIn("\npopulation:\n  users: 1000", self.call("validate", "plain.yaml", "--print-effective").stdout)

    def digest(self, name):
        return self.call("export", name, "--what", "digest").stdout


class Names(Ring):
    """Users of a file keep their names in all that leaves."""

    FRIENDS = "".join(f"{a},{b}\n" for a, b in (
        ("zoë", "李雷"), ("李雷", "a,b"), ('a,b', 'c"d'), ('c"d', "zoë"), ("x y", "zoë"), ("x y", "李雷")))

    def setUp(self):
        super().setUp()
        quoted = self.FRIENDS.replace("a,b", '"a,b"').replace('c"d', '"c""d"')
        self.write("ties.csv", "source,target\n" + quoted)
        self.users = ["zoë", "李雷", "a,b", 'c"d', "x y"]

    def rows(self, *words):
        return list(csv.DictReader(io.StringIO(self.call(*words).stdout, newline="")))

    def run_it(self, file, more=""):
        busy = "models: {sending: {per_day: 200}, transfers: {per_day: 100}}\npopulation: {wealth_median: 9000}\n" + more
        self.scenario("file: " + file, busy)
        self.call("run", "mine.yaml", "-o", "mine.h5", "--force", "-q", "--set", "time.duration=12h")

    def ties(self, name):
        with open(self.path(name), newline="") as file:
            return {frozenset((row["source"], row["target"])) for row in csv.DictReader(file)}

    def test_texts(self):
        self.run_it("ties.csv")
        users = self.rows("export", "mine.h5", "--what", "users")
        self.assertEqual([(row["user"], row["name"]) for row in users], [(str(i), n) for i, n in enumerate(self.users)])
        expected = {frozenset(row) for row in (("zoë", "李雷"), ("李雷", "a,b"), ("a,b", 'c"d'), ('c"d', "zoë"),
                                               ("x y", "zoë"), ("x y", "李雷"))}
        edges = self.rows("export", "mine.h5", "--what", "edges")
        self.assertEqual({frozenset((row["source"], row["target"])) for row in edges}, expected)
        for name, source in (("a.csv", "mine.yaml"), ("b.csv", "mine.h5")):
            self.call("graph", "export", source, "-o", name)
            self.assertEqual(self.ties(name), expected)
        self.call("graph", "export", "mine.yaml", "-o", "c.graphml", "--nodes-out", "people.csv")
        with open(self.path("people.csv"), newline="") as file:
            self.assertEqual([row["id"] for row in csv.DictReader(file)], self.users)
        self.call("graph", "import", "c.graphml", "-o", "d.csv")
        self.assertEqual(self.ties("d.csv"), expected)
        done = self.call("graph", "export", "mine.h5", "-o", "e.txt", expect=3)
        self.assertIn("x y", done.stderr)

    def test_events(self):
        self.run_it("ties.csv")
        packets = self.rows("export", "mine.h5", "--what", "packets")
        numbers = self.rows("export", "mine.h5", "--what", "packets", "--numbers")
        self.assertGreater(len(packets), 3)
        for row, plain in zip(packets, numbers, strict=True):
            self.assertEqual(row["sender"], self.users[int(plain["sender"])])
            self.assertEqual(row["audience"], self.users[int(plain["audience"])])
            self.assertEqual(row["answers_sender"] == "", plain["answers_sender"] == "4294967295")
            self.assertEqual(row["amount"], plain["amount"])
        for row in self.rows("export", "mine.h5", "--what", "moves"):
            self.assertIn(row["user"], self.users)
            self.assertIn(row["other"], self.users if row["kind"] == "transfer" else [""])
        self.assertNotIn("name", self.rows("export", "mine.h5", "--what", "users", "--numbers")[0])
        ranks = json.loads(self.call("analyze", "mine.h5", "--format", "json").stdout)["tables"]
        ranks = next(table for table in ranks.values() if table["columns"][:2] == ["user", "PageRank"])
        self.assertEqual({row[0] for row in ranks["rows"]}, set(self.users))

    def test_numbers(self):
        big = 18446744073709551615
        self.write("far.txt", f"7 {big}\n{big} 1000\n7 1000\n")
        self.run_it("far.txt")
        users = self.rows("export", "mine.h5", "--what", "users")
        self.assertEqual([row["name"] for row in users], ["7", "1000", str(big)])
        self.call("graph", "export", "mine.h5", "-o", "out.txt")
        with open(self.path("out.txt")) as file:
            pairs = {frozenset(line.split()[:2]) for line in file if line[0] != "#"}
        self.assertEqual(pairs, {frozenset(pair) for pair in ((str(big), "7"), (str(big), "1000"), ("7", "1000"))})

    def test_generated(self):
        name = self.record()
        self.assertNotIn("name", self.rows("export", name, "--what", "users")[0])


class Notes(Ring):
    def notes(self, *words):
        done = self.call("run", "mine.yaml", "-o", "mine.h5", "--force", *words)
        return [line for line in done.stderr.splitlines() if line.startswith("note: ")]

    def test_beside_a_file(self):
        self.scenario()
        self.assertEqual(self.notes(), [])
        self.assertEqual(self.notes("--set", "graph.kin_mean=3"), ["note: graph.kin_mean has no effect beside graph.file"])
        self.scenario("file: ties.txt, kin_mean: 3, weak_mean: 2, platform: wechat", "circles: {}\n")
        self.assertEqual(self.notes(),
                         ["note: graph.kin_mean, graph.weak_mean, graph.platform have no effect beside graph.file"])
        keys = ["kin_mean", "groups_extra", "friend_pull", "past_groups", "weak_mean", "weak_decay", "homophily_sex"]
        self.scenario("file: ties.txt, " + ", ".join(f"{key}: 1" for key in keys))
        self.assertEqual(self.notes(), ["note: " + ", ".join("graph." + key for key in keys[:6]) +
                                        " and 1 more have no effect beside graph.file"])

    def test_of_the_file(self):
        self.scenario("file: ties.csv")
        self.write("ties.csv", "source,target,weight\na,b,1\nb,c,-2\nc,a,3\n")
        self.assertIn("note: 1 weights that are not above 0 became the least strength, 1", self.notes())

    def test_columns_that_are_not_used(self):
        self.write("people.csv", "id,city,hometown,sex,colour,incme\nu0,3,4,male,red,5\nu1,1,2,female,blue,6\n")
        self.scenario("file: ties.txt, nodes_file: people.csv")
        notes = "\n".join(self.notes())
        self.assertIn("city, hometown", notes)
        self.assertIn("'colour'", notes)
        self.assertIn("'incme' of nodes means nothing to a population; did you mean 'income'?", notes)
        self.assertNotIn("sex", notes)

    def test_implicit(self):
        few = "population: {users: 300}\n"
        self.scenario("form: implicit", few)
        self.assertEqual(self.notes(), [])
        self.scenario("form: implicit, homophily_schooling: 0.3", few)
        self.assertEqual(self.notes(), ["note: graph.homophily_schooling is not used by the implicit form"])

    def test_layers_of_the_graph_only(self):
        self.scenario("form: stored", "population: {users: 300}\n")
        notes = self.notes("--set", "followers.mean=3")
        self.assertEqual(len(notes), 1)
        self.assertIn("followers.mean has no effect on a run", notes[0])


main()
