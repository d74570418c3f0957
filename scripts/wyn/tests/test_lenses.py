"""The lenses that ask a model program: each way to be red, and green only without any of them."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from wyn import failures, lenses, survivors
from wyn.budgets import FULL, QUICK
from wyn.tests.fake_program import FakeProgram, kill, verdict

REASON = "redundant before the fence that follows it; kept as the paper has it"


class WithFailures(unittest.TestCase):
    """Kept failures go to a folder of the test's own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        patched = mock.patch.object(failures, "FOLDER", self.root / "failures")
        patched.start()
        self.addCleanup(patched.stop)


class Models(WithFailures):
    def judge(self, *verdicts: dict) -> tuple[lenses.LensResult, FakeProgram]:
        program = FakeProgram({found["model"]: found for found in verdicts})
        return lenses.models(program, program.listing(), QUICK), program

    def test_all_as_expected(self) -> None:
        result, program = self.judge(verdict("ring.a.p"), verdict("ring.b.p", held=False, expected="fails"))
        self.assertTrue(result.green)
        self.assertEqual(program.asked, [QUICK, QUICK])
        self.assertEqual([search["statement"] for search in result.data["models"]], ["ring.a.p holds", "ring.b.p holds"])
        self.assertEqual(result.data["visited"], {"ring.a.p": {"ring.put.publish"}})

    def test_a_model_that_fails(self) -> None:
        result, _ = self.judge(verdict("ring.a.p"), verdict("ring.b.p", held=False, failure="an element was lost"))
        self.assertFalse(result.green)
        self.assertIn("ring.b.p fails: an element was lost", result.findings[0].message)
        self.assertIn("ring.put.publish", result.findings[0].message)
        self.assertIsNotNone(failures.find(result.findings[0].replay))

    def test_a_model_that_must_fail_and_holds(self) -> None:
        result, _ = self.judge(verdict("ring.a.p", expected="fails"))
        self.assertIn("expected to fail and holds", result.findings[0].message)

    def test_every_failure_is_a_finding_and_few_are_blamed(self) -> None:
        result, program = self.judge(*(verdict(f"ring.m{i}.p", held=False) for i in range(6)))
        self.assertEqual((len(result.findings), program.blamed), (6, lenses.BLAMED))


