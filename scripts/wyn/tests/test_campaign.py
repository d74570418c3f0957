"""The long campaign: what a round searches, and what it finds."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

from wyn import campaign, failures, survivors
from wyn.budgets import Budgets
from wyn.gate import Judgement
from wyn.tests.fake_program import FakeProgram, kill, verdict

SITE = {"name": "ring.put.publish", "operation": "store", "order": "release"}
LISTED = '''[[survivor]]
site = "ring.put.publish"
declared = "release"
changes = ["relaxed"]
reason = "redundant before the fence that follows it; kept as the paper has it"
'''


class Rounds(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.root / survivors.LIST).parent.mkdir()
        (self.root / survivors.LIST).write_text(LISTED)
        self.enterContext(mock.patch.object(failures, "FOLDER", self.root / "failures"))

    def one_round(self, program: FakeProgram) -> Judgement:
        judgement = Judgement(Budgets(campaign.ROUND, campaign.ROUND, campaign.ROUND, first=1001))
        with mock.patch.multiple(campaign, build=mock.DEFAULT, ModelProgram=lambda _: program, ROOT=self.root):
            campaign.Campaign("ring", judgement, start=1001, index=0, count=1).run(end=0)
        return judgement

    def program(self, held: bool = True, killed: bool = False) -> FakeProgram:
        return FakeProgram({"ring.a.p": verdict("ring.a.p", held)}, [kill("ring.put.publish", "relaxed", killed)], [SITE])

    def test_a_round_searches_the_models_and_the_listed_survivors(self) -> None:
        program = self.program()
        judgement = self.one_round(program)
        self.assertEqual([finding.message for result in judgement.results for finding in result.findings], [])
        self.assertEqual(judgement.results[0].summary, "1 rounds, 7 executions")
        self.assertEqual(program.changed, [[("ring.put.publish", "relaxed")]])
        self.assertEqual([one["change"] for one in judgement.kills["ring"]], ["relaxed"])
        self.assertEqual({budgets.first for budgets in program.asked}, {1001})

    def test_a_model_that_fails_is_red(self) -> None:
        self.assertIn("ring.a.p fails", self.one_round(self.program(held=False)).results[0].findings[0].message)

    def test_a_listed_survivor_that_is_killed_is_red(self) -> None:
        found = self.one_round(self.program(killed=True)).results[0].findings
        self.assertIn("kills it: remove it", found[0].message)


if __name__ == "__main__":
    unittest.main()
