from __future__ import annotations

import unittest

from wyn import ledger, lint, mutants
from wyn.tests.small_tree import SmallTree


def listing(sites: list[ledger.Site]) -> dict:
    return {"sites": [{"name": s.name, "operation": s.operation, "order": s.order} for s in sites],
            "mutants": [{"site": s.name, "change": change} for s in sites for change in mutants.changes(s.operation, s.order)]}


class Registry(SmallTree):
    def setUp(self) -> None:
        super().setUp()
        self.sites = ledger.sites(self.root)
        self.listing = listing(self.sites)

    def test_equal(self) -> None:
        self.assert_green(lint.check_registry(self.sites, self.listing))

    def test_missing(self) -> None:
        del self.listing["sites"][0]
        self.assert_red(lint.check_registry(self.sites, self.listing), self.sites[0].name, "no model instantiates")

    def test_other_order(self) -> None:
        self.listing["sites"][2]["order"] = "acq_rel"
        self.assert_red(lint.check_registry(self.sites, self.listing), self.sites[2].name, "the model program acq_rel")

    def test_other_operation(self) -> None:
        self.listing["sites"][2]["operation"] = "rmw"
        self.assert_red(lint.check_registry(self.sites, self.listing), self.sites[2].name, "rmw")

    def test_extra(self) -> None:
        self.listing["sites"].append({"name": "ring.get.gone", "operation": "load", "order": "relaxed"})
        found = lint.check_registry(self.sites, self.listing)
        self.assertEqual([finding.site for finding in found], ["ring.get.gone"])

    def test_a_mutant_that_vanished(self) -> None:
        lost = self.listing["mutants"].pop()
        self.assert_red(lint.check_registry(self.sites, self.listing), lost["site"], "correct models/engine/mutant.cpp")

    def test_a_mutant_that_the_site_cannot_have(self) -> None:
        self.listing["mutants"].append({"site": self.sites[0].name, "change": "consume"})
        self.assert_red(lint.check_registry(self.sites, self.listing), self.sites[0].name, "consume")

    def test_sites_of_the_models_themselves_are_their_own(self) -> None:
        self.listing["sites"].append({"name": "helper.get.word", "operation": "load", "order": "relaxed"})
        self.assert_green(lint.check_registry(self.sites, self.listing))


class Changes(unittest.TestCase):
    """Written out, so that the rule cannot lose one unseen."""

    def test_all(self) -> None:
        due = {
            ("load", "relaxed"): [], ("load", "acquire"): ["relaxed"], ("load", "seq_cst"): ["acquire", "relaxed"],
            ("store", "relaxed"): ["omitted"], ("store", "release"): ["relaxed", "omitted"],
            ("store", "seq_cst"): ["release", "relaxed", "omitted"],
            ("rmw", "acq_rel"): ["acquire", "release", "relaxed", "omitted"],
            ("cas", "seq_cst"): ["acq_rel", "acquire", "release", "relaxed", "omitted"],
            ("cas_failure", "seq_cst"): ["acquire", "relaxed"],
            ("fence", "seq_cst"): ["acq_rel", "acquire", "release", "removed"], ("fence", "release"): ["removed"],
            ("light_fence", "seq_cst"): ["removed"], ("heavy_fence", "seq_cst"): ["removed"],
        }
        for (operation, order), changes in due.items():
            with self.subTest(operation=operation, order=order):
                self.assertEqual(mutants.changes(operation, order), changes)


class Documents(SmallTree):
    def test_names_that_exist(self) -> None:
        self.write("README.md", "`ring.get.full`, ring.hpp, the model ring.exactly_once.pt and ring.growth.pt|s.\n")
        self.assert_green(lint.documents(self.root))

    def test_names_that_do_not(self) -> None:
        for path in ("README.md", "core/README.md", "models/ring/notes.md", "models/not_shown_necessary.toml"):
            with self.subTest(path):
                self.write(path, 'first line\nsite = "ring.get.fool"\n')
                self.assert_red(lint.documents(self.root), "ring.get.fool", "no site has this name")
                self.write(path, "")


class Limits(SmallTree):
    def test_a_long_file(self) -> None:
        self.write("core/wyn/lockfree/long.hpp", "//\n" * 400)
        self.assert_green(lint.file_lengths(self.root))
        self.write("core/wyn/lockfree/long.hpp", "//\n" * 401)
        self.assert_red(lint.file_lengths(self.root), "", "401 lines")


class WholeLint(SmallTree):
    def test_every_part_is_asked(self) -> None:
        self.with_the_seam()
        self.assert_green(lint.lint(self.root).findings)
        self.plant("  void reset() {", '  sync::cell<int> only_the_tree_;\n  to_std only_the_poison_;\n  void reset() {')
        self.plant('"ring.get.slot"', '"ring.put.slot"')
        self.write("README.md", "ring.get.fool\n")
        findings = lint.lint(self.root).findings
        self.assert_red(findings, "ring.", "refers to wyn::sync::cell")
        self.assert_red(findings, "ring.", "poisoned")
        self.assert_red(findings, "ring.put.slot", "is used at")
        self.assert_red(findings, "ring.get.fool", "no site has this name")
        self.assertFalse([f for f in lint.lint(self.root, compile_too=False).findings if "poisoned" in f.message])


if __name__ == "__main__":
    unittest.main()