class Mutants(WithFailures):
    SITE = {"name": "ring.put.publish", "operation": "store", "order": "release"}

    def judge(self, found: dict, declared: str = "", changes: str = "", reason: str = REASON) -> lenses.LensResult:
        entry = (f'[[survivor]]\nsite = "{found["site"]}"\ndeclared = "{declared}"\nchanges = ["{changes}"]\n'
                 f'reason = "{reason}"\n')
        path = self.root / survivors.LIST
        path.parent.mkdir(exist_ok=True)
        path.write_text(entry if declared else "survivor = []\n")
        self.program = FakeProgram(kills=[found], sites=[self.SITE])
        return lenses.mutants(self.program, self.program.listing(), QUICK, self.root)

    def assert_red(self, result: lenses.LensResult, words: str) -> None:
        self.assertEqual([finding.site for finding in result.findings], ["ring.put.publish"])
        self.assertIn(words, result.findings[0].message)

    def test_killed(self) -> None:
        self.assertTrue(self.judge(kill("ring.put.publish", "relaxed")).green)

    def test_survives(self) -> None:
        self.assert_red(self.judge(kill("ring.put.publish", "relaxed", killed=False)), "survives every model")

    def test_killed_too_late(self) -> None:
        self.assert_red(self.judge(kill("ring.put.publish", "relaxed", certifies=False)), "beyond the certifying budget")

    def test_listed(self) -> None:
        result = self.judge(kill("ring.put.publish", "relaxed", killed=False), "release", "relaxed")
        self.assertTrue(result.green)
        self.assertIn("1 listed survivor", result.summary)

    def test_only_the_listed_are_searched_less(self) -> None:
        survivor = kill("ring.put.publish", "relaxed", killed=False)
        self.judge(survivor)
        self.assertEqual(self.program.asked, [QUICK])
        self.judge(survivor, "release", "relaxed")
        self.assertEqual(self.program.asked, [QUICK.of_implied()])
        self.assertEqual(FULL.of_listed(), replace(FULL, exhaustive=False))

    def judge_listed(self, *models: dict, visited: dict[str, set[str]] | None = None) -> list[dict]:
        """Two sites with a listed mutant beside its weaker one, and what the models say of the weaker ones together."""
        listed = {"ring.put.claim": ("acq_rel", "relaxed"), "ring.put.fence": ("removed",)}
        path = self.root / survivors.LIST
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f'[[survivor]]\nsite = "{site}"\ndeclared = "seq_cst"\nchanges = {list(changes)}\n'
                                f'reason = "{REASON}"\n' for site, changes in listed.items()))
        kills = [kill(site, change, killed=False) for site, changes in listed.items() for change in changes]
        sites = [{"name": site, "order": "seq_cst", "operation": "rmw"} for site in listed]
        self.program = FakeProgram({model["model"]: model for model in models}, kills, sites)
        self.assertTrue(lenses.mutants(self.program, self.program.listing(), FULL, self.root, visited).green)
        return self.program.asked

    def test_listed_ones_are_searched_together(self) -> None:
        asked = self.judge_listed(verdict("ring.a.p"), verdict("ring.b.p", held=False, expected="fails"))
        self.assertEqual(self.program.changed, [[("ring.put.claim", "relaxed"), ("ring.put.fence", "removed")]] * 2)
        self.assertEqual(asked, [FULL.of_listed()] * 2 + [FULL.of_implied()] * 3)

    def test_a_model_that_executes_none_of_the_sites_is_not_searched_again(self) -> None:
        models = (verdict("ring.a.p"), verdict("ring.b.p"), verdict("ring.c.p", held=False, expected="fails"))
        self.judge_listed(*models, visited={"ring.a.p": {"ring.put.fence", "ring.get.load"}, "ring.b.p": {"ring.get.load"}})
        self.assertEqual(len(self.program.changed), 2)

    def test_if_a_model_notices_all_of_them_each_is_searched(self) -> None:
        asked = self.judge_listed(verdict("ring.a.p", held=False))
        self.assertEqual(asked, [FULL.of_listed()] * 4)

    def test_a_light_fence_changes_no_model(self) -> None:
        self.SITE = self.SITE | {"operation": "light_fence", "order": "seq_cst"}
        self.judge(kill("ring.put.publish", "removed", killed=False), "seq_cst", "removed")
        self.assertEqual((self.program.changed, self.program.asked), ([], [QUICK.of_implied()]))

    def test_what_is_implied(self) -> None:
        weakest = [("ring.put.claim", "release"), ("ring.put.fence", "removed")]
        for site, change, implied in (("ring.put.claim", "acq_rel", True), ("ring.put.claim", "release", True),
                                      ("ring.put.claim", "acquire", False), ("ring.put.claim", "omitted", False),
                                      ("ring.put.fence", "acquire", True), ("ring.put.other", "release", False)):
            with self.subTest(site=site, change=change):
                self.assertEqual(survivors.is_implied(site, change, weakest), implied)

    def test_listed_but_killed(self) -> None:
        self.assert_red(self.judge(kill("ring.put.publish", "relaxed"), "release", "relaxed"), "kills it: remove it")

    def test_listed_for_another_order(self) -> None:
        found = kill("ring.put.publish", "relaxed", killed=False)
        self.assert_red(self.judge(found, "seq_cst", "relaxed"), "was reviewed for seq_cst")

    def test_listed_without_a_reason(self) -> None:
        found = kill("ring.put.publish", "relaxed", killed=False)
        self.assert_red(self.judge(found, "release", "relaxed", "because"), "gives no reason")

    def test_listed_and_no_mutant(self) -> None:
        result = self.judge(kill("ring.put.publish", "relaxed"), "release", "acquire")
        self.assert_red(result, "which is not a mutant of it")

    def test_listed_and_no_site(self) -> None:
        path = self.root / survivors.LIST
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'[[survivor]]\nsite = "ring.put.gone"\ndeclared = "release"\nchanges = []\nreason = "{REASON}"\n')
        program = FakeProgram(sites=[self.SITE])
        result = lenses.mutants(program, program.listing(), QUICK, self.root)
        self.assertIn("no longer exists", result.findings[0].message)


if __name__ == "__main__":
    unittest.main()
