# SPDX-License-Identifier: GPL-3.0-or-later
"""A run on a graph of one's own: what goes with it, what is told of it, and whether it is still the same file later."""
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
